//! Requests that were sent: found by state and words, and acted on several at a time.

use maud::{Markup, html};

use crate::{
    domain::{
        ids::PaymentRequestId,
        payment_request::{PaymentRequest, State},
    },
    i18n::{T, amount, calendar, dates},
    service::payment_requests::looking::{Filter, Wanted},
    web::{
        forms::FormErrors,
        fragments::{
            Icon, Look, Tone, button_link, csrf, empty, error_summary, export_links, note, page_head, table_under, tag,
        },
        paths,
    },
};

/// What the list shows.
pub(super) struct Page<'a> {
    pub(super) t: T,
    pub(super) zone: &'a str,
    pub(super) wanted: &'a Wanted,
    pub(super) rows: &'a [PaymentRequest],
    /// The last row, if others follow.
    pub(super) next: Option<PaymentRequestId>,
    pub(super) first: bool,
    pub(super) errors: &'a FormErrors,
    pub(super) csrf: &'a str,
}

/// A request's state as a tag.
pub(super) fn state_tag(t: T, state: State) -> Markup {
    let (tone, icon) = match state {
        State::Sent => (Tone::Neutral, Icon::Send),
        State::Viewed => (Tone::Information, Icon::Eye),
        State::PartPaid => (Tone::Warning, Icon::Clock),
        State::Paid => (Tone::Positive, Icon::CircleCheck),
        State::Failed => (Tone::Negative, Icon::CircleX),
        State::Bounced => (Tone::Negative, Icon::Mail),
        State::Cancelled => (Tone::Neutral, Icon::Ban),
        State::Expired => (Tone::Neutral, Icon::Clock),
    };
    tag(tone, icon, &t.label(state))
}

fn query(wanted: &Wanted) -> String {
    let address =
        paths::with_query("", &[("q", &wanted.text), ("state", wanted.filter.code()), ("file", &file(wanted))]);
    address.trim_start_matches('?').to_owned()
}

/// The whole page.
pub(super) fn view(p: &Page<'_>) -> Markup {
    let t = p.t;
    let messages = p.errors.messages(t);
    let messages: Vec<(&str, &str)> = messages.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
    let new = html! {
        (button_link(Look::Default, paths::NEW_BULK, &t.text("bulk-title"), Some(Icon::Spreadsheet)))
        (button_link(Look::Primary, paths::SEND, &t.text("send-new"), Some(Icon::Plus)))
    };
    html! {
        (error_summary(t, &messages))
        (page_head(&html! {}, &t.text("sent-title"), &html! { p { (t.text("sent-intro")) } }, &new))
        section class="card" aria-label=(t.text("sent-list")) {
            (of_file(p))
            (search(p))
            div id="results" { @if p.rows.is_empty() { (nothing(p)) } @else { (results(p)) } }
        }
    }
}

/// The number of the file whose requests are listed alone; empty where all are.
fn file(wanted: &Wanted) -> String {
    wanted.import.map(|id| id.to_string()).unwrap_or_default()
}

fn of_file(p: &Page<'_>) -> Markup {
    let t = p.t;
    html! {
        @if p.wanted.import.is_some() {
            (note(Tone::Information, &html! {
                p { (t.with("bulk-of-file", [("number", file(p.wanted))])) " " a href=(paths::SENT) { (t.text("bulk-all")) } }
            }))
        }
    }
}

fn search(p: &Page<'_>) -> Markup {
    let (t, wanted) = (p.t, p.wanted);
    let filters: Vec<(Filter, String)> =
        [(Filter::All, t.text("sent-all")), (Filter::Outstanding, t.text("sent-outstanding"))]
            .into_iter()
            .chain(State::ALL.into_iter().map(|state| (Filter::State(state), t.label(state))))
            .collect();
    html! {
        form class="filters" role="search" action=(paths::SENT) aria-label=(t.text("sent-search"))
            hx-get=(paths::SENT) hx-trigger="input changed delay:200ms, change, submit" hx-target="#results" hx-select="#results"
            hx-swap="outerHTML" hx-sync="this:replace" hx-push-url="true" {
            @if wanted.import.is_some() { input type="hidden" name="file" value=(file(wanted)); }
            div class="search" {
                (Icon::Search)
                input type="search" name="q" value=(wanted.text) autocomplete="off" aria-label=(t.text("sent-search"))
                    placeholder=(t.text("sent-search")) maxlength="200" data-key="/";
            }
            div class="row row-wrap" {
                label class="row" {
                    span class="label" { (t.text("sent-state")) }
                    select class="input" name="state" {
                        @for (filter, words) in &filters { option value=(filter.code()) selected[*filter == wanted.filter] { (words) } }
                    }
                }
                span class="push" {}
                button class="button button-small" type="submit" { (Icon::Search) span { (t.text("sent-search-go")) } }
            }
        }
    }
}

