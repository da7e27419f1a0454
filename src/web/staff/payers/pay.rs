//! A new payment from a payer's page: with a saved method, which is chosen here; another card is entered in the terminal.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{
    Request, Response, handler,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        ids::{MerchantAccountId, OperationKey, PayerId, PaymentMethodId},
        mailbox::{addresses, is_address},
        merchant_account::{AccountKind, MerchantAccount},
        permission::Permission,
    },
    service::{
        Authority,
        methods::charging::{self, ChargeError, ChargeMethod},
        payers::looking::PayerView,
        payments::TakeError,
        reading,
        receipts::MAX_RECIPIENTS,
        surcharges,
    },
    web::{
        amount_field,
        answer::{self, Scene},
        error::WebError,
        forms::{self, Fields, FormErrors},
        fragments::{
            Field, Icon, Kind, Look, Need, breadcrumb, button, button_link, csrf, form_section, method_in_full,
            page_head, required_key,
        },
        guard::Rq,
        paths,
    },
};

use super::{
    fields::{Ask, Form, accounts},
    find, finish, scene,
};

/// The most characters that a field of words takes.
const MAX_TEXT: usize = 200;

/// The form as typed.
#[derive(Clone, Default)]
struct Typed {
    key: String,
    method: String,
    account: String,
    amount: String,
    invoice: String,
    matter: String,
    reference: String,
    emails: String,
}

impl Typed {
    fn fresh(view: &PayerView, key: &OperationKey, open: &[MerchantAccount]) -> Self {
        let first = view.payer.default_method.filter(|id| view.methods.iter().any(|method| method.id == *id));
        let method = first.or_else(|| view.methods.first().map(|method| method.id));
        let account = match open {
            [only] => only.id.to_string(),
            _ => String::new(),
        };
        Self {
            key: key.to_string(),
            method: method.map(|id| id.to_string()).unwrap_or_default(),
            account,
            emails: view.payer.emails.iter().take(MAX_RECIPIENTS).cloned().collect::<Vec<_>>().join(", "),
            ..Self::default()
        }
    }

    fn sent(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        Self {
            key: text("key"),
            method: text("method"),
            account: text("account"),
            amount: text("amount"),
            invoice: text("invoice"),
            matter: text("matter"),
            reference: text("reference"),
            emails: text("email"),
        }
    }
}

fn open_accounts(scene: &Scene) -> Vec<MerchantAccount> {
    scene.house.accounts.iter().filter(|account| account.active).cloned().collect()
}

/// `GET /payers/{id}/payments/new`
#[handler]
pub async fn new(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::TakePayments)?;
    let view = match find(app, PayerId::new(id), "payments/new")? {
        Ok(view) => view,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if view.methods.is_empty() {
        return Ok(answer::see_other(&paths::new_payment_of(view.payer.id)));
    }
    let scene = scene(app, rq)?;
    let mut typed = Typed::fresh(&view, &app.ids.operation_key(), &open_accounts(&scene));
    if let Some(draft) = forms::query_value(request, "draft").and_then(|text| OperationKey::parse(&text).ok())
        && let Some(fields) = reading::draft(app, staff.user.id, &draft)?
    {
        // The draft's own key, so that a form which did get through before the session ended is found, not repeated.
        typed = Typed { key: draft.to_string(), ..Typed::sent(&Fields::kept(&fields)) };
    }
    Ok(draw((app, rq), &scene, &view, &typed, &FormErrors::default()))
}

