//! Giving money of a payment back: a page that says what will happen, and does that or asks again.
//!
//! The button carries what it said. If the amount was changed since, or the payment has settled meanwhile, the page
//! comes back with what would happen now, and nothing is given back on an old promise.

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
        ids::{OperationKey, TransactionId},
        money::Money,
        parts::Parts,
        permission::Permission,
        refund::RefundKind,
        time::Day,
        user::User,
    },
    i18n::{T, amount, dates, numbers},
    service::{
        Authority,
        reading::{self, Details},
        receipts::MAX_RECIPIENTS,
        refunds::{self, Hindrance, RefundError, RefundPayment},
    },
    web::{
        amount_field,
        answer::{self, Scene},
        error::WebError,
        forms::{self, Fields, FormErrors},
        guard::Rq,
        mailboxes::{addresses, is_address},
        page::{self, Area},
        paths,
    },
};

use super::{FORM_FIELD, outlook};

/// What the drafts of this form are marked with.
pub(super) const FORM: &str = "refund";

/// The most characters of a reason.
const MAX_REASON: usize = 200;

/// The form as typed.
#[derive(Clone, Debug, Default)]
struct Typed {
    key: String,
    amount: String,
    reason: String,
    emails: String,
    /// What the button said when it was pressed.
    said: String,
}

impl Typed {
    fn sent(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        Self {
            key: text("key"),
            amount: text("amount"),
            reason: text("reason"),
            emails: text("email"),
            said: text("said"),
        }
    }
}

/// What a button promises: the way and the amount.
fn promise(kind: RefundKind, amount: Money) -> String {
    let way = match kind {
        RefundKind::Refund => "refund",
        RefundKind::Void => "void",
    };
    format!("{way}-{}", amount.minor())
}

/// `GET /payments/{id}/refunds/new`, for the whole rest, for `?amount=`, or with a kept draft (`?draft=`).
#[handler]
pub async fn new(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::RefundPayments)?;
    let asked = Asked::new(app, rq, TransactionId::new(id))?;
    let value = |name: &str| forms::query_value(request, name);
    let most = amount::format_plain(asked.outlook.most, asked.scene.t.locale());
    let mut typed = Typed {
        key: app.ids.operation_key().to_string(),
        amount: value("amount").unwrap_or(most),
        emails: asked.known_addresses(),
        ..Typed::default()
    };
    let mut restored = false;
    if let Some(draft) = value("draft").and_then(|text| OperationKey::parse(&text).ok())
        && let Some(fields) = reading::draft(app, staff.user.id, &draft)?
    {
        // The draft's own key, so that a form which did get through is found, not repeated.
        typed = Typed { key: draft.to_string(), ..Typed::sent(&Fields::kept(&fields)) };
        restored = true;
    }
    Ok(asked.draw(app, rq, &typed, &Remarks { errors: &FormErrors::default(), restored }))
}

/// What the page must say besides the form.
struct Remarks<'a> {
    errors: &'a FormErrors,
    restored: bool,
}

/// The payment that money of is to be given back, by whom, and what can be.
struct Asked {
    scene: Scene,
    user: User,
    details: Details,
    outlook: refunds::Outlook,
}

impl Asked {
    fn new(app: &App, rq: &Rq, id: TransactionId) -> Result<Self, WebError> {
        let details = reading::details(app, id)?.ok_or(WebError::NotFound)?;
        let scene = answer::scene(app, rq, Some(Area::PaymentManager))?;
        let Some(user) = scene.user.clone() else { return Err(WebError::NotFound) };
        let outlook = outlook(app, &user, id)?;
        Ok(Self { scene, user, details, outlook })
    }

    fn id(&self) -> TransactionId {
        self.details.transaction.id
    }

    /// Where word of the refund goes unless somebody says otherwise.
    fn known_addresses(&self) -> String {
        let receipt = &self.details.transaction.receipt_emails;
        let payer = self.details.payer.as_ref().map(|payer| payer.emails.join(", ")).unwrap_or_default();
        if receipt.is_empty() { payer } else { receipt.join(", ") }
    }

    fn kind(&self, app: &App, amount: Money) -> Result<RefundKind, RefundError> {
        refunds::kind(app, Authority::Staff(&self.user), self.id(), amount)
    }

