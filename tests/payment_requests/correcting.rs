//! Rows of a file of requests that are put right or left out before it is sent: by the rule of the upload, each change once, and
//! what is sent is what was shown.

use clientpay::{
    domain::{
        ids::ImportId,
        import::{Import, ImportPart, ImportRow, Imported, RowFault, Stage},
        money::{Currency, Money},
        payment_request::rules::Handing,
        user::User,
    },
    service::importing::{
        self, ImportError, Preview, Wanted,
        correcting::{self, Correction, CorrectionError, Deed, Misfit},
    },
    store::{engine::faulty::Fault, imports},
};

use super::bulk::{begin, csv, known_payer, made, mailed, receive};
use crate::support::{TestFirm, script, serving};

const ROWS: [&str; 4] = [
    "Ada,ada@b.example,,100,250.5,INV-1,,,,,",
    "Bob,nobody,,80,,INV-2,Hello,,,,",
    "Cy,cy@b.example,,20,,,,,,,",
    "Di,,,much,,,,,,,",
];
const EMAIL: usize = 1;

async fn brought(rows: &[&str]) -> (TestFirm, Import) {
    let firm = TestFirm::new().await;
    let head = receive(&firm, csv(rows)).await.unwrap();
    (firm, head)
}

fn now(firm: &TestFirm, head: &Import) -> Import {
    importing::find(&firm.app, &firm.billing, (Imported::Requests, head.id)).unwrap()
}

async fn seen(firm: &TestFirm, head: &Import, wanted: Wanted) -> Preview {
    importing::preview(&firm.app, &now(firm, head), &wanted).await.unwrap()
}

/// Types an address into a row that had been changed so often.
async fn type_email(
    firm: &TestFirm,
    head: &Import,
    (row, seen): (u64, u64),
    text: &str,
) -> Result<(), CorrectionError> {
    let cells = vec![(EMAIL, text.to_owned())];
    correcting::correct(&firm.app, &firm.billing, head.id, Correction { row, seen, cells }).await
}

async fn set(firm: &TestFirm, (user, id): (&User, ImportId), row: u64, deed: Deed) -> Result<(), ImportError> {
    correcting::set(&firm.app, user, id, (row, deed)).await
}

fn row(firm: &TestFirm, head: &Import, number: u64) -> (ImportRow, Option<Misfit>) {
    correcting::row(&firm.app, &now(firm, head), number).unwrap()
}

fn parts(firm: &TestFirm, head: &Import) -> Vec<ImportPart> {
    (1..=head.parts).map(|number| imports::part(&firm.read(), head.id, number).unwrap()).collect()
}

#[tokio::test]
async fn what_is_wrong_with_a_row_is_told_at_the_column_that_it_is_in() {
    let firm = TestFirm::new().await;
    known_payer(&firm, true).await;
    let long = "x".repeat(201);
    let (long_name, long_invoice) = (format!("{long},,,100,,INV-1,,,,,"), format!("Ada,,,100,,{long},,,,,"));
    let rows = [
        (",a@b.example,,100,,,,,,,", RowFault::NoName, Some(0)),
        ("Ada,nobody,,100,,,,,,,", RowFault::Email, Some(1)),
        ("Ada,a@b.co b@b.co c@b.co d@b.co e@b.co f@b.co,,100,,,,,,,", RowFault::TooMany, Some(1)),
        ("Ada,,,,,,,,,,", RowFault::NoAmount, Some(3)),
        ("Ada,,,0,0,,,,,,", RowFault::NoAmount, Some(3)),
        (",,,much,,,,,,,", RowFault::AmountUnread, Some(3)),
        ("Ada,,,100,much,,,,,,", RowFault::TrustUnread, Some(4)),
        ("Ada,,C-9,100,,,,,,,", RowFault::NoPayer, Some(2)),
        (",,C-1,100,,,,,,,", RowFault::NotInUse, Some(2)),
        ("Ada,,,100,,,,12/1/2026,2026-12-31,,", RowFault::Date, Some(7)),
        ("Ada,,,100,,,,2026-12-01,2026-01-31,,", RowFault::Date, Some(8)),
        ("Ada,a@b.example,,100,,,,,,\"7, 3\",", RowFault::Reminders, Some(9)),
        ("Ada,,,100,,,,,,3,", RowFault::RemindWhom, Some(9)),
        ("Ada,,,100,,,,,,,Klingon", RowFault::Language, Some(10)),
        (long_name.as_str(), RowFault::TooLong, Some(0)),
        (long_invoice.as_str(), RowFault::TooLong, Some(5)),
        ("Ada,,,100,,4242 4242 4242 4242,,,,,", RowFault::CardNumber, None),
    ];
    let lines: Vec<&str> = rows.iter().map(|(line, _, _)| *line).collect();
    let head = receive(&firm, csv(&lines)).await.unwrap();
    for (number, (line, fault, column)) in (2..).zip(rows) {
        assert_eq!(row(&firm, &head, number).1, Some(Misfit { fault, column }), "{line}");
    }
    let without = Correction { row: 18, seen: 0, cells: vec![(5, "INV-9".to_owned())] };
    correcting::correct(&firm.app, &firm.billing, head.id, without).await.unwrap();
    assert_eq!(row(&firm, &head, 18).1, None, "somebody has looked at what is left of it");
    let nowhere = correcting::row(&firm.app, &head, 99);
    assert!(matches!(nowhere, Err(ImportError::NotFound)), "{nowhere:?}");
}

