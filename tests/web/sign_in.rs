//! Signing in and out, and what ends a session.

use clientpay::domain::user::{Session, User};
use poem::http::StatusCode;

use crate::support::{
    TestFirm,
    browser::{Browser, PASSWORD, Site},
};

const SESSION: &str = "__Host-sid";

async fn is_in(browser: &mut Browser) -> bool {
    browser.get("/dashboard").await.status == StatusCode::OK
}

#[tokio::test]
async fn unknown_wrong_and_locked_are_one_answer() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut visitor = site.visitor();
    let wanted = visitor.sign_in("nobody@harlowfinch.example", PASSWORD).await;
    assert_eq!(wanted.status, StatusCode::UNPROCESSABLE_ENTITY);
    let email = &firm.cashier.email;
    let said = |page: &crate::support::browser::Page| (page.status, page.texts("[role=alert]"), page.text("title"));
    for _ in 0..User::MAX_FAILED_SIGN_INS {
        let page = visitor.sign_in(email, "not the password").await;
        assert_eq!(said(&page), said(&wanted));
        assert_eq!(page.value("email"), *email);
        assert!(!page.body.contains("not the password"));
    }
    let locked = visitor.sign_in(email, PASSWORD).await;
    assert_eq!(said(&locked), said(&wanted));
    assert!(!visitor.cookies.contains_key(SESSION));
    firm.clock.advance_ms(User::LOCK_MS);
    assert_eq!(visitor.sign_in(email, PASSWORD).await.location().as_deref(), Some("/dashboard"));
}

#[tokio::test]
async fn a_flood_from_one_address_is_slowed_down() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut visitor = site.visitor();
    visitor.get("/sign-in").await;
    let mut last = None;
    for _ in 0..31 {
        last = Some(visitor.post("/sign-in", &[("email", "x@y.example"), ("password", "z")]).await.status);
    }
    assert_eq!(last, Some(StatusCode::TOO_MANY_REQUESTS));
}

#[tokio::test]
async fn the_cookie_of_a_session_is_new_at_each_sign_in_and_well_guarded() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut browser = site.visitor();
    browser.cookies.insert(SESSION.into(), "chosen-by-somebody-else".into());
    let page = browser.sign_in(&firm.cashier.email, PASSWORD).await;
    let cookies = page.all("set-cookie");
    let cookie = cookies.iter().find(|text| text.starts_with(SESSION)).unwrap();
    let (pair, attributes) = cookie.split_once(';').unwrap();
    let mut attributes: Vec<&str> = attributes.split(';').map(str::trim).collect();
    attributes.sort_unstable();
    assert_eq!(attributes, ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]);
    assert!(pair.len() >= SESSION.len() + 1 + 43, "256 bits");
    let first = browser.clone();
    assert_ne!(first.cookies[SESSION], "chosen-by-somebody-else");
    // Signing in again from the same browser ends the session before.
    browser.csrf.clone_from(&{
        let mut other = browser.clone();
        other.get("/nowhere").await;
        other.csrf
    });
    let fields = [("email", firm.cashier.email.as_str()), ("password", PASSWORD)];
    assert_eq!(browser.post("/sign-in", &fields).await.status, StatusCode::SEE_OTHER);
    assert_ne!(browser.cookies[SESSION], first.cookies[SESSION]);
    assert!(is_in(&mut browser).await && !is_in(&mut first.clone()).await);
}

#[tokio::test]
async fn signing_out_ends_the_session_itself() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut browser = site.signed_in(&firm.cashier).await;
    let stolen = browser.clone();
    let page = browser.post("/sign-out", &[]).await;
    let next = page.location().unwrap();
    assert!(!browser.cookies.contains_key(SESSION));
    let page = browser.get(&next).await;
    assert!(page.text("main").contains("You are signed out."));
    assert!(!is_in(&mut stolen.clone()).await);
}

#[tokio::test]
async fn a_session_ends_by_idleness_and_by_age() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut browser = site.signed_in(&firm.cashier).await;
    firm.clock.advance_ms(Session::IDLE_MS - 1);
    assert!(is_in(&mut browser).await);
    let mut idle = site.signed_in(&firm.auditor).await;
    firm.clock.advance_ms(Session::IDLE_MS);
    assert!(!is_in(&mut idle).await);

    let mut busy = site.signed_in(&firm.billing).await;
    let step = 10 * 60 * 1_000;
    for _ in 0..Session::ABSOLUTE_MS / step - 1 {
        firm.clock.advance_ms(step);
        assert!(is_in(&mut busy).await);
        noted(&firm, &busy).await;
    }
    firm.clock.advance_ms(step);
    assert!(!is_in(&mut busy).await);
}

/// Waits until the last use of the browser's session is written; that is not waited for by the page.
async fn noted(firm: &TestFirm, browser: &Browser) {
    use sha2::{Digest as _, Sha256};
    let key: [u8; 32] = Sha256::digest(browser.cookies[SESSION].as_bytes()).into();
    let now = clientpay::app::Clock::now(firm.clock.as_ref());
    loop {
        let session = clientpay::store::users::session(&firm.read(), &key).unwrap().unwrap();
        if session.seen_at == now {
            return;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn nobody_is_led_to_another_site_after_signing_in() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    for (next, wanted) in [
        ("/payments?q=a", "/payments?q=a"),
        ("", "/dashboard"),
        ("//evil.example", "/dashboard"),
        ("https://evil.example/", "/dashboard"),
        ("/\\evil.example", "/dashboard"),
        ("\\/evil.example", "/dashboard"),
        ("https:evil", "/dashboard"),
        ("javascript:alert(1)", "/dashboard"),
        ("/a\r\nset-cookie: x=y", "/dashboard"),
        ("/sign-out", "/dashboard"),
    ] {
        let mut browser = site.visitor();
        let page = browser.get(&format!("/sign-in?next={}", clientpay::web::paths::encoded(next))).await;
        let fields = [("email", firm.auditor.email.as_str()), ("password", PASSWORD), ("next", &page.value("next"))];
        let page = browser.post("/sign-in", &fields).await;
        let location = page.location().unwrap();
        let harmless = location == wanted || location.starts_with("/aset-cookie");
        assert!(harmless && page.all("set-cookie").len() == 1, "{next}: {location}");
        let again = browser.get(&format!("/sign-in?next={}", clientpay::web::paths::encoded(next))).await;
        assert!(again.location().unwrap().starts_with('/') && !again.location().unwrap().starts_with("//"), "{next}");
    }
}

#[tokio::test]
async fn whoever_is_turned_away_comes_back_to_where_they_wanted_to_go() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut browser = site.visitor();
    let page = browser.follow("/payments?q=vance&all=1").await;
    let fields = [("email", firm.auditor.email.as_str()), ("password", PASSWORD), ("next", &page.value("next"))];
    assert_eq!(browser.post("/sign-in", &fields).await.location().as_deref(), Some("/payments?q=vance&all=1"));
}
