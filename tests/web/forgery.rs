//! Forms that other sites send in a person's name.

use clientpay::web::router::table;
use poem::http::{Method, StatusCode};

use super::{journal, payments};
use crate::support::{
    APPROVED, TestFirm,
    browser::{HOST, Site, encode, filled, pairs},
};

#[tokio::test]
async fn what_another_site_sends_is_refused_and_nothing_is_written() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut admin = site.signed_in(&firm.admin).await;
    let (own, token) = (format!("https://{HOST}"), admin.csrf.clone());
    let before = journal(&firm);
    let posts = table().into_iter().filter(|entry| entry.method == Method::POST && entry.path != "/hooks/sandbox");
    for path in posts.map(|entry| entry.path.replace(":id", "1").replace(":key", "aaaaaaaaaaaaaaaaaaaaaaaaaa")) {
        let body = encode(&[("_csrf", &token), ("email", "a@b.example"), ("theme", "dark")]);
        for headers in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "cross-site"), ("origin", &own)],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
            &[("origin", &format!("https://{HOST}.evil.example"))],
        ] {
            let page = admin.send(Method::POST, &path, headers, Some(body.clone())).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} {headers:?}");
            assert_eq!(page.texts("main h1"), ["This form can’t be accepted"], "{path}");
        }
    }
    assert_eq!(journal(&firm), before);
}

#[tokio::test]
async fn a_payment_without_its_token_is_not_taken() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut cashier = site.signed_in(&firm.cashier).await;
    let key = cashier.new_payment().await;
    cashier.enter_card(&key, APPROVED).await;
    let sheet = filled(&firm, &key, &[]);
    let usual = pairs(&sheet);
    for token in ["", "x", &cashier.csrf.to_uppercase(), &format!("{} ", cashier.csrf)] {
        let mut sent = vec![("_csrf", token)];
        sent.extend_from_slice(&usual);
        let page = cashier.send(Method::POST, "/payments", &[], Some(encode(&sent))).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{token}");
    }
    let page = cashier.send(Method::POST, "/payments", &[], Some(encode(&usual))).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    // A form that a script sends as something else than a form holds no token that is looked at.
    let json = [("content-type", "application/json")];
    let page = cashier.send(Method::POST, "/payments", &json, None).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(payments(&firm).is_empty());
}

#[tokio::test]
async fn a_visitors_token_signs_in_but_opens_nothing_of_the_staffs() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut visitor = site.visitor();
    visitor.get("/sign-in").await;
    let (token, pre) = (visitor.csrf.clone(), visitor.cookies["__Host-pre"].clone());
    let mut cashier = site.signed_in(&firm.cashier).await;
    cashier.cookies.insert("__Host-pre".into(), pre);
    let before = journal(&firm);
    for path in ["/payments", "/profile/preferences", "/sign-out", "/payments/1/receipts"] {
        let body = encode(&[("_csrf", &token), ("theme", "dark")]);
        let page = cashier.send(Method::POST, path, &[], Some(body)).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(journal(&firm), before);
}
