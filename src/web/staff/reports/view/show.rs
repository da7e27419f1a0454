//! A report with its answer, and a run of one.

use maud::{Markup, html};

use crate::{
    domain::{
        firm::Firm,
        journal::Actor,
        report::{
            Definition, Report, Sharing, Subject,
            range::{Range, Relative, Span},
            run::{Handing, Run, Sums},
        },
    },
    export::{Cell, Column, Kind},
    i18n::{T, amount, calendar, dates, numbers},
    service::reports::screen::{MOST, Named, PER_PAGE, Row, Screen},
    web::{
        forms::FormErrors,
        fragments::{
            Field, Icon, Kind as FieldKind, Look, Need, Stretch, Tone, breadcrumb, button, button_link, card,
            card_flush, csrf, empty, error_summary, export_links, facts_lined, note, page_head, pager, result_line,
            select_field, table_scroll, text_field,
        },
        paths,
    },
};

use super::{cell, cell_class, measure_words, range_words, schedule_words, tabs};

/// The days as they stand in the address.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Days {
    pub(in super::super) range: String,
    pub(in super::super) from: String,
    pub(in super::super) to: String,
}

impl Days {
    /// By their names; none for the report's own.
    fn parts(&self) -> impl Iterator<Item = (&'static str, &String)> {
        [("range", &self.range), ("from", &self.from), ("to", &self.to)]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
    }

    /// As a part of a query; empty for the report's own.
    pub(in super::super) fn query(&self) -> String {
        self.parts().map(|(name, value)| format!("{name}={}", paths::encoded(value))).collect::<Vec<_>>().join("&")
    }

    /// The page at `path` with these days.
    pub(in super::super) fn address(&self, path: &str) -> String {
        let query = self.query();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

/// What every page with an answer shows.
pub(in super::super) struct Page<'a> {
    pub(in super::super) t: T,
    pub(in super::super) firm: &'a Firm,
    /// The page's address, without a query.
    pub(in super::super) path: &'a str,
    pub(in super::super) name: &'a str,
    pub(in super::super) definition: &'a Definition,
    pub(in super::super) days: &'a Days,
    pub(in super::super) errors: &'a FormErrors,
    /// Whether the reader may take it home as a file.
    pub(in super::super) may_export: bool,
    pub(in super::super) csrf: &'a str,
    /// `None` while the index is being rebuilt.
    pub(in super::super) screen: Option<&'a Screen>,
}

/// A report that every portal has.
pub(in super::super) fn standard(p: &Page<'_>, text: &str, code: &str, kept: &[(Run, String)]) -> Markup {
    let copy = format!("{}?like={}", paths::NEW_REPORT, paths::encoded(code));
    let carried = p.days.parts();
    let actions = html! {
        (files(p))
        (button_link(Look::Default, &copy, &p.t.text("report-copy"), Some(Icon::Bookmark)))
        form method="post" action={ (p.path) "/runs" } {
            (csrf(p.csrf))
            @for (name, value) in carried { input type="hidden" name=(name) value=(value); }
            (button(Look::Primary, &p.t.text("report-run"), Some(Icon::RotateCw)))
        }
    };
    html! {
        (head(p, &html! { p { (text) } }, &actions))
        (range_form(p))
        (answer(p))
        div class="report-foot" { (runs(p, kept)) }
    }
}

/// What the page of somebody's own report shows besides.
pub(in super::super) struct Own<'a> {
    pub(in super::super) report: &'a Report,
    pub(in super::super) owner: &'a str,
    pub(in super::super) runs: &'a [(Run, String)],
    pub(in super::super) may_change: bool,
}

