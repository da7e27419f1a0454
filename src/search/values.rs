//! What stands after the colon of `field:value`: amounts, days, statuses, accounts. Pure reading; an unreadable value
//! is an answer ([`Why`]), never a panic.

use jiff::civil::Date;

use crate::domain::{
    card::CardBrand,
    ids::{MerchantAccountId, TransactionId},
    merchant_account::AccountKind,
    money::Currency,
    time::Day,
    transaction::{Source, Status},
};

use super::{
    query::{Dialect, Filter, Why},
    words,
};

/// Words for the two kinds of account, folded: English, French, Spanish.
const ACCOUNT_KINDS: &[(AccountKind, &[&str])] = &[
    (AccountKind::Operating, &["operating", "exploitation", "operations", "operativa", "operativo"]),
    (AccountKind::Trust, &["trust", "iolta", "fiducie", "fideicommis", "fideicomiso", "fiduciaria"]),
];

/// Words for a bank account as a way to pay: English, French, Spanish.
const BANK_NAMES: [&str; 6] = ["bank", "bank account", "ach", "echeck", "banque", "banco"];

/// Words for the day of the query, folded: English, French, Spanish.
const TODAY: &[&str] = &["today", "aujourd'hui", "hoy"];
/// Words for the day before.
const YESTERDAY: &[&str] = &["yesterday", "hier", "ayer"];

pub(super) fn status(text: &str, dialect: &Dialect<'_>) -> Result<Vec<Filter>, Why> {
    let names = Status::ALL.map(|status| (Filter::Status(status), names(status.code(), (dialect.status)(status))));
    named(text, &names)
}

pub(super) fn source(text: &str, dialect: &Dialect<'_>) -> Result<Vec<Filter>, Why> {
    let names = Source::ALL.map(|source| (Filter::Source(source), names(source.code(), (dialect.source)(source))));
    named(text, &names)
}

/// A network by its name, or a bank account by one of its own.
pub(super) fn method(text: &str) -> Result<Vec<Filter>, Why> {
    let brands = CardBrand::ALL.map(|brand| {
        let short = if brand == CardBrand::Amex { "amex" } else { brand.name() };
        (Filter::Method(Some(brand)), vec![short.to_owned(), brand.name().to_owned()])
    });
    let bank = (Filter::Method(None), BANK_NAMES.map(str::to_owned).to_vec());
    named(text, &brands.into_iter().chain([bank]).collect::<Vec<_>>())
}

pub(super) fn entered_by(text: &str, dialect: &Dialect<'_>) -> Result<Vec<Filter>, Why> {
    let people = dialect.people.iter().map(|(id, name)| (Filter::EnteredBy(*id), vec![name.clone()]));
    named(text, &people.collect::<Vec<_>>())
}

pub(super) fn account(text: &str, dialect: &Dialect<'_>) -> Result<Vec<Filter>, Why> {
    if let Ok(number) = text.parse() {
        return Ok(vec![Filter::Account(MerchantAccountId::new(number))]);
    }
    let accounts = dialect.accounts.iter().map(|(id, name)| (Filter::Account(*id), vec![name.clone()]));
    let kinds = ACCOUNT_KINDS.iter();
    let kinds =
        kinds.map(|(kind, names)| (Filter::AccountKind(*kind), names.iter().map(|name| (*name).to_owned()).collect()));
    let exact = |accounts: &[(Filter, Vec<String>)]| exactly_named(&code(text), accounts);
    let (accounts, kinds) = (accounts.collect::<Vec<_>>(), kinds.collect::<Vec<_>>());
    // A kind is meant before an account whose name only begins like it.
    [exact(&accounts), exact(&kinds)]
        .into_iter()
        .find(|found| !found.is_empty())
        .map_or_else(|| named(text, &accounts).or_else(|_| named(text, &kinds)), Ok)
}

pub(super) fn currency(text: &str) -> Result<Vec<Filter>, Why> {
    Currency::from_code(&text.to_uppercase()).map(|currency| vec![Filter::Currency(currency)]).ok_or(Why::NoSuchValue)
}

