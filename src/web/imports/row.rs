//! One row of a file, to be corrected: its cells as fields, what is wrong with it beside the field that it is in. What is typed is
//! kept whatever is answered, and nothing is judged here.

use maud::{Markup, html};
use poem::{Request, Response, http::StatusCode};

use crate::{
    app::App,
    domain::{
        import::{Import, ImportRow, Stage, Target},
        user::User,
    },
    i18n::T,
    service::importing::{
        ImportError,
        correcting::{self, Correction, CorrectionError, Deed, Misfit},
    },
    web::{
        answer,
        error::WebError,
        forms::Fields,
        fragments::{
            Field, Icon, Kind, Look, Need, Tone, breadcrumb, button, button_link, csrf, error_summary, form_section,
            note, page_head, text_field, textarea_field,
        },
        guard::Rq,
    },
};

use super::{
    Room, SEEN, finish, guide,
    listing::Listing,
    other,
    parts::{reason, target_words},
};

/// The most characters that a field takes: as many as are kept of a cell.
const LONGEST: u16 = 5_000;

/// The key of what is said when the row says something else by now than when the form was drawn.
const STALE: &str = "import-row-stale";

/// What the page of a row shows.
struct Page<'a> {
    head: &'a Import,
    /// The row as it is kept.
    row: &'a ImportRow,
    /// What was typed, where something was.
    typed: Option<&'a [(usize, String)]>,
    misfit: Option<Misfit>,
    /// What is wrong with the form as a whole: the key of its words.
    problem: Option<&'static str>,
    listing: &'a Listing,
}

impl Page<'_> {
    fn kept(&self, column: usize) -> &str {
        self.row.cells.get(column).map_or("", String::as_str)
    }

    /// What a field holds.
    fn value(&self, column: usize) -> &str {
        let typed = self.typed.and_then(|typed| typed.iter().find(|(known, _)| *known == column));
        typed.map_or_else(|| self.kept(column), |(_, text)| text.as_str())
    }

    /// The columns that mean something.
    fn columns(&self) -> impl Iterator<Item = (usize, Target)> {
        self.head.targets.iter().copied().enumerate().filter(|(_, target)| *target != Target::Ignored)
    }

    /// What is wrong, each with the field that it leads to.
    fn errors(&self, t: T) -> Vec<(String, String)> {
        let whole = self.problem.map(|key| (String::new(), t.text(key)));
        let named = self.misfit.map(|misfit| (misfit.column.map(name).unwrap_or_default(), reason(t, misfit.fault)));
        whole.into_iter().chain(named).collect()
    }
}

/// The name of the field of a column.
fn name(column: usize) -> String {
    format!("cell_{column}")
}

impl Room {
    /// A row to be corrected; of a file that was confirmed, what became of it.
    ///
    /// # Errors
    /// When there is no such row in a file of this person's.
    pub fn show_row(
        &self,
        (app, rq): (&App, &Rq),
        user: &User,
        (id, number, request): (u64, u64, &Request),
    ) -> Result<Response, WebError> {
        let (head, listing) = (self.find(app, user, id)?, Listing::asked(request));
        if head.stage != Stage::Uploaded {
            return Ok(answer::see_other(&self.import(head.id)));
        }
        let (row, misfit) = correcting::row(app, &head, number).map_err(other)?;
        let page = Page { head: &head, row: &row, typed: None, misfit, problem: None, listing: &listing };
        self.draw_row((app, rq), &page, StatusCode::OK)
    }

