//! Lists as files: who may take them, that a file holds what its list shows, what is noted, and what becomes of a long one.

use std::{io::Read as _, sync::Arc};

use clientpay::{
    app::exports::{Job, KEPT_MS, State},
    domain::{
        journal::{Actor, Fact, Subject},
        locale::Locale,
        transaction::Transaction,
        user::User,
    },
    export::Format,
    i18n::T,
    service::{
        Authority, NotAllowed,
        exports::{self, Finished, Grid, MakeError, Outcome},
        outbox::deliver_due,
        payments,
        refunds::{self, RefundPayment},
        search::{self, Asked, Shown},
    },
    store::{engine::faulty::Fault, journal},
};

use crate::support::{APPROVED, QUICK_EXPORT, TestFirm, payer, serving};

const DECLINED: &str = "4000000000000002";

fn english() -> T {
    T::new(Locale::EnUs)
}

fn asked(text: &str, sort: &str) -> Asked {
    Asked { text: text.to_owned(), sort: sort.to_owned(), unsuccessful: Shown::No, limit: 25, ..Asked::default() }
}

fn payments_of(text: &str) -> Grid {
    Grid::Payments(asked(text, ""))
}

async fn make(firm: &TestFirm, user: &User, grid: Grid, format: Format) -> Result<Outcome, MakeError> {
    exports::make(&firm.app, english(), user, grid, format).await
}

fn text(finished: &mut Finished) -> String {
    let mut text = String::new();
    assert_eq!(finished.file.read_to_string(&mut text).unwrap() as u64, finished.bytes);
    text
}

/// The lines of a short list as CSV, as the auditor gets it.
async fn lines(firm: &TestFirm, grid: Grid) -> Vec<String> {
    match make(firm, &firm.auditor, grid, Format::Csv).await.unwrap() {
        Outcome::Now(mut finished) => text(&mut finished).lines().map(str::to_owned).collect(),
        Outcome::Later(_) => panic!("the list is short"),
    }
}

async fn later(firm: &TestFirm, user: &User, grid: Grid, format: Format) -> Arc<Job> {
    match make(firm, user, grid, format).await.unwrap() {
        Outcome::Later(job) => job,
        Outcome::Now(_) => panic!("the list is long"),
    }
}

/// Waits until nothing is being made.
async fn done(firm: &TestFirm, job: &Job) {
    while matches!(*job.state(), State::Waiting | State::Writing) {
        drop(firm.app.exports.in_background.acquire_many(2).await.unwrap());
        tokio::task::yield_now().await;
    }
}

async fn pay(firm: &TestFirm, name: &str, minor: i64, card: &str) -> Transaction {
    let mut command = firm.command(minor);
    command.payer = payer(name, &[]);
    firm.enter_card(&command.key, card);
    let taken = payments::take(&firm.app, firm.staff(), command).await;
    firm.clock.advance_ms(1_000);
    match taken {
        Ok(payment) => payment,
        Err(error) => panic!("{error}"),
    }
}

/// More payments than are answered at once.
async fn many(firm: &TestFirm) {
    for number in 0..=QUICK_EXPORT {
        pay(firm, &format!("Payer {number}"), 1_000, APPROVED).await;
    }
}

fn noted(firm: &TestFirm, user: &User) -> Vec<Fact> {
    let entries = journal::history(&firm.read(), Subject::User(user.id)).unwrap();
    let own = entries.into_iter().filter(|entry| entry.actor == Actor::User(user.id));
    own.map(|entry| entry.fact).filter(|fact| matches!(fact, Fact::Exported { .. })).collect()
}

fn files(firm: &TestFirm) -> usize {
    firm.app.exports.folder().read_dir().unwrap().count()
}

#[tokio::test]
async fn nobody_takes_a_list_home_without_the_permission() {
    let firm = TestFirm::new().await;
    let retired = User { active: false, ..firm.admin.clone() };
    for user in [&firm.cashier, &retired] {
        for grid in [payments_of(""), Grid::Outbox] {
            let refused = make(&firm, user, grid.clone(), Format::Csv).await.unwrap_err();
            assert!(matches!(refused, MakeError::NotAllowed(NotAllowed(needed)) if needed == grid.permission()));
        }
        assert_eq!(noted(&firm, user), []);
    }
}