/// A report that somebody made.
pub(in super::super) fn own(p: &Page<'_>, own: &Own<'_>) -> Markup {
    let t = p.t;
    let form = |action: &str, look, key: &str, icon| {
        html! { form method="post" action={ (p.path) "/" (action) } { (csrf(p.csrf)) (button(look, &t.text(key), Some(icon))) } }
    };
    let actions = html! {
        (files(p))
        (form("copies", Look::Default, "report-copy", Icon::Bookmark))
        @if own.may_change { (button_link(Look::Default, &format!("{}/edit", p.path), &t.text("report-edit"), Some(Icon::Settings))) }
        (form("runs", Look::Primary, "report-run", Icon::RotateCw))
    };
    html! {
        (head(p, &html! {}, &actions))
        (range_form(p))
        (answer(p))
        div class="columns columns-form report-foot" {
            (runs(p, own.runs))
            div class="stack" {
                (facts(p, own))
                @if own.may_change { (deletion(p)) }
            }
        }
    }
}

fn head(p: &Page<'_>, below: &Markup, actions: &Markup) -> Markup {
    let above = breadcrumb(paths::REPORTS, &p.t.text("reports-title"), p.name);
    let errors = p.errors.messages(p.t);
    let errors: Vec<(&str, &str)> = errors.iter().map(|(field, words)| (field.as_str(), words.as_str())).collect();
    html! {
        (error_summary(p.t, &errors))
        (page_head(&above, p.name, below, actions))
        (tabs(p.t))
    }
}

fn files(p: &Page<'_>) -> Markup {
    html! { @if p.may_export { (export_links(p.t, p.path, &p.days.query())) } }
}

/// The choices of a list of ranges.
pub(super) fn range_choices(t: T, subject: Subject) -> Vec<(&'static str, String)> {
    let offered = |relative: &Relative| *relative != Relative::Next90Days || subject == Subject::SavedMethods;
    let relative = Relative::ALL.into_iter().filter(offered).map(|range| (range.code(), t.label(range)));
    relative.chain([(super::super::form::FIXED, t.text("range-fixed"))]).collect()
}

fn range_form(p: &Page<'_>) -> Markup {
    let t = p.t;
    let (own, span) = match p.definition.range {
        Range::Relative(relative) => (relative.code(), None),
        Range::Fixed(span) => (super::super::form::FIXED, Some(span)),
    };
    let chosen = if p.days.range.is_empty() { own } else { p.days.range.as_str() };
    let of = |typed: &str, day: fn(Span) -> crate::domain::time::Day| {
        if typed.is_empty() {
            span.map(|span| calendar::day_plain(day(span))).unwrap_or_default()
        } else {
            typed.to_owned()
        }
    };
    let (from, to) = (of(&p.days.from, |span| span.first), of(&p.days.to, |span| span.last));
    let choices = range_choices(t, p.definition.subject);
    let choices: Vec<(&str, &str)> = choices.iter().map(|(code, words)| (*code, words.as_str())).collect();
    let error = |name: &str| p.errors.first(name, t);
    let (range_error, from_error, to_error) = (error("range"), error("from"), error("to"));
    let (range_label, from_label, to_label, hint) =
        (t.text("report-range"), t.text("report-from"), t.text("report-to"), t.text("report-from-hint"));
    let field = Field { need: Need::Unmarked, ..Field::default() };
    html! {
        section class="card" aria-label=(t.text("report-range")) {
            form class="card-body report-range" action=(p.path) {
                (select_field(t, &Field { name: "range", label: &range_label, value: chosen, error: range_error.as_deref(), ..field }, &choices))
                (text_field(t, &Field { name: "from", label: &from_label, value: &from, hint: Some(&hint), error: from_error.as_deref(), kind: FieldKind::Date, ..field }))
                (text_field(t, &Field { name: "to", label: &to_label, value: &to, error: to_error.as_deref(), kind: FieldKind::Date, ..field }))
                (button(Look::Default, &t.text("report-range-go"), Some(Icon::RefreshCw)))
            }
        }
    }
}

