//! The pages of alerts, the bell, and what is sent from them.

use clientpay::{
    domain::{
        alert::{About, Alert, Cause, Resolution, State},
        ids::{AlertId, TransactionId},
        user::{AlertMail, Session},
    },
    service::alerts,
    store::{alerts as shelves, users},
};
use poem::http::{Method, StatusCode};

use crate::{
    payment_requests::overpaying::overpaid,
    support::{
        APPROVED, TestFirm,
        browser::{Browser, Page, Site, filled, pairs},
    },
};

async fn raise(firm: &TestFirm, payment: u64, cause: Cause) -> AlertId {
    let (about, now) = (About::Payment(TransactionId::new(payment)), firm.app.now());
    firm.app.store.write(move |writer| alerts::raise(writer, about, cause, now)).await.unwrap()
}

fn stored(firm: &TestFirm, id: AlertId) -> Alert {
    shelves::alert(&firm.read(), id).unwrap().unwrap()
}

/// Two payments with an alert each, and the person in billing.
async fn open() -> (TestFirm, Browser, [AlertId; 2]) {
    let firm = TestFirm::new().await;
    for _ in 0..2 {
        firm.take(5_000, APPROVED).await.unwrap();
    }
    firm.leaves_waiting(2);
    let first = raise(&firm, 1, Cause::BankDebitReturned).await;
    firm.clock.advance_ms(1_000);
    let second = raise(&firm, 2, Cause::RefundFailed).await;
    let site = Site::of(&firm).await;
    let mut browser = site.signed_in(&firm.billing).await;
    browser.get("/alerts").await;
    (firm, browser, [first, second])
}

fn causes(page: &Page) -> Vec<String> {
    page.texts(".alert-list .toned-neg")
}

#[tokio::test]
async fn the_list_says_who_what_how_much_why_and_what_next_oldest_first() {
    let (_firm, mut browser, _) = open().await;
    let page = browser.get("/alerts").await;
    assert_eq!(causes(&page), ["Payment returned", "Refund failed"]);
    let row = page.text(".alert-list li");
    for part in ["Ada Vance", "$50.00", "Payment 1, INV-1041", "The bank returned the debit", "Ask the payer"] {
        assert!(row.contains(part), "{part}: {row}");
    }
    for language in ["fr", "es"] {
        let page = browser.get(&format!("/alerts?lang={language}")).await;
        assert!(!page.body.contains('⟦') && page.status == StatusCode::OK, "{language}");
        let page = browser.get(&format!("/alerts/1?lang={language}")).await;
        assert!(!page.body.contains('⟦') && page.status == StatusCode::OK, "{language}");
    }
}

#[tokio::test]
async fn cashiers_see_alerts_without_amounts_and_can_do_nothing() {
    let (firm, _, [first, _]) = open().await;
    let mut cashier = Site::bare(&firm).signed_in(&firm.cashier).await;
    let page = cashier.get("/alerts").await;
    assert_eq!(causes(&page).len(), 2);
    assert!(!page.body.contains("$50.00"), "no amount for those who may not see totals");
    assert!(!page.has("input[name^=alert-]") && !page.has("form[action='/alerts/assignments']"));
    let page = cashier.get(&format!("/alerts/{first}")).await;
    assert!(!page.body.contains("$50.00") && !page.has("form[action^='/alerts/']"));
    let page = cashier.post(&format!("/alerts/{first}/snooze"), &[("until", "week"), ("version", "1")]).await;
    assert_eq!((page.status, stored(&firm, first).state), (StatusCode::FORBIDDEN, State::Open));
    let page = cashier.get("/payments/new?alert=1").await;
    assert!(page.has("input[name=alert]"), "the form may be opened");
}

#[tokio::test]
async fn filters_are_addresses_and_nonsense_is_no_filter() {
    let (firm, mut browser, [first, _]) = open().await;
    assert_eq!(causes(&browser.get("/alerts?cause=refund-failed").await), ["Refund failed"]);
    assert_eq!(causes(&browser.get("/alerts?cause=x&show=x&after=x").await).len(), 2);
    let page = browser.get("/alerts?show=mine").await;
    assert_eq!(page.texts(".empty h2"), ["Nothing is assigned to you"]);
    let page = browser
        .post(&format!("/alerts/{first}/assignment"), &[("version", "1"), ("to", &firm.billing.id.to_string())])
        .await;
    assert_eq!(page.location().unwrap(), format!("/alerts/{first}?done=assigned"));
    assert_eq!(causes(&browser.get("/alerts?show=mine").await), ["Payment returned"]);
    browser.post(&format!("/alerts/{first}/snooze"), &[("version", "2"), ("until", "tomorrow")]).await;
    assert_eq!(causes(&browser.get("/alerts").await), ["Refund failed"]);
    let page = browser.get("/alerts?show=snoozed").await;
    assert!(page.text(".alert-list li").contains("Snoozed until"));
}

