//! What must hold of whatever anybody sends, one function for each reader of foreign bytes.
//!
//! A function takes any bytes and panics when a promise is broken. libFuzzer makes bytes up for them (`fuzz/`), and
//! `tests/corpora.rs` gives them every file of `tests/corpus` in each run of the tests. So a function is quick, draws
//! nothing at random, reads no clock, and knows nothing of whoever calls it.

mod backups;
mod captcha_answers;
mod card_numbers;
mod cookies;
mod firm;
mod forms;
mod imports;
mod journal;
mod languages;
mod logos;
mod money;
mod payment_pages;
mod plan;
mod receipt_links;
mod records;
mod search;
mod ways_back;
mod webhooks;

/// What is asked of a reader.
pub type Target = fn(&[u8]);

/// Every target: the name of its folder in `tests/corpus` and of its file in `fuzz/fuzz_targets`.
pub const TARGETS: [(&str, Target); 16] = [
    ("backups", backups::run),
    ("captcha_answers", captcha_answers::run),
    ("card_numbers", card_numbers::run),
    ("cookies", cookies::run),
    ("forms", forms::run),
    ("imports", imports::run),
    ("journal", journal::run),
    ("languages", languages::run),
    ("logos", logos::run),
    ("money", money::run),
    ("payment_pages", payment_pages::run),
    ("receipt_links", receipt_links::run),
    ("records", records::run),
    ("search", search::run),
    ("ways_back", ways_back::run),
    ("webhooks", webhooks::run),
];

/// Runs the target with this name.
pub fn run(name: &str, data: &[u8]) {
    let (_, target) = TARGETS.iter().find(|(known, _)| *known == name).expect("a target with this name");
    target(data);
}
