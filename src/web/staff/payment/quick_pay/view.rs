//! The page on which a method is charged again: pure markup.

use maud::{Markup, html};

use crate::{
    domain::{card::PaymentMethod, merchant_account::AccountKind, transaction::Transaction},
    i18n::{T, amount},
    service::{bank_debits, quick_pay::is_undecided, reading::Details},
    web::{
        amount_field,
        debit_consent::{self, Asked},
        forms::FormErrors,
        fragments::{
            self, Field, Icon, Kind, Look, Need, Tone, account_badge, breadcrumb, button_link, csrf, facts, form_head,
            form_section, method_in_full, note, page_head, required_key, text_field,
        },
        paths,
    },
};

use super::{FORM, FORM_FIELD, form::Typed};

/// What the page shows.
pub(super) struct Page<'a> {
    pub(super) t: T,
    pub(super) details: &'a Details,
    pub(super) csrf: &'a str,
    /// What is about to be debited, where the method is a bank account and the amount can be read.
    pub(super) debit: Option<&'a Asked<'a>>,
    pub(super) typed: &'a Typed,
    pub(super) errors: &'a FormErrors,
    /// Whether it asks for the authorization, which nobody could see before.
    pub(super) next: bool,
    pub(super) restored: bool,
    /// Whether the account would add a surcharge where the payer is present.
    pub(super) unsurcharged: bool,
}

impl Page<'_> {
    const fn earlier(&self) -> &Transaction {
        &self.details.transaction
    }
}

/// The whole page.
pub(super) fn page(p: &Page<'_>) -> Markup {
    let (t, earlier) = (p.t, p.earlier());
    let errors = p.errors.messages(t);
    let errors: Vec<(&str, &str)> = errors.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
    let here = t.with("payment-number", [("number", earlier.id.to_string())]);
    let above = breadcrumb(&paths::payment(earlier.id), &here, &t.text("quick-pay-title"));
    let method = p.details.method.as_ref().filter(|_| !is_undecided(earlier.status));
    let key = html! { @if method.is_some() { (required_key(t)) } };
    html! {
        (form_head(t, &errors, p.next.then(|| debit_consent::next(t))))
        (page_head(&above, &t.text("quick-pay-heading"), &html! {}, &key))
        @match method {
            Some(method) => { (form(p, method)) }
            None => { (instead(p)) }
        }
    }
}

/// Why there is nothing to charge, and where to go.
fn instead(p: &Page<'_>) -> Markup {
    let (t, earlier) = (p.t, p.earlier());
    let undecided = is_undecided(earlier.status);
    let key = match undecided {
        true => "quick-pay-undecided",
        false if bank_debits::is_stopped(earlier) => "debit-returned-stopped",
        false => "quick-pay-not-saved",
    };
    html! {
        section class="card" aria-labelledby="quick-pay-not" {
            div class="card-body stack-4" {
                h2 id="quick-pay-not" { (t.text("quick-pay-not")) }
                p { (t.text(key)) }
                div class="actions" {
                    @if !undecided { (button_link(Look::Primary, &paths::new_payment_like(earlier.id), &t.text("quick-pay-enter"), Some(Icon::CreditCard))) }
                    (button_link(Look::Default, &paths::payment(earlier.id), &t.text("refund-back"), Some(Icon::ArrowLeft)))
                }
            }
        }
    }
}

fn form(p: &Page<'_>, method: &PaymentMethod) -> Markup {
    let t = p.t;
    html! {
        form class="columns columns-form" method="post" action=(paths::quick_pay(p.earlier().id)) novalidate data-once {
            div class="card" {
                @if p.restored { div class="form-section" { (note(Tone::Information, &html! { (t.text("quick-pay-restored")) })) } }
                (form_section("quick-pay-payment", &t.text("enter-payment-payment-section"), &html! {}, &fields(p)))
                @if let Some(debit) = p.debit { (debit_consent::section(t, &p.typed.debit, debit, p.errors)) }
                (csrf(p.csrf))
                input type="hidden" name="key" value=(p.typed.key);
                input type="hidden" name=(FORM_FIELD) value=(FORM);
            }
            (review(p, method))
        }
    }
}

