//! No debit without the payer's agreement to exactly its words, and the proof of it.

use clientpay::{
    domain::{
        bank_account::HolderType,
        debit_authorization::{Given, PhoneProof},
        nacha::{Channel, SecCode},
        transaction::{Kind, Status},
    },
    service::{
        Authority,
        bank_debits::{self, Allowed, Consent},
        payments::{Keep, TakeError},
        quick_pay::{self, QuickPay, QuickPayError},
    },
    store::{
        engine::Direction,
        table::Records as _,
        tables::{DEBIT_AUTHORIZATIONS, TRANSACTIONS},
    },
};
use sha2::{Digest as _, Sha256};

use super::{SETTLES, agreed, form, form_of, read_out, take};
use crate::support::TestFirm;

fn authorizations(firm: &TestFirm) -> usize {
    firm.read().all(DEBIT_AUTHORIZATIONS, Direction::Forward).unwrap().count()
}

#[tokio::test]
async fn without_an_authorization_the_processor_refuses_and_no_money_moves() {
    let firm = TestFirm::new().await;
    let payment = firm.submit(form(&firm, 10_000, SETTLES)).await.unwrap();
    assert_eq!((payment.status, payment.bank_debit), (Status::Failed, None));
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn agreement_to_other_words_is_none() {
    let firm = TestFirm::new().await;
    let asked = agreed(&firm, form(&firm, 10_000, SETTLES)).await;
    let mut dearer = asked.clone();
    dearer.amount = clientpay::domain::money::Money::new(10_001, asked.amount.currency());
    assert!(matches!(firm.submit(dearer).await, Err(TakeError::Authorization)));
    let mut written = asked.clone();
    let Some(Allowed::Now(consent)) = &asked.debit else { panic!("no consent") };
    let given = Given::Paper { staff: firm.cashier.id, filed: None };
    written.debit = Some(Allowed::Now(Consent { given, ..consent.clone() }));
    assert!(matches!(firm.submit(written).await, Err(TakeError::Authorization)), "read out is not signed");
    assert_eq!((authorizations(&firm), firm.by_key(&asked.key)), (0, None));
    assert_eq!(firm.submit(asked).await.unwrap().status, Status::Pending);
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn staff_vouch_for_what_they_heard_themselves() {
    let firm = TestFirm::new().await;
    let asked = form(&firm, 10_000, SETTLES);
    let shown_sha256 = read_out(&firm, &asked, Channel::Phone).await;
    let given = Given::Phone { staff: firm.admin.id, proof: PhoneProof::Recording, filed: None };
    let mut by_another = asked.clone();
    by_another.debit = Some(Allowed::Now(Consent { given, shown_sha256 }));
    assert!(matches!(firm.submit(by_another).await, Err(TakeError::Authorization)));
    let online = read_out(&firm, &asked, Channel::Online).await;
    let given = Given::Online { ip: "10.0.0.1".into(), user_agent: "x".into(), typed_name: "Ada Vance".into() };
    let mut by_staff = asked;
    by_staff.debit = Some(Allowed::Now(Consent { given, shown_sha256: online }));
    assert!(matches!(firm.submit(by_staff).await, Err(TakeError::Authorization)), "nobody signs for the payer");
}

#[tokio::test]
async fn a_debit_cannot_be_authorized_only() {
    let firm = TestFirm::new().await;
    let mut asked = agreed(&firm, form(&firm, 10_000, SETTLES)).await;
    asked.kind = Kind::Authorization;
    assert!(matches!(firm.submit(asked).await, Err(TakeError::NoBankDebits)));
}

#[tokio::test]
async fn the_words_are_kept_as_they_were_read_out_with_how_they_were_agreed_to() {
    let firm = TestFirm::new().await;
    let payment = take(&firm, SETTLES).await.unwrap();
    let debit = payment.bank_debit.clone().unwrap();
    let (known, debits) = bank_debits::authorization(&firm.app, debit.authorization).unwrap().unwrap();
    assert_eq!((debit.sec, known.sec, known.payer), (SecCode::Tel, SecCode::Tel, payment.payer.unwrap()));
    assert_eq!(debits.iter().map(|debit| debit.id).collect::<Vec<_>>(), [payment.id]);
    let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(known.text.as_bytes()));
    assert_eq!(hash, known.text_sha256.replace(':', ""));
    for words in ["Ada Vance", "checking", "6789", "110000000", "$100.00"] {
        assert!(known.text.contains(words), "{words}: {}", known.text);
    }
    let filed = Some("Call 7".to_owned());
    assert_eq!(known.given, Given::Phone { staff: firm.cashier.id, proof: PhoneProof::Recording, filed });
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn an_authorization_of_one_debit_that_two_went_by_is_found() {
    let firm = TestFirm::new().await;
    let (first, mut second) = (take(&firm, SETTLES).await.unwrap(), take(&firm, SETTLES).await.unwrap());
    assert_eq!(firm.violations(), Vec::<String>::new());
    second.bank_debit = first.bank_debit.clone();
    let id = second.id;
    firm.app.store.write(move |writer| writer.put(TRANSACTIONS, &id, &second)).await.unwrap();
    let found = firm.violations();
    assert!(found.iter().any(|line| line.contains("was for one debit, and was used before")), "{found:?}");
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn a_companys_account_is_debited_as_ccd() {
    let firm = TestFirm::new().await;
    let asked = agreed(&firm, form_of(&firm, 10_000, (SETTLES, HolderType::Business))).await;
    let payment = firm.submit(asked).await.unwrap();
    assert_eq!(payment.bank_debit.unwrap().sec, SecCode::Ccd);
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_form_sent_twice_makes_one_debit_and_one_authorization() {
    let firm = TestFirm::new().await;
    let asked = agreed(&firm, form(&firm, 10_000, SETTLES)).await;
    let (first, second) = tokio::join!(firm.submit(asked.clone()), firm.submit(asked.clone()));
    assert_eq!(first.unwrap().id, second.unwrap().id);
    assert_eq!(firm.submit(asked).await.unwrap().status, Status::Pending);
    assert_eq!(authorizations(&firm), 1);
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_saved_account_is_debited_again_only_with_a_new_agreement() {
    let firm = TestFirm::new().await;
    let mut asked = agreed(&firm, form(&firm, 10_000, SETTLES)).await;
    asked.keep = Keep::ForPayer;
    let first = firm.submit(asked).await.unwrap();
    assert!(first.payment_method.is_some());
    let again = |consent| QuickPay {
        key: firm.app.ids.operation_key(),
        like: first.id,
        amount: first.amount,
        invoice_number: None,
        matter: None,
        reference: None,
        emails: vec!["ada@client.example".into()],
        consent,
    };
    let refused = quick_pay::charge(&firm.app, Authority::Staff(&firm.cashier), again(None)).await;
    assert!(matches!(refused, Err(QuickPayError::Take(TakeError::Authorization))));
    let (known, _) = bank_debits::authorization(&firm.app, first.bank_debit.unwrap().authorization).unwrap().unwrap();
    // On the same day and for the same amount, the words are the same.
    let given = Given::Phone { staff: firm.cashier.id, proof: PhoneProof::Notice, filed: None };
    let consent = Consent { given, shown_sha256: known.text_sha256 };
    let second = quick_pay::charge(&firm.app, Authority::Staff(&firm.cashier), again(Some(consent))).await.unwrap();
    assert_eq!((second.status, authorizations(&firm)), (Status::Pending, 2));
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn the_number_of_the_account_is_nowhere() {
    let firm = TestFirm::new().await;
    take(&firm, SETTLES).await.unwrap();
    clientpay::service::outbox::deliver_due(&firm.app).await.unwrap();
    let mut rows = 0;
    firm.read()
        .raw()
        .walk(clientpay::store::engine::prefix_span(&[]), &mut |_, value| {
            rows += 1;
            assert!(!String::from_utf8_lossy(value).contains(SETTLES));
        })
        .unwrap();
    assert!(rows > 10);
    assert_eq!(firm.violations(), Vec::<String>::new());
}
