//! A payer pays in the portal what their schedule could not collect.

use clientpay::{
    domain::{card::PaymentMethod, ids::OccurrenceId, schedule::occurrence::Standing, time::Day, transaction::Status},
    i18n::calendar,
    service::{
        outbox::deliver_due,
        schedules::{self, SETTLE_MS},
    },
    store::{StoreError, payment_methods, schedules as stored, transactions},
};
use poem::http::StatusCode;

use super::{
    journal,
    portal::{ADA, House, NORA},
};
use crate::{
    payers::saved,
    support::browser::{Browser, Page},
};

const DECLINED: &str = "4000000000009987";
const OTHER: &str = "5555555555554444";

/// A house in which the first payment of Ada's schedule was declined.
async fn house() -> House {
    let house = House::new().await;
    let bad = saved(&house.firm, house.ada, DECLINED).await;
    charge_instead(&house, &bad).await;
    let due = calendar::instant(Day::new(2026, 12, 1), 360, "America/New_York");
    house.firm.clock.advance_ms(due.ms_since(house.firm.app.now()));
    schedules::run_due(&house.firm.app).await.unwrap();
    house.firm.clock.advance_ms(SETTLE_MS);
    schedules::run_due(&house.firm.app).await.unwrap();
    deliver_due(&house.firm.app).await.unwrap();
    house
}

async fn charge_instead(house: &House, method: &PaymentMethod) {
    let (id, method) = (house.schedule, method.id);
    let written = house.firm.app.store.write(move |writer| -> Result<(), StoreError> {
        let mut schedule = stored::schedule(writer, id)?.unwrap();
        schedule.payment_method = method;
        writer.put_schedule(&schedule)
    });
    written.await.unwrap();
}

fn first(house: &House) -> OccurrenceId {
    OccurrenceId { schedule: house.schedule, number: 1 }
}

fn stands(house: &House) -> (Standing, Vec<Status>) {
    let reader = house.firm.read();
    let occurrence = stored::occurrence(&reader, first(house)).unwrap().unwrap();
    let payments = transactions::of_occurrence(&reader, first(house)).unwrap();
    (occurrence.standing, payments.into_iter().map(|payment| payment.status).collect())
}

/// What the form of the page sends.
fn filled(page: &Page) -> Vec<(String, String)> {
    let names = page.attributes("main form[method=post] input[type=hidden]", "name");
    let values = page.attributes("main form[method=post] input[type=hidden]", "value");
    names.into_iter().zip(values).filter(|(name, _)| name != "_csrf").collect()
}

async fn press(browser: &mut Browser, path: &str, form: &[(String, String)]) -> Page {
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(path, &form).await
}

