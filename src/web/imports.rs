//! Taking in a file, on screen: it is brought, what its columns mean is agreed on, and what came of it is told. The rooms of
//! payers and of schedules have these pages alike; a [`Room`] says what differs.

use maud::{Markup, html};
use poem::{Request, Response, http::StatusCode};
use std::sync::Arc;

use crate::{
    app::App,
    domain::{
        ids::{ImportId, OperationKey},
        import::{Duplicates, Import, ImportRow, Imported, RowFault, Stage, Target},
        money::{Currency, Money},
        user::User,
    },
    export::Format,
    i18n::{T, amount, numbers},
    service::{
        importing::{self, ImportError, Preview, Template, Understood, reader::Unreadable},
        schedules::LONGEST_NAME,
    },
};

use super::{
    answer::{self, Scene},
    error::WebError,
    forms::{Fields, FormErrors, Upload},
    fragments::{
        Check, Icon, Look, Tone, breadcrumb, button, button_link, card, card_flush, csrf, empty, error_summary, facts,
        form_section, method_in_full, note, page_head, radio, table_under,
    },
    guard::Rq,
    page::{self, Area},
    paths,
    schedule_rows::{plan_words, recurrence_words},
};

/// What differs between the rooms that take in files.
#[derive(Clone, Copy)]
pub struct Room {
    /// What the rows become.
    pub of: Imported,
    /// Where in the menu it stands.
    pub area: Area,
    /// The list of what the rows become, and the key of its name.
    pub home: (&'static str, &'static str),
    /// Its imports.
    pub list: &'static str,
    /// The form for a file.
    pub new: &'static str,
    /// The beginning of the locale keys of what is said otherwise in this room.
    pub keys: &'static str,
}

impl Room {
    fn import(&self, id: ImportId) -> String {
        format!("{}/{id}", self.list)
    }

    /// What is said otherwise in this room.
    fn said(&self, t: T, key: &str) -> String {
        t.text(&format!("{}-{key}", self.keys))
    }

    fn scene(&self, app: &App, rq: &Rq) -> Result<Scene, WebError> {
        Ok(answer::scene(app, rq, Some(self.area))?)
    }

    fn find(&self, app: &App, user: &User, id: u64) -> Result<Import, WebError> {
        importing::find(app, user, (self.of, ImportId::new(id))).map_err(other)
    }

