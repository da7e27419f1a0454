//! Files of schedules: each good row one schedule, once, and nothing guessed of a bad one.

use clientpay::{
    domain::{
        ids::{PayerId, PaymentMethodId},
        import::{Asking, Duplicates, Import, Imported, RowFault, Stage, Target},
        journal::{Fact, Subject},
        locale::Language,
        payer::Payer,
        payment_request::rules::Handing,
        schedule::{
            Schedule, State,
            group::Stage as GroupStage,
            plan::Plan,
            recurrence::{Frequency, Recurrence},
        },
        time::Day,
    },
    service::importing::{self, ImportError, Wanted},
    store::{StoreError, engine::faulty::Fault, journal, payers, schedules as stored},
};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::{save, usd};
use crate::support::{APPROVED, TestFirm, script, serving};

const HEADINGS: &str = "Client number,E-mail,Schedule name,Card,Deposit to,Amount,Total,Number of payments,Last possible date,Ends,Frequency,First payment,Matter\n";

/// Saves payers C-0, C-1 … with a card for the operating account each.
async fn with_payers(count: u64) -> TestFirm {
    let firm = TestFirm::new().await;
    for number in 0..count {
        let payer = put(&firm, number).await;
        save(&firm, payer, firm.operating, APPROVED).await;
    }
    firm
}

async fn put(firm: &TestFirm, number: u64) -> PayerId {
    let now = firm.app.now();
    let written = firm.app.store.write(move |writer| -> Result<_, StoreError> {
        let id = writer.next_payer()?;
        writer.put_payer(&Payer {
            client_number: Some(format!("C-{number}")),
            emails: vec![format!("p{number}@client.example")],
            ..Payer::new(id, format!("Payer {number}"), Language::En, now)
        })?;
        Ok(id)
    });
    written.await.unwrap()
}

async fn receive(firm: &TestFirm, bytes: Vec<u8>) -> Result<Import, ImportError> {
    let key = firm.app.ids.operation_key();
    importing::receive(&firm.app, &firm.billing, (Imported::Schedules, key), ("Retainers.csv".into(), bytes)).await
}

fn csv(rows: &[&str]) -> Vec<u8> {
    format!("{HEADINGS}{}\n", rows.join("\n")).into_bytes()
}

async fn imported(firm: &TestFirm, bytes: Vec<u8>) -> Import {
    let head = receive(firm, bytes).await.unwrap();
    importing::confirm(&firm.app, &firm.billing, head.id).await.unwrap()
}

fn made(firm: &TestFirm) -> Vec<Schedule> {
    let all = State::ALL.into_iter().flat_map(|state| stored::of_state(&firm.read(), state, (0, 100_000)).unwrap());
    let mut all: Vec<Schedule> = all.collect();
    all.sort_by_key(|schedule| schedule.id);
    all
}

