//! Marks of the card networks, drawn small for lists and fields, and the label of a payment method.
//!
//! Each mark stands beside the last four digits and carries its name for screen readers. Check a network's artwork
//! rules before using one larger.

use maud::{Markup, html};

use crate::{
    domain::card::{CardBrand, Instrument},
    i18n::T,
};

use super::icon::Icon;

/// The network's mark, 32 × 20 pixels on its own white or coloured plate, so that it looks alike in every theme.
#[must_use]
pub fn brand_mark(brand: CardBrand) -> Markup {
    html! {
        svg class="brand-mark" data-brand=(code(brand)) width="32" height="20" viewBox="0 0 32 20" aria-hidden="true" focusable="false" {
            (drawing(brand))
        }
    }
}

/// What the scripts call the network.
const fn code(brand: CardBrand) -> &'static str {
    match brand {
        CardBrand::Visa => "visa",
        CardBrand::Mastercard => "mastercard",
        CardBrand::Amex => "amex",
        CardBrand::Discover => "discover",
        CardBrand::Diners => "diners",
        CardBrand::Jcb => "jcb",
        CardBrand::UnionPay => "unionpay",
    }
}

fn drawing(brand: CardBrand) -> Markup {
    match brand {
        CardBrand::Visa => html! {
            rect width="32" height="20" fill="#fff" {}
            path fill="none" stroke="#1a1f71" stroke-width="1.9" d="m6.500 6.500 1.800 7 3.400-7M14 6.500l-1.500 7M20.300 7.700c-2.600-1.400-4.600.6-3 1.700 1.300.8 2.500 1.200 1.800 2.600-.6 1.100-2.600 1-3.800.2M20.600 13.500l4.100-6.600 1.300 6.600M22.300 11.500h3.400" {}
        },
        CardBrand::Mastercard => html! {
            rect width="32" height="20" fill="#fff" {}
            circle cx="12.8" cy="10" r="5.4" fill="#eb001b" {}
            circle cx="19.2" cy="10" r="5.4" fill="#f79e1b" {}
            path fill="#ff5f00" d="M16 5.650a5.400 5.400 0 0 1 0 8.700 5.400 5.400 0 0 1 0-8.700z" {}
        },
        CardBrand::Amex => html! {
            rect width="32" height="20" fill="#1f72cd" {}
            path fill="none" stroke="#fff" stroke-width="1.3" d="m4.500 13 2.300-6 2.300 6M5.400 11h2.800M11 13V7l2.300 3.400L15.600 7v6M21.700 7h-3.600v6h3.600M18.100 10h3.200M23.300 7l4 6m0-6-4 6" {}
        },
        CardBrand::Discover => html! {
            rect width="32" height="20" fill="#fff" {}
            path fill="#f58220" d="M32 11v9H12c9-1.500 15-4.500 20-9z" {}
            circle cx="17" cy="9" r="3.4" fill="#f58220" {}
            path fill="none" stroke="#1b1d1b" stroke-width="1.2" d="M4 6.500v5h1.500c3 0 3-5 0-5zM10.500 6v6" {}
        },
        CardBrand::Diners => html! {
            rect width="32" height="20" fill="#fff" {}
            circle cx="16" cy="10" r="7" fill="#0b5ca8" {}
            circle cx="16" cy="10" r="5.2" fill="#fff" {}
            path fill="#0b5ca8" d="M14.500 6.700v6.600a3.600 3.600 0 0 1 0-6.600zM17.500 6.700a3.600 3.600 0 0 1 0 6.600z" {}
        },
        CardBrand::Jcb => html! {
            rect width="32" height="20" fill="#fff" {}
            rect x="6.5" y="4" width="5.5" height="12" rx="1.8" fill="#0e4c96" {}
            rect x="13.2" y="4" width="5.5" height="12" rx="1.8" fill="#c8102e" {}
            rect x="20" y="4" width="5.5" height="12" rx="1.8" fill="#00873e" {}
            path fill="none" stroke="#fff" stroke-width="1.1" d="M9.900 8v3.200c0 1.300-1.900 1.300-1.900.2M17.600 8.700c-2.800-.8-2.800 3.400 0 2.600M21.500 8v4h2c1.400 0 1.400-2 0-2h-2 1.800c1.200 0 1.200-2 0-2z" {}
        },
        CardBrand::UnionPay => html! {
            rect width="32" height="20" fill="#fff" {}
            path fill="#e21836" d="M8.500 4h6l-2.300 12h-6z" {}
            path fill="#00447c" d="M14.500 4h6l-2.300 12h-6z" {}
            path fill="#007b84" d="M20.500 4h5.300l-2.300 12h-5.300z" {}
        },
    }
}

/// The marks of the networks that the firm takes, for the end of the card number field.
#[must_use]
pub fn accepted_brands(t: T, brands: &[CardBrand]) -> Markup {
    let names = brands.iter().map(|brand| brand.name()).collect::<Vec<_>>().join(", ");
    html! {
        span class="brands" {
            @for brand in brands { (brand_mark(*brand)) }
            span class="visually-hidden" { (t.with("form-cards-accepted", [("brands", names)])) }
        }
    }
}

/// What a payment was made with: mark and last four digits, the name only for screen readers. For lists.
#[must_use]
pub fn method(t: T, instrument: Option<&Instrument>) -> Markup {
    label(t, instrument, "visually-hidden")
}

/// What a payment was made with, the name in full: `Visa •••• 4242`. For details and receipts.
#[must_use]
pub fn method_in_full(t: T, instrument: Option<&Instrument>) -> Markup {
    label(t, instrument, "method-name")
}

fn label(t: T, instrument: Option<&Instrument>, name_class: &str) -> Markup {
    let Some(instrument) = instrument else {
        return html! { span class="faint" { (t.text("form-method-unknown")) } };
    };
    let name = instrument.brand().map_or_else(|| t.text("form-bank-account"), |brand| brand.name().to_owned());
    html! {
        span class="method" {
            @match instrument.brand() {
                Some(brand) => { (brand_mark(brand)) }
                None => { span class="brand-bank" { (Icon::Landmark) } }
            }
            span {
                span class=(name_class) { (name) }
                " •••• " (instrument.last_four().as_str())
            }
        }
    }
}
