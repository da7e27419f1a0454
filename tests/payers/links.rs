//! Links under which payers see to their own methods.

use clientpay::{
    domain::{
        delivery::{Content, DeliveryStatus},
        journal::{Actor, Fact},
        locale::Language,
        method_request::{LinkState, MethodRequest},
    },
    service::{
        Authority,
        methods::{
            adding::{self, AddError, AddMethod},
            links::{self, AskError, AskPayer},
            managing::MethodError,
        },
        outbox::deliver_due,
        payers::editing::PayerFacts,
    },
    store::{journal, outbox},
};

use super::{billing, facts, methods::saved, record, told};
use crate::support::{APPROVED, TestFirm};

fn ask(firm: &TestFirm, payer: clientpay::domain::ids::PayerId, recipients: &[&str]) -> AskPayer {
    AskPayer {
        key: firm.app.ids.operation_key(),
        payer,
        merchant_account: firm.operating,
        recipients: recipients.iter().map(|text| (*text).to_owned()).collect(),
        message: "Merci d’avance".into(),
    }
}

async fn made(firm: &TestFirm, recipients: &[&str]) -> (clientpay::domain::ids::PayerId, MethodRequest, String) {
    let payer = record(firm, PayerFacts { language: Language::Fr, ..facts("Élodie Tremblay") }).await.id;
    let request = links::create(&firm.app, billing(firm), ask(firm, payer, recipients)).await.unwrap();
    let token = links::token(&firm.app.secrets, &request.nonce);
    (payer, request, token)
}

#[tokio::test]
async fn a_link_that_may_not_be_made_is_not_made() {
    let firm = TestFirm::new().await;
    let (payer, _, _) = made(&firm, &[]).await;
    let cashier = links::create(&firm.app, Authority::Staff(&firm.cashier), ask(&firm, payer, &[])).await;
    assert!(matches!(cashier, Err(AskError::NotAllowed(_))));
    let long = AskPayer { message: "x".repeat(1_001), ..ask(&firm, payer, &[]) };
    assert!(matches!(links::create(&firm.app, billing(&firm), long).await, Err(AskError::TooLong)));
    for _ in 1..MethodRequest::MAX_OPEN {
        links::create(&firm.app, billing(&firm), ask(&firm, payer, &[])).await.unwrap();
    }
    let many = links::create(&firm.app, billing(&firm), ask(&firm, payer, &[])).await;
    assert!(matches!(many, Err(AskError::TooMany)));
    firm.clock.advance_ms(MethodRequest::GOOD_FOR_MS);
    links::create(&firm.app, billing(&firm), ask(&firm, payer, &[])).await.unwrap();
}