    /// The imports of this person.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn list(&self, app: &App, rq: &Rq, user: &User) -> Result<Response, WebError> {
        let heads = importing::of_user(app, user, self.of)?;
        let scene = self.scene(app, rq)?;
        let t = scene.t;
        let title = t.text("import-list");
        let new = button_link(Look::Primary, self.new, &self.said(t, "title"), Some(Icon::Plus));
        let crumb = breadcrumb(self.home.0, &t.text(self.home.1), &title);
        let body = html! {
            (page_head(&crumb, &title, &html! { p { (t.text("import-list-text")) } }, &new))
            div class="card" {
                @if heads.is_empty() { (empty(Icon::Spreadsheet, &t.text("import-none"), "", &html! {})) } @else {
                    ul class="list" role="list" {
                        @for head in &heads {
                            li { div class="list-text" { a href=(self.import(head.id)) { (head.file) } " " span class="sub" { (t.with("import-rows", [("count", head.rows)])) } } span { (t.text(stage_key(head.stage))) } }
                        }
                    }
                }
            }
        };
        Ok(finish(&scene, &title, &body, false))
    }

    /// The form for a file, with what went wrong.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn draw_new(&self, app: &App, rq: &Rq, problem: Option<&'static str>) -> Result<Response, WebError> {
        let scene = self.scene(app, rq)?;
        let t = scene.t;
        let mut errors = FormErrors::default();
        if let Some(problem) = problem {
            errors.add("file", problem);
        }
        let error = errors.first("file", t);
        let title = self.said(t, "title");
        let fields = html! {
            div.field.field-error[problem.is_some()] {
                label class="label" for="file" { (t.text("import-file")) span class="asterisk" aria-hidden="true" { " *" } }
                div class="hint" id="file-hint" { (t.text("import-file-hint")) }
                @if let Some(error) = error { div class="error-message" id="file-error" { (Icon::CircleAlert) span { (error) } } }
                input class="input" type="file" id="file" name="file" accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                    aria-required="true" aria-describedby="file-hint";
            }
        };
        let earlier = button_link(Look::Default, self.list, &t.text("import-list"), Some(Icon::History));
        let crumb = breadcrumb(self.home.0, &t.text(self.home.1), &title);
        let body = html! {
            (summary(t, &errors))
            (page_head(&crumb, &title, &html! { p { (self.said(t, "intro")) } }, &earlier))
            div class="stack" {
                form class="card" method="post" action=(self.list) enctype="multipart/form-data" hx-boost="false" novalidate data-once {
                    (csrf(rq.csrf()))
                    input type="hidden" name="key" value=(app.ids.operation_key());
                    (form_section("import-file-section", &t.text("import-file-section"), &html! {}, &fields))
                    div class="card-foot actions" {
                        (button(Look::Primary, &t.text("import-upload"), Some(Icon::ArrowRight)))
                        (button_link(Look::Ghost, self.home.0, &t.text("payer-cancel"), None))
                    }
                }
                @if self.of == Imported::Schedules { (guide(t)) }
            }
        };
        Ok(finish(&scene, &title, &body, problem.is_some()))
    }

    /// Takes a file and leads to its preview.
    ///
    /// # Errors
    /// What is not the form's to explain.
    pub async fn create(
        &self,
        (app, rq): (&App, &Rq),
        user: &User,
        (fields, request): (&Fields, &Request),
    ) -> Result<Response, WebError> {
        let Ok(key) = OperationKey::parse(fields.get("key")) else {
            return self.draw_new(app, rq, Some("enter-payment-error-stale"));
        };
        let upload = request.data::<Arc<Upload>>().filter(|upload| !upload.bytes.is_empty());
        let Some(upload) = upload else { return self.draw_new(app, rq, Some("import-error-none")) };
        let file = (upload.name.clone(), upload.bytes.clone());
        match importing::receive(app, user, (self.of, key), file).await {
            Ok(head) => Ok(answer::see_other(&self.import(head.id))),
            Err(ImportError::Unreadable(why)) => self.draw_new(app, rq, Some(unreadable(why))),
            Err(ImportError::Unavailable) => self.draw_new(app, rq, Some("payer-error-unavailable")),
            Err(error) => Err(other(error)),
        }
    }

    /// The preview, how far it has got, or what came of it.
    ///
    /// # Errors
    /// When there is no such import of this person's.
    pub async fn show(&self, app: &App, rq: &Rq, user: &User, id: u64) -> Result<Response, WebError> {
        let head = self.find(app, user, id)?;
        self.draw(app, rq, &head, None).await
    }

    async fn draw(
        &self,
        app: &App,
        rq: &Rq,
        head: &Import,
        problem: Option<&'static str>,
    ) -> Result<Response, WebError> {
        let scene = self.scene(app, rq)?;
        let t = scene.t;
        let mut errors = FormErrors::default();
        if let Some(problem) = problem {
            errors.add("", problem);
        }
        let inner = match head.stage {
            Stage::Receiving | Stage::Uploaded => {
                let preview = importing::preview(app, head).await.map_err(other)?;
                html! { (self.mapping(rq, t, head)) (self.preview_of(rq, t, head, &preview)) }
            }
            Stage::Running => self.running(t, head),
            Stage::Done => self.done(app, t, head)?,
        };
        let above = breadcrumb(self.list, &t.text("import-list"), &head.file);
        let below = html! { p { (t.with("import-rows", [("count", head.rows)])) } };
        let body = html! {
            (summary(t, &errors))
            (page_head(&above, &head.file, &below, &html! {}))
            div class="stack" { (inner) }
        };
        Ok(finish(&scene, &head.file, &body, problem.is_some()))
    }

    /// What each column holds, and what becomes of what is known.
    fn mapping(&self, rq: &Rq, t: T, head: &Import) -> Markup {
        let columns = html! {
            div class="grid" {
                @for (index, heading) in head.headings.iter().enumerate() {
                    @let name = format!("column_{index}");
                    @let target = head.targets.get(index).copied().unwrap_or(Target::Ignored);
                    div class="field span-4" {
                        label class="label" for=(name) { @if heading.is_empty() { (t.with("import-column", [("number", (index + 1).to_string())])) } @else { (heading) } }
                        select class="input" id=(name) name=(name) {
                            @for known in self.of.targets() { option value=(known.code()) selected[*known == target] { (target_words(t, *known)) } }
                        }
                    }
                }
            }
        };
        let choices = html! {
            fieldset class="stack-2" {
                legend class="label" { (self.said(t, "duplicates")) }
                p class="hint" { (self.said(t, "duplicates-hint")) }
                @for known in self.of.duplicates() {
                    (radio(&Check { name: "duplicates", value: known.code(), label: &self.said(t, &format!("duplicates-{}", known.code())), hint: None, checked: *known == head.duplicates }))
                }
            }
        };
        html! {
            form class="card" method="post" action=(self.import(head.id)) novalidate data-once {
                (csrf(rq.csrf()))
                (form_section("import-mapping", &t.text("import-mapping"), &html! { p class="faint small" { (t.text("import-mapping-hint")) } }, &columns))
                (form_section("import-known", &self.said(t, "known"), &html! {}, &choices))
                div class="card-foot" { (button(Look::Default, &t.text("import-apply"), Some(Icon::RefreshCw))) }
            }
        }
    }

    fn preview_of(&self, rq: &Rq, t: T, head: &Import, preview: &Preview) -> Markup {
        let rows = [
            counted(t, &self.said(t, "new"), preview.new),
            counted(t, &self.said(t, "known-rows"), preview.known),
            counted(t, &t.text("import-wrong"), preview.wrong),
        ];
        let body = html! {
            div class="stack-4" {
                (figures(&rows))
                @if !importing::has_columns(head) { (note(Tone::Warning, &html! { (self.said(t, "error-column")) })) }
                @if self.of == Imported::Schedules { p class="hint" { (t.text("schedule-import-defaults")) } }
                @if preview.wrong > 0 { (self.wrong_link(t, head)) }
                form class="actions" method="post" action=(format!("{}/confirmation", self.import(head.id))) data-once {
                    (csrf(rq.csrf()))
                    @if preview.new + preview.known > 0 { (button(Look::Primary, &t.with("import-confirm", [("count", preview.new + preview.known)]), Some(Icon::Check))) }
                    (button_link(Look::Ghost, self.home.0, &t.text("payer-cancel"), None))
                }
            }
        };
        let table =
            |id: &str, markup: &Markup| card_flush(id, &t.text(id), &html! {}, &table_under(t, &t.text(id), markup));
        html! {
            (card("import-preview", &t.text("import-preview"), &html! {}, &body))
            @if !preview.faults.is_empty() { (table("import-faults", &faults(t, head, &preview.faults))) }
            @if !preview.sample.is_empty() { (table("import-sample", &sample(t, self.of, preview))) }
        }
    }

    fn wrong_link(&self, t: T, head: &Import) -> Markup {
        html! {
            p { a href=(format!("{}/errors.csv", self.import(head.id))) hx-boost="false" download { (t.text("import-wrong-file")) } }
        }
    }

    /// Asks again by itself where it can; otherwise the link does.
    fn running(&self, t: T, head: &Import) -> Markup {
        let percent = (head.done * 100).checked_div(head.parts).unwrap_or(100);
        let address = self.import(head.id);
        let part = u64::try_from(Import::ROWS_IN_A_PART).unwrap_or(u64::MAX);
        let done = head.done.saturating_mul(part).min(head.rows);
        html! {
            section class="card" id="import-running" aria-labelledby="import-running-heading"
                hx-get=(address) hx-trigger="every 2s" hx-select="main > *" hx-target="main" hx-swap="innerHTML" {
                div class="card-body stack-4" {
                    h2 id="import-running-heading" { (t.text("import-stage-running")) }
                    div class="export-progress" { progress max="100" value=(percent) aria-labelledby="import-running-heading" {} }
                    p role="status" { (t.with("import-progress", [("done", done), ("rows", head.rows)])) }
                    (button_link(Look::Default, &address, &t.text("result-refresh"), Some(Icon::RotateCw)))
                }
            }
        }
    }

    fn done(&self, app: &App, t: T, head: &Import) -> Result<Markup, WebError> {
        let mut rows = vec![counted(t, &self.said(t, "added"), head.added)];
        if self.of == Imported::Payers {
            rows.push(counted(t, &t.text("import-updated"), head.updated));
        }
        rows.push(counted(t, &t.text("import-skipped"), head.skipped));
        rows.push(counted(t, &t.text("import-wrong"), head.wrong));
        let list = match importing::group_of(app, head)? {
            Some(group) => paths::schedules_of_group(group.id),
            None => format!("{}?sort=newest", self.home.0),
        };
        let body = html! {
            div class="stack-4" {
                (note(Tone::Positive, &html! { (t.text("import-stage-done")) }))
                (figures(&rows))
                @if head.wrong > 0 { p { (t.text("import-wrong-text")) } (self.wrong_link(t, head)) }
                div class="actions" { (button_link(Look::Primary, &list, &self.said(t, "to-list"), Some(Icon::ArrowRight))) }
            }
        };
        Ok(card("import-done", &t.text("import-result"), &html! {}, &body))
    }

    /// Takes what was said of the columns.
    ///
    /// # Errors
    /// What is not the form's to explain.
    pub async fn update(
        &self,
        (app, rq): (&App, &Rq),
        user: &User,
        (id, fields): (u64, &Fields),
    ) -> Result<Response, WebError> {
        let head = self.find(app, user, id)?;
        let target = |index: usize| Target::from_code(fields.get(&format!("column_{index}")));
        let column = |index| target(index).filter(|known| self.of.targets().contains(known)).unwrap_or(Target::Ignored);
        let targets: Vec<Target> = (0..head.headings.len()).map(column).collect();
        let duplicates = Duplicates::from_code(fields.get("duplicates"));
        let duplicates = duplicates.filter(|known| self.of.duplicates().contains(known)).unwrap_or_default();
        match importing::agree(app, user, head.id, (targets, duplicates)).await {
            Ok(_) | Err(ImportError::Confirmed) => Ok(answer::see_other(&self.import(head.id))),
            Err(ImportError::Unavailable) => self.draw(app, rq, &head, Some("payer-error-unavailable")).await,
            Err(error) => Err(other(error)),
        }
    }

    /// Confirms an import, and has it taken in.
    ///
    /// # Errors
    /// What is not the page's to explain.
    pub async fn confirm(&self, (app, rq): (&Arc<App>, &Rq), user: &User, id: u64) -> Result<Response, WebError> {
        let head = self.find(app, user, id)?;
        match importing::begin(app, user, head.id).await {
            Ok(()) => {
                // Longer than anybody waits for a page; should it end here, the next minute takes it up.
                let hall = app.clone();
                tokio::spawn(async move {
                    if let Err(error) = importing::run(&hall, head.id).await {
                        tracing::warn!(%error, "an import was interrupted; it is taken up again");
                    }
                });
                Ok(answer::see_other(&self.import(ImportId::new(id))))
            }
            Err(ImportError::NoNameColumn) => {
                let key = match self.of {
                    Imported::Payers => "import-error-column",
                    Imported::Schedules => "schedule-import-error-column",
                };
                self.draw(app, rq, &head, Some(key)).await
            }
            Err(ImportError::Unavailable) => self.draw(app, rq, &head, Some("payer-error-unavailable")).await,
            Err(error) => Err(other(error)),
        }
    }

    /// The rows that are wrong, each with why.
    ///
    /// # Errors
    /// When there is no such import of this person's.
    pub async fn wrong_rows(&self, app: &App, rq: &Rq, user: &User, id: u64) -> Result<Response, WebError> {
        let head = self.find(app, user, id)?;
        let t = self.scene(app, rq)?.t;
        let wrong = importing::wrong_rows(app, &head).await.map_err(other)?;
        let told: Vec<(ImportRow, String)> = wrong.into_iter().map(|(row, fault)| (row, reason(t, fault))).collect();
        let names = (t.text("import-row"), t.text("import-reason"));
        let file = importing::wrong_rows_csv(app, &head, names, &told).map_err(other)?;
        Ok(answer::download(&format!("errors_{}.csv", head.id), "text/csv; charset=utf-8", file))
    }

    /// An empty file with the headings that are known, in the reader's language.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn template(&self, app: &App, rq: &Rq, format: Format) -> Result<Response, WebError> {
        let t = self.scene(app, rq)?.t;
        let wanted = self.of.targets().iter().filter(|target| **target != Target::Ignored);
        let about = about(t).into_iter().map(|(target, words)| (target_words(t, target), words));
        let wanted = Template {
            title: t.text(self.home.1),
            headings: wanted.map(|target| target_words(t, *target)).collect(),
            about: about.collect(),
            about_title: t.text("exports-about"),
            rows_label: t.text("exports-about-rows"),
        };
        let file = importing::template(app, format, wanted).map_err(other)?;
        Ok(answer::download(&format!("template.{}", format.extension()), format.media_type(), file))
    }
}

