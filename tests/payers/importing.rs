//! Files of payers: each row once, whoever confirms how often and wherever the process ends.

use clientpay::{
    domain::{
        ids::ImportId,
        import::{Asking, Duplicates, Import, Imported, RowFault, Stage, Target},
        journal::{Fact, Subject},
        payer::Payer,
    },
    service::importing::{self, ImportError, Wanted, reader::Unreadable},
    store::{
        engine::{Direction, faulty::Fault},
        journal,
        payers::{self, Asked, listed},
        table::Records as _,
        tables::IMPORTS,
    },
};
use rust_xlsxwriter::Workbook;

use super::{facts, record};
use crate::support::{TestFirm, script, serving};

fn csv(rows: usize) -> Vec<u8> {
    let mut text = "Client number,Name,Email\n".to_owned();
    for number in 0..rows {
        // Every hundredth row is wrong.
        let email = if number % 100 == 50 { "nobody".to_owned() } else { format!("p{number}@client.example") };
        text.push_str(&format!("C-{number},Payer {number},{email}\n"));
    }
    text.into_bytes()
}

async fn receive(firm: &TestFirm, bytes: Vec<u8>) -> Result<Import, ImportError> {
    let key = firm.app.ids.operation_key();
    importing::receive(&firm.app, &firm.billing, (Imported::Payers, key), ("clients.csv".into(), bytes)).await
}

fn all(firm: &TestFirm) -> Vec<Payer> {
    listed(&firm.read(), &Asked::default(), None, 1_000_000).unwrap().into_iter().map(|(_, payer)| payer).collect()
}

async fn imported(firm: &TestFirm, bytes: Vec<u8>, duplicates: Duplicates) -> Import {
    let head = receive(firm, bytes).await.unwrap();
    importing::agree(&firm.app, &firm.billing, head.id, (head.targets, duplicates, Asking::default())).await.unwrap();
    importing::confirm(&firm.app, &firm.billing, head.id).await.unwrap()
}

#[tokio::test]
async fn a_file_of_somebody_without_the_right_or_of_nothing_is_refused() {
    let firm = TestFirm::new().await;
    let key = firm.app.ids.operation_key();
    let refused = importing::receive(&firm.app, &firm.cashier, (Imported::Payers, key), ("x.csv".into(), csv(1))).await;
    assert!(matches!(refused, Err(ImportError::NotAllowed(_))));
    assert!(matches!(receive(&firm, b"PK\x03\x04".to_vec()).await, Err(ImportError::Unreadable(Unreadable::Damaged))));
    let head = receive(&firm, csv(1)).await.unwrap();
    assert!(
        matches!(importing::find(&firm.app, &firm.admin, (Imported::Payers, head.id)), Err(ImportError::NotFound)),
        "somebody else's"
    );
    assert!(matches!(
        importing::find(&firm.app, &firm.billing, (Imported::Payers, ImportId::new(9))),
        Err(ImportError::NotFound)
    ));
    let ignored = vec![Target::Ignored; 3];
    importing::agree(&firm.app, &firm.billing, head.id, (ignored, Duplicates::Skip, Asking::default())).await.unwrap();
    let unnamed = importing::confirm(&firm.app, &firm.billing, head.id).await;
    assert!(matches!(unnamed, Err(ImportError::NoNameColumn)));
    assert!(all(&firm).is_empty());
}

