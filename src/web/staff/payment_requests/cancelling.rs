//! Taking requests back: a page that says how many they are and how much they ask for, and then does it.
//!
//! The button carries what the page said. Where some of them were paid or taken back meanwhile the page comes again with
//! what is left to cancel. What is paid in that very moment stays paid.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{Request, Response, handler, http::StatusCode, web::Data};

use crate::{
    app::App,
    domain::{ids::PaymentRequestId, money::Money, payment_request::PaymentRequest, permission::Permission},
    i18n::{Arg, T, amount},
    service::{
        Authority,
        payment_requests::{self, Deed, MOST_AT_ONCE, RequestError, looking},
    },
    web::{
        answer,
        asked::asked_requests,
        error::WebError,
        forms::{self, Fields, FormErrors},
        fragments::{Icon, Look, Tone, breadcrumb, button, button_link, csrf, error_summary, note, page_head},
        guard::Rq,
        page, paths,
    },
};

use super::{Ticked, failed, scene};

/// Between the numbers of requests in an address: no sign that people write between the digits of a card.
const BETWEEN: char = ',';

/// The page on which one request is taken back.
pub(super) fn path_of_one(id: PaymentRequestId) -> String {
    paths::with_query(&paths::payment_requests_deed("cancellations"), &[("requests", &id.to_string()), ("from", "one")])
}

fn path(ticked: &Ticked) -> String {
    let ids: Vec<String> = ticked.ids.iter().take(MOST_AT_ONCE).map(ToString::to_string).collect();
    let (ids, file) = (ids.join(&BETWEEN.to_string()), ticked.file());
    let asked = [
        ("requests", ids.as_str()),
        ("from", if ticked.one().is_some() { "one" } else { "" }),
        ("state", ticked.wanted.filter.code()),
        ("q", &ticked.wanted.text),
        ("file", &file),
    ];
    paths::with_query(&paths::payment_requests_deed("cancellations"), &asked)
}

/// What the page shows, and what its button promises.
struct Plan {
    ticked: Ticked,
    open: Vec<PaymentRequest>,
    /// What is still asked for by them, a currency each.
    sums: Vec<Money>,
}

impl Plan {
    fn new(app: &App, ticked: Ticked) -> Result<Self, WebError> {
        let open = looking::open_among(app, &ticked.ids)?;
        let mut sums: Vec<Money> = Vec::new();
        for rest in open.iter().map(PaymentRequest::rest) {
            match sums.iter_mut().find(|sum| sum.currency() == rest.currency()) {
                Some(sum) => *sum = Money::new(sum.minor().saturating_add(rest.minor()), rest.currency()),
                None => sums.push(rest),
            }
        }
        Ok(Self { ticked, open, sums })
    }

    fn promise(&self) -> String {
        let sums = self.sums.iter().map(|sum| format!("{}{}", sum.minor(), sum.currency().code()));
        format!("{}:{}", self.open.len(), sums.collect::<Vec<_>>().join("+"))
    }

    fn draw(&self, app: &App, rq: &Rq, errors: &FormErrors) -> Result<Response, WebError> {
        let scene = scene(app, rq)?;
        let title = scene.t.text("sent-cancel");
        let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let ctx = page::Ctx { failed: !errors.is_empty(), ..scene.ctx() };
        Ok(answer::html_with(status, page::staff(&ctx, &title, &view(scene.t, self, (errors, rq.csrf())))))
    }
}

/// `GET /send-for-payment/sent/cancellations`, of `?requests=1,2,3`.
#[handler]
pub async fn new_cancellations(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.staff(Permission::SendRequests)?;
    let value = |name: &str| forms::query_value(request, name).unwrap_or_default();
    let ids = value("requests").split(BETWEEN).filter_map(|id| id.parse().ok()).map(PaymentRequestId::new).collect();
    let ticked = Ticked { ids, wanted: asked_requests(request), from_one: value("from") == "one" };
    if ticked.ids.is_empty() {
        return Ok(answer::see_other(paths::SENT));
    }
    Plan::new(app, ticked)?.draw(app, rq, &FormErrors::default())
}

/// `POST /send-for-payment/sent/cancellations`: from the list to the page that asks, and from there to the deed.
#[handler]
pub async fn create_cancellations(rq: &Rq, Data(app): Data<&Arc<App>>, fields: &Fields) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::SendRequests)?;
    let ticked = Ticked::sent(fields);
    if ticked.ids.is_empty() {
        return super::refuse(app, rq, ticked.wanted, "sent-error-none");
    }
    let said = fields.get("said");
    if said.is_empty() {
        return Ok(answer::see_other(&path(&ticked)));
    }
    let plan = Plan::new(app, ticked)?;
    let mut errors = FormErrors::default();
    // The second of two clicks, or all of them are over: the page says how many are.
    if plan.open.is_empty() {
        return plan.draw(app, rq, &errors);
    }
    if plan.promise() != said {
        errors.add("", "sent-cancel-error-changed");
        return plan.draw(app, rq, &errors);
    }
    let ids = plan.open.iter().map(|request| request.id).collect();
    match payment_requests::act(app, Authority::Staff(&staff.user), ids, Deed::Cancel).await {
        Ok(done) => Ok(super::done(&plan.ticked, ("cancelled", done))),
        Err(RequestError::Unavailable) => {
            errors.add("", "send-error-unavailable");
            plan.draw(app, rq, &errors)
        }
        Err(error) => Err(failed(error)),
    }
}

fn view(t: T, plan: &Plan, (errors, token): (&FormErrors, &str)) -> Markup {
    let messages = errors.messages(t);
    let messages: Vec<(&str, &str)> = messages.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
    let title = t.with("sent-cancel-heading", [("count", plan.open.len())]);
    let above = breadcrumb(paths::SENT, &t.text("sent-title"), &t.text("sent-cancel"));
    let back = plan.ticked.back();
    html! {
        (error_summary(t, &messages))
        (page_head(&above, &title, &html! {}, &html! {}))
        form class="card" method="post" action=(paths::payment_requests_deed("cancellations")) data-once {
            (csrf(token))
            (plan.ticked.hidden())
            input type="hidden" name="said" value=(plan.promise());
            div class="card-body stack-4" { (what(t, plan)) }
            div class="card-foot actions" {
                @if !plan.open.is_empty() { (button(Look::Danger, &t.with("sent-cancel-go", [("count", plan.open.len())]), Some(Icon::Ban))) }
                (button_link(Look::Ghost, &back, &t.text("sent-cancel-keep"), None))
            }
        }
    }
}

/// Which of them are cancelled, how much they ask for, and which stay as they are.
fn what(t: T, plan: &Plan) -> Markup {
    let money = |money: Money| amount::format(money, t.locale());
    let sums: Vec<String> = plan.sums.iter().copied().map(money).collect();
    let left = plan.ticked.ids.len().saturating_sub(plan.open.len());
    let told = [("count", Arg::from(plan.open.len())), ("sum", sums.join(" + ").into())];
    html! {
        @if !plan.open.is_empty() {
            p { (t.with("sent-cancel-text", told)) }
            ul class="plain client-words" role="list" {
                @for request in &plan.open {
                    li {
                        (t.with("request-number", [("number", request.id.to_string())])) " · " (request.asked.name) " · "
                        span class="num" { (money(request.rest())) }
                    }
                }
            }
        }
        @if left > 0 { (note(Tone::Warning, &html! { p { (t.with("sent-cancel-left", [("left", left)])) } })) }
    }
}
