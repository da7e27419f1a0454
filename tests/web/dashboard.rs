//! The dashboard: each figure leads to its payments, nobody without the right sees an amount, and it needs no script.

use clientpay::domain::permission::Role;
use poem::http::StatusCode;

use crate::{
    dashboard::lived_in,
    support::{
        APPROVED, TestFirm,
        browser::{Browser, Page, Site},
    },
};

async fn open(role: Role) -> (TestFirm, Browser) {
    let firm = lived_in(400, 1).await;
    let site = Site::of(&firm).await;
    let users = [&firm.admin, &firm.billing, &firm.cashier, &firm.auditor];
    let user = users.into_iter().find(|user| user.role == role).unwrap();
    let browser = site.signed_in(user).await;
    (firm, browser)
}

/// The number before the word "payment" in an English text.
fn count_in(text: &str) -> u64 {
    let before = text.split(" payment").next().unwrap();
    before.rsplit(' ').next().unwrap().replace(',', "").parse().unwrap_or_else(|_| panic!("{text}"))
}

/// How many payments an address of Payment Manager finds.
async fn found(browser: &mut Browser, path: &str) -> u64 {
    let page = browser.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}");
    assert!(page.texts("#results .remarks").is_empty(), "nothing of the query was left out: {path}");
    count_in(&page.text("#results .result-line b"))
}

/// Whether a text could tell an amount: a sign of money, or digits with cents.
fn tells_an_amount(text: &str) -> bool {
    let digit = |byte: u8| byte.is_ascii_digit();
    let cents = text
        .as_bytes()
        .windows(4)
        .any(|four| digit(four[0]) && matches!(four[1], b'.' | b',') && digit(four[2]) && digit(four[3]));
    let thousand = text
        .as_bytes()
        .windows(5)
        .any(|five| digit(five[0]) && five[1] == b',' && five[2..].iter().all(|byte| digit(*byte)));
    text.contains(['$', '€', '£']) || text.contains("USD") || cents || thousand
}

fn spoken(page: &Page) -> String {
    let attributes = ["aria-label", "title", "value"].map(|name| page.attributes("main *", name).join(" "));
    format!("{} {}", page.text("main"), attributes.join(" "))
}

#[tokio::test]
async fn without_the_right_no_amount_is_anywhere_on_the_page() {
    let (_firm, mut cashier) = open(Role::Cashier).await;
    for path in ["/dashboard", "/dashboard?account=2&period=year", "/dashboard?lang=fr", "/dashboard?lang=es"] {
        let page = cashier.get(path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.has(".chart a") && page.has(".bars a") && page.has(".chart-table table"), "{path}");
        assert!(!tells_an_amount(&spoken(&page)), "{path}: {}", spoken(&page));
    }
    let (_firm, mut billing) = open(Role::Billing).await;
    assert!(tells_an_amount(&spoken(&billing.get("/dashboard").await)), "the very test finds them where they are");
}

#[tokio::test]
async fn every_figure_leads_to_exactly_its_payments() {
    let (_firm, mut browser) = open(Role::Auditor).await;
    let page = browser.get("/dashboard?period=year").await;
    let kpis = page.attributes(".kpi-figure", "href").into_iter().zip(page.texts(".kpi > p:nth-of-type(1)"));
    let columns = page.attributes(".chart-wide a", "href").into_iter().zip(page.texts(".chart-wide a title"));
    let checked: Vec<(String, String)> = kpis.chain(columns).collect();
    assert_eq!(checked.len(), 3 + 30 + 12);
    for (path, text) in checked {
        assert_eq!(found(&mut browser, &path).await, count_in(&text), "{path} {text}");
    }
    let year = count_in(&page.texts(".kpi > p:nth-of-type(1)")[2]);
    for cut in ["source", "account", "method"] {
        let mut sum = 0;
        for path in page.attributes(&format!("[aria-labelledby=dashboard-{cut}-usd] .bars a"), "href") {
            sum += found(&mut browser, &path).await;
        }
        assert_eq!(sum, year, "{cut}");
    }
    let declined = page.attributes(".kpi p a[href*=declined]", "href");
    assert!(found(&mut browser, declined.last().unwrap()).await > 0);
}

#[tokio::test]
async fn the_address_chooses_account_and_period_and_nonsense_chooses_nothing() {
    let (_firm, mut browser) = open(Role::Auditor).await;
    let year = |page: &Page| count_in(&page.texts(".kpi > p:nth-of-type(1)")[2]);
    let all = browser.get("/dashboard").await;
    for nonsense in ["/dashboard?account=99", "/dashboard?account=x&period=x", "/dashboard?period=%FF"] {
        let page = browser.get(nonsense).await;
        assert_eq!((page.status, year(&page)), (StatusCode::OK, year(&all)), "{nonsense}");
    }
    let mut sum = 0;
    for account in 1..=3 {
        let page = browser.get(&format!("/dashboard?account={account}&period=month")).await;
        assert_eq!((page.value("account"), page.value("period")), (account.to_string(), "month".to_owned()));
        sum += year(&page);
    }
    assert_eq!(sum, year(&all));
}

#[tokio::test]
async fn charts_have_names_and_links_and_the_same_numbers_in_a_table() {
    let (_firm, mut browser) = open(Role::Billing).await;
    for language in ["en", "fr", "es"] {
        let page = browser.get(&format!("/dashboard?lang={language}")).await;
        assert!(!page.body.contains('⟦') && !page.body.contains(" style="), "{language}");
        let charts = page.attributes("svg.chart", "aria-label");
        assert!(charts.len() == 4 && charts.iter().all(|name| !name.is_empty()), "{charts:?}");
        let (links, names) = (page.attributes("svg.chart a", "href"), page.texts("svg.chart a > title"));
        assert_eq!((links.len(), names.len()), (84, 84));
        assert!(links.iter().all(|link| link.starts_with("/payments?q=")));
        let rows = page.attributes(".chart-table tbody th a", "href");
        let mut drawn = page.attributes("svg.chart-wide a", "href");
        assert_eq!(rows.len(), drawn.len());
        drawn.sort_unstable();
        let mut told = rows;
        told.sort_unstable();
        assert_eq!(told, drawn, "the table leads where the columns lead");
    }
}

#[tokio::test]
async fn a_first_day_is_calm() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut billing = site.signed_in(&firm.billing).await;
    let page = billing.get("/dashboard").await;
    assert_eq!(page.texts(".kpi-figure"), ["$0.00", "$0.00", "$0.00"]);
    assert!(!page.has("svg.chart") && !page.has(".bars"), "there is nothing to draw");
    assert_eq!(page.texts(".empty h2"), ["No payments yet", "Nothing needs attention"]);
    let paid = firm.take(125_000, APPROVED).await.unwrap();
    firm.leaves_waiting(1);
    let page = billing.get("/dashboard").await;
    assert_eq!(page.texts(".kpi-figure"), ["$1,250.00", "$1,250.00", "$1,250.00"]);
    let names = page.texts("svg.chart-wide a > title");
    assert_eq!(names[29], "Sunday, November 22, 2026: $1,250.00, 1 payment");
    assert_eq!(found(&mut billing, &page.attributes("svg.chart-wide a", "href")[29]).await, 1, "{}", paid.id);
    assert_eq!(page.texts("[aria-labelledby=dashboard-upcoming] a"), ["1 message waiting to be sent"]);
}
