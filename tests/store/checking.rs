//! What a check finds after someone wrote to the store past the rules, kind by kind: each with the very line it prints.

use clientpay::{
    domain::{
        delivery::DeliveryStatus,
        ids::{DeliveryId, OperationKey, PayerId, PaymentMethodId, RefundId, TransactionId},
        journal::{Actor, Fact, Subject},
        merchant_account::AccountKind,
        money::{Currency, Money},
        refund::{Refund, RefundEvent, RefundKind, RefundStatus},
        time::Timestamp,
        transaction::{Event, Status, Transaction},
    },
    service::{
        Authority,
        refunds::{self, RefundPayment},
    },
    store::{
        StoreError,
        check::check,
        engine::{Direction, Engine as _, faulty::Fault},
        firm as accounts,
        migrations::Identity,
        outbox, payers,
        table::{Records as _, Writer},
        tables::{
            DELIVERIES, DELIVERIES_BY_TRANSACTION, IDENTITY, JOURNAL_BY_SUBJECT, MERCHANT_ACCOUNTS, OUTBOX, PAYERS,
            PAYERS_BY_NAME, REFUNDS, REFUNDS_BY_TRANSACTION, REFUNDS_UNRESOLVED, TOTALS, TRANSACTIONS,
            TRANSACTIONS_BY_KEY, TRANSACTIONS_BY_PAYER, TRANSACTIONS_BY_TIME, TRANSACTIONS_UNRESOLVED, USERS_BY_EMAIL,
            VOLUMES,
        },
        totals::{self, Total},
        transactions,
    },
};

use crate::support::{APPROVED, NOW, TestFirm};

const PAID: TransactionId = TransactionId::new(1);
const DECLINED: TransactionId = TransactionId::new(2);
const OTHER: TransactionId = TransactionId::new(3);
const GIVEN_BACK: RefundId = RefundId::new(1);

/// Two payments of 50.00 were approved, one between them declined, and 10.00 of the first was given back.
async fn lived_in() -> TestFirm {
    let firm = TestFirm::new().await;
    for card in [APPROVED, "4000000000000002", APPROVED] {
        firm.take(5_000, card).await.unwrap();
    }
    let amount = Money::new(1_000, Currency::USD);
    let asked = RefundPayment {
        key: firm.app.ids.operation_key(),
        transaction: PAID,
        amount,
        kind: None,
        reason: "Paid twice".into(),
        notify: Vec::new(),
    };
    refunds::refund(&firm.app, Authority::Staff(&firm.billing), asked).await.unwrap();
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm
}

type Edit = Result<(), StoreError>;

/// What was found beside volumes and balances: they are the sums of what was changed, so each change shows in six of those
/// and one of these, too.
fn beside_volumes(found: Vec<String>) -> Vec<String> {
    let sums = ["[I1] volume of", "[I1] balance of"];
    found.into_iter().filter(|line| !sums.iter().any(|start| line.starts_with(start))).collect()
}

