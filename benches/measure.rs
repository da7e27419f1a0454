//! What every bench reports with: sizes from the environment, percentiles, ratios, lines of a table that can be pasted
//! into `docs/design.md`. Whole numbers only, as everywhere in the house.

use std::{
    env,
    time::{Duration, Instant},
};

/// The whole number in the variable `name`, or `default`.
pub fn size(name: &str, default: u64) -> u64 {
    env::var(name).map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name} must be a whole number")))
}

/// How long `body` takes.
pub fn timed<T>(body: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let value = body();
    (value, begun.elapsed())
}

/// How long each of many operations took.
#[derive(Default)]
pub struct Times(Vec<Duration>);

impl Times {
    pub fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// The time that so many in a hundred do not exceed.
    pub fn percentile(&self, percent: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
        sorted.get(place).copied().unwrap_or_default()
    }
}

impl Extend<Duration> for Times {
    fn extend<I: IntoIterator<Item = Duration>>(&mut self, times: I) {
        self.0.extend(times);
    }
}

/// How many per second.
pub fn per_second(count: u64, took: Duration) -> u64 {
    u64::try_from(u128::from(count) * 1_000_000 / took.as_micros().max(1)).unwrap_or(u64::MAX)
}

/// How many times `a` is `b`, with two decimals under 10.
pub fn ratio(a: u128, b: u128) -> String {
    let hundredths = a * 100 / b.max(1);
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    if whole < 10 { format!("{whole}.{rest:02}×") } else { format!("{whole}.{}×", rest / 10) }
}

/// Milliseconds with two decimals.
pub fn ms(time: Duration) -> String {
    let hundredths = time.as_micros() / 10;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// Prints one line of a table.
pub fn line(cells: &[String]) {
    println!("| {} |", cells.join(" | "));
}

/// Prints the head of a table.
pub fn head(names: &[&str]) {
    println!("\n| {} |", names.join(" | "));
    println!("|{}", "---|".repeat(names.len()));
}