#[tokio::test]
async fn what_is_typed_is_judged_and_cleaned_as_if_it_had_come_with_the_file() {
    let (firm, head) = brought(&ROWS).await;
    for (text, fault) in [
        ("still nobody", RowFault::Email),
        ("a@b.co b@b.co c@b.co d@b.co e@b.co f@b.co", RowFault::TooMany),
        ("4242 4242 4242 4242", RowFault::CardNumber),
    ] {
        let refused = type_email(&firm, &head, (3, 0), text).await;
        assert!(
            matches!(&refused, Err(CorrectionError::Wrong(misfit)) if misfit.fault == fault),
            "{text}: {refused:?}"
        );
    }
    assert_eq!((row(&firm, &head, 3).0.cells[EMAIL].as_str(), now(&firm, &head).changes), ("nobody", 0));
    let message = "<b>Hi</b>\r\n=1+1\u{202e}\u{7}".to_owned();
    let cells = vec![(EMAIL, "  bob@b.example\t".to_owned()), (6, message), (99, "far".to_owned())];
    correcting::correct(&firm.app, &firm.billing, head.id, Correction { row: 3, seen: 0, cells }).await.unwrap();
    let (bob, misfit) = row(&firm, &head, 3);
    assert_eq!((bob.cells[EMAIL].as_str(), bob.cells[6].as_str()), ("bob@b.example", "<b>Hi</b>\n=1+1"));
    assert_eq!((bob.cells[5].as_str(), bob.changes, misfit), ("INV-2", 1, None), "what is not typed stays");
    let others: Vec<u64> = [2, 4, 5].map(|number| row(&firm, &head, number).0.changes).into();
    assert_eq!(others, [0, 0, 0]);
}

#[tokio::test]
async fn a_change_counts_once_and_a_stale_form_changes_nothing() {
    let (firm, head) = brought(&ROWS).await;
    for _ in 0..2 {
        type_email(&firm, &head, (3, 0), "bob@b.example").await.unwrap();
    }
    assert_eq!(now(&firm, &head).changes, 1, "a double click is one change");
    let stale = type_email(&firm, &head, (3, 0), "robert@b.example").await;
    assert!(matches!(stale, Err(CorrectionError::Stale)), "{stale:?}");
    assert_eq!(row(&firm, &head, 3).0.cells[EMAIL], "bob@b.example");
    for _ in 0..2 {
        set(&firm, (&firm.billing, head.id), 3, Deed::LeaveOut).await.unwrap();
    }
    assert_eq!((row(&firm, &head, 3).0.changes, now(&firm, &head).changes), (2, 2));
    let unknowing = type_email(&firm, &head, (3, 1), "bob@b.example").await;
    assert!(matches!(unknowing, Err(CorrectionError::Stale)), "it was left out meanwhile");
    type_email(&firm, &head, (3, 2), "bob@b.example").await.unwrap();
    assert!(!row(&firm, &head, 3).0.left_out, "who corrects a row wants it");
    let others = set(&firm, (&firm.admin, head.id), 3, Deed::LeaveOut).await;
    assert!(matches!(others, Err(ImportError::NotFound)), "it is nobody else's: {others:?}");
    let nowhere = set(&firm, (&firm.billing, head.id), 77, Deed::LeaveOut).await;
    assert!(matches!(nowhere, Err(ImportError::NotFound)));
}

