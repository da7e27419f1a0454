//! The figures of the dashboard, from the running totals: their cost does not grow with the number of payments.

use crate::{
    app::App,
    domain::{firm::Firm, money::Money, time::Day, transaction::Status},
    i18n::dates,
    store::{StoreError, totals},
};

/// Count and sum of the payments approved in a span of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// How many were approved.
    pub count: u64,
    /// Their sum, in the firm's currency.
    pub amount: Money,
    /// How many were declined or failed.
    pub declined: u64,
}

/// Today, this month and this year so far, as the firm counts days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Today.
    pub today: Figure,
    /// Since the first of the month.
    pub month: Figure,
    /// Since the first of January.
    pub year: Figure,
}

/// The figures as of now.
pub fn figures(app: &App, firm: &Firm) -> Result<Figures, StoreError> {
    let today = dates::firm_day(app.now(), &firm.time_zone);
    let (year, month) = (today.number() / 10_000 * 10_000 + 101, today.number() / 100 * 100 + 1);
    let rows = totals::totals(&app.store.read()?, Day::from_number(year), today)?;
    let since = |first: Day| {
        let nothing = Figure { count: 0, amount: Money::zero(firm.currency), declined: 0 };
        rows.iter().filter(|(key, _)| key.day >= first && key.currency == firm.currency.code()).fold(
            nothing,
            |figure, (key, total)| match key.status {
                Status::Declined | Status::Failed => {
                    Figure { declined: figure.declined.saturating_add(total.count), ..figure }
                }
                status if status.is_approved() => Figure {
                    count: figure.count.saturating_add(total.count),
                    amount: figure.amount.plus(Money::new(total.amount_minor, firm.currency)).unwrap_or(figure.amount),
                    ..figure
                },
                _ => figure,
            },
        )
    };
    Ok(Figures { today: since(today), month: since(Day::from_number(month)), year: since(Day::from_number(year)) })
}
