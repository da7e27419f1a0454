//! Payment pages as clients see them: the form, and what came of a payment. No sign-in, no cookie needed: a form proves
//! itself by its ticket, so a page can also stand in a frame on one of the firm's sites.

mod outcome;

use std::sync::Arc;

use poem::{
    Request, Response, handler,
    http::{StatusCode, header},
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        accepted::Accepted, ids::OperationKey, locale::Language, merchant_account::MerchantAccount, money::Money,
        payment_page::guard::Alertness, surcharge::BasisPoints,
    },
    i18n::{T, amount},
    service::{
        cards::{self, Entered},
        payment_pages::{
            admission::{Admitted, Asks, Shown, Ticket, TurnedAway},
            checking::{self, Presented},
            paying::{self, Open, PayError, Purchase},
        },
        payments::{self, Surcharge, TakeError, Unsellable},
        reading, surcharges,
    },
    store::StoreError,
    web::{
        answer::{self, Scene},
        debit_step::{self, Origin},
        error::WebError,
        forms::{self, Fields},
        guard::Rq,
        headers::FramedBy,
        keeping::{Offer, Whose},
        page::{self, Frame},
        paths,
        pay_form::{
            Prefill, Typed, Wrong, colours, come_again,
            form::{self, Terms},
            gate::{self, Gate},
            minutes_until,
            view::{self, Tried},
        },
        router::Entrance,
        surcharge_step::{self, Step},
    },
};

pub use self::outcome::show as show_outcome;

/// A request for a page: the page, the reader, and what the address fills in.
struct Visit<'a> {
    app: &'a Arc<App>,
    entrance: &'a Arc<Entrance>,
    rq: &'a Rq,
    scene: Scene,
    t: T,
    open: Open,
    prefill: Prefill,
    tried: Tried,
}

impl<'a> Visit<'a> {
    fn new(
        (app, entrance): (&'a Arc<App>, &'a Arc<Entrance>),
        rq: &'a Rq,
        slug: &str,
        query: &str,
    ) -> Result<Self, WebError> {
        let open = paying::find(app, slug)?.ok_or(WebError::NotFound)?;
        let scene = answer::scene(app, rq, None)?;
        let t = T::new(scene.locale_of(open.page.language(rq.language())));
        let prefill = Prefill::read(query, &open.page, &app.secrets).in_notation(&open, t);
        Ok(Self { app, entrance, rq, scene, t, open, prefill, tried: Tried::No })
    }

    /// Where what came of the payment with this key is told, in the language that the address of the form asked for: in a
    /// frame on another site no cookie remembers it.
    fn outcome(&self, key: &OperationKey) -> String {
        let asked = self.rq.asked_language().map_or("", Language::code);
        paths::with_query(&paths::paid(key), &[("lang", asked)])
    }

    /// The page with `body` on it, allowed into frames of the firm's own sites.
    fn answer(&self, status: StatusCode, failed: bool, body: &maud::Markup) -> Response {
        self.answer_with(status, failed, (&view::language_switch(&self.open, self.t), body))
    }

    /// [`Visit::answer`] with another way to another language: a page without the form has no buttons of it.
    fn answer_with(
        &self,
        status: StatusCode,
        failed: bool,
        (languages, body): (&maud::Markup, &maud::Markup),
    ) -> Response {
        let content = &self.open.page.content;
        let stylesheet = content.colour.map(|_| paths::pay_colours(&self.open.page.slug, self.open.page.version));
        let ctx = page::Ctx { t: self.t, failed, logo: content.logo, ..self.scene.ctx() };
        let title = view::heading(&self.open, self.t).0.to_owned();
        let listed = content.indexed.then(|| view::in_a_listing(&self.open, self.t));
        let frame = Frame { languages, stylesheet: stylesheet.as_deref(), listed: listed.as_deref() };
        let mut response = answer::html_with(status, page::pay(&ctx, &title, &frame, body));
        response.extensions_mut().insert(FramedBy::Sites(content.sites.clone()));
        response
    }

