//! The terminal's page and the result page: pure markup.

use maud::{Markup, html};

use crate::{
    domain::{
        locale::Language,
        merchant_account::MerchantAccount,
        money::Currency,
        payer::Payer,
        surcharge::BasisPoints,
        transaction::{Source, Status, Transaction},
    },
    i18n::{T, amount, dates},
    mail::messages,
    service::payments::CardFields,
    web::{
        amount_field,
        debit_consent::{self, Asked},
        forms::FormErrors,
        fragments::{
            Check, Field, Icon, Kind, Look, Need, NextStep, Tone, account, account_badge, amount_big, button_link,
            card_frame, check, combobox_field, csrf, empty, facts, facts_lined, form_head, form_section,
            method_in_full, note, page_head, required_key, select_field, text_field,
        },
        paths,
        surcharge_step::{self, Step},
    },
};

use super::form::{Typed, payer_choices};

/// What the page shows.
pub(super) struct Terminal<'a> {
    pub(super) t: T,
    pub(super) csrf: &'a str,
    pub(super) typed: &'a Typed,
    pub(super) errors: &'a FormErrors,
    pub(super) accounts: &'a [MerchantAccount],
    pub(super) currency: Currency,
    pub(super) card: &'a CardFields,
    pub(super) several: &'a [Payer],
    pub(super) restored: bool,
    /// What is to be debited, once a bank account was entered.
    pub(super) debit: Option<&'a Asked<'a>>,
    /// What would be added, once a credit card was entered.
    pub(super) surcharge: Option<&'a Step>,
    /// The highest rate that an account adds, if one does.
    pub(super) rate: Option<BasisPoints>,
    pub(super) firm: &'a str,
}

impl Terminal<'_> {
    fn error(&self, name: &str) -> Option<String> {
        self.errors.first(name, self.t)
    }
}

/// The whole page.
pub(super) fn page(p: &Terminal<'_>) -> Markup {
    let t = p.t;
    let errors = p.errors.messages(t);
    let summary: Vec<(&str, &str)> = errors.iter().map(|(name, message)| (name.as_str(), message.as_str())).collect();
    html! {
        (form_head(t, &summary, next(p)))
        (page_head(&html! {}, &t.text("enter-payment-title"), &html! { p { (t.text("enter-payment-intro")) } }, &required_key(t)))
        @if p.accounts.is_empty() {
            (empty(Icon::Landmark, &t.text("enter-payment-no-accounts"), &t.text("enter-payment-no-accounts-text"), &html! {}))
        } @else { (form(p)) }
    }
}

/// What the payer must agree to or hear of before anything is charged, by what was entered.
fn next(p: &Terminal<'_>) -> Option<NextStep> {
    let debit = p.debit.map(|_| debit_consent::next(p.t));
    p.surcharge.map(|_| surcharge_step::next(p.t)).or(debit)
}

fn form(p: &Terminal<'_>) -> Markup {
    let t = p.t;
    html! {
        form class="columns columns-form" id="enter-payment" method="post" action=(paths::PAYMENTS) novalidate data-once
            data-card-frame="#card-frame" {
            div class="card" {
                @if p.restored { div class="form-section" { (note(Tone::Information, &html! { (t.text("enter-payment-restored")) })) } }
                @if !p.typed.alert.is_empty() {
                    div class="form-section" {
                        (note(Tone::Information, &html! { (t.with("alerts-terminal", [("what", p.typed.alert.clone())])) }))
                        input type="hidden" name="alert" value=(p.typed.alert);
                    }
                }
                (payer_section(p))
                (payment_section(p))
                (method_section(p))
                @match p.debit {
                    Some(debit) => { (debit_consent::section(t, &p.typed.debit, debit, p.errors)) }
                    None => { (debit_consent::kept(&p.typed.debit)) }
                }
                @if let Some(step) = p.surcharge { (surcharge_step::section(t, step, (p.firm, &t.text("surcharge-other-terminal")))) }
                (after_section(p))
                (csrf(p.csrf))
                input type="hidden" name="key" value=(p.typed.key);
            }
            (review(p))
        }
    }
}

