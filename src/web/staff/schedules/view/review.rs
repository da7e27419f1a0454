//! Who gets a schedule by a general one: they are looked for and ticked, and looked at once more before anything is made.

use maud::{Markup, html};

use crate::{
    domain::{
        card::PaymentMethod,
        ids::PayerId,
        money::{Currency, Money},
        payer::Payer,
        schedule::group::{Enrolment, ScheduleGroup, Unfit},
        time::Day,
    },
    i18n::{T, amount},
    service::schedules::reviewing::{Candidate, Details, Member, Outlook, Warning},
    web::{
        amount_field,
        forms::FormErrors,
        fragments::{
            Icon, Look, Tone, account, breadcrumb, button, button_link, card, csrf, empty, error_summary, facts,
            method_in_full, note, page_head, table_under, tag,
        },
        paths,
    },
};

use super::{day_words, plan_words, recurrence_words};

/// Something wrong with a row, or with all of them.
pub(in super::super) struct Wrong {
    payer: Option<PayerId>,
    typed: String,
    words: String,
}

impl Wrong {
    pub(in super::super) fn of(payer: PayerId, typed: &str, words: String) -> Self {
        Self { payer: Some(payer), typed: typed.to_owned(), words }
    }

    pub(in super::super) const fn of_all(words: String) -> Self {
        Self { payer: None, typed: String::new(), words }
    }
}

/// An amount of their own, if one was typed; or what is wrong with it.
pub(in super::super) fn read_amount(typed: &str, context: (Currency, T)) -> Result<Option<Money>, String> {
    if typed.is_empty() {
        return Ok(None);
    }
    let mut errors = FormErrors::default();
    match amount_field::read("amount", typed, context, &mut errors) {
        Some(amount) => Ok(Some(amount)),
        None => Err(errors.first("amount", context.1).unwrap_or_default()),
    }
}

/// Why somebody gets no schedule, with the name where it must be said.
pub(in super::super) fn unfit_words(t: T, payer: Option<&Payer>, why: Unfit) -> String {
    let words = t.text(&format!("group-unfit-{}", why.code()));
    match payer {
        Some(payer) => t.with("group-unfit-named", [("name", payer.name.clone()), ("why", words)]),
        None => words,
    }
}

/// What the page shows on which payers are chosen.
pub(in super::super) struct Choose<'a> {
    pub(in super::super) t: T,
    pub(in super::super) csrf: &'a str,
    pub(in super::super) details: &'a Details,
    pub(in super::super) enrolment: &'a Enrolment,
    /// What was typed into the search box.
    pub(in super::super) text: &'a str,
    /// Where the search and the list of the chosen stand.
    pub(in super::super) here: (Option<PayerId>, usize),
    pub(in super::super) found: &'a [Candidate],
    pub(in super::super) next: Option<String>,
    pub(in super::super) first: Option<String>,
    pub(in super::super) members: &'a [Member],
    pub(in super::super) earlier: Option<String>,
    pub(in super::super) later: Option<String>,
    pub(in super::super) may_request: bool,
    pub(in super::super) wrong: &'a [Wrong],
}

impl Choose<'_> {
    fn group(&self) -> &ScheduleGroup {
        &self.details.group
    }

    fn wrong_with(&self, payer: PayerId) -> Option<&Wrong> {
        self.wrong.iter().find(|wrong| wrong.payer == Some(payer))
    }

    /// What is wrong, with the name of whose it is, and the field that it leads to.
    fn told(&self, wrong: &Wrong) -> (String, String) {
        let Some(payer) = wrong.payer else { return (String::new(), wrong.words.clone()) };
        let chosen = self.members.iter().filter_map(|member| member.payer.as_ref());
        let mut shown = self.found.iter().map(|candidate| &candidate.payer).chain(chosen);
        let name = shown.find(|known| known.id == payer).map(|known| known.name.clone()).unwrap_or_default();
        let words = self.t.with("group-unfit-named", [("name", name), ("why", wrong.words.clone())]);
        (format!("amount-{payer}"), words)
    }

    /// A form that comes back to this very place.
    fn form(&self, body: &Markup) -> Markup {
        let (after, page) = self.here;
        html! {
            form method="post" action=(paths::schedule_group_part(self.group().id, "payers")) novalidate data-once {
                (csrf(self.csrf))
                input type="hidden" name="q" value=(self.text);
                input type="hidden" name="after" value=[after];
                input type="hidden" name="chosen" value=(page);
                (body)
            }
        }
    }
}

