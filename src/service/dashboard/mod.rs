//! The figures of the dashboard, from the volume counters: their cost grows with the days shown, not with the payments.
//!
//! A figure is net: payments approved by the day they were asked for, less refunds by the day those were asked for. A
//! payment that was cancelled or taken back counts no more. Whoever may not see totals gets counts alone; amounts are
//! left out here, so that no page can show them.

pub mod attention;
pub mod spans;
mod tally;

use crate::{
    app::App,
    domain::{
        card::CardBrand,
        firm::Firm,
        ids::MerchantAccountId,
        money::{Currency, Money},
        permission::Permission,
        time::Day,
        transaction::Source,
    },
    i18n::dates,
    store::{
        StoreError,
        table::Records,
        totals::BANK,
        volumes::{Cut, Flow, Grain, VolumeKey},
    },
};

use self::{
    spans::{Pair, Span},
    tally::{Days, Ledger, Sum},
};

use super::Authority;

/// Days of the daily columns.
const DAYS: i32 = 30;
/// Months of the monthly columns.
const MONTHS: i32 = 12;

/// What the breakdowns cover.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Period {
    /// This month so far.
    Month,
    /// The last thirty days.
    #[default]
    Days,
    /// This year so far.
    Year,
}

impl Period {
    /// Every period, the shortest first.
    pub const ALL: [Self; 3] = [Self::Month, Self::Days, Self::Year];

    /// Its name in addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Days => "30-days",
            Self::Year => "year",
        }
    }
}

/// What is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// One deposit account only.
    pub account: Option<MerchantAccountId>,
    /// What the breakdowns cover.
    pub period: Period,
}

/// What came in and went back in some stretch of days. The amounts are there for those who may see totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Volume {
    /// How many payments were approved.
    pub payments: u64,
    /// What they come to less the refunds.
    pub net: Option<Money>,
    /// How many refunds were asked for.
    pub refunds: u64,
    /// What those come to.
    pub refunded: Option<Money>,
    /// How many payments were declined or failed.
    pub declined: u64,
}

/// The volume of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The stretch.
    pub span: Span,
    /// Its volume.
    pub volume: Volume,
}

/// A figure and the one it stands against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The figure.
    pub now: Figure,
    /// The one before.
    pub before: Figure,
}

/// One way that payments came, or were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Where they came from.
    Source(Source),
    /// Where they went.
    Account(MerchantAccountId),
    /// By a card of this network.
    Card(CardBrand),
    /// By bank debit.
    Bank,
    /// By something not known.
    Other,
}

/// The volume of a period, cut in three ways; each cut has its largest part first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breakdown {
    /// The period, and all of it.
    pub whole: Figure,
    /// By source.
    pub sources: Vec<(Part, Volume)>,
    /// By deposit account.
    pub accounts: Vec<(Part, Volume)>,
    /// By method.
    pub methods: Vec<(Part, Volume)>,
}

/// The figures of one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Book {
    /// The currency.
    pub currency: Currency,
    /// Today.
    pub today: Compared,
    /// The month so far.
    pub month: Compared,
    /// The year so far.
    pub year: Compared,
    /// The last thirty days.
    pub days: Vec<Figure>,
    /// The last twelve months, each with the same month of the year before.
    pub months: Vec<Compared>,
    /// Where it came from and went to.
    pub breakdown: Breakdown,
    /// Approved within the last two years and not captured yet.
    pub authorized: Figure,
    /// Bank debits of the last two years that are on their way.
    pub pending: Figure,
}

/// The figures as of now: one book per currency, the firm's own first. Without the right to see totals there is one book
/// with everything in it, and no amount.
pub fn figures(app: &App, firm: &Firm, authority: Authority<'_>, asked: Asked) -> Result<Vec<Book>, StoreError> {
    let today = dates::civil(dates::firm_day(app.now(), &firm.time_zone));
    let reader = app.store.read()?;
    let sees = authority.require(Permission::ViewTotals).is_ok();
    let look = Look { records: &reader, today, asked, sees, firm: firm.currency };
    look.currencies()?.into_iter().map(|currency| look.book(currency)).collect()
}

/// What the figures are made from.
struct Look<'a, R> {
    records: &'a R,
    today: jiff::civil::Date,
    asked: Asked,
    sees: bool,
    firm: Currency,
}

