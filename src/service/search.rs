//! Finding payments: what was typed, read in the reader's language, and the rows behind what the index found.

use std::time::Duration;

use crate::{
    app::App,
    domain::{
        column::{Column, Sorting},
        ids::TransactionId,
        locale::Language,
        money::{Currency, Money},
        time::Day,
    },
    i18n::{T, amount, dates, labels::Labelled},
    search::{
        SearchError,
        page::{CurrencySums, Cursor, Page, Sort, SortDirection},
        query::{self, Dialect, Unsuccessful, Why},
    },
    store::{StoreError, firm, table::Reader, transactions, users},
};

pub use super::columns::Row;
pub use crate::search::{folded, keywords::Keyword, parts, query::Join, rows as conditions};

/// How long a list waits for the index to reach what was committed before it was asked for.
pub(super) const CATCH_UP: Duration = Duration::from_secs(2);

/// What is asked for, as it stands in the address of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// What was typed.
    pub text: String,
    /// The code of a column, with a minus in front for the other direction; empty for latest first.
    pub sort: String,
    /// Where the page before ended.
    pub after: String,
    /// Whether a payment must be all that the text says, or one part of it is enough.
    pub join: Join,
    /// Whether declined, failed and voided payments are shown too.
    pub unsuccessful: Shown,
    /// How many rows.
    pub limit: usize,
}

/// Whether something is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// It is not.
    #[default]
    No,
    /// It is.
    Yes,
}

/// What the found payments come to in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sums {
    /// What was approved.
    pub approved: Money,
    /// What of it was given back.
    pub refunded: Money,
    /// What remains.
    pub net: Money,
}

/// A page of what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Results {
    /// The rows.
    pub rows: Vec<Row>,
    /// How many were found on all pages.
    pub count: u64,
    /// How many more there would be with the unsuccessful ones.
    pub hidden: u64,
    /// Sums over all pages, one per currency.
    pub sums: Vec<Sums>,
    /// Where the next page begins; empty when there is none.
    pub next: String,
    /// Parts of what was typed that were left out.
    pub ignored: Vec<String>,
    /// Words that nothing contains, for which similar ones were found.
    pub forgiven: Vec<String>,
}

/// Why nothing could be found.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// The index is being made anew: so many of so many payments are in it.
    #[error("the index is being rebuilt")]
    Rebuilding {
        /// In it.
        done: u64,
        /// In all.
        total: u64,
    },
    /// The index failed.
    #[error("the index failed: {0}")]
    Index(String),
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<SearchError> for FindError {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Rebuilding(progress) => Self::Rebuilding { done: progress.done, total: progress.total },
            SearchError::Store(error) => Self::Store(error),
            error @ (SearchError::Index(_) | SearchError::Folder(_)) => Self::Index(error.to_string()),
        }
    }
}

/// Finds payments. Whatever was committed before the call is found.
pub async fn find(app: &App, t: T, asked: &Asked) -> Result<Results, FindError> {
    let (query, page) = understand(app, t, asked).await?;
    let ignored = query.ignored.iter().filter(|part| part.why != Why::Nothing).map(|part| part.text.clone()).collect();
    let found = app.index.search(&query, &page)?;
    Ok(Results {
        rows: rows(app, &found.ids)?,
        count: found.count,
        hidden: found.hidden,
        sums: found.sums.iter().map(sums_of).collect(),
        next: found.next.map(|cursor| cursor.to_string()).unwrap_or_default(),
        ignored,
        forgiven: found.forgiven,
    })
}

/// All that [`find`] finds on its pages, in order, and between which days they lie if the query says so.
pub async fn find_all(app: &App, t: T, asked: &Asked) -> Result<(Vec<TransactionId>, Option<(Day, Day)>), FindError> {
    let (query, page) = understand(app, t, asked).await?;
    let (index, days) = (app.index.clone(), query.days());
    let found = tokio::task::spawn_blocking(move || index.all(&query, page.sort)).await;
    let ids = found.map_err(|error| FindError::Index(error.to_string()))??;
    Ok((ids, days))
}