/// The page on which payers are chosen.
pub(in super::super) fn choose(p: &Choose<'_>) -> Markup {
    let (t, group) = (p.t, p.group());
    let errors: Vec<(String, String)> = p.wrong.iter().map(|wrong| p.told(wrong)).collect();
    let errors: Vec<(&str, &str)> = errors.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    let crumb = breadcrumb(paths::SCHEDULE_GROUPS, &t.text("groups-title"), &group.name);
    html! {
        (error_summary(t, &errors))
        (page_head(&crumb, &group.name, &html! { p { (t.text("group-choose-intro")) } }, &html! {}))
        div class="columns columns-form" {
            div class="stack" { (search(p)) (members(p)) }
            aside class="card sticky" aria-labelledby="group-terms" {
                div class="card-head" { h2 id="group-terms" { (t.text("group-terms")) } a href=(paths::schedule_group_part(group.id, "edit")) { (t.text("group-edit")) } }
                div class="card-body stack-4" {
                    (terms(t, p.details, p.enrolment))
                    @if p.enrolment.waiting.is_empty() { p class="hint" { (t.text("group-none-chosen")) } }
                    @else { (button_link(Look::PrimaryBlock, &paths::schedule_group_part(group.id, "review"), &t.text("group-to-review"), Some(Icon::ArrowRight))) }
                    form method="post" action=(paths::schedule_group_part(group.id, "removal")) data-once {
                        (csrf(p.csrf))
                        (button(Look::GhostBlock, &t.text("group-discard"), Some(Icon::X)))
                    }
                }
            }
        }
    }
}

/// What is the same for everybody.
fn terms(t: T, details: &Details, enrolment: &Enrolment) -> Markup {
    let terms = &enrolment.terms;
    let rows = [
        (t.text("schedule-plan"), html! { (plan_words(t, terms.plan)) }),
        (t.text("schedule-frequency"), html! { (recurrence_words(t, terms.recurrence)) }),
        (t.text("group-account"), html! { @if let Some(known) = &details.account { (account(t, known)) } }),
        (t.text("group-chosen"), html! { span class="num" { (enrolment.waiting.len()) } }),
    ];
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, fact)| (name.as_str(), fact.clone())).collect();
    facts(&rows)
}

fn search(p: &Choose<'_>) -> Markup {
    let t = p.t;
    html! {
        section class="card" aria-labelledby="group-find" {
            div class="card-head" { h2 id="group-find" { (t.text("group-find")) } }
            form class="filters" role="search" action=(paths::schedule_group(p.group().id)) aria-label=(t.text("group-find")) {
                div class="search" {
                    (Icon::Search)
                    input type="search" name="q" value=(p.text) autocomplete="off" aria-label=(t.text("payers-search")) aria-describedby="group-find-hint" maxlength="200" data-key="/";
                }
                p class="hint" id="group-find-hint" { (t.text("payers-search-hint")) }
                div class="row" { button class="button button-small" type="submit" { (Icon::Search) span { (t.text("payments-search-go")) } } }
            }
            @if p.found.is_empty() { (empty(Icon::Users, &t.text("payers-none-found"), &t.text("payers-none-found-text"), &html! {})) }
            @else { (p.form(&found(p))) }
        }
    }
}

fn found(p: &Choose<'_>) -> Markup {
    let t = p.t;
    let table = html! {
        table class="table table-two-line" {
            thead { tr {
                th scope="col" { (t.text("group-take")) }
                th scope="col" { (t.text("payments-method")) }
                th scope="col" { (t.text("group-amount")) }
            } }
            tbody { @for candidate in p.found { (candidate_row(p, candidate)) } }
        }
    };
    html! {
        (table_under(t, &t.text("group-find"), &table))
        div class="card-foot row row-wrap" {
            button class="button button-small" type="submit" name="do" value="add" { (Icon::Plus) span { (t.text("group-add")) } }
            button class="button button-small" type="submit" name="do" value="all" { span { (t.text("group-add-all")) } }
            span class="push" {}
            @if let Some(first) = &p.first { (button_link(Look::Small, first, &t.text("payers-first-page"), Some(Icon::ChevronLeft))) }
            @if let Some(next) = &p.next { (button_link(Look::Small, next, &t.text("form-next"), Some(Icon::ChevronRight))) }
        }
    }
}

