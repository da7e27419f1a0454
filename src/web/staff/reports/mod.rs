//! Reports: those that every portal has, those that people make, their runs, and when they are sent.

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
        ids::{OperationKey, ReportId, ReportRunId},
        permission::Permission,
        report::{
            Definition, Report,
            range::Range,
            run::{Origin, Run},
            standard::Standard,
        },
    },
    export::Format,
    i18n::{T, dates},
    service::{
        Authority, NotAllowed,
        exports::{Grid, reports::Asked},
        reading,
        reports::{
            self, FindError, ReportError,
            asking::Question,
            screen::{self, Screen},
        },
        sessions::Current,
    },
    web::{
        answer::{self, Scene},
        error::WebError,
        forms::{self, Fields, FormErrors},
        fragments::Tone,
        guard::Rq,
        page::{self, Area},
        paths, taking_home,
    },
};

use self::{
    form::{Terms, Typed},
    view::{edit as edit_view, list as list_view, show as show_view},
};

/// `GET /reports`
#[handler]
pub async fn list(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ViewPayments)?;
    let scene = telling(answer::scene(app, rq, Some(Area::PaymentManager))?, request);
    let body = list_view::page(scene.t, &scene.firm(), &reports::list(app, &staff.user)?);
    Ok(drawn(&scene, &scene.t.text("reports-title"), &body, StatusCode::OK))
}

/// Tells what the last action came to.
fn telling(scene: Scene, request: &Request) -> Scene {
    let key = match forms::query_value(request, "done").as_deref() {
        Some("saved") => "report-done-saved",
        Some("copied") => "report-done-copied",
        Some("deleted") => "report-done-deleted",
        Some("run") => "report-done-run",
        _ => return scene,
    };
    let words = scene.t.text(key);
    scene.telling(Some((Tone::Positive, words)))
}

fn drawn(scene: &Scene, title: &str, body: &maud::Markup, status: StatusCode) -> Response {
    let failed = status == StatusCode::UNPROCESSABLE_ENTITY;
    let ctx = page::Ctx { failed, wide: true, ..scene.ctx() };
    answer::html_with(status, page::staff(&ctx, title, body))
}

/// The days that an address asks for, and the report's own where it asks for none.
struct Days {
    shown: show_view::Days,
    range: Range,
    errors: FormErrors,
}

impl Days {
    fn of(request: &Request, own: Range) -> Self {
        Self::read(|name| forms::query_value(request, name).unwrap_or_default(), own)
    }

    fn read(value: impl Fn(&str) -> String, own: Range) -> Self {
        let shown = show_view::Days { range: value("range"), from: value("from"), to: value("to") };
        let mut errors = FormErrors::default();
        if shown.range.is_empty() {
            return Self { shown: show_view::Days::default(), range: own, errors };
        }
        let range = form::range(&shown.range, &shown.from, &shown.to, &mut errors);
        Self { shown, range: range.unwrap_or(own), errors }
    }

    const fn status(&self) -> StatusCode {
        if self.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
    }
}

fn page_number(request: &Request) -> usize {
    forms::query_value(request, "page").and_then(|text| text.parse().ok()).unwrap_or(1)
}