#[tokio::test]
async fn what_is_shown_is_what_is_sent() {
    let (firm, head) = brought(&ROWS).await;
    let before = seen(&firm, &head, Wanted::default()).await;
    assert_eq!((before.new, before.mailed, before.wrong, before.left_out), (2, 2, 2, 0));
    let stale = head.clone();
    type_email(&firm, &head, (3, 0), "bob@b.example").await.unwrap();
    set(&firm, (&firm.billing, head.id), 4, Deed::LeaveOut).await.unwrap();
    set(&firm, (&firm.billing, head.id), 5, Deed::LeaveOut).await.unwrap();
    let shown = seen(&firm, &head, Wanted::default()).await;
    assert_eq!((shown.new, shown.mailed, shown.wrong, shown.left_out), (2, 2, 0, 2));
    let usd = |minor| Money::new(minor, Currency::USD);
    assert_eq!(shown.sums, [(firm.operating, usd(18_000)), (firm.trust, usd(25_050))].into());
    assert_eq!(importing::wrong_rows(&firm.app, &head).await.unwrap(), [], "what is left out is not wrong");
    let refused = begin(&firm, &stale, Handing::Mail).await;
    assert!(matches!(refused, Err(ImportError::Changed)), "two requests were shown, but not these: {refused:?}");
    begin(&firm, &now(&firm, &head), Handing::Mail).await.unwrap();
    let begun = (
        type_email(&firm, &head, (3, 1), "x@b.example").await,
        set(&firm, (&firm.billing, head.id), 4, Deed::TakeIn).await,
    );
    assert!(matches!(begun.0, Err(CorrectionError::Import(ImportError::Confirmed))), "{begun:?}");
    assert!(matches!(begun.1, Err(ImportError::Confirmed)), "{begun:?}");
    let done = importing::run(&firm.app, head.id).await.unwrap();
    assert_eq!((done.stage, done.added, done.wrong, done.left_out), (Stage::Done, 2, 0, 2));
    let requests = made(&firm, &done);
    let names: Vec<&str> = requests.iter().map(|request| request.asked.name.as_str()).collect();
    assert_eq!((names, mailed(&firm).len()), (vec!["Ada", "Bob"], 2));
    assert_eq!(requests[1].asked.emails, ["bob@b.example"]);
    let late = set(&firm, (&firm.billing, head.id), 4, Deed::TakeIn).await;
    assert!(matches!(late, Err(ImportError::Confirmed)), "{late:?}");
    firm.leaves_waiting(2);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_change_that_was_lost_is_made_by_sending_it_again() {
    for (fault, kept) in [(Fault::CommitLost, 0), (Fault::CommitKept, 1)] {
        let (mut firm, head) = brought(&ROWS).await;
        script(&firm.faults, &[fault]);
        let lost = type_email(&firm, &head, (3, 0), "bob@b.example").await;
        assert!(matches!(lost, Err(CorrectionError::Import(ImportError::Unavailable))), "{lost:?}");
        serving(&firm.app.store).await;
        firm.restart();
        assert_eq!(now(&firm, &head).changes, kept);
        type_email(&firm, &head, (3, 0), "bob@b.example").await.unwrap();
        assert_eq!((row(&firm, &head, 3).0.changes, now(&firm, &head).changes), (1, 1), "{fault:?}");
    }
}

/// So many rows, of which every hundredth is wrong, and every tenth goes over several lines of the file.
fn many(count: usize) -> Vec<String> {
    let row = |number: usize| match (number % 100, number % 10) {
        (50, _) => format!("Client {number},nobody,,100,,,,,,,"),
        (_, 3) => format!("Client {number},c{number}@b.example,,100,,,\"One\n\nTwo\",,,,"),
        _ => format!("Client {number},c{number}@b.example,,100,,,,,,,"),
    };
    (0..count).map(row).collect()
}

#[tokio::test]
async fn in_a_large_file_each_wrong_row_leads_to_the_next_and_one_part_is_written() {
    let rows = many(1_000);
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let (firm, head) = brought(&rows).await;
    let listed = seen(&firm, &head, Wanted::default()).await;
    let mut wrong = listed.faults.iter().map(|(row, _)| row.number);
    let mut at = 0;
    while let Some(next) = correcting::next_wrong(&firm.app, &head, at).await.unwrap() {
        assert_eq!(Some(next), wrong.next());
        let before = parts(&firm, &head);
        type_email(&firm, &head, (next, 0), &format!("row{next}@b.example")).await.unwrap();
        let changed = before.iter().zip(parts(&firm, &head)).filter(|(before, after)| **before != *after).count();
        assert_eq!(changed, 1, "{next}");
        at = next;
    }
    assert_eq!((wrong.next(), listed.wrong), (None, 10));
    let all = seen(&firm, &head, Wanted::default()).await;
    assert_eq!((all.new, all.wrong, all.sample.len()), (1_000, 0, 50));
}

#[tokio::test]
async fn rows_are_listed_in_stretches_and_found_by_what_they_hold() {
    let rows = many(260);
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let (firm, head) = brought(&rows).await;
    set(&firm, (&firm.billing, head.id), 2, Deed::LeaveOut).await.unwrap();
    let last = seen(&firm, &head, Wanted { stretch: 5, ..Wanted::default() }).await;
    assert_eq!((last.found.ready, last.sample.len(), last.faults.len(), last.left.len()), (256, 6, 0, 0));
    let beyond = seen(&firm, &head, Wanted { stretch: u64::MAX, ..Wanted::default() }).await;
    assert_eq!((beyond.found.wrong, beyond.sample.len()), (3, 0));
    let found = seen(&firm, &head, Wanted { text: "CLIENT 1".into(), stretch: 0 }).await;
    assert_eq!(
        (found.found.ready, found.found.wrong, found.new),
        (110, 1, 256),
        "what is counted is not what is listed"
    );
    assert_eq!(seen(&firm, &head, Wanted { text: "client 0".into(), stretch: 0 }).await.left[0].cells[0], "Client 0");
}
