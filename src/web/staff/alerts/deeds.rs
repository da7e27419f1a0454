//! What is sent from the list and from one alert's page. A refusal is the same page again, as it stands now, with what was
//! typed kept.

use std::sync::Arc;

use poem::{
    Response, handler,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        alert::Alert,
        ids::{AlertId, PaymentMethodId, UserId},
        permission::Permission,
        schedule::occurrence::Standing,
    },
    service::{
        Authority,
        alerts::{
            acting::{self, ActError, Seen, Several, Snooze},
            asking,
        },
        methods::links::AskError,
    },
    web::{
        answer,
        error::WebError,
        forms::{Fields, FormErrors},
        guard::Rq,
        paths,
    },
};

use super::{Listed, Typed, draw, draw_list};

/// The field and message of a refusal that a page explains.
fn complaint(error: ActError) -> Result<(&'static str, &'static str), WebError> {
    Ok(match error {
        ActError::Stale => ("", "alerts-error-stale"),
        ActError::Ended => ("", "alerts-error-ended"),
        ActError::NoteMissing => ("note", "alerts-error-note"),
        ActError::NoteTooLong => ("note", "alerts-error-note-long"),
        ActError::NotOnStaff => ("to", "alerts-error-assignee"),
        ActError::NotNow => ("", "alerts-error-not-now"),
        ActError::NoMethod => ("method", "alerts-error-method"),
        ActError::NotAuthorized => ("method", "alerts-error-not-authorized"),
        ActError::BeingConfirmed => ("", "alerts-error-being-confirmed"),
        ActError::Unavailable => ("", "alerts-error-unavailable"),
        ActError::NotAllowed(not_allowed) => return Err(not_allowed.into()),
        ActError::NotFound | ActError::NothingToAsk => return Err(WebError::NotFound),
        ActError::Store(error) => return Err(error.into()),
    })
}

fn one((field, key): (&'static str, &'static str)) -> FormErrors {
    let mut errors = FormErrors::default();
    errors.add(field, key);
    errors
}

fn seen(id: AlertId, fields: &Fields) -> Option<Seen> {
    fields.get("version").parse().ok().map(|version| Seen { id, version })
}

/// The alert's page after something was done there, or refused.
fn answered(
    app: &App,
    rq: &Rq,
    (id, typed): (AlertId, &Typed),
    outcome: Result<Alert, ActError>,
    done: &str,
) -> Result<Response, WebError> {
    match outcome {
        Ok(_) => Ok(answer::see_other(&paths::with_query(&paths::alert(id), &[("done", done)]))),
        Err(error) => draw(app, rq, id, (typed, &one(complaint(error)?)), ""),
    }
}

/// `POST /alerts/{id}/resolution`
#[handler]
pub async fn create_resolution(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ResolveAlerts)?;
    let (id, typed) = (AlertId::new(id), Typed::sent(fields));
    let Some(how) = typed.how() else { return draw(app, rq, id, (&typed, &one(("how", "alerts-error-how"))), "") };
    let outcome = match seen(id, fields) {
        Some(seen) => acting::resolve(app, Authority::Staff(&staff.user), seen, (how, typed.note.clone())).await,
        None => Err(ActError::Stale),
    };
    answered(app, rq, (id, &typed), outcome, "resolved")
}

/// `POST /alerts/{id}/assignment`
#[handler]
pub async fn update_assignment(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ResolveAlerts)?;
    let (id, typed) = (AlertId::new(id), Typed::sent(fields));
    let outcome = match (seen(id, fields), assignee(&typed.to)) {
        (Some(seen), Ok(to)) => acting::assign(app, Authority::Staff(&staff.user), seen, to).await,
        (None, _) => Err(ActError::Stale),
        (_, Err(error)) => Err(error),
    };
    answered(app, rq, (id, &typed), outcome, "assigned")
}

/// Nobody, or somebody by number.
fn assignee(text: &str) -> Result<Option<UserId>, ActError> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| ActError::NotOnStaff) }
}

/// `POST /alerts/{id}/snooze`
#[handler]
pub async fn create_snooze(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ResolveAlerts)?;
    let (id, typed) = (AlertId::new(id), Typed::sent(fields));
    let Some(until) = Snooze::from_code(fields.get("until")) else {
        return draw(app, rq, id, (&typed, &one(("", "alerts-error-until"))), "");
    };
    let outcome = match seen(id, fields) {
        Some(seen) => acting::snooze(app, Authority::Staff(&staff.user), seen, until).await,
        None => Err(ActError::Stale),
    };
    answered(app, rq, (id, &typed), outcome, "snoozed")
}

/// `POST /alerts/{id}/inquiry`: the processor is asked at once.
#[handler]
pub async fn create_inquiry(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ResolveAlerts)?;
    let id = AlertId::new(id);
    let outcome = acting::ask_now(app, Authority::Staff(&staff.user), id).await;
    let open = matches!(&outcome, Ok(alert) if alert.state.is_unresolved());
    answered(app, rq, (id, &Typed::default()), outcome, if open { "asked-open" } else { "asked-closed" })
}

