//! Paying what one is asked for with a method that is saved. It is chosen first, with the amount where a part may be paid;
//! then both are shown, and nothing is charged but by the button that says them. What is not saved is entered on the
//! request's own page.

mod view;

use std::sync::Arc;

use poem::{
    Request, Response, handler,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        card::PaymentMethod,
        firm::Firm,
        ids::{OperationKey, PaymentRequestId},
        money::Money,
        transaction::Status,
    },
    i18n::amount,
    service::{
        bank_debits::Consent,
        cards::Entered,
        payment_requests::{self, paying::PayError},
        payments::TakeError,
        portal::{
            looking::{self, Payable},
            paying::{self, PaySaved, PaySavedError},
        },
        reading,
    },
    web::{
        answer,
        debit_step::{self, Origin},
        error::WebError,
        forms::{self, Fields},
        guard::Rq,
        page::portal::PortalPage,
        paths,
        pay_form::{Typed, Wrong, turned_away},
        request_sheet::{self, Sheet},
        router::Entrance,
    },
};

use super::{Visit, pay_with::METHOD};

/// A request, and who looks at it.
struct Room<'a> {
    visit: Visit<'a>,
    payable: Payable,
}

/// With what so much is about to be paid.
struct Choice<'a> {
    method: &'a PaymentMethod,
    amount: Money,
}

impl<'a> Room<'a> {
    fn new(app: &'a Arc<App>, rq: &'a Rq, id: u64) -> Result<Self, WebError> {
        let visit = Visit::new(app, rq, rq.payer()?)?;
        let payable = looking::request(app, &visit.reached, PaymentRequestId::new(id))?.ok_or(WebError::NotFound)?;
        Ok(Self { visit, payable })
    }

    const fn id(&self) -> PaymentRequestId {
        self.payable.opened.request.id
    }

    fn here(&self) -> String {
        paths::portal_request(self.id())
    }

    /// Where what came of the try with this key is told.
    fn outcome(&self, key: &OperationKey) -> String {
        paths::with_query(&self.here(), &[("paid", key.as_str())])
    }

    /// Where it is paid with what is not saved.
    fn elsewhere(&self) -> String {
        paths::with_query(&paths::request(&self.payable.token), &[("lang", self.visit.t.language().code())])
    }

    fn takes(&self) -> bool {
        request_sheet::takes(&self.payable.opened)
    }

    /// Whether there is one way alone to pay with a card that is saved, so that nothing is left to choose.
    fn only_card(&self) -> Option<&PaymentMethod> {
        let whole = self.payable.opened.least_part().is_none();
        match self.payable.methods.as_slice() {
            [only] if whole && !only.instrument.is_bank_account() => Some(only),
            _ => None,
        }
    }

    /// What was chosen, its amount in the notation of the reader's language.
    fn typed(&self, fields: &Fields) -> Typed {
        let mut typed = Typed::plain(fields);
        let currency = self.payable.opened.request.rest().currency();
        typed.translate_amount(currency, |language| self.visit.scene.locale_of(language), self.visit.t);
        typed
    }