fn payer_section(p: &Terminal<'_>) -> Markup {
    let t = p.t;
    let (label, hint, list) =
        (t.text("enter-payment-payer"), t.text("enter-payment-payer-hint"), t.text("enter-payment-payer-list"));
    let (email_label, email_hint) = (t.text("enter-payment-email"), t.text("enter-payment-email-hint"));
    let number = t.text("enter-payment-client-number");
    let error = p.error("payer");
    let payer = Field {
        name: "payer",
        label: &label,
        value: &p.typed.payer,
        hint: Some(&hint),
        error: error.as_deref(),
        need: Need::Required,
        max_length: Some(200),
        class: "span-5",
        ..Field::default()
    };
    let number_error = p.error("client_number");
    let client_number = Field {
        name: "client_number",
        label: &number,
        value: &p.typed.client_number,
        error: number_error.as_deref(),
        max_length: Some(200),
        class: "span-3",
        ..Field::default()
    };
    let email_error = p.error("email");
    let email = Field {
        name: "email",
        label: &email_label,
        value: &p.typed.email,
        hint: Some(&email_hint),
        error: email_error.as_deref(),
        kind: Kind::Emails,
        class: "span-4",
        ..Field::default()
    };
    let body = html! {
        div class="grid" {
            (combobox_field(t, &payer, paths::PAYER_MATCHES, &list))
            (text_field(t, &client_number))
            (text_field(t, &email))
            @if !p.several.is_empty() { (which_payer(p)) } @else {
                input type="hidden" id="payer_id" name="payer_id" value=(p.typed.payer_id);
            }
        }
    };
    form_section("section-payer", &t.text("enter-payment-payer-section"), &html! {}, &body)
}

fn which_payer(p: &Terminal<'_>) -> Markup {
    let label = p.t.text("enter-payment-payer-which");
    let error = p.error("payer_id");
    let choices = payer_choices(p.several, p.t);
    let choices: Vec<(&str, &str)> = choices.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    let field = Field {
        name: "payer_id",
        label: &label,
        value: &p.typed.payer_id,
        error: error.as_deref(),
        need: Need::Required,
        class: "span-12",
        ..Field::default()
    };
    select_field(p.t, &field, &choices)
}

fn payment_section(p: &Terminal<'_>) -> Markup {
    let t = p.t;
    let label = |key: &str| t.text(key);
    let (amount_label, account_label, invoice_label) =
        (label("enter-payment-amount"), label("enter-payment-account"), label("enter-payment-invoice"));
    let (matter_label, matter_hint) = (label("enter-payment-matter"), label("enter-payment-matter-hint"));
    let (reference_label, note_label) = (label("enter-payment-reference"), label("enter-payment-note"));
    let [amount_error, account_error, invoice_error, matter_error, reference_error, note_error] =
        ["amount", "account", "invoice", "matter", "reference", "note"].map(|name| p.error(name));
    let accounts: Vec<(String, String)> =
        p.accounts.iter().map(|known| (known.id.to_string(), account(t, known))).collect();
    let accounts: Vec<(&str, &str)> = accounts.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    let required = |name, label, value, error, class| Field {
        name,
        label,
        value,
        error,
        need: Need::Required,
        class,
        ..Field::default()
    };
    let optional = |name, label, value, error, class| Field {
        name,
        label,
        value,
        error,
        max_length: Some(200),
        class,
        ..Field::default()
    };
    let amount = required("amount", &*amount_label, &*p.typed.amount, amount_error.as_deref(), "span-4");
    let account_field = required("account", &*account_label, &*p.typed.account, account_error.as_deref(), "span-8");
    let invoice = optional("invoice", &*invoice_label, &*p.typed.invoice, invoice_error.as_deref(), "span-4");
    let matter = Field {
        hint: Some(&matter_hint),
        ..optional("matter", &*matter_label, &*p.typed.matter, matter_error.as_deref(), "span-4")
    };
    let reference = optional("reference", &*reference_label, &*p.typed.reference, reference_error.as_deref(), "span-4");
    let note = optional("note", &*note_label, &*p.typed.note, note_error.as_deref(), "span-12");
    let body = html! {
        div class="grid" {
            (amount_field::field(t, &amount, p.currency))
            (select_field(t, &account_field, &accounts))
            (text_field(t, &invoice))
            (text_field(t, &matter))
            (text_field(t, &reference))
            (text_field(t, &note))
        }
    };
    form_section("section-payment", &t.text("enter-payment-payment-section"), &html! {}, &body)
}

