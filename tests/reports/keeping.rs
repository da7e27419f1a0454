//! Who may make, see, change, copy, run and delete a report.

use clientpay::{
    domain::{
        delivery::Attachment,
        ids::{DeliveryId, ReportId, ReportRunId},
        journal::{Fact, Subject},
        locale::Locale,
        report::{
            Report, Schedule, Sharing,
            range::{Range, Relative, Span},
            run::{Handing, Origin, Run},
            standard::Standard,
        },
        time::Day,
    },
    i18n::T,
    service::{
        Authority,
        reports::{self, ReportError, Wanted},
    },
    store::{
        StoreError, journal, reports as stored,
        tables::{REPORT_RUNS, REPORT_RUNS_BY_DUE, REPORTS_DUE, STANDARD_REPORT_RUNS},
    },
};

use super::{daily, make, runs, stored_report, wanted};
use crate::support::TestFirm;

#[tokio::test]
async fn a_personal_report_does_not_exist_for_anyone_else() {
    let firm = TestFirm::new().await;
    let id = make(&firm, &firm.cashier, wanted("Mine")).await;
    for other in [&firm.admin, &firm.billing, &firm.auditor] {
        let authority = Authority::Staff(other);
        assert!(reports::read(&firm.app, other, id).unwrap().is_none());
        assert!(reports::list(&firm.app, other).unwrap().is_empty());
        let update = reports::update(&firm.app, authority, (id, 1), wanted("Theirs")).await;
        assert!(matches!(update, Err(ReportError::NotFound)), "{update:?}");
        assert!(matches!(reports::delete(&firm.app, authority, id).await, Err(ReportError::NotFound)));
        assert!(matches!(reports::run(&firm.app, authority, id).await, Err(ReportError::NotFound)));
        assert!(matches!(reports::copy(&firm.app, authority, id, "x".into()).await, Err(ReportError::NotFound)));
    }
    assert_eq!(stored_report(&firm, id).name, "Mine");
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_shared_report_is_changed_by_those_who_may_and_seen_by_all() {
    let firm = TestFirm::new().await;
    let shared = || Wanted { sharing: Sharing::Global, ..wanted("Ours") };
    for user in [&firm.billing, &firm.cashier, &firm.auditor] {
        let key = firm.app.ids.operation_key();
        let refused = reports::create(&firm.app, Authority::Staff(user), key, shared()).await;
        assert!(matches!(refused, Err(ReportError::NotAllowed(_))), "{:?}", user.role);
    }
    let id = make(&firm, &firm.admin, shared()).await;
    for user in [&firm.billing, &firm.cashier, &firm.auditor] {
        let authority = Authority::Staff(user);
        assert!(reports::read(&firm.app, user, id).unwrap().is_some());
        for sharing in [Sharing::Global, Sharing::Personal] {
            let changed = Wanted { sharing, ..wanted("Taken over") };
            let refused = reports::update(&firm.app, authority, (id, 1), changed).await;
            assert!(matches!(refused, Err(ReportError::NotAllowed(_))), "{:?} {refused:?}", user.role);
        }
        assert!(matches!(reports::delete(&firm.app, authority, id).await, Err(ReportError::NotAllowed(_))));
        let copied = reports::copy(&firm.app, authority, id, "Copy".into()).await.unwrap();
        let copy = stored_report(&firm, copied);
        assert_eq!((copy.owner, copy.sharing, copy.schedule), (user.id, Sharing::Personal, None));
    }
    assert_eq!(stored_report(&firm, id).version, 1);
    for nobody in [Authority::Client, Authority::System] {
        let refused = reports::create(&firm.app, nobody, firm.app.ids.operation_key(), wanted("x")).await;
        assert!(matches!(refused, Err(ReportError::NotAllowed(_))));
    }
}

#[tokio::test]
async fn what_no_form_lets_through_is_not_kept() {
    let firm = TestFirm::new().await;
    let many: Vec<String> = (0..=Schedule::MOST_RECIPIENTS).map(|n| format!("a{n}@b.example")).collect();
    let scheduled = |recipients| Some(Schedule { recipients, ..daily(&[]) });
    let long = "x".repeat(Report::MOST_NAME + 1);
    let no_columns = {
        let mut wanted = wanted("x");
        wanted.definition.columns.clear();
        wanted
    };
    for unfit in [
        wanted(""),
        wanted(&long),
        Wanted { schedule: scheduled(Vec::new()), ..wanted("x") },
        Wanted { schedule: scheduled(many), ..wanted("x") },
        no_columns,
    ] {
        let key = firm.app.ids.operation_key();
        let refused = reports::create(&firm.app, Authority::Staff(&firm.admin), key, unfit).await;
        assert!(matches!(refused, Err(ReportError::Unfit)));
    }
    assert!(stored::reports(&firm.read()).unwrap().is_empty());
}

#[tokio::test]
async fn a_form_drawn_from_an_older_version_changes_nothing_and_one_sent_twice_makes_one() {
    let firm = TestFirm::new().await;
    let (key, authority) = (firm.app.ids.operation_key(), Authority::Staff(&firm.billing));
    let first = reports::create(&firm.app, authority, key.clone(), wanted("One")).await.unwrap();
    let again = reports::create(&firm.app, authority, key, wanted("Two")).await.unwrap();
    assert_eq!((first, stored::reports(&firm.read()).unwrap().len()), (again, 1));
    reports::update(&firm.app, authority, (first, 1), wanted("Second")).await.unwrap();
    let stale = reports::update(&firm.app, authority, (first, 1), wanted("Third")).await;
    assert!(matches!(stale, Err(ReportError::Stale(report)) if report.name == "Second" && report.version == 2));
    assert_eq!(stored_report(&firm, first).name, "Second");
}

#[tokio::test]
async fn runs_are_kept_up_to_a_hundred_and_go_with_their_report() {
    let firm = TestFirm::new().await;
    firm.take(5_000, crate::support::APPROVED).await.unwrap();
    let id = make(&firm, &firm.billing, wanted("Runs")).await;
    let other = make(&firm, &firm.billing, wanted("Other")).await;
    reports::run(&firm.app, Authority::Staff(&firm.billing), other).await.unwrap();
    for _ in 0..Report::MOST_RUNS + 3 {
        reports::run(&firm.app, Authority::Staff(&firm.billing), id).await.unwrap();
    }
    let kept = runs(&firm, id);
    assert_eq!(kept.len(), Report::MOST_RUNS);
    assert_eq!((kept[0].rows, kept[0].sums[0].approved_minor, &kept[0].handing), (1, 5_000, &Handing::Screen));
    assert_eq!(runs(&firm, other).len(), 1, "another report's runs stay");
    assert_eq!(firm.violations(), Vec::<String>::new());
    reports::delete(&firm.app, Authority::Staff(&firm.billing), id).await.unwrap();
    assert!(runs(&firm, id).is_empty());
    let gone: ReportId = id;
    assert!(reports::read(&firm.app, &firm.billing, gone).unwrap().is_none());
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_report_that_every_portal_has_keeps_its_runs_under_its_own_name() {
    let firm = TestFirm::new().await;
    firm.take(5_000, crate::support::APPROVED).await.unwrap();
    let (today, other) = (Standard::with_code("today").unwrap(), Standard::with_code("by-payer").unwrap());
    let asked = (T::new(Locale::FrCa), Range::Relative(Relative::Today));
    let refused = reports::run_standard(&firm.app, Authority::Client, today, asked).await;
    assert!(matches!(refused, Err(ReportError::NotAllowed(_))), "{refused:?}");
    for _ in 0..Report::MOST_RUNS + 2 {
        reports::run_standard(&firm.app, Authority::Staff(&firm.cashier), today, asked).await.unwrap();
    }
    reports::run_standard(&firm.app, Authority::Staff(&firm.cashier), other, asked).await.unwrap();
    let kept = |code: &str| reports::runs(&firm.app, &Origin::Standard(code.to_owned())).unwrap();
    let runs = kept("today");
    assert_eq!((runs.len(), kept("by-payer").len(), kept("last-month").len()), (Report::MOST_RUNS, 1, 0));
    let (last, day) = (&runs[0], Day::new(2026, 11, 22));
    assert_eq!((last.name.as_str(), last.rows, last.due), ("Paiements du jour", 1, None));
    assert_eq!(last.span, Span { first: day, last: day });
    let told = journal::history(&firm.read(), Subject::User(firm.cashier.id)).unwrap();
    assert!(told.iter().any(|entry| entry.fact == Fact::ReportRun { run: last.id }));
    assert_eq!(firm.violations(), Vec::<String>::new());
    let stray = Run { report: Origin::Standard("today".into()), ..last.clone() };
    let key = ("by-payer".to_owned(), stray.id);
    let written = firm
        .app
        .store
        .write(move |writer| -> Result<(), StoreError> { writer.put(STANDARD_REPORT_RUNS, &key, &stray) });
    written.await.unwrap();
    let wrong = format!("[I10] report run {}: it is not of the report that it is kept under", last.id);
    assert_eq!(firm.violations(), [wrong]);
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_check_finds_an_index_that_lies_a_run_of_nothing_and_a_file_without_a_mail() {
    let firm = TestFirm::new().await;
    let scheduled = Wanted { schedule: Some(daily(&["a@b.example"])), ..wanted("Daily") };
    let id = make(&firm, &firm.billing, scheduled).await;
    reports::run(&firm.app, Authority::Staff(&firm.billing), id).await.unwrap();
    let run = runs(&firm, id).remove(0);
    let due = stored_report(&firm, id).next_due.unwrap();
    let written = firm.app.store.write(move |writer| -> Result<(), StoreError> {
        writer.delete(REPORTS_DUE, &(due, id))?;
        writer.put(REPORT_RUNS_BY_DUE, &(id, due), &run.id)?;
        let stray = Run { id: ReportRunId::new(99), report: Origin::Made(ReportId::new(99)), ..run.clone() };
        writer.put(REPORT_RUNS, &(ReportId::new(99), ReportRunId::new(99)), &stray)?;
        let file = Attachment { name: "x".into(), media_type: "x/y".into(), content: vec![1] };
        writer.put_attachment(DeliveryId::new(99), &file)
    });
    written.await.unwrap();
    assert_eq!(
        firm.violations(),
        [
            "[I10] attachment 99: there is no message that it could go with",
            "[I10] report run 99: it is of a report that is not there",
            "[I6] report 1: it is missing from reports_due",
            "[I6] report run 1: report_runs_by_due has it and should not",
        ]
    );
}
