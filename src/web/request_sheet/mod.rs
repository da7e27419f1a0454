//! What the own page of a request and the payer portal have in common: how the request stands, what came of a try at
//! paying, how much is paid, and what is said when nothing is charged.

mod view;

use poem::{Response, http::StatusCode};

use crate::{
    app::{App, Secrets},
    domain::{
        firm::Firm,
        ids::OperationKey,
        money::Money,
        payment_page::guard::Alertness,
        payment_request::{Door, PaymentRequest},
        transaction::Transaction,
    },
    i18n::{T, amount},
    service::{
        methods::Kept,
        payment_requests::paying::{Opened, PayError},
        payments::{TakeError, Unpayable},
        reading, receipts,
    },
    web::{
        amount_field,
        error::WebError,
        forms::FormErrors,
        paths,
        pay_form::{Typed, Wrong, come_again, minutes_until},
    },
};

pub use self::view::{came_back, how_much, outcome, summary, without_form};

/// A request as a page shows it.
pub struct Sheet<'a> {
    /// The texts of the reader's language.
    pub t: T,
    /// Who asks.
    pub firm: &'a Firm,
    /// The request, and what came of it.
    pub opened: &'a Opened,
    /// The payments of the try whose outcome is shown; none where there was none.
    pub paid: Vec<&'a Transaction>,
    /// What became of the wish that its card be kept, if there was one.
    kept: Option<Kept>,
    /// For how many minutes nobody can pay, where it rests.
    pub rests: Option<i64>,
    /// Where that outcome is looked at again.
    again: String,
    secrets: &'a Secrets,
}

impl<'a> Sheet<'a> {
    /// The request as it stands, with what came of the try with the key `paid`, which is looked at again where that says.
    #[must_use]
    pub fn new(
        (app, t): (&'a App, T),
        (opened, firm): (&'a Opened, &'a Firm),
        paid: Option<(&OperationKey, String)>,
    ) -> Self {
        let (paid, again) = paid.map(|(key, again)| (opened.group(key), again)).unwrap_or_default();
        let kept = paid.iter().find_map(|payment| reading::kept(app, payment.id).ok().flatten());
        let rests = match opened.alertness {
            Alertness::Resting { until } => Some(minutes_until(until, app.now())),
            _ => None,
        };
        Self { t, firm, opened, paid, kept, rests, again, secrets: &app.secrets }
    }

    /// An amount in the reader's notation.
    #[must_use]
    pub fn money(&self, money: Money) -> String {
        amount::format(money, self.t.locale())
    }

    const fn request(&self) -> &PaymentRequest {
        &self.opened.request
    }

    fn receipt(&self, payment: &Transaction) -> String {
        paths::receipt(&receipts::link_token(self.secrets, payment.id))
    }

    /// How a page with it is answered, `failed` where something is wrong with what was sent.
    #[must_use]
    pub fn status(&self, failed: bool) -> StatusCode {
        match self.opened.door {
            Door::Cancelled | Door::Expired if !self.request().held().is_positive() => StatusCode::GONE,
            _ if failed => StatusCode::UNPROCESSABLE_ENTITY,
            Door::Open if is_resting(self.opened) => StatusCode::SERVICE_UNAVAILABLE,
            Door::Open | Door::Paid | Door::Cancelled | Door::Expired => StatusCode::OK,
        }
    }
}

/// Whether a page shows a form to pay with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HasForm {
    /// It does.
    Yes,
    /// Nothing can be paid there now.
    No,
}

const fn is_resting(opened: &Opened) -> bool {
    matches!(opened.alertness, Alertness::Resting { .. })
}

/// Whether something can be paid now.
#[must_use]
pub fn takes(opened: &Opened) -> bool {
    opened.can_pay() && !is_resting(opened)
}

/// The answer, with when to come again where it says that nothing can be paid for a while.
#[must_use]
pub fn waiting(response: Response, rests: Option<i64>) -> Response {
    match rests.filter(|_| response.status() == StatusCode::SERVICE_UNAVAILABLE) {
        Some(minutes) => come_again(response, minutes),
        None => response,
    }
}

/// That nothing came of a form that was sent where nothing can be paid any more. What else stands on the page says why.
#[must_use]
pub fn untaken(opened: &Opened, t: T) -> Wrong {
    let closed = opened.door != Door::Open;
    Wrong::one("", t.text(if closed { "request-error-closed" } else { "request-error-nothing" }))
}

/// What a form says that was refused: the field, `card-frame` for what it is paid with, and the key of the words, which may
/// name what is left.
///
/// # Errors
/// What is no form's to explain.
pub fn refusal(error: PayError) -> Result<(&'static str, &'static str), WebError> {
    match error {
        PayError::Amount(_) | PayError::Take(TakeError::Request(Unpayable::TooMuch { .. })) => {
            Ok(("", "request-error-rest"))
        }
        PayError::Take(TakeError::Request(Unpayable::Closed)) => Ok(("", "request-error-closed")),
        PayError::Take(TakeError::Request(Unpayable::Method)) => Ok(("card-frame", "pay-error-method")),
        PayError::Take(TakeError::Request(Unpayable::Saved)) => Ok(("card-frame", "portal-request-error-method")),
        PayError::Take(TakeError::Authorization) => Ok(("card-frame", "debit-step-error-again")),
        PayError::Take(TakeError::Unavailable) => Ok(("", "pay-error-unavailable")),
        PayError::Take(TakeError::Store(error)) => Err(error.into()),
        PayError::Take(TakeError::NotAllowed(not_allowed)) => Err(not_allowed.into()),
        PayError::Take(_) => Err(WebError::Unavailable),
    }
}

/// Whether an amount was typed beside "all of it" that is not all of it: then nobody can say which of the two is meant.
fn contradicts(typed: &str, rest: Money, t: T) -> bool {
    !typed.is_empty() && amount::parse(typed, rest.currency(), t.locale()) != Ok(rest)
}

/// How much is paid, all that is left or a part. What is left must be what the form showed: who has paid a part in another
/// window would pay it twice.
pub fn read_amount(opened: &Opened, (typed, t): (&Typed, T), wrong: &mut Wrong) -> Option<i64> {
    let rest = opened.request.rest();
    let money = |money: Money| amount::format(money, t.locale());
    let least = opened.least_part();
    let is_part = typed.get("how-much") == "part";
    if least.is_some() && !is_part && contradicts(typed.get("amount"), rest, t) {
        wrong.add("amount", t.with("request-error-how-much", [("rest", money(rest))]));
        return None;
    }
    if typed.get("shown").parse() != Ok(rest.minor()) {
        wrong.add("", t.with("request-error-rest", [("rest", money(rest))]));
        return None;
    }
    let Some(least) = least.filter(|_| is_part) else { return Some(rest.minor()) };
    let mut errors = FormErrors::default();
    let part = amount_field::read("amount", typed.get("amount"), (rest.currency(), t), &mut errors);
    for (field, words) in errors.messages(t) {
        wrong.add(field, words);
    }
    let part = part?;
    if (least.minor()..=rest.minor()).contains(&part.minor()) {
        return Some(part.minor());
    }
    wrong.add("amount", t.with("pay-error-between", [("least", money(least)), ("most", money(rest))]));
    None
}
