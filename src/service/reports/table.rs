//! An answer as a table: headings, and cells with a type, in the language of whoever reads it. Screens and files are
//! both drawn from this. What stands in the columns of a payment is `service::columns`' to say; here is what differs for
//! refunds and saved cards.

use crate::{
    domain::{
        card::PaymentMethod,
        column::Column,
        ids::MerchantAccountId,
        journal::Actor,
        payer::Payer,
        refund::Refund,
        report::{Definition, Grouping, Subject, run::Sums},
    },
    export::{self, Cell, Kind},
    i18n::{T, calendar},
    service::columns::{self, Names, Row},
    store::{StoreError, payers, table::Reader},
};

use super::{
    asking::{Answer, Item, expiry_day},
    tally::{Group, GroupKey},
};

/// Puts an answer into words.
pub struct Teller {
    /// The answer.
    pub answer: Answer,
    t: T,
    definition: Definition,
    names: Names,
}

impl Teller {
    /// Tells `answer`, which answers this definition from the view of `reader`, in the language of `t`.
    pub fn new(answer: Answer, reader: &Reader, definition: &Definition, t: T) -> Result<Self, StoreError> {
        let mut definition = definition.clone();
        let subject = definition.subject;
        definition.columns.retain(|column| subject.tells(*column));
        Ok(Self { answer, t, definition, names: Names::read(reader, t)? })
    }

    /// The headings of the rows. Of payments is added up what lists of payments add up; of refunds, every amount.
    #[must_use]
    pub fn headings(&self) -> Vec<export::Column> {
        self.definition.columns.iter().map(|column| self.heading(*column)).collect()
    }

    fn heading(&self, column: Column) -> export::Column {
        let sheet = columns::sheet(self.t, column);
        let is_given_back = self.definition.subject == Subject::Refunds && sheet.kind == Kind::Money;
        let sheet = if is_given_back { sheet.summed() } else { sheet };
        match (self.definition.subject, column) {
            (Subject::SavedMethods, Column::Date) => {
                export::Column { name: self.t.text("report-column-expires"), kind: Kind::Day, ..sheet }
            }
            (Subject::Refunds, Column::Amount) => export::Column { name: self.t.text("report-given-back"), ..sheet },
            _ => sheet,
        }
    }

    /// Where the number of a payment stands among the cells of a row.
    #[must_use]
    pub fn number_at(&self) -> Option<usize> {
        self.definition.columns.iter().position(|column| *column == Column::Number)
    }

