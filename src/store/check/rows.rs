//! Reading tables for a check: every row once, and what cannot be read is told.

use std::{collections::BTreeSet, fmt::Display};

use data_encoding::HEXLOWER;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    domain::pan,
    store::{
        engine::{self, Direction, prefix_span},
        key::Key,
        table::{Records, Table},
        tables::{
            ALL, COUNTERS, DRAFTS, FIRM, IDENTITY, IMPORTS, JOURNAL_TAIL, MESSAGES, NEWS_CURSORS, NEWS_INBOX,
            PAYMENT_METHODS_TO_FORGET, SESSIONS,
        },
        texts,
    },
};

use super::{
    Findings,
    Invariant::{I9, I10},
    mirrors::Mirrors,
};

/// The tables, and what was found in them so far.
pub(super) struct Rows<'a> {
    raw: &'a dyn engine::Read,
    pub(super) findings: Findings,
    pub(super) mirrors: Mirrors,
    /// The numbers of the tables that were read.
    read: BTreeSet<u8>,
}

/// What is shown the key and the value of a row.
type SeeRaw<'s, R> = dyn FnMut(&mut R, &[u8], &[u8]) + 's;

impl Records for Rows<'_> {
    fn raw(&self) -> &dyn engine::Read {
        self.raw
    }
}

impl<'a> Rows<'a> {
    pub(super) fn new(raw: &'a dyn engine::Read) -> Self {
        Self { raw, findings: Findings::default(), mirrors: Mirrors::default(), read: BTreeSet::new() }
    }

    /// The same tables, with nothing found yet: for a second look.
    pub(super) fn again(&self, mirrors: Mirrors) -> Self {
        Self { mirrors, ..Self::new(self.raw) }
    }

    /// Shows every row of a table with the bytes of its value.
    pub(super) fn each<K: Key, V: Serialize + DeserializeOwned>(
        &mut self,
        table: Table<K, V>,
        mut see: impl FnMut(&mut Self, K, V, &[u8]),
    ) {
        self.each_raw(table.number(), table.name(), &mut |rows, key, value| match table.decode(key, value) {
            Ok((key, record)) => see(rows, key, record, value),
            Err(error) => rows.findings.violate(I10, format!("{error}{}", place(key))),
        });
    }

    /// Shows the bytes of every row of a table.
    pub(super) fn each_raw(&mut self, number: u8, name: &str, see: &mut SeeRaw<'_, Self>) {
        self.read.insert(number);
        let walked = self.raw.walk(prefix_span(&[number]), &mut |key, value| {
            if holds_card_number(key) || holds_card_number_in_texts(value) {
                self.findings.violate(I9, format!("{name}: a row holds a card number{}", place(key)));
            }
            see(self, key, value);
        });
        if let Err(error) = walked {
            self.findings.violate(I10, format!("the table {name} cannot be read to its end: {error}"));
        }
    }

    /// A record carries its id itself, too.
    pub(super) fn same_id<I: PartialEq + Display + Copy>(&mut self, noun: &str, filed: I, own: I) {
        if filed != own {
            self.findings.violate(I10, format!("{noun} {filed}: it takes itself for {own}"));
        }
    }

    /// The tables about which there is nothing to prove but that their rows can be read, and rows of no table.
    pub(super) fn read_the_rest(&mut self) {
        self.each(IDENTITY, |_, (), _, _| {});
        self.each(COUNTERS, |_, _, _, _| {});
        self.each(JOURNAL_TAIL, |_, (), _, _| {});
        self.each(FIRM, |_, (), _, _| {});
        self.each(SESSIONS, |_, _, _, _| {});
        self.each(DRAFTS, |_, _, _, _| {});
        self.each(NEWS_CURSORS, |_, _, _, _| {});
        self.each(NEWS_INBOX, |_, _, (), _| {});
        self.each(MESSAGES, |_, _, _, _| {});
        self.each(IMPORTS, |_, _, _, _| {});
        self.each(PAYMENT_METHODS_TO_FORGET, |_, _, _, _| {});
        for (_, name) in ALL.iter().filter(|(number, _)| !self.read.contains(number)) {
            self.findings.violate(I10, format!("the table {name} was not looked at: this check does not know it"));
        }
        for number in (0..=u8::MAX).filter(|number| ALL.iter().all(|(known, _)| known != number)) {
            let first = self.raw.scan(prefix_span(&[number]), Direction::Forward).map(|mut rows| rows.next());
            if !matches!(first, Ok(None)) {
                self.findings.violate(I10, format!("there are rows of no table: {number}"));
            }
        }
    }
}

/// Where a row is, unless that would show a card number.
fn place(key: &[u8]) -> String {
    if holds_card_number(key) { String::new() } else { format!(": key {}", HEXLOWER.encode(&key[1..])) }
}

/// Keys are not written as values are, but what text they hold lies in them as it is.
fn holds_card_number(bytes: &[u8]) -> bool {
    pan::may_hold_card_number(bytes) && pan::contains_card_number(&String::from_utf8_lossy(bytes))
}

fn holds_card_number_in_texts(value: &[u8]) -> bool {
    pan::may_hold_card_number(value) && texts::any_text(value, &mut pan::contains_card_number)
}
