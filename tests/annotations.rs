//! Tags, the internal note, and putting a payment on a payer's record afterwards.

use clientpay::{
    domain::{
        annotation::Annotation,
        journal::{Fact, Subject},
        transaction::Transaction,
    },
    search::{page::Page, query},
    service::{
        Authority,
        annotations::{self, AnnotateError},
        payers::{self, LinkError},
    },
    store::{StoreError, journal},
};

use crate::support::{APPROVED, TestFirm};

async fn paid(firm: &TestFirm) -> Transaction {
    let mut asked = firm.command(12_500);
    asked.payer.emails.clear();
    firm.enter_card(&asked.key, APPROVED);
    firm.submit(asked).await.unwrap()
}

async fn tag(firm: &TestFirm, payment: &Transaction, tag: &str) -> Result<Annotation, AnnotateError> {
    annotations::add_tag(&firm.app, firm.staff(), payment.id, tag).await
}

async fn note(firm: &TestFirm, payment: &Transaction, text: &str, seen: u32) -> Result<Annotation, AnnotateError> {
    annotations::write_note(&firm.app, firm.staff(), payment.id, (text.to_owned(), seen)).await
}

/// How many payments a search finds, once the index has caught up.
async fn found(firm: &TestFirm, text: &str) -> usize {
    let sequence = clientpay::service::reading::journal_length(&firm.app).unwrap();
    assert!(firm.app.index.wait_for(sequence, std::time::Duration::from_secs(60)).await);
    let day = clientpay::domain::time::Day::new(2026, 11, 22);
    let query = query::parse(text, &query::Dialect::neutral(day));
    firm.app.index.search(&query, &Page::first(50)).unwrap().ids.len()
}

#[tokio::test]
async fn an_auditor_notes_nothing_and_nobody_on_what_is_not_there() {
    let firm = TestFirm::new().await;
    let payment = paid(&firm).await;
    let auditor = Authority::Staff(&firm.auditor);
    let refused = annotations::add_tag(&firm.app, auditor, payment.id, "urgent").await;
    assert!(matches!(refused, Err(AnnotateError::NotAllowed(_))));
    let refused = annotations::write_note(&firm.app, auditor, payment.id, ("x".into(), 0)).await;
    assert!(matches!(refused, Err(AnnotateError::NotAllowed(_))));
    let nowhere = clientpay::domain::ids::TransactionId::new(99);
    let refused = annotations::add_tag(&firm.app, firm.staff(), nowhere, "urgent").await;
    assert!(matches!(refused, Err(AnnotateError::NotFound)));
}