fn who(payer: &Payer) -> Markup {
    let detail = payer.client_number.as_ref().or(payer.emails.first());
    html! {
        a href=(paths::payer(payer.id)) { (payer.name) }
        @if let Some(detail) = detail { " " span class="sub" { (detail) } }
    }
}

fn candidate_row(p: &Choose<'_>, candidate: &Candidate) -> Markup {
    let (t, payer) = (p.t, &candidate.payer);
    let take = format!("take-{}", payer.id);
    let wrong = p.wrong_with(payer.id);
    html! {
        tr {
            @if candidate.chosen.is_some() {
                td { (who(payer)) }
                td colspan="2" { (tag(Tone::Positive, Icon::Check, &t.text("group-is-chosen"))) }
            } @else if candidate.methods.is_empty() {
                td { (who(payer)) }
                td colspan="2" {
                    span class="faint" { (t.text("group-no-card")) } " "
                    @if p.may_request { a href=(paths::payer_part(payer.id, "requests/new")) { (t.text("group-request")) span class="visually-hidden" { ", " (payer.name) } } }
                }
            } @else {
                td {
                    div class="row" {
                        input type="checkbox" id=(take) name=(take) value="1" checked[wrong.is_some()] aria-label=(t.with("group-take-one", [("name", payer.name.clone())]));
                        div { (who(payer)) }
                    }
                }
                td { (method_of(t, payer, &candidate.methods, candidate.methods.first().map(|method| method.id))) }
                td { (amount_of(p, payer, wrong.map_or("", |wrong| &wrong.typed), wrong)) }
            }
        }
    }
}

/// What is charged: a choice where there is one.
fn method_of(
    t: T,
    payer: &Payer,
    methods: &[PaymentMethod],
    taken: Option<crate::domain::ids::PaymentMethodId>,
) -> Markup {
    let name = format!("method-{}", payer.id);
    let words = |method: &PaymentMethod| {
        let brand = method.instrument.brand().map(|brand| brand.name().to_owned()).unwrap_or_default();
        t.with("group-method", [("brand", brand), ("last", method.instrument.last_four().as_str().to_owned())])
    };
    html! {
        @match methods {
            [only] if taken == Some(only.id) => {
                input type="hidden" name=(name) value=(only.id);
                (method_in_full(t, Some(&only.instrument)))
            }
            _ => {
                select class="input" name=(name) aria-label=(t.with("group-method-of", [("name", payer.name.clone())])) {
                    @if methods.iter().all(|method| Some(method.id) != taken) { option value="" selected { (t.text("form-choose")) } }
                    @for method in methods { option value=(method.id) selected[Some(method.id) == taken] { (words(method)) } }
                }
            }
        }
    }
}

fn amount_of(p: &Choose<'_>, payer: &Payer, typed: &str, wrong: Option<&Wrong>) -> Markup {
    let name = format!("amount-{}", payer.id);
    let general = amount::format_plain(p.enrolment.terms.plan.each_or_total(), p.t.locale());
    html! {
        div.field-error[wrong.is_some()] {
            input class="input input-amount" id=(name) name=(name) value=(typed) placeholder=(general) inputmode="decimal" autocomplete="off"
                maxlength="20" aria-label=(p.t.with("group-amount-of", [("name", payer.name.clone())]))
                aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| format!("{name}-error"))];
            @if let Some(wrong) = wrong { div class="error-message" id={ (name) "-error" } { (Icon::CircleAlert) span { (wrong.words) } } }
        }
    }
}

