//! Taking in a file, on screen: it is brought, what its columns mean is agreed on, and what came of it is told. The rooms of
//! payers, of schedules and of requests for payment have these pages alike; a [`Room`] says what differs.

mod again;
mod guide;
mod listing;
mod parts;
mod review;
mod row;

use maud::{Markup, html};
use poem::{Request, Response, http::StatusCode};
use std::sync::Arc;

use crate::{
    app::App,
    domain::{
        ids::{ImportId, OperationKey},
        import::{Asking, Duplicates, Import, ImportRow, Imported, Stage, Target},
        payment_request::rules::Handing,
        user::User,
    },
    export::Format,
    i18n::T,
    service::importing::{self, ImportError, Template, reader::Unreadable},
};

use super::{
    answer::{self, Scene},
    error::WebError,
    forms::{Fields, FormErrors, Upload},
    fragments::{
        Check, Icon, Look, Tone, breadcrumb, button, button_link, card, csrf, empty, error_summary, export_links,
        form_section, note, page_head, radio,
    },
    guard::Rq,
    page::{self, Area},
    paths,
};

use self::{
    listing::Listing,
    parts::{counted, figures, reason, target_words},
};

/// What is wrong with a form as a whole: the field that it leads to, and the key of the words.
type Problem = Option<(&'static str, &'static str)>;

