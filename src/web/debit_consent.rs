//! The part of a form in which staff record a payer's authorization to debit: the terminal and Quick Pay have the same.
//!
//! The words are drawn from what is about to be debited and their hash goes with the form, so that only exactly what was
//! shown can be agreed to. Both ways of giving it are shown at once; the one chosen counts.

use maud::{Markup, html};

use crate::{
    domain::{
        business_days,
        card::Instrument,
        debit_authorization::{Given, PhoneProof, Scope},
        firm::Firm,
        ids::UserId,
        locale::Locale,
        merchant_account::AccountKind,
        money::Money,
        nacha::Channel,
        time::Timestamp,
    },
    i18n::{T, dates},
    service::bank_debits::{Consent, Words, words},
};

use super::{
    forms::{Fields, FormErrors},
    fragments::{Check, Field, NextStep, Tone, check, note, radio, text_field},
};

/// The section as a whole: where its messages lead.
const SECTION: &str = "debit";
/// The field that complains of a missing address where none can be typed.
pub const NO_EMAILS: &str = "debit_how";

/// The most characters of where an authorization is kept.
const MAX_FILED: usize = 200;

/// The ways staff may record: form value and locale key.
const WAYS: [(&str, &str); 3] =
    [("recorded", "debit-how-recorded"), ("notice", "debit-how-notice"), ("paper", "debit-how-paper")];
/// The same where debits recur: a copy in writing is not enough, and goes out besides.
const WAYS_RECURRING: [(&str, &str); 2] = [("recorded", "debit-how-recorded-copied"), ("paper", "debit-how-paper")];

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    how: String,
    filed: String,
    agreed: bool,
    phone_sha: String,
    paper_sha: String,
}

impl Typed {
    /// As it was sent.
    #[must_use]
    pub fn sent(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        Self {
            how: text("debit_how"),
            filed: text("debit_filed"),
            agreed: !fields.get("debit_agreed").is_empty(),
            phone_sha: text("debit_phone"),
            paper_sha: text("debit_paper"),
        }
    }

    /// Whether the payer is said to have agreed to anything.
    #[must_use]
    pub const fn says_agreed(&self) -> bool {
        self.agreed
    }
}

/// What is about to be debited.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// Who debits.
    pub firm: &'a Firm,
    /// The account.
    pub instrument: Instrument,
    /// The name on it.
    pub holder: String,
    /// How much, and how often.
    pub scope: Scope,
    /// Whose money it becomes.
    pub kind: AccountKind,
    /// The payer's language and formats.
    pub locale: Locale,
    /// When.
    pub now: Timestamp,
    /// The field of the form that the payer's addresses are typed into, if it has one.
    pub emails_field: &'static str,
}

/// One debit, now.
#[must_use]
pub fn once(amount: Money, firm: &Firm, now: Timestamp) -> Scope {
    Scope::Once { amount, from: dates::firm_day(now, &firm.time_zone) }
}

impl Asked<'_> {
    const fn ways(&self) -> &'static [(&'static str, &'static str)] {
        match self.scope {
            Scope::Once { .. } => &WAYS,
            Scope::Recurring { .. } => &WAYS_RECURRING,
        }
    }

    /// The words given so, and their hash.
    fn words(&self, channel: Channel) -> (String, String) {
        let today = dates::firm_day(self.now, &self.firm.time_zone);
        let facts = Words {
            firm: self.firm,
            holder: &self.holder,
            instrument: &self.instrument,
            channel,
            scope: &self.scope,
            today,
            locale: self.locale,
        };
        words(&facts).unwrap_or_default()
    }
}

/// What is said of it when it is asked for.
#[must_use]
pub fn next(t: T) -> NextStep {
    (SECTION, t.text("debit-next"))
}

/// The payer's agreement as recorded by `staff`, or what is missing of it. `emails` are where the copy goes.
///
/// # Errors
/// What is wrong with it: nothing, where the words were not shown yet.
pub fn read(typed: &Typed, asked: &Asked<'_>, staff: UserId, emails: &[String]) -> Result<Consent, FormErrors> {
    let mut errors = FormErrors::default();
    if typed.phone_sha.is_empty() && typed.paper_sha.is_empty() {
        return Err(errors);
    }
    let filed = (!typed.filed.is_empty()).then(|| typed.filed.clone());
    let given = match typed.how.as_str() {
        "recorded" => Given::Phone { staff, proof: PhoneProof::Recording, filed },
        "notice" => Given::Phone { staff, proof: PhoneProof::Notice, filed },
        "paper" => Given::Paper { staff, filed },
        _ => {
            errors.add("debit_how", "debit-error-how");
            return Err(errors);
        }
    };
    let shown = if given.channel() == Channel::Paper { &typed.paper_sha } else { &typed.phone_sha };
    let (_, hash) = asked.words(given.channel());
    if *shown != hash {
        errors.add(SECTION, "debit-error-changed");
    } else if !typed.agreed {
        errors.add("debit_agreed", "debit-error-agreed");
    }
    if typed.filed.chars().count() > MAX_FILED {
        errors.add("debit_filed", "form-error-too-long");
    }
    if !given.proves(&asked.scope) {
        errors.add("debit_how", "debit-error-how");
    }
    if emails.is_empty() && given.needs_copy(&asked.scope) {
        let typed_here = asked.emails_field != NO_EMAILS;
        errors.add(asked.emails_field, if typed_here { "debit-error-email" } else { "debit-error-no-email" });
    }
    errors.or_ok(Consent { given, shown_sha256: hash })
}