/// Those who were chosen.
fn members(p: &Choose<'_>) -> Markup {
    let t = p.t;
    if p.enrolment.waiting.is_empty() {
        return html! {};
    }
    let table = html! {
        table class="table table-two-line" {
            thead { tr {
                th scope="col" { (t.text("payments-payer")) }
                th scope="col" { (t.text("payments-method")) }
                th scope="col" { (t.text("group-amount")) }
                th scope="col" { (t.text("group-leave")) }
            } }
            tbody { @for member in p.members { (member_row(p, member)) } }
        }
    };
    let body = html! {
        (table_under(t, &t.text("group-chosen"), &table))
        div class="card-foot row row-wrap" {
            button class="button button-small" type="submit" name="do" value="save" { (Icon::Check) span { (t.text("group-save-chosen")) } }
            span class="push" {}
            @if let Some(earlier) = &p.earlier { (button_link(Look::Small, earlier, &t.text("schedules-earlier"), Some(Icon::ChevronLeft))) }
            @if let Some(later) = &p.later { (button_link(Look::Small, later, &t.text("schedules-later"), Some(Icon::ChevronRight))) }
        }
    };
    html! {
        section class="card" aria-labelledby="group-chosen" {
            div class="card-head" { h2 id="group-chosen" { (t.text("group-chosen")) " " span class="tab-count" { (p.enrolment.waiting.len()) } } }
            (p.form(&body))
        }
    }
}

fn member_row(p: &Choose<'_>, member: &Member) -> Markup {
    let t = p.t;
    let Some(payer) = &member.payer else { return html! {} };
    let wrong = p.wrong_with(payer.id);
    let own = member.chosen.amount.map(|amount| amount::format_plain(amount, t.locale())).unwrap_or_default();
    html! {
        tr {
            td {
                (who(payer))
                @if let Err(why) = &member.fit { " " (tag(Tone::Warning, Icon::TriangleAlert, &unfit_words(t, None, *why))) }
            }
            td { (method_of(t, payer, &member.methods, Some(member.chosen.method))) }
            td { (amount_of(p, payer, wrong.map_or(&own, |wrong| &wrong.typed), wrong)) }
            td { input type="checkbox" name={ "leave-" (payer.id) } value="1" aria-label=(t.with("group-leave-one", [("name", payer.name.clone())])); }
        }
    }
}

/// What the review shows.
pub(in super::super) struct Review<'a> {
    pub(in super::super) t: T,
    pub(in super::super) csrf: &'a str,
    pub(in super::super) details: &'a Details,
    pub(in super::super) enrolment: &'a Enrolment,
    pub(in super::super) members: &'a [Member],
    pub(in super::super) errors: &'a [String],
}

/// The last look before schedules are made.
pub(in super::super) fn review(p: &Review<'_>) -> Markup {
    let (t, group) = (p.t, &p.details.group);
    let errors: Vec<(&str, &str)> = p.errors.iter().map(|words| ("", words.as_str())).collect();
    let (ready, out): (Vec<&Member>, Vec<&Member>) = p.members.iter().partition(|member| member.fit.is_ok());
    let left_out: Vec<String> = out.iter().map(|member| member.chosen.payer.to_string()).collect();
    let crumb = breadcrumb(&paths::schedule_group(group.id), &group.name, &t.text("group-review"));
    html! {
        (error_summary(t, &errors))
        (page_head(&crumb, &t.text("group-review-title"), &html! { p { (group.name) } }, &html! {}))
        div class="columns columns-form" {
            div class="stack" {
                @if !out.is_empty() { (left_out_card(t, &out)) }
                @if ready.is_empty() { (note(Tone::Warning, &html! { (t.text("group-error-no-one")) })) } @else { (ready_card(t, &ready)) }
            }
            aside class="card sticky" aria-labelledby="group-terms" {
                div class="card-head" { h2 id="group-terms" { (t.text("group-terms")) } }
                div class="card-body stack-4" {
                    (terms(t, p.details, p.enrolment))
                    (first_day(t, &ready))
                    @if !ready.is_empty() {
                        form method="post" action=(paths::schedule_group_part(group.id, "confirmation")) data-once {
                            (csrf(p.csrf))
                            input type="hidden" name="version" value=(group.version);
                            input type="hidden" name="left-out" value=(left_out.join(","));
                            (button(Look::PrimaryBlock, &t.with("group-confirm", [("count", ready.len())]), Some(Icon::Check)))
                        }
                    }
                    (button_link(Look::GhostBlock, &paths::schedule_group(group.id), &t.text("group-back"), Some(Icon::ArrowLeft)))
                    p class="hint" { (t.text("schedule-consent")) }
                }
            }
        }
    }
}

