//! Taking in a file of payers: it is brought, what its columns mean is agreed on, and what came of it is told.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{
    Request, Response, handler,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        ids::{OperationKey, PayerImportId},
        payer_import::{Duplicates, ImportRow, PayerImport, RowFault, Stage, Target},
        permission::Permission,
    },
    i18n::{T, numbers},
    service::payers::importing::{self, ImportError, Preview, reader::Unreadable},
    web::{
        answer,
        error::WebError,
        forms::{Fields, FormErrors, Upload},
        fragments::{
            Check, Icon, Look, Tone, breadcrumb, button, button_link, card, card_flush, csrf, empty, facts,
            form_section, note, page_head, radio,
        },
        guard::Rq,
        paths,
    },
};

use super::{
    fields::{Form, table_named},
    finish, scene,
};

/// `GET /payers/imports`
#[handler]
pub async fn list(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    let heads = importing::of_user(app, &staff.user)?;
    let scene = scene(app, rq)?;
    let t = scene.t;
    let title = t.text("import-list");
    let body = html! {
        (page_head(&breadcrumb(paths::PAYERS, &t.text("payers-title"), &title), &title, &html! { p { (t.text("import-list-text")) } },
            &button_link(Look::Primary, paths::NEW_PAYER_IMPORT, &t.text("payers-import"), Some(Icon::Plus))))
        div class="card" {
            @if heads.is_empty() { (empty(Icon::Spreadsheet, &t.text("import-none"), "", &html! {})) } @else {
                ul class="list" role="list" {
                    @for head in &heads {
                        li { div class="list-text" { a href=(paths::payer_import(head.id)) { (head.file) } " " span class="sub" { (t.with("import-rows", [("count", head.rows)])) } } span { (t.text(stage_key(head.stage))) } }
                    }
                }
            }
        }
    };
    Ok(finish(&scene, &title, &body, false))
}

const fn stage_key(stage: Stage) -> &'static str {
    match stage {
        Stage::Receiving | Stage::Uploaded => "import-stage-uploaded",
        Stage::Running => "import-stage-running",
        Stage::Done => "import-stage-done",
    }
}

/// `GET /payers/imports/new`
#[handler]
pub async fn new(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    rq.staff(Permission::ManagePayers)?;
    draw_new(app, rq, None)
}

fn draw_new(
    app: &App,
    rq: &Rq,
    problem: Option<(&'static str, Vec<(&'static str, String)>)>,
) -> Result<Response, WebError> {
    let scene = scene(app, rq)?;
    let t = scene.t;
    let mut errors = FormErrors::default();
    let failed = problem.is_some();
    if let Some((key, args)) = problem {
        errors.add_with("file", key, args);
    }
    let form = Form { t, errors: &errors };
    let error = errors.first("file", t);
    let title = t.text("payers-import");
    let fields = html! {
        div.field.field-error[failed] {
            label class="label" for="file" { (t.text("import-file")) span class="asterisk" aria-hidden="true" { " *" } }
            div class="hint" id="file-hint" { (t.text("import-file-hint")) }
            @if let Some(error) = error { div class="error-message" id="file-error" { (Icon::CircleAlert) span { (error) } } }
            input class="input" type="file" id="file" name="file" accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                aria-required="true" aria-describedby="file-hint";
        }
    };
    let earlier = button_link(Look::Default, paths::PAYER_IMPORTS, &t.text("import-list"), Some(Icon::History));
    let body = html! {
        (form.summary())
        (page_head(&breadcrumb(paths::PAYERS, &t.text("payers-title"), &title), &title, &html! { p { (t.text("import-intro")) } }, &earlier))
        form class="card" method="post" action=(paths::PAYER_IMPORTS) enctype="multipart/form-data" hx-boost="false" novalidate data-once {
            (csrf(rq.csrf()))
            input type="hidden" name="key" value=(app.ids.operation_key());
            (form_section("import-file-section", &t.text("import-file-section"), &html! {}, &fields))
            div class="card-foot actions" {
                (button(Look::Primary, &t.text("import-upload"), Some(Icon::ArrowRight)))
                (button_link(Look::Ghost, paths::PAYERS, &t.text("payer-cancel"), None))
            }
        }
    };
    Ok(finish(&scene, &title, &body, failed))
}

