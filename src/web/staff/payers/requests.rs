//! Asking a payer to see to their own methods: a link by mail, or to be copied.

use std::sync::Arc;

use maud::html;
use poem::{
    Response, handler,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        ids::{MerchantAccountId, MethodRequestId, OperationKey, PayerId},
        mailbox::{addresses, is_address},
        method_request::MethodRequest,
        permission::Permission,
    },
    service::{
        Authority,
        methods::links::{self, AskError, AskPayer},
        receipts::MAX_RECIPIENTS,
    },
    web::{
        answer,
        error::WebError,
        forms::{Fields, FormErrors},
        fragments::{Icon, Kind, Look, breadcrumb, button_link, csrf, form_section, page_head},
        guard::Rq,
        paths,
    },
};

use super::{
    fields::{Ask, Form, accounts},
    find, finish, scene,
};

/// The form as typed.
struct Typed {
    key: String,
    emails: String,
    message: String,
    account: String,
}

/// `GET /payers/{id}/requests/new`
#[handler]
pub async fn new(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    rq.staff(Permission::ManagePayers)?;
    let typed = Typed {
        key: app.ids.operation_key().to_string(),
        emails: String::new(),
        message: String::new(),
        account: String::new(),
    };
    draw(app, rq, PayerId::new(id), &typed, None)
}

fn draw(app: &App, rq: &Rq, id: PayerId, typed: &Typed, errors: Option<&FormErrors>) -> Result<Response, WebError> {
    let view = match find(app, id, "requests/new")? {
        Ok(view) => view,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let (scene, none) = (scene(app, rq)?, FormErrors::default());
    let (t, payer) = (scene.t, &view.payer);
    let form = Form { t, errors: errors.unwrap_or(&none) };
    let emails = if errors.is_none() { payer.emails.join(", ") } else { typed.emails.clone() };
    let choices = accounts(t, &scene.house.accounts);
    let usual = links::usual_account(&scene.house.accounts).map(|account| account.id.to_string()).unwrap_or_default();
    let account = if typed.account.is_empty() { usual } else { typed.account.clone() };
    let title = t.text("payer-ask-title");
    let fields = html! {
        div class="grid" {
            (form.line(Ask::new("email", "payer-emails", &emails, "span-12").unmarked().kind(Kind::Emails).hint("payer-ask-emails-hint").most(1_300)))
            (form.lines(Ask::new("message", "payer-ask-message", &typed.message, "span-12").hint("payer-ask-message-hint").most(1_000), 3))
            (form.choice(Ask::new("account", "payer-method-account", &account, "span-8").unmarked().hint("payer-method-account-hint"), &choices))
        }
    };
    let back = paths::payer_part(id, "methods");
    let intro = html! { p { (t.with("payer-ask-intro", [("name", payer.name.clone()), ("language", payer.language.endonym().to_owned())])) } };
    let body = html! {
        (form.summary())
        (page_head(&breadcrumb(&back, &payer.name, &title), &title, &intro, &html! {}))
        form class="card" method="post" action=(paths::payer_part(id, "requests")) novalidate data-once {
            (csrf(rq.csrf()))
            input type="hidden" name="key" value=(typed.key);
            (form_section("payer-ask", &t.text("payer-ask-mail"), &html! {}, &fields))
            div class="card-foot actions" {
                button class="button button-primary" type="submit" name="how" value="mail" { (Icon::Send) span { (t.text("payer-ask-send")) } }
                button class="button" type="submit" name="how" value="link" { (Icon::KeyRound) span { (t.text("payer-ask-copy")) } }
                (button_link(Look::Ghost, &back, &t.text("payer-cancel"), None))
            }
        }
    };
    Ok(finish(&scene, &title, &body, errors.is_some()))
}

/// `POST /payers/{id}/requests`
#[handler]
pub async fn create(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    let payer = PayerId::new(id);
    let text = |name: &str| fields.get(name).to_owned();
    let mut typed =
        Typed { key: text("key"), emails: text("email"), message: fields.lines("message"), account: text("account") };
    let by_mail = fields.get("how") != "link";
    let (asked, mut errors) = read(&typed, payer, by_mail);
    if errors.is_empty()
        && let Some(asked) = asked
    {
        match links::create(app, Authority::Staff(&staff.user), asked).await {
            Ok(request) => {
                let done = paths::payer_done(payer, "methods", if by_mail { "mailed" } else { "link" });
                return Ok(answer::see_other(&if by_mail { done } else { format!("{done}&link={}", request.id) }));
            }
            Err(error) => {
                let (field, key) = told(error)?;
                errors.add(field, key);
            }
        }
    }
    if OperationKey::parse(&typed.key).is_err() {
        typed.key = app.ids.operation_key().to_string();
    }
    draw(app, rq, payer, &typed, Some(&errors))
}

fn read(typed: &Typed, payer: PayerId, by_mail: bool) -> (Option<AskPayer>, FormErrors) {
    let mut errors = FormErrors::default();
    let recipients = if by_mail { addresses(&typed.emails) } else { Vec::new() };
    if by_mail && (recipients.is_empty() || recipients.iter().any(|address| !is_address(address))) {
        errors.add("email", "form-error-email");
    } else if recipients.len() > MAX_RECIPIENTS {
        errors.add("email", "form-error-emails-many");
    }
    if typed.message.chars().count() > MethodRequest::MAX_MESSAGE_CHARS {
        errors.add("message", "form-error-too-long");
    }
    let account = typed.account.parse::<MerchantAccountId>().ok();
    if account.is_none() {
        errors.add("account", "enter-payment-error-account");
    }
    let key = OperationKey::parse(&typed.key).ok();
    if key.is_none() {
        errors.add("", "enter-payment-error-stale");
    }
    let asked = key.zip(account).map(|(key, merchant_account)| AskPayer {
        key,
        payer,
        merchant_account,
        recipients,
        message: typed.message.clone(),
    });
    (asked, errors)
}

fn told(error: AskError) -> Result<(&'static str, &'static str), WebError> {
    match error {
        AskError::TooMany => Ok(("", "payer-ask-error-many")),
        AskError::TooLong => Ok(("message", "form-error-too-long")),
        AskError::NoAccount => Ok(("account", "enter-payment-error-account")),
        AskError::Unavailable => Ok(("", "payer-error-unavailable")),
        AskError::NotFound => Err(WebError::NotFound),
        AskError::NotAllowed(not_allowed) => Err(not_allowed.into()),
        AskError::Store(error) => Err(error.into()),
        AskError::NotSetUp => Err(WebError::Unavailable),
    }
}

/// `POST /payers/{id}/requests/{request}/revocation`
#[handler]
pub async fn revoke(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path((id, request)): Path<(u64, u64)>,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    let payer = PayerId::new(id);
    match links::revoke(app, Authority::Staff(&staff.user), (payer, MethodRequestId::new(request))).await {
        Ok(()) => Ok(answer::see_other(&paths::payer_done(payer, "methods", "revoked"))),
        Err(error) => told(error).and(Err(WebError::Unavailable)),
    }
}
