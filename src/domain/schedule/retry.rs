//! Whether, and when, a payment that failed is tried again by itself.
//!
//! Only a refusal that may pass is: no money today may be money on Friday, a lost card stays lost. A bank debit that
//! came back may be presented twice more at most (Nacha), and only for want of funds.

use serde::{Deserialize, Serialize};

use crate::domain::{
    card::Instrument,
    return_code::ReturnCode,
    transaction::{Decline, DeclineReason, Status, Transaction},
};

/// On which days after each failure it is tried again; none means that a person decides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RetryPolicy(Vec<u8>);

impl RetryPolicy {
    /// The most tries after the first.
    pub const MOST: usize = 5;
    /// The most days from a failure to the next try.
    pub const MOST_DAYS: u8 = 30;
    /// How often a bank debit that came back may be presented again.
    pub const MOST_BANK: usize = 2;

    /// So many days after the first failure, the second, and so on; `None` when there are too many, or a wait of none or
    /// more than [`RetryPolicy::MOST_DAYS`] days.
    #[must_use]
    pub fn new(days: Vec<u8>) -> Option<Self> {
        let good = days.len() <= Self::MOST && days.iter().all(|days| (1..=Self::MOST_DAYS).contains(days));
        good.then_some(Self(days))
    }

    /// The waits in days.
    #[must_use]
    pub fn days(&self) -> &[u8] {
        &self.0
    }

    /// How many days from now it is tried again, after `tries` tries by the portal itself, the first included; `None`
    /// when a person must decide.
    #[must_use]
    pub fn wait_days(&self, tries: usize, failure: &Failure, instrument: &Instrument) -> Option<u8> {
        let tries_again = tries.checked_sub(1)?;
        let most = match instrument {
            Instrument::Card { .. } => Self::MOST,
            Instrument::BankAccount { .. } => Self::MOST_BANK,
        };
        (failure.may_pass() && tries_again < most).then(|| self.0.get(tries_again).copied()).flatten()
    }
}

/// Why a payment of a schedule was not collected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// Refused; why, and the processor's own code.
    Declined(Decline),
    /// The processor could not be reached, or never answered and has not heard of it. Nothing was charged.
    NotReached,
    /// A bank debit came back; the bank's code where it is known.
    Returned(Option<ReturnCode>),
    /// Approved first, failed afterwards.
    Reversed,
    /// Somebody cancelled the payment.
    Voided,
    /// The payer disputed it and won.
    DisputeLost,
    /// It was due while the portal was down, and it is too long ago to collect it without asking.
    Missed,
    /// The saved method is gone, or belongs to another account.
    NoMethod,
    /// The merchant account is closed.
    NoAccount,
    /// The payment could not be asked for as agreed.
    NotAskedFor,
    /// The payer did not authorize this debit of their bank account, or not any more.
    NotAuthorized,
}

impl Failure {
    /// Why a payment was not collected, or is not any more; `None` while it is open or collected.
    #[must_use]
    pub fn of(payment: &Transaction) -> Option<Self> {
        Some(match payment.status {
            Status::Declined => Self::Declined(payment.decline.clone().unwrap_or_else(unknown)),
            Status::Failed => match &payment.decline {
                Some(decline) if decline.reason != DeclineReason::ProcessorDown => Self::Declined(decline.clone()),
                _ => Self::NotReached,
            },
            Status::Returned => Self::Returned(payment.bank_debit.as_ref().and_then(|debit| debit.returned)),
            Status::Reversed => Self::Reversed,
            Status::Voided => Self::Voided,
            Status::DisputeLost => Self::DisputeLost,
            Status::Created
            | Status::Unknown
            | Status::ActionRequired
            | Status::Held
            | Status::Authorized
            | Status::Pending
            | Status::Captured
            | Status::Settled
            | Status::Disputed
            | Status::DisputeWon => return None,
        })
    }

