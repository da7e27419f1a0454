//! Files of requests: each good row asks one client once, by mail or by a link, and nothing is half done.

use std::collections::BTreeSet;

use clientpay::{
    domain::{
        delivery::Content,
        ids::PayerId,
        import::{Asking, Duplicates, Import, Imported, RowFault, Stage, Target},
        journal::{Fact, Subject},
        locale::{Language, Locale},
        merchant_account::{AccountKind, MerchantAccount},
        money::{Currency, Money},
        payer::Payer,
        payment_request::{Brought, PaymentRequest, rules::Handing},
        time::Day,
    },
    service::{
        importing::{self, ImportError, Understood},
        payment_requests::looking::{self, Wanted},
    },
    store::{
        self, StoreError,
        engine::{Direction, faulty::Fault},
        journal, payment_requests as stored,
        table::Records as _,
        tables::DELIVERIES,
    },
};

use crate::support::{TestFirm, script, serving};

const HEADINGS: &str = "Name,E-mail,Client number,Amount,Trust amount,Invoice,Message,Due,Expires,Reminders,Language\n";

fn csv(rows: &[&str]) -> Vec<u8> {
    format!("{HEADINGS}{}\n", rows.join("\n")).into_bytes()
}

async fn receive(firm: &TestFirm, bytes: Vec<u8>) -> Result<Import, ImportError> {
    let key = firm.app.ids.operation_key();
    importing::receive(&firm.app, &firm.billing, (Imported::Requests, key), ("Bills.csv".into(), bytes)).await
}

async fn taken_in(firm: &TestFirm, bytes: Vec<u8>, handing: Handing) -> Import {
    let head = receive(firm, bytes).await.unwrap();
    importing::begin(&firm.app, &firm.billing, head.id, handing).await.unwrap();
    importing::run(&firm.app, head.id).await.unwrap()
}

fn made(firm: &TestFirm, head: &Import) -> Vec<PaymentRequest> {
    stored::of_import(&firm.read(), head.id).unwrap().map(Result::unwrap).collect()
}

/// Every message about a request, by the request.
fn mailed(firm: &TestFirm) -> Vec<u64> {
    let reader = firm.read();
    let rows = reader.all(DELIVERIES, Direction::Forward).unwrap().map(|row| row.unwrap().1.content);
    rows.filter_map(|content| match content {
        Content::PaymentRequest { request, .. } => Some(request.get()),
        _ => None,
    })
    .collect()
}

async fn known_payer(firm: &TestFirm, archived: bool) -> PayerId {
    let now = firm.app.now();
    let written = firm.app.store.write(move |writer| -> Result<_, StoreError> {
        let id = writer.next_payer()?;
        let payer = Payer::new(id, "Éloïse Tremblay".into(), Language::Fr, now);
        let number = format!("C-{id}");
        writer.put_payer(&Payer { client_number: Some(number), archived_at: archived.then_some(now), ..payer })?;
        Ok(id)
    });
    written.await.unwrap()
}