#[tokio::test]
async fn a_tag_is_there_once_and_there_are_ten_at_most() {
    let firm = TestFirm::new().await;
    let payment = paid(&firm).await;
    for bad in ["", "  ", &"x".repeat(31)] {
        assert!(matches!(tag(&firm, &payment, bad).await, Err(AnnotateError::NotATag)), "{bad}");
    }
    for same in ["Élevé", " ELEVE ", "élevé"] {
        assert_eq!(tag(&firm, &payment, same).await.unwrap().tags, ["Élevé"]);
    }
    // Too long for a word of the index, and still two tags.
    let [one, other] = ["界".repeat(30), "世".repeat(30)];
    tag(&firm, &payment, &one).await.unwrap();
    assert_eq!(tag(&firm, &payment, &other).await.unwrap().tags.len(), 3);
    for number in 4..=10 {
        tag(&firm, &payment, &format!("tag {number}")).await.unwrap();
    }
    assert!(matches!(tag(&firm, &payment, "eleventh").await, Err(AnnotateError::TooManyTags)));
    let removed = annotations::remove_tag(&firm.app, firm.staff(), payment.id, "eleve").await.unwrap();
    assert_eq!((removed.tags.len(), removed.tags[0].as_str()), (9, one.as_str()));
    annotations::remove_tag(&firm.app, firm.staff(), payment.id, "eleve").await.unwrap();
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn tags_and_notes_are_found_in_three_languages_until_they_are_gone() {
    let firm = TestFirm::new().await;
    let payment = paid(&firm).await;
    paid(&firm).await;
    tag(&firm, &payment, "Urgent").await.unwrap();
    note(&firm, &payment, "Rappeler lundi", 0).await.unwrap();
    for query in ["tag:urgent", "etiquette:urgent", "étiquette:URGENT", "etiqueta:urgent", "urgent", "note:lundi"] {
        assert_eq!(found(&firm, query).await, 1, "{query}");
    }
    assert_eq!(found(&firm, "tag:lundi").await, 0, "a note is no tag");
    annotations::remove_tag(&firm.app, firm.staff(), payment.id, "urgent").await.unwrap();
    assert_eq!(found(&firm, "tag:urgent").await, 0);
}

#[tokio::test]
async fn a_note_is_never_overwritten_by_whoever_has_not_seen_it() {
    let firm = TestFirm::new().await;
    let payment = paid(&firm).await;
    let first = note(&firm, &payment, "Call back", 0).await.unwrap();
    assert_eq!((first.note_version, first.note_by), (1, Some(firm.cashier.id)));
    let stale = note(&firm, &payment, "Called", 0).await;
    assert!(matches!(&stale, Err(AnnotateError::Stale(now)) if now.note == "Call back"), "{stale:?}");
    assert_eq!(note(&firm, &payment, "Call back", 0).await.unwrap().note_version, 1, "a double click is no conflict");
    note(&firm, &payment, "Called", 1).await.unwrap();
    let gone = note(&firm, &payment, "", 2).await.unwrap();
    assert_eq!((gone.note.as_str(), gone.note_version), ("", 3));
    assert!(matches!(note(&firm, &payment, &"x".repeat(2_001), 3).await, Err(AnnotateError::TooLong)));
    let history = journal::history(&firm.read(), Subject::Transaction(payment.id)).unwrap();
    let written: Vec<String> = history
        .into_iter()
        .filter_map(|entry| match entry.fact {
            Fact::NoteWritten { text } => Some(text),
            _ => None,
        })
        .collect();
    assert_eq!(written, ["", "Called", "Call back"], "every version is in the journal");
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_noted_without_the_journal_is_found_by_the_check() {
    let firm = TestFirm::new().await;
    let payment = paid(&firm).await;
    let id = payment.id;
    tag(&firm, &payment, "urgent").await.unwrap();
    let forged = Annotation { tags: vec!["harmless".into()], ..Annotation::default() };
    let written = firm.app.store.write(move |writer| -> Result<(), StoreError> {
        writer.put_annotation(id, &forged)?;
        writer.put_annotation(clientpay::domain::ids::TransactionId::new(99), &forged)
    });
    written.await.unwrap();
    let found = firm.violations();
    let expected = [
        format!("[I10] annotation {id}: it is not what the journal tells"),
        "[I10] annotation 99: its payment does not exist".to_owned(),
        "[I10] annotation 99: it is not what the journal tells".to_owned(),
    ];
    assert_eq!(found, expected);
}

/// Takes the payer's record off a payment, as one that came in without has none.
async fn without_payer(firm: &TestFirm, payment: &Transaction) {
    let bare = Transaction { payer: None, ..firm.stored(payment.id) };
    firm.app.store.write(move |writer| writer.put_transaction(&bare)).await.unwrap();
}

#[tokio::test]
async fn a_payment_without_a_payer_is_put_on_the_record_it_means() {
    let firm = TestFirm::new().await;
    let payment = paid(&firm).await;
    let known = payment.payer.unwrap();
    let link = async |chosen| payers::link(&firm.app, firm.staff(), payment.id, chosen).await;
    assert_eq!(link(None).await.unwrap(), known, "one that has a record keeps it");
    without_payer(&firm, &payment).await;
    assert_eq!(link(None).await.unwrap(), known, "a name that is known is no new payer");
    assert_eq!(firm.stored(payment.id).payer, Some(known));
    let auditor = payers::link(&firm.app, Authority::Staff(&firm.auditor), payment.id, None).await;
    assert!(matches!(auditor, Err(LinkError::NotAllowed(_))));
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn among_several_payers_of_the_name_one_is_chosen() {
    let firm = TestFirm::new().await;
    let payment = paid(&firm).await;
    let first = payment.payer.unwrap();
    let twin = firm.app.store.write(|writer| {
        let id = writer.next_payer()?;
        let language = clientpay::domain::locale::Language::En;
        let twin = clientpay::domain::payer::Payer::new(id, "Ada Vance".into(), language, crate::support::NOW);
        writer.put_payer(&twin)?;
        Ok::<_, StoreError>(id)
    });
    let twin = twin.await.unwrap();
    without_payer(&firm, &payment).await;
    let several = payers::link(&firm.app, firm.staff(), payment.id, None).await;
    assert!(matches!(several, Err(LinkError::SeveralPayers(known)) if known.len() == 2));
    assert_eq!(payers::link(&firm.app, firm.staff(), payment.id, Some(twin)).await.unwrap(), twin);
    assert_ne!(first, twin);
}