/// A page of the answer; `None` while the index is being made anew.
async fn asked(app: &Arc<App>, question: Question, t: T, page: usize) -> Result<Option<Screen>, WebError> {
    match screen::screen(app, question, t, page).await {
        Ok(screen) => Ok(Some(screen)),
        Err(FindError::Rebuilding { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// `GET /reports/standard/{code}`
#[handler]
pub async fn standard(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(code): Path<String>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.staff(Permission::ViewPayments)?;
    let report = Standard::with_code(&code).ok_or(WebError::NotFound)?;
    let scene = answer::scene(app, rq, Some(Area::PaymentManager))?;
    let days = Days::of(request, Range::Relative(report.range));
    let definition = report.definition(days.range);
    let question = reports::question(app, &definition, scene.t.locale(), app.now())?;
    let screen = asked(app, question, scene.t, page_number(request)).await?;
    let name = scene.t.text(&report.key());
    let page = show_view::Page {
        t: scene.t,
        firm: &scene.firm(),
        path: &paths::standard_report(&code),
        name: &name,
        definition: &definition,
        days: &days.shown,
        errors: &days.errors,
        may_export: rq.staff(Permission::ExportPayments).is_ok(),
        csrf: rq.csrf(),
        screen: screen.as_ref(),
    };
    let runs = runs(app, &Origin::Standard(code.clone()))?;
    let body = show_view::standard(&page, &scene.t.text(&report.text_key()), &code, &runs);
    Ok(drawn(&scene, &name, &body, days.status()))
}

/// The runs of a report, each with who ran it.
fn runs(app: &App, of: &Origin) -> Result<Vec<(Run, String)>, WebError> {
    let names = reading::Names::read(app)?;
    Ok(reports::runs(app, of)?.into_iter().map(|run| (run.clone(), names.actor(run.actor))).collect())
}

/// `GET /reports/standard/{code}/export.…`
#[handler]
pub async fn standard_file(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(code): Path<String>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.staff(Permission::ExportPayments)?;
    let report = Standard::with_code(&code).ok_or(WebError::NotFound)?;
    let t = answer::scene(app, rq, None)?.t;
    let days = Days::of(request, Range::Relative(report.range));
    let question = reports::question(app, &report.definition(days.range), t.locale(), app.now())?;
    let back = days.shown.address(&paths::standard_report(&code));
    let asked = Asked { name: t.text(&report.key()), question, back };
    download((app, rq), asked, request).await
}

/// The answer as a file of the format that the address ends in.
async fn download((app, rq): (&Arc<App>, &Rq), asked: Asked, request: &Request) -> Result<Response, WebError> {
    let extension = request.uri().path().rsplit('.').next();
    let format = if extension == Some(Format::Csv.extension()) { Format::Csv } else { Format::Xlsx };
    taking_home::give(app, rq, Grid::Report(Box::new(asked)), format).await
}

/// `POST /reports/standard/{code}/runs`, over the days that were shown.
#[handler]
pub async fn create_standard_run(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(code): Path<String>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ViewPayments)?;
    let report = Standard::with_code(&code).ok_or(WebError::NotFound)?;
    let days = Days::read(|name| fields.get(name).to_owned(), Range::Relative(report.range));
    if !days.errors.is_empty() {
        // The page itself says what is wrong with them.
        return Ok(answer::see_other(&days.shown.address(&paths::standard_report(&code))));
    }
    let t = answer::scene(app, rq, None)?.t;
    let run = reports::run_standard(app, Authority::Staff(&staff.user), report, (t, days.range)).await;
    let run = run.map_err(refused)?;
    Ok(answer::see_other(&format!("{}?done=run", paths::report_run(&Origin::Standard(code), run))))
}

fn own(app: &App, staff: &Current, id: u64) -> Result<Report, WebError> {
    reports::read(app, &staff.user, ReportId::new(id))?.ok_or(WebError::NotFound)
}

/// `GET /reports/{id}`
#[handler]
pub async fn show(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ViewPayments)?;
    let report = own(app, staff, id)?;
    let scene = telling(answer::scene(app, rq, Some(Area::PaymentManager))?, request);
    let days = Days::of(request, report.definition.range);
    let definition = Definition { range: days.range, ..report.definition.clone() };
    let question = reports::question(app, &definition, report.locale, app.now())?;
    let screen = asked(app, question, scene.t, page_number(request)).await?;
    let runs = runs(app, &Origin::Made(report.id))?;
    let page = show_view::Page {
        t: scene.t,
        firm: &scene.firm(),
        path: &paths::report(report.id),
        name: &report.name,
        definition: &definition,
        days: &days.shown,
        errors: &days.errors,
        may_export: rq.staff(Permission::ExportPayments).is_ok(),
        csrf: rq.csrf(),
        screen: screen.as_ref(),
    };
    let own = show_view::Own {
        report: &report,
        owner: &reading::Names::read(app)?.user(report.owner),
        runs: &runs,
        may_change: reports::may_change(&staff.user, &report),
    };
    Ok(drawn(&scene, &report.name, &show_view::own(&page, &own), days.status()))
}

/// `GET /reports/{id}/export.…`
#[handler]
pub async fn show_file(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ExportPayments)?;
    let report = own(app, staff, id)?;
    let days = Days::of(request, report.definition.range);
    let definition = Definition { range: days.range, ..report.definition };
    let question = reports::question(app, &definition, report.locale, app.now())?;
    let asked = Asked { name: report.name, question, back: days.shown.address(&paths::report(report.id)) };
    download((app, rq), asked, request).await
}

/// A run of a report that exists for this person.
fn run_of(app: &App, staff: &Current, origin: &Origin, run: u64) -> Result<Run, WebError> {
    if let Origin::Made(id) = origin {
        own(app, staff, id.get())?;
    }
    reports::read_run(app, origin, ReportRunId::new(run))?.ok_or(WebError::NotFound)
}

/// `GET /reports/{id}/runs/{run}`
#[handler]
pub async fn show_run(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path((id, run)): Path<(u64, u64)>,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ViewPayments)?;
    let run = run_of(app, staff, &Origin::Made(ReportId::new(id)), run)?;
    draw_run((app, rq), &run, request).await
}

