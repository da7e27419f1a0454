//! What the pages about payers read, from one snapshot each. However much a payer paid, a page reads the same few rows.

use std::collections::BTreeMap;

use crate::{
    app::App,
    domain::{
        card::PaymentMethod,
        delivery::Delivery,
        ids::{DeliveryId, PayerId, PaymentMethodId, PortalLoginId, TransactionId},
        journal::{Actor, Entry, Fact, Subject},
        keeping::Agreed,
        merchant_account::AccountKind,
        method_request::MethodRequest,
        money::{Currency, Money},
        payer::{Payer, merging::Merge},
        time::Timestamp,
        transaction::Transaction,
    },
    service::search::Row,
    store::{
        StoreError,
        balances::{self, BalanceKey, Side},
        journal, outbox,
        payers::{self, Asked},
        payment_methods, portal,
        table::Records,
        totals::Total,
        transactions, users,
    },
};

/// How much of a payer's history is shown at most.
const ENTRIES: usize = 60;

/// What came of a payer's payments in one currency and kind of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    /// Whose money it is.
    pub kind: AccountKind,
    /// What was collected, before refunds.
    pub collected: Money,
    /// How many payments that was.
    pub payments: u64,
    /// What was given back.
    pub refunded: Money,
    /// What was approved and is not money yet.
    pub pending: Money,
}

/// A merged record with how it was merged.
pub type Merged = (Payer, Merge);

/// Everything known of a payer.
#[derive(Clone, Debug)]
pub struct PayerView {
    /// The record.
    pub payer: Payer,
    /// The records merged into it, each with how.
    pub merged: Vec<Merged>,
    /// What came of the payments.
    pub balances: Vec<Balance>,
    /// The saved methods.
    pub methods: Vec<PaymentMethod>,
    /// Who recorded that the payer agreed to a method being kept, by the method.
    pub recorders: BTreeMap<PaymentMethodId, String>,
    /// The links that were made, latest first.
    pub requests: Vec<MethodRequest>,
    /// Other records that may be the same payer.
    pub alike: Vec<Payer>,
    /// What happened to the record, latest first, each with who did it if that was a person.
    pub history: Vec<(Entry, Option<String>)>,
    /// The messages that the history tells of.
    pub deliveries: BTreeMap<DeliveryId, Delivery>,
    /// The addresses of those whose access to the portal the history tells of.
    pub logins: BTreeMap<PortalLoginId, String>,
}

/// What a payer's address leads to.
#[derive(Clone, Debug)]
pub enum Found {
    /// The record.
    Here(Box<PayerView>),
    /// It was merged into this one.
    Elsewhere(PayerId),
}

/// Everything known of a payer.
pub fn view(app: &App, id: PayerId) -> Result<Option<Found>, StoreError> {
    let reader = app.store.read()?;
    let Some(payer) = payers::payer(&reader, id)? else { return Ok(None) };
    if !payer.is_own() {
        return Ok(Some(Found::Elsewhere(payer.stands_for())));
    }
    view_in(&reader, payer).map(|view| Some(Found::Here(Box::new(view))))
}

/// [`view`] of a record that stands for itself.
pub fn view_in(reader: &impl Records, payer: Payer) -> Result<PayerView, StoreError> {
    let group = payers::group(reader, payer.id)?;
    let mut merged = Vec::new();
    for id in group.iter().filter(|id| **id != payer.id) {
        if let (Some(other), Some(merge)) = (payers::payer(reader, *id)?, payers::merge(reader, *id)?) {
            merged.push((other, merge));
        }
    }
    let mut requests = Vec::new();
    for id in &group {
        requests.extend(payment_methods::requests(reader, *id)?);
    }
    requests.sort_unstable_by_key(|request| std::cmp::Reverse(request.id));
    let history = history(reader, &group)?;
    let (deliveries, logins) = (deliveries(reader, &history)?, logins(reader, &history)?);
    let methods = payment_methods::payment_methods(reader, payer.id)?;
    Ok(PayerView {
        balances: sums(reader, &group)?,
        recorders: recorders(reader, &methods)?,
        methods,
        alike: payers::alike(reader, &payer, 5)?,
        payer,
        merged,
        requests,
        history,
        deliveries,
        logins,
    })
}

fn history(reader: &impl Records, group: &[PayerId]) -> Result<Vec<(Entry, Option<String>)>, StoreError> {
    let mut entries: Vec<(u64, Entry)> = Vec::new();
    for id in group {
        entries.extend(journal::latest(reader, Subject::Payer(*id), ENTRIES)?);
    }
    entries.sort_unstable_by_key(|(sequence, _)| std::cmp::Reverse(*sequence));
    let name_of = |actor| match actor {
        Actor::User(user) => Ok::<_, StoreError>(users::user(reader, user)?.map(|user| user.name)),
        Actor::Client | Actor::System => Ok(None),
    };
    entries.into_iter().take(ENTRIES).map(|(_, entry)| Ok((entry.clone(), name_of(entry.actor)?))).collect()
}

fn recorders(
    reader: &impl Records,
    methods: &[PaymentMethod],
) -> Result<BTreeMap<PaymentMethodId, String>, StoreError> {
    let mut names = BTreeMap::new();
    for method in methods {
        if let Some(Agreed::Recorded(Actor::User(id))) = method.agreed.as_ref().map(|agreed| &agreed.how) {
            names.extend(users::user(reader, *id)?.map(|user| (method.id, user.name)));
        }
    }
    Ok(names)
}

