//! The list of payments and a payment's own page: pure markup.

use maud::{Markup, html};

use crate::{
    domain::{
        delivery::{Delivery, DeliveryStatus},
        firm::Firm,
        journal::{Actor, Entry, Fact},
        money::Money,
        permission::Permission,
        refund::RefundStatus,
        time::Timestamp,
        transaction::{Event, Status, Transaction},
        user::User,
    },
    i18n::{T, amount, dates, numbers},
    service::{
        reading::Details,
        receipts,
        search::{Asked, Results, Row, Shown},
    },
    web::{
        forms::FormErrors,
        fragments::{
            self, Field, Icon, Kind, Look, Moment, Need, Sorted, Stretch, Tone, account_badge, breadcrumb, button,
            button_link, card, card_flush, csrf, empty, error_summary, facts_lined, method_in_full, note, page_head,
            pager, result_line, sort_heading, status, table_scroll, text_field, timeline,
        },
        paths, rows,
    },
};

/// What the list shows.
pub(super) struct List<'a> {
    pub(super) t: T,
    pub(super) firm: &'a Firm,
    pub(super) asked: &'a Asked,
    pub(super) outcome: Outcome<'a>,
    pub(super) page: u64,
    pub(super) now: Timestamp,
    /// Whether the reader may take the list home.
    pub(super) export: bool,
}

