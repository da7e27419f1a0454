//! A page of results: how it is ordered, where it begins, what it says of the whole.
//!
//! Pages follow each other by the last row seen, not by a count of rows, so payments that arrive meanwhile neither
//! repeat a row nor hide one.

use std::{fmt, str::FromStr};

use data_encoding::BASE64URL_NOPAD;

use crate::domain::{column::Column, ids::TransactionId, money::Currency};

use super::schema;

/// Which end comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortDirection {
    /// Oldest, smallest, A.
    Ascending,
    /// Latest, largest, Z.
    #[default]
    Descending,
}

/// An order of results; equal ones by id. Rows that have nothing in the column come last whichever end comes first. The
/// default is latest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub column: Column,
    /// From which end.
    pub direction: SortDirection,
}

/// Which results are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Their order.
    pub sort: Sort,
    /// The end of the page before; one of another order counts as none.
    pub after: Option<Cursor>,
    /// How many at most; held at [`Page::MOST`].
    pub limit: usize,
}

impl Page {
    /// The most rows of one page.
    pub const MOST: usize = 10_000;

    /// The first `limit` results in the default order.
    #[must_use]
    pub fn first(limit: usize) -> Self {
        Self { sort: Sort::default(), after: None, limit }
    }
}

/// The value a row is ordered by. Amounts come in minor units whatever the currency.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Number(i64),
    Text(String),
    /// The row has no text there.
    Nothing,
}

/// A place between two rows, as text fit for a URL: column, value, id. The value of nothing is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub(super) column: Column,
    pub(super) key: Key,
    pub(super) id: u64,
}

/// The text is not a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a place in a list")]
pub struct NotACursor;

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, id) = (self.column.code(), self.id);
        match &self.key {
            Key::Number(value) => write!(f, "{code}.{value}.{id}"),
            Key::Text(text) => write!(f, "{code}.{}.{id}", BASE64URL_NOPAD.encode(text.as_bytes())),
            Key::Nothing => write!(f, "{code}..{id}"),
        }
    }
}

impl FromStr for Cursor {
    type Err = NotACursor;

    fn from_str(text: &str) -> Result<Self, NotACursor> {
        let mut parts = text.splitn(3, '.');
        let (Some(code), Some(value), Some(id)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NotACursor);
        };
        let column = Column::from_code(code).ok_or(NotACursor)?;
        let key = match schema::text_order(column) {
            None => Key::Number(value.parse().map_err(|_| NotACursor)?),
            Some(_) if value.is_empty() => Key::Nothing,
            Some(_) => {
                let raw = BASE64URL_NOPAD.decode(value.as_bytes()).map_err(|_| NotACursor)?;
                Key::Text(String::from_utf8(raw).map_err(|_| NotACursor)?)
            }
        };
        Ok(Self { column, key, id: id.parse().map_err(|_| NotACursor)? })
    }
}

/// What the found payments come to in one currency, in minor units held at the ends of `i64`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CurrencySums {
    /// The currency.
    pub currency: Currency,
    /// How many payments.
    pub count: u64,
    /// How many of them are approved: [`crate::domain::transaction::Status::is_approved`].
    pub approved_count: u64,
    /// What those come to, refunds not taken off.
    pub approved_minor: i64,
    /// What of it the firm has or is about to have: [`crate::domain::transaction::Status::is_collected`].
    pub collected_minor: i64,
    /// What was given back, or is reserved for it, of all found payments.
    pub refunded_minor: i64,
}

/// A page of results, and what all results come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The page's payments, in order.
    pub ids: Vec<TransactionId>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
    /// How many payments were found, on all pages.
    pub count: u64,
    /// How many more there would be if unsuccessful ones were shown.
    pub hidden: u64,
    /// Sums over all pages, by currency code.
    pub sums: Vec<CurrencySums>,
    /// Words that nothing contains, for which similar ones were found instead.
    pub forgiven: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_url_and_a_made_up_one_is_refused() {
        for cursor in [
            Cursor { column: Column::Date, key: Key::Number(-5), id: 7 },
            Cursor { column: Column::Amount, key: Key::Number(i64::MAX), id: u64::MAX },
            Cursor { column: Column::GatewayId, key: Key::Text("nguyễn thị \u{3}42".into()), id: 0 },
            Cursor { column: Column::LastFour, key: Key::Nothing, id: 0 },
        ] {
            let text = cursor.to_string();
            assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte)), "{text}");
            assert_eq!(text.parse(), Ok(cursor));
        }
        for bad in [
            "",
            "date",
            "date.1",
            "x.1.1",
            "date.x.1",
            "date..1",
            "date.1.-1",
            "payer.!.1",
            "date.1.1.1",
            "d.1.1",
            "note.gICA.1",
        ] {
            assert_eq!(bad.parse::<Cursor>(), Err(NotACursor), "{bad}");
        }
    }
}