/// What a check finds after an edit.
async fn after(edit: impl FnMut(&mut Writer<'_>) -> Edit + Send + 'static) -> Vec<String> {
    let firm = lived_in().await;
    firm.app.store.write(edit).await.unwrap();
    firm.leaves_waiting(firm.read().all(OUTBOX, Direction::Forward).unwrap().count());
    firm.violations()
}

/// What a check finds after a payment's row was changed.
async fn after_payment(id: TransactionId, change: fn(&mut Transaction)) -> Vec<String> {
    after(move |writer| {
        let mut payment = transactions::transaction(writer, id)?.unwrap();
        change(&mut payment);
        writer.put(TRANSACTIONS, &id, &payment)
    })
    .await
}

/// What a check finds after a refund's row was changed.
async fn after_refund(change: fn(&mut Refund)) -> Vec<String> {
    after(move |writer| {
        let mut refund = transactions::refund(writer, GIVEN_BACK)?;
        change(&mut refund);
        writer.put(REFUNDS, &GIVEN_BACK, &refund)
    })
    .await
}

/// What a check finds after the journal was made to tell something of a payment.
async fn after_telling(id: TransactionId, fact: Fact) -> Vec<String> {
    after(move |writer| writer.record(NOW, Actor::System, Subject::Transaction(id), fact.clone())).await
}

const EDITED_KEY: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaa";

#[tokio::test]
async fn a_status_that_the_journal_does_not_lead_to_is_found_although_everything_else_agrees() {
    let found = after(|writer| {
        let mut payment = transactions::transaction(writer, PAID)?.unwrap();
        payment.status = Status::Settled;
        writer.put_transaction(&payment)
    });
    assert_eq!(found.await, ["[I1] payment 1: it stands at settled and the journal leads to captured"]);
    let found = after_payment(PAID, |payment| payment.created_at = NOW.plus_ms(-1)).await;
    assert_eq!(found[0], "[I1] payment 1: the journal has it asked for at another time");
    let found = after_payment(PAID, |payment| payment.changed_at = NOW.plus_ms(1)).await;
    assert_eq!(found, ["[I1] payment 1: the journal has it changed at another time"]);
}

#[tokio::test]
async fn an_amount_is_bound_to_the_totals() {
    let found = after_payment(PAID, |payment| payment.amount = Money::new(4_999, Currency::USD)).await;
    let total = "[I1] total of 20261122, account 1, enter_payment, captured, Visa, USD";
    assert_eq!(found[0], format!("{total}: 2 payments, 10000 instead of 2, 9999"));
    assert_eq!(beside_volumes(found.clone()).len(), 1, "{found:?}");
    assert_eq!(
        found.len(),
        8,
        "and to the volumes, by day and month, whole and by source and method, and to the balance of its payer: {found:?}"
    );
    let found = after_payment(DECLINED, |payment| payment.amount = Money::new(0, Currency::USD)).await;
    assert_eq!(found[0], "[I1] payment 2: its amount is not positive");
    let found = after_payment(DECLINED, |payment| payment.amount = Money::new(5_000, Currency::EUR)).await;
    assert_eq!(found[0], "[I1] payment 2: it is not in the currency of its account");
}

#[tokio::test]
async fn totals_that_are_not_the_sums_are_found_one_by_one() {
    let found = after(|writer| {
        let all = totals::all(writer)?;
        writer.delete(TOTALS, &all[0].0)?;
        writer.put(TOTALS, &all[1].0, &Total { count: 1, amount_minor: 10_000 })
    });
    let [captured, declined] =
        ["captured", "declined"].map(|s| format!("[I1] total of 20261122, account 1, enter_payment, {s}, Visa, USD"));
    let expected = [
        format!("{declined}: 1 payments, 10000 instead of 1, 5000"),
        format!("{captured}: it is missing, with 2 payments, 10000"),
    ];
    assert_eq!(found.await, expected);
}

#[tokio::test]
async fn volumes_that_are_not_the_sums_are_found_one_by_one() {
    let found = after(|writer| {
        let all = writer.all(VOLUMES, Direction::Forward)?.collect::<Result<Vec<_>, _>>()?;
        assert_eq!(all.len(), 18, "collected, declined and refunded, in three cuts and two grains");
        writer.delete(VOLUMES, &all[0].0)?;
        writer.put(VOLUMES, &all[2].0, &Total { count: 2, amount_minor: 1_000 })
    });
    let expected = [
        "[I1] volume of 20261122, account 1, whole, Refunded, USD: 2, 1000 instead of 1, 1000",
        "[I1] volume of 20261122, account 1, whole, Collected, USD: it is missing, with 2, 10000",
    ];
    assert_eq!(found.await, expected);
}

#[tokio::test]
async fn a_file_from_before_volumes_comes_to_the_same_ones() {
    let mut firm = lived_in().await;
    let made = |firm: &TestFirm| {
        let rows = firm.read().all(VOLUMES, Direction::Forward).unwrap().collect::<Result<Vec<_>, _>>().unwrap();
        (rows, transactions::refund(&firm.read(), GIVEN_BACK).unwrap())
    };
    let before = made(&firm);
    let older = |writer: &mut Writer<'_>| {
        let rows = writer.all(VOLUMES, Direction::Forward)?.collect::<Result<Vec<_>, _>>()?;
        rows.iter().try_for_each(|(key, _)| writer.delete(VOLUMES, key))?;
        let refund = transactions::refund(writer, GIVEN_BACK)?;
        writer.put(REFUNDS, &GIVEN_BACK, &Refund { day: None, ..refund })?;
        let identity = writer.get(IDENTITY, &())?.ok_or(StoreError::Closed)?;
        writer.put(IDENTITY, &(), &Identity { schema: 1, ..identity })
    };
    firm.app.store.write(older).await.unwrap();
    assert!(!firm.violations().is_empty(), "an older file lacks what is checked");
    firm.restart();
    assert_eq!(made(&firm), before);
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn a_payment_that_one_side_knows_alone_is_found() {
    let found = after(|writer| writer.delete(TRANSACTIONS, &DECLINED)).await;
    assert!(found.contains(&"[I1] payment 2: the journal tells of it and it is not there".to_owned()), "{found:?}");
    let found = after(|writer| {
        let payment = transactions::transaction(writer, DECLINED)?.unwrap();
        let (id, key) = (TransactionId::new(9), OperationKey::parse(EDITED_KEY).unwrap());
        writer.put_transaction(&Transaction { id, key, gateway_id: None, ..payment })
    });
    assert_eq!(found.await, ["[I1] payment 9: the journal never heard of it"]);
    let found = after(|writer| {
        let payment = transactions::transaction(writer, DECLINED)?.unwrap();
        writer.put(TRANSACTIONS, &OTHER, &payment)
    })
    .await;
    assert_eq!(found[0], "[I10] payment 3: it takes itself for 2");
}

#[tokio::test]
async fn a_journal_that_tells_what_cannot_be_is_found() {
    let settled = Fact::PaymentChanged { event: Event::Settle, from: Status::Declined, to: Status::Settled };
    let found = after_telling(DECLINED, settled).await;
    let entry = found[0].split(": ").next().unwrap().to_owned();
    let expected = [
        format!("{entry}: payment 2 is said to go from declined to settled and stood at declined"),
        "[I1] payment 2: it stands at declined and the journal leads to settled".to_owned(),
        "[I11] payment 2: it was approved and no receipt was queued".to_owned(),
    ];
    assert_eq!(found, expected);
    let from_elsewhere = Fact::PaymentChanged { event: Event::Settle, from: Status::Pending, to: Status::Settled };
    let refused = Fact::PaymentContradicted { event: Event::Decline, status: Status::Settled };
    for (id, fact, text) in [
        (PAID, from_elsewhere, "[I1] _: payment 1 is said to go from pending to settled and stood at captured"),
        (PAID, refused, "[I1] _: payment 1 is said to stand at settled and stood at captured"),
        (PAID, Fact::PaymentRequested, "[I2] _: payment 1 was asked for before"),
        (TransactionId::new(9), Fact::PaymentOpened, "[I1] _: payment 9 was never asked for"),
    ] {
        let (found, place) = (after_telling(id, fact).await, entry.trim_start_matches("[I1] "));
        assert_eq!(found[0], text.replace('_', place));
    }
    let found = after(|writer| writer.record(NOW, Actor::System, Subject::Firm, Fact::PaymentOpened)).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].ends_with(": it does not say which payment it is about"), "{found:?}");
}

