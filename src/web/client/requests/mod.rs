//! A request for payment as its client sees it, under a link that needs no sign-in: what is owed, the form, and what came of
//! a payment. Opening the page changes nothing; that somebody was there is said by the first thing they do on it.

mod view;

use std::sync::Arc;

use poem::{
    Request, Response, handler,
    http::{HeaderValue, StatusCode, header},
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        accepted::Accepted, ids::OperationKey, locale::Language, money::Money, payment_page::guard::Alertness,
        payment_request::Door, transaction::Transaction,
    },
    i18n::{T, amount},
    service::{
        cards,
        methods::{self, Kept},
        payment_pages::{
            admission::{Admitted, Asks, Shown, Ticket},
            checking::{self, Presented},
        },
        payment_requests::{
            self,
            paying::{self, Opened, PayError, Tender},
        },
        payments::{self, TakeError, Unpayable},
        reading,
    },
    store::StoreError,
    web::{
        amount_field,
        answer::{self, Scene},
        debit_step::{self, Origin},
        error::WebError,
        forms::{self, Fields, FormErrors},
        guard::Rq,
        keeping::{self, Offer, Whose},
        mailboxes::is_address,
        page::{self, Frame},
        paths,
        pay_form::{
            Typed, Wrong,
            form::BAIT,
            gate::{self, Gate},
            parts,
        },
        router::Entrance,
    },
};

/// The longest name, in characters.
const MAX_NAME: usize = 200;

/// A visit to the page of a request.
struct Visit<'a> {
    app: &'a Arc<App>,
    entrance: &'a Arc<Entrance>,
    rq: &'a Rq,
    scene: Scene,
    t: T,
    token: &'a str,
    opened: Opened,
}

impl<'a> Visit<'a> {
    /// `None` where the link leads nowhere.
    fn new(
        (app, entrance): (&'a Arc<App>, &'a Arc<Entrance>),
        rq: &'a Rq,
        token: &'a str,
    ) -> Result<Option<Self>, WebError> {
        let Some(opened) = paying::open(app, token)? else { return Ok(None) };
        let scene = answer::scene(app, rq, None)?;
        let t = scene.t;
        Ok(Some(Self { app, entrance, rq, scene, t, token, opened }))
    }

    fn path(&self, language: Language) -> String {
        paths::with_query(&paths::request(self.token), &[("lang", language.code())])
    }

    /// The page's address in the language that its reader asked for.
    fn here(&self, paid: &OperationKey) -> String {
        paths::with_query(&paths::request(self.token), &[("paid", paid.as_str()), ("lang", self.asked_language())])
    }

    /// Where what came of the operation with this key is told, in that language.
    fn outcome(&self, paid: &OperationKey) -> String {
        paths::with_query(&paths::paid(paid), &[("lang", self.asked_language())])
    }

