//! What a form of a public page carries, and asks for, to show that a person fills it in: the ticket, the sum for the
//! browser, and the check of another company. Payment pages and the pages of requests have the same.

use poem::Response;

use crate::{
    app::App,
    domain::{
        accepted::Accepted,
        captcha::Provider,
        payment_page::guard::{Alertness, Guarded},
        user::Theme,
    },
    i18n::T,
    service::payment_pages::{
        admission::{Asks, Challenge, Ticket, TurnedAway},
        checking::Unproven,
    },
    web::headers::CheckedBy,
};

use super::{Typed, Wrong, turned_away as refusal};

/// The field in which the browser leaves the answer to the sum.
pub const SOLUTION: &str = "altcha";

/// The gate of one form.
pub struct Gate<'a> {
    /// The ticket.
    pub ticket: Ticket,
    /// The ticket as the form carries it.
    pub text: String,
    /// The sum for the browser, where it is to do one.
    pub challenge: Option<Challenge>,
    /// The answer to it that the browser gave before, while it is good.
    pub solution: String,
    /// The check of another company, where there is one.
    pub check: Option<Check<'a>>,
}

/// The check of another company on a form.
#[derive(Clone, Copy)]
pub struct Check<'a> {
    /// Whose.
    pub provider: Provider,
    /// The portal's public name with them.
    pub site_key: &'a str,
    /// The theme of the page that it stands on.
    pub theme: Theme,
}

impl<'a> Gate<'a> {
    /// The gate of a form that is drawn now at such a place, with which `asks` must be shown.
    pub fn new(app: &'a App, (at, alertness): (&impl Guarded, Alertness), typed: &Typed, asks: Asks) -> Self {
        let ticket = ticket(app, (at, alertness), typed, asks);
        let solution = typed.get(SOLUTION);
        let solution = if ticket.is_solved_by(solution, &app.secrets) { solution } else { "" };
        let settings = app.captcha.settings().filter(|_| ticket.asks == Asks::Token);
        Self {
            text: ticket.text(&app.secrets),
            challenge: ticket.wants_sum(at, alertness).then(|| ticket.challenge(&app.secrets)),
            solution: solution.to_owned(),
            check: settings.map(|settings| Check {
                provider: settings.provider,
                site_key: &settings.site_key,
                theme: Theme::Device,
            }),
            ticket,
        }
    }

    /// The same gate on a page in such a theme.
    #[must_use]
    pub fn drawn_in(self, theme: Theme) -> Self {
        Self { check: self.check.map(|check| Check { theme, ..check }), ..self }
    }

    /// The sum as the browser takes it.
    #[must_use]
    pub fn challenge_json(&self) -> Option<String> {
        self.challenge.as_ref().and_then(|challenge| serde_json::to_string(challenge).ok())
    }

    /// Whether nothing but a sum that scripts do is taken for proof.
    #[must_use]
    pub fn needs_sum(&self) -> bool {
        self.ticket.asks == Asks::SumInstead
    }

    /// Lets the scripts of the other company run on a page with this form.
    pub fn allow(&self, response: &mut Response) {
        if let Some(check) = self.check {
            response.extensions_mut().insert(CheckedBy(check.provider));
        }
    }
}

/// The ticket that a form was sent with, if it is ours and was drawn at this place.
#[must_use]
pub fn sent(app: &App, at: &impl Guarded, typed: &Typed) -> Option<Ticket> {
    Ticket::read(typed.get("ticket"), &app.secrets).filter(|ticket| ticket.place == at.place())
}

/// The ticket that the form was sent with, as long as it is good; else a new one for the same operation. Whoever has to do
/// the sum instead of another check is not spared it again.
fn ticket(app: &App, (at, alertness): (&impl Guarded, Alertness), typed: &Typed, asks: Asks) -> Ticket {
    let (now, enough) = (app.now(), at.defence().work(alertness));
    let new = |key| Ticket::new(at, key, (alertness, now)).asking(at, asks);
    match sent(app, at, typed) {
        Some(ticket) if ticket.is_old(now) || ticket.most < enough => new(ticket.key),
        Some(ticket) if ticket.asks == Asks::SumInstead => ticket,
        // The wait does not begin anew.
        Some(ticket) => ticket.asking(at, asks),
        None => new(app.ids.operation_key()),
    }
}

/// What a form that was turned away says, and what must be shown with it, where that is something else than before.
pub fn again(app: &App, t: T, why: TurnedAway) -> (Wrong, Option<Asks>) {
    let company = app.captcha.settings().map_or("", |settings| settings.provider.name());
    let about = |field: &str, key: &str| Wrong::one(field, t.with(key, [("company", company)]));
    let instead = |key: &str| (about("", key), Some(Asks::SumInstead));
    match why {
        TurnedAway::CardTooOften => (Wrong::one("card-frame", t.text(refusal(why))), None),
        TurnedAway::Unproven(Unproven::Missing) => (about("person-check", "pay-error-check-missing"), None),
        TurnedAway::Unproven(Unproven::Refused) => (about("person-check", "pay-error-check-refused"), None),
        TurnedAway::Unproven(Unproven::Unreachable) => instead("pay-error-check-unreachable"),
        TurnedAway::Unproven(Unproven::Doubtful) => instead("pay-error-check-doubtful"),
        TurnedAway::Unproven(Unproven::NoSum) => instead("pay-error-no-sum"),
        other => (Wrong::one("", t.text(refusal(other))), None),
    }
}

/// The token of the other company's check that a form carries; empty where there is none.
#[must_use]
pub fn token<'a>(app: &App, typed: &'a Typed) -> &'a str {
    app.captcha.settings().map_or("", |settings| typed.get(settings.provider.field()))
}

/// What is said when the processor's fields are empty.
#[must_use]
pub const fn nothing_entered(accepted: Option<Accepted>) -> &'static str {
    match accepted {
        Some(Accepted::Both) => "pay-error-nothing-entered",
        Some(Accepted::BankAccounts) => "pay-error-no-account-entered",
        Some(Accepted::Cards) | None => "enter-payment-error-card",
    }
}
