//! Enter Payment: the virtual terminal, and the page that says what came of a payment.

mod form;
mod view;

use std::sync::Arc;

use poem::{
    Request, Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        firm::Firm,
        ids::{AlertId, OperationKey, PayerId, TransactionId, UserId},
        merchant_account::MerchantAccount,
        payer::Payer,
        permission::Permission,
        surcharge::BasisPoints,
        transaction::Kind,
    },
    service::{
        Authority,
        alerts::{
            acting::{self, ActError},
            looking::{self, InItsPlace},
        },
        bank_debits::{self, Allowed, Consent},
        cards::{self, Entered},
        payers::looking as payer_records,
        payments::{self, CardFields, TakeError, TakePayment},
        reading, receipts, surcharges,
    },
    web::{
        answer::{self, Scene},
        debit_consent::{self, Asked},
        error::WebError,
        forms::{self, Fields, FormErrors},
        guard::Rq,
        page::{self, Area},
        paths,
        surcharge_step::{self, Step},
    },
};

use self::form::{Terms, Typed};

/// How many matching payers are offered.
const MATCHES: usize = 8;

/// `GET /payments/new`, empty, of a payer (`?payer=`), like an earlier payment (`?like=`), to settle an alert (`?alert=`)
/// or with a kept draft (`?draft=`).
#[handler]
pub async fn new(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::TakePayments)?;
    let scene = answer::scene(app, rq, Some(Area::EnterPayment))?;
    let key = app.ids.operation_key();
    let mut typed = Typed::fresh(&key, &open_accounts(&scene));
    let mut restored = false;
    if let Some(id) = forms::query_value(request, "like").and_then(|text| text.parse::<TransactionId>().ok())
        && let Some(transaction) = reading::payment(app, id)?
    {
        typed = Typed::like(&transaction, &key, scene.t);
    }
    if let Some(id) = forms::query_value(request, "alert").and_then(|text| text.parse::<AlertId>().ok())
        && let Some(place) = looking::in_its_place(app, Authority::Staff(&staff.user), id)?
    {
        let like = match place {
            InItsPlace::Like(transaction) => Typed::like(&transaction, &key, scene.t),
            InItsPlace::Scheduled { schedule, payer, amount } => {
                Typed::scheduled((&schedule, &payer, amount), &key, scene.t)
            }
        };
        typed = Typed { alert: id.to_string(), ..like };
    }
    if let Some(id) = forms::query_value(request, "payer").and_then(|text| text.parse::<PayerId>().ok())
        && let Some(payer) = payer_records::standing_for(app, id)?
    {
        typed = Typed::of_payer(&payer, typed);
    }
    if let Some(draft) = forms::query_value(request, "draft").and_then(|text| OperationKey::parse(&text).ok())
        && let Some(fields) = reading::draft(app, staff.user.id, &draft)?
    {
        // The draft's own key, so that a form which did get through before the session ended is found, not repeated.
        typed = Typed::from_draft(&fields, &draft);
        restored = true;
    }
    Ok(draw(app, rq, &scene, &Shown { restored, ..Shown::new(&typed, &FormErrors::default()) }))
}

#[derive(Clone, Copy)]
struct Shown<'a> {
    typed: &'a Typed,
    errors: &'a FormErrors,
    several: &'a [Payer],
    restored: bool,
    /// What is to be debited, once a bank account was entered: the payer must agree to it.
    debit: Option<&'a Asked<'a>>,
    /// What would be added, once a credit card was entered: the payer must have heard of it.
    surcharge: Option<&'a Step>,
}

impl<'a> Shown<'a> {
    const fn new(typed: &'a Typed, errors: &'a FormErrors) -> Self {
        Self { typed, errors, several: &[], restored: false, debit: None, surcharge: None }
    }
}

/// The highest rate that any of the accounts adds, if one does.
fn surcharge_rate(app: &App, accounts: &[MerchantAccount]) -> Option<BasisPoints> {
    accounts.iter().filter_map(|account| surcharges::rate(app, account).ok().flatten()).max()
}

fn open_accounts(scene: &Scene) -> Vec<MerchantAccount> {
    scene.house.accounts.iter().filter(|account| account.active).cloned().collect()
}

