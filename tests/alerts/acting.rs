//! What staff do about alerts.

use clientpay::{
    domain::{
        alert::{Alert, Cause, Resolution, Resolved, State},
        ids::{AlertId, TransactionId, UserId},
        journal::{Actor, Fact},
        transaction::Status,
    },
    i18n::calendar,
    service::{
        Authority,
        alerts::{
            acting::{self, ActError, Seen, Several, Snooze},
            looking,
        },
        payments,
    },
    store::alerts as shelves,
};

use super::{facts, raise, stored, told, with_a_payment};
use crate::support::{APPROVED, NOW, TestFirm};

const DECLINED: &str = "4000000000000002";

fn seen(alert: &Alert) -> Seen {
    Seen { id: alert.id, version: alert.version }
}

async fn with_an_alert() -> (TestFirm, Alert) {
    let firm = with_a_payment().await;
    let id = raise(&firm, Cause::BankDebitReturned).await;
    let alert = stored(&firm, id);
    (firm, alert)
}

fn paid_elsewhere() -> (Resolution, String) {
    (Resolution::PaidElsewhere, "Paid by cheque".to_owned())
}

#[tokio::test]
async fn nobody_without_the_right_does_anything() {
    let (firm, alert) = with_an_alert().await;
    for user in [&firm.cashier, &firm.auditor] {
        let by = Authority::Staff(user);
        let refused = |outcome: Result<Alert, ActError>| matches!(outcome, Err(ActError::NotAllowed(_)));
        assert!(refused(acting::resolve(&firm.app, by, seen(&alert), paid_elsewhere()).await));
        assert!(refused(acting::assign(&firm.app, by, seen(&alert), Some(user.id)).await));
        assert!(refused(acting::snooze(&firm.app, by, seen(&alert), Snooze::Week).await));
        assert!(refused(acting::ask_now(&firm.app, by, alert.id).await));
        let key = firm.app.ids.operation_key();
        let settled = acting::settle_by_payment(&firm.app, by, alert.id, key).await;
        assert!(matches!(settled, Err(ActError::NotAllowed(_))));
    }
    assert_eq!(stored(&firm, alert.id), alert);
}