#[tokio::test]
async fn the_mail_speaks_the_payers_language_and_carries_the_link() {
    let firm = TestFirm::new().await;
    let payer = record(&firm, PayerFacts { language: Language::Fr, ..facts("Élodie Tremblay") }).await.id;
    let asked = ask(&firm, payer, &["elodie@client.example"]);
    let request = links::create(&firm.app, billing(&firm), asked.clone()).await.unwrap();
    assert_eq!(
        links::create(&firm.app, billing(&firm), asked).await.unwrap(),
        request,
        "a form sent twice is one link"
    );
    assert_eq!(deliver_due(&firm.app).await.unwrap(), 1);
    let delivery = outbox::latest(&firm.read(), None, 1).unwrap().remove(0);
    assert!(matches!(delivery.content, Content::MethodRequest { payer: whose, .. } if whose == payer));
    let message = outbox::message(&firm.read(), delivery.id).unwrap().unwrap();
    let token = links::token(&firm.app.secrets, &request.nonce);
    for part in [&message.text, &message.html] {
        assert!(part.contains(&format!("/methods/{token}")) && part.contains("Merci d’avance"), "{part}");
        assert!(part.contains("Bonjour") && !part.contains('⟦'), "{part}");
    }
    let queued = Fact::MethodLinkQueued { request: request.id, delivery: delivery.id };
    assert_eq!(told(&firm, payer)[..2], [Fact::Delivered { delivery: delivery.id }, queued]);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_link_that_was_taken_back_is_not_mailed_any_more() {
    let firm = TestFirm::new().await;
    let (payer, request, token) = made(&firm, &["elodie@client.example"]).await;
    links::revoke(&firm.app, billing(&firm), (payer, request.id)).await.unwrap();
    links::revoke(&firm.app, billing(&firm), (payer, request.id)).await.unwrap();
    assert_eq!(told(&firm, payer)[0], Fact::MethodLinkRevoked { request: request.id });
    assert_eq!(deliver_due(&firm.app).await.unwrap(), 0);
    assert_eq!(outbox::latest(&firm.read(), None, 1).unwrap()[0].status, DeliveryStatus::Failed);
    assert_eq!(links::open(&firm.app, &token).unwrap().unwrap().state, LinkState::Revoked);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn only_the_whole_token_opens_and_only_for_a_week() {
    let firm = TestFirm::new().await;
    let (payer, _, token) = made(&firm, &[]).await;
    saved(&firm, payer, APPROVED).await;
    for wrong in ["", &token[..31], &format!("{token}a"), &token.to_uppercase(), &"a".repeat(32)] {
        assert!(links::open(&firm.app, wrong).unwrap().is_none(), "{wrong}");
    }
    let before = journal::tail(&firm.read()).unwrap();
    let opened = links::open(&firm.app, &token).unwrap().unwrap();
    assert_eq!((opened.state, opened.payer.id, opened.methods.len()), (LinkState::Open, payer, 1));
    firm.clock.advance_ms(MethodRequest::GOOD_FOR_MS);
    let opened = links::open(&firm.app, &token).unwrap().unwrap();
    assert_eq!((opened.state, opened.methods.len()), (LinkState::Expired, 0), "it shows nothing any more");
    assert_eq!(journal::tail(&firm.read()).unwrap(), before, "looking writes nothing");
}

#[tokio::test]
async fn saving_a_card_uses_the_link_up() {
    let firm = TestFirm::new().await;
    let (payer, request, token) = made(&firm, &[]).await;
    let asked =
        |key| AddMethod { key, payer, merchant_account: firm.operating, link: Some(request.id), replaces: None };
    let (first, second) = (firm.app.ids.operation_key(), firm.app.ids.operation_key());
    for key in [&first, &second] {
        firm.enter_card(key, APPROVED);
    }
    let saved = adding::add(&firm.app, Authority::Client, asked(first.clone())).await.unwrap();
    assert_eq!(adding::add(&firm.app, Authority::Client, asked(first)).await.unwrap().id, saved.id);
    let again = adding::add(&firm.app, Authority::Client, asked(second)).await;
    assert!(matches!(again, Err(AddError::LinkClosed)));
    assert_eq!(links::open(&firm.app, &token).unwrap().unwrap().state, LinkState::Used);
    let entry = journal::history(&firm.read(), clientpay::domain::journal::Subject::Payer(payer)).unwrap().remove(0);
    assert_eq!((entry.actor, entry.fact), (Actor::Client, Fact::PaymentMethodSaved { method: saved.id }));
    assert!(matches!(links::remove_method(&firm.app, &token, saved.id).await, Err(MethodError::NotFound)));
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_payer_removes_their_own_methods_and_nobody_elses() {
    let firm = TestFirm::new().await;
    let (payer, _, token) = made(&firm, &[]).await;
    let other = record(&firm, facts("Bob")).await.id;
    let (own, others) = (saved(&firm, payer, APPROVED).await, saved(&firm, other, APPROVED).await);
    assert!(matches!(links::remove_method(&firm.app, &token, others.id).await, Err(MethodError::NotFound)));
    links::remove_method(&firm.app, &token, own.id).await.unwrap();
    let opened = links::open(&firm.app, &token).unwrap().unwrap();
    assert_eq!((opened.state, opened.methods.len()), (LinkState::Open, 0));
    assert_eq!(told(&firm, payer)[0], Fact::PaymentMethodRemoved { method: own.id });
}
