//! Payment schedules: the list, the form with its dates, and the page of one schedule.

mod actions;
mod asked;
mod form;
mod groups;
mod imports;
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
        ids::{OperationKey, PayerId, ScheduleId},
        permission::Permission,
        schedule::{State, group::ScheduleGroup},
    },
    service::{
        Authority, reading,
        schedules::{
            self, EditSchedule, NewSchedule, Start,
            looking::{self, Filter},
            reviewing,
        },
    },
    web::{
        answer::{self, Scene},
        error::WebError,
        forms::{self, Fields, FormErrors},
        fragments::Tone,
        guard::Rq,
        page::{self, Area},
        paths,
    },
};

use self::{
    asked::{Asked, Remarks, one_error},
    form::Typed,
};

pub use self::{
    actions::{collect, update_state, waive},
    groups::{
        choose as choose_group_payers, confirm as confirm_group, create as create_group, discard as discard_group,
        edit as edit_group, list as list_groups, new as new_group, preview as preview_group, review as review_group,
        show as show_group, update as update_group,
    },
    imports::{
        confirm as confirm_import, create as create_import, list as list_imports, new as new_import,
        omit as create_import_omission, show as show_import, show_row as show_import_row,
        template_csv as import_template_csv, template_xlsx as import_template_xlsx, update as update_import,
        update_row as update_import_row, wrong_rows as import_wrong_rows,
    },
};

/// How many general schedules a list can be filtered by.
const GROUPS: usize = 100;
/// How many payers are offered for a new schedule.
const PAYERS: usize = 20;

/// `GET /schedules`, of `?state=`, of `?payer=`, only those with `?failed=1`, from `?page=` on.
#[handler]
pub async fn list(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.staff(Permission::ViewPayments)?;
    let value = |name: &str| forms::query_value(request, name).unwrap_or_default();
    let filter = Filter {
        state: State::from_code(&value("state")),
        payer: value("payer").parse().ok(),
        failed: value("failed") == "1",
        group: value("group").parse().ok(),
    };
    let page = value("page").parse::<usize>().unwrap_or(1).clamp(1, 10_000);
    let (rows, more) = looking::list(app, &filter, page - 1)?;
    let overview = looking::overview(app)?;
    let scene = answer::scene(app, rq, Some(Area::Schedules))?;
    let may = scene.user.as_ref().is_some_and(|user| user.may(Permission::ManageSchedules));
    let body = view::list::page(&view::list::Page {
        t: scene.t,
        filter: &filter,
        rows: &rows,
        overview: &overview,
        place: page,
        more,
        may_manage: may,
        groups: &made_groups(app, &filter)?,
    });
    let ctx = page::Ctx { wide: true, ..scene.ctx() };
    Ok(answer::html(page::staff(&ctx, &scene.t.text("schedules-title"), &body)))
}

/// General schedules that a list can be of: the latest that made any, and the one that was asked for.
fn made_groups(app: &App, filter: &Filter) -> Result<Vec<ScheduleGroup>, WebError> {
    let mut groups = reviewing::groups(app, GROUPS)?;
    groups.retain(|group| group.made > 0);
    if let Some(asked) = filter.group.filter(|asked| groups.iter().all(|group| group.id != *asked)) {
        groups.extend(reviewing::details(app, asked)?.map(|details| details.group));
    }
    Ok(groups)
}

/// `GET /schedules/{id}`
#[handler]
pub async fn show(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.staff(Permission::ViewPayments)?;
    let done = forms::query_value(request, "done").unwrap_or_default();
    let scene = answer::scene(app, rq, Some(Area::Schedules))?;
    let flash = actions::done(&done).map(|key| (Tone::Positive, scene.t.text(key)));
    draw(app, rq, (scene.telling(flash), ScheduleId::new(id)), &FormErrors::default())
}

/// The page of a schedule, with what went wrong.
fn draw(app: &App, rq: &Rq, (scene, id): (Scene, ScheduleId), errors: &FormErrors) -> Result<Response, WebError> {
    let details = looking::details(app, id)?.ok_or(WebError::NotFound)?;
    let Some(user) = scene.user.clone() else { return Err(WebError::NotFound) };
    let names = reading::Names::read(app)?;
    let body = view::show::page(&view::show::Page {
        t: scene.t,
        firm: &scene.firm(),
        details: &details,
        names: &names,
        csrf: rq.csrf(),
        errors,
        may_manage: user.may(Permission::ManageSchedules),
        may_take: user.may(Permission::TakePayments),
    });
    let failed = !errors.is_empty();
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let ctx = page::Ctx { failed, ..scene.ctx() };
    Ok(answer::html_with(status, page::staff(&ctx, &details.row.schedule.name, &body)))
}

