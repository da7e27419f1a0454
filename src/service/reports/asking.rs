//! Asking a report's question: one walk over one view of the store adds everything up, and remembers of each row only
//! where it stands. Rows are read again, from the same view, as they are told.
//!
//! This reads for as long as there are rows, so it is called from a thread that may block.

use crate::{
    app::App,
    domain::{
        card::{Instrument, PaymentMethod},
        firm::Firm,
        ids::TransactionId,
        journal::Actor,
        locale::Locale,
        merchant_account::{AccountKind, MerchantAccount},
        money::Money,
        payer::Payer,
        refund::{Refund, RefundKind, RefundStatus},
        report::{
            Basis, Definition, Grouping, Subject, Unsuccessful,
            range::{Span, last_of_month, month_of, week_of},
            run::Sums,
            timetable::{Weekday, next_day},
        },
        time::{Day, Timestamp},
        transaction::{Status, Transaction},
    },
    i18n::{
        T,
        calendar::{self, Days},
    },
    search::query::{Filter, Query, Unsuccessful as Listed, Why},
    store::{
        StoreError,
        engine::Direction,
        firm, payers, payment_pages,
        table::{Reader, Records as _},
        tables::{PAYMENT_METHODS, REFUNDS, TRANSACTIONS, TRANSACTIONS_BY_TIME},
        transactions,
    },
};

use super::{
    super::{
        columns::Row,
        search::{FindError, read_query},
    },
    tally::{Ended, Group, GroupKey, Part, Place, Remember, Stranger, Tally, Which},
};

/// A question with everything that its meaning depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is asked.
    pub definition: Definition,
    /// Of which days.
    pub span: Span,
    /// In whose formats the filters were written.
    pub locale: Locale,
    /// What the filters mean by "today".
    pub today: Day,
}

/// A row before it is put into words.
#[derive(Clone, Debug)]
pub enum Item {
    /// A payment.
    Payment(Box<Row>),
    /// A refund of a payment.
    Refund(Box<Refund>, Box<Row>),
    /// A payment that was cancelled and has no refund that says so.
    Voided(Box<Row>),
    /// A saved card, and whose it is.
    Method(Box<(PaymentMethod, Option<Payer>)>),
}

impl Item {
    /// The payment that it is about.
    #[must_use]
    pub const fn payment(&self) -> Option<TransactionId> {
        match self {
            Self::Payment(row) | Self::Refund(_, row) | Self::Voided(row) => Some(row.transaction.id),
            Self::Method(_) => None,
        }
    }
}

/// The answer, without the view of the store that it was found in and that its rows are read from.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Of which days.
    pub span: Span,
    /// The firm.
    pub firm: Firm,
    /// How many rows.
    pub count: u64,
    /// How many more there would be with the unsuccessful ones.
    pub hidden: u64,
    /// What they come to, one per currency.
    pub sums: Vec<Sums>,
    /// The groups, in order; one when nothing is grouped.
    pub groups: Vec<Group>,
    /// Parts of the filters that were left out.
    pub ignored: Vec<String>,
    places: Vec<Place>,
}

impl Answer {
    /// Up to `limit` rows from the row number `from` on, each with the number of its group, from the view of the store that
    /// the answer was found in. None when only totals were asked for.
    pub fn rows<'a>(
        &'a self,
        reader: &'a Reader,
        from: usize,
        limit: usize,
    ) -> impl Iterator<Item = Result<(usize, Item), StoreError>> + 'a {
        let places = self.places.iter().skip(from).take(limit);
        places.filter_map(move |(group, _, which)| {
            let item = read(reader, *which).transpose()?;
            Some(item.map(|item| (usize::try_from(*group).unwrap_or(0), item)))
        })
    }
}

fn read(reader: &Reader, which: Which) -> Result<Option<Item>, StoreError> {
    let row = |id: TransactionId| {
        transactions::transaction(reader, id)?.map(|payment| Row::read(reader, payment).map(Box::new)).transpose()
    };
    match which {
        Which::Payment(id) => Ok(row(id)?.map(Item::Payment)),
        Which::Refund(id) => {
            let refund = transactions::refund(reader, id)?;
            Ok(row(refund.transaction)?.map(|row| Item::Refund(Box::new(refund), row)))
        }
        Which::Voided(id) => Ok(row(id)?.map(Item::Voided)),
        Which::Method(id) => {
            let Some(method) = reader.get(PAYMENT_METHODS, &id)? else { return Ok(None) };
            let payer = payers::payer(reader, method.payer)?;
            Ok(Some(Item::Method(Box::new((method, payer)))))
        }
    }
}