/// `POST /alerts/{id}/collection`: the payment of a schedule is tried again.
#[handler]
pub async fn create_collection(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ResolveAlerts)?;
    let (id, typed) = (AlertId::new(id), Typed::sent(fields));
    let refuse = |complaint| draw(app, rq, id, (&typed, &one(complaint)), "");
    let Ok(version) = fields.get("occurrence").parse::<u32>() else { return refuse(("", "alerts-error-stale")) };
    let method = fields.get("method");
    let Ok(method) = (!method.is_empty()).then(|| method.parse::<PaymentMethodId>()).transpose() else {
        return refuse(("method", "alerts-error-method"));
    };
    // On a task of its own: a browser that goes away in the middle must not leave a charge half told.
    let (hall, user) = (app.clone(), staff.user.clone());
    let tried =
        tokio::spawn(async move { acting::collect(&hall, Authority::Staff(&user), id, (version, method)).await });
    match tried.await.map_err(|error| WebError::Failed(error.to_string()))? {
        Ok(occurrence) => {
            let done = match occurrence.standing {
                Standing::Collected | Standing::Submitted => "collected",
                Standing::Failed => "not-collected",
                Standing::Pending | Standing::Collecting | Standing::Skipped | Standing::PaidElsewhere => "collecting",
            };
            Ok(answer::see_other(&paths::with_query(&paths::alert(id), &[("done", done)])))
        }
        Err(error) => refuse(complaint(error)?),
    }
}

/// `POST /alerts/{id}/request`: the payer is asked by mail for another method.
#[handler]
pub async fn create_request(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ResolveAlerts)?;
    let id = AlertId::new(id);
    let complaint = match asking::ask_payer(app, Authority::Staff(&staff.user), id).await {
        Ok(_) => return Ok(answer::see_other(&paths::with_query(&paths::alert(id), &[("done", "asked-payer")]))),
        Err(AskError::TooMany) => ("", "payer-ask-error-many"),
        Err(AskError::NoAccount) => ("", "alerts-error-not-now"),
        Err(AskError::Unavailable) => ("", "alerts-error-unavailable"),
        Err(AskError::NotFound) => return Err(WebError::NotFound),
        Err(AskError::NotAllowed(not_allowed)) => return Err(not_allowed.into()),
        Err(AskError::Store(error)) => return Err(error.into()),
        Err(AskError::TooLong | AskError::NotSetUp) => return Err(WebError::Unavailable),
    };
    draw(app, rq, id, (&Typed::default(), &one(complaint)), "")
}

/// The alerts that were ticked: each with the version that was shown.
fn ticked(typed: &Typed) -> Vec<Seen> {
    let one = |text: &String| {
        let (id, version) = text.split_once('.')?;
        Some(Seen { id: id.parse().ok()?, version: version.parse().ok()? })
    };
    typed.ticked.iter().filter_map(one).collect()
}

/// The list after something was done about several alerts, or refused.
fn answered_for_several(
    app: &App,
    rq: &Rq,
    (listed, typed): (Listed, &Typed),
    outcome: Result<Several, ActError>,
    done: &str,
) -> Result<Response, WebError> {
    match outcome {
        Ok(Several { done: count, left }) => {
            Ok(answer::see_other(&listed.address_telling(done, &count.to_string(), &left.to_string())))
        }
        Err(error) => draw_list(app, rq, listed, (typed, &one(complaint(error)?)), &|_| None),
    }
}

/// `POST /alerts/resolutions`
#[handler]
pub async fn create_resolutions(rq: &Rq, Data(app): Data<&Arc<App>>, fields: &Fields) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ResolveAlerts)?;
    let (listed, typed) = (Listed::of(|name| fields.get(name).to_owned()), Typed::sent(fields));
    let seen = ticked(&typed);
    let refuse = |complaint| draw_list(app, rq, listed, (&typed, &one(complaint)), &|_| None);
    if seen.is_empty() {
        return refuse(("", "alerts-error-none"));
    }
    let Some(how) = typed.how() else { return refuse(("how", "alerts-error-how")) };
    let note = typed.note.clone();
    let outcome = acting::resolve_several(app, Authority::Staff(&staff.user), &seen, (how, note)).await;
    answered_for_several(app, rq, (listed, &typed), outcome, "several-resolved")
}

/// `POST /alerts/assignments`
#[handler]
pub async fn create_assignments(rq: &Rq, Data(app): Data<&Arc<App>>, fields: &Fields) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ResolveAlerts)?;
    let (listed, typed) = (Listed::of(|name| fields.get(name).to_owned()), Typed::sent(fields));
    let seen = ticked(&typed);
    if seen.is_empty() {
        return draw_list(app, rq, listed, (&typed, &one(("", "alerts-error-none"))), &|_| None);
    }
    let outcome = match assignee(&typed.to) {
        Ok(to) => acting::assign_several(app, Authority::Staff(&staff.user), &seen, to).await,
        Err(error) => Err(error),
    };
    answered_for_several(app, rq, (listed, &typed), outcome, "several-assigned")
}
