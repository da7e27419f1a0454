//! Send for Payment: the form of a request, the list of those that were sent, and the page of one.

mod bulk;
mod cancelling;
mod form;
mod sent;
mod sheet;

use std::{collections::BTreeSet, sync::Arc};

use maud::{Markup, html};
use poem::{
    Request, Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        accepted::Accepted,
        ids::{ImportId, OperationKey, PayerId, PaymentRequestId},
        locale::Language,
        merchant_account::MerchantAccount,
        payer::Payer,
        payment_request::rules::{Fault, Handing},
        permission::Permission,
    },
    i18n::T,
    service::{
        Authority, bank_debits, outbox, payers,
        payment_requests::{
            self, Deed, RequestError, letters,
            looking::{self, Filter, Wanted},
        },
        reading,
    },
    web::{
        answer::{self, Scene},
        asked::asked_requests,
        error::WebError,
        forms::{self, Fields, FormErrors},
        fragments::Tone,
        guard::Rq,
        page::{self, Area},
        paths,
    },
};

pub use self::bulk::{
    confirm as create_bulk_confirmation, create as create_bulk, list as list_bulk, new as new_bulk,
    omit as create_bulk_omission, show as show_bulk, show_row as show_bulk_row, template_csv as bulk_template_csv,
    template_xlsx as bulk_template_xlsx, update as update_bulk, update_row as update_bulk_row,
    wrong_rows as bulk_wrong_rows,
};

pub use self::cancelling::{create_cancellations, new_cancellations};

use self::form::Typed;

/// What the name of a row's tick begins with, before the request's number: of a name that is sent twice only the first counts.
const TICK: &str = "request-";

/// Rows of one page of the list.
const ROWS: usize = 50;

fn scene(app: &App, rq: &Rq) -> Result<Scene, WebError> {
    Ok(answer::scene(app, rq, Some(Area::SendForPayment))?)
}

/// `GET /send-for-payment`, to the payer of `?payer=`.
#[handler]
pub async fn new(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.staff(Permission::SendRequests)?;
    let payer = forms::query_value(request, "payer").and_then(|text| text.parse().ok()).map(PayerId::new);
    let payer = find_payer(app, payer)?;
    let scene = scene(app, rq)?;
    let takes_debits = |account: &MerchantAccount| account.active && bank_debits::taken_for(app, account);
    let offered = scene.house.accounts.iter().any(takes_debits);
    let accepted = if offered { Accepted::Both } else { Accepted::Cards };
    let typed = Typed::fresh(&app.ids.operation_key(), payer.as_ref(), (scene.firm().language, accepted));
    draw_form(app, rq, (scene, &typed), &FormErrors::default())
}

fn find_payer(app: &App, id: Option<PayerId>) -> Result<Option<Payer>, WebError> {
    let Some(id) = id else { return Ok(None) };
    Ok(payers::looking::standing_for(app, id)?)
}

fn draw_form(app: &App, rq: &Rq, (scene, typed): (Scene, &Typed), errors: &FormErrors) -> Result<Response, WebError> {
    let payer = find_payer(app, typed.payer())?;
    let body = form::view(&form::Page {
        t: scene.t,
        typed,
        errors,
        accounts: &scene.house.accounts,
        payer: payer.as_ref(),
        csrf: rq.csrf(),
    });
    let failed = !errors.is_empty();
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let ctx = page::Ctx { failed, ..scene.ctx() };
    Ok(answer::html_with(status, page::staff(&ctx, &scene.t.text("send-title"), &body)))
}

/// `POST /send-for-payment`
#[handler]
pub async fn create(rq: &Rq, Data(app): Data<&Arc<App>>, fields: &Fields) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::SendRequests)?;
    let scene = scene(app, rq)?;
    let mut typed = Typed::sent(fields);
    let (wanted, mut errors) = form::read(&typed, (&scene.firm(), &scene.house.accounts, scene.t));
    if let Some(wanted) = wanted {
        let by_mail = wanted.handing == Handing::Mail;
        match payment_requests::create(app, Authority::Staff(&staff.user), wanted).await {
            Ok(request) => {
                let what = if by_mail { "mailed" } else { "link" };
                return Ok(answer::see_other(&paths::payment_request_done(request.id, what)));
            }
            Err(RequestError::Unfit(faults)) => {
                for fault in faults {
                    let (field, key) = told(fault);
                    errors.add(field, key);
                }
            }
            Err(RequestError::NoAccount) => errors.add("account", "send-error-account"),
            Err(RequestError::Unavailable) => errors.add("", "send-error-unavailable"),
            Err(error) => return Err(failed(error)),
        }
    }
    if OperationKey::parse(&typed.key).is_err() {
        typed.key = app.ids.operation_key().to_string();
    }
    draw_form(app, rq, (scene, &typed), &errors)
}

