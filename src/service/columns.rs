//! What stands in each column of a payment, and how a spreadsheet shows it: the office's half of the catalogue that
//! [`Column`] begins. Lists, reports and files all read their cells here.
//!
//! Nothing here knows markup or a file format. A column's heading is `t.label(column)`.

use std::collections::BTreeMap;

use crate::{
    app::App,
    domain::{
        card::Instrument,
        column::Column,
        ids::{MerchantAccountId, UserId},
        journal::Actor,
        merchant_account::{AccountKind, MerchantAccount},
        money::Money,
        parts::Parts,
        payment_page::order::Order,
        return_code::ReturnCode,
        transaction::{DeclineReason, Source, Status, Transaction},
    },
    export::{self, Cell, Kind, Total},
    i18n::{T, labels::Labelled},
    store::{StoreError, firm, payment_pages, table::Records, transactions, users},
};

/// A payment with all that its columns tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The payment.
    pub transaction: Transaction,
    /// What was given back or is reserved for it.
    pub refunded: Money,
    /// What it consists of, where that is more than one part.
    pub parts: Option<Parts>,
    /// What of its parts was given back, where it has any.
    pub parts_refunded: Option<Parts>,
    /// What was bought, on a payment page.
    pub order: Option<Order>,
}

impl Row {
    /// A payment with what else the store has of it.
    pub fn read(records: &impl Records, transaction: Transaction) -> Result<Self, StoreError> {
        let parts = payment_pages::parts(records, &transaction)?;
        let (refunded, parts_refunded) = transactions::refunded_in_parts(records, &transaction, parts.as_ref())?;
        let order = payment_pages::order(records, transaction.id)?;
        Ok(Self { transaction, refunded, parts, parts_refunded, order })
    }

    /// Its amount, nothing of one that was not approved.
    #[must_use]
    pub const fn approved(&self) -> Money {
        let amount = self.transaction.amount;
        if self.transaction.status.is_approved() { amount } else { Money::zero(amount.currency()) }
    }

    /// What remains of the payment: nothing of one that was not approved. The nets of all rows add up to the net of the
    /// whole result.
    #[must_use]
    pub const fn net(&self) -> Money {
        let approved = self.approved();
        Money::new(approved.minor().saturating_sub(self.refunded.minor()), approved.currency())
    }

    /// What was bought on a payment page: `Seminar × 2; Lunch × 1`.
    fn bought(&self) -> Option<String> {
        let lines = &self.order.as_ref()?.lines;
        let items = lines.iter().filter(|bought| bought.line.item.is_some());
        let told: Vec<String> = items.map(|bought| format!("{} × {}", bought.name, bought.line.quantity)).collect();
        (!told.is_empty()).then(|| told.join("; "))
    }

    /// The firm's questions with the client's answers.
    fn answers(&self) -> Option<String> {
        let answers = &self.order.as_ref()?.answers;
        let told: Vec<String> = answers.iter().map(|(label, answer)| format!("{label}: {answer}")).collect();
        (!told.is_empty()).then(|| told.join("; "))
    }
}

/// The names of a kind of value, looked up once and not once a row.
#[derive(Clone, Debug)]
struct Labels<K>(Vec<(K, String)>);

impl<K: Copy + PartialEq + Labelled> Labels<K> {
    fn new(t: T, values: &[K]) -> Self {
        Self(values.iter().map(|value| (*value, t.label(*value))).collect())
    }

    fn cell(&self, value: K) -> Cell<'_> {
        Cell::maybe(self.0.iter().find(|(known, _)| *known == value).map(|(_, name)| name.as_str()))
    }
}

/// The names that rows point to, in the reader's language, read once for a whole list.
#[derive(Clone, Debug)]
pub struct Names {
    accounts: BTreeMap<MerchantAccountId, MerchantAccount>,
    people: BTreeMap<UserId, String>,
    statuses: Labels<Status>,
    sources: Labels<Source>,
    kinds: Labels<AccountKind>,
    reasons: Labels<DeclineReason>,
    returns: Labels<ReturnCode>,
    bank_account: String,
    client: String,
    system: String,
}

impl Names {
    /// The accounts and the staff of the firm, and what values are called.
    pub fn read(records: &impl Records, t: T) -> Result<Self, StoreError> {
        let accounts = firm::merchant_accounts(records)?;
        let mut returns = Labels::new(t, ReturnCode::ALL);
        returns.0.iter_mut().for_each(|(code, name)| *name = format!("{} {name}", code.code()));
        Ok(Self {
            accounts: accounts.into_iter().map(|account| (account.id, account)).collect(),
            people: users::users(records)?.into_iter().map(|user| (user.id, user.name)).collect(),
            statuses: Labels::new(t, &Status::ALL),
            sources: Labels::new(t, &Source::ALL),
            kinds: Labels::new(t, &[AccountKind::Operating, AccountKind::Trust]),
            reasons: Labels::new(t, &DeclineReason::ALL),
            returns,
            bank_account: t.text("form-bank-account"),
            client: t.text("actor-client"),
            system: t.text("actor-system"),
        })
    }

