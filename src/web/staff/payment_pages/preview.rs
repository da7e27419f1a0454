//! What the editor shows beside the form: the page as clients would see it, and how well a colour can be read.

use std::{collections::BTreeMap, sync::Arc};

use maud::html;
use poem::{Request, Response, handler, http::header, web::Data};

use crate::{
    app::App,
    domain::{
        accepted::Accepted,
        ids::PaymentPageId,
        locale::Language,
        payment_page::{PaymentPage, colour::Colour, guard::Alertness},
        permission::Permission,
    },
    i18n::T,
    service::payment_pages::{
        self,
        paying::{self, Open},
    },
    web::{
        answer,
        error::WebError,
        forms::{self, Fields},
        guard::Rq,
        headers::FramedBy,
        keeping::{Offer, Whose},
        page::{self, Frame},
        paths,
        pay_form::{Prefill, Typed as ClientTyped, Wrong, colours, form as client_form, view as client_view},
    },
};

use super::{
    form::{self, Typed},
    open_accounts, scene,
    view::edit,
};

/// `POST /payment-pages/preview`: the page as clients would see it, for a frame beside the editor. Nothing on it works.
#[handler]
pub async fn show(rq: &Rq, Data(app): Data<&Arc<App>>, fields: &Fields) -> Result<Response, WebError> {
    rq.staff(Permission::ManagePaymentPages)?;
    let scene = scene(app, rq, None)?;
    let typed = Typed::sent(fields);
    let known =
        typed.get("page").parse().ok().map(|id| payment_pages::find(app, PaymentPageId::new(id))).transpose()?;
    let logo = known.flatten().and_then(|listed| listed.page.content.logo);
    let (wanted, _) = form::read(&typed, (scene.t, &open_accounts(&scene)));
    let Some(wanted) = wanted else {
        let body = html! { p { (scene.t.text("payment-page-preview-none")) } };
        return Ok(framed(answer::html(page::frame(&scene.ctx(), &scene.t.text("payment-page-preview"), &body))));
    };
    let account = scene.house.accounts.iter().find(|account| account.id == wanted.content.merchant_account).cloned();
    let (id, now) = (PaymentPageId::new(0), app.now());
    let page = PaymentPage {
        id,
        version: 0,
        slug: "preview".to_owned(),
        former_slugs: Vec::new(),
        open: true,
        content: wanted.content,
        created_at: now,
        changed_at: now,
    };
    let accepted = paying::accepted(app, &page, account.as_ref());
    let offers_keeping = page.content.offers_keeping && accepted.is_some_and(Accepted::cards);
    let open = Open { page, account, accepted, alertness: Alertness::Calm, left: BTreeMap::new() };
    let wished = Language::ALL.into_iter().find(|language| language.code() == typed.get("preview-language"));
    let t = T::new(scene.locale_of(open.page.language(wished.unwrap_or(scene.t.language()))));
    let prefill = Prefill::default();
    let typed = ClientTyped::fresh(&open, &prefill);
    let priced = client_form::priced(&open, &typed, t, &mut Wrong::default()).map(|(_, priced)| priced);
    let key = app.ids.operation_key();
    let firm = scene.firm();
    let offer = match open.account.as_ref().filter(|_| offers_keeping) {
        Some(account) => Offer::new(app, (&firm, account), Whose::Typed, t)?,
        None => None,
    };
    let body = client_view::form(&client_view::Form {
        t,
        open: &open,
        prefill: &prefill,
        typed: &typed,
        wrong: &Wrong::default(),
        priced: priced.as_ref(),
        unpriced: None,
        frame_url: &format!("/card-fields/{key}"),
        gate: None,
        entered: false,
        debit: None,
        agreement: &client_view::agreement(&open, &firm, t),
        surcharge: client_view::Surcharging::default(),
        offer: offer.as_ref(),
    });
    let languages = html! {};
    let colours = open.page.content.colour.map(paths::preview_colours);
    let frame = Frame { languages: &languages, stylesheet: colours.as_deref(), listed: None };
    let ctx = page::Ctx { t, logo, ..scene.ctx() };
    Ok(framed(answer::html(page::pay_preview(&ctx, &scene.t.text("payment-page-preview"), &frame, &body))))
}

/// Allowed into a frame of ours.
fn framed(mut response: Response) -> Response {
    response.extensions_mut().insert(FramedBy::Ours);
    response
}

fn asked_colour(request: &Request) -> Option<Colour> {
    forms::query_value(request, "colour").and_then(|text| Colour::parse(text.trim()).ok())
}

/// `GET /payment-pages/colours.css?colour=`: a colour that is not any page's yet.
#[handler]
pub async fn show_colours(rq: &Rq, request: &Request) -> Result<Response, WebError> {
    rq.staff(Permission::ManagePaymentPages)?;
    let colour = asked_colour(request).ok_or(WebError::NotFound)?;
    Ok(Response::builder()
        .content_type("text/css; charset=utf-8")
        .header(header::CACHE_CONTROL, "no-store")
        .body(colours::sheet(colour)))
}

/// `GET /payment-pages/contrast?colour=`: how well words on a button of this colour can be read, while it is typed.
#[handler]
pub async fn show_contrast(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.staff(Permission::ManagePaymentPages)?;
    let t = scene(app, rq, None)?.t;
    Ok(answer::html(edit::contrast(t, asked_colour(request))))
}