    /// The form, or why there is none.
    fn draw(&self, typed: &Typed, wrong: &Wrong) -> Response {
        self.draw_with(typed, wrong, Steps::default())
    }

    /// What this page's account adds for paying by credit card, if it does.
    fn rate(&self) -> Option<BasisPoints> {
        self.open.account.as_ref().and_then(|account| surcharges::rate(self.app, account).ok().flatten())
    }

    /// What is offered of keeping the card.
    fn offer(&self) -> Result<Option<Offer>, StoreError> {
        let offered = self.open.page.content.offers_keeping && self.open.accepted.is_some_and(Accepted::cards);
        let account = self.open.account.as_ref().filter(|_| offered);
        let Some(account) = account else { return Ok(None) };
        Offer::new(self.app, (&self.scene.firm(), account), Whose::Typed, self.t)
    }

    /// [`Visit::draw`], with what must be looked at for the card or bank account that was entered.
    fn draw_with(&self, typed: &Typed, wrong: &Wrong, steps: Steps<'_>) -> Response {
        let asks = checking::asked(self.app, &self.entrance.turnstile, &self.open.page);
        self.draw_asking(asks, typed, (wrong, steps))
    }

    /// The form with which `asks` must be shown, or why there is none.
    fn draw_asking(&self, asks: Asks, typed: &Typed, (wrong, steps): (&Wrong, Steps<'_>)) -> Response {
        if !self.open.can_pay() {
            return self.answer(StatusCode::NOT_FOUND, false, &view::closed(self.t, &self.scene.firm(), self.tried));
        }
        if let Alertness::Resting { until } = self.open.alertness {
            let minutes = minutes_until(until, self.app.now());
            let body = view::resting(self.t, minutes, self.tried);
            return come_again(self.answer(StatusCode::SERVICE_UNAVAILABLE, false, &body), minutes);
        }
        let gate = Gate::new(self.app, (&self.open.page, self.open.alertness), typed, asks).drawn_in(self.rq.theme());
        let account = self.open.account.as_ref();
        let card = account.map(|account| payments::card_fields(self.app, account, &gate.ticket.key));
        let typed = &typed.without_what_is_gone(&self.open);
        let mut unpriced = Wrong::default();
        let priced = form::priced(&self.open, typed, self.t, &mut unpriced).map(|(_, priced)| priced);
        let unpriced = unpriced.of("amount").filter(|_| !typed.get("amount").is_empty());
        let firm = self.scene.firm();
        let body = view::form(&view::Form {
            t: self.t,
            open: &self.open,
            prefill: &self.prefill,
            typed,
            wrong,
            priced: priced.as_ref(),
            unpriced,
            frame_url: card.as_ref().map_or("", |card| card.frame_url.as_str()),
            gate: Some(&gate),
            agreement: &view::agreement(&self.open, &firm, self.t),
            entered: steps.entered,
            debit: steps.debit,
            surcharge: view::Surcharging { rate: self.rate(), firm: &firm.name, step: steps.surcharge },
            offer: self.offer().ok().flatten().as_ref(),
        });
        let failed = !wrong.is_empty();
        let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let mut response = self.answer(status, failed, &body);
        gate.allow(&mut response);
        response
    }
}

/// What must be looked at before anything is charged, by what was entered.
#[derive(Clone, Copy, Default)]
struct Steps<'a> {
    /// Whether a card or bank account was entered already.
    entered: bool,
    /// What is added for a credit card.
    surcharge: Option<&'a Step>,
    /// What is to be debited from a bank account.
    debit: Option<&'a debit_step::Asked<'a>>,
}