    /// What was chosen, also where something is wrong with it that is told beside the button: less is left by now.
    fn choice(&self, typed: &Typed, wrong: &mut Wrong) -> Option<Choice<'_>> {
        let (opened, t) = (&self.payable.opened, self.visit.t);
        let chosen = self.payable.methods.iter().find(|method| method.id.to_string() == typed.get(METHOD));
        if chosen.is_none() {
            wrong.add(METHOD, t.text("portal-request-error-method"));
        }
        let rest = opened.request.rest();
        let amount = request_sheet::read_amount(opened, (typed, t), wrong);
        let amount = amount.map(|minor| Money::new(minor, rest.currency()));
        let amount = amount.or_else(|| wrong.of("amount").is_none().then_some(rest));
        chosen.zip(amount).map(|(method, amount)| Choice { method, amount })
    }

    /// What is debited when that is paid, where it is paid from a bank account.
    fn debit<'f>(&self, firm: &'f Firm, choice: &Choice<'_>) -> Option<debit_step::Asked<'f>> {
        let method = choice.method;
        method.instrument.is_bank_account().then(|| debit_step::Asked {
            firm,
            entered: Entered {
                instrument: method.instrument.clone(),
                holder: method.holder.clone(),
                fingerprint: method.fingerprint.clone(),
            },
            amounts: self.payable.opened.debits(choice.amount.minor()),
            locale: self.visit.scene.locale_of(self.visit.t.language()),
            now: self.visit.app.now(),
        })
    }

    fn draw(
        &self,
        (typed, wrong): (&Typed, &Wrong),
        choice: Option<&Choice<'_>>,
        paid: Option<&OperationKey>,
    ) -> Response {
        let (t, firm) = (self.visit.t, self.visit.firm());
        let sheet =
            Sheet::new((self.visit.app, t), (&self.payable.opened, &firm), paid.map(|key| (key, self.outcome(key))));
        let refused = |status: Status| matches!(status, Status::Declined | Status::Failed);
        let mut declined = sheet.paid.iter().filter(|payment| refused(payment.status));
        let declined = declined.find_map(|payment| payment.payment_method);
        let debit = choice.and_then(|choice| self.debit(&firm, choice));
        let title = t.with("request-title", [("firm", firm.name.clone())]);
        let key = self.visit.app.ids.operation_key();
        let body = view::page(&view::Page {
            room: self,
            sheet: &sheet,
            title: &title,
            typed,
            wrong,
            choice,
            key: OperationKey::parse(typed.get("key")).unwrap_or(key),
            debit: debit.as_ref(),
            declined,
        });
        let status = sheet.status(!wrong.is_empty());
        let answer = self.visit.answer_with(status, PortalPage::Home, &title, &body);
        request_sheet::waiting(answer, sheet.rests)
    }

    /// The page after something was sent that charged nothing, which says why.
    fn refuse(&self, typed: &Typed, why: Wrong) -> Response {
        if !self.takes() {
            return self.draw((typed, &request_sheet::untaken(&self.payable.opened, self.visit.t)), None, None);
        }
        let mut looked = Wrong::default();
        let choice = self.choice(typed, &mut looked);
        let wrong = if why.is_empty() { looked } else { why };
        self.draw((typed, &wrong), choice.as_ref(), None)
    }
}

/// `GET /portal/requests/{id}`, with what was chosen, or with what came of a payment (`?paid=`).
#[handler]
pub async fn show(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.payer()?;
    let room = Room::new(app, rq, id)?;
    let paid = forms::query_value(request, "paid").and_then(|text| OperationKey::parse(&text).ok());
    if room.takes() && room.payable.methods.is_empty() && paid.is_none() {
        return Ok(answer::see_other(&room.elsewhere()));
    }
    let query = request.uri().query().unwrap_or_default();
    let fields = Fields::parse(query.as_bytes()).unwrap_or_default();
    let (mut typed, mut wrong) = (room.typed(&fields), Wrong::default());
    // A form that pays has a key of its own, whatever an address says.
    typed.set("key", String::new());
    if let Some(only) = room.only_card().filter(|_| typed.get(METHOD).is_empty()) {
        typed.set(METHOD, only.id.to_string());
        typed.set("shown", room.payable.opened.request.rest().minor().to_string());
    }
    if !room.takes() || typed.get(METHOD).is_empty() && !fields.has("shown") {
        return Ok(room.draw((&typed, &wrong), None, paid.as_ref()));
    }
    let choice = room.choice(&typed, &mut wrong);
    Ok(room.draw((&typed, &wrong), choice.as_ref(), paid.as_ref()))
}

