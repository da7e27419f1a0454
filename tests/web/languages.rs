//! Every page in three languages, and choices that stay.

use clientpay::{
    domain::{locale::Language, user::Theme},
    service::{outbox::deliver_due, receipts},
};
use poem::http::{Method, StatusCode};

use super::paid;
use crate::support::{
    TestFirm,
    browser::{Page, Site},
};

fn assert_spoken(page: &Page, language: Language, path: &str) {
    assert!(!page.body.contains('⟦'), "{path} in {language:?}: a text is missing");
    assert!(page.attributes("html", "lang")[0].starts_with(language.code()), "{path} in {language:?}");
    assert_eq!(page.texts("main#main").len(), 1, "{path}");
    assert_eq!(page.texts("h1").len(), 1, "{path}: {:?}", page.texts("h1"));
    assert!(!page.text("title").is_empty());
    for action in page.attributes("form[method=post]", "action") {
        assert!(action.starts_with('/'), "{path}");
    }
    let (forms, posts) = (page.texts("form[method=post]").len(), page.attributes("form[method=post]", "action").len());
    assert_eq!(forms, posts, "{path}: every form works without scripts");
    let tokens = page.attributes("form[method=post] input[name=_csrf]", "value").len();
    // What proves a receipt's form is its address.
    let is_proven = ["/card-fields", "/receipts/"].iter().any(|folder| path.starts_with(folder));
    assert!(tokens == posts || is_proven, "{path}: every form is one of ours");
    for name in page.attributes("main input:not([type=hidden]):not([type=checkbox]), main select, main textarea", "id")
    {
        assert!(page.has(&format!("label[for='{name}']")), "{path}: {name} has no label");
    }
    let mut ids = page.attributes("[id]", "id");
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "{path}: an id is there twice");
}

#[tokio::test]
async fn every_page_is_whole_in_every_language() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut admin = site.signed_in(&firm.admin).await;
    let mut ids = Vec::new();
    for card in ["4242424242424242", "4000000000000002", "4000000000003220", "4000000000009235", "4000000000006678"] {
        let key = admin.new_payment().await;
        admin.enter_card(&key, card).await;
        ids.push(paid(&firm, &admin.charge(&firm, &key, &[]).await).id);
    }
    deliver_due(&firm.app).await.unwrap();
    let delivery = firm.deliveries(ids[0])[0].id;
    let mut paths = vec![
        "/dashboard".to_owned(),
        "/payments".into(),
        "/payments?q=nothing-like-it".into(),
        "/payments?q=status:declined%20zz:y&all=1".into(),
    ];
    paths.extend(["/payments/new".to_owned(), "/outbox".into(), format!("/outbox/{delivery}")]);
    paths.extend(ids.iter().flat_map(|id| [format!("/payments/{id}"), format!("/payments/{id}/result")]));
    let public = ["/sign-in".to_owned(), format!("/receipts/{}", receipts::link_token(&firm.app.secrets, ids[0]))];
    for language in Language::ALL {
        for path in &paths {
            let joint = if path.contains('?') { '&' } else { '?' };
            let page = admin.get(&format!("{path}{joint}lang={}", language.code())).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert_spoken(&page, language, path);
        }
        for path in &public {
            let page = site.visitor().get(&format!("{path}?lang={}", language.code())).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert_spoken(&page, language, path);
        }
    }
}

#[tokio::test]
async fn the_fields_in_a_frame_speak_its_pages_language_and_change_nobodys_own() {
    let firm = TestFirm::new().await;
    let mut admin = Site::of(&firm).await.signed_in(&firm.admin).await;
    let key = admin.new_payment().await;
    let frame = admin.get(&format!("/card-fields/{key}?lang=fr")).await;
    assert_eq!((frame.status, frame.attributes("html", "lang")), (StatusCode::OK, vec!["fr-CA".to_owned()]));
    assert_eq!(admin.get("/dashboard").await.attributes("html", "lang"), ["en-US"]);
}

#[tokio::test]
async fn a_language_once_chosen_stays() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut visitor = site.visitor();
    assert_eq!(visitor.get("/sign-in?lang=es").await.attributes("html", "lang"), ["es-US"]);
    assert_eq!(visitor.get("/sign-in").await.attributes("html", "lang"), ["es-US"]);
    let mut other = site.visitor();
    let page = other.send(Method::GET, "/sign-in", &[("accept-language", "de, fr;q=0.8, en;q=0.5")], None).await;
    assert_eq!(page.attributes("html", "lang"), ["fr-CA"]);
    let mut auditor = site.signed_in(&firm.auditor).await;
    let page = auditor.post("/profile/preferences", &[("language", "fr"), ("back", "/payments?lang=en&q=x")]).await;
    assert_eq!(page.location().as_deref(), Some("/payments?q=x"));
    assert_eq!(auditor.get("/payments?q=x").await.attributes("html", "lang"), ["fr-CA"]);
    let mut elsewhere = site.signed_in(&firm.auditor).await;
    assert_eq!(elsewhere.get("/dashboard").await.attributes("html", "lang"), ["fr-CA"], "on any device");
}

#[tokio::test]
async fn colours_once_chosen_stay_and_nonsense_changes_nothing() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut cashier = site.signed_in(&firm.cashier).await;
    for theme in Theme::ALL {
        cashier.post("/profile/preferences", &[("theme", theme.code()), ("back", "/dashboard")]).await;
        let page = cashier.get("/dashboard").await;
        assert_eq!(page.attributes("html", "data-theme"), [theme.code()]);
        assert_eq!(page.attributes("button[name=theme][aria-pressed=true]", "value"), [theme.code()]);
    }
    for (back, wanted) in [
        ("//evil.example", "/dashboard"),
        ("https://evil.example", "/dashboard"),
        ("", "/dashboard"),
        ("/outbox", "/outbox"),
    ] {
        let fields = [("theme", "<script>"), ("language", "xx"), ("back", back)];
        assert_eq!(cashier.post("/profile/preferences", &fields).await.location().as_deref(), Some(wanted), "{back}");
    }
    let page = cashier.get("/dashboard").await;
    assert_eq!(page.attributes("html", "data-theme"), [Theme::ALL[4].code()]);
    assert_eq!(page.attributes("html", "lang"), ["en-US"]);
    let visitor = site.visitor().get("/sign-in").await;
    assert_eq!(visitor.attributes("html", "data-theme"), ["device"]);
}
