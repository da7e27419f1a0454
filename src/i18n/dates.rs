//! Days and times as people write them, in the zone of the firm.
//!
//! Zones come from the IANA database, words from CLDR. Dates for people name the month, because 11/12 is two days.
//! An unknown zone counts as UTC: a settings page refuses one, and an old record still has to be shown.

use std::sync::LazyLock;

use icu::{
    calendar::Gregorian,
    datetime::{
        FixedCalendarDateTimeFormatter, NoCalendarFormatter,
        fieldsets::{self, E, M, MD, YM, YMD, YMDE, YMDET, zone::SpecificShort},
    },
    time::{
        TimeZone, TimeZoneInfo, ZonedDateTime,
        zone::{UtcOffset, ZoneNameTimestamp, iana::IanaParserExtended, models::AtTime},
    },
};

use super::per_locale::PerLocale;
use crate::domain::{
    locale::{Language, Locale},
    time::{Day, Timestamp},
};

type DateFormatter<F> = LazyLock<PerLocale<FixedCalendarDateTimeFormatter<Gregorian, F>>>;

static LONG: DateFormatter<YMD> =
    LazyLock::new(|| PerLocale::build(|tag| FixedCalendarDateTimeFormatter::try_new(tag.into(), YMD::long())));
static MEDIUM: DateFormatter<YMD> =
    LazyLock::new(|| PerLocale::build(|tag| FixedCalendarDateTimeFormatter::try_new(tag.into(), YMD::medium())));
static NO_YEAR: DateFormatter<MD> =
    LazyLock::new(|| PerLocale::build(|tag| FixedCalendarDateTimeFormatter::try_new(tag.into(), MD::medium())));
static FULL: DateFormatter<YMDET> = LazyLock::new(|| {
    PerLocale::build(|tag| FixedCalendarDateTimeFormatter::try_new(tag.into(), YMDE::long().with_time_hm()))
});
static DAY_LONG: DateFormatter<YMDE> =
    LazyLock::new(|| PerLocale::build(|tag| FixedCalendarDateTimeFormatter::try_new(tag.into(), YMDE::long())));
static WEEKDAY: DateFormatter<E> =
    LazyLock::new(|| PerLocale::build(|tag| FixedCalendarDateTimeFormatter::try_new(tag.into(), E::long())));
static MONTH_LONG: DateFormatter<YM> =
    LazyLock::new(|| PerLocale::build(|tag| FixedCalendarDateTimeFormatter::try_new(tag.into(), YM::long())));
static MONTH_SHORT: DateFormatter<M> =
    LazyLock::new(|| PerLocale::build(|tag| FixedCalendarDateTimeFormatter::try_new(tag.into(), M::medium())));
static TIME: LazyLock<PerLocale<NoCalendarFormatter<fieldsets::T>>> =
    LazyLock::new(|| PerLocale::build(|tag| NoCalendarFormatter::try_new(tag.into(), fieldsets::T::hm())));
static ZONE: LazyLock<PerLocale<NoCalendarFormatter<SpecificShort>>> =
    LazyLock::new(|| PerLocale::build(|tag| NoCalendarFormatter::try_new(tag.into(), SpecificShort)));

/// The day in words: `November 20, 2026`.
#[must_use]
pub fn date_long(at: Timestamp, zone: &str, locale: Locale) -> String {
    let moment = Moment::new(at, zone);
    let text = LONG.get(locale).map(|formatter| formatter.format(&moment.icu.date).to_string());
    text.map_or_else(|| moment.plain_day(), |text| printable(&text, locale))
}

/// The day, short enough for a table: `Nov 20, 2026`.
#[must_use]
pub fn date_medium(at: Timestamp, zone: &str, locale: Locale) -> String {
    let moment = Moment::new(at, zone);
    let text = MEDIUM.get(locale).map(|formatter| formatter.format(&moment.icu.date).to_string());
    text.map_or_else(|| moment.plain_day(), |text| printable(&text, locale))
}

