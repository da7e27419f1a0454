//! What a payer can pay by themselves of a schedule: a payment that failed and that the portal does not try again by itself,
//! with one of their own methods that the schedule could charge for it. The page shows by these rules, and the write that
//! begins the try looks at them once more.

use crate::{
    domain::{
        card::PaymentMethod,
        ids::PaymentMethodId,
        money::Money,
        schedule::{
            Schedule, State,
            occurrence::{Occurrence, Standing},
        },
    },
    store::{StoreError, payment_methods, table::Records},
};

use super::{collecting::obstacle, debiting, following::Hand};

/// How much of a payment its payer can pay now; nothing where it is paid, waived, being collected or still to be collected by
/// itself, or nothing is left of the total that was agreed.
#[must_use]
pub fn owed(schedule: &Schedule, occurrence: &Occurrence) -> Option<Money> {
    let goes_on = !matches!(schedule.state, State::Draft | State::Cancelled);
    let waits = occurrence.standing == Standing::Failed && occurrence.tried_again_at().is_none();
    let wanted = Money::new(Hand::wanted(schedule, occurrence), occurrence.amount.currency());
    (goes_on && waits && wanted.is_positive()).then_some(wanted)
}

/// The payer's own methods that can be charged for it: a bank account only as far as the terms of this payment authorize its
/// debit.
pub(in crate::service) fn methods(
    records: &impl Records,
    hand: &Hand,
    of: (&Schedule, &Occurrence),
) -> Result<Vec<PaymentMethod>, StoreError> {
    let (schedule, today) = (of.0, hand.today());
    let mut good = Vec::new();
    for method in payment_methods::payment_methods(records, schedule.payer)? {
        let own = method.is_own() && method.is_chargeable_on(today);
        if own
            && obstacle(records, schedule, method.id)?.is_none()
            && debiting::refusal(records, hand, of, method.id)?.is_none()
        {
            good.push(method);
        }
    }
    // What was agreed for the schedule is offered first.
    good.sort_by_key(|method| method.id != schedule.payment_method);
    Ok(good)
}

/// Whether this is one of [`methods`].
pub(super) fn is_good(
    records: &impl Records,
    hand: &Hand,
    of: (&Schedule, &Occurrence),
    method: PaymentMethodId,
) -> Result<bool, StoreError> {
    Ok(methods(records, hand, of)?.iter().any(|known| known.id == method))
}
