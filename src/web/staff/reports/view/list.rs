//! The list of reports.

use maud::{Markup, html};

use crate::{
    domain::{
        firm::Firm,
        report::{
            Report, Sharing,
            range::Range,
            standard::{STANDARD, Section},
        },
    },
    i18n::{T, dates},
    web::{
        fragments::{Icon, Look, button_link, card, card_flush, page_head, table_scroll},
        paths,
    },
};

use super::{range_words, schedule_words, tabs};

/// The whole page.
pub(in super::super) fn page(t: T, firm: &Firm, reports: &[Report]) -> Markup {
    let new = button_link(Look::Primary, paths::NEW_REPORT, &t.text("reports-new"), Some(Icon::Plus));
    let of = |sharing| reports.iter().filter(|report| report.sharing == sharing).collect::<Vec<_>>();
    html! {
        (page_head(&html! {}, &t.text("reports-title"), &html! { p { (t.text("reports-intro")) } }, &new))
        (tabs(t))
        div class="stack" {
            div class="columns report-sections" { @for section in Section::ALL { (standard(t, section)) } }
            (kept(t, firm, "reports-own", "reports-own-none", &of(Sharing::Personal)))
            (kept(t, firm, "reports-shared", "reports-shared-none", &of(Sharing::Global)))
        }
    }
}

fn standard(t: T, section: Section) -> Markup {
    let body = html! {
        ul class="report-list" role="list" {
            @for report in STANDARD.iter().filter(|report| report.section == section) {
                li {
                    a href=(paths::standard_report(report.code)) { (t.text(&report.key())) }
                    p class="hint" { (t.text(&report.text_key())) }
                }
            }
        }
    };
    card(section.key(), &t.text(section.key()), &html! {}, &body)
}

fn kept(t: T, firm: &Firm, key: &'static str, none: &'static str, reports: &[&Report]) -> Markup {
    if reports.is_empty() {
        return card(key, &t.text(key), &html! {}, &html! { p { (t.text(none)) } });
    }
    let changed = |report: &Report| dates::date_medium(report.changed_at, &firm.time_zone, t.locale());
    let table = html! {
        table class="table" {
            thead { tr {
                th scope="col" { (t.text("reports-name")) }
                th scope="col" { (t.text("reports-range")) }
                th scope="col" { (t.text("reports-sent")) }
                th scope="col" { (t.text("reports-changed")) }
            } }
            tbody {
                @for report in reports {
                    tr {
                        td { a class="row-link" href=(paths::report(report.id)) { (report.name) } }
                        td { (range_words(t, range_of(report))) }
                        td { (schedule_words(t, report.schedule.as_ref())) }
                        td class="num nowrap" { (changed(report)) }
                    }
                }
            }
        }
    };
    let label = format!("{}: {}", t.text(key), t.text("reports-name"));
    card_flush(key, &t.text(key), &html! {}, &table_scroll(&label, &table))
}

const fn range_of(report: &Report) -> Range {
    report.definition.range
}