/// The answer: what it comes to, the groups, the rows.
fn answer(p: &Page<'_>) -> Markup {
    let t = p.t;
    let Some(screen) = p.screen else {
        return note(Tone::Warning, &html! { (t.text("report-rebuilding")) });
    };
    html! {
        div class="card report-answer" {
            h2 class="visually-hidden" { (t.text("report-totals")) }
            (lead(t, p.definition, screen))
            (remarks(t, screen))
            @if screen.count == 0 {
                (empty(Icon::Search, &t.text("report-none"), &t.text("report-none-text"), &html! {}))
            } @else if !screen.groups.is_empty() {
                (table_scroll(&t.text("report-totals"), &totals(t, p.firm, screen)))
                (stretch(p, screen))
            }
            @if p.definition.tells_rows() && !screen.rows.is_empty() {
                (table_scroll(&t.text("report-table"), &rows(t, p.firm, p.definition, screen)))
                (stretch(p, screen))
            }
        }
    }
}

fn lead(t: T, definition: &Definition, screen: &Screen) -> Markup {
    let sums = sums(t, definition, &screen.sums);
    let sums: Vec<(&str, &str)> = sums.iter().map(|(name, sum)| (name.as_str(), sum.as_str())).collect();
    result_line(&t.with("report-rows", [("count", screen.count)]), &calendar::span(screen.span, t), &sums)
}

/// Sums by name, for a subject that has any.
fn sums(t: T, definition: &Definition, sums: &[Sums]) -> Vec<(String, String)> {
    let told = sums.iter().flat_map(|sums| sums.told(definition));
    told.map(|(key, money)| (t.text(key), amount::format(money, t.locale()))).collect()
}

fn remarks(t: T, screen: &Screen) -> Markup {
    let most = numbers::integer(i64::try_from(MOST).unwrap_or(i64::MAX), t.locale());
    html! {
        @if screen.hidden > 0 || !screen.ignored.is_empty() || screen.paged > MOST {
            div class="remarks" {
                @if !screen.ignored.is_empty() { p class="hint" { (t.with("report-ignored", [("parts", screen.ignored.join(", "))])) } }
                @if screen.hidden > 0 { p class="hint" { (t.with("report-hidden", [("count", screen.hidden)])) } }
                @if screen.paged > MOST { p class="hint" { (t.with("report-most", [("most", most)])) } }
            }
        }
    }
}

fn headings(headings: &[Column]) -> Markup {
    html! {
        thead { tr { @for heading in headings { th scope="col" class=(head_class(heading.kind)) { (heading.name) } } } }
    }
}

const fn head_class(kind: Kind) -> &'static str {
    match kind {
        Kind::Money | Kind::Integer => "cell-end",
        Kind::DateTime | Kind::Day | Kind::Text => "",
    }
}

