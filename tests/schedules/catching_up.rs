//! A payer pays in the portal what could not be collected: what is theirs, once, and never beside a try of somebody else's.

use clientpay::{
    domain::{
        alert::Cause,
        ids::{PaymentMethodId, ScheduleId},
        journal::Actor,
        payer::Payer,
        portal::PortalLogin,
        schedule::{Mail, ScheduleEvent, State, occurrence::Standing, plan::Plan, retry::RetryPolicy},
        transaction::{Source, Status},
    },
    service::{
        payment_pages::admission::{TurnedAway, Turnstile},
        portal::{
            catching_up::{self, CatchUpError, Catching},
            looking,
        },
        schedules::{self, Collect, Overdue, ScheduleError, UseOfMethod},
    },
    store::{StoreError, engine::faulty::Fault, payers, payment_methods},
};

use super::{Agreed, Agreement, FIRST_RUN_MS, POOR, STOLEN, save, usd};
use crate::support::{APPROVED, DAY_MS, script, serving};

const PEER: &str = "192.0.2.7";
const NO_FUNDS: &str = "000222222227";

/// Ada, signed in, of whose schedule the first payment failed.
struct Ada {
    agreed: Agreed,
    login: PortalLogin,
    turnstile: Turnstile,
    id: ScheduleId,
}

impl Ada {
    async fn declined(agreement: impl FnOnce(Agreement) -> Agreement) -> Self {
        let agreed = Agreed::with_card(POOR).await;
        let id = agreed.make(agreement(agreed.agreement())).await;
        agreed.run_in(FIRST_RUN_MS).await;
        Self::of(agreed, id, "ada@client.example").await
    }

    async fn of(agreed: Agreed, id: ScheduleId, email: &'static str) -> Self {
        let now = agreed.firm.app.now();
        let written = agreed.firm.app.store.write(move |writer| -> Result<_, StoreError> {
            let login = PortalLogin::new(writer.next_portal_login()?, email.into(), now);
            writer.put_portal_login(&login)?;
            Ok(login)
        });
        let login = written.await.unwrap();
        Self { turnstile: Turnstile::new(agreed.firm.clock.clone()), agreed, login, id }
    }

    /// What the page shows of the payment with this number.
    fn seen(&self, number: u32) -> Option<Catching> {
        let reached = looking::payers_of(&self.agreed.firm.app, &self.login).unwrap();
        catching_up::find(&self.agreed.firm.app, &reached, self.agreed.occurrence(self.id, number).id).unwrap()
    }

    fn offered(&self, number: u32) -> Vec<PaymentMethodId> {
        self.seen(number).unwrap().methods.iter().map(|method| method.id).collect()
    }

    fn form(&self, number: u32, method: PaymentMethodId) -> Overdue {
        let occurrence = self.agreed.occurrence(self.id, number);
        Overdue { occurrence: occurrence.id, version: occurrence.version, amount: occurrence.amount.minor(), method }
    }

    async fn pay(&self, form: Overdue) -> Result<Standing, CatchUpError> {
        let (app, at) = (&self.agreed.firm.app, (&self.turnstile, PEER));
        catching_up::pay(app, at, &self.login, form).await.map(|occurrence| occurrence.standing)
    }

    async fn card(&self, card: &str) -> PaymentMethodId {
        save(&self.agreed.firm, self.agreed.payer, self.agreed.firm.operating, card).await
    }
}

fn is(paid: &Result<Standing, CatchUpError>, why: fn(&ScheduleError) -> bool) -> bool {
    matches!(paid, Err(CatchUpError::Schedule(error)) if why(error))
}

fn not_now(error: &ScheduleError) -> bool {
    matches!(error, ScheduleError::NotNow)
}

