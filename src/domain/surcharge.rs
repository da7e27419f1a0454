//! What may be added for paying by credit card, and where: the rules of the card networks and of states and provinces.
//!
//! A surcharge is for credit cards only: never for debit or prepaid cards, never when the processor does not say what a
//! card is, never for a bank account and never into a trust account. It is off until a person of the firm attests that the
//! networks were told, and it never is more than accepting cards costs, than the networks allow, or than the payer's
//! state or province does. Law changes: the table that ships is where a firm begins, not advice.

mod table;

use serde::{Deserialize, Serialize};

use super::{
    card::{CardBrand, Funding, Instrument},
    ids::{MerchantAccountId, UserId},
    merchant_account::{AccountKind, MerchantAccount},
    money::{Money, PartsPerMillion},
    region::Region,
    report::range::{date_of, day_of},
    time::{Day, Timestamp},
};
use crate::planted::{self, Bug};

pub use self::table::{AS_OF, Ground, ground, shipped};

/// Hundredths of a percent: 250 is 2.5 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BasisPoints(pub u16);

impl From<BasisPoints> for PartsPerMillion {
    fn from(rate: BasisPoints) -> Self {
        Self(u32::from(rate.0) * 100)
    }
}

/// The most that a network lets a merchant add.
#[must_use]
pub const fn network_cap(brand: CardBrand) -> BasisPoints {
    match brand {
        CardBrand::Visa => BasisPoints(300),
        CardBrand::Mastercard
        | CardBrand::Amex
        | CardBrand::Discover
        | CardBrand::Diners
        | CardBrand::Jcb
        | CardBrand::UnionPay => BasisPoints(400),
    }
}

/// The most that an account may add. Every network demands to be treated like the others, so one rate holds for all of
/// them and the lowest cap is everybody's.
#[must_use]
pub fn most_allowed() -> BasisPoints {
    CardBrand::ALL.into_iter().map(network_cap).min().unwrap_or_default()
}

/// Days that the networks must have been told before the first surcharge.
pub const NOTICE_DAYS: i64 = 30;

/// What a state or province says of surcharges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The rate of the account holds.
    Allowed,
    /// None may be added.
    Prohibited,
    /// No more than this.
    CappedAt(BasisPoints),
}

/// The rate of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRate {
    /// Which.
    pub account: MerchantAccountId,
    /// Whether it is added at all.
    pub on: bool,
    /// How much.
    pub rate: BasisPoints,
    /// What accepting cards costs the firm there, as its processor's statements say.
    pub cost: BasisPoints,
}

/// Who vouched for what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attestation {
    /// Who.
    pub by: UserId,
    /// Their name then.
    pub name: String,
    /// When.
    pub at: Timestamp,
    /// The day on which the firm told its processor and the networks.
    pub notified_on: Day,
    /// What they attested, word for word.
    pub words: String,
}

impl Attestation {
    /// The first day on which a surcharge may be added.
    #[must_use]
    pub fn begins_on(&self) -> Day {
        let days = jiff::Span::new().try_days(NOTICE_DAYS).ok();
        let day = date_of(self.notified_on).zip(days).and_then(|(date, days)| date.checked_add(days).ok());
        day.map_or(Day::from_number(u32::MAX), day_of)
    }
}

/// What the firm set, in one of its versions. Each is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Counts up with every change; 0 is what ships.
    pub version: u32,
    /// The accounts with a rate.
    pub accounts: Vec<AccountRate>,
    /// What somebody vouched for, once they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attestation: Option<Attestation>,
    /// The rule of each region.
    pub rules: Vec<(Region, Rule)>,
    /// Whom the firm asked about the rules, and when.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// When this version was set.
    pub changed_at: Timestamp,
}

/// A surcharge as it was worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    /// How much.
    pub money: Money,
    /// By which rate.
    pub rate: BasisPoints,
    /// The region whose rule was asked.
    pub region: Region,
}

/// By what a surcharge was worked out: kept with the payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surcharged {
    /// The rate.
    pub rate: BasisPoints,
    /// The payer's billing state or province.
    pub region: Region,
    /// The version of the settings.
    pub settings: u32,
}

/// Why nothing is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFee {
    /// The account adds none, or not yet.
    Off,
    /// The money is the client's own.
    Trust,
    /// It is a debit or prepaid card, a bank account, or nobody says what it is.
    NotCredit,
    /// The payer's state or province is not known, or none of those that the table has.
    NoRegion,
    /// The payer's state or province forbids it.
    Prohibited(Region),
    /// It would be less than the smallest coin.
    TooSmall,
}

/// What a surcharge turns on.
#[derive(Clone, Copy, Debug)]
pub struct Charged<'a> {
    /// Where the money goes.
    pub account: &'a MerchantAccount,
    /// What it is paid with.
    pub instrument: &'a Instrument,
    /// The payer's billing state or province, if it is known.
    pub region: Option<Region>,
    /// What is paid without it.
    pub amount: Money,
    /// The firm's day.
    pub today: Day,
}

