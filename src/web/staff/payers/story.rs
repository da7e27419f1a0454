//! What happened to a payer's record, in words.

use maud::{Markup, html};

use crate::{
    domain::{
        delivery::DeliveryStatus,
        ids::{DeliveryId, PaymentMethodId, PortalLoginId},
        journal::{Actor, Entry, Fact},
    },
    i18n::dates,
    web::fragments::Tone,
};

use super::sheet::Page;

/// One entry of the journal: how it went, what, and who when.
pub(super) fn told(p: &Page<'_>, entry: &Entry, name: Option<&str>) -> (Tone, String, Markup) {
    let (t, zone) = (p.t, &p.firm.time_zone);
    let (tone, what) = words(p, &entry.fact);
    let by = match (name, entry.actor) {
        (Some(name), _) => Some(name.to_owned()),
        (None, Actor::Client) => Some(t.text("payer-story-by-payer")),
        (None, Actor::System | Actor::User(_)) => None,
    };
    let detail = html! {
        (dates::date_medium(entry.at, zone, t.locale())) ", " (dates::time(entry.at, zone, t.locale()))
        @if let Some(by) = by { ", " (by) }
    };
    (tone, what, detail)
}

fn words(p: &Page<'_>, fact: &Fact) -> (Tone, String) {
    let t = p.t;
    let plain = |key: &str| (Tone::Neutral, t.text(key));
    let of_method = |tone, key: &str, method: &PaymentMethodId| (tone, t.with(key, [("method", card(p, *method))]));
    let of_payer =
        |key: &str, id: &crate::domain::ids::PayerId| (Tone::Information, t.with(key, [("number", id.to_string())]));
    match fact {
        Fact::PayerAdded => plain("payer-story-added"),
        Fact::PayerChanged { fields } => (Tone::Neutral, t.with("payer-story-changed", [("fields", named(p, fields))])),
        Fact::PayerArchived => plain("payer-story-archived"),
        Fact::PayerUnarchived => plain("payer-story-unarchived"),
        Fact::PayerMerged { into } => of_payer("payer-story-merged", into),
        Fact::PayerTookIn { merged } => of_payer("payer-story-took-in", merged),
        Fact::PayerSeparated { from } => of_payer("payer-story-separated", from),
        Fact::PayerGaveBack { merged } => of_payer("payer-story-gave-back", merged),
        Fact::PaymentMethodSaved { method } => of_method(Tone::Positive, "payer-story-method-saved", method),
        Fact::PaymentMethodChanged { method, fields } => {
            let args = [("method", card(p, *method)), ("fields", named(p, fields))];
            (Tone::Neutral, t.with("payer-story-method-changed", args))
        }
        Fact::PaymentMethodReplaced { method } => of_method(Tone::Positive, "payer-story-method-replaced", method),
        Fact::PaymentMethodRemoved { method } => of_method(Tone::Warning, "payer-story-method-removed", method),
        Fact::DefaultMethodChosen { method } => of_method(Tone::Neutral, "payer-story-default", method),
        Fact::DebitAuthorized { .. } => plain("history-debit-authorized"),
        Fact::DebitAuthorizationEnded { .. } => (Tone::Warning, t.text("history-authorization-ended")),
        Fact::AuthorizationCopyQueued { .. } => plain("history-authorization-copy"),
        Fact::MethodLinkMade { .. } => plain("payer-story-link-made"),
        Fact::MethodLinkQueued { delivery, .. } => {
            (Tone::Information, t.with("payer-story-link-queued", [("addresses", recipients(p, *delivery))]))
        }
        Fact::MethodLinkRevoked { .. } => (Tone::Warning, t.text("payer-story-link-revoked")),
        Fact::PortalInvited { login, address } => {
            (Tone::Information, t.with("payer-story-portal-invited", [("address", address_of(p, *login, address))]))
        }
        Fact::PortalAccessWithdrawn { login, address } => {
            (Tone::Warning, t.with("payer-story-portal-withdrawn", [("address", address_of(p, *login, address))]))
        }
        Fact::ExpiryReminderQueued { method, days, delivery, .. } => {
            let args =
                [("method", card(p, *method)), ("days", days.to_string()), ("addresses", recipients(p, *delivery))];
            (Tone::Information, t.with("payer-story-reminded", args))
        }
        Fact::Delivered { delivery } => {
            let kept = p.view.deliveries.get(delivery).is_some_and(|known| known.status == DeliveryStatus::Kept);
            let key = if kept { "payer-story-kept" } else { "payer-story-delivered" };
            (Tone::Positive, t.with(key, [("addresses", recipients(p, *delivery))]))
        }
        Fact::DeliveryFailed { .. } => (Tone::Negative, t.text("history-message-failed")),
        _ => plain("history-other"),
    }
}

/// The address that a login had then; where the entry does not say, the one that it has.
fn address_of(p: &Page<'_>, login: PortalLoginId, then: &str) -> String {
    let now = || p.view.logins.get(&login).cloned().unwrap_or_else(|| "–".to_owned());
    if then.is_empty() { now() } else { then.to_owned() }
}

fn named(p: &Page<'_>, fields: &[String]) -> String {
    let name = |code: &String| p.t.text(&format!("payer-field-{code}"));
    fields.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn recipients(p: &Page<'_>, delivery: DeliveryId) -> String {
    p.view.deliveries.get(&delivery).map_or_else(|| "–".to_owned(), |known| known.recipients.join(", "))
}

fn card(p: &Page<'_>, id: PaymentMethodId) -> String {
    let known = p.view.methods.iter().find(|method| method.id == id);
    let Some(method) = known else { return p.t.text("payer-story-former-method") };
    let brand =
        method.instrument.brand().map_or_else(|| p.t.text("form-bank-account"), |brand| brand.name().to_owned());
    format!("{brand} •••• {}", method.instrument.last_four().as_str())
}
