//! A payer's page: the head and tabs that all its pages share, the information, and the payments.

use maud::{Markup, html};

use crate::{
    domain::{
        card::PaymentMethod, firm::Firm, ids::PaymentMethodId, payer::Payer, permission::Permission, time::Timestamp,
        user::User,
    },
    i18n::{T, amount, dates},
    service::{
        payers::looking::{Balance, Merged, PayerView},
        search::Row,
    },
    web::{
        fragments::{
            Icon, Look, Moment, Tone, account_badge, breadcrumb, button, button_link, card, card_flush, csrf, empty,
            facts, method_in_full, note, page_head, tag, timeline,
        },
        paths,
        rows::{Amounts, payment_row, plain_headings},
    },
};

use super::{fields::table_named, story::told};

/// Payments on the first tab.
pub(super) const RECENT: usize = 5;

/// What a payer's page shows.
pub(super) struct Page<'a> {
    pub(super) t: T,
    pub(super) firm: &'a Firm,
    pub(super) view: &'a PayerView,
    pub(super) user: &'a User,
    pub(super) csrf: &'a str,
    pub(super) now: Timestamp,
    pub(super) rows: &'a [Row],
}

impl Page<'_> {
    pub(super) const fn payer(&self) -> &Payer {
        &self.view.payer
    }

    pub(super) fn manages(&self) -> bool {
        self.user.may(Permission::ManagePayers)
    }
}

/// The tabs of a payer's page. What other areas add to a payer becomes a tab here.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Information,
    Methods,
    Schedules,
    Associations,
    Portal,
    History,
}

const TABS: [(Tab, &str, &str); 6] = [
    (Tab::Information, "", "payer-tab-information"),
    (Tab::Methods, "methods", "payer-tab-methods"),
    (Tab::Schedules, "schedules", "payer-tab-schedules"),
    (Tab::Associations, "associations", "payer-tab-associations"),
    (Tab::Portal, "portal", "payer-tab-portal"),
    (Tab::History, "history", "payer-tab-history"),
];

/// Name, marks, actions and tabs.
pub(super) fn head(p: &Page<'_>, tab: Tab) -> Markup {
    let (t, payer) = (p.t, p.payer());
    let since = dates::date_long(payer.created_at, &p.firm.time_zone, t.locale());
    let below = html! {
        p class="row row-wrap" {
            @if let Some(number) = &payer.client_number { span class="num" { (t.with("enter-payment-client", [("number", number.clone())])) } " " }
            @if !payer.company.is_empty() { span { (payer.company) } " " }
            span class="faint" { (t.with("payer-since-day", [("day", since)])) }
            @if payer.archived_at.is_some() { " " (tag(Tone::Neutral, Icon::Bookmark, &t.text("payer-archived"))) }
        }
    };
    let pay = if p.view.methods.is_empty() {
        paths::new_payment_of(payer.id)
    } else {
        paths::payer_part(payer.id, "payments/new")
    };
    let actions = html! {
        @if p.manages() { (button_link(Look::Default, &paths::payer_part(payer.id, "edit"), &t.text("payer-edit"), Some(Icon::Settings))) }
        @if p.user.may(Permission::SendRequests) && payer.archived_at.is_none() { (button_link(Look::Default, &paths::send_to(payer.id), &t.text("payer-send"), Some(Icon::Send))) }
        @if p.user.may(Permission::TakePayments) { (button_link(Look::Primary, &pay, &t.text("payer-new-payment"), Some(Icon::Plus))) }
    };
    let here = t.with("payer-number", [("number", payer.id.to_string())]);
    html! {
        (page_head(&breadcrumb(paths::PAYERS, &t.text("payers-title"), &here), &payer.name, &below, &actions))
        nav class="tabs" aria-label=(t.text("payer-tabs")) {
            @for (known, part, key) in TABS {
                @let address = if part.is_empty() { paths::payer(payer.id) } else { paths::payer_part(payer.id, part) };
                a href=(address) aria-current=[(known == tab).then_some("page")] {
                    (t.text(key))
                    @if known == Tab::Methods && !p.view.methods.is_empty() { " " span class="tab-count" { (p.view.methods.len()) } }
                }
            }
        }
    }
}

/// The first tab.
pub(super) fn information(p: &Page<'_>) -> Markup {
    html! {
        (head(p, Tab::Information))
        (alike(p))
        div class="columns columns-form" {
            div class="stack" {
                (balances(p))
                (recent(p))
                (story(p))
            }
            div class="stack" {
                (contact(p))
                (contacts(p))
                (methods(p))
                (merged(p))
                @if p.manages() { (archival(p)) }
            }
        }
    }
}

/// Likely duplicates, with the way to merge them.
fn alike(p: &Page<'_>) -> Markup {
    let t = p.t;
    html! {
        @if p.manages() && !p.view.alike.is_empty() {
            (note(Tone::Warning, &html! {
                b { (t.text("payer-alike")) }
                ul {
                    @for other in &p.view.alike {
                        li { a href=(paths::payer(other.id)) { (other.name) } ", " (t.with("payer-number", [("number", other.id.to_string())])) ": "
                            a href=(paths::payer_merge(p.payer().id, other.id)) { (t.text("payer-merge-compare")) } }
                    }
                }
            }))
        }
    }
}

