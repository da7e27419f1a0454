//! Reports on the screen: their forms, their answers, their files.

use clientpay::{
    domain::{
        journal::{Fact, Subject},
        report::{Report, Sharing},
    },
    store::reports as stored,
};
use poem::http::{Method, StatusCode};

use crate::support::{
    APPROVED, TestFirm,
    browser::{Browser, Page, Site},
};

const FIELDS: [(&str, &str); 12] = [
    ("key", "abcdefghijklmnopqrstuvwxyz"),
    ("version", "1"),
    ("subject", "payments"),
    ("name", "Big ones"),
    ("sharing", "personal"),
    ("range", "month_to_date"),
    ("basis", "asked"),
    ("filters", "amount:>10"),
    ("group", "payer"),
    ("detail", "rows"),
    ("columns", "number,date,payer,amount"),
    ("send", "never"),
];

/// The form with these fields instead.
fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = FIELDS.into_iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    kept.chain(changes.iter().copied()).collect()
}

async fn open() -> (TestFirm, Browser) {
    let firm = TestFirm::new().await;
    firm.take(5_000, APPROVED).await.unwrap();
    clientpay::service::outbox::deliver_due(&firm.app).await.unwrap();
    let mut browser = Site::of(&firm).await.signed_in(&firm.billing).await;
    browser.get("/reports/new").await;
    (firm, browser)
}

fn all(firm: &TestFirm) -> Vec<Report> {
    stored::reports(&firm.read()).unwrap()
}

fn values(page: &Page, name: &str) -> String {
    page.value(name)
}

