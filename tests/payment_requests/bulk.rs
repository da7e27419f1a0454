//! Files of requests: each good row asks one client once, by mail or by a link, and nothing is half done.

use std::collections::BTreeSet;

use clientpay::{
    domain::{
        accepted::Accepted,
        delivery::Content,
        ids::{MerchantAccountId, PayerId},
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
        importing::{self, ImportError, Understood, Wanted as Rows},
        payment_requests::{
            looking::{self, Wanted},
            waking,
        },
        schedules::SETTLE_MS,
    },
    store::{
        self, StoreError,
        engine::{Direction, faulty::Fault},
        journal,
        payment_requests::{self as stored, Listed},
        table::Records as _,
        tables::DELIVERIES,
    },
};

use crate::support::{TestFirm, script, serving};

pub(super) const HEADINGS: &str =
    "Name,E-mail,Client number,Amount,Trust amount,Invoice,Message,Due,Expires,Reminders,Language\n";

pub(super) fn csv(rows: &[&str]) -> Vec<u8> {
    format!("{HEADINGS}{}\n", rows.join("\n")).into_bytes()
}

pub(super) async fn receive(firm: &TestFirm, bytes: Vec<u8>) -> Result<Import, ImportError> {
    let key = firm.app.ids.operation_key();
    importing::receive(&firm.app, &firm.billing, (Imported::Requests, key), ("Bills.csv".into(), bytes)).await
}

async fn taken_in(firm: &TestFirm, bytes: Vec<u8>, handing: Handing) -> Import {
    let head = receive(firm, bytes).await.unwrap();
    begin(firm, &head, handing).await.unwrap();
    importing::run(&firm.app, head.id).await.unwrap()
}

pub(super) async fn begin(firm: &TestFirm, head: &Import, handing: Handing) -> Result<(), ImportError> {
    importing::begin(&firm.app, &firm.billing, head.id, (handing, None, head.changes)).await
}

pub(super) fn made(firm: &TestFirm, head: &Import) -> Vec<PaymentRequest> {
    stored::of_import(&firm.read(), head.id).unwrap().map(Result::unwrap).collect()
}

/// Every message about a request, by the request.
pub(super) fn mailed(firm: &TestFirm) -> Vec<u64> {
    let reader = firm.read();
    let rows = reader.all(DELIVERIES, Direction::Forward).unwrap().map(|row| row.unwrap().1.content);
    rows.filter_map(|content| match content {
        Content::PaymentRequest { request, .. } => Some(request.get()),
        _ => None,
    })
    .collect()
}

pub(super) async fn known_payer(firm: &TestFirm, archived: bool) -> PayerId {
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
        ("Ada,,,,,,,,,,", RowFault::NoAmount),
        ("Ada,,,0,0,,,,,,", RowFault::NoAmount),
        ("Ada,,,much,,,,,,,", RowFault::AmountUnread),
        ("Ada,,,-5,,,,,,,", RowFault::AmountUnread),
        ("Ada,,,100000000,,,,,,,", RowFault::AmountLarge),
        ("Ada,,,100,much,,,,,,", RowFault::TrustUnread),
        ("Ada,,,100,100000000,,,,,,", RowFault::TrustLarge),
        ("Ada,,C-9,100,,,,,,,", RowFault::NoPayer),
        (",,C-1,100,,,,,,,", RowFault::NotInUse),
        ("Ada,,,100,,,,12/1/2026,,,", RowFault::Date),
        ("Ada,,,100,,,,,2026-01-31,,", RowFault::Date),
        ("Ada,,,100,,,,2026-12-25,2026-12-24,,", RowFault::DueTooLate),
        ("Ada,a@b.example,,100,,,,,2026-12-24,\"3, 40\",", RowFault::RemindTooLate),
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
    expected.push((23, RowFault::TooLong));
    assert_eq!(told, expected);
    begin(&firm, &head, Handing::Mail).await.unwrap();
    let done = importing::run(&firm.app, head.id).await.unwrap();
    assert_eq!((done.stage, done.added, done.wrong), (Stage::Done, 0, 22));
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
        Asking { account: Some(MerchantAccountId::new(99)), ..head.asking.clone() },
    ] {
        let refused = agree(head.targets.clone(), asking).await;
        assert!(matches!(refused, Err(ImportError::NoAccount)), "{refused:?}");
    }
    let nameless = agree(vec![Target::Name], head.asking.clone()).await.unwrap();
    let unconfirmed = begin(&firm, &nameless, Handing::Mail).await;
    assert!(matches!(unconfirmed, Err(ImportError::NoNameColumn)));
    agree(head.targets.clone(), head.asking.clone()).await.unwrap();
    close(&firm, firm.operating).await;
    let done = importing::confirm(&firm.app, &firm.billing, head.id).await.unwrap();
    assert_eq!((done.added, done.wrong), (0, 1), "an account that was closed takes no money");
}

