//! The table of the list: the reader's columns in the reader's order.

use maud::{Markup, html};

use crate::{
    domain::column::{Column, Sorting},
    export::{Cell, Kind},
    i18n::{amount, calendar, dates, numbers},
    service::{
        columns,
        search::{self, Row},
    },
    web::{
        fragments::{Sorted, method, sort_heading, table_scroll},
        paths, rows,
    },
};

use super::listing::List;

/// The table with its rows.
pub(super) fn table(p: &List<'_>, rows: &[Row]) -> Markup {
    let table = html! {
        table class={ "table table-two-line table-payments" @if p.chosen { " table-chosen" } } {
            thead { tr { @for column in p.columns { (heading(p, *column)) } } }
            tbody { @for row in rows { tr { @for column in p.columns { (cell(p, *column, row)) } } } }
        }
    };
    table_scroll(&p.t.text("payments-table"), &table)
}

const fn is_amount(column: Column) -> bool {
    matches!(columns::kind(column), Kind::Money)
}

fn heading(p: &List<'_>, column: Column) -> Markup {
    let class = if is_amount(column) { "cell-end" } else { "" };
    if column.sorting() == Sorting::None {
        return html! { th scope="col" class=(class) { (p.t.label(column)) } };
    }
    let sort = search::sort_of(&p.place.asked.sort);
    let here = sort.column == column;
    let turned = p.place.asked.sort.starts_with('-');
    let next = if here && !turned { format!("-{}", column.code()) } else { column.code().to_owned() };
    let sorted = if search::is_descending(sort) { Sorted::Descending } else { Sorted::Ascending };
    let path = p.place.with(|asked| asked.sort = next).address();
    sort_heading(&p.t.label(column), &path, here.then_some(sorted), class)
}

fn cell(p: &List<'_>, column: Column, row: &Row) -> Markup {
    let leads =
        if p.columns.contains(&Column::Payer) { Column::Payer } else { p.columns.first().copied().unwrap_or_default() };
    let (words, below) = (words(p, column, row), below(p, column, row));
    let end = if is_amount(column) { " cell-end cell-amount" } else { "" };
    html! {
        td class={ (rows::cell_class(column)) (end) } data-label=(p.t.label(column)) {
            @if column == leads { a class="row-link" href=(paths::payment(row.transaction.id)) { (words) } }
            @else { (words) }
            @if let Some(below) = below { " " span class="sub" { (p.marks.mark(&below)) } }
        }
    }
}

/// The cell's own words.
fn words(p: &List<'_>, column: Column, row: &Row) -> Markup {
    let (t, payment) = (p.t, &row.transaction);
    match column {
        Column::Date => html! { (dates::date_in_list(payment.created_at, p.now, &p.firm.time_zone, t.locale())) },
        Column::Method => method(t, payment.instrument.as_ref()),
        Column::Status => rows::row_status(t, row),
        Column::Amount => {
            html! { span .struck[rows::is_lost(payment.status)] { (amount::format(payment.amount, t.locale())) } }
        }
        Column::Account if p.names.account(payment.merchant_account).is_none() => {
            html! { (t.label(payment.account_kind)) }
        }
        Column::Number => html! { span class="num" { (payment.id) } },
        _ => match columns::cell(column, row, p.names) {
            Cell::Empty => html! { span class="faint" { "–" } },
            Cell::Text(text) => html! { span class="cell-clip" { (p.marks.mark(&text)) } },
            Cell::Integer(number) => html! { span class="num" { (numbers::integer(number, t.locale())) } },
            Cell::Money(money) => html! { (amount::format(money, t.locale())) },
            Cell::DateTime(at) => html! { (dates::date_time_long(at, &p.firm.time_zone, t.locale())) },
            Cell::Day(day) => html! { (calendar::day_medium(day, t.locale())) },
        },
    }
}

/// What a cell says in a second line, unless a column of its own says it.
fn below(p: &List<'_>, column: Column, row: &Row) -> Option<String> {
    let (t, payment) = (p.t, &row.transaction);
    let unless = |other: Column| !p.columns.contains(&other);
    match column {
        Column::Date => Some(dates::time(payment.created_at, &p.firm.time_zone, t.locale())),
        Column::Payer if unless(Column::Client) => {
            payment.client_number.as_ref().map(|number| t.with("enter-payment-client", [("number", number.clone())]))
        }
        Column::Invoice if unless(Column::Source) => Some(t.label(payment.source)),
        Column::Account => {
            // Trust money never goes without its name.
            let kind = t.label(payment.account_kind);
            let account = p.names.account(payment.merchant_account)?;
            (!account.name.to_lowercase().contains(&kind.to_lowercase())).then_some(kind)
        }
        Column::Amount if unless(Column::Refunded) && row.refunded.is_positive() => {
            Some(format!("−{}", amount::format(row.refunded, t.locale())))
        }
        _ => None,
    }
}