#[tokio::test]
async fn what_is_not_owed_now_is_not_paid() {
    let ada = Ada::declined(|agreement| Agreement { retry: RetryPolicy::new(vec![3]).unwrap(), ..agreement }).await;
    let (agreed, good) = (&ada.agreed, ada.card(APPROVED).await);
    assert_eq!(ada.seen(1).unwrap().owed, None, "it is tried again by itself");
    assert!(is(&ada.pay(ada.form(1, good)).await, not_now));
    assert_eq!(ada.seen(2).unwrap().owed, None, "it waits for its day");
    assert!(is(&ada.pay(ada.form(2, good)).await, not_now));
    agreed.run_in(3 * DAY_MS).await;
    assert_eq!(ada.seen(1).unwrap().owed, Some(usd(10_000)));
    let late = ada.form(1, good);
    let version = agreed.schedule(ada.id).version;
    let cancel = (ada.id, version);
    schedules::change_state(&agreed.firm.app, agreed.billing(), cancel, ScheduleEvent::Cancel).await.unwrap();
    assert!(is(&ada.pay(late).await, not_now));
    assert_eq!(agreed.statuses(ada.id, 1), [Status::Declined; 2]);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn nobody_pays_anothers_or_with_a_method_that_is_not_theirs() {
    let ada = Ada::declined(|agreement| agreement).await;
    let (agreed, typed) = (&ada.agreed, ada.card(APPROVED).await);
    let stranger = super::put_payer(&agreed.firm).await;
    let of_stranger = save(&agreed.firm, stranger, agreed.firm.operating, APPROVED).await;
    let of_trust = save(&agreed.firm, agreed.payer, agreed.firm.trust, APPROVED).await;
    let written = agreed.firm.app.store.write(move |writer| -> Result<_, StoreError> {
        let mut method = payment_methods::payment_method(writer, typed)?.unwrap();
        method.only_typed = true;
        writer.put_payment_method(&method)?;
        Ok(())
    });
    written.await.unwrap();
    let account = super::save_account(&agreed.firm, agreed.payer, super::SETTLES).await;
    assert_eq!(ada.offered(1), [agreed.method], "no debit of the account is authorized");
    for method in [typed, of_stranger, of_trust, account, PaymentMethodId::new(99)] {
        let paid = ada.pay(ada.form(1, method)).await;
        assert!(is(&paid, |error| matches!(error, ScheduleError::NoMethod)), "{method}: {paid:?}");
    }
    let other = Ada::of(Agreed::with_card(POOR).await, ada.id, "nora@client.example").await;
    let paid = catching_up::pay(&agreed.firm.app, (&ada.turnstile, PEER), &other.login, ada.form(1, agreed.method));
    assert!(matches!(paid.await, Err(CatchUpError::NotFound)));
    assert_eq!(agreed.statuses(ada.id, 1), [Status::Declined]);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn what_failed_is_paid_once_and_counts_as_the_schedules_own() {
    let ada = Ada::declined(|agreement| agreement).await;
    let (agreed, good) = (&ada.agreed, ada.card(APPROVED).await);
    assert_eq!(ada.offered(1), [agreed.method, good]);
    let form = ada.form(1, good);
    let (one, other) = tokio::join!(ada.pay(form), ada.pay(form));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert_eq!(one.or(other).unwrap(), Standing::Collected);
    let again = ada.pay(form).await;
    assert!(is(&again, not_now), "{again:?}");
    let payments = agreed.payments(ada.id, 1);
    let paid = payments.last().unwrap();
    assert_eq!((payments.len(), paid.status, paid.source), (2, Status::Captured, Source::PaymentSchedule));
    assert_eq!((paid.actor, paid.payer, paid.payment_method), (Actor::Client, Some(agreed.payer), Some(good)));
    let tally = agreed.schedule(ada.id).tally;
    assert_eq!((tally.collected, tally.failed, tally.collected_minor), (1, 0, 10_000));
    assert!(!agreed.alerted(ada.id, 1, Cause::OccurrenceFailed));
    assert_eq!(agreed.schedule(ada.id).payment_method, agreed.method, "what was agreed stays");
    agreed.run_in(5 * DAY_MS).await;
    assert_eq!(agreed.statuses(ada.id, 1).len(), 2, "nothing tries it again");
    agreed.firm.leaves_waiting(0);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn the_payer_and_staff_at_once_begin_one_try() {
    let ada = Ada::declined(|agreement| agreement).await;
    let (agreed, good) = (&ada.agreed, ada.card(APPROVED).await);
    let form = ada.form(1, good);
    let (occurrence, version) = (form.occurrence, form.version);
    let by_staff = Collect { occurrence, version, method: Some(good), use_of_method: UseOfMethod::Once };
    let (paid, collected) =
        tokio::join!(ada.pay(form), schedules::collect_now(&agreed.firm.app, agreed.billing(), by_staff));
    assert!(paid.is_ok() != collected.is_ok(), "{paid:?} {collected:?}");
    assert_eq!(agreed.statuses(ada.id, 1), [Status::Declined, Status::Captured]);
    agreed.firm.leaves_waiting(1);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn a_card_is_tried_as_often_as_anywhere_else() {
    let ada = Ada::declined(|agreement| agreement).await;
    let bad = ada.card(STOLEN).await;
    for _ in 0..5 {
        assert_eq!(ada.pay(ada.form(1, bad)).await.unwrap(), Standing::Failed);
    }
    let refused = ada.pay(ada.form(1, bad)).await;
    assert!(matches!(refused, Err(CatchUpError::TurnedAway(TurnedAway::TooMany | TurnedAway::CardTooOften))));
    assert_eq!(ada.agreed.statuses(ada.id, 1).len(), 6);
    ada.agreed.firm.clock.advance_ms(DAY_MS / 24);
    assert_eq!(ada.pay(ada.form(1, ada.card(APPROVED).await)).await.unwrap(), Standing::Collected);
    ada.agreed.firm.leaves_waiting(1);
    ada.agreed.nothing_is_wrong();
}

#[tokio::test]
async fn a_refusal_that_the_page_shows_is_not_mailed_too() {
    let mail = Mail { tell_failures: true, ..Mail::default() };
    let ada = Ada::declined(|agreement| Agreement { mail, ..agreement }).await;
    ada.agreed.run().await;
    assert_eq!(ada.agreed.firm.post.taken().len(), 1, "of the try that nobody saw");
    assert_eq!(ada.pay(ada.form(1, ada.agreed.method)).await.unwrap(), Standing::Failed);
    ada.agreed.run().await;
    assert_eq!(ada.agreed.firm.post.taken().len(), 1);
    assert!(ada.agreed.alerted(ada.id, 1, Cause::OccurrenceFailed), "staff see it all the same");
    ada.agreed.nothing_is_wrong();
}

#[tokio::test]
async fn a_lost_answer_is_looked_up_and_nobody_pays_meanwhile() {
    for (card, standing) in [("4000000000006660", Standing::Collected), ("4000000000006678", Standing::Failed)] {
        let ada = Ada::declined(|agreement| agreement).await;
        let (agreed, lost, good) = (&ada.agreed, ada.card(card).await, ada.card(APPROVED).await);
        let first = ada.pay(ada.form(1, lost)).await;
        assert!(
            matches!(first, Ok(Standing::Collecting | Standing::Collected))
                || is(&first, |error| matches!(error, ScheduleError::BeingConfirmed)),
            "{first:?}"
        );
        assert!(is(&ada.pay(ada.form(1, good)).await, not_now));
        agreed.firm.reconcile_later().await;
        assert_eq!(agreed.occurrence(ada.id, 1).standing, standing);
        assert_eq!(agreed.statuses(ada.id, 1).len(), 2);
        agreed.firm.leaves_waiting(usize::from(standing == Standing::Collected));
        agreed.nothing_is_wrong();
    }
}

/// Whichever commit is lost, or kept without anybody being told.
#[tokio::test]
async fn whoever_is_told_that_nothing_was_charged_is_not_charged() {
    for fault in [Fault::CommitLost, Fault::CommitKept] {
        for passed in 0..4 {
            let mut ada = Ada::declined(|agreement| agreement).await;
            let good = ada.card(APPROVED).await;
            let form = ada.form(1, good);
            let mut lines = vec![Fault::Pass; passed];
            lines.push(fault);
            script(&ada.agreed.firm.faults, &lines);
            let told = ada.pay(form).await;
            serving(&ada.agreed.firm.app.store).await;
            ada.agreed.firm.restart();
            ada.agreed.run().await;
            ada.agreed.firm.reconcile_later().await;
            ada.agreed.run().await;
            let statuses = ada.agreed.statuses(ada.id, 1);
            let charged = statuses.contains(&Status::Captured);
            let denied = is(&told, |error| !matches!(error, ScheduleError::BeingConfirmed));
            assert!(!(charged && denied), "{fault:?} after {passed}: {told:?} {statuses:?}");
            assert!(statuses.len() <= 2, "{fault:?} after {passed}: {statuses:?}");
            ada.agreed.nothing_is_wrong();
        }
    }
}

#[tokio::test]
async fn no_more_is_paid_than_what_is_left_of_the_total() {
    let plan = Plan::UntilTotal { each: usd(10_000), total: usd(15_000) };
    let ada = Ada::declined(|agreement| Agreement { plan, ..agreement }).await;
    let (agreed, good) = (&ada.agreed, ada.card(APPROVED).await);
    let second = agreed.occurrence(ada.id, 2);
    let all = Collect {
        occurrence: second.id,
        version: second.version,
        method: Some(good),
        use_of_method: UseOfMethod::Once,
    };
    let stale = ada.form(1, good);
    schedules::collect_now(&agreed.firm.app, agreed.billing(), all).await.unwrap();
    let owed = ada.seen(1).unwrap().owed;
    assert_eq!(owed, Some(usd(15_000 - second.amount.minor())));
    if owed != Some(usd(stale.amount)) {
        assert!(is(&ada.pay(stale).await, |error| matches!(error, ScheduleError::Stale)), "the button said more");
    }
    let form = Overdue { amount: owed.unwrap().minor(), ..ada.form(1, good) };
    assert_eq!(ada.pay(form).await.unwrap(), Standing::Collected);
    let schedule = agreed.schedule(ada.id);
    assert_eq!((schedule.state, schedule.tally.collected_minor), (State::Completed, 15_000));
    agreed.firm.leaves_waiting(2);
    agreed.nothing_is_wrong();
}

/// The last payment of a schedule is paid after everything else.
#[tokio::test]
async fn the_last_one_completes_the_schedule() {
    let plan = Plan::Installments { each: usd(10_000), count: 1 };
    let ada = Ada::declined(|agreement| Agreement { plan, ..agreement }).await;
    let good = ada.card(APPROVED).await;
    assert_eq!(ada.pay(ada.form(1, good)).await.unwrap(), Standing::Collected);
    assert_eq!(ada.agreed.schedule(ada.id).state, State::Completed);
    ada.agreed.firm.leaves_waiting(1);
    ada.agreed.nothing_is_wrong();
}

/// Somebody may reach a payer whose record has no address.
#[tokio::test]
async fn it_is_put_on_the_payers_own_record_whatever_that_says() {
    let ada = Ada::declined(|agreement| agreement).await;
    let (agreed, good) = (&ada.agreed, ada.card(APPROVED).await);
    let (payer, login, now) = (agreed.payer, ada.login.id, agreed.firm.app.now());
    let written = agreed.firm.app.store.write(move |writer| -> Result<(), StoreError> {
        let known = payers::payer(writer, payer)?.unwrap();
        writer.put_payer(&Payer { emails: Vec::new(), client_number: None, ..known })?;
        let how = clientpay::domain::portal::How::Given;
        let access = clientpay::domain::portal::Access { login, payer, how, by: Actor::System, at: now };
        writer.put_portal_access(&access)
    });
    written.await.unwrap();
    assert_eq!(ada.pay(ada.form(1, good)).await.unwrap(), Standing::Collected);
    assert_eq!(agreed.payments(ada.id, 1).last().unwrap().payer, Some(payer));
    agreed.nothing_is_wrong();
}

/// What the payer authorized with the terms allows it as often as the rules do, and no more often.
#[tokio::test]
async fn a_debit_that_came_back_is_presented_again_by_its_payer_within_the_rules() {
    let agreed = Agreed::with_account(NO_FUNDS).await;
    let plan = Plan::Installments { each: usd(10_000), count: 1 };
    let id = agreed.authorized(Agreement { plan, ..agreed.agreement() }).await;
    agreed.run_in(FIRST_RUN_MS).await;
    agreed.days(4).await;
    let ada = Ada::of(agreed, id, "ada@client.example").await;
    let account = ada.agreed.method;
    for presentment in [2, 3] {
        assert_eq!(ada.offered(1), [account]);
        assert_eq!(ada.pay(ada.form(1, account)).await.unwrap(), Standing::Submitted);
        let debit = ada.agreed.payments(id, 1).pop().unwrap().bank_debit.unwrap();
        assert_eq!(debit.presentment, presentment);
        assert_eq!(ada.seen(1).unwrap().owed, None, "it is on its way");
        ada.agreed.days(7).await;
    }
    assert_eq!(ada.offered(1), []);
    assert!(is(&ada.pay(ada.form(1, account)).await, |error| matches!(error, ScheduleError::NoMethod)));
    assert_eq!(ada.agreed.statuses(id, 1), [Status::Returned; 3]);
    ada.agreed.nothing_is_wrong();
}
