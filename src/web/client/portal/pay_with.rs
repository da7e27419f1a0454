//! What a payer who is signed in pays with: the saved methods to choose from, and the button that says which one is charged.

use maud::{Markup, html};

use crate::{
    domain::card::PaymentMethod,
    i18n::T,
    web::{
        fragments::method_in_full,
        pay_form::{Wrong, parts::error_line},
    },
};

/// The field of what it is paid with.
pub(super) const METHOD: &str = "method";

/// The methods, the one with this id chosen.
pub(super) fn choices(t: T, methods: &[PaymentMethod], (chosen, wrong): (Option<&str>, &Wrong)) -> Markup {
    html! {
        fieldset class="pay-choices" id=(METHOD) tabindex="-1" {
            legend class="visually-hidden" { (t.text("portal-request-with")) }
            @if let Some(words) = wrong.of(METHOD) { (error_line(t, METHOD, words)) }
            @for method in methods {
                label class="check" {
                    input type="radio" name=(METHOD) value=(method.id) checked[chosen == Some(method.id.to_string().as_str())];
                    span { (line(t, method)) }
                }
            }
        }
    }
}

/// A method with what tells it from another besides its last digits.
pub(super) fn line(t: T, method: &PaymentMethod) -> Markup {
    let expires = method.expiry().map(|expiry| format!("{:02}/{}", expiry.month(), expiry.year()));
    let expires = expires.map(|month| t.with("payer-method-expires", [("month", month)]));
    let known = [Some(method.nickname.clone()).filter(|name| !name.is_empty()), expires];
    let known: Vec<String> = known.into_iter().flatten().collect();
    html! {
        (method_in_full(t, Some(&method.instrument)))
        @if !known.is_empty() { " " span class="faint" { (known.join(", ")) } }
    }
}

/// What the button says.
pub(super) fn button_words(t: T, (amount, method): (&str, &PaymentMethod)) -> String {
    let (amount, last) = (amount.to_owned(), method.instrument.last_four().as_str().to_owned());
    match method.instrument.brand().map(|brand| brand.name().to_owned()) {
        Some(brand) => t.with("portal-request-pay-card", [("amount", amount), ("brand", brand), ("last", last)]),
        None => t.with("portal-request-pay-account", [("amount", amount), ("last", last)]),
    }
}
