//! Surcharges at the level of the office: who may set them, what is charged and what never is, and how they go back.

use clientpay::{
    domain::{
        money::{Currency, Money},
        parts::Parts,
        region::Region,
        surcharge::{AccountRate, BasisPoints, Fault, Rule, Settings},
        time::Day,
        transaction::{Status, Transaction},
    },
    gateway::{CallError, Charge, Gateway as _},
    service::{
        Authority,
        payments::{Extras, Keep, Surcharge, TakeError, TakePayment},
        quick_pay::{self, QuickPay},
        refunds::{self, RefundPayment},
        resolution,
        surcharges::{self, Attested, SetError, Wanted},
    },
    store::transactions,
};

use crate::support::{APPROVED, DAY_MS, TestFirm};

/// A debit card.
pub const DEBIT: &str = "4000056655665556";
/// One of a prepaid card, and one of which the processor does not say what it is.
pub const PREPAID: &str = "4000000000006686";
pub const OF_UNKNOWN_KIND: &str = "4000000000006694";
/// A credit card whose refunds are taken on and fail a day later.
const FAILS_REFUNDS: &str = "4000000000005126";

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn region(code: &str) -> Option<Region> {
    Region::from_code(code)
}

/// What turns a surcharge of `rate` basis points on for the operating account.
pub fn wanted(firm: &TestFirm, rate: u16) -> Wanted {
    let known = surcharges::settings(&firm.app).unwrap();
    Wanted {
        seen: known.version,
        accounts: vec![AccountRate {
            account: firm.operating,
            on: true,
            rate: BasisPoints(rate),
            cost: BasisPoints(290),
        }],
        rules: known.rules,
        note: String::new(),
        attested: Some(Attested { notified_on: Day::new(2026, 10, 1), words: "I attest".into() }),
    }
}

async fn set(firm: &TestFirm, wanted: Wanted) -> Result<Settings, SetError> {
    surcharges::set(&firm.app, Authority::Staff(&firm.admin), wanted).await
}

/// A firm that adds 2.5 % to what goes to its operating account.
pub async fn surcharging() -> TestFirm {
    let firm = TestFirm::new().await;
    set(&firm, wanted(&firm, 250)).await.unwrap();
    firm
}

fn asked(firm: &TestFirm, card: &str, (code, shown): (&str, Option<i64>)) -> TakePayment {
    let surcharge = Surcharge::AsShown { region: region(code), shown: shown.map(usd) };
    let asked = TakePayment { extras: Extras { tax: None, surcharge }, ..firm.command(10_010) };
    firm.enter_card(&asked.key, card);
    asked
}

async fn charged(firm: &TestFirm, card: &str) -> Transaction {
    firm.submit(asked(firm, card, ("US-NH", Some(250)))).await.unwrap()
}

#[tokio::test]
async fn nobody_sets_a_surcharge_without_the_permission_or_against_the_rules() {
    let firm = TestFirm::new().await;
    for user in [&firm.billing, &firm.cashier, &firm.auditor] {
        let refused = surcharges::set(&firm.app, Authority::Staff(user), wanted(&firm, 250)).await;
        assert!(matches!(refused, Err(SetError::NotAllowed(_))));
    }
    for authority in [Authority::Client, Authority::System] {
        let refused = surcharges::set(&firm.app, authority, wanted(&firm, 250)).await;
        assert!(matches!(refused, Err(SetError::NotAllowed(_))), "nobody attested");
    }
    let id = firm.operating;
    for (rate, fault) in [(301, Fault::AboveNetworks(id)), (291, Fault::AboveCost(id)), (0, Fault::NoRate(id))] {
        let refused = set(&firm, wanted(&firm, rate)).await;
        assert!(matches!(&refused, Err(SetError::Faults(faults)) if faults == &[fault]), "{refused:?}");
    }
    let unattested = set(&firm, Wanted { attested: None, ..wanted(&firm, 250) }).await;
    assert!(matches!(&unattested, Err(SetError::Faults(faults)) if faults == &[Fault::NotAttested]));
    let mut trust = wanted(&firm, 250);
    trust.accounts[0].account = firm.trust;
    assert!(matches!(set(&firm, trust).await, Err(SetError::Faults(faults)) if faults == [Fault::Trust(firm.trust)]));
    assert_eq!(surcharges::settings(&firm.app).unwrap(), Settings::shipped());
    firm.leaves_waiting(0);
}

