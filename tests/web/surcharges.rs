//! Surcharges on screen: shown before anything is charged, with a way around them, and without JavaScript.

use std::collections::BTreeMap;

use clientpay::{
    domain::transaction::Transaction,
    service::{Authority, outbox::deliver_due, surcharges},
};
use poem::http::StatusCode;

use super::{paid, payments};
use crate::{
    payment_pages::{open_page, seminar},
    support::{
        APPROVED, DAY_MS, TestFirm,
        browser::{Browser, Page, Site, pairs},
    },
    surcharges::{DEBIT, OF_UNKNOWN_KIND, PREPAID, surcharging, wanted},
};

const SETTINGS: &str = "/settings/surcharges";

async fn terminal(firm: &TestFirm) -> Browser {
    Site::of(firm).await.signed_in(&firm.cashier).await
}

/// Enters a card and sends the form with these fields beside the usual ones.
async fn charge(firm: &TestFirm, cashier: &mut Browser, (key, card): (&str, &str), fields: &[(&str, &str)]) -> Page {
    cashier.enter_card(key, card).await;
    let usual = [("amount", "100.10"), ("billing_region", "US-NH")];
    cashier.charge(firm, key, &[&usual, fields].concat()).await
}

#[tokio::test]
async fn a_credit_card_is_charged_only_after_the_surcharge_was_shown() {
    let firm = surcharging().await;
    let mut cashier = terminal(&firm).await;
    let page = cashier.get("/payments/new").await;
    assert!(
        page.has("select#billing_region") && page.lines("main").contains("up to 2.5%"),
        "said before a card is entered"
    );
    let key = page.value("key");
    let step = charge(&firm, &mut cashier, (&key, APPROVED), &[]).await;
    assert_eq!(step.next_step().as_deref(), Some("surcharge"), "no problem, only a step: {}", step.body);
    assert!(payments(&firm).is_empty(), "nothing was charged");
    let sums = step.lines("#surcharge .totals");
    for words in ["$100.10", "Credit card surcharge (2.5%)", "$2.50", "$102.60\u{a0}USD"] {
        assert!(sums.contains(words), "{words}: {sums}");
    }
    assert_eq!(step.value("billing_region"), "US-NH");
    assert!(step.text("form#enter-payment aside button[type=submit]").contains("$102.60"));
    assert!(step.has("#surcharge button[name=do][value=other]"));
    let shown = step.value("surcharge_shown");
    let done = paid(&firm, &charge(&firm, &mut cashier, (&key, APPROVED), &[("surcharge_shown", &shown)]).await);
    assert_eq!(done.amount.minor(), 10_260);
    let result = cashier.get(&format!("/payments/{}/result", done.id)).await;
    assert!(result.lines("#result").contains("Credit card surcharge (2.5%)"));
    let detail = cashier.get(&format!("/payments/{}", done.id)).await;
    assert!(
        detail.lines("main").contains("Credit card surcharge (2.5%)") && detail.lines("main").contains("New Hampshire")
    );
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_card_that_is_prepaid_or_of_unknown_kind_is_charged_the_amount_alone() {
    let firm = surcharging().await;
    let mut cashier = terminal(&firm).await;
    for card in [DEBIT, PREPAID, OF_UNKNOWN_KIND] {
        let key = cashier.new_payment().await;
        let frame = cashier.get(&format!("/card-fields/{key}")).await;
        let listed: Vec<String> = frame.texts("details dt").iter().map(|number| number.replace(' ', "")).collect();
        assert!(card == DEBIT || listed.iter().any(|number| number == card), "{listed:?}");
        let done = paid(&firm, &charge(&firm, &mut cashier, (&key, card), &[("receipt", "")]).await);
        assert_eq!((done.amount.minor(), done.parts), (10_010, None), "{card}");
    }
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn an_amount_or_a_rule_changed_since_it_was_shown_is_shown_again() {
    let firm = surcharging().await;
    let mut cashier = terminal(&firm).await;
    let key = cashier.new_payment().await;
    let shown = charge(&firm, &mut cashier, (&key, APPROVED), &[]).await.value("surcharge_shown");
    let with = [("surcharge_shown", shown.as_str())];
    let dearer = charge(&firm, &mut cashier, (&key, APPROVED), &[&with[..], &[("amount", "100.11")]].concat()).await;
    assert_eq!(dearer.wrong_fields(), ["surcharge"], "the same fee, another total");
    surcharges::set(&firm.app, Authority::Staff(&firm.admin), wanted(&firm, 200)).await.unwrap();
    let other = charge(&firm, &mut cashier, (&key, APPROVED), &with).await;
    assert!(other.lines("#surcharge").contains("2%") && payments(&firm).is_empty());
    let debit = charge(&firm, &mut cashier, (&key, DEBIT), &with).await;
    assert!(debit.lines("#surcharge").contains("not a credit card") && debit.value("surcharge_shown").is_empty());
    let done = paid(&firm, &charge(&firm, &mut cashier, (&key, DEBIT), &[]).await);
    assert_eq!((done.amount.minor(), done.parts), (10_010, None));
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn another_way_to_pay_keeps_the_form_and_forgets_the_card() {
    let firm = surcharging().await;
    let mut cashier = terminal(&firm).await;
    let key = cashier.new_payment().await;
    let other = charge(&firm, &mut cashier, (&key, APPROVED), &[("do", "other")]).await;
    assert_eq!(other.status, StatusCode::OK);
    assert_ne!(other.value("key"), key, "fields of their own");
    assert_eq!(other.value("amount"), "100.10");
    let done = paid(&firm, &charge(&firm, &mut cashier, (&other.value("key"), DEBIT), &[]).await);
    assert_eq!((done.amount.minor(), payments(&firm).len()), (10_010, 1));
    firm.leaves_waiting(1);
}

async fn pay(client: &mut Browser, page: &Page, fields: &[(&str, &str)]) -> Page {
    let (ticket, version) = (page.value("ticket"), page.value("version"));
    let usual = [
        ("ticket", ticket.as_str()),
        ("version", version.as_str()),
        ("shown", "10625"),
        ("q-1", "1"),
        ("name", "Nora Client"),
        ("email", "nora@client.example"),
        ("agree", "yes"),
        ("do", "pay"),
    ];
    client.post("/pay/seminar", &[&usual, fields].concat()).await
}

#[tokio::test]
async fn a_client_sees_tax_and_surcharge_before_paying_and_on_the_receipt() {
    let firm = surcharging().await;
    open_page(&firm, "seminar", seminar(&firm, None)).await;
    let mut client = Site::bare(&firm).visitor();
    let page = client.get("/pay/seminar").await;
    let key = page.value("ticket").split(':').nth(1).unwrap().to_owned();
    client.enter_card(&key, APPROVED).await;
    firm.clock.advance_ms(60_000);
    let open = pay(&mut client, &page, &[]).await;
    assert_eq!(open.wrong_fields(), ["billing_region"], "it turns on where the card is billed");
    let step = pay(&mut client, &open, &[("billing_region", "US-NH")]).await;
    assert_eq!(step.next_step().as_deref(), Some("surcharge"));
    assert!(
        step.lines("#summary").contains("$2.65") && step.lines("#summary").contains("$108.90"),
        "{}",
        step.lines("#summary")
    );
    assert!(step.text("#pay-button").contains("$108.90") && payments(&firm).is_empty());
    let shown = step.value("surcharge_shown");
    let answer = pay(&mut client, &step, &[("billing_region", "US-NH"), ("surcharge_shown", &shown)]).await;
    let done: Transaction = payments(&firm).remove(0);
    let parts = done.parts.unwrap();
    assert_eq!((parts.subtotal.minor(), parts.tax.minor(), parts.surcharge.minor()), (10_000, 625, 265));
    let receipt = client.follow(&answer.location().unwrap()).await;
    assert_eq!(receipt.lines(".totals"), step.lines("#summary .totals"), "what was agreed to, line by line");
    assert!(!receipt.lines(".facts-lined").contains("Seat"), "told once");
    for words in ["Sales tax", "$6.25", "Credit card surcharge (2.5%)", "$2.65", "$108.90\u{a0}USD"] {
        assert!(receipt.lines(".totals").contains(words), "{words}: {}", receipt.lines(".totals"));
    }
    deliver_due(&firm.app).await.unwrap();
    let mail = firm.post.taken().pop().unwrap().message.text;
    assert!(mail.contains("Credit card surcharge (2.5%): $2.65"), "{mail}");
    let mut billing = Site::of(&firm).await.signed_in(&firm.billing).await;
    let bought = billing.get(&format!("/payments/{}", done.id)).await.lines("[aria-labelledby=payment-order] .totals");
    assert!(bought.contains("$100.00") && bought.contains("$6.25") && bought.contains("$106.25"), "{bought}");
    assert!(!bought.contains("$108.90"), "what was bought adds up by itself: {bought}");
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_refund_shows_its_share_of_each_part_before_the_button() {
    let firm = surcharging().await;
    let mut cashier = terminal(&firm).await;
    let key = cashier.new_payment().await;
    let shown = charge(&firm, &mut cashier, (&key, APPROVED), &[]).await.value("surcharge_shown");
    let done = paid(&firm, &charge(&firm, &mut cashier, (&key, APPROVED), &[("surcharge_shown", &shown)]).await);
    firm.app.sandbox.advance(DAY_MS.unsigned_abs()).unwrap();
    let mut billing = Site::of(&firm).await.signed_in(&firm.billing).await;
    let page = billing.get(&format!("/payments/{}/refunds/new?amount=50.00", done.id)).await;
    let plan = page.lines("#refund-plan");
    for words in ["$48.78", "Credit card surcharge (2.5%)", "$1.22", "$50.00"] {
        assert!(plan.contains(words), "{words}: {plan}");
    }
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn settings_are_kept_as_typed_until_they_hold() {
    let firm = TestFirm::new().await;
    let mut admin = Site::of(&firm).await.signed_in(&firm.admin).await;
    let (on, rate, cost) =
        (format!("on-{}", firm.operating), format!("rate-{}", firm.operating), format!("cost-{}", firm.operating));
    let page = admin.get(SETTINGS).await;
    assert!(page.lines("main").contains("Trust account. No surcharge"), "{}", page.lines("main"));
    let rules: Vec<(String, String)> = page
        .attributes("select[name^=rule-]", "name")
        .into_iter()
        .map(|name| (name.clone(), page.value(&name)))
        .collect();
    assert_eq!(rules.len(), 69);
    // A form sends each name once: what is changed takes the place of what was there.
    let send = |fields: &[(&str, &str)]| {
        let caps = page.attributes("input[name^=cap-]", "name").into_iter();
        let caps = caps.map(|name| (name.clone(), page.value(&name))).filter(|(_, cap)| !cap.is_empty());
        let mut sheet: BTreeMap<String, String> = rules.iter().cloned().chain(caps).collect();
        sheet.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        sheet
    };
    for (fields, wrong) in [
        (vec![(on.as_str(), "yes"), (rate.as_str(), "2.555"), (cost.as_str(), "2.9")], rate.as_str()),
        (
            vec![
                (on.as_str(), "yes"),
                (rate.as_str(), "3.5"),
                (cost.as_str(), "4"),
                ("attest", "yes"),
                ("notified_on", "2026-10-01"),
            ],
            rate.as_str(),
        ),
        (vec![(on.as_str(), "yes"), (rate.as_str(), "2.5"), (cost.as_str(), "2.9")], "attest"),
        (vec![(on.as_str(), "yes"), (rate.as_str(), "2.5"), (cost.as_str(), "2.9"), ("attest", "yes")], "notified_on"),
    ] {
        let sheet = send(&fields);
        let refused = admin.post(SETTINGS, &pairs(&sheet)).await;
        assert_eq!(
            (refused.status, refused.wrong_fields()),
            (StatusCode::UNPROCESSABLE_ENTITY, vec![wrong.to_owned()])
        );
        assert_eq!(
            refused.value(&cost),
            fields.iter().find(|(name, _)| *name == cost).unwrap().1,
            "what was typed stays"
        );
    }
    let sheet = send(&[
        (&on, "yes"),
        (&rate, "2.5"),
        (&cost, "2.9"),
        ("attest", "yes"),
        ("notified_on", "2026-10-01"),
        ("rule-US-NY", "prohibited"),
    ]);
    let saved = admin.post(SETTINGS, &pairs(&sheet)).await;
    let page = admin.follow(&saved.location().unwrap_or_else(|| panic!("{}", saved.body))).await;
    assert!(page.lines("main").contains("Changed by you") && page.lines("main").contains(&firm.admin.name));
    assert!(page.text("#flash").starts_with("Saved. It holds"), "{}", page.text("#flash"));
    assert_eq!(surcharges::settings(&firm.app).unwrap().version, 1);
    // The networks were told anew, and thirty days are not over: nothing is added until then.
    let seen = page.value("seen");
    let sheet = send(&[
        (&on, "yes"),
        (&rate, "2.6"),
        (&cost, "2.9"),
        ("attest", "yes"),
        ("notified_on", "2026-11-20"),
        ("seen", &seen),
    ]);
    let saved = admin.post(SETTINGS, &pairs(&sheet)).await;
    let page = admin.follow(&saved.location().unwrap_or_else(|| panic!("{}", saved.text("main")))).await;
    assert!(page.text("#flash").contains("before Dec 20, 2026"), "{}", page.text("#flash"));
    firm.leaves_waiting(0);
}