    /// What goes back of each part with `amount`; what cannot be read is not shown.
    fn parts(&self, app: &App, amount: Money) -> Option<Parts> {
        refunds::parts(app, self.id(), amount).ok().flatten()
    }

    fn draw(&self, app: &App, rq: &Rq, typed: &Typed, remarks: &Remarks<'_>) -> Response {
        let t = self.scene.t;
        let currency = self.details.transaction.amount.currency();
        let amount = amount::parse(&typed.amount, currency, t.locale()).ok();
        let plan = amount.map(|amount| match self.kind(app, amount) {
            Ok(kind) => view::Plan::Will(kind, amount, self.parts(app, amount)),
            Err(error) => view::Plan::Cannot(explain(self, error).ok().and_then(|wrong| wrong.messages(t).pop())),
        });
        let key = OperationKey::parse(&typed.key).unwrap_or_else(|_| app.ids.operation_key());
        let body = view::page(&view::Page {
            t,
            details: &self.details,
            outlook: &self.outlook,
            limit: self.user.refund_limit,
            csrf: rq.csrf(),
            typed: &Typed { key: key.to_string(), ..typed.clone() },
            plan,
            errors: remarks.errors,
            restored: remarks.restored,
            today: dates::firm_day(app.now(), &self.scene.firm().time_zone),
        });
        let failed = !remarks.errors.is_empty();
        let ctx = page::Ctx { failed, ..self.scene.ctx() };
        let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        answer::html_with(status, page::staff(&ctx, &t.text("refund-title"), &body))
    }
}

/// `POST /payments/{id}/refunds`
#[handler]
pub async fn create(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::RefundPayments)?;
    let (id, typed) = (TransactionId::new(id), Typed::sent(fields));
    // A form that was sent before has its result already, whatever its fields say now.
    if let Ok(key) = OperationKey::parse(&typed.key)
        && let Some(known) = reading::refund_by_key(app, &key)?.filter(|known| known.transaction == id)
    {
        return Ok(answer::see_other(&paths::payment_refunded(id, known.id)));
    }
    let asked = Asked::new(app, rq, id)?;
    let refuse = |errors: &FormErrors| asked.draw(app, rq, &typed, &Remarks { errors, restored: false });
    let command = match read(app, &asked, &typed) {
        Ok(command) => command,
        Err(Unread::Form(errors)) => return Ok(refuse(&errors)),
        Err(Unread::Failed(error)) => return Err(error),
    };
    // On a task of its own: a browser that goes away in the middle must not leave a refund half told.
    let (hall, user, key) = (app.clone(), staff.user.clone(), command.key.clone());
    let given = tokio::spawn(async move { refunds::refund(&hall, Authority::Staff(&user), command).await });
    match given.await.map_err(|error| WebError::Failed(error.to_string()))? {
        Ok(refund) => Ok(answer::see_other(&paths::payment_refunded(id, refund.id))),
        Err(RefundError::BeingConfirmed(_)) => match reading::refund_by_key(app, &key) {
            Ok(Some(refund)) => Ok(answer::see_other(&paths::payment_refunded(id, refund.id))),
            Ok(None) => Err(WebError::Unavailable),
            // Unreadable, the store does not say that nothing was given back, so neither may the answer.
            Err(error) => Err(WebError::Failed(error.to_string())),
        },
        Err(error) => explain(&asked, error).map(|errors| refuse(&errors)),
    }
}

/// Why the form made no command.
enum Unread {
    Form(FormErrors),
    /// It is not the form's to explain.
    Failed(WebError),
}