#[tokio::test]
async fn every_version_is_kept_with_who_vouched_for_it_and_a_stale_page_changes_nothing() {
    let firm = surcharging().await;
    let stale = Wanted { seen: 0, ..wanted(&firm, 200) };
    assert!(matches!(set(&firm, stale).await, Err(SetError::Stale)));
    let mut rules_only = Wanted { attested: None, note: "Counsel asked".into(), ..wanted(&firm, 250) };
    rules_only.rules[0].1 = Rule::Prohibited;
    let second = set(&firm, rules_only.clone()).await.unwrap();
    let by = second.attestation.as_ref().map(|known| (known.by, known.name.as_str(), known.words.as_str()));
    assert_eq!(by, Some((firm.admin.id, firm.admin.name.as_str(), "I attest")), "it stands as long as the rates do");
    assert_eq!(set(&firm, rules_only).await.unwrap().version, 2, "the second of two clicks");
    let other_rate = set(&firm, Wanted { attested: None, ..wanted(&firm, 200) }).await;
    assert!(matches!(other_rate, Err(SetError::Faults(_))), "another rate is attested anew");
    let versions: Vec<u32> = surcharges::versions(&firm.app).unwrap().iter().map(|known| known.version).collect();
    assert_eq!(versions, [2, 1]);
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(0);
}

#[tokio::test]
async fn what_was_not_shown_is_not_charged_and_neither_is_less() {
    let firm = surcharging().await;
    for (card, code, shown) in [
        (APPROVED, "US-NH", None),
        (APPROVED, "US-NH", Some(249)),
        (APPROVED, "US-NH", Some(251)),
        (APPROVED, "US-CO", Some(250)),
        (APPROVED, "US-MA", Some(250)),
        (APPROVED, "", Some(250)),
        (DEBIT, "US-NH", Some(250)),
        (PREPAID, "US-NH", Some(250)),
        (OF_UNKNOWN_KIND, "US-NH", Some(250)),
    ] {
        let asked = asked(&firm, card, (code, shown));
        let key = asked.key.clone();
        assert!(matches!(firm.submit(asked).await, Err(TakeError::Surcharge)), "{card} {code} {shown:?}");
        assert!(firm.by_key(&key).is_none() && firm.charge(&key).await.is_none(), "nothing was asked of anybody");
    }
    firm.leaves_waiting(0);
}

#[tokio::test]
async fn a_credit_card_is_charged_what_was_shown_and_the_payment_says_what_that_is() {
    let firm = surcharging().await;
    let paid = charged(&firm, APPROVED).await;
    let parts = Parts { subtotal: usd(10_010), tax: usd(0), surcharge: usd(250) };
    assert_eq!((paid.status, paid.amount, paid.parts), (Status::Captured, usd(10_260), Some(parts)));
    let by = paid.surcharged.unwrap();
    assert_eq!((by.rate, by.region.code(), by.settings), (BasisPoints(250), "US-NH", 1));
    assert_eq!(firm.charge(&paid.key).await.unwrap().amount, usd(10_260));
    for card in [DEBIT, PREPAID, OF_UNKNOWN_KIND] {
        let none = firm.submit(asked(&firm, card, ("US-NH", None))).await.unwrap();
        assert_eq!((none.amount, none.parts), (usd(10_010), None), "{card} pays the amount alone");
    }
    let nowhere = firm.submit(asked(&firm, APPROVED, ("", None))).await.unwrap();
    assert_eq!((nowhere.amount, nowhere.parts), (usd(10_010), None), "where no state is known, nothing is added");
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(5);
}

