//! What raises alerts and ends them: news of payments, refunds and messages, and time that goes by.

use std::sync::Arc;

use clientpay::{
    app::{App, Gateways},
    domain::{
        alert::{Alert, Cause, Resolution, State},
        ids::UserId,
        journal::Actor,
        merchant_account::Processor,
        money::{Currency, Money},
        transaction::{Status, Transaction},
    },
    gateway::{
        CallError, Capabilities, Charge, ChargeView, ClientConfiguration, Gateway, GatewayId, LookUp, News, Outcome,
        RefundOutcome, SavedMethod, WebhookHint, WebhookRefused,
    },
    service::{
        Authority,
        alerts::watch,
        outbox::deliver_due,
        receipts,
        refunds::{self, RefundPayment},
        resolution::{self, ALERT_AFTER_MS},
    },
    store::{
        StoreError,
        alerts::Shelf,
        engine::Direction,
        table::Records as _,
        tables::{ALERT_COUNTS, ALERTS, ALERTS_BY_ABOUT},
    },
};

use super::{all, stored, told};
use crate::support::{APPROVED, DAY_MS, TestFirm, post_office::Mood};

const DISPUTED: &str = "4000000000000259";
const LOST: &str = "4000000000006678";
const FAILS_REFUNDS: &str = "4000000000005126";

/// Days pass at the processor and here, and its news is read each morning.
async fn days(firm: &TestFirm, count: usize) {
    for _ in 0..count {
        firm.app.sandbox.advance(DAY_MS.unsigned_abs()).unwrap();
        firm.clock.advance_ms(DAY_MS);
        resolution::follow_news(&firm.app).await.unwrap();
    }
}

async fn refund(firm: &TestFirm, paid: &Transaction, minor: i64) {
    let asked = RefundPayment {
        key: firm.app.ids.operation_key(),
        transaction: paid.id,
        amount: Money::new(minor, Currency::USD),
        kind: None,
        reason: "Paid twice".into(),
        notify: Vec::new(),
    };
    refunds::refund(&firm.app, Authority::Staff(&firm.billing), asked).await.unwrap();
}

#[tokio::test]
async fn a_payment_that_went_well_raises_nothing() {
    let firm = TestFirm::new().await;
    let paid = firm.take(5_000, APPROVED).await.unwrap();
    days(&firm, 3).await;
    deliver_due(&firm.app).await.unwrap();
    watch::round(&firm.app).await.unwrap();
    assert_eq!(firm.stored(paid.id).status, Status::Settled);
    assert_eq!(told(&firm), []);
}