impl Settings {
    /// What holds before anybody set anything: nothing is added anywhere.
    #[must_use]
    pub fn shipped() -> Self {
        Self {
            version: 0,
            accounts: Vec::new(),
            attestation: None,
            rules: Region::all().map(|region| (region, shipped(region))).collect(),
            note: String::new(),
            changed_at: Timestamp::from_ms(0),
        }
    }

    /// The rule of a region; one that no version ever had a rule for forbids.
    #[must_use]
    pub fn rule(&self, region: Region) -> Rule {
        self.rules.iter().find(|(known, _)| *known == region).map_or(Rule::Prohibited, |(_, rule)| *rule)
    }

    /// The rate of an account, where it has one that is on.
    #[must_use]
    pub fn rate(&self, account: &MerchantAccount, today: Day) -> Option<BasisPoints> {
        let attested = self.attestation.as_ref().is_some_and(|attestation| attestation.begins_on() <= today);
        let of = self.accounts.iter().find(|rate| rate.account == account.id && rate.on);
        let rate = of.map(|rate| rate.rate.min(rate.cost).min(most_allowed()));
        rate.filter(|rate| attested && account.kind == AccountKind::Operating && rate.0 > 0)
    }

    /// What is added to a payment, or why nothing is.
    ///
    /// # Errors
    /// [`NoFee`].
    pub fn fee(&self, charged: &Charged<'_>) -> Result<Fee, NoFee> {
        if charged.account.kind == AccountKind::Trust {
            return Err(NoFee::Trust);
        }
        let rate = self.rate(charged.account, charged.today).ok_or(NoFee::Off)?;
        if !is_credit(charged.instrument) {
            return Err(NoFee::NotCredit);
        }
        let region = charged.region.ok_or(NoFee::NoRegion)?;
        let rate = match self.rule(region) {
            Rule::Allowed => rate,
            Rule::CappedAt(cap) => rate.min(cap),
            Rule::Prohibited => return Err(NoFee::Prohibited(region)),
        };
        let money = charged.amount.share_at_most(rate.into()).map_err(|_| NoFee::TooSmall)?;
        if money.is_positive() { Ok(Fee { money, rate, region }) } else { Err(NoFee::TooSmall) }
    }
}

/// Whether it is certain that a card is a credit card.
#[must_use]
pub fn is_credit(instrument: &Instrument) -> bool {
    match instrument {
        Instrument::Card { funding, .. } => *funding == Funding::Credit || planted::is(Bug::SurchargeOnDebit),
        Instrument::BankAccount { .. } => false,
    }
}

/// Why settings are not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A trust account takes none.
    #[error("account {0} holds trust money")]
    Trust(MerchantAccountId),
    /// A rate that is on is none.
    #[error("account {0} has no rate")]
    NoRate(MerchantAccountId),
    /// Above what the networks allow.
    #[error("the rate of account {0} is above the networks' cap")]
    AboveNetworks(MerchantAccountId),
    /// Above what accepting cards costs.
    #[error("the rate of account {0} is above its cost")]
    AboveCost(MerchantAccountId),
    /// Nobody attested what must be before anything is added.
    #[error("nobody attested that the networks were told")]
    NotAttested,
    /// The networks cannot have been told on a day that is still to come.
    #[error("the day of the notice is still to come")]
    NoticeToCome,
    /// The cap of a region is above what the networks allow.
    #[error("the cap of {0:?} is above the networks' cap")]
    RegionCap(Region),
}

impl Settings {
    /// What is wrong with them, as of `today`.
    #[must_use]
    pub fn faults(&self, accounts: &[MerchantAccount], today: Day) -> Vec<Fault> {
        let mut faults = Vec::new();
        for rate in self.accounts.iter().filter(|rate| rate.on) {
            let kind = accounts.iter().find(|account| account.id == rate.account).map(|account| account.kind);
            if kind != Some(AccountKind::Operating) {
                faults.push(Fault::Trust(rate.account));
            } else if rate.rate.0 == 0 {
                faults.push(Fault::NoRate(rate.account));
            } else if rate.rate > most_allowed() {
                faults.push(Fault::AboveNetworks(rate.account));
            } else if rate.rate > rate.cost {
                faults.push(Fault::AboveCost(rate.account));
            }
        }
        match &self.attestation {
            None if self.accounts.iter().any(|rate| rate.on) => faults.push(Fault::NotAttested),
            Some(attestation) if attestation.notified_on > today => faults.push(Fault::NoticeToCome),
            None | Some(_) => {}
        }
        let too_high = |rule: Rule| matches!(rule, Rule::CappedAt(cap) if cap > most_allowed() || cap.0 == 0);
        let caps = self.rules.iter().filter(|(_, rule)| too_high(*rule));
        faults.extend(caps.map(|(region, _)| Fault::RegionCap(*region)));
        faults
    }
}

#[cfg(test)]
mod tests;