    fn asked_language(&self) -> &'static str {
        self.rq.asked_language().map_or("", Language::code)
    }

    fn answer(&self, status: StatusCode, failed: bool, body: &maud::Markup) -> Response {
        let ctx = page::Ctx { failed, ..self.scene.ctx() };
        let title = self.t.with("request-title", [("firm", self.scene.firm().name)]);
        let has_form = self.takes();
        let languages = parts::language_buttons(self.t, &Language::ALL, has_form, |language| self.path(language));
        let frame = Frame { languages: &languages, stylesheet: None, indexed: false };
        answer::html_with(status, page::pay(&ctx, &title, &frame, body))
    }

    /// What is offered of keeping the card. A request that was made for a payer is paid on their record, whoever types which
    /// name.
    fn offer(&self) -> Result<Option<Offer>, StoreError> {
        let asked = &self.opened.request.asked;
        let offered = asked.offers_keeping && self.opened.accepted.is_some_and(Accepted::cards);
        let account = self.opened.first_account().filter(|_| offered);
        let Some(account) = account else { return Ok(None) };
        let whose = if asked.payer.is_some() { Whose::Payer(&asked.name) } else { Whose::Typed };
        Offer::new(self.app, (&self.scene.firm(), account), whose, self.t)
    }

    /// What became of the wish that came with a form.
    fn kept(&self, group: &[&Transaction]) -> Option<Kept> {
        let reader = self.app.store.read().ok()?;
        group.iter().find_map(|payment| methods::kept(&reader, payment).ok().flatten())
    }

    const fn is_resting(&self) -> bool {
        matches!(self.opened.alertness, Alertness::Resting { .. })
    }

    /// Whether something can be paid here now.
    fn takes(&self) -> bool {
        self.opened.can_pay() && !self.is_resting()
    }

    /// That nothing came of a form that was sent where nothing can be paid any more. What else stands on the page says why.
    fn untaken(&self) -> Wrong {
        let closed = self.opened.door != Door::Open;
        Wrong::one("", self.t.text(if closed { "request-error-closed" } else { "request-error-nothing" }))
    }

    /// The page with the form, or with why there is none, and what came of the try with the key `paid`.
    fn draw(&self, (typed, wrong): (&Typed, &Wrong), paid: Option<&OperationKey>) -> Response {
        self.draw_with((typed, wrong), (paid, None), None)
    }

    /// [`Visit::draw`], with what is to be debited from a bank account that was entered, and what must be shown with the
    /// form where that is something else than usual.
    fn draw_with(
        &self,
        (typed, wrong): (&Typed, &Wrong),
        (paid, debit): (Option<&OperationKey>, Option<&debit_step::Asked<'_>>),
        asks: Option<Asks>,
    ) -> Response {
        let failed = !wrong.is_empty();
        let status = match self.opened.door {
            Door::Cancelled | Door::Expired => StatusCode::GONE,
            _ if failed => StatusCode::UNPROCESSABLE_ENTITY,
            Door::Open if self.is_resting() => StatusCode::SERVICE_UNAVAILABLE,
            Door::Open | Door::Paid => StatusCode::OK,
        };
        let (request, firm) = (&self.opened.request, self.scene.firm());
        let asks = asks.unwrap_or_else(|| checking::asked(self.app, &self.entrance.turnstile, request));
        let gate = Gate::new(self.app, (request, self.opened.alertness), typed, asks);
        let card =
            self.opened.first_account().map(|account| payments::card_fields(self.app, account, &gate.ticket.key));
        let has_form = self.takes();
        let sheet = has_form.then(|| view::Form {
            typed,
            wrong,
            action: self.path(self.t.language()),
            seen: paths::request_seen(self.token),
            csrf: self.rq.csrf(),
            frame_url: card.map(|card| card.frame_url).unwrap_or_default(),
            gate: &gate,
            debit,
            offer: self.offer().ok().flatten(),
        });
        let receipt = |payment: &Transaction| {
            paths::receipt(&crate::service::receipts::link_token(&self.app.secrets, payment.id))
        };
        let body = view::page(&view::Page {
            t: self.t,
            firm: &firm,
            opened: &self.opened,
            resting: self.is_resting(),
            kept: paid.and_then(|key| self.kept(&self.opened.group(key))),
            paid: paid.map(|key| (key, self.opened.group(key))).filter(|(_, group)| !group.is_empty()),
            again: paid.map(|key| self.here(key)).unwrap_or_default(),
            receipt: &receipt,
            wrong,
            form: sheet.as_ref(),
        });
        let mut response = self.answer(status, failed, &body);
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("600"));
        }
        if has_form {
            gate.allow(&mut response);
        }
        response
    }

    fn sent_ticket(&self, typed: &Typed) -> Option<Ticket> {
        gate::sent(self.app, &self.opened.request, typed)
    }
}

/// A link that leads nowhere: mistyped, or replaced by another one.
fn nowhere(app: &App, rq: &Rq) -> Result<Response, WebError> {
    let scene = answer::scene(app, rq, None)?;
    let t = scene.t;
    let body = view::nowhere(t);
    Ok(answer::html_with(StatusCode::NOT_FOUND, page::public(&scene.ctx(), &t.text("request-unknown"), &body)))
}

/// `GET /r/{token}`, with what came of a payment (`?paid=`).
#[handler]
pub async fn show(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Data(entrance): Data<&Arc<Entrance>>,
    Path(token): Path<String>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.anyone();
    let Some(visit) = Visit::new((app, entrance), rq, &token)? else { return nowhere(app, rq) };
    let paid = forms::query_value(request, "paid").and_then(|text| OperationKey::parse(&text).ok());
    let mut typed = Typed::default();
    // What was typed for a payment that was declined is offered again; without one the request's own words are.
    let declined = paid.as_ref().and_then(|key| visit.opened.group(key).first().map(|payment| (*payment).clone()));
    let asked = &visit.opened.request.asked;
    let (name, email) = match &declined {
        Some(payment) => (payment.payer_name.clone(), payment.receipt_emails.first().cloned()),
        None => (asked.name.clone(), asked.emails.first().cloned()),
    };
    typed.set("name", name);
    typed.set("email", email.unwrap_or_default());
    if let Some(payment) = &declined {
        keeping::again(payment, &mut typed);
    }
    Ok(visit.draw((&typed, &Wrong::default()), paid.as_ref()))
}

