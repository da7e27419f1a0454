//! A request for payment as its client sees it, under a link that needs no sign-in: what is owed, the form, and what came of
//! a payment. Opening the page changes nothing; that somebody was there is said by the first thing they do on it.

mod view;

use std::sync::Arc;

use poem::{
    Request, Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{accepted::Accepted, firm::Firm, ids::OperationKey, locale::Language},
    i18n::{T, amount},
    service::{
        cards,
        payment_pages::{
            admission::{Admitted, Asks, Shown, Ticket},
            checking::{self, Presented},
        },
        payment_requests::{
            self,
            paying::{self, Means, Opened, PayError, Tender},
        },
        payments::{self, TakeError},
        reading,
    },
    store::StoreError,
    web::{
        answer::{self, Scene},
        debit_step::{self, Origin},
        error::WebError,
        forms::{self, Fields},
        guard::Rq,
        keeping::{self, Offer, Whose},
        mailboxes::is_address,
        page::{self, Frame},
        paths,
        pay_form::{
            Typed, Wrong,
            form::{AGREED, BAIT},
            gate::{self, Gate},
            parts,
        },
        portal_way,
        request_sheet::{self, Sheet},
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
        let frame = Frame { languages: &languages, stylesheet: None, listed: None };
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

    /// How the request stands, with what came of the try with the key `paid`.
    fn sheet<'s>(&'s self, firm: &'s Firm, paid: Option<&'s OperationKey>) -> Sheet<'s> {
        Sheet::new((self.app, self.t), (&self.opened, firm), paid.map(|key| (key, self.here(key))))
    }

    /// Whether something can be paid here now.
    fn takes(&self) -> bool {
        request_sheet::takes(&self.opened)
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
        let (request, firm) = (&self.opened.request, self.scene.firm());
        let page = self.sheet(&firm, paid);
        let (status, rests) = (page.status(failed), page.rests);
        let asks = asks.unwrap_or_else(|| checking::asked(self.app, &self.entrance.turnstile, request));
        let gate = Gate::new(self.app, (request, self.opened.alertness), typed, asks).drawn_in(self.rq.theme());
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
        let back = portal_way::back(self.app, self.rq, self.t);
        let body = view::page(&view::Page { sheet: page, back, wrong, form: sheet.as_ref() });
        let mut response = request_sheet::waiting(self.answer(status, failed, &body), rests);
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
        let stale = || {
            if visit.takes() {
                Wrong::one("", visit.t.text("pay-error-stale"))
            } else {
                request_sheet::untaken(&visit.opened, visit.t)
            }
        };
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
        return Ok(visit.draw((&typed, &request_sheet::untaken(&visit.opened, visit.t)), None));
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
    let Some(entered) = cards::entered(app, account, &token).await else {
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
    let (hall, desk, key) = (visit.app.clone(), visit.entrance.clone(), tender.key.clone());
    let paying = async move { paying::pay(&hall, &desk.turnstile, (admitted, tender)).await };
    match answer::paid_for(visit.app, (&key, visit.entrance.patience), paying).await? {
        None | Some(Ok(_)) => Ok(answer::see_other(&visit.outcome(&key))),
        Some(Err(PayError::Take(TakeError::BeingConfirmed(_)))) => {
            answer::in_doubt(visit.app, &key, |_| visit.outcome(&key))
        }
        Some(Err(error)) => refused(visit, typed, error),
    }
}

/// The page again, as the request is now, with why nothing was charged.
fn refused(visit: &Visit<'_>, typed: &Typed, error: PayError) -> Result<Response, WebError> {
    let t = visit.t;
    let (field, key) = request_sheet::refusal(error)?;
    let Some(now) = Visit::new((visit.app, visit.entrance), visit.rq, visit.token)? else {
        return nowhere(visit.app, visit.rq);
    };
    let rest = amount::format(now.opened.request.rest(), t.locale());
    let wrong = if now.takes() {
        Wrong::one(field, t.with(key, [("rest", rest)]))
    } else {
        request_sheet::untaken(&now.opened, t)
    };
    Ok(now.draw((typed, &wrong), None))
}

/// Reads the form.
fn read(
    visit: &Visit<'_>,
    typed: &Typed,
    (key, token, offer): (&OperationKey, &str, Option<&Offer>),
) -> Result<Tender, Wrong> {
    let (t, mut wrong) = (visit.t, Wrong::default());
    let amount = request_sheet::read_amount(&visit.opened, (typed, t), &mut wrong);
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
    if typed.get(AGREED).is_empty() {
        wrong.add(AGREED, t.text("pay-error-agree"));
    }
    match amount {
        Some(amount) if wrong.is_empty() => Ok(Tender {
            key: key.clone(),
            request: visit.opened.request.id,
            amount,
            name,
            email: email.to_owned(),
            locale: visit.scene.locale_of(t.language()),
            means: Means::Entered(token.to_owned()),
            keep,
            debits: Vec::new(),
        }),
        _ => Err(wrong),
    }
}