/// Asks. The index should have caught up before.
///
/// # Errors
/// [`FindError`]; [`FindError::Rebuilding`] only when the index is needed.
pub fn ask(app: &App, question: &Question) -> Result<(Answer, Reader), FindError> {
    let reader = app.store.read()?;
    let accounts = firm::merchant_accounts(&reader)?;
    let firm = firm::firm(&reader)?.ok_or(StoreError::Closed)?;
    let definition = &question.definition;
    let filters = if definition.subject == Subject::SavedMethods { "" } else { definition.filters.as_str() };
    let query = read_query(T::new(question.locale), filters, &reader, question.today)?;
    let ignored = query.ignored.iter().filter(|part| part.why != Why::Nothing).map(|part| part.text.clone()).collect();
    let query = if definition.unsuccessful == Unsuccessful::Shown { query.showing(Listed::Show) } else { query };
    let remember = if definition.tells_rows() { Remember::Places } else { Remember::Nothing };
    let mut walk = Walk {
        app,
        reader: &reader,
        definition,
        accounts: &accounts,
        query,
        first: calendar::start_of(question.span.first, &firm.time_zone),
        end: end_of(question.span, &firm.time_zone),
        span: question.span,
        days: Days::of(&firm.time_zone),
        week_start: calendar::week_start(firm.locale(firm.language)),
        tally: Tally::new(remember),
    };
    walk.everything()?;
    let Ended { groups, places, count, sums, hidden } = walk.tally.end(definition.grouping);
    Ok((Answer { span: question.span, count, hidden, sums, groups, ignored, firm, places }, reader))
}

/// The instant after the last one of a span.
fn end_of(span: Span, zone: &str) -> Timestamp {
    let after = next_day(span.last);
    if after <= span.last { Timestamp::from_ms(i64::MAX) } else { calendar::start_of(after, zone) }
}

/// A walk under way.
struct Walk<'a> {
    app: &'a App,
    reader: &'a Reader,
    definition: &'a Definition,
    accounts: &'a [MerchantAccount],
    query: Query,
    span: Span,
    first: Timestamp,
    end: Timestamp,
    days: Days,
    week_start: Weekday,
    tally: Tally,
}

