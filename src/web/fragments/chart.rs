//! Columns as server-rendered SVG: each column a link with a name, its axis at round values. Whole numbers only.
//!
//! Drawn twice, wide and narrow, and style sheets show one: text that is scaled down with a drawing cannot be read.
//! Whoever cannot see it has every number in the table beside it, so axes and captions are hidden from screen readers.

use maud::{Markup, html};

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Everything it says, in words: its accessible name, and what is shown when it is pointed at.
    pub name: String,
    /// Where it leads.
    pub path: String,
    /// What stands below it where there is room; empty for nothing.
    pub caption: String,
    /// What stands below it where there is little room; empty for nothing.
    pub short: String,
    /// How long it is; below the line when negative.
    pub size: i64,
    /// What it is compared with, as a line across.
    pub mark: Option<i64>,
    /// How it is drawn.
    pub look: ColumnLook,
}

/// How a column is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColumnLook {
    /// Something that is over.
    #[default]
    Past,
    /// Today.
    Now,
    /// A stretch that is not over: hatched.
    Open,
}

/// A chart of columns.
pub struct Chart<'a> {
    /// Begins the ids that it needs; unique on the page.
    pub id: &'a str,
    /// What it shows.
    pub name: &'a str,
    /// Its columns, the earliest first.
    pub columns: &'a [Column],
    /// The smallest step of the axis: a whole unit of the currency, or one.
    pub unit: i64,
    /// Puts a value of the axis into words.
    pub tick: &'a dyn Fn(i64) -> String,
}

/// A drawing's measures, in its own units, which are pixels where it is not scaled.
struct Frame {
    class: &'static str,
    width: i64,
    height: i64,
    /// What a column takes of its place, in hundredths.
    fill: i64,
    /// The width of one character of the axis.
    character: i64,
}

const WIDE: Frame = Frame { class: "chart-wide", width: 760, height: 232, fill: 68, character: 7 };
const NARROW: Frame = Frame { class: "chart-narrow", width: 344, height: 200, fill: 72, character: 7 };
/// Room above the highest line, and below the lowest one for captions.
const TOP: i64 = 10;
const BOTTOM: i64 = 26;
/// The corner of a column.
const CORNER: i64 = 3;
/// The most lines of an axis, the base line not counted.
const MOST_STEPS: i128 = 5;

/// Draws the chart.
#[must_use]
pub fn chart(chart: &Chart<'_>) -> Markup {
    let sizes = chart.columns.iter().flat_map(|column| [Some(column.size), column.mark]).flatten();
    let scale = Scale::over(sizes, chart.unit);
    let ticks: Vec<(i64, String)> = scale.ticks().into_iter().map(|value| (value, (chart.tick)(value))).collect();
    html! {
        @for frame in [&WIDE, &NARROW] { (Drawing::new(chart, frame, &scale, &ticks).draw()) }
    }
}

struct Drawing<'a> {
    chart: &'a Chart<'a>,
    frame: &'a Frame,
    scale: &'a Scale,
    ticks: &'a [(i64, String)],
    /// Where the columns begin.
    left: i64,
}

impl<'a> Drawing<'a> {
    fn new(chart: &'a Chart<'a>, frame: &'a Frame, scale: &'a Scale, ticks: &'a [(i64, String)]) -> Self {
        let longest = ticks.iter().map(|(_, words)| words.chars().count()).max().unwrap_or_default();
        let left = i64::try_from(longest).unwrap_or_default().saturating_mul(frame.character) + 8;
        Self { chart, frame, scale, ticks, left }
    }

