//! Whether what is asked for is something that a schedule can be.

use crate::{
    domain::{
        card::PaymentMethod,
        ids::PayerId,
        merchant_account::MerchantAccount,
        money::Money,
        schedule::{
            Mail, Schedule,
            plan::{Plan, PlanError},
            recurrence::{Frequency, Recurrence},
        },
        time::Day,
    },
    service::payments::MAX_MAJOR_UNITS,
    store::{firm, payers, table::Records, tables::PAYMENT_METHODS},
};

use super::{ScheduleError, terms::Agreement};

/// The longest name.
pub const LONGEST_NAME: usize = 120;

/// Whether an agreement can be followed; gives the method that is charged.
pub(super) fn check(
    records: &impl Records,
    payer: PayerId,
    agreed: &Agreement,
) -> Result<PaymentMethod, ScheduleError> {
    check_words(&agreed.name, (agreed.plan, agreed.recurrence), agreed.mail)?;
    let method = records.get(PAYMENT_METHODS, &agreed.payment_method)?.ok_or(ScheduleError::NoMethod)?;
    if !payers::are_one(records, method.payer, payer)? {
        return Err(ScheduleError::NoMethod);
    }
    let account = firm::merchant_account(records, method.merchant_account)?.ok_or(ScheduleError::NoMethod)?;
    check_amount(agreed.plan, &account)?;
    Ok(method)
}

/// Whether a name, a plan with its days and the mail are ones that a schedule can have, whoever pays.
pub(super) fn check_words(name: &str, (plan, recurrence): (Plan, Recurrence), mail: Mail) -> Result<(), ScheduleError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(ScheduleError::Name);
    }
    let plan = plan.check()?;
    if recurrence.frequency() == Frequency::Once && !matches!(plan, Plan::Installments { count: 1, .. }) {
        return Err(PlanError::Count.into());
    }
    let remind = mail.remind_days.is_none_or(|days| Mail::REMIND_DAYS.contains(&days));
    if remind { Ok(()) } else { Err(ScheduleError::NoDate) }
}

/// Whether the amounts of a plan are ones that can be paid into an account.
pub(super) fn check_amount(plan: Plan, account: &MerchantAccount) -> Result<(), ScheduleError> {
    let amount = plan.each_or_total();
    let fits = account.currency == amount.currency() && is_in_range(amount);
    if fits { Ok(()) } else { Err(ScheduleError::Amount) }
}

fn is_in_range(amount: Money) -> bool {
    let scale = 10i64.saturating_pow(u32::from(amount.currency().exponent()));
    amount.minor() <= MAX_MAJOR_UNITS.saturating_mul(scale)
}

/// Whether a draft may still begin on its first date.
pub(super) fn check_first_date(schedule: &Schedule, today: Day) -> Result<(), ScheduleError> {
    match schedule.planned(1, 0) {
        None => Err(ScheduleError::NoDate),
        Some(first) if first.day < today => Err(ScheduleError::DateInPast),
        Some(_) => Ok(()),
    }
}