/// What the payments come to, a row for each currency and kind of money.
pub(super) fn balances(p: &Page<'_>) -> Markup {
    let t = p.t;
    if p.view.balances.is_empty() {
        return html! {};
    }
    let row = |balance: &Balance| {
        let written = |money| amount::format(money, t.locale());
        html! {
            tr {
                th scope="row" { (account_badge(t, balance.kind)) " " span class="sub" { (balance.collected.currency().code()) } }
                td class="cell-end num" data-label=(t.text("payer-balance-collected")) { (written(balance.collected)) " " span class="sub" { (t.with("payment-count", [("count", balance.payments)])) } }
                td class="cell-end num" data-label=(t.text("payer-balance-refunded")) { (written(balance.refunded)) }
                td class="cell-end num" data-label=(t.text("payer-balance-pending")) { (written(balance.pending)) }
            }
        }
    };
    let table = html! {
        table class="table table-two-line table-stack" {
            thead { tr {
                th scope="col" { (t.text("payer-balance-kind")) }
                th scope="col" class="cell-end" { (t.text("payer-balance-collected")) }
                th scope="col" class="cell-end" { (t.text("payer-balance-refunded")) }
                th scope="col" class="cell-end" { (t.text("payer-balance-pending")) }
            } }
            tbody { @for balance in &p.view.balances { (row(balance)) } }
        }
    };
    card_flush("payer-balances", &t.text("payer-balances"), &html! {}, &table_named(t, "payer-balances", &table))
}

fn recent(p: &Page<'_>) -> Markup {
    let t = p.t;
    let all = html! { @if p.rows.len() > RECENT { a href=(paths::payer_part(p.payer().id, "history")) { (t.text("payer-all-payments")) } } };
    let body = if p.rows.is_empty() {
        empty(Icon::ReceiptText, &t.text("payer-no-payments"), "", &html! {})
    } else {
        payments(p, RECENT)
    };
    card_flush("payer-recent", &t.text("payer-recent"), &all, &body)
}

fn payments(p: &Page<'_>, most: usize) -> Markup {
    let table = html! {
        table class="table table-two-line table-payments" {
            (plain_headings(p.t, Amounts::Shown))
            tbody { @for row in p.rows.iter().take(most) { (payment_row(p.t, p.firm, p.now, row, Amounts::Shown)) } }
        }
    };
    table_named(p.t, "payer-tab-history", &table)
}

fn story(p: &Page<'_>) -> Markup {
    let told: Vec<(Tone, String, Markup)> =
        p.view.history.iter().map(|(entry, name)| told(p, entry, name.as_deref())).collect();
    let moments: Vec<Moment<'_>> =
        told.iter().map(|(tone, what, detail)| Moment { tone: *tone, what, detail: detail.clone() }).collect();
    card("payer-story", &p.t.text("payer-story"), &html! {}, &timeline(&moments))
}

fn contact(p: &Page<'_>) -> Markup {
    let (t, payer) = (p.t, p.payer());
    let mut rows = Vec::new();
    let mut add = |key: &str, fact: Option<Markup>| rows.extend(fact.map(|fact| (t.text(key), fact)));
    let lines =
        |lines: &[String]| (!lines.is_empty()).then(|| html! { @for line in lines { div class="break" { (line) } } });
    add("payer-company", (!payer.company.is_empty()).then(|| html! { (payer.company) }));
    add("payer-emails", lines(&payer.emails));
    add("payer-phones", lines(&payer.phones));
    add("payer-address", lines(&payer.address.lines()));
    add("payer-language", Some(html! { (payer.language.endonym()) }));
    for field in &payer.custom {
        rows.push((field.label.clone(), html! { (field.text) }));
    }
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, fact)| (name.as_str(), fact.clone())).collect();
    let body = html! {
        div class="stack-3" {
            (facts(&rows))
            @if !payer.notes.is_empty() { div class="quote" { p class="label" { (t.text("payer-notes")) } p class="prewrap" { (payer.notes) } } }
        }
    };
    let edit = html! { @if p.manages() { a href=(paths::payer_part(payer.id, "edit")) { (t.text("payer-edit")) } } };
    card("payer-contact", &t.text("payer-contact-card"), &edit, &body)
}

fn contacts(p: &Page<'_>) -> Markup {
    let t = p.t;
    if p.payer().contacts.is_empty() {
        return html! {};
    }
    let body = html! {
        ul class="list" role="list" {
            @for contact in &p.payer().contacts {
                li { div class="list-text" {
                    b { (contact.name) } @if !contact.role.is_empty() { " " span class="faint" { (contact.role) } }
                    @for line in [&contact.email, &contact.phone].into_iter().filter(|line| !line.is_empty()) { div class="break" { (line) } }
                } }
            }
        }
    };
    card_flush("payer-contacts", &t.text("payer-contacts"), &html! {}, &body)
}

