//! One operation's view of the books: typed records, read through its own unwritten changes and written in one go.
//!
//! This is the sandbox's data dictionary: every key there is, is made here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    books::{Books, BooksError, Pair},
    cards::{Method, Token},
    charges::ChargeRecord,
    refunds::RefundRecord,
};
use crate::{
    domain::{ids::OperationKey, time::Timestamp},
    gateway::CallError,
};

/// `d/` + due time + `/` + what: what falls due, earliest first.
pub(super) const DUE: &[u8] = b"d/";
/// `f/` + number: everything that ever happened, oldest first.
pub(super) const FEED: &[u8] = b"f/";
/// `w/` + number: the entries of the feed whose webhooks are not delivered yet.
pub(super) const WEBHOOKS: &[u8] = b"w/";
const CHARGE: &[u8] = b"c/";
const REFUND: &[u8] = b"r/";
const TOKEN: &[u8] = b"t/";
const METHOD: &[u8] = b"m/";
/// How far the virtual clock is ahead of the real one, in milliseconds.
const CLOCK_OFFSET: &[u8] = b"clock-offset";
/// The number of the newest entry of the feed.
const FEED_LENGTH: &[u8] = b"feed-length";

/// Something that will happen by itself unless the charge has moved on by then.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Due {
    /// A captured charge settles.
    Settle(OperationKey),
    /// An authorization that nobody captured is dropped.
    ExpireAuthorization(OperationKey),
    /// The payer never took the step asked for.
    ExpireChallenge(OperationKey),
    /// A review ends in the payer's favor.
    Release(OperationKey),
    /// The payer disputes a settled charge.
    Dispute(OperationKey),
    /// A refund, named by its own key, settles or fails.
    FinishRefund(OperationKey),
    /// A bank debit settles.
    SettleDebit(OperationKey),
    /// A bank debit comes back.
    Return(OperationKey),
}

impl Due {
    const fn subject(&self) -> (&'static [u8], &OperationKey) {
        match self {
            Self::Settle(key) => (b"/s/", key),
            Self::ExpireAuthorization(key) => (b"/a/", key),
            Self::ExpireChallenge(key) => (b"/c/", key),
            Self::Release(key) => (b"/h/", key),
            Self::Dispute(key) => (b"/d/", key),
            Self::FinishRefund(key) => (b"/r/", key),
            Self::SettleDebit(key) => (b"/b/", key),
            Self::Return(key) => (b"/x/", key),
        }
    }
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FeedEntry {
    /// The charge it happened to.
    pub(super) key: OperationKey,
    /// What happened, as in `charge.settled`.
    pub(super) kind: String,
    /// When, by the virtual clock.
    pub(super) at: Timestamp,
}

/// Changes in the making.
pub(super) struct Draft<'a> {
    books: &'a dyn Books,
    changes: BTreeMap<Vec<u8>, Option<Vec<u8>>>,
    /// The virtual time at which they happen.
    pub(super) now: Timestamp,
    /// The earliest time that anything in this draft was scheduled for.
    pub(super) next_due_at: Option<Timestamp>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(books: &'a dyn Books, now: Timestamp) -> Self {
        Self { books, changes: BTreeMap::new(), now, next_due_at: None }
    }

    /// Makes the changes durable.
    ///
    /// # Errors
    /// [`CallError::Lost`]: a write that failed may still be found afterwards.
    pub(super) fn commit(self) -> Result<(), CallError> {
        if self.changes.is_empty() {
            return Ok(());
        }
        let changes: Vec<_> = self.changes.into_iter().collect();
        self.books.write(&changes).map_err(|error| CallError::Lost(error.to_string()))
    }

    pub(super) fn charge(&self, key: &OperationKey) -> Result<Option<ChargeRecord>, CallError> {
        self.get(&named(CHARGE, key.as_str()))
    }

    pub(super) fn put_charge(&mut self, record: &ChargeRecord) -> Result<(), CallError> {
        self.put(named(CHARGE, record.key.as_str()), record)
    }

    pub(super) fn refund(&self, key: &OperationKey) -> Result<Option<RefundRecord>, CallError> {
        self.get(&named(REFUND, key.as_str()))
    }

    pub(super) fn put_refund(&mut self, record: &RefundRecord) -> Result<(), CallError> {
        self.put(named(REFUND, record.key.as_str()), record)
    }

    pub(super) fn token(&self, token: &str) -> Result<Option<Token>, CallError> {
        self.get(&named(TOKEN, token))
    }

    pub(super) fn put_token(&mut self, token: &str, record: &Token) -> Result<(), CallError> {
        self.put(named(TOKEN, token), record)
    }

