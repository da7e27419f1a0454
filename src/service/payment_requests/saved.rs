//! Which of a payer's saved methods a request can be paid with: those with which all that is left of it can be, so that
//! nothing is half paid because of what was chosen.

use crate::{
    app::App,
    domain::{card::PaymentMethod, merchant_account::MerchantAccount},
    i18n::dates,
    planted::{self, Bug},
    service::methods::charging::serves,
    store::{StoreError, firm, payers, payment_methods, table::Records},
};

use super::paying::Opened;

/// The methods that whoever is asked can pay it with now, the one that they chose to be offered first at the top. What was
/// saved for two accounts and looks the same is offered once.
///
/// # Errors
/// When the store cannot be read.
pub fn methods(app: &App, opened: &Opened) -> Result<Vec<PaymentMethod>, StoreError> {
    let mut offered: Vec<PaymentMethod> = Vec::new();
    for method in usable(app, &app.store.read()?, opened)? {
        let alike = |known: &PaymentMethod| {
            known.fingerprint == method.fingerprint
                && known.instrument == method.instrument
                && known.nickname == method.nickname
        };
        if !offered.iter().any(alike) {
            offered.push(method);
        }
    }
    Ok(offered)
}

/// Each of [`methods`], also what looks like another one, by these records.
pub(super) fn usable(app: &App, records: &impl Records, opened: &Opened) -> Result<Vec<PaymentMethod>, StoreError> {
    let (request, mut methods) = (&opened.request, Vec::new());
    let (Some(accepted), Some(accounts)) = (opened.accepted, &opened.accounts) else { return Ok(methods) };
    let asked = request.asked.payer.map(|id| payers::standing_for(records, id)).transpose()?.flatten();
    let (Some(payer), Some(firm)) = (asked, firm::firm(records)?) else { return Ok(methods) };
    let open = request.legs.iter().zip(accounts).filter(|(leg, _)| leg.rest() > 0);
    let open: Vec<&MerchantAccount> = open.map(|(_, account)| account).collect();
    if open.is_empty() {
        return Ok(methods);
    }
    let (known, today) = (firm::merchant_accounts(records)?, dates::firm_day(app.now(), &firm.time_zone));
    methods = payment_methods::payment_methods(records, payer.id)?;
    methods.retain(|method| {
        accepted.takes(method.instrument.is_bank_account())
            && (method.is_own() || planted::is(Bug::TypedMethodPays))
            && method.is_chargeable_on(today)
            && open.iter().all(|account| serves(method, account, &known))
    });
    methods.sort_by_key(|method| Some(method.id) != payer.default_method);
    Ok(methods)
}