fn cells(t: T, firm: &Firm, under: &[Column], cells: &[Cell<'_>]) -> Markup {
    html! {
        @for (heading, value) in under.iter().zip(cells) { td class=(cell_class(heading.kind)) { (cell(t, firm, value)) } }
    }
}

/// The cells of a row; the number of its payment leads there.
fn row(t: T, firm: &Firm, screen: &Screen, row: &Row) -> Markup {
    html! {
        @for (place, (heading, value)) in screen.headings.iter().zip(&row.cells).enumerate() {
            @match row.payment.filter(|_| screen.number_at == Some(place)) {
                Some(id) => { td class="num nowrap" { a href=(paths::payment(id)) { (id) } } }
                None => { td class=(cell_class(heading.kind)) { (cell(t, firm, value)) } }
            }
        }
    }
}

fn totals(t: T, firm: &Firm, screen: &Screen) -> Markup {
    html! {
        table class="table" {
            (headings(&screen.total_headings))
            tbody { @for line in &screen.groups { tr { (cells(t, firm, &screen.total_headings, line)) } } }
            tfoot { @for line in &screen.totals { tr { (cells(t, firm, &screen.total_headings, line)) } } }
        }
    }
}

/// The name of a group and what its rows come to.
fn group_heading(t: T, definition: &Definition, named: &Named) -> Markup {
    html! {
        (named.name) " "
        span class="sub" {
            (t.with("report-rows", [("count", named.count)]))
            @for (name, sum) in sums(t, definition, &named.sums) { " · " (name) " " b class="num" { (sum) } }
        }
    }
}

fn rows(t: T, firm: &Firm, definition: &Definition, screen: &Screen) -> Markup {
    let mut group = None;
    html! {
        table class="table" {
            (headings(&screen.headings))
            tbody {
                @for found in &screen.rows {
                    @if group != Some(found.group) {
                        @if let Some(named) = screen.names.iter().find(|named| named.number == found.group) {
                            tr class="group-row" { th scope="rowgroup" colspan=(screen.headings.len()) { (group_heading(t, definition, named)) } }
                        }
                    }
                    tr { (row(t, firm, screen, found)) }
                    @let _ = group.replace(found.group);
                }
            }
        }
    }
}

fn stretch(p: &Page<'_>, screen: &Screen) -> Markup {
    let written = |number: usize| numbers::integer(i64::try_from(number).unwrap_or(i64::MAX), p.t.locale());
    let here = screen.first / PER_PAGE + 1;
    let last = screen.paged.min(MOST).min(screen.first + PER_PAGE);
    let days = p.days.query();
    let path = |page: usize| {
        let page = format!("page={page}");
        let query: Vec<&str> = [days.as_str(), page.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
        format!("{}?{}", p.path, query.join("&"))
    };
    let previous = (here > 1).then(|| path(here - 1));
    let next = (last < screen.paged.min(MOST)).then(|| path(here + 1));
    let stretch = Stretch {
        first: &written(screen.first + 1),
        last: &written(last),
        total: &written(screen.paged),
        previous: previous.as_deref(),
        next: next.as_deref(),
    };
    pager(p.t, &stretch)
}

fn facts(p: &Page<'_>, own: &Own<'_>) -> Markup {
    let (t, report) = (p.t, own.report);
    let sharing = if report.sharing == Sharing::Global { "report-global" } else { "report-personal" };
    let mut rows = vec![
        (t.text("report-range"), html! { (range_words(t, report.definition.range)) }),
        (t.text("report-filters"), filters(t, &report.definition)),
        (t.text("report-sharing"), html! { (t.text(sharing)) }),
        (t.text("column-entered-by"), html! { (own.owner) }),
        (t.text("reports-sent"), html! { (schedule_words(t, report.schedule.as_ref())) }),
    ];
    rows.extend(measure(t, &report.definition));
    if let Some(schedule) = &report.schedule {
        rows.push((t.text("report-recipients"), html! { (schedule.recipients.join(", ")) }));
        let next = report.next_due.map(|due| dates::with_zone(due, &p.firm.time_zone, t.locale()));
        rows.push((t.text("report-next"), html! { (next.unwrap_or_else(|| t.text("report-never"))) }));
    }
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, fact)| (name.as_str(), fact.clone())).collect();
    card("report-facts", &t.text("report-facts"), &html! {}, &facts_lined(&rows))
}

/// What is added up, where there is a choice.
fn measure(t: T, definition: &Definition) -> Option<(String, Markup)> {
    let chosen = definition.subject == Subject::Payments;
    chosen.then(|| (t.text("report-measure"), html! { (measure_words(t, definition.measure)) }))
}

fn filters(t: T, definition: &Definition) -> Markup {
    html! { @if let Some(kind) = definition.accounts { (t.label(kind)) ". " }
    @if definition.filters.is_empty() { (t.text("report-filters-none")) } @else { span class="mono" { (definition.filters) } } }
}

fn deletion(p: &Page<'_>) -> Markup {
    let t = p.t;
    html! {
        details class="card report-delete" {
            summary { (t.text("report-delete")) }
            form class="card-body stack-3" method="post" action={ (p.path) "/deletion" } {
                (csrf(p.csrf))
                p { (t.text("report-delete-text")) }
                (button(Look::Danger, &t.text("report-delete"), None))
            }
        }
    }
}

