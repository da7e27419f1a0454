//! Asking a payer for another method because of an alert: by mail, with the link under which they see to their methods.

use crate::{
    app::App,
    domain::{
        alert::{About, Alert, Cause},
        ids::{AlertId, MerchantAccountId, PayerId, PaymentMethodId},
        method_request::MethodRequest,
        permission::Permission,
    },
    service::{
        Authority,
        methods::links::{self, AskError, AskPayer, Because},
        receipts::MAX_RECIPIENTS,
    },
    store::{StoreError, alerts, payers, schedules, table::Records, transactions},
};

use super::sees;

/// Who can be asked because of an alert, and for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Askable {
    /// Whom.
    pub payer: PayerId,
    /// Where the mail goes; never empty.
    pub emails: Vec<String>,
    /// Under whose processor a new method is saved.
    pub merchant_account: MerchantAccountId,
    /// The method that another one is to take the place of.
    pub replaces: Option<PaymentMethodId>,
}

/// Who can be asked because of an alert; `None` when nobody is to be, or has no address.
pub fn askable(records: &impl Records, alert: &Alert) -> Result<Option<Askable>, StoreError> {
    let fits = matches!(
        alert.cause,
        Cause::OccurrenceFailed | Cause::MethodExpiring | Cause::BankDebitReturned | Cause::DebitsEnded
    );
    if !fits || !alert.state.is_unresolved() {
        return Ok(None);
    }
    let found = match alert.about {
        About::Occurrence(id) => schedules::schedule(records, id.schedule)?
            .map(|schedule| (schedule.payer, schedule.merchant_account, Some(schedule.payment_method))),
        About::PaymentMethod(id) => {
            payers::payment_method(records, id)?.map(|method| (method.payer, method.merchant_account, Some(method.id)))
        }
        About::Payment(id) => transactions::transaction(records, id)?
            .and_then(|payment| Some((payment.payer?, payment.merchant_account, payment.payment_method))),
        About::Delivery(_) | About::MerchantAccount(_) | About::PublicPages => None,
    };
    let Some((payer, merchant_account, replaces)) = found else { return Ok(None) };
    let Some(payer) = payers::standing_for(records, payer)? else { return Ok(None) };
    let emails: Vec<String> = payer.emails.iter().take(MAX_RECIPIENTS).cloned().collect();
    Ok((!emails.is_empty()).then_some(Askable { payer: payer.id, emails, merchant_account, replaces }))
}

/// E-mails the payer a link, once while it is open, however often it is asked for. What they give under it takes the place
/// of the method that failed or expires, in the schedules that charge it.
///
/// # Errors
/// [`AskError`]; nothing was made then.
pub async fn ask_payer(app: &App, authority: Authority<'_>, id: AlertId) -> Result<MethodRequest, AskError> {
    authority.require(Permission::ManagePayers)?;
    authority.require(Permission::ResolveAlerts)?;
    let asked = {
        let reader = app.store.read()?;
        let alert = alerts::alert(&reader, id)?.filter(|alert| sees(authority, alert.cause));
        askable(&reader, &alert.ok_or(AskError::NotFound)?)?.ok_or(AskError::NotFound)?
    };
    let because = Because { alert: id, replaces: asked.replaces };
    let asked = AskPayer {
        key: app.ids.operation_key(),
        payer: asked.payer,
        merchant_account: asked.merchant_account,
        recipients: asked.emails,
        message: String::new(),
    };
    links::create_for(app, authority, asked, Some(because)).await
}
