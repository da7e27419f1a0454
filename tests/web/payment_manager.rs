//! Payment Manager: what was paid is found, in any language and at once; no question breaks it.

use clientpay::web::paths::encoded;
use poem::http::{Method, StatusCode};

use super::paid;
use crate::support::{
    TestFirm,
    browser::{Browser, Page, Site},
};

async fn open() -> (TestFirm, Browser) {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let cashier = site.signed_in(&firm.cashier).await;
    (firm, cashier)
}

/// The payers in the rows, in their order.
fn payers(page: &Page) -> Vec<String> {
    page.texts("#results tbody .row-link")
}

async fn found(browser: &mut Browser, query: &str) -> Vec<String> {
    let page = browser.get(&format!("/payments?q={}", encoded(query))).await;
    assert_eq!(page.status, StatusCode::OK, "{query}");
    payers(&page)
}

#[tokio::test]
async fn a_payment_is_found_at_once_by_whatever_is_known_of_it() {
    let (firm, mut cashier) = open().await;
    for (payer, amount, invoice, matter) in [
        ("Zoé Gagné-Müller", "1250.50", "INV-77", "Gagné c. Roy"),
        ("José Ñúñez", "88.00", "FAC-12", "Sucesión Núñez"),
        ("Ada Vance", "125.00", "INV-1041", "Vance v. Marlow"),
    ] {
        let fields = [("payer", payer), ("amount", amount), ("invoice", invoice), ("matter", matter), ("receipt", "")];
        let page = cashier.pay(&firm, &fields).await;
        paid(&firm, &page);
        assert_eq!(found(&mut cashier, payer).await, [payer], "read your own write");
        firm.clock.advance_ms(1_000);
    }
    for language in ["en", "fr", "es"] {
        cashier.get(&format!("/payments?lang={language}")).await;
        for (query, wanted) in [
            ("gagne", "Zoé Gagné-Müller"),
            ("GAGNÉ müller", "Zoé Gagné-Müller"),
            ("zoe", "Zoé Gagné-Müller"),
            ("nunez", "José Ñúñez"),
            ("sucesion", "José Ñúñez"),
            ("FAC-12", "José Ñúñez"),
            ("inv-1041", "Ada Vance"),
            ("marlow", "Ada Vance"),
        ] {
            assert_eq!(found(&mut cashier, query).await, [wanted], "{query} in {language}");
        }
        assert_eq!(found(&mut cashier, "4242").await.len(), 3, "the last four digits in {language}");
        let amounts = if language == "fr" { ["1250,50", "1\u{a0}250,50\u{a0}$"] } else { ["1,250.50", "$1,250.50"] };
        for typed in amounts {
            assert_eq!(found(&mut cashier, typed).await, ["Zoé Gagné-Müller"], "{typed} in {language}");
        }
    }
    assert_eq!(found(&mut cashier, "").await, ["Ada Vance", "José Ñúñez", "Zoé Gagné-Müller"], "latest first");
    assert!(found(&mut cashier, "xylophone quartet").await.is_empty());
}

#[tokio::test]
async fn a_declined_payment_is_hidden_until_it_is_asked_for() {
    let (firm, mut cashier) = open().await;
    let key = cashier.new_payment().await;
    cashier.enter_card(&key, "4000000000000002").await;
    paid(&firm, &cashier.charge(&firm, &key, &[]).await);
    let page = cashier.get("/payments").await;
    assert!(payers(&page).is_empty());
    let link = page.attributes("#results .remarks a", "href").remove(0);
    assert_eq!(payers(&cashier.get(&link).await), ["Ada Vance"]);
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap_and_columns_sort() {
    let (firm, mut cashier) = open().await;
    for number in 0..30 {
        let (payer, amount) = (format!("Payer {number:02}"), format!("{}.00", 10 + (number * 7) % 30));
        paid(
            &firm,
            &cashier.pay(&firm, &[("payer", &payer), ("amount", &amount), ("email", ""), ("receipt", "")]).await,
        );
        firm.clock.advance_ms(1_000);
    }
    for (sort, first) in [("", "Payer 29"), ("-date", "Payer 00"), ("payer", "Payer 00"), ("-payer", "Payer 29")] {
        let mut page = cashier.get(&format!("/payments?sort={sort}")).await;
        let mut seen = payers(&page);
        assert_eq!((seen[0].as_str(), seen.len()), (first, 25), "{sort}");
        page = cashier.get(&page.attributes("a[rel=next]", "href").remove(0)).await;
        seen.extend(payers(&page));
        assert!(!page.has("a[rel=next]") && page.has("a[rel=prev]"), "{sort}");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 30, "{sort}");
    }
    let page = cashier.get("/payments?q=payer").await;
    assert_eq!(page.attributes("th[aria-sort]", "aria-sort"), ["descending"]);
    for link in page.attributes("thead th a", "href") {
        assert!(link.contains("q=payer"), "{link}");
        let sorted = cashier.get(&link).await;
        assert_eq!((sorted.status, payers(&sorted).len()), (StatusCode::OK, 25), "{link}");
    }
}

