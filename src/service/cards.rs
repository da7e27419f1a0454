//! The sandbox's card fields: what a real processor does in its own frame, done for the built-in one.

use std::time::Duration;

use tokio::time::timeout;

use crate::{
    app::App,
    domain::{
        card::{Funding, Instrument},
        ids::OperationKey,
        merchant_account::MerchantAccount,
    },
    gateway::{
        Gateway as _,
        sandbox::{
            BankEntry, BankRefused, Decision,
            cards::{Behavior, CardEntry, CardRefused, TEST_CARDS},
        },
    },
};

use super::payments::limited;

/// The fields of a card as typed. Never kept, never logged.
pub type TypedCard<'a> = CardEntry<'a>;

/// What is wrong with a card as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardProblem {
    /// A good number, but no test card: perhaps a real one.
    NotATestCard,
    /// Not a card number.
    Number,
    /// Not a date.
    Expiry,
    /// A date of the past.
    ExpiryPast,
    /// Not a code of this kind of card.
    SecurityCode,
    /// Not a name.
    Holder,
    /// Not a postal code.
    PostalCode,
    /// The form was used already.
    AlreadyUsed,
    /// The sandbox cannot write its books.
    Unavailable,
}

impl From<CardRefused> for CardProblem {
    fn from(refused: CardRefused) -> Self {
        match refused {
            CardRefused::NotATestCard => Self::NotATestCard,
            CardRefused::Number => Self::Number,
            CardRefused::Expiry => Self::Expiry,
            CardRefused::ExpiryPast => Self::ExpiryPast,
            CardRefused::SecurityCode => Self::SecurityCode,
            CardRefused::Holder => Self::Holder,
            CardRefused::PostalCode => Self::PostalCode,
            CardRefused::AlreadyUsed => Self::AlreadyUsed,
            CardRefused::Unavailable(_) => Self::Unavailable,
        }
    }
}

/// Hands a card to the sandbox and gives the token of the form with this key.
///
/// # Errors
/// [`CardProblem`]; the sandbox then keeps nothing of the card.
pub fn tokenise(app: &App, key: &OperationKey, card: TypedCard<'_>) -> Result<(String, Instrument), CardProblem> {
    let tokenised = app.sandbox.tokenise(key, card)?;
    Ok((tokenised.token, tokenised.instrument))
}

/// What was entered into the fields of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    /// The card or bank account.
    pub instrument: Instrument,
    /// The name on it.
    pub holder: String,
    /// The processor's fingerprint of its number, equal for the same card.
    pub fingerprint: String,
}

/// How long a form waits for what the processor says of its card; the payment itself comes after that.
const LOOK_LIMIT: Duration = Duration::from_secs(8);

/// The card or bank account behind the token of a form, once its fields were sent.
pub async fn entered(app: &App, account: &MerchantAccount, token: &str) -> Option<Entered> {
    let known = timeout(LOOK_LIMIT, app.gateway(account).describe(token)).await;
    let method = known.ok()?.ok().flatten()?;
    Some(Entered { instrument: method.instrument, holder: method.holder, fingerprint: method.fingerprint })
}

/// The card or bank account that was entered into the sandbox's fields of the form with this key.
pub async fn entered_in_sandbox(app: &App, key: &OperationKey) -> Option<Instrument> {
    limited(app.sandbox.describe(&token(app, key))).await.ok().flatten().map(|method| method.instrument)
}

/// The token that the sandbox's fields of the form with this key fill in.
#[must_use]
pub fn token(app: &App, key: &OperationKey) -> String {
    app.sandbox.client_configuration(key).method_token
}

/// Some test cards with what they do, for the page to offer: number and locale key.
#[must_use]
pub fn offered() -> Vec<(&'static str, &'static str)> {
    let does = |behavior: Behavior| TEST_CARDS.iter().find(|card| card.behavior == behavior).map(|card| card.number);
    let funded = |funding: Funding| TEST_CARDS.iter().find(|card| card.funding == funding).map(|card| card.number);
    [
        (Some("4242424242424242"), "card-test-approve"),
        (funded(Funding::Prepaid), "card-test-prepaid"),
        (funded(Funding::Unknown), "card-test-unknown-funding"),
        (does(Behavior::Decline(crate::domain::transaction::DeclineReason::InsufficientFunds)), "card-test-decline"),
        (does(Behavior::RequireAction), "card-test-action"),
        (does(Behavior::LoseAnswer), "card-test-lose-answer"),
        (does(Behavior::LoseCall), "card-test-lose-call"),
    ]
    .into_iter()
    .filter_map(|(number, key)| number.map(|number| (number, key)))
    .collect()
}

/// The fields of a bank account as typed. Never kept, never logged.
pub type TypedAccount<'a> = BankEntry<'a>;

/// What is wrong with a bank account as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountProblem {
    /// A good number, but no test account: perhaps a real one.
    NotATestAccount,
    /// Not a routing number.
    Routing,
    /// Not an account number.
    Account,
    /// Another number the second time.
    Differ,
    /// No type of account.
    AccountType,
    /// No type of holder.
    HolderType,
    /// Not a name.
    Holder,
    /// The form was used already.
    AlreadyUsed,
    /// The sandbox cannot write its books.
    Unavailable,
}

impl From<BankRefused> for AccountProblem {
    fn from(refused: BankRefused) -> Self {
        match refused {
            BankRefused::NotATestAccount => Self::NotATestAccount,
            BankRefused::Routing => Self::Routing,
            BankRefused::Account => Self::Account,
            BankRefused::Differ => Self::Differ,
            BankRefused::AccountType => Self::AccountType,
            BankRefused::HolderType => Self::HolderType,
            BankRefused::Holder => Self::Holder,
            BankRefused::AlreadyUsed => Self::AlreadyUsed,
            BankRefused::Unavailable(_) => Self::Unavailable,
        }
    }
}

/// [`tokenise`] for a bank account.
///
/// # Errors
/// [`AccountProblem`]; the sandbox then keeps nothing of the account.
pub fn tokenise_account(app: &App, key: &OperationKey, account: TypedAccount<'_>) -> Result<String, AccountProblem> {
    Ok(app.sandbox.tokenise_account(key, account)?.token)
}

/// Some test accounts with what they do, for the page to offer: number and locale key.
#[must_use]
pub const fn offered_accounts() -> [(&'static str, &'static str); 7] {
    [
        ("000123456789", "bank-test-settles"),
        ("000222222227", "bank-test-unpaid"),
        ("000111111113", "bank-test-closed"),
        ("1000000010", "bank-test-late"),
        ("1000000009", "bank-test-once"),
        ("1000000101", "bank-test-change"),
        ("1000000666", "bank-test-lose-answer"),
    ]
}

/// Plays the payer at the sandbox's challenge page.
///
/// # Errors
/// When no charge waits for this.
pub fn decide_challenge(app: &App, key: &OperationKey, passes: Challenge) -> Result<(), String> {
    let decision = match passes {
        Challenge::Pass => Decision::PassChallenge,
        Challenge::Fail => Decision::FailChallenge,
    };
    app.sandbox.decide(key, decision).map_err(|error| error.to_string())
}

/// How a payer answers a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Challenge {
    /// It is me.
    Pass,
    /// It is not me.
    Fail,
}
