//! What a file would do, and its rows: those that are wrong, those that would be taken in and those that were left out, each
//! with the ways to correct it and to leave it out.

use maud::{Markup, html};

use crate::{
    domain::import::{Import, ImportRow, Imported, RowFault, Target},
    i18n::{T, numbers},
    service::importing::{self, Preview, Show, Wanted},
    web::{
        answer::Scene,
        fragments::{Icon, Look, Stretch, Tone, button, button_link, card, csrf, empty, note, pager, table_under},
        guard::Rq,
    },
};

use super::{
    Room, SEEN, again,
    listing::{Listing, PLACE},
    parts::{self, counted, figures, reason},
};

impl Room {
    /// What would happen, and what makes it happen.
    pub(super) fn preview_of(
        &self,
        rq: &Rq,
        scene: &Scene,
        (head, preview): (&Import, &Preview),
        again: &again::Told<'_>,
    ) -> Markup {
        let (t, good) = (scene.t, preview.new + preview.known);
        let (second, count) = match self.of {
            Imported::Payers | Imported::Schedules => ("known-rows", preview.known),
            Imported::Requests => ("mailed", preview.mailed),
        };
        let mut rows = vec![counted(t, &self.said(t, "new"), preview.new), counted(t, &self.said(t, second), count)];
        rows.extend(parts::sums(t, &scene.house.accounts, &preview.sums));
        rows.push(counted(t, &t.text("import-wrong"), preview.wrong));
        if preview.left_out > 0 {
            rows.push(counted(t, &t.text("import-left-out"), preview.left_out));
        }
        let body = html! {
            div class="stack-4" {
                (figures(&rows))
                @if !importing::has_columns(head) { (note(Tone::Warning, &html! { (self.said(t, "error-column")) })) }
                @if self.of == Imported::Schedules { p class="hint" { (t.text("schedule-import-defaults")) } }
                @if preview.wrong > 0 { (self.wrong_link(t, head)) }
                form class="stack-4" method="post" action=(format!("{}/confirmation", self.import(head.id))) novalidate data-once {
                    (csrf(rq.csrf()))
                    input type="hidden" name=(SEEN) value=(head.changes);
                    @if good > 0 { (again.ask(self, scene)) }
                    div class="actions" {
                        @if good > 0 { (self.confirmations(t, preview)) }
                        (button_link(Look::Ghost, self.home.0, &t.text("payer-cancel"), None))
                    }
                }
            }
        };
        card("import-preview", &t.text("import-preview"), &html! {}, &body)
    }

    /// What confirms: requests are sent, or their links are handed out by the firm itself.
    fn confirmations(&self, t: T, preview: &Preview) -> Markup {
        let count = preview.new + preview.known;
        if self.of != Imported::Requests {
            return button(Look::Primary, &t.with("import-confirm", [("count", count)]), Some(Icon::Check));
        }
        html! {
            @if preview.mailed > 0 {
                button class="button button-primary" type="submit" name="how" value="mail" { (Icon::Send) span { (t.with("bulk-send-all", [("count", count)])) } }
            }
            button class="button" type="submit" name="how" value="link" { (Icon::KeyRound) span { (t.with("bulk-links-only", [("count", count)])) } }
        }
    }

    /// The rows of one kind, with what can be done with each.
    pub(super) fn rows(&self, rq: &Rq, t: T, (head, preview): (&Import, &Preview), listing: &Listing) -> Markup {
        let (show, address) = (listing.shown(preview), self.import(head.id));
        let name = t.text("import-rows-title");
        let found = preview.found.of(show);
        let deed = if show == Show::LeftOut { "take-in" } else { "leave-out" };
        html! {
            section class="card" id=(PLACE) aria-labelledby="import-rows-heading" {
                div class="card-head" { h2 id="import-rows-heading" { (name) } }
                @if let Some((done, row)) = &listing.done {
                    div class="card-tabs" role="status" { (note(Tone::Positive, &html! { (t.with(&format!("import-row-done-{done}"), [("number", row.to_string())])) })) }
                }
                div class="card-tabs" { (kinds(t, (&address, listing), (show, preview))) }
                (search(t, &address, &listing.of(show)))
                @if found == 0 { (empty(Icon::Spreadsheet, &t.text("import-rows-none"), "", &html! {})) } @else {
                    form method="post" action=(self.omissions(head.id)) hx-boost="false" data-once {
                        (csrf(rq.csrf()))
                        (listing.here().hidden())
                        input type="hidden" name="deed" value=(deed);
                        (table_under(t, &name, &self.table(t, (head, preview), &listing.here(), show)))
                    }
                    (pages(t, &address, (listing, show), found))
                }
            }
        }
    }

