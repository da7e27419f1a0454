//! The page that waits for a file: pure markup.

use maud::{Markup, html};

use crate::{
    app::exports::Job,
    i18n::{T, numbers},
    web::{
        fragments::{Icon, Look, button, button_link, csrf, empty, page_head},
        paths,
        taking_home::{Message, Place, crumb},
    },
};

/// Where a file stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Waiting,
    Writing { done: u64, total: u64 },
    Ready { bytes: u64, rows: u64 },
    Failed,
    Stopped,
}

/// What the page shows.
pub(super) struct Page<'a> {
    pub(super) t: T,
    pub(super) job: &'a Job,
    pub(super) stage: Stage,
    pub(super) place: &'a Place,
    pub(super) csrf: &'a str,
}

/// The whole page. While the file is being made, this part asks for itself anew; without JavaScript a link does.
pub(super) fn page(p: &Page<'_>) -> Markup {
    let t = p.t;
    let here = paths::export(&p.job.id);
    let asks = matches!(p.stage, Stage::Waiting | Stage::Writing { .. });
    html! {
        (page_head(&crumb(t, p.place), &p.job.order.file_name, &html! {}, &html! {}))
        section class="card" id="export" aria-live="polite"
            hx-get=[asks.then_some(&here)] hx-trigger=[asks.then_some("every 1s")] hx-select=[asks.then_some("#export")]
            hx-target=[asks.then_some("#export")] hx-swap=[asks.then_some("outerHTML")] {
            @match p.stage {
                Stage::Waiting => { (open(p, &t.text("exports-waiting"), None)) }
                Stage::Writing { done, total } => {
                    @let words = if done < total {
                        t.with("exports-writing", [("done", number(t, done)), ("total", number(t, total))])
                    } else {
                        t.text("exports-packing")
                    };
                    (open(p, &words, Some((done.min(total), total))))
                }
                Stage::Ready { bytes, rows } => { (ready(p, bytes, rows)) }
                Stage::Failed => { (ended(p, &Message::of(t, "exports-failed"), Icon::TriangleAlert)) }
                Stage::Stopped => { (ended(p, &Message::of(t, "exports-stopped"), Icon::Ban)) }
            }
        }
    }
}

fn open(p: &Page<'_>, words: &str, progress: Option<(u64, u64)>) -> Markup {
    let t = p.t;
    html! {
        div class="card-body stack" {
            h2 { (words) }
            @if let Some((done, total)) = progress {
                progress class="export-progress" value=(done) max=(total) aria-label=(t.text("exports-progress")) { (number(t, done)) "/" (number(t, total)) }
            } @else {
                progress class="export-progress" aria-label=(t.text("exports-progress")) {}
            }
            p class="hint" { (t.text("exports-meanwhile")) }
            form class="actions" method="post" action=(paths::export_cancellation(&p.job.id)) {
                (csrf(p.csrf))
                (button_link(Look::Default, &paths::export(&p.job.id), &t.text("exports-check"), Some(Icon::RefreshCw)))
                (button(Look::Default, &t.text("exports-stop"), Some(Icon::X)))
            }
        }
    }
}

fn ready(p: &Page<'_>, bytes: u64, rows: u64) -> Markup {
    let t = p.t;
    let text = crate::i18n::text(
        t.locale(),
        "exports-ready-text",
        &[("rows", rows.into()), ("size", number(t, bytes.div_ceil(1_000_000)).into())],
    );
    let download = html! {
        a class="button button-primary" href=(paths::export_file(&p.job.id)) hx-boost="false" download=(p.job.order.file_name) {
            (Icon::Download) span { (t.with("exports-download", [("file", &p.job.order.file_name)])) }
        }
        (button_link(Look::Default, &p.place.path, &t.text("exports-back"), None))
    };
    empty(Icon::CircleCheck, &t.text("exports-ready"), &text, &download)
}

fn ended(p: &Page<'_>, message: &Message, icon: Icon) -> Markup {
    empty(
        icon,
        &message.title,
        &message.text,
        &button_link(Look::Default, &p.place.path, &p.t.text("exports-back"), None),
    )
}

fn number(t: T, number: u64) -> String {
    numbers::integer(i64::try_from(number).unwrap_or(i64::MAX), t.locale())
}
