//! Mail to staff about alerts: once, and only when there is something to say.

use clientpay::{
    domain::{
        alert::Cause,
        time::{Day, Timestamp},
        user::{AlertMail, User},
    },
    i18n::calendar,
    service::{
        alerts::{self, digest},
        outbox::deliver_due,
    },
};

use super::{close, raise};
use crate::support::{DAY_MS, TestFirm};

const HOUR_MS: i64 = 3_600_000;

fn at(day: u8, hour: u16) -> Timestamp {
    calendar::instant(Day::new(2026, 11, day), hour * 60, "America/New_York")
}

/// A firm whose receipt has left, at this time, with this choice of the person in billing.
async fn firm_at(time: Timestamp, choice: AlertMail) -> TestFirm {
    let firm = super::with_a_payment().await;
    deliver_due(&firm.app).await.unwrap();
    firm.leaves_waiting(0);
    firm.clock.advance_ms(time.ms_since(firm.app.now()));
    digest::choose(&firm.app, firm.billing.id, choice).await.unwrap();
    firm
}

/// What went out to the person in billing, after everything that is due was mailed, twice over.
async fn mailed(firm: &TestFirm) -> Vec<String> {
    let before = firm.post.taken().len();
    for _ in 0..2 {
        digest::mail_due(&firm.app).await.unwrap();
        deliver_due(&firm.app).await.unwrap();
    }
    let taken = firm.post.taken();
    assert!(taken[before..].iter().all(|envelope| envelope.message.to == [firm.billing.email.clone()]));
    taken[before..].iter().map(|envelope| envelope.message.subject.clone()).collect()
}

#[tokio::test]
async fn a_digest_leaves_at_eight_once_a_day_and_only_when_something_is_open() {
    let firm = firm_at(at(23, 7), AlertMail::Daily).await;
    firm.clock.advance_ms(HOUR_MS);
    assert_eq!(mailed(&firm).await, Vec::<String>::new(), "nothing is open");
    raise(&firm, Cause::Disputed).await;
    assert_eq!(mailed(&firm).await, Vec::<String>::new(), "today's digest is over");
    firm.clock.advance_ms(DAY_MS - HOUR_MS);
    assert_eq!(mailed(&firm).await, Vec::<String>::new(), "it is seven");
    firm.clock.advance_ms(HOUR_MS);
    assert_eq!(mailed(&firm).await, ["1 alert needs attention"]);
    firm.clock.advance_ms(DAY_MS);
    assert_eq!(mailed(&firm).await, ["1 alert needs attention"], "as long as it is open");
    close(&firm, Cause::Disputed).await;
    firm.clock.advance_ms(3 * DAY_MS);
    assert_eq!(mailed(&firm).await, Vec::<String>::new());
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_digest_says_who_and_why_and_no_amount() {
    let firm = firm_at(at(23, 7), AlertMail::Daily).await;
    let id = raise(&firm, Cause::Disputed).await;
    firm.clock.advance_ms(HOUR_MS);
    assert_eq!(mailed(&firm).await.len(), 1);
    let taken = firm.post.taken();
    let message = &taken.last().unwrap().message;
    for body in [&message.text, &message.html] {
        assert!(body.contains("Ada Vance: Payment disputed"), "{body}");
        assert!(body.contains(&format!("/alerts/{id}")), "{body}");
        assert!(!body.contains("50.00") && !body.contains("Vance v. Marlow"), "{body}");
    }
}

#[tokio::test]
async fn what_is_told_at_once_is_told_once_and_from_the_choice_on() {
    let firm = firm_at(at(23, 7), AlertMail::Never).await;
    raise(&firm, Cause::Disputed).await;
    digest::choose(&firm.app, firm.billing.id, AlertMail::AtOnce).await.unwrap();
    assert_eq!(mailed(&firm).await, Vec::<String>::new(), "it was there to be seen");
    raise(&firm, Cause::RefundFailed).await;
    raise(&firm, Cause::BankDebitReturned).await;
    assert_eq!(mailed(&firm).await, ["2 alerts need attention"]);
    firm.clock.advance_ms(DAY_MS);
    assert_eq!(mailed(&firm).await, Vec::<String>::new());
    digest::choose(&firm.app, firm.billing.id, AlertMail::Never).await.unwrap();
    close(&firm, Cause::RefundFailed).await;
    raise(&firm, Cause::RefundFailed).await;
    assert_eq!(mailed(&firm).await, Vec::<String>::new());
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn nobody_who_has_left_or_may_not_see_it_is_told() {
    let firm = firm_at(at(23, 7), AlertMail::Daily).await;
    let delivery = firm.deliveries(clientpay::domain::ids::TransactionId::new(1))[0].id;
    let now = firm.app.now();
    let cashier = firm.cashier.id;
    let (billing, about) = (firm.billing.id, clientpay::domain::alert::About::Delivery(delivery));
    let written = firm.app.store.write(move |writer| {
        let gone = clientpay::store::users::user(writer, billing)?.unwrap();
        writer.put_user(&User { active: false, ..gone })?;
        let cashier = clientpay::store::users::user(writer, cashier)?.unwrap();
        writer.put_user(&User { alert_mail: AlertMail::Daily, ..cashier })?;
        alerts::raise(writer, about, Cause::MailFailed, now)
    });
    written.await.unwrap();
    firm.clock.advance_ms(HOUR_MS);
    assert_eq!(mailed(&firm).await, Vec::<String>::new());
}