fn methods(p: &Page<'_>) -> Markup {
    let (t, payer) = (p.t, p.payer());
    let all = html! { a href=(paths::payer_part(payer.id, "methods")) { (t.text("payer-methods-all")) } };
    let body = html! {
        @if p.view.methods.is_empty() { div class="card-body" { p class="muted" { (t.text("payer-methods-none")) } } } @else {
            ul class="list" role="list" {
                @for method in p.view.methods.iter().take(4) { li { div class="list-text" { (method_in_full(t, Some(&method.instrument))) " " (marks(p, method)) } } }
            }
        }
    };
    card_flush("payer-methods", &t.text("payer-tab-methods"), &all, &body)
}

/// What must be known of a method at a glance.
pub(super) fn marks(p: &Page<'_>, method: &PaymentMethod) -> Markup {
    let t = p.t;
    let is_default = |id: PaymentMethodId| p.payer().default_method == Some(id);
    let today = dates::day_of(p.now, &p.firm.time_zone);
    let (year, month) = (today.year().unsigned_abs(), today.month().unsigned_abs());
    let expiry = method.expiry();
    let expired = expiry.is_some_and(|expiry| expiry.is_before(month, year));
    let (next_year, next_month) = if month >= 11 { (year + 1, month - 10) } else { (year, month + 2) };
    let soon = !expired && expiry.is_some_and(|expiry| expiry.is_before(next_month, next_year));
    html! {
        @if is_default(method.id) { (tag(Tone::Information, Icon::Bookmark, &t.text("payer-method-default"))) " " }
        @if expired { (tag(Tone::Negative, Icon::X, &t.text("payer-method-expired"))) } @else if soon { (tag(Tone::Warning, Icon::TriangleAlert, &t.text("payer-method-expires-soon"))) }
    }
}

/// The records that this one stands for, with the way back.
fn merged(p: &Page<'_>) -> Markup {
    let t = p.t;
    if p.view.merged.is_empty() {
        return html! {};
    }
    let when = |at| dates::date_medium(at, &p.firm.time_zone, t.locale());
    let undo = |(other, _): &Merged| other.merged_into.len() == 1 && p.manages();
    let body = html! {
        ul class="list" role="list" {
            @for merged in &p.view.merged {
                @let (other, merge) = merged;
                li {
                    div class="list-text" { b { (other.name) } " " span class="sub" { (t.with("payer-merged-on", [("number", other.id.to_string()), ("day", when(merge.at))])) } }
                    @if undo(merged) {
                        form method="post" action=(paths::payer_part(p.payer().id, "separation")) data-once {
                            (csrf(p.csrf))
                            input type="hidden" name="merged" value=(other.id);
                            button class="button button-small" type="submit" aria-label=(t.with("payer-merge-undo-of", [("name", other.name.clone())])) { (Icon::Undo) span { (t.text("payer-merge-undo")) } }
                        }
                    }
                }
            }
        }
    };
    card_flush("payer-merged", &t.text("payer-merged"), &html! {}, &body)
}

fn archival(p: &Page<'_>) -> Markup {
    let (t, payer) = (p.t, p.payer());
    let archived = payer.archived_at.is_some();
    let (place, key, words) = if archived {
        ("active", "payer-unarchive", "payer-unarchive-text")
    } else {
        ("archived", "payer-archive", "payer-archive-text")
    };
    let body = html! {
        div class="stack-3" {
            p class="muted" { (t.text(words)) }
            div class="actions" {
                form method="post" action=(paths::payer_part(payer.id, "archival")) data-once {
                    (csrf(p.csrf)) input type="hidden" name="place" value=(place);
                    (button(Look::Default, &t.text(key), Some(Icon::Bookmark)))
                }
                (button_link(Look::Ghost, &paths::payer_part(payer.id, "merge"), &t.text("payer-merge"), Some(Icon::Users)))
            }
        }
    };
    card("payer-record", &t.text("payer-record"), &html! {}, &body)
}

/// The tab with every payment.
pub(super) fn history(p: &Page<'_>, further: bool, next: Option<&str>) -> Markup {
    let t = p.t;
    html! {
        (head(p, Tab::History))
        div class="stack" {
            (balances(p))
            section class="card" aria-labelledby="payer-history" {
                div class="card-head" { h2 id="payer-history" { (t.text("payer-tab-history")) } }
                @if p.rows.is_empty() { (empty(Icon::ReceiptText, &t.text("payer-no-payments"), "", &html! {})) } @else { (payments(p, p.rows.len())) }
                @if further || next.is_some() {
                    div class="card-foot row" {
                        @if further { (button_link(Look::Small, &paths::payer_part(p.payer().id, "history"), &t.text("payer-latest-payments"), Some(Icon::ChevronLeft))) }
                        span class="push" {}
                        @if let Some(next) = next { (button_link(Look::Small, next, &t.text("payer-older-payments"), Some(Icon::ChevronRight))) }
                    }
                }
            }
        }
    }
}
