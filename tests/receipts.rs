//! Receipts and the outbox: one per approved payment, again when asked, and out of the house whatever the mail server
//! does.

use clientpay::{
    domain::{
        delivery::{Delivery, DeliveryStatus},
        ids::TransactionId,
        journal::{Actor, Fact, Subject},
        locale::Locale,
        receipt::ReceiptFacts,
    },
    i18n::amount,
    mail::{Transport as _, messages},
    service::{
        Authority,
        outbox::deliver_due,
        receipts::{self, CLIENT_RESENDS_AN_HOUR, MAX_RECIPIENTS, ResendError},
    },
    store::{engine::faulty::Fault, journal, outbox},
};

use crate::support::{APPROVED, TestFirm, post_office::Mood, script, serving};

fn facts_of(firm: &TestFirm, id: TransactionId) -> Vec<(Actor, Fact)> {
    let history = journal::history(&firm.read(), Subject::Transaction(id)).unwrap();
    history.into_iter().map(|entry| (entry.actor, entry.fact)).collect()
}

#[tokio::test]
async fn a_declined_payment_has_no_receipt_to_send_again() {
    let firm = TestFirm::new().await;
    let declined = firm.take(5_000, "4000000000000002").await.unwrap();
    for recipients in [vec![], vec!["ada@client.example".to_owned()]] {
        let refused = receipts::resend(&firm.app, firm.staff(), declined.id, recipients).await;
        assert!(matches!(refused, Err(ResendError::NoReceipt)));
    }
    assert!(receipts::facts(&firm.read(), declined.id).unwrap().is_none());
    let unknown = receipts::resend(&firm.app, firm.staff(), TransactionId::new(99), vec![]).await;
    assert!(matches!(unknown, Err(ResendError::NotFound)));
}

#[tokio::test]
async fn a_receipt_is_sent_again_only_by_who_may_and_to_a_few_addresses() {
    let firm = TestFirm::new().await;
    let paid = firm.take(5_000, APPROVED).await.unwrap();
    let many = vec!["a@client.example".to_owned(); MAX_RECIPIENTS + 1];
    let auditor = Authority::Staff(&firm.auditor);
    let refused = receipts::resend(&firm.app, auditor, paid.id, vec![]).await;
    assert!(matches!(refused, Err(ResendError::NotAllowed(_))));
    let refused = receipts::resend(&firm.app, firm.staff(), paid.id, many.clone()).await;
    assert!(matches!(refused, Err(ResendError::Recipients)));
    assert_eq!(firm.deliveries(paid.id).len(), 1);
    receipts::resend(&firm.app, firm.staff(), paid.id, many[1..].to_vec()).await.unwrap();
    receipts::resend(&firm.app, Authority::Staff(&firm.billing), paid.id, vec![]).await.unwrap();
    receipts::resend(&firm.app, Authority::Staff(&firm.admin), paid.id, vec!["b@firm.example".into()]).await.unwrap();
    let to: Vec<Vec<String>> = firm.deliveries(paid.id).into_iter().map(|delivery| delivery.recipients).collect();
    let ada = vec!["ada@client.example".to_owned()];
    assert_eq!(to, [ada.clone(), many[1..].to_vec(), ada, vec!["b@firm.example".into()]]);
    let again = facts_of(&firm, paid.id)
        .into_iter()
        .filter(|(actor, fact)| {
            matches!(actor, Actor::User(_)) && matches!(fact, Fact::ReceiptQueued { again: true, .. })
        })
        .count();
    assert_eq!(again, 3);
    assert_eq!(deliver_due(&firm.app).await.unwrap(), 4);
    let keys: std::collections::BTreeSet<String> =
        firm.post.taken().into_iter().map(|envelope| envelope.message_key).collect();
    assert_eq!(keys.len(), 4, "a receipt sent again is a message of its own");
}