/// `POST /payers/imports`
#[handler]
pub async fn create(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    fields: &Fields,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    let Ok(key) = OperationKey::parse(fields.get("key")) else {
        return draw_new(app, rq, Some(("enter-payment-error-stale", Vec::new())));
    };
    let upload = request.data::<Arc<Upload>>().filter(|upload| !upload.bytes.is_empty());
    let Some(upload) = upload else { return draw_new(app, rq, Some(("import-error-none", Vec::new()))) };
    let file = (upload.name.clone(), upload.bytes.clone());
    match importing::receive(app, &staff.user, key, file).await {
        Ok(head) => Ok(answer::see_other(&paths::payer_import(head.id))),
        Err(ImportError::Unreadable(why)) => draw_new(app, rq, Some(unreadable(why))),
        Err(ImportError::Unavailable) => draw_new(app, rq, Some(("payer-error-unavailable", Vec::new()))),
        Err(error) => Err(other(error)),
    }
}

fn unreadable(why: Unreadable) -> (&'static str, Vec<(&'static str, String)>) {
    let key = match why {
        Unreadable::Unknown => "import-error-unknown",
        Unreadable::Damaged => "import-error-damaged",
        Unreadable::TooLarge => "import-error-large",
        Unreadable::TooManyRows => "import-error-rows",
        Unreadable::TooManyColumns => "import-error-columns",
        Unreadable::Empty => "import-error-empty",
    };
    (key, Vec::new())
}

fn other(error: ImportError) -> WebError {
    match error {
        ImportError::NotAllowed(not_allowed) => not_allowed.into(),
        ImportError::NotFound => WebError::NotFound,
        ImportError::Store(error) => error.into(),
        ImportError::Broken(error) => WebError::Failed(error),
        ImportError::Unreadable(_) | ImportError::NoNameColumn | ImportError::Confirmed | ImportError::Unavailable => {
            WebError::Unavailable
        }
    }
}

/// `GET /payers/imports/{id}`: the preview, how far it has got, or what came of it.
#[handler]
pub async fn show(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    let head = importing::find(app, &staff.user, PayerImportId::new(id)).map_err(other)?;
    draw(app, rq, &head, None).await
}

async fn draw(app: &App, rq: &Rq, head: &PayerImport, problem: Option<&'static str>) -> Result<Response, WebError> {
    let scene = scene(app, rq)?;
    let t = scene.t;
    let mut errors = FormErrors::default();
    if let Some(problem) = problem {
        errors.add("", problem);
    }
    let form = Form { t, errors: &errors };
    let inner = match head.stage {
        Stage::Receiving | Stage::Uploaded => {
            let preview = importing::preview(app, head).await.map_err(other)?;
            html! { (mapping(rq, t, head)) (preview_of(rq, t, head, &preview)) }
        }
        Stage::Running => running(t, head),
        Stage::Done => done(t, head),
    };
    let above = breadcrumb(paths::PAYER_IMPORTS, &t.text("import-list"), &head.file);
    let below = html! { p { (t.with("import-rows", [("count", head.rows)])) } };
    let body = html! {
        (form.summary())
        (page_head(&above, &head.file, &below, &html! {}))
        div class="stack" { (inner) }
    };
    Ok(finish(&scene, &head.file, &body, problem.is_some()))
}

/// What each column holds, and what becomes of known payers.
fn mapping(rq: &Rq, t: T, head: &PayerImport) -> Markup {
    let columns = html! {
        div class="grid" {
            @for (index, heading) in head.headings.iter().enumerate() {
                @let name = format!("column_{index}");
                @let target = head.targets.get(index).copied().unwrap_or(Target::Ignored);
                div class="field span-4" {
                    label class="label" for=(name) { @if heading.is_empty() { (t.with("import-column", [("number", (index + 1).to_string())])) } @else { (heading) } }
                    select class="input" id=(name) name=(name) {
                        @for known in Target::ALL { option value=(known.code()) selected[known == target] { (t.text(&format!("import-target-{}", known.code()))) } }
                    }
                }
            }
        }
    };
    let choices = html! {
        fieldset class="stack-2" {
            legend class="label" { (t.text("import-duplicates")) }
            p class="hint" { (t.text("import-duplicates-hint")) }
            @for known in Duplicates::ALL {
                (radio(&Check { name: "duplicates", value: known.code(), label: &t.text(&format!("import-duplicates-{}", known.code())), hint: None, checked: known == head.duplicates }))
            }
        }
    };
    html! {
        form class="card" method="post" action=(paths::payer_import(head.id)) novalidate data-once {
            (csrf(rq.csrf()))
            (form_section("import-mapping", &t.text("import-mapping"), &html! { p class="faint small" { (t.text("import-mapping-hint")) } }, &columns))
            (form_section("import-known", &t.text("import-known"), &html! {}, &choices))
            div class="card-foot" { (button(Look::Default, &t.text("import-apply"), Some(Icon::RefreshCw))) }
        }
    }
}

