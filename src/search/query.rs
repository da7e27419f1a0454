//! What people look for, and how their text becomes it. Reading a query never fails: what cannot be understood is left
//! out and named in [`Query::ignored`], an unknown operator is an ordinary word.
//!
//! Words are joined by "and"; the last one may be unfinished. `"an exact phrase"`, `-without`, `field:value` with the
//! names of [`super::keywords`] in every language at once. Text is cut at [`LONGEST`] characters and [`MOST_CLAUSES`]
//! clauses, so that no query can cost more than a busy page does.

use crate::domain::{
    card::CardBrand,
    ids::{MerchantAccountId, PayerId, TransactionId, UserId},
    merchant_account::AccountKind,
    money::Currency,
    time::Day,
    transaction::{Source, Status},
};

use super::{
    keywords::Keyword,
    parts::{Part, parts},
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
    /// What people call a status, the reader's own word first; codes are understood without it.
    pub status: &'a dyn Fn(Status) -> Vec<String>,
    /// What people call a source, the reader's own word first; codes are understood without it.
    pub source: &'a dyn Fn(Source) -> Vec<String>,
    /// The deposit accounts by their names.
    pub accounts: &'a [(MerchantAccountId, String)],
    /// The members of staff by their names.
    pub people: &'a [(UserId, String)],
}

impl Dialect<'_> {
    /// A dialect without a language: codes, ISO dates and whole minor units only.
    #[must_use]
    pub const fn neutral(today: Day) -> Self {
        Dialect {
            today,
            parse_amount: &|text| text.parse().ok(),
            parse_day: &|_| None,
            status: &|_| Vec::new(),
            source: &|_| Vec::new(),
            accounts: &[],
            people: &[],
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
    /// Was paid with this network; with a bank account when there is none.
    Method(Option<CardBrand>),
    /// Was asked for by this member of staff.
    EnteredBy(UserId),
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
    /// Has tax within these bounds in it, both included, in minor units.
    Tax {
        /// At least this.
        from: Option<i64>,
        /// At most this.
        to: Option<i64>,
    },
    /// Has a surcharge within these bounds in it, both included, in minor units.
    Surcharge {
        /// At least this.
        from: Option<i64>,
        /// At most this.
        to: Option<i64>,
    },
    /// Of which an amount within these bounds was given back, both included, in minor units.
    Refunded {
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

/// How the parts of a query go together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Join {
    /// A payment must be all that they say.
    #[default]
    All,
    /// One of them is enough.
    Any,
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
    pub(super) join: Join,
    /// What every payment must be besides, however the clauses go together.
    pub(super) narrowed: Vec<Vec<Filter>>,
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
        self.note_filters(&filters);
        self.narrowed.push(filters);
        self
    }

    /// Says how the parts of the text go together.
    #[must_use]
    pub const fn joined(mut self, join: Join) -> Self {
        self.join = join;
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

    /// Whether every payment is asked for.
    pub(super) const fn asks_nothing(&self) -> bool {
        self.clauses.is_empty() && self.narrowed.is_empty()
    }

    fn note_status(&mut self, sense: Sense, condition: &Condition) {
        if let (Sense::With, Condition::Any(filters)) = (sense, condition) {
            self.note_filters(filters);
        }
    }

    /// Whoever names a status wants to see it.
    fn note_filters(&mut self, filters: &[Filter]) {
        if filters.iter().any(|filter| matches!(filter, Filter::Status(_))) {
            self.unsuccessful = Unsuccessful::Show;
        }
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
    let parts = parts(&kept);
    let last = parts.len().saturating_sub(1);
    for (index, part) in parts.iter().enumerate() {
        if query.clauses.len() >= MOST_CLAUSES {
            query.ignore(&part.value, Why::TooMany);
            break;
        }
        let ending = if index == last { Ending::Open } else { Ending::Closed };
        let sense = if part.without { Sense::Without } else { Sense::With };
        match condition(part, ending, dialect) {
            Ok(condition) => {
                query.note_status(sense, &condition);
                query.clauses.push(Clause { sense, condition });
            }
            Err(why) => query.ignore(&part.typed(), why),
        }
    }
    query
}

fn condition(part: &Part, ending: Ending, dialect: &Dialect<'_>) -> Result<Condition, Why> {
    match (part.field, part.quoted) {
        (Some(keyword), true) => field(keyword, &part.value, Ending::Closed, dialect),
        (Some(keyword), false) => field(keyword, &part.value, Ending::Open, dialect),
        (None, true) => Ok(Condition::Phrase(fold(&part.value, Ending::Closed)?)),
        (None, false) if part.without => {
            Ok(Condition::Word { text: fold(&part.value, Ending::Closed)?, also: Vec::new() })
        }
        (None, false) => {
            Ok(Condition::Word { text: fold(&part.value, ending)?, also: values::meanings(&part.value, dialect) })
        }
    }
}

fn field(keyword: Keyword, text: &str, ending: Ending, dialect: &Dialect<'_>) -> Result<Condition, Why> {
    if text.trim().is_empty() {
        return Err(Why::Nothing);
    }
    let each = |one: &dyn Fn(&str) -> Result<Vec<Filter>, Why>| -> Result<Condition, Why> {
        let values = text.split(',').map(str::trim).filter(|value| !value.is_empty()).take(MOST_VALUES);
        let filters = values.map(one).collect::<Result<Vec<_>, _>>()?.concat();
        if filters.is_empty() { Err(Why::Nothing) } else { Ok(Condition::Any(filters)) }
    };
    match keyword {
        Keyword::Status => each(&|value| values::status(value, dialect)),
        Keyword::Source => each(&|value| values::source(value, dialect)),
        Keyword::Account => each(&|value| values::account(value, dialect)),
        Keyword::Method => each(&values::method),
        Keyword::EnteredBy => each(&|value| values::entered_by(value, dialect)),
        Keyword::Currency => each(&values::currency),
        Keyword::Id => each(&values::id),
        Keyword::Amount => Ok(Condition::Any(vec![values::amount(text, dialect)?])),
        Keyword::Tax => Ok(Condition::Any(vec![values::tax(text, dialect)?])),
        Keyword::Surcharge => Ok(Condition::Any(vec![values::surcharge(text, dialect)?])),
        Keyword::Refunded => Ok(Condition::Any(vec![values::refunded(text, dialect)?])),
        Keyword::Date => Ok(Condition::Any(vec![values::days(text, dialect)?])),
        Keyword::From => Ok(Condition::Any(vec![values::from_day(text, dialect)?])),
        Keyword::To => Ok(Condition::Any(vec![values::to_day(text, dialect)?])),
        Keyword::Payer
        | Keyword::Holder
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
            ("status:gone", Why::NoSuchValue),
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