/// What came of the search.
pub(super) enum Outcome<'a> {
    /// This was found.
    Found(&'a Results),
    /// The index is being made anew; these are the latest payments instead.
    Rebuilding { latest: &'a [Row], done: u64, total: u64 },
}

/// The whole page.
pub(super) fn list(p: &List<'_>) -> Markup {
    let t = p.t;
    html! {
        (page_head(&html! {}, &t.text("payments-title"), &html! {}, &html! {}))
        nav class="tabs" aria-label=(t.text("reports-tabs")) {
            a href=(paths::PAYMENTS) aria-current="page" { (t.text("reports-payments-tab")) }
            a href=(paths::REPORTS) { (t.text("reports-title")) }
        }
        section class="card" aria-labelledby="payments-results" {
            h2 class="visually-hidden" id="payments-results" { (t.text("payments-results")) }
            (search_form(p))
            (results(p))
        }
    }
}

/// The search box and what goes with it. With JavaScript the results follow the typing; without it, Enter asks.
fn search_form(p: &List<'_>) -> Markup {
    let t = p.t;
    html! {
        form class="filters" role="search" action=(paths::PAYMENTS) aria-label=(t.text("payments-search"))
            hx-get=(paths::PAYMENTS) hx-trigger="input changed delay:200ms, change, submit" hx-target="#results" hx-select="#results"
            hx-swap="outerHTML" hx-sync="this:replace" hx-push-url="true" {
            div class="search" {
                (Icon::Search)
                input type="search" name="q" value=(p.asked.text) autocomplete="off" aria-label=(t.text("payments-search"))
                    aria-describedby="payments-search-hint" maxlength="500";
            }
            p class="hint" id="payments-search-hint" { (t.text("payments-search-hint")) }
            div class="row" {
                label class="check" {
                    input type="checkbox" name="all" value="1" checked[p.asked.unsuccessful == Shown::Yes];
                    span { (t.text("payments-show-unsuccessful")) }
                }
                span class="push" {}
                @if !p.asked.sort.is_empty() { input type="hidden" name="sort" value=(p.asked.sort); }
                button class="button button-small" type="submit" { (Icon::Search) span { (t.text("payments-search-go")) } }
            }
        }
    }
}

/// The part that searching swaps.
pub(super) fn results(p: &List<'_>) -> Markup {
    html! {
        div id="results" {
            @match &p.outcome {
                Outcome::Found(found) => { (found_rows(p, found)) }
                Outcome::Rebuilding { latest, done, total } => {
                    div class="card-body" {
                        (note(Tone::Warning, &html! { (p.t.with("payments-rebuilding", [("done", numbers::integer(i64::try_from(*done).unwrap_or(i64::MAX), p.t.locale())), ("total", numbers::integer(i64::try_from(*total).unwrap_or(i64::MAX), p.t.locale()))])) }))
                    }
                    (table(p, latest))
                }
            }
        }
    }
}

fn found_rows(p: &List<'_>, found: &Results) -> Markup {
    let t = p.t;
    let sums: Vec<(String, String)> = found
        .sums
        .iter()
        .flat_map(|sums| {
            let written = |money: Money| amount::format(money, t.locale());
            [
                (t.text("payments-approved"), written(sums.approved)),
                (t.text("payments-refunded"), written(sums.refunded)),
                (t.text("payments-net"), written(sums.net)),
            ]
        })
        .collect();
    let sums: Vec<(&str, &str)> = sums.iter().map(|(name, sum)| (name.as_str(), sum.as_str())).collect();
    let count = t.with("payment-count", [("count", found.count)]);
    let rest = if p.asked.text.is_empty() {
        String::new()
    } else {
        t.with("payments-match", [("query", p.asked.text.clone())])
    };
    html! {
        (result_line(&count, &rest, &sums))
        @if p.export { (fragments::export_links(t, paths::PAYMENTS, address(p, &Asked { after: String::new(), ..p.asked.clone() }, 1).split_once('?').map_or("", |(_, query)| query))) }
        (remarks(p, found))
        @if found.rows.is_empty() {
            (empty(Icon::Search, &t.text("payments-none"), &t.text("payments-none-text"), &button_link(Look::Default, paths::PAYMENTS, &t.text("payments-clear"), None)))
        } @else {
            (table(p, &found.rows))
            (stretch(p, found))
        }
    }
}

fn remarks(p: &List<'_>, found: &Results) -> Markup {
    let t = p.t;
    html! {
        @if !found.ignored.is_empty() || !found.forgiven.is_empty() || found.hidden > 0 {
            div class="remarks" {
                @if !found.ignored.is_empty() { p class="hint" { (t.with("payments-ignored", [("parts", found.ignored.join(", "))])) } }
                @if !found.forgiven.is_empty() { p class="hint" { (t.with("payments-forgiven", [("words", found.forgiven.join(", "))])) } }
                @if found.hidden > 0 {
                    p class="hint" {
                        (t.with("payments-hidden", [("count", found.hidden)])) " "
                        a href=(address(p, &Asked { unsuccessful: Shown::Yes, after: String::new(), ..p.asked.clone() }, 1)) { (t.text("payments-show-hidden")) }
                    }
                }
            }
        }
    }
}

/// The address of the list with these settings.
fn address(_: &List<'_>, asked: &Asked, page: u64) -> String {
    let mut parts = Vec::new();
    for (name, value) in [("q", &asked.text), ("sort", &asked.sort), ("after", &asked.after)] {
        if !value.is_empty() {
            parts.push(format!("{name}={}", paths::encoded(value)));
        }
    }
    if asked.unsuccessful == Shown::Yes {
        parts.push("all=1".to_owned());
    }
    if page > 1 {
        parts.push(format!("page={page}"));
    }
    if parts.is_empty() { paths::PAYMENTS.to_owned() } else { format!("{}?{}", paths::PAYMENTS, parts.join("&")) }
}

fn table(p: &List<'_>, rows: &[Row]) -> Markup {
    let t = p.t;
    let heading = |column: &str, key: &str, class: &str| {
        let current = p.asked.sort.trim_start_matches('-');
        let here = current == column || (current.is_empty() && column == "date");
        let reversed = p.asked.sort.starts_with('-');
        let next = if here && !reversed { format!("-{column}") } else { column.to_owned() };
        let descending = (column == "payer") == reversed;
        let sorted = here.then_some(if descending { Sorted::Descending } else { Sorted::Ascending });
        let asked = Asked { sort: next, after: String::new(), ..p.asked.clone() };
        sort_heading(&t.text(key), &address(p, &asked, 1), sorted, class)
    };
    let table = html! {
        table class="table table-two-line table-payments" {
            thead { tr {
                (heading("date", "payments-date", ""))
                (heading("payer", "payments-payer", ""))
                th scope="col" { (t.text("payments-reference")) }
                th scope="col" { (t.text("payments-method")) }
                th scope="col" { (t.text("payments-account")) }
                th scope="col" { (t.text("payments-status")) }
                (heading("amount", "payments-amount", "cell-end"))
            } }
            tbody { @for row in rows { (rows::payment_row(t, p.firm, p.now, row)) } }
        }
    };
    table_scroll(&t.text("payments-table"), &table)
}

fn stretch(p: &List<'_>, found: &Results) -> Markup {
    let locale = p.t.locale();
    let limit = u64::try_from(p.asked.limit).unwrap_or(u64::MAX);
    let shown = u64::try_from(found.rows.len()).unwrap_or(0);
    let before = p.page.saturating_sub(1).saturating_mul(limit);
    let written = |number: u64| numbers::integer(i64::try_from(number).unwrap_or(i64::MAX), locale);
    let next = (!found.next.is_empty())
        .then(|| address(p, &Asked { after: found.next.clone(), ..p.asked.clone() }, p.page.saturating_add(1)));
    let first = (p.page > 1).then(|| address(p, &Asked { after: String::new(), ..p.asked.clone() }, 1));
    let stretch = Stretch {
        first: &written(before.saturating_add(1)),
        last: &written(before.saturating_add(shown)),
        total: &written(found.count),
        previous: first.as_deref(),
        next: next.as_deref(),
    };
    pager(p.t, &stretch)
}

/// What a payment's page shows.
pub(super) struct Page<'a> {
    pub(super) t: T,
    pub(super) firm: &'a Firm,
    pub(super) details: &'a Details,
    pub(super) user: &'a User,
    pub(super) csrf: &'a str,
    pub(super) receipt_link: &'a str,
    pub(super) resend: &'a str,
    pub(super) errors: &'a FormErrors,
}