    /// Whether the same method may well be good another day.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Declined(decline) => is_soft(decline.reason),
            Self::Returned(code) => matches!(code, Some(ReturnCode::R01 | ReturnCode::R09)),
            Self::NotReached => true,
            Self::Reversed
            | Self::Voided
            | Self::DisputeLost
            | Self::Missed
            | Self::NoMethod
            | Self::NoAccount
            | Self::NotAskedFor
            | Self::NotAuthorized => false,
        }
    }
}

fn unknown() -> Decline {
    Decline { reason: DeclineReason::Generic, raw_code: String::new() }
}

/// Whether a refusal may pass by itself. The networks forbid repeating one that cannot.
#[must_use]
pub const fn is_soft(reason: DeclineReason) -> bool {
    match reason {
        DeclineReason::Generic
        | DeclineReason::InsufficientFunds
        | DeclineReason::LimitExceeded
        | DeclineReason::DoNotHonor
        | DeclineReason::ProcessorDown => true,
        DeclineReason::ExpiredCard
        | DeclineReason::InvalidNumber
        | DeclineReason::SecurityCode
        | DeclineReason::AddressMismatch
        | DeclineReason::CallIssuer
        | DeclineReason::TypeNotAccepted
        | DeclineReason::Duplicate
        | DeclineReason::Fraud => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::card::{CardBrand, Expiry, Funding, LastFour};

    fn declined(reason: DeclineReason) -> Failure {
        Failure::Declined(Decline { reason, raw_code: "51".into() })
    }

    fn bank() -> Instrument {
        Instrument::bank_account(LastFour::parse("6789").unwrap())
    }

    fn card() -> Instrument {
        Instrument::Card {
            brand: CardBrand::Visa,
            last_four: LastFour::parse("4242").unwrap(),
            expiry: Expiry::new(12, 2030).unwrap(),
            funding: Funding::Credit,
        }
    }

    #[test]
    fn waits_are_few_and_short() {
        assert!(RetryPolicy::new(vec![1, 3, 7]).is_some() && RetryPolicy::new(Vec::new()).is_some());
        for bad in [vec![0], vec![31], vec![1; 6]] {
            assert_eq!(RetryPolicy::new(bad.clone()), None, "{bad:?}");
        }
    }

    #[test]
    fn only_what_may_pass_is_tried_again_and_only_so_often() {
        let policy = RetryPolicy::new(vec![1, 3, 7]).unwrap();
        let poor = declined(DeclineReason::InsufficientFunds);
        let waits = |failure: &Failure, instrument: &Instrument| -> Vec<_> {
            (0..=5).map(|tries| policy.wait_days(tries, failure, instrument)).collect()
        };
        assert_eq!(waits(&poor, &card()), [None, Some(1), Some(3), Some(7), None, None]);
        assert_eq!(waits(&declined(DeclineReason::Fraud), &card()), [None; 6]);
        assert_eq!(waits(&Failure::Missed, &card()), [None; 6]);
        assert_eq!(RetryPolicy::default().wait_days(1, &poor, &card()), None);
    }

    #[test]
    fn a_bank_debit_comes_back_twice_more_at_most_and_only_for_want_of_funds() {
        let policy = RetryPolicy::new(vec![1, 3, 7]).unwrap();
        let waits = |code: ReturnCode| -> Vec<_> {
            (1..=4).map(|tries| policy.wait_days(tries, &Failure::Returned(Some(code)), &bank())).collect()
        };
        assert_eq!(waits(ReturnCode::R01), [Some(1), Some(3), None, None]);
        assert_eq!(waits(ReturnCode::R09), [Some(1), Some(3), None, None]);
        for hard in ReturnCode::ALL.iter().filter(|code| !matches!(code, ReturnCode::R01 | ReturnCode::R09)) {
            assert_eq!(waits(*hard), [None; 4], "{hard:?}");
        }
        assert_eq!(policy.wait_days(1, &Failure::Returned(None), &bank()), None, "nobody knows why");
    }
}