/// Which field a fault belongs to, and what is said of it.
const fn told(fault: Fault) -> (&'static str, &'static str) {
    match fault {
        Fault::Name => ("name", "send-error-name"),
        Fault::Emails => ("email", "send-error-emails"),
        Fault::Amount => ("amount", "enter-payment-error-amount-large"),
        Fault::Split => ("account-2", "send-error-split"),
        Fault::PartOfSplit => ("parts", "send-error-part-of-split"),
        Fault::LeastPart => ("least", "send-error-least"),
        Fault::Expires => ("expires", "send-error-expires"),
        Fault::DueTooLate => ("due", "send-error-due"),
        Fault::Reminders => ("remind", "send-error-reminders"),
        Fault::RemindTooLate => ("remind", "send-error-remind-late"),
        Fault::RemindWhom => ("remind", "send-error-remind-whom"),
        Fault::TooLong => ("message", "form-error-too-long"),
        Fault::CardNumber => ("message", "send-error-card"),
        Fault::NoBankDebits => ("accepted", "send-error-no-debits"),
    }
}

fn failed(error: RequestError) -> WebError {
    match error {
        RequestError::NotAllowed(not_allowed) => not_allowed.into(),
        RequestError::NotFound => WebError::NotFound,
        RequestError::Store(error) => error.into(),
        RequestError::NoAccount
        | RequestError::Unfit(_)
        | RequestError::NotOpen
        | RequestError::NotSetUp
        | RequestError::Unavailable => WebError::Unavailable,
    }
}

/// `GET /send-for-payment/sent`, of `?state=`, with words of `?q=`, before `?before=`.
#[handler]
pub async fn list(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.staff(Permission::SendRequests)?;
    let scene = scene(app, rq)?;
    let value = |name: &str| forms::query_value(request, name).unwrap_or_default();
    let flash = told_of_several(scene.t, request);
    let before = value("before").parse().ok().map(PaymentRequestId::new);
    draw_list(app, rq, (scene.telling(flash), asked_requests(request), before), &FormErrors::default())
}

fn draw_list(
    app: &App,
    rq: &Rq,
    (scene, wanted, before): (Scene, Wanted, Option<PaymentRequestId>),
    errors: &FormErrors,
) -> Result<Response, WebError> {
    let mut rows = looking::list(app, &wanted, before, ROWS + 1)?;
    let more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let firm = scene.firm();
    let body = sent::view(&sent::Page {
        t: scene.t,
        zone: &firm.time_zone,
        wanted: &wanted,
        next: rows.last().filter(|_| more).map(|request| request.id),
        rows: &rows,
        first: before.is_none(),
        errors,
        csrf: rq.csrf(),
    });
    let failed = !errors.is_empty();
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let ctx = page::Ctx { wide: true, failed, ..scene.ctx() };
    Ok(answer::html_with(status, page::staff(&ctx, &scene.t.text("sent-title"), &body)))
}

/// The requests that were ticked, and the list that they were ticked in; or the one whose own page it was.
struct Ticked {
    ids: BTreeSet<PaymentRequestId>,
    wanted: Wanted,
    from_one: bool,
}

impl Ticked {
    fn sent(fields: &Fields) -> Self {
        // The number stands in the name: numbers one after another in the values could look like that of a card.
        let number = |(name, value): (&str, &str)| match name.strip_prefix(TICK) {
            Some(number) => number.parse().ok(),
            None => value.parse().ok().filter(|_| name == "request"),
        };
        let ids = fields.all().filter_map(number);
        let import = fields.get("file").parse().ok().map(ImportId::new);
        Self {
            ids: ids.map(PaymentRequestId::new).collect(),
            wanted: Wanted { filter: Filter::with_code(fields.get("state")), text: fields.get("q").to_owned(), import },
            from_one: fields.get("from") == "one",
        }
    }

    /// The request whose own page this was sent from.
    fn one(&self) -> Option<PaymentRequestId> {
        self.ids.first().copied().filter(|_| self.from_one)
    }

    fn file(&self) -> String {
        self.wanted.import.map(|id| id.to_string()).unwrap_or_default()
    }

    /// Where this was sent from, telling so much.
    fn back_telling(&self, told: &[(&str, &str)]) -> String {
        let file = self.file();
        let asked = [("state", self.wanted.filter.code()), ("q", self.wanted.text.as_str()), ("file", file.as_str())];
        match self.one() {
            Some(id) => paths::with_query(&paths::payment_request(id), told),
            None => paths::with_query(paths::SENT, &[&asked[..], told].concat()),
        }
    }

    fn back(&self) -> String {
        self.back_telling(&[])
    }