fn draw(app: &App, rq: &Rq, scene: &Scene, shown: &Shown<'_>) -> Response {
    let accounts = open_accounts(scene);
    let key = OperationKey::parse(&shown.typed.key).unwrap_or_else(|_| app.ids.operation_key());
    let typed = Typed { key: key.to_string(), ..shown.typed.clone() };
    let card = accounts.first().map(|account| payments::card_fields(app, account, &key));
    let card = card.unwrap_or(CardFields { frame_url: String::new(), method_token: String::new() });
    let body = view::page(&view::Terminal {
        t: scene.t,
        csrf: rq.csrf(),
        typed: &typed,
        errors: shown.errors,
        accounts: &accounts,
        currency: scene.firm().currency,
        card: &card,
        several: shown.several,
        restored: shown.restored,
        debit: shown.debit,
        surcharge: shown.surcharge,
        rate: surcharge_rate(app, &accounts),
        firm: &scene.firm().name,
    });
    let failed = !shown.errors.is_empty();
    let ctx = page::Ctx { failed, ..scene.ctx() };
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    answer::html_with(status, page::staff(&ctx, &scene.t.text("enter-payment-title"), &body))
}

/// `POST /payments`
#[handler]
pub async fn create(rq: &Rq, Data(app): Data<&Arc<App>>, fields: &Fields) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::TakePayments)?;
    let scene = answer::scene(app, rq, Some(Area::EnterPayment))?;
    let typed = Typed::sent(fields);
    let none = FormErrors::default();
    let shown = Shown::new(&typed, &none);
    let refuse = |errors: &FormErrors| draw(app, rq, &scene, &Shown { errors, ..shown });
    // A form that was sent before has its result already, whatever its fields say now.
    if let Ok(key) = OperationKey::parse(&typed.key)
        && let Some(known) = reading::payment_by_key(app, &key)?
    {
        return Ok(answer::see_other(&paths::payment_result(known.id)));
    }
    // Another way to pay: the card's fields are new, the rest of the form stays.
    if fields.get("do") == "other" {
        let key = app.ids.operation_key().to_string();
        let other = Typed { key, surcharge: typed.surcharge.unseen(), ..typed };
        return Ok(draw(app, rq, &scene, &Shown::new(&other, &none)));
    }
    let accounts = open_accounts(&scene);
    let card = match (OperationKey::parse(&typed.key), accounts.first()) {
        (Ok(key), Some(account)) => payments::card_fields(app, account, &key).method_token,
        _ => String::new(),
    };
    let firm = scene.firm();
    let terms = Terms { t: scene.t, accounts: &accounts, firm: &firm, method_token: card };
    let mut command = match form::read(&typed, &terms) {
        Ok(command) => command,
        Err(errors) => return Ok(refuse(&errors)),
    };
    let account = accounts.iter().find(|account| account.id == command.merchant_account);
    let entered = match account {
        Some(account) => cards::entered(app, account, &command.method_token).await,
        None => None,
    };
    let (Some(account), Some(entered)) = (account, entered) else {
        // The other of two clicks may have used the card meanwhile; then its result is the answer.
        if let Some(known) = reading::payment_by_key(app, &command.key)? {
            return Ok(answer::see_other(&paths::payment_result(known.id)));
        }
        return Ok(refuse(&one_error("card-frame", "enter-payment-error-card")));
    };
    let step = surcharge_step::agreed(app, (account, &entered.instrument), &typed.surcharge, command.amount)?;
    let debit = entered.instrument.is_bank_account().then(|| asked(app, &firm, (&command, account), entered));
    let refuse = |errors: &FormErrors, several: &[Payer]| {
        draw(app, rq, &scene, &Shown { errors, several, debit: debit.as_ref(), ..shown })
    };
    if let Some(debit) = &debit {
        match agreed(app, &typed, (&command, account), (debit, staff.user.id)) {
            Ok(consent) => command.debit = Some(Allowed::Now(consent)),
            Err(errors) => return Ok(refuse(&errors, &[])),
        }
    }
    match step {
        Ok(surcharge) => command.extras.surcharge = surcharge,
        Err(step) => {
            let changed = || one_error(surcharge_step::STEP, "surcharge-error-look");
            let errors = if typed.surcharge.was_shown() { changed() } else { FormErrors::default() };
            let surcharge = Some(&step);
            return Ok(draw(app, rq, &scene, &Shown { errors: &errors, surcharge, debit: debit.as_ref(), ..shown }));
        }
    }
    if let Some(errors) = settling(app, Authority::Staff(&staff.user), &typed, &command.key).await? {
        return Ok(refuse(&errors, &[]));
    }
    // On a task of its own: a browser that goes away in the middle must not leave a charge half told.
    let (hall, user) = (app.clone(), staff.user.clone());
    let taken = tokio::spawn(async move { payments::take(&hall, Authority::Staff(&user), command).await });
    match taken.await.map_err(|error| WebError::Failed(error.to_string()))? {
        Ok(transaction) => Ok(answer::see_other(&paths::payment_result(transaction.id))),
        Err(TakeError::SeveralPayers(several)) => {
            Ok(refuse(&one_error("payer_id", "enter-payment-error-payer-several"), &several))
        }
        Err(TakeError::BeingConfirmed(key)) => answer::in_doubt(app, &key, |known| paths::payment_result(known.id)),
        Err(error) => refused(error, |errors| refuse(&errors, &[])),
    }
}