async fn close(firm: &TestFirm, id: MerchantAccountId) {
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
    let preview = importing::preview(&firm.app, &head.unwrap(), &Rows::default()).await.unwrap();
    assert_eq!((preview.new, preview.faults[0].1), (1, RowFault::Split));
    let Understood::Request(meant) = &preview.sample[0].1 else { panic!("{:?}", preview.sample) };
    assert_eq!(meant.wanted.amounts, [(firm.trust, Money::new(10_000, Currency::USD))]);
}

#[tokio::test]
async fn links_alone_mail_nobody_and_what_was_confirmed_first_stands() {
    let firm = TestFirm::new().await;
    let head = receive(&firm, csv(&["Ada,ada@b.example,,100,,,,,,,", "Bob,,,200,,,,,,,"])).await.unwrap();
    let preview = importing::preview(&firm.app, &head, &Rows::default()).await.unwrap();
    assert_eq!((preview.new, preview.mailed), (2, 1));
    begin(&firm, &head, Handing::Link).await.unwrap();
    begin(&firm, &head, Handing::Mail).await.unwrap();
    let done = importing::run(&firm.app, head.id).await.unwrap();
    assert_eq!((done.added, mailed(&firm).len()), (2, 0));
    let again = importing::confirm(&firm.app, &firm.billing, head.id).await.unwrap();
    assert_eq!((again, made(&firm, &done).len()), (done, 2), "confirmed twice is once");
}

#[tokio::test]
async fn nobody_is_reminded_by_mail_of_a_link_that_the_firm_hands_out_itself() {
    let firm = TestFirm::new().await;
    let rows = ["Ada,ada@b.example,,100,,,,,,\"3, 7\",", "Bob,,,100,,,,,,3,", "Cy,cy@b.example,,100,,,,,,\"7, 3\","];
    let head = receive(&firm, csv(&rows)).await.unwrap();
    let told = importing::preview(&firm.app, &head, &Rows::default()).await.unwrap();
    assert_eq!((told.new, told.wrong), (1, 2));
    begin(&firm, &head, Handing::Link).await.unwrap();
    let done = importing::run(&firm.app, head.id).await.unwrap();
    assert_eq!((done.added, done.wrong), (1, 2), "as was shown before it was confirmed");
    let request = made(&firm, &done).remove(0);
    assert!(request.reminders.is_empty() && request.asked.emails == ["ada@b.example"], "{request:?}");
    firm.clock.advance_ms(10 * 24 * 60 * 60 * 1000);
    waking::wake_due(&firm.app).await.unwrap();
    firm.clock.advance_ms(SETTLE_MS);
    waking::wake_due(&firm.app).await.unwrap();
    assert!(mailed(&firm).is_empty());
}