    /// [`Names::read`] from a snapshot of its own.
    pub fn now(app: &App, t: T) -> Result<Self, StoreError> {
        Self::read(&app.store.read()?, t)
    }

    /// A deposit account.
    #[must_use]
    pub fn account(&self, id: MerchantAccountId) -> Option<&MerchantAccount> {
        self.accounts.get(&id)
    }

    /// Every deposit account.
    pub fn accounts(&self) -> impl Iterator<Item = &MerchantAccount> {
        self.accounts.values()
    }

    /// The names of all members of staff.
    pub fn people(&self) -> impl Iterator<Item = &str> {
        self.people.values().map(String::as_str)
    }

    /// What people call whoever acted; empty for somebody who is not known.
    #[must_use]
    pub fn actor(&self, actor: Actor) -> &str {
        match actor {
            Actor::User(id) => self.people.get(&id).map_or("", String::as_str),
            Actor::Client => &self.client,
            Actor::System => &self.system,
        }
    }

    /// The network, or that it is a bank account.
    #[must_use]
    pub fn network<'a>(&'a self, instrument: &'a Instrument) -> &'a str {
        instrument.brand().map_or(self.bank_account.as_str(), |brand| brand.name())
    }

    /// The name of an account as a cell.
    #[must_use]
    pub fn account_cell(&self, id: MerchantAccountId) -> Cell<'_> {
        Cell::maybe(self.account(id).map(|account| account.name.as_str()))
    }

    /// Whose money an account holds, as a cell.
    #[must_use]
    pub fn kind_cell(&self, kind: AccountKind) -> Cell<'_> {
        self.kinds.cell(kind)
    }

    /// Why a payment was declined, or came back.
    fn reason(&self, payment: &Transaction) -> Cell<'_> {
        let code = payment.bank_debit.as_ref().and_then(|debit| debit.returned);
        match (&payment.decline, code) {
            (Some(decline), _) => self.reasons.cell(decline.reason),
            (None, Some(code)) => self.returns.cell(code),
            (None, None) => Cell::Empty,
        }
    }
}

/// What a column holds, how wide a spreadsheet makes it and whether it adds it up, and its cell of a payment.
struct Definition(Kind, u16, Total, for<'a> fn(&'a Names, &'a Row) -> Cell<'a>);