/// `POST /r/{token}`: another language, or payment.
#[handler]
pub async fn create(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Data(entrance): Data<&Arc<Entrance>>,
    Path(token): Path<String>,
    fields: &Fields,
    request: &Request,
) -> Result<Response, WebError> {
    rq.anyone();
    let Some(visit) = Visit::new((app, entrance), rq, &token)? else { return nowhere(app, rq) };
    let mut typed = Typed::plain(fields);
    let currency = visit.opened.request.rest().currency();
    typed.translate_amount(currency, |language| visit.scene.locale_of(language), visit.t);
    let Some(ticket) = visit.sent_ticket(&typed) else {
        let stale = || if visit.takes() { Wrong::one("", visit.t.text("pay-error-stale")) } else { visit.untaken() };
        let wrong = if fields.get("do") == "pay" { stale() } else { Wrong::default() };
        return Ok(visit.draw((&typed, &wrong), None));
    };
    note_viewed(&visit).await;
    if fields.get("do") != "pay" {
        return Ok(visit.draw((&typed, &Wrong::default()), None));
    }
    // A form that was sent before has its result already, whatever its fields say now.
    if reading::payment_by_key(app, &ticket.key)?.is_some() {
        return Ok(answer::see_other(&visit.here(&ticket.key)));
    }
    if !visit.takes() {
        return Ok(visit.draw((&typed, &visit.untaken()), None));
    }
    take(&visit, &typed, &ticket, request.header("user-agent").unwrap_or_default()).await
}

/// `POST /r/{token}/seen`: a browser says that somebody did something on the page.
#[handler]
pub async fn create_view(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Data(entrance): Data<&Arc<Entrance>>,
    Path(token): Path<String>,
    fields: &Fields,
) -> Result<Response, WebError> {
    rq.anyone();
    let Some(visit) = Visit::new((app, entrance), rq, &token)? else { return Err(WebError::NotFound) };
    if visit.sent_ticket(&Typed::plain(fields)).is_some() {
        note_viewed(&visit).await;
    }
    Ok(Response::builder().status(StatusCode::NO_CONTENT).finish())
}

async fn note_viewed(visit: &Visit<'_>) {
    if visit.opened.request.viewed_at.is_some() {
        return;
    }
    if let Err(error) = payment_requests::view(visit.app, visit.opened.request.id).await {
        tracing::warn!(%error, "that the page of a request was seen could not be noted");
    }
}

async fn take(visit: &Visit<'_>, typed: &Typed, ticket: &Ticket, agent: &str) -> Result<Response, WebError> {
    let (app, t, opened) = (visit.app, visit.t, &visit.opened);
    let Some(account) = opened.first_account() else { return Err(WebError::Unavailable) };
    let token = payments::card_fields(app, account, &ticket.key).method_token;
    let tender = match read(visit, typed, (&ticket.key, &token, visit.offer()?.as_ref())) {
        Ok(tender) => tender,
        Err(wrong) => return Ok(visit.draw((typed, &wrong), None)),
    };
    let refuse = |field: &str, words: String| Ok(visit.draw((typed, &Wrong::one(field, words)), None));
    let Some(entered) = cards::entered(app, account, &tender.method_token).await else {
        // The other of two clicks may have used the card meanwhile; then its result is the answer.
        if reading::payment_by_key(app, &ticket.key)?.is_some() {
            return Ok(answer::see_other(&visit.here(&ticket.key)));
        }
        return refuse("card-frame", t.text(gate::nothing_entered(opened.accepted)));
    };
    let is_debit = entered.instrument.is_bank_account();
    if !opened.accepted.is_some_and(|accepted| accepted.takes(is_debit)) {
        return refuse("card-frame", t.text("pay-error-method"));
    }
    let (firm, peer) = (visit.scene.firm(), visit.rq.peer());
    let debit = is_debit.then(|| {
        let (amounts, locale) = (opened.debits(tender.amount), tender.locale);
        debit_step::Asked { firm: &firm, entered: entered.clone(), amounts, locale, now: app.now() }
    });
    let again = |wrong: &Wrong, asks| visit.draw_with((typed, wrong), (None, debit.as_ref()), asks);
    let origin = Origin { ip: &peer, user_agent: agent };
    let debits = match debit.as_ref().map(|asked| debit_step::read(typed, asked, origin, t)).transpose() {
        Ok(debits) => debits.unwrap_or_default(),
        Err(wrong) => return Ok(again(&wrong, None)),
    };
    let shown = Shown { ticket, solution: typed.get(gate::SOLUTION), bait: typed.get(BAIT), peer: &peer };
    let presented = Presented { shown: &shown, token: gate::token(app, typed), card: &entered.fingerprint };
    let place = (&opened.request, opened.alertness);
    match checking::enter(app, &visit.entrance.turnstile, place, &presented).await {
        Ok(admitted) => charge(visit, typed, (admitted, Tender { debits, ..tender })).await,
        Err(why) => {
            tracing::info!(request = %opened.request.id, %why, "a form of a request was turned away");
            let (wrong, asks) = gate::again(app, t, why);
            Ok(again(&wrong, asks))
        }
    }
}

