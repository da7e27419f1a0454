//! The stored bytes of requests for payment; see [`super::golden`].

use clientpay::domain::{
    accepted::Accepted,
    delivery::Content,
    ids::{DeliveryId, ImportId, MerchantAccountId, PayerId, PaymentRequestId, UserId},
    journal::{Actor, Fact, Subject},
    locale::Locale,
    merchant_account::AccountKind,
    money::{Currency, Money},
    payment_request::{Asked, Brought, PaymentRequest, Reminded, Reminder, RequestPart, leg::Leg},
    time::Day,
    transaction::{Source, Transaction},
};

use super::golden::{check, key, transaction};
use crate::support::NOW;

fn request() -> PaymentRequest {
    let leg = |account, kind, minor, paid_minor, held_minor| Leg {
        paid_minor,
        held_minor,
        ..Leg::new((MerchantAccountId::new(account), kind), Money::new(minor, Currency::USD))
    };
    PaymentRequest {
        id: PaymentRequestId::new(12),
        key: key("r"),
        nonce: [7; 16],
        token_hash: [9; 32],
        reissued: 1,
        brought: None,
        asked: Asked {
            name: "Élodie Tremblay".into(),
            emails: vec!["elodie@client.example".into()],
            locale: Locale::FrCa,
            payer: Some(PayerId::new(7)),
            invoice_number: Some("INV-1041".into()),
            matter: Some("Tremblay c. Marlow".into()),
            reference: Some("provision".into()),
            message: "Merci".into(),
            least_part: Some(2_500),
            due: Some(Day::new(2026, 12, 1)),
            expires: Some(Day::new(2026, 12, 31)),
            remind_after: vec![3, 7],
            accepted: Accepted::Cards,
            offers_keeping: false,
        },
        legs: vec![leg(1, AccountKind::Operating, 30_000, 30_000, 0), leg(2, AccountKind::Trust, 70_000, 0, 70_000)],
        expires_at: Some(NOW),
        reminders: vec![
            Reminder { at: NOW, outcome: Some(Reminded::Queued(DeliveryId::new(5))) },
            Reminder { at: NOW, outcome: Some(Reminded::PassedOver) },
            Reminder { at: NOW, outcome: None },
        ],
        mail: Some(DeliveryId::new(5)),
        bounced: true,
        failed: true,
        viewed_at: Some(NOW),
        cancelled_at: Some(NOW),
        expired_at: Some(NOW),
        by: Actor::User(UserId::new(3)),
        created_at: NOW,
    }
}

#[test]
fn requests_are_stored_as_they_always_were() {
    let request = request();
    check("payment_request", &request);
    let brought = Some(Brought { import: ImportId::new(4), row: 12 });
    let asked = Asked { offers_keeping: true, ..request.asked.clone() };
    check("payment_request_that_offers_keeping", &PaymentRequest { asked, ..request.clone() });
    check("payment_request_brought", &PaymentRequest { brought, ..request.clone() });
    let asked = Asked {
        payer: None,
        invoice_number: None,
        matter: None,
        reference: None,
        message: String::new(),
        least_part: None,
        due: None,
        expires: None,
        remind_after: Vec::new(),
        ..request.asked.clone()
    };
    let bare = PaymentRequest {
        asked,
        expires_at: None,
        reminders: Vec::new(),
        mail: None,
        bounced: false,
        failed: false,
        viewed_at: None,
        cancelled_at: None,
        expired_at: None,
        ..request
    };
    check("payment_request_bare", &bare);
}

#[test]
fn what_is_told_of_requests_is_stored_as_it_always_was() {
    let (request, delivery) = (PaymentRequestId::new(12), DeliveryId::new(5));
    let facts = vec![
        Fact::PaymentRequestMade,
        Fact::PaymentRequestQueued { delivery },
        Fact::PaymentRequestReminded { number: 2, delivery },
        Fact::PaymentRequestViewed,
        Fact::PaymentRequestCancelled,
        Fact::PaymentRequestReissued,
        Fact::PaymentRequestExpired,
    ];
    check("facts_of_a_payment_request", &facts);
    check("fact_payment_requests_imported", &Fact::PaymentRequestsImported { file: "bills.csv".into(), added: 3 });
    check("subject_payment_request", &Subject::PaymentRequest(request));
    check("content_payment_request", &Content::PaymentRequest { request, reminder: true });
    let part = RequestPart { request, leg: 1, group: key("g") };
    check(
        "transaction_on_request",
        &Transaction { source: Source::SendForPayment, request: Some(part), ..transaction() },
    );
}
