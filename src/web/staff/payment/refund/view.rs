//! The page on which money is given back: pure markup.

use maud::{Markup, html};

use crate::{
    domain::{
        merchant_account::AccountKind,
        money::Money,
        nacha::BankDebit,
        parts::Parts,
        refund::RefundKind,
        time::Day,
        transaction::{Status, Transaction},
    },
    i18n::{T, amount, dates},
    mail::messages,
    service::{reading::Details, refunds::Outlook},
    web::{
        amount_field,
        forms::FormErrors,
        fragments::{
            self, Field, Icon, Kind, Look, Need, Tone, account_badge, amount_big, breadcrumb, button, button_link,
            csrf, error_summary, facts, form_section, method_in_full, note, page_head, required_key, text_field,
        },
        paths,
    },
};

use super::{FORM, FORM_FIELD, Typed, hindrance, promise};

/// What would happen with an amount.
pub(super) enum Plan {
    /// It goes back in this way, so much of each part.
    Will(RefundKind, Money, Option<Parts>),
    /// It cannot go back, for this reason.
    Cannot(Option<(String, String)>),
}

/// What the page shows.
pub(super) struct Page<'a> {
    pub(super) t: T,
    pub(super) details: &'a Details,
    pub(super) outlook: &'a Outlook,
    pub(super) limit: Option<Money>,
    pub(super) csrf: &'a str,
    pub(super) typed: &'a Typed,
    /// What would happen with the amount as it is typed now, if it is one.
    pub(super) plan: Option<Plan>,
    pub(super) errors: &'a FormErrors,
    pub(super) restored: bool,
    /// The firm's today.
    pub(super) today: Day,
}

impl Page<'_> {
    const fn transaction(&self) -> &Transaction {
        &self.details.transaction
    }

    fn written(&self, money: Money) -> String {
        amount::format(money, self.t.locale())
    }
}

/// The whole page.
pub(super) fn page(p: &Page<'_>) -> Markup {
    let (t, transaction) = (p.t, p.transaction());
    let errors = p.errors.messages(t);
    let errors: Vec<(&str, &str)> = errors.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
    let here = t.with("payment-number", [("number", transaction.id.to_string())]);
    let above = breadcrumb(&paths::payment(transaction.id), &here, &t.text("refund-crumb"));
    html! {
        (error_summary(t, &errors))
        (page_head(&above, &t.text("refund-title"), &html! {}, &html! { @if p.outlook.hindrance.is_none() { (required_key(t)) } }))
        div class="columns columns-form" {
            @match p.outlook.hindrance {
                Some(reason) => { (refused(p, &hindrance(t, reason))) }
                None => { (form(p)) }
            }
            (about(p))
        }
    }
}

fn refused(p: &Page<'_>, why: &Markup) -> Markup {
    html! {
        section class="card" aria-labelledby="refund-not" {
            div class="card-body stack-4" {
                h2 id="refund-not" { (p.t.text("refund-not")) }
                p { (why) }
                div class="actions" { (button_link(Look::Default, &paths::payment(p.transaction().id), &p.t.text("refund-back"), Some(Icon::ArrowLeft))) }
            }
        }
    }
}

fn form(p: &Page<'_>) -> Markup {
    let (t, id) = (p.t, p.transaction().id);
    html! {
        form class="card" method="post" action=(paths::payment_refunds(id)) novalidate data-once {
            @if p.restored { div class="form-section" { (note(Tone::Information, &html! { (t.text("refund-restored")) })) } }
            (form_section("refund-much", &t.text("refund-how-much"), &html! { p class="faint small" { (up_to(p)) } }, &fields(p)))
            (consequence(p))
            (csrf(p.csrf))
            input type="hidden" name="key" value=(p.typed.key);
            input type="hidden" name=(FORM_FIELD) value=(FORM);
        }
    }
}

/// How much can be given back, and why not more.
fn up_to(p: &Page<'_>) -> String {
    let (t, most) = (p.t, p.written(p.outlook.most));
    if !p.outlook.in_parts {
        return t.text("refund-whole-only");
    }
    if p.outlook.most == p.outlook.rest {
        return t.with("refund-up-to", [("most", most)]);
    }
    t.with("refund-up-to-limit", [("most", most), ("rest", p.written(p.outlook.rest))])
}

fn fields(p: &Page<'_>) -> Markup {
    let t = p.t;
    let [amount_error, reason_error, email_error] = ["amount", "reason", "email"].map(|name| p.errors.first(name, t));
    let (amount_label, amount_hint) = (t.text("refund-amount"), t.text("refund-amount-hint"));
    let (reason_label, reason_hint) = (t.text("refund-reason"), t.text("refund-reason-hint"));
    let (email_label, email_hint) = (t.text("refund-email"), t.text("refund-email-hint"));
    let amount = Field {
        name: "amount",
        label: &amount_label,
        value: &p.typed.amount,
        hint: p.outlook.in_parts.then_some(&*amount_hint),
        error: amount_error.as_deref(),
        need: Need::Required,
        class: "span-4",
        ..Field::default()
    };
    let reason = Field {
        name: "reason",
        label: &reason_label,
        value: &p.typed.reason,
        hint: Some(&reason_hint),
        error: reason_error.as_deref(),
        need: Need::Required,
        max_length: Some(200),
        class: "span-8",
        ..Field::default()
    };
    let emails = Field {
        name: "email",
        label: &email_label,
        value: &p.typed.emails,
        hint: Some(&email_hint),
        error: email_error.as_deref(),
        kind: Kind::Emails,
        class: "span-12",
        ..Field::default()
    };
    let address = paths::new_refund(p.transaction().id);
    html! {
        // With JavaScript the sentence below and the button follow the amount; without it, the server asks again.
        div class="grid" hx-get=(address) hx-trigger="input changed delay:250ms from:#amount" hx-include="#amount"
            hx-target="#refund-plan" hx-select="#refund-plan" hx-swap="outerHTML" hx-sync="this:replace" {
            (amount_field::field(t, &amount, p.transaction().amount.currency()))
            (text_field(t, &reason))
            (text_field(t, &emails))
        }
    }
}