/// `POST /payers/{id}/payments`
#[handler]
pub async fn create(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::TakePayments)?;
    let typed = Typed::sent(fields);
    // A form that was sent before has its result already, whatever its fields say now.
    if let Ok(key) = OperationKey::parse(&typed.key)
        && let Some(known) = reading::payment_by_key(app, &key)?
    {
        return Ok(answer::see_other(&paths::payment_result(known.id)));
    }
    let view = match find(app, PayerId::new(id), "payments/new")? {
        Ok(view) => view,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let scene = scene(app, rq)?;
    let command = match read(&typed, &view, &scene) {
        Ok(command) => command,
        Err(errors) => return Ok(draw((app, rq), &scene, &view, &typed, &errors)),
    };
    // On a task of its own: a browser that goes away in the middle must not leave a charge half told.
    let (hall, user, key) = (app.clone(), staff.user.clone(), command.key.clone());
    let taken = tokio::spawn(async move { charging::charge(&hall, Authority::Staff(&user), command).await });
    match taken.await.map_err(|error| WebError::Failed(error.to_string()))? {
        Ok(transaction) => Ok(answer::see_other(&paths::payment_result(transaction.id))),
        Err(ChargeError::Take(TakeError::BeingConfirmed(_))) => {
            answer::in_doubt(app, &key, |known| paths::payment_result(known.id))
        }
        Err(error) => {
            let (field, key) = told(error)?;
            let mut errors = FormErrors::default();
            errors.add(field, key);
            Ok(draw((app, rq), &scene, &view, &typed, &errors))
        }
    }
}

/// The refusals that the form explains; others are not the form's to explain.
fn told(error: ChargeError) -> Result<(&'static str, &'static str), WebError> {
    match error {
        ChargeError::NoMethod => Ok(("method", "payer-pay-error-method")),
        ChargeError::OtherProcessor => Ok(("account", "payer-pay-error-processor")),
        ChargeError::Take(error) => match error {
            TakeError::Unavailable => Ok(("", "enter-payment-error-unavailable")),
            TakeError::NoAccount | TakeError::Currency => Ok(("account", "enter-payment-error-account")),
            TakeError::Amount => Ok(("amount", "enter-payment-error-amount-zero")),
            TakeError::SeveralPayers(_) => Ok(("", "enter-payment-error-payer-several")),
            TakeError::NotAllowed(not_allowed) => Err(not_allowed.into()),
            TakeError::Store(error) => Err(error.into()),
            TakeError::Authorization | TakeError::NoBankDebits => Ok(("method", "payer-pay-error-method")),
            TakeError::NotSetUp
            | TakeError::Surcharge
            | TakeError::NotClaimed
            | TakeError::Order(_)
            | TakeError::Request(_)
            | TakeError::BeingConfirmed(_) => Err(WebError::Unavailable),
        },
    }
}

fn read(typed: &Typed, view: &PayerView, scene: &Scene) -> Result<ChargeMethod, FormErrors> {
    let mut errors = FormErrors::default();
    let key = OperationKey::parse(&typed.key).map_err(|_| errors.add("", "enter-payment-error-stale"));
    let method = typed.method.parse().ok().map(PaymentMethodId::new);
    let method = method.filter(|id| view.methods.iter().any(|known| known.id == *id));
    if method.is_none() {
        errors.add("method", "payer-pay-error-method");
    }
    let open = open_accounts(scene);
    let id = typed.account.parse::<MerchantAccountId>().ok();
    let account = open.iter().find(|account| Some(account.id) == id);
    let currency = account.or(open.first()).map(|account| account.currency);
    let amount =
        currency.and_then(|currency| amount_field::read("amount", &typed.amount, (currency, scene.t), &mut errors));
    if account.is_none() {
        errors.add("account", "enter-payment-error-account");
    }
    for (name, text) in [("invoice", &typed.invoice), ("matter", &typed.matter), ("reference", &typed.reference)] {
        if text.chars().count() > MAX_TEXT {
            errors.add(name, "form-error-too-long");
        }
    }
    if account.is_some_and(|account| account.kind == AccountKind::Trust) && typed.matter.is_empty() {
        errors.add("matter", "enter-payment-error-trust-matter");
    }
    let emails = addresses(&typed.emails);
    if emails.len() > MAX_RECIPIENTS {
        errors.add("email", "form-error-emails-many");
    } else if emails.iter().any(|address| !is_address(address)) || emails.is_empty() && !typed.emails.is_empty() {
        errors.add("email", "form-error-email");
    }
    let optional = |text: &String| (!text.is_empty()).then(|| text.clone());
    match (key, method, amount, account) {
        (Ok(key), Some(method), Some(amount), Some(account)) if errors.is_empty() => Ok(ChargeMethod {
            key,
            payer: view.payer.id,
            method,
            merchant_account: account.id,
            amount,
            invoice_number: optional(&typed.invoice),
            matter: optional(&typed.matter),
            reference: optional(&typed.reference),
            emails,
        }),
        _ => Err(errors),
    }
}

