//! The first run: claiming the portal.

use clientpay::{domain::locale::Language, service::reading};
use poem::http::StatusCode;

use super::journal;
use crate::support::{
    TestFirm,
    browser::{PASSWORD, Page, Site},
};

const GOOD: [(&str, &str); 11] = [
    ("firm_name", "Beaulieu & Fils"),
    ("time_zone", "America/Toronto"),
    ("currency", "CAD"),
    ("language", "fr"),
    ("account_name", "Compte général"),
    ("account_kind", "operating"),
    ("last_four", "3302"),
    ("statement_name", "BEAULIEU FILS"),
    ("admin_name", "Zoé Beaulieu"),
    ("admin_email", "Zoe@beaulieu.example"),
    ("password", PASSWORD),
];

fn with<'a>(token: &'a str, changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let instead = |name: &str| changes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let mut fields = vec![("token", token)];
    fields.extend(GOOD.iter().map(|(name, value)| (*name, instead(name).unwrap_or(value))));
    fields
}

fn is_title_prefixed(page: &Page, language: Language) -> bool {
    let prefix = match language {
        Language::En => "Error: ",
        Language::Fr => "Erreur",
        Language::Es => "Error: ",
    };
    page.text("title").starts_with(prefix)
}

#[tokio::test]
async fn only_the_token_of_the_console_opens_it() {
    let firm = TestFirm::unclaimed().await;
    let site = Site::bare(&firm);
    let mut visitor = site.visitor();
    for token in ["", "x", &site.set_up_token[1..], &format!("{}x", site.set_up_token)] {
        assert_eq!(visitor.get(&format!("/setup?token={token}")).await.status, StatusCode::NOT_FOUND, "{token}");
    }
    assert_eq!(visitor.get("/setup").await.status, StatusCode::NOT_FOUND);
    visitor.get(&format!("/setup?token={}", site.set_up_token)).await;
    for token in ["", "x"] {
        assert_eq!(visitor.post("/setup", &with(token, &[])).await.status, StatusCode::NOT_FOUND);
    }
    assert!(reading::house(&firm.app).unwrap().firm.is_none());
}

#[tokio::test]
async fn whoever_comes_before_it_is_told_where_the_way_in_is_and_not_what_it_is() {
    let firm = TestFirm::unclaimed().await;
    let site = Site::bare(&firm);
    let page = site.visitor().get("/sign-in").await;
    assert_eq!((page.status, page.has("form")), (StatusCode::OK, false));
    assert!(page.text("main").contains("console") && !page.body.contains(&*site.set_up_token), "{}", page.body);
}

#[tokio::test]
async fn what_is_wrong_is_told_in_the_readers_language_and_what_was_typed_stays() {
    let firm = TestFirm::unclaimed().await;
    let site = Site::bare(&firm);
    let before = journal(&firm);
    for language in Language::ALL {
        for (field, value) in [
            ("firm_name", " "),
            ("firm_name", &"x".repeat(121)),
            ("time_zone", "Mars/Olympus"),
            ("currency", "XXL"),
            ("language", "de"),
            ("account_name", ""),
            ("account_kind", "both"),
            ("last_four", "33"),
            ("last_four", "33a2"),
            ("statement_name", "12345678901234567890123"),
            ("admin_name", ""),
            ("admin_email", "zoe"),
            ("password", "short"),
            ("password", "passwordpassword"),
            ("password", "Zoe@beaulieu.example"),
        ] {
            let mut visitor = site.visitor();
            let path = format!("/setup?token={}&lang={}", site.set_up_token, language.code());
            assert_eq!(visitor.get(&path).await.status, StatusCode::OK);
            let page = visitor.post("/setup", &with(&site.set_up_token, &[(field, value)])).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}={value}");
            assert_eq!(page.wrong_fields(), [field], "{value}");
            assert!(page.has(&format!("#{field}[aria-invalid=true]")), "{field}");
            assert!(is_title_prefixed(&page, language), "{}", page.text("title"));
            let kept = if field == "admin_name" { "BEAULIEU FILS" } else { "Zoé Beaulieu" };
            assert!(page.attributes("input", "value").iter().any(|known| known == kept), "{field}");
            let password = if field == "password" { value } else { PASSWORD };
            assert!(page.attributes("input[type=password]", "value").is_empty());
            assert!(field == "password" && value.contains('@') || !page.body.contains(password), "{field}");
        }
    }
    assert_eq!(journal(&firm), before);
}

#[tokio::test]
async fn an_empty_form_is_told_everything_at_once() {
    let firm = TestFirm::unclaimed().await;
    let site = Site::bare(&firm);
    let mut visitor = site.visitor();
    visitor.get(&format!("/setup?token={}", site.set_up_token)).await;
    let page = visitor.post("/setup", &[("token", &*site.set_up_token)]).await;
    let wanted: Vec<&str> = GOOD.iter().map(|(name, _)| *name).collect();
    assert_eq!(page.wrong_fields(), wanted, "in the order of the form");
}

#[tokio::test]
async fn it_is_done_once_and_its_administrator_signs_in() {
    let firm = TestFirm::unclaimed().await;
    let site = Site::bare(&firm);
    let mut visitor = site.visitor();
    let path = format!("/setup?token={}", site.set_up_token);
    visitor.get(&path).await;
    let mut late = visitor.clone();
    let page = visitor.post("/setup", &with(&site.set_up_token, &[])).await;
    assert_eq!(page.location().as_deref(), Some("/sign-in"));
    let before = journal(&firm);
    let page = late.post("/setup", &with(&site.set_up_token, &[("firm_name", "Thieves")])).await;
    assert_ne!(page.status, StatusCode::OK);
    assert_eq!(visitor.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(journal(&firm), before);
    let house = reading::house(&firm.app).unwrap();
    assert_eq!(house.firm.unwrap().name, "Beaulieu & Fils");
    let mut admin = site.visitor();
    assert_eq!(admin.sign_in("zoe@beaulieu.example", PASSWORD).await.status, StatusCode::SEE_OTHER);
    let page = admin.get("/payments/new").await;
    assert_eq!((page.status, page.attributes("html", "lang")), (StatusCode::OK, vec!["fr-CA".to_owned()]));
    assert_eq!(page.texts("select[name=account] option").len(), 1, "the only account is chosen");
}