    /// All of it, for a form that asks once more.
    fn hidden(&self) -> Markup {
        html! {
            @for id in &self.ids { input type="hidden" name={ (TICK) (id) } value="yes"; }
            input type="hidden" name="from" value=[self.from_one.then_some("one")];
            input type="hidden" name="state" value=(self.wanted.filter.code());
            input type="hidden" name="q" value=(self.wanted.text);
            input type="hidden" name="file" value=(self.file());
        }
    }
}

/// Back to where it was sent from, with how many of those that were ticked it was done with.
fn done(ticked: &Ticked, (what, count): (&str, usize)) -> Response {
    let left = ticked.ids.len().saturating_sub(count);
    let told = [("done", what), ("count", &count.to_string()), ("left", &left.to_string())];
    answer::see_other(&ticked.back_telling(&told))
}

/// How it is told what was done with those that were ticked: a warning where it was not done with all of them.
fn told_of_several(t: T, request: &Request) -> Option<(Tone, String)> {
    let value = |name: &str| forms::query_value(request, name).unwrap_or_default();
    let number = |name: &str| value(name).parse::<i64>().unwrap_or(0);
    let what = value("done");
    if !matches!(what.as_str(), "cancelled" | "resent") {
        return None;
    }
    let (count, left) = (number("count"), number("left"));
    let words = t.with(&format!("sent-done-{what}"), [("count", count)]);
    Some(match (count, left) {
        (0, _) => (Tone::Warning, words),
        (_, 0) => (Tone::Positive, words),
        _ => (Tone::Warning, format!("{words} {}", t.with(&format!("sent-done-{what}-left"), [("left", left)]))),
    })
}

/// The list again, with what is wrong.
fn refuse(app: &App, rq: &Rq, wanted: Wanted, key: &'static str) -> Result<Response, WebError> {
    let mut errors = FormErrors::default();
    errors.add("", key);
    draw_list(app, rq, (scene(app, rq)?, wanted, None), &errors)
}

/// `POST /send-for-payment/sent/resendings`
#[handler]
pub async fn create_resendings(rq: &Rq, Data(app): Data<&Arc<App>>, fields: &Fields) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::SendRequests)?;
    let ticked = Ticked::sent(fields);
    if ticked.ids.is_empty() {
        return refuse(app, rq, ticked.wanted, "sent-error-none");
    }
    let ids = ticked.ids.iter().copied().collect();
    match payment_requests::act(app, Authority::Staff(&staff.user), ids, Deed::Resend).await {
        Ok(count) => Ok(done(&ticked, ("resent", count))),
        Err(RequestError::Unavailable) => refuse(app, rq, ticked.wanted, "send-error-unavailable"),
        Err(error) => Err(failed(error)),
    }
}

/// `GET /send-for-payment/sent/{id}`
#[handler]
pub async fn show(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.staff(Permission::SendRequests)?;
    let scene = scene(app, rq)?;
    let t = scene.t;
    let flash = match forms::query_value(request, "done").unwrap_or_default().as_str() {
        "mailed" => Some((Tone::Positive, t.text("request-done-mailed"))),
        "link" => Some((Tone::Positive, t.text("request-done-link"))),
        "reissued" => Some((Tone::Positive, t.text("request-done-reissued"))),
        "not-open" => Some((Tone::Warning, t.text("request-not-open"))),
        _ => told_of_several(t, request),
    };
    let scene = scene.telling(flash);
    let details = looking::find(app, PaymentRequestId::new(id))?.ok_or(WebError::NotFound)?;
    let names = reading::Names::read(app)?;
    let link = format!("{}{}", outbox::base_url(app), letters::path(&app.secrets, &details.request));
    let may_void = scene.user.as_ref().is_some_and(|user| user.may(Permission::RefundPayments));
    let body = sheet::view(&sheet::Page {
        t,
        firm: &scene.firm(),
        details: &details,
        names: &names,
        link: &link,
        now: app.now(),
        csrf: rq.csrf(),
        may_void,
    });
    let title = t.with("request-number", [("number", details.request.id.to_string())]);
    Ok(answer::html(page::staff(&scene.ctx(), &title, &body)))
}

/// `POST /send-for-payment/sent/{id}/link`
#[handler]
pub async fn create_link(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::SendRequests)?;
    let id = PaymentRequestId::new(id);
    match payment_requests::reissue(app, Authority::Staff(&staff.user), id).await {
        Ok(_) => Ok(answer::see_other(&paths::payment_request_done(id, "reissued"))),
        Err(RequestError::NotOpen) => Ok(answer::see_other(&paths::payment_request_done(id, "not-open"))),
        Err(error) => Err(failed(error)),
    }
}

/// The language of this name; the firm's own where there is none.
fn language(code: &str, firm: Language) -> Language {
    Language::ALL.into_iter().find(|language| language.code() == code).unwrap_or(firm)
}