fn method_section(p: &Terminal<'_>) -> Markup {
    let t = p.t;
    let error = p.error("card-frame");
    let (keep, keep_hint) = (t.text("enter-payment-keep"), t.text("enter-payment-keep-hint"));
    let frame = format!("{}?lang={}", p.card.frame_url, t.language().code());
    let body = html! {
        @if let Some(error) = &error {
            div class="error-message" id="card-frame-error" { (Icon::CircleAlert) span { span class="visually-hidden" { (t.text("form-error-prefix")) " " } (error) } }
        }
        (card_frame(&frame, &t.text("enter-payment-card-frame")))
        p class="hint" { (t.text("enter-payment-card-hint")) " " (t.text("debit-hint")) }
        @if let Some(rate) = p.rate {
            p class="hint" { (surcharge_step::warning(t, rate, p.firm)) }
            div class="grid" {
                (surcharge_step::region_field(t, &p.typed.surcharge.region, (Need::Recommended, &t.text("surcharge-region-hint")), None))
            }
        }
        (check(&Check { name: "keep_method", value: "yes", label: &keep, hint: Some(&keep_hint), checked: p.typed.keep }))
    };
    form_section("section-method", &t.text("enter-payment-method-section"), &html! {}, &body)
}

fn after_section(p: &Terminal<'_>) -> Markup {
    let t = p.t;
    let (receipt, authorize, hint) =
        (t.text("enter-payment-receipt"), t.text("enter-payment-authorize"), t.text("enter-payment-authorize-hint"));
    let label = t.text("enter-payment-language");
    let chosen = if p.typed.language.is_empty() { t.language().code() } else { &p.typed.language };
    let languages: Vec<(&str, &str)> =
        Language::ALL.iter().map(|language| (language.code(), language.endonym())).collect();
    let language = Field {
        name: "language",
        label: &label,
        value: chosen,
        need: Need::Unmarked,
        class: "span-4",
        ..Field::default()
    };
    let body = html! {
        div class="stack-3" {
            (check(&Check { name: "receipt", value: "yes", label: &receipt, hint: None, checked: p.typed.receipt }))
            (check(&Check { name: "authorize_only", value: "yes", label: &authorize, hint: Some(&hint), checked: p.typed.authorize_only }))
            div class="grid" { (select_field(t, &language, &languages)) }
        }
    };
    form_section("section-after", &t.text("enter-payment-after-section"), &html! {}, &body)
}