/// `GET /schedules/new?payer=`; without a payer, whose it is to be (`?who=`).
#[handler]
pub async fn new(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.staff(Permission::ManageSchedules)?;
    let value = |name: &str| forms::query_value(request, name).unwrap_or_default();
    let Ok(payer) = value("payer").parse::<PayerId>() else {
        let scene = answer::scene(app, rq, Some(Area::Schedules))?;
        let who = value("who");
        let found = if who.is_empty() { Vec::new() } else { reading::payers_beginning(app, &who, PAYERS)? };
        let body = view::edit::choose_payer(scene.t, &who, &found);
        return Ok(answer::html(page::staff(&scene.ctx(), &scene.t.text("schedule-new-title"), &body)));
    };
    let asked = Asked::of_payer(app, rq, payer)?;
    let mut typed = Typed::fresh(app.ids.operation_key().to_string(), payer);
    if let [only] = asked.methods.as_slice() {
        typed.method = only.id.to_string();
    }
    Ok(asked.draw(rq, &typed, &Remarks::default()))
}

/// `POST /schedules`: starts it, keeps it as a draft or, with `do=preview`, shows the form again with its dates.
#[handler]
pub async fn create(rq: &Rq, Data(app): Data<&Arc<App>>, fields: &Fields) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSchedules)?;
    let typed = Typed::sent(fields);
    let asked = Asked::of_payer(app, rq, typed.payer().ok_or(WebError::NotFound)?)?;
    let agreement = match form::read(&typed, (asked.currency(&typed), asked.scene.t)) {
        Ok(agreement) => agreement,
        Err(errors) => return Ok(asked.draw(rq, &typed, &Remarks::of(errors))),
    };
    if fields.get("do") == "preview" {
        return Ok(asked.draw(rq, &typed, &asked.looked_at(app, &typed, &agreement)?));
    }
    let Ok(key) = OperationKey::parse(&typed.key) else {
        let typed = Typed { key: app.ids.operation_key().to_string(), ..typed.clone() };
        return Ok(asked.draw(rq, &typed, &Remarks::of(one_error("", "schedule-error-stale-form"))));
    };
    let start = if fields.get("do") == "draft" { Start::Later } else { Start::Now };
    let consent = match asked.authorized(app, (&typed, &agreement), (start, staff.user.id))? {
        Ok(consent) => consent,
        Err(remarks) => return Ok(asked.draw(rq, &typed, &remarks)),
    };
    let (by, wanted) = (Authority::Staff(&staff.user), NewSchedule { key, payer: asked.payer.id, agreement, start });
    let agreement = wanted.agreement.clone();
    match schedules::create(app, by, wanted, consent).await {
        Ok(made) => Ok(answer::see_other(&format!("{}?done=made", paths::schedule(made.id)))),
        Err(error) => Ok(asked.draw(rq, &typed, &asked.refused(app, (&typed, &agreement), error)?)),
    }
}

/// `GET /schedules/{id}/edit`
#[handler]
pub async fn edit(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    rq.staff(Permission::ManageSchedules)?;
    let asked = Asked::of_schedule(app, rq, ScheduleId::new(id))?;
    let Some(schedule) = &asked.schedule else { return Err(WebError::NotFound) };
    let typed = Typed::of(schedule, asked.scene.t);
    Ok(asked.draw(rq, &typed, &Remarks::default()))
}

/// `POST /schedules/{id}`
#[handler]
pub async fn update(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSchedules)?;
    let id = ScheduleId::new(id);
    let asked = Asked::of_schedule(app, rq, id)?;
    let typed = Typed { payer: asked.payer.id.to_string(), ..Typed::sent(fields) };
    let agreement = match form::read(&typed, (asked.currency(&typed), asked.scene.t)) {
        Ok(agreement) => agreement,
        Err(errors) => return Ok(asked.draw(rq, &typed, &Remarks::of(errors))),
    };
    if fields.get("do") == "preview" {
        return Ok(asked.draw(rq, &typed, &asked.looked_at(app, &typed, &agreement)?));
    }
    let consent = match asked.authorized(app, (&typed, &agreement), (Start::Now, staff.user.id))? {
        Ok(consent) => consent,
        Err(remarks) => return Ok(asked.draw(rq, &typed, &remarks)),
    };
    let version = typed.version.parse().unwrap_or(0);
    let by = Authority::Staff(&staff.user);
    let change = EditSchedule { id, version, agreement: agreement.clone(), notice: form::notice(&typed) };
    match schedules::edit(app, by, change, consent).await {
        Ok(_) => Ok(answer::see_other(&format!("{}?done=changed", paths::schedule(id)))),
        Err(error) => {
            // The next try is made in full knowledge of the version that it replaces.
            let now = asked.schedule.as_ref().map_or(version, |schedule| schedule.version);
            let typed = Typed { version: now.to_string(), ..typed };
            Ok(asked.draw(rq, &typed, &asked.refused(app, (&typed, &agreement), error)?))
        }
    }
}

/// `POST /schedules/preview`: the dates as the form has them, for the form that is being filled in.
#[handler]
pub async fn preview(rq: &Rq, Data(app): Data<&Arc<App>>, fields: &Fields) -> Result<Response, WebError> {
    rq.staff(Permission::ManageSchedules)?;
    let typed = Typed::sent(fields);
    let asked = Asked::of_payer(app, rq, typed.payer().ok_or(WebError::NotFound)?)?;
    Ok(answer::html(view::parts::preview(&asked.form(rq, &typed, &Remarks::default()).parts())))
}