pub(super) fn id(text: &str) -> Result<Vec<Filter>, Why> {
    let digits = text.strip_prefix('#').unwrap_or(text);
    digits.parse().map(|number| vec![Filter::Id(TransactionId::new(number))]).map_err(|_| Why::NoSuchValue)
}

/// The reader's own name comes first, or the code where there is none.
fn names(code: &str, mut names: Vec<String>) -> Vec<String> {
    let place = usize::from(!names.is_empty());
    names.insert(place, code.to_owned());
    names
}

/// What has this name in any language; failing that, what has a word in the reader's own name or the code that begins like
/// this, so that a value can be used before it is typed to its end.
fn named(text: &str, all: &[(Filter, Vec<String>)]) -> Result<Vec<Filter>, Why> {
    let wanted = code(text);
    let exact = exactly_named(&wanted, all);
    if !exact.is_empty() {
        return Ok(exact);
    }
    let begins = |name: &String| {
        let name = code(name);
        name.starts_with(&wanted) || name.split('_').any(|word| word.starts_with(&wanted))
    };
    let found: Vec<Filter> = all
        .iter()
        .filter(|(_, names)| !wanted.is_empty() && names.iter().take(2).any(begins))
        .map(|(filter, _)| *filter)
        .collect();
    if found.is_empty() { Err(Why::NoSuchValue) } else { Ok(found) }
}

fn exactly_named(wanted: &str, all: &[(Filter, Vec<String>)]) -> Vec<Filter> {
    all.iter().filter(|(_, names)| names.iter().any(|name| code(name) == wanted)).map(|(filter, _)| *filter).collect()
}

/// `>500`, `>=500`, `<500`, `<=500`, `=500`, `500`, `100..250`, `100..`, `..250`.
pub(super) fn amount(text: &str, dialect: &Dialect<'_>) -> Result<Filter, Why> {
    bounds(text, dialect).map(|(from, to)| Filter::Amount { from, to })
}

/// The same forms as [`amount`].
pub(super) fn refunded(text: &str, dialect: &Dialect<'_>) -> Result<Filter, Why> {
    bounds(text, dialect).map(|(from, to)| Filter::Refunded { from, to })
}

/// The same forms as [`amount`].
pub(super) fn tax(text: &str, dialect: &Dialect<'_>) -> Result<Filter, Why> {
    bounds(text, dialect).map(|(from, to)| Filter::Tax { from, to })
}

/// The same forms as [`amount`].
pub(super) fn surcharge(text: &str, dialect: &Dialect<'_>) -> Result<Filter, Why> {
    bounds(text, dialect).map(|(from, to)| Filter::Surcharge { from, to })
}

fn bounds(text: &str, dialect: &Dialect<'_>) -> Result<(Option<i64>, Option<i64>), Why> {
    let read = |text: &str| (dialect.parse_amount)(text.trim()).ok_or(Why::NotAnAmount);
    Ok(match span(text, read)? {
        (Edge::Past(value), to) => (Some(value.saturating_add(1)), to.value()),
        (from, Edge::Past(value)) => (from.value(), Some(value.saturating_sub(1))),
        (from, to) => (from.value(), to.value()),
    })
}

/// The same forms as [`amount`], of days, months (`2026-11`) and years.
pub(super) fn days(text: &str, dialect: &Dialect<'_>) -> Result<Filter, Why> {
    let (from, to) = span(text, |text| period(text.trim(), dialect))?;
    let from = match from {
        Edge::Past((_, last)) => Some(Day::from_number(last.number().saturating_add(1))),
        other => other.value().map(|(first, _)| first),
    };
    let to = match to {
        Edge::Past((first, _)) => Some(Day::from_number(first.number().saturating_sub(1))),
        other => other.value().map(|(_, last)| last),
    };
    Ok(Filter::Days { from, to })
}

pub(super) fn from_day(text: &str, dialect: &Dialect<'_>) -> Result<Filter, Why> {
    Ok(Filter::Days { from: Some(period(text, dialect)?.0), to: None })
}

pub(super) fn to_day(text: &str, dialect: &Dialect<'_>) -> Result<Filter, Why> {
    Ok(Filter::Days { from: None, to: Some(period(text, dialect)?.1) })
}