/// The day where the year is plain from its surroundings: `Nov 20`.
#[must_use]
pub fn date_short_no_year(at: Timestamp, zone: &str, locale: Locale) -> String {
    let moment = Moment::new(at, zone);
    let text = NO_YEAR.get(locale).map(|formatter| formatter.format(&moment.icu.date).to_string());
    text.map_or_else(|| moment.plain_day(), |text| printable(&text, locale))
}

/// The time of day to the minute: `2:14 PM` or `14 h 14`.
#[must_use]
pub fn time(at: Timestamp, zone: &str, locale: Locale) -> String {
    let moment = Moment::new(at, zone);
    let text = TIME.get(locale).map(|formatter| formatter.format(&moment.icu.time).to_string());
    text.map_or_else(|| moment.local.strftime("%H:%M").to_string(), |text| printable(&text, locale))
}

/// Day, weekday and time: `Friday, November 20, 2026 at 2:14 PM`.
#[must_use]
pub fn date_time_long(at: Timestamp, zone: &str, locale: Locale) -> String {
    let moment = Moment::new(at, zone);
    let text = FULL.get(locale).map(|formatter| formatter.format(&moment.icu).to_string());
    text.map_or_else(|| moment.plain(), |text| printable(&text, locale))
}

/// [`date_time_long`] followed by the zone's usual short name, as receipts need it: `… 2:14 PM EST`. Where the
/// locale has no name for the zone, its distance from UTC stands instead.
#[must_use]
pub fn with_zone(at: Timestamp, zone: &str, locale: Locale) -> String {
    let moment = Moment::new(at, zone);
    let name = ZONE.get(locale).map(|formatter| formatter.format(&moment.icu.zone).to_string());
    let name = name.unwrap_or_else(|| moment.local.strftime("%:z").to_string());
    format!("{}\u{a0}{name}", date_time_long(at, zone, locale))
}

/// For lists: without the year while `at` is in the year of `today`, with it otherwise.
#[must_use]
pub fn date_in_list(at: Timestamp, today: Timestamp, zone: &str, locale: Locale) -> String {
    if day_of(at, zone).year() == day_of(today, zone).year() {
        date_short_no_year(at, zone, locale)
    } else {
        date_medium(at, zone, locale)
    }
}

/// For machines and exports: `2026-11-20T14:14:00-05:00`.
#[must_use]
pub fn iso8601(at: Timestamp, zone: &str) -> String {
    Moment::new(at, zone).plain()
}

/// The calendar day of `at` in `zone`: what "today" and "this month" mean to the firm.
#[must_use]
pub fn day_of(at: Timestamp, zone: &str) -> jiff::civil::Date {
    Moment::new(at, zone).local.date()
}

/// The firm's day of `at`, as payments and totals carry it.
#[must_use]
pub fn firm_day(at: Timestamp, zone: &str) -> Day {
    day(day_of(at, zone))
}

/// The calendar day behind a stored one. One that no calendar has, which nothing here writes, is held at the beginning.
#[must_use]
pub fn civil(day: Day) -> jiff::civil::Date {
    let number = day.number();
    let part = |part: u32| i8::try_from(part % 100).ok();
    let parts = (i16::try_from(number / 10_000).ok(), part(number / 100), part(number));
    let (Some(year), Some(month), Some(day)) = parts else { return jiff::civil::Date::ZERO };
    jiff::civil::Date::new(year, month, day).unwrap_or(jiff::civil::Date::ZERO)
}

/// A calendar day as it is stored.
#[must_use]
pub fn day(date: jiff::civil::Date) -> Day {
    Day::new(date.year().unsigned_abs(), date.month().unsigned_abs(), date.day().unsigned_abs())
}

/// A day with its weekday: `Friday, November 20, 2026`.
#[must_use]
pub fn day_long(day: Day, locale: Locale) -> String {
    written(day, locale, |date| Some(DAY_LONG.get(locale)?.format(date).to_string()))
}

/// A day where the year is plain: `Nov 20`.
#[must_use]
pub fn day_short(day: Day, locale: Locale) -> String {
    written(day, locale, |date| Some(NO_YEAR.get(locale)?.format(date).to_string()))
}

/// A day with its year: `Nov 20, 2026`.
#[must_use]
pub fn day_medium(day: Day, locale: Locale) -> String {
    written(day, locale, |date| Some(MEDIUM.get(locale)?.format(date).to_string()))
}