/// The whole page.
pub(super) fn show(p: &Page<'_>) -> Markup {
    let (t, transaction) = (p.t, &p.details.transaction);
    let written = amount::format(transaction.amount, t.locale());
    let heading = t.with("payment-heading", [("amount", written), ("payer", transaction.payer_name.clone())]);
    let below = html! {
        p class="row" {
            (status(t, transaction.status)) " "
            span { (dates::date_time_long(transaction.created_at, &p.firm.time_zone, t.locale())) } " "
            span class="faint num" { (t.with("payment-number", [("number", transaction.id.to_string())])) }
        }
    };
    let has_receipt = receipts::has_receipt(transaction);
    let actions = html! {
        @if has_receipt {
            a class="button" href=(p.receipt_link) hx-boost="false" { (Icon::ReceiptText) span { (t.text("result-receipt")) } }
        }
        @if matches!(transaction.status, Status::Declined | Status::Failed) && p.user.may(Permission::TakePayments) {
            (button_link(Look::Primary, &paths::new_payment_like(transaction.id), &t.text("result-another-card"), Some(Icon::CreditCard)))
        }
    };
    let errors: Vec<(String, String)> = p.errors.messages(t);
    let errors: Vec<(&str, &str)> = errors.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
    html! {
        (error_summary(t, &errors))
        (page_head(&breadcrumb(paths::PAYMENTS, &t.text("payments-title"), &t.text("payment-crumb")), &heading, &below, &actions))
        (why(t, transaction))
        div class="columns columns-form" {
            div class="stack" { (facts_card(p)) @if !p.details.refunds.is_empty() { (refunds_card(p)) } (history_card(p)) }
            div class="stack" { (payer_card(p)) @if has_receipt && p.user.may(Permission::ResendReceipts) { (resend_card(p)) } }
        }
    }
}

/// Why a payment failed stands at the top.
fn why(t: T, transaction: &Transaction) -> Markup {
    let lost = matches!(transaction.status, Status::Declined | Status::Failed);
    html! {
        @if let Some(decline) = transaction.decline.as_ref().filter(|_| lost) {
            (note(Tone::Negative, &html! { b { (t.label(decline.reason)) } " " (t.text("result-no-money")) " " span class="mono" { (decline.raw_code) } }))
        }
        @if transaction.status.is_unresolved() {
            (note(Tone::Warning, &html! { (t.text("result-confirming-text")) }))
        }
    }
}

fn facts_card(p: &Page<'_>) -> Markup {
    let (t, transaction) = (p.t, &p.details.transaction);
    let text = |value: &Option<String>| html! { (value.as_deref().unwrap_or("–")) };
    let account = html! {
        @if let Some(account) = &p.details.account { (fragments::account(t, account)) " " }
        (account_badge(t, transaction.account_kind))
    };
    let left = [
        (t.text("enter-payment-invoice"), text(&transaction.invoice_number)),
        (t.text("enter-payment-matter"), text(&transaction.matter)),
        (t.text("enter-payment-reference"), text(&transaction.reference)),
        (t.text("enter-payment-account"), account),
        (t.text("payments-source"), html! { (t.label(transaction.source)) ", " (taken_by(p)) }),
        (t.text("enter-payment-note"), text(&transaction.note)),
    ];
    let approval = transaction.approval.as_ref();
    let checks = approval.map_or_else(
        || "–".to_owned(),
        |approval| {
            t.with(
                "payment-checks",
                [("postal", t.label(approval.postal_code)), ("code", t.label(approval.security_code))],
            )
        },
    );
    let right = [
        (t.text("payments-method"), method_in_full(t, transaction.instrument.as_ref())),
        (t.text("payment-expires"), html! { (expiry(transaction)) }),
        (t.text("payment-holder"), text(&transaction.holder)),
        (
            t.text("payment-approval"),
            html! { span class="mono" { (approval.map_or("–", |approval| approval.code.as_str())) } },
        ),
        (t.text("payment-checks-name"), html! { (checks) }),
        (
            t.text("payment-gateway-id"),
            html! { span class="mono break" { (transaction.gateway_id.as_deref().unwrap_or("–")) } },
        ),
    ];
    let lined = |rows: &[(String, Markup)]| {
        facts_lined(&rows.iter().map(|(name, fact)| (name.as_str(), fact.clone())).collect::<Vec<_>>())
    };
    card(
        "payment-details",
        &t.text("payment-details"),
        &html! {},
        &html! { div class="columns columns-even" { (lined(&left)) (lined(&right)) } },
    )
}

