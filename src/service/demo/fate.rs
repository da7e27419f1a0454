//! What becomes of a payment, and when. Everything told here lies in the past: what would not be over yet is not begun.

use crate::domain::{
    business_days,
    ids::OperationKey,
    money::{Money, PartsPerMillion},
    return_code::ReturnCode,
    time::Timestamp,
    transaction::{DeclineReason, Event, Kind, Source, Status, Transaction},
};

use super::{calendar::Moment, dice::Dice, names::REFUND_REASONS};

/// One day in milliseconds; also the time from approval to settlement in the sandbox.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const HOUR_MS: i64 = 60 * 60 * 1000;

/// The card that the sandbox holds for review.
const HELD_CARD: &str = "4000000000009235";
/// The card that the sandbox asks 3-D Secure for.
const CHALLENGED_CARD: &str = "4000000000003220";

/// Reasons of refusal as often as issuers give them.
const DECLINES: &[(u64, DeclineReason)] = &[
    (32, DeclineReason::InsufficientFunds),
    (20, DeclineReason::DoNotHonor),
    (9, DeclineReason::Generic),
    (8, DeclineReason::SecurityCode),
    (7, DeclineReason::LimitExceeded),
    (6, DeclineReason::ExpiredCard),
    (5, DeclineReason::AddressMismatch),
    (4, DeclineReason::InvalidNumber),
    (3, DeclineReason::CallIssuer),
    (2, DeclineReason::Fraud),
    (2, DeclineReason::TypeNotAccepted),
    (1, DeclineReason::ProcessorDown),
    (1, DeclineReason::Duplicate),
];

/// What is meant to become of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plan {
    /// Approved and captured; settled a day later.
    Approve,
    /// Refused.
    Decline(DeclineReason),
    /// Approved, and cancelled before it settled.
    Void,
    /// Approved; not captured yet.
    Authorize,
    /// Approved, captured a day or two later.
    AuthorizeAndCapture,
    /// Waits for a review.
    Hold,
    /// The payer never came back from 3-D Secure.
    AbandonChallenge,
    /// Settled and disputed; ends in this status.
    Dispute(Status),
    /// A bank account debited, with this end.
    Debit(End),
}

/// How a bank debit ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It settles.
    Settled,
    /// It comes back on the day on which it would settle.
    Unpaid,
    /// It settles, and is said thirty days later not to have been authorized.
    Unauthorized,
}

impl End {
    /// The test account that behaves so.
    const fn account(self) -> &'static str {
        match self {
            Self::Settled => "000123456789",
            Self::Unpaid => "000222222227",
            Self::Unauthorized => "1000000010",
        }
    }

    const fn code(self) -> Option<ReturnCode> {
        match self {
            Self::Settled => None,
            Self::Unpaid => Some(ReturnCode::R01),
            Self::Unauthorized => Some(ReturnCode::R10),
        }
    }
}

/// What became of a payment.
pub(super) struct Fate {
    /// What happened, in order, and when.
    pub(super) steps: Vec<(Event, Timestamp)>,
    /// Why it was declined.
    pub(super) decline: Option<DeclineReason>,
    /// The test card that behaves so, where the payer's own would not.
    pub(super) card: Option<&'static str>,
    /// The test bank account that was debited, where one was.
    pub(super) account: Option<&'static str>,
    /// Why the debit came back, where it did.
    pub(super) returned: Option<ReturnCode>,
    /// What was given back.
    pub(super) refund: Option<PastRefund>,
}

/// A refund of the past.
pub(super) struct PastRefund {
    pub(super) key: OperationKey,
    pub(super) amount: Money,
    pub(super) reason: &'static str,
    pub(super) at: Timestamp,
}

impl Fate {
    /// Sale or authorization, as the first answer has it.
    pub(super) fn kind(&self) -> Kind {
        match self.steps.first() {
            Some((Event::Authorize, _)) => Kind::Authorization,
            _ => Kind::Sale,
        }
    }

