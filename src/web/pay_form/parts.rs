//! What the forms of payment pages and of requests have in common: pure markup.

use maud::{Markup, Render, html};

use crate::{
    domain::{
        accepted::Accepted,
        captcha::{ACTION, Provider},
        locale::Language,
        payment_page::fields::Need as Asked,
        transaction::Transaction,
        user::Theme,
    },
    i18n::T,
    service::bank_debits,
    web::{
        fragments::{Field, Icon, Kind, Need, Tone, card_frame_as, field, form_section, note, text_field},
        paths,
    },
};

use super::{
    form::{AGREED, BAIT, Typed, Wrong},
    gate::{Check, Gate},
};

/// The key of what clients agree to who may pay so. A debit has its own words besides.
#[must_use]
pub const fn agreement_key(accepted: Accepted) -> &'static str {
    match accepted {
        Accepted::Cards => "pay-agree",
        Accepted::BankAccounts => "pay-agree-bank-accounts",
        Accepted::Both => "pay-agree-both",
    }
}

/// Whom to ask.
pub fn contact_hint(t: T) -> String {
    t.text("pay-questions")
}

/// [`language_switch`] of any page with such a form: links, where it shows none.
pub fn language_buttons(t: T, languages: &[Language], has_form: bool, action: impl Fn(Language) -> String) -> Markup {
    html! {
        @if languages.len() > 1 {
            nav class="language-switch" aria-label=(t.text("shell-language")) {
                @for language in languages.iter().copied() {
                    @let here = (language == t.language()).then_some("true");
                    @let path = action(language);
                    @if has_form {
                        button form="pay" formaction=(path) formmethod="post" formnovalidate type="submit" name="do"
                            value="update" data-plain lang=(language.code()) aria-current=[here] { (language.endonym()) }
                    } @else {
                        a href=(path) hreflang=(language.code()) lang=(language.code()) aria-current=[here] { (language.endonym()) }
                    }
                    " "
                }
            }
        }
    }
}

/// The key of what is said of a payment that did not go through.
#[must_use]
pub fn declined_key(payment: &Transaction) -> &'static str {
    if bank_debits::is_debit(payment) { "pay-declined-text-debit" } else { "pay-declined-text" }
}

/// What a page says that has no form.
pub fn message(heading: &str, text: &str) -> Markup {
    html! {
        form id="pay" method="post" hidden {}
        section class="card pay-outcome" { div class="card-body stack-3" { h1 { (heading) } p { (text) } } }
    }
}

/// The field that no person sees.
pub fn bait(t: T) -> Markup {
    html! {
        div class="pay-line" aria-hidden="true" {
            label for=(BAIT) { (t.text("pay-leave-empty")) }
            input type="text" id=(BAIT) name=(BAIT) value="" tabindex="-1" autocomplete="off";
        }
    }
}

/// A field that every page may have: name, what it holds, and what is wrong with it.
pub(super) fn portal_field(
    t: T,
    (name, value, error): (&str, &str, Option<&str>),
    need: Asked,
    (autocomplete, kind): (&str, Kind),
    draw: impl Fn(&Field<'_>) -> Markup,
) -> Markup {
    let label = t.text(&format!("pay-{name}"));
    let hint = (name == "email").then(|| t.text("pay-email-hint"));
    draw(&Field {
        id: "",
        name,
        label: &label,
        value,
        hint: hint.as_deref(),
        error,
        need: if need == Asked::Optional { Need::Optional } else { Need::Unmarked },
        kind,
        autocomplete,
        max_length: Some(200),
        class: "span-6",
    })
}

/// A field that the link has filled in for good.
pub fn locked(t: T, f: &Field<'_>) -> Markup {
    let control = html! {
        input class="input" id=(f.name) name=(f.name) value=(f.value) readonly
            aria-invalid=[f.error.map(|_| "true")] aria-describedby=[f.error.map(|_| format!("{}-error", f.name))];
    };
    field(t, &Field { need: Need::Unmarked, hint: None, ..*f }, &control)
}

/// Who pays, where only a name and an address are asked for.
pub fn contact_section(t: T, typed: &Typed, wrong: &Wrong) -> Markup {
    let field = |name, asked: (&str, Kind)| {
        portal_field(t, (name, typed.get(name), wrong.of(name)), Asked::Required, asked, |f| text_field(t, f))
    };
    let body = html! {
        div class="grid" { (field("name", ("name", Kind::Text))) (field("email", ("email", Kind::Email))) }
    };
    form_section("pay-who", &t.text("pay-who"), &html! {}, &body)
}

/// What is wrong with a field, above it.
pub fn error_line(t: T, name: &str, words: &str) -> Markup {
    html! {
        div class="error-message" id={ (name) "-error" } {
            (Icon::CircleAlert) span { span class="visually-hidden" { (t.text("form-error-prefix")) " " } (words) }
        }
    }
}

/// The processor's own fields on a form.
#[derive(Clone, Copy)]
pub struct CardFrame<'a> {
    /// Where they are.
    pub url: &'a str,
    /// The payment page whose sites may frame them, or what stands for one.
    pub page: &'a str,
    /// Which of them are shown.
    pub accepted: Accepted,
    /// Whether something was entered into them already.
    pub entered: bool,
    /// Whether other sites may show the page in a frame. There browsers fetch nothing ahead that waits to be seen.
    pub framed: bool,
}

