//! The advanced search: rows of field, operator and value. It is another view of the box: its rows are read from the text
//! that the address holds, and sending it makes such a text again. Every button is a plain submit.

use maud::{Markup, html};
use poem::Request;

use crate::{
    i18n::T,
    service::search::{
        Join, Keyword,
        conditions::{Kind, Operator, Row, compose, rows},
    },
    web::{
        forms,
        fragments::{Icon, Look, button_link},
        paths,
    },
};

use super::{
    conditions::{Choice, FIELDS, choices, field_label, operator_label},
    listing::{List, Place},
};

/// The most rows: as many parts of a query as are used.
pub(super) const MOST_ROWS: usize = 24;

/// The address that the builder's form leads to; `None` when the request is not its.
pub(super) fn sent(t: T, place: &Place, request: &Request) -> Option<String> {
    let all = |name: &str| forms::query_values(request, name);
    let (fields, operators, values, upper) = (all("f"), all("o"), all("v"), all("w"));
    if fields.is_empty() {
        return None;
    }
    let at = |list: &[String], place: usize| list.get(place).cloned().unwrap_or_default();
    let mut rows: Vec<Row> = (0..fields.len().min(MOST_ROWS))
        .map(|row| {
            let field = Keyword::named(&at(&fields, row));
            Row::new(field, Operator::from_code(&at(&operators, row)), &at(&values, row), &at(&upper, row))
        })
        .collect();
    let step = forms::query_value(request, "do").unwrap_or_default();
    if let Some(gone) =
        step.strip_prefix("remove:").and_then(|number| number.parse().ok()).filter(|gone| *gone < rows.len())
    {
        rows.remove(gone);
    }
    let blank = rows.iter().filter(|row| row.is_blank()).count() + usize::from(step == "add");
    let mut place = place.with(|asked| asked.text = compose(&rows, t.language()));
    place.blank_rows = Some(blank.min(MOST_ROWS));
    Some(place.address())
}

/// The builder when it is open, and the way to open it when it is not.
pub(super) fn builder(p: &List<'_>) -> Markup {
    let t = p.t;
    let Some(blank) = p.place.blank_rows else { return html! {} };
    let mut rows = rows(&p.place.asked.text);
    let missing = if rows.is_empty() { blank.max(1) } else { blank };
    rows.extend((0..missing).map(|_| Row::new(None, None, "", "")));
    rows.truncate(MOST_ROWS);
    let next = rows.iter().position(|row| row.value.is_empty());
    html! {
        form class="builder" action=(paths::PAYMENTS) aria-label=(t.text("builder-title")) hx-boost="false" {
            @for (name, value) in p.place.carried() { input type="hidden" name=(name) value=(value); }
            div class="row row-wrap" {
                label for="builder-any" { (t.text("builder-match")) }
                select class="input" id="builder-any" name="any" data-submit {
                    option value="" selected[p.place.asked.join == Join::All] { (t.text("builder-all")) }
                    option value="1" selected[p.place.asked.join == Join::Any] { (t.text("builder-any")) }
                }
            }
            ol class="builder-rows" role="list" {
                @for (number, row) in rows.iter().enumerate() { li class="builder-row" { (one_row(p, number, row, next == Some(number))) } }
            }
            div class="row row-wrap" {
                button class="button button-small" type="submit" name="do" value="add" { (Icon::Plus) span { (t.text("builder-add")) } }
                button class="button button-small button-primary" type="submit" { (Icon::Search) span { (t.text("payments-search-go")) } }
                (button_link(Look::Ghost, &closed(p.place), &t.text("builder-close"), None))
            }
        }
    }
}

fn closed(place: &Place) -> String {
    Place { blank_rows: None, ..place.clone() }.address()
}

/// `asks` is the first row that lacks a value: where one goes on.
fn one_row(p: &List<'_>, number: usize, row: &Row, asks: bool) -> Markup {
    let (t, kind) = (p.t, Kind::of(row.field));
    let place = (number + 1).to_string();
    let named = |key: &str| format!("{} {place}", t.text(key));
    let language = t.language();
    html! {
        select class="input" name="f" data-submit aria-label=(named("builder-field")) autofocus[asks && row.field.is_none()] {
            @for field in FIELDS {
                option value=(field.map_or("", |field| field.name(language))) selected[field == row.field] { (field_label(t, field)) }
            }
        }
        select class="input" name="o" data-submit aria-label=(named("builder-operator")) {
            @for operator in kind.operators() {
                option value=(operator.code()) selected[*operator == row.operator] { (operator_label(t, kind, *operator)) }
            }
        }
        (value_input(p, row, "v", &named("builder-value"), asks && row.field.is_some()))
        @if row.operator.takes_two() {
            span class="faint" { (t.text("builder-and")) }
            (value_input(p, &Row { value: row.to.clone(), ..row.clone() }, "w", &named("builder-upper"), false))
        } @else { input type="hidden" name="w" value=""; }
        button class="button button-small button-icon button-ghost" type="submit" name="do" value={ "remove:" (number) }
            aria-label=(t.with("builder-remove", [("number", place.clone())])) { (Icon::X) }
    }
}

/// A list where the values are few and the row says one of them; else a field for text. An ISO day can be picked.
fn value_input(p: &List<'_>, row: &Row, name: &str, label: &str, focus: bool) -> Markup {
    let choices = choices(p.t, p.names, row.field);
    let chosen = choices.iter().position(|choice| choice.is(&row.value));
    if !choices.is_empty() && (row.value.is_empty() || chosen.is_some()) {
        return select(p.t, &choices, chosen, (name, label), focus);
    }
    let is_day = row.value.len() == 10 && row.value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let (kind, mode) = match Kind::of(row.field) {
        Kind::Day if row.value.is_empty() || is_day => ("date", None),
        Kind::Amount => ("text", Some("decimal")),
        Kind::Day | Kind::Text | Kind::Choice => ("text", None),
    };
    html! {
        input class="input" type=(kind) inputmode=[mode] name=(name) value=(row.value) aria-label=(label) maxlength="200"
            autocomplete="off" autofocus[focus];
    }
}

fn select(t: T, choices: &[Choice], chosen: Option<usize>, (name, label): (&str, &str), focus: bool) -> Markup {
    html! {
        select class="input" name=(name) aria-label=(label) autofocus[focus] {
            option value="" { (t.text("form-choose")) }
            @for (place, choice) in choices.iter().enumerate() {
                option value=(choice.value) selected[chosen == Some(place)] { (choice.label) }
            }
        }
    }
}