/// What is collected on the first day altogether.
fn first_day(t: T, ready: &[&Member]) -> Markup {
    let firsts: Vec<_> =
        ready.iter().filter_map(|member| member.fit.as_ref().ok()).filter_map(|one| one.planned(1, 0)).collect();
    let Some(first) = firsts.first() else { return html! {} };
    let total = firsts.iter().fold(0i64, |sum, planned| sum.saturating_add(planned.amount.minor()));
    html! {
        dl class="totals" {
            div { dt { (t.text("schedule-preview-first")) } dd { (day_words(t, first.day).0) } }
            div class="total" { dt { (t.text("group-first-total")) } dd { (amount::format(Money::new(total, first.amount.currency()), t.locale())) } }
        }
    }
}

fn left_out_card(t: T, out: &[&Member]) -> Markup {
    let body = html! {
        div class="stack-3" {
            (note(Tone::Warning, &html! { (t.with("group-left-out-text", [("count", out.len())])) }))
            ul class="list" role="list" {
                @for member in out {
                    @if let (Some(payer), Err(why)) = (&member.payer, &member.fit) {
                        li { div class="list-text" { a href=(paths::payer(payer.id)) { (payer.name) } " " span class="sub" { (unfit_words(t, None, *why)) } } }
                    }
                }
            }
        }
    };
    card("group-left-out", &t.text("group-left-out"), &html! {}, &body)
}

fn ready_card(t: T, ready: &[&Member]) -> Markup {
    let table = html! {
        table class="table table-two-line" {
            thead { tr {
                th scope="col" class="col-wide" { (t.text("payments-payer")) }
                th scope="col" { (t.text("payments-method")) }
                th scope="col" { (t.text("group-dates")) }
                th scope="col" class="cell-end" { (t.text("payments-amount")) }
                th scope="col" class="cell-end" { (t.text("group-count")) }
                th scope="col" class="cell-end" { (t.text("receipt-total")) }
            } }
            tbody { @for member in ready { (ready_row(t, member)) } }
        }
    };
    html! {
        section class="card" aria-labelledby="group-ready" {
            div class="card-head" { h2 id="group-ready" { (t.text("group-ready")) " " span class="tab-count" { (ready.len()) } } }
            (table_under(t, &t.text("group-ready"), &table))
        }
    }
}

fn ready_row(t: T, member: &Member) -> Markup {
    let (Some(payer), Ok(schedule)) = (&member.payer, &member.fit) else { return html! {} };
    let method = member.methods.iter().find(|method| method.id == schedule.payment_method);
    let ahead = Outlook::of(schedule);
    let days: Vec<String> = ahead.first.iter().map(|day: &Day| day_words(t, *day).0).collect();
    let first = schedule.planned(1, 0).map(|planned| amount::format(planned.amount, t.locale())).unwrap_or_default();
    let total = ahead.total_minor.map(|minor| amount::format(Money::new(minor, schedule.currency()), t.locale()));
    html! {
        tr {
            td {
                (who(payer))
                @for warning in &member.warnings { div class="row hint" { (Icon::TriangleAlert) span { (warning_words(t, *warning)) } } }
            }
            td { (method_in_full(t, method.map(|method| &method.instrument))) }
            td { @for (place, day) in days.iter().enumerate() { @if place > 0 { ", " } span class="nowrap" { (day) } } @if ahead.count.is_none_or(|count| count > days.len()) { " …" } }
            td class="num cell-end nowrap" { (first) }
            td class="num cell-end" { @match ahead.count { Some(count) => { (count) } None => { (t.text("schedule-preview-endless")) } } }
            td class="num cell-end nowrap" { (total.as_deref().unwrap_or("–")) }
        }
    }
}

fn warning_words(t: T, warning: Warning) -> String {
    match warning {
        Warning::Expires(year, month) => {
            t.with("group-warning-expires", [("month", format!("{month:02}")), ("year", year.to_string())])
        }
        Warning::SameName => t.text("group-warning-same-name"),
        Warning::NoAddress => t.text("group-warning-no-address"),
    }
}
