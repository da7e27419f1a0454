//! The list: reads what is asked for from the address of the page, finds it, and draws it.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{Request, Response, handler, web::Data};

use crate::{
    app::App,
    domain::{column::Column, firm::Firm, permission::Permission, time::Timestamp},
    i18n::T,
    service::{
        columns::Names,
        search::{self, Asked, FindError, Join, Results, Row, Shown},
    },
    web::{
        answer,
        asked::asked,
        error::WebError,
        forms,
        fragments::page_head,
        guard::Rq,
        page::{self, Area},
        paths,
    },
};

use super::{builder, marks::Marks, results, search_form};

/// Rows of one page of the list.
const ROWS: usize = 25;

/// What the list shows, and for whom.
pub(super) struct List<'a> {
    pub(super) t: T,
    pub(super) firm: &'a Firm,
    pub(super) place: &'a Place,
    pub(super) outcome: Outcome<'a>,
    pub(super) marks: &'a Marks,
    pub(super) names: &'a Names,
    /// The reader's columns, and whether they are the reader's own choice.
    pub(super) columns: &'a [Column],
    pub(super) chosen: bool,
    /// Whether the reader may take the list home.
    pub(super) export: bool,
    pub(super) now: Timestamp,
}

/// What came of the search.
pub(super) enum Outcome<'a> {
    /// This was found.
    Found(&'a Results),
    /// The index is being made anew; these are the latest payments instead.
    Rebuilding { latest: &'a [Row], done: u64, total: u64 },
}

/// What the address of the list says: all that the list knows from one request to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) asked: Asked,
    /// The number of the page, from 1.
    pub(super) page: u64,
    /// With how many blank rows the builder is open; `None` when it is closed.
    pub(super) blank_rows: Option<usize>,
}

impl Place {
    fn read(request: &Request) -> Self {
        let value = |name: &str| forms::query_value(request, name).unwrap_or_default();
        Self {
            asked: asked(request, ROWS),
            page: value("page").parse().unwrap_or(1).max(1),
            blank_rows: value("rows").parse().ok().map(|rows: usize| rows.min(builder::MOST_ROWS)),
        }
    }

    /// The first page of what `change` makes of this.
    pub(super) fn with(&self, change: impl FnOnce(&mut Asked)) -> Self {
        let mut place = Self { page: 1, ..self.clone() };
        place.asked.after.clear();
        change(&mut place.asked);
        place
    }

    /// The page after this one.
    pub(super) fn following(&self, after: &str) -> Self {
        let mut place = Self { page: self.page.saturating_add(1), ..self.clone() };
        after.clone_into(&mut place.asked.after);
        place
    }

    /// Its address.
    pub(super) fn address(&self) -> String {
        let (any, page) = (if self.asked.join == Join::Any { "1" } else { "" }, self.page.to_string());
        let page = if self.page > 1 { page.as_str() } else { "" };
        let mut parts =
            vec![("q", self.asked.text.as_str()), ("any", any), ("after", &self.asked.after), ("page", page)];
        let carried = self.carried();
        parts.extend(carried.iter().map(|(name, value)| (*name, value.as_str())));
        let rows = self.blank_rows.map_or_else(String::new, |rows| rows.to_string());
        parts.push(("rows", &rows));
        paths::with_query(paths::PAYMENTS, &parts)
    }

    /// The query of its address that says which payments are found, and in which order.
    pub(super) fn query_of_all(&self) -> String {
        let address = Self { blank_rows: None, ..self.with(|_| ()) }.address();
        address.split_once('?').map_or_else(String::new, |(_, query)| query.to_owned())
    }

    /// What a form that asks for something else carries along.
    pub(super) fn carried(&self) -> Vec<(&'static str, String)> {
        let all = (self.asked.unsuccessful == Shown::Yes).then(|| ("all", "1".to_owned()));
        let sort = (!self.asked.sort.is_empty()).then(|| ("sort", self.asked.sort.clone()));
        sort.into_iter().chain(all).collect()
    }
}

/// `GET /payments`
#[handler]
pub async fn list(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ViewPayments)?;
    let place = Place::read(request);
    let mut scene = answer::scene(app, rq, Some(Area::PaymentManager))?;
    scene.query.clone_from(&place.asked.text);
    if let Some(address) = builder::sent(scene.t, &place, request) {
        return Ok(answer::see_other(&address));
    }
    let firm = scene.firm();
    let found = search::find(app, scene.t, &place.asked).await;
    let latest;
    let outcome = match &found {
        Ok(results) => Outcome::Found(results),
        Err(FindError::Rebuilding { done, total }) => {
            latest = search::latest(app, ROWS)?;
            Outcome::Rebuilding { latest: &latest, done: *done, total: *total }
        }
        Err(_) => return Err(found.err().map_or(WebError::NotFound, WebError::from)),
    };
    let body = page(&List {
        t: scene.t,
        firm: &firm,
        place: &place,
        outcome,
        marks: &Marks::of(&place.asked.text),
        names: &Names::now(app, scene.t)?,
        columns: &Column::chosen(staff.user.columns.iter().map(String::as_str)),
        chosen: !staff.user.columns.is_empty(),
        export: staff.user.may(Permission::ExportPayments),
        now: app.now(),
    });
    let ctx = page::Ctx { wide: true, ..scene.ctx() };
    Ok(answer::html(page::staff(&ctx, &scene.t.text("payments-title"), &body)))
}

fn page(p: &List<'_>) -> Markup {
    let t = p.t;
    html! {
        (page_head(&html! {}, &t.text("payments-title"), &html! {}, &html! {}))
        nav class="tabs" aria-label=(t.text("reports-tabs")) {
            a href=(paths::PAYMENTS) aria-current="page" { (t.text("reports-payments-tab")) }
            a href=(paths::REPORTS) { (t.text("reports-title")) }
        }
        section class="card" aria-labelledby="payments-results" {
            h2 class="visually-hidden" id="payments-results" { (t.text("payments-results")) }
            (search_form::form(p))
            (results::results(p))
        }
    }
}
