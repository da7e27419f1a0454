//! The step between entering a credit card and being charged a surcharge: what is added is shown, with a way to pay without
//! it, before anything is charged. The terminal and payment pages have the same.
//!
//! What was shown goes with the form as the amount and what is added to it. Anything else by the time the form comes back
//! is shown anew; what the payer did not see is never charged.

use maud::{Markup, html};

use crate::{
    app::App,
    domain::{
        card::Instrument,
        merchant_account::MerchantAccount,
        money::Money,
        region::Region,
        surcharge::{BasisPoints, Fee, NoFee},
    },
    i18n::{T, amount, numbers, regions},
    service::{payments::Surcharge, surcharges},
    store::StoreError,
};

use super::{
    forms::Fields,
    fragments::{Field, Icon, Need, NextStep, Tone, note, select_field, totals},
};

/// The step as a whole: where its messages lead.
pub const STEP: &str = "surcharge";
/// The field of the billing state or province.
pub const REGION: &str = "billing_region";
/// The field that says what was shown.
pub const SHOWN: &str = "surcharge_shown";
/// The answer of those who are billed outside the United States and Canada.
const ELSEWHERE: &str = "elsewhere";

/// What was typed, and what was shown before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The code of a region, or that it is elsewhere.
    pub region: String,
    /// What was shown.
    pub shown: String,
}

impl Typed {
    /// As it was sent.
    #[must_use]
    pub fn sent(fields: &Fields) -> Self {
        Self { region: fields.get(REGION).to_owned(), shown: fields.get(SHOWN).to_owned() }
    }

    /// Whether something was shown before, so that what is shown now has changed.
    #[must_use]
    pub const fn was_shown(&self) -> bool {
        !self.shown.is_empty()
    }

    /// The same, as if nothing had been shown.
    #[must_use]
    pub fn unseen(&self) -> Self {
        Self { shown: String::new(), ..self.clone() }
    }

    /// The billing state or province, where it is one of those that there are rules for.
    #[must_use]
    pub fn region(&self) -> Option<Region> {
        Region::from_code(&self.region)
    }
}

/// What is to be looked at before anything is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The amount without it.
    pub amount: Money,
    /// What is added, or why nothing is any more.
    pub fee: Result<Fee, NoFee>,
}

impl Step {
    /// What is charged in all.
    #[must_use]
    pub fn total(&self) -> Money {
        let fee = self.fee.map_or(Money::zero(self.amount.currency()), |fee| fee.money);
        self.amount.plus(fee).unwrap_or(self.amount)
    }

    /// What the form carries, so that exactly this is agreed to; nothing when nothing is added.
    fn promise(&self) -> String {
        self.fee.map_or_else(|_| String::new(), |fee| format!("{}+{}", self.amount.minor(), fee.money.minor()))
    }
}

/// What a form asks for with its surcharge, once the payer has seen it; before, what they have to see.
///
/// # Errors
/// When the store cannot be read.
pub fn agreed(
    app: &App,
    (account, instrument): (&MerchantAccount, &Instrument),
    typed: &Typed,
    amount: Money,
) -> Result<Result<Surcharge, Step>, StoreError> {
    let region = typed.region();
    let step = Step { amount, fee: surcharges::quote(app, (account, instrument), region, amount)? };
    let shown = step.fee.ok().map(|fee| fee.money);
    Ok(if step.promise() == typed.shown { Ok(Surcharge::AsShown { region, shown }) } else { Err(step) })
}

/// What is said of it when it is shown.
#[must_use]
pub fn next(t: T) -> NextStep {
    (STEP, t.text("surcharge-next"))
}

/// The field of the billing state or province.
#[must_use]
pub fn region_field(t: T, value: &str, (need, hint): (Need, &str), error: Option<&str>) -> Markup {
    let label = t.text("surcharge-region");
    let elsewhere = t.text("surcharge-region-elsewhere");
    let names = regions::by_name(t);
    let mut choices: Vec<(&str, &str)> = names.iter().map(|(region, name)| (region.code(), name.as_str())).collect();
    choices.push((ELSEWHERE, &elsewhere));
    let field = Field {
        name: REGION,
        label: &label,
        value,
        hint: Some(hint),
        error,
        need,
        autocomplete: "billing address-level1",
        class: "span-6",
        ..Field::default()
    };
    select_field(t, &field, &choices)
}

/// Whether the field was answered at all.
#[must_use]
pub fn is_answered(value: &str) -> bool {
    value == ELSEWHERE || Region::from_code(value).is_some()
}

/// What is said before a card is entered: that something may be added, and how it is avoided.
#[must_use]
pub fn warning(t: T, rate: BasisPoints, firm: &str) -> String {
    t.with("surcharge-warning", [("rate", numbers::percent(rate.into(), t.locale())), ("firm", firm.to_owned())])
}

/// The sums, and the button that leads to another way to pay. `other` says which there are.
#[must_use]
pub fn section(t: T, step: &Step, (firm, other): (&str, &str)) -> Markup {
    html! {
        section class="form-section" id=(STEP) tabindex="-1" aria-labelledby="section-surcharge" {
            div class="form-section-head" { h2 id="section-surcharge" { (t.text("surcharge-step")) } }
            div class="stack-4" {
                @match step.fee {
                    Ok(fee) => {
                        @let rate = numbers::percent(fee.rate.into(), t.locale());
                        (note(Tone::Warning, &html! { (t.with("surcharge-step-text", [("rate", rate), ("firm", firm.to_owned())])) " " (other) }))
                        (sums(t, step, fee))
                        input type="hidden" name=(SHOWN) value=(step.promise());
                        button class="button" type="submit" name="do" value="other" data-plain {
                            (Icon::CreditCard) span { (t.text("surcharge-other")) }
                        }
                    }
                    Err(why) => { (note(Tone::Information, &html! { (no_fee(t, why)) })) }
                }
                p class="hint" { (t.text("surcharge-nothing-yet")) }
            }
        }
    }
}

fn sums(t: T, step: &Step, fee: Fee) -> Markup {
    let money = |money| amount::format(money, t.locale());
    let (before, added) = (money(step.amount), money(fee.money));
    let total = amount::format_with_currency(step.total(), t.locale());
    let rows = [(t.text("surcharge-before"), before), (line(t, fee.rate), added)];
    let rows: Vec<(&str, &str)> = rows.iter().map(|(name, sum)| (name.as_str(), sum.as_str())).collect();
    totals(&rows, (&t.text("surcharge-total"), &total))
}

/// What the line of a surcharge is called, with its rate.
#[must_use]
pub fn line(t: T, rate: BasisPoints) -> String {
    t.with("surcharge-line", [("rate", numbers::percent(rate.into(), t.locale()))])
}

/// Why nothing is added.
fn no_fee(t: T, why: NoFee) -> String {
    let key = match why {
        NoFee::NotCredit => "surcharge-none-not-credit",
        NoFee::NoRegion => "surcharge-none-region",
        NoFee::Prohibited(region) => {
            return t.with("surcharge-none-prohibited", [("region", regions::name(region, t))]);
        }
        NoFee::Off | NoFee::Trust | NoFee::TooSmall => "surcharge-none-off",
    };
    t.text(key)
}
