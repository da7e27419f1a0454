//! Where a row stands in the order asked for: the value it is ordered by, within one segment of the index and across them.
//!
//! Within a segment, texts are compared by their number in the segment's own list of texts; across segments by the
//! texts themselves.

use std::{cmp::Ordering, sync::Arc};

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
    tally::Tally,
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
    /// By time, of which the place among all of the segment is known.
    Time {
        tally: Arc<Tally>,
        at: Values<i64>,
        id: Values<u64>,
    },
    Unsigned(Values<u64>),
    Counted(fn(&Counted) -> i64),
    Text {
        texts: Option<StrColumn>,
        nothing: i64,
    },
}

impl Order {
    pub(super) fn of(
        segment: &SegmentReader,
        tally: &Arc<Tally>,
        by: Column,
        direction: SortDirection,
    ) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        Ok(match by {
            Column::Date => {
                Self::Time { tally: tally.clone(), at: columns.i64(column::AT)?, id: columns.u64(column::ID)? }
            }
            Column::Number => Self::Unsigned(columns.u64(column::ID)?),
            Column::Account => Self::Unsigned(columns.u64(column::ACCOUNT)?),
            Column::EnteredBy => Self::Unsigned(columns.u64(column::ACTOR)?),
            Column::Tax => Self::Unsigned(columns.u64(column::TAX)?),
            Column::Surcharge => Self::Unsigned(columns.u64(column::SURCHARGE)?),
            Column::Amount => Self::Counted(|row| row.amount),
            Column::Refunded => Self::Counted(|row| row.refunded),
            Column::Net => Self::Counted(Counted::net),
            Column::Status => Self::Counted(|row| small(row.facts.status_place())),
            Column::Source => Self::Counted(|row| small(row.facts.source_place())),
            Column::Currency => Self::Counted(|row| i64::from(row.facts.currency_code())),
            // By its text, where that is kept in order; lists are put in the order of no other.
            _ => {
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
            Self::Time { tally, .. } => i64::from(tally.place(row.doc)),
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
            Self::Time { .. } => return Ok(self.rank_of_moment(cursor, direction)),
            Self::Unsigned(_) | Self::Counted(_) => (&None, 0),
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

    /// Places are told from the time and the id together, so they need no id besides.
    fn rank_of_moment(&self, cursor: &Cursor, direction: SortDirection) -> Rank {
        let (Self::Time { tally, .. }, Key::Number(moment)) = (self, &cursor.key) else { return (i64::MIN, 0) };
        let moment = (*moment, cursor.id);
        let count = |is_before: &dyn Fn((i64, u64)) -> bool| {
            tally.by_time().partition_point(|doc| is_before(self.moment(*doc)))
        };
        match direction {
            SortDirection::Ascending => (small(count(&|other| other <= moment)) - 1, u64::MAX),
            SortDirection::Descending => (!small(count(&|other| other < moment)), u64::MAX),
        }
    }

    fn moment(&self, doc: DocId) -> (i64, u64) {
        match self {
            Self::Time { at, id, .. } => (at.first(doc).unwrap_or_default(), id.first(doc).unwrap_or_default()),
            Self::Unsigned(_) | Self::Counted(_) | Self::Text { .. } => (0, 0),
        }
    }

    /// Whether no two rows have the same value, so that their ids need not be compared.
    pub(super) const fn is_unique(&self) -> bool {
        matches!(self, Self::Time { .. })
    }

    /// The value that a row is ordered by among those of every segment, but for texts: they keep their number in the
    /// segment's own list, [`Order::into_texts`].
    pub(super) fn value_anywhere(&self, row: &Counted) -> i64 {
        match self {
            Self::Time { at, .. } => at.first(row.doc).unwrap_or_default(),
            Self::Unsigned(_) | Self::Counted(_) | Self::Text { .. } => self.value(row),
        }
    }

    /// The segment's list of texts, where the order is by text.
    pub(super) fn into_texts(self) -> Option<StrColumn> {
        match self {
            Self::Text { texts, .. } => texts,
            Self::Time { .. } | Self::Unsigned(_) | Self::Counted(_) => None,
        }
    }

    /// The row as it is compared across segments.
    pub(super) fn key(&self, value: i64, id: u64) -> tantivy::Result<(Key, u64)> {
        if let Self::Time { tally, .. } = self {
            let place = usize::try_from(value).unwrap_or_default();
            let (at, id) = self.moment(tally.by_time().get(place).copied().unwrap_or_default());
            return Ok((Key::Number(at), id));
        }
        Ok((self.value_key(value)?, id))
    }

    fn value_key(&self, value: i64) -> tantivy::Result<Key> {
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