impl<R: Records> Look<'_, R> {
    /// Every currency of the last two years, the firm's own first.
    fn currencies(&self) -> Result<Vec<Currency>, StoreError> {
        let mut found = vec![self.firm];
        if self.sees {
            let mut others: Vec<Currency> =
                self.ledger(Cut::Whole, Grain::Month, self.two_years())?.currencies().collect();
            others.retain(|currency| *currency != self.firm);
            found.extend(others);
        }
        Ok(found)
    }

    fn two_years(&self) -> Span {
        let first =
            spans::last_months(self.today, MONTHS).first().map_or(dates::day(self.today), |(_, before)| before.first);
        Span { first, last: dates::day(self.today) }
    }

    /// The days that are needed by themselves: the last thirty, this month and the one before.
    fn recent(&self) -> Span {
        let (_, before) = spans::month_to_date(self.today);
        let first = spans::last_days(self.today, DAYS).first().map_or(before.first, |day| day.first.min(before.first));
        Span { first, last: dates::day(self.today) }
    }

    fn ledger(&self, cut: Cut, grain: Grain, span: Span) -> Result<Ledger, StoreError> {
        Ledger::read(self.records, (cut, grain), span, &|key: &VolumeKey| {
            self.asked.account.is_none_or(|account| key.merchant_account == account)
        })
    }

    fn days(&self, currency: Currency) -> Result<Days, StoreError> {
        let wanted = self.sees.then_some(currency);
        let (_, last_year) = spans::year_to_date(self.today);
        let part_month = Span { first: last_year.last.first_of_month(), ..last_year };
        let mut days = Days::default();
        for span in [self.recent(), part_month] {
            days.add_days(&self.ledger(Cut::Whole, Grain::Day, span)?, wanted);
        }
        days.add_months(&self.ledger(Cut::Whole, Grain::Month, self.two_years())?, wanted);
        Ok(days)
    }

    fn book(&self, currency: Currency) -> Result<Book, StoreError> {
        let days = self.days(currency)?;
        let figure = |span: Span| Figure { span, volume: self.volume(days.sum(span), currency) };
        let compared = |(now, before): Pair| Compared { now: figure(now), before: figure(before) };
        let waiting = |flow| {
            let sum = days.months_of(flow);
            Figure { span: self.two_years(), volume: self.volume(sum, currency) }
        };
        Ok(Book {
            currency,
            today: compared(spans::today(self.today)),
            month: compared(spans::month_to_date(self.today)),
            year: compared(spans::year_to_date(self.today)),
            days: spans::last_days(self.today, DAYS).into_iter().map(figure).collect(),
            months: spans::last_months(self.today, MONTHS).into_iter().map(compared).collect(),
            authorized: waiting(Flow::Authorized),
            pending: waiting(Flow::Pending),
            breakdown: self.breakdown(currency, &days)?,
        })
    }

    fn breakdown(&self, currency: Currency, days: &Days) -> Result<Breakdown, StoreError> {
        let (grain, span) = self.period();
        let cut = |cut: Cut, part: &dyn Fn(&VolumeKey) -> Part| -> Result<Vec<(Part, Volume)>, StoreError> {
            let ledger = self.ledger(cut, grain, span)?;
            Ok(self.ranked(ledger.by(self.sees.then_some(currency), part), currency))
        };
        Ok(Breakdown {
            whole: Figure { span, volume: self.volume(days.sum(span), currency) },
            sources: cut(Cut::Source, &|key| source_of(&key.part))?,
            accounts: cut(Cut::Whole, &|key| Part::Account(key.merchant_account))?,
            methods: cut(Cut::Method, &|key| method_of(&key.part))?,
        })
    }

    fn period(&self) -> (Grain, Span) {
        match self.asked.period {
            Period::Month => (Grain::Day, spans::month_to_date(self.today).0),
            Period::Days => (Grain::Day, Span { first: self.thirty_days_ago(), last: dates::day(self.today) }),
            Period::Year => (Grain::Month, spans::year_to_date(self.today).0),
        }
    }

    fn thirty_days_ago(&self) -> Day {
        spans::last_days(self.today, DAYS).first().map_or(dates::day(self.today), |day| day.first)
    }

    /// The largest first: by net amount, or by count where amounts are not shown. What was only ever declined is left
    /// out.
    fn ranked(&self, parts: Vec<(Part, Sum)>, currency: Currency) -> Vec<(Part, Volume)> {
        let mut parts: Vec<(Part, Volume)> = parts
            .into_iter()
            .map(|(part, sum)| (part, self.volume(sum, currency)))
            .filter(|(_, volume)| volume.payments > 0 || volume.refunds > 0)
            .collect();
        parts.sort_by_key(|(part, volume)| (std::cmp::Reverse(volume.size()), *part));
        parts
    }

    fn volume(&self, sum: Sum, currency: Currency) -> Volume {
        let money = |minor| self.sees.then(|| Money::new(minor, currency));
        Volume {
            payments: sum.payments,
            net: money(sum.approved.saturating_sub(sum.refunded)),
            refunds: sum.refunds,
            refunded: money(sum.refunded),
            declined: sum.declined,
        }
    }
}

impl Volume {
    /// What a bar is as long as: the net amount in minor units, or the number of payments where amounts are not shown.
    #[must_use]
    pub fn size(&self) -> i64 {
        self.net.map_or_else(|| i64::try_from(self.payments).unwrap_or(i64::MAX), |net| net.minor())
    }
}

fn source_of(code: &str) -> Part {
    Source::ALL.into_iter().find(|source| source.code() == code).map_or(Part::Other, Part::Source)
}

fn method_of(name: &str) -> Part {
    if name == BANK {
        return Part::Bank;
    }
    CardBrand::ALL.into_iter().find(|brand| brand.name() == name).map_or(Part::Other, Part::Card)
}