/// The weekday of a day: `Friday`.
#[must_use]
pub fn weekday(day: Day, locale: Locale) -> String {
    written(day, locale, |date| Some(WEEKDAY.get(locale)?.format(date).to_string()))
}

/// The month of a day: `November 2026`.
#[must_use]
pub fn month_long(day: Day, locale: Locale) -> String {
    written(day, locale, |date| Some(MONTH_LONG.get(locale)?.format(date).to_string()))
}

/// The month of a day where there is little room: `Nov`.
#[must_use]
pub fn month_short(day: Day, locale: Locale) -> String {
    written(day, locale, |date| Some(MONTH_SHORT.get(locale)?.format(date).to_string()))
}

fn written(day: Day, locale: Locale, write: impl FnOnce(&icu::calendar::Date<Gregorian>) -> Option<String>) -> String {
    let date = civil(day);
    let [month, day] = [date.month(), date.day()].map(i8::unsigned_abs);
    let icu = icu::calendar::Date::try_new_gregorian(i32::from(date.year()), month, day).ok();
    icu.and_then(|icu| write(&icu)).map_or_else(|| date.to_string(), |text| printable(&text, locale))
}

/// Whether `name` is a zone of the IANA database.
#[must_use]
pub fn is_time_zone(name: &str) -> bool {
    known_zone(name).is_some()
}

/// The zone of this name, for whoever tells many moments in it; UTC when there is none.
#[must_use]
pub fn zone(name: &str) -> jiff::tz::TimeZone {
    known_zone(name).unwrap_or(jiff::tz::TimeZone::UTC)
}

/// The zones to choose from, in alphabetical order: each place once, under its current name, and UTC.
#[must_use]
pub fn time_zones() -> Vec<String> {
    let names = IanaParserExtended::new();
    let places = names.iter().map(|zone| zone.canonical.to_owned());
    let mut places: Vec<_> = places
        .filter(|name| name.contains('/') && !name.starts_with("Etc/") && is_time_zone(name))
        .chain(["UTC".to_owned()])
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}

fn known_zone(name: &str) -> Option<jiff::tz::TimeZone> {
    jiff::tz::TimeZone::get(name).ok().filter(|zone| !zone.is_unknown())
}

/// An instant in a zone, in the types of the two libraries: jiff's for days, ICU's for words.
struct Moment {
    local: jiff::Zoned,
    icu: ZonedDateTime<Gregorian, TimeZoneInfo<AtTime>>,
}

impl Moment {
    fn new(at: Timestamp, zone: &str) -> Self {
        let tz = self::zone(zone);
        let end = if at.ms() < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
        let local = jiff::Timestamp::from_millisecond(at.ms()).unwrap_or(end).to_zoned(tz);
        let offset = UtcOffset::try_from_seconds(local.offset().seconds()).unwrap_or(UtcOffset::zero());
        let iso = ZonedDateTime::from_epoch_milliseconds_and_utc_offset(local.timestamp().as_millisecond(), offset);
        let zone = TimeZone::from_iana_id(local.time_zone().iana_name().unwrap_or("UTC"))
            .with_offset(Some(offset))
            .with_zone_name_timestamp(ZoneNameTimestamp::from_epoch_seconds(local.timestamp().as_second()));
        let icu = ZonedDateTime { date: iso.date.to_calendar(Gregorian), time: iso.time, zone };
        Self { local, icu }
    }

