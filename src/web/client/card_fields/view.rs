//! The fields of a card or bank account inside their frame: pure markup. No field is ever sent back filled in.

use maud::{Markup, html};

use crate::{
    domain::{
        accepted::Accepted,
        bank_account::{AccountType, HolderType},
        card::{CardBrand, Instrument},
        ids::OperationKey,
        transaction::Transaction,
    },
    i18n::{T, amount},
    service::cards::{self, AccountProblem, CardProblem},
    web::fragments::{Icon, Look, Tone, amount_big, brand_mark, button, csrf, method_in_full, note},
};

use super::Around;

/// What is wrong with what was typed.
pub(super) enum Problem {
    /// These must be filled in, and are not.
    Missing(Vec<&'static str>),
    Card(CardProblem),
    Account(AccountProblem),
}

/// Fields with what is said of each.
pub(super) type Said = Vec<(&'static str, String)>;

/// Which fields are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Card,
    Bank,
}

impl Method {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Bank => "bank",
        }
    }

    pub(super) fn with_code(code: &str) -> Option<Self> {
        [Self::Card, Self::Bank].into_iter().find(|known| known.code() == code)
    }
}

/// What must be filled in of a method and is not.
pub(super) fn missing<'a>(method: Method, typed: impl Fn(&str) -> &'a str) -> Vec<&'static str> {
    let required = inputs(method).iter().filter(|input| input.required == Requirement::Required);
    required.map(|input| input.name).filter(|name| typed(name).trim().is_empty()).collect()
}

/// The fields a problem belongs to, and its words.
pub(super) fn problem_words(t: T, problem: &Problem) -> Said {
    let (field, key) = match problem {
        Problem::Missing(fields) => {
            let key = |field| if field == "postal_code" { "card-error-postal-code" } else { "pay-error-missing" };
            return fields.iter().map(|field| (*field, t.text(key(*field)))).collect();
        }
        Problem::Card(problem) => match problem {
            CardProblem::NotATestCard => ("card_number", "card-error-not-a-test-card"),
            CardProblem::Number => ("card_number", "card-error-number"),
            CardProblem::Expiry => ("expiry", "card-error-expiry"),
            CardProblem::ExpiryPast => ("expiry", "card-error-expiry-past"),
            CardProblem::SecurityCode => ("security_code", "card-error-security-code"),
            CardProblem::Holder => ("card_holder", "card-error-holder"),
            CardProblem::PostalCode => ("postal_code", "card-error-postal-code"),
            CardProblem::AlreadyUsed => ("card_number", "card-error-used"),
            CardProblem::Unavailable => ("card_number", "card-error-unavailable"),
        },
        Problem::Account(problem) => match problem {
            AccountProblem::NotATestAccount => ("account_number", "bank-error-not-a-test-account"),
            AccountProblem::Routing => ("routing", "bank-error-routing"),
            AccountProblem::Account => ("account_number", "bank-error-account"),
            AccountProblem::Differ => ("account_number_again", "bank-error-differ"),
            AccountProblem::AccountType => ("account_type", "bank-error-type"),
            AccountProblem::HolderType => ("holder_type", "bank-error-holder-type"),
            AccountProblem::Holder => ("account_holder", "bank-error-holder"),
            AccountProblem::AlreadyUsed => ("account_number", "bank-error-used"),
            AccountProblem::Unavailable => ("account_number", "bank-error-unavailable"),
        },
    };
    vec![(field, t.text(key))]
}

const fn inputs(method: Method) -> &'static [Input] {
    match method {
        Method::Card => &INPUTS,
        Method::Bank => &BANK_INPUTS,
    }
}

fn message_of<'a>(said: &'a Said, name: &str) -> Option<&'a str> {
    said.iter().find(|(field, _)| *field == name).map(|(_, message)| message.as_str())
}