fn counted(t: T, key: &str, count: u64) -> (String, Markup) {
    (
        t.text(key),
        html! { span class="num" { (numbers::integer(i64::try_from(count).unwrap_or(i64::MAX), t.locale())) } },
    )
}

fn figures(rows: &[(String, Markup)]) -> Markup {
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, fact)| (name.as_str(), fact.clone())).collect();
    facts(&rows)
}

fn preview_of(rq: &Rq, t: T, head: &PayerImport, preview: &Preview) -> Markup {
    let rows = [
        counted(t, "import-new", preview.new),
        counted(t, "import-known-rows", preview.known),
        counted(t, "import-wrong", preview.wrong),
    ];
    let named = head.targets.iter().any(|target| matches!(target, Target::Name | Target::Company));
    let body = html! {
        div class="stack-4" {
            (figures(&rows))
            @if !named { (note(Tone::Warning, &html! { (t.text("import-error-name-column")) })) }
            @if preview.wrong > 0 { (wrong_link(t, head)) }
            form class="actions" method="post" action=(format!("{}/confirmation", paths::payer_import(head.id))) data-once {
                (csrf(rq.csrf()))
                (button(Look::Primary, &t.with("import-confirm", [("count", preview.new + preview.known)]), Some(Icon::Check)))
                (button_link(Look::Ghost, paths::PAYERS, &t.text("payer-cancel"), None))
            }
        }
    };
    html! {
        (card("import-preview", &t.text("import-preview"), &html! {}, &body))
        @if !preview.faults.is_empty() { (card_flush("import-faults", &t.text("import-faults"), &html! {}, &table_named(t, "import-faults", &faults(t, head, &preview.faults)))) }
        @if !preview.sample.is_empty() { (card_flush("import-sample", &t.text("import-sample"), &html! {}, &table_named(t, "import-sample", &sample(t, preview)))) }
    }
}

fn wrong_link(t: T, head: &PayerImport) -> Markup {
    html! {
        p { a href=(format!("{}/errors.csv", paths::payer_import(head.id))) hx-boost="false" download { (t.text("import-wrong-file")) } }
    }
}

fn reason(t: T, fault: RowFault) -> String {
    t.text(&format!("import-fault-{}", fault.code()))
}

fn faults(t: T, head: &PayerImport, rows: &[(ImportRow, RowFault)]) -> Markup {
    let shown = |row: &ImportRow| {
        let used = head
            .targets
            .iter()
            .zip(&row.cells)
            .filter(|(target, cell)| **target != Target::Ignored && !cell.is_empty());
        used.map(|(_, cell)| cell.as_str()).take(3).collect::<Vec<_>>().join(", ")
    };
    html! {
        table class="table" {
            thead { tr { th scope="col" { (t.text("import-row")) } th scope="col" { (t.text("import-reason")) } th scope="col" { (t.text("import-cells")) } } }
            tbody { @for (row, fault) in rows { tr { td class="num" { (row.number) } td { (reason(t, *fault)) } td { span class="break" { (shown(row)) } } } } }
        }
    }
}

fn sample(t: T, preview: &Preview) -> Markup {
    html! {
        table class="table" {
            thead { tr {
                th scope="col" { (t.text("import-row")) }
                th scope="col" { (t.text("payer-name")) }
                th scope="col" { (t.text("payer-company")) }
                th scope="col" { (t.text("payer-client-number")) }
                th scope="col" { (t.text("payer-emails")) }
                th scope="col" { (t.text("payer-phones")) }
            } }
            tbody {
                @for (number, facts) in &preview.sample {
                    tr {
                        td class="num" { (number) }
                        td { (facts.name) }
                        td { (facts.company) }
                        td { (facts.client_number.as_deref().unwrap_or_default()) }
                        td { span class="break" { (facts.emails.join(", ")) } }
                        td { (facts.phones.join(", ")) }
                    }
                }
            }
        }
    }
}

