//! Payment Pages: the list, the editor with its preview, and what a page is shared by.

mod form;
mod logo;
mod preview;
mod sealing;
mod view;

use std::sync::Arc;

use maud::Markup;
use poem::{
    Request, Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        accepted::Accepted,
        bot_defence::Company,
        ids::{OperationKey, PaymentPageId},
        merchant_account::MerchantAccount,
        money::Currency,
        payment_page::PaymentPage,
        permission::Permission,
    },
    export::qr::Qr,
    i18n::T,
    service::{
        Authority, bank_debits, bot_defence, outbox,
        payment_pages::{self, Listed, PageError, Switch, Wanted},
    },
    web::{
        answer::{self, Scene},
        error::WebError,
        forms::{self, Fields},
        fragments::Tone,
        guard::Rq,
        page::{self, Area},
        paths,
        pay_form::Wrong,
    },
};

use self::{
    form::Typed,
    view::{edit as edit_view, list as list_view, show as show_view},
};
pub use self::{
    logo::{create as create_logo, create_removal as create_logo_removal},
    preview::{show as show_preview, show_colours, show_contrast},
};

fn scene(app: &App, rq: &Rq, request: Option<&Request>) -> Result<Scene, WebError> {
    let scene = answer::scene(app, rq, Some(Area::PaymentPages))?;
    let done = request.and_then(|request| forms::query_value(request, "done")).unwrap_or_default();
    let key = match done.as_str() {
        "saved" => "payment-page-done-saved",
        "opened" => "payment-page-done-opened",
        "closed" => "payment-page-done-closed",
        "copied" => "payment-page-done-copied",
        "deleted" => "payment-page-done-deleted",
        "logo" => "payment-page-done-logo",
        "logo-removed" => "payment-page-done-logo-removed",
        _ => return Ok(scene),
    };
    let words = scene.t.text(key);
    Ok(scene.telling(Some((Tone::Positive, words))))
}

fn drawn(scene: &Scene, title: &str, body: &Markup, failed: bool) -> Response {
    let ctx = page::Ctx { failed, ..scene.ctx() };
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    answer::html_with(status, page::staff(&ctx, title, body))
}

fn open_accounts(scene: &Scene) -> Vec<&MerchantAccount> {
    scene.house.accounts.iter().filter(|account| account.active).collect()
}

fn known(app: &App, id: u64) -> Result<Listed, WebError> {
    payment_pages::find(app, PaymentPageId::new(id))?.ok_or(WebError::NotFound)
}

fn currency_of(scene: &Scene, page: &PaymentPage) -> Currency {
    let account = scene.house.accounts.iter().find(|account| account.id == page.content.merchant_account);
    account.map_or_else(|| scene.firm().currency, |account| account.currency)
}

fn address(app: &App, page: &PaymentPage) -> String {
    format!("{}{}", outbox::base_url(app), paths::pay(&page.slug))
}

/// `GET /payment-pages`
#[handler]
pub async fn list(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.staff(Permission::ManagePaymentPages)?;
    let scene = scene(app, rq, Some(request))?;
    let pages = payment_pages::list(app)?;
    let rows: Vec<list_view::Row<'_>> = pages
        .iter()
        .map(|listed| list_view::Row {
            listed,
            currency: currency_of(&scene, &listed.page),
            address: address(app, &listed.page),
        })
        .collect();
    let body = list_view::page((scene.t, rq.csrf()), &scene.house.accounts, &rows);
    Ok(drawn(&scene, &scene.t.text("payment-pages-title"), &body, false))
}

/// `GET /payment-pages/new`
#[handler]
pub async fn new(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    rq.staff(Permission::ManagePaymentPages)?;
    let scene = scene(app, rq, None)?;
    let accounts = open_accounts(&scene);
    let offered = accounts.iter().any(|account| bank_debits::taken_for(app, account));
    let typed = Typed::fresh(scene.t, &accounts, if offered { Accepted::Both } else { Accepted::Cards });
    Ok(draw_editor((app, rq), &scene, None, (&typed, &Wrong::default())))
}

/// `GET /payment-pages/{id}/edit`
#[handler]
pub async fn edit(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    rq.staff(Permission::ManagePaymentPages)?;
    let (scene, listed) = (scene(app, rq, None)?, known(app, id)?);
    let typed = Typed::of(&listed.page, (scene.t, currency_of(&scene, &listed.page)));
    Ok(draw_editor((app, rq), &scene, Some(&listed.page), (&typed, &Wrong::default())))
}