#[tokio::test]
async fn a_client_has_a_receipt_sent_again_to_where_it_went_and_a_few_times_an_hour() {
    let firm = TestFirm::new().await;
    let [paid, other] = [firm.take(5_000, APPROVED).await.unwrap(), firm.take(5_000, APPROVED).await.unwrap()];
    let again = async |id| receipts::resend(&firm.app, Authority::Client, id, vec!["thief@evil.example".into()]).await;
    for _ in 0..CLIENT_RESENDS_AN_HOUR {
        again(paid.id).await.unwrap();
    }
    assert!(matches!(again(paid.id).await, Err(ResendError::TooOften)));
    assert!(again(other.id).await.is_ok(), "each receipt is counted by itself");
    receipts::resend(&firm.app, firm.staff(), paid.id, vec![]).await.unwrap();
    let to: Vec<_> = firm.deliveries(paid.id).into_iter().flat_map(|delivery| delivery.recipients).collect();
    assert_eq!(to, vec!["ada@client.example"; CLIENT_RESENDS_AN_HOUR + 2]);
    firm.clock.advance_ms(60 * 60 * 1_000);
    again(paid.id).await.unwrap();
    let nobody = clientpay::service::payments::TakePayment {
        payer: crate::support::payer("Ada Vance", &[]),
        ..firm.command(5_000)
    };
    firm.enter_card(&nobody.key, APPROVED);
    let unmailed = firm.submit(nobody).await.unwrap();
    assert!(matches!(again(unmailed.id).await, Err(ResendError::Recipients)));
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(CLIENT_RESENDS_AN_HOUR + 5);
}

#[tokio::test]
async fn a_receipt_link_in_the_mail_leads_to_its_payment() {
    let firm = TestFirm::new().await;
    let paid = firm.take(5_000, APPROVED).await.unwrap();
    deliver_due(&firm.app).await.unwrap();
    let [envelope] = firm.post.taken().try_into().unwrap();
    let token = receipts::link_token(&firm.app.secrets, paid.id);
    assert!(envelope.message.text.contains(&format!("http://127.0.0.1:8080/receipts/{token}")));
    assert_eq!(receipts::open_link(&firm.app.secrets, &token), Some(paid.id));
    assert_eq!(
        (envelope.reply_to.as_str(), envelope.from_name.as_str()),
        ("billing@harlowfinch.example", "Harlow & Finch LLP")
    );
    assert_eq!(firm.deliveries(paid.id)[0].status, DeliveryStatus::Sent);
}

#[tokio::test]
async fn a_mail_server_that_is_down_is_tried_again_later_and_later() {
    let firm = TestFirm::new().await;
    let paid = firm.take(5_000, APPROVED).await.unwrap();
    firm.post.set(Mood::IsDown);
    for attempt in 1..=3 {
        assert_eq!(deliver_due(&firm.app).await.unwrap(), 0);
        let delivery = firm.deliveries(paid.id).remove(0);
        assert_eq!((delivery.attempts, delivery.status), (attempt, DeliveryStatus::Waiting));
        assert_eq!(delivery.last_error.as_deref(), Some("connection refused"));
        firm.clock.advance_ms(Delivery::back_off_ms(attempt) - 1);
        assert_eq!((deliver_due(&firm.app).await.unwrap(), firm.post.asked().len()), (0, attempt as usize));
        firm.clock.advance_ms(1);
    }
    firm.post.set(Mood::Sends);
    assert_eq!(deliver_due(&firm.app).await.unwrap(), 1);
    let delivery = firm.deliveries(paid.id).remove(0);
    assert_eq!((delivery.status, delivery.last_error), (DeliveryStatus::Sent, None));
    let keys: Vec<String> = firm.post.asked().into_iter().map(|envelope| envelope.message_key).collect();
    assert!(keys.iter().all(|key| *key == keys[0]), "every attempt has the same Message-ID");
}

#[tokio::test]
async fn a_message_is_given_up_after_its_last_attempt() {
    let firm = TestFirm::new().await;
    let paid = firm.take(5_000, APPROVED).await.unwrap();
    firm.post.set(Mood::IsDown);
    for attempt in 1..=Delivery::MAX_ATTEMPTS {
        deliver_due(&firm.app).await.unwrap();
        firm.clock.advance_ms(Delivery::back_off_ms(attempt));
    }
    assert_eq!(firm.deliveries(paid.id)[0].status, DeliveryStatus::Failed);
    deliver_due(&firm.app).await.unwrap();
    assert_eq!(firm.post.asked().len(), Delivery::MAX_ATTEMPTS as usize);
}