#[tokio::test]
async fn a_long_list_goes_on_where_it_stopped() {
    let (firm, mut browser, _) = open().await;
    for payment in 3..=53 {
        firm.take(5_000, APPROVED).await.unwrap();
        raise(&firm, payment, Cause::Disputed).await;
    }
    firm.leaves_waiting(53);
    let page = browser.get("/alerts").await;
    assert_eq!(page.texts(".alert-list > li").len(), 50);
    let next = page.attributes(".card-foot a", "href").remove(0);
    let rest = browser.get(&next).await;
    assert_eq!(rest.texts(".alert-list > li").len(), 3);
    let all: std::collections::BTreeSet<String> =
        [&page, &rest].iter().flat_map(|page| page.attributes(".alert-list .lead", "href")).collect();
    assert_eq!(all.len(), 53, "each once");
}

#[tokio::test]
async fn resolving_needs_a_reason_and_a_note_and_keeps_what_was_typed() {
    let (firm, mut browser, [first, _]) = open().await;
    let path = format!("/alerts/{first}/resolution");
    let page = browser.post(&path, &[("version", "1"), ("note", "Cheque of Monday")]).await;
    assert_eq!((page.status, page.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["how".to_owned()]));
    assert_eq!(page.text("textarea[name=note]"), "Cheque of Monday");
    let page = browser.post(&path, &[("version", "1"), ("how", "paid-elsewhere")]).await;
    assert_eq!(page.wrong_fields(), ["note"]);
    assert_eq!(page.value("how"), "paid-elsewhere");
    let fields = [("version", "1"), ("how", "paid-elsewhere"), ("note", "Cheque of Monday")];
    for _ in 0..2 {
        let page = browser.post(&path, &fields).await;
        assert_eq!(page.location().unwrap(), format!("/alerts/{first}?done=resolved"), "a double click is no error");
    }
    let page = browser.get(&format!("/alerts/{first}?done=resolved")).await;
    assert_eq!(page.text("#flash"), "Resolved.");
    assert!(page.text("main").contains("Cheque of Monday") && !page.has("form[action$='/resolution']"));
    let page = browser.get("/alerts?show=resolved").await;
    assert!(page.text(".alert-list").contains("Cheque of Monday"));
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_page_from_before_a_change_does_nothing_and_says_so() {
    let (firm, mut browser, [first, _]) = open().await;
    let mut other = Site::bare(&firm).signed_in(&firm.admin).await;
    other.get("/alerts/1").await;
    other.post("/alerts/1/assignment", &[("version", "1"), ("to", &firm.admin.id.to_string())]).await;
    for (deed, fields) in [
        ("snooze", vec![("until", "week")]),
        ("assignment", vec![("to", "")]),
        ("resolution", vec![("how", "written-off"), ("note", "Gone")]),
    ] {
        let sent = [vec![("version", "1")], fields].concat();
        let page = browser.post(&format!("/alerts/{first}/{deed}"), &sent).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{deed}");
        assert!(page.complaints()[0].1.starts_with("Somebody changed this alert"), "{deed}");
    }
    let now = stored(&firm, first);
    assert_eq!((now.version, now.assigned_to), (2, Some(firm.admin.id)));
    let page = browser.post("/alerts/99/snooze", &[("version", "1"), ("until", "week")]).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn several_are_resolved_in_one_go_and_the_list_says_how_many() {
    let (firm, mut browser, [first, second]) = open().await;
    let page = browser.post("/alerts/resolutions", &[("how", "written-off"), ("note", "Small sums")]).await;
    assert_eq!(page.complaints()[0].1, "Select at least one alert");
    let (one, other) = (format!("alert-{first}"), format!("alert-{second}"));
    let page = browser.post("/alerts/resolutions", &[(&one, "1"), (&other, "1"), ("how", "written-off")]).await;
    assert_eq!(page.wrong_fields(), ["note"]);
    assert_eq!(page.attributes("input[name^=alert-][checked]", "name"), [one.clone(), other.clone()]);
    let fields = [(one.as_str(), "1"), (&other, "1"), ("alert-99", "1"), ("how", "written-off"), ("note", "x")];
    let page = browser.post("/alerts/resolutions", &fields).await;
    let page = browser.get(&page.location().unwrap()).await;
    let told = page.text("#flash");
    assert!(told.starts_with("2 alerts resolved. 1 was changed"), "{told}");
    let State::Resolved(resolved) = stored(&firm, second).state else { panic!("it is resolved") };
    assert_eq!(resolved.how, Resolution::WrittenOff);
    assert_eq!(page.texts(".empty h2"), ["Nothing needs attention"; 1]);
}

#[tokio::test]
async fn another_payment_is_prefilled_and_closes_the_alert() {
    let (firm, mut browser, [first, _]) = open().await;
    let page = browser.get(&format!("/payments/new?alert={first}")).await;
    let key = page.value("key");
    let fields = (page.value("payer"), page.value("amount"), page.value("alert"));
    assert_eq!(fields, ("Ada Vance".into(), "50.00".into(), first.to_string()));
    browser.enter_card(&key, APPROVED).await;
    let alert = first.to_string();
    let sheet = filled(&firm, &key, &[("alert", &alert), ("amount", "50.00")]);
    let page = browser.post("/payments", &pairs(&sheet)).await;
    assert!(page.location().unwrap().ends_with("/result"), "{}", page.body);
    firm.leaves_waiting(3);
    let State::Resolved(resolved) = stored(&firm, first).state else { panic!("it is resolved") };
    assert_eq!(resolved.how, Resolution::Payment(TransactionId::new(3)));
    // Somebody else's form for the same alert, sent too late, charges nothing.
    let key = browser.new_payment().await;
    browser.enter_card(&key, APPROVED).await;
    let sheet = filled(&firm, &key, &[("alert", &alert)]);
    let page = browser.post("/payments", &pairs(&sheet)).await;
    assert!(page.complaints()[0].1.contains("Nothing was charged"), "{:?}", page.complaints());
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn the_bell_counts_and_shows_the_latest_and_asks_without_keeping_anybody_signed_in() {
    let (firm, mut browser, [first, _]) = open().await;
    let page = browser.get("/alerts").await;
    assert_eq!(page.text("#alerts-count .badge"), "2");
    assert_eq!(page.texts("#alerts-latest .bell-line:first-child b"), ["Ada Vance", "Ada Vance"]);
    let ask = page.attributes("#alerts-latest", "hx-get").remove(0);
    assert_eq!(browser.get(&ask).await.status, StatusCode::NOT_MODIFIED);
    browser.post(&format!("/alerts/{first}/snooze"), &[("version", "1"), ("until", "week")]).await;
    let part = browser.get(&ask).await;
    assert_eq!((part.status, part.text("#alerts-count .badge")), (StatusCode::OK, "1".to_owned()));
    assert!(part.body.contains("hx-swap-oob=\"true\"") && !part.body.contains("<html"));
    // Nobody is there: only the page asks, again and again.
    let session = || users::sessions_before(&firm.read(), firm.app.now().plus_ms(1)).unwrap().len();
    assert!(session() > 0);
    for _ in 0..16 {
        firm.clock.advance_ms(60_000);
        browser.get(&ask).await;
        tokio::task::yield_now().await;
    }
    const { assert!(Session::IDLE_MS == 15 * 60_000) };
    let asked = browser.send(Method::GET, &ask, &[("hx-request", "true")], None).await;
    assert_eq!((asked.status, asked.header("hx-redirect")), (StatusCode::NO_CONTENT, None), "the page stays as it is");
    assert_eq!(browser.get("/alerts").await.location().as_deref(), Some("/sign-in?next=/alerts"));
}

#[tokio::test]
async fn everybody_chooses_their_own_mail() {
    let (firm, mut browser, _) = open().await;
    let page = browser.post("/alerts/mail", &[("alert_mail", "daily")]).await;
    assert_eq!(page.location().unwrap(), "/alerts?done=mail");
    let choice = || users::user(&firm.read(), firm.billing.id).unwrap().unwrap().alert_mail;
    assert_eq!(choice(), AlertMail::Daily);
    browser.post("/alerts/mail", &[("alert_mail", "hourly")]).await;
    assert_eq!(choice(), AlertMail::Daily);
    assert_eq!(browser.get("/alerts").await.value("alert_mail"), "daily");
}

#[tokio::test]
async fn the_refund_of_an_overpaid_request_opens_with_what_is_too_much() {
    let mut firm = TestFirm::new().await;
    let (_, paid) = overpaid(&mut firm, APPROVED).await;
    firm.leaves_waiting(3);
    let mut billing = Site::of(&firm).await.signed_in(&firm.billing).await;
    for (language, written) in [("fr", "40,00"), ("es", "40.00"), ("en", "40.00")] {
        billing.post("/profile/preferences", &[("language", language), ("theme", "light")]).await;
        let page = billing.get("/alerts/1").await;
        let wanted = format!("a[href^='/payments/{}/refunds/new']", paid.id);
        let link = page.attributes(&wanted, "href").pop().unwrap_or_else(|| panic!("{}", page.text("main")));
        assert_eq!(billing.get(&link).await.value("amount"), written, "{language}: {link}");
    }
}
