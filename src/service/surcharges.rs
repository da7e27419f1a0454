//! Surcharges: what the firm set, what would be added to a payment, and that nothing else is added than was shown.
//!
//! Only a form that showed its surcharge before it was sent may ask for one ([`Surcharge::AsShown`]). Quick Pay, saved
//! methods and schedules never do: there the payer is not present to be shown it, and to be offered another way to pay.

use crate::{
    app::App,
    domain::{
        card::Instrument,
        journal::{Fact, Subject},
        merchant_account::MerchantAccount,
        money::Money,
        parts::Parts,
        permission::Permission,
        region::Region,
        surcharge::{AccountRate, Attestation, BasisPoints, Charged, Fault, Fee, NoFee, Rule, Settings, Surcharged},
        time::Day,
        transaction::Transaction,
    },
    i18n::{T, dates},
    store::{
        StoreError, WriteError, firm, surcharges,
        table::{Records, Writer},
    },
};

use super::{
    Authority, NotAllowed, cards,
    payments::{Surcharge, TakeError, TakePayment, check_amount},
};

/// Why settings were not kept.
#[derive(Debug, thiserror::Error)]
pub enum SetError {
    /// The caller may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// They break a rule.
    #[error("they break a rule: {0:?}")]
    Faults(Vec<Fault>),
    /// Somebody set something else in the meantime.
    #[error("they were changed in the meantime")]
    Stale,
    /// The note is too long.
    #[error("the note is too long")]
    Note,
    /// The portal was never set up.
    #[error("the portal is not set up")]
    NotSetUp,
    /// The store could not be written.
    #[error("the store cannot be written at the moment")]
    Unavailable,
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The most characters of a note.
pub const MAX_NOTE: usize = 500;

/// What somebody wants to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The version that they saw.
    pub seen: u32,
    /// The rates.
    pub accounts: Vec<AccountRate>,
    /// The rules of the regions.
    pub rules: Vec<(Region, Rule)>,
    /// Whom the firm asked about the rules.
    pub note: String,
    /// What they attest with it, if they do.
    pub attested: Option<Attested>,
}

/// What somebody attests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attested {
    /// When the networks were told.
    pub notified_on: Day,
    /// The words that they read.
    pub words: String,
}

/// The words that whoever turns a surcharge on attests.
#[must_use]
pub fn attestation_words(t: T) -> String {
    t.text("surcharge-attest-words")
}

/// What holds now.
pub fn settings(app: &App) -> Result<Settings, StoreError> {
    surcharges::settings(&app.store.read()?)
}

/// Every version that was set, latest first.
pub fn versions(app: &App) -> Result<Vec<Settings>, StoreError> {
    surcharges::versions(&app.store.read()?)
}

/// Sets what may be added. Whoever turns a rate on or changes one attests anew; a change of the rules alone leaves what was
/// attested as it stands. What changes nothing, as the second of two clicks, keeps no new version.
///
/// # Errors
/// [`SetError`]; nothing was written then.
pub async fn set(app: &App, authority: Authority<'_>, wanted: Wanted) -> Result<Settings, SetError> {
    authority.require(Permission::ManageSettings)?;
    let Authority::Staff(user) = authority else { return Err(NotAllowed(Permission::ManageSettings).into()) };
    if wanted.note.chars().count() > MAX_NOTE {
        return Err(SetError::Note);
    }
    let (user, actor, now) = (user.clone(), authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        let before = surcharges::settings(writer)?;
        let attest = |attested: &Attested| Attestation {
            by: user.id,
            name: user.name.clone(),
            at: now,
            notified_on: attested.notified_on,
            words: attested.words.clone(),
        };
        let told = wanted.attested.as_ref().map(attest);
        let same_rates = before.accounts == wanted.accounts;
        let next = Settings {
            version: before.version.saturating_add(1),
            accounts: wanted.accounts.clone(),
            attestation: told.or_else(|| before.attestation.clone().filter(|_| same_rates)),
            rules: wanted.rules.clone(),
            note: wanted.note.clone(),
            changed_at: now,
        };
        if same_rates && before.rules == next.rules && before.note == next.note && wanted.attested.is_none() {
            return Ok(before);
        }
        if before.version != wanted.seen {
            return Err(SetError::Stale);
        }
        let firm = firm::firm(writer)?.ok_or(SetError::NotSetUp)?;
        let faults = next.faults(&firm::merchant_accounts(writer)?, dates::firm_day(now, &firm.time_zone));
        if !faults.is_empty() {
            return Err(SetError::Faults(faults));
        }
        writer.put_surcharge_settings(&next)?;
        writer.record(now, actor, Subject::Firm, Fact::SurchargesSet { version: next.version })?;
        Ok(next)
    });
    written.await.map_err(|error| match error {
        WriteError::Refused(refusal) => refusal,
        WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => SetError::Unavailable,
    })
}

