//! The demonstration's surcharges: on for filing fees and other costs, which the firm passes on as they are, and off for the
//! rest. Of past payments it follows from the payment whether one was added; the total stays what it would have been.

use crate::{
    domain::{
        card::Funding,
        ids::UserId,
        money::Money,
        parts::Parts,
        region::Region,
        surcharge::{AccountRate, Attestation, BasisPoints, Settings, Surcharged},
        time::{Day, Timestamp},
        transaction::{Kind, Source, Transaction},
    },
    gateway::sandbox::cards::TEST_CARDS,
    i18n::T,
    service::surcharges::attestation_words,
};

use super::{
    firm::{ADMINISTRATOR, COSTS, House, TIME_ZONE},
    pages,
};

/// What is added.
const RATE: BasisPoints = BasisPoints(250);
/// What accepting cards costs the firm.
const COST: BasisPoints = BasisPoints(290);
/// The networks were told so long before the portal was set up, in milliseconds.
const TOLD_BEFORE_MS: i64 = 45 * 86_400_000;
/// Where those who paid one are billed.
const REGIONS: [&str; 4] = ["US-NH", "US-RI", "US-NY", "US-VT"];

/// What holds from the day on which the portal was set up.
pub(super) fn settings(house: &House) -> Settings {
    let (at, firm) = (house.firm.created_at, &house.firm);
    let told: Day = crate::i18n::dates::firm_day(at.plus_ms(-TOLD_BEFORE_MS), TIME_ZONE);
    let name = house.users.iter().find(|user| user.id == ADMINISTRATOR).map(|user| user.name.clone());
    Settings {
        version: 1,
        accounts: vec![AccountRate { account: COSTS, on: true, rate: RATE, cost: COST }],
        attestation: Some(attestation(ADMINISTRATOR, name.unwrap_or_default(), (at, told), firm.locale(firm.language))),
        changed_at: at,
        ..Settings::shipped()
    }
}

fn attestation(
    by: UserId,
    name: String,
    (at, notified_on): (Timestamp, Day),
    locale: crate::domain::locale::Locale,
) -> Attestation {
    Attestation { by, name, at, notified_on, words: attestation_words(T::new(locale)) }
}

/// Says what a past payment consists of: tax on a page, a surcharge on some of the costs that were keyed.
pub(super) fn part(payment: &mut Transaction, card_number: &str) {
    let none = Money::zero(payment.amount.currency());
    if let Some(order) = pages::order_of(payment).filter(|order| order.tax.is_positive()) {
        payment.parts = Parts::of(payment.amount, order.tax, none).ok();
        return;
    }
    let credit = TEST_CARDS.iter().any(|card| card.number == card_number && card.funding == Funding::Credit);
    let keyed = payment.source == Source::EnterPayment && payment.kind == Kind::Sale && payment.bank_debit.is_none();
    if payment.merchant_account != COSTS || !credit || !keyed {
        return;
    }
    let place = usize::try_from(payment.id.get() % 4).unwrap_or(0);
    let region = REGIONS.get(place).and_then(|code| Region::from_code(code));
    if let (Some(fee), Some(region)) = (fee_within(payment.amount), region) {
        payment.parts = Parts::of(payment.amount, none, fee).ok();
        payment.surcharged = payment.parts.map(|_| Surcharged { rate: RATE, region, settings: 1 });
    }
}

/// The surcharge in a total, where some price comes to it exactly.
fn fee_within(total: Money) -> Option<Money> {
    let about = total.minor() * 10_000 / (10_000 + i64::from(RATE.0));
    (about - 1..=about + 1).find_map(|price| {
        let price = Money::new(price, total.currency());
        let fee = price.share_at_most(RATE.into()).ok().filter(Money::is_positive)?;
        (price.plus(fee) == Ok(total)).then_some(fee)
    })
}
