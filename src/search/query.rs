//! What people look for, and how their text becomes it. Reading a query never fails: what cannot be understood is left
//! out and named in [`Query::ignored`], an unknown operator is an ordinary word.
//!
//! Words are joined by "and"; the last one may be unfinished. `"an exact phrase"`, `-without`, `field:value` with the
//! names of [`super::keywords`] in every language at once. Text is cut at [`LONGEST`] characters and [`MOST_CLAUSES`]
//! clauses, so that no query can cost more than a busy page does.

use crate::domain::{
    ids::{MerchantAccountId, PayerId, TransactionId},
    merchant_account::AccountKind,
    money::Currency,
    time::Day,
    transaction::{Source, Status},
};

use super::{
    keywords::{self, Keyword},
    values, words,
};

/// Characters of a query that are read.
pub const LONGEST: usize = 500;
/// Clauses of a query that are used.
pub const MOST_CLAUSES: usize = 24;
/// Words of one phrase or value that are used.
const MOST_WORDS: usize = 12;
/// Values after one `field:` that are used.
const MOST_VALUES: usize = 16;

/// The reader's language as far as a query depends on it. Whoever knows languages and accounts supplies it.
#[derive(Clone, Copy)]
pub struct Dialect<'a> {
    /// The firm's day: what `date:today` means.
    pub today: Day,
    /// Reads an amount in the reader's format, in minor units.
    pub parse_amount: &'a dyn Fn(&str) -> Option<i64>,
    /// Reads a day in the reader's format; `2026-11-20` is understood without it.
    pub parse_day: &'a dyn Fn(&str) -> Option<Day>,
    /// The status with this name in the reader's language; codes are understood without it.
    pub status: &'a dyn Fn(&str) -> Option<Status>,
    /// The source with this name in the reader's language; codes are understood without it.
    pub source: &'a dyn Fn(&str) -> Option<Source>,
    /// The deposit account with this name.
    pub account: &'a dyn Fn(&str) -> Option<MerchantAccountId>,
}

impl Dialect<'_> {
    /// A dialect without a language: codes, ISO dates and whole minor units only.
    #[must_use]
    pub const fn neutral(today: Day) -> Self {
        Dialect {
            today,
            parse_amount: &|text| text.parse().ok(),
            parse_day: &|_| None,
            status: &|_| None,
            source: &|_| None,
            account: &|_| None,
        }
    }
}

/// Something a payment is or is not, without words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Stands there.
    Status(Status),
    /// Came from there.
    Source(Source),
    /// Went to this deposit account.
    Account(MerchantAccountId),
    /// Went to an account of this kind.
    AccountKind(AccountKind),
    /// Belongs to this payer's record.
    Payer(PayerId),
    /// Is this one.
    Id(TransactionId),
    /// Is in this currency.
    Currency(Currency),
    /// Is of an amount within these bounds, both included, in minor units.
    Amount {
        /// At least this.
        from: Option<i64>,
        /// At most this.
        to: Option<i64>,
    },
    /// Was asked for within these days, both included.
    Days {
        /// On this day or later.
        from: Option<Day>,
        /// On this day or earlier.
        to: Option<Day>,
    },
}

/// Whether payments that brought no money in are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unsuccessful {
    /// Declined, failed and voided ones are counted in `Found::hidden` and not listed.
    #[default]
    Hide,
    /// All are listed.
    Show,
}

/// Why a part of a query was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// The query is longer than [`LONGEST`] characters.
    TooLong,
    /// There are more than [`MOST_CLAUSES`] parts.
    TooMany,
    /// There is neither letter nor digit in it, or nothing after the colon, or one word without end.
    Nothing,
    /// It is not an amount.
    NotAnAmount,
    /// It is not a date.
    NotADate,
    /// There is no such status, source, account, currency, or payment number.
    NoSuchValue,
}

/// A part of a query that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// The part as typed.
    pub text: String,
    /// Why.
    pub why: Why,
}

/// What to look for. The default one finds every payment that was not unsuccessful.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub(super) clauses: Vec<Clause>,
    pub(super) unsuccessful: Unsuccessful,
    /// Parts of the text that were left out.
    pub ignored: Vec<Ignored>,
}

impl Query {
    /// Narrows the query. Asking for a status shows payments in it even when they were unsuccessful.
    #[must_use]
    pub fn and(self, filter: Filter) -> Self {
        self.and_any(vec![filter])
    }

    /// Narrows the query to payments that pass at least one of `filters`.
    #[must_use]
    pub fn and_any(mut self, filters: Vec<Filter>) -> Self {
        self.push(Clause { sense: Sense::With, condition: Condition::Any(filters) });
        self
    }

    /// Says whether unsuccessful payments are listed.
    #[must_use]
    pub const fn showing(mut self, unsuccessful: Unsuccessful) -> Self {
        self.unsuccessful = unsuccessful;
        self
    }