/// `GET /pay/{slug}`, with fields filled in by the address, or by a payment that was declined (`?again=`).
#[handler]
pub async fn show(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Data(entrance): Data<&Arc<Entrance>>,
    Path(slug): Path<String>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.anyone();
    let visit = Visit::new((app, entrance), rq, &slug, request.uri().query().unwrap_or_default())?;
    let mut typed = Typed::fresh(&visit.open, &visit.prefill);
    if let Some(key) = forms::query_value(request, "again").and_then(|text| OperationKey::parse(&text).ok()) {
        outcome::again(&visit, &key, &mut typed)?;
    }
    Ok(visit.draw(&typed, &Wrong::default()))
}

/// `POST /pay/{slug}`: a button beside a quantity, another language, or payment.
#[handler]
pub async fn create(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Data(entrance): Data<&Arc<Entrance>>,
    Path(slug): Path<String>,
    fields: &Fields,
    request: &Request,
) -> Result<Response, WebError> {
    rq.anyone();
    let visit = Visit::new((app, entrance), rq, &slug, fields.exact("link"))?;
    let visit = Visit { tried: if fields.get("do") == "pay" { Tried::Yes } else { Tried::No }, ..visit };
    let mut typed = Typed::sent(&visit.open, fields, &visit.prefill);
    // What a sealed link says is in the reader's notation already.
    if !visit.prefill.sealed {
        typed.translate_amount(visit.open.currency(), |language| visit.scene.locale_of(language), visit.t);
    }
    let pressed = fields.get("do");
    // Another way to pay: the card's fields are new, the rest of the form stays.
    if pressed == "other" {
        typed.set("ticket", String::new());
        return Ok(visit.draw(&typed, &Wrong::default()));
    }
    if pressed != "pay" {
        typed.step(&visit.open, pressed);
        let wrong = form::quantities_wrong(&visit.open, &typed, visit.t);
        return Ok(visit.draw(&typed, &wrong));
    }
    let stale = |visit: &Visit<'_>| visit.draw(&typed, &Wrong::one("", visit.t.text("pay-error-stale")));
    let Some(ticket) = gate::sent(app, &visit.open.page, &typed) else { return Ok(stale(&visit)) };
    // A form that was sent before has its result already, whatever its fields say now.
    if reading::payment_by_key(app, &ticket.key)?.is_some() {
        return Ok(answer::see_other(&visit.outcome(&ticket.key)));
    }
    if !visit.open.can_pay() || matches!(visit.open.alertness, Alertness::Resting { .. }) {
        return Ok(visit.draw(&typed, &Wrong::default()));
    }
    take(&visit, &typed, &ticket, request.header("user-agent").unwrap_or_default()).await
}

