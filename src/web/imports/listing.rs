//! Which rows of a file are listed: what the address says, and what forms carry along, so that whoever corrects a row comes back to
//! where they were.

use maud::{Markup, html};
use poem::Request;

use crate::{
    app::App,
    domain::import::Import,
    service::importing::{self, ImportError, Preview, Show, Wanted},
    web::{forms, forms::Fields, paths},
};

/// The part of the page with the rows.
pub(super) const PLACE: &str = "import-rows";

/// Which rows, and what was done with one of them last.
#[derive(Clone, Debug, Default)]
pub(super) struct Listing {
    show: Option<Show>,
    /// What they hold.
    pub(super) text: String,
    /// Which stretch of them, from 0.
    pub(super) stretch: u64,
    /// What was done, and with which row.
    pub(super) done: Option<(String, u64)>,
}

impl Listing {
    /// What an address asks for.
    pub(super) fn asked(request: &Request) -> Self {
        Self::read(|name| forms::query_value(request, name).unwrap_or_default())
    }

    /// What a form carries along.
    pub(super) fn sent(fields: &Fields) -> Self {
        Self { done: None, ..Self::read(|name| fields.get(name).to_owned()) }
    }

    fn read(value: impl Fn(&str) -> String) -> Self {
        let page: u64 = value("page").parse().unwrap_or(1);
        let done = ["saved", "left-out", "taken-in"].into_iter().find(|known| *known == value("done"));
        let row = value("row").parse().ok();
        Self {
            show: Show::from_code(&value("rows")),
            text: value("q"),
            stretch: page.saturating_sub(1),
            done: done.map(str::to_owned).zip(row),
        }
    }

    /// The rows, and what is listed of them: beyond the last stretch it is that one, as when its only row was left out.
    pub(super) async fn look(&self, app: &App, head: &Import) -> Result<(Self, Preview), ImportError> {
        let look = async |stretch| {
            let wanted = Wanted { text: self.text.clone(), stretch };
            importing::preview(app, head, &wanted).await
        };
        let preview = look(self.stretch).await?;
        let last = preview.found.of(self.shown(&preview)).saturating_sub(1) / Wanted::ROWS;
        if self.stretch <= last {
            return Ok((self.clone(), preview));
        }
        Ok((Self { stretch: last, ..self.clone() }, look(last).await?))
    }

    /// The kind that is listed: as asked for, else what is wrong first.
    pub(super) fn shown(&self, preview: &Preview) -> Show {
        let usual = if preview.wrong > 0 { Show::Wrong } else { Show::Ready };
        self.show.unwrap_or(usual)
    }

    /// The same of another kind, from its beginning.
    pub(super) fn of(&self, show: Show) -> Self {
        Self { show: Some(show), stretch: 0, done: None, ..self.clone() }
    }

    /// The same, so that whoever comes back once nothing is wrong any more finds what is ready.
    pub(super) fn here(&self) -> Self {
        Self { done: None, ..self.clone() }
    }

    /// The same with another text.
    pub(super) fn holding(&self, text: &str) -> Self {
        Self { text: text.to_owned(), ..self.clone() }
    }

    /// The same of a kind at another place.
    pub(super) fn at(&self, show: Show, stretch: u64) -> Self {
        Self { stretch, ..self.of(show) }
    }

    /// The same after something was done with a row.
    pub(super) fn after(&self, done: &str, row: u64) -> Self {
        Self { done: Some((done.to_owned(), row)), ..self.clone() }
    }

    fn pairs(&self) -> [(&'static str, String); 3] {
        let page = if self.stretch > 0 { (self.stretch + 1).to_string() } else { String::new() };
        [("rows", self.show.map(Show::code).unwrap_or_default().to_owned()), ("q", self.text.clone()), ("page", page)]
    }

    /// An address with all this.
    pub(super) fn path(&self, address: &str) -> String {
        let mut pairs: Vec<(&str, String)> = self.pairs().into();
        if let Some((done, row)) = &self.done {
            pairs.extend([("done", done.clone()), ("row", row.to_string())]);
        }
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        paths::with_query(address, &pairs)
    }

    /// The address of the rows themselves.
    pub(super) fn place(&self, address: &str) -> String {
        format!("{}#{PLACE}", self.path(address))
    }

    /// What a form carries along of it.
    pub(super) fn hidden(&self) -> Markup {
        html! {
            @for (name, value) in self.pairs() { @if !value.is_empty() { input type="hidden" name=(name) value=(value); } }
        }
    }
}
