//! The form of a schedule and its dates, and whose a new one is to be.

use maud::{Markup, html};

use crate::{
    domain::{
        card::PaymentMethod,
        merchant_account::MerchantAccount,
        money::Currency,
        payer::Payer,
        schedule::{Planned, Schedule},
    },
    i18n::{T, amount},
    service::schedules::ToAuthorize,
    web::{
        debit_consent,
        forms::FormErrors,
        fragments::{
            Choice, Field, Icon, Kind, Look, Need, Tone, breadcrumb, button, button_link, card, csrf, empty, form_head,
            form_section, note, page_head, required_key, select_field, text_field,
        },
        paths,
    },
};

use super::{
    super::form::Typed,
    day_words,
    parts::{self, Parts},
};

/// What the form shows.
pub(in super::super) struct Form<'a> {
    pub(in super::super) t: T,
    pub(in super::super) csrf: &'a str,
    pub(in super::super) payer: &'a Payer,
    pub(in super::super) methods: &'a [PaymentMethod],
    pub(in super::super) accounts: &'a [MerchantAccount],
    /// The schedule that is changed; a new one has none.
    pub(in super::super) schedule: Option<&'a Schedule>,
    pub(in super::super) typed: &'a Typed,
    pub(in super::super) currency: Currency,
    pub(in super::super) errors: &'a FormErrors,
    /// Whether it asks for the authorization, which nobody could see before.
    pub(in super::super) next: bool,
    pub(in super::super) asks_notice: bool,
    /// What the payer must authorize, where a bank account is to be debited.
    pub(in super::super) debit: Option<&'a ToAuthorize>,
    /// The same, as staff record it.
    pub(in super::super) consent: Option<debit_consent::Asked<'a>>,
}

impl Form<'_> {
    /// What this form has in common with others.
    pub(in super::super) fn parts(&self) -> Parts<'_> {
        Parts {
            t: self.t,
            typed: self.typed,
            currency: self.currency,
            errors: self.errors,
            retry: self.schedule.map(|schedule| &schedule.retry),
            preview_path: paths::SCHEDULE_PREVIEW,
            debit: self.debit,
        }
    }

    fn error(&self, name: &str) -> Option<String> {
        self.errors.first(name, self.t)
    }
}

/// The whole page.
pub(in super::super) fn page(f: &Form<'_>) -> Markup {
    let t = f.t;
    let errors = f.errors.messages(t);
    let errors: Vec<(&str, &str)> = errors.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
    let title = t.text(if f.schedule.is_some() { "schedule-edit-title" } else { "schedule-new-title" });
    let intro = t.text(if f.schedule.is_some() { "schedule-edit-intro" } else { "schedule-new-intro" });
    let here = f.schedule.map_or_else(|| t.text("schedule-new"), |schedule| schedule.name.clone());
    html! {
        (form_head(t, &errors, f.next.then(|| debit_consent::next(t))))
        (page_head(&breadcrumb(paths::SCHEDULES, &t.text("schedules-title"), &here), &title, &html! { p { (intro) } }, &required_key(t)))
        @if f.methods.is_empty() { (no_method(f)) } @else { (form(f)) }
    }
}

/// Nothing is saved that could be charged.
fn no_method(f: &Form<'_>) -> Markup {
    let t = f.t;
    let action =
        button_link(Look::Primary, paths::NEW_PAYMENT, &t.text("schedule-no-method-action"), Some(Icon::CreditCard));
    let words = t.with("schedule-no-method-text", [("payer", f.payer.name.clone())]);
    empty(Icon::CreditCard, &t.text("schedule-no-method"), &words, &action)
}

fn form(f: &Form<'_>) -> Markup {
    let t = f.t;
    let action = f.schedule.map_or_else(|| paths::SCHEDULES.to_owned(), |schedule| paths::schedule(schedule.id));
    let parts = f.parts();
    html! {
        form class="columns columns-form schedule-form" id="schedule-form" method="post" action=(action) novalidate data-once {
            div class="card" {
                @if f.asks_notice { (notice_section(f)) }
                (plan_section(f))
                (parts::amount_section(&parts))
                (parts::dates_section(&parts))
                (parts::failure_section(&parts))
                (parts::reference_section(&parts))
                @match &f.consent {
                    Some(consent) => { (debit_consent::section(t, &f.typed.debit, consent, f.errors)) }
                    None => { (debit_consent::kept(&f.typed.debit)) }
                }
                (csrf(f.csrf))
                input type="hidden" name="key" value=(f.typed.key);
                input type="hidden" name="version" value=(f.typed.version);
                input type="hidden" name="payer" value=(f.payer.id);
            }
            aside class="card sticky" aria-labelledby="schedule-preview" {
                div class="card-head" { h2 id="schedule-preview" { (t.text("schedule-preview")) } }
                div class="card-body stack-4" {
                    (kept(f))
                    (parts::preview(&parts))
                    div class="stack-2" { (buttons(f)) }
                    p class="hint" { (t.text("schedule-consent")) }
                }
            }
        }
    }
}

fn buttons(f: &Form<'_>) -> Markup {
    let t = f.t;
    let one = |class: &str, value: &str, key: &str| {
        html! { button class=(class) type="submit" name="do" value=(value) { span { (t.text(key)) } } }
    };
    html! {
        @if let Some(schedule) = f.schedule {
            (one("button button-primary button-block", "save", "schedule-save"))
            (one("button button-block", "preview", "schedule-preview-again"))
            (button_link(Look::GhostBlock, &paths::schedule(schedule.id), &t.text("enter-payment-cancel"), None))
        } @else {
            (one("button button-primary button-block", "start", "schedule-start"))
            (one("button button-block", "preview", "schedule-preview-again"))
            (one("button button-ghost button-block", "draft", "schedule-keep-draft"))
        }
    }
}

