//! The list of schedules, with what is going on altogether.

use maud::{Markup, html};

use crate::{
    domain::schedule::{State, group::ScheduleGroup},
    i18n::{T, amount, numbers},
    service::schedules::looking::{Filter, MOST_COUNTED, Overview, Row},
    web::{
        fragments::{Field, Icon, Look, Need, Tone, button, button_link, empty, note, page_head, select_field},
        paths,
        schedule_rows::{Payers, table},
    },
};

/// What the list shows.
pub(in super::super) struct Page<'a> {
    pub(in super::super) t: T,
    pub(in super::super) filter: &'a Filter,
    pub(in super::super) rows: &'a [Row],
    pub(in super::super) overview: &'a Overview,
    /// From 1.
    pub(in super::super) place: usize,
    pub(in super::super) more: bool,
    pub(in super::super) may_manage: bool,
    /// The latest general schedules that have schedules.
    pub(in super::super) groups: &'a [ScheduleGroup],
}

/// The whole page.
pub(in super::super) fn page(p: &Page<'_>) -> Markup {
    let t = p.t;
    let new = html! {
        (button_link(Look::Default, paths::SCHEDULE_GROUPS, &t.text("groups-title"), Some(Icon::Users)))
        @if p.may_manage { (button_link(Look::Default, paths::NEW_SCHEDULE_IMPORT, &t.text("payers-import"), Some(Icon::Spreadsheet))) }
        @if p.may_manage { (button_link(Look::Default, paths::SCHEDULE_GROUP_NEW, &t.text("groups-new"), Some(Icon::Plus))) }
        @if p.may_manage { (button_link(Look::Primary, paths::SCHEDULE_NEW, &t.text("schedules-new"), Some(Icon::Plus))) }
    };
    html! {
        (page_head(&html! {}, &t.text("schedules-title"), &html! { p { (t.text("schedules-intro")) } }, &new))
        (overview(p))
        section class="card" aria-label=(t.text("schedules-list")) {
            (filters(p))
            @if p.rows.is_empty() { (nothing(p)) } @else { (table(t, p.rows, Payers::Shown)) (pages(p)) }
        }
    }
}

fn count(t: T, number: usize) -> String {
    numbers::integer(i64::try_from(number).unwrap_or(i64::MAX), t.locale())
}

fn overview(p: &Page<'_>) -> Markup {
    let (t, o) = (p.t, p.overview);
    let running = o.progress.is_some() || o.due > 0;
    let active = State::ALL.iter().position(|state| *state == State::Active).map_or(0, |place| o.counts[place]);
    let sums: Vec<String> = o.ahead_sums.iter().map(|sum| amount::format(*sum, t.locale())).collect();
    let many = o.failed >= MOST_COUNTED;
    let failed = if many { t.with("schedules-many", [("count", count(t, MOST_COUNTED))]) } else { count(t, o.failed) };
    html! {
        div id="schedule-overview" hx-get=[running.then_some(paths::SCHEDULES)] hx-trigger=[running.then_some("every 3s")]
            hx-select=[running.then_some("#schedule-overview")] hx-swap=[running.then_some("outerHTML")] {
            dl class="schedule-figures" {
                div { dt { (t.text("schedules-active")) } dd class="num" { (count(t, active)) } }
                div {
                    dt { (t.text("schedules-ahead")) }
                    dd class="num" { (count(t, o.ahead)) @for sum in &sums { " " span class="sub" { (sum) } } }
                }
                div {
                    dt { (t.text("schedules-failed")) }
                    dd class="num" {
                        @if o.failed > 0 { a href=(paths::with_query(paths::SCHEDULES, &[("failed", "1")])) { (failed) } } @else { (failed) }
                    }
                }
                div { dt { (t.text("schedules-collecting")) } dd class="num" { (count(t, o.collecting)) } }
            }
            (progress(p))
        }
    }
}