#[tokio::test]
async fn what_is_wrong_with_a_row_is_said_by_number_and_reason_and_asks_nobody() {
    let firm = TestFirm::new().await;
    known_payer(&firm, true).await;
    let rows = [
        (",a@b.example,,100,,,,,,,", RowFault::NoName),
        ("Ada,nobody,,100,,,,,,,", RowFault::Email),
        ("Ada,a@b.co b@b.co c@b.co d@b.co e@b.co f@b.co,,100,,,,,,,", RowFault::TooMany),
        ("Ada,,,,,,,,,,", RowFault::Amount),
        ("Ada,,,0,0,,,,,,", RowFault::Amount),
        ("Ada,,,much,,,,,,,", RowFault::Amount),
        ("Ada,,,-5,,,,,,,", RowFault::Amount),
        ("Ada,,,100000000,,,,,,,", RowFault::Amount),
        ("Ada,,C-9,100,,,,,,,", RowFault::NoPayer),
        (",,C-1,100,,,,,,,", RowFault::NotInUse),
        ("Ada,,,100,,,,12/1/2026,,,", RowFault::Date),
        ("Ada,,,100,,,,,2026-01-31,,", RowFault::Date),
        ("Ada,a@b.example,,100,,,,,,soon,", RowFault::Reminders),
        ("Ada,a@b.example,,100,,,,,,\"7, 3\",", RowFault::Reminders),
        ("Ada,,,100,,,,,,3,", RowFault::RemindWhom),
        ("Ada,,,100,,,,,,,Klingon", RowFault::Language),
        ("Ada,,,100,,4242 4242 4242 4242,,,,,", RowFault::CardNumber),
    ];
    let long = format!("Ada,,,100,,{},,,,,", "x".repeat(201));
    let mut lines: Vec<&str> = rows.iter().map(|(line, _)| *line).collect();
    lines.push(&long);
    let head = receive(&firm, csv(&lines)).await.unwrap();
    let wrong = importing::wrong_rows(&firm.app, &head).await.unwrap();
    let told: Vec<(u64, RowFault)> = wrong.iter().map(|(row, fault)| (row.number, *fault)).collect();
    let mut expected: Vec<(u64, RowFault)> = (2..).zip(rows.iter().map(|(_, fault)| *fault)).collect();
    expected.push((19, RowFault::TooLong));
    assert_eq!(told, expected);
    importing::begin(&firm.app, &firm.billing, head.id, Handing::Mail).await.unwrap();
    let done = importing::run(&firm.app, head.id).await.unwrap();
    assert_eq!((done.stage, done.added, done.wrong), (Stage::Done, 0, 18));
    assert!(made(&firm, &done).is_empty() && mailed(&firm).is_empty());
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn only_those_who_send_requests_bring_them_and_only_with_names_amounts_and_open_accounts() {
    let firm = TestFirm::new().await;
    for user in [&firm.cashier, &firm.auditor] {
        let (key, sent) = (firm.app.ids.operation_key(), ("x.csv".to_owned(), csv(&["Ada,,,100,,,,,,,"])));
        let refused = importing::receive(&firm.app, user, (Imported::Requests, key), sent).await;
        assert!(matches!(refused, Err(ImportError::NotAllowed(_))));
    }
    let head = receive(&firm, csv(&["Ada,,,100,,,,,,,"])).await.unwrap();
    assert_eq!((head.asking.account, head.asking.trust_account), (Some(firm.operating), Some(firm.trust)));
    let agree = async |targets: Vec<Target>, asking: Asking| {
        importing::agree(&firm.app, &firm.billing, head.id, (targets, Duplicates::Create, asking)).await
    };
    for asking in [
        Asking::default(),
        Asking { trust_account: Some(firm.operating), ..head.asking.clone() },
        Asking { account: Some(clientpay::domain::ids::MerchantAccountId::new(99)), ..head.asking.clone() },
    ] {
        let refused = agree(head.targets.clone(), asking).await;
        assert!(matches!(refused, Err(ImportError::NoAccount)), "{refused:?}");
    }
    agree(vec![Target::Name], head.asking.clone()).await.unwrap();
    let unconfirmed = importing::begin(&firm.app, &firm.billing, head.id, Handing::Mail).await;
    assert!(matches!(unconfirmed, Err(ImportError::NoNameColumn)));
    agree(head.targets.clone(), head.asking.clone()).await.unwrap();
    close(&firm, firm.operating).await;
    let done = importing::confirm(&firm.app, &firm.billing, head.id).await.unwrap();
    assert_eq!((done.added, done.wrong), (0, 1), "an account that was closed takes no money");
}

async fn close(firm: &TestFirm, id: clientpay::domain::ids::MerchantAccountId) {
    let written = firm.app.store.write(move |writer| -> Result<(), StoreError> {
        let account = store::firm::merchant_account(writer, id)?.unwrap();
        writer.put_merchant_account(&MerchantAccount { active: false, ..account })
    });
    written.await.unwrap();
}

#[tokio::test]
async fn a_row_asks_for_what_it_says_in_the_uploaders_way_of_writing_it() {
    let firm = TestFirm::new().await;
    let payer = known_payer(&firm, false).await;
    let rows = [
        "Ada Vance,\"ada@b.example; ADA@b.example\",,\"$1,250.50\",,INV-7,Merci,2026-12-01,2026-12-31,\"3, 7\",fr",
        ",,C-1,475,,,,,,,",
        "Bob,bob@b.example,,100,250.5,,,,,,Español",
        "Cy,cy@b.example,,,80,,,,,,",
        "Di,,,0,90,,,,,,",
    ];
    let done = taken_in(&firm, csv(&rows), Handing::Mail).await;
    assert_eq!((done.added, done.wrong), (5, 0));
    let made = made(&firm, &done);
    let first = &made[0].asked;
    assert_eq!((first.name.as_str(), first.emails.as_slice()), ("Ada Vance", &["ada@b.example".to_owned()][..]));
    assert_eq!((first.locale, first.message.as_str()), (Locale::FrCa, "Merci"));
    assert_eq!((first.due, first.expires), (Some(Day::new(2026, 12, 1)), Some(Day::new(2026, 12, 31))));
    assert_eq!((first.invoice_number.as_deref(), first.remind_after.as_slice()), (Some("INV-7"), &[3, 7][..]));
    assert_eq!(made[0].total(), Money::new(125_050, Currency::USD));
    assert_eq!(made[0].brought, Some(Brought { import: done.id, row: 2 }));
    let of_payer = &made[1].asked;
    assert_eq!((of_payer.name.as_str(), of_payer.payer), ("Éloïse Tremblay", Some(payer)));
    assert_eq!(
        (of_payer.locale, of_payer.emails.len()),
        (Locale::FrCa, 0),
        "nobody is mailed whom the file leaves out"
    );
    let legs = |request: &PaymentRequest| -> Vec<(AccountKind, i64)> {
        request.legs.iter().map(|leg| (leg.kind, leg.amount.minor())).collect()
    };
    assert_eq!(legs(&made[2]), [(AccountKind::Operating, 10_000), (AccountKind::Trust, 25_050)]);
    assert_eq!(
        (legs(&made[3]), legs(&made[4])),
        (vec![(AccountKind::Trust, 8_000)], vec![(AccountKind::Trust, 9_000)])
    );
    assert_eq!(mailed(&firm), [made[0].id.get(), made[2].id.get(), made[3].id.get()]);
    firm.leaves_waiting(3);
    let facts = journal::history(&firm.read(), Subject::User(firm.billing.id)).unwrap();
    assert!(facts.iter().any(|entry| matches!(entry.fact, Fact::PaymentRequestsImported { added: 5, .. })));
    let listed = looking::list(&firm.app, &Wanted { import: Some(done.id), ..Wanted::default() }, None, 3).unwrap();
    assert_eq!(listed.iter().map(|request| request.id).collect::<Vec<_>>(), [made[4].id, made[3].id, made[2].id]);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn amounts_of_two_kinds_of_money_need_two_kinds_of_account() {
    let firm = TestFirm::new().await;
    let head = receive(&firm, csv(&["Ada,,,100,250,,,,,,", "Bob,,,100,,,,,,,"])).await.unwrap();
    let asking = Asking { account: Some(firm.trust), ..head.asking.clone() };
    let head = importing::agree(&firm.app, &firm.billing, head.id, (head.targets, Duplicates::Create, asking)).await;
    let preview = importing::preview(&firm.app, &head.unwrap()).await.unwrap();
    assert_eq!((preview.new, preview.faults[0].1), (1, RowFault::Split));
    let Understood::Request(meant) = &preview.sample[0].1 else { panic!("{:?}", preview.sample) };
    assert_eq!(meant.wanted.amounts, [(firm.trust, Money::new(10_000, Currency::USD))]);
}

#[tokio::test]
async fn links_alone_mail_nobody_and_what_was_confirmed_first_stands() {
    let firm = TestFirm::new().await;
    let head = receive(&firm, csv(&["Ada,ada@b.example,,100,,,,,,,", "Bob,,,200,,,,,,,"])).await.unwrap();
    let preview = importing::preview(&firm.app, &head).await.unwrap();
    assert_eq!((preview.new, preview.mailed), (2, 1));
    importing::begin(&firm.app, &firm.billing, head.id, Handing::Link).await.unwrap();
    importing::begin(&firm.app, &firm.billing, head.id, Handing::Mail).await.unwrap();
    let done = importing::run(&firm.app, head.id).await.unwrap();
    assert_eq!((done.added, mailed(&firm).len()), (2, 0));
    let again = importing::confirm(&firm.app, &firm.billing, head.id).await.unwrap();
    assert_eq!((again, made(&firm, &done).len()), (done, 2), "confirmed twice is once");
}

#[tokio::test]
async fn ten_thousand_rows_of_which_some_are_wrong_are_taken_in() {
    let firm = TestFirm::new().await;
    let written: Vec<String> = (0..10_000)
        .map(|row| match row % 100 {
            7 => format!("Client {row},nobody,,100,,,,,,,"),
            _ => format!("Client {row},c{row}@b.example,,100.{:02},,,,,,,", row % 100),
        })
        .collect();
    let rows: Vec<&str> = written.iter().map(String::as_str).collect();
    let done = taken_in(&firm, csv(&rows), Handing::Mail).await;
    assert_eq!((done.rows, done.added, done.wrong), (10_000, 9_900, 100));
    let requests = made(&firm, &done);
    let links: BTreeSet<[u8; 32]> = requests.iter().map(|request| request.token_hash).collect();
    assert_eq!((requests.len(), links.len(), mailed(&firm).len()), (9_900, 9_900, 9_900));
    assert_eq!(importing::wrong_rows(&firm.app, &done).await.unwrap()[1].0.number, 109);
    firm.leaves_waiting(9_900);
}

#[tokio::test]
async fn wherever_it_is_killed_every_row_asks_once_and_mails_once() {
    // Confirmed, and three parts.
    for survived in 0..4 {
        let mut firm = TestFirm::new().await;
        let lines: Vec<String> = (0..600).map(|row| format!("C {row},c{row}@b.example,,10,,,,,,,")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let head = receive(&firm, csv(&lines)).await.unwrap();
        let mut faults = vec![Fault::Pass; survived];
        faults.push(if survived % 2 == 0 { Fault::CommitLost } else { Fault::CommitKept });
        script(&firm.faults, &faults);
        let begun = importing::begin(&firm.app, &firm.billing, head.id, Handing::Mail).await;
        let broken = if begun.is_ok() { importing::run(&firm.app, head.id).await.map(|_| ()) } else { begun };
        assert!(matches!(broken, Err(ImportError::Unavailable)), "{survived}");
        serving(&firm.app.store).await;
        firm.restart();
        importing::resume(&firm.app).await.unwrap();
        importing::begin(&firm.app, &firm.billing, head.id, Handing::Mail).await.unwrap();
        let done = importing::run(&firm.app, head.id).await.unwrap();
        let mails: BTreeSet<u64> = mailed(&firm).into_iter().collect();
        assert_eq!((done.added, done.wrong, made(&firm, &done).len()), (600, 0, 600), "{survived}");
        assert_eq!((mails.len(), mailed(&firm).len()), (600, 600), "{survived}");
        firm.leaves_waiting(600);
        assert_eq!(firm.violations(), Vec::<String>::new());
    }
}
