//! What is done to a schedule or to one of its payments, by plain forms that carry the version they were shown with.

use std::sync::Arc;

use poem::{
    Response, handler,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        ids::{OccurrenceId, ScheduleId},
        permission::Permission,
        schedule::{ScheduleEvent, occurrence::Standing},
    },
    service::{
        Authority,
        schedules::{self, Collect, Decide, Decision, ScheduleError, UseOfMethod},
    },
    web::{
        answer,
        error::WebError,
        forms::{Fields, FormErrors},
        guard::Rq,
        page::Area,
        paths,
    },
};

/// What is said of something that was done.
pub(super) fn done(code: &str) -> Option<&'static str> {
    Some(match code {
        "made" => "schedule-done-made",
        "changed" => "schedule-done-changed",
        "state" => "schedule-done-state",
        "collected" => "schedule-done-collected",
        "tried" => "schedule-done-tried",
        "waived" => "schedule-done-waived",
        _ => return None,
    })
}

fn back(id: ScheduleId, code: &str) -> Response {
    answer::see_other(&format!("{}?done={code}", paths::schedule(id)))
}

/// The page again with what is wrong, if that is the page's to say.
fn refused(app: &App, rq: &Rq, id: ScheduleId, error: ScheduleError) -> Result<Response, WebError> {
    let key = match error {
        ScheduleError::Stale => "schedule-error-stale",
        ScheduleError::NotNow => "schedule-error-not-now",
        ScheduleError::DateInPast => "schedule-error-past",
        ScheduleError::NoDate => "schedule-error-no-date",
        ScheduleError::NoMethod => "schedule-error-method-unfit",
        ScheduleError::NotAuthorized => "schedule-error-not-authorized",
        ScheduleError::TooEarly => "schedule-error-too-early",
        ScheduleError::Presented => "schedule-error-presented",
        ScheduleError::Unavailable => "schedule-error-unavailable",
        ScheduleError::NotAllowed(not_allowed) => return Err(not_allowed.into()),
        ScheduleError::NotFound => return Err(WebError::NotFound),
        ScheduleError::Store(error) => return Err(error.into()),
        ScheduleError::BeingConfirmed => return Err(WebError::Unavailable),
        error => return Err(WebError::Failed(error.to_string())),
    };
    let mut errors = FormErrors::default();
    errors.add("", key);
    super::draw(app, rq, (answer::scene(app, rq, Some(Area::Schedules))?, id), &errors)
}

/// `POST /schedules/{id}/state`
#[handler]
pub async fn update_state(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSchedules)?;
    let id = ScheduleId::new(id);
    let event = match fields.get("event") {
        "activate" => ScheduleEvent::Activate,
        "pause" => ScheduleEvent::Pause,
        "resume" => ScheduleEvent::Resume,
        "cancel" => ScheduleEvent::Cancel,
        _ => return refused(app, rq, id, ScheduleError::NotNow),
    };
    let version = fields.get("version").parse().unwrap_or(0);
    match schedules::change_state(app, Authority::Staff(&staff.user), (id, version), event).await {
        Ok(_) => Ok(back(id, "state")),
        Err(error) => refused(app, rq, id, error),
    }
}

/// `POST /schedules/{id}/payments/{number}/collection`
#[handler]
pub async fn collect(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path((id, number)): Path<(u64, u32)>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSchedules)?;
    let occurrence = OccurrenceId { schedule: ScheduleId::new(id), number };
    let asked = Collect {
        occurrence,
        version: fields.get("version").parse().unwrap_or(0),
        method: fields.get("method").parse().ok(),
        use_of_method: if fields.has("from_now_on") { UseOfMethod::FromNowOn } else { UseOfMethod::Once },
    };
    // On a task of its own: a browser that goes away in the middle must not leave a payment half told.
    let (hall, user) = (app.clone(), staff.user.clone());
    let collected = tokio::spawn(async move { schedules::collect_now(&hall, Authority::Staff(&user), asked).await });
    match collected.await.map_err(|error| WebError::Failed(error.to_string()))? {
        Ok(occurrence) if occurrence.standing == Standing::Collected => Ok(back(occurrence.id.schedule, "collected")),
        Ok(occurrence) => Ok(back(occurrence.id.schedule, "tried")),
        Err(ScheduleError::BeingConfirmed) => Ok(back(occurrence.schedule, "tried")),
        Err(error) => refused(app, rq, occurrence.schedule, error),
    }
}

/// `POST /schedules/{id}/payments/{number}/waiver`
#[handler]
pub async fn waive(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path((id, number)): Path<(u64, u32)>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSchedules)?;
    let occurrence = OccurrenceId { schedule: ScheduleId::new(id), number };
    let decision = match fields.get("decision") {
        "skip" => Decision::Skip,
        "elsewhere" => Decision::PaidElsewhere,
        _ => return refused(app, rq, occurrence.schedule, ScheduleError::NotNow),
    };
    let version = fields.get("version").parse().unwrap_or(0);
    let asked = Decide { occurrence, version, decision, note: fields.get("note").to_owned() };
    match schedules::decide(app, Authority::Staff(&staff.user), asked).await {
        Ok(_) => Ok(back(occurrence.schedule, "waived")),
        Err(error) => refused(app, rq, occurrence.schedule, error),
    }
}
