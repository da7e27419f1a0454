//! The step between entering a bank account on a page for clients and having it debited: the client is shown the very words
//! of the authorization, signs them with their name, and only then is anything submitted. Payment pages and the pages of
//! requests have the same.
//!
//! The hash of the words goes with the form, so that only exactly what was shown is agreed to; anything else by the time
//! the form comes back, as another amount, day or language, is shown anew.

use maud::{Markup, html};

use crate::{
    domain::{
        bank_account::may_hold_account_number, debit_authorization::Given, firm::Firm, locale::Locale, money::Money,
        nacha::Channel, time::Timestamp,
    },
    i18n::{T, dates},
    service::{
        bank_debits::{Consent, Words, words},
        cards::Entered,
    },
};

use super::{
    debit_consent,
    fragments::{Check, Field, Need, NextStep, Tone, check, form_section, note, text_field},
    keeping,
    pay_form::{Typed, Wrong, parts::error_line},
};

/// The step as a whole: where its messages lead.
pub const STEP: &str = "debit";
/// The field that says which words were shown.
const SHOWN: &str = "debit_shown";
/// The box by which they are agreed to.
const AGREED: &str = "debit_agreed";
/// The name that is typed for a signature.
const SIGNED: &str = "debit_name";
/// The longest name that is typed for a signature, in characters.
const MAX_NAME: usize = 100;
/// The most that is kept of what a browser says of itself, in characters.
const MAX_AGENT: usize = 300;

/// What is about to be debited.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// Who debits.
    pub firm: &'a Firm,
    /// The account that was entered.
    pub entered: Entered,
    /// How much: an amount for each debit.
    pub amounts: Vec<Money>,
    /// The language and formats of the words.
    pub locale: Locale,
    /// When.
    pub now: Timestamp,
}

/// Where a form came from, as far as that is part of the proof.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// The network address.
    pub ip: &'a str,
    /// What the browser says of itself.
    pub user_agent: &'a str,
}

impl Asked<'_> {
    /// The words of each debit, and their hashes.
    fn words(&self) -> Vec<(String, String)> {
        let today = dates::firm_day(self.now, &self.firm.time_zone);
        let of = |amount: &Money| {
            words(&Words {
                firm: self.firm,
                holder: &self.entered.holder,
                instrument: &self.entered.instrument,
                channel: Channel::Online,
                scope: &debit_consent::once(*amount, self.firm, self.now),
                today,
                locale: self.locale,
            })
        };
        self.amounts.iter().filter_map(of).collect()
    }

    /// Between colons, as the groups of a hash are, so that no run of digits in it can be taken for a card number.
    fn promise(&self) -> String {
        self.words().into_iter().map(|(_, hash)| hash).collect::<Vec<_>>().join(":")
    }
}

/// What is said of it when it is asked for.
#[must_use]
pub fn next(t: T) -> NextStep {
    (STEP, t.text("debit-step-next"))
}

/// What the client agreed to, a consent for each debit; or what the form must say.
///
/// # Errors
/// What is wrong with it: nothing, where the words were not shown yet.
pub fn read(typed: &Typed, asked: &Asked<'_>, origin: Origin<'_>, t: T) -> Result<Vec<Consent>, Wrong> {
    let shown = typed.get(SHOWN);
    if shown.is_empty() {
        return Err(Wrong::default());
    }
    if shown != asked.promise() {
        return Err(Wrong::one(STEP, t.text("debit-step-error-changed")));
    }
    let mut wrong = Wrong::default();
    if typed.get(AGREED).is_empty() {
        wrong.add(AGREED, t.text("debit-step-error-agreed"));
    }
    let name = typed.get(SIGNED).split_whitespace().collect::<Vec<_>>().join(" ");
    let last_four = asked.entered.instrument.last_four().as_str();
    let is_name = name.chars().any(char::is_alphabetic) && !may_hold_account_number(&name, last_four);
    if !is_name || name.chars().count() > MAX_NAME {
        wrong.add(SIGNED, t.text("debit-step-error-name"));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let given = Given::Online {
        ip: origin.ip.to_owned(),
        user_agent: origin.user_agent.chars().filter(|c| !c.is_control()).take(MAX_AGENT).collect(),
        typed_name: name,
    };
    let consent = |(_, hash)| Consent { given: given.clone(), shown_sha256: hash };
    Ok(asked.words().into_iter().map(consent).collect())
}

/// The section of the form.
#[must_use]
pub fn section(t: T, asked: &Asked<'_>, (typed, wrong): (&Typed, &Wrong)) -> Markup {
    let promise = asked.promise();
    // Agreement to other words is none.
    let agreed = !typed.get(AGREED).is_empty() && typed.get(SHOWN) == promise;
    let (label, hint) = (t.text("debit-step-name"), t.text("debit-step-name-hint"));
    let field = Field {
        name: SIGNED,
        label: &label,
        value: typed.get(SIGNED),
        hint: Some(&hint),
        error: wrong.of(SIGNED),
        need: Need::Unmarked,
        autocomplete: "name",
        max_length: u16::try_from(MAX_NAME).ok(),
        class: "span-6",
        ..Field::default()
    };
    let body = html! {
        div class="stack-4" id=(STEP) tabindex="-1" {
            (note(Tone::Information, &html! { p { (t.text("debit-step-intro")) } (keeping::cards_only(t, typed)) }))
            @for (text, _) in asked.words() {
                div class="words" {
                    blockquote lang=(asked.locale.tag()) { @for paragraph in text.split("\n\n") { p { (paragraph) } } }
                }
            }
            input type="hidden" name=(SHOWN) value=(promise);
            div id=(AGREED) tabindex="-1" {
                @if let Some(words) = wrong.of(AGREED) { (error_line(t, AGREED, words)) }
                (check(&Check { name: AGREED, value: "yes", label: &t.text("debit-step-agreed"), hint: None, checked: agreed }))
            }
            div class="grid" { (text_field(t, &field)) }
            p class="hint" { (t.text("debit-step-after")) }
        }
    };
    form_section("pay-debit", &t.text("debit-step"), &html! {}, &body)
}
