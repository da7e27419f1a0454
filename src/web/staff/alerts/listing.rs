//! The list of alerts: pure markup. Each says who, what, how much, why, and what happens next.

use maud::{Markup, html};

use crate::{
    domain::{
        alert::{Cause, Resolution, State},
        firm::Firm,
        permission::Permission,
        user::{AlertMail, User},
    },
    i18n::{T, amount},
    service::alerts::looking::Shown,
    web::{
        alert_words,
        forms::FormErrors,
        fragments::{
            Field, Icon, Look, Need, button, button_link, card, csrf, dot, empty, error_summary, page_head,
            select_field, textarea_field, toned,
        },
        paths,
    },
};

use super::{Listed, TICK, Typed, View};

/// What the page shows.
pub(super) struct Page<'a> {
    pub(super) t: T,
    pub(super) firm: &'a Firm,
    pub(super) user: &'a User,
    pub(super) listed: Listed,
    pub(super) rows: &'a [Shown],
    pub(super) next: Option<&'a str>,
    /// How many of each cause are open.
    pub(super) counts: &'a [(Cause, u64)],
    pub(super) colleagues: &'a [User],
    pub(super) typed: &'a Typed,
    pub(super) errors: &'a FormErrors,
    pub(super) csrf: &'a str,
}

impl Page<'_> {
    /// Whether rows can be ticked: what has ended stays as it is.
    fn acts(&self) -> bool {
        self.user.may(Permission::ResolveAlerts) && self.listed.view != View::Resolved && !self.rows.is_empty()
    }
}

/// The whole page.
pub(super) fn page(p: &Page<'_>) -> Markup {
    let t = p.t;
    let errors = p.errors.messages(t);
    let summary: Vec<(&str, &str)> = errors.iter().map(|(name, message)| (name.as_str(), message.as_str())).collect();
    html! {
        (error_summary(t, &summary))
        (page_head(&html! {}, &t.text("alerts-title"), &html! { p { (t.text("alerts-intro")) } }, &html! {}))
        section class="card" aria-label=(t.text("alerts-title")) {
            div class="card-tabs" { (views(p)) }
            (causes(p))
            @if p.rows.is_empty() { (none(p)) }
            @else if p.acts() {
                form method="post" action=(paths::alert_assignments()) novalidate data-once {
                    (csrf(p.csrf))
                    input type="hidden" name="show" value=(p.listed.view.code());
                    input type="hidden" name="cause" value=(p.listed.cause.map_or("", Cause::code));
                    (rows(p))
                    (several(p))
                }
            } @else { (rows(p)) }
            (ways(p))
        }
        (mail(p))
    }
}

fn views(p: &Page<'_>) -> Markup {
    let t = p.t;
    html! {
        nav class="tabs" aria-label=(t.text("alerts-shelves")) {
            @for view in View::ALL {
                @let here = (view == p.listed.view).then_some("page");
                a href=(Listed { view, cause: p.listed.cause, after: None }.address()) aria-current=[here] { (view_name(t, view)) }
            }
        }
    }
}

fn view_name(t: T, view: View) -> String {
    t.text(match view {
        View::Open => "alerts-shelf-open",
        View::Mine => "alerts-shelf-mine",
        View::Snoozed => "alerts-shelf-snoozed",
        View::Resolved => "alerts-shelf-resolved",
    })
}

/// The causes to choose from: those of which something is open, and the one chosen.
fn causes(p: &Page<'_>) -> Markup {
    let (t, chosen) = (p.t, p.listed.cause);
    let open = p.listed.view == View::Open;
    let count = |cause: Cause| p.counts.iter().find(|(known, _)| *known == cause).map(|(_, count)| *count);
    let mut offered: Vec<Cause> = Cause::ALL.into_iter().filter(|cause| !open || count(*cause).is_some()).collect();
    if let Some(cause) = chosen.filter(|cause| !offered.contains(cause)) {
        offered.push(cause);
    }
    let path = |cause| Listed { view: p.listed.view, cause, after: None }.address();
    let here = |cause| (chosen == cause).then_some("true");
    let named = |cause: Cause| match count(cause).filter(|_| open) {
        Some(count) => t.with("alerts-cause-count", [("cause", t.label(cause)), ("count", count.to_string())]),
        None => t.label(cause),
    };
    html! {
        @if !offered.is_empty() && (offered.len() > 1 || chosen.is_some()) {
            nav class="filters" aria-label=(t.text("alerts-causes")) {
                div class="chips" {
                    a.chip.chip-on[chosen.is_none()] href=(path(None)) aria-current=[here(None)] { (t.text("alerts-all-causes")) }
                    @for cause in offered {
                        a.chip.chip-on[chosen == Some(cause)] href=(path(Some(cause))) aria-current=[here(Some(cause))] { (named(cause)) }
                    }
                }
            }
        }
    }
}