fn runs(p: &Page<'_>, runs: &[(Run, String)]) -> Markup {
    let t = p.t;
    if runs.is_empty() {
        return card("report-runs", &t.text("report-runs"), &html! {}, &html! { p { (t.text("report-runs-none")) } });
    }
    let rows_of = |run: &Run| numbers::integer(i64::try_from(run.rows).unwrap_or(i64::MAX), t.locale());
    let table = html! {
        table class="table" {
            thead { tr {
                th scope="col" { (t.text("report-run-when")) }
                th scope="col" { (t.text("report-run-days")) }
                th scope="col" class="cell-end" { (t.text("report-count")) }
                th scope="col" { (t.text("report-run-who")) }
                th scope="col" { (t.text("report-run-handed")) }
            } }
            tbody {
                @for (run, who) in runs {
                    tr {
                        td class="num nowrap" { a class="row-link" href=(paths::report_run(&run.report, run.id)) { (moment(p, run)) } }
                        td { (calendar::span(run.span, t)) }
                        td class="cell-end num" { (rows_of(run)) }
                        td { (by(t, run, who)) }
                        td { (handed(t, &run.handing)) }
                    }
                }
            }
        }
    };
    let label = format!("{}: {}", t.text("report-runs"), t.text("report-table"));
    card_flush("report-runs", &t.text("report-runs"), &html! {}, &table_scroll(&label, &table))
}

fn moment(p: &Page<'_>, run: &Run) -> String {
    let (zone, locale) = (&p.firm.time_zone, p.t.locale());
    format!("{} {}", dates::date_medium(run.at, zone, locale), dates::time(run.at, zone, locale))
}

fn by(t: T, run: &Run, who: &str) -> String {
    if run.actor == Actor::System { t.text("report-run-schedule") } else { who.to_owned() }
}

fn handed(t: T, handing: &Handing) -> Markup {
    match handing {
        Handing::Screen => html! { (t.text("report-run-screen")) },
        Handing::Attached { .. } => html! { (t.text("report-run-attached")) },
        Handing::Linked { .. } => html! { (t.text("report-run-linked")) },
    }
}

/// One run, shown again over the same days.
pub(in super::super) fn run(p: &Page<'_>, run: &Run, who: &str) -> Markup {
    let t = p.t;
    let title = t.with("report-run-title", [("when", moment(p, run))]);
    let above = html! {
        div class="breadcrumb" {
            a href=(paths::REPORTS) { (t.text("reports-title")) } (Icon::ChevronRight)
            a href=(paths::report_of(&run.report)) { (run.name) } (Icon::ChevronRight)
            span { (t.text("report-runs")) }
        }
    };
    let now = p.screen.map_or(run.rows, |screen| screen.count);
    let number = |count: u64| numbers::integer(i64::try_from(count).unwrap_or(i64::MAX), t.locale());
    let changed = [("then", number(run.rows)), ("now", number(now))];
    html! {
        (page_head(&above, &title, &html! {}, &files(p)))
        (tabs(t))
        @if now != run.rows { (note(Tone::Information, &html! { (t.with("report-run-changed", changed)) })) }
        (run_facts(p, run, who))
        (answer(p))
    }
}

fn run_facts(p: &Page<'_>, run: &Run, who: &str) -> Markup {
    let t = p.t;
    let mut rows = vec![
        (t.text("report-run-days"), html! { (calendar::span(run.span, t)) }),
        (t.text("report-filters"), filters(t, &run.definition)),
        (t.text("report-run-who"), html! { (by(t, run, who)) }),
        (t.text("report-run-handed"), handed(t, &run.handing)),
        (t.text("report-run-then"), html! { (t.with("report-rows", [("count", run.rows)])) }),
    ];
    rows.extend(measure(t, &run.definition));
    rows.extend(sums(t, &run.definition, &run.sums).into_iter().map(|(name, sum)| (name, html! { (sum) })));
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, fact)| (name.as_str(), fact.clone())).collect();
    let body = html! {
        (facts_lined(&rows))
        @if run.missed > 0 { p class="hint" { (t.with("report-run-missed", [("count", run.missed)])) } }
    };
    card("report-facts", &t.text("report-facts"), &html! {}, &body)
}
