//! What staff should look into, and what is still to come: all of it from lists and counts that stay short, none of it
//! computed from the payments.

use crate::{
    app::App,
    domain::{alert::Cause, card::PaymentMethod, firm::Firm, permission::Permission},
    i18n::dates,
    service::{Authority, alerts::looking, payment_pages},
    store::{StoreError, outbox, payers, table::Reader},
};

/// What needs attention, and what waits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attention {
    /// How many alerts of each cause are open; causes without one are left out.
    pub alerts: Vec<(Cause, u64)>,
    /// Names of payers with a saved card that is in its last month, one for each card.
    pub expiring: Vec<String>,
    /// Payment pages that closed themselves, and stay so for now, because cards were declined on them one after the other;
    /// none for those who may not keep pages.
    pub resting_pages: usize,
    /// Messages that wait to leave; none for those who may not see the outbox.
    pub waiting_mail: usize,
}

impl Attention {
    /// How many things need attention.
    #[must_use]
    pub fn count(&self) -> u64 {
        let alerts: u64 = self.alerts.iter().map(|(_, count)| count).sum();
        let others = self.expiring.len().saturating_add(self.resting_pages);
        alerts.saturating_add(u64::try_from(others).unwrap_or(u64::MAX))
    }
}

/// What needs attention now.
pub fn attention(app: &App, firm: &Firm, authority: Authority<'_>) -> Result<Attention, StoreError> {
    let (now, reader) = (app.now(), app.store.read()?);
    let this_month = dates::firm_day(now, &firm.time_zone).first_of_month();
    let sees_mail = authority.require(Permission::ViewOutbox).is_ok();
    let keeps_pages = authority.require(Permission::ManagePaymentPages).is_ok();
    let expiring = payers::methods_expiring(&reader, this_month)?;
    Ok(Attention {
        alerts: looking::open_counts(&reader, authority)?,
        expiring: expiring.iter().filter_map(|method| owner(&reader, method).transpose()).collect::<Result<_, _>>()?,
        resting_pages: if keeps_pages { payment_pages::resting(&reader, now)? } else { 0 },
        waiting_mail: if sees_mail { outbox::waiting(&reader)? } else { 0 },
    })
}

fn owner(reader: &Reader, method: &PaymentMethod) -> Result<Option<String>, StoreError> {
    Ok(payers::payer(reader, method.payer)?.map(|payer| payer.name))
}