#[tokio::test]
async fn a_list_of_nothing_is_a_file_and_is_noted() {
    let firm = TestFirm::new().await;
    for (grid, file) in [(payments_of("nobody"), "payments"), (Grid::Outbox, "outbox")] {
        for format in [Format::Csv, Format::Xlsx] {
            let Outcome::Now(finished) = make(&firm, &firm.billing, grid.clone(), format).await.unwrap() else {
                panic!("nothing is a short list")
            };
            assert_eq!(finished.file_name, format!("{file}_2026-11-22.{}", format.extension()));
            let fact = noted(&firm, &firm.billing).remove(0);
            let query = if file == "payments" { "nobody" } else { "" }.to_owned();
            assert_eq!(fact, Fact::Exported { file: finished.file_name, query, rows: 0 });
        }
    }
    assert_eq!(lines(&firm, payments_of("nobody")).await.len(), 1, "the heading");
    assert_eq!(files(&firm), 0, "nothing lies about");
}

#[tokio::test]
async fn a_list_that_cannot_be_noted_is_not_handed_out() {
    let firm = TestFirm::new().await;
    firm.faults.push(Fault::CommitLost);
    let refused = make(&firm, &firm.admin, payments_of(""), Format::Xlsx).await.unwrap_err();
    assert!(matches!(refused, MakeError::NotNoted), "{refused}");
    serving(&firm.app.store).await;
    assert_eq!(noted(&firm, &firm.admin), []);
}

#[tokio::test]
async fn a_file_holds_what_its_list_shows_in_the_same_order() {
    let firm = TestFirm::new().await;
    pay(&firm, "Zoé Gagné", 2_000, APPROVED).await;
    pay(&firm, "Ada Vance", 9_000, APPROVED).await;
    pay(&firm, "", 50, DECLINED).await;
    pay(&firm, "Émile Zola", 500, APPROVED).await;
    for text in
        ["", "an", "ada vanc", "amount:>10", "date:2026-11", "vance xylophone", "status:", "statuss:x \"", "gange"]
    {
        for sort in ["", "date", "-date", "amount", "-amount", "payer", "-payer", "nonsense"] {
            for unsuccessful in [Shown::No, Shown::Yes] {
                let asked = Asked { unsuccessful, ..asked(text, sort) };
                let shown = search::find(&firm.app, english(), &asked).await.unwrap();
                let shown: Vec<String> = shown.rows.iter().map(|row| row.transaction.id.to_string()).collect();
                let job = exports::make(&firm.app, english(), &firm.auditor, Grid::Payments(asked), Format::Csv).await;
                let found = match job.unwrap() {
                    Outcome::Now(mut finished) => self::text(&mut finished),
                    Outcome::Later(job) => {
                        done(&firm, &job).await;
                        self::text(&mut exports::open(&firm.app, &job).unwrap().unwrap())
                    }
                };
                let found: Vec<&str> = found.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
                assert_eq!(found, shown, "{text:?} {sort:?} {unsuccessful:?}");
            }
        }
    }
}