fn nothing_is_wrong(firm: &TestFirm) {
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn what_a_row_does_not_say_for_certain_is_a_fault_of_its_own_and_makes_nothing() {
    let firm = with_payers(2).await;
    let payer = PayerId::new(2);
    save(&firm, payer, firm.operating, "5555555555554444").await;
    let rows = [
        (",,,,,475.00,,12,,,monthly,2026-12-01,", RowFault::NoPayer),
        ("C-9,,,,,475.00,,12,,,monthly,2026-12-01,", RowFault::NoPayer),
        ("C-0,,,1111,,475.00,,12,,,monthly,2026-12-01,", RowFault::NoMethod),
        ("C-0,,,,IOLTA,475.00,,12,,,monthly,2026-12-01,", RowFault::NoMethod),
        ("C-1,,,,,475.00,,12,,,monthly,2026-12-01,", RowFault::SeveralMethods),
        ("C-0,,,,,much,,12,,,monthly,2026-12-01,", RowFault::Amount),
        ("C-0,,,,,-5,,12,,,monthly,2026-12-01,", RowFault::Amount),
        ("C-0,,,,,475.00,,twelve,,,monthly,2026-12-01,", RowFault::Count),
        ("C-0,,,,,475.00,,0,,,monthly,2026-12-01,", RowFault::Amount),
        ("C-0,,,,,475.00,,,,,monthly,2026-12-01,", RowFault::Ends),
        ("C-0,,,,,475.00,900,12,,,monthly,2026-12-01,", RowFault::Ends),
        ("C-0,,,,,475.00,,,,one day,monthly,2026-12-01,", RowFault::Ends),
        ("C-0,,,,,475.00,,12,,,now and then,2026-12-01,", RowFault::Frequency),
        ("C-0,,,,,475.00,,12,,,31 and 1,2026-12-01,", RowFault::Frequency),
        ("C-0,,,,,475.00,,12,,,monthly,12/1/2026,", RowFault::Date),
        ("C-0,,,,,475.00,,12,,,monthly,2026-11-21,", RowFault::Date),
        ("C-0,,,,,475.00,,,2026-11-30,,monthly,2026-12-01,", RowFault::Date),
        ("C-0,,4242 4242 4242 4242,,,475.00,,12,,,monthly,2026-12-01,", RowFault::CardNumber),
    ];
    let long = format!("C-0,,{},,,475.00,,12,,,monthly,2026-12-01,", "x".repeat(121));
    let mut lines: Vec<&str> = rows.iter().map(|(line, _)| *line).collect();
    lines.push(&long);
    let head = receive(&firm, csv(&lines)).await.unwrap();
    let wrong = importing::wrong_rows(&firm.app, &head).await.unwrap();
    let mut expected: Vec<RowFault> = rows.iter().map(|(_, fault)| *fault).collect();
    expected.push(RowFault::TooLong);
    assert_eq!(wrong.iter().map(|(_, fault)| *fault).collect::<Vec<_>>(), expected);
    let done = importing::confirm(&firm.app, &firm.billing, head.id).await.unwrap();
    assert_eq!((done.stage, done.added, done.wrong, made(&firm).len()), (Stage::Done, 0, 19, 0));
    nothing_is_wrong(&firm);
}

#[tokio::test]
async fn only_those_who_manage_schedules_bring_them_and_only_with_the_columns_that_every_row_needs() {
    let firm = with_payers(1).await;
    let key = firm.app.ids.operation_key();
    let bytes = csv(&["C-0,,,,,475.00,,12,,,monthly,2026-12-01,"]);
    let sent = ("x.csv".to_owned(), bytes.clone());
    let refused = importing::receive(&firm.app, &firm.cashier, (Imported::Schedules, key), sent).await;
    assert!(matches!(refused, Err(ImportError::NotAllowed(_))));
    let head = receive(&firm, bytes).await.unwrap();
    let of_payers = importing::find(&firm.app, &firm.billing, (Imported::Payers, head.id));
    assert!(matches!(of_payers, Err(ImportError::NotFound)), "it is no file of payers");
    let ignored = vec![Target::Ignored; head.headings.len()];
    importing::agree(&firm.app, &firm.billing, head.id, (ignored, Duplicates::Skip, Asking::default())).await.unwrap();
    let unnamed = importing::confirm(&firm.app, &firm.billing, head.id).await;
    assert!(matches!(unnamed, Err(ImportError::NoNameColumn)));
    assert!(made(&firm).is_empty());
}

#[tokio::test]
async fn good_rows_become_schedules_of_every_kind_in_a_group_under_the_files_name() {
    let firm = with_payers(1).await;
    let rows = [
        "C-0,,Estate,4242,,475.00,,12,,,monthly,2026-12-31,Roe v. Roe",
        ",P0@client.example,,•••• 4242,,$100,,,,until cancelled,every two weeks,2026-12-01,",
        "C-0,,Lump,,,,\"1,000.00\",4,,,quarterly,2026-12-01,",
        "C-0,,Until day,,,50,,,2027-06-30,,1 and 15,2026-12-01,",
        "C-0,,Until total,,,40,100,,,,weekly,2026-12-01,",
        "C-0,,Once,,,75.5,,,,,once,2026-12-24,",
        "C-9,,Nobody,,,75,,,,,once,2026-12-24,",
    ];
    let done = imported(&firm, csv(&rows)).await;
    assert_eq!((done.added, done.skipped, done.wrong), (6, 0, 1));
    let made = made(&firm);
    let plans: Vec<Plan> = made.iter().map(|schedule| schedule.latest().unwrap().plan).collect();
    assert_eq!(
        plans,
        [
            Plan::Installments { each: usd(47_500), count: 12 },
            Plan::Perpetual { each: usd(10_000) },
            Plan::LumpSum { total: usd(100_000), count: 4 },
            Plan::UntilDay { each: usd(5_000), last: Day::new(2027, 6, 30) },
            Plan::UntilTotal { each: usd(4_000), total: usd(10_000) },
            Plan::Installments { each: usd(7_550), count: 1 },
        ]
    );
    let first = &made[0];
    assert_eq!((first.name.as_str(), made[1].name.as_str()), ("Estate", "Retainers"));
    assert_eq!((first.state, first.next_day), (State::Active, Some(Day::new(2026, 12, 31))));
    assert_eq!(first.references.matter.as_deref(), Some("Roe v. Roe"));
    let twice = Recurrence::new(Day::new(2026, 12, 1), Frequency::TwiceAMonth(1, 15), 1).unwrap();
    assert_eq!(made[3].latest().unwrap().recurrence, twice);
    let group = importing::group_of(&firm.app, &done).unwrap().unwrap();
    assert_eq!((group.name.as_str(), group.stage, group.made), ("Retainers", GroupStage::Done, 6));
    assert!(made.iter().all(|schedule| schedule.group == Some(group.id)));
    let facts = journal::history(&firm.read(), Subject::User(firm.billing.id)).unwrap();
    assert!(facts.iter().any(|entry| matches!(entry.fact, Fact::SchedulesImported { added: 6, .. })));
    nothing_is_wrong(&firm);
}

#[tokio::test]
async fn the_payers_own_choice_of_card_is_charged_where_none_is_named() {
    let firm = with_payers(1).await;
    let other = save(&firm, PayerId::new(1), firm.operating, "5555555555554444").await;
    let chosen = firm.app.store.write(move |writer| -> Result<(), StoreError> {
        let payer = payers::payer(writer, PayerId::new(1))?.unwrap();
        writer.put_payer(&Payer { default_method: Some(other), ..payer })
    });
    chosen.await.unwrap();
    let rows = ["C-0,,A,,,10,,2,,,monthly,2026-12-01,", "C-0,,B,4242,,10,,2,,,monthly,2026-12-01,"];
    imported(&firm, csv(&rows)).await;
    let charged: Vec<PaymentMethodId> = made(&firm).iter().map(|schedule| schedule.payment_method).collect();
    assert_eq!(charged, [other, PaymentMethodId::new(1)]);
}

#[tokio::test]
async fn a_file_that_is_brought_again_makes_no_second_schedule_unless_that_is_wanted() {
    let firm = with_payers(3).await;
    let rows = ["C-0,,A,,,10,,2,,,monthly,2026-12-01,", "C-1,,A,,,10,,2,,,monthly,2026-12-01,"];
    imported(&firm, csv(&rows)).await;
    let more = [rows[0], rows[1], "C-2,,A,,,10,,2,,,monthly,2026-12-01,"];
    let head = receive(&firm, csv(&more)).await.unwrap();
    let preview = importing::preview(&firm.app, &head, &Wanted::default()).await.unwrap();
    assert_eq!((preview.new, preview.known), (1, 2));
    let done = importing::confirm(&firm.app, &firm.billing, head.id).await.unwrap();
    assert_eq!((done.added, done.skipped, made(&firm).len()), (1, 2, 3));
    let again = importing::confirm(&firm.app, &firm.billing, head.id).await.unwrap();
    assert_eq!((again, made(&firm).len()), (done, 3), "confirmed twice is once");
    let head = receive(&firm, csv(&rows)).await.unwrap();
    let earlier = importing::taken_before(&firm.app, &head).unwrap().unwrap().import.id;
    let head =
        importing::agree(&firm.app, &firm.billing, head.id, (head.targets, Duplicates::Create, Asking::default()))
            .await
            .unwrap();
    let unknowing = importing::confirm(&firm.app, &firm.billing, head.id).await;
    assert!(matches!(unknowing, Err(ImportError::TakenBefore)), "{unknowing:?}");
    importing::begin(&firm.app, &firm.billing, head.id, (Handing::Link, Some(earlier), head.changes)).await.unwrap();
    assert_eq!(importing::run(&firm.app, head.id).await.unwrap().added, 2);
    nothing_is_wrong(&firm);
}

#[tokio::test]
async fn a_workbook_with_numbers_and_dates_as_such_is_understood() {
    let firm = with_payers(1).await;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let headings = ["Client number", "Card", "Amount", "Number of payments", "Frequency", "First payment"];
    for (column, heading) in (0u16..).zip(headings) {
        sheet.write(0, column, heading).unwrap();
    }
    sheet.write(1, 0, "C-0").unwrap();
    sheet.write(1, 1, 4_242).unwrap();
    sheet.write(1, 2, 47_550).unwrap();
    sheet.write(1, 3, 12).unwrap();
    sheet.write(1, 4, "Monthly").unwrap();
    let day = ExcelDateTime::parse_from_str("2026-12-31").unwrap();
    sheet.write_with_format(1, 5, &day, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
    let done = imported(&firm, book.save_to_buffer().unwrap()).await;
    assert_eq!((done.added, done.wrong), (1, 0));
    assert_eq!(made(&firm)[0].next_day, Some(Day::new(2026, 12, 31)));
    assert_eq!(made(&firm)[0].latest().unwrap().plan, Plan::Installments { each: usd(4_755_000), count: 12 });
}

#[tokio::test]
async fn wherever_it_is_killed_every_row_makes_one_schedule() {
    // Confirmed, and three parts.
    for survived in 0..4 {
        let mut firm = with_payers(20).await;
        let lines: Vec<String> =
            (0..600).map(|row| format!("C-{},,S{row},,,10,,2,,,monthly,2026-12-01,", row % 20)).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let head = receive(&firm, csv(&lines)).await.unwrap();
        let mut faults = vec![Fault::Pass; survived];
        faults.push(if survived % 2 == 0 { Fault::CommitLost } else { Fault::CommitKept });
        script(&firm.faults, &faults);
        let broken = importing::confirm(&firm.app, &firm.billing, head.id).await;
        assert!(matches!(broken, Err(ImportError::Unavailable)), "{survived}");
        serving(&firm.app.store).await;
        firm.restart();
        importing::resume(&firm.app).await.unwrap();
        let done = importing::confirm(&firm.app, &firm.billing, head.id).await.unwrap();
        assert_eq!((done.added, done.wrong, made(&firm).len()), (600, 0, 600), "{survived}");
        nothing_is_wrong(&firm);
    }
}
