//! Saved methods: added without a charge, changed, offered first, removed, charged.

use clientpay::{
    domain::{
        card::{Expiry, PaymentMethod},
        ids::{MerchantAccountId, OperationKey, PayerId, PaymentMethodId},
        journal::Fact,
        money::{Currency, Money},
        payer::Address,
        transaction::{Source, Status},
    },
    gateway::Gateway as _,
    service::{
        Authority, methods,
        methods::{
            Use,
            adding::{self, AddError, AddMethod},
            charging::{self, ChargeError, ChargeMethod},
            managing::{self, MethodError, MethodFacts},
        },
    },
    store::{engine::faulty::Fault, payment_methods},
};

use super::{billing, facts, record, stored, told};
use crate::support::{APPROVED, DAY_MS, TestFirm, script, serving};

const OTHER: &str = "5555555555554444";

pub fn asked(firm: &TestFirm, payer: PayerId) -> AddMethod {
    AddMethod { key: firm.app.ids.operation_key(), payer, merchant_account: firm.operating, link: None, replaces: None }
}

pub async fn saved(firm: &TestFirm, payer: PayerId, card: &str) -> PaymentMethod {
    let asked = asked(firm, payer);
    firm.enter_card(&asked.key, card);
    adding::add(&firm.app, billing(firm), asked).await.unwrap()
}

fn of(firm: &TestFirm, payer: PayerId) -> Vec<PaymentMethodId> {
    let methods = payment_methods::payment_methods(&firm.read(), payer).unwrap();
    methods.into_iter().map(|method| method.id).collect()
}

#[tokio::test]
async fn nothing_is_saved_without_a_card_an_account_a_payer_or_the_right() {
    let firm = TestFirm::new().await;
    let payer = record(&firm, facts("Ada")).await.id;
    let add = async |asked| adding::add(&firm.app, billing(&firm), asked).await;
    assert!(matches!(add(asked(&firm, payer)).await, Err(AddError::NoCard)));
    let nowhere = AddMethod { merchant_account: MerchantAccountId::new(9), ..asked(&firm, payer) };
    assert!(matches!(add(nowhere).await, Err(AddError::NoAccount)));
    let nobody = asked(&firm, PayerId::new(9));
    firm.enter_card(&nobody.key, APPROVED);
    assert!(matches!(add(nobody).await, Err(AddError::NotFound)));
    let cashier = adding::add(&firm.app, Authority::Staff(&firm.cashier), asked(&firm, payer)).await;
    assert!(matches!(cashier, Err(AddError::NotAllowed(_))));
    assert!(of(&firm, payer).is_empty());
}

#[tokio::test]
async fn a_form_that_is_sent_again_after_a_failed_write_saves_one_method() {
    let firm = TestFirm::new().await;
    let payer = record(&firm, facts("Ada")).await.id;
    let asked = asked(&firm, payer);
    firm.enter_card(&asked.key, APPROVED);
    script(&firm.faults, &[Fault::Full]);
    let refused = adding::add(&firm.app, billing(&firm), asked.clone()).await;
    assert!(matches!(refused, Err(AddError::Unavailable)));
    firm.faults.freed();
    serving(&firm.app.store).await;
    let first = adding::add(&firm.app, billing(&firm), asked.clone()).await.unwrap();
    let second = adding::add(&firm.app, billing(&firm), asked).await.unwrap();
    assert_eq!((first.id, of(&firm, payer)), (second.id, vec![first.id]));
    assert_eq!(stored(&firm, payer).default_method, Some(first.id), "the first one is offered first");
    assert_eq!(told(&firm, payer)[0], Fact::PaymentMethodSaved { method: first.id });
}