/// The section of the form.
#[must_use]
pub fn section(t: T, typed: &Typed, asked: &Asked<'_>, errors: &FormErrors) -> Markup {
    let (spoken, spoken_hash) = asked.words(Channel::Phone);
    let (signed, signed_hash) = asked.words(Channel::Paper);
    let how = if typed.how.is_empty() { "recorded" } else { &typed.how };
    // Agreement to other words is none.
    let agreed = typed.agreed && [&typed.phone_sha, &typed.paper_sha] == [&spoken_hash, &signed_hash];
    let label = t.text("debit-agreed");
    html! {
        section class="form-section" id=(SECTION) tabindex="-1" aria-labelledby="section-debit" {
            div class="form-section-head" { h2 id="section-debit" { (t.text("debit-section")) } }
            div class="stack-4" {
                @if asked.kind == AccountKind::Trust { (trust(t, asked.now)) }
                p { (t.text(if matches!(asked.scope, Scope::Once { .. }) { "debit-intro" } else { "debit-intro-recurring" })) }
                fieldset class="debit-choice stack-2" id="debit_how" tabindex="-1" {
                    legend class="label" { (t.text("debit-how")) }
                    (wrong(t, errors, "debit_how"))
                    @for (value, key) in asked.ways() {
                        (radio(&Check { name: "debit_how", value, label: &t.text(key), hint: None, checked: how == *value }))
                    }
                }
                (text(&t.text("debit-read-out"), "spoken", &spoken, asked.locale))
                (text(&t.text("debit-signed"), "signed", &signed, asked.locale))
                input type="hidden" name="debit_phone" value=(spoken_hash);
                input type="hidden" name="debit_paper" value=(signed_hash);
                div class="grid" { (filed(t, typed, errors)) }
                div id="debit_agreed" tabindex="-1" {
                    (wrong(t, errors, "debit_agreed"))
                    (check(&Check { name: "debit_agreed", value: "yes", label: &label, hint: None, checked: agreed }))
                }
            }
        }
    }
}

/// What was typed, kept while there is nothing to agree to yet.
#[must_use]
pub fn kept(typed: &Typed) -> Markup {
    html! {
        @for (name, value) in [("debit_how", &typed.how), ("debit_filed", &typed.filed)] {
            @if !value.is_empty() { input type="hidden" name=(name) value=(value); }
        }
    }
}

/// What must be known before trust money comes by eCheck.
fn trust(t: T, now: Timestamp) -> Markup {
    let settles = business_days::settles_on(now);
    let day = |day| dates::day_long(day, t.locale());
    let dates =
        [("day", day(business_days::good_from(settles))), ("until", day(business_days::unauthorized_until(settles)))];
    note(Tone::Warning, &html! { (t.with("debit-trust", dates)) })
}

fn text(heading: &str, class: &str, words: &str, locale: Locale) -> Markup {
    html! {
        div.words.(class) {
            h3 { (heading) }
            blockquote lang=(locale.tag()) { @for paragraph in words.split("\n\n") { p { (paragraph) } } }
        }
    }
}

fn filed(t: T, typed: &Typed, errors: &FormErrors) -> Markup {
    let (label, hint) = (t.text("debit-filed"), t.text("debit-filed-hint"));
    let error = errors.first("debit_filed", t);
    let field = Field {
        name: "debit_filed",
        label: &label,
        value: &typed.filed,
        hint: Some(&hint),
        error: error.as_deref(),
        max_length: Some(200),
        class: "span-8",
        ..Field::default()
    };
    text_field(t, &field)
}

fn wrong(t: T, errors: &FormErrors, field: &str) -> Markup {
    html! {
        @if let Some(message) = errors.first(field, t) {
            div class="error-message" id={ (field) "-error" } {
                (super::fragments::Icon::CircleAlert) span { span class="visually-hidden" { (t.text("form-error-prefix")) " " } (message) }
            }
        }
    }
}
