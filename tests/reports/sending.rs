//! Reports that are sent by themselves: each instant once, whatever fails, and one for all that passed while the portal
//! was not running.

use clientpay::{
    domain::{
        delivery::{Content, DeliveryStatus},
        ids::ReportId,
        report::{Sharing, run::Handing},
        time::Timestamp,
        user::User,
    },
    i18n::calendar,
    service::{
        Authority,
        outbox::deliver_due,
        reports::{self, Wanted, sending::send_due},
    },
    store::{engine::faulty::Fault, outbox, reports as stored},
};

use super::{daily, make, runs, stored_report, wanted};
use crate::support::{DAY_MS, TestFirm, browser::put_user, post_office::Mood, serving};

async fn scheduled(firm: &TestFirm, user: &User) -> ReportId {
    let schedule = Some(daily(&["partners@firm.example", "books@firm.example"]));
    make(firm, user, Wanted { schedule, ..wanted("Every morning") }).await
}

fn due(firm: &TestFirm, id: ReportId) -> Timestamp {
    stored_report(firm, id).next_due.unwrap()
}

/// Moves the clock to `at`, and a little on, as a cron table that wakes now and then does.
fn wake_after(firm: &TestFirm, at: Timestamp) {
    firm.clock.advance_ms(at.ms_since(firm.app.now()) + 17_000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_sent_before_its_time_and_then_once_with_its_file() {
    let firm = TestFirm::new().await;
    let id = scheduled(&firm, &firm.billing).await;
    let first = due(&firm, id);
    firm.clock.advance_ms(first.ms_since(firm.app.now()) - 1);
    assert_eq!(send_due(&firm.app).await.unwrap(), 0);
    wake_after(&firm, first);
    assert_eq!(send_due(&firm.app).await.unwrap(), 1);
    assert_eq!(send_due(&firm.app).await.unwrap(), 0);
    assert_eq!(deliver_due(&firm.app).await.unwrap(), 1);
    let envelope = &firm.post.taken()[0];
    assert_eq!(envelope.message.to, ["partners@firm.example", "books@firm.example"]);
    let file = envelope.attachment.as_ref().unwrap();
    assert!(file.content.starts_with(b"PK"));
    assert_eq!(file.name, "Every-morning_2026-11-23.xlsx");
    let runs = runs(&firm, id);
    assert_eq!((runs.len(), runs[0].due, runs[0].missed), (1, Some(first), 0));
    assert!(matches!(runs[0].handing, Handing::Attached { .. }));
    assert_eq!(due(&firm, id).ms_since(first), DAY_MS);
    let delivery = outbox::latest(&firm.read(), None, 9).unwrap().remove(0);
    assert_eq!(delivery.status, DeliveryStatus::Sent);
    assert_eq!(outbox::attachment(&firm.read(), delivery.id).unwrap(), None, "what was sent is not kept twice");
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_portal_that_was_down_sends_the_latest_and_says_how_many_it_missed() {
    let firm = TestFirm::new().await;
    let id = scheduled(&firm, &firm.billing).await;
    let first = due(&firm, id);
    wake_after(&firm, first.plus_ms(3 * DAY_MS));
    assert_eq!(send_due(&firm.app).await.unwrap(), 1);
    assert_eq!(send_due(&firm.app).await.unwrap(), 0);
    let run = runs(&firm, id).remove(0);
    assert_eq!((run.due, run.missed), (Some(first.plus_ms(3 * DAY_MS)), 3));
    deliver_due(&firm.app).await.unwrap();
    assert!(
        firm.post.taken()[0].message.text.contains("3 earlier deliveries"),
        "{}",
        firm.post.taken()[0].message.text
    );
    assert!(due(&firm, id) > firm.app.now());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_fails_or_a_process_that_ends_at_any_write_leads_to_one_mail() {
    for fault in [Fault::CommitLost, Fault::CommitKept, Fault::NotStarted, Fault::Full, Fault::ReadError] {
        let case = format!("{fault:?}");
        let mut firm = TestFirm::new().await;
        let id = scheduled(&firm, &firm.billing.clone()).await;
        wake_after(&firm, due(&firm, id));
        firm.faults.push(fault);
        drop(send_due(&firm.app).await);
        firm.faults.freed();
        firm.restart();
        serving(&firm.app.store).await;
        send_due(&firm.app).await.unwrap();
        send_due(&firm.app).await.unwrap();
        assert_eq!(runs(&firm, id).len(), 1, "{case}");
        assert_eq!(outbox::latest(&firm.read(), None, 9).unwrap().len(), 1, "{case}");
        assert_eq!(firm.violations(), Vec::<String>::new(), "{case}");
        deliver_due(&firm.app).await.unwrap();
        assert_eq!(firm.post.taken().len(), 1, "{case}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_workers_at_once_send_one_mail() {
    let firm = TestFirm::new().await;
    let id = scheduled(&firm, &firm.billing).await;
    for round in 1..=3 {
        wake_after(&firm, due(&firm, id));
        let workers = (0..6).map(|_| {
            let app = firm.app.clone();
            tokio::spawn(async move { send_due(&app).await.unwrap() })
        });
        let mut sent = 0;
        for worker in workers.collect::<Vec<_>>() {
            sent += worker.await.unwrap();
        }
        assert_eq!((sent, runs(&firm, id).len()), (1, round));
    }
    deliver_due(&firm.app).await.unwrap();
    assert_eq!(firm.post.taken().len(), 3);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_set_back_does_not_send_the_same_instant_again() {
    let firm = TestFirm::new().await;
    let id = scheduled(&firm, &firm.billing).await;
    let first = due(&firm, id);
    wake_after(&firm, first);
    send_due(&firm.app).await.unwrap();
    firm.clock.advance_ms(-3_600_000);
    let schedule = stored_report(&firm, id).schedule;
    let authority = Authority::Staff(&firm.billing);
    reports::update(&firm.app, authority, (id, 1), Wanted { schedule, ..wanted("Again") }).await.unwrap();
    assert_eq!(due(&firm, id), first);
    wake_after(&firm, first);
    assert_eq!(send_due(&firm.app).await.unwrap(), 0);
    assert_eq!(runs(&firm, id).len(), 1);
    assert_eq!(due(&firm, id).ms_since(first), DAY_MS);
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_sent_what_its_owner_may_no_longer_see_but_the_firms_own_reports_go_on() {
    let firm = TestFirm::new().await;
    let personal = scheduled(&firm, &firm.billing).await;
    let schedule = Some(daily(&["partners@firm.example"]));
    let shared = Wanted { schedule, sharing: Sharing::Global, ..wanted("Ours") };
    let shared = make(&firm, &firm.admin, shared).await;
    for user in [&firm.billing, &firm.admin] {
        put_user(&firm, &User { active: false, ..user.clone() }).await;
    }
    wake_after(&firm, due(&firm, personal));
    assert_eq!(send_due(&firm.app).await.unwrap(), 1);
    assert!(runs(&firm, personal).is_empty());
    assert_eq!(stored_report(&firm, personal).next_due, None);
    assert_eq!(runs(&firm, shared).len(), 1);
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deleted_report_is_not_sent_any_more() {
    let firm = TestFirm::new().await;
    let id = scheduled(&firm, &firm.billing).await;
    wake_after(&firm, due(&firm, id));
    send_due(&firm.app).await.unwrap();
    reports::delete(&firm.app, Authority::Staff(&firm.billing), id).await.unwrap();
    assert_eq!(deliver_due(&firm.app).await.unwrap(), 0);
    let delivery = outbox::latest(&firm.read(), None, 9).unwrap().remove(0);
    assert_eq!((delivery.status, firm.post.asked().len()), (DeliveryStatus::Failed, 0));
    assert!(stored::due(&firm.read(), Timestamp::from_ms(i64::MAX), 9).unwrap().is_empty());
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_that_is_only_kept_keeps_its_file_too() {
    let firm = TestFirm::new().await;
    let id = scheduled(&firm, &firm.billing).await;
    firm.post.set(Mood::Keeps);
    wake_after(&firm, due(&firm, id));
    send_due(&firm.app).await.unwrap();
    deliver_due(&firm.app).await.unwrap();
    let delivery = outbox::latest(&firm.read(), None, 9).unwrap().remove(0);
    assert!(matches!(delivery.content, Content::Report { report, .. } if report == id));
    let file = outbox::attachment(&firm.read(), delivery.id).unwrap().unwrap();
    let message = outbox::message(&firm.read(), delivery.id).unwrap().unwrap();
    assert_eq!(message.attached, Some(file.attached()));
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_instant_is_sent_once_day_after_day() {
    let firm = TestFirm::new().await;
    let mut schedule = daily(&["partners@firm.example"]);
    schedule.timetable.minute = 90;
    let timetable = schedule.timetable;
    let id = make(&firm, &firm.billing, Wanted { schedule: Some(schedule), ..wanted("Nights") }).await;
    let mut expected = Vec::new();
    for _ in 0..60 {
        let next = due(&firm, id);
        assert_eq!(calendar::next_due(timetable, firm.app.now(), "America/New_York"), Some(next));
        expected.push(Some(next));
        wake_after(&firm, next);
        assert_eq!(send_due(&firm.app).await.unwrap(), 1);
    }
    let mut runs: Vec<_> = runs(&firm, id).into_iter().map(|run| run.due).collect();
    runs.reverse();
    assert_eq!(runs, expected);
    firm.leaves_waiting(60);
}
