//! General schedules: the list, the form of their terms, and what came of one.

use maud::{Markup, html};

use crate::{
    domain::{
        firm::Firm,
        merchant_account::MerchantAccount,
        money::Currency,
        schedule::group::{ScheduleGroup, Stage},
    },
    i18n::{T, dates},
    service::schedules::reviewing::Details,
    web::{
        forms::FormErrors,
        fragments::{
            Choice, Field, Icon, Look, Need, Tone, account, breadcrumb, button_link, card, card_flush, csrf, empty,
            error_summary, facts, form_section, note, page_head, required_key, select_field, table_under, tag,
            text_field,
        },
        paths,
    },
};

use super::{
    super::form::Typed,
    parts::{self, Parts},
    review::unfit_words,
};

/// What the form of terms shows.
pub(in super::super) struct TermsForm<'a> {
    pub(in super::super) t: T,
    pub(in super::super) csrf: &'a str,
    /// The one that is changed; a new one has none.
    pub(in super::super) group: Option<&'a ScheduleGroup>,
    pub(in super::super) typed: &'a Typed,
    pub(in super::super) accounts: &'a [MerchantAccount],
    pub(in super::super) currency: Currency,
    pub(in super::super) errors: &'a FormErrors,
}

impl TermsForm<'_> {
    fn parts(&self) -> Parts<'_> {
        Parts {
            t: self.t,
            typed: self.typed,
            currency: self.currency,
            errors: self.errors,
            retry: None,
            preview_path: paths::SCHEDULE_GROUP_PREVIEW,
            debit: None,
        }
    }
}

/// The dates as typed.
pub(in super::super) fn preview(f: &TermsForm<'_>) -> Markup {
    parts::preview(&f.parts())
}

/// The page with the form of terms.
pub(in super::super) fn terms(f: &TermsForm<'_>) -> Markup {
    let (t, parts) = (f.t, f.parts());
    let errors = f.errors.messages(t);
    let errors: Vec<(&str, &str)> = errors.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
    let title = t.text(if f.group.is_some() { "group-edit-title" } else { "group-new-title" });
    let (action, back) = match f.group {
        Some(group) => (paths::schedule_group(group.id), paths::schedule_group(group.id)),
        None => (paths::SCHEDULE_GROUPS.to_owned(), paths::SCHEDULES.to_owned()),
    };
    let crumb = breadcrumb(paths::SCHEDULE_GROUPS, &t.text("groups-title"), &title);
    html! {
        (error_summary(t, &errors))
        (page_head(&crumb, &title, &html! { p { (t.text("group-new-intro")) } }, &required_key(t)))
        form class="columns columns-form schedule-form" id="schedule-form" method="post" action=(action) novalidate data-once {
            div class="card" {
                (plan_section(f))
                (parts::amount_section(&parts))
                (parts::dates_section(&parts))
                (parts::failure_section(&parts))
                (parts::reference_section(&parts))
                (csrf(f.csrf))
                input type="hidden" name="key" value=(f.typed.key);
                input type="hidden" name="version" value=(f.typed.version);
            }
            aside class="card sticky" aria-labelledby="schedule-preview" {
                div class="card-head" { h2 id="schedule-preview" { (t.text("group-preview")) } }
                div class="card-body stack-4" {
                    (parts::preview(&parts))
                    div class="stack-2" {
                        button class="button button-primary button-block" type="submit" name="do" value="go-on" { span { (t.text("group-go-on")) } }
                        button class="button button-block" type="submit" name="do" value="preview" { span { (t.text("schedule-preview-again")) } }
                        (button_link(Look::GhostBlock, &back, &t.text("enter-payment-cancel"), None))
                    }
                    p class="hint" { (t.text("group-nothing-yet")) }
                }
            }
        }
    }
}

fn plan_section(f: &TermsForm<'_>) -> Markup {
    let t = f.t;
    let (name_label, name_hint) = (t.text("schedule-name"), t.text("group-name-hint"));
    let (account_label, account_hint) = (t.text("group-account"), t.text("group-account-hint"));
    let error = |name: &str| f.errors.first(name, t);
    let (name_error, account_error) = (error("name"), error("account"));
    let accounts: Vec<(String, String)> =
        f.accounts.iter().map(|known| (known.id.to_string(), account(t, known))).collect();
    let accounts: Vec<Choice<'_>> = accounts.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    let name = Field {
        name: "name",
        label: &name_label,
        value: &f.typed.name,
        hint: Some(&name_hint),
        error: name_error.as_deref(),
        need: Need::Required,
        max_length: Some(120),
        class: "span-6",
        ..Field::default()
    };
    let into = Field {
        name: "account",
        label: &account_label,
        value: &f.typed.account,
        hint: Some(&account_hint),
        error: account_error.as_deref(),
        need: Need::Required,
        class: "span-6",
        ..Field::default()
    };
    let body = html! { div class="grid" { (text_field(t, &name)) (select_field(t, &into, &accounts)) } };
    form_section("section-plan", &t.text("schedule-section-plan"), &html! {}, &body)
}