fn draw_editor(
    (app, rq): (&App, &Rq),
    scene: &Scene,
    page: Option<&PaymentPage>,
    (typed, wrong): (&Typed, &Wrong),
) -> Response {
    let accounts = open_accounts(scene);
    let in_use = bot_defence::shown(app).is_ok_and(|shown| shown.company != Company::Never);
    let company = app.captcha.settings().filter(|_| in_use).map(|settings| settings.provider.name());
    let editor = edit_view::Editor { t: scene.t, csrf: rq.csrf(), page, typed, wrong, accounts: &accounts, company };
    let body = edit_view::page(&editor);
    drawn(scene, &editor.title(), &body, !wrong.is_empty())
}

/// `POST /payment-pages`
#[handler]
pub async fn create(rq: &Rq, Data(app): Data<&Arc<App>>, fields: &Fields) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePaymentPages)?;
    let scene = scene(app, rq, None)?;
    let typed = Typed::sent(fields);
    if fields.get("do") == "more" {
        return Ok(draw_editor((app, rq), &scene, None, (&typed, &Wrong::default())));
    }
    let (wanted, wrong) = form::read(&typed, (scene.t, &open_accounts(&scene)));
    let Some(wanted) = wanted.filter(|_| wrong.is_empty()) else {
        return Ok(draw_editor((app, rq), &scene, None, (&typed, &wrong)));
    };
    match payment_pages::create(app, Authority::Staff(&staff.user), wanted.clone()).await {
        Ok(page) => Ok(answer::see_other(&paths::with_query(&paths::payment_page(page.id), &[("done", "saved")]))),
        Err(error) => {
            let wrong = refused(error, (&wanted, &typed), scene.t)?;
            Ok(draw_editor((app, rq), &scene, None, (&typed, &wrong)))
        }
    }
}

/// `POST /payment-pages/{id}`
#[handler]
pub async fn update(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePaymentPages)?;
    let (scene, listed) = (scene(app, rq, None)?, known(app, id)?);
    let typed = Typed::sent(fields);
    let again = |wrong: &Wrong| draw_editor((app, rq), &scene, Some(&listed.page), (&typed, wrong));
    if fields.get("do") == "more" {
        return Ok(again(&Wrong::default()));
    }
    let (wanted, wrong) = form::read(&typed, (scene.t, &open_accounts(&scene)));
    let Some(wanted) = wanted.filter(|_| wrong.is_empty()) else { return Ok(again(&wrong)) };
    let seen = (listed.page.id, typed.get("version").parse().unwrap_or(0));
    match payment_pages::update(app, Authority::Staff(&staff.user), seen, wanted.clone()).await {
        Ok(page) => Ok(answer::see_other(&paths::with_query(&paths::payment_page(page.id), &[("done", "saved")]))),
        Err(error) => Ok(again(&refused(error, (&wanted, &typed), scene.t)?)),
    }
}

/// What the form says of a page that was not written.
fn refused(error: PageError, (wanted, typed): (&Wanted, &Typed), t: T) -> Result<Wrong, WebError> {
    let mut wrong = Wrong::default();
    match error {
        PageError::NotAllowed(not_allowed) => return Err(not_allowed.into()),
        PageError::Store(error) => return Err(error.into()),
        PageError::NotFound => return Err(WebError::NotFound),
        PageError::Unfit(faults) => {
            for fault in faults {
                let (field, key) = form::place(fault, &wanted.content, typed);
                wrong.add(field, t.text(key));
            }
        }
        PageError::Slug => wrong.add("slug", t.text("payment-page-error-slug")),
        PageError::NoAccount => wrong.add("account", t.text("enter-payment-error-account")),
        PageError::Logo(why) => wrong.add("", t.text(logo::words(why))),
        PageError::Oversold(_) => wrong.add("", t.text("payment-page-error-oversold")),
        PageError::Stale => wrong.add("", t.text("payment-page-error-stale")),
        PageError::Used => wrong.add("", t.text("payment-page-error-used")),
        PageError::Unavailable => wrong.add("", t.text("payment-page-error-unavailable")),
    }
    Ok(wrong)
}

/// `GET /payment-pages/{id}`, with the fields of a link to be sealed (`?amount=…`).
#[handler]
pub async fn show(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.staff(Permission::ManagePaymentPages)?;
    draw_page(app, rq, id, (Some(request), &Wrong::default()))
}

