//! What is looked for: a text as typed into the search box, and the same in `SQLite`'s words.

/// One search on both sides.
pub struct Asked {
    /// What kind of search it is; of those that differ, why they do.
    pub kind: &'static str,
    /// As typed.
    pub text: &'static str,
    /// FTS5's form of its words; empty for none.
    pub words: &'static str,
    /// What else a row must be.
    pub condition: &'static str,
}

const fn words(kind: &'static str, text: &'static str, words: &'static str) -> Asked {
    Asked { kind, text, words, condition: "NOT p.unsuccessful" }
}

/// Ten kinds of search on which both sides agree. The last bare word may go on, so it is a prefix on both sides; a
/// search that names a status shows unsuccessful payments too.
pub const SAME: &[Asked] = &[
    words("everything", "", ""),
    words("common word", "visa", "visa*"),
    words("rare word", "brackett", "brackett*"),
    words("prefix", "gon", "gon*"),
    words("two words", "marie tremblay", "marie AND tremblay*"),
    words("phrase", "\"estate plan\"", "\"estate plan\""),
    words("last four", "card:4242", "card : 4242*"),
    words("invoice", "invoice:INV-2041", "invoice : \"inv 2041\" *"),
    Asked {
        kind: "status and amount",
        text: "status:settled amount:100000..200000",
        words: "",
        condition: "p.status = 'settled' AND p.amount BETWEEN 100000 AND 200000",
    },
    Asked {
        kind: "word, dates and status",
        text: "divorce date:2026-03..2026-08 status:settled",
        words: "divorce",
        condition: "p.status = 'settled' AND p.day BETWEEN 20260301 AND 20260831",
    },
];

/// Searches that the two sides understand differently.
pub const DIFFERENT: &[Asked] = &[
    words("FTS5 knows the parts of a name with an apostrophe, not the whole", "obrien", "obrien*"),
    words("FTS5 does not take ł for l", "lukasz", "lukasz*"),
    words("FTS5 forgives no typing error", "trenblay", "trenblay*"),
    words("FTS5 does not find a code without its hyphen", "inv2041", "inv2041*"),
];