/// What is about to be charged. JavaScript keeps it in step with the fields; without it, it says what was sent last.
fn review(p: &Terminal<'_>) -> Markup {
    let t = p.t;
    let none = t.text("enter-payment-review-empty");
    let mirrored = |id: &str, value: &str| {
        html! { span data-mirror={ "#" (id) } data-mirror-empty=(none) { @if value.is_empty() { (none) } @else { (value) } } }
    };
    let rows = [
        (t.text("enter-payment-payer-section"), mirrored("payer", &p.typed.payer)),
        (t.text("enter-payment-account"), mirrored("account", "")),
        (t.text("enter-payment-invoice"), mirrored("invoice", &p.typed.invoice)),
        (t.text("enter-payment-matter"), mirrored("matter", &p.typed.matter)),
        (
            t.text("enter-payment-review-method"),
            html! {
                @if let Some(debit) = p.debit { (method_in_full(t, Some(&debit.instrument))) }
                @else { (t.text("enter-payment-review-card")) }
            },
        ),
    ];
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, fact)| (name.as_str(), fact.clone())).collect();
    let zero = amount::format(crate::domain::money::Money::zero(p.currency), t.locale());
    let consent = match p.accounts {
        [only] => t.with("enter-payment-consent", [("statement", only.statement_name.clone())]),
        _ => t.text("enter-payment-consent-general"),
    };
    let total = p.surcharge.map(|step| amount::format(step.total(), t.locale()));
    html! {
        aside class="card sticky" aria-labelledby="review" {
            div class="card-head" { h2 id="review" { (t.text("enter-payment-review")) } }
            div class="card-body stack-4" {
                @match &total {
                    Some(total) => { p class="amount-big num" { (total) } }
                    None => {
                        p class="amount-big num" data-mirror="#amount" data-mirror-money=(p.currency.code()) data-mirror-empty=(zero) {
                            @if p.typed.amount.is_empty() { (zero) } @else { (p.typed.amount) }
                        }
                    }
                }
                (facts(&rows))
                div class="stack-2" {
                    button class="button button-primary button-block" type="submit" {
                        (Icon::Lock)
                        @match &total {
                            // What was shown with a surcharge is what is charged, not what is typed by now.
                            Some(total) => { span { (t.text("enter-payment-charge-amount").replace("{}", total)) } }
                            None => {
                                span data-mirror="#amount" data-mirror-money=(p.currency.code()) data-mirror-text=(t.text("enter-payment-charge-amount"))
                                    data-mirror-empty=(t.text("enter-payment-charge")) { (t.text("enter-payment-charge")) }
                            }
                        }
                    }
                    (button_link(Look::GhostBlock, paths::DASHBOARD, &t.text("enter-payment-cancel"), None))
                }
                p class="hint" { (consent) }
            }
        }
    }
}

/// The payers whose name begins like what is typed, as options of the combobox.
pub(super) fn matches(t: T, payers: &[Payer]) -> Markup {
    html! {
        @for payer in payers {
            @let number = payer.client_number.as_deref().map(|number| t.with("enter-payment-client", [("number", number)]));
            @let email = payer.emails.first();
            div role="option" id={ "payer-" (payer.id) } aria-selected="false" data-value=(payer.name) data-fill-payer_id=(payer.id)
                data-fill-client_number=(payer.client_number.as_deref().unwrap_or_default())
                data-fill-email=(payer.emails.join(", ")) data-fill-language=(payer.language.code()) {
                (payer.name) " "
                span class="sub" { @if let Some(number) = &number { (number) } @if let (Some(_), Some(_)) = (&number, email) { ", " } @if let Some(email) = email { (email) } }
            }
        }
    }
}

/// What came of a payment.
pub(super) fn result(t: T, transaction: &Transaction, receipt_link: Option<&str>) -> Markup {
    html! {
        (page_head(&html! {}, &t.text("result-title"), &html! {}, &html! {}))
        div class="columns columns-form" {
            section class="card" id="result" aria-labelledby="result-heading" {
                div class="card-body stack-4" {
                    (verdict(t, transaction))
                    (amount_big(&amount::format(transaction.amount, t.locale()), transaction.amount.currency()))
                    (result_facts(t, transaction))
                    (result_actions(t, transaction, receipt_link))
                }
            }
        }
    }
}

fn verdict(t: T, transaction: &Transaction) -> Markup {
    let (tone, heading, text) = match transaction.status {
        Status::Created | Status::Unknown => (Tone::Warning, "result-confirming", t.text("result-confirming-text")),
        Status::ActionRequired => (Tone::Warning, "result-action", t.text("result-action-text")),
        Status::Held => (Tone::Warning, "result-held", t.text("result-held-text")),
        Status::Declined => (Tone::Negative, "result-declined", t.text("result-no-money")),
        Status::Failed => (Tone::Negative, "result-failed", t.text("result-no-money")),
        Status::Pending => (Tone::Warning, "result-debit", debit_words(t, transaction)),
        Status::Authorized
        | Status::Captured
        | Status::Settled
        | Status::Voided
        | Status::Reversed
        | Status::Returned
        | Status::Disputed
        | Status::DisputeWon
        | Status::DisputeLost => (Tone::Positive, "result-approved", receipt_words(t, transaction)),
    };
    let polls = transaction.status.is_unresolved();
    html! {
        div role="status" hx-get=[polls.then(|| paths::payment_result(transaction.id))] hx-trigger=[polls.then_some("every 3s")]
            hx-select=[polls.then_some("#result")] hx-target=[polls.then_some("#result")] hx-swap=[polls.then_some("outerHTML")] {
            (note(tone, &html! { h2 id="result-heading" { (t.text(heading)) } p { (text) } }))
        }
    }
}