/// Waits for the index to know what was committed, and reads what was asked for.
async fn understand(app: &App, t: T, asked: &Asked) -> Result<(query::Query, Page), StoreError> {
    let committed = *app.store.committed().borrow();
    app.index.wait_for(committed, CATCH_UP).await;
    let query = {
        let reader = app.store.read()?;
        let firm = firm::firm(&reader)?;
        let today = firm.map_or(Day::from_number(0), |firm| dates::firm_day(app.now(), &firm.time_zone));
        read_query(t, &asked.text, &reader, today)?
    };
    // Whoever names a status sees it even so.
    let unsuccessful = if asked.unsuccessful == Shown::Yes { Unsuccessful::Show } else { query.unsuccessful() };
    Ok((query.joined(asked.join).showing(unsuccessful), page_of(asked)))
}

/// Reads what was typed into a search box, in the language and formats of `t`, with the names that `reader` knows, as on the
/// day `today`.
pub(super) fn read_query(t: T, text: &str, reader: &Reader, today: Day) -> Result<query::Query, StoreError> {
    let currency = firm::firm(reader)?.map_or(Currency::USD, |firm| firm.currency);
    let accounts: Vec<_> =
        firm::merchant_accounts(reader)?.into_iter().map(|account| (account.id, account.name)).collect();
    let people: Vec<_> = users::users(reader)?.into_iter().map(|user| (user.id, user.name)).collect();
    let dialect = Dialect {
        parse_amount: &|text| amount::parse(text, currency, t.locale()).ok().map(|money| money.minor()),
        status: &|status| names(t, status),
        source: &|source| names(t, source),
        accounts: &accounts,
        people: &people,
        ..Dialect::neutral(today)
    };
    Ok(query::parse(text, &dialect))
}

/// What a value is called in the reader's language and then in the others, so that an address that is passed on finds the
/// same.
fn names(t: T, value: impl Labelled) -> Vec<String> {
    let others = Language::ALL.into_iter().filter(|language| *language != t.language());
    let others = others.map(|language| T::new(language.default_locale()).label(value));
    [t.label(value)].into_iter().chain(others).collect()
}

fn page_of(asked: &Asked) -> Page {
    Page { sort: sort_of(&asked.sort), after: asked.after.parse::<Cursor>().ok(), limit: asked.limit }
}

/// The order that a text in an address asks for; latest first when it asks for none.
#[must_use]
pub fn sort_of(text: &str) -> Sort {
    let (code, turned) = text.strip_prefix('-').map_or((text, false), |code| (code, true));
    let column = Column::from_code(code).filter(|column| column.sorting() != Sorting::None).unwrap_or_default();
    let direction = match (column.sorting() == Sorting::Rising, turned) {
        (true, false) | (false, true) => SortDirection::Ascending,
        (true, true) | (false, false) => SortDirection::Descending,
    };
    Sort { column, direction }
}

/// Whether the larger end comes first.
#[must_use]
pub const fn is_descending(sort: Sort) -> bool {
    matches!(sort.direction, SortDirection::Descending)
}

/// The rows of the payments found, in one snapshot. One that is gone meanwhile is left out; payments are never deleted.
fn rows(app: &App, ids: &[TransactionId]) -> Result<Vec<Row>, StoreError> {
    let reader = app.store.read()?;
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(transaction) = transactions::transaction(&reader, *id)? {
            rows.push(Row::read(&reader, transaction)?);
        }
    }
    Ok(rows)
}

fn sums_of(sums: &CurrencySums) -> Sums {
    let money = |minor| Money::new(minor, sums.currency);
    Sums {
        approved: money(sums.approved_minor),
        refunded: money(sums.refunded_minor),
        net: money(sums.approved_minor.saturating_sub(sums.refunded_minor)),
    }
}

/// Up to `limit` payments, latest first, read from the store: current even while the index is being rebuilt.
pub fn latest(app: &App, limit: usize) -> Result<Vec<Row>, StoreError> {
    let reader = app.store.read()?;
    let found = transactions::latest(&reader, limit)?;
    found.into_iter().map(|transaction| Row::read(&reader, transaction)).collect()
}