fn finish(scene: &Scene, title: &str, body: &Markup, failed: bool) -> Response {
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let ctx = page::Ctx { failed, ..scene.ctx() };
    answer::html_with(status, page::staff(&ctx, title, body))
}

fn summary(t: T, errors: &FormErrors) -> Markup {
    let errors = errors.messages(t);
    let errors: Vec<(&str, &str)> = errors.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
    error_summary(t, &errors)
}

const fn stage_key(stage: Stage) -> &'static str {
    match stage {
        Stage::Receiving | Stage::Uploaded => "import-stage-uploaded",
        Stage::Running => "import-stage-running",
        Stage::Done => "import-stage-done",
    }
}

const fn unreadable(why: Unreadable) -> &'static str {
    match why {
        Unreadable::Unknown => "import-error-unknown",
        Unreadable::Damaged => "import-error-damaged",
        Unreadable::TooLarge => "import-error-large",
        Unreadable::TooManyRows => "import-error-rows",
        Unreadable::TooManyColumns => "import-error-columns",
        Unreadable::Empty => "import-error-empty",
    }
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

fn target_words(t: T, target: Target) -> String {
    t.text(&format!("import-target-{}", target.code()))
}

fn reason(t: T, fault: RowFault) -> String {
    t.text(&format!("import-fault-{}", fault.code()))
}