fn fields(p: &Page<'_>) -> Markup {
    let t = p.t;
    let [amount_error, invoice_error, matter_error, reference_error, email_error] =
        ["amount", "invoice", "matter", "reference", "email"].map(|name| p.errors.first(name, t));
    let [amount_label, invoice_label, matter_label, reference_label, email_label, email_hint] = [
        "enter-payment-amount",
        "enter-payment-invoice",
        "enter-payment-matter",
        "enter-payment-reference",
        "enter-payment-email",
        "enter-payment-email-hint",
    ]
    .map(|key| t.text(key));
    let plain = |name, label, value, error| Field {
        name,
        label,
        value,
        error,
        max_length: Some(200),
        class: "span-4",
        ..Field::default()
    };
    let amount = Field {
        need: Need::Required,
        max_length: None,
        ..plain("amount", &*amount_label, &*p.typed.amount, amount_error.as_deref())
    };
    let trust = p.earlier().account_kind == AccountKind::Trust;
    let matter = Field {
        need: if trust { Need::Required } else { Need::Optional },
        ..plain("matter", &*matter_label, &*p.typed.matter, matter_error.as_deref())
    };
    let emails = Field {
        hint: Some(&email_hint),
        kind: Kind::Emails,
        class: "span-8",
        max_length: None,
        ..plain("email", &*email_label, &*p.typed.emails, email_error.as_deref())
    };
    html! {
        div class="grid" {
            (amount_field::field(t, &amount, p.earlier().amount.currency()))
            (text_field(t, &plain("invoice", &*invoice_label, &*p.typed.invoice, invoice_error.as_deref())))
            (text_field(t, &matter))
            (text_field(t, &plain("reference", &*reference_label, &*p.typed.reference, reference_error.as_deref())))
            (text_field(t, &emails))
        }
    }
}

/// What is about to be charged, to whom, and where the money goes.
fn review(p: &Page<'_>, method: &PaymentMethod) -> Markup {
    let (t, earlier) = (p.t, p.earlier());
    let currency = earlier.amount.currency();
    let account = html! {
        @if let Some(account) = &p.details.account { (fragments::account(t, account)) " " }
        (account_badge(t, earlier.account_kind))
    };
    let rows = [
        (
            t.text("enter-payment-payer-section"),
            html! { (p.details.payer.as_ref().map_or(&earlier.payer_name, |payer| &payer.name)) },
        ),
        (t.text("payments-method"), method_in_full(t, Some(&method.instrument))),
        (t.text("payment-holder"), html! { (method.holder) }),
        (t.text("enter-payment-account"), account),
    ];
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, fact)| (name.as_str(), fact.clone())).collect();
    let written =
        amount::parse(&p.typed.amount, currency, t.locale()).ok().map(|money| amount::format(money, t.locale()));
    let zero = amount::format(crate::domain::money::Money::zero(currency), t.locale());
    html! {
        aside class="card sticky" aria-labelledby="review" {
            div class="card-head" { h2 id="review" { (t.text("enter-payment-review")) } }
            div class="card-body stack-4" {
                p class="amount-big num" data-mirror="#amount" data-mirror-money=(currency.code()) data-mirror-empty=(zero) {
                    (written.as_deref().unwrap_or(&zero))
                }
                (facts(&rows))
                @if p.unsurcharged { p class="hint" { (t.text("surcharge-not-here")) } }
                div class="stack-2" {
                    button class="button button-primary button-block" type="submit" {
                        (Icon::Zap)
                        span data-mirror="#amount" data-mirror-money=(currency.code()) data-mirror-text=(t.text("enter-payment-charge-amount"))
                            data-mirror-empty=(t.text("enter-payment-charge")) { (t.text("enter-payment-charge")) }
                    }
                    (button_link(Look::GhostBlock, &paths::payment(earlier.id), &t.text("enter-payment-cancel"), None))
                }
                p class="hint" { (t.with("enter-payment-consent", [("statement", earlier.statement_name.clone())])) }
            }
        }
    }
}