pub(super) fn stage_tag(t: T, stage: Stage) -> Markup {
    let (tone, icon) = match stage {
        Stage::Choosing => (Tone::Neutral, Icon::FileText),
        Stage::Running => (Tone::Warning, Icon::RefreshCw),
        Stage::Done => (Tone::Positive, Icon::CircleCheck),
        Stage::Discarded => (Tone::Neutral, Icon::Ban),
    };
    tag(tone, icon, &t.text(&format!("group-stage-{}", stage.code())))
}

/// The list of general schedules.
pub(in super::super) fn list(t: T, firm: &Firm, groups: &[ScheduleGroup], may_manage: bool) -> Markup {
    let new = html! {
        @if may_manage { (button_link(Look::Primary, paths::SCHEDULE_GROUP_NEW, &t.text("groups-new"), Some(Icon::Plus))) }
    };
    let crumb = breadcrumb(paths::SCHEDULES, &t.text("schedules-title"), &t.text("groups-title"));
    let table = html! {
        table class="table" {
            thead { tr {
                th scope="col" { (t.text("schedule-name")) }
                th scope="col" { (t.text("payments-status")) }
                th scope="col" class="cell-end" { (t.text("groups-made")) }
                th scope="col" class="col-date" { (t.text("groups-since")) }
            } }
            tbody {
                @for group in groups {
                    tr {
                        td { a class="row-link" href=(paths::schedule_group(group.id)) { (group.name) } }
                        td class="nowrap" { (stage_tag(t, group.stage)) }
                        td class="num cell-end" { (group.made) }
                        td class="num nowrap col-date" { (dates::date_medium(group.created_at, &firm.time_zone, t.locale())) }
                    }
                }
            }
        }
    };
    html! {
        (page_head(&crumb, &t.text("groups-title"), &html! { p { (t.text("groups-intro")) } }, &new))
        section class="card" aria-label=(t.text("groups-title")) {
            @if groups.is_empty() { (empty(Icon::CalendarClock, &t.text("groups-none"), &t.text("groups-none-text"), &html! {})) }
            @else { (table_under(t, &t.text("groups-title"), &table)) }
        }
    }
}

/// How far a general schedule has got, and what came of it.
pub(in super::super) fn result(t: T, firm: &Firm, details: &Details, by: &str) -> Markup {
    let group = &details.group;
    let running = group.stage == Stage::Running;
    let address = paths::schedule_group(group.id);
    let made_at = dates::date_medium(group.created_at, &firm.time_zone, t.locale());
    let waiting = details.enrolment.as_ref().map_or(0, |enrolment| enrolment.waiting.len());
    let mut rows = vec![(t.text("groups-made"), html! { span class="num" { (group.made) } })];
    if running {
        rows.push((t.text("group-waiting"), html! { span class="num" { (waiting) } }));
    }
    if !details.refused.is_empty() {
        rows.push((t.text("group-refused"), html! { span class="num" { (details.refused.len()) } }));
    }
    rows.push((t.text("groups-since"), html! { (made_at) @if !by.is_empty() { ", " (by) } }));
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, fact)| (name.as_str(), fact.clone())).collect();
    let (tone, told) = match group.stage {
        Stage::Done if details.refused.is_empty() => {
            (Tone::Positive, t.with("group-told-done", [("count", group.made)]))
        }
        Stage::Done => (Tone::Warning, t.with("group-told-partly", [("count", group.made)])),
        Stage::Running => (Tone::Information, t.text("group-told-running")),
        Stage::Choosing => (Tone::Information, t.text("group-told-choosing")),
        Stage::Discarded => (Tone::Neutral, t.text("group-told-discarded")),
    };
    let body = html! {
        div class="stack-4" {
            (note(tone, &html! { (told) }))
            (facts(&rows))
            div class="actions" {
                @if group.made > 0 { (button_link(Look::Primary, &paths::schedules_of_group(group.id), &t.text("group-to-list"), Some(Icon::CalendarClock))) }
                @if running { (button_link(Look::Default, &address, &t.text("result-refresh"), Some(Icon::RotateCw))) }
            }
        }
    };
    let crumb = breadcrumb(paths::SCHEDULE_GROUPS, &t.text("groups-title"), &group.name);
    html! {
        (page_head(&crumb, &group.name, &html! { p { (stage_tag(t, group.stage)) } }, &html! {}))
        div class="stack" {
            (card("group-result", &t.text("group-result"), &html! {}, &body))
            @if !details.refused.is_empty() { (card_flush("group-refused", &t.text("group-refused"), &html! {}, &refused(t, details))) }
        }
    }
}

fn refused(t: T, details: &Details) -> Markup {
    html! {
        ul class="list" role="list" {
            @for (payer, why) in &details.refused {
                li { div class="list-text" { a href=(paths::payer(payer.id)) { (payer.name) } span class="sub" { (unfit_words(t, None, *why)) } } }
            }
        }
    }
}