#[tokio::test]
async fn a_trust_column_of_zeros_asks_for_nothing_where_there_is_no_trust_account() {
    let firm = TestFirm::new().await;
    close(&firm, firm.trust).await;
    let rows =
        ["Ada,,,100,0,,,,,,", "Bob,,,100,0.00,,,,,,", "Cy,,,100,$0,,,,,,", "Di,,,100,5,,,,,,", "Ed,,,100,much,,,,,,"];
    let head = receive(&firm, csv(&rows)).await.unwrap();
    assert_eq!(head.asking.trust_account, None);
    let wrong = importing::wrong_rows(&firm.app, &head).await.unwrap();
    let wrong: Vec<(u64, RowFault)> = wrong.iter().map(|(row, fault)| (row.number, *fault)).collect();
    assert_eq!(wrong, [(5, RowFault::TrustNowhere), (6, RowFault::TrustUnread)]);
    begin(&firm, &head, Handing::Link).await.unwrap();
    let done = importing::run(&firm.app, head.id).await.unwrap();
    let made = made(&firm, &done);
    assert_eq!(
        (made.len(), made[0].asked.accepted),
        (3, Accepted::Both),
        "the money goes to one account, which takes debits"
    );
}

/// An account in Canadian dollars, from which nobody can be debited.
async fn canadian(firm: &TestFirm, like: MerchantAccountId) -> MerchantAccountId {
    let written = firm.app.store.write(move |writer| -> Result<_, StoreError> {
        let account = store::firm::merchant_account(writer, like)?.unwrap();
        let id = writer.next_merchant_account()?;
        writer.put_merchant_account(&MerchantAccount { id, currency: Currency::CAD, used: false, ..account })?;
        Ok(id)
    });
    written.await.unwrap()
}

#[tokio::test]
async fn clients_may_pay_with_what_the_accounts_take_that_their_amounts_go_to() {
    let firm = TestFirm::new().await;
    let (operating, trust) = (canadian(&firm, firm.operating).await, canadian(&firm, firm.trust).await);
    let (asked, in_trust) = ("Name,Amount\nAda,100\n", "Name,Trust amount\nAda,100\n");
    for (file, account, trust_account, accepted) in [
        (asked, firm.operating, trust, Accepted::Both),
        (asked, operating, firm.trust, Accepted::Cards),
        (in_trust, operating, firm.trust, Accepted::Both),
        (in_trust, firm.operating, trust, Accepted::Cards),
        ("Name,Amount,Trust amount\nAda,100,\n", firm.operating, firm.trust, Accepted::Both),
        ("Name,Amount,Trust amount\nBob,100,\n", firm.operating, trust, Accepted::Cards),
    ] {
        let head = receive(&firm, file.into()).await.unwrap();
        let asking = Asking { account: Some(account), trust_account: Some(trust_account), ..head.asking.clone() };
        let chosen = (head.targets.clone(), Duplicates::Create, asking);
        let head = importing::agree(&firm.app, &firm.billing, head.id, chosen).await.unwrap();
        let again = importing::taken_before(&firm.app, &head).unwrap().map(|earlier| earlier.import.id);
        importing::begin(&firm.app, &firm.billing, head.id, (Handing::Link, again, head.changes)).await.unwrap();
        let done = importing::run(&firm.app, head.id).await.unwrap();
        let told: Vec<Accepted> = made(&firm, &done).iter().map(|request| request.asked.accepted).collect();
        assert_eq!(told, [accepted], "{file} {account} {trust_account}");
    }
}