/// How far the run of the night has got.
fn progress(p: &Page<'_>) -> Markup {
    let (t, o) = (p.t, p.overview);
    let number = |number: u64| numbers::integer(i64::try_from(number).unwrap_or(i64::MAX), t.locale());
    html! {
        @if let Some(progress) = o.progress {
            @let due = progress.due.max(progress.done);
            div class="schedule-progress" role="status" {
                (note(Tone::Information, &html! {
                    p { (t.with("schedules-running", [("done", number(progress.done)), ("due", number(due))])) }
                    progress max=(due) value=(progress.done) aria-label=(t.text("schedules-run")) {}
                }))
            }
        } @else if o.due > 0 {
            div class="schedule-progress" role="status" {
                (note(Tone::Information, &html! { p { (t.with("schedules-due", [("count", o.due)])) } }))
            }
        }
    }
}

fn filters(p: &Page<'_>) -> Markup {
    let t = p.t;
    let (state_label, failed_label) = (t.text("schedules-state"), t.text("schedules-only-failed"));
    let all = t.text("schedules-all-states");
    let states: Vec<(&str, String)> = std::iter::once(("any", all))
        .chain(State::ALL.into_iter().map(|state| (state.code(), t.label(state))))
        .collect();
    let states: Vec<(&str, &str)> = states.iter().map(|(code, words)| (*code, words.as_str())).collect();
    let field = Field {
        name: "state",
        label: &state_label,
        value: p.filter.state.map_or("any", State::code),
        need: Need::Unmarked,
        ..Field::default()
    };
    html! {
        form class="schedule-filters" action=(paths::SCHEDULES) role="search" aria-label=(t.text("schedules-filter")) {
            @if let Some(payer) = p.filter.payer { input type="hidden" name="payer" value=(payer); }
            (select_field(t, &field, &states))
            (group_filter(p))
            label class="check" {
                input type="checkbox" name="failed" value="1" checked[p.filter.failed];
                span { (failed_label) }
            }
            (button(Look::Small, &t.text("schedules-show"), Some(Icon::ListFilter)))
        }
    }
}

/// Of which general schedule, where there is one.
fn group_filter(p: &Page<'_>) -> Markup {
    let t = p.t;
    if p.groups.is_empty() {
        return html! {};
    }
    let (label, taken) = (t.text("groups-one"), p.filter.group.map(|id| id.to_string()).unwrap_or_default());
    let groups: Vec<(String, &str)> =
        p.groups.iter().map(|group| (group.id.to_string(), group.name.as_str())).collect();
    let all = t.text("groups-any");
    let choices = std::iter::once(("any", all.as_str())).chain(groups.iter().map(|(id, name)| (id.as_str(), *name)));
    let value = if taken.is_empty() { "any" } else { &taken };
    let field = Field { name: "group", label: &label, value, need: Need::Unmarked, ..Field::default() };
    select_field(t, &field, &choices.collect::<Vec<_>>())
}

fn nothing(p: &Page<'_>) -> Markup {
    let t = p.t;
    let filtered = *p.filter != Filter::default();
    let (heading, words) = if filtered {
        ("schedules-none-found", "schedules-none-found-text")
    } else {
        ("schedules-none", "schedules-none-text")
    };
    let action = html! {
        @if filtered { (button_link(Look::Default, paths::SCHEDULES, &t.text("schedules-all"), None)) }
    };
    empty(Icon::CalendarClock, &t.text(heading), &t.text(words), &action)
}

fn pages(p: &Page<'_>) -> Markup {
    let t = p.t;
    let path = |page: usize| {
        let payer = p.filter.payer.map(|payer| payer.to_string()).unwrap_or_default();
        let state = p.filter.state.map_or("", State::code);
        let failed = if p.filter.failed { "1" } else { "" };
        let group = p.filter.group.map(|group| group.to_string()).unwrap_or_default();
        let page = page.to_string();
        let parts = [("state", state), ("payer", &payer), ("failed", failed), ("group", &group), ("page", &page)];
        paths::with_query(paths::SCHEDULES, &parts)
    };
    html! {
        @if p.place > 1 || p.more {
            nav class="pager" aria-label=(t.text("form-pages")) {
                @if p.place > 1 { (button_link(Look::Small, &path(p.place - 1), &t.text("schedules-earlier"), Some(Icon::ChevronLeft))) }
                @if p.more { (button_link(Look::Small, &path(p.place + 1), &t.text("schedules-later"), Some(Icon::ChevronRight))) }
            }
        }
    }
}