fn taken_by(p: &Page<'_>) -> String {
    let asked = p.details.history.iter().find(|(entry, _)| entry.fact == Fact::PaymentRequested);
    match (p.details.transaction.actor, asked.and_then(|(_, name)| name.clone())) {
        (Actor::User(_), Some(name)) => name,
        (Actor::User(_), None) => "–".to_owned(),
        (Actor::Client, _) => p.t.text("actor-client"),
        (Actor::System, _) => p.t.text("actor-system"),
    }
}

fn expiry(transaction: &Transaction) -> String {
    use crate::domain::card::Instrument;
    match &transaction.instrument {
        Some(Instrument::Card { expiry, .. }) => format!("{:02}/{}", expiry.month(), expiry.year()),
        Some(Instrument::BankAccount { .. }) | None => "–".to_owned(),
    }
}

fn refunds_card(p: &Page<'_>) -> Markup {
    let t = p.t;
    let table = html! {
        table class="table" {
            thead { tr {
                th scope="col" { (t.text("payments-date")) }
                th scope="col" { (t.text("result-reason")) }
                th scope="col" { (t.text("payments-status")) }
                th scope="col" class="cell-end" { (t.text("payments-amount")) }
            } }
            tbody { @for refund in &p.details.refunds { tr {
                td class="num" { (dates::date_medium(refund.created_at, &p.firm.time_zone, t.locale())) }
                td { (refund.reason) }
                td { (t.label(refund.status)) }
                td class="cell-end cell-amount" { (amount::format(refund.amount, t.locale())) }
            } } }
        }
    };
    card_flush(
        "payment-refunds",
        &t.text("payment-refunds"),
        &html! {},
        &table_scroll(&t.text("payment-refunds"), &table),
    )
}

fn history_card(p: &Page<'_>) -> Markup {
    let t = p.t;
    let told: Vec<(Tone, String, Markup)> =
        p.details.history.iter().map(|(entry, name)| told(p, entry, name.as_deref())).collect();
    let moments: Vec<Moment<'_>> =
        told.iter().map(|(tone, what, detail)| Moment { tone: *tone, what, detail: detail.clone() }).collect();
    card("payment-history", &t.text("payment-history"), &html! {}, &timeline(&moments))
}

/// One entry of the journal in words.
fn told(p: &Page<'_>, entry: &Entry, name: Option<&str>) -> (Tone, String, Markup) {
    let t = p.t;
    let (tone, what) = match &entry.fact {
        Fact::PaymentRequested => (Tone::Neutral, t.text("history-requested")),
        Fact::PaymentOpened => (Tone::Neutral, t.text("history-opened")),
        Fact::PaymentChanged { event, .. } => (tone_of(*event), t.text(event_key(*event))),
        Fact::PaymentContradicted { event, .. } => {
            (Tone::Negative, t.with("history-contradicted", [("news", t.text(event_key(*event)))]))
        }
        Fact::RefundRequested { .. } => (Tone::Neutral, t.text("history-refund-requested")),
        Fact::RefundChanged { to, .. } => match to {
            RefundStatus::Pending | RefundStatus::Unknown => (Tone::Warning, t.text("history-refund-unknown")),
            RefundStatus::Submitted => (Tone::Information, t.text("history-refund-submitted")),
            RefundStatus::Settled => (Tone::Positive, t.text("history-refund-settled")),
            RefundStatus::Failed => (Tone::Negative, t.text("history-refund-failed")),
        },
        Fact::ReceiptQueued { again, .. } => {
            (Tone::Neutral, t.text(if *again { "history-receipt-again" } else { "history-receipt-queued" }))
        }
        Fact::Delivered { delivery } => {
            (Tone::Positive, delivered(t, p.details.deliveries.iter().find(|known| known.id == *delivery)))
        }
        Fact::DeliveryFailed { .. } => (Tone::Negative, t.text("history-delivery-failed")),
        Fact::FirmSetUp
        | Fact::MerchantAccountAdded
        | Fact::UserAdded
        | Fact::SignedIn
        | Fact::SignedOut
        | Fact::SignInRefused { .. }
        | Fact::PasswordChanged
        | Fact::PreferencesChanged
        | Fact::PayerAdded
        | Fact::Exported { .. }
        | Fact::ReportAdded
        | Fact::ReportChanged
        | Fact::ReportDeleted
        | Fact::ReportRun { .. }
        | Fact::ReportQueued { .. }
        | Fact::ReportStopped
        | Fact::PaymentMethodSaved { .. } => (Tone::Neutral, t.text("history-other")),
    };
    let detail = html! {
        (dates::date_medium(entry.at, &p.firm.time_zone, t.locale())) ", " (dates::time(entry.at, &p.firm.time_zone, t.locale()))
        @if let Some(name) = name { ", " (name) }
    };
    (tone, what, detail)
}