/// The rate of an account that is in force today; nothing where no surcharge is added.
pub fn rate(app: &App, account: &MerchantAccount) -> Result<Option<BasisPoints>, StoreError> {
    let reader = app.store.read()?;
    let Some(today) = today(app, &reader)? else { return Ok(None) };
    Ok(surcharges::settings(&reader)?.rate(account, today))
}

/// Whether an account adds a surcharge today, as far as that can be read: for what a page says in passing.
#[must_use]
pub fn is_on(app: &App, account: &MerchantAccount) -> bool {
    rate(app, account).is_ok_and(|rate| rate.is_some())
}

/// What would be added to a payment of `amount` now, or why nothing would be: what a form shows before it is sent.
pub fn quote(
    app: &App,
    (account, instrument): (&MerchantAccount, &Instrument),
    region: Option<Region>,
    amount: Money,
) -> Result<Result<Fee, NoFee>, StoreError> {
    let reader = app.store.read()?;
    let Some(today) = today(app, &reader)? else { return Ok(Err(NoFee::Off)) };
    let charged = Charged { account, instrument, region, amount, today };
    Ok(surcharges::settings(&reader)?.fee(&charged))
}

fn today(app: &App, records: &impl Records) -> Result<Option<Day>, StoreError> {
    Ok(firm::firm(records)?.map(|firm| dates::firm_day(app.now(), &firm.time_zone)))
}

/// Asks what a payment is to be paid with, where a surcharge turns on it.
pub(super) async fn look_at(app: &App, account: &MerchantAccount, asked: &TakePayment) -> Option<Instrument> {
    let Surcharge::AsShown { shown, .. } = asked.extras.surcharge else { return None };
    let may = shown.is_some() || rate(app, account).ok().flatten().is_some();
    if !may {
        return None;
    }
    cards::entered(app, account, &asked.method_token).await.map(|entered| entered.instrument)
}

/// What is added, with the version of the settings that says so: exactly what was shown, by what holds in this very write.
///
/// # Errors
/// [`TakeError::Surcharge`] when that is something else; [`TakeError::Unavailable`] when the processor does not say what it
/// is to be paid with.
pub(super) fn agree(
    writer: &Writer<'_>,
    asked: &TakePayment,
    (account, instrument): (&MerchantAccount, Option<&Instrument>),
    today: Day,
) -> Result<Option<(Fee, u32)>, TakeError> {
    let Surcharge::AsShown { region, shown } = asked.extras.surcharge else { return Ok(None) };
    let settings = surcharges::settings(writer)?;
    let fee = match instrument {
        _ if settings.rate(account, today).is_none() => None,
        None => return Err(TakeError::Unavailable),
        Some(instrument) => settings.fee(&Charged { account, instrument, region, amount: asked.amount, today }).ok(),
    };
    if fee.map(|fee| fee.money) == shown {
        Ok(fee.map(|fee| (fee, settings.version)))
    } else {
        Err(TakeError::Surcharge)
    }
}

/// The payment that is about to be written, with what is added to it and what it consists of.
///
/// # Errors
/// [`TakeError::Amount`] when that is too much, or the tax is more than the whole.
pub(super) fn with_parts(
    payment: Transaction,
    tax: Option<Money>,
    surcharge: Option<(Fee, u32)>,
) -> Result<Transaction, TakeError> {
    let none = Money::zero(payment.amount.currency());
    let (tax, fee) = (tax.unwrap_or(none), surcharge.map_or(none, |(fee, _)| fee.money));
    if tax.minor() == 0 && fee.minor() == 0 {
        return Ok(payment);
    }
    let amount = payment.amount.plus(fee).map_err(|_| TakeError::Amount)?;
    check_amount(amount)?;
    let parts = Parts::of(amount, tax, fee).map_err(|_| TakeError::Amount)?;
    let surcharged = surcharge.map(|(fee, settings)| Surcharged { rate: fee.rate, region: fee.region, settings });
    Ok(Transaction { amount, parts: Some(parts), surcharged, ..payment })
}