#[tokio::test]
async fn a_payment_that_is_changed_behind_the_journals_back_is_found() {
    let found = after_payment(DECLINED, |payment| payment.version += 1).await;
    let told = "it was changed more often than the journal, which the index follows, tells of";
    assert_eq!(found, [format!("[I6] payment 2: {told}")]);
}

#[tokio::test]
async fn a_clock_that_was_set_back_is_noted_and_breaks_nothing() {
    let firm = lived_in().await;
    firm.leaves_waiting(2);
    let written = firm
        .app
        .store
        .write(|writer| writer.record(NOW.plus_ms(-1), Actor::System, Subject::Transaction(PAID), Fact::PaymentOpened));
    written.await.unwrap();
    let found = check(&firm.read(), None);
    let note = "1 journal entries are dated before the request of their payment: the clock was set back";
    assert_eq!((found.violations, found.notes), (vec![], vec![note.to_owned()]));
}

#[tokio::test]
async fn an_operation_key_leads_to_its_payment_and_back() {
    let found = after_payment(PAID, |payment| payment.key = OperationKey::parse(EDITED_KEY).unwrap()).await;
    let expected = [
        "[I2] payment 1: it is missing from transactions_by_key",
        "[I2] payment 1: transactions_by_key has it and should not",
    ];
    assert_eq!(found, expected);
    let found = after(|writer| {
        let key = transactions::transaction(writer, PAID)?.unwrap().key;
        writer.put(TRANSACTIONS_BY_KEY, &key, &OTHER)
    })
    .await;
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.contains(&"[I2] payment 3: transactions_by_key has it and should not".to_owned()));
}

