//! What people look for: any text is a query, what it leaves out is named, and the index answers it.

use clientpay::{
    domain::{
        column::Column,
        locale::{Language, Locale},
        money::Currency,
        time::Day,
    },
    i18n::{T, amount},
    search::{
        page::{Cursor, Found, Page, Sort, SortDirection},
        query::{Dialect, Join, LONGEST, Query, Unsuccessful, Why, parse},
        rows,
    },
};

use super::firm;

/// Characters of a part of a query that are repeated to the reader.
const LONGEST_IGNORED: usize = 60;

/// Reads the bytes as a query of readers of three languages, and as a place in a list.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for (locale, currency) in [(Locale::EnUs, "USD"), (Locale::FrCa, "CAD"), (Locale::EsEs, "EUR")] {
        let currency = Currency::from_code(currency).expect(currency);
        read_as(&text, &|text| read_by(locale, currency, text));
    }
    answers(&read_by(Locale::EnUs, Currency::USD, &text), &text);
    built(&text);
}

/// The rows of the builder and the text of the box are one thing: what they say once written, they go on saying, in any
/// language.
fn built(text: &str) {
    let kept: String = text.chars().take(LONGEST / 4).collect();
    let once = rows::compose(&rows::rows(&kept), Language::En);
    assert_eq!(rows::compose(&rows::rows(&once), Language::En), once, "{text:?}");
    let read = |text: &str| {
        let mut query = read_by(Locale::EnUs, Currency::USD, text);
        query.ignored.clear();
        query
    };
    for language in Language::ALL {
        assert_eq!(read(&rows::compose(&rows::rows(&once), language)), read(&once), "{text:?} in {language:?}");
    }
}

/// As `service::search` reads it.
fn read_by(locale: Locale, currency: Currency, text: &str) -> Query {
    let t = T::new(locale);
    let dialect = Dialect {
        parse_amount: &|text| amount::parse(text, currency, locale).ok().map(|money| money.minor()),
        status: &|status| vec![t.label(status)],
        source: &|source| vec![t.label(source)],
        ..Dialect::neutral(Day::new(2026, 11, 22))
    };
    parse(text, &dialect)
}

fn read_as(text: &str, read: &dyn Fn(&str) -> Query) {
    let query = read(text);
    assert!(query.ignored.iter().all(|part| part.text.chars().count() <= LONGEST_IGNORED));
    let mut understood = query.clone();
    understood.ignored.clear();
    let is_blank = text.trim().is_empty();
    assert!(is_blank || understood != Query::default() || !query.ignored.is_empty(), "{text:?} was dropped unnamed");
    if text.chars().count() <= LONGEST - 2 {
        assert_eq!(read(&format!(" {text} ")), query, "space around {text:?} counts");
    }
    let cut: String = text.chars().take(LONGEST).collect();
    let mut of_cut = read(&cut);
    if cut.len() < text.len() {
        let rest = query.ignored.first().expect("what was cut off is named");
        assert_eq!(rest.why, Why::TooLong);
        of_cut.ignored.insert(0, rest.clone());
    }
    assert_eq!(of_cut, query, "what was cut off counts");
}

/// The index answers with what it has, in pages that fit together.
fn answers(query: &Query, text: &str) {
    let named = text.split('.').next().and_then(Column::from_code);
    let direction = if text.len().is_multiple_of(2) { SortDirection::Ascending } else { SortDirection::Descending };
    let column = named.unwrap_or(Column::Payer);
    let page = Page { sort: Sort { column, direction }, after: text.parse().ok().inspect(survives), limit: 7 };
    let found = find(query, &page);
    assert!(found.ids.len() <= page.limit && found.ids.len() as u64 <= found.count);
    assert!(found.sums.iter().map(|sums| sums.count).sum::<u64>() == found.count, "the sums are of other payments");
    let all = find(&query.clone().showing(Unsuccessful::Show), &Page::first(Page::MOST));
    if found.forgiven.is_empty() && all.forgiven.is_empty() {
        assert_eq!(all.count, found.count + found.hidden, "{text:?}: some are neither listed nor hidden");
    }
    assert_eq!(all.ids.len() as u64, all.count);
    let any = find(&query.clone().joined(Join::Any).showing(Unsuccessful::Show), &Page::first(Page::MOST));
    if all.forgiven.is_empty() && any.forgiven.is_empty() {
        assert!(all.ids.iter().all(|id| any.ids.contains(id)), "{text:?}: one part is not enough where all hold");
    }
    if let Some(next) = &found.next {
        survives(next);
        let more = find(query, &Page { after: Some(next.clone()), ..page });
        assert!(more.ids.iter().all(|id| !found.ids.contains(id)), "{text:?}: a payment is on two pages");
    }
}

fn find(query: &Query, page: &Page) -> Found {
    firm::index().search(query, page).expect("an answer to any query")
}

fn survives(cursor: &Cursor) {
    assert_eq!(cursor.to_string().parse().as_ref(), Ok(cursor));
}
