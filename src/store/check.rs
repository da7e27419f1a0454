//! Proving the store's invariants: what `clientpay check` prints, one line per violation.
//!
//! Numbers in brackets are the invariants of `docs/architecture.md`. Nothing is repaired here.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    delivery::{Content, Delivery, DeliveryStatus},
    ids::{MerchantAccountId, TransactionId},
    merchant_account::MerchantAccount,
    money::Money,
    pan,
    transaction::Transaction,
};

use super::{
    StoreError,
    engine::{self, Direction},
    firm, journal,
    payers::index_keys,
    table::Records,
    tables::{
        ALL, DELIVERIES, DELIVERIES_BY_TRANSACTION, JOURNAL, JOURNAL_BY_SUBJECT, OUTBOX, PAYERS,
        PAYERS_BY_CLIENT_NUMBER, PAYERS_BY_EMAIL, PAYERS_BY_NAME, REFUNDS, REFUNDS_BY_KEY, REFUNDS_BY_TRANSACTION,
        TRANSACTIONS, TRANSACTIONS_BY_KEY, TRANSACTIONS_BY_PAYER, TRANSACTIONS_BY_TIME, TRANSACTIONS_UNRESOLVED, USERS,
        USERS_BY_EMAIL,
    },
    texts,
    totals::{self, Total, TotalKey},
    transactions,
};

/// What a check found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// One line per violation.
    pub violations: Vec<String>,
    /// How many payments were looked at.
    pub payments: u64,
    /// How many journal entries were looked at.
    pub entries: u64,
}

/// Proves everything. `head` is the end of the journal as noted beside the file.
pub fn check(records: &impl Records, head: Option<journal::Tail>) -> Result<Findings, StoreError> {
    let mut findings = Findings { entries: journal::tail(records)?.sequence, ..Findings::default() };
    check_journal(records, head, &mut findings)?;
    check_rows(records, &mut findings)?;
    check_payments(records, &mut findings)?;
    check_refunds(records, &mut findings)?;
    check_people(records, &mut findings)?;
    check_outbox(records, &mut findings)?;
    Ok(findings)
}

fn check_journal(
    records: &impl Records,
    head: Option<journal::Tail>,
    findings: &mut Findings,
) -> Result<(), StoreError> {
    let anchor = head.map_or(0, |tail| tail.sequence);
    let found = journal::verify(records, anchor, &mut |text| findings.violations.push(format!("[I8] {text}")))?;
    if count(records, JOURNAL_BY_SUBJECT)? != count(records, JOURNAL)? {
        findings.violations.push("the index of the journal by subject does not fit the journal".to_owned());
    }
    if let Some(head) = head.filter(|head| head.sequence > 0 && found != Some(head.hash)) {
        findings.violations.push(format!("[I8] journal: entry {} is not the one that was committed", head.sequence));
    }
    Ok(())
}

/// Every row belongs to a known table and holds no card number.
fn check_rows(records: &impl Records, findings: &mut Findings) -> Result<(), StoreError> {
    let names: BTreeMap<u8, &str> = ALL.iter().copied().collect();
    for pair in records.raw().scan(engine::prefix_span(&[]), Direction::Forward)? {
        let (key, value) = pair?;
        let number = key.first().copied().unwrap_or_default();
        let Some(name) = names.get(&number) else {
            findings.violations.push(format!("a row belongs to no table: {number}"));
            continue;
        };
        if texts::any_text(&value, &mut pan::contains_card_number) {
            findings.violations.push(format!("[I9] {name}: a row holds a card number"));
        }
    }
    Ok(())
}

fn check_payments(records: &impl Records, findings: &mut Findings) -> Result<(), StoreError> {
    let accounts: BTreeMap<MerchantAccountId, MerchantAccount> =
        firm::merchant_accounts(records)?.into_iter().map(|account| (account.id, account)).collect();
    let mut sums: BTreeMap<TotalKey, Total> = BTreeMap::new();
    let (mut of_payers, mut open) = (0u64, 0u64);
    for row in records.all(TRANSACTIONS, Direction::Forward)? {
        let (id, transaction) = row?;
        findings.payments += 1;
        of_payers += u64::from(transaction.payer.is_some());
        open += u64::from(transaction.status.is_unresolved());
        let sum = sums.entry(totals::key_of(&transaction)).or_default();
        *sum = sum.with(transaction.amount).unwrap_or_default();
        check_payment(records, id, &transaction, accounts.get(&transaction.merchant_account), findings)?;
    }
    let found: BTreeMap<TotalKey, Total> = totals::all(records)?.into_iter().collect();
    if found != sums {
        findings.violations.push("[I7] the running totals differ from the payments".to_owned());
    }
    let counts = [
        ("by key", count(records, TRANSACTIONS_BY_KEY)?, findings.payments),
        ("by time", count(records, TRANSACTIONS_BY_TIME)?, findings.payments),
        ("by payer", count(records, TRANSACTIONS_BY_PAYER)?, of_payers),
        ("unresolved", count(records, TRANSACTIONS_UNRESOLVED)?, open),
    ];
    for (index, found, expected) in counts {
        if found != expected {
            findings.violations.push(format!("the index of payments {index} has {found} rows instead of {expected}"));
        }
    }
    Ok(())
}

