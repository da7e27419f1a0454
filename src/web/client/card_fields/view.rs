//! The card's fields inside their frame: pure markup. No field is ever sent back filled in.

use maud::{Markup, html};

use crate::{
    domain::{
        card::{CardBrand, Instrument},
        ids::OperationKey,
        transaction::Transaction,
    },
    i18n::{T, amount},
    service::cards::{self, CardProblem},
    web::{
        fragments::{Icon, Look, Tone, amount_big, brand_mark, button, csrf, method_in_full, note},
        paths,
    },
};

/// What is wrong with the card.
#[derive(Clone, Copy)]
pub(super) struct Problem(pub(super) CardProblem);

/// The field a problem belongs to, and its words.
pub(super) fn problem_words(t: T, problem: CardProblem) -> (&'static str, String) {
    let (field, key) = match problem {
        CardProblem::NotATestCard => ("card_number", "card-error-not-a-test-card"),
        CardProblem::Number => ("card_number", "card-error-number"),
        CardProblem::Expiry => ("expiry", "card-error-expiry"),
        CardProblem::ExpiryPast => ("expiry", "card-error-expiry-past"),
        CardProblem::SecurityCode => ("security_code", "card-error-security-code"),
        CardProblem::Holder => ("card_holder", "card-error-holder"),
        CardProblem::PostalCode => ("postal_code", "card-error-postal-code"),
        CardProblem::AlreadyUsed => ("card_number", "card-error-used"),
        CardProblem::Unavailable => ("card_number", "card-error-unavailable"),
    };
    (field, t.text(key))
}

/// One input of the card.
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

/// The fields, or the card that was entered with the way to enter another.
pub(super) fn fields(
    t: T,
    form_of: (&OperationKey, &str),
    entered: Option<&Instrument>,
    problem: Option<&Problem>,
) -> Markup {
    let said = problem.map(|problem| problem_words(t, problem.0));
    html! {
        @match entered {
            Some(instrument) => {
                (note(Tone::Positive, &html! { (t.text("card-entered")) " " (method_in_full(t, Some(instrument))) }))
                details class="disclosure" open[said.is_some()] { summary { (t.text("card-another")) } (form(t, form_of, said.as_ref())) }
            }
            None => { (form(t, form_of, said.as_ref())) }
        }
        details class="disclosure" {
            summary { (t.text("card-tests")) }
            dl class="facts" {
                @for (number, key) in cards::offered() { dt class="mono num" { (grouped(number)) } dd { (t.text(key)) } }
            }
        }
    }
}

fn form(t: T, (key, page): (&OperationKey, &str), said: Option<&(&'static str, String)>) -> Markup {
    html! {
        form class="card-form" method="post" action=(paths::with_query("/card-fields/tokens", &[("page", page)])) novalidate data-card data-offline=(t.text("card-error-unavailable")) {
            input type="hidden" name="session" value=(key);
            div class="grid" {
                @for input in &INPUTS { (field(t, input, said)) }
            }
            noscript { (button(Look::Default, &t.text("card-use"), Some(Icon::Check))) }
        }
    }
}

fn grouped(number: &str) -> String {
    number.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect::<Vec<_>>().join(" ")
}

/// A field with room for a message that the script may fill in.
fn field(t: T, input: &Input, said: Option<&(&'static str, String)>) -> Markup {
    let message = said.filter(|(name, _)| *name == input.name).map(|(_, message)| message.as_str());
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