    /// Whether unsuccessful payments are listed.
    #[must_use]
    pub const fn unsuccessful(&self) -> Unsuccessful {
        self.unsuccessful
    }

    fn push(&mut self, clause: Clause) {
        let names_status = matches!(&clause.condition, Condition::Any(filters) if filters.iter().any(|filter| matches!(filter, Filter::Status(_))));
        if names_status && clause.sense == Sense::With {
            self.unsuccessful = Unsuccessful::Show;
        }
        self.clauses.push(clause);
    }

    fn ignore(&mut self, text: &str, why: Why) {
        self.ignored.push(Ignored { text: text.chars().take(60).collect(), why });
    }
}

/// Whether a payment must meet a condition or must not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    With,
    Without,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clause {
    pub(super) sense: Sense,
    pub(super) condition: Condition,
}

/// Whether a word may go on after what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Open,
    Closed,
}

/// Text as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Text {
    /// As typed.
    pub(super) typed: String,
    /// Its words, at least one.
    pub(super) words: Vec<String>,
    /// The whole, punctuation kept.
    pub(super) whole: String,
    pub(super) ending: Ending,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Condition {
    /// Anywhere, or an amount or days that the text may mean as well.
    Word { text: Text, also: Vec<Filter> },
    /// Anywhere, these words in this order.
    Phrase(Text),
    /// In one field.
    Field(Keyword, Text),
    /// At least one of these.
    Any(Vec<Filter>),
}

/// Reads a query.
#[must_use]
pub fn parse(text: &str, dialect: &Dialect<'_>) -> Query {
    let mut query = Query::default();
    let kept: String = text.chars().take(LONGEST).collect();
    if kept.len() < text.len() {
        query.ignore(&text[kept.len()..], Why::TooLong);
    }
    let pieces = split(&kept);
    let last = pieces.len().saturating_sub(1);
    for (index, piece) in pieces.iter().enumerate() {
        if query.clauses.len() >= MOST_CLAUSES {
            query.ignore(&piece.text, Why::TooMany);
            break;
        }
        let ending = if index == last { Ending::Open } else { Ending::Closed };
        match condition(piece, ending, dialect) {
            Ok(condition) => query.push(Clause { sense: piece.sense, condition }),
            Err(why) => query.ignore(&piece.typed(), why),
        }
    }
    query
}

/// One part of a query as typed.
#[derive(Debug, PartialEq, Eq)]
struct Piece {
    sense: Sense,
    keyword: Option<(Keyword, String)>,
    text: String,
    quoting: Quoting,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quoting {
    Bare,
    Quoted,
}

impl Piece {
    fn typed(&self) -> String {
        match &self.keyword {
            Some((_, name)) => format!("{name}:{}", self.text),
            None => self.text.clone(),
        }
    }
}

/// A no-break space holds `1 250,00` together, as it does where such an amount was copied from.
fn separates(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}')
}

const fn quotes(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '«' | '»' | '„')
}

fn split(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text.trim_start_matches(separates);
    while !rest.is_empty() {
        let (piece, after) = next_piece(rest);
        pieces.push(piece);
        rest = after.trim_start_matches(separates);
    }
    pieces
}

fn next_piece(text: &str) -> (Piece, &str) {
    let (sense, text) = match text.strip_prefix('-') {
        Some(rest) if rest.starts_with(|c: char| !separates(c)) => (Sense::Without, rest),
        _ => (Sense::With, text),
    };
    let (keyword, text) =
        match text.split_once(':').and_then(|(name, rest)| Some((keywords::keyword(name)?, name, rest))) {
            Some((keyword, name, rest)) => (Some((keyword, name.to_owned())), rest),
            None => (None, text),
        };
    if let Some(inner) = text.strip_prefix(quotes) {
        let (phrase, rest) = inner.split_once(quotes).unwrap_or((inner, ""));
        return (Piece { sense, keyword, text: phrase.trim().to_owned(), quoting: Quoting::Quoted }, rest);
    }
    let end = text.find(|c: char| separates(c) || quotes(c)).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    (Piece { sense, keyword, text: word.to_owned(), quoting: Quoting::Bare }, rest)
}

fn condition(piece: &Piece, ending: Ending, dialect: &Dialect<'_>) -> Result<Condition, Why> {
    match (&piece.keyword, piece.quoting) {
        (Some((keyword, _)), Quoting::Quoted) => field(*keyword, &piece.text, Ending::Closed, dialect),
        (Some((keyword, _)), Quoting::Bare) => field(*keyword, &piece.text, Ending::Open, dialect),
        (None, Quoting::Quoted) => Ok(Condition::Phrase(fold(&piece.text, Ending::Closed)?)),
        (None, Quoting::Bare) if piece.sense == Sense::Without => {
            Ok(Condition::Word { text: fold(&piece.text, Ending::Closed)?, also: Vec::new() })
        }
        (None, Quoting::Bare) => {
            Ok(Condition::Word { text: fold(&piece.text, ending)?, also: values::meanings(&piece.text, dialect) })
        }
    }
}