/// Reads the form, and holds what its button said against what would happen now.
fn read(app: &App, asked: &Asked, typed: &Typed) -> Result<RefundPayment, Unread> {
    let (t, currency) = (asked.scene.t, asked.details.transaction.amount.currency());
    let mut errors = FormErrors::default();
    let amount = amount_field::read("amount", &typed.amount, (currency, t), &mut errors);
    let kind = match amount.map(|amount| asked.kind(app, amount)) {
        Some(Err(error)) => {
            errors = explain(asked, error).map_err(Unread::Failed)?;
            None
        }
        Some(Ok(kind)) => Some(kind),
        None => None,
    };
    if typed.reason.is_empty() {
        errors.add("reason", "refund-error-reason");
    } else if typed.reason.chars().count() > MAX_REASON {
        errors.add("reason", "form-error-too-long");
    }
    let notify = addresses(&typed.emails);
    if notify.len() > MAX_RECIPIENTS {
        errors.add("email", "form-error-emails-many");
    } else if notify.iter().any(|address| !is_address(address)) || notify.is_empty() && !typed.emails.is_empty() {
        errors.add("email", "form-error-email");
    }
    let (Some(amount), Some(kind), true) = (amount, kind, errors.is_empty()) else { return Err(Unread::Form(errors)) };
    let key = OperationKey::parse(&typed.key).map_err(|_| Unread::Form(wrong("", "refund-error-stale", Vec::new())))?;
    if typed.said != promise(kind, amount) {
        return Err(Unread::Form(wrong("", "refund-error-changed", Vec::new())));
    }
    let reason = typed.reason.clone();
    Ok(RefundPayment { key, transaction: asked.id(), amount, kind: Some(kind), reason, notify })
}

fn wrong(field: &'static str, key: &'static str, args: Vec<(&'static str, String)>) -> FormErrors {
    let mut errors = FormErrors::default();
    errors.add_with(field, key, args);
    errors
}

/// A refusal in the form's words, if it is the form's to explain.
fn explain(asked: &Asked, error: RefundError) -> Result<FormErrors, WebError> {
    let t = asked.scene.t;
    let written = |money: Money| amount::format(money, t.locale());
    let hindered = asked.outlook.hindrance.is_some();
    let (field, key, args) = match error {
        RefundError::Amount => ("amount", "enter-payment-error-amount-zero", Vec::new()),
        RefundError::MoreThanRemains(rest) => ("amount", "refund-error-rest", vec![("rest", written(rest))]),
        RefundError::AboveLimit(left) => ("amount", "refund-error-limit", vec![("most", written(left))]),
        RefundError::DebitUnderWay(day) => ("", "refund-hindrance-debit", vec![("day", on_day(day, t))]),
        RefundError::TooOld(days) => ("", "refund-hindrance-too-old", vec![("days", days.to_string())]),
        RefundError::NotRefundable if hindered => ("", "refund-error-not-now", Vec::new()),
        RefundError::NotRefundable => ("amount", "refund-error-whole", Vec::new()),
        RefundError::OtherKind(_) => ("", "refund-error-changed", Vec::new()),
        RefundError::AnotherRefund => ("", "refund-error-stale", Vec::new()),
        RefundError::Recipients => ("email", "form-error-emails-many", Vec::new()),
        RefundError::Unavailable => ("", "refund-error-unavailable", Vec::new()),
        RefundError::NoPayment => return Err(WebError::NotFound),
        RefundError::NotAllowed(not_allowed) => return Err(not_allowed.into()),
        RefundError::Store(error) => return Err(error.into()),
        RefundError::BeingConfirmed(_) => return Err(WebError::Unavailable),
    };
    Ok(wrong(field, key, args))
}

fn on_day(day: Option<Day>, t: T) -> String {
    day.map_or_else(|| "–".to_owned(), |day| dates::day_long(day, t.locale()))
}

/// Why nothing can be given back, and what can be done about it.
pub(super) fn hindrance(t: T, hindrance: Hindrance) -> Markup {
    let words = match hindrance {
        Hindrance::NotDecided => t.text("refund-hindrance-not-decided"),
        Hindrance::NeverPaid => t.text("refund-hindrance-never-paid"),
        Hindrance::TakenBack => t.text("refund-hindrance-taken-back"),
        Hindrance::Disputed => t.text("refund-hindrance-disputed"),
        Hindrance::AllGivenBack => t.text("refund-hindrance-all"),
        Hindrance::DebitUnderWay(day) => t.with("refund-hindrance-debit", [("day", on_day(day, t))]),
        Hindrance::TooOld(days) => {
            t.with("refund-hindrance-too-old", [("days", numbers::integer(i64::from(days), t.locale()))])
        }
        Hindrance::TrustRight => t.text("refund-hindrance-trust"),
        Hindrance::Limit(left) => t.with("refund-hindrance-limit", [("most", amount::format(left, t.locale()))]),
    };
    maud::html! { (words) }
}