    fn table(&self, t: T, (head, preview): (&Import, &Preview), listing: &Listing, show: Show) -> Markup {
        let deeds = |row: u64, key: &str| {
            let path = listing.path(&self.row(head.id, row));
            html! { td { div class="actions" {
                a class="button button-small" href=(path) { (of_row(t, key, row)) }
                @if show == Show::LeftOut { (press(t, "import-row-take-in", Icon::Plus, row)) } @else { (press(t, "import-row-leave-out", Icon::Minus, row)) }
            } } }
        };
        match show {
            Show::Wrong => as_held(
                t,
                head,
                &preview.faults,
                |(row, fault)| (row, Some(*fault)),
                |row| deeds(row, "import-row-correct"),
            ),
            Show::LeftOut => as_held(t, head, &preview.left, |row| (row, None), |row| deeds(row, "import-row-change")),
            Show::Ready => parts::sample(t, self.of, preview, |row| deeds(row, "import-row-change")),
        }
    }
}

/// The words of what can be done with a row, which say with which one to those who do not see it.
fn of_row(t: T, key: &str, row: u64) -> Markup {
    html! { span { (t.text(key)) span class="visually-hidden" { " " (t.with("import-row-of", [("number", row.to_string())])) } } }
}

fn press(t: T, key: &str, icon: Icon, row: u64) -> Markup {
    html! {
        button class="button button-small" type="submit" name="row" value=(row) { (icon) (of_row(t, key, row)) }
    }
}

/// The kinds of rows, and how many there are of each.
fn kinds(t: T, (address, listing): (&str, &Listing), (show, preview): (Show, &Preview)) -> Markup {
    let count = |kind| numbers::integer(i64::try_from(preview.found.of(kind)).unwrap_or(i64::MAX), t.locale());
    html! {
        nav class="tabs" aria-label=(t.text("import-rows-kinds")) {
            @for kind in Show::ALL {
                a href=(listing.of(kind).place(address)) aria-current=[(kind == show).then_some("true")] {
                    (t.text(&format!("import-rows-{}", kind.code()))) " " span class="tab-count num" { (count(kind)) }
                }
            }
        }
    }
}

fn search(t: T, address: &str, listing: &Listing) -> Markup {
    let words = t.text("import-rows-search");
    html! {
        form class="filters filters-line" role="search" method="get" action={ (address) "#" (PLACE) } aria-label=(words) {
            (listing.holding("").hidden())
            div class="search" {
                (Icon::Search)
                input type="search" name="q" value=(listing.text) autocomplete="off" aria-label=(words) placeholder=(words) maxlength="200";
            }
            button class="button" type="submit" { (Icon::Search) span { (t.text("sent-search-go")) } }
        }
    }
}

/// Rows by what their cells hold, with what is wrong where something is.
fn as_held<R>(
    t: T,
    head: &Import,
    rows: &[R],
    of: impl Fn(&R) -> (&ImportRow, Option<RowFault>),
    deeds: impl Fn(u64) -> Markup,
) -> Markup {
    let label = |key: &str| t.text(key);
    let (row_label, reason_label, cells_label) = (label("import-row"), label("import-reason"), label("import-cells"));
    let has_reasons = rows.first().is_some_and(|row| of(row).1.is_some());
    html! {
        table class="table table-stack" {
            thead { tr {
                th scope="col" { (row_label) }
                @if has_reasons { th scope="col" { (reason_label) } }
                th scope="col" { (cells_label) }
                th scope="col" { span class="visually-hidden" { (label("import-row-deeds")) } }
            } }
            tbody {
                @for (row, fault) in rows.iter().map(of) {
                    tr {
                        td class="num" data-label=(row_label) { (row.number) }
                        @if let Some(fault) = fault { td data-label=(reason_label) { (reason(t, fault)) } }
                        td data-label=(cells_label) { span class="break" { (held(head, row)) } }
                        (deeds(row.number))
                    }
                }
            }
        }
    }
}

/// The beginning of what a row says.
fn held(head: &Import, row: &ImportRow) -> String {
    let cells = head.targets.iter().zip(&row.cells);
    let used = cells.filter(|(target, cell)| **target != Target::Ignored && !cell.is_empty());
    used.map(|(_, cell)| cell.as_str()).take(4).collect::<Vec<_>>().join(", ")
}

fn pages(t: T, address: &str, (listing, show): (&Listing, Show), found: u64) -> Markup {
    let first = listing.stretch.saturating_mul(Wanted::ROWS);
    let last = first.saturating_add(Wanted::ROWS).min(found);
    if first == 0 && last == found {
        return html! {};
    }
    let written = |count: u64| numbers::integer(i64::try_from(count).unwrap_or(i64::MAX), t.locale());
    let (from, to, total) = (written(first + 1), written(last), written(found));
    let place = |stretch: u64| listing.at(show, stretch).place(address);
    let previous = listing.stretch.checked_sub(1).map(place);
    let next = (last < found).then(|| place(listing.stretch + 1));
    pager(t, &Stretch { first: &from, last: &to, total: &total, previous: previous.as_deref(), next: next.as_deref() })
}