#[tokio::test]
async fn what_failed_is_chosen_for_shown_and_paid_once() {
    let house = house().await;
    let path = format!("/portal/schedules/{}/payments/1", house.schedule);
    let mut browser = house.signed_in(ADA).await;
    let home = browser.get("/portal").await;
    assert!(home.attributes("main a.button-primary", "href").contains(&path), "{}", home.text("main"));
    let schedule = browser.get(&format!("/portal/schedules/{}", house.schedule)).await;
    assert_eq!(schedule.attributes("main td a.button-primary", "href").join(" "), path);
    let (page, before) = (browser.get(&path).await, journal(&house.firm));
    let seen = page.text("main");
    for words in ["$100.00", "Retainer", "didn’t go through. No money has been taken."] {
        assert!(seen.contains(words), "{words}: {seen}");
    }
    let offered = page.attributes("main input[name=method]", "value");
    assert_eq!(offered.len(), 2);
    assert_eq!(page.attributes("main input[name=method][checked]", "value"), [house.method.to_string()]);
    let sheet = browser.get(&format!("{path}?method={}", house.method)).await;
    assert_eq!(sheet.texts("main form button"), ["Pay $100.00 with Visa •••• 4242"]);
    assert_eq!(journal(&house.firm), before, "looking and choosing change nothing");
    let form = filled(&sheet);
    let answer = press(&mut browser, &path, &form).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, Some(path.clone())));
    assert_eq!(stands(&house), (Standing::Collected, vec![Status::Declined, Status::Captured]));
    let page = browser.get(&path).await;
    assert!(page.text("main").contains("The firm has received this payment."));
    assert!(page.has("main [role=status] a[href^='/receipts/']"));
    assert_eq!(page.attributes("main form", "method"), Vec::<String>::new(), "there is nothing left to press");
    let again = press(&mut browser, &path, &form).await;
    assert_eq!((again.status, again.location()), (StatusCode::SEE_OTHER, Some(path)));
    assert_eq!(stands(&house).1.len(), 2);
    let home = browser.get("/portal").await;
    assert!(!home.text("main").contains("could not be collected"));
    deliver_due(&house.firm.app).await.unwrap();
    assert_eq!(house.firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_decline_is_told_and_another_method_can_be_chosen() {
    let house = house().await;
    let path = format!("/portal/schedules/{}/payments/1", house.schedule);
    let mut browser = house.signed_in(ADA).await;
    let bad = browser.get(&path).await.attributes("main input[name=method]", "value").remove(0);
    let form = filled(&browser.get(&format!("{path}?method={bad}")).await);
    assert_eq!(press(&mut browser, &path, &form).await.status, StatusCode::SEE_OTHER);
    assert_eq!(stands(&house), (Standing::Failed, vec![Status::Declined; 2]));
    let page = browser.get(&path).await;
    let told = page.texts("main [role=status]").join(" ");
    assert!(told.contains("didn’t go through. No money has been taken."), "{told}");
    assert_eq!(page.attributes("main input[name=method]", "value").len(), 2);
    // A form from before that try is not acted on any more.
    let stale = press(&mut browser, &path, &form).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.text("main").contains("has changed in the meantime"));
    for (field, value) in [("method", "99"), ("method", ""), ("version", "x"), ("shown", "1")] {
        let sheet = filled(&browser.get(&format!("{path}?method={}", house.method)).await);
        let sheet = sheet.into_iter().map(|(name, old)| (name.clone(), if name == field { value.into() } else { old }));
        let answer = press(&mut browser, &path, &sheet.collect::<Vec<_>>()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}={value}");
    }
    assert_eq!(stands(&house).1.len(), 2, "none of them charged anything");
    let page = browser.get(&format!("{path}?method=99")).await;
    assert_eq!((page.status, page.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["method".to_owned()]));
    let mut other = house.signed_in(NORA).await;
    assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(press(&mut other, &path, &form).await.status, StatusCode::NOT_FOUND);
    deliver_due(&house.firm.app).await.unwrap();
}

#[tokio::test]
async fn without_a_method_it_is_told_what_to_do_and_in_three_languages() {
    let house = house().await;
    let path = format!("/portal/schedules/{}/payments/1", house.schedule);
    let other = saved(&house.firm, house.ada, OTHER).await;
    let written = house.firm.app.store.write(move |writer| -> Result<(), StoreError> {
        for method in payment_methods::payment_methods(writer, other.payer)? {
            writer.put_payment_method(&PaymentMethod { only_typed: true, ..method })?;
        }
        Ok(())
    });
    written.await.unwrap();
    let mut browser = house.signed_in(ADA).await;
    let page = browser.get(&path).await;
    assert!(page.text("main").contains("None of the payment methods"));
    assert_eq!(page.attributes("main .actions a.button-primary", "href"), ["/portal/methods"]);
    for (language, words) in [("fr", "Aucun de vos modes de paiement"), ("es", "Ninguna de sus formas de pago")] {
        browser.post("/portal/settings/preferences", &[("language", language), ("theme", "device")]).await;
        let page = browser.get(&path).await;
        assert!(page.text("main").contains(words), "{language}: {}", page.text("main"));
    }
    assert_eq!(stands(&house), (Standing::Failed, vec![Status::Declined]));
}