    fn plain(&self) -> String {
        self.local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    fn plain_day(&self) -> String {
        self.local.strftime("%Y-%m-%d").to_string()
    }
}

/// CLDR's narrow space is missing from many fonts, those of PDF and mail readers above all. In French the first of a month
/// is an ordinal, which CLDR's patterns do not know, and the hour stays with its minutes: `14 h 14` is one word.
fn printable(text: &str, locale: Locale) -> String {
    let text = text.replace('\u{202f}', "\u{a0}");
    if locale.language() != Language::Fr {
        return text;
    }
    let words = text.split(' ').map(|word| if word == "1" { "1er" } else { word });
    words.collect::<Vec<_>>().join(" ").replace(" h ", "\u{a0}h\u{a0}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW_YORK: &str = "America/New_York";
    /// 2026-11-20T19:14:00Z.
    const AFTERNOON: Timestamp = Timestamp::from_ms(1_795_202_040_000);
    /// 2026-11-20T03:14:00Z: still the 19th in New York.
    const NIGHT: Timestamp = Timestamp::from_ms(1_795_144_440_000);

    #[test]
    fn the_first_of_a_month_is_an_ordinal_in_french_alone() {
        let first = Timestamp::from_ms(1_796_126_400_000);
        for write in [date_long, date_medium, date_short_no_year, date_time_long] {
            assert!(write(first, NEW_YORK, Locale::FrCa).contains("1er d"), "{}", write(first, NEW_YORK, Locale::FrCa));
            assert!(!write(AFTERNOON, NEW_YORK, Locale::FrCa).contains("er "), "the twentieth");
            assert!(!write(first, NEW_YORK, Locale::EsUs).contains("1er"));
        }
        assert!(day_long(Day::new(2026, 12, 1), Locale::FrCa).ends_with("1er décembre 2026"));
    }

    fn everywhere(write: impl Fn(Timestamp, &str, Locale) -> String) -> Vec<String> {
        Locale::ALL.map(|locale| write(AFTERNOON, NEW_YORK, locale)).into()
    }

    #[test]
    fn an_unknown_zone_counts_as_utc() {
        for zone in ["", "Mars/Olympus", "../etc/passwd", "Etc/Unknown", "America/New York"] {
            assert!(!is_time_zone(zone), "{zone}");
            assert_eq!(iso8601(AFTERNOON, zone), "2026-11-20T19:14:00+00:00", "{zone}");
            assert!(with_zone(AFTERNOON, zone, Locale::EnUs).ends_with("UTC"), "{zone}");
        }
    }

    #[test]
    fn instants_out_of_range_are_held_at_its_ends() {
        for ms in [i64::MIN, i64::MAX] {
            for locale in Locale::ALL {
                assert!(!with_zone(Timestamp::from_ms(ms), NEW_YORK, locale).is_empty());
            }
        }
    }

    #[test]
    fn the_day_is_that_of_the_zone() {
        assert_eq!(day_of(NIGHT, NEW_YORK), jiff::civil::date(2026, 11, 19));
        assert_eq!(day_of(NIGHT, "UTC"), jiff::civil::date(2026, 11, 20));
        assert_eq!(date_long(NIGHT, NEW_YORK, Locale::EnUs), "November 19, 2026");
        assert_eq!(iso8601(NIGHT, NEW_YORK), "2026-11-19T22:14:00-05:00");
    }

    #[test]
    fn daylight_saving_time_changes_the_clock_and_the_name_of_the_zone() {
        let summer = Timestamp::from_ms(AFTERNOON.ms() - 150 * 86_400_000);
        assert_eq!(time(summer, NEW_YORK, Locale::EnUs), "3:14\u{a0}PM");
        assert!(with_zone(summer, NEW_YORK, Locale::EnUs).ends_with("EDT"));
    }

    #[test]
    fn dates_and_times_are_written_as_each_locale_does() {
        let all = [
            everywhere(date_long),
            everywhere(date_medium),
            everywhere(date_short_no_year),
            everywhere(time),
            everywhere(date_time_long),
            everywhere(with_zone),
        ];
        insta::assert_debug_snapshot!(all);
    }

    #[test]
    fn zones_to_choose_from_are_places_under_their_current_names() {
        let zones = time_zones();
        for expected in ["America/New_York", "America/Toronto", "America/Mexico_City", "Europe/Kyiv", "UTC"] {
            assert!(zones.iter().any(|zone| zone == expected), "{expected}");
        }
        for absent in ["Europe/Kiev", "Etc/GMT+5", "EST5EDT", "US/Eastern"] {
            assert!(!zones.iter().any(|zone| zone == absent), "{absent}");
        }
        assert!(zones.len() > 300 && zones.iter().all(|zone| is_time_zone(zone)));
        assert!(zones.is_sorted());
    }
}