#[tokio::test]
async fn one_charge_at_the_processor_belongs_to_one_payment() {
    let found = after(|writer| {
        let charge = transactions::transaction(writer, PAID)?.unwrap().gateway_id;
        let other = transactions::transaction(writer, OTHER)?.unwrap();
        writer.put(TRANSACTIONS, &OTHER, &Transaction { gateway_id: charge, ..other })
    });
    assert_eq!(found.await, ["[I2] payments 1 and 3 have the same gateway id"]);
    let found = after_payment(PAID, |payment| payment.gateway_id = None).await;
    assert_eq!(found, ["[I2] payment 1: it was collected and has no gateway id"]);
    assert!(after_payment(DECLINED, |payment| payment.gateway_id = None).await.is_empty());
}

#[tokio::test]
async fn what_is_open_is_on_its_list_and_nothing_else() {
    let found = after(|writer| writer.put(TRANSACTIONS_UNRESOLVED, &PAID, &())).await;
    assert_eq!(found, ["[I2] payment 1: transactions_unresolved has it and should not"]);
    let found = after(|writer| writer.put(REFUNDS_UNRESOLVED, &GIVEN_BACK, &())).await;
    assert_eq!(found, ["[I2] refund 1: refunds_unresolved has it and should not"]);
    let found = after(|writer| {
        let mut refund = transactions::refund(writer, GIVEN_BACK)?;
        refund.status = RefundStatus::Unknown;
        writer.put(REFUNDS, &GIVEN_BACK, &refund)
    });
    let expected = [
        "[I1] refund 1: it stands at Unknown and the journal leads to Submitted",
        "[I2] refund 1: it is missing from refunds_unresolved",
    ];
    assert_eq!(found.await, expected);
}

#[tokio::test]
async fn more_is_never_given_back_than_was_collected() {
    let found = beside_volumes(after_refund(|refund| refund.amount = Money::new(5_001, Currency::USD)).await);
    assert_eq!(found, ["[I4] payment 1: more was given back than was collected"]);
    let found = beside_volumes(after_refund(|refund| refund.amount = Money::new(0, Currency::USD)).await);
    assert_eq!(found, ["[I4] refund 1: its amount is not positive"]);
    let found = beside_volumes(after_refund(|refund| refund.amount = Money::new(1_000, Currency::EUR)).await);
    assert_eq!(found, ["[I4] refund 1: it is not in the currency of its payment"]);
    let found = beside_volumes(after_refund(|refund| refund.kind = RefundKind::Void).await);
    assert_eq!(found, ["[I4] refund 1: it cancels its payment and is not the whole of it"]);
}