fn draw_page(app: &App, rq: &Rq, id: u64, (request, wrong): (Option<&Request>, &Wrong)) -> Result<Response, WebError> {
    let (scene, listed) = (scene(app, rq, request)?, known(app, id)?);
    let link = address(app, &listed.page);
    let mut wrong = wrong.clone();
    let currency = currency_of(&scene, &listed.page);
    let filled_in = request.map(|request| sealing::typed(request, &listed.page)).unwrap_or_default();
    let sealed = request
        .filter(|request| sealing::is_asked(request, &listed.page))
        .and_then(|_| sealing::link((app, scene.t), (&listed.page, &link), (&filled_in, currency), &mut wrong));
    let shown = show_view::Shown {
        t: scene.t,
        firm: &scene.firm(),
        csrf: rq.csrf(),
        key: &app.ids.operation_key(),
        listed: &listed,
        accounts: &scene.house.accounts,
        currency,
        code: Qr::of(&link),
        link: &link,
        filled_in: &filled_in,
        sealed: sealed.as_deref(),
        wrong: &wrong,
    };
    let body = show_view::page(&shown);
    Ok(drawn(&scene, &listed.page.content.name, &body, !wrong.is_empty()))
}

/// `POST /payment-pages/{id}/state`
#[handler]
pub async fn update_state(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePaymentPages)?;
    let (to, done) = match fields.get("to") {
        "open" => (Switch::Open, "opened"),
        _ => (Switch::Closed, "closed"),
    };
    let back = if fields.get("back") == "list" {
        paths::PAYMENT_PAGES.to_owned()
    } else {
        format!("{}/{id}", paths::PAYMENT_PAGES)
    };
    let switched = payment_pages::switch(app, Authority::Staff(&staff.user), PaymentPageId::new(id), to).await;
    match switched {
        Ok(_) => Ok(answer::see_other(&paths::with_query(&back, &[("done", done)]))),
        Err(error) => refuse(app, rq, id, error),
    }
}

/// `POST /payment-pages/{id}/copies`
#[handler]
pub async fn create_copy(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePaymentPages)?;
    let key = OperationKey::parse(fields.get("key")).map_err(|_| WebError::NotFound)?;
    let name = known(app, id)?.page.content.name;
    let name = scene(app, rq, None)?.t.with("payment-page-copy-of", [("name", name)]);
    let copy = (PaymentPageId::new(id), key, name);
    let copied = payment_pages::duplicate(app, Authority::Staff(&staff.user), copy).await;
    match copied {
        Ok(page) => {
            let path = paths::payment_page_part(page.id, "edit");
            Ok(answer::see_other(&paths::with_query(&path, &[("done", "copied")])))
        }
        Err(error) => refuse(app, rq, id, error),
    }
}

/// `POST /payment-pages/{id}/deletion`
#[handler]
pub async fn create_deletion(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePaymentPages)?;
    match payment_pages::delete(app, Authority::Staff(&staff.user), PaymentPageId::new(id)).await {
        Ok(()) => Ok(answer::see_other(&paths::with_query(paths::PAYMENT_PAGES, &[("done", "deleted")]))),
        Err(error) => refuse(app, rq, id, error),
    }
}

/// The page again, with why nothing was done to it.
fn refuse(app: &App, rq: &Rq, id: u64, error: PageError) -> Result<Response, WebError> {
    let (field, key) = match error {
        PageError::Used => ("", "payment-page-error-used"),
        PageError::Unavailable => ("", "payment-page-error-unavailable"),
        PageError::Logo(why) => ("logo", logo::words(why)),
        PageError::NotAllowed(not_allowed) => return Err(not_allowed.into()),
        PageError::Store(error) => return Err(error.into()),
        _ => return Err(WebError::NotFound),
    };
    let t = scene(app, rq, None)?.t;
    draw_page(app, rq, id, (None, &Wrong::one(field, t.text(key))))
}

/// `GET /payment-pages/{id}/qr.svg`
#[handler]
pub async fn code_svg(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    rq.staff(Permission::ManagePaymentPages)?;
    let page = known(app, id)?.page;
    let code = Qr::of(&address(app, &page)).ok_or(WebError::NotFound)?;
    Ok(answer::download(&format!("{}.svg", page.slug), "image/svg+xml", code.svg().into_bytes()))
}

/// `GET /payment-pages/{id}/qr.png`
#[handler]
pub async fn code_png(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    rq.staff(Permission::ManagePaymentPages)?;
    let page = known(app, id)?.page;
    let code = Qr::of(&address(app, &page)).ok_or(WebError::NotFound)?;
    let png = code.png().map_err(|error| WebError::Failed(error.to_string()))?;
    Ok(answer::download(&format!("{}.png", page.slug), "image/png", png))
}
