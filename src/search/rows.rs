//! A query as rows of field, operator and value, and rows as a query: the two are views of one text. Rows that are not
//! filled in yet survive the way through the text, as `status:` or `amount:>` do.

use crate::domain::locale::Language;

use super::{
    keywords::Keyword,
    parts::{self, Part, parts},
};

/// What kind of value a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words or a code.
    Text,
    /// One of a list.
    Choice,
    /// An amount.
    Amount,
    /// A day, a month or a year.
    Day,
}

/// How a field's value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// Has words that begin like this.
    Contains,
    /// Has none.
    Lacks,
    /// Is this, or has this very phrase.
    Is,
    /// Is not this.
    IsNot,
    /// Is more, or later.
    More,
    /// Is at least this.
    AtLeast,
    /// Is less, or earlier.
    Less,
    /// Is at most this.
    AtMost,
    /// Lies between two values, both included.
    Between,
    /// Does not.
    Outside,
}

impl Operator {
    /// Every operator.
    pub const ALL: [Self; 10] = [
        Self::Contains,
        Self::Lacks,
        Self::Is,
        Self::IsNot,
        Self::More,
        Self::AtLeast,
        Self::Less,
        Self::AtMost,
        Self::Between,
        Self::Outside,
    ];

    /// The name used in addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Contains => "has",
            Self::Lacks => "lacks",
            Self::Is => "is",
            Self::IsNot => "not",
            Self::More => "more",
            Self::AtLeast => "least",
            Self::Less => "less",
            Self::AtMost => "most",
            Self::Between => "between",
            Self::Outside => "outside",
        }
    }

    /// The operator with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operator| operator.code() == code)
    }

    const fn opposite(self) -> Self {
        match self {
            Self::Contains => Self::Lacks,
            Self::Lacks => Self::Contains,
            Self::Is => Self::IsNot,
            Self::IsNot => Self::Is,
            Self::More => Self::AtMost,
            Self::AtLeast => Self::Less,
            Self::Less => Self::AtLeast,
            Self::AtMost => Self::More,
            Self::Between => Self::Outside,
            Self::Outside => Self::Between,
        }
    }

    /// Whether it takes two values.
    #[must_use]
    pub const fn takes_two(self) -> bool {
        matches!(self, Self::Between | Self::Outside)
    }
}

impl Kind {
    /// What values of the field are; of payments as a whole when there is none.
    #[must_use]
    pub const fn of(field: Option<Keyword>) -> Self {
        match field {
            Some(
                Keyword::Status
                | Keyword::Source
                | Keyword::Account
                | Keyword::Method
                | Keyword::Currency
                | Keyword::Id
                | Keyword::EnteredBy,
            ) => Self::Choice,
            Some(Keyword::Amount | Keyword::Tax | Keyword::Surcharge | Keyword::Refunded) => Self::Amount,
            Some(Keyword::Date | Keyword::From | Keyword::To) => Self::Day,
            _ => Self::Text,
        }
    }

    /// The operators that values of this kind can be compared with, the usual one first.
    #[must_use]
    pub const fn operators(self) -> &'static [Operator] {
        use Operator::{AtLeast, AtMost, Between, Contains, Is, IsNot, Lacks, Less, More, Outside};
        match self {
            Self::Text => &[Contains, Lacks, Is, IsNot],
            Self::Choice => &[Is, IsNot],
            Self::Amount => &[Is, IsNot, More, AtLeast, Less, AtMost, Between, Outside],
            Self::Day => &[Is, IsNot, AtLeast, AtMost, More, Less, Between, Outside],
        }
    }
}

/// What operators are made of in a query.
const SIGNS: [char; 5] = ['=', '<', '>', '≤', '≥'];

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where to look; anywhere when there is none.
    pub field: Option<Keyword>,
    /// How to compare.
    pub operator: Operator,
    /// With what.
    pub value: String,
    /// The upper value of two; empty for others.
    pub to: String,
}

