//! Where requests stand, as tables.

use super::{
    leg::{Leg, Part, part_of},
    rules::{Fault, Handing, faults},
    *,
};
use crate::domain::{
    ids::{MerchantAccountId, UserId},
    merchant_account::AccountKind,
    money::Currency,
};

const NOW: Timestamp = Timestamp::from_ms(1_795_000_000_000);
const TODAY: Day = Day::new(2026, 11, 20);

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn asked() -> Asked {
    Asked {
        name: "Nora Client".into(),
        emails: vec!["nora@client.example".into()],
        locale: Locale::EnUs,
        payer: None,
        invoice_number: Some("INV-7".into()),
        matter: None,
        reference: None,
        message: String::new(),
        least_part: None,
        due: None,
        expires: None,
        remind_after: Vec::new(),
        accepted: Accepted::Cards,
        offers_keeping: false,
    }
}

fn request() -> PaymentRequest {
    PaymentRequest {
        id: PaymentRequestId::new(3),
        key: OperationKey::parse(&"a".repeat(26)).unwrap(),
        nonce: [1; 16],
        token_hash: [2; 32],
        reissued: 0,
        brought: None,
        asked: asked(),
        legs: vec![Leg::new((MerchantAccountId::new(1), AccountKind::Operating), usd(10_000))],
        expires_at: None,
        reminders: Vec::new(),
        mail: None,
        bounced: false,
        failed: false,
        viewed_at: None,
        cancelled_at: None,
        expired_at: None,
        by: Actor::User(UserId::new(1)),
        created_at: NOW,
    }
}

#[test]
fn the_state_says_what_staff_must_know_first() {
    let paid = |minor| {
        let mut request = request();
        request.legs[0].paid_minor = minor;
        request
    };
    let some = Some(NOW);
    for (request, state) in [
        (request(), State::Sent),
        (PaymentRequest { viewed_at: some, ..request() }, State::Viewed),
        (PaymentRequest { bounced: true, ..request() }, State::Bounced),
        (PaymentRequest { bounced: true, viewed_at: some, ..request() }, State::Bounced),
        (PaymentRequest { failed: true, viewed_at: some, ..request() }, State::Failed),
        (paid(4_000), State::PartPaid),
        (PaymentRequest { failed: true, ..paid(4_000) }, State::Failed),
        (PaymentRequest { cancelled_at: some, ..paid(4_000) }, State::Cancelled),
        (PaymentRequest { expired_at: some, failed: true, ..request() }, State::Expired),
        (PaymentRequest { cancelled_at: some, expired_at: some, ..request() }, State::Cancelled),
        // Money that came all the same is what counts.
        (PaymentRequest { cancelled_at: some, expired_at: some, failed: true, ..paid(10_000) }, State::Paid),
        (paid(12_000), State::Paid),
    ] {
        assert_eq!(request.state(), state, "{request:?}");
    }
}

#[test]
fn a_link_ends_on_time_whether_or_not_that_was_noted() {
    let ends = PaymentRequest { expires_at: Some(NOW), ..request() };
    assert_eq!(ends.door(NOW.plus_ms(-1)), Door::Open);
    assert_eq!(ends.door(NOW), Door::Expired);
    assert_eq!(PaymentRequest { cancelled_at: Some(NOW), ..ends.clone() }.door(NOW), Door::Cancelled);
    assert_eq!(PaymentRequest { expired_at: Some(NOW), expires_at: None, ..ends }.door(NOW), Door::Expired);
}

#[test]
fn nothing_is_done_about_what_is_paid_cancelled_or_over() {
    let reminder = Reminder { at: NOW, outcome: None };
    let waiting = PaymentRequest { reminders: vec![reminder], expires_at: Some(NOW.plus_ms(9)), ..request() };
    assert_eq!(waiting.wakes_at(), Some(NOW));
    let mut done = waiting.clone();
    done.reminders[0].outcome = Some(Reminded::PassedOver);
    assert_eq!(done.wakes_at(), Some(NOW.plus_ms(9)));
    let mut paid = waiting.clone();
    paid.legs[0].paid_minor = 10_000;
    let cancelled = PaymentRequest { cancelled_at: Some(NOW), ..waiting.clone() };
    let over = PaymentRequest { expired_at: Some(NOW), ..waiting };
    for closed in [paid, cancelled, over] {
        assert_eq!(closed.wakes_at(), None, "{:?}", closed.state());
    }
}

