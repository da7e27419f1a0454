//! The saved methods of the payers that a login reaches: the verbs of [`crate::service::methods`], and nobody else's methods.

use crate::{
    app::App,
    domain::{
        card::PaymentMethod,
        ids::{MerchantAccountId, OperationKey, PayerId, PaymentMethodId},
        payer::Payer,
        portal::PortalLogin,
    },
    service::{
        Authority,
        methods::{
            Use,
            adding::{self, AddError, AddMethod},
            in_use, links,
            managing::{self, MethodError, MethodFacts},
        },
        payment_pages::admission::Turnstile,
    },
    store::{StoreError, firm, payment_methods, table::Records},
};

use super::{PortalError, reach};

/// A saved method with whose it is.
#[derive(Clone, Debug)]
pub struct Held {
    /// Whose.
    pub payer: Payer,
    /// The method.
    pub method: PaymentMethod,
    /// How many schedules that have not ended charge it.
    pub schedules: usize,
}

impl Held {
    /// Whether it is the one that is offered first.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.payer.default_method == Some(self.method.id)
    }
}

/// The payers that a login reaches, each with their methods.
pub fn list(app: &App, login: &PortalLogin) -> Result<Vec<(Payer, Vec<Held>)>, StoreError> {
    let reader = app.store.read()?;
    let mut found = Vec::new();
    for payer in reach::payers_of(&reader, login)? {
        let mut held = Vec::new();
        for method in payment_methods::payment_methods(&reader, payer.id)? {
            held.push(hold(app, &reader, (&payer, method))?);
        }
        found.push((payer, held));
    }
    Ok(found)
}

fn hold(app: &App, records: &impl Records, (payer, method): (&Payer, PaymentMethod)) -> Result<Held, StoreError> {
    let uses = in_use(records, &method, app.now())?;
    let count = |used: &Use| if let Use::Scheduled(count) = used { *count } else { 0 };
    Ok(Held { payer: payer.clone(), schedules: uses.iter().map(count).sum(), method })
}

/// A payer that the login reaches.
pub fn payer(app: &App, login: &PortalLogin, id: PayerId) -> Result<Option<Payer>, StoreError> {
    Ok(reach::payers_of(&app.store.read()?, login)?.into_iter().find(|payer| payer.id == id))
}

/// A method of one of the payers that the login reaches.
pub fn find(app: &App, login: &PortalLogin, id: PaymentMethodId) -> Result<Option<Held>, StoreError> {
    let reader = app.store.read()?;
    for payer in reach::payers_of(&reader, login)? {
        let methods = payment_methods::payment_methods(&reader, payer.id)?;
        if let Some(method) = methods.into_iter().find(|method| method.id == id) {
            return hold(app, &reader, (&payer, method)).map(Some);
        }
    }
    Ok(None)
}

/// A new method as asked for.
#[derive(Clone, Debug)]
pub struct NewMethod {
    /// The form's key.
    pub key: OperationKey,
    /// Whose it is to be.
    pub payer: PayerId,
    /// The method whose place it takes: schedules that charge that one charge this one.
    pub replaces: Option<PaymentMethodId>,
}

/// The account under whose processor a new method is saved: that of the one whose place it takes, or the usual one.
pub fn account(app: &App, replaces: Option<&Held>) -> Result<Option<MerchantAccountId>, StoreError> {
    match replaces {
        Some(held) => Ok(Some(held.method.merchant_account)),
        None => Ok(links::usual_account(&firm::merchant_accounts(&app.store.read()?)?).map(|account| account.id)),
    }
}

/// Saves the method that was typed into the processor's fields of the form with this key, at a browser with this network
/// address.
///
/// # Errors
/// [`AddError::NotFound`] when the login does not reach the payer, or the method is not theirs.
pub async fn add(
    app: &App,
    at: (&Turnstile, &str),
    login: &PortalLogin,
    asked: NewMethod,
) -> Result<PaymentMethod, AddError> {
    let payer = payer(app, login, asked.payer)?.ok_or(AddError::NotFound)?;
    let before = asked.replaces.map(|id| find(app, login, id)).transpose()?.flatten();
    let before = before.filter(|held| held.payer.id == payer.id);
    if asked.replaces.is_some() && before.is_none() {
        return Err(AddError::NotFound);
    }
    let merchant_account = account(app, before.as_ref())?.ok_or(AddError::NoAccount)?;
    let replaces = before.map(|held| held.method.id);
    let add = AddMethod { key: asked.key, payer: payer.id, merchant_account, link: None, replaces };
    adding::add_own(app, at, add).await
}

impl From<MethodError> for PortalError {
    fn from(error: MethodError) -> Self {
        match error {
            MethodError::NotAllowed(not_allowed) => Self::NotAllowed(not_allowed),
            MethodError::NotFound | MethodError::NoExpiry => Self::NotFound,
            MethodError::TooLong => Self::TooLong,
            MethodError::Scheduled(count) => Self::Scheduled(count),
            MethodError::Unavailable => Self::Unavailable,
            MethodError::Store(error) => Self::Store(error),
        }
    }
}

fn required(app: &App, login: &PortalLogin, id: PaymentMethodId) -> Result<Held, PortalError> {
    find(app, login, id)?.ok_or(PortalError::NotFound)
}

/// Gives a method another name.
///
/// # Errors
/// [`PortalError`]; nothing was changed then.
pub async fn rename(app: &App, login: &PortalLogin, id: PaymentMethodId, name: String) -> Result<(), PortalError> {
    let held = required(app, login, id)?;
    let facts = MethodFacts { nickname: name, expiry: None, billing_address: None };
    Ok(managing::change(app, Authority::Client, (held.payer.id, id), facts).await?)
}

/// Offers a method first from now on.
///
/// # Errors
/// [`PortalError`]; nothing was changed then.
pub async fn choose_default(app: &App, login: &PortalLogin, id: PaymentMethodId) -> Result<(), PortalError> {
    let held = required(app, login, id)?;
    Ok(managing::choose_default(app, Authority::Client, (held.payer.id, id)).await?)
}

/// Removes a method that no schedule charges.
///
/// # Errors
/// [`PortalError::Scheduled`] when one does; nothing was changed then.
pub async fn remove(app: &App, login: &PortalLogin, id: PaymentMethodId) -> Result<(), PortalError> {
    let held = required(app, login, id)?;
    Ok(managing::remove_idle(app, Authority::Client, (held.payer.id, id)).await?)
}