/// `GET /reports/standard/{code}/runs/{run}`
#[handler]
pub async fn show_standard_run(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path((code, run)): Path<(String, u64)>,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ViewPayments)?;
    let run = run_of(app, staff, &Origin::Standard(code), run)?;
    draw_run((app, rq), &run, request).await
}

async fn draw_run((app, rq): (&Arc<App>, &Rq), run: &Run, request: &Request) -> Result<Response, WebError> {
    let scene = telling(answer::scene(app, rq, Some(Area::PaymentManager))?, request);
    let screen = asked(app, reports::question_of(app, run)?, scene.t, page_number(request)).await?;
    let who = reading::Names::read(app)?.actor(run.actor);
    let page = show_view::Page {
        t: scene.t,
        firm: &scene.firm(),
        path: &paths::report_run(&run.report, run.id),
        name: &run.name,
        definition: &run.definition,
        days: &show_view::Days::default(),
        errors: &FormErrors::default(),
        may_export: rq.staff(Permission::ExportPayments).is_ok(),
        csrf: rq.csrf(),
        screen: screen.as_ref(),
    };
    Ok(drawn(&scene, &run.name, &show_view::run(&page, run, &who), StatusCode::OK))
}

/// `GET /reports/{id}/runs/{run}/export.…`
#[handler]
pub async fn run_file(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path((id, run)): Path<(u64, u64)>,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ExportPayments)?;
    let run = run_of(app, staff, &Origin::Made(ReportId::new(id)), run)?;
    download((app, rq), of_run(app, run)?, request).await
}

/// `GET /reports/standard/{code}/runs/{run}/export.…`
#[handler]
pub async fn standard_run_file(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path((code, run)): Path<(String, u64)>,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ExportPayments)?;
    let run = run_of(app, staff, &Origin::Standard(code), run)?;
    download((app, rq), of_run(app, run)?, request).await
}

/// What a run asked, to be asked again for a file.
fn of_run(app: &App, run: Run) -> Result<Asked, WebError> {
    let back = paths::report_run(&run.report, run.id);
    Ok(Asked { question: reports::question_of(app, &run)?, name: run.name, back })
}