#[test]
fn only_money_that_the_firm_has_pays_and_only_what_is_open_is_set_aside() {
    let table: Vec<(&str, Part)> = Status::ALL.into_iter().map(|status| (status.code(), part_of(status))).collect();
    for (code, part) in table {
        let expected = match code {
            "captured" | "settled" | "disputed" | "dispute_won" => Part::Paid,
            "created" | "unknown" | "action_required" | "held" | "authorized" | "pending" => Part::Held,
            _ => Part::None,
        };
        assert_eq!(part, expected, "{code}");
    }
}

#[test]
fn what_cannot_be_asked_for_is_told() {
    let one = |minor| vec![(AccountKind::Operating, usd(minor))];
    let split = |kind, currency| vec![(AccountKind::Operating, usd(100)), (kind, Money::new(100, currency))];
    let check =
        |asked: Asked, amounts: &[(AccountKind, Money)], handing| faults(&asked, amounts, (handing, TODAY, 1_000_000));
    let mail = Handing::Mail;
    for (asked, amounts, handing, expected) in [
        (asked(), one(10_000), mail, vec![]),
        (Asked { name: " ".into(), ..asked() }, one(100), mail, vec![Fault::Name]),
        (Asked { emails: vec![], ..asked() }, one(100), mail, vec![Fault::Emails]),
        (Asked { emails: vec![], ..asked() }, one(100), Handing::Link, vec![]),
        (Asked { emails: vec!["x".into()], ..asked() }, one(100), Handing::Link, vec![Fault::Emails]),
        (asked(), vec![], mail, vec![Fault::Amount]),
        (asked(), one(0), mail, vec![Fault::Amount]),
        (asked(), one(1_000_001), mail, vec![Fault::Amount]),
        (asked(), split(AccountKind::Trust, Currency::USD), mail, vec![]),
        (asked(), split(AccountKind::Operating, Currency::USD), mail, vec![Fault::Split]),
        (asked(), split(AccountKind::Trust, Currency::CAD), mail, vec![Fault::Split]),
        (
            Asked { least_part: Some(1), ..asked() },
            split(AccountKind::Trust, Currency::USD),
            mail,
            vec![Fault::PartOfSplit],
        ),
        (Asked { least_part: Some(0), ..asked() }, one(100), mail, vec![Fault::LeastPart]),
        (Asked { least_part: Some(101), ..asked() }, one(100), mail, vec![Fault::LeastPart]),
        (Asked { expires: Some(Day::new(2026, 11, 19)), ..asked() }, one(100), mail, vec![Fault::Expires]),
        (Asked { expires: Some(TODAY), ..asked() }, one(100), mail, vec![]),
        (Asked { due: Some(TODAY), expires: Some(TODAY), ..asked() }, one(100), mail, vec![]),
        (
            Asked { due: Some(Day::new(2026, 11, 21)), expires: Some(TODAY), ..asked() },
            one(100),
            mail,
            vec![Fault::DueTooLate],
        ),
        (Asked { remind_after: vec![3], expires: Some(Day::new(2026, 11, 24)), ..asked() }, one(100), mail, vec![]),
        (
            Asked { remind_after: vec![1, 3], expires: Some(Day::new(2026, 11, 23)), ..asked() },
            one(100),
            mail,
            vec![Fault::RemindTooLate],
        ),
        (Asked { remind_after: vec![3, 3], ..asked() }, one(100), mail, vec![Fault::Reminders]),
        (Asked { remind_after: vec![0], ..asked() }, one(100), mail, vec![Fault::Reminders]),
        (Asked { remind_after: vec![1, 2, 3, 4, 5], ..asked() }, one(100), mail, vec![Fault::Reminders]),
        (Asked { remind_after: vec![3], emails: vec![], ..asked() }, one(100), Handing::Link, vec![Fault::RemindWhom]),
        (Asked { matter: Some("x".repeat(201)), ..asked() }, one(100), mail, vec![Fault::TooLong]),
        (Asked { message: "4242 4242 4242 4242".into(), ..asked() }, one(100), mail, vec![Fault::CardNumber]),
    ] {
        assert_eq!(check(asked.clone(), &amounts, handing), expected, "{asked:?} {amounts:?}");
    }
}

#[test]
fn it_is_found_by_what_staff_know_of_it() {
    let words = request().words();
    for word in ["nora", "client", "inv7", "7", "3"] {
        assert!(words.contains(word), "{word}: {words:?}");
    }
}
