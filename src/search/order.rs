//! Where a row stands in the order asked for: the value it is ordered by, within one segment of the index and across them.
//!
//! Within a segment, texts are compared by their number in the segment's own list of texts; across segments by the
//! texts themselves.

use std::cmp::Ordering;

use tantivy::{
    DocId, SegmentReader, TantivyError,
    columnar::{StrColumn, TermOrdHit},
    fastfield::Column as Values,
};

use crate::domain::{column::Column, transaction::Status};

use super::{
    facts::Facts,
    page::{Cursor, Key, SortDirection},
    schema::{self, column},
};

/// A row's place among those of its segment, smaller first.
pub(super) type Rank = (i64, u64);

/// The place of a value and an id: reversed bits reverse the order.
pub(super) const fn rank(direction: SortDirection, value: i64, id: u64) -> Rank {
    match direction {
        SortDirection::Ascending => (value, id),
        SortDirection::Descending => (!value, !id),
    }
}

/// The order of rows of different segments.
pub(super) fn compare(direction: SortDirection, a: &(Key, u64), b: &(Key, u64)) -> Ordering {
    match (direction, &a.0, &b.0) {
        (SortDirection::Descending, Key::Nothing, Key::Nothing) => b.1.cmp(&a.1),
        // Nothing is the largest key, so it is last in ascending order by itself.
        (SortDirection::Ascending, ..) | (_, Key::Nothing, _) | (_, _, Key::Nothing) => a.cmp(b),
        (SortDirection::Descending, ..) => b.cmp(a),
    }
}

/// What is known of a payment while it is counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    pub(super) doc: DocId,
    pub(super) facts: Facts,
    pub(super) amount: i64,
    pub(super) refunded: i64,
}

impl Counted {
    /// What remains of it: nothing of a payment that was not approved.
    fn net(&self) -> i64 {
        let approved = if self.facts.status().is_some_and(Status::is_approved) { self.amount } else { 0 };
        approved.saturating_sub(self.refunded)
    }
}

/// The values that order the rows of a segment.
pub(super) enum Order {
    Signed(Values<i64>),
    Unsigned(Values<u64>),
    Counted(fn(&Counted) -> i64),
    Text { texts: Option<StrColumn>, nothing: i64 },
}

impl Order {
    pub(super) fn of(segment: &SegmentReader, by: Column, direction: SortDirection) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        Ok(match by {
            Column::Date => Self::Signed(columns.i64(column::AT)?),
            Column::Number => Self::Unsigned(columns.u64(column::ID)?),
            Column::Account => Self::Unsigned(columns.u64(column::ACCOUNT)?),
            Column::EnteredBy => Self::Unsigned(columns.u64(column::ACTOR)?),
            Column::Amount => Self::Counted(|row| row.amount),
            Column::Refunded => Self::Counted(|row| row.refunded),
            Column::Net => Self::Counted(Counted::net),
            Column::Status => Self::Counted(|row| small(row.facts.status_place())),
            Column::Source => Self::Counted(|row| small(row.facts.source_place())),
            Column::Currency => Self::Counted(|row| i64::try_from(row.facts.currency_code()).unwrap_or(i64::MAX)),
            Column::Payer
            | Column::Client
            | Column::Matter
            | Column::Invoice
            | Column::Reference
            | Column::Method
            | Column::LastFour
            | Column::Holder
            | Column::Approval
            | Column::GatewayId
            | Column::Email
            | Column::Note => {
                let texts = schema::text_order(by).map(|name| columns.str(name)).transpose()?.flatten();
                // Last from either end.
                let nothing = if direction == SortDirection::Ascending { i64::MAX } else { i64::MIN };
                Self::Text { texts, nothing }
            }
        })
    }

    /// The value that a row is ordered by.
    pub(super) fn value(&self, row: &Counted) -> i64 {
        match self {
            Self::Signed(values) => values.first(row.doc).unwrap_or_default(),
            Self::Unsigned(values) => values.first(row.doc).map_or(0, |value| value.try_into().unwrap_or(i64::MAX)),
            Self::Counted(value) => value(row),
            Self::Text { texts, nothing } => {
                let ord = texts.as_ref().and_then(|texts| texts.ords().first(row.doc));
                ord.and_then(|ord| i64::try_from(ord).ok()).unwrap_or(*nothing)
            }
        }
    }

    /// The rank in this segment after which a page begins. A text that the segment does not have lies between two that
    /// it has: just past all rows that come before it in the order asked for.
    pub(super) fn rank_of(&self, cursor: &Cursor, direction: SortDirection) -> tantivy::Result<Rank> {
        let (texts, nothing) = match self {
            Self::Text { texts, nothing } => (texts, *nothing),
            Self::Signed(_) | Self::Unsigned(_) | Self::Counted(_) => (&None, 0),
        };
        let next = match (&cursor.key, texts) {
            (Key::Number(value), _) => return Ok(rank(direction, *value, cursor.id)),
            (Key::Nothing, _) => return Ok(rank(direction, nothing, cursor.id)),
            (Key::Text(_), None) => 0,
            (Key::Text(text), Some(texts)) => match texts.dictionary().term_ord_or_next(text)? {
                TermOrdHit::Exact(ord) => return Ok(rank(direction, number(ord)?, cursor.id)),
                TermOrdHit::Next(ord) => number(ord.min(texts.num_terms() as u64))?,
            },
        };
        Ok(match direction {
            SortDirection::Ascending => (next - 1, u64::MAX),
            SortDirection::Descending => (!next, u64::MAX),
        })
    }

    /// The value as it is compared across segments.
    pub(super) fn key(&self, value: i64) -> tantivy::Result<Key> {
        let Self::Text { texts, .. } = self else { return Ok(Key::Number(value)) };
        let mut text = String::new();
        match (texts, u64::try_from(value)) {
            (Some(texts), Ok(ord)) if ord < texts.num_terms() as u64 => {
                texts.ord_to_str(ord, &mut text)?;
                Ok(Key::Text(text))
            }
            _ => Ok(Key::Nothing),
        }
    }
}

fn small(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}

fn number(ord: u64) -> tantivy::Result<i64> {
    i64::try_from(ord).map_err(|_| TantivyError::InternalError("a column has too many values".to_owned()))
}