    fn draw(&self) -> Markup {
        let Frame { class, width, height, .. } = self.frame;
        let hatch = format!("{}-{class}", self.chart.id);
        html! {
            svg class={ "chart " (class) } width=(width) height=(height) viewBox={ "0 0 " (width) " " (height) } role="group" aria-label=(self.chart.name) {
                @if self.chart.columns.iter().any(|column| column.look == ColumnLook::Open) {
                    defs {
                        pattern id=(hatch) width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                            rect class="chart-stripe" width="2.5" height="6" {}
                        }
                    }
                }
                (self.axis())
                @for (index, column) in self.chart.columns.iter().enumerate() { (self.column(index, column, &hatch)) }
                (self.captions())
            }
        }
    }

    fn axis(&self) -> Markup {
        html! {
            g aria-hidden="true" {
                @for (value, words) in self.ticks {
                    @let y = self.y(*value);
                    line class={ @if *value == 0 { "gridline gridline-base" } @else { "gridline" } } x1=(self.left) x2=(self.frame.width) y1=(y) y2=(y) {}
                    text x=(self.left - 8) y=(y + 4) text-anchor="end" { (words) }
                }
            }
        }
    }

    fn column(&self, index: usize, column: &Column, hatch: &str) -> Markup {
        let (from, to) = (self.x(index), self.x(index + 1));
        let thick = ((to - from) * self.frame.fill / 100).max(2);
        let x = from + (to - from - thick) / 2;
        html! {
            a href=(column.path) {
                title { (column.name) }
                rect class="target" x=(from) y="2" width=(to - from) height=(self.frame.height - 4) rx="4" {}
                @if let Some(shape) = self.shape(column.size, x, thick) {
                    @match column.look {
                        ColumnLook::Past => path class="column" d=(shape) {},
                        ColumnLook::Now => path class="column column-now" d=(shape) {},
                        ColumnLook::Open => path class="column-open" fill={ "url(#" (hatch) ")" } d=(shape) {},
                    }
                }
                @if let Some(mark) = column.mark {
                    @let y = self.y(mark);
                    line class="mark" x1=(x - 3) x2=(x + thick + 3) y1=(y) y2=(y) {}
                }
            }
        }
    }

    /// The outline of a column, rounded where it ends. What is not nothing is at least a line.
    fn shape(&self, size: i64, x: i64, thick: i64) -> Option<String> {
        let base = self.y(0);
        let length = (base - self.y(size)).abs().max(1);
        let corner = CORNER.min(length).min(thick / 2);
        let (right, straight) = (thick - 2 * corner, length - corner);
        match size.signum() {
            1 => Some(format!(
                "M{x} {base}v-{straight}q0-{corner} {corner}-{corner}h{right}q{corner} 0 {corner} {corner}v{straight}z"
            )),
            -1 => Some(format!(
                "M{x} {base}v{straight}q0 {corner} {corner} {corner}h{right}q{corner} 0 {corner}-{corner}v-{straight}z"
            )),
            _ => None,
        }
    }

    fn captions(&self) -> Markup {
        let narrow = self.frame.class == NARROW.class;
        html! {
            g aria-hidden="true" {
                @for (index, column) in self.chart.columns.iter().enumerate() {
                    @let words = if narrow { &column.short } else { &column.caption };
                    @if !words.is_empty() {
                        @let now = column.look != ColumnLook::Past;
                        // A caption wider than its column stays inside the drawing.
                        @let last = index + 1 == self.chart.columns.len() && self.is_wider(words, index);
                        @let (x, anchor) = if last { (self.frame.width, "end") } else { (self.x(index).midpoint(self.x(index + 1)), "middle") };
                        text class=[now.then_some("value")] x=(x) y=(self.frame.height - 7) text-anchor=(anchor) { (words) }
                    }
                }
            }
        }
    }

    /// Whether words do not fit under their column.
    fn is_wider(&self, words: &str, index: usize) -> bool {
        let wide = i64::try_from(words.chars().count()).unwrap_or_default().saturating_mul(self.frame.character);
        wide > self.x(index + 1) - self.x(index)
    }

    /// Where the place of a column begins.
    fn x(&self, index: usize) -> i64 {
        let count = i64::try_from(self.chart.columns.len()).unwrap_or(1).max(1);
        self.left + i64::try_from(index).unwrap_or_default() * (self.frame.width - self.left) / count
    }

    fn y(&self, value: i64) -> i64 {
        let height = i128::from(self.frame.height - TOP - BOTTOM);
        let (low, high) = (self.scale.low, self.scale.high);
        let down = (high - i128::from(value)) * height / (high - low).max(1);
        TOP + i64::try_from(down).unwrap_or_default()
    }
}

/// An axis over some values: from and to round values, with a line at every step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Scale {
    low: i128,
    high: i128,
    step: i128,
}

impl Scale {
    fn over(values: impl Iterator<Item = i64>, unit: i64) -> Self {
        let (low, high) =
            values.fold((0, 0), |(low, high), value| (i128::from(value).min(low), i128::from(value).max(high)));
        let step = round_steps(unit).find(|step| lines(low, high, *step) <= MOST_STEPS).unwrap_or(i128::from(i64::MAX));
        Self { low: low.div_euclid(step) * step, high: (high + step - 1).div_euclid(step) * step, step }
    }

    fn ticks(&self) -> Vec<i64> {
        let count = (self.high - self.low) / self.step;
        (0..=count).filter_map(|line| i64::try_from(self.low + line * self.step).ok()).collect()
    }
}

/// 1, 2, 5, 10, 20, 50 … units.
fn round_steps(unit: i64) -> impl Iterator<Item = i128> {
    let powers = std::iter::successors(Some(i128::from(unit.max(1))), |power| power.checked_mul(10));
    powers.take(30).flat_map(|power| [1, 2, 5].into_iter().filter_map(move |times| power.checked_mul(times)))
}

