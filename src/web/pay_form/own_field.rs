//! A field of the firm's own as clients fill it in, and as a link has filled it in: pure markup.

use maud::{Markup, html};

use crate::{
    domain::payment_page::fields::{CustomField, FieldKind, Need as Asked},
    i18n::T,
    web::fragments::{Field, Kind, Need, field, select_field, text_field, textarea_field},
};

use super::parts::{error_line, locked};

/// A field of the firm's own; `choices` are the words of its choices, where it has some.
pub fn open(t: T, own: &CustomField, f: &Field<'_>, choices: &[&str]) -> Markup {
    let line = Field { max_length: Some(200), ..*f };
    match &own.kind {
        FieldKind::Text => text_field(t, &line),
        FieldKind::Lines => textarea_field(t, &Field { class: "span-12", max_length: Some(2_000), ..*f }, 3),
        FieldKind::Number => text_field(t, &Field { kind: Kind::Digits, ..line }),
        FieldKind::Date => text_field(t, &Field { kind: Kind::Date, ..*f }),
        FieldKind::Choice(_) => {
            let places: Vec<String> = (0..choices.len()).map(|place| place.to_string()).collect();
            let choices: Vec<(&str, &str)> = places.iter().map(String::as_str).zip(choices.iter().copied()).collect();
            select_field(t, f, &choices)
        }
        FieldKind::Check => tick(t, own, f, false),
    }
}

/// The same, filled in by the link for good.
pub fn fixed(t: T, own: &CustomField, f: &Field<'_>, choices: &[&str]) -> Markup {
    let f = &Field { need: Need::Unmarked, ..*f };
    let (invalid, told) = (f.error.map(|_| "true"), f.error.map(|_| format!("{}-error", f.name)));
    match &own.kind {
        FieldKind::Text | FieldKind::Number => locked(t, f),
        FieldKind::Date => field(
            t,
            f,
            &html! {
                input class="input" type="date" id=(f.name) name=(f.name) value=(f.value) readonly aria-invalid=[invalid] aria-describedby=[told];
            },
        ),
        FieldKind::Lines => field(
            t,
            &Field { class: "span-12", ..*f },
            &html! {
                textarea class="input" id=(f.name) name=(f.name) rows="3" readonly aria-invalid=[invalid] aria-describedby=[told] { (f.value) }
            },
        ),
        FieldKind::Choice(_) => {
            let words = f.value.parse::<usize>().ok().and_then(|place| choices.get(place)).copied().unwrap_or_default();
            field(
                t,
                f,
                &html! {
                    input type="hidden" name=(f.name) value=(f.value);
                    input class="input" id=(f.name) value=(words) readonly aria-invalid=[invalid] aria-describedby=[told];
                },
            )
        }
        FieldKind::Check => tick(t, own, f, true),
    }
}

/// A box; one that cannot be changed is not sent by browsers, so what it says stands beside it.
fn tick(t: T, own: &CustomField, f: &Field<'_>, locked: bool) -> Markup {
    let ticked = !f.value.is_empty();
    html! {
        div.field.span-12.field-error[f.error.is_some()] {
            @if let Some(words) = f.error { (error_line(t, f.name, words)) }
            @if locked && ticked { input type="hidden" name=(f.name) value="yes"; }
            label class="check" {
                input type="checkbox" id=(f.name) name=[(!locked).then_some(f.name)] value="yes" checked[ticked] disabled[locked];
                span { (f.label) @if own.need == Asked::Optional && !locked { " " span class="optional" { (t.text("form-optional")) } } }
            }
        }
    }
}