async fn take(visit: &Visit<'_>, typed: &Typed, ticket: &Ticket, agent: &str) -> Result<Response, WebError> {
    let (app, t, open) = (visit.app, visit.t, &visit.open);
    let refuse = |field: &str, words: String| Ok(visit.draw(typed, &Wrong::one(field, words)));
    let Some(account) = open.account.as_ref() else { return Err(WebError::Unavailable) };
    let firm = visit.scene.firm();
    let method_token = payments::card_fields(app, account, &ticket.key).method_token;
    let entered = cards::entered(app, account, &method_token).await;
    let is_debit = entered.as_ref().is_some_and(|entered| entered.instrument.is_bank_account());
    let offer = visit.offer()?;
    let terms = Terms {
        offer: offer.as_ref(),
        t,
        firm: &firm,
        open,
        key: ticket.key.clone(),
        method_token,
        agreement: view::agreement(open, &firm, t),
        asks_region: visit.rate().is_some() && !is_debit,
        is_debit,
    };
    let purchase = match form::read(typed, &terms) {
        Ok(purchase) => purchase,
        Err(wrong) => {
            let steps = Steps { entered: entered.is_some(), ..Steps::default() };
            return Ok(visit.draw_with(typed, &wrong, steps));
        }
    };
    let Some(entered) = entered else {
        // The other of two clicks may have used the card meanwhile; then its result is the answer.
        if reading::payment_by_key(app, &ticket.key)?.is_some() {
            return Ok(answer::see_other(&visit.outcome(&ticket.key)));
        }
        return refuse("card-frame", t.text(gate::nothing_entered(open.accepted)));
    };
    if !open.accepted.is_some_and(|accepted| accepted.takes(is_debit)) {
        return refuse("card-frame", t.text("pay-error-method"));
    }
    let debit = is_debit.then(|| {
        let total = form::priced(open, typed, t, &mut Wrong::default()).map(|(_, priced)| priced.total);
        let (amounts, locale) = (total.into_iter().collect(), purchase.locale);
        debit_step::Asked { firm: &firm, entered: entered.clone(), amounts, locale, now: app.now() }
    });
    let origin = Origin { ip: &visit.rq.peer(), user_agent: agent };
    let agreed = agree(visit, typed, (purchase, account), (&entered, debit.as_ref()), origin)?;
    let purchase = match agreed {
        Ok(purchase) => purchase,
        Err(again) => return Ok(*again),
    };
    let steps = Steps { entered: true, surcharge: None, debit: debit.as_ref() };
    let shown = Shown { ticket, solution: typed.get(gate::SOLUTION), bait: typed.get(form::BAIT), peer: origin.ip };
    let token = gate::token(app, typed);
    let presented = Presented { shown: &shown, token, card: &entered.fingerprint };
    let at = (&open.page, open.alertness);
    match checking::enter(app, &visit.entrance.turnstile, at, &presented).await {
        Ok(admitted) => charge(visit, typed, (admitted, purchase)).await,
        Err(why) => Ok(turned_away(visit, typed, why, steps)),
    }
}

