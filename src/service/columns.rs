//! The columns of a list of payments: what each holds of a row, as a value with a type, and which end comes first.
//!
//! Lists draw the values, exports write them; nothing here knows markup, a file format or a language. A column's heading
//! is `t.label(column)`.

use std::collections::BTreeMap;

use crate::{
    app::App,
    domain::{
        column::Column,
        ids::{MerchantAccountId, UserId},
        journal::Actor,
        merchant_account::MerchantAccount,
        money::Money,
        time::Timestamp,
        transaction::{Source, Status},
    },
    i18n::T,
    search::page::SortDirection,
    store::{StoreError, firm, users},
};

use super::search::Row;

/// What a column holds of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// There is nothing.
    Nothing,
    /// Words of people or of the house: names, codes, notes.
    Text(String),
    /// A whole number that counts or names, such as a payment's.
    Number(u64),
    /// An amount in its currency.
    Money(Money),
    /// A moment; shown in the firm's time zone.
    Moment(Timestamp),
    /// Where a payment stands; people read its label.
    Status(Status),
    /// Where a payment came from; people read its label.
    Source(Source),
}

/// How values of a column are typed, whatever the row: what a spreadsheet formats the column by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// [`Value::Text`], or a label.
    Text,
    /// [`Value::Number`].
    Number,
    /// [`Value::Money`].
    Money,
    /// [`Value::Moment`].
    Moment,
}

/// The names that rows point to by number, read once for a whole list.
#[derive(Clone, Debug, Default)]
pub struct Names {
    accounts: BTreeMap<MerchantAccountId, MerchantAccount>,
    people: BTreeMap<UserId, String>,
}

impl Names {
    /// The accounts and the staff of the firm.
    pub fn read(app: &App) -> Result<Self, StoreError> {
        let reader = app.store.read()?;
        let accounts = firm::merchant_accounts(&reader)?.into_iter().map(|account| (account.id, account)).collect();
        let people = users::users(&reader)?.into_iter().map(|user| (user.id, user.name)).collect();
        Ok(Self { accounts, people })
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

    /// What people call whoever acted.
    #[must_use]
    pub fn actor(&self, t: T, actor: Actor) -> String {
        match actor {
            Actor::User(id) => self.people.get(&id).cloned().unwrap_or_default(),
            Actor::Client => t.text("actor-client"),
            Actor::System => t.text("actor-system"),
        }
    }
}

/// How the values of a column are typed.
#[must_use]
pub const fn kind(column: Column) -> Kind {
    match column {
        Column::Number => Kind::Number,
        Column::Date => Kind::Moment,
        Column::Amount | Column::Tax | Column::Surcharge | Column::Refunded | Column::Net => Kind::Money,
        Column::Payer
        | Column::Client
        | Column::Matter
        | Column::Invoice
        | Column::Reference
        | Column::Method
        | Column::LastFour
        | Column::Holder
        | Column::Account
        | Column::Source
        | Column::Status
        | Column::Currency
        | Column::EnteredBy
        | Column::Approval
        | Column::GatewayId
        | Column::Email
        | Column::Note => Kind::Text,
    }
}

/// Which end of a column people ask for first: the latest and the largest, but A before Z.
#[must_use]
pub const fn usual_direction(column: Column) -> SortDirection {
    match kind(column) {
        Kind::Number | Kind::Money | Kind::Moment => SortDirection::Descending,
        Kind::Text => SortDirection::Ascending,
    }
}

/// What a column holds of a row.
#[must_use]
pub fn value(t: T, column: Column, row: &Row, names: &Names) -> Value {
    let payment = &row.transaction;
    let text = |text: Option<&str>| {
        text.filter(|text| !text.is_empty()).map_or(Value::Nothing, |text| Value::Text(text.to_owned()))
    };
    match column {
        Column::Number => Value::Number(payment.id.get()),
        Column::Date => Value::Moment(payment.created_at),
        Column::Payer => text(Some(&payment.payer_name)),
        Column::Client => text(payment.client_number.as_deref()),
        Column::Matter => text(payment.matter.as_deref()),
        Column::Invoice => text(payment.invoice_number.as_deref()),
        Column::Reference => text(payment.reference.as_deref()),
        Column::Method => text(method(t, row).as_deref()),
        Column::LastFour => text(payment.instrument.as_ref().map(|instrument| instrument.last_four().as_str())),
        Column::Holder => text(payment.holder.as_deref()),
        Column::Account => text(names.account(payment.merchant_account).map(|account| account.name.as_str())),
        Column::Source => Value::Source(payment.source),
        Column::Status => Value::Status(payment.status),
        Column::Amount => Value::Money(payment.amount),
        Column::Tax => part(payment.parts.map(|parts| parts.tax)),
        Column::Surcharge => part(payment.parts.map(|parts| parts.surcharge)),
        Column::Refunded => Value::Money(row.refunded),
        Column::Net => Value::Money(row.net()),
        Column::Currency => text(Some(payment.amount.currency().code())),
        Column::EnteredBy => text(Some(&names.actor(t, payment.actor))),
        Column::Approval => text(payment.approval.as_ref().map(|approval| approval.code.as_str())),
        Column::GatewayId => text(payment.gateway_id.as_deref()),
        Column::Email => text(Some(&payment.receipt_emails.join(", "))),
        Column::Note => text(payment.note.as_deref()),
    }
}

/// A part of a payment, where it has one.
fn part(money: Option<Money>) -> Value {
    money.filter(Money::is_positive).map_or(Value::Nothing, Value::Money)
}

/// The network, or that it was a bank account.
fn method(t: T, row: &Row) -> Option<String> {
    let instrument = row.transaction.instrument.as_ref()?;
    Some(instrument.brand().map_or_else(|| t.text("form-bank-account"), |brand| brand.name().to_owned()))
}