#[tokio::test]
async fn a_refund_belongs_to_its_payment_and_stands_where_the_journal_leads() {
    let index = [
        "[I6] refund 1: it is missing from refunds_by_transaction",
        "[I6] refund 1: refunds_by_transaction has it and should not",
    ];
    let found = after_refund(|refund| refund.transaction = DECLINED).await;
    let own =
        ["[I4] refund 1: its payment was never approved", "[I4] refund 1: the journal has it for another payment"];
    assert_eq!(found[..2], own);
    assert_eq!(found.iter().filter(|line| index.contains(&line.as_str())).count(), 2, "{found:?}");
    let found = after_refund(|refund| refund.transaction = TransactionId::new(9)).await;
    assert!(found.contains(&"[I4] refund 1: its payment does not exist".to_owned()), "{found:?}");
    let found = after_refund(|refund| refund.created_at = Timestamp::from_ms(0)).await;
    assert_eq!(found, ["[I1] refund 1: the journal has it asked for at another time"]);
    let found = after_refund(|refund| refund.changed_at = Timestamp::from_ms(0)).await;
    assert_eq!(found, ["[I1] refund 1: the journal has it changed at another time"]);
    let found = after(|writer| writer.delete(REFUNDS, &GIVEN_BACK)).await;
    assert_eq!(found[0], "[I1] refund 1: the journal tells of it and it is not there");
    let unheard = Fact::RefundRequested { refund: RefundId::new(2), reason: String::new() };
    assert_eq!(after_telling(PAID, unheard).await, ["[I1] refund 2: the journal tells of it and it is not there"]);
    let fact = |refund, from| Fact::RefundChanged { refund, event: RefundEvent::Fail, from, to: RefundStatus::Failed };
    let found = after_telling(PAID, fact(GIVEN_BACK, RefundStatus::Pending)).await;
    let text = ": payment 1 has a refund that is said to go from Pending to Failed and stood at Submitted";
    assert!(found[0].starts_with("[I4] journal entry ") && found[0].ends_with(text), "{found:?}");
    let found = after_telling(OTHER, fact(GIVEN_BACK, RefundStatus::Submitted)).await;
    assert!(found[0].ends_with(": payment 3 has no refund 1 that was asked for"), "{found:?}");
}

#[tokio::test]
async fn money_of_one_kind_in_an_account_of_the_other_is_found() {
    let kinds = "[I5] payment 1: its merchant account holds the other kind of money";
    let found = beside_volumes(after_payment(PAID, |payment| payment.account_kind = AccountKind::Trust).await);
    assert_eq!(found, [kinds]);
    let found = after(|writer| {
        let account = transactions::transaction(writer, PAID)?.unwrap().merchant_account;
        let mut account = accounts::merchant_account(writer, account)?.unwrap();
        (account.kind, account.used) = (AccountKind::Trust, false);
        writer.put(MERCHANT_ACCOUNTS, &account.id, &account)
    })
    .await;
    assert_eq!(found[..2], [kinds, "[I5] payment 1: its merchant account is said never to have been used"]);
    assert_eq!(found.len(), 6, "as many for each payment: {found:?}");
    let found = after(|writer| {
        let account = transactions::transaction(writer, PAID)?.unwrap().merchant_account;
        writer.delete(MERCHANT_ACCOUNTS, &account)
    });
    let expected = [1, 2, 3].map(|id| format!("[I5] payment {id}: its merchant account does not exist"));
    assert_eq!(found.await, expected);
}

