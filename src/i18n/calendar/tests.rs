//! Instants and due times against clocks read minute by minute.

use proptest::prelude::*;

use super::*;
use crate::domain::report::timetable::{MonthDay, Repeats};

const MINUTE_MS: i64 = 60_000;
const ZONES: [&str; 7] = [
    "America/New_York",
    "America/St_Johns",
    "Europe/Paris",
    "Australia/Lord_Howe",
    "America/Phoenix",
    "Pacific/Apia",
    "UTC",
];

fn local(at: Timestamp, zone: &str) -> (u32, u16) {
    let shown = dates::iso8601(at, zone);
    let number = |part: &str| part.parse::<u16>().unwrap();
    (dates::firm_day(at, zone).number(), number(&shown[11..13]) * 60 + number(&shown[14..16]))
}

/// The first minute from `from` on at which the clock shows the day and minute or later.
fn walked(from: Timestamp, day: Day, minute: u16, zone: &str) -> Timestamp {
    let minutes = (0..).map(|n| from.plus_ms(n * MINUTE_MS));
    minutes.into_iter().find(|at| local(*at, zone) >= (day.number(), minute)).unwrap()
}

fn ms(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().unwrap().as_millisecond()
}

#[test]
fn skipped_times_are_due_when_clocks_have_gone_forward_and_repeated_ones_the_first_time() {
    for (zone, day, minute, expected) in [
        ("America/New_York", (2026, 3, 8), 150, "2026-03-08T07:00:00Z"),
        ("America/New_York", (2026, 11, 1), 90, "2026-11-01T05:30:00Z"),
        ("America/St_Johns", (2026, 3, 8), 150, "2026-03-08T05:30:00Z"),
        ("America/St_Johns", (2011, 3, 13), 5, "2011-03-13T03:31:00Z"),
        ("Europe/Paris", (2026, 3, 29), 121, "2026-03-29T01:00:00Z"),
        ("Europe/Paris", (2026, 10, 25), 150, "2026-10-25T00:30:00Z"),
        // Half an hour.
        ("Australia/Lord_Howe", (2026, 10, 4), 135, "2026-10-03T15:30:00Z"),
        ("Australia/Lord_Howe", (2026, 4, 5), 105, "2026-04-04T14:45:00Z"),
        ("America/Phoenix", (2026, 3, 8), 150, "2026-03-08T09:30:00Z"),
        // A day that never was.
        ("Pacific/Apia", (2011, 12, 30), 540, "2011-12-30T10:00:00Z"),
        ("Pacific/Apia", (2011, 12, 31), 540, "2011-12-30T19:00:00Z"),
    ] {
        let day = Day::new(day.0, day.1, day.2);
        assert_eq!(instant(day, minute, zone).ms(), ms(expected), "{zone} {day:?} {minute}");
    }
}

#[test]
fn a_day_that_no_clock_showed_is_due_once() {
    let daily = Timetable { repeats: Repeats::Daily, minute: 0 };
    let mut at = Timestamp::from_ms(ms("2011-12-28T20:00:00Z"));
    let mut found = Vec::new();
    for _ in 0..3 {
        at = next_due(daily, at, "Pacific/Apia").unwrap();
        found.push(at.ms());
    }
    assert_eq!(found, ["2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"].map(ms));
}

#[test]
fn nothing_is_due_after_the_one_time_nor_at_the_end_of_the_calendar() {
    let once = Timetable { repeats: Repeats::Once(Day::new(2026, 11, 22)), minute: 540 };
    let due = instant(Day::new(2026, 11, 22), 540, "UTC");
    assert_eq!(next_due(once, due.plus_ms(-1), "UTC"), Some(due));
    assert_eq!(next_due(once, due, "UTC"), None);
    let never = Timetable { repeats: Repeats::Once(Day::new(2026, 2, 30)), minute: 0 };
    assert_eq!(next_due(never, due, "UTC"), None);
    assert_eq!(next_due(Timetable { repeats: Repeats::Daily, minute: 0 }, Timestamp::from_ms(i64::MAX), "UTC"), None);
}

fn repeats() -> impl Strategy<Value = Repeats> {
    let month_day = prop_oneof![(1u8..=28).prop_map(MonthDay::Number), Just(MonthDay::Last)];
    prop_oneof![
        Just(Repeats::Daily),
        (0usize..7).prop_map(|day| Repeats::Weekly(Weekday::ALL[day])),
        month_day.prop_map(Repeats::Monthly),
    ]
}

/// Minutes around changes of clocks, and anywhere.
fn moments() -> impl Strategy<Value = i64> {
    let changes = [
        "2026-03-08T05:00:00Z",
        "2026-11-01T05:00:00Z",
        "2026-03-29T00:30:00Z",
        "2026-10-25T00:30:00Z",
        "2026-10-03T15:00:00Z",
        "2026-04-04T14:30:00Z",
        "2011-12-30T09:30:00Z",
        "2024-02-28T23:00:00Z",
        "2025-12-31T12:00:00Z",
    ];
    let near =
        (0usize..9, -2_880i64..2_880).prop_map(move |(change, minutes)| ms(changes[change]) / MINUTE_MS + minutes);
    prop_oneof![3 => near, 1 => 21_000_000i64..31_000_000]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn an_instant_is_what_walking_the_minutes_finds(zone in 0usize..7, moment in moments(), minute in 0u16..1440) {
        let zone = ZONES[zone];
        let day = dates::firm_day(Timestamp::from_ms(moment * MINUTE_MS), zone);
        // No clock is a day and a half away from this one.
        let from = Timestamp::from_ms((moment - 3 * 1_440) * MINUTE_MS);
        prop_assert_eq!(instant(day, minute, zone), walked(from, day, minute, zone), "{} {:?} {}", zone, day, minute);
    }

    #[test]
    fn the_next_time_due_is_what_walking_the_minutes_finds(
        zone in 0usize..7, moment in moments(), minute in 0u16..1440, repeats in repeats(),
    ) {
        let zone = ZONES[zone];
        let after = Timestamp::from_ms(moment * MINUTE_MS);
        // Every minute, the clock is read; a day of the timetable that it has passed since it was last read is due.
        let mut reached = None;
        let mut at = Timestamp::from_ms((moment - 3 * 1_440) * MINUTE_MS);
        let mut expected = None;
        for _ in 0..45 * 1_440 {
            let shown = local(at, zone);
            let passed = |day: Day| (day.number(), minute) <= shown;
            let mut newly = false;
            let mut day = reached.map_or_else(|| repeats.first_from(day_before(day_before(dates::firm_day(at, zone)))), |day| repeats.first_from(next_day(day)));
            while let Some(due) = day.filter(|day| passed(*day)) {
                newly = true;
                reached = Some(due);
                day = repeats.first_from(next_day(due));
            }
            if newly && at > after {
                expected = Some(at);
                break;
            }
            at = at.plus_ms(MINUTE_MS);
        }
        prop_assert_eq!(next_due(Timetable { repeats, minute }, after, zone), expected, "{} {:?}", zone, repeats);
    }
}