fn check_payment(
    records: &impl Records,
    id: TransactionId,
    transaction: &Transaction,
    account: Option<&MerchantAccount>,
    findings: &mut Findings,
) -> Result<(), StoreError> {
    let mut fault = |text: &str| findings.violations.push(format!("payment {id}: {text}"));
    if records.get(TRANSACTIONS_BY_KEY, &transaction.key)? != Some(id) {
        fault("[I2] its operation key does not lead to it");
    }
    if records.get(TRANSACTIONS_BY_TIME, &(transaction.created_at, id))?.is_none() {
        fault("it is missing from the index by time");
    }
    if let Some(payer) = transaction.payer {
        if records.get(TRANSACTIONS_BY_PAYER, &(payer, transaction.created_at, id))?.is_none() {
            fault("it is missing from its payer's history");
        }
        if records.get(PAYERS, &payer)?.is_none() {
            fault("its payer does not exist");
        }
    }
    if transaction.status.is_unresolved() != records.get(TRANSACTIONS_UNRESOLVED, &id)?.is_some() {
        fault("[I2] the list of open outcomes is wrong about it");
    }
    match account {
        None => fault("[I5] its merchant account does not exist"),
        Some(account) if account.kind != transaction.account_kind => {
            fault("[I5] its merchant account now holds the other kind of money");
        }
        Some(account) if account.currency != transaction.amount.currency() => {
            fault("[I1] it is not in the currency of its account");
        }
        Some(_) => {}
    }
    if !transaction.amount.is_positive() {
        fault("[I1] its amount is not positive");
    }
    Ok(())
}

fn check_refunds(records: &impl Records, findings: &mut Findings) -> Result<(), StoreError> {
    let mut sums: BTreeMap<TransactionId, Money> = BTreeMap::new();
    let mut rows = 0u64;
    for row in records.all(REFUNDS, Direction::Forward)? {
        let (id, refund) = row?;
        rows += 1;
        if records.get(REFUNDS_BY_TRANSACTION, &(refund.transaction, id))?.is_none()
            || records.get(REFUNDS_BY_KEY, &refund.key)? != Some(id)
        {
            findings.violations.push(format!("refund {id}: it is missing from an index"));
        }
        if refund.status.reserves() {
            let sum = sums.entry(refund.transaction).or_insert(Money::zero(refund.amount.currency()));
            match sum.plus(refund.amount) {
                Ok(more) => *sum = more,
                Err(_) => {
                    findings.violations.push(format!("[I4] refund {id}: it is not in the currency of its payment"));
                }
            }
        }
    }
    for (id, sum) in sums {
        match records.get(TRANSACTIONS, &id)? {
            Some(payment) if sum.minor() <= payment.amount.minor() => {}
            Some(_) => findings.violations.push(format!("[I4] payment {id}: more was refunded than was collected")),
            None => findings.violations.push(format!("[I4] payment {id}: a refund points to it and it does not exist")),
        }
    }
    if count(records, REFUNDS_BY_TRANSACTION)? != rows || count(records, REFUNDS_BY_KEY)? != rows {
        findings.violations.push("an index of refunds has rows that lead nowhere".to_owned());
    }
    Ok(())
}

fn check_people(records: &impl Records, findings: &mut Findings) -> Result<(), StoreError> {
    let mut expected = 0u64;
    for row in records.all(PAYERS, Direction::Forward)? {
        let (id, payer) = row?;
        let keys: BTreeSet<(u8, String)> =
            index_keys(&payer).into_iter().map(|(table, key)| (table.number(), key)).collect();
        expected += u64::try_from(keys.len()).unwrap_or(u64::MAX);
        for (table, key) in index_keys(&payer) {
            if records.get(table, &(key, id))?.is_none() {
                findings.violations.push(format!("payer {id}: missing from {}", table.name()));
            }
        }
    }
    let found =
        count(records, PAYERS_BY_NAME)? + count(records, PAYERS_BY_EMAIL)? + count(records, PAYERS_BY_CLIENT_NUMBER)?;
    if found != expected {
        findings.violations.push(format!("the indexes of payers have {found} rows instead of {expected}"));
    }
    for row in records.all(USERS, Direction::Forward)? {
        let (id, user) = row?;
        if records.get(USERS_BY_EMAIL, &user.email)? != Some(id) {
            findings.violations.push(format!("user {id}: their address does not lead to them"));
        }
    }
    Ok(())
}

fn check_outbox(records: &impl Records, findings: &mut Findings) -> Result<(), StoreError> {
    for row in records.all(DELIVERIES, Direction::Forward)? {
        let (id, delivery) = row?;
        let Content::Receipt { transaction } = delivery.content;
        match records.get(TRANSACTIONS, &transaction)? {
            Some(payment) if !transactions::was_approved(&payment) => {
                findings
                    .violations
                    .push(format!("[I11] delivery {id}: a receipt for a payment that was never approved"));
            }
            Some(_) => {}
            None => findings.violations.push(format!("[I11] delivery {id}: its payment does not exist")),
        }
        let waits = delivery.status == DeliveryStatus::Waiting;
        if waits && records.get(OUTBOX, &(delivery.due_at, id))?.is_none() {
            findings.violations.push(format!("[I11] delivery {id}: it waits and is not in the outbox"));
        }
        if records.get(DELIVERIES_BY_TRANSACTION, &(transaction, id))?.is_none() {
            findings.violations.push(format!("delivery {id}: it is missing from its payment's messages"));
        }
    }
    for row in records.all(OUTBOX, Direction::Forward)? {
        let ((due_at, id), ()) = row?;
        let waits = |delivery: Delivery| delivery.due_at == due_at && delivery.status == DeliveryStatus::Waiting;
        if !records.get(DELIVERIES, &id)?.is_some_and(waits) {
            findings.violations.push(format!("delivery {id}: it is in the outbox and does not wait, or not then"));
        }
    }
    Ok(())
}

fn count<K, V>(records: &impl Records, table: super::table::Table<K, V>) -> Result<u64, StoreError> {
    let mut rows = 0;
    for pair in records.raw().scan(engine::prefix_span(&[table.number()]), Direction::Forward)? {
        pair?;
        rows += 1;
    }
    Ok(rows)
}