fn draw((app, rq): (&App, &Rq), scene: &Scene, view: &PayerView, typed: &Typed, errors: &FormErrors) -> Response {
    let unsurcharged = open_accounts(scene).iter().any(|account| surcharges::is_on(app, account));
    let (t, payer, form) = (scene.t, &view.payer, Form { t: scene.t, errors });
    let title = t.text("payer-pay-title");
    let other = html! { (button_link(Look::Default, &paths::new_payment_of(payer.id), &t.text("payer-pay-other-card"), Some(Icon::CreditCard))) (required_key(t)) };
    let body = html! {
        (form.summary())
        (page_head(&breadcrumb(&paths::payer(payer.id), &payer.name, &title), &title, &html! {}, &other))
        form class="card" method="post" action=(paths::payer_part(payer.id, "payments")) novalidate data-once {
            (csrf(rq.csrf()))
            input type="hidden" name="key" value=(typed.key);
            (form_section("payer-pay-method", &t.text("enter-payment-method-section"), &html! {}, &methods(&form, view, typed)))
            (form_section("payer-pay-payment", &t.text("enter-payment-payment-section"), &html! {}, &payment(&form, scene, typed)))
            @if unsurcharged { p class="card-body hint" { (t.text("surcharge-not-here")) } }
            div class="card-foot actions" {
                (button(Look::Primary, &t.text("enter-payment-charge"), Some(Icon::Zap)))
                (button_link(Look::Ghost, &paths::payer(payer.id), &t.text("payer-cancel"), None))
            }
        }
    };
    finish(scene, &title, &body, !errors.is_empty())
}

fn methods(form: &Form<'_>, view: &PayerView, typed: &Typed) -> Markup {
    let t = form.t;
    let error = form.errors.first("method", t);
    html! {
        fieldset class="stack-2" id="method" {
            legend class="label" { (t.text("payer-pay-choose")) span class="asterisk" aria-hidden="true" { " *" } }
            @if let Some(error) = error { div class="error-message" { (Icon::CircleAlert) span { (error) } } }
            @for method in &view.methods {
                label class="check" {
                    input type="radio" name="method" value=(method.id) checked[method.id.to_string() == typed.method];
                    span {
                        (method_in_full(t, Some(&method.instrument)))
                        @if !method.nickname.is_empty() { ", " (method.nickname) }
                        " " span class="hint" { (method.holder) @if let Some(expiry) = method.expiry() { ", " (t.with("payer-method-expires", [("month", format!("{:02}/{}", expiry.month(), expiry.year()))])) } }
                    }
                }
            }
        }
    }
}

fn payment(form: &Form<'_>, scene: &Scene, typed: &Typed) -> Markup {
    let (t, open) = (form.t, open_accounts(scene));
    let id = typed.account.parse::<MerchantAccountId>().ok();
    let account = open.iter().find(|account| Some(account.id) == id).or(open.first());
    let currency = account.map_or(scene.firm().currency, |account| account.currency);
    let (label, error) = (t.text("enter-payment-amount"), form.errors.first("amount", t));
    let amount = Field {
        name: "amount",
        label: &label,
        value: &typed.amount,
        error: error.as_deref(),
        need: Need::Required,
        class: "span-4",
        ..Field::default()
    };
    html! {
        div class="grid" {
            (amount_field::field(t, &amount, currency))
            (form.choice(Ask::new("account", "enter-payment-account", &typed.account, "span-8").required(), &accounts(t, &open)))
            (form.line(Ask::new("invoice", "enter-payment-invoice", &typed.invoice, "span-4")))
            (form.line(Ask::new("matter", "enter-payment-matter", &typed.matter, "span-4").hint("enter-payment-matter-hint")))
            (form.line(Ask::new("reference", "enter-payment-reference", &typed.reference, "span-4")))
            (form.line(Ask::new("email", "enter-payment-email", &typed.emails, "span-8").hint("enter-payment-email-hint").kind(Kind::Emails).most(1_300)))
        }
    }
}