#[tokio::test]
async fn rows_that_were_taken_in_are_taken_in_again_only_by_whoever_says_that_they_know() {
    let firm = TestFirm::new().await;
    let rows = ["Ada,ada@b.example,,100,,,,,,,", "Bob,,,200,,,,,,,"];
    let discarded = receive(&firm, csv(&rows)).await.unwrap();
    let [first, twin] = [receive(&firm, csv(&rows)).await.unwrap(), receive(&firm, csv(&rows)).await.unwrap()];
    assert_eq!(importing::taken_before(&firm.app, &first).unwrap(), None, "{discarded:?} was never confirmed");
    begin(&firm, &first, Handing::Link).await.unwrap();
    importing::run(&firm.app, first.id).await.unwrap();
    // It was on screen before the other one was confirmed.
    assert!(matches!(begin(&firm, &twin, Handing::Link).await, Err(ImportError::TakenBefore)));
    // A colleague, another name of the file, other ends of its lines, and an empty line.
    let (key, bytes) = (firm.app.ids.operation_key(), format!("{HEADINGS}\r\n{}", rows.join("\r\n")));
    let file = ("Bills (1).csv".to_owned(), bytes.into_bytes());
    let theirs = importing::receive(&firm.app, &firm.admin, (Imported::Requests, key), file).await.unwrap();
    let earlier = importing::taken_before(&firm.app, &theirs).unwrap().unwrap();
    assert_eq!((earlier.import.id, earlier.by.as_str()), (first.id, firm.billing.name.as_str()));
    let confirm =
        async |again| importing::begin(&firm.app, &firm.admin, theirs.id, (Handing::Link, again, theirs.changes)).await;
    for unknowing in [None, Some(discarded.id), Some(theirs.id)] {
        assert!(matches!(confirm(unknowing).await, Err(ImportError::TakenBefore)), "{unknowing:?}");
    }
    assert_eq!(stored::list(&firm.read(), &Listed::default(), None, 9).unwrap().len(), 2, "nobody was asked twice");
    confirm(Some(first.id)).await.unwrap();
    importing::run(&firm.app, theirs.id).await.unwrap();
    assert_eq!(made(&firm, &theirs).len(), 2);
    let other = taken_in(&firm, csv(&["Ada,ada@b.example,,101,,,,,,,"]), Handing::Link).await;
    assert_eq!(other.added, 1, "another file is nobody's second");
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn what_made_nothing_may_be_brought_again_and_what_made_something_is_known_for_a_year() {
    let firm = TestFirm::new().await;
    let rows = csv(&["Ada,,,100,,,,,,,"]);
    let in_vain = receive(&firm, rows.clone()).await.unwrap();
    close(&firm, firm.operating).await;
    importing::confirm(&firm.app, &firm.billing, in_vain.id).await.unwrap();
    let written = firm.app.store.write({
        let id = firm.operating;
        move |writer| -> Result<(), StoreError> {
            let account = store::firm::merchant_account(writer, id)?.unwrap();
            writer.put_merchant_account(&MerchantAccount { active: true, ..account })
        }
    });
    written.await.unwrap();
    let done = taken_in(&firm, rows.clone(), Handing::Link).await;
    assert_eq!(done.added, 1);
    firm.clock.advance_ms(Import::KEPT_MS + 1);
    assert_eq!(importing::tidy(&firm.app).await.unwrap(), 2);
    assert_eq!(importing::tidy(&firm.app).await.unwrap(), 0);
    assert!(importing::of_user(&firm.app, &firm.billing, Imported::Requests).unwrap().is_empty());
    let gone = importing::find(&firm.app, &firm.billing, (Imported::Requests, done.id));
    assert!(matches!(gone, Err(ImportError::NotFound)), "its rows are gone");
    assert_eq!(made(&firm, &done).len(), 1);
    let again = receive(&firm, rows.clone()).await.unwrap();
    assert!(matches!(begin(&firm, &again, Handing::Link).await, Err(ImportError::TakenBefore)));
    firm.clock.advance_ms(Import::REMEMBERED_MS);
    assert_eq!(importing::tidy(&firm.app).await.unwrap(), 2);
    let anew = receive(&firm, rows).await.unwrap();
    assert_eq!(importing::taken_before(&firm.app, &anew).unwrap(), None);
    assert_eq!(firm.violations(), Vec::<String>::new());
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
        let begun = begin(&firm, &head, Handing::Mail).await;
        let broken = if begun.is_ok() { importing::run(&firm.app, head.id).await.map(|_| ()) } else { begun };
        assert!(matches!(broken, Err(ImportError::Unavailable)), "{survived}");
        serving(&firm.app.store).await;
        firm.restart();
        importing::resume(&firm.app).await.unwrap();
        begin(&firm, &head, Handing::Mail).await.unwrap();
        let done = importing::run(&firm.app, head.id).await.unwrap();
        let mails: BTreeSet<u64> = mailed(&firm).into_iter().collect();
        assert_eq!((done.added, done.wrong, made(&firm, &done).len()), (600, 0, 600), "{survived}");
        assert_eq!((mails.len(), mailed(&firm).len()), (600, 600), "{survived}");
        firm.leaves_waiting(600);
        assert_eq!(firm.violations(), Vec::<String>::new());
    }
}