/// Asks again by itself where it can; otherwise the link does.
fn running(t: T, head: &PayerImport) -> Markup {
    let percent = (head.done * 100).checked_div(head.parts).unwrap_or(100);
    let address = paths::payer_import(head.id);
    html! {
        section class="card" id="import-running" aria-labelledby="import-running-heading"
            hx-get=(address) hx-trigger="every 2s" hx-select="main > *" hx-target="main" hx-swap="innerHTML" {
            div class="card-body stack-4" {
                h2 id="import-running-heading" { (t.text("import-stage-running")) }
                div class="export-progress" { progress max="100" value=(percent) aria-labelledby="import-running-heading" {} }
                p role="status" { (t.with("import-progress", [("done", head.done * 250), ("rows", head.rows)])) }
                (button_link(Look::Default, &address, &t.text("result-refresh"), Some(Icon::RotateCw)))
            }
        }
    }
}

fn done(t: T, head: &PayerImport) -> Markup {
    let rows = [
        counted(t, "import-added", head.added),
        counted(t, "import-updated", head.updated),
        counted(t, "import-skipped", head.skipped),
        counted(t, "import-wrong", head.wrong),
    ];
    let body = html! {
        div class="stack-4" {
            (note(Tone::Positive, &html! { (t.text("import-stage-done")) }))
            (figures(&rows))
            @if head.wrong > 0 { p { (t.text("import-wrong-text")) } (wrong_link(t, head)) }
            div class="actions" { (button_link(Look::Primary, &format!("{}?sort=newest", paths::PAYERS), &t.text("import-to-list"), Some(Icon::Users))) }
        }
    };
    card("import-done", &t.text("import-result"), &html! {}, &body)
}

/// `POST /payers/imports/{id}`
#[handler]
pub async fn update(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    let head = importing::find(app, &staff.user, PayerImportId::new(id)).map_err(other)?;
    let column = |index: usize| Target::from_code(fields.get(&format!("column_{index}"))).unwrap_or(Target::Ignored);
    let targets: Vec<Target> = (0..head.headings.len()).map(column).collect();
    let duplicates = Duplicates::from_code(fields.get("duplicates")).unwrap_or_default();
    match importing::agree(app, &staff.user, head.id, (targets, duplicates)).await {
        Ok(_) | Err(ImportError::Confirmed) => Ok(answer::see_other(&paths::payer_import(head.id))),
        Err(ImportError::Unavailable) => draw(app, rq, &head, Some("payer-error-unavailable")).await,
        Err(error) => Err(other(error)),
    }
}

/// `POST /payers/imports/{id}/confirmation`
#[handler]
pub async fn confirm(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    let head = importing::find(app, &staff.user, PayerImportId::new(id)).map_err(other)?;
    match importing::begin(app, &staff.user, head.id).await {
        Ok(()) => {
            // Longer than anybody waits for a page; should it end here, the next minute takes it up.
            let hall = app.clone();
            tokio::spawn(async move {
                if let Err(error) = importing::run(&hall, head.id).await {
                    tracing::warn!(%error, "an import was interrupted; it is taken up again");
                }
            });
            Ok(answer::see_other(&paths::payer_import(PayerImportId::new(id))))
        }
        Err(ImportError::NoNameColumn) => draw(app, rq, &head, Some("import-error-name-column")).await,
        Err(ImportError::Unavailable) => draw(app, rq, &head, Some("payer-error-unavailable")).await,
        Err(error) => Err(other(error)),
    }
}

/// `GET /payers/imports/{id}/errors.csv`
#[handler]
pub async fn wrong_rows(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    let head = importing::find(app, &staff.user, PayerImportId::new(id)).map_err(other)?;
    let t = scene(app, rq)?.t;
    let wrong = importing::wrong_rows(app, &head).await.map_err(other)?;
    let told: Vec<(ImportRow, String)> = wrong.into_iter().map(|(row, fault)| (row, reason(t, fault))).collect();
    let names = (t.text("import-row"), t.text("import-reason"));
    let file = importing::wrong_rows_csv(app, &head, names, &told).map_err(other)?;
    Ok(answer::download(&format!("errors_{}.csv", head.id), "text/csv; charset=utf-8", file))
}
