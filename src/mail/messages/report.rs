//! What a run of a report came to, as the message that goes with its file.

use maud::{DOCTYPE, Markup, html};

use crate::{
    domain::{
        delivery::{Attachment, Message},
        firm::Firm,
        report::run::Run,
        time::Timestamp,
    },
    i18n::{T, amount, calendar, dates, numbers},
};

use super::look::{BOX, BUTTON, LABEL, PAGE, VALUE, plain_line};

/// What the message tells.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The run.
    pub run: &'a Run,
    /// Whose report it is.
    pub firm: &'a Firm,
    /// The file that goes along, if it is not too large.
    pub attached: Option<&'a Attachment>,
    /// Leads to the run's page.
    pub link: &'a str,
}

/// A label with what it labels.
type Line = (String, String);

/// The message that is sent.
#[must_use]
pub fn message(facts: &Facts<'_>, to: Vec<String>, at: Timestamp) -> Message {
    let t = T::new(facts.run.locale);
    let days = calendar::span(facts.run.span, t);
    let subject = t.with("report-mail-subject", [("name", facts.run.name.clone()), ("days", days)]);
    Message {
        to,
        text: text(facts),
        html: html(facts, &subject).into_string(),
        subject,
        at,
        attached: facts.attached.map(Attachment::attached),
    }
}

/// Days, rows and sums, one line each.
fn lines(facts: &Facts<'_>) -> Vec<Line> {
    let (run, t) = (facts.run, T::new(facts.run.locale));
    let mut lines = vec![
        (t.text("report-mail-days"), calendar::span(run.span, t)),
        (t.text("report-mail-rows"), numbers::integer(i64::try_from(run.rows).unwrap_or(i64::MAX), t.locale())),
    ];
    for sums in &run.sums {
        lines.extend(
            sums.told(&run.definition)
                .map(|(key, money)| (t.text(key), amount::format_with_currency(money, t.locale()))),
        );
    }
    lines.push((t.text("report-mail-run"), dates::with_zone(run.at, &facts.firm.time_zone, t.locale())));
    lines
}

/// What must be known of the file and of what did not happen.
fn remarks(facts: &Facts<'_>) -> Vec<String> {
    let t = T::new(facts.run.locale);
    let file = match facts.attached {
        Some(file) => t.with("report-mail-attached", [("file", file.name.clone())]),
        None => t.text("report-mail-too-large"),
    };
    let missed = (facts.run.missed > 0).then(|| t.with("report-mail-missed", [("count", facts.run.missed)]));
    std::iter::once(file).chain(missed).collect()
}

fn text(facts: &Facts<'_>) -> String {
    let t = T::new(facts.run.locale);
    let mut out = format!("{}\n\n", facts.run.name);
    for remark in remarks(facts) {
        out.push_str(&format!("{remark}\n\n"));
    }
    for (label, value) in lines(facts) {
        out.push_str(&plain_line(t, &label, &value));
    }
    out.push_str(&format!(
        "\n{}\n{}\n\n{}\n{}\n",
        t.text("report-mail-view"),
        facts.link,
        facts.firm.name,
        t.text("report-mail-why")
    ));
    out
}

/// Mail readers know neither style sheets nor scripts worth relying on: one table, styles at each element.
fn html(facts: &Facts<'_>, subject: &str) -> Markup {
    let t = T::new(facts.run.locale);
    html! {
        (DOCTYPE)
        html lang=(facts.run.locale.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light";
                title { (subject) }
            }
            body style=(PAGE) {
                table role="presentation" cellpadding="0" cellspacing="0" style=(BOX) { tr { td style="padding:28px 28px 24px" {
                    p style="margin:0 0 16px;font-weight:600" { (facts.firm.name) }
                    h1 style="margin:0 0 12px;font-size:24px;line-height:1.25" { (facts.run.name) }
                    @for remark in remarks(facts) { p style="margin:0 0 12px" { (remark) } }
                    table role="presentation" cellpadding="0" cellspacing="0" width="100%" style="border-collapse:collapse;font-size:15px" {
                        @for (label, value) in lines(facts) { tr { td style=(LABEL) { (label) } td style=(VALUE) { (value) } } }
                    }
                    p style="margin:24px 0 0" { a href=(facts.link) style=(BUTTON) { (t.text("report-mail-view")) } }
                } } }
                p style="max-width:600px;margin:16px auto 0;font-size:13px;color:#4f524e;text-align:center" {
                    (facts.firm.name) br; (t.text("report-mail-why"))
                }
            }
        }
    }
}
