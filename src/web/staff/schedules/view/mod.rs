//! The pages of schedules: pure markup.

pub(super) mod edit;
pub(super) mod group;
pub(super) mod list;
pub(super) mod parts;
pub(super) mod review;
pub(super) mod show;

use maud::Markup;

use crate::{
    domain::{
        schedule::{
            occurrence::{Occurrence, Standing, Waiver},
            retry::{Failure, RetryPolicy},
        },
        time::Day,
    },
    i18n::{T, calendar, dates},
    web::{
        fragments::{Icon, Tone, tag},
        schedule_rows::{month_day, plan_words, recurrence_words, state_tag},
    },
};

fn standing_tag(t: T, standing: Standing) -> Markup {
    let (tone, icon) = match standing {
        Standing::Pending => (Tone::Neutral, Icon::Clock),
        Standing::Collecting => (Tone::Warning, Icon::RefreshCw),
        Standing::Submitted => (Tone::Information, Icon::Landmark),
        Standing::Collected => (Tone::Positive, Icon::CircleCheck),
        Standing::Failed => (Tone::Negative, Icon::CircleX),
        Standing::Skipped => (Tone::Neutral, Icon::Ban),
        Standing::PaidElsewhere => (Tone::Information, Icon::BadgeCheck),
    };
    tag(tone, icon, &t.label(standing))
}

fn retry_words(t: T, policy: &RetryPolicy) -> String {
    let days: Vec<String> = policy.days().iter().map(u8::to_string).collect();
    match days.split_last() {
        None => t.text("schedule-retry-none"),
        Some((last, [])) => t.with("schedule-retry-after-one", [("days", last.clone())]),
        Some((last, before)) => {
            t.with("schedule-retry-after-many", [("days", before.join(", ")), ("last", last.clone())])
        }
    }
}

/// A day with its weekday, as the list of dates has it.
fn day_words(t: T, day: Day) -> (String, String) {
    (calendar::day_medium(day, t.locale()), dates::weekday(day, t.locale()))
}

/// Why an occurrence stands where it stands, if that needs saying.
fn why(t: T, occurrence: &Occurrence) -> Option<String> {
    if let Some(waived) = occurrence.waived.as_ref().filter(|_| occurrence.standing.is_done()) {
        return match &waived.why {
            Waiver::Decided(note) | Waiver::PaidElsewhere(note) => Some(note.clone()).filter(|note| !note.is_empty()),
            Waiver::TotalReached => Some(t.text("schedule-why-total")),
            Waiver::Cancelled => Some(t.text("schedule-why-cancelled")),
            Waiver::NotPlanned => Some(t.text("schedule-why-not-planned")),
        };
    }
    let failure = occurrence.failure.as_ref().filter(|_| occurrence.standing == Standing::Failed)?;
    Some(match failure {
        Failure::Declined(decline) => t.label(decline.reason),
        Failure::NotReached => t.text("schedule-why-not-reached"),
        Failure::Returned(Some(code)) => t.with("schedule-why-returned-code", [("code", code.code())]),
        Failure::Returned(None) => t.text("schedule-why-returned"),
        Failure::Reversed => t.text("schedule-why-reversed"),
        Failure::Voided => t.text("schedule-why-voided"),
        Failure::DisputeLost => t.text("schedule-why-dispute-lost"),
        Failure::Missed => t.text("schedule-why-missed"),
        Failure::NoMethod => t.text("schedule-why-no-method"),
        Failure::NoAccount => t.text("schedule-why-no-account"),
        Failure::NotAskedFor => t.text("schedule-why-not-asked-for"),
        Failure::NotAuthorized => t.text("schedule-why-not-authorized"),
    })
}