/// What stands for a payment page at the card fields, so that they are a client's: no page has this address.
pub const NO_PAGE: &str = "~";

/// The processor's own fields, and what is asked below them.
pub fn card_section(t: T, frame: CardFrame<'_>, wrong: Option<&str>, below: &Markup) -> Markup {
    let CardFrame { url, page, accepted, entered, framed } = frame;
    let class = match (entered, accepted.bank_accounts()) {
        (true, _) => "card-frame card-frame-entered",
        (false, true) => "card-frame card-frame-bank",
        (false, false) => "card-frame",
    };
    let asks = [("lang", t.language().code()), ("page", page), ("accept", accepted.code())];
    let title = if accepted.bank_accounts() { "pay-method-frame" } else { "enter-payment-card-frame" };
    let body = html! {
        @if let Some(words) = wrong { (error_line(t, "card-frame", words)) }
        (card_frame_as(class, &paths::with_query(url, &asks), &t.text(title), !framed))
        @if accepted.bank_accounts() { p class="hint" { (t.text("debit-step-hint")) } }
        (below)
    };
    form_section("pay-how", &t.text("enter-payment-method-section"), &html! {}, &body)
}

/// Where what is entered goes, and under which name it appears on the payer's statement.
#[must_use]
pub fn statement_hint(t: T, accepted: Accepted, statement: &str) -> String {
    let key = match accepted {
        Accepted::Cards => "pay-hint",
        Accepted::BankAccounts => "pay-hint-bank-accounts",
        Accepted::Both => "pay-hint-both",
    };
    t.with(key, [("statement", statement.to_owned())])
}

/// What is agreed to, what shows that a person pays, and the button; with the hint below it and the button's words.
pub fn confirm_section(
    t: T,
    (typed, wrong): (&Typed, &Wrong),
    (agreement, hint, pay_words): (&str, &str, &(impl Render + ?Sized)),
    check: &Markup,
) -> Markup {
    let wrong = wrong.of(AGREED);
    let body = html! {
        div.field.field-error[wrong.is_some()] {
            @if let Some(words) = wrong { (error_line(t, AGREED, words)) }
            label class="check" {
                input type="checkbox" id=(AGREED) name=(AGREED) value="yes" checked[!typed.get(AGREED).is_empty()]
                    aria-describedby=[wrong.map(|_| "agree-error")];
                span class="pre-line" { (agreement) }
            }
        }
        (check)
        p class="pay-checked" data-checked hidden { (Icon::ShieldCheck) span { (t.text("pay-checked")) } }
        button class="button button-primary button-block" type="submit" name="do" value="pay" {
            (Icon::Lock) span id="pay-button" data-live { (pay_words) }
        }
        p class="hint" { (hint) }
    };
    form_section("pay-confirm", &t.text("pay-confirm"), &html! {}, &html! { div class="stack-4" { (body) } })
}

/// The key of a check that shows nothing: `pay.js` asks for its token once the button was pressed.
#[must_use]
pub fn unseen<'a>(gate: &'a Gate<'_>) -> Option<&'a str> {
    gate.check.filter(|check| check.provider.widget().is_none()).map(|check| check.site_key)
}

/// What shows that a person fills a form in, as far as that is to be seen: the place of another company's check, or that
/// the sum is asked of everybody.
pub fn proof(t: T, gate: &Gate<'_>, wrong: &Wrong) -> Markup {
    html! {
        @if let Some(check) = gate.check { (check_section(t, check, wrong)) }
        @else if gate.needs_sum() { noscript { (note(Tone::Warning, &html! { (t.text("pay-sum-script")) })) } }
    }
}

/// The place of another company's check. Its script finds it by the class, and leaves the token in the form.
fn check_section(t: T, Check { provider, site_key, theme }: Check<'_>, wrong: &Wrong) -> Markup {
    let (alone, company) = (wrong.all().len() == 1, [("company", provider.name())]);
    let wrong = wrong.of("person-check");
    let asks_script = theme == Theme::Device && provider != Provider::Turnstile;
    html! {
        div.field.pay-check.field-error[wrong.is_some()] id="person-check" tabindex="-1" {
            // Where nothing else is wrong, the summary has said it, and leads here.
            @if let Some(words) = wrong.filter(|_| !alone) { (error_line(t, "person-check", words)) }
            @if let Some(class) = provider.widget() {
                div class=(class) data-sitekey=(site_key) data-action=(ACTION) data-language=(t.language().code())
                    data-theme=(provider.colours(theme)) data-device-theme[asks_script] {}
            } @else {
                input type="hidden" name=(provider.field()) value="";
            }
            p class="hint" { (t.with("pay-check-by", company)) }
            noscript { (note(Tone::Warning, &html! { (t.with("pay-check-script", company)) })) }
            script src=(provider.script(site_key, t.language())) async defer {}
        }
    }
}