fn delivered(t: T, delivery: Option<&Delivery>) -> String {
    let Some(delivery) = delivery else { return t.text("history-delivered") };
    let addresses = [("addresses", delivery.recipients.join(", "))];
    match delivery.status {
        DeliveryStatus::Kept => t.with("history-kept", addresses),
        DeliveryStatus::Sent | DeliveryStatus::Waiting | DeliveryStatus::Failed => t.with("history-sent", addresses),
    }
}

const fn tone_of(event: Event) -> Tone {
    match event {
        Event::Approve | Event::Authorize | Event::Capture | Event::Settle | Event::WinDispute => Tone::Positive,
        Event::Decline
        | Event::Fail
        | Event::NotFound
        | Event::Reverse
        | Event::Return
        | Event::OpenDispute
        | Event::LoseDispute => Tone::Negative,
        Event::LoseTrack | Event::Hold | Event::RequireAction | Event::Accept => Tone::Warning,
        Event::Void => Tone::Neutral,
    }
}

const fn event_key(event: Event) -> &'static str {
    match event {
        Event::Approve => "history-approve",
        Event::Authorize => "history-authorize",
        Event::Accept => "history-accept",
        Event::RequireAction => "history-require-action",
        Event::Hold => "history-hold",
        Event::Decline => "history-decline",
        Event::Fail => "history-fail",
        Event::LoseTrack => "history-lose-track",
        Event::NotFound => "history-not-found",
        Event::Capture => "history-capture",
        Event::Settle => "history-settle",
        Event::Void => "history-void",
        Event::Reverse => "history-reverse",
        Event::Return => "history-return",
        Event::OpenDispute => "history-open-dispute",
        Event::WinDispute => "history-win-dispute",
        Event::LoseDispute => "history-lose-dispute",
    }
}

fn payer_card(p: &Page<'_>) -> Markup {
    let (t, transaction) = (p.t, &p.details.transaction);
    let mut rows = Vec::new();
    if let Some(number) = &transaction.client_number {
        rows.push((t.text("enter-payment-client-number"), html! { (number) }));
    }
    let emails = if transaction.receipt_emails.is_empty() {
        p.details.payer.as_ref().map(|payer| payer.emails.clone()).unwrap_or_default()
    } else {
        transaction.receipt_emails.clone()
    };
    if !emails.is_empty() {
        rows.push((t.text("payment-email"), html! { span class="break" { (emails.join(", ")) } }));
    }
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, fact)| (name.as_str(), fact.clone())).collect();
    let body = html! {
        div class="stack-3" {
            p { b { (transaction.payer_name) } }
            (fragments::facts(&rows))
            p { a href={ (paths::PAYMENTS) "?q=" (paths::encoded(&format!("\"{}\"", transaction.payer_name))) } { (t.text("payment-of-payer")) } }
        }
    };
    card("payment-payer", &t.text("enter-payment-payer-section"), &html! {}, &body)
}

fn resend_card(p: &Page<'_>) -> Markup {
    let t = p.t;
    let (label, hint) = (t.text("enter-payment-email"), t.text("enter-payment-email-hint"));
    let error = p.errors.first("email", t);
    let field = Field {
        name: "email",
        label: &label,
        value: p.resend,
        hint: Some(&hint),
        error: error.as_deref(),
        need: Need::Required,
        kind: Kind::Emails,
        ..Field::default()
    };
    let body = html! {
        form class="stack-3" method="post" action=(paths::payment_receipts(p.details.transaction.id)) novalidate data-once {
            (csrf(p.csrf))
            (text_field(t, &field))
            (button(Look::Default, &t.text("payment-resend"), Some(Icon::Mail)))
        }
    };
    card("payment-resend", &t.text("payment-resend"), &html! {}, &body)
}
