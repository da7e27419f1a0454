//! An answer as a table: headings, and cells with a type, in the language of whoever reads it. Screens and files are
//! both drawn from this.

use std::collections::BTreeMap;

use crate::{
    domain::{
        card::{Instrument, PaymentMethod},
        ids::{MerchantAccountId, TransactionId, UserId},
        journal::Actor,
        money::Money,
        payer::Payer,
        refund::Refund,
        report::{Definition, Grouping, Subject, column::Column, run::Sums},
        time::{Day, Timestamp},
        transaction::Transaction,
    },
    i18n::{T, calendar},
    store::{StoreError, payers, users},
};

use super::{
    asking::{Answer, Item, expiry_day},
    tally::{Group, GroupKey},
};

/// What stands in one place of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words.
    Text(String),
    /// The number of a payment.
    Payment(TransactionId),
    /// How many.
    Count(u64),
    /// An amount.
    Money(Money),
    /// A moment.
    Moment(Timestamp),
    /// A day.
    Day(Day),
}

/// What the cells of a column are, so that they can be lined up and typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// Numbers of payments.
    Payment,
    /// How many.
    Count,
    /// Amounts.
    Money,
    /// Moments.
    Moment,
    /// Days.
    Day,
}

/// A column's heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its words.
    pub words: String,
    /// What stands below it.
    pub kind: Kind,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The number of its group.
    pub group: usize,
    /// The payment that it is about.
    pub payment: Option<TransactionId>,
    /// Its cells, one per heading.
    pub cells: Vec<Cell>,
}

/// Puts an answer into words.
pub struct Teller<'a> {
    answer: &'a Answer,
    t: T,
    subject: Subject,
    grouping: Grouping,
    columns: Vec<Column>,
    names: BTreeMap<UserId, String>,
}

impl<'a> Teller<'a> {
    /// Tells `answer`, which answers this definition, in the language of `t`.
    pub fn new(answer: &'a Answer, definition: &Definition, t: T) -> Result<Self, StoreError> {
        let subject = definition.subject;
        let columns = definition.columns.iter().copied().filter(|column| column.is_of(subject)).collect();
        let names = users::users(&answer.reader)?.into_iter().map(|user| (user.id, user.name)).collect();
        Ok(Self { answer, t, subject, grouping: definition.grouping, columns, names })
    }

    /// The headings of the rows.
    #[must_use]
    pub fn headings(&self) -> Vec<Heading> {
        let heading = |column: &Column| Heading {
            words: self.t.text(&self.key_of(*column)),
            kind: kind_of(self.subject, *column),
        };
        self.columns.iter().map(heading).collect()
    }

    fn key_of(&self, column: Column) -> String {
        match (self.subject, column) {
            (Subject::SavedMethods, Column::Date) => "report-column-expires".to_owned(),
            (Subject::Refunds, Column::Amount) => "report-column-given-back".to_owned(),
            _ => format!("report-column-{}", column.code()),
        }
    }