#[tokio::test]
async fn every_index_has_what_its_records_say_and_nothing_else() {
    let payer = |writer: &Writer<'_>| transactions::transaction(writer, PAID).unwrap().unwrap().payer.unwrap();
    let found = after(move |writer| {
        let payer = payer(writer);
        let name = payers::payer(writer, payer)?.unwrap().name.to_lowercase();
        writer.delete(TRANSACTIONS_BY_PAYER, &(payer, NOW, PAID))?;
        writer.delete(TRANSACTIONS_BY_TIME, &(NOW, OTHER))?;
        writer.put(TRANSACTIONS_BY_TIME, &(NOW.plus_ms(1), OTHER), &())?;
        writer.delete(JOURNAL_BY_SUBJECT, &(Subject::Payer(payer).index_key(), 2))?;
        writer.delete(DELIVERIES_BY_TRANSACTION, &(PAID, DeliveryId::new(1)))?;
        writer.delete(REFUNDS_BY_TRANSACTION, &(PAID, GIVEN_BACK))?;
        writer.delete(PAYERS_BY_NAME, &(name, payer))?;
        writer.put(USERS_BY_EMAIL, &"nobody@harlowfinch.example".to_owned(), &clientpay::domain::ids::UserId::new(1))
    });
    let expected = [
        "[I6] journal entry 2: it is missing from journal_by_subject",
        "[I6] user 1: users_by_email has it and should not",
        "[I6] payer 1: it is missing from payers_by_name",
        "[I6] payment 3: it is missing from transactions_by_time",
        "[I6] payment 3: transactions_by_time has it and should not",
        "[I6] payment 1: it is missing from transactions_by_payer",
        "[I6] refund 1: it is missing from refunds_by_transaction",
        "[I6] delivery 1: it is missing from deliveries_by_transaction",
    ];
    assert_eq!(found.await, expected);
}

#[tokio::test]
async fn what_a_payment_names_exists() {
    let found = after_payment(PAID, |payment| payment.payment_method = Some(PaymentMethodId::new(9))).await;
    assert_eq!(found[0], "[I10] payment 1: its saved method does not exist");
    assert_eq!(found[1..], ["[I6] payment method 9: that it was used is missing"]);
    let found = after_payment(PAID, |payment| payment.payer = Some(PayerId::new(9))).await;
    assert_eq!(found[0], "[I10] payment 1: its payer does not exist");
}

#[tokio::test]
async fn each_approved_payment_has_one_receipt_and_no_other_has_any() {
    let queued = |delivery| Fact::ReceiptQueued { delivery: DeliveryId::new(delivery), again: false };
    let found = after_telling(PAID, queued(1)).await;
    let expected = [
        "[I11] payment 1: more than one receipt was queued that nobody asked for again",
        "[I11] delivery 1: the journal has it and should not",
    ];
    assert_eq!(found, expected);
    let found = after_telling(DECLINED, queued(9)).await;
    assert!(found[0].starts_with("[I11] journal entry "), "{found:?}");
    assert!(found[0].ends_with(": payment 2 has a receipt and was never approved"), "{found:?}");
    let firm = TestFirm::new().await;
    let mut command = firm.command(5_000);
    command.payer.emails.clear();
    firm.enter_card(&command.key, APPROVED);
    let paid = firm.submit(command).await.unwrap();
    assert!(firm.violations().is_empty());
    let with_address = Transaction { receipt_emails: vec!["ada@client.example".into()], ..paid };
    firm.app.store.write(move |writer| writer.put_transaction(&with_address)).await.unwrap();
    assert_eq!(firm.violations(), ["[I11] payment 1: it was approved and no receipt was queued"]);
}

#[tokio::test]
async fn each_message_is_one_that_the_journal_tells_of() {
    let delivery = DeliveryId::new(1);
    let found = after(move |writer| {
        let mut sent = outbox::delivery(writer, delivery)?.unwrap();
        sent.status = DeliveryStatus::Sent;
        writer.put_delivery(&sent)
    });
    assert_eq!(found.await, ["[I11] delivery 1: it is missing from the journal"]);
    let found = after(move |writer| writer.delete(OUTBOX, &(NOW, delivery))).await;
    assert_eq!(found, ["[I11] delivery 1: it is missing from outbox"]);
    let found = after(move |writer| writer.delete(DELIVERIES, &delivery)).await;
    let expected = [
        "[I11] delivery 1: outbox has it and should not",
        "[I6] delivery 1: deliveries_by_transaction has it and should not",
        "[I11] delivery 1: the journal has it and should not",
    ];
    assert_eq!(found, expected);
    let found = after(move |writer| {
        let mut moved = outbox::delivery(writer, delivery)?.unwrap();
        moved.content = clientpay::domain::delivery::Content::Receipt { transaction: DECLINED };
        writer.put(DELIVERIES, &delivery, &moved)
    })
    .await;
    assert_eq!(found[0], "[I11] delivery 1: a receipt for a payment that was never approved");
}