    /// Corrects a row, and leads back to the others or on to the next that is wrong.
    ///
    /// # Errors
    /// What is not the form's to explain.
    pub async fn update_row(
        &self,
        (app, rq): (&App, &Rq),
        user: &User,
        (id, number, fields): (u64, u64, &Fields),
    ) -> Result<Response, WebError> {
        let (head, listing) = (self.find(app, user, id)?, Listing::sent(fields));
        let columns = (0..head.headings.len()).filter(|column| fields.has(&name(*column)));
        let cells: Vec<(usize, String)> =
            columns.map(|column| (column, fields.exact(&name(column)).to_owned())).collect();
        let seen = fields.get(SEEN).parse().unwrap_or(u64::MAX);
        let sent = Correction { row: number, seen, cells: cells.clone() };
        let (problem, wrong) = match correcting::correct(app, user, head.id, sent).await {
            Ok(()) => return self.corrected(app, (&head, &listing), (number, fields.get("then"))).await,
            Err(CorrectionError::Import(ImportError::Confirmed)) => {
                return self.begun(app, rq, user, id).await;
            }
            Err(CorrectionError::Import(ImportError::Unavailable)) => (Some("payer-error-unavailable"), None),
            Err(CorrectionError::Import(error)) => return Err(other(error)),
            Err(CorrectionError::Stale) => (Some(STALE), None),
            Err(CorrectionError::Wrong(misfit)) => (None, Some(misfit)),
        };
        let (row, _) = correcting::row(app, &head, number).map_err(other)?;
        let page = Page { head: &head, row: &row, typed: Some(&cells), misfit: wrong, problem, listing: &listing };
        self.draw_row((app, rq), &page, StatusCode::UNPROCESSABLE_ENTITY)
    }

    async fn corrected(
        &self,
        app: &App,
        (head, listing): (&Import, &Listing),
        (number, then): (u64, &str),
    ) -> Result<Response, WebError> {
        let next = match then {
            "next" => correcting::next_wrong(app, head, number).await.map_err(other)?,
            _ => None,
        };
        let back = listing.after("saved", number);
        let path = next.map_or_else(|| back.place(&self.import(head.id)), |next| back.path(&self.row(head.id, next)));
        Ok(answer::see_other(&path))
    }

    /// Leaves a row out, or takes it in again.
    ///
    /// # Errors
    /// When there is no such row in a file of this person's.
    pub async fn omit(
        &self,
        (app, rq): (&App, &Rq),
        user: &User,
        (id, fields): (u64, &Fields),
    ) -> Result<Response, WebError> {
        let head = self.find(app, user, id)?;
        let (deed, done) = match fields.get("deed") {
            "take-in" => (Deed::TakeIn, "taken-in"),
            "leave-out" => (Deed::LeaveOut, "left-out"),
            _ => return Err(WebError::NotFound),
        };
        let number = fields.get("row").parse().map_err(|_| WebError::NotFound)?;
        match correcting::set(app, user, head.id, (number, deed)).await {
            Ok(()) => Ok(answer::see_other(&Listing::sent(fields).after(done, number).place(&self.import(head.id)))),
            Err(ImportError::Confirmed) => self.begun(app, rq, user, id).await,
            Err(ImportError::Unavailable) => self.draw(app, rq, &head, Some(("", "payer-error-unavailable"))).await,
            Err(error) => Err(other(error)),
        }
    }

    /// What becomes of the file, and that nothing was changed any more.
    async fn begun(&self, app: &App, rq: &Rq, user: &User, id: u64) -> Result<Response, WebError> {
        self.draw(app, rq, &self.find(app, user, id)?, Some(("", "import-error-begun"))).await
    }

    fn draw_row(&self, (app, rq): (&App, &Rq), p: &Page<'_>, status: StatusCode) -> Result<Response, WebError> {
        let scene = self.scene(app, rq)?;
        let t = scene.t;
        let title = t.with("import-row-title", [("number", p.row.number.to_string())]);
        let errors = p.errors(t);
        let errors: Vec<(&str, &str)> = errors.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
        let back = p.listing.place(&self.import(p.head.id));
        let told = p
            .listing
            .done
            .as_ref()
            .map(|(done, row)| t.with(&format!("import-row-done-{done}"), [("number", row.to_string())]));
        let body = html! {
            (error_summary(t, &errors))
            (page_head(&breadcrumb(&back, &p.head.file, &title), &title, &html! { p { (t.text("import-row-intro")) } }, &html! {}))
            @if p.row.left_out { (note(Tone::Information, &html! { (t.text("import-row-left-out")) })) }
            (self.row_form(rq, t, p, &back))
        };
        let scene = scene.telling(told.map(|words| (Tone::Positive, words)));
        Ok(finish(&scene, &title, &body, status != StatusCode::OK))
    }

