//! Mail that left, waits or is kept: pure markup.

use maud::{Markup, html};

use crate::{
    domain::{
        delivery::{Delivery, DeliveryStatus, Message},
        firm::Firm,
    },
    i18n::{T, dates},
    service::outbox::unsaid,
    web::{
        fragments::{
            Icon, Look, Tone, breadcrumb, button_link, card, empty, export_links, facts_lined, note, page_head,
            table_scroll, tag,
        },
        paths,
    },
};

/// The list.
pub(super) fn list(t: T, firm: &Firm, rows: &[(Delivery, Option<Message>)], next: Option<&str>) -> Markup {
    let table = html! {
        table class="table table-two-line" {
            thead { tr {
                th scope="col" { (t.text("payments-date")) }
                th scope="col" { (t.text("outbox-to")) }
                th scope="col" { (t.text("outbox-subject")) }
                th scope="col" { (t.text("payments-status")) }
            } }
            tbody { @for (delivery, message) in rows { (row(t, firm, delivery, message.as_ref())) } }
        }
    };
    html! {
        (page_head(&html! {}, &t.text("outbox-title"), &html! { p { (t.text("outbox-intro")) } }, &export_links(t, paths::OUTBOX, "")))
        div class="card" {
            @if rows.is_empty() { (empty(Icon::Mail, &t.text("outbox-none"), &t.text("outbox-none-text"), &html! {})) }
            @else {
                (table_scroll(&t.text("outbox-title"), &table))
                @if let Some(next) = next { div class="card-foot" { (button_link(Look::Small, next, &t.text("outbox-older"), Some(Icon::ChevronRight))) } }
            }
        }
    }
}

fn row(t: T, firm: &Firm, delivery: &Delivery, message: Option<&Message>) -> Markup {
    let subject = message.map_or_else(|| unsaid(t, delivery), |message| message.subject.clone());
    html! {
        tr {
            td class="num" {
                (dates::date_short_no_year(delivery.created_at, &firm.time_zone, t.locale())) " "
                span class="sub" { (dates::time(delivery.created_at, &firm.time_zone, t.locale())) }
            }
            td { (delivery.recipients.join(", ")) }
            td { a class="row-link" href=(paths::delivery(delivery.id)) { (subject) } }
            td { (status(t, delivery.status)) }
        }
    }
}

/// Why there are no words to show.
const fn without_words(status: DeliveryStatus) -> &'static str {
    match status {
        DeliveryStatus::Waiting => "outbox-waiting",
        DeliveryStatus::Sent | DeliveryStatus::Kept | DeliveryStatus::Failed => "outbox-not-kept",
    }
}

fn status(t: T, status: DeliveryStatus) -> Markup {
    let (tone, icon) = match status {
        DeliveryStatus::Waiting => (Tone::Warning, Icon::Clock),
        DeliveryStatus::Sent => (Tone::Positive, Icon::Check),
        DeliveryStatus::Kept => (Tone::Information, Icon::Bookmark),
        DeliveryStatus::Failed => (Tone::Negative, Icon::X),
    };
    tag(tone, icon, &t.label(status))
}

/// One message.
pub(super) fn show(t: T, firm: &Firm, delivery: &Delivery, message: Option<&Message>) -> Markup {
    let transaction = delivery.content.transaction();
    let title = message.map_or_else(|| unsaid(t, delivery), |message| message.subject.clone());
    let when = format!(
        "{}, {}",
        dates::date_medium(delivery.created_at, &firm.time_zone, t.locale()),
        dates::time(delivery.created_at, &firm.time_zone, t.locale())
    );
    let rows = [
        (t.text("outbox-to"), html! { (delivery.recipients.join(", ")) }),
        (t.text("payments-date"), html! { (when) }),
        (t.text("payments-status"), status(t, delivery.status)),
        (t.text("outbox-attempts"), html! { (delivery.attempts) }),
        (
            t.text("payment-crumb"),
            html! { a href=(paths::payment(transaction)) { (t.with("payment-number", [("number", transaction.to_string())])) } },
        ),
    ];
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, fact)| (name.as_str(), fact.clone())).collect();
    html! {
        (page_head(&breadcrumb(paths::OUTBOX, &t.text("outbox-title"), &t.text("outbox-message")), &title, &html! {}, &html! {}))
        @if let Some(error) = &delivery.last_error { (note(Tone::Negative, &html! { (t.text("outbox-error")) " " span class="mono" { (error) } })) }
        div class="columns columns-form" {
            div class="stack" {
                @match message {
                    None => { (card("outbox-words", &t.text("outbox-message"), &html! {}, &html! { p { (t.text(without_words(delivery.status))) } })) }
                    Some(message) => {
                        (card("outbox-html", &t.text("outbox-message"), &html! {}, &html! {
                            iframe class="message-frame" src=(paths::delivery_html(delivery.id)) title=(message.subject) sandbox="allow-popups" {}
                        }))
                        (card("outbox-text", &t.text("outbox-text"), &html! {}, &html! { pre class="message-text" { (message.text) } }))
                    }
                }
            }
            div class="stack" { (card("outbox-facts", &t.text("payment-details"), &html! {}, &facts_lined(&rows))) }
        }
    }
}