const fn definition(column: Column) -> Definition {
    use Total::{None as Plain, Sum};
    match column {
        Column::Number => Definition(Kind::Text, 10, Plain, |_, r| own(r.transaction.id.to_string())),
        Column::Date => Definition(Kind::DateTime, 19, Plain, |_, r| Cell::DateTime(r.transaction.created_at)),
        Column::Payer => Definition(Kind::Text, 28, Plain, |_, r| words(Some(&r.transaction.payer_name))),
        Column::Client => Definition(Kind::Text, 12, Plain, |_, r| words(r.transaction.client_number.as_ref())),
        Column::Invoice => Definition(Kind::Text, 14, Plain, |_, r| words(r.transaction.invoice_number.as_ref())),
        Column::Matter => Definition(Kind::Text, 28, Plain, |_, r| words(r.transaction.matter.as_ref())),
        Column::Reference => Definition(Kind::Text, 16, Plain, |_, r| words(r.transaction.reference.as_ref())),
        Column::Source => Definition(Kind::Text, 18, Plain, |n, r| n.sources.cell(r.transaction.source)),
        Column::Method => Definition(Kind::Text, 16, Plain, |n, r| {
            Cell::maybe(r.transaction.instrument.as_ref().map(|instrument| n.network(instrument)))
        }),
        Column::LastFour => Definition(Kind::Text, 10, Plain, |_, r| last_four(r.transaction.instrument.as_ref())),
        Column::Holder => Definition(Kind::Text, 24, Plain, |_, r| words(r.transaction.holder.as_ref())),
        Column::Account => Definition(Kind::Text, 20, Plain, |n, r| n.account_cell(r.transaction.merchant_account)),
        Column::AccountKind => Definition(Kind::Text, 12, Plain, |n, r| n.kind_cell(r.transaction.account_kind)),
        Column::Status => Definition(Kind::Text, 16, Plain, |n, r| n.statuses.cell(r.transaction.status)),
        Column::Currency => {
            Definition(Kind::Text, 10, Plain, |_, r| own(r.transaction.amount.currency().code().to_owned()))
        }
        Column::Amount => Definition(Kind::Money, 14, Plain, |_, r| Cell::Money(r.transaction.amount)),
        Column::Approved => Definition(Kind::Money, 14, Sum, |_, r| Cell::Money(r.approved())),
        Column::Refunded => Definition(Kind::Money, 14, Sum, |_, r| Cell::Money(r.refunded)),
        Column::Net => Definition(Kind::Money, 14, Sum, |_, r| Cell::Money(r.net())),
        Column::Tax => Definition(Kind::Money, 14, Plain, |_, r| part(r, |parts| parts.tax)),
        Column::TaxNet => Definition(Kind::Money, 14, Sum, |_, r| part_left(r, |parts| parts.tax)),
        Column::Surcharge => Definition(Kind::Money, 14, Plain, |_, r| part(r, |parts| parts.surcharge)),
        Column::SurchargeNet => Definition(Kind::Money, 14, Sum, |_, r| part_left(r, |parts| parts.surcharge)),
        Column::Approval => Definition(Kind::Text, 12, Plain, |_, r| {
            Cell::maybe(r.transaction.approval.as_ref().map(|approval| approval.code.as_str()))
        }),
        Column::GatewayId => Definition(Kind::Text, 24, Plain, |_, r| words(r.transaction.gateway_id.as_ref())),
        Column::Reason => Definition(Kind::Text, 30, Plain, |n, r| n.reason(&r.transaction)),
        Column::EnteredBy => Definition(Kind::Text, 22, Plain, |n, r| text(n.actor(r.transaction.actor))),
        Column::Changed => Definition(Kind::DateTime, 19, Plain, |_, r| Cell::DateTime(r.transaction.changed_at)),
        Column::Email => Definition(Kind::Text, 28, Plain, |_, r| match r.transaction.receipt_emails.as_slice() {
            [] => Cell::Empty,
            [one] => Cell::text(one),
            many => own(many.join(", ")),
        }),
        Column::Note => Definition(Kind::Text, 30, Plain, |_, r| words(r.transaction.note.as_ref())),
        Column::Page => Definition(Kind::Text, 24, Plain, |_, r| words(r.order.as_ref().map(|order| &order.page_name))),
        Column::Bought => Definition(Kind::Text, 30, Plain, |_, r| r.bought().map_or(Cell::Empty, own)),
        Column::Answers => Definition(Kind::Text, 30, Plain, |_, r| r.answers().map_or(Cell::Empty, own)),
    }
}

/// What the cells of a column hold, whatever the row.
#[must_use]
pub const fn kind(column: Column) -> Kind {
    definition(column).0
}

/// A column as a spreadsheet has it.
#[must_use]
pub fn sheet(t: T, column: Column) -> export::Column {
    let Definition(kind, width, total, _) = definition(column);
    export::Column { name: t.label(column), kind, width, total }
}

/// What a column holds of a row.
#[must_use]
pub fn cell<'a>(column: Column, row: &'a Row, names: &'a Names) -> Cell<'a> {
    definition(column).3(names, row)
}

/// Words, or nothing where there are none.
#[must_use]
pub fn text(words: &str) -> Cell<'_> {
    Cell::maybe(Some(words).filter(|words| !words.is_empty()))
}

/// The last four digits, as a cell.
#[must_use]
pub fn last_four(instrument: Option<&Instrument>) -> Cell<'_> {
    Cell::maybe(instrument.map(|instrument| instrument.last_four().as_str()))
}

/// An amount that is one, as a cell: a part that a payment does not have is left empty.
#[must_use]
pub fn some_money(money: Money) -> Cell<'static> {
    if money.minor() == 0 { Cell::Empty } else { Cell::Money(money) }
}

fn words(text: Option<&String>) -> Cell<'_> {
    text.map_or(Cell::Empty, |words| self::text(words))
}

fn own(words: String) -> Cell<'static> {
    Cell::Text(words.into())
}

fn part(row: &Row, of: fn(&Parts) -> Money) -> Cell<'_> {
    row.parts.as_ref().map_or(Cell::Empty, |parts| some_money(of(parts)))
}

/// What remains of a part: nothing of a payment that was not approved.
fn part_left(row: &Row, of: fn(&Parts) -> Money) -> Cell<'_> {
    let parts = row.parts.as_ref().filter(|_| row.transaction.status.is_approved());
    let Some(parts) = parts.map(of).filter(Money::is_positive) else { return Cell::Empty };
    let back = row.parts_refunded.as_ref().map_or(Money::zero(parts.currency()), of);
    parts.minus(back).map_or(Cell::Empty, Cell::Money)
}