#[tokio::test]
async fn a_card_number_in_a_row_is_found_and_not_repeated() {
    // Fifty-odd characters: the length that is stored before the text is itself a digit in ASCII.
    let long = format!("4242424242424242 {}", "x".repeat(33));
    for name in [
        long.as_str(),
        "4242424242424242",
        "Ada 4242 4242 4242 4242",
        "4242-4242-4242-4242 Ada",
        "card:378282246310005",
        "é4242424242424242",
    ] {
        let name = name.to_owned();
        let found = after(move |writer| {
            let mut payer = payers::payer(writer, PayerId::new(1))?.unwrap();
            payer.name.clone_from(&name);
            writer.put_payer(&payer)
        })
        .await;
        let expected = [
            "[I9] payers: a row holds a card number: key 0000000000000001",
            "[I9] payers_by_name: a row holds a card number",
        ];
        assert_eq!(found[..2], expected);
        let others = found[2..]
            .iter()
            .all(|line| line.starts_with("[I9] payers_") && line.ends_with("a row holds a card number"));
        assert!(others, "nor do the other indexes repeat it: {found:?}");
    }
}

/// Writes bytes past the store.
fn put(firm: &TestFirm, key: &[u8], value: &[u8]) {
    firm.memory.transact(&mut |writer| writer.put(key, value)).unwrap();
}

#[tokio::test]
async fn rows_that_cannot_be_read_hide_nothing_in_other_rows_and_tables() {
    let firm = lived_in().await;
    firm.leaves_waiting(2);
    let row = |table: u8, id: u64| [&[table][..], &id.to_be_bytes()].concat();
    put(&firm, &row(TRANSACTIONS.number(), 2), b"\xc1\xff no value at all");
    put(&firm, &row(PAYERS.number(), 1), b"\x01");
    put(&firm, &[TRANSACTIONS.number(), 7], b"\x01\xc0");
    put(&firm, &[199, 1, 2], b"stray");
    let mut refund = transactions::refund(&firm.read(), GIVEN_BACK).unwrap();
    refund.amount = Money::new(6_000, Currency::USD);
    firm.app.store.write(move |writer| writer.put(REFUNDS, &GIVEN_BACK, &refund)).await.unwrap();
    let found = firm.violations();
    for line in [
        "[I10] a row of the table transactions is damaged: key 0000000000000002",
        "[I10] a row of the table transactions is damaged: key 07",
        "[I10] a row of the table payers is damaged: key 0000000000000001",
        "[I10] there are rows of no table: 199",
        "[I10] payment 3: its payer does not exist",
        "[I1] payment 2: the journal tells of it and it is not there",
        "[I4] payment 1: more was given back than was collected",
    ] {
        assert!(found.contains(&line.to_owned()), "{line}: {found:#?}");
    }
}

#[tokio::test]
async fn a_table_that_cannot_be_read_hides_no_other() {
    let firm = lived_in().await;
    firm.leaves_waiting(2);
    firm.app.store.write(|writer| writer.put(TRANSACTIONS_UNRESOLVED, &PAID, &())).await.unwrap();
    let reader = firm.read();
    firm.faults.push(Fault::ReadError);
    let found = check(&reader, None).violations;
    assert!(found[0].starts_with("[I10] the table journal cannot be read to its end: "), "{found:?}");
    let open = "[I2] payment 1: transactions_unresolved has it and should not".to_owned();
    assert!(found.contains(&open), "{found:?}");
}