async fn charge(
    visit: &Visit<'_>,
    typed: &Typed,
    (admitted, tender): (Admitted, Tender),
) -> Result<Response, WebError> {
    // On a task of its own: a browser that goes away in the middle must not leave a charge half told.
    let (hall, desk, key) = (visit.app.clone(), visit.entrance.clone(), tender.key.clone());
    let outcome = || answer::see_other(&visit.outcome(&key));
    let paid = tokio::spawn(async move { paying::pay(&hall, &desk.turnstile, (admitted, tender)).await });
    match paid.await.map_err(|error| WebError::Failed(error.to_string()))? {
        Ok(_) => Ok(outcome()),
        Err(PayError::Take(TakeError::BeingConfirmed(_))) => match reading::payment_by_key(visit.app, &key) {
            Ok(Some(_)) => Ok(outcome()),
            Ok(None) => Err(WebError::Unavailable),
            // Unreadable, the store does not say that nothing was charged, so neither may the answer.
            Err(error) => Err(WebError::Failed(error.to_string())),
        },
        Err(error) => refused(visit, typed, error),
    }
}

/// The page again, as the request is now, with why nothing was charged.
fn refused(visit: &Visit<'_>, typed: &Typed, error: PayError) -> Result<Response, WebError> {
    let t = visit.t;
    let (field, key) = match error {
        PayError::Amount(_) | PayError::Take(TakeError::Request(Unpayable::TooMuch { .. })) => {
            ("", "request-error-rest")
        }
        PayError::Take(TakeError::Request(Unpayable::Closed)) => ("", "request-error-closed"),
        PayError::Take(TakeError::Request(Unpayable::Method)) => ("card-frame", "pay-error-method"),
        PayError::Take(TakeError::Authorization) => ("card-frame", "debit-step-error-again"),
        PayError::Take(TakeError::Unavailable) => ("", "pay-error-unavailable"),
        PayError::Take(TakeError::Store(error)) => return Err(error.into()),
        PayError::Take(TakeError::NotAllowed(not_allowed)) => return Err(not_allowed.into()),
        PayError::Take(_) => return Err(WebError::Unavailable),
    };
    let Some(now) = Visit::new((visit.app, visit.entrance), visit.rq, visit.token)? else {
        return nowhere(visit.app, visit.rq);
    };
    let rest = amount::format(now.opened.request.rest(), t.locale());
    let words = t.with(key, [("rest", rest)]);
    Ok(now.draw((typed, &Wrong::one(field, words)), None))
}

/// Reads the form.
fn read(
    visit: &Visit<'_>,
    typed: &Typed,
    (key, token, offer): (&OperationKey, &str, Option<&Offer>),
) -> Result<Tender, Wrong> {
    let (t, mut wrong) = (visit.t, Wrong::default());
    let amount = read_amount(visit, typed, &mut wrong);
    let name = typed.get("name").split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        wrong.add("name", t.text("pay-error-name"));
    } else if name.chars().count() > MAX_NAME {
        wrong.add("name", t.text("form-error-too-long"));
    }
    let email = typed.get("email");
    if email.is_empty() {
        wrong.add("email", t.text("pay-error-email"));
    } else if !is_address(email) {
        wrong.add("email", t.text("form-error-email"));
    }
    let keep = keeping::read(typed, offer, t, &mut wrong);
    if typed.get("agree").is_empty() {
        wrong.add("agree", t.text("pay-error-agree"));
    }
    match amount {
        Some(amount) if wrong.is_empty() => Ok(Tender {
            key: key.clone(),
            request: visit.opened.request.id,
            amount,
            name,
            email: email.to_owned(),
            locale: visit.scene.locale_of(t.language()),
            method_token: token.to_owned(),
            keep,
            debits: Vec::new(),
        }),
        _ => Err(wrong),
    }
}

/// Whether an amount was typed beside "all of it" that is not all of it: then nobody can say which of the two is meant.
fn contradicts(typed: &str, rest: Money, t: T) -> bool {
    !typed.is_empty() && amount::parse(typed, rest.currency(), t.locale()) != Ok(rest)
}

/// How much is paid: all that is left, which must be what the form showed, or a part.
fn read_amount(visit: &Visit<'_>, typed: &Typed, wrong: &mut Wrong) -> Option<i64> {
    let (t, rest) = (visit.t, visit.opened.request.rest());
    let money = |money: Money| amount::format(money, t.locale());
    let least = visit.opened.least_part();
    let Some(least) = least.filter(|_| typed.get("how-much") == "part") else {
        if least.is_some() && contradicts(typed.get("amount"), rest, t) {
            wrong.add("amount", t.with("request-error-how-much", [("rest", money(rest))]));
            return None;
        }
        if typed.get("shown").parse() == Ok(rest.minor()) {
            return Some(rest.minor());
        }
        wrong.add("", t.with("request-error-rest", [("rest", money(rest))]));
        return None;
    };
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
