//! Paying what one is asked for with a method that is saved: the verb of [`crate::service::payment_requests`], for the
//! requests and methods that the login reaches and no others.

use crate::{
    app::App,
    domain::{
        ids::{OperationKey, PaymentMethodId, PaymentRequestId},
        locale::Locale,
        payment_request::Door,
        portal::PortalLogin,
        transaction::Transaction,
    },
    planted::{self, Bug},
    service::{
        bank_debits::Consent,
        payment_pages::admission::{TurnedAway, Turnstile},
        payment_requests::paying::{self, Means, PayError, Tender},
        payments::{Keep, TakeError, Unpayable},
    },
    store::{StoreError, transactions},
};

use super::looking;

/// A payment with a saved method as asked for.
#[derive(Clone, Debug)]
pub struct PaySaved {
    /// The form's key.
    pub key: OperationKey,
    /// What is paid.
    pub request: PaymentRequestId,
    /// With what.
    pub method: PaymentMethodId,
    /// How much, in minor units: what the button said.
    pub amount: i64,
    /// The language and formats of what was seen, and of the receipt, which goes to the address of the login.
    pub locale: Locale,
    /// What was authorized where the method is a bank account, in the order of [`paying::Opened::debits`].
    pub debits: Vec<Consent>,
}

/// Why nothing was asked for. A decline is none of these: it is a result.
#[derive(Debug, thiserror::Error)]
pub enum PaySavedError {
    /// The login reaches no such request.
    #[error("no such request")]
    NotFound,
    /// Too much was tried lately.
    #[error(transparent)]
    TurnedAway(#[from] TurnedAway),
    /// The payment was not taken.
    #[error(transparent)]
    Pay(#[from] PayError),
}

impl PaySavedError {
    fn refused(why: Unpayable) -> Self {
        Self::Pay(TakeError::Request(why).into())
    }
}

/// Pays, for somebody at a browser with this network address; or gives what came of the form before.
///
/// # Errors
/// [`PaySavedError`] when nothing was charged; only [`TakeError::BeingConfirmed`] leaves open whether something was.
pub async fn pay(
    app: &App,
    (turnstile, peer): (&Turnstile, &str),
    login: &PortalLogin,
    asked: PaySaved,
) -> Result<Vec<Transaction>, PaySavedError> {
    // Unreadable, the store does not say whether an earlier submission was charged.
    let unread = |_: StoreError| PayError::Take(TakeError::BeingConfirmed(asked.key.clone()));
    let reached = looking::payers_of(app, login).map_err(unread)?;
    let known = app.store.read().and_then(|reader| transactions::transaction_by_key(&reader, &asked.key));
    let known = known.map_err(unread)?.is_some();
    let payable = looking::request(app, &reached, asked.request).map_err(unread)?.ok_or(PaySavedError::NotFound)?;
    let opened = payable.opened;
    if known {
        let of_form = |payment: &Transaction| payment.request.as_ref().is_some_and(|part| part.group == asked.key);
        return Ok(opened.payments.into_iter().filter(of_form).collect());
    }
    if opened.door != Door::Open {
        return Err(PaySavedError::refused(Unpayable::Closed));
    }
    let method = payable.methods.iter().find(|method| method.id == asked.method);
    let fingerprint = method.map(|method| method.fingerprint.as_str());
    let fingerprint = fingerprint.or_else(|| planted::is(Bug::AnothersMethodPays).then_some("another's"));
    let fingerprint = fingerprint.ok_or(PaySavedError::refused(Unpayable::Saved))?;
    let admitted = turnstile.admit_signed_in(app, (&opened.request, opened.alertness), (peer, fingerprint))?;
    if planted::is(Bug::TriesUncounted) {
        turnstile.forget(&admitted);
    }
    let tender = Tender {
        key: asked.key,
        request: asked.request,
        amount: asked.amount,
        name: payable.payer.name,
        email: login.email.clone(),
        locale: asked.locale,
        means: Means::Saved(asked.method),
        keep: Keep::No,
        debits: asked.debits,
    };
    Ok(paying::pay(app, turnstile, (admitted, tender)).await?)
}
