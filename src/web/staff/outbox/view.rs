//! Mail that left, waits or is kept: pure markup.

use maud::{Markup, html};

use crate::{
    domain::{
        delivery::{Attached, Content, Delivery, DeliveryStatus, Message},
        firm::Firm,
        report::run::Origin,
    },
    i18n::{T, dates, numbers},
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
    let subject = title(t, delivery, message);
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

/// The subject, or before there is one what the message will be about.
fn title(t: T, delivery: &Delivery, message: Option<&Message>) -> String {
    message.map_or_else(|| unsaid(t, delivery), |message| message.subject.clone())
}

/// What the message is about, as a fact.
fn about(t: T, delivery: &Delivery) -> (String, Markup) {
    match delivery.content {
        Content::Receipt { transaction }
        | Content::RefundNotice { transaction, .. }
        | Content::ReturnNotice { transaction } => {
            let number = t.with("payment-number", [("number", transaction.to_string())]);
            (t.text("payment-crumb"), html! { a href=(paths::payment(transaction)) { (number) } })
        }
        Content::MethodRequest { payer, .. } => {
            let number = t.with("payer-number", [("number", payer.to_string())]);
            (t.text("payer-crumb"), html! { a href=(paths::payer(payer)) { (number) } })
        }
        Content::AuthorizationCopy { authorization, .. } => {
            let number = t.with("authorization-title", [("number", authorization.to_string())]);
            (t.text("authorization-crumb"), html! { a href=(paths::authorization(authorization)) { (number) } })
        }
        Content::PaymentRequest { request, .. } => {
            let number = t.with("request-number", [("number", request.to_string())]);
            (t.text("request-crumb"), html! { a href=(paths::payment_request(request)) { (number) } })
        }
        Content::PortalLink { .. } | Content::PortalAddressChanged { .. } | Content::PortalPasswordSet { .. } => {
            (t.text("outbox-about"), html! { (t.text("outbox-portal")) })
        }
        Content::Report { report, run } => (
            t.text("outbox-report"),
            html! { a href=(paths::report_run(&Origin::Made(report), run)) { (t.text("outbox-report-run")) } },
        ),
        Content::Alerts { .. } => {
            (t.text("outbox-alerts"), html! { a href=(paths::ALERTS) { (t.text("alerts-title")) } })
        }
        Content::Reminder { occurrence } | Content::FailureNotice { occurrence } => {
            let number = t.with("schedule-number", [("number", occurrence.schedule.to_string())]);
            (t.text("schedule-crumb"), html! { a href=(paths::schedule(occurrence.schedule)) { (number) } })
        }
    }
}

/// The file that went or goes along. One that was sent is not kept here.
fn file(t: T, delivery: &Delivery, attached: &Attached) -> Markup {
    let size = numbers::integer(i64::try_from(attached.bytes.div_ceil(1024)).unwrap_or(i64::MAX), t.locale());
    let words = t.with("outbox-file-size", [("name", attached.name.clone()), ("size", size)]);
    html! {
        @if delivery.status == DeliveryStatus::Kept { a href=(paths::delivery_file(delivery.id)) download { (words) } }
        @else { (words) }
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
    let title = title(t, delivery, message);
    let when = format!(
        "{}, {}",
        dates::date_medium(delivery.created_at, &firm.time_zone, t.locale()),
        dates::time(delivery.created_at, &firm.time_zone, t.locale())
    );
    let mut rows = vec![
        (t.text("outbox-to"), html! { (delivery.recipients.join(", ")) }),
        (t.text("payments-date"), html! { (when) }),
        (t.text("payments-status"), status(t, delivery.status)),
        (t.text("outbox-attempts"), html! { (delivery.attempts) }),
        about(t, delivery),
    ];
    if let Some(attached) = message.and_then(|message| message.attached.as_ref()) {
        rows.push((t.text("outbox-file"), file(t, delivery, attached)));
    }
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
