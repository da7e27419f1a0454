//! eChecks end to end: authorized, submitted, settled, come back, presented again.

mod authorizing;
mod coming_back;
mod presenting_again;
mod settling;

use clientpay::{
    domain::{
        bank_account::HolderType,
        debit_authorization::{Given, PhoneProof, Scope},
        ids::OperationKey,
        locale::Locale,
        money::{Currency, Money},
        nacha::Channel,
        transaction::Transaction,
    },
    gateway::sandbox::BankEntry,
    i18n::dates,
    service::{
        bank_debits::{Allowed, Consent, Words, words},
        payments::{TakeError, TakePayment},
        resolution,
    },
    store::firm,
};

use crate::support::{DAY_MS, TestFirm};

/// Accounts of the sandbox's table.
pub const SETTLES: &str = "000123456789";
pub const CLOSED: &str = "000111111113";
pub const NO_FUNDS: &str = "000222222227";
const NO_FUNDS_LATER: &str = "1000000005";
const UNAUTHORIZED: &str = "1000000010";
const UNCOLLECTED_ONCE: &str = "1000000009";
const CHANGED: &str = "1000000101";
pub const LOST_ANSWER: &str = "1000000666";
pub const LOST_CALL: &str = "1000000667";

/// A form whose bank fields were filled in.
fn form(firm: &TestFirm, minor: i64, account: &str) -> TakePayment {
    form_of(firm, minor, (account, HolderType::Personal))
}

fn form_of(firm: &TestFirm, minor: i64, (account, holder): (&str, HolderType)) -> TakePayment {
    let asked = firm.command(minor);
    enter_account_of(firm, &asked.key, (account, holder));
    asked
}

/// A person's account is typed into the bank fields of the form with this key.
pub fn enter_account(firm: &TestFirm, key: &OperationKey, account: &str) {
    enter_account_of(firm, key, (account, HolderType::Personal));
}

fn enter_account_of(firm: &TestFirm, key: &OperationKey, (account, holder): (&str, HolderType)) {
    let entry = BankEntry {
        routing: "110000000",
        account,
        account_again: account,
        account_type: "checking",
        holder_type: holder.code(),
        holder: "Ada Vance",
    };
    firm.app.sandbox.tokenise_account(key, entry).unwrap();
}

/// What a client signs online who debits so many cents from the account behind this token.
pub async fn online(firm: &TestFirm, (token, minor): (&str, i64), locale: Locale) -> Consent {
    let amount = Money::new(minor, Currency::USD);
    let asked = TakePayment { method_token: token.to_owned(), amount, locale, ..firm.command(minor) };
    let shown_sha256 = read_out(firm, &asked, Channel::Online).await;
    let given = Given::Online { ip: "192.0.2.7".into(), user_agent: "Firefox".into(), typed_name: "Ada Vance".into() };
    Consent { given, shown_sha256 }
}

/// What the payer is read out for this form.
async fn read_out(firm: &TestFirm, asked: &TakePayment, channel: Channel) -> String {
    let known = clientpay::gateway::Gateway::describe(&*firm.app.sandbox, &asked.method_token).await.unwrap().unwrap();
    let record = firm::firm(&firm.read()).unwrap().unwrap();
    let today = dates::firm_day(firm.app.now(), &record.time_zone);
    let scope = Scope::Once { amount: asked.amount, from: today };
    let facts = Words {
        firm: &record,
        holder: &known.holder,
        instrument: &known.instrument,
        channel,
        scope: &scope,
        today,
        locale: asked.locale,
    };
    words(&facts).unwrap().1
}

/// The form with the payer's agreement by telephone.
async fn agreed(firm: &TestFirm, asked: TakePayment) -> TakePayment {
    let shown_sha256 = read_out(firm, &asked, Channel::Phone).await;
    let given = Given::Phone { staff: firm.cashier.id, proof: PhoneProof::Recording, filed: Some("Call 7".into()) };
    TakePayment { debit: Some(Allowed::Now(Consent { given, shown_sha256 })), ..asked }
}

/// Takes a debit of $100 from this account.
async fn take(firm: &TestFirm, account: &str) -> Result<Transaction, TakeError> {
    let asked = agreed(firm, form(firm, 10_000, account)).await;
    firm.submit(asked).await
}

/// So many days pass, and the news is read.
pub async fn after(firm: &TestFirm, days: i64) {
    firm.clock.advance_ms(days * DAY_MS);
    resolution::follow_news(&firm.app).await.unwrap();
}