#[tokio::test]
async fn no_question_is_an_error() {
    let (firm, mut cashier) = open().await;
    for number in 0..26 {
        let payer = format!("Payer {number}");
        paid(&firm, &cashier.pay(&firm, &[("payer", &payer), ("email", ""), ("receipt", "")]).await);
    }
    let long = "a ".repeat(5_000);
    let deep = "(".repeat(2_000);
    for query in [
        "\"",
        "\"\"\"",
        "*",
        "?",
        "~",
        "^",
        "a^1e400",
        "-",
        "--",
        "- -x",
        "AND OR NOT",
        "(",
        &deep,
        "[* TO *]",
        "{a TO",
        "status:",
        "status:nonsense",
        "amount:>",
        "amount:>>5",
        "amount:>x",
        "amount:99999999999999999999999",
        "amount:1..",
        "date:",
        "date:2026-13",
        "date:0000-00-00",
        "date:9999999-01",
        "date:-",
        "date:2026-11-22..2026-11-01",
        "a:b:c",
        ":",
        "::",
        "\\",
        "\\\\",
        "%",
        "'; DROP TABLE payments; --",
        "<script>",
        "{ $x }",
        "\u{202e}abc",
        "\0",
        "é\u{301}\u{301}\u{301}",
        "👩‍⚖️",
        "ﬃ",
        "İı",
        &long,
        "a\"b c\"d",
        "card:",
        "payer:\"",
        "last4:4242x",
    ] {
        for rest in ["", "&all=1", "&sort=amount", "&sort=-payer&all=1"] {
            let page = cashier.get(&format!("/payments?q={}{rest}", encoded(query))).await;
            assert_eq!(page.status, StatusCode::OK, "{query:?}{rest}");
            assert!(!page.body.contains('⟦') && !page.has("script:not([src])"), "{query:?}");
        }
    }
    for rest in [
        "sort=nonsense",
        "sort=--date",
        "after=x",
        "after=date:",
        "after=amount:1:1",
        "page=0",
        "page=-1",
        "page=x",
        "page=18446744073709551615",
        "page=18446744073709551616",
        "q=%ff",
        "q=%",
        "q",
        "&&&",
        "q=a&q=b",
        "all=%3Cb%3E",
        "sort=payer&after=%F0%9F",
        "before=1",
    ] {
        let page = cashier.get(&format!("/payments?{rest}")).await;
        assert_eq!(page.status, StatusCode::OK, "{rest}");
    }
}

#[tokio::test]
async fn a_script_gets_the_same_page_as_a_person() {
    let (firm, mut cashier) = open().await;
    paid(&firm, &cashier.pay(&firm, &[("receipt", "")]).await);
    let plain = cashier.get("/payments?q=vance").await;
    let htmx =
        cashier.send(Method::GET, "/payments?q=vance", &[("hx-request", "true"), ("hx-target", "results")], None).await;
    assert_eq!((htmx.status, payers(&htmx)), (StatusCode::OK, payers(&plain)));
    assert_eq!(htmx.texts("#results").len(), 1);
    assert!(plain.header("vary").is_some_and(|vary| vary.contains("HX-Request")));
    let box_of = "form[role=search][hx-get='/payments'][hx-select='#results']";
    assert!(plain.has(box_of) && plain.has(&format!("{box_of}[action='/payments'] button[type=submit]")));
    // Headers that claim more than they may change nothing.
    for header in ["hx-boosted", "hx-prompt", "hx-history-restore-request", "hx-current-url"] {
        let page = cashier.send(Method::GET, "/payments", &[(header, "//evil.example/<script>")], None).await;
        assert_eq!(page.status, StatusCode::OK, "{header}");
    }
}