fn counted(t: T, name: &str, count: u64) -> (String, Markup) {
    let number = numbers::integer(i64::try_from(count).unwrap_or(i64::MAX), t.locale());
    (name.to_owned(), html! { span class="num" { (number) } })
}

fn figures(rows: &[(String, Markup)]) -> Markup {
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, fact)| (name.as_str(), fact.clone())).collect();
    facts(&rows)
}

fn faults(t: T, head: &Import, rows: &[(ImportRow, RowFault)]) -> Markup {
    let shown = |row: &ImportRow| {
        let cells = head.targets.iter().zip(&row.cells);
        let used = cells.filter(|(target, cell)| **target != Target::Ignored && !cell.is_empty());
        used.map(|(_, cell)| cell.as_str()).take(3).collect::<Vec<_>>().join(", ")
    };
    html! {
        table class="table" {
            thead { tr { th scope="col" { (t.text("import-row")) } th scope="col" { (t.text("import-reason")) } th scope="col" { (t.text("import-cells")) } } }
            tbody { @for (row, fault) in rows { tr { td class="num" { (row.number) } td { (reason(t, *fault)) } td { span class="break" { (shown(row)) } } } } }
        }
    }
}

fn sample(t: T, of: Imported, preview: &Preview) -> Markup {
    let headings: &[&str] = match of {
        Imported::Payers => &["payer-name", "payer-company", "payer-client-number", "payer-emails", "payer-phones"],
        Imported::Schedules => {
            &["schedule-name", "payments-payer", "payments-method", "schedule-plan", "schedule-frequency"]
        }
    };
    html! {
        table class="table" {
            thead { tr { th scope="col" { (t.text("import-row")) } @for key in headings { th scope="col" { (t.text(key)) } } } }
            tbody { @for (number, understood) in &preview.sample { tr { td class="num" { (number) } (cells(t, understood)) } } }
        }
    }
}