#[tokio::test]
async fn an_address_that_is_refused_for_good_fails_and_is_journalled() {
    let firm = TestFirm::new().await;
    let paid = firm.take(5_000, APPROVED).await.unwrap();
    firm.post.set(Mood::Refuses);
    assert_eq!(deliver_due(&firm.app).await.unwrap(), 0);
    let delivery = firm.deliveries(paid.id).remove(0);
    assert_eq!((delivery.status, delivery.last_error.as_deref()), (DeliveryStatus::Failed, Some("no such mailbox")));
    assert!(facts_of(&firm, paid.id).contains(&(Actor::System, Fact::DeliveryFailed { delivery: delivery.id })));
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn without_a_mail_server_the_message_is_kept_and_can_be_read() {
    let firm = TestFirm::new().await;
    let paid = firm.take(5_000, APPROVED).await.unwrap();
    firm.post.set(Mood::Keeps);
    assert_eq!(deliver_due(&firm.app).await.unwrap(), 1);
    let delivery = firm.deliveries(paid.id).remove(0);
    assert_eq!(delivery.status, DeliveryStatus::Kept);
    let message = outbox::message(&firm.read(), delivery.id).unwrap().unwrap();
    assert_eq!(message.to, ["ada@client.example"]);
    assert!(message.text.contains("$50.00") && message.html.contains("$50.00"));
}

#[tokio::test]
async fn two_rounds_at_once_send_each_message_once() {
    let firm = TestFirm::new().await;
    for _ in 0..5 {
        firm.take(5_000, APPROVED).await.unwrap();
    }
    let (one, two, three) = tokio::join!(deliver_due(&firm.app), deliver_due(&firm.app), deliver_due(&firm.app));
    assert_eq!(one.unwrap() + two.unwrap() + three.unwrap(), 5);
    assert_eq!(firm.post.asked().len(), 5);
}

#[tokio::test]
async fn a_message_whose_sending_could_not_be_noted_goes_again_under_the_same_name() {
    let firm = TestFirm::new().await;
    let paid = firm.take(5_000, APPROVED).await.unwrap();
    script(&firm.faults, &[Fault::Pass, Fault::CommitLost]);
    deliver_due(&firm.app).await.unwrap_err();
    serving(&firm.app.store).await;
    assert_eq!(deliver_due(&firm.app).await.unwrap(), 0, "it may have arrived; there is no hurry");
    firm.clock.advance_ms(Delivery::back_off_ms(1));
    assert_eq!(deliver_due(&firm.app).await.unwrap(), 1);
    let sent = firm.post.taken();
    assert_eq!((sent.len(), &sent[0].message_key), (2, &sent[1].message_key));
    assert_eq!(firm.deliveries(paid.id)[0].status, DeliveryStatus::Sent);
}

/// What a reader of PDFs reads, spaces told alike and lines put together.
fn text_of(pdf: &[u8]) -> String {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let text = document.extract_text(&pages).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn a_receipt_as_a_file_says_what_its_page_says_in_each_language() {
    let firm = TestFirm::new().await;
    let paid = firm.take(1_234_567, APPROVED).await.unwrap();
    firm.leaves_waiting(1);
    let facts = receipts::facts(&firm.read(), paid.id).unwrap().unwrap();
    for (locale, name) in
        [(Locale::EnUs, "receipt-1.pdf"), (Locale::FrCa, "recu-1.pdf"), (Locale::EsUs, "recibo-1.pdf")]
    {
        let facts = ReceiptFacts { locale, payer_name: "Élodie Nuñez-Łukasz".into(), ..facts.clone() };
        let file = receipts::pdf(&facts, None).unwrap();
        assert_eq!((file.name.as_str(), file.media_type.as_str()), (name, "application/pdf"));
        let text = text_of(&file.content);
        let told = messages::receipt::lines(&facts).into_iter().chain(messages::receipt::sums(&facts));
        for part in told.flat_map(|(label, value)| [label, value]).chain([facts.firm_name.clone()]) {
            assert!(text.contains(&spaced(&part)), "{part}: {text}");
        }
        assert!(text.contains(&spaced(&amount::format(facts.amount, locale))) && text.contains("Élodie Nuñez-Łukasz"));
        assert!(!text.contains("12/30") && !text.contains(APPROVED), "neither the expiry date nor the number");
        let document = lopdf::Document::load_mem(&file.content).unwrap();
        let catalog = document.catalog().unwrap();
        assert!(catalog.has(b"StructTreeRoot") && catalog.has(b"MarkInfo"), "it can be read aloud");
        assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), locale.tag().as_bytes());
        assert!(file.content.len() < 60_000, "{} bytes", file.content.len());
    }
}