impl Row {
    /// The row with an operator that its field can have.
    #[must_use]
    pub fn new(field: Option<Keyword>, operator: Option<Operator>, value: &str, to: &str) -> Self {
        let operators = Kind::of(field).operators();
        let usual = operators.first().copied().unwrap_or(Operator::Is);
        let operator = operator.filter(|operator| operators.contains(operator)).unwrap_or(usual);
        let bare = |text: &str| match Kind::of(field) {
            // The operator is the sign; a second one in the value would be read as another operator.
            Kind::Amount | Kind::Day => {
                text.trim_start_matches(|c: char| c.is_whitespace() || SIGNS.contains(&c)).trim_end().to_owned()
            }
            Kind::Text | Kind::Choice => text.trim().to_owned(),
        };
        let to = if operator.takes_two() { bare(to) } else { String::new() };
        Self { field, operator, value: bare(value), to }
    }

    /// Whether nothing is said yet.
    #[must_use]
    pub const fn is_blank(&self) -> bool {
        self.field.is_none() && self.value.is_empty()
    }
}

/// The row that says what a part says.
#[must_use]
pub fn row(part: &Part) -> Row {
    let (mut field, kind) = (part.field, Kind::of(part.field));
    let (operator, value, to) = match kind {
        Kind::Text if part.quoted => (Operator::Is, part.value.as_str(), ""),
        Kind::Text => (Operator::Contains, part.value.as_str(), ""),
        Kind::Choice => (Operator::Is, part.value.as_str(), ""),
        Kind::Amount | Kind::Day => span(&part.value),
    };
    let operator = match field {
        Some(Keyword::From) => Operator::AtLeast,
        Some(Keyword::To) => Operator::AtMost,
        _ => operator,
    };
    if matches!(field, Some(Keyword::From | Keyword::To)) {
        field = Some(Keyword::Date);
    }
    let operator = if part.without { operator.opposite() } else { operator };
    Row::new(field, Some(operator), value, to)
}

/// A query's rows.
#[must_use]
pub fn rows(text: &str) -> Vec<Row> {
    parts(text).iter().map(row).collect()
}

/// The signs of [`super::values`].
fn span(value: &str) -> (Operator, &str, &str) {
    let value = value.trim();
    let signs = [
        (">=", Operator::AtLeast),
        ("≥", Operator::AtLeast),
        ("<=", Operator::AtMost),
        ("≤", Operator::AtMost),
        (">", Operator::More),
        ("<", Operator::Less),
        ("=", Operator::Is),
    ];
    if let Some((operator, rest)) =
        signs.iter().find_map(|(sign, operator)| Some((*operator, value.strip_prefix(sign)?)))
    {
        return (operator, rest, "");
    }
    match value.split_once("..").or_else(|| value.split_once('…')) {
        Some((from, "")) if !from.is_empty() => (Operator::AtLeast, from, ""),
        Some(("", to)) if !to.is_empty() => (Operator::AtMost, to, ""),
        Some((from, to)) => (Operator::Between, from, to),
        None => (Operator::Is, value, ""),
    }
}

/// The query that says what the rows say, with the names of fields in the reader's language. Blank rows say nothing.
#[must_use]
pub fn compose(rows: &[Row], language: Language) -> String {
    rows.iter().filter(|row| !row.is_blank()).map(|row| written(row, language)).collect::<Vec<_>>().join(" ")
}

