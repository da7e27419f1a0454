//! Tags and the internal note: their forms, and the card that shows them.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{
    Response, handler,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{annotation::Annotation, ids::TransactionId, permission::Permission},
    i18n::dates,
    service::{
        Authority,
        annotations::{self, AnnotateError},
    },
    web::{
        answer,
        error::WebError,
        forms::Fields,
        fragments::{
            Field, Icon, Look, Need, Tone, button, card, csrf, note as standing_out, text_field, textarea_field,
        },
        guard::Rq,
        paths,
    },
};

use super::{FORM_FIELD, Typed, again, view::Page};

/// What the drafts of the note are marked with.
const FORM: &str = "note";

/// `POST /payments/{id}/tags`
#[handler]
pub async fn create_tag(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::AnnotatePayments)?;
    let (id, tag) = (TransactionId::new(id), fields.get("tag"));
    let refuse = |key| again(app, rq, id, &Typed { tag: tag.to_owned(), ..Typed::default() }, ("tag", key));
    match annotations::add_tag(app, Authority::Staff(&staff.user), id, tag).await {
        Ok(_) => Ok(answer::see_other(&paths::payment_done(id, "tag"))),
        Err(AnnotateError::NotATag) => refuse("payment-tag-error"),
        Err(AnnotateError::TooManyTags) => refuse("payment-tag-error-many"),
        Err(AnnotateError::Unavailable) => refuse("payment-tag-error-unavailable"),
        Err(error) => Err(other(error)),
    }
}

/// `POST /payments/{id}/tags/removals`
#[handler]
pub async fn create_tag_removal(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::AnnotatePayments)?;
    let id = TransactionId::new(id);
    match annotations::remove_tag(app, Authority::Staff(&staff.user), id, fields.get("tag")).await {
        Ok(_) => Ok(answer::see_other(&paths::payment_done(id, "untag"))),
        Err(error) => Err(other(error)),
    }
}

/// `POST /payments/{id}/note`
#[handler]
pub async fn update_note(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::AnnotatePayments)?;
    let (id, text) = (TransactionId::new(id), fields.lines("note"));
    let refuse = |key| again(app, rq, id, &Typed { note: Some(text.clone()), ..Typed::default() }, ("note", key));
    let Ok(seen) = fields.get("version").parse() else { return refuse("payment-note-error-stale") };
    match annotations::write_note(app, Authority::Staff(&staff.user), id, (text.clone(), seen)).await {
        Ok(_) => Ok(answer::see_other(&paths::payment_done(id, "note"))),
        Err(AnnotateError::TooLong) => refuse("payment-note-error-long"),
        Err(AnnotateError::Stale(_)) => refuse("payment-note-error-stale"),
        Err(AnnotateError::Unavailable) => refuse("payment-note-error-unavailable"),
        Err(error) => Err(other(error)),
    }
}

fn other(error: AnnotateError) -> WebError {
    match error {
        AnnotateError::NotAllowed(not_allowed) => not_allowed.into(),
        AnnotateError::NotFound => WebError::NotFound,
        AnnotateError::Store(error) => error.into(),
        AnnotateError::NotATag
        | AnnotateError::TooManyTags
        | AnnotateError::TooLong
        | AnnotateError::Stale(_)
        | AnnotateError::Unavailable => WebError::Unavailable,
    }
}

/// The card with both. Whoever may not write them reads them; nothing is shown to them when there is nothing.
pub(super) fn annotations_card(p: &Page<'_>) -> Markup {
    let (t, noted) = (p.t, &p.details.annotation);
    let may = p.user.may(Permission::AnnotatePayments);
    if !may && noted.tags.is_empty() && noted.note.is_empty() {
        return html! {};
    }
    let aside = html! { p class="faint small" { (t.text("payment-staff-only")) } };
    let body = html! {
        div class="stack-4" {
            (tags(p, noted, may))
            @if may && noted.tags.len() < Annotation::MAX_TAGS { (tag_form(p)) }
            @if may { (note_form(p)) } @else if !noted.note.is_empty() { p class="prewrap" { (noted.note) } (written(p)) }
        }
    };
    card("payment-annotations", &t.text("payment-annotations"), &aside, &body)
}

fn tags(p: &Page<'_>, noted: &Annotation, may: bool) -> Markup {
    let (t, id) = (p.t, p.details.transaction.id);
    html! {
        @if noted.tags.is_empty() { p class="faint" { (t.text("payment-tags-none")) } } @else {
            ul class="chips" role="list" aria-label=(t.text("payment-tags")) {
                @for tag in &noted.tags {
                    li class="chip-set" {
                        a class="chip" href=(paths::payments_found(&format!("tag:\"{tag}\""))) { (tag) }
                        @if may {
                            form method="post" action=(paths::payment_tag_removals(id)) {
                                (csrf(p.csrf))
                                input type="hidden" name="tag" value=(tag);
                                button class="button button-icon button-ghost button-small" type="submit" aria-label=(t.with("payment-tag-remove", [("tag", tag.clone())])) { (Icon::X) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn tag_form(p: &Page<'_>) -> Markup {
    let t = p.t;
    let (label, hint, error) = (t.text("payment-tag"), t.text("payment-tag-hint"), p.errors.first("tag", t));
    let field = Field {
        name: "tag",
        label: &label,
        value: &p.typed.tag,
        hint: Some(&hint),
        error: error.as_deref(),
        need: Need::Unmarked,
        max_length: Some(30),
        ..Field::default()
    };
    html! {
        form class="stack-2" method="post" action=(paths::payment_tags(p.details.transaction.id)) novalidate data-once {
            (csrf(p.csrf))
            (text_field(t, &field))
            div { (button(Look::Small, &t.text("payment-tag-add"), Some(Icon::Plus))) }
        }
    }
}

fn note_form(p: &Page<'_>) -> Markup {
    let (t, noted) = (p.t, &p.details.annotation);
    let (label, hint, error) = (t.text("payment-note"), t.text("payment-note-hint"), p.errors.first("note", t));
    let value = p.typed.note.as_deref().unwrap_or(&noted.note);
    let field = Field {
        name: "note",
        label: &label,
        value,
        hint: Some(&hint),
        error: error.as_deref(),
        need: Need::Unmarked,
        max_length: Some(2_000),
        ..Field::default()
    };
    html! {
        form class="stack-2" method="post" action=(paths::payment_note(p.details.transaction.id)) novalidate data-once {
            @if p.typed.restored { (standing_out(Tone::Information, &html! { (t.text("payment-note-restored")) })) }
            // What stands there now is shown beside what was typed, so that neither is lost.
            @if error.is_some() && value != noted.note {
                div class="quote" { p class="label" { (t.text("payment-note-now")) } p class="prewrap" { @if noted.note.is_empty() { (t.text("payment-note-none")) } @else { (noted.note) } } }
            }
            (textarea_field(t, &field, 3))
            (written(p))
            (csrf(p.csrf))
            input type="hidden" name="version" value=(noted.note_version);
            input type="hidden" name="key" value=(p.key);
            input type="hidden" name=(FORM_FIELD) value=(FORM);
            div { (button(Look::Small, &t.text("payment-note-save"), Some(Icon::Check))) }
        }
    }
}

/// Who wrote the note, and when.
fn written(p: &Page<'_>) -> Markup {
    let (t, noted) = (p.t, &p.details.annotation);
    html! {
        @if let (Some(at), Some(by)) = (noted.note_at, &p.details.note_by) {
            p class="faint small" {
                (t.with("payment-note-by", [("name", by.clone()), ("when", dates::date_time_long(at, &p.firm.time_zone, t.locale()))]))
            }
        }
    }
}
