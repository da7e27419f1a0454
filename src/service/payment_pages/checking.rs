//! Another company's check that a person is there: when a page has it, what its token is worth, and what happens when
//! nobody can say.
//!
//! The check stands before everything that is written or charged, and no payment is tried without proof of some kind. A
//! token that is worth nothing is asked for anew. Where the company cannot be reached, does not know us, or is in doubt, the
//! browser is asked for the page's own sum instead, a long one, and cannot choose that by itself.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use crate::{
    app::App,
    captcha::NoAnswer,
    domain::{
        bot_defence::Company,
        captcha::{Use, Verdict, judge},
        ids::OperationKey,
        payment_page::guard::{Alertness, Guarded},
    },
    service::{bot_defence, outbox},
};

use super::admission::{Admitted, Asks, Shown, TurnedAway, Turnstile};

/// For how long a company that gave no answer is not asked again, and one that did counts as being there, in
/// milliseconds.
const REMEMBERED_MS: i64 = 60_000;
/// For how long what was proven of an operation counts: as long as its form may be open, in milliseconds.
const PROVEN_MS: i64 = 4 * 60 * 60 * 1_000;
/// Proofs that are remembered at most; whoever is forgotten proves it again.
const MAX_PROVEN: usize = 10_000;
/// The longest token that is asked about, in bytes.
const LONGEST_TOKEN: usize = 8_192;

/// Why a form was not let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unproven {
    /// It has no token.
    #[error("no token")]
    Missing,
    /// Its token is made up, too old, used, or another site's.
    #[error("the token is worth nothing")]
    Refused,
    /// The company is not sure that a person is there: the sum must be done.
    #[error("the score is low")]
    Doubtful,
    /// The company gave no answer: the sum must be done.
    #[error("nobody can say what the token is worth")]
    Unreachable,
    /// The sum had to be done and was not.
    #[error("the sum was not done")]
    NoSum,
}

/// What is remembered between tries, by the steady clock.
#[derive(Default)]
pub(super) struct Memory(Mutex<Remembered>);

#[derive(Default)]
struct Remembered {
    answered_ms: Option<i64>,
    silent_ms: Option<i64>,
    proven: HashMap<OperationKey, i64>,
}

impl Memory {
    fn with<R>(&self, look: impl FnOnce(&mut Remembered) -> R) -> R {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn is_silent(&self, now_ms: i64) -> bool {
        self.with(|known| known.silent_ms.is_some_and(|at| now_ms.saturating_sub(at) < REMEMBERED_MS))
    }

    fn has_answered(&self, now_ms: i64) -> bool {
        self.with(|known| known.answered_ms.is_some_and(|at| now_ms.saturating_sub(at) < REMEMBERED_MS))
    }

    fn note(&self, answered: bool, now_ms: i64) {
        self.with(|known| {
            (known.answered_ms, known.silent_ms) = if answered { (Some(now_ms), None) } else { (None, Some(now_ms)) };
        });
    }

    fn is_proven(&self, key: &OperationKey, now_ms: i64) -> bool {
        self.with(|known| known.proven.get(key).is_some_and(|at| now_ms.saturating_sub(*at) < PROVEN_MS))
    }

    fn note_proven(&self, key: &OperationKey, now_ms: i64) {
        self.with(|known| {
            if known.proven.len() >= MAX_PROVEN {
                known.proven.retain(|_, at| now_ms.saturating_sub(*at) < PROVEN_MS);
            }
            if known.proven.len() < MAX_PROVEN {
                known.proven.insert(key.clone(), now_ms);
            }
        });
    }
}

/// What a form that is drawn now at a public place must show. While cards are being tried on all of them together, whatever
/// the place itself would ask for is not enough: the other company's check, or the sum and nothing less.
#[must_use]
pub fn asked(app: &App, turnstile: &Turnstile, at: &impl Guarded) -> Asks {
    let defence = bot_defence::in_force(app);
    let company = app.captcha.settings().is_some() && defence.company != Company::Never;
    let wanted = match at.defence().captcha {
        Use::Off => false,
        Use::AsSet => defence.company == Company::Everywhere,
        Use::On => true,
    };
    match (company, wanted, defence.stepped_up) {
        (false, _, true) => Asks::SumInstead,
        (false, _, false) | (true, false, false) => Asks::Sum,
        (true, _, _) if turnstile.memory.is_silent(app.clock.steady_ms()) => Asks::SumInstead,
        (true, _, _) => Asks::Token,
    }
}

/// What a browser showed.
#[derive(Clone, Copy, Debug)]
pub struct Presented<'a> {
    /// Ticket, sum, bait and address.
    pub shown: &'a Shown<'a>,
    /// The token of the other company's check; empty when there is none.
    pub token: &'a str,
    /// The processor's fingerprint of the card.
    pub card: &'a str,
}