fn nothing(p: &Page<'_>) -> Markup {
    let t = p.t;
    let (heading, words) = if *p.wanted == Wanted::default() && p.first {
        ("sent-none", "sent-none-text")
    } else {
        ("sent-none-found", "sent-none-found-text")
    };
    empty(Icon::Send, &t.text(heading), &t.text(words), &html! {})
}

fn results(p: &Page<'_>) -> Markup {
    let t = p.t;
    let table = html! {
        table class="table table-two-line table-stack table-ticked table-requests" {
            thead { tr {
                th scope="col" class="col-check" {
                    span class="visually-hidden" { (t.text("sent-select")) }
                    label class="tick-all" data-script hidden {
                        input type="checkbox" data-tick-all; span { (t.text("sent-select-all")) }
                    }
                }
                th scope="col" { (t.text("sent-recipient")) }
                th scope="col" class="col-more" { (t.text("sent-for")) }
                th scope="col" class="col-date" { (t.text("sent-date")) }
                th scope="col" class="col-more" { (t.text("request-due")) }
                th scope="col" class="cell-end" { (t.text("sent-amount")) }
                th scope="col" { (t.text("sent-state")) }
            } }
            tbody { @for request in p.rows { (row(p, request)) } }
        }
    };
    html! {
        form method="post" action=(paths::payment_requests_deed("resendings")) data-once {
            (csrf(p.csrf))
            input type="hidden" name="q" value=(p.wanted.text);
            input type="hidden" name="state" value=(p.wanted.filter.code());
            input type="hidden" name="file" value=(file(p.wanted));
            (table_under(t, &t.text("sent-list"), &table))
            div class="card-foot actions" {
                button class="button button-small" type="submit" { (Icon::Send) span { (t.text("sent-resend")) } }
                button class="button button-small button-danger-quiet" type="submit" formaction=(paths::payment_requests_deed("cancellations")) {
                    (Icon::Ban) span { (t.text("sent-cancel")) }
                }
                span class="push" {}
                (export_links(t, paths::SENT, &query(p.wanted)))
            }
        }
        (pages(p))
    }
}

fn row(p: &Page<'_>, request: &PaymentRequest) -> Markup {
    let (t, asked) = (p.t, &request.asked);
    let number = request.id.to_string();
    let about = [&asked.invoice_number, &asked.matter, &asked.reference];
    let about: Vec<&str> = about.into_iter().flatten().map(String::as_str).collect();
    let (rest, held) = (request.rest(), request.held());
    let part = rest.minor() != request.total().minor() && rest.is_positive();
    html! {
        tr {
            td class="col-check" {
                input type="checkbox" name={ (super::TICK) (number) } value="yes" aria-label=(t.with("sent-select-one", [("number", number.clone())]));
            }
            td {
                a class="row-link" href=(paths::payment_request(request.id)) { (asked.name) }
                " " span class="sub" { (reached(t, request)) }
            }
            td class="col-more" data-label=(t.text("sent-for")) { span { (about.first().copied().unwrap_or("–")) } @if about.len() > 1 { " " span class="sub" { (about[1..].join(", ")) } } }
            td class="num nowrap" data-label=(t.text("sent-date")) { (dates::date_medium(request.created_at, p.zone, t.locale())) }
            td class="num nowrap col-more" data-label=(t.text("request-due")) { @if let Some(due) = asked.due { (calendar::day_medium(due, t.locale())) } @else { "–" } }
            td class="num cell-end nowrap" data-label=(t.text("sent-amount")) {
                (amount::format(request.total(), t.locale()))
                @if part { " " span class="sub" { (t.with("sent-left", [("rest", amount::format(rest, t.locale()))])) } }
                @if held.is_positive() { " " span class="sub" { (t.with("sent-held", [("held", amount::format(held, t.locale()))])) } }
            }
            td data-label=(t.text("sent-state")) { (state_tag(t, request.state())) }
        }
    }
}

/// Where it was mailed; of a link that was copied, that it was, and whose it is.
fn reached(t: T, request: &PaymentRequest) -> String {
    let emails = request.asked.emails.join(", ");
    match (request.was_mailed(), emails.is_empty()) {
        (true, _) => emails,
        (false, true) => t.text("request-copied"),
        (false, false) => format!("{} · {emails}", t.text("request-copied")),
    }
}

fn pages(p: &Page<'_>) -> Markup {
    let t = p.t;
    let path = |before: &str| {
        let (state, file) = (p.wanted.filter.code(), file(p.wanted));
        paths::with_query(paths::SENT, &[("q", &p.wanted.text), ("state", state), ("file", &file), ("before", before)])
    };
    html! {
        @if !p.first || p.next.is_some() {
            nav class="pager" aria-label=(t.text("form-pages")) {
                @if !p.first { (button_link(Look::Small, &path(""), &t.text("sent-newer"), Some(Icon::ChevronLeft))) }
                @if let Some(next) = p.next { (button_link(Look::Small, &path(&next.to_string()), &t.text("sent-older"), Some(Icon::ChevronRight))) }
            }
        }
    }
}