fn field(keyword: Keyword, text: &str, ending: Ending, dialect: &Dialect<'_>) -> Result<Condition, Why> {
    if text.trim().is_empty() {
        return Err(Why::Nothing);
    }
    let each = |one: &dyn Fn(&str) -> Result<Filter, Why>| -> Result<Condition, Why> {
        let values = text.split(',').map(str::trim).filter(|value| !value.is_empty()).take(MOST_VALUES);
        let filters = values.map(one).collect::<Result<Vec<_>, _>>()?;
        if filters.is_empty() { Err(Why::Nothing) } else { Ok(Condition::Any(filters)) }
    };
    match keyword {
        Keyword::Status => each(&|value| values::status(value, dialect)),
        Keyword::Source => each(&|value| values::source(value, dialect)),
        Keyword::Account => each(&|value| values::account(value, dialect)),
        Keyword::Currency => each(&values::currency),
        Keyword::Id => each(&values::id),
        Keyword::Amount => Ok(Condition::Any(vec![values::amount(text, dialect)?])),
        Keyword::Date => Ok(Condition::Any(vec![values::days(text, dialect)?])),
        Keyword::From => Ok(Condition::Any(vec![values::from_day(text, dialect)?])),
        Keyword::To => Ok(Condition::Any(vec![values::to_day(text, dialect)?])),
        Keyword::Payer
        | Keyword::Card
        | Keyword::Invoice
        | Keyword::Matter
        | Keyword::Client
        | Keyword::Reference
        | Keyword::Email
        | Keyword::Note
        | Keyword::Tag
        | Keyword::GatewayId
        | Keyword::Approval => Ok(Condition::Field(keyword, fold(text, ending)?)),
    }
}

fn fold(text: &str, ending: Ending) -> Result<Text, Why> {
    let mut folded = words::fold(text);
    folded.truncate(MOST_WORDS);
    if folded.is_empty() {
        return Err(Why::Nothing);
    }
    Ok(Text { typed: text.to_owned(), words: folded, whole: words::fold_whole(text), ending })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Query {
        parse(text, &Dialect::neutral(Day::new(2026, 11, 20)))
    }

    fn ignored(text: &str) -> Vec<Why> {
        read(text).ignored.into_iter().map(|ignored| ignored.why).collect()
    }

    #[test]
    fn what_cannot_be_understood_is_left_out_and_named() {
        for (text, why) in [
            ("amount:much", Why::NotAnAmount),
            ("amount:>", Why::NotAnAmount),
            ("date:2026-13", Why::NotADate),
            ("date:2026-02-30", Why::NotADate),
            ("from:soon", Why::NotADate),
            ("status:lost", Why::NoSuchValue),
            ("estado:", Why::Nothing),
            ("-status:,,", Why::Nothing),
            ("!!!", Why::Nothing),
            ("\"", Why::Nothing),
            ("-", Why::Nothing),
            ("id:many", Why::NoSuchValue),
        ] {
            assert_eq!(ignored(text), [why], "{text}");
            assert!(read(text).clauses.is_empty(), "{text}");
        }
    }

    #[test]
    fn an_unknown_operator_is_a_word() {
        let query = read("colour:red");
        assert!(query.ignored.is_empty());
        assert!(matches!(&query.clauses[0].condition, Condition::Word { text, .. } if text.words == ["colour", "red"]));
    }

    #[test]
    fn a_long_query_is_cut_and_says_so() {
        assert_eq!(ignored(&"a".repeat(LONGEST + 1)), [Why::TooLong, Why::Nothing]);
        let many = read(&"a ".repeat(100));
        assert_eq!((many.clauses.len(), many.ignored.len()), (MOST_CLAUSES, 1));
        assert_eq!(many.ignored[0].why, Why::TooMany);
    }

    #[test]
    fn naming_a_status_shows_unsuccessful_payments_but_excluding_one_does_not() {
        assert_eq!(read("garcia").unsuccessful(), Unsuccessful::Hide);
        assert_eq!(read("-status:declined").unsuccessful(), Unsuccessful::Hide);
        assert_eq!(read("status:captured").unsuccessful(), Unsuccessful::Show);
        assert_eq!(Query::default().and(Filter::Status(Status::Voided)).unsuccessful(), Unsuccessful::Show);
    }

    #[test]
    fn quotes_hold_a_value_together_and_hyphens_inside_a_word_do_not_negate() {
        assert_eq!(read("payer:\"Mary Roy\" x").clauses.len(), 2);
        assert_eq!(read("« Mary Roy »").clauses.len(), 1);
        let query = read("-payer:\"Mary Roy\" jean-pierre");
        assert_eq!(query.clauses.iter().map(|clause| clause.sense).collect::<Vec<_>>(), [Sense::Without, Sense::With]);
    }
}
