//! What keeps machines from trying stolen cards on all the public pages together: what the firm set, whether every payer is
//! asked for more at the moment, and word to staff about it.
//!
//! Whether they are follows from the declines that are stored and from nothing else, so it outlives a restart and ends by
//! itself.

use crate::{
    app::App,
    captcha::NoAnswer,
    domain::{
        alert::{About, Alert, Cause, Resolution},
        bot_defence::{BotDefence, Breaker, Company},
        journal::{Actor, Fact, Subject},
        permission::Permission,
        time::Timestamp,
        transaction::{Status, Transaction},
    },
    store::{
        StoreError, WriteError, alerts, bot_defence,
        table::{Records, Writer},
    },
};

use super::{
    Authority, NotAllowed,
    alerts::{close, raise},
};

/// What holds now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InForce {
    /// Where the other company checks.
    pub company: Company,
    /// Whether every payer is asked for more.
    pub stepped_up: bool,
}

/// What holds now, wherever a form is drawn. Where the store cannot be read, what the configuration says: nothing is
/// charged then either.
pub(super) fn in_force(app: &App) -> InForce {
    let known = app.store.read().and_then(|reader| {
        let settings = bot_defence::settings(&reader)?;
        Ok((settings, holds_until(&reader, &settings, app.now())?))
    });
    let (settings, until) = known.unwrap_or_default();
    InForce { company: company(app, &settings), stepped_up: until.is_some() }
}

/// Where the other company checks: as the firm set it, and before it did, as the configuration says.
fn company(app: &App, settings: &BotDefence) -> Company {
    let configured = app.captcha.settings();
    let usual =
        if configured.is_some_and(|known| known.everywhere) { Company::Everywhere } else { Company::WhereChosen };
    if configured.is_none() { Company::Never } else { settings.company.unwrap_or(usual) }
}

fn holds_until(records: &impl Records, settings: &BotDefence, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
    let declines = bot_defence::declines(records, &settings.breaker, now)?;
    Ok(settings.breaker.holds_until(&declines, now))
}

/// The settings as their page shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What was set last.
    pub settings: BotDefence,
    /// Where the other company checks.
    pub company: Company,
    /// Until when every payer is asked for more, if they are.
    pub stepped_up_until: Option<Timestamp>,
    /// How many payments were declined on public pages within the window.
    pub declines: usize,
}

/// The settings as their page shows them.
pub fn shown(app: &App) -> Result<Shown, StoreError> {
    let (reader, now) = (app.store.read()?, app.now());
    let settings = bot_defence::settings(&reader)?;
    let declines = bot_defence::declines(&reader, &settings.breaker, now)?;
    let since = now.plus_ms(-60_000 * i64::from(settings.breaker.within_min));
    Ok(Shown {
        company: company(app, &settings),
        stepped_up_until: settings.breaker.holds_until(&declines, now),
        declines: declines.iter().filter(|at| **at >= since).count(),
        settings,
    })
}

/// Why settings were not kept.
#[derive(Debug, thiserror::Error)]
pub enum SetError {
    /// The caller may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// The limits would ask everybody for more, or nobody.
    #[error("the limits are not sane")]
    Limits,
    /// Somebody set something else in the meantime.
    #[error("they were changed in the meantime")]
    Stale,
    /// The store could not be written.
    #[error("the store cannot be written at the moment")]
    Unavailable,
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What somebody wants to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The version that they saw.
    pub seen: u32,
    /// Where the other company checks; nothing where the portal has none, which leaves what was set before.
    pub company: Option<Company>,
    /// When every payer is asked for more.
    pub breaker: Breaker,
}

/// Sets it. What changes nothing, as the second of two clicks, keeps no new version.
///
/// # Errors
/// [`SetError`]; nothing was written then.
pub async fn set(app: &App, authority: Authority<'_>, wanted: Wanted) -> Result<BotDefence, SetError> {
    authority.require(Permission::ManageSettings)?;
    if !wanted.breaker.is_sane() {
        return Err(SetError::Limits);
    }
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        let before = bot_defence::settings(writer)?;
        let company = wanted.company.or(before.company);
        if before.company == company && before.breaker == wanted.breaker {
            return Ok(before);
        }
        if before.version != wanted.seen {
            return Err(SetError::Stale);
        }
        let version = before.version.saturating_add(1);
        let next = BotDefence { version, company, breaker: wanted.breaker, changed_at: now };
        writer.put_bot_defence(&next)?;
        writer.record(now, actor, Subject::Firm, Fact::BotDefenceSet { version })?;
        Ok(next)
    });
    written.await.map_err(|error| match error {
        WriteError::Refused(refusal) => refusal,
        WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => SetError::Unavailable,
    })
}

/// What a try with the other company came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tried {
    /// It answers and knows us: a token that nobody made was refused as it must be.
    Works,
    /// It answers and takes a token that nobody made: these keys are for tests and let everybody through.
    TakesAnything,
    /// It answers and does not know us.
    NotUs,
    /// It gave no answer, with what was met instead.
    Lost(String),
    /// The configuration names none.
    None,
}

/// Asks the other company what a token is worth that nobody made. Nothing is written.
///
/// # Errors
/// [`NotAllowed`].
pub async fn try_company(app: &App, authority: Authority<'_>) -> Result<Tried, NotAllowed> {
    authority.require(Permission::ManageSettings)?;
    Ok(match app.captcha.verify("a-token-that-nobody-made", None).await {
        Ok(answer) if answer.success => Tried::TakesAnything,
        Ok(_) => Tried::Works,
        Err(NoAnswer::NotUs(_)) => Tried::NotUs,
        Err(NoAnswer::Lost(why)) => Tried::Lost(why),
        Err(NoAnswer::NotSetUp) => Tried::None,
    })
}

/// A client's payment has moved on, and is written: when its decline was one too many, staff are told, once for each time.
pub(super) fn follow(writer: &mut Writer<'_>, after: &Transaction, now: Timestamp) -> Result<(), StoreError> {
    if after.status != Status::Declined || after.actor != Actor::Client {
        return Ok(());
    }
    let breaker = bot_defence::settings(writer)?.breaker;
    let declines = bot_defence::declines(writer, &breaker, now)?;
    let Some(since) = breaker.holds_since(&declines, now) else { return Ok(()) };
    // Whoever resolved it by hand has looked; the same run of declines is not told again.
    let tells = |alert: &Alert| {
        let looked_at = alert.state.is_unresolved_or(|how| how != Resolution::ByItself);
        alert.cause == Cause::CardTesting && (since..=now).contains(&alert.raised_at) && looked_at
    };
    if alerts::about(writer, About::PublicPages)?.iter().any(tells) {
        return Ok(());
    }
    raise(writer, About::PublicPages, Cause::CardTesting, now).map(|_| ())
}

/// Ends the alert once nobody is asked for more; says whether it did.
pub(super) fn calm(writer: &mut Writer<'_>, now: Timestamp) -> Result<bool, StoreError> {
    if !is_over(writer, now)? {
        return Ok(false);
    }
    close(writer, About::PublicPages, Cause::CardTesting, (Actor::System, now), Resolution::ByItself)
}

/// Whether there is such an alert and nobody is asked for more.
pub(super) fn is_over(records: &impl Records, now: Timestamp) -> Result<bool, StoreError> {
    if alerts::unresolved(records, About::PublicPages, Cause::CardTesting)?.is_none() {
        return Ok(false);
    }
    let settings = bot_defence::settings(records)?;
    Ok(holds_until(records, &settings, now)?.is_none())
}