#[tokio::test]
async fn an_alert_is_resolved_with_a_note_and_by_the_first_who_does() {
    let (firm, alert) = with_an_alert().await;
    let (billing, admin) = (Authority::Staff(&firm.billing), Authority::Staff(&firm.admin));
    let without = acting::resolve(&firm.app, billing, seen(&alert), (Resolution::WrittenOff, String::new())).await;
    assert!(matches!(without, Err(ActError::NoteMissing)));
    let long = (Resolution::WrittenOff, "x".repeat(501));
    assert!(matches!(acting::resolve(&firm.app, billing, seen(&alert), long).await, Err(ActError::NoteTooLong)));
    acting::resolve(&firm.app, billing, seen(&alert), paid_elsewhere()).await.unwrap();
    // The same button twice.
    acting::resolve(&firm.app, billing, seen(&alert), paid_elsewhere()).await.unwrap();
    let late = acting::resolve(&firm.app, admin, seen(&alert), paid_elsewhere()).await;
    assert!(matches!(late, Err(ActError::Ended)));
    let (how, note) = paid_elsewhere();
    let resolved = Resolved { by: Actor::User(firm.billing.id), at: NOW, how, note: note.clone() };
    assert_eq!(stored(&firm, alert.id).state, State::Resolved(resolved));
    assert_eq!(facts(&firm, alert.id)[1..], [Fact::AlertResolved { how, note }]);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_page_that_is_out_of_date_changes_nothing() {
    let (firm, alert) = with_an_alert().await;
    let by = Authority::Staff(&firm.billing);
    acting::assign(&firm.app, by, seen(&alert), Some(firm.admin.id)).await.unwrap();
    acting::assign(&firm.app, by, seen(&alert), Some(firm.admin.id)).await.unwrap();
    let stale = acting::assign(&firm.app, by, seen(&alert), Some(firm.billing.id)).await;
    assert!(matches!(stale, Err(ActError::Stale)));
    assert!(matches!(acting::snooze(&firm.app, by, seen(&alert), Snooze::Week).await, Err(ActError::Stale)));
    let current = stored(&firm, alert.id);
    assert_eq!(current.assigned_to, Some(firm.admin.id));
    for nobody in [firm.cashier.id, UserId::new(99)] {
        let given = acting::assign(&firm.app, by, seen(&current), Some(nobody)).await;
        assert!(matches!(given, Err(ActError::NotOnStaff)), "{nobody}");
    }
    acting::assign(&firm.app, by, seen(&current), None).await.unwrap();
    assert_eq!(stored(&firm, alert.id).assigned_to, None);
    let unknown = Seen { id: AlertId::new(99), version: 1 };
    assert!(matches!(acting::snooze(&firm.app, by, unknown, Snooze::Week).await, Err(ActError::NotFound)));
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn an_alert_is_put_off_until_the_morning_of_the_firms_day() {
    let (firm, alert) = with_an_alert().await;
    let by = Authority::Staff(&firm.billing);
    let put_off = acting::snooze(&firm.app, by, seen(&alert), Snooze::ThreeDays).await.unwrap();
    let day = clientpay::domain::time::Day::new(2026, 11, 25);
    let until = calendar::instant(day, 8 * 60, "America/New_York");
    assert_eq!(put_off.state, State::Snoozed { until });
    acting::snooze(&firm.app, by, seen(&alert), Snooze::ThreeDays).await.unwrap();
    let longer = acting::snooze(&firm.app, by, seen(&put_off), Snooze::Week).await.unwrap();
    assert_ne!(longer.state, put_off.state);
    let counts = looking::counts(&firm.app, by).unwrap();
    assert_eq!(counts, [], "what was put off is not counted");
    // On Halloween the clocks are still to be set back: the week has an hour more.
    let halloween = calendar::instant(clientpay::domain::time::Day::new(2026, 10, 31), 60, "America/New_York");
    assert!(!State::is_over(Snooze::Week.until(halloween, "America/New_York"), halloween));
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn of_several_those_that_somebody_changed_are_left_alone() {
    let firm = with_a_payment().await;
    let mut alerts = Vec::new();
    for cause in [Cause::Disputed, Cause::RefundFailed, Cause::BankDebitReturned] {
        let id = raise(&firm, cause).await;
        alerts.push(stored(&firm, id));
    }
    let by = Authority::Staff(&firm.billing);
    let pages: Vec<Seen> = alerts.iter().map(seen).collect();
    let several = acting::assign_several(&firm.app, by, &pages[..1], Some(firm.billing.id)).await.unwrap();
    assert_eq!(several, Several { done: 1, left: 0 });
    let unknown = Seen { id: AlertId::new(99), version: 1 };
    let all = [pages.clone(), vec![unknown]].concat();
    let several = acting::resolve_several(&firm.app, by, &all, paid_elsewhere()).await.unwrap();
    assert_eq!(several, Several { done: 2, left: 2 });
    let again = acting::resolve_several(&firm.app, by, &all, paid_elsewhere()).await.unwrap();
    assert_eq!(again, Several { done: 2, left: 2 }, "a double click finds it done");
    let states = [(Cause::Disputed, "open"), (Cause::RefundFailed, "resolved"), (Cause::BankDebitReturned, "resolved")];
    assert_eq!(told(&firm), states);
    let without = acting::resolve_several(&firm.app, by, &all, (Resolution::WrittenOff, String::new())).await;
    assert!(matches!(without, Err(ActError::NoteMissing)));
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_payment_in_its_place_ends_an_alert_once_it_is_approved_and_not_before() {
    let (firm, alert) = with_an_alert().await;
    let by = Authority::Staff(&firm.billing);
    let take = async |card: &str| {
        let command = firm.command(5_000);
        acting::settle_by_payment(&firm.app, by, alert.id, command.key.clone()).await.unwrap();
        firm.enter_card(&command.key, card);
        payments::take(&firm.app, by, command).await.unwrap()
    };
    assert_eq!(take(DECLINED).await.status, Status::Declined);
    assert_eq!(told(&firm), [(Cause::BankDebitReturned, "open")]);
    let paid = take(APPROVED).await;
    firm.leaves_waiting(2);
    let State::Resolved(resolved) = stored(&firm, alert.id).state else { panic!("it is resolved") };
    let expected = (Resolution::Payment(paid.id), Actor::User(firm.billing.id));
    assert_eq!((resolved.how, resolved.by), expected);
    assert_eq!(paid.id, TransactionId::new(3));
    let late = acting::settle_by_payment(&firm.app, by, alert.id, firm.app.ids.operation_key()).await;
    assert!(matches!(late, Err(ActError::Ended)));
    // The same form again is answered with its payment.
    acting::settle_by_payment(&firm.app, by, alert.id, paid.key.clone()).await.unwrap();
    assert_eq!(shelves::settled_by(&firm.read(), &paid.key).unwrap(), None);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn alerts_about_mail_are_for_those_who_may_see_the_mail() {
    let firm = with_a_payment().await;
    let delivery = firm.deliveries(TransactionId::new(1))[0].id;
    let now = firm.app.now();
    let about = clientpay::domain::alert::About::Delivery(delivery);
    let raised =
        firm.app.store.write(move |writer| clientpay::service::alerts::raise(writer, about, Cause::MailFailed, now));
    let id = raised.await.unwrap();
    for (user, sees) in [(&firm.cashier, false), (&firm.billing, true), (&firm.auditor, true)] {
        let authority = Authority::Staff(user);
        assert_eq!(looking::details(&firm.app, authority, id).unwrap().is_some(), sees, "{:?}", user.role);
        assert_eq!(looking::bell(&firm.app, authority).unwrap().count, u64::from(sees));
    }
}