#[tokio::test]
async fn a_dispute_raises_one_alert_however_often_it_is_heard_of() {
    let firm = TestFirm::new().await;
    let paid = firm.take(7_000, DISPUTED).await.unwrap();
    days(&firm, 3).await;
    resolution::refresh(&firm.app, &paid.key).await.unwrap();
    resolution::refresh(&firm.app, &paid.key).await.unwrap();
    assert_eq!(firm.stored(paid.id).status, Status::Disputed);
    assert_eq!(told(&firm), [(Cause::Disputed, "open")]);
    deliver_due(&firm.app).await.unwrap();
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_refund_that_failed_raises_an_alert_and_one_that_takes_its_place_ends_it() {
    let firm = TestFirm::new().await;
    let paid = firm.take(10_000, FAILS_REFUNDS).await.unwrap();
    days(&firm, 1).await;
    refund(&firm, &paid, 2_500).await;
    assert_eq!(told(&firm), [], "it was taken on");
    days(&firm, 1).await;
    assert_eq!(told(&firm), [(Cause::RefundFailed, "open")]);
    refund(&firm, &paid, 1_000).await;
    assert_eq!(told(&firm), [(Cause::RefundFailed, "open")], "less than what failed is no second try at it");
    refund(&firm, &paid, 2_500).await;
    assert_eq!(told(&firm), [(Cause::RefundFailed, "resolved")]);
    let State::Resolved(resolved) = &all(&firm)[0].state else { panic!("it is resolved") };
    assert_eq!((resolved.how, resolved.by), (Resolution::Retried, Actor::User(firm.billing.id)));
    days(&firm, 1).await;
    assert_eq!(told(&firm), [(Cause::RefundFailed, "resolved"), (Cause::RefundFailed, "open")], "it failed again");
    deliver_due(&firm.app).await.unwrap();
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_message_that_was_given_up_raises_an_alert_and_another_that_left_ends_it() {
    let firm = TestFirm::new().await;
    let paid = firm.take(5_000, APPROVED).await.unwrap();
    firm.post.set(Mood::IsDown);
    deliver_due(&firm.app).await.unwrap();
    assert_eq!(told(&firm), [], "it is tried again");
    firm.clock.advance_ms(DAY_MS);
    firm.post.set(Mood::Refuses);
    deliver_due(&firm.app).await.unwrap();
    assert_eq!(told(&firm), [(Cause::MailFailed, "open")]);
    firm.post.set(Mood::Sends);
    receipts::resend(&firm.app, firm.staff(), paid.id, vec!["right@client.example".into()]).await.unwrap();
    deliver_due(&firm.app).await.unwrap();
    assert_eq!(told(&firm), [(Cause::MailFailed, "resolved")]);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

/// A payment whose call was lost on its way.
async fn open_outcome(firm: &TestFirm) -> Transaction {
    let open = firm.take(5_000, LOST).await.unwrap();
    assert_eq!(open.status, Status::Unknown);
    open
}

#[tokio::test]
async fn an_outcome_that_stays_open_raises_an_alert_that_ends_with_the_answer() {
    let firm = TestFirm::new().await;
    let open = open_outcome(&firm).await;
    firm.clock.advance_ms(ALERT_AFTER_MS - 1);
    assert_eq!(watch::round(&firm.app).await.unwrap(), 0, "not for long enough yet");
    firm.clock.advance_ms(1);
    assert_eq!(watch::round(&firm.app).await.unwrap(), 1);
    assert_eq!(watch::round(&firm.app).await.unwrap(), 0, "once");
    assert_eq!(told(&firm), [(Cause::OutcomeUnknown, "open")]);
    resolution::reconcile(&firm.app).await.unwrap();
    assert_eq!(firm.stored(open.id).status, Status::Failed);
    assert_eq!(told(&firm), [(Cause::OutcomeUnknown, "resolved")]);
}

#[tokio::test]
async fn an_outcome_that_staff_have_looked_into_is_not_brought_up_again() {
    let firm = TestFirm::new().await;
    open_outcome(&firm).await;
    firm.clock.advance_ms(ALERT_AFTER_MS);
    watch::round(&firm.app).await.unwrap();
    let (about, now) = (all(&firm)[0].about, firm.app.now());
    let by = (Actor::User(firm.billing.id), now);
    let closed = firm.app.store.write(move |writer| {
        clientpay::service::alerts::close(writer, about, Cause::OutcomeUnknown, by, Resolution::NoActionNeeded)
    });
    assert!(closed.await.unwrap());
    firm.clock.advance_ms(ALERT_AFTER_MS);
    assert_eq!(watch::round(&firm.app).await.unwrap(), 0);
    assert_eq!(told(&firm), [(Cause::OutcomeUnknown, "resolved")]);
}

#[tokio::test]
async fn what_was_put_off_opens_by_itself_and_fresh_trouble_opens_it_before() {
    let firm = super::with_a_payment().await;
    let id = super::raise(&firm, Cause::Disputed).await;
    let put_off = |until| {
        let mut alert = stored(&firm, id);
        alert.state = State::Snoozed { until };
        alert.version += 1;
        let by = Actor::User(firm.billing.id);
        let fact = clientpay::domain::journal::Fact::AlertSnoozed { until };
        let now = firm.app.now();
        firm.app.store.write(move |writer| {
            writer.put_alert(&alert)?;
            writer.record(now, by, clientpay::domain::journal::Subject::Alert(id), fact.clone())
        })
    };
    put_off(firm.app.now().plus_ms(DAY_MS)).await.unwrap();
    assert_eq!(super::open(&firm, Cause::Disputed), 0, "what was put off is not counted");
    firm.clock.advance_ms(DAY_MS - 1);
    assert_eq!(watch::round(&firm.app).await.unwrap(), 0);
    firm.clock.advance_ms(1);
    assert_eq!(watch::round(&firm.app).await.unwrap(), 1);
    assert_eq!(told(&firm), [(Cause::Disputed, "open")]);
    put_off(firm.app.now().plus_ms(DAY_MS)).await.unwrap();
    assert_eq!(super::raise(&firm, Cause::Disputed).await, id);
    assert_eq!(told(&firm), [(Cause::Disputed, "open")]);
    let listed = clientpay::store::alerts::page(&firm.read(), (Shelf::Snoozed, None), None, 9, &|_| true).unwrap();
    assert_eq!(listed, []);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

/// A processor that does not answer.
struct Silent;

fn silence<T>() -> Result<T, CallError> {
    Err(CallError::NotSent("connection refused".into()))
}

#[async_trait::async_trait]
impl Gateway for Silent {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            two_step: false,
            bank_debits: false,
            authorize_only: false,
            void: false,
            saved_methods: false,
            test: true,
            refund_days: 0,
        }
    }

    fn client_configuration(&self, _: &clientpay::domain::ids::OperationKey) -> ClientConfiguration {
        ClientConfiguration { frame_url: String::new(), method_token: String::new() }
    }

    async fn open(&self, _: &Charge) -> Result<Option<GatewayId>, CallError> {
        silence()
    }

    async fn confirm(&self, _: &Charge, _: Option<&GatewayId>) -> Result<Outcome, CallError> {
        silence()
    }

    async fn capture(
        &self,
        _: &GatewayId,
        _: &clientpay::domain::ids::OperationKey,
        _: Money,
    ) -> Result<Outcome, CallError> {
        silence()
    }

    async fn void(&self, _: &GatewayId, _: &clientpay::domain::ids::OperationKey) -> Result<Outcome, CallError> {
        silence()
    }

    async fn refund(
        &self,
        _: &GatewayId,
        _: &clientpay::domain::ids::OperationKey,
        _: Money,
    ) -> Result<RefundOutcome, CallError> {
        silence()
    }

    async fn describe(&self, _: &str) -> Result<Option<SavedMethod>, CallError> {
        silence()
    }

    async fn save_method(&self, _: &str, _: &clientpay::domain::ids::OperationKey) -> Result<SavedMethod, CallError> {
        silence()
    }

    async fn delete_method(&self, _: &str) -> Result<(), CallError> {
        silence()
    }

    async fn look_up(&self, _: LookUp<'_>) -> Result<Option<ChargeView>, CallError> {
        silence()
    }

    async fn look_up_refund(
        &self,
        _: &clientpay::domain::ids::OperationKey,
    ) -> Result<Option<RefundOutcome>, CallError> {
        silence()
    }

    async fn poll(&self, _: Option<&str>) -> Result<News, CallError> {
        silence()
    }

    fn verify_webhook(
        &self,
        _: &str,
        _: &[u8],
        _: clientpay::domain::time::Timestamp,
    ) -> Result<WebhookHint, WebhookRefused> {
        Err(WebhookRefused)
    }
}

fn gateways(firm: &mut TestFirm, gateway: Arc<dyn Gateway>) {
    Arc::<App>::get_mut(&mut firm.app).unwrap().gateways = Gateways::new(gateway);
}

#[tokio::test]
async fn a_processor_that_is_silent_for_minutes_raises_one_alert_that_its_next_answer_ends() {
    let mut firm = TestFirm::new().await;
    gateways(&mut firm, Arc::new(Silent));
    for _ in 0..6 {
        resolution::follow_news(&firm.app).await.unwrap();
    }
    assert_eq!(told(&firm), [], "a short fault is nobody's trouble");
    firm.clock.advance_ms(10 * 60_000);
    for _ in 0..3 {
        resolution::follow_news(&firm.app).await.unwrap();
    }
    assert_eq!(told(&firm), [(Cause::GatewayUnreachable, "open")]);
    let sandbox = firm.app.sandbox.clone();
    gateways(&mut firm, sandbox);
    resolution::follow_news(&firm.app).await.unwrap();
    assert_eq!(told(&firm), [(Cause::GatewayUnreachable, "resolved")]);
    watch::processor_answers(&firm.app, Processor::Sandbox).await.unwrap();
    assert_eq!(firm.violations(), Vec::<String>::new());
}

/// Takes away every trace of alerts, as in a file from before there were any.
async fn forget_alerts(firm: &TestFirm) {
    let forgotten = firm.app.store.write(|writer| -> Result<(), StoreError> {
        let rows: Vec<Alert> =
            writer.all(ALERTS, Direction::Forward)?.map(|row| row.map(|(_, alert)| alert)).collect::<Result<_, _>>()?;
        for alert in rows {
            writer.delete(ALERTS, &alert.id)?;
            writer.delete(ALERTS_BY_ABOUT, &(alert.about.index_key(), alert.cause.index_key(), alert.id))?;
            writer.delete(ALERT_COUNTS, &alert.cause.index_key())?;
        }
        Ok(())
    });
    forgotten.await.unwrap();
}

#[tokio::test]
async fn a_file_from_before_there_were_alerts_is_caught_up_with_once() {
    let firm = TestFirm::new().await;
    firm.take(7_000, DISPUTED).await.unwrap();
    days(&firm, 3).await;
    deliver_due(&firm.app).await.unwrap();
    assert_eq!(watch::catch_up_once(&firm.app).await.unwrap(), 0, "there are alerts");
    forget_alerts(&firm).await;
    assert_eq!(watch::catch_up_once(&firm.app).await.unwrap(), 1);
    assert_eq!(watch::catch_up_once(&firm.app).await.unwrap(), 0);
    assert_eq!(told(&firm), [(Cause::Disputed, "open")]);
    forget_alerts(&firm).await;
    firm.clock.advance_ms(40 * DAY_MS);
    assert_eq!(watch::catch_up_once(&firm.app).await.unwrap(), 0, "nobody waits for what is long over");
}

#[tokio::test]
async fn a_check_finds_alerts_that_the_journal_does_not_tell_of_and_counts_that_are_wrong() {
    let firm = super::with_a_payment().await;
    let id = super::raise(&firm, Cause::Disputed).await;
    let edited = firm.app.store.write(move |writer| {
        let alert = clientpay::store::alerts::alert(writer, id)?.unwrap();
        writer.put(ALERTS, &id, &Alert { assigned_to: Some(UserId::new(1)), ..alert })?;
        writer.put(ALERT_COUNTS, &Cause::Disputed.index_key(), &7)
    });
    edited.await.unwrap();
    let found = ["[I10] alert 1: it is not what the journal tells", "[I6] open alerts, disputed: 7 instead of 1"];
    assert_eq!(firm.violations(), found);
    let deleted = firm.app.store.write(move |writer| -> Result<(), StoreError> { writer.delete(ALERTS, &id) });
    deleted.await.unwrap();
    let found = firm.violations();
    assert!(found.contains(&"[I10] alert 1: the journal tells of it and it is not there".to_owned()), "{found:?}");
    assert!(found.iter().any(|line| line.contains("alerts_by_state has it and should not")), "{found:?}");
}