    /// Adds the cells of a row.
    pub fn cells<'a>(&'a self, item: &'a Item, cells: &mut Vec<Cell<'a>>) {
        cells.extend(self.definition.columns.iter().map(|column| match item {
            Item::Payment(row) => columns::cell(*column, row, &self.names),
            Item::Refund(refund, row) => self.of_refund(*column, refund, row),
            Item::Voided(row) => self.of_voided(*column, row),
            Item::Method(method) => self.of_method(*column, &method.0, method.1.as_ref()),
        }));
    }

    fn of_refund<'a>(&'a self, column: Column, refund: &'a Refund, row: &'a Row) -> Cell<'a> {
        match column {
            Column::Date => Cell::DateTime(refund.created_at),
            Column::Changed => Cell::DateTime(refund.changed_at),
            Column::Status => Cell::Text(self.t.label(refund.status).into()),
            Column::Reason => columns::text(&refund.reason),
            Column::Amount => Cell::Money(refund.amount),
            Column::Tax => refund.parts.map_or(Cell::Empty, |parts| columns::some_money(parts.tax)),
            Column::Surcharge => refund.parts.map_or(Cell::Empty, |parts| columns::some_money(parts.surcharge)),
            Column::EnteredBy => columns::text(self.names.actor(refund.actor)),
            Column::GatewayId => Cell::maybe(refund.gateway_id.as_deref()),
            other => columns::cell(other, row, &self.names),
        }
    }

    fn of_voided<'a>(&'a self, column: Column, row: &'a Row) -> Cell<'a> {
        match column {
            Column::Date => Cell::DateTime(row.transaction.changed_at),
            Column::EnteredBy => columns::text(self.names.actor(Actor::System)),
            other => columns::cell(other, row, &self.names),
        }
    }

    fn of_method<'a>(&'a self, column: Column, method: &'a PaymentMethod, payer: Option<&'a Payer>) -> Cell<'a> {
        let account = method.merchant_account;
        match column {
            Column::Date => expiry_day(method).map_or(Cell::Empty, Cell::Day),
            Column::Payer => Cell::maybe(payer.map(|payer| payer.name.as_str())),
            Column::Client => Cell::maybe(payer.and_then(|payer| payer.client_number.as_deref())),
            Column::Email => payer.map_or(Cell::Empty, |payer| Cell::Text(payer.emails.join(", ").into())),
            Column::Method => columns::text(self.names.network(&method.instrument)),
            Column::LastFour => columns::last_four(Some(&method.instrument)),
            Column::Holder => columns::text(&method.holder),
            Column::Account => self.names.account_cell(account),
            Column::AccountKind => {
                self.names.account(account).map_or(Cell::Empty, |account| self.names.kind_cell(account.kind))
            }
            _ => Cell::Empty,
        }
    }

    fn account(&self, id: MerchantAccountId) -> String {
        self.names.account(id).map_or_else(|| id.to_string(), |account| account.name.clone())
    }

    /// The name of a group.
    pub fn group(&self, reader: &Reader, group: &Group) -> Result<String, StoreError> {
        let unknown = || self.t.text("report-group-none");
        Ok(match &group.key {
            GroupKey::All => self.t.text("report-group-all"),
            GroupKey::Day(day) if self.definition.grouping == Grouping::Month => calendar::month(*day, self.t.locale()),
            GroupKey::Day(day) if self.definition.grouping == Grouping::Week => {
                self.t.with("report-group-week", [("day", calendar::day_medium(*day, self.t.locale()))])
            }
            GroupKey::Day(day) => calendar::day_medium(*day, self.t.locale()),
            GroupKey::Payer(id) => payers::payer(reader, *id)?.map_or_else(unknown, |payer| payer.name),
            GroupKey::Stranger(stranger) => stranger.name.clone(),
            GroupKey::Source(source) => self.t.label(*source),
            GroupKey::Account(id) => self.account(*id),
            GroupKey::Method("") => unknown(),
            GroupKey::Method("bank") => self.t.text("form-bank-account"),
            GroupKey::Method(network) => (*network).to_owned(),
            GroupKey::Status(status) => self.t.label(*status),
            GroupKey::Refund(status) => self.t.label(*status),
            GroupKey::User(actor) => self.names.actor(*actor).to_owned(),
        })
    }

    /// The headings of a table of totals.
    #[must_use]
    pub fn total_headings(&self) -> Vec<export::Column> {
        let name = self.t.text(&format!("report-grouping-{}", self.definition.grouping.code()));
        let sums = self.definition.sum_keys().iter();
        let sums = sums.map(|key| export::Column::new(self.t.text(key), Kind::Money, 14).summed());
        let count = export::Column::new(self.t.text("report-count"), Kind::Integer, 10).summed();
        [export::Column::new(name, Kind::Text, 22), count].into_iter().chain(sums).collect()
    }

    /// The cells of totals under [`Teller::total_headings`], one row per currency.
    #[must_use]
    pub fn totals(&self, name: &str, count: u64, sums: &[Sums]) -> Vec<Vec<Cell<'static>>> {
        let line = |count: u64, amounts: Vec<Cell<'static>>| {
            let count = Cell::Integer(i64::try_from(count).unwrap_or(i64::MAX));
            [Cell::Text(name.to_owned().into()), count].into_iter().chain(amounts).collect()
        };
        if sums.is_empty() {
            return vec![line(count, vec![Cell::Empty; self.definition.sum_keys().len()])];
        }
        let amounts = |sums: &Sums| sums.told(&self.definition).map(|(_, money)| Cell::Money(money)).collect();
        sums.iter().map(|sums| line(sums.count, amounts(sums))).collect()
    }
}