/// `GET /reports/new`, like a standard report (`?like=`) or with a kept draft (`?draft=`).
#[handler]
pub async fn new(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ViewPayments)?;
    let scene = answer::scene(app, rq, Some(Area::PaymentManager))?;
    let key = app.ids.operation_key();
    let like = forms::query_value(request, "like").and_then(|code| Standard::with_code(&code));
    let blank = like.or_else(|| Standard::with_code("month-to-date")).ok_or(WebError::NotFound)?;
    let name = like.map(|report| scene.t.text(&report.key())).unwrap_or_default();
    let typed = Typed { name, ..Typed::of(&blank.definition(Range::Relative(blank.range)), &key) };
    Ok(draw_form(app, rq, (&scene, staff, None), Drawing::fresh(typed, draft(app, staff, request)?)))
}

/// The fields of a form that was kept while its author signed in again, under its own key.
fn draft(app: &App, staff: &Current, request: &Request) -> Result<Option<Typed>, WebError> {
    let key = forms::query_value(request, "draft").and_then(|text| OperationKey::parse(&text).ok());
    let Some(key) = key else { return Ok(None) };
    let fields = reading::draft(app, staff.user.id, &key)?;
    Ok(fields.map(|fields| Typed { key: key.to_string(), ..Typed::sent(&Fields::kept(&fields)) }))
}

/// The form as it is to be shown.
struct Drawing {
    typed: Typed,
    errors: FormErrors,
    restored: bool,
    pressed: Fields,
}

impl Drawing {
    fn fresh(typed: Typed, draft: Option<Typed>) -> Self {
        let restored = draft.is_some();
        Self { typed: draft.unwrap_or(typed), errors: FormErrors::default(), restored, pressed: Fields::default() }
    }

    fn refused(typed: Typed, errors: FormErrors) -> Self {
        Self { typed, errors, restored: false, pressed: Fields::default() }
    }
}

fn draw_form(
    app: &App,
    rq: &Rq,
    (scene, staff, report): (&Scene, &Current, Option<&Report>),
    drawing: Drawing,
) -> Response {
    let key = OperationKey::parse(&drawing.typed.key).unwrap_or_else(|_| app.ids.operation_key());
    let typed = Typed { key: key.to_string(), ..drawing.typed };
    let form = edit_view::Form {
        t: scene.t,
        firm: &scene.firm(),
        user: &staff.user,
        csrf: rq.csrf(),
        report,
        typed: &typed,
        errors: &drawing.errors,
        restored: drawing.restored,
        pressed: &drawing.pressed,
    };
    let failed = !drawing.errors.is_empty();
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let title = scene.t.text(if report.is_some() { "report-edit-title" } else { "report-new-title" });
    drawn(scene, &title, &edit_view::page(&form), status)
}

/// `POST /reports`
#[handler]
pub async fn create(rq: &Rq, Data(app): Data<&Arc<App>>, fields: &Fields) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ViewPayments)?;
    save(app, rq, (staff, None), fields).await
}

/// `GET /reports/{id}/edit`
#[handler]
pub async fn edit(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ViewPayments)?;
    let report = changeable(app, staff, id)?;
    let scene = answer::scene(app, rq, Some(Area::PaymentManager))?;
    let typed = Typed::of_report(&report, &app.ids.operation_key());
    Ok(draw_form(app, rq, (&scene, staff, Some(&report)), Drawing::fresh(typed, draft(app, staff, request)?)))
}

fn changeable(app: &App, staff: &Current, id: u64) -> Result<Report, WebError> {
    let report = own(app, staff, id)?;
    if reports::may_change(&staff.user, &report) {
        return Ok(report);
    }
    Err(NotAllowed(Permission::ManageReports).into())
}

/// `POST /reports/{id}`
#[handler]
pub async fn update(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ViewPayments)?;
    let report = changeable(app, staff, id)?;
    save(app, rq, (staff, Some(&report)), fields).await
}