/// One input.
struct Input {
    name: &'static str,
    label: &'static str,
    hint: Option<&'static str>,
    autocomplete: &'static str,
    mode: &'static str,
    class: &'static str,
    required: Requirement,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Requirement {
    Required,
    Recommended,
    Optional,
}

const INPUTS: [Input; 6] = [
    Input {
        name: "card_number",
        label: "card-number",
        hint: None,
        autocomplete: "cc-number",
        mode: "numeric",
        class: "span-12",
        required: Requirement::Required,
    },
    Input {
        name: "expiry",
        label: "card-expiry",
        hint: Some("card-expiry-hint"),
        autocomplete: "cc-exp",
        mode: "numeric",
        class: "span-4",
        required: Requirement::Required,
    },
    Input {
        name: "security_code",
        label: "card-security-code",
        hint: Some("card-security-code-hint"),
        autocomplete: "cc-csc",
        mode: "numeric",
        class: "span-4",
        required: Requirement::Recommended,
    },
    Input {
        name: "postal_code",
        label: "card-postal-code",
        hint: Some("card-postal-code-hint"),
        autocomplete: "billing postal-code",
        mode: "text",
        class: "span-4",
        required: Requirement::Required,
    },
    Input {
        name: "card_holder",
        label: "card-holder",
        hint: None,
        autocomplete: "cc-name",
        mode: "text",
        class: "span-6",
        required: Requirement::Required,
    },
    Input {
        name: "street",
        label: "card-street",
        hint: None,
        autocomplete: "billing address-line1",
        mode: "text",
        class: "span-6",
        required: Requirement::Optional,
    },
];

const BANK_INPUTS: [Input; 4] = [
    Input {
        name: "routing",
        label: "bank-routing",
        hint: Some("bank-routing-hint"),
        autocomplete: "off",
        mode: "numeric",
        class: "span-12",
        required: Requirement::Required,
    },
    Input {
        name: "account_number",
        label: "bank-account",
        hint: Some("bank-account-hint"),
        autocomplete: "off",
        mode: "numeric",
        class: "span-6",
        required: Requirement::Required,
    },
    Input {
        name: "account_number_again",
        label: "bank-account-again",
        hint: Some("bank-account-hint"),
        autocomplete: "off",
        mode: "numeric",
        class: "span-6",
        required: Requirement::Required,
    },
    Input {
        name: "account_holder",
        label: "bank-holder",
        hint: None,
        autocomplete: "name",
        mode: "text",
        class: "span-12",
        required: Requirement::Required,
    },
];

/// The fields, or what was entered with the way to enter something else.
pub(super) fn fields(
    t: T,
    (key, around): (&OperationKey, &Around),
    entered: Option<&Instrument>,
    (asked, problem): (Option<Method>, Option<&Problem>),
) -> Markup {
    let said = problem.map(|problem| problem_words(t, problem)).unwrap_or_default();
    let usual = if entered.is_some_and(Instrument::is_bank_account) { Method::Bank } else { Method::Card };
    let method = asked.unwrap_or(usual);
    let method = around.method(Some(method)).unwrap_or(method);
    let choice = html! {
        @if around.accepted == Accepted::Both { (tabs(t, (key, around), method)) }
        (form(t, (key, around), method, &said))
    };
    html! {
        @match entered {
            Some(instrument) => {
                @let (entered, another) = if instrument.is_bank_account() { ("bank-entered", "bank-another") } else { ("card-entered", "card-another") };
                (note(Tone::Positive, &html! { (t.text(entered)) " " (method_in_full(t, Some(instrument))) }))
                details class="disclosure" open[problem.is_some() || asked.is_some()] { summary { (t.text(another)) } div { (choice) } }
            }
            None => { (choice) }
        }
        (tests(t, method))
    }
}

fn tabs(t: T, (key, around): (&OperationKey, &Around), method: Method) -> Markup {
    let path = |method| around.path(&format!("/card-fields/{key}"), Some(method), t.language().code());
    html! {
        nav class="tabs" aria-label=(t.text("bank-tabs")) {
            @for (known, label) in [(Method::Card, "bank-tab-card"), (Method::Bank, "bank-tab-account")] {
                a href=(path(known)) aria-current=[(known == method).then_some("true")] {
                    (t.text(label))
                }
            }
        }
    }
}

fn tests(t: T, method: Method) -> Markup {
    html! {
        details class="disclosure" {
            summary { (t.text(if method == Method::Bank { "bank-tests" } else { "card-tests" })) }
            dl class="facts" {
                @if method == Method::Bank {
                    @for (number, key) in cards::offered_accounts() { dt class="mono num" { (number) } dd { (t.text(key)) } }
                } @else {
                    @for (number, key) in cards::offered() { dt class="mono num" { (grouped(number)) } dd { (t.text(key)) } }
                }
            }
        }
    }
}

fn form(t: T, (key, around): (&OperationKey, &Around), method: Method, said: &Said) -> Markup {
    let (offline, done) = match method {
        Method::Card => ("card-error-unavailable", "card-use"),
        Method::Bank => ("bank-error-unavailable", "bank-use"),
    };
    let action = around.path("/card-fields/tokens", None, t.language().code());
    html! {
        form class="card-form" method="post" action=(action) novalidate data-card data-offline=(t.text(offline)) {
            input type="hidden" name="session" value=(key);
            input type="hidden" name="method" value=(method.code());
            div class="grid" {
                @for input in inputs(method) { (field(t, input, said)) }
                @if method == Method::Bank { (types(t, said)) }
            }
            noscript { (button(Look::Default, &t.text(done), Some(Icon::Check))) }
        }
    }
}

/// What kind of account it is, and whose.
fn types(t: T, said: &Said) -> Markup {
    let kinds = AccountType::ALL.map(|kind| (kind.code(), t.label(kind)));
    let holders = HolderType::ALL.map(|holder| (holder.code(), t.label(holder)));
    html! {
        (choice(t, ("account_type", "bank-type"), &kinds, said))
        (choice(t, ("holder_type", "bank-holder-type"), &holders, said))
    }
}

fn choice(t: T, (name, label): (&str, &str), choices: &[(&str, String)], said: &Said) -> Markup {
    let message = message_of(said, name);
    html! {
        div.field.span-6.field-required.field-error[message.is_some()] {
            label class="label" for=(name) { (t.text(label)) span class="asterisk" aria-hidden="true" { " *" } }
            div class="error-message" id={ (name) "-error" } hidden[message.is_none()] {
                (Icon::CircleAlert) span data-message { (message.unwrap_or_default()) }
            }
            select class="input" id=(name) name=(name) aria-required="true" aria-describedby={ (name) "-error" } {
                @for (value, words) in choices { option value=(value) { (words) } }
            }
        }
    }
}

fn grouped(number: &str) -> String {
    number.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect::<Vec<_>>().join(" ")
}

/// A field with room for a message that the script may fill in.
fn field(t: T, input: &Input, said: &Said) -> Markup {
    let message = message_of(said, input.name);
    let required = input.required == Requirement::Required;
    let hint_id = input.hint.map(|_| format!("{}-hint", input.name));
    let described =
        [Some(format!("{}-error", input.name)), hint_id.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let number = input.name == "card_number";
    html! {
        div.field.(input.class).field-required[required].field-error[message.is_some()] {
            label class="label" for=(input.name) {
                (t.text(input.label))
                @match input.required {
                    Requirement::Required => { span class="asterisk" aria-hidden="true" { " *" } }
                    Requirement::Recommended => { " " span class="optional" { (t.text("form-recommended")) } }
                    Requirement::Optional => { " " span class="optional" { (t.text("form-optional")) } }
                }
            }
            @if let (Some(hint), Some(id)) = (input.hint, &hint_id) { div class="hint" id=(id) { (t.text(hint)) } }
            div class="error-message" id={ (input.name) "-error" } hidden[message.is_none()] {
                (Icon::CircleAlert) span data-message { (message.unwrap_or_default()) }
            }
            @if number {
                div class="card-number" { (control(t, input, &described)) span class="brands" aria-hidden="true" { (marks()) } }
            } @else { (control(t, input, &described)) }
        }
    }
}

fn marks() -> Markup {
    html! { @for brand in [CardBrand::Visa, CardBrand::Mastercard, CardBrand::Amex, CardBrand::Discover] { (brand_mark(brand)) } }
}

fn control(t: T, input: &Input, described: &str) -> Markup {
    let required = (input.required == Requirement::Required).then_some("true");
    let check = (input.name == "card_number").then(|| t.text("card-error-number"));
    html! {
        input class="input" id=(input.name) name=(input.name) type="text" inputmode=(input.mode) autocomplete=(input.autocomplete)
            placeholder=" " aria-required=[required] aria-describedby=(described) data-check=[check];
    }
}

/// The pretend bank's question.
pub(super) fn challenge(t: T, token: &str, key: &OperationKey, payment: &Transaction) -> Markup {
    html! {
        section class="card bare-card" aria-labelledby="challenge" {
            div class="card-body stack-4" {
                h1 id="challenge" { (t.text("challenge-title")) }
                (amount_big(&amount::format(payment.amount, t.locale()), payment.amount.currency()))
                p { (t.with("challenge-text", [("firm", payment.statement_name.clone())])) }
                form class="stack-2" method="post" action={ "/card-challenge/" (key) } data-once {
                    (csrf(token))
                    button class="button button-primary button-block" type="submit" name="answer" value="pass" { (t.text("challenge-pass")) }
                    button class="button button-ghost button-block" type="submit" name="answer" value="fail" { (t.text("challenge-fail")) }
                }
            }
        }
    }
}