    /// When the processor gave its first answer.
    pub(super) fn answered_at(&self) -> Option<Timestamp> {
        self.steps.first().map(|(_, at)| *at)
    }

    /// Moves `transaction` to where this leaves it. Being opened at the processor counts as a change, too.
    pub(super) fn play(&self, transaction: &mut Transaction) {
        transaction.version += 1;
        for (event, at) in &self.steps {
            transaction.apply(*event, *at);
        }
    }
}

/// What becomes of the payment of this moment: `set`, or what chance says.
pub(super) fn decide(set: Option<Plan>, moment: Moment, dice: &Dice, now: Timestamp) -> Fate {
    let answer = moment.at.plus_ms(dice.between(900, 2_600));
    let plan = match set.unwrap_or_else(|| draw(dice)) {
        // Nobody is there to be asked.
        Plan::AbandonChallenge if moment.source == Source::PaymentSchedule => Plan::Approve,
        // Only staff take an authorization first.
        Plan::AuthorizeAndCapture if moment.source != Source::EnterPayment => Plan::Approve,
        // A debit needs somebody's agreement.
        Plan::Debit(_) if !is_agreed_to(moment.source) => Plan::Approve,
        plan => plan,
    };
    let mut steps = steps(plan, answer, dice);
    let mut decided = plan;
    // A story that is not over is told as the plain one; what holds on its own may be left waiting.
    if matches!(plan, Plan::Debit(_)) {
        // What the banks have not done yet, they do when its time comes.
        steps.retain(|(_, at)| *at <= now);
    }
    if steps.iter().any(|(_, at)| *at > now) {
        steps = self::steps(Plan::Approve, answer, dice);
        steps.retain(|(_, at)| *at <= now);
        decided = Plan::Approve;
    }
    let end = if let Plan::Debit(end) = decided { Some(end) } else { None };
    let came_back = steps.iter().any(|(event, _)| *event == Event::Return);
    Fate {
        account: end.map(End::account),
        returned: end.and_then(End::code).filter(|_| came_back),
        steps,
        decline: if let Plan::Decline(reason) = decided { Some(reason) } else { None },
        card: match decided {
            Plan::Hold => Some(HELD_CARD),
            Plan::AbandonChallenge => Some(CHALLENGED_CARD),
            _ => None,
        },
        refund: None,
    }
}

/// Whether somebody is there to agree to a debit of this very payment.
pub(super) const fn is_agreed_to(source: Source) -> bool {
    matches!(source, Source::EnterPayment | Source::PaymentPage | Source::SendForPayment | Source::Invoice)
}

fn draw(dice: &Dice) -> Plan {
    match dice.below(10_000) {
        0..480 => Plan::Decline(dice.weighted(DECLINES)),
        480..525 => Plan::Void,
        525..725 => Plan::AuthorizeAndCapture,
        725..740 => Plan::AbandonChallenge,
        740..743 => Plan::Dispute(Status::DisputeLost),
        743..746 => Plan::Dispute(Status::DisputeWon),
        746..1_380 => Plan::Debit(End::Settled),
        1_380..1_400 => Plan::Debit(End::Unpaid),
        1_400..1_406 => Plan::Debit(End::Unauthorized),
        _ => Plan::Approve,
    }
}