#[tokio::test]
async fn the_same_card_entered_again_replaces_itself_and_the_old_token_is_forgotten() {
    let firm = TestFirm::new().await;
    let payer = record(&firm, facts("Ada")).await.id;
    let first = saved(&firm, payer, APPROVED).await;
    let second = saved(&firm, payer, APPROVED).await;
    assert_eq!(first.id, second.id);
    assert_ne!(first.token, second.token);
    assert_eq!(told(&firm, payer)[0], Fact::PaymentMethodReplaced { method: first.id });
    assert_eq!(managing::forget_removed(&firm.app).await.unwrap(), 1);
    assert!(firm.app.sandbox.describe(&first.token).await.unwrap().is_none());
    assert!(firm.app.sandbox.describe(&second.token).await.unwrap().is_some());
    assert_eq!(managing::forget_removed(&firm.app).await.unwrap(), 0);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn name_expiry_and_address_may_be_changed_and_nothing_else() {
    let firm = TestFirm::new().await;
    let (payer, other) = (record(&firm, facts("Ada")).await.id, record(&firm, facts("Bob")).await.id);
    let method = saved(&firm, payer, APPROVED).await;
    let new = MethodFacts {
        nickname: "Office card".into(),
        expiry: Expiry::new(1, 2032),
        billing_address: Some(Address { postal_code: "12207".into(), ..Address::default() }),
    };
    let long = MethodFacts { nickname: "x".repeat(41), ..new.clone() };
    let refused = managing::change(&firm.app, billing(&firm), (payer, method.id), long).await;
    assert!(matches!(refused, Err(MethodError::TooLong)));
    let refused = managing::change(&firm.app, billing(&firm), (other, method.id), new.clone()).await;
    assert!(matches!(refused, Err(MethodError::NotFound)), "it is another payer's");
    for _ in 0..2 {
        managing::change(&firm.app, billing(&firm), (payer, method.id), new.clone()).await.unwrap();
    }
    let after = payment_methods::payment_method(&firm.read(), method.id).unwrap().unwrap();
    assert_eq!((after.expiry(), after.nickname.as_str()), (Expiry::new(1, 2032), "Office card"));
    assert_eq!((after.token, after.instrument.last_four().as_str()), (method.token, "4242"));
    let renamed = MethodFacts { nickname: "Mine".into(), expiry: None, billing_address: None };
    managing::change(&firm.app, Authority::Client, (payer, method.id), renamed).await.unwrap();
    let now = payment_methods::payment_method(&firm.read(), method.id).unwrap().unwrap();
    assert_eq!(
        (now.nickname.as_str(), now.billing_address, now.instrument),
        ("Mine", after.billing_address, after.instrument.clone())
    );
    let fields = vec!["nickname".into(), "expiry".into(), "billing-address".into()];
    let changed = Fact::PaymentMethodChanged { method: method.id, fields };
    assert_eq!(told(&firm, payer).iter().filter(|fact| **fact == changed).count(), 1, "twice is once");
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_removed_method_is_charged_no_more_and_its_payments_still_name_it() {
    let firm = TestFirm::new().await;
    let payer = record(&firm, facts("Ada")).await.id;
    let (method, second) = (saved(&firm, payer, APPROVED).await, saved(&firm, payer, OTHER).await);
    let paid = charge(&firm, payer, method.id, 5_000).await.unwrap();
    assert_eq!((paid.status, paid.source), (Status::Captured, Source::QuickPay));
    let uses = methods::in_use(&firm.read(), &method, firm.app.clock.now()).unwrap();
    assert_eq!(uses, [Use::Default, Use::Charged(paid.created_at)]);
    assert!(!methods::is_used(&firm.read(), &second, firm.app.clock.now()).unwrap());
    managing::remove(&firm.app, billing(&firm), (payer, method.id)).await.unwrap();
    let again = managing::remove(&firm.app, billing(&firm), (payer, method.id)).await;
    assert!(matches!(again, Err(MethodError::NotFound)));
    assert_eq!((of(&firm, payer), stored(&firm, payer).default_method), (vec![second.id], None));
    assert!(firm.app.sandbox.describe(&method.token).await.unwrap().is_none(), "its processor forgot it");
    assert!(matches!(charge(&firm, payer, method.id, 100).await, Err(ChargeError::NoMethod)));
    assert_eq!(firm.stored(paid.id).payment_method, Some(method.id));
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn what_was_charged_long_ago_matters_to_nobody() {
    let firm = TestFirm::new().await;
    let payer = record(&firm, facts("Ada")).await.id;
    saved(&firm, payer, APPROVED).await;
    let second = saved(&firm, payer, OTHER).await;
    charge(&firm, payer, second.id, 100).await.unwrap();
    firm.clock.advance_ms(399 * DAY_MS);
    assert!(methods::is_used(&firm.read(), &second, firm.app.clock.now()).unwrap());
    firm.clock.advance_ms(DAY_MS);
    assert!(!methods::is_used(&firm.read(), &second, firm.app.clock.now()).unwrap());
    managing::choose_default(&firm.app, billing(&firm), (payer, second.id)).await.unwrap();
    assert!(methods::is_used(&firm.read(), &second, firm.app.clock.now()).unwrap());
}

#[tokio::test]
async fn a_saved_method_is_charged_once_for_a_form() {
    let firm = TestFirm::new().await;
    let (payer, other) = (record(&firm, facts("Ada")).await.id, record(&firm, facts("Bob")).await.id);
    let method = saved(&firm, payer, APPROVED).await;
    assert!(matches!(charge(&firm, other, method.id, 100).await, Err(ChargeError::NoMethod)));
    let auditor =
        charging::charge(&firm.app, Authority::Staff(&firm.auditor), command(&firm, payer, method.id, 100)).await;
    assert!(matches!(auditor, Err(ChargeError::Take(_))));
    let asked = command(&firm, payer, method.id, 5_000);
    let first = charging::charge(&firm.app, firm.staff(), asked.clone()).await.unwrap();
    let second = charging::charge(&firm.app, firm.staff(), asked).await.unwrap();
    assert_eq!((first.id, first.payer), (second.id, Some(payer)));
    let trust = ChargeMethod { merchant_account: firm.trust, ..command(&firm, payer, method.id, 100) };
    let taken = charging::charge(&firm.app, firm.staff(), trust).await.unwrap();
    assert_eq!(taken.merchant_account, firm.trust, "the same processor serves both accounts");
    assert_eq!(firm.violations(), Vec::<String>::new());
}

fn command(firm: &TestFirm, payer: PayerId, method: PaymentMethodId, minor: i64) -> ChargeMethod {
    ChargeMethod {
        key: firm.app.ids.operation_key(),
        payer,
        method,
        merchant_account: firm.operating,
        amount: Money::new(minor, Currency::USD),
        invoice_number: None,
        matter: None,
        reference: None,
        emails: Vec::new(),
    }
}

async fn charge(
    firm: &TestFirm,
    payer: PayerId,
    method: PaymentMethodId,
    minor: i64,
) -> Result<clientpay::domain::transaction::Transaction, ChargeError> {
    charging::charge(&firm.app, firm.staff(), command(firm, payer, method, minor)).await
}

#[tokio::test]
async fn a_key_of_another_form_leads_to_no_card() {
    let firm = TestFirm::new().await;
    let payer = record(&firm, facts("Ada")).await.id;
    let key: OperationKey = firm.app.ids.operation_key();
    firm.enter_card(&key, APPROVED);
    let other = asked(&firm, payer);
    assert!(matches!(adding::add(&firm.app, billing(&firm), other).await, Err(AddError::NoCard)));
}
