//! The kinds of ACH debit, by how the payer gave their authorization, and what is known of one.

use serde::{Deserialize, Serialize};

use super::{
    bank_account::HolderType,
    business_days,
    ids::{DebitAuthorizationId, TransactionId},
    return_code::{ChangeCode, ReturnCode},
    time::{Day, Timestamp},
    transaction::Event,
};

/// A Standard Entry Class: the rules that a debit travels under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecCode {
    /// A person's account, authorized on signed paper.
    Ppd,
    /// A company's account.
    Ccd,
    /// A person's account, authorized on a page.
    Web,
    /// A person's account, authorized by telephone.
    Tel,
}

/// How an authorization is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// On a page, by the payer.
    Online,
    /// By telephone, to a member of staff.
    Phone,
    /// On signed paper that the firm keeps.
    Paper,
}

impl SecCode {
    /// Every class in use here.
    pub const ALL: [Self; 4] = [Self::Ppd, Self::Ccd, Self::Web, Self::Tel];

    /// The class of a debit of such an account that was authorized so. What a company authorizes is CCD however it
    /// does.
    #[must_use]
    pub const fn of(channel: Channel, holder: HolderType) -> Self {
        match (holder, channel) {
            (HolderType::Business, _) => Self::Ccd,
            (HolderType::Personal, Channel::Online) => Self::Web,
            (HolderType::Personal, Channel::Phone) => Self::Tel,
            (HolderType::Personal, Channel::Paper) => Self::Ppd,
        }
    }

    /// The code as banks write it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ppd => "PPD",
            Self::Ccd => "CCD",
            Self::Web => "WEB",
            Self::Tel => "TEL",
        }
    }
}

/// What a payment by bank debit is besides a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankDebit {
    /// Its class.
    pub sec: SecCode,
    /// What allows it.
    pub authorization: DebitAuthorizationId,
    /// The first payment, where this one presents it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub represents: Option<TransactionId>,
    /// How often it has been presented, with this time: 1 for the first.
    pub presentment: u8,
    /// When it goes to the banks: until then it can be cancelled. Known once the processor accepted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<Timestamp>,
    /// The banking day on which it is expected to settle. Known once the processor accepted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settles_on: Option<Day>,
    /// Why it came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<ReturnCode>,
    /// What the payer's bank wants changed before the next one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<ChangeCode>,
}

impl BankDebit {
    /// A debit that nothing has happened to yet.
    #[must_use]
    pub const fn new(sec: SecCode, authorization: DebitAuthorizationId) -> Self {
        Self {
            sec,
            authorization,
            represents: None,
            presentment: 1,
            submitted_at: None,
            settles_on: None,
            returned: None,
            change: None,
        }
    }

    /// Takes note of news. Days are counted from when it was asked for, not from when an acceptance was heard of: that
    /// may be long after.
    pub fn hear(&mut self, event: Event, asked_at: Timestamp) {
        if event == Event::Accept && self.settles_on.is_none() {
            self.submitted_at = Some(business_days::submitted_at(asked_at));
            self.settles_on = Some(business_days::settles_on(asked_at));
        }
    }

    /// Whether the processor ever accepted it.
    #[must_use]
    pub const fn was_accepted(&self) -> bool {
        self.settles_on.is_some()
    }

    /// The first day on which its money can be taken for good.
    #[must_use]
    pub fn good_from(&self) -> Option<Day> {
        self.settles_on.map(business_days::good_from)
    }

    /// The last day on which it may be returned as not authorized.
    #[must_use]
    pub fn unauthorized_until(&self) -> Option<Day> {
        self.settles_on.map(business_days::unauthorized_until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_class_follows_from_how_and_by_whom_it_is_authorized() {
        for (channel, personal) in
            [(Channel::Online, SecCode::Web), (Channel::Phone, SecCode::Tel), (Channel::Paper, SecCode::Ppd)]
        {
            assert_eq!(SecCode::of(channel, HolderType::Personal), personal);
            assert_eq!(SecCode::of(channel, HolderType::Business), SecCode::Ccd);
        }
    }

    #[test]
    fn days_are_counted_from_the_first_acceptance() {
        let mut debit = BankDebit::new(SecCode::Web, DebitAuthorizationId::new(1));
        let now = Timestamp::from_ms(1_795_388_400_000);
        debit.hear(Event::Settle, now);
        assert!(!debit.was_accepted());
        debit.hear(Event::Accept, now);
        let known = debit.clone();
        debit.hear(Event::Accept, now.plus_ms(10 * 86_400_000));
        assert_eq!((debit.clone(), debit.settles_on.map(Day::number)), (known, Some(20_261_125)));
    }
}
