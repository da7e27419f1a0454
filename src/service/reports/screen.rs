//! As much of an answer as a screen shows at once.

use std::sync::Arc;

use crate::{
    app::App,
    domain::{
        ids::TransactionId,
        report::{Definition, Grouping, range::Span, run::Sums},
    },
    export::{Cell, Column},
    i18n::T,
    store::{StoreError, table::Reader},
};

use super::{
    FindError, answered,
    asking::{Answer, Item, Question},
    table::Teller,
    tally::Group,
};

/// How many rows, or groups of totals, are on a page.
pub const PER_PAGE: usize = 100;
/// How many rows can be reached on a screen. A file has all of them.
pub const MOST: usize = 10_000;

/// A group of the page's rows, which may have more rows on other pages.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its number.
    pub number: usize,
    /// Its name.
    pub name: String,
    /// How many rows it has on all pages.
    pub count: u64,
    /// What those come to.
    pub sums: Vec<Sums>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The number of its group.
    pub group: usize,
    /// The payment that it is about.
    pub payment: Option<TransactionId>,
    /// Its cells, one per heading.
    pub cells: Vec<Cell<'static>>,
}

impl Row {
    fn of(teller: &Teller, (group, item): &(usize, Item)) -> Self {
        let mut cells = Vec::new();
        teller.cells(item, &mut cells);
        Self { group: *group, payment: item.payment(), cells: cells.into_iter().map(Cell::into_owned).collect() }
    }
}

/// A page of an answer, put into words.
#[derive(Clone, Debug)]
pub struct Screen {
    /// Of which days.
    pub span: Span,
    /// How many rows there are.
    pub count: u64,
    /// What they come to.
    pub sums: Vec<Sums>,
    /// How many more there would be with the unsuccessful ones.
    pub hidden: u64,
    /// Parts of the filters that were left out.
    pub ignored: Vec<String>,
    /// The headings of the rows.
    pub headings: Vec<Column>,
    /// Where the number of a payment stands in a row.
    pub number_at: Option<usize>,
    /// The page's rows; none when only totals are told.
    pub rows: Vec<Row>,
    /// The groups that the rows belong to.
    pub names: Vec<Named>,
    /// The headings of the totals.
    pub total_headings: Vec<Column>,
    /// The page's groups, one line per currency, where only totals are told.
    pub groups: Vec<Vec<Cell<'static>>>,
    /// The totals of everything, one line per currency.
    pub totals: Vec<Vec<Cell<'static>>>,
    /// How many things the pages are made of: rows, or groups where only totals are told.
    pub paged: usize,
    /// The number of the first of them on this page, from 0.
    pub first: usize,
}

/// The page number `page`, from 1, of the answer to a question.
///
/// # Errors
/// [`FindError`].
pub async fn screen(app: &Arc<App>, question: Question, t: T, page: usize) -> Result<Screen, FindError> {
    let definition = question.definition.clone();
    Ok(answered(app, question, move |answer, reader| draw(answer, &reader, (&definition, t), page)).await??)
}

fn draw(answer: Answer, reader: &Reader, (definition, t): (&Definition, T), page: usize) -> Result<Screen, StoreError> {
    let teller = Teller::new(answer, reader, definition, t)?;
    let answer = &teller.answer;
    let whole = usize::try_from(answer.count).unwrap_or(usize::MAX);
    let paged = if definition.tells_rows() { whole } else { answer.groups.len() };
    let last_page = paged.min(MOST).div_ceil(PER_PAGE).max(1);
    let first = page.clamp(1, last_page).saturating_sub(1).saturating_mul(PER_PAGE);
    let rows = answer.rows(reader, first, PER_PAGE.min(MOST - first));
    let rows = rows.map(|found| found.map(|found| Row::of(&teller, &found))).collect::<Result<Vec<_>, _>>()?;
    let shown = answer.groups.iter().skip(first).take(PER_PAGE);
    let groups = if definition.tells_rows() { Vec::new() } else { lines(&teller, reader, shown)? };
    Ok(Screen {
        span: answer.span,
        count: answer.count,
        sums: answer.sums.clone(),
        hidden: answer.hidden,
        ignored: answer.ignored.clone(),
        headings: teller.headings(),
        names: names(&teller, reader, definition, &rows)?,
        number_at: teller.number_at(),
        rows,
        total_headings: teller.total_headings(),
        groups,
        totals: teller.totals(&t.text("report-total"), answer.count, &answer.sums),
        paged,
        first,
    })
}

fn lines<'a>(
    teller: &Teller,
    reader: &Reader,
    groups: impl Iterator<Item = &'a Group>,
) -> Result<Vec<Vec<Cell<'static>>>, StoreError> {
    let mut lines = Vec::new();
    for group in groups {
        lines.extend(teller.totals(&teller.group(reader, group)?, group.count, &group.sums));
    }
    Ok(lines)
}

fn names(teller: &Teller, reader: &Reader, definition: &Definition, rows: &[Row]) -> Result<Vec<Named>, StoreError> {
    let mut numbers: Vec<usize> = rows.iter().map(|row| row.group).collect();
    numbers.dedup();
    numbers.retain(|_| definition.grouping != Grouping::None);
    numbers
        .into_iter()
        .filter_map(|number| Some((number, teller.answer.groups.get(number)?)))
        .map(|(number, group)| {
            let (name, count, sums) = (teller.group(reader, group)?, group.count, group.sums.clone());
            Ok(Named { number, name, count, sums })
        })
        .collect()
}