#[tokio::test]
async fn a_rule_that_changes_between_showing_and_sending_is_shown_again() {
    let firm = surcharging().await;
    let first = asked(&firm, APPROVED, ("US-NH", Some(250)));
    set(&firm, wanted(&firm, 200)).await.unwrap();
    assert!(matches!(firm.submit(first.clone()).await, Err(TakeError::Surcharge)));
    assert!(firm.by_key(&first.key).is_none());
    let seen = Surcharge::AsShown { region: region("US-NH"), shown: Some(usd(200)) };
    let again = TakePayment { extras: Extras { tax: None, surcharge: seen }, ..first };
    let paid = firm.submit(again.clone()).await.unwrap();
    assert_eq!((paid.amount, paid.surcharged.map(|by| by.settings)), (usd(10_210), Some(2)));
    set(&firm, wanted(&firm, 100)).await.unwrap();
    assert_eq!(firm.submit(again).await.unwrap().id, paid.id, "what was charged stays so, however often it is sent");
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn trust_money_and_quick_pay_never_bear_one() {
    let firm = surcharging().await;
    let trust = TakePayment { merchant_account: firm.trust, ..asked(&firm, APPROVED, ("US-NH", Some(250))) };
    assert!(matches!(firm.submit(trust).await, Err(TakeError::Surcharge)));
    let mut kept = asked(&firm, APPROVED, ("US-NH", Some(250)));
    kept.keep = Keep::ForPayer;
    let paid = firm.submit(kept).await.unwrap();
    let quick = QuickPay {
        key: firm.app.ids.operation_key(),
        like: paid.id,
        amount: usd(10_010),
        invoice_number: None,
        matter: None,
        reference: None,
        emails: Vec::new(),
        consent: None,
    };
    let again = quick_pay::charge(&firm.app, firm.staff(), quick).await.unwrap();
    assert_eq!((again.amount, again.parts), (usd(10_010), None));
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_processor_takes_no_surcharge_on_a_debit_card_whatever_it_is_told() {
    let firm = TestFirm::new().await;
    for (card, refused) in [(DEBIT, true), (APPROVED, false)] {
        let asked = firm.command(10_000);
        firm.enter_card(&asked.key, card);
        let charge = Charge {
            key: asked.key,
            merchant_account: asked.merchant_account,
            amount: usd(10_000),
            kind: asked.kind,
            method_token: asked.method_token,
            statement_name: "HARLOW FINCH LLP".into(),
            surcharge: Some(usd(250)),
            debit: None,
        };
        let answer = firm.app.sandbox.confirm(&charge, None).await;
        assert_eq!(matches!(answer, Err(CallError::Refused(_))), refused, "{card}");
    }
    firm.leaves_waiting(0);
}

async fn give_back(firm: &TestFirm, payment: &Transaction, minor: i64) -> Parts {
    let asked = RefundPayment {
        key: firm.app.ids.operation_key(),
        transaction: payment.id,
        amount: usd(minor),
        kind: None,
        reason: "Too much".into(),
        notify: Vec::new(),
    };
    let shown = refunds::parts(&firm.app, payment.id, usd(minor)).unwrap();
    let refund = refunds::refund(&firm.app, Authority::Staff(&firm.billing), asked).await.unwrap();
    assert_eq!(refund.parts, shown, "what the page showed");
    refund.parts.unwrap()
}

#[tokio::test]
async fn refunds_in_parts_give_back_exactly_the_surcharge_even_when_one_of_them_fails() {
    let firm = surcharging().await;
    let paid = charged(&firm, FAILS_REFUNDS).await;
    firm.app.sandbox.advance(DAY_MS.unsigned_abs()).unwrap();
    resolution::follow_news(&firm.app).await.unwrap();
    assert_eq!(give_back(&firm, &paid, 3_333).await.surcharge, usd(81));
    firm.app.sandbox.advance(DAY_MS.unsigned_abs()).unwrap();
    resolution::follow_news(&firm.app).await.unwrap();
    let left = transactions::parts_left(&firm.read(), &firm.stored(paid.id)).unwrap();
    assert_eq!(left, paid.parts, "the one that failed gave nothing back");
    let mut given = usd(0);
    for minor in [1, 3_333, 3_333, 3_593] {
        given = given.plus(give_back(&firm, &paid, minor).await.surcharge).unwrap();
    }
    assert_eq!(given, usd(250));
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn tax_of_an_order_goes_back_with_it_and_the_books_that_lose_a_cent_are_found() {
    let firm = TestFirm::new().await;
    let taxed =
        TakePayment { extras: Extras { tax: Some(usd(588)), surcharge: Surcharge::Never }, ..firm.command(9_999) };
    firm.enter_card(&taxed.key, APPROVED);
    let paid = firm.submit(taxed).await.unwrap();
    assert_eq!(paid.parts, Some(Parts { subtotal: usd(9_411), tax: usd(588), surcharge: usd(0) }));
    let given = give_back(&firm, &paid, 3_333).await;
    assert_eq!((given.subtotal, given.tax), (usd(3_137), usd(196)));
    assert_eq!(firm.violations(), Vec::<String>::new());
    let too_much = TakePayment { extras: Extras { tax: Some(usd(101)), ..Extras::default() }, ..firm.command(100) };
    firm.enter_card(&too_much.key, APPROVED);
    assert!(matches!(firm.submit(too_much).await, Err(TakeError::Amount)), "more tax than there is to pay");
    firm.leaves_waiting(1);
}