/// Lets a form through that shows all that its place asks for, the other company's check included, and counts the try.
///
/// # Errors
/// [`TurnedAway`].
pub async fn enter(
    app: &App,
    turnstile: &Turnstile,
    (at, alertness): (&impl Guarded, Alertness),
    presented: &Presented<'_>,
) -> Result<Admitted, TurnedAway> {
    let entered = look_at(app, turnstile, (at, alertness), presented).await;
    if let Err(why) = &entered {
        turnstile.note_refused(app.now(), at.place(), *why);
    }
    entered
}

async fn look_at(
    app: &App,
    turnstile: &Turnstile,
    (at, alertness): (&impl Guarded, Alertness),
    presented: &Presented<'_>,
) -> Result<Admitted, TurnedAway> {
    let (ticket, wanted) = (presented.shown.ticket, asked(app, turnstile, at));
    // A form from before its place had the check.
    if ticket.asks == Asks::Sum && wanted != Asks::Sum {
        return Err(TurnedAway::MoreWork);
    }
    turnstile.forget_approved(app, (presented.shown.peer, presented.card));
    let admitted = turnstile.let_in(&app.secrets, (at, alertness), presented.shown, Some(presented.card))?;
    if ticket.asks != Asks::Token {
        return Ok(admitted);
    }
    match prove(app, turnstile, presented).await {
        Ok(()) => Ok(admitted),
        Err(why) => {
            // Whoever sends tokens that are worth nothing is trying something; the others are not at fault.
            if why != Unproven::Refused {
                turnstile.forget(&admitted);
            }
            Err(TurnedAway::Unproven(why))
        }
    }
}

/// Finds out what the token of a form is worth. What was proven of an operation stays so: the second of two clicks carries a
/// token that the first has used.
async fn prove(app: &App, turnstile: &Turnstile, presented: &Presented<'_>) -> Result<(), Unproven> {
    let key = &presented.shown.ticket.key;
    let _alone = app.operations.hold(key).await;
    let (memory, now_ms, token) = (&turnstile.memory, app.clock.steady_ms(), presented.token);
    if memory.is_proven(key, now_ms) {
        return Ok(());
    }
    let Some(settings) = app.captcha.settings() else { return Err(Unproven::Unreachable) };
    if memory.is_silent(now_ms) {
        return Err(Unproven::Unreachable);
    }
    // A browser that shows no token may be one that cannot reach the company, as nobody can then: that is found out.
    if token.is_empty() && memory.has_answered(now_ms) {
        return Err(Unproven::Missing);
    }
    if token.len() > LONGEST_TOKEN || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Unproven::Refused);
    }
    let answer = app.captcha.verify(token, presented.shown.peer.parse().ok()).await;
    memory.note(answer.is_ok(), now_ms);
    let answer = answer.map_err(|why| {
        match &why {
            NoAnswer::NotUs(_) => tracing::error!(%why, "captcha_secret is not the one of captcha_site_key"),
            NoAnswer::Lost(_) | NoAnswer::NotSetUp => tracing::warn!(%why, "payment pages ask for their own sum"),
        }
        Unproven::Unreachable
    })?;
    let base_url = outbox::base_url(app);
    match judge(&answer, settings.provider, (host_of(&base_url), settings.least)) {
        Verdict::Person => {
            memory.note_proven(key, now_ms);
            Ok(())
        }
        Verdict::Doubtful => Err(Unproven::Doubtful),
        Verdict::Refused => {
            tracing::info!(errors = ?answer.errors, hostname = ?answer.hostname, "a token was worth nothing");
            Err(if token.is_empty() { Unproven::Missing } else { Unproven::Refused })
        }
    }
}

/// The host of an address, without its port.
fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_what_stands_between_the_scheme_and_the_port() {
        for (url, host) in [
            ("https://pay.firm.example", "pay.firm.example"),
            ("https://pay.firm.example:8443/x", "pay.firm.example"),
            ("http://127.0.0.1:8080", "127.0.0.1"),
            ("http://[::1]:8080", "[::1]"),
            ("http://[::1]", "[::1]"),
        ] {
            assert_eq!(host_of(url), host, "{url}");
        }
    }
}