/// An amount or a day that a bare word may mean as well: `1250` is a word and an amount.
pub(super) fn meanings(text: &str, dialect: &Dialect<'_>) -> Vec<Filter> {
    if !text.contains(|c: char| c.is_ascii_digit()) || text.contains(char::is_alphabetic) {
        return Vec::new();
    }
    let amount = (dialect.parse_amount)(text).map(|minor| Filter::Amount { from: Some(minor), to: Some(minor) });
    // A bare year would match every payment of it; `date:2026` asks for that.
    let period = period(text, dialect).ok().filter(|_| text.contains(['-', '/', '.']));
    amount.into_iter().chain(period.map(|(first, last)| Filter::Days { from: Some(first), to: Some(last) })).collect()
}

/// One end of a span.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge<T> {
    Open,
    At(T),
    Past(T),
}

impl<T> Edge<T> {
    fn value(self) -> Option<T> {
        match self {
            Self::Open => None,
            Self::At(value) | Self::Past(value) => Some(value),
        }
    }
}

/// Both ends of the span that a sign before one value means.
type Edges<T> = fn(T) -> (Edge<T>, Edge<T>);

fn span<T: Copy>(text: &str, read: impl Fn(&str) -> Result<T, Why>) -> Result<(Edge<T>, Edge<T>), Why> {
    let text = text.trim();
    let forms: [(&[&str], Edges<T>); 5] = [
        (&[">=", "≥"], |value| (Edge::At(value), Edge::Open)),
        (&["<=", "≤"], |value| (Edge::Open, Edge::At(value))),
        (&[">"], |value| (Edge::Past(value), Edge::Open)),
        (&["<"], |value| (Edge::Open, Edge::Past(value))),
        (&["="], |value| (Edge::At(value), Edge::At(value))),
    ];
    for (signs, edges) in forms {
        if let Some(rest) = signs.iter().find_map(|sign| text.strip_prefix(sign)) {
            return read(rest).map(edges);
        }
    }
    match text.split_once("..").or_else(|| text.split_once('…')) {
        Some((from, to)) if from.is_empty() && to.is_empty() => {
            read(text).map(|value| (Edge::At(value), Edge::At(value)))
        }
        Some((from, to)) => {
            let edge = |text: &str| if text.is_empty() { Ok(Edge::Open) } else { read(text).map(Edge::At) };
            Ok((edge(from)?, edge(to)?))
        }
        None => read(text).map(|value| (Edge::At(value), Edge::At(value))),
    }
}

/// First and last day of a year, month or day. The last day of a month is written as its 31st, which is enough to
/// compare with.
fn period(text: &str, dialect: &Dialect<'_>) -> Result<(Day, Day), Why> {
    let one = |day: Day| (day, day);
    let folded = words::fold_whole(&text.replace('’', "'"));
    if TODAY.contains(&folded.as_str()) {
        return Ok(one(dialect.today));
    }
    if YESTERDAY.contains(&folded.as_str()) {
        return yesterday(dialect.today).map(one).ok_or(Why::NotADate);
    }
    iso_period(text).or_else(|| (dialect.parse_day)(text).map(one)).ok_or(Why::NotADate)
}

fn iso_period(text: &str) -> Option<(Day, Day)> {
    let mut parts = text.split('-');
    let year: u16 = digits(parts.next()?, 4)?;
    let month: Option<u8> = parts.next().map(|part| digits(part, 2).ok_or(())).transpose().ok()?;
    let day: Option<u8> = parts.next().map(|part| digits(part, 2).ok_or(())).transpose().ok()?;
    if parts.next().is_some() {
        return None;
    }
    match (month, day) {
        (None, _) => Some((Day::new(year, 1, 1), Day::new(year, 12, 31))),
        (Some(month), None) => (1..=12).contains(&month).then(|| (Day::new(year, month, 1), Day::new(year, month, 31))),
        (Some(month), Some(day)) => {
            Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
            Some((Day::new(year, month, day), Day::new(year, month, day)))
        }
    }
}

