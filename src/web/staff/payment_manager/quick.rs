//! The filters that everybody uses, a menu each: when, status, source, method. An entry is a link to the same list with its
//! condition in the place of those on the same field.

use maud::{Markup, html};

use crate::{
    domain::report::range::Relative,
    i18n::{calendar, dates},
    service::search::{
        Join, Keyword,
        conditions::{self, Operator, Row},
    },
    web::fragments::Icon,
};

use super::{
    conditions::{choices, field_label},
    listing::List,
};

/// The fields that have a menu. Their conditions are no chips besides.
const FIELDS: [Keyword; 4] = [Keyword::Date, Keyword::Status, Keyword::Source, Keyword::Method];

/// The stretches of days to choose from.
const STRETCHES: [Relative; 8] = [
    Relative::Today,
    Relative::Yesterday,
    Relative::Last7Days,
    Relative::Last30Days,
    Relative::Last90Days,
    Relative::ThisMonth,
    Relative::LastMonth,
    Relative::ThisYear,
];

/// A condition to choose, in words.
struct Entry {
    row: Row,
    label: String,
}

/// The menus; none where any one condition is enough, for there one more narrows nothing.
pub(super) fn menus(p: &List<'_>) -> Markup {
    html! {
        @if p.place.asked.join == Join::All {
            ul class="chips chips-list" role="list" aria-label=(p.t.text("quick-filters")) {
                @for field in FIELDS { li { (menu(p, field)) } }
            }
        }
    }
}

/// Whether a condition is one that a menu shows as chosen.
pub(super) fn shows(p: &List<'_>, row: &Row) -> bool {
    p.place.asked.join == Join::All
        && row.field.is_some_and(|field| {
            let rows = conditions::rows(&p.place.asked.text);
            let alone = rows.iter().filter(|other| other.field == Some(field)).count() == 1;
            FIELDS.contains(&field) && alone && entries(p, field).iter().any(|entry| is(p, entry, row))
        })
}

fn entries(p: &List<'_>, field: Keyword) -> Vec<Entry> {
    if field != Keyword::Date {
        let choices = choices(p.t, p.names, Some(field)).into_iter();
        return choices
            .map(|choice| Entry { row: Row::new(Some(field), None, &choice.value, ""), label: choice.label })
            .collect();
    }
    let (today, week) = (dates::firm_day(p.now, &p.firm.time_zone), calendar::week_start(p.t.locale()));
    STRETCHES
        .into_iter()
        .map(|stretch| {
            let span = stretch.on(today, week);
            let (first, last) = (dates::civil(span.first).to_string(), dates::civil(span.last).to_string());
            let operator = if first == last { Operator::Is } else { Operator::Between };
            Entry { row: Row::new(Some(field), Some(operator), &first, &last), label: p.t.label(stretch) }
        })
        .collect()
}

/// Whether a condition says what the entry says, in whatever words.
fn is(p: &List<'_>, entry: &Entry, row: &Row) -> bool {
    let same_choice = || {
        let known = choices(p.t, p.names, row.field);
        known.iter().any(|choice| choice.is(&row.value) && choice.is(&entry.row.value))
    };
    *row == entry.row || (row.operator == entry.row.operator && row.field == entry.row.field && same_choice())
}

fn menu(p: &List<'_>, field: Keyword) -> Markup {
    let t = p.t;
    let (kept, own): (Vec<Row>, Vec<Row>) =
        conditions::rows(&p.place.asked.text).into_iter().partition(|row| row.field != Some(field));
    let entries = entries(p, field);
    let chosen = match own.as_slice() {
        [only] => entries.iter().position(|entry| is(p, entry, only)),
        _ => None,
    };
    let address = |row: Option<&Row>| {
        let rows: Vec<Row> = kept.iter().chain(row).cloned().collect();
        p.place.with(|asked| asked.text = conditions::compose(&rows, t.locale().language())).address()
    };
    let says = match chosen {
        Some(index) => entries[index].label.clone(),
        None if own.is_empty() => t.text("quick-any"),
        None => t.text("quick-other"),
    };
    html! {
        details class="menu quick" {
            summary class={ "chip" @if !own.is_empty() { " chip-on" } } {
                span { (field_label(t, Some(field))) } span .faint[own.is_empty()] { (says) } (Icon::ChevronDown)
            }
            ul class="menu-panel quick-panel" role="list" {
                li { a class="menu-link" href=(address(None)) aria-current=[own.is_empty().then_some("true")] { (t.text("quick-any")) } }
                @for (index, entry) in entries.iter().enumerate() {
                    li { a class="menu-link" href=(address(Some(&entry.row))) aria-current=[(chosen == Some(index)).then_some("true")] { (entry.label) } }
                }
            }
        }
    }
}
