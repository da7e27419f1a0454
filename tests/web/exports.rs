//! Lists as files: who gets them under which name, and the page that waits for a long one.

use clientpay::{
    app::exports::{KEPT_AFTER_DOWNLOAD_MS, KEPT_MS},
    service::exports::tidy,
};
use poem::http::{Method, StatusCode};

use super::paid;
use crate::support::{
    QUICK_EXPORT, TestFirm,
    browser::{Browser, Page, Site},
};

async fn open(payments: u64) -> (TestFirm, Site, Browser) {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut cashier = site.signed_in(&firm.cashier).await;
    for number in 0..payments {
        let payer = format!("Payer {number}");
        paid(&firm, &cashier.pay(&firm, &[("payer", &payer), ("receipt", "")]).await);
        firm.clock.advance_ms(1_000);
    }
    let billing = site.signed_in(&firm.billing).await;
    (firm, site, billing)
}

fn links(page: &Page) -> Vec<String> {
    page.attributes(".export-links a", "href")
}

/// Asks for the page until it says that the file is ready.
async fn wait(browser: &mut Browser, path: &str) -> Page {
    loop {
        let page = browser.get(path).await;
        if !page.has("#export[hx-trigger]") {
            return page;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn the_links_are_for_those_who_may_and_ask_for_what_the_list_shows() {
    let (firm, site, mut billing) = open(1).await;
    let mut cashier = site.signed_in(&firm.cashier).await;
    assert_eq!(links(&cashier.get("/payments").await), [""; 0]);
    assert_eq!(cashier.get("/payments/export.csv").await.status, StatusCode::FORBIDDEN);
    assert_eq!(links(&billing.get("/payments").await), ["/payments/export.xlsx", "/payments/export.csv"]);
    let page = billing.get("/payments?q=payer+%260&sort=-amount&all=1&after=x&page=3").await;
    let query = "q=payer%20%260&sort=-amount&all=1";
    assert_eq!(links(&page), ["xlsx", "csv"].map(|ending| format!("/payments/export.{ending}?{query}")));
    assert_eq!(page.attributes(".export-links a", "hx-boost"), ["false", "false"]);
    assert_eq!(links(&billing.get("/outbox").await), ["/outbox/export.xlsx", "/outbox/export.csv"]);
}

/// Ways to a file; htmx would put what is in it in the place of the page.
const FILES: [&str; 5] = [".xlsx", ".csv", ".pdf", ".svg", ".png"];

#[tokio::test]
async fn no_link_to_a_file_is_followed_within_the_page() {
    let firm = TestFirm::new().await;
    crate::payment_pages::open_page(&firm, "deposit", crate::payment_pages::deposit(&firm)).await;
    let site = Site::of(&firm).await;
    let (mut billing, mut admin) = (site.signed_in(&firm.billing).await, site.signed_in(&firm.admin).await);
    paid(&firm, &billing.pay(&firm, &[("receipt", "")]).await);
    let sent = super::bulk::bring_rows(&mut billing, "Name,Amount\nAda,100\nBob,much\n").await;
    for (path, least) in [
        ("/payments", 2),
        ("/payers", 2),
        ("/send-for-payment/bulk/new", 2),
        ("/schedules/imports/new", 2),
        (sent.as_str(), 1),
        ("/outbox", 2),
        ("/payment-pages/1", 2),
    ] {
        let browser = if path.starts_with("/payment-pages") { &mut admin } else { &mut billing };
        let page = browser.get(path).await;
        let to_file =
            |link: &str| FILES.iter().any(|end| link.split('?').next().is_some_and(|path| path.ends_with(end)));
        let count = |selector: &str| page.attributes(selector, "href").iter().filter(|link| to_file(link)).count();
        assert!(count("main a[href]") >= least, "{path}: {}", page.text("main"));
        assert_eq!(count("main a[href]"), count("main a[hx-boost=false]"), "{path}");
    }
}

#[tokio::test]
async fn a_short_list_is_answered_with_a_file_that_is_saved_and_not_shown() {
    let (_firm, _, mut billing) = open(1).await;
    for (path, name, kind, begins) in [
        (
            "/payments/export.csv?q=date:2026-11",
            "payments_2026-11-01_2026-11-30.csv",
            "text/csv; charset=utf-8; header=present",
            "\u{feff}Number,",
        ),
        (
            "/payments/export.xlsx?q=%22half",
            "payments_2026-11-22.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "PK",
        ),
        ("/outbox/export.csv", "outbox_2026-11-22.csv", "text/csv; charset=utf-8; header=present", "\u{feff}No.,"),
        (
            "/outbox/export.xlsx",
            "outbox_2026-11-22.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "PK",
        ),
    ] {
        let page = billing.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
        assert_eq!(page.header("content-type"), Some(kind));
        let disposition = format!("attachment; filename=\"{name}\"; filename*=UTF-8''{name}");
        assert_eq!(page.header("content-disposition"), Some(disposition.as_str()));
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
        assert!(page.header("cache-control").unwrap().contains("no-store"));
        assert!(page.body.starts_with(begins), "{path}");
    }
    let french = billing.get("/payments/export.csv?lang=fr").await;
    assert!(french.body.starts_with("\u{feff}Numéro,Date,Payeur,"), "{}", french.body);
}

#[tokio::test]
async fn a_long_list_shows_how_far_it_is_and_then_the_file_to_its_owner_alone() {
    let (firm, site, mut billing) = open(QUICK_EXPORT + 1).await;
    let places = firm.app.exports.in_background.clone().acquire_many_owned(2).await.unwrap();
    let path = billing.get("/payments/export.csv").await.location().unwrap();
    let page = billing.get(&path).await;
    assert_eq!(page.texts("#export h2"), ["Waiting for other exports to finish"]);
    assert_eq!(page.attributes("#export", "hx-get"), [path.as_str()], "asks again by itself");
    assert!(page.attributes("#export a", "href").contains(&path), "or by a link");
    assert_eq!(billing.get(&format!("{path}/file")).await.location().as_ref(), Some(&path), "no half file");
    let mut admin = site.signed_in(&firm.admin).await;
    for (method, path) in [
        (Method::GET, path.clone()),
        (Method::GET, format!("{path}/file")),
        (Method::POST, format!("{path}/cancellation")),
    ] {
        let token = admin.csrf.clone();
        let page = admin.send(method, &path, &[("x-csrf-token", &token)], Some(String::new())).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(page.texts("main h1"), ["Page not found"]);
    }
    drop(places);
    let page = wait(&mut billing, &path).await;
    assert_eq!(page.texts("#export h2"), ["Your file is ready"]);
    let file = billing.get(&page.attributes("#export a[download]", "href")[0]).await;
    assert_eq!(file.body.lines().count() as u64, QUICK_EXPORT + 2);
    assert_eq!(file.header("content-length"), Some(file.body.len().to_string().as_str()));
    firm.clock.advance_ms(KEPT_AFTER_DOWNLOAD_MS);
    let mut billing = site.signed_in(&firm.billing).await;
    assert_eq!(tidy(&firm.app), 1);
    assert_eq!(billing.get(&path).await.status, StatusCode::NOT_FOUND, "it has expired");
}

#[tokio::test]
async fn a_long_list_can_be_cancelled() {
    let (firm, site, mut billing) = open(QUICK_EXPORT + 1).await;
    let places = firm.app.exports.in_background.clone().acquire_many_owned(2).await.unwrap();
    let path = billing.get("/payments/export.xlsx").await.location().unwrap();
    let page = billing.get(&path).await;
    let action = page.attributes("#export form", "action").remove(0);
    assert_eq!(billing.post(&action, &[]).await.location().as_ref(), Some(&path));
    drop(places);
    let page = wait(&mut billing, &path).await;
    assert_eq!(page.texts("#export h2"), ["The export was cancelled"]);
    assert_eq!(billing.get(&format!("{path}/file")).await.location(), Some(path));
    firm.clock.advance_ms(KEPT_MS);
    drop(site);
}

#[tokio::test]
async fn a_disk_that_takes_nothing_is_told_in_words() {
    let (firm, _, mut billing) = open(1).await;
    std::fs::remove_dir(firm.app.exports.folder()).unwrap();
    for (language, title) in [
        ("en", "The file could not be written"),
        ("fr", "Le fichier n’a pas pu être écrit"),
        ("es", "No se pudo escribir el archivo"),
    ] {
        let page = billing.get(&format!("/payments/export.xlsx?lang={language}")).await;
        assert_eq!(page.status, StatusCode::INSUFFICIENT_STORAGE);
        assert_eq!(page.texts("main .empty h2"), [title]);
    }
}

#[tokio::test]
async fn a_long_report_is_made_in_the_background_and_leads_back_to_its_page() {
    let (firm, _, mut billing) = open(QUICK_EXPORT + 1).await;
    let places = firm.app.exports.in_background.clone().acquire_many_owned(2).await.unwrap();
    let path = billing.get("/reports/standard/today/export.csv?range=all_time").await.location().unwrap();
    let again = billing.get("/reports/standard/today/export.csv?range=all_time").await.location();
    assert_eq!(again.as_deref(), Some(path.as_str()), "asked for twice, made once");
    assert_eq!(billing.get(&path).await.texts("#export h2"), ["Waiting for other exports to finish"]);
    drop(places);
    let page = wait(&mut billing, &path).await;
    assert!(
        page.attributes("#export a", "href").contains(&"/reports/standard/today?range=all_time".to_owned()),
        "{}",
        page.body
    );
    let file = billing.get(&page.attributes("#export a[download]", "href")[0]).await;
    assert_eq!(file.body.lines().count() as u64, QUICK_EXPORT + 2);
    let totals = billing.get("/reports/standard/by-source/export.csv?range=all_time").await;
    assert_eq!((totals.status, totals.body.lines().count()), (StatusCode::OK, 2), "few groups are written at once");
}