fn cells(t: T, understood: &Understood) -> Markup {
    match understood {
        Understood::Payer(facts) => html! {
            td { (facts.name) }
            td { (facts.company) }
            td { (facts.client_number.as_deref().unwrap_or_default()) }
            td { span class="break" { (facts.emails.join(", ")) } }
            td { (facts.phones.join(", ")) }
        },
        Understood::Schedule(meant) => html! {
            td { (meant.schedule.name) }
            td { (meant.payer.name) }
            td { (method_in_full(t, Some(&meant.method.instrument))) }
            @if let Some(terms) = meant.schedule.latest() {
                td { (plan_words(t, terms.plan)) }
                td { (recurrence_words(t, terms.recurrence)) }
            }
        },
    }
}

/// How the columns of a file of schedules are filled in.
fn about(t: T) -> [(Target, String); 8] {
    let example = amount::format_plain(Money::new(47_500, Currency::USD), t.locale());
    [
        (Target::ClientNumber, t.text("schedule-import-about-payer")),
        (Target::ScheduleName, t.with("schedule-import-about-name", [("most", LONGEST_NAME)])),
        (Target::Method, t.text("schedule-import-about-method")),
        (Target::Account, t.text("schedule-import-about-account")),
        (Target::Amount, t.with("schedule-import-about-amount", [("example", example)])),
        (Target::Ends, t.text("schedule-import-about-ends")),
        (Target::Frequency, t.text("schedule-import-about-frequency")),
        (Target::FirstDay, t.text("schedule-import-about-date")),
    ]
}

/// The same beside the form, with the file to do it in.
fn guide(t: T) -> Markup {
    let template = |format: Format| format!("{}/template.{}", paths::SCHEDULE_IMPORTS, format.extension());
    let rows: Vec<(String, Markup)> =
        about(t).into_iter().map(|(target, words)| (target_words(t, target), html! { (words) })).collect();
    let body = html! {
        div class="stack-4" {
            div class="actions" {
                (button_link(Look::Default, &template(Format::Xlsx), &t.text("schedule-import-template-xlsx"), Some(Icon::Download)))
                (button_link(Look::Default, &template(Format::Csv), &t.text("schedule-import-template-csv"), Some(Icon::Download)))
            }
            (figures(&rows))
        }
    };
    card("import-guide", &t.text("schedule-import-guide"), &html! {}, &body)
}
