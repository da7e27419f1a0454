//! The box by which clients have their card kept for later payments, on payment pages and on the pages of requests; and how
//! it is told later that they agreed. It is never ticked for them.
//!
//! The hash of the words goes with the form, so that only exactly what was shown is agreed to.

use maud::{Markup, html};

use crate::{
    app::App,
    domain::{
        accepted::Accepted,
        card::PaymentMethod,
        debit_authorization::sha256_of,
        firm::Firm,
        keeping::{Agreed, Agreement},
        locale::Language,
        merchant_account::MerchantAccount,
        transaction::Transaction,
    },
    i18n::{T, dates},
    service::{methods::Kept, payments::Keep, portal},
    store::StoreError,
};

use super::pay_form::{Typed, Wrong, form::WRITTEN_IN, parts::error_line};

/// The box.
pub const BOX: &str = "keep";
/// The field that says which words were shown.
const SHOWN: &str = "keep_shown";

/// Under whose name a card is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose<'a> {
    /// The one that is typed on the form.
    Typed,
    /// This payer's, for whom the request was made.
    Payer(&'a str),
}

/// What is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    words: String,
    language: Language,
}

impl Offer {
    /// The offer to have a card kept at `account`; nothing where its processor keeps none.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn new(
        app: &App,
        (firm, account): (&Firm, &MerchantAccount),
        whose: Whose<'_>,
        t: T,
    ) -> Result<Option<Self>, StoreError> {
        if !app.gateway(account).capabilities().saved_methods {
            return Ok(None);
        }
        let who = match whose {
            Whose::Typed => t.with("keep-who-typed", [("firm", firm.name.clone())]),
            Whose::Payer(name) => t.with("keep-who-payer", [("firm", firm.name.clone()), ("payer", name.to_owned())]),
        };
        let withdraw = if portal::settings(app)?.open { "keep-withdraw-portal" } else { "keep-withdraw" };
        let words = [who, t.text("keep-what"), t.text(withdraw)].join(" ");
        Ok(Some(Self { words, language: t.language() }))
    }

    fn hash(&self) -> String {
        sha256_of(&self.words)
    }
}

/// What the client wants, as far as it is what they were shown.
pub fn read(typed: &Typed, offer: Option<&Offer>, t: T, wrong: &mut Wrong) -> Keep {
    if typed.get(BOX).is_empty() {
        return Keep::No;
    }
    match offer {
        Some(offer) if typed.get(SHOWN) == offer.hash() => Keep::Agreed(offer.words.clone(), offer.language),
        Some(_) => {
            wrong.add(BOX, t.text("keep-error-changed"));
            Keep::No
        }
        None => {
            wrong.add("", t.text("keep-error-gone"));
            Keep::No
        }
    }
}

/// Fills the box in for another try, as it was before.
pub fn again(payment: &Transaction, typed: &mut Typed) {
    if payment.keep.as_ref().is_some_and(|agreement| agreement.words().is_some()) {
        typed.set(BOX, "yes".to_owned());
    }
}

/// The box with its words, where so is paid.
pub fn section(t: T, offer: &Offer, accepted: Accepted, (typed, wrong): (&Typed, &Wrong)) -> Markup {
    let (shown, hash, wrong) = (typed.get(SHOWN), offer.hash(), wrong.of(BOX));
    // Who reads on in another language means the same; in the same language, agreement to other words is none.
    let same = shown.is_empty() || shown == hash || typed.get(WRITTEN_IN) != t.language().code();
    let described = if wrong.is_some() { "keep-words keep-error" } else { "keep-words" };
    html! {
        div.field.field-error[wrong.is_some()] {
            @if let Some(words) = wrong { (error_line(t, BOX, words)) }
            label class="check" {
                input type="checkbox" id=(BOX) name=(BOX) value="yes" checked[!typed.get(BOX).is_empty() && same]
                    aria-describedby=(described);
                span { (t.text("keep-label")) }
            }
            p class="hint check-words" id="keep-words" {
                (offer.words)
                @if accepted.bank_accounts() { " " (t.text("keep-only-cards")) }
            }
            input type="hidden" name=(SHOWN) value=(hash);
        }
    }
}

/// What is said where a bank account was entered and the box was ticked.
pub fn cards_only(t: T, typed: &Typed) -> Markup {
    html! { @if !typed.get(BOX).is_empty() { p { (t.text("keep-cards-only")) } } }
}

/// What is said of what became of it, once it is paid.
pub fn outcome(t: T, kept: Option<Kept>) -> Markup {
    let key = match kept {
        None => return html! {},
        Some(Kept::Yes) => "keep-done",
        Some(Kept::No) => "keep-not-done",
    };
    html! { p { (t.text(key)) } }
}

/// Who is told of an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader<'a> {
    /// Staff; with the name of the one who recorded it.
    Staff(&'a str),
    /// The payer.
    Payer,
}

/// That a payer agreed to a method being kept, when, and in which words.
pub fn agreement(t: T, (method, firm): (&PaymentMethod, &Firm), reader: Reader<'_>) -> Markup {
    html! {
        @if let Some(agreement) = &method.agreed { (agreed(t, (agreement, firm), reader)) }
        @if method.only_typed {
            @match reader {
                Reader::Staff(_) => { p { (t.text("keep-only-typed")) } }
                Reader::Payer => { p { (t.with("keep-only-typed-payer", [("firm", firm.name.clone())])) } }
            }
        }
    }
}

fn agreed(t: T, (agreement, firm): (&Agreement, &Firm), reader: Reader<'_>) -> Markup {
    let day = dates::date_long(agreement.at, &firm.time_zone, t.locale());
    let said = match (reader, &agreement.how) {
        (Reader::Staff(_), Agreed::Read { .. }) => t.with("keep-agreed", [("day", day)]),
        (Reader::Payer, Agreed::Read { .. }) => t.with("keep-agreed-payer", [("day", day)]),
        (Reader::Staff(name), Agreed::Recorded(_)) => {
            t.with("keep-recorded", [("day", day), ("name", name.to_owned())])
        }
        (Reader::Payer, Agreed::Recorded(_)) => {
            t.with("keep-recorded-payer", [("day", day), ("firm", firm.name.clone())])
        }
    };
    html! {
        @if let Some((words, language)) = agreement.words() {
            details class="disclosure" {
                summary { (said) }
                div class="words" { blockquote lang=(language.code()) { (words) } }
            }
        } @else { p { (said) } }
    }
}