fn written(row: &Row, language: Language) -> String {
    let clean = |text: &str| text.replace(parts::quotes, " ").trim().to_owned();
    let (value, to) = (clean(&row.value), clean(&row.to));
    let (sign, value) = match row.operator {
        Operator::Contains | Operator::Is => ("", value),
        Operator::Lacks | Operator::IsNot => ("-", value),
        Operator::More => ("", format!(">{value}")),
        Operator::AtLeast => ("", format!(">={value}")),
        Operator::Less => ("", format!("<{value}")),
        Operator::AtMost => ("", format!("<={value}")),
        Operator::Between => ("", format!("{value}..{to}")),
        Operator::Outside => ("-", format!("{value}..{to}")),
    };
    let is_phrase = Kind::of(row.field) == Kind::Text && matches!(row.operator, Operator::Is | Operator::IsNot);
    match row.field {
        // Words anywhere need no quotes: each is looked for by itself.
        None if !is_phrase => {
            let words = value.split(parts::separates).filter(|word| !word.is_empty());
            words.map(|word| format!("{sign}{word}")).collect::<Vec<_>>().join(" ")
        }
        None => format!("{sign}\"{value}\""),
        Some(field) => {
            let quote = if (is_phrase && !value.is_empty()) || value.contains(parts::separates) { "\"" } else { "" };
            format!("{sign}{}:{quote}{value}{quote}", field.name(language))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        domain::time::Day,
        search::query::{Dialect, parse},
    };

    fn read(text: &str) -> crate::search::query::Query {
        parse(text, &Dialect::neutral(Day::new(2026, 11, 20)))
    }

    #[test]
    fn a_query_reads_as_rows_and_the_rows_as_the_query() {
        for text in [
            "",
            "garcia",
            "-garcia",
            "\"estate plan\"",
            "-\"estate plan\"",
            "payer:garc",
            "-payer:\"Ana Garcia\"",
            "status:declined,voided",
            "-status:declined",
            "status:",
            "amount:>500",
            "amount:>=500",
            "amount:<500",
            "amount:<=500",
            "amount:100..250",
            "-amount:100..250",
            "amount:..",
            "amount:>",
            "date:2026-11",
            "account:\"Client Trust\"",
            "id:12",
        ] {
            assert_eq!(compose(&rows(text), Language::En), text);
        }
    }

    #[test]
    fn signs_and_limits_become_the_operators_they_mean() {
        for (text, written) in [
            ("from:2026-01-01 to:2026-03", "date:>=2026-01-01 date:<=2026-03"),
            ("-from:2026", "date:<2026"),
            ("-amount:>500", "amount:<=500"),
            ("amount:500..", "amount:>=500"),
            ("amount:…250", "amount:<=250"),
            ("amount:=500", "amount:500"),
            ("estado:refusé", "status:refusé"),
        ] {
            assert_eq!(compose(&rows(text), Language::En), written, "{text}");
        }
        assert_eq!(compose(&rows("amount:>5 status:x"), Language::Es), "importe:>5 estado:x");
        assert_eq!(compose(&rows("entered:x by:dana"), Language::Fr), "entered:x par:dana");
    }

    #[test]
    fn rows_with_odd_values_stay_one_part_each() {
        for (field, operator, value, written) in [
            (Some(Keyword::Payer), Operator::Contains, "Ana \"X\" Roy", "payer:\"Ana  X  Roy\""),
            (Some(Keyword::Payer), Operator::Is, "Roy", "payer:\"Roy\""),
            (Some(Keyword::Status), Operator::More, "declined", "status:declined"),
            (Some(Keyword::Amount), Operator::Between, "5", "amount:5..9"),
            (None, Operator::Lacks, "a b", "-a -b"),
            (None, Operator::Contains, " ", ""),
        ] {
            let row = Row::new(field, Some(operator), value, "9");
            assert_eq!(compose(&[row], Language::En), written);
        }
    }

    proptest! {
        #[test]
        fn what_was_once_written_as_rows_is_the_same_query_ever_after(text in "[-a-z\":,.<>=… ]{0,24}|(status|amount|date|payer|from):[^ ]{0,8}") {
            let once = compose(&rows(&text), Language::En);
            prop_assert_eq!(compose(&rows(&once), Language::En), once.clone());
            for language in Language::ALL {
                prop_assert_eq!(read(&compose(&rows(&once), language)).clauses, read(&once).clauses);
            }
        }
    }
}