fn digits<T: std::str::FromStr>(text: &str, length: usize) -> Option<T> {
    (text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn yesterday(today: Day) -> Option<Day> {
    let number = today.number();
    let part = |number: u32| i8::try_from(number % 100).ok();
    let date =
        Date::new(i16::try_from(number / 10_000).ok()?, part(number / 100)?, part(number)?).ok()?.yesterday().ok()?;
    Some(Day::new(u16::try_from(date.year()).ok()?, u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?))
}

fn code(text: &str) -> String {
    words::fold_whole(text).replace(['-', ' '], "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Day = Day::new(2026, 3, 1);

    fn span_of(text: &str) -> Result<(Option<u32>, Option<u32>), Why> {
        match days(text, &Dialect::neutral(TODAY))? {
            Filter::Days { from, to } => Ok((from.map(Day::number), to.map(Day::number))),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn days_months_and_years_are_read_with_every_operator() {
        for (text, from, to) in [
            ("2026", Some(20_260_101), Some(20_261_231)),
            ("2026-11", Some(20_261_101), Some(20_261_131)),
            ("2024-02-29", Some(20_240_229), Some(20_240_229)),
            ("2026-01..2026-03", Some(20_260_101), Some(20_260_331)),
            ("2026-05..", Some(20_260_501), None),
            ("..2026-05", None, Some(20_260_531)),
            (">2026-05", Some(20_260_532), None),
            ("<2026-05", None, Some(20_260_500)),
            ("hoy", Some(20_260_301), Some(20_260_301)),
            ("Aujourd’hui", Some(20_260_301), Some(20_260_301)),
            ("yesterday", Some(20_260_228), Some(20_260_228)),
        ] {
            assert_eq!(span_of(text), Ok((from, to)), "{text}");
        }
        for bad in ["", "..", "26", "2026-1", "2026-00", "2025-02-29", "2026-01-01-01", "2026-11-20x", "２０２６"] {
            assert_eq!(span_of(bad), Err(Why::NotADate), "{bad}");
        }
    }

    #[test]
    fn amounts_are_read_with_every_operator() {
        for (text, from, to) in [
            (">500", Some(501), None),
            (">=500", Some(500), None),
            ("<500", None, Some(499)),
            ("<=500", None, Some(500)),
            ("=500", Some(500), Some(500)),
            ("500", Some(500), Some(500)),
            ("100..250", Some(100), Some(250)),
            ("100..", Some(100), None),
            ("..250", None, Some(250)),
        ] {
            assert_eq!(amount(text, &Dialect::neutral(TODAY)), Ok(Filter::Amount { from, to }), "{text}");
        }
        for bad in ["", ">", "..", "1..x", "$"] {
            assert_eq!(amount(bad, &Dialect::neutral(TODAY)), Err(Why::NotAnAmount), "{bad}");
        }
    }

    #[test]
    fn a_method_is_a_network_by_its_name_or_a_bank_debit() {
        for brand in CardBrand::ALL {
            for text in [brand.name().to_owned(), brand.name().to_lowercase().replace(' ', "_")] {
                assert_eq!(method(&text), Ok(vec![Filter::Method(Some(brand))]), "{text}");
            }
        }
        assert_eq!(method("Amex"), Ok(vec![Filter::Method(Some(CardBrand::Amex))]));
        assert_eq!(method("ACH"), Ok(vec![Filter::Method(None)]));
        assert_eq!(method("vis"), Ok(vec![Filter::Method(Some(CardBrand::Visa))]), "while it is typed");
        for bad in ["", "4242", "cash"] {
            assert_eq!(method(bad), Err(Why::NoSuchValue), "{bad}");
        }
    }

    #[test]
    fn a_bare_year_is_not_taken_for_a_period() {
        let meant = meanings("2026", &Dialect::neutral(TODAY));
        assert_eq!(meant, [Filter::Amount { from: Some(2026), to: Some(2026) }]);
        assert_eq!(meanings("2026-11-20", &Dialect::neutral(TODAY)).len(), 1);
        assert!(meanings("inv-1", &Dialect::neutral(TODAY)).is_empty());
    }
}