/// The field that says how often what a form shows had been changed when it was drawn.
const SEEN: &str = "seen";

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

    /// Where one row is corrected.
    fn row(&self, id: ImportId, row: u64) -> String {
        format!("{}/rows/{row}", self.import(id))
    }

    /// Where rows are left out and taken in again.
    fn omissions(&self, id: ImportId) -> String {
        format!("{}/omissions", self.import(id))
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
                @if !guide::about(t, self.of).is_empty() { (guide::card_of(t, self)) }
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
        let upload = request.data::<Arc<Upload>>().filter(|upload| !upload.name.is_empty());
        let Some(upload) = upload else { return self.draw_new(app, rq, Some("import-error-none")) };
        if upload.bytes.is_empty() {
            return self.draw_new(app, rq, Some("import-error-nothing"));
        }
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
    pub async fn show(
        &self,
        (app, rq): (&App, &Rq),
        user: &User,
        (id, request): (u64, &Request),
    ) -> Result<Response, WebError> {
        let head = self.find(app, user, id)?;
        let listing = Listing::asked(request);
        self.draw_listing(app, rq, (&head, &listing), None).await
    }

    async fn draw(&self, app: &App, rq: &Rq, head: &Import, problem: Problem) -> Result<Response, WebError> {
        self.draw_listing(app, rq, (head, &Listing::default()), problem).await
    }

    async fn draw_listing(
        &self,
        app: &App,
        rq: &Rq,
        (head, listing): (&Import, &Listing),
        problem: Problem,
    ) -> Result<Response, WebError> {
        let scene = self.scene(app, rq)?;
        let t = scene.t;
        let mut errors = FormErrors::default();
        if let Some((field, words)) = problem {
            errors.add(field, words);
        }
        let inner = match head.stage {
            Stage::Receiving | Stage::Uploaded => {
                let (listing, preview) = listing.look(app, head).await.map_err(other)?;
                let again = again::Told { earlier: importing::taken_before(app, head)?, errors: &errors };
                html! {
                    (self.mapping(rq, &scene, head))
                    (self.preview_of(rq, &scene, (head, &preview), &again))
                    (self.rows(rq, t, (head, &preview), &listing))
                }
            }
            Stage::Running => self.running(t, head),
            Stage::Done | Stage::Remembered => self.done(app, t, head)?,
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

    /// What each column holds, what becomes of what is known, and where money goes.
    fn mapping(&self, rq: &Rq, scene: &Scene, head: &Import) -> Markup {
        let t = scene.t;
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
        html! {
            form class="card" method="post" action=(self.import(head.id)) novalidate data-once {
                (csrf(rq.csrf()))
                (form_section("import-mapping", &t.text("import-mapping"), &html! { p class="faint small" { (t.text("import-mapping-hint")) } }, &columns))
                @if self.of.duplicates().len() > 1 { (form_section("import-known", &self.said(t, "known"), &html! {}, &self.choices(t, head))) }
                @if self.of == Imported::Requests { (form_section("import-accounts", &t.text("bulk-accounts"), &html! {}, &parts::accounts(t, &scene.house.accounts, &head.asking))) }
                div class="card-foot" { (button(Look::Default, &t.text("import-apply"), Some(Icon::RefreshCw))) }
            }
        }
    }

    /// What can become of what is known.
    fn choices(&self, t: T, head: &Import) -> Markup {
        html! {
            fieldset class="stack-2" {
                legend class="label" { (self.said(t, "duplicates")) }
                p class="hint" { (self.said(t, "duplicates-hint")) }
                @for known in self.of.duplicates() {
                    (radio(&Check { name: "duplicates", value: known.code(), label: &self.said(t, &format!("duplicates-{}", known.code())), hint: None, checked: *known == head.duplicates }))
                }
            }
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
        if self.of != Imported::Requests {
            rows.push(counted(t, &t.text("import-skipped"), head.skipped));
        }
        rows.push(counted(t, &t.text("import-wrong"), head.wrong));
        if head.left_out > 0 {
            rows.push(counted(t, &t.text("import-left-out"), head.left_out));
        }
        let list = match (self.of, importing::group_of(app, head)?) {
            (Imported::Requests, _) => paths::requests_of_file(head.id),
            (_, Some(group)) => paths::schedules_of_group(group.id),
            (_, None) => format!("{}?sort=newest", self.home.0),
        };
        let mailed = head.asking.handing == Some(Handing::Mail) && head.added > 0;
        let body = html! {
            div class="stack-4" {
                (note(Tone::Positive, &html! { (t.text("import-stage-done")) }))
                (figures(&rows))
                @if mailed { p { (t.text("bulk-mailed-text")) } }
                @if head.wrong > 0 { p { (t.text("import-wrong-text")) } (self.wrong_link(t, head)) }
                div class="actions" {
                    (button_link(Look::Primary, &list, &self.said(t, "to-list"), Some(Icon::ArrowRight)))
                    @if self.of == Imported::Requests && head.added > 0 {
                        span class="push" {}
                        (self.links(t, head))
                    }
                }
            }
        };
        Ok(card("import-done", &t.text("import-result"), &html! {}, &body))
    }

    /// The requests with their links as a file.
    fn links(&self, t: T, head: &Import) -> Markup {
        html! {
            span class="label" { (t.text("bulk-links")) }
            (export_links(t, &self.import(head.id), ""))
        }
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
        let account = |name: &str| fields.get(name).parse().ok();
        let asking =
            Asking { account: account("account"), trust_account: account("trust-account"), ..head.asking.clone() };
        match importing::agree(app, user, head.id, (targets, duplicates, asking)).await {
            Ok(_) | Err(ImportError::Confirmed) => Ok(answer::see_other(&self.import(head.id))),
            Err(ImportError::NoAccount) => self.draw(app, rq, &head, Some(("account", "bulk-error-account"))).await,
            Err(ImportError::Unavailable) => self.draw(app, rq, &head, Some(("", "payer-error-unavailable"))).await,
            Err(error) => Err(other(error)),
        }
    }

    /// Confirms an import, and has it taken in: requests are mailed where that was said, and known rows are taken in where
    /// the box was ticked.
    ///
    /// # Errors
    /// What is not the page's to explain.
    pub async fn confirm(
        &self,
        (app, rq): (&Arc<App>, &Rq),
        user: &User,
        (id, fields): (u64, &Fields),
    ) -> Result<Response, WebError> {
        let head = self.find(app, user, id)?;
        let handing = if fields.get("how") == "mail" { Handing::Mail } else { Handing::Link };
        // A form that does not say what it was drawn from was drawn from something else.
        let seen = fields.get(SEEN).parse().unwrap_or(u64::MAX);
        match importing::begin(app, user, head.id, (handing, fields.get(again::NAME).parse().ok(), seen)).await {
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
                    Imported::Requests => "bulk-error-column",
                };
                self.draw(app, rq, &head, Some(("", key))).await
            }
            Err(ImportError::Changed) => {
                self.draw(app, rq, &self.find(app, user, id)?, Some(("", "import-error-changed"))).await
            }
            Err(ImportError::TakenBefore) => self.draw(app, rq, &head, Some((again::NAME, "import-error-again"))).await,
            Err(ImportError::Unavailable) => self.draw(app, rq, &head, Some(("", "payer-error-unavailable"))).await,
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
        let about = guide::about(t, self.of).into_iter().map(|(target, words)| (target_words(t, target), words));
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
        Stage::Done | Stage::Remembered => "import-stage-done",
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
        ImportError::Unreadable(_)
        | ImportError::NoNameColumn
        | ImportError::NoAccount
        | ImportError::Confirmed
        | ImportError::Changed
        | ImportError::TakenBefore
        | ImportError::Unavailable => WebError::Unavailable,
    }
}