/// What the client has agreed to besides: what is added for a credit card, or the debit of a bank account. Else the form
/// with what they must look at. It stands before the check for robots, whose answer is good once only.
fn agree(
    visit: &Visit<'_>,
    typed: &Typed,
    (mut purchase, account): (Purchase, &MerchantAccount),
    (entered, debit): (&Entered, Option<&debit_step::Asked<'_>>),
    origin: Origin<'_>,
) -> Result<Result<Purchase, Box<Response>>, WebError> {
    let (app, t) = (visit.app, visit.t);
    if let Some((_, priced)) = form::priced(&visit.open, typed, t, &mut Wrong::default()) {
        let told = surcharge_step::Typed {
            region: typed.get(surcharge_step::REGION).to_owned(),
            shown: typed.get(surcharge_step::SHOWN).to_owned(),
        };
        match surcharge_step::agreed(app, (account, &entered.instrument), &told, priced.total)? {
            Ok(surcharge) => purchase.surcharge = surcharge,
            // A bank account in the place of a card of which a surcharge was shown: its words show the total.
            Err(_) if debit.is_some() => purchase.surcharge = Surcharge::AsShown { region: None, shown: None },
            Err(step) => {
                let changed = || Wrong::one(surcharge_step::STEP, t.text("surcharge-error-look"));
                let look = if told.was_shown() { changed() } else { Wrong::default() };
                let steps = Steps { entered: true, surcharge: Some(&step), debit: None };
                return Ok(Err(Box::new(visit.draw_with(typed, &look, steps))));
            }
        }
    }
    let Some(asked) = debit else { return Ok(Ok(purchase)) };
    match debit_step::read(typed, asked, origin, t) {
        Ok(consents) => Ok(Ok(Purchase { debit: consents.into_iter().next(), ..purchase })),
        Err(wrong) => {
            let steps = Steps { entered: true, surcharge: None, debit };
            Ok(Err(Box::new(visit.draw_with(typed, &wrong, steps))))
        }
    }
}

async fn charge(
    visit: &Visit<'_>,
    typed: &Typed,
    (admitted, purchase): (Admitted, Purchase),
) -> Result<Response, WebError> {
    let (hall, desk, key) = (visit.app.clone(), visit.entrance.clone(), purchase.key.clone());
    let paying = async move { paying::pay(&hall, &desk.turnstile, (admitted, purchase)).await };
    match answer::paid_for(visit.app, (&key, visit.entrance.patience), paying).await? {
        None | Some(Ok(_)) => Ok(answer::see_other(&visit.outcome(&key))),
        Some(Err(PayError::Take(TakeError::BeingConfirmed(key)))) => {
            answer::in_doubt(visit.app, &key, |known| visit.outcome(&known.key))
        }
        Some(Err(error)) => refused(visit, typed, error),
    }
}

/// The form again, as the page is now, with why nothing was charged.
fn refused(visit: &Visit<'_>, typed: &Typed, error: PayError) -> Result<Response, WebError> {
    let t = visit.t;
    let total = |total: Money| t.with("pay-error-total", [("total", amount::format(total, t.locale()))]);
    let (field, words) = match error {
        PayError::Unpriceable(why) => form::unpriceable(&visit.open, why, t),
        PayError::OtherTotal(now) => (String::new(), total(now)),
        PayError::Resting(_) => (String::new(), t.text("pay-error-resting")),
        PayError::Take(TakeError::Order(Unsellable::SoldOut { item, left })) => {
            (format!("q-{item}"), t.with("pay-error-left", [("left", i64::from(left))]))
        }
        PayError::Take(TakeError::Order(Unsellable::Closed | Unsellable::Changed)) => {
            (String::new(), t.text("pay-error-changed"))
        }
        PayError::Take(TakeError::Order(Unsellable::Method)) => ("card-frame".to_owned(), t.text("pay-error-method")),
        PayError::Take(TakeError::Authorization) => ("card-frame".to_owned(), t.text("debit-step-error-again")),
        PayError::Take(TakeError::Surcharge) => (String::new(), t.text("surcharge-error-changed")),
        PayError::Take(TakeError::Amount) => ("amount".to_owned(), t.text("enter-payment-error-amount-large")),
        PayError::Take(TakeError::Unavailable) => (String::new(), t.text("pay-error-unavailable")),
        PayError::Take(TakeError::Store(error)) => return Err(error.into()),
        PayError::Take(TakeError::NotAllowed(not_allowed)) => return Err(not_allowed.into()),
        PayError::Take(_) => return Err(WebError::Unavailable),
    };
    let open = paying::find(visit.app, &visit.open.page.slug)?.ok_or(WebError::NotFound)?;
    let now = Visit::new((visit.app, visit.entrance), visit.rq, &open.page.slug, &visit.prefill.query)?;
    let now = Visit { tried: Tried::Yes, ..now };
    Ok(now.draw(typed, &Wrong::one(&field, words)))
}

/// The form again with what else must be shown, or what must be waited for.
fn turned_away(visit: &Visit<'_>, typed: &Typed, why: TurnedAway, steps: Steps<'_>) -> Response {
    tracing::info!(page = %visit.open.page.id, %why, "a form of a payment page was turned away");
    let (wrong, asks) = gate::again(visit.app, visit.t, why);
    match asks {
        Some(asks) => visit.draw_asking(asks, typed, (&wrong, steps)),
        None => visit.draw_with(typed, &wrong, steps),
    }
}

/// `GET /pay/{slug}/colours.css`: the firm's colour on its button. The address names the version, so it may be kept.
#[handler]
pub async fn show_colours(rq: &Rq, Data(app): Data<&Arc<App>>, Path(slug): Path<String>) -> Result<Response, WebError> {
    rq.anyone();
    let open = paying::find(app, &slug)?.ok_or(WebError::NotFound)?;
    let colour = open.page.content.colour.ok_or(WebError::NotFound)?;
    Ok(Response::builder()
        .content_type("text/css; charset=utf-8")
        .header(header::CACHE_CONTROL, "public, max-age=86400")
        .body(colours::sheet(colour)))
}