fn steps(plan: Plan, answer: Timestamp, dice: &Dice) -> Vec<(Event, Timestamp)> {
    let settled = answer.plus_ms(DAY_MS);
    match plan {
        Plan::Approve => vec![(Event::Approve, answer), (Event::Settle, settled)],
        Plan::Decline(_) => vec![(Event::Decline, answer)],
        Plan::Void => {
            vec![(Event::Approve, answer), (Event::Void, answer.plus_ms(dice.between(5 * 60_000, 6 * HOUR_MS)))]
        }
        Plan::Authorize => vec![(Event::Authorize, answer)],
        Plan::AuthorizeAndCapture => {
            let captured = answer.plus_ms(dice.between(6 * HOUR_MS, 50 * HOUR_MS));
            vec![(Event::Authorize, answer), (Event::Capture, captured), (Event::Settle, captured.plus_ms(DAY_MS))]
        }
        Plan::Debit(end) => {
            let settles = business_days::settled_at(business_days::settles_on(answer));
            let accepted = (Event::Accept, answer);
            match end {
                End::Settled => vec![accepted, (Event::Settle, settles)],
                End::Unpaid => vec![accepted, (Event::Return, settles)],
                End::Unauthorized => {
                    vec![accepted, (Event::Settle, settles), (Event::Return, settles.plus_ms(30 * DAY_MS))]
                }
            }
        }
        Plan::Hold => vec![(Event::Hold, answer)],
        Plan::AbandonChallenge => vec![(Event::RequireAction, answer), (Event::Fail, settled)],
        Plan::Dispute(end) => {
            let opened = settled.plus_ms(dice.between(2 * DAY_MS, 9 * DAY_MS));
            let ended = opened.plus_ms(dice.between(25 * DAY_MS, 45 * DAY_MS));
            let mut steps = vec![(Event::Approve, answer), (Event::Settle, settled), (Event::OpenDispute, opened)];
            match end {
                Status::DisputeWon => steps.push((Event::WinDispute, ended)),
                Status::DisputeLost => steps.push((Event::LoseDispute, ended)),
                _ => {}
            }
            steps
        }
    }
}

/// What is given back of a payment of this fate: of one settled payment in sixty, whole or in part. A refund takes a
/// day to settle, and one that had not would not be told.
pub(super) fn refund(fate: &Fate, amount: Money, dice: &Dice, now: Timestamp) -> Option<PastRefund> {
    let (Event::Settle, settled) = *fate.steps.last()? else { return None };
    if !dice.chance(17) {
        return None;
    }
    let at = settled.plus_ms(dice.between(2 * HOUR_MS, 20 * DAY_MS));
    let share = dice.weighted(&[(60, 1_000_000), (15, 500_000), (15, 250_000), (10, 100_000)]);
    let amount = amount.share(PartsPerMillion(share)).ok().filter(Money::is_positive)?;
    let in_time = at.plus_ms(DAY_MS) <= now;
    in_time.then(|| PastRefund { key: dice.key(), amount, reason: dice.pick(REFUND_REASONS), at })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Day;

    const NOW: Timestamp = Timestamp::from_ms(1_795_201_440_000);

    fn moment(ago_ms: i64) -> Moment {
        Moment { at: NOW.plus_ms(-ago_ms), day: Day::new(2026, 11, 20), source: Source::EnterPayment }
    }

    #[test]
    fn nothing_is_told_that_has_not_happened_yet() {
        let dice = Dice::new(1);
        let plans = [Plan::Void, Plan::AuthorizeAndCapture, Plan::AbandonChallenge, Plan::Dispute(Status::Disputed)];
        for plan in plans {
            let fate = decide(Some(plan), moment(4 * 60_000), &dice, NOW);
            assert_eq!(fate.steps.iter().map(|(event, _)| *event).collect::<Vec<_>>(), [Event::Approve], "{plan:?}");
        }
    }

    #[test]
    fn a_payment_is_settled_a_day_after_its_approval() {
        let dice = Dice::new(1);
        let events = |ago| decide(Some(Plan::Approve), moment(ago), &dice, NOW).steps.len();
        assert_eq!((events(DAY_MS), events(DAY_MS + 3_000)), (1, 2));
    }

    #[test]
    fn every_step_is_one_that_a_payment_can_take() {
        use crate::domain::transaction::Step;
        let dice = Dice::new(1);
        for _ in 0..20_000 {
            let fate = decide(None, moment(100 * DAY_MS), &dice, NOW);
            let mut status = Status::Created;
            for (event, _) in &fate.steps {
                let Step::To(next) = status.after(*event) else { panic!("{event:?} after {status:?}") };
                status = next;
            }
            assert!(fate.steps.is_sorted_by_key(|(_, at)| *at) && !status.is_unresolved());
        }
    }
}