fn deliveries(
    reader: &impl Records,
    history: &[(Entry, Option<String>)],
) -> Result<BTreeMap<DeliveryId, Delivery>, StoreError> {
    let named = history.iter().filter_map(|(entry, _)| match &entry.fact {
        Fact::MethodLinkQueued { delivery, .. }
        | Fact::ExpiryReminderQueued { delivery, .. }
        | Fact::Delivered { delivery }
        | Fact::DeliveryFailed { delivery } => Some(*delivery),
        _ => None,
    });
    let mut found = BTreeMap::new();
    for id in named {
        found.extend(outbox::delivery(reader, id)?.map(|delivery| (id, delivery)));
    }
    Ok(found)
}

fn logins(
    reader: &impl Records,
    history: &[(Entry, Option<String>)],
) -> Result<BTreeMap<PortalLoginId, String>, StoreError> {
    let mut found = BTreeMap::new();
    for (entry, _) in history {
        if let Fact::PortalInvited { login, .. } | Fact::PortalAccessWithdrawn { login, .. } = entry.fact {
            found.extend(portal::login(reader, login)?.map(|known| (login, known.email)));
        }
    }
    Ok(found)
}

fn sums(reader: &impl Records, group: &[PayerId]) -> Result<Vec<Balance>, StoreError> {
    let mut sums: BTreeMap<(String, AccountKind), BTreeMap<Side, Total>> = BTreeMap::new();
    for id in group {
        for (key, total) in balances::balances(reader, *id)? {
            let BalanceKey { currency, kind, side, .. } = key;
            let sum = sums.entry((currency, kind)).or_default().entry(side).or_default();
            *sum = sum.plus(total).ok_or(StoreError::Damaged("payer_balances"))?;
        }
    }
    let balance = |((code, kind), sides): ((String, AccountKind), BTreeMap<Side, Total>)| {
        let currency = Currency::from_code(&code).ok_or(StoreError::Damaged("payer_balances"))?;
        let of = |side| sides.get(&side).copied().unwrap_or_default();
        let money = |side| Money::new(of(side).amount_minor, currency);
        Ok(Balance {
            kind,
            collected: money(Side::Collected),
            payments: of(Side::Collected).count,
            refunded: money(Side::Refunded),
            pending: money(Side::Pending),
        })
    };
    sums.into_iter().map(balance).collect()
}

/// A place in a payer's payments.
pub type Before = (Timestamp, TransactionId);

/// The place that an address names, as [`history_address`] wrote it.
#[must_use]
pub fn place_in_history(text: &str) -> Option<Before> {
    let (at, id) = text.split_once('-')?;
    Some((Timestamp::from_ms(at.parse().ok()?), id.parse().ok()?))
}

/// A place as an address names it.
#[must_use]
pub fn history_address(payment: &Transaction) -> String {
    format!("{}-{}", payment.created_at.ms(), payment.id)
}

/// Up to `limit` payments of a payer and of the records merged with theirs, latest first, before the one at `before`.
pub fn payments(app: &App, id: PayerId, before: Option<Before>, limit: usize) -> Result<Vec<Row>, StoreError> {
    payments_in(&app.store.read()?, id, before, limit)
}

/// [`payments`] in one snapshot.
pub fn payments_in(
    reader: &impl Records,
    id: PayerId,
    before: Option<Before>,
    limit: usize,
) -> Result<Vec<Row>, StoreError> {
    let found = transactions::latest_of_payers(reader, &payers::group(reader, id)?, before, limit)?;
    found.into_iter().map(|transaction| Row::read(reader, transaction)).collect()
}

/// Up to `limit` payers of a list after `after`.
pub fn list(
    app: &App,
    asked: &Asked,
    after: Option<&payers::Place>,
    limit: usize,
) -> Result<Vec<(payers::Place, Payer)>, StoreError> {
    payers::listed(&app.store.read()?, asked, after, limit)
}

/// Where a payer stands in a list, if they are on it.
pub fn place(app: &App, asked: &Asked, id: PayerId) -> Result<Option<payers::Place>, StoreError> {
    Ok(payers::payer(&app.store.read()?, id)?.and_then(|payer| payers::place_in(&payer, asked)))
}

/// Up to `limit` groups of records that may be one payer each.
pub fn duplicates(app: &App, limit: usize) -> Result<Vec<Vec<Payer>>, StoreError> {
    let reader = app.store.read()?;
    let read = |id| payers::payer(&reader, id)?.ok_or(StoreError::Damaged("payers"));
    payers::duplicates(&reader, limit)?.into_iter().map(|group| group.into_iter().map(read).collect()).collect()
}

/// A payer's record, as it is.
pub fn payer(app: &App, id: PayerId) -> Result<Option<Payer>, StoreError> {
    payers::payer(&app.store.read()?, id)
}

/// The record that stands for `id`.
pub fn standing_for(app: &App, id: PayerId) -> Result<Option<Payer>, StoreError> {
    payers::standing_for(&app.store.read()?, id)
}

/// Who changed a record last, and when.
pub fn changed_by(app: &App, id: PayerId) -> Result<Option<(Entry, Option<String>)>, StoreError> {
    let history = history(&app.store.read()?, &[id])?;
    Ok(history.into_iter().find(|(entry, _)| matches!(entry.fact, Fact::PayerChanged { .. })))
}