    fn row_form(&self, rq: &Rq, t: T, p: &Page<'_>, back: &str) -> Markup {
        let fields =
            html! { div class="grid" { @for (column, target) in p.columns() { (self.cell(t, p, column, target)) } } };
        let omissions = self.omissions(p.head.id);
        html! {
            form class="card" method="post" action=(self.row(p.head.id, p.row.number)) hx-boost="false" novalidate data-once {
                (csrf(rq.csrf()))
                input type="hidden" name=(SEEN) value=(p.row.changes);
                input type="hidden" name="deed" value="leave-out";
                (p.listing.hidden())
                (form_section("import-row-cells", &t.text("import-row-cells"), &html! {}, &fields))
                div class="card-foot actions" {
                    (button(Look::Primary, &t.text("import-row-save"), Some(Icon::Check)))
                    button class="button" type="submit" name="then" value="next" { (Icon::ArrowRight) span { (t.text("import-row-save-next")) } }
                    (button_link(Look::Ghost, back, &t.text("payer-cancel"), None))
                    @if !p.row.left_out {
                        span class="push" {}
                        button class="button button-danger-quiet" type="submit" name="row" value=(p.row.number) formaction=(omissions) { (Icon::Minus) span { (t.text("import-row-leave-out")) } }
                    }
                }
            }
        }
    }

    /// One cell as a field.
    fn cell(&self, t: T, p: &Page<'_>, column: usize, target: Target) -> Markup {
        let (name, label, value) = (name(column), target_words(t, target), p.value(column));
        let hint = hint(t, (self, p), (column, target), &label);
        let wrong = p.misfit.filter(|misfit| misfit.column == Some(column)).map(|misfit| reason(t, misfit.fault));
        let several = matches!(target, Target::Message | Target::Notes | Target::Street) || value.contains('\n');
        let f = Field {
            name: &name,
            label: &label,
            value,
            hint: (!hint.is_empty()).then_some(hint.as_str()),
            error: wrong.as_deref(),
            need: need(target),
            kind: kind(target),
            max_length: Some(LONGEST),
            class: if several { "span-12" } else { "span-6" },
            ..Field::default()
        };
        if several { textarea_field(t, &f, 3) } else { text_field(t, &f) }
    }
}

/// What stands over the column where that is not its meaning, how it is filled in, and what it says by now where that is not
/// what was typed.
fn hint(t: T, (room, p): (&Room, &Page<'_>), (column, target): (usize, Target), label: &str) -> String {
    let heading = p.head.headings.get(column).filter(|heading| !heading.is_empty() && heading.as_str() != label);
    let heading = heading.map(|heading| t.with("import-row-heading", [("heading", heading.clone())]));
    let about = guide::about(t, room.of).into_iter().find(|(known, _)| *known == target).map(|(_, words)| words);
    let now = (p.problem == Some(STALE) && p.value(column).trim() != p.kept(column)).then(|| match p.kept(column) {
        "" => t.text("import-row-now-empty"),
        text => t.with("import-row-now", [("text", text.to_owned())]),
    });
    heading.into_iter().chain(about).chain(now).collect::<Vec<_>>().join(" ")
}

const fn need(target: Target) -> Need {
    match target {
        Target::FirstDay | Target::Frequency => Need::Required,
        Target::Name | Target::Asked => Need::Recommended,
        _ => Need::Optional,
    }
}

const fn kind(target: Target) -> Kind {
    match target {
        Target::Emails => Kind::Emails,
        Target::Phones => Kind::Phone,
        Target::Asked | Target::AskedInTrust | Target::Amount | Target::Total => Kind::Decimal,
        Target::Count => Kind::Digits,
        _ => Kind::Text,
    }
}
