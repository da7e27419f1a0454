//! The journal: that it is whole, and what it tells of payments and refunds.

use crate::store::{
    journal::{self, Chain, Tail},
    tables::JOURNAL,
};

use super::{
    Invariant::{I8, I10},
    rows::Rows,
    story::Told,
};

/// Reads the journal up to its end, in which an entry as noted in `head` must lie.
pub(super) fn check(rows: &mut Rows<'_>, head: Option<Tail>) -> Told {
    let mut told = Told::default();
    let mut chain = Chain::new(head.map_or(0, |head| head.sequence));
    rows.each(JOURNAL, |rows, sequence, entry, raw| {
        rows.findings.entries += 1;
        chain.link(sequence, &entry, raw, &mut |text| rows.findings.violate(I8, text));
        rows.mirrors.of_entry(sequence, &entry);
        told.hear(sequence, &entry, &mut rows.findings);
    });
    let tail = journal::tail(rows).unwrap_or_else(|error| {
        rows.findings.violate(I10, error);
        Tail::default()
    });
    let anchored = chain.end(tail, &mut |text| rows.findings.violate(I8, text));
    if let Some(head) = head.filter(|head| head.sequence > 0 && anchored != Some(head.hash)) {
        let text = format!("journal: entry {} is not the one that was committed", head.sequence);
        rows.findings.violate(I8, text);
    }
    if told.dated_back > 0 {
        let text = "journal entries are dated before the request of their payment: the clock was set back";
        rows.findings.notes.push(format!("{} {text}", told.dated_back));
    }
    told
}