/// The payments that a change comes too late for.
fn kept(f: &Form<'_>) -> Markup {
    let t = f.t;
    let kept = f.debit.map_or(&[][..], |debit| &debit.kept);
    let of = |planned: &Planned| {
        let (day, sum) = (day_words(t, planned.day).0, amount::format(planned.amount, t.locale()));
        t.with("schedule-kept", [("day", day), ("amount", sum)])
    };
    html! {
        @if !kept.is_empty() {
            (note(Tone::Warning, &html! { p { (t.text("schedule-kept-text")) } ul { @for planned in kept { li { (of(planned)) } } } }))
        }
    }
}

/// What must be said of the payer's notice before a bank debit changes.
fn notice_section(f: &Form<'_>) -> Markup {
    let t = f.t;
    let (label, told, told_label) =
        (t.text("schedule-notice"), t.text("schedule-notice-told"), t.text("schedule-notice-told-on"));
    let defer = t.text("schedule-notice-defer");
    let error = f.error("notice");
    let choices = [("defer", defer.as_str()), ("told", told.as_str())];
    let field = Field {
        name: "notice",
        label: &label,
        value: &f.typed.notice,
        error: error.as_deref(),
        need: Need::Required,
        class: "span-8",
        ..Field::default()
    };
    let day = Field {
        name: "told_on",
        label: &told_label,
        value: &f.typed.told_on,
        kind: Kind::Date,
        class: "span-4",
        ..Field::default()
    };
    let body = html! {
        (note(Tone::Warning, &html! { p { (t.text("schedule-notice-text")) } }))
        div class="grid" { (select_field(t, &field, &choices)) (text_field(t, &day)) }
    };
    form_section("section-notice", &t.text("schedule-notice-section"), &html! {}, &body)
}

fn method_words(f: &Form<'_>, method: &PaymentMethod) -> String {
    let account = f.accounts.iter().find(|account| account.id == method.merchant_account);
    let account = account.map(|account| account.name.clone()).unwrap_or_default();
    let last = method.instrument.last_four().as_str().to_owned();
    match method.instrument.brand() {
        Some(brand) => {
            f.t.with("schedule-method-card", [("brand", brand.name().to_owned()), ("last", last), ("account", account)])
        }
        None => f.t.with("schedule-method-bank", [("last", last), ("account", account)]),
    }
}

fn plan_section(f: &Form<'_>) -> Markup {
    let t = f.t;
    let (name_label, method_label, method_hint) =
        (t.text("schedule-name"), t.text("payments-method"), t.text("schedule-method-hint"));
    let (name_error, method_error) = (f.error("name"), f.error("method"));
    let methods: Vec<(String, String)> =
        f.methods.iter().map(|method| (method.id.to_string(), method_words(f, method))).collect();
    let methods: Vec<Choice<'_>> = methods.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    let name = Field {
        name: "name",
        label: &name_label,
        value: &f.typed.name,
        error: name_error.as_deref(),
        need: Need::Required,
        max_length: Some(120),
        class: "span-5",
        ..Field::default()
    };
    let method = Field {
        name: "method",
        label: &method_label,
        value: &f.typed.method,
        hint: Some(&method_hint),
        error: method_error.as_deref(),
        need: Need::Required,
        class: "span-7",
        ..Field::default()
    };
    let body = html! {
        p { (t.with("mail-line", [("label", t.text("payments-payer")), ("value", f.payer.name.clone())])) }
        div class="grid" { (text_field(t, &name)) (select_field(t, &method, &methods)) }
    };
    form_section("section-plan", &t.text("schedule-section-plan"), &html! {}, &body)
}

/// Whose a new schedule is to be.
pub(in super::super) fn choose_payer(t: T, who: &str, found: &[Payer]) -> Markup {
    let (label, hint) = (t.text("schedule-who"), t.text("schedule-who-hint"));
    let field = Field {
        name: "who",
        label: &label,
        value: who,
        hint: Some(&hint),
        need: Need::Required,
        max_length: Some(200),
        class: "span-8",
        ..Field::default()
    };
    let body = html! {
        form class="stack-3" action=(paths::SCHEDULE_NEW) role="search" aria-label=(t.text("schedule-who")) {
            div class="grid" { (text_field(t, &field)) }
            div { (button(Look::Primary, &t.text("schedule-who-find"), Some(Icon::Search))) }
        }
        @if !who.is_empty() && found.is_empty() { p class="muted" role="status" { (t.text("schedule-who-none")) } }
        @if !found.is_empty() {
            ul class="report-list" role="list" {
                @for payer in found {
                    li {
                        a href=(paths::schedule_new(payer.id)) { (payer.name) }
                        @if let Some(detail) = payer.client_number.as_ref().or(payer.emails.first()) { p class="hint" { (detail) } }
                    }
                }
            }
        }
    };
    let crumb = breadcrumb(paths::SCHEDULES, &t.text("schedules-title"), &t.text("schedule-new"));
    html! {
        (page_head(&crumb, &t.text("schedule-new-title"), &html! { p { (t.text("schedule-new-intro")) } }, &html! {}))
        (card("schedule-payer", &t.text("payments-payer"), &html! {}, &html! { div class="stack-4" { (body) } }))
    }
}
