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
        search::{self, Asked, FindError, Results, Row, Shown},
    },
    web::{
        answer,
        error::WebError,
        forms,
        fragments::page_head,
        guard::Rq,
        page::{self, Area},
        paths,
    },
};

use super::{results, search_form};

/// Rows of one page of the list.
const ROWS: usize = 25;

/// What the list shows, and for whom.
pub(super) struct List<'a> {
    pub(super) t: T,
    pub(super) firm: &'a Firm,
    pub(super) place: &'a Place,
    pub(super) outcome: Outcome<'a>,
    pub(super) names: &'a Names,
    /// The reader's columns, and whether they are the reader's own choice.
    pub(super) columns: &'a [Column],
    pub(super) chosen: bool,
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
}

impl Place {
    fn read(request: &Request) -> Self {
        let value = |name: &str| forms::query_value(request, name).unwrap_or_default();
        let asked = Asked {
            text: value("q"),
            sort: value("sort"),
            after: value("after"),
            unsuccessful: if value("all").is_empty() { Shown::No } else { Shown::Yes },
            limit: ROWS,
        };
        Self { asked, page: value("page").parse().unwrap_or(1).max(1) }
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
        let all = if self.asked.unsuccessful == Shown::Yes { "1" } else { "" };
        let page = if self.page > 1 { self.page.to_string() } else { String::new() };
        let parts = [
            ("q", self.asked.text.as_str()),
            ("sort", &self.asked.sort),
            ("all", all),
            ("after", &self.asked.after),
            ("page", &page),
        ];
        paths::with_query(paths::PAYMENTS, &parts)
    }
}

/// `GET /payments`
#[handler]
pub async fn list(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ViewPayments)?;
    let place = Place::read(request);
    let mut scene = answer::scene(app, rq, Some(Area::PaymentManager))?;
    scene.query.clone_from(&place.asked.text);
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
        names: &Names::read(app)?,
        columns: &Column::chosen(staff.user.columns.iter().map(String::as_str)),
        chosen: !staff.user.columns.is_empty(),
        now: app.now(),
    });
    let ctx = page::Ctx { wide: true, ..scene.ctx() };
    Ok(answer::html(page::staff(&ctx, &scene.t.text("payments-title"), &body)))
}

fn page(p: &List<'_>) -> Markup {
    let t = p.t;
    html! {
        (page_head(&html! {}, &t.text("payments-title"), &html! {}, &html! {}))
        section class="card" aria-labelledby="payments-results" {
            h2 class="visually-hidden" id="payments-results" { (t.text("payments-results")) }
            (search_form::form(p))
            (results::results(p))
        }
    }
}