/// Makes or changes a report, or shows its form again.
async fn save(
    app: &Arc<App>,
    rq: &Rq,
    (staff, report): (&Current, Option<&Report>),
    fields: &Fields,
) -> Result<Response, WebError> {
    let scene = answer::scene(app, rq, Some(Area::PaymentManager))?;
    let typed = Typed::sent(fields);
    let context = (&scene, staff, report);
    if form::only_rearranges(fields) {
        let pressed = fields.clone();
        return Ok(draw_form(app, rq, context, Drawing { pressed, ..Drawing::fresh(typed, None) }));
    }
    let ignored = reports::ignored(app, scene.t, &typed.filters)?;
    let firm = scene.firm();
    let terms = Terms { t: scene.t, user: &staff.user, firm: &firm, now: app.now(), ignored: &ignored };
    let wanted = match form::read(&typed, &terms) {
        Ok(wanted) => wanted,
        Err(errors) => return Ok(draw_form(app, rq, context, Drawing::refused(typed, errors))),
    };
    let authority = Authority::Staff(&staff.user);
    let saved = if let Some(report) = report {
        let version = typed.version.parse().unwrap_or(0);
        reports::update(app, authority, (report.id, version), wanted).await.map(|()| report.id)
    } else {
        let Ok(key) = OperationKey::parse(&typed.key) else {
            let errors = one_error("", "report-error-stale-form", Vec::new());
            return Ok(draw_form(app, rq, context, Drawing::refused(typed, errors)));
        };
        reports::create(app, authority, key, wanted).await
    };
    match saved {
        Ok(id) => Ok(answer::see_other(&format!("{}?done=saved", paths::report(id)))),
        Err(ReportError::Stale(now)) => {
            let zone = &firm.time_zone;
            let when = dates::date_time_long(now.changed_at, zone, scene.t.locale());
            let errors = one_error("", "report-error-stale", vec![("when", when)]);
            // The next try is made in full knowledge of the version that it replaces.
            let typed = Typed { version: now.version.to_string(), ..typed };
            Ok(draw_form(app, rq, context, Drawing::refused(typed, errors)))
        }
        Err(ReportError::Unavailable) => {
            let errors = one_error("", "report-error-unavailable", Vec::new());
            Ok(draw_form(app, rq, context, Drawing::refused(typed, errors)))
        }
        Err(error) => Err(refused(error)),
    }
}

fn one_error(field: &'static str, key: &'static str, args: Vec<(&'static str, String)>) -> FormErrors {
    let mut errors = FormErrors::default();
    errors.add_with(field, key, args);
    errors
}

fn refused(error: ReportError) -> WebError {
    match error {
        ReportError::NotAllowed(not_allowed) => not_allowed.into(),
        ReportError::NotFound => WebError::NotFound,
        ReportError::Unavailable | ReportError::Stale(_) | ReportError::Find(FindError::Rebuilding { .. }) => {
            WebError::Unavailable
        }
        ReportError::Unfit => WebError::Failed(error.to_string()),
        ReportError::Find(error) => error.into(),
        ReportError::Store(error) => error.into(),
    }
}

/// `POST /reports/{id}/copies`
#[handler]
pub async fn create_copy(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ViewPayments)?;
    let report = own(app, staff, id)?;
    let name = answer::scene(app, rq, None)?.t.with("report-copy-of", [("name", report.name)]);
    let copied = reports::copy(app, Authority::Staff(&staff.user), report.id, name).await.map_err(refused)?;
    Ok(answer::see_other(&format!("{}?done=copied", paths::report(copied))))
}

/// `POST /reports/{id}/runs`
#[handler]
pub async fn create_run(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ViewPayments)?;
    let id = own(app, staff, id)?.id;
    let run = reports::run(app, Authority::Staff(&staff.user), id).await.map_err(refused)?;
    Ok(answer::see_other(&format!("{}?done=run", paths::report_run(&Origin::Made(id), run))))
}

/// `POST /reports/{id}/deletion`
#[handler]
pub async fn create_deletion(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ViewPayments)?;
    let id = changeable(app, staff, id)?.id;
    reports::delete(app, Authority::Staff(&staff.user), id).await.map_err(refused)?;
    Ok(answer::see_other(&format!("{}?done=deleted", paths::REPORTS)))
}