/// What will happen, what the client will see, and the button that says it once more.
fn consequence(p: &Page<'_>) -> Markup {
    let (t, id) = (p.t, p.transaction().id);
    let will = match p.plan {
        Some(Plan::Will(kind, amount, _)) => Some((kind, amount)),
        Some(Plan::Cannot(_)) | None => None,
    };
    let words = match will {
        Some((RefundKind::Void, amount)) => t.with("refund-button-void", [("amount", p.written(amount))]),
        Some((RefundKind::Refund, amount)) => t.with("refund-button-refund", [("amount", p.written(amount))]),
        None => t.text("refund-button-check"),
    };
    html! {
        div id="refund-plan" {
            div class="form-section stack-3" aria-live="polite" {
                @match &p.plan {
                    Some(Plan::Will(kind, amount, parts)) => { (plan(p, *kind, *amount)) (shares(p, parts.as_ref(), *amount)) }
                    Some(Plan::Cannot(Some((_, why)))) => { (note(Tone::Warning, &html! { (why) })) }
                    Some(Plan::Cannot(None)) | None => { p class="muted" { (t.text("refund-plan-none")) } }
                }
            }
            @if let Some((kind, amount)) = will { input type="hidden" name="said" value=(promise(kind, amount)); }
            div class="card-foot" {
                span class="push" {}
                (button_link(Look::Ghost, &paths::payment(id), &t.text("enter-payment-cancel"), None))
                (button(Look::Danger, &words, Some(Icon::Undo)))
            }
        }
    }
}

/// How much of each part goes back, where the payment has parts.
fn shares(p: &Page<'_>, parts: Option<&Parts>, given: Money) -> Markup {
    let rows = messages::receipt::parts((parts, p.transaction().surcharged.as_ref()), p.t);
    let rows: Vec<(&str, &str)> = rows.iter().map(|(name, sum)| (name.as_str(), sum.as_str())).collect();
    html! {
        @if !rows.is_empty() {
            p { (p.t.text("refund-parts")) }
            (fragments::totals(&rows, (&p.t.text("refund-parts-total"), &p.written(given))))
        }
    }
}

/// Until when an eCheck that is to be refunded can still come back as not authorized.
fn returns_until(p: &Page<'_>, kind: RefundKind) -> Option<Day> {
    let until = p.transaction().bank_debit.as_ref().and_then(BankDebit::unauthorized_until);
    until.filter(|until| kind == RefundKind::Refund && p.today <= *until)
}

fn plan(p: &Page<'_>, kind: RefundKind, given: Money) -> Markup {
    let (t, transaction) = (p.t, p.transaction());
    let args = [
        ("amount", p.written(given)),
        ("total", p.written(transaction.amount)),
        ("statement", transaction.statement_name.clone()),
    ];
    let (heading, words) = match kind {
        RefundKind::Refund => ("refund-plan-refund", "refund-plan-refund-text"),
        RefundKind::Void if transaction.status == Status::Authorized => ("refund-plan-void", "refund-plan-hold-text"),
        RefundKind::Void => ("refund-plan-void", "refund-plan-void-text"),
    };
    html! {
        (note(Tone::Information, &html! { b { (t.with(heading, args.clone())) } " " (t.with(words, args)) }))
        @if let Some(until) = returns_until(p, kind) {
            (note(Tone::Warning, &html! { b { (t.text("refund-debit-heading")) } " " (t.with("refund-debit-text", [("day", dates::day_long(until, t.locale()))])) }))
        }
        @if transaction.account_kind == AccountKind::Trust { (note(Tone::Warning, &html! { (t.text("refund-trust")) })) }
    }
}

/// The payment that it is about.
fn about(p: &Page<'_>) -> Markup {
    let (t, transaction) = (p.t, p.transaction());
    let account = html! {
        @if let Some(account) = &p.details.account { (fragments::account(t, account)) " " }
        (account_badge(t, transaction.account_kind))
    };
    let mut rows = vec![
        (t.text("enter-payment-payer-section"), html! { (transaction.payer_name) }),
        (t.text("payments-method"), method_in_full(t, transaction.instrument.as_ref())),
        (t.text("refund-from"), account),
        (t.text("payments-status"), fragments::status(t, transaction.status)),
    ];
    if let Some(invoice) = &transaction.invoice_number {
        rows.push((t.text("enter-payment-invoice"), html! { (invoice) }));
    }
    if let Some(matter) = &transaction.matter {
        rows.push((t.text("enter-payment-matter"), html! { (matter) }));
    }
    if p.outlook.rest != transaction.amount {
        rows.push((t.text("refund-rest"), html! { span class="num" { (p.written(p.outlook.rest)) } }));
    }
    if let Some(limit) = p.limit {
        rows.push((t.text("refund-your-limit"), html! { span class="num" { (p.written(limit)) } }));
    }
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, fact)| (name.as_str(), fact.clone())).collect();
    html! {
        aside class="card" aria-labelledby="refund-about" {
            div class="card-head" { h2 id="refund-about" { (t.text("refund-about")) } }
            div class="card-body stack-4" {
                (amount_big(&p.written(transaction.amount), transaction.amount.currency()))
                (facts(&rows))
            }
        }
    }
}