#[tokio::test]
async fn a_form_with_something_wrong_says_what_and_keeps_what_was_typed() {
    let (firm, mut browser) = open().await;
    let many = (0..11).map(|n| format!("a{n}@b.example")).collect::<Vec<_>>().join(",");
    let long = "x".repeat(101);
    let daily = [("send", "daily"), ("time", "07:00"), ("recipients", "a@b.example")];
    let sent = |change: (&'static str, &'static str)| {
        daily.iter().copied().filter(|(name, _)| *name != change.0).chain([change]).collect::<Vec<_>>()
    };
    let cases: Vec<(Vec<(&str, &str)>, &str)> = vec![
        (vec![("name", "")], "Enter a name"),
        (vec![("name", &long)], "Use at most 100 characters for the name"),
        (vec![("sharing", "global")], "Your role may not keep reports that everybody sees"),
        (vec![("range", "sometime")], "Choose the dates"),
        (
            vec![("range", "fixed"), ("from", "2026-02-30"), ("to", "2026-03-01")],
            "Enter the first date, such as 2026-11-01",
        ),
        (vec![("range", "fixed"), ("from", "2026-03-02"), ("to", "2026-03-01")], "The last date is before the first"),
        (
            vec![("filters", "amount:much status:vanished garcia")],
            "Correct or remove what is not understood: amount:much, status:vanished",
        ),
        (vec![("columns", "nonsense")], "Add at least one column"),
        (sent(("time", "25:00")), "Enter a time, such as 07:30"),
        (sent(("send", "weekly")), "Choose the day of the week"),
        (sent(("send", "monthly")), "Choose the day of the month"),
        (
            [sent(("send", "once")), vec![("once", "2020-01-01")]].concat(),
            "Enter a date that is still to come, such as 2026-11-23",
        ),
        (sent(("recipients", "")), "Enter at least one email address"),
        (sent(("recipients", "nobody")), "Check this address: nobody"),
        ([daily[..2].to_vec(), vec![("recipients", many.as_str())]].concat(), "Use at most 10 addresses"),
    ];
    for (changes, message) in cases {
        let page = browser.post("/reports", &with(&changes)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{changes:?}");
        let told = page.texts(".error-summary li").join("|");
        assert!(told.contains(message), "{changes:?}: {told}");
        assert!(page.texts("title")[0].starts_with("Error:"));
        if changes.iter().all(|(name, _)| *name != "filters") {
            assert_eq!(values(&page, "filters"), "amount:>10");
        }
    }
    assert!(all(&firm).is_empty());
}

#[tokio::test]
async fn a_report_is_made_shown_changed_copied_run_and_deleted_without_scripts() {
    let (firm, mut browser) = open().await;
    let made = browser.post("/reports", &with(&[])).await;
    assert_eq!(made.location().as_deref(), Some("/reports/1?done=saved"));
    assert_eq!(browser.post("/reports", &with(&[])).await.location(), made.location(), "sent twice makes one");
    let page = browser.get("/reports/1").await;
    assert_eq!((page.status, page.texts("main h1")), (StatusCode::OK, vec!["Big ones".to_owned()]));
    assert!(page.body.contains("Ada Vance") && page.body.contains("$50.00"), "{}", page.body);
    let list = browser.get("/reports").await;
    assert!(list.texts("main a").iter().any(|text| text == "Big ones"));
    let edit = browser.get("/reports/1/edit").await;
    assert_eq!(
        (values(&edit, "name"), values(&edit, "columns")),
        ("Big ones".into(), "number,date,payer,amount".into())
    );
    let changed = browser.post("/reports/1", &with(&[("name", "Bigger ones")])).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.body);
    let copied = browser.post("/reports/1/copies", &[]).await;
    assert_eq!(copied.location().as_deref(), Some("/reports/2?done=copied"));
    assert_eq!(all(&firm)[1].name, "Copy of Bigger ones");
    let run = browser.post("/reports/1/runs", &[]).await.location().unwrap();
    let page = browser.get(&run).await;
    assert!(page.status == StatusCode::OK && page.body.contains("$50.00"), "{run}: {}", page.status);
    let deleted = browser.post("/reports/1/deletion", &[]).await;
    assert_eq!(deleted.location().as_deref(), Some("/reports?done=deleted"));
    for gone in ["/reports/1", "/reports/1/edit", "/reports/1/runs/1", "/reports/1/export.xlsx"] {
        assert_eq!(browser.get(gone).await.status, StatusCode::NOT_FOUND, "{gone}");
    }
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_standard_report_is_run_over_the_days_that_are_shown_and_the_run_opens_again() {
    let (firm, mut browser) = open().await;
    let (report, runs) = ("/reports/standard/today", "/reports/standard/today/runs");
    let wrong = browser.post(runs, &[("range", "fixed"), ("from", "x")]).await;
    assert_eq!(wrong.location().as_deref(), Some("/reports/standard/today?range=fixed&from=x"), "where it is told");
    let days = [("range", "fixed"), ("from", "2026-11-01"), ("to", "2026-11-30")];
    let page = browser.get(&format!("{report}?range=fixed&from=2026-11-01&to=2026-11-30")).await;
    assert_eq!(["range", "from", "to"].map(|name| page.value(name)), days.map(|(_, value)| value.to_owned()));
    let run = browser.post(runs, &days).await.location().unwrap();
    assert_eq!(run, "/reports/standard/today/runs/1?done=run");
    let page = browser.get(&run).await;
    assert!(page.status == StatusCode::OK && page.body.contains("$50.00"), "{}", page.body);
    let page = browser.get(report).await;
    assert!(page.attributes("a.row-link", "href").contains(&format!("{runs}/1")), "{}", page.body);
    let file = browser.get(&format!("{runs}/1/export.csv")).await;
    assert!(file.status == StatusCode::OK && file.body.contains("Ada Vance"), "{}", file.body);
    for gone in ["/reports/standard/by-payer/runs/1", "/reports/standard/nothing/runs/1", "/reports/1/runs/1"] {
        assert_eq!(browser.get(gone).await.status, StatusCode::NOT_FOUND, "{gone}");
    }
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_copy_says_what_is_added_up_and_another_measure_can_be_chosen() {
    let (firm, mut browser) = open().await;
    let copied = browser.get("/reports/new?like=tax-collected").await;
    assert_eq!(values(&copied, "measure"), "tax");
    for (measure, words) in [("tax", "Tax (only payments with tax)"), ("amount", "Whole amount")] {
        let path = if all(&firm).is_empty() { "/reports" } else { "/reports/1" };
        let saved = browser.post(path, &with(&[("measure", measure)])).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        assert_eq!(all(&firm)[0].definition.measure.code(), measure);
        let facts = browser.get("/reports/1").await.texts("section[aria-labelledby=report-facts] dd").join("|");
        assert!(facts.contains(words), "{facts}");
    }
    for (code, offered) in [("by-payer", true), ("refunds", false), ("expiring-cards", false)] {
        let copied = browser.get(&format!("/reports/new?like={code}")).await;
        assert_eq!(copied.attributes("select", "name").contains(&"measure".to_owned()), offered, "{code}");
    }
}

#[tokio::test]
async fn a_stale_form_is_told_and_loses_nothing_and_saves_when_sent_again() {
    let (firm, mut browser) = open().await;
    browser.post("/reports", &with(&[])).await;
    browser.post("/reports/1", &with(&[("name", "Second")])).await;
    let page = browser.post("/reports/1", &with(&[("name", "Third"), ("filters", "amount:>99")])).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.texts(".error-summary li")[0].contains("Somebody changed this report"));
    assert_eq!((values(&page, "name"), values(&page, "filters")), ("Third".into(), "amount:>99".into()));
    assert_eq!((all(&firm)[0].name.as_str(), values(&page, "version")), ("Second", "2".into()));
    let version = values(&page, "version");
    let saved = browser.post("/reports/1", &with(&[("name", "Third"), ("version", &version)])).await;
    assert_eq!((saved.status, all(&firm)[0].name.as_str()), (StatusCode::SEE_OTHER, "Third"));
}

#[tokio::test]
async fn columns_are_rearranged_by_plain_buttons_and_nothing_is_saved() {
    let (firm, mut browser) = open().await;
    for (button, columns) in [
        (("up", "payer"), "number,payer,date,amount"),
        (("down", "number"), "date,number,payer,amount"),
        (("remove", "date"), "number,payer,amount"),
    ] {
        let page = browser.post("/reports", &with(&[button, ("name", "")])).await;
        assert_eq!((page.status, values(&page, "columns")), (StatusCode::OK, columns.to_owned()), "{button:?}");
    }
    let page = browser.post("/reports", &with(&[("add", "matter"), ("add_column", "1")])).await;
    assert_eq!(values(&page, "columns"), "number,date,payer,amount,matter");
    assert!(all(&firm).is_empty());
}

#[tokio::test]
async fn somebody_elses_report_is_not_there_and_a_shared_one_cannot_be_changed() {
    let (firm, mut browser) = open().await;
    browser.post("/reports", &with(&[])).await;
    let site = Site::of(&firm).await;
    let mut admin = site.signed_in(&firm.admin).await;
    for (method, path) in [
        (Method::GET, "/reports/1"),
        (Method::GET, "/reports/1/edit"),
        (Method::GET, "/reports/1/export.csv"),
        (Method::GET, "/reports/1/runs/1"),
        (Method::POST, "/reports/1"),
        (Method::POST, "/reports/1/copies"),
        (Method::POST, "/reports/1/runs"),
        (Method::POST, "/reports/1/deletion"),
    ] {
        admin.get("/reports/new").await;
        let page = if method == Method::GET { admin.get(path).await } else { admin.post(path, &with(&[])).await };
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{method} {path}");
    }
    admin.get("/reports/new").await;
    let fields = with(&[("sharing", "global"), ("key", "bbcdefghijklmnopqrstuvwxyz")]);
    assert_eq!(admin.post("/reports", &fields).await.location().as_deref(), Some("/reports/2?done=saved"));
    assert_eq!(all(&firm)[1].sharing, Sharing::Global);
    browser.get("/reports/new").await;
    assert_eq!(browser.get("/reports/2").await.status, StatusCode::OK);
    assert_eq!(browser.get("/reports/2/edit").await.status, StatusCode::FORBIDDEN);
    browser.get("/reports/new").await;
    assert_eq!(browser.post("/reports/2", &with(&[])).await.status, StatusCode::FORBIDDEN);
    browser.get("/reports/new").await;
    assert_eq!(browser.post("/reports/2/deletion", &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(all(&firm).len(), 2);
}

#[tokio::test]
async fn every_standard_report_opens_in_each_language_with_any_days() {
    let (_firm, mut browser) = open().await;
    for report in clientpay::domain::report::standard::STANDARD {
        for language in ["en", "fr", "es"] {
            browser.headers = vec![("accept-language", language.to_owned())];
            for query in
                ["", "?range=last_year", "?range=fixed&from=2026-01-01&to=2026-12-31", "?page=99999&range=all_time"]
            {
                let page = browser.get(&format!("/reports/standard/{}{query}", report.code)).await;
                assert_eq!(page.status, StatusCode::OK, "{} {query}", report.code);
                assert!(!page.body.contains('⟦'), "{} {language}", report.code);
            }
        }
        let page = browser.get(&format!("/reports/standard/{}?range=fixed&from=x&to=", report.code)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", report.code);
    }
    assert_eq!(browser.get("/reports/standard/nothing").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn hostile_names_and_filters_are_text() {
    let (_firm, mut browser) = open().await;
    let hostile = "\"><script>alert(1)</script>=cmd|' /C calc'!A0";
    browser.post("/reports", &with(&[("name", hostile), ("filters", "<b>x</b>")])).await;
    for path in ["/reports", "/reports/1", "/reports/1/edit"] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.body.contains("<script>alert") && !page.body.contains("<b>x</b>"), "{path}");
    }
    let file = browser.get("/reports/1/export.csv").await;
    let disposition = file.header("content-disposition").unwrap();
    assert!(disposition.starts_with("attachment; filename=\"") && !disposition.contains('<'), "{disposition}");
}

#[tokio::test]
async fn a_file_has_the_rows_of_the_screen_and_is_for_those_who_may_take_it() {
    let (firm, mut browser) = open().await;
    browser.post("/reports", &with(&[])).await;
    let file = browser.get("/reports/1/export.csv").await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.body.contains("Ada Vance") && file.body.contains("50.00"), "{}", file.body);
    assert_eq!(browser.get("/reports/standard/by-payer/export.xlsx").await.status, StatusCode::OK);
    let journal = clientpay::store::journal::history(&firm.read(), Subject::User(firm.billing.id)).unwrap();
    let taken = journal.iter().filter(|entry| matches!(&entry.fact, Fact::Exported { rows: 1, .. })).count();
    assert_eq!(taken, 2, "the journal says who took what home");
    let mut cashier = Site::of(&firm).await.signed_in(&firm.cashier).await;
    assert_eq!(cashier.get("/reports/standard/by-payer/export.csv").await.status, StatusCode::FORBIDDEN);
    let page = cashier.get("/reports/standard/by-payer").await;
    assert!(page.status == StatusCode::OK && !page.body.contains("export.csv"));
    cashier.get("/reports/new").await;
    let daily = [("send", "daily"), ("time", "07:00"), ("recipients", "a@b.example")];
    assert_eq!(
        cashier.post("/reports", &with(&daily)).await.status,
        StatusCode::FORBIDDEN,
        "a schedule takes rows home"
    );
}