#[tokio::test]
async fn a_greek_or_cyrillic_name_stands_in_the_file_as_it_is_written() {
    let firm = TestFirm::new().await;
    let paid = firm.take(5_000, APPROVED).await.unwrap();
    firm.leaves_waiting(1);
    let facts = receipts::facts(&firm.read(), paid.id).unwrap().unwrap();
    for name in ["Ελένη Παπαδοπούλου", "Наталія Ґудзь-Їжак", "Зоя Żak-Щукина (ООО «Ёж»)"]
    {
        let facts = ReceiptFacts { payer_name: name.into(), firm_name: name.into(), ..facts.clone() };
        let file = receipts::pdf(&facts, None).unwrap();
        let text = text_of(&file.content).replace(' ', "");
        assert!(text.matches(&name.replace(' ', "")).count() >= 2, "{name}: {text}");
        assert!(!text.contains('?') && file.content.len() < 80_000, "{} bytes", file.content.len());
    }
}

#[tokio::test]
async fn a_hostile_name_or_note_breaks_no_file() {
    let firm = TestFirm::new().await;
    let paid = firm.take(5_000, APPROVED).await.unwrap();
    firm.leaves_waiting(1);
    let facts = receipts::facts(&firm.read(), paid.id).unwrap().unwrap();
    for hostile in [
        ") Tj ET endstream endobj << /JS (app.alert(1)) >>",
        "\\(\\)<</A>>%%EOF",
        "王小明 \u{1f600} \u{202e}evil\u{0}\u{7}\r\n",
        "\u{feff}\u{fffe}\u{e000}\u{10ffff}",
        "a\u{301}\u{301}\u{301}\u{301}",
        &"W".repeat(4_000),
        &"many words ".repeat(400),
        "",
    ] {
        let facts = ReceiptFacts {
            payer_name: hostile.to_owned(),
            firm_name: hostile.to_owned(),
            note: Some(hostile.to_owned()),
            authorization: Some(format!("{hostile}\n\n{hostile}")),
            ..facts.clone()
        };
        let file = receipts::pdf(&facts, None).unwrap_or_else(|error| panic!("{hostile:?}: {error}"));
        let text = text_of(&file.content);
        assert!(text.contains("$50.00"), "{hostile:?}: {text}");
        let document = lopdf::Document::load_mem(&file.content).unwrap();
        let acts = |dictionary: &lopdf::Dictionary| {
            [b"JS".as_slice(), b"OpenAction", b"AA"].iter().any(|key| dictionary.has(key))
        };
        let dictionaries = document.objects.values().filter_map(|object| object.as_dict().ok());
        assert!(!dictionaries.into_iter().any(acts), "{hostile:?}");
    }
}

#[tokio::test]
async fn a_mailed_receipt_carries_the_file_and_one_that_is_kept_does_not_need_it() {
    let firm = TestFirm::new().await;
    let paid = firm.take(5_000, APPROVED).await.unwrap();
    deliver_due(&firm.app).await.unwrap();
    let sent = firm.post.taken().remove(0);
    let file = sent.attachment.unwrap();
    assert_eq!((file.name, &file.content[..5]), (format!("receipt-{}.pdf", paid.id), b"%PDF-".as_slice()));
    assert!(!clientpay::mail::Keep.carries_files());
}