/// A debit is on its way: when it should be money, and that the payer was told.
fn debit_words(t: T, transaction: &Transaction) -> String {
    let day = transaction.bank_debit.as_ref().and_then(|debit| debit.settles_on);
    let settles = day.map(|day| t.with("result-debit-text", [("day", dates::day_long(day, t.locale()))]));
    let told = if transaction.receipt_emails.is_empty() {
        receipt_words(t, transaction)
    } else {
        t.with("result-debit-notice-to", [("addresses", transaction.receipt_emails.join(", "))])
    };
    [settles, Some(told)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn receipt_words(t: T, transaction: &Transaction) -> String {
    if transaction.receipt_emails.is_empty() {
        t.text("result-receipt-none")
    } else {
        t.with("result-receipt-to", [("addresses", transaction.receipt_emails.join(", "))])
    }
}

fn result_facts(t: T, transaction: &Transaction) -> Markup {
    let mut rows = vec![(t.text("enter-payment-payer-section"), html! { (transaction.payer_name) })];
    if transaction.instrument.is_some() {
        rows.push((t.text("enter-payment-review-method"), method_in_full(t, transaction.instrument.as_ref())));
    }
    if transaction.payment_method.is_some() && transaction.source == Source::EnterPayment {
        rows.push((t.text("payment-saved"), html! { (t.text("result-kept")) }));
    }
    let parts = messages::receipt::parts((transaction.parts.as_ref(), transaction.surcharged.as_ref()), t);
    rows.extend(parts.into_iter().map(|(name, sum)| (name, html! { span class="num" { (sum) } })));
    rows.push((t.text("enter-payment-account"), account_badge(t, transaction.account_kind)));
    for (key, value) in [
        ("enter-payment-invoice", &transaction.invoice_number),
        ("enter-payment-matter", &transaction.matter),
        ("enter-payment-reference", &transaction.reference),
    ] {
        if let Some(value) = value {
            rows.push((t.text(key), html! { (value) }));
        }
    }
    if let Some(decline) = &transaction.decline {
        rows.push((t.text("result-reason"), html! { (t.label(decline.reason)) }));
        rows.push((t.text("result-raw-code"), html! { span class="mono" { (decline.raw_code) } }));
    }
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, fact)| (name.as_str(), fact.clone())).collect();
    facts_lined(&rows)
}

fn result_actions(t: T, transaction: &Transaction, receipt_link: Option<&str>) -> Markup {
    let failed = matches!(transaction.status, Status::Declined | Status::Failed);
    html! {
        div class="actions" {
            @if failed {
                (button_link(Look::Primary, &paths::new_payment_like(transaction.id), &t.text(if transaction.bank_debit.is_some() { "result-another-method" } else { "result-another-card" }), Some(Icon::CreditCard)))
            } @else if transaction.status.is_unresolved() {
                (button_link(Look::Primary, &paths::payment_result(transaction.id), &t.text("result-refresh"), Some(Icon::RotateCw)))
            } @else if let Some(url) = transaction.action_url.as_ref().filter(|_| transaction.status == Status::ActionRequired) {
                a class="button button-primary" href=(url) hx-boost="false" { (t.text("result-action-go")) }
            } @else {
                (button_link(Look::Primary, paths::NEW_PAYMENT, &t.text("result-another-payment"), Some(Icon::Plus)))
            }
            @if let Some(link) = receipt_link {
                a class="button" href=(link) hx-boost="false" { (Icon::ReceiptText) span { (t.text("result-receipt")) } }
            }
            (button_link(Look::Default, &paths::payment(transaction.id), &t.text("result-open"), None))
        }
    }
}