fn none(p: &Page<'_>) -> Markup {
    let t = p.t;
    let key = match p.listed.view {
        View::Open => "alerts-none",
        View::Mine => "alerts-none-mine",
        View::Snoozed => "alerts-none-snoozed",
        View::Resolved => "alerts-none-resolved",
    };
    let all = Listed { view: p.listed.view, ..Listed::default() }.address();
    let actions =
        html! { @if p.listed.cause.is_some() { (button_link(Look::Default, &all, &t.text("alerts-show-all"), None)) } };
    empty(Icon::CircleCheck, &t.text(key), &t.text(&format!("{key}-text")), &actions)
}

fn rows(p: &Page<'_>) -> Markup {
    html! { ul class="list alert-list" role="list" { @for shown in p.rows { (row(p, shown)) } } }
}

fn row(p: &Page<'_>, shown: &Shown) -> Markup {
    let (t, alert) = (p.t, &shown.alert);
    let (tone, icon) = alert_words::look(alert.cause);
    let (why, raw) = alert_words::why(t, shown);
    let (who, about) = (alert_words::who(t, shown), alert_words::about(t, shown));
    let value = format!("{}.{}", alert.id, alert.version);
    let what = format!("{who}, {}", t.label(alert.cause));
    html! {
        li {
            @if p.acts() {
                input class="tick" type="checkbox" name={ (TICK) (alert.id) } value=(alert.version) checked[p.typed.ticked.contains(&value)]
                    aria-label=(t.with("alerts-select", [("what", what)]));
            }
            (dot(tone, icon))
            div class="alert-text" {
                div class="alert-lead" {
                    a class="lead" href=(paths::alert(alert.id)) { (who) }
                    @if let Some(sum) = shown.amount { b class="num" { (amount::format(sum, t.locale())) } }
                }
                p {
                    (toned(tone, &t.label(alert.cause)))
                    @if about != who { ". " (about) }
                }
                p class="small" { (why) @if let Some(raw) = raw { " " span class="faint mono" { (raw) } } }
                @if alert.state.is_unresolved() { p class="faint small" { (alert_words::next(t, shown, &p.firm.time_zone)) } }
                @if p.acts() && asks(p.user, shown) {
                    p { button class="button button-small" type="submit" formaction=(paths::alert_deed(alert.id, "request")) { (Icon::Send) span { (t.text("alerts-ask-payer")) } } }
                }
                p class="faint small" { (when(p, shown)) @if let Some(name) = &shown.assignee { " · " (t.text("alerts-assignee")) " " (name) } }
            }
        }
    }
}

/// Whether the reader may ask the payer by mail for another method.
pub(super) fn asks(user: &User, shown: &Shown) -> bool {
    let may = [Permission::ResolveAlerts, Permission::ManagePayers].into_iter().all(|one| user.may(one));
    may && shown.askable
}

/// Since when, until when, or how it ended.
fn when(p: &Page<'_>, shown: &Shown) -> Markup {
    let t = p.t;
    let written = |at| alert_words::when(t, at, &p.firm.time_zone);
    html! {
        @match &shown.alert.state {
            State::Open => { (t.with("alerts-since", [("when", written(shown.alert.raised_at))])) }
            State::Snoozed { until } => { (t.with("alerts-snoozed-until", [("when", written(*until))])) }
            State::Resolved(resolved) => { (t.label(resolved.how)) ", " (written(resolved.at)) @if !resolved.note.is_empty() { span class="said prewrap" { (resolved.note) } } }
        }
    }
}

