//! The first run, and what is refused before anything is served.

use std::fs;

use super::portal::{Portal, check, demo_folder, in_folder, run};

const PASSWORD: &str = "seven quiet herons wade";

#[tokio::test]
async fn the_printed_address_sets_the_firm_up_once() {
    let folder = tempfile::tempdir().unwrap();
    let portal = Portal::serve(folder.path());
    let line = portal.printed.iter().find_map(|line| line.strip_prefix("Set up this portal at ")).unwrap();
    let path = line.strip_prefix(&portal.url).unwrap().to_owned();
    let browser = portal.browser();
    assert_eq!(browser.get("/setup?token=guessed").await.status, 404);
    let form = browser.get(&path).await;
    assert_eq!(form.status, 200);
    let (csrf, token) = (form.field("_csrf"), form.field("token"));
    let fields = |token: String, password: &'static str| {
        [
            ("_csrf", csrf.clone()),
            ("token", token),
            ("firm_name", "Harlow & Finch LLP".to_owned()),
            ("time_zone", "America/New_York".to_owned()),
            ("currency", "USD".to_owned()),
            ("language", "en".to_owned()),
            ("account_name", "Operating".to_owned()),
            ("account_kind", "operating".to_owned()),
            ("last_four", "3302".to_owned()),
            ("statement_name", "HARLOW FINCH LLP".to_owned()),
            ("admin_name", "Ada Harlow".to_owned()),
            ("admin_email", "ada@harlow.example".to_owned()),
            ("password", password.to_owned()),
        ]
    };
    for (token, password, status) in [
        ("guessed".to_owned(), PASSWORD, 404),
        (token.clone(), "short", 422),
        (token.clone(), PASSWORD, 303),
        (token.clone(), PASSWORD, 303),
    ] {
        let fields = fields(token, password);
        let borrowed: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = browser.post("/setup", &borrowed).await;
        assert_eq!(answer.status, status, "{}", answer.body);
    }
    assert_eq!(browser.get(&path).await.status, 404, "a second use");
    let staff = portal.signed_in("ada@harlow.example", PASSWORD).await;
    assert_eq!(staff.pay("Ada Vance", "25.00").await.status, 303);
    let done = check(folder.path());
    assert!(done.good && done.out.lines().any(|line| line.starts_with("1 payments, ")), "{done:?}");
    drop(portal);
    let again = Portal::serve(folder.path());
    assert!(!again.printed.iter().any(|line| line.contains("/setup")), "{:?}", again.printed);
}

#[test]
fn the_demo_listens_beyond_this_machine_only_when_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let refused = run(&["demo", "--listen", "0.0.0.0:0", "--data", data.to_str().unwrap()]);
    assert!(!refused.good);
    assert!(refused.err.contains("--allow-beyond-loopback"), "{refused:?}");
    assert!(!data.exists());
}

#[test]
fn the_demo_is_not_poured_over_data() {
    let folder = demo_folder();
    let before = fs::read(folder.path().join("clientpay.redb")).unwrap();
    let refused = run(&in_folder("demo", folder.path()));
    assert!(!refused.good);
    assert!(refused.err.contains("holds data already"), "{refused:?}");
    assert_eq!(fs::read(folder.path().join("clientpay.redb")).unwrap(), before);
}

#[test]
fn a_setting_that_nobody_knows_keeps_the_portal_from_starting() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("clientpay.toml"), "lisen = '127.0.0.1:0'\n").unwrap();
    let refused = run(&in_folder("serve", folder.path()));
    assert!(!refused.good);
    assert!(refused.err.contains("the settings cannot be used") && refused.err.contains("lisen"), "{refused:?}");
    assert!(!folder.path().join("clientpay.redb").exists(), "nothing is made before the settings are read");
}