/// `POST /portal/requests/{id}`: pays.
#[handler]
pub async fn create(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Data(entrance): Data<&Arc<Entrance>>,
    Path(id): Path<u64>,
    fields: &Fields,
    request: &Request,
) -> Result<Response, WebError> {
    rq.payer()?;
    let room = Room::new(app, rq, id)?;
    let (t, typed) = (room.visit.t, room.typed(fields));
    let Ok(key) = OperationKey::parse(fields.get("key")) else {
        return Ok(room.refuse(&typed, Wrong::one("", t.text("pay-error-stale"))));
    };
    // A form that was sent before has its result already, whatever its fields say now.
    if reading::payment_by_key(app, &key)?.is_some() {
        return Ok(answer::see_other(&room.outcome(&key)));
    }
    if !room.takes() {
        return Ok(room.refuse(&typed, Wrong::default()));
    }
    if let Err(error) = payment_requests::view(app, room.id()).await {
        tracing::warn!(%error, "that a request was seen in the portal could not be noted");
    }
    let mut wrong = Wrong::default();
    let choice = room.choice(&typed, &mut wrong).filter(|_| wrong.is_empty());
    let Some(choice) = choice else { return Ok(room.refuse(&typed, wrong)) };
    let agent = request.header("user-agent").unwrap_or_default();
    let debits = match consents(&room, (&typed, &choice), agent) {
        Ok(debits) => debits,
        Err(wrong) => return Ok(room.draw((&typed, &wrong), Some(&choice), None)),
    };
    let asked = PaySaved {
        key,
        request: room.id(),
        method: choice.method.id,
        amount: choice.amount.minor(),
        locale: room.visit.scene.locale_of(t.language()),
        debits,
    };
    charge(&room, entrance, &typed, asked).await
}

/// What was agreed to, where a bank account is debited.
fn consents(room: &Room<'_>, (typed, choice): (&Typed, &Choice<'_>), agent: &str) -> Result<Vec<Consent>, Wrong> {
    let (firm, peer) = (room.visit.firm(), room.visit.rq.peer());
    let Some(debit) = room.debit(&firm, choice) else { return Ok(Vec::new()) };
    debit_step::read(typed, &debit, Origin { ip: &peer, user_agent: agent }, room.visit.t)
}

async fn charge(
    room: &Room<'_>,
    entrance: &Arc<Entrance>,
    typed: &Typed,
    asked: PaySaved,
) -> Result<Response, WebError> {
    let (hall, desk, login) = (room.visit.app.clone(), entrance.clone(), room.visit.me.login.clone());
    let (peer, key) = (room.visit.rq.peer(), asked.key.clone());
    let paying = async move { paying::pay(&hall, (&desk.turnstile, &peer), &login, asked).await };
    match answer::paid_for(room.visit.app, (&key, entrance.patience), paying).await? {
        None | Some(Ok(_)) => Ok(answer::see_other(&room.outcome(&key))),
        Some(Err(PaySavedError::NotFound)) => Err(WebError::NotFound),
        Some(Err(PaySavedError::Pay(PayError::Take(TakeError::BeingConfirmed(_))))) => {
            answer::in_doubt(room.visit.app, &key, |_| room.outcome(&key))
        }
        Some(Err(PaySavedError::TurnedAway(why))) => refused(room, typed, ("", turned_away(why))),
        Some(Err(PaySavedError::Pay(error))) => refused(room, typed, request_sheet::refusal(error)?),
    }
}

/// The page again, as the request is now, with why nothing was charged.
fn refused(room: &Room<'_>, typed: &Typed, (field, key): (&str, &'static str)) -> Result<Response, WebError> {
    let (now, t) = (Room::new(room.visit.app, room.visit.rq, room.id().get())?, room.visit.t);
    let rest = amount::format(now.payable.opened.request.rest(), t.locale());
    let field = if field.is_empty() { field } else { METHOD };
    Ok(now.refuse(typed, Wrong::one(field, t.with(key, [("rest", rest)]))))
}