fn lines(low: i128, high: i128, step: i128) -> i128 {
    (high + step - 1).div_euclid(step) - low.div_euclid(step)
}

/// A bar of a ranked list: how much it is of the largest.
#[must_use]
pub fn bar(size: i64, largest: i64) -> Markup {
    let width = i128::from(size.max(0)) * 1_000 / i128::from(largest.max(1));
    html! {
        svg class="bar-line" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            rect class="bar-track" width="1000" height="8" {}
            rect class="bar-fill" width=(width.min(1_000)) height="8" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(values: &[i64], unit: i64) -> Vec<i64> {
        Scale::over(values.iter().copied(), unit).ticks()
    }

    fn drawn(columns: &[Column]) -> String {
        let tick = |value: i64| format!("${}", value / 100);
        chart(&Chart { id: "days", name: "Daily volume", columns, unit: 100, tick: &tick }).into_string()
    }

    fn column(size: i64, look: ColumnLook) -> Column {
        Column {
            name: format!("Friday: {size}"),
            path: "/payments?q=date%3A2026-11-20".into(),
            caption: "Nov 20".into(),
            short: String::new(),
            size,
            mark: None,
            look,
        }
    }

    #[test]
    fn an_axis_without_values_has_a_base_line_only_and_extremes_are_held() {
        assert_eq!(ticks(&[], 100), [0]);
        assert_eq!(ticks(&[0, 0], 100), [0]);
        for extreme in [[i64::MAX, 0], [i64::MIN, 0], [i64::MIN, i64::MAX]] {
            assert!(ticks(&extreme, 100).len() <= 6, "{extreme:?}");
            assert!(!drawn(&extreme.map(|size| column(size, ColumnLook::Past))).is_empty());
        }
    }

    #[test]
    fn lines_are_few_and_at_round_values_that_enclose_every_column() {
        for (values, unit, expected) in [
            (vec![1], 100, vec![0, 100]),
            (vec![2_150_000, 112_500], 100, vec![0, 500_000, 1_000_000, 1_500_000, 2_000_000, 2_500_000]),
            (vec![25_700_000], 100, vec![0, 10_000_000, 20_000_000, 30_000_000]),
            (vec![26], 1, vec![0, 10, 20, 30]),
            (vec![3], 1, vec![0, 1, 2, 3]),
            (vec![-50_000, 120_000], 100, vec![-50_000, 0, 50_000, 100_000, 150_000]),
            (vec![-1], 100, vec![-100, 0]),
        ] {
            assert_eq!(ticks(&values, unit), expected, "{values:?}");
        }
    }

    #[test]
    fn each_column_is_a_link_with_a_name_in_both_drawings() {
        let page = drawn(&[column(500, ColumnLook::Past), column(-200, ColumnLook::Now), column(0, ColumnLook::Open)]);
        assert_eq!(page.matches("<a href=\"/payments?q=date%3A2026-11-20\"><title>Friday: ").count(), 6);
        assert_eq!(page.matches("role=\"group\" aria-label=\"Daily volume\"").count(), 2);
        assert!(!page.contains("style="));
    }

    #[test]
    fn what_is_not_over_is_hatched_by_a_pattern_of_its_own_drawing() {
        let page = drawn(&[column(500, ColumnLook::Open)]);
        for frame in ["chart-wide", "chart-narrow"] {
            assert_eq!(page.matches(&format!("<pattern id=\"days-{frame}\"")).count(), 1);
            assert_eq!(page.matches(&format!("fill=\"url(#days-{frame})\"")).count(), 1);
        }
        assert!(!drawn(&[column(500, ColumnLook::Now)]).contains("<pattern"));
    }

    #[test]
    fn a_small_amount_still_shows_and_nothing_shows_nothing() {
        let page = drawn(&[column(1, ColumnLook::Past), column(10_000_000, ColumnLook::Past)]);
        assert_eq!(page.matches("class=\"column\"").count(), 4);
        assert_eq!(drawn(&[column(0, ColumnLook::Past)]).matches("class=\"column\"").count(), 0);
    }

    #[test]
    fn the_largest_bar_is_full_and_a_negative_one_is_empty() {
        for (size, largest, width) in
            [(50, 100, "500"), (100, 100, "1000"), (-5, 100, "0"), (5, -1, "1000"), (0, 0, "0")]
        {
            assert!(
                bar(size, largest).into_string().contains(&format!("class=\"bar-fill\" width=\"{width}\"")),
                "{size}"
            );
        }
    }
}