impl Walk<'_> {
    fn everything(&mut self) -> Result<(), FindError> {
        match self.definition.subject {
            Subject::Payments => self.payments(),
            Subject::Refunds => self.refunds(),
            Subject::SavedMethods => Ok(self.methods()?),
        }
    }

    fn payments(&mut self) -> Result<(), FindError> {
        let asked = self.definition.basis == Basis::Asked;
        if !self.query.is_everything() {
            let days = Filter::Days { from: Some(self.span.first), to: Some(self.span.last) };
            let query = if asked { self.query.clone().and(days) } else { self.query.clone() };
            for id in self.app.index.matching(&query)? {
                if let Some(payment) = transactions::transaction(self.reader, id)? {
                    self.payment(&payment)?;
                }
            }
        } else if asked {
            // A payment keeps the day it was given, even if the firm has moved to another zone since.
            let (first, last) = (self.first.plus_ms(-2 * DAY_MS), self.end.plus_ms(2 * DAY_MS));
            for row in self.reader.from(TRANSACTIONS_BY_TIME, &first)? {
                let ((at, id), ()) = row?;
                if at > last {
                    break;
                }
                if let Some(payment) = transactions::transaction(self.reader, id)? {
                    self.payment(&payment)?;
                }
            }
        } else {
            for row in self.reader.all(TRANSACTIONS, Direction::Forward)? {
                self.payment(&row?.1)?;
            }
        }
        Ok(())
    }

    fn payment(&mut self, payment: &Transaction) -> Result<(), StoreError> {
        let (at, day) = match self.definition.basis {
            Basis::Asked => (payment.created_at, payment.day),
            Basis::Changed if self.is_within(payment.changed_at) => {
                (payment.changed_at, self.days.of_instant(payment.changed_at))
            }
            Basis::Changed => return Ok(()),
        };
        if !self.span.contains(day) || !self.is_of_kind(payment.account_kind) {
            return Ok(());
        }
        // One without what is added up is no row, whatever became of it.
        let measure = self.definition.measure;
        let parts = if measure.is_amount() { None } else { payment_pages::parts(self.reader, payment)? };
        let Some(whole) = measure.of(payment.amount, parts.as_ref()) else { return Ok(()) };
        if self.query.hides(payment.status) {
            self.tally.hidden += 1;
            return Ok(());
        }
        let approved = if payment.status.is_approved() { whole } else { Money::zero(whole.currency()) };
        let (back, parts) = transactions::refunded_in_parts(self.reader, payment, parts.as_ref())?;
        let back = measure.of(back, parts.as_ref());
        let part = Part { approved, refunded_minor: back.map_or(0, |back| back.minor()) };
        let key = self.key(day, payment, payment.actor, GroupKey::Status(payment.status));
        self.tally.add(key, at, Which::Payment(payment.id), Some(part));
        Ok(())
    }

    fn is_of_kind(&self, kind: AccountKind) -> bool {
        self.definition.accounts.is_none_or(|wanted| wanted == kind)
    }

    fn is_within(&self, at: Timestamp) -> bool {
        self.first <= at && at < self.end
    }

    fn refunds(&mut self) -> Result<(), FindError> {
        // A cancelled payment is what is looked for, not one that brought nothing in.
        let wanted = if self.query.is_everything() { None } else { Some(self.app.index.matching(&self.query)?) };
        for row in self.reader.all(REFUNDS, Direction::Forward)? {
            let (_, refund) = row?;
            let is_wanted = wanted.as_ref().is_none_or(|ids| ids.binary_search(&refund.transaction).is_ok());
            if is_wanted && let Some(payment) = transactions::transaction(self.reader, refund.transaction)? {
                self.refund(&refund, &payment);
            }
        }
        for id in self.app.index.matching(&self.query.clone().and(Filter::Status(Status::Voided)))? {
            if let Some(payment) = transactions::transaction(self.reader, id)? {
                self.voided(&payment)?;
            }
        }
        Ok(())
    }

    fn refund(&mut self, refund: &Refund, payment: &Transaction) {
        let at = if self.definition.basis == Basis::Asked { refund.created_at } else { refund.changed_at };
        if !self.is_within(at) || !self.is_of_kind(payment.account_kind) {
            return;
        }
        if refund.status == RefundStatus::Failed && self.query.unsuccessful() == Listed::Hide {
            self.tally.hidden += 1;
            return;
        }
        let refunded_minor = if refund.status.reserves() { refund.amount.minor() } else { 0 };
        let part = Part { approved: Money::zero(refund.amount.currency()), refunded_minor };
        let status = GroupKey::Refund(refund.status);
        let key = self.key(self.days.of_instant(at), payment, refund.actor, status);
        self.tally.add(key, at, Which::Refund(refund.id), Some(part));
    }

    /// A payment that the processor says was cancelled, without a refund of ours that asked for it.
    fn voided(&mut self, payment: &Transaction) -> Result<(), StoreError> {
        let at = payment.changed_at;
        let is_voided = payment.status == Status::Voided && transactions::was_approved(payment);
        if !is_voided || !self.is_within(at) || !self.is_of_kind(payment.account_kind) {
            return Ok(());
        }
        let by_refund = |refund: &Refund| refund.kind == RefundKind::Void && refund.status.reserves();
        if transactions::refunds(self.reader, payment.id)?.iter().any(by_refund) {
            return Ok(());
        }
        let part = Part { approved: Money::zero(payment.amount.currency()), refunded_minor: payment.amount.minor() };
        let key = self.key(self.days.of_instant(at), payment, Actor::System, GroupKey::Status(payment.status));
        self.tally.add(key, at, Which::Voided(payment.id), Some(part));
        Ok(())
    }

    /// Cards by the last day on which they are good.
    fn methods(&mut self) -> Result<(), StoreError> {
        for row in self.reader.all(PAYMENT_METHODS, Direction::Forward)? {
            let (id, method) = row?;
            let Some(day) = expiry_day(&method).filter(|day| self.span.contains(*day)) else { continue };
            let account = self.accounts.iter().find(|account| account.id == method.merchant_account);
            if account.is_some_and(|account| !self.is_of_kind(account.kind)) {
                continue;
            }
            let key = match self.definition.grouping {
                Grouping::Payer => GroupKey::Payer(method.payer),
                Grouping::Account => GroupKey::Account(method.merchant_account),
                Grouping::Method => GroupKey::Method(network(Some(&method.instrument))),
                Grouping::Day => GroupKey::Day(day),
                Grouping::Week => GroupKey::Day(week_of(day, self.week_start)),
                Grouping::Month => GroupKey::Day(month_of(day)),
                Grouping::None | Grouping::Source | Grouping::Status | Grouping::User => GroupKey::All,
            };
            self.tally.add(key, calendar::start_of(day, "UTC"), Which::Method(id), None);
        }
        Ok(())
    }

    fn key(&self, day: Day, payment: &Transaction, actor: Actor, status: GroupKey) -> GroupKey {
        match self.definition.grouping {
            Grouping::None => GroupKey::All,
            Grouping::Day => GroupKey::Day(day),
            Grouping::Week => GroupKey::Day(week_of(day, self.week_start)),
            Grouping::Month => GroupKey::Day(month_of(day)),
            Grouping::Payer => {
                payment.payer.map_or_else(|| GroupKey::Stranger(Stranger::new(&payment.payer_name)), GroupKey::Payer)
            }
            Grouping::Source => GroupKey::Source(payment.source),
            Grouping::Account => GroupKey::Account(payment.merchant_account),
            Grouping::Method => GroupKey::Method(network(payment.instrument.as_ref())),
            Grouping::Status => status,
            Grouping::User => GroupKey::User(actor),
        }
    }
}

const DAY_MS: i64 = 86_400_000;

/// The network's name, `bank`, or nothing when it is not known.
fn network(instrument: Option<&Instrument>) -> &'static str {
    instrument.map_or("", |instrument| instrument.brand().map_or("bank", |brand| brand.name()))
}

/// The last day on which a card is good; `None` of a bank account.
pub(super) fn expiry_day(method: &PaymentMethod) -> Option<Day> {
    match &method.instrument {
        Instrument::Card { expiry, .. } => last_of_month(expiry.year(), expiry.month()),
        Instrument::BankAccount { .. } => None,
    }
}