#[tokio::test]
async fn the_columns_tell_a_payment_and_what_was_given_back_of_it() {
    let firm = TestFirm::new().await;
    let paid = pay(&firm, "=HYPERLINK(\"x\")", 123_456, APPROVED).await;
    firm.app.sandbox.advance(86_400_000).unwrap();
    clientpay::service::resolution::follow_news(&firm.app).await.unwrap();
    let back = RefundPayment {
        key: firm.app.ids.operation_key(),
        transaction: paid.id,
        amount: clientpay::domain::money::Money::new(3_456, paid.amount.currency()),
        kind: None,
        reason: "Paid twice".into(),
        notify: Vec::new(),
    };
    refunds::refund(&firm.app, Authority::Staff(&firm.billing), back).await.unwrap();
    let lines = lines(&firm, payments_of("date:2026-11-01..2026-11-30")).await;
    assert!(lines[0].starts_with("\u{feff}Number,Date,Payer,"), "{}", lines[0]);
    assert!(lines[1].starts_with("1,2026-11-22T18:00:00-05:00,\"'=HYPERLINK(\"\"x\"\")\","), "{}", lines[1]);
    assert!(lines[1].contains(",INV-1041,Vance v. Marlow,,Enter Payment,Visa,4242,"), "{}", lines[1]);
    assert!(lines[1].contains(",Settled,USD,1234.56,1234.56,34.56,1200.00,"), "{}", lines[1]);
    let fact = noted(&firm, &firm.auditor).remove(0);
    assert!(
        matches!(&fact, Fact::Exported { file, rows: 1, .. } if file == "payments_2026-11-01_2026-11-30.csv"),
        "{fact:?}"
    );
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn the_outbox_is_exported_with_what_was_sent() {
    let firm = TestFirm::new().await;
    firm.take(1_000, APPROVED).await.unwrap();
    let waiting = lines(&firm, Grid::Outbox).await;
    assert!(waiting[1].ends_with(",ada@client.example,Receipt 1,1,Waiting,0,"), "{}", waiting[1]);
    deliver_due(&firm.app).await.unwrap();
    let sent = lines(&firm, Grid::Outbox).await;
    assert!(sent[1].contains(",ada@client.example,") && sent[1].ends_with(",1,Sent,1,"), "{}", sent[1]);
}

#[tokio::test]
async fn a_long_list_is_made_in_the_background_and_kept_for_its_owner() {
    let firm = TestFirm::new().await;
    many(&firm).await;
    let places = firm.app.exports.in_background.clone().acquire_many_owned(2).await.unwrap();
    let job = later(&firm, &firm.billing, payments_of(""), Format::Xlsx).await;
    tokio::task::yield_now().await;
    assert!(matches!(*job.state(), State::Waiting) && exports::open(&firm.app, &job).unwrap().is_none());
    let again = later(&firm, &firm.billing, payments_of(""), Format::Xlsx).await;
    assert_eq!(again.id, job.id, "asked for twice, made once");
    assert!(exports::job(&firm.app, &firm.admin, &job.id).is_none(), "nobody else's");
    drop(places);
    done(&firm, &job).await;
    assert_eq!(job.progress.done(), QUICK_EXPORT + 1);
    let demoted = User { role: clientpay::domain::permission::Role::Cashier, ..firm.billing.clone() };
    assert!(exports::job(&firm.app, &demoted, &job.id).is_none(), "nor one's own without the permission");
    let found = exports::job(&firm.app, &firm.billing, &job.id).unwrap();
    let mut finished = exports::open(&firm.app, &found).unwrap().unwrap();
    let mut bytes = Vec::new();
    finished.file.read_to_end(&mut bytes).unwrap();
    assert!(bytes.starts_with(b"PK") && bytes.len() as u64 == finished.bytes);
    assert!(matches!(noted(&firm, &firm.billing)[..], [Fact::Exported { rows: 4, .. }]));
    firm.clock.advance_ms(KEPT_MS);
    assert_eq!((exports::tidy(&firm.app), exports::job(&firm.app, &firm.billing, &job.id).is_none()), (1, true));
    drop((job, again, found));
    assert_eq!(files(&firm), 0);
}

#[tokio::test]
async fn a_list_that_is_not_wanted_any_more_leaves_neither_a_file_nor_a_note() {
    let firm = TestFirm::new().await;
    many(&firm).await;
    let places = firm.app.exports.in_background.clone().acquire_many_owned(2).await.unwrap();
    for format in [Format::Csv, Format::Xlsx] {
        let job = later(&firm, &firm.admin, payments_of(""), format).await;
        exports::stop(&firm.app, &job);
        assert!(matches!(*job.state(), State::Stopped));
    }
    drop(places);
    let other = later(&firm, &firm.admin, payments_of("payer"), Format::Csv).await;
    done(&firm, &other).await;
    assert_eq!(noted(&firm, &firm.admin).len(), 1, "the one that was wanted");
    assert_eq!(files(&firm), 1);
}

#[tokio::test]
async fn a_long_list_that_cannot_be_written_or_noted_has_failed_and_leaves_no_file() {
    let firm = TestFirm::new().await;
    many(&firm).await;
    firm.faults.push(Fault::CommitLost);
    let unnoted = later(&firm, &firm.admin, payments_of(""), Format::Csv).await;
    done(&firm, &unnoted).await;
    serving(&firm.app.store).await;
    assert!(matches!(*unnoted.state(), State::Failed) && files(&firm) == 0);
    std::fs::remove_dir(firm.app.exports.folder()).unwrap();
    let nowhere = later(&firm, &firm.admin, payments_of(""), Format::Xlsx).await;
    done(&firm, &nowhere).await;
    assert!(matches!(*nowhere.state(), State::Failed));
    assert_eq!(noted(&firm, &firm.admin), []);
}

#[tokio::test]
async fn when_the_portal_ends_nothing_goes_on_being_made() {
    let firm = TestFirm::new().await;
    many(&firm).await;
    let places = firm.app.exports.in_background.clone().acquire_many_owned(2).await.unwrap();
    let job = later(&firm, &firm.admin, payments_of(""), Format::Csv).await;
    firm.app.exports.stop_all();
    drop(places);
    while matches!(*job.state(), State::Waiting) {
        tokio::task::yield_now().await;
    }
    assert!(matches!(*job.state(), State::Stopped) && files(&firm) == 0);
}