#[tokio::test]
async fn good_rows_become_payers_and_bad_ones_come_back_with_why() {
    let firm = TestFirm::new().await;
    let head = receive(&firm, csv(1_000)).await.unwrap();
    assert_eq!(head.targets, [Target::ClientNumber, Target::Name, Target::Emails]);
    let preview = importing::preview(&firm.app, &head, &Wanted::default()).await.unwrap();
    assert_eq!((preview.new, preview.known, preview.wrong), (990, 0, 10));
    assert_eq!((preview.faults[0].0.number, preview.faults[0].1), (52, RowFault::Email));
    assert!(all(&firm).is_empty(), "looking changes nothing");
    let done = importing::confirm(&firm.app, &firm.billing, head.id).await.unwrap();
    assert_eq!((done.stage, done.added, done.wrong), (Stage::Done, 990, 10));
    let wrong = importing::wrong_rows(&firm.app, &done).await.unwrap();
    assert_eq!(wrong.len(), 10);
    let told: Vec<_> = wrong.into_iter().map(|(row, _)| (row, "why".to_owned())).collect();
    let file = importing::wrong_rows_csv(&firm.app, &done, ("Row".into(), "Reason".into()), &told).unwrap();
    let text = String::from_utf8(file).unwrap();
    assert!(text.contains("C-50,Payer 50,nobody,52,why"), "{text}");
    let again = importing::confirm(&firm.app, &firm.billing, head.id).await.unwrap();
    assert_eq!((again, all(&firm).len()), (done, 990), "confirmed twice is once");
    let facts = journal::history(&firm.read(), Subject::User(firm.billing.id)).unwrap();
    let imported = facts.iter().filter(|entry| matches!(entry.fact, Fact::PayersImported { added: 990, .. })).count();
    assert_eq!(imported, 1);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

/// So many rows, of which so many are wrong, evenly among the others.
fn large(rows: usize, bad: usize) -> Vec<u8> {
    let mut text = "Client number,Name,Email\n".to_owned();
    for number in 0..rows {
        let (every, wrong) = (rows / bad, number % (rows / bad) == 0);
        let email = if wrong && number / every < bad { "nobody".into() } else { format!("p{number}@client.example") };
        text.push_str(&format!("C-{number},Payer {number},{email}\n"));
    }
    text.into_bytes()
}

#[tokio::test]
async fn of_a_large_file_the_good_rows_are_taken_in_whole_and_every_bad_one_is_listed() {
    let (rows, bad) = (5_000, 30);
    let good = u64::try_from(rows - bad).unwrap();
    let mut firm = TestFirm::new().await;
    let head = receive(&firm, large(rows, bad)).await.unwrap();
    let preview = importing::preview(&firm.app, &head, &Wanted::default()).await.unwrap();
    assert_eq!((preview.new, preview.known, preview.wrong), (good, 0, 30));
    assert!(all(&firm).is_empty(), "looking changes nothing");
    // The process ends with the sixth part of twenty.
    script(&firm.faults, &[vec![Fault::Pass; 6], vec![Fault::CommitLost]].concat());
    assert!(matches!(importing::confirm(&firm.app, &firm.billing, head.id).await, Err(ImportError::Unavailable)));
    serving(&firm.app.store).await;
    firm.restart();
    assert_eq!(importing::resume(&firm.app).await.unwrap(), 1);
    let done = importing::find(&firm.app, &firm.billing, (Imported::Payers, head.id)).unwrap();
    assert_eq!((done.stage, done.added, done.wrong), (Stage::Done, good, 30));
    assert_eq!(all(&firm).len() as u64, good);
    let wrong = importing::wrong_rows(&firm.app, &done).await.unwrap();
    let numbers: Vec<u64> = wrong.iter().map(|(row, _)| row.number).collect();
    let every = u64::try_from(rows / bad).unwrap();
    assert_eq!(numbers, (0..30).map(|place| place * every + 2).collect::<Vec<_>>(), "as on the sheet");
    assert!(wrong.iter().all(|(_, fault)| *fault == RowFault::Email));
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn wherever_it_is_killed_every_row_counts_once() {
    for survived in 0..6 {
        let mut firm = TestFirm::new().await;
        let head = receive(&firm, csv(1_000)).await.unwrap();
        let mut lines = vec![Fault::Pass; survived];
        lines.push(Fault::Full);
        script(&firm.faults, &lines);
        let broken = importing::confirm(&firm.app, &firm.billing, head.id).await;
        assert!(matches!(broken, Err(ImportError::Unavailable)), "{survived}");
        firm.faults.freed();
        serving(&firm.app.store).await;
        firm.restart();
        let resumed = importing::resume(&firm.app).await.unwrap();
        assert_eq!(resumed, usize::from((1..5).contains(&survived)), "{survived}");
        let done = importing::confirm(&firm.app, &firm.billing, head.id).await.unwrap();
        assert_eq!((done.added, done.wrong, all(&firm).len()), (990, 10, 990), "{survived}");
        assert_eq!(firm.violations(), Vec::<String>::new());
        if survived == 4 {
            break;
        }
    }
}

#[tokio::test]
async fn a_file_that_is_sent_twice_is_one_import() {
    let firm = TestFirm::new().await;
    let key = firm.app.ids.operation_key();
    let send = async || {
        importing::receive(&firm.app, &firm.billing, (Imported::Payers, key.clone()), ("x.csv".into(), csv(600))).await
    };
    script(&firm.faults, &[Fault::Pass, Fault::Full]);
    assert!(matches!(send().await, Err(ImportError::Unavailable)));
    firm.faults.freed();
    serving(&firm.app.store).await;
    assert!(importing::of_user(&firm.app, &firm.billing, Imported::Payers).unwrap().is_empty(), "half a file is none");
    let (first, second) = (send().await.unwrap(), send().await.unwrap());
    assert_eq!((first.id, first.rows, first.parts), (second.id, 600, 3));
    assert_eq!(importing::of_user(&firm.app, &firm.billing, Imported::Payers).unwrap().len(), 1);
}

#[tokio::test]
async fn known_payers_are_skipped_updated_or_made_anew_as_was_said() {
    let file =
        b"Client number,Name,Email,Phone\nC-1,Ada V.,new@client.example,555 0100\n,Bob,bob@client.example,\n".to_vec();
    for (choice, added, updated, skipped) in
        [(Duplicates::Skip, 0, 0, 2), (Duplicates::Update, 0, 1, 1), (Duplicates::Create, 2, 0, 0)]
    {
        let firm = TestFirm::new().await;
        let ada = clientpay::service::payers::editing::PayerFacts {
            client_number: Some("C-1".into()),
            emails: vec!["ada@client.example".into()],
            ..facts("Ada Vance")
        };
        let ada = record(&firm, ada).await;
        let bob = clientpay::service::payers::editing::PayerFacts {
            emails: vec!["Bob@client.example".into()],
            ..facts("Bob")
        };
        record(&firm, bob).await;
        let done = imported(&firm, file.clone(), choice).await;
        assert_eq!((done.added, done.updated, done.skipped), (added, updated, skipped), "{choice:?}");
        let now = payers::payer(&firm.read(), ada.id).unwrap().unwrap();
        if choice == Duplicates::Update {
            assert_eq!((now.name.as_str(), now.emails.len(), now.phones.len()), ("Ada V.", 2, 1));
        } else {
            assert_eq!(now, ada);
        }
        assert_eq!(firm.violations(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_row_that_could_be_two_payers_is_wrong_and_one_that_repeats_itself_is_skipped() {
    let firm = TestFirm::new().await;
    for name in ["Ada", "Alan"] {
        let facts =
            clientpay::service::payers::editing::PayerFacts { emails: vec!["a@client.example".into()], ..facts(name) };
        record(&firm, facts).await;
    }
    let file = b"Name,Email\nA,a@client.example\nB,b@client.example\nB,b@client.example\n".to_vec();
    let done = imported(&firm, file, Duplicates::Update).await;
    assert_eq!((done.added, done.updated, done.skipped, done.wrong), (1, 0, 1, 1));
    assert_eq!(importing::wrong_rows(&firm.app, &done).await.unwrap()[0].1, RowFault::Ambiguous);
}

#[tokio::test]
async fn a_workbook_is_read_as_it_looks() {
    let firm = TestFirm::new().await;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in ["Nom", "Courriel", "No de client", "Langue"].iter().enumerate() {
        sheet.write(2, u16::try_from(column).unwrap(), *heading).unwrap();
    }
    sheet.write(3, 0, "Élodie Tremblay").unwrap().write(3, 1, "elodie@client.example").unwrap();
    sheet.write(3, 2, 4_217).unwrap().write(3, 3, "français").unwrap();
    sheet.write(9, 0, "Sans courriel").unwrap();
    let done = imported(&firm, book.save_to_buffer().unwrap(), Duplicates::Skip).await;
    assert_eq!((done.added, done.wrong), (2, 0));
    let found = payers::payers_with_client_number(&firm.read(), "4217").unwrap();
    assert_eq!(
        (found[0].name.as_str(), found[0].language),
        ("Élodie Tremblay", clientpay::domain::locale::Language::Fr)
    );
}

#[tokio::test]
async fn a_workbook_that_would_fill_the_memory_is_refused() {
    let firm = TestFirm::new().await;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "Name").unwrap().write(1_000_000, 59, "far away").unwrap();
    let done = imported(&firm, book.save_to_buffer().unwrap(), Duplicates::Skip).await;
    assert_eq!((done.rows, done.wrong), (1, 1), "two cells are two cells, however far apart");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).unwrap();
    for _ in 0..140 {
        std::io::Write::write_all(&mut zip, &vec![b' '; 1 << 20]).unwrap();
    }
    let bomb = zip.finish().unwrap().into_inner();
    assert!(bomb.len() < 1 << 20, "{}", bomb.len());
    assert!(matches!(receive(&firm, bomb).await, Err(ImportError::Unreadable(Unreadable::TooLarge))));
    let (mut book, long) = (Workbook::new(), "x".repeat(5_000));
    let sheet = book.add_worksheet();
    for (row, column) in (0..300).flat_map(|row| (0..60).map(move |column| (row, column))) {
        sheet.write(row, column, long.as_str()).unwrap();
    }
    let repeated = book.save_to_buffer().unwrap();
    assert!(repeated.len() < 1 << 20, "a text that many cells name stands in the file once: {}", repeated.len());
    assert!(matches!(receive(&firm, repeated).await, Err(ImportError::Unreadable(Unreadable::TooLarge))));
}

#[tokio::test]
async fn card_numbers_are_not_taken_in() {
    let firm = TestFirm::new().await;
    let file = b"Name,Notes\nAda,4111 1111 1111 1111\nBob,\n".to_vec();
    let done = imported(&firm, file, Duplicates::Skip).await;
    assert_eq!((done.added, done.wrong), (1, 1));
    assert_eq!(firm.violations(), Vec::<String>::new(), "nor kept with the file");
}

#[tokio::test]
async fn old_imports_are_forgotten() {
    let firm = TestFirm::new().await;
    imported(&firm, csv(300), Duplicates::Skip).await;
    firm.clock.advance_ms(Import::KEPT_MS);
    assert_eq!(importing::tidy(&firm.app).await.unwrap(), 0);
    firm.clock.advance_ms(1);
    assert_eq!(importing::tidy(&firm.app).await.unwrap(), 1);
    assert!(
        firm.read().all(IMPORTS, Direction::Forward).unwrap().all(|row| row.unwrap().0.1 == 0),
        "nor are its rows kept"
    );
    assert!(importing::of_user(&firm.app, &firm.billing, Imported::Payers).unwrap().is_empty());
    assert_eq!(all(&firm).len(), 297);
}