/// Notes that the payment is to settle the alert that the form names, if it names one; gives what is wrong with that.
async fn settling(
    app: &App,
    authority: Authority<'_>,
    typed: &Typed,
    key: &OperationKey,
) -> Result<Option<FormErrors>, WebError> {
    if typed.alert.is_empty() {
        return Ok(None);
    }
    let Ok(id) = typed.alert.parse::<AlertId>() else { return Err(WebError::NotFound) };
    match acting::settle_by_payment(app, authority, id, key.clone()).await {
        Ok(()) => Ok(None),
        Err(ActError::Ended | ActError::Stale | ActError::NotNow) => Ok(Some(one_error("", "alerts-error-settle"))),
        Err(ActError::NotAllowed(not_allowed)) => Err(not_allowed.into()),
        Err(ActError::Store(error)) => Err(error.into()),
        Err(ActError::NotFound) => Err(WebError::NotFound),
        Err(_) => Ok(Some(one_error("", "enter-payment-error-unavailable"))),
    }
}

/// What is about to be debited.
fn asked<'a>(
    app: &App,
    firm: &'a Firm,
    (command, account): (&TakePayment, &MerchantAccount),
    entered: Entered,
) -> Asked<'a> {
    Asked {
        firm,
        instrument: entered.instrument,
        holder: entered.holder,
        scope: debit_consent::once(command.amount, firm, app.now()),
        kind: account.kind,
        locale: command.locale,
        now: app.now(),
        emails_field: "email",
    }
}

/// The payer's agreement to a debit, or what stands in its way.
fn agreed(
    app: &App,
    typed: &Typed,
    (command, account): (&TakePayment, &MerchantAccount),
    (debit, staff): (&Asked<'_>, UserId),
) -> Result<Consent, FormErrors> {
    if !bank_debits::taken_for(app, account) {
        return Err(one_error("account", "debit-error-not-taken"));
    }
    if command.kind == Kind::Authorization {
        return Err(one_error("authorize_only", "debit-error-authorize-only"));
    }
    debit_consent::read(&typed.debit, debit, staff, &command.payer.emails)
}

/// The answers to a refusal that belong to the form; others are not the form's to explain.
fn refused(error: TakeError, show: impl FnOnce(FormErrors) -> Response) -> Result<Response, WebError> {
    match error {
        TakeError::Unavailable => Ok(show(one_error("", "enter-payment-error-unavailable"))),
        TakeError::NoAccount | TakeError::Currency => Ok(show(one_error("account", "enter-payment-error-account"))),
        TakeError::Amount => Ok(show(one_error("amount", "enter-payment-error-amount-zero"))),
        TakeError::Surcharge => Ok(show(one_error("surcharge", "surcharge-error-changed"))),
        TakeError::Authorization => Ok(show(one_error("debit", "debit-error-changed"))),
        TakeError::NoBankDebits => Ok(show(one_error("account", "debit-error-not-taken"))),
        TakeError::NotAllowed(not_allowed) => Err(not_allowed.into()),
        TakeError::Store(error) => Err(error.into()),
        TakeError::NotSetUp
        | TakeError::SeveralPayers(_)
        | TakeError::NotClaimed
        | TakeError::Order(_)
        | TakeError::Request(_)
        | TakeError::BeingConfirmed(_) => Err(WebError::Unavailable),
    }
}

fn one_error(field: &'static str, key: &'static str) -> FormErrors {
    let mut errors = FormErrors::default();
    errors.add(field, key);
    errors
}

/// `GET /payments/new/payers?payer=…`: the options of the payer's combobox.
#[handler]
pub async fn payers(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.staff(Permission::TakePayments)?;
    let typed = forms::query_value(request, "payer").unwrap_or_default();
    let scene = answer::scene(app, rq, None)?;
    let found =
        if typed.trim().chars().count() < 2 { Vec::new() } else { reading::payers_beginning(app, &typed, MATCHES)? };
    Ok(answer::html(view::matches(scene.t, &found)))
}

/// `GET /payments/{id}/result`
#[handler]
pub async fn result(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    rq.staff(Permission::TakePayments)?;
    let transaction = reading::payment(app, TransactionId::new(id))?.ok_or(WebError::NotFound)?;
    let scene = answer::scene(app, rq, Some(Area::EnterPayment))?;
    let link = receipts::has_receipt(&transaction)
        .then(|| paths::receipt(&receipts::link_token(&app.secrets, transaction.id)));
    let body = view::result(scene.t, &transaction, link.as_deref());
    Ok(answer::html(page::staff(&scene.ctx(), &scene.t.text("result-title"), &body)))
}