    /// Up to `limit` rows from the row number `from` on.
    pub fn rows(&self, from: usize, limit: usize) -> impl Iterator<Item = Result<Row, StoreError>> + '_ {
        self.answer.rows(from, limit).map(|found| {
            let (group, item) = found?;
            self.row(group, &item)
        })
    }

    fn row(&self, group: usize, item: &Item) -> Result<Row, StoreError> {
        let (payment, payer) = match item {
            Item::Payment(payment, _) | Item::Refund(_, payment) | Item::Voided(payment) => (Some(payment.id), None),
            Item::Method(method) => (None, payers::payer(&self.answer.reader, method.payer)?),
        };
        let cell = |column: &Column| match item {
            Item::Payment(payment, refunded) => self.of_payment(*column, payment, *refunded),
            Item::Refund(refund, payment) => self.of_refund(*column, refund, payment),
            Item::Voided(payment) => self.of_voided(*column, payment),
            Item::Method(method) => self.of_method(*column, method, payer.as_ref()),
        };
        Ok(Row { group, payment, cells: self.columns.iter().map(cell).collect() })
    }

    fn of_payment(&self, column: Column, payment: &Transaction, refunded: Money) -> Cell {
        let approved = if payment.status.is_approved() { payment.amount } else { Money::zero(refunded.currency()) };
        match column {
            Column::Number => Cell::Payment(payment.id),
            Column::Date => Cell::Moment(payment.created_at),
            Column::Changed => Cell::Moment(payment.changed_at),
            Column::Payer => text(&payment.payer_name),
            Column::Client => optional(payment.client_number.as_deref()),
            Column::Email => text(&payment.receipt_emails.join(", ")),
            Column::Method => self.method(payment.instrument.as_ref()),
            Column::Holder => optional(payment.holder.as_deref()),
            Column::Account => text(&self.account(payment.merchant_account)),
            Column::AccountKind => Cell::Text(self.t.label(payment.account_kind)),
            Column::Source => Cell::Text(self.t.label(payment.source)),
            Column::Status => Cell::Text(self.t.label(payment.status)),
            Column::Reason => {
                payment.decline.as_ref().map_or(Cell::Empty, |decline| Cell::Text(self.t.label(decline.reason)))
            }
            Column::Amount => Cell::Money(payment.amount),
            Column::Tax => part(payment.parts.map(|parts| parts.tax)),
            Column::Surcharge => part(payment.parts.map(|parts| parts.surcharge)),
            Column::Refunded => Cell::Money(refunded),
            Column::Net => {
                let net = approved.minor().saturating_sub(refunded.minor());
                Cell::Money(Money::new(net, refunded.currency()))
            }
            Column::Currency => text(payment.amount.currency().code()),
            Column::Invoice => optional(payment.invoice_number.as_deref()),
            Column::Matter => optional(payment.matter.as_deref()),
            Column::Reference => optional(payment.reference.as_deref()),
            Column::Note => optional(payment.note.as_deref()),
            Column::EnteredBy => text(&self.actor(payment.actor)),
            Column::Approval => optional(payment.approval.as_ref().map(|approval| approval.code.as_str())),
            Column::GatewayId => optional(payment.gateway_id.as_deref()),
        }
    }

    fn of_refund(&self, column: Column, refund: &Refund, payment: &Transaction) -> Cell {
        match column {
            Column::Date => Cell::Moment(refund.created_at),
            Column::Changed => Cell::Moment(refund.changed_at),
            Column::Status => Cell::Text(self.t.label(refund.status)),
            Column::Reason => text(&refund.reason),
            Column::Amount => Cell::Money(refund.amount),
            Column::Tax => part(refund.parts.map(|parts| parts.tax)),
            Column::Surcharge => part(refund.parts.map(|parts| parts.surcharge)),
            Column::EnteredBy => text(&self.actor(refund.actor)),
            Column::GatewayId => optional(refund.gateway_id.as_deref()),
            other => self.of_payment(other, payment, Money::zero(refund.amount.currency())),
        }
    }

    fn of_voided(&self, column: Column, payment: &Transaction) -> Cell {
        match column {
            Column::Date => Cell::Moment(payment.changed_at),
            Column::EnteredBy => text(&self.actor(Actor::System)),
            other => self.of_payment(other, payment, Money::zero(payment.amount.currency())),
        }
    }

    fn of_method(&self, column: Column, method: &PaymentMethod, payer: Option<&Payer>) -> Cell {
        match column {
            Column::Date => expiry_day(method).map_or(Cell::Empty, Cell::Day),
            Column::Payer => optional(payer.map(|payer| payer.name.as_str())),
            Column::Client => optional(payer.and_then(|payer| payer.client_number.as_deref())),
            Column::Email => optional(payer.map(|payer| payer.emails.join(", ")).as_deref()),
            Column::Method => self.method(Some(&method.instrument)),
            Column::Holder => text(&method.holder),
            Column::Account => text(&self.account(method.merchant_account)),
            Column::AccountKind => {
                let account = self.answer.accounts.iter().find(|account| account.id == method.merchant_account);
                account.map_or(Cell::Empty, |account| Cell::Text(self.t.label(account.kind)))
            }
            _ => Cell::Empty,
        }
    }

    fn method(&self, instrument: Option<&Instrument>) -> Cell {
        let Some(instrument) = instrument else { return Cell::Empty };
        let last = instrument.last_four().as_str();
        let network =
            instrument.brand().map_or_else(|| self.t.text("report-method-bank"), |brand| brand.name().to_owned());
        Cell::Text(format!("{network} {last}"))
    }

    fn account(&self, id: MerchantAccountId) -> String {
        let known = self.answer.accounts.iter().find(|account| account.id == id);
        known.map_or_else(|| id.to_string(), |account| account.name.clone())
    }

    fn actor(&self, actor: Actor) -> String {
        match actor {
            Actor::User(id) => self.names.get(&id).cloned().unwrap_or_else(|| id.to_string()),
            Actor::Client => self.t.text("report-actor-client"),
            Actor::System => self.t.text("report-actor-system"),
        }
    }

    /// The name of a group.
    pub fn group(&self, group: &Group) -> Result<String, StoreError> {
        let unknown = || self.t.text("report-group-none");
        Ok(match &group.key {
            GroupKey::All => self.t.text("report-group-all"),
            GroupKey::Day(day) if self.grouping == Grouping::Month => calendar::month(*day, self.t.locale()),
            GroupKey::Day(day) if self.grouping == Grouping::Week => {
                self.t.with("report-group-week", [("day", calendar::day_medium(*day, self.t.locale()))])
            }
            GroupKey::Day(day) => calendar::day_medium(*day, self.t.locale()),
            GroupKey::Payer(id) => payers::payer(&self.answer.reader, *id)?.map_or_else(unknown, |payer| payer.name),
            GroupKey::Stranger(stranger) => stranger.name.clone(),
            GroupKey::Source(source) => self.t.label(*source),
            GroupKey::Account(id) => self.account(*id),
            GroupKey::Method("") => unknown(),
            GroupKey::Method("bank") => self.t.text("report-method-bank"),
            GroupKey::Method(network) => (*network).to_owned(),
            GroupKey::Status(status) => self.t.label(*status),
            GroupKey::Refund(status) => self.t.label(*status),
            GroupKey::User(actor) => self.actor(*actor),
        })
    }

    /// The headings of a table of totals.
    #[must_use]
    pub fn total_headings(&self) -> Vec<Heading> {
        let heading = |key: &str, kind| Heading { words: self.t.text(key), kind };
        let mut headings = vec![
            heading(&format!("report-grouping-{}", self.grouping.code()), Kind::Text),
            heading("report-count", Kind::Count),
        ];
        if self.subject == Subject::Payments {
            headings.push(heading("payments-approved", Kind::Money));
        }
        if self.subject != Subject::SavedMethods {
            headings.push(heading(
                if self.subject == Subject::Refunds { "report-column-given-back" } else { "payments-refunded" },
                Kind::Money,
            ));
        }
        if self.subject == Subject::Payments {
            headings.push(heading("payments-net", Kind::Money));
        }
        headings
    }

    /// The cells of totals under [`Teller::total_headings`], one row per currency.
    #[must_use]
    pub fn totals(&self, name: &str, count: u64, sums: &[Sums]) -> Vec<Vec<Cell>> {
        let name = || Cell::Text(name.to_owned());
        if self.subject == Subject::SavedMethods || sums.is_empty() {
            let amounts = self.total_headings().len().saturating_sub(2);
            return vec![[name(), Cell::Count(count)].into_iter().chain(vec![Cell::Empty; amounts]).collect()];
        }
        sums.iter()
            .map(|sums| {
                let money = |minor| Cell::Money(Money::new(minor, sums.currency));
                let (approved, refunded, net) = (sums.approved_minor, sums.refunded_minor, sums.net_minor());
                let amounts = match self.subject {
                    Subject::Payments => vec![money(approved), money(refunded), money(net)],
                    Subject::Refunds | Subject::SavedMethods => vec![money(refunded)],
                };
                [name(), Cell::Count(sums.count)].into_iter().chain(amounts).collect()
            })
            .collect()
    }
}

/// What stands in a column.
const fn kind_of(subject: Subject, column: Column) -> Kind {
    match (column, subject) {
        (Column::Amount | Column::Tax | Column::Surcharge | Column::Refunded | Column::Net, _) => Kind::Money,
        (Column::Number, _) => Kind::Payment,
        (Column::Date, Subject::SavedMethods) => Kind::Day,
        (Column::Date | Column::Changed, _) => Kind::Moment,
        _ => Kind::Text,
    }
}

/// A part of an amount, where it has one.
fn part(money: Option<Money>) -> Cell {
    money.filter(Money::is_positive).map_or(Cell::Empty, Cell::Money)
}

fn text(words: &str) -> Cell {
    if words.is_empty() { Cell::Empty } else { Cell::Text(words.to_owned()) }
}

fn optional(words: Option<&str>) -> Cell {
    words.map_or(Cell::Empty, text)
}