/// What can be done about all that is ticked.
fn several(p: &Page<'_>) -> Markup {
    let t = p.t;
    let open = ["how", "note"].iter().any(|name| p.errors.of(name).is_some());
    html! {
        fieldset class="alert-several" {
            legend class="label" { (t.text("alerts-selected")) }
            div class="alert-assign" {
                (assign_field(t, p.colleagues, &p.typed.to, p.errors))
                (button(Look::Small, &t.text("alerts-assign"), Some(Icon::Check)))
            }
            details open[open] {
                summary class="button button-small" { span { (t.text("alerts-resolve")) } (Icon::ChevronDown) }
                div class="stack-3" {
                    (resolve_fields(t, &Resolution::BY_HAND, p.typed, p.errors))
                    div {
                        button class="button button-small" type="submit" formaction=(paths::alert_resolutions()) { (Icon::CircleCheck) span { (t.text("alerts-resolve")) } }
                    }
                }
            }
        }
    }
}

/// To whom something is given.
pub(super) fn assign_field(t: T, colleagues: &[User], chosen: &str, errors: &FormErrors) -> Markup {
    let (label, error) = (t.text("alerts-assign-to"), errors.first("to", t));
    html! {
        div.field.field-error[error.is_some()] {
            label class="label" for="to" { (label) }
            @if let Some(error) = &error { div class="error-message" id="to-error" { (Icon::CircleAlert) span { (error) } } }
            select class="input" id="to" name="to" autocomplete="off" aria-invalid=[error.as_ref().map(|_| "true")] aria-describedby=[error.as_ref().map(|_| "to-error")] {
                option value="" selected[chosen.is_empty()] { (t.text("alerts-assign-nobody")) }
                @for user in colleagues { option value=(user.id) selected[user.id.to_string() == chosen] { (user.name) } }
            }
        }
    }
}

/// How something was resolved, and the note.
pub(super) fn resolve_fields(t: T, offered: &[Resolution], typed: &Typed, errors: &FormErrors) -> Markup {
    let (how_label, note_label, hint) =
        (t.text("alerts-resolve-how"), t.text("alerts-note"), t.text("alerts-note-hint"));
    let choices: Vec<(&str, String)> = offered.iter().map(|how| (how.code(), t.label(*how))).collect();
    let choices: Vec<(&str, &str)> = choices.iter().map(|(code, words)| (*code, words.as_str())).collect();
    let (how_error, note_error) = (errors.first("how", t), errors.first("note", t));
    let how = Field {
        name: "how",
        label: &how_label,
        value: &typed.how,
        error: how_error.as_deref(),
        need: Need::Required,
        ..Field::default()
    };
    let note = Field {
        name: "note",
        label: &note_label,
        value: &typed.note,
        hint: Some(&hint),
        error: note_error.as_deref(),
        need: Need::Required,
        max_length: Some(500),
        ..Field::default()
    };
    html! { (select_field(t, &how, &choices)) (textarea_field(t, &note, 2)) }
}

fn ways(p: &Page<'_>) -> Markup {
    let t = p.t;
    let first = Listed { after: None, ..p.listed }.address();
    html! {
        @if p.next.is_some() || p.listed.after.is_some() {
            div class="card-foot actions" {
                @if p.listed.after.is_some() { (button_link(Look::Small, &first, &t.text("alerts-first"), Some(Icon::ChevronLeft))) }
                @if let Some(next) = p.next { (button_link(Look::Small, next, &t.text("alerts-more"), Some(Icon::ChevronRight))) }
            }
        }
    }
}

/// When the reader wants mail.
fn mail(p: &Page<'_>) -> Markup {
    let t = p.t;
    let label = t.text("alerts-mail-choice");
    let choices = AlertMail::ALL.map(|choice| (choice.code(), t.label(choice)));
    let choices: Vec<(&str, &str)> = choices.iter().map(|(code, words)| (*code, words.as_str())).collect();
    let field = Field {
        name: "alert_mail",
        label: &label,
        value: p.user.alert_mail.code(),
        need: Need::Unmarked,
        ..Field::default()
    };
    let body = html! {
        form class="alert-assign" method="post" action=(paths::alert_mail()) novalidate {
            (csrf(p.csrf))
            (select_field(t, &field, &choices))
            (button(Look::Small, &t.text("alerts-mail-save"), Some(Icon::Check)))
        }
    };
    let aside = html! { p class="faint small" { (t.with("alerts-mail-text", [("address", p.user.email.clone())])) } };
    card("alerts-mail", &t.text("alerts-mail"), &aside, &body)
}