    pub(super) fn method(&self, token: &str) -> Result<Option<Method>, CallError> {
        self.get(&named(METHOD, token))
    }

    pub(super) fn put_method(&mut self, token: &str, record: &Method) -> Result<(), CallError> {
        self.put(named(METHOD, token), record)
    }

    pub(super) fn delete_method(&mut self, token: &str) {
        self.delete(named(METHOD, token));
    }

    pub(super) fn set_clock_offset(&mut self, offset_ms: i64) -> Result<(), CallError> {
        self.put(CLOCK_OFFSET.to_vec(), &offset_ms)
    }

    /// Notes that `due` will happen at `at`.
    pub(super) fn schedule(&mut self, due: &Due, at: Timestamp) -> Result<(), CallError> {
        self.next_due_at = Some(self.next_due_at.map_or(at, |earlier| earlier.min(at)));
        let (kind, key) = due.subject();
        self.put([DUE, &ordered(at), kind, key.as_str().as_bytes()].concat(), due)
    }

    /// Appends to the feed that polls and webhooks are made of.
    pub(super) fn announce(&mut self, entry: &FeedEntry) -> Result<(), CallError> {
        let number = self.get::<u64>(FEED_LENGTH)?.unwrap_or(0).saturating_add(1);
        self.put(FEED_LENGTH.to_vec(), &number)?;
        self.put(numbered(FEED, number), entry)?;
        self.put(numbered(WEBHOOKS, number), &())
    }

    pub(super) fn feed_entry(&self, number: u64) -> Result<Option<FeedEntry>, CallError> {
        self.get(&numbered(FEED, number))
    }

    /// At most `limit` pairs as the books have them, without this draft's own changes.
    pub(super) fn scan(&self, prefix: &[u8], after: Option<&[u8]>, limit: usize) -> Result<Vec<Pair>, CallError> {
        self.books.scan(prefix, after, limit).map_err(unread)
    }

    pub(super) fn delete(&mut self, key: Vec<u8>) {
        self.changes.insert(key, None);
    }

    fn get<T: DeserializeOwned>(&self, key: &[u8]) -> Result<Option<T>, CallError> {
        let bytes = match self.changes.get(key) {
            Some(changed) => changed.clone(),
            None => self.books.get(key).map_err(unread)?,
        };
        bytes.map(|bytes| decode(&bytes)).transpose()
    }

    fn put<T: Serialize>(&mut self, key: Vec<u8>, value: &T) -> Result<(), CallError> {
        let bytes = rmp_serde::to_vec_named(value).map_err(|error| CallError::NotSent(error.to_string()))?;
        self.changes.insert(key, Some(bytes));
        Ok(())
    }
}

/// How far the virtual clock is ahead of the real one, in milliseconds.
pub(super) fn clock_offset_ms(books: &dyn Books) -> Result<i64, CallError> {
    let bytes = books.get(CLOCK_OFFSET).map_err(unread)?;
    bytes.map_or(Ok(0), |bytes| decode(&bytes))
}

/// The value of a record read from the books.
pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CallError> {
    rmp_serde::from_slice(bytes).map_err(|error| CallError::NotSent(format!("a record is unreadable: {error}")))
}

/// The books were not read, so nothing was done.
fn unread(error: BooksError) -> CallError {
    CallError::NotSent(error.0)
}

/// The key of entry `number` under `prefix`.
pub(super) fn numbered(prefix: &[u8], number: u64) -> Vec<u8> {
    [prefix, &number.to_be_bytes()].concat()
}

/// The number in a key made by [`numbered`].
pub(super) fn number_of(key: &[u8]) -> Result<u64, CallError> {
    let bytes = key.get(2..).and_then(|rest| <[u8; 8]>::try_from(rest).ok()).ok_or_else(broken_key)?;
    Ok(u64::from_be_bytes(bytes))
}

/// The due time in a key made by [`Draft::schedule`].
pub(super) fn due_time(key: &[u8]) -> Result<Timestamp, CallError> {
    let bytes = key.get(2..10).and_then(|part| <[u8; 8]>::try_from(part).ok()).ok_or_else(broken_key)?;
    Ok(Timestamp::from_ms(i64::from_be_bytes(bytes) ^ i64::MIN))
}

/// Bytes that sort as the times do, those before the epoch first.
fn ordered(at: Timestamp) -> [u8; 8] {
    (at.ms() ^ i64::MIN).to_be_bytes()
}

fn named(prefix: &[u8], name: &str) -> Vec<u8> {
    [prefix, name.as_bytes()].concat()
}

fn broken_key() -> CallError {
    CallError::NotSent("a key of the books is unreadable".to_owned())
}
