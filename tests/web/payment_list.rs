//! The list of Payment Manager in use: columns of one's own, filters as chips, the builder. All of it without JavaScript,
//! and nothing of it kept but in the address.

use clientpay::{
    domain::{
        column::{Column, Sorting},
        user::User,
    },
    store::users,
    web::paths::encoded,
};
use poem::http::StatusCode;

use super::{journal, paid};
use crate::support::{
    TestFirm,
    browser::{Browser, Page, Site},
};

/// A firm with three payments of different payers, amounts and invoices.
async fn open() -> (TestFirm, Site, Browser) {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut cashier = site.signed_in(&firm.cashier).await;
    for (payer, amount, invoice) in
        [("Ada Vance", "125.00", "INV-9"), ("Zoé Gagné", "900.00", "INV-10"), ("José Núñez", "50.00", "")]
    {
        let fields = [("payer", payer), ("amount", amount), ("invoice", invoice), ("email", ""), ("receipt", "")];
        paid(&firm, &cashier.pay(&firm, &fields).await);
        firm.clock.advance_ms(1_000);
    }
    (firm, site, cashier)
}

fn payers(page: &Page) -> Vec<String> {
    page.texts("#results tbody .row-link")
}

fn headings(page: &Page) -> Vec<String> {
    page.texts("#results thead th")
}

fn stored(firm: &TestFirm, user: &User) -> Vec<String> {
    users::user(&firm.read(), user.id).unwrap().unwrap().columns
}

/// The address that a browser asks for when this button of the form that holds it is pressed.
fn pressed(page: &Page, button: &str, form: &str) -> String {
    let hidden = page.attributes(&format!("{form} input[type=hidden]"), "name").into_iter();
    let mut pairs: Vec<(String, String)> =
        hidden.zip(page.attributes(&format!("{form} input[type=hidden]"), "value")).collect();
    pairs.push((page.attributes(button, "name").remove(0), page.attributes(button, "value").remove(0)));
    let query: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    format!("{}?{}", page.attributes(form, "action").remove(0), query.join("&"))
}

#[tokio::test]
async fn hostile_columns_are_ignored_and_nothing_is_kept_before_it_is_saved() {
    let (firm, _, mut cashier) = open().await;
    let before = journal(&firm);
    for query in [
        "columns=nonsense",
        "columns=%00,%ff",
        "columns=",
        "do=up:nonsense",
        "do=remove",
        "columns=payer&do=remove:payer",
        "columns=payer&do=up:payer",
        "back=//evil.example",
        "back=javascript:alert(1)",
    ] {
        let page = cashier.get(&format!("/payments/columns?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        let ways_back = page.attributes("form[action='/payments/columns'] input[name=back]", "value");
        assert_eq!(ways_back, ["/payments", "/payments"], "{query}");
        assert!(!page.texts("ol.choosing li").is_empty(), "{query}");
    }
    assert_eq!((journal(&firm), stored(&firm, &firm.cashier)), (before, vec![]));
    for columns in ["nonsense,<b>", "", &"date,".repeat(9_000 / 5)] {
        let answer = cashier.post("/payments/columns", &[("columns", columns), ("back", "//evil.example")]).await;
        assert_eq!(answer.location().as_deref(), Some("/payments"), "{columns}");
    }
    assert_eq!(stored(&firm, &firm.cashier), ["date"]);
}

#[tokio::test]
async fn columns_are_moved_added_and_kept_for_one_person_alone() {
    let (firm, site, mut cashier) = open().await;
    let usual: Vec<&str> = vec!["Date", "Payer", "Invoice", "Matter", "Method", "Account", "Status", "Amount"];
    let page = cashier.get("/payments?q=vance&all=1").await;
    assert_eq!(headings(&page), usual);
    let link = page.attributes("a[href^='/payments/columns']", "href").remove(0);
    let steps = "form[action='/payments/columns']:not([method])";
    let mut page = cashier.get(&link).await;
    for button in ["remove:matter", "remove:method", "add:net", "up:net", "down:date", "remove:account"] {
        page = cashier.get(&pressed(&page, &format!("button[value='{button}']"), steps)).await;
        assert_eq!(page.status, StatusCode::OK, "{button}");
    }
    let expected = ["Payer", "Date", "Invoice", "Status", "Net", "Amount"];
    assert_eq!(page.texts("ol.choosing .choosing-name"), expected);
    assert_eq!(page.attributes("ol.choosing li:first-child button[value^='up:']", "value"), Vec::<String>::new());
    let saved = page.attributes("form[method=post][action='/payments/columns'] input[name=columns]", "value").remove(0);
    let back = page.attributes("form[method=post][action='/payments/columns'] input[name=back]", "value").remove(0);
    assert_eq!(back, "/payments?q=vance&all=1");
    let answer = cashier.post("/payments/columns", &[("columns", &saved), ("back", &back)]).await;
    let page = cashier.get(&answer.location().unwrap()).await;
    assert_eq!((headings(&page), payers(&page)), (expected.map(str::to_owned).to_vec(), vec!["Ada Vance".to_owned()]));
    let mut other = site.signed_in(&firm.billing).await;
    assert_eq!(headings(&other.get("/payments").await), usual);
    for language in ["fr", "es", "en"] {
        let page = cashier.get(&format!("/payments?lang={language}")).await;
        assert!(!page.body.contains('⟦') && headings(&page).len() == 6, "{language}");
    }
    cashier.post("/payments/columns", &[("columns", &Column::USUAL.map(Column::code).join(","))]).await;
    assert_eq!(stored(&firm, &firm.cashier), Vec::<String>::new(), "the usual ones are no choice");
}

#[tokio::test]
async fn a_row_opens_its_payment_whatever_the_columns() {
    let (firm, _, mut cashier) = open().await;
    for column in Column::ALL {
        cashier.post("/payments/columns", &[("columns", column.code())]).await;
        let page = cashier.get("/payments").await;
        let mut links = page.attributes("#results tbody .row-link", "href");
        links.sort();
        assert_eq!(links, ["/payments/1", "/payments/2", "/payments/3"], "{column:?}");
        assert_eq!(headings(&page).len(), 1, "{column:?}");
    }
    drop(firm);
}

#[tokio::test]
async fn every_column_that_is_kept_in_order_sorts_both_ways_and_says_so() {
    let (firm, _, mut cashier) = open().await;
    let all: Vec<&str> = Column::ALL.iter().map(|column| column.code()).collect();
    cashier.post("/payments/columns", &[("columns", &all.join(","))]).await;
    let page = cashier.get("/payments").await;
    let links = page.attributes("#results thead a", "href");
    let sorted = Column::ALL.iter().filter(|column| column.sorting() != Sorting::None).count();
    assert_eq!((links.len(), headings(&page).len()), (sorted, Column::ALL.len()));
    for link in links {
        let once = cashier.get(&link).await;
        let turned = cashier.get(&once.attributes("#results th[aria-sort] a", "href").remove(0)).await;
        let order = |page: &Page| page.attributes("#results th[aria-sort]", "aria-sort");
        assert_eq!((order(&once).len(), order(&turned).len()), (1, 1), "{link}");
        assert_ne!(order(&once), order(&turned), "{link}");
        assert_eq!((payers(&once).len(), payers(&turned).len()), (3, 3), "{link}");
    }
    for (sort, expected) in [
        ("invoice", ["Ada Vance", "Zoé Gagné", "José Núñez"]),
        ("-invoice", ["Zoé Gagné", "Ada Vance", "José Núñez"]),
        ("amount", ["Zoé Gagné", "Ada Vance", "José Núñez"]),
        ("-net", ["José Núñez", "Ada Vance", "Zoé Gagné"]),
        ("number", ["José Núñez", "Zoé Gagné", "Ada Vance"]),
    ] {
        let page = cashier.get(&format!("/payments?sort={sort}")).await;
        let found: Vec<String> = page.texts("#results tbody .col-payer .row-link");
        assert_eq!(found, expected, "{sort}");
    }
    drop(firm);
}

#[tokio::test]
async fn each_filter_is_a_chip_that_takes_it_away() {
    let (firm, _, mut cashier) = open().await;
    for text in ["vance gagne", "status:", "amount:>", "date:..", "payer:\"\"", "-"] {
        let page = cashier.get(&format!("/payments?q={}", encoded(text))).await;
        assert!(!page.has("a.chip"), "{text}: the box itself shows plain words and what is only begun");
    }
    for (language, labels) in [
        ("en", ["Amount is more than 100", "Whole payment does not contain zoe", "Status is not Declined"]),
        ("fr", ["Montant est supérieur à 100", "Paiement entier ne contient pas zoe", "Statut n’est pas Refusé"]),
        ("es", ["Importe es mayor que 100", "Pago completo no contiene zoe", "Estado no es Rechazado"]),
    ] {
        let query = encoded("amount:>100 vance -zoe -status:declined");
        let page = cashier.get(&format!("/payments?q={query}&sort=payer&lang={language}")).await;
        assert_eq!(payers(&page), ["Ada Vance"], "{language}");
        assert_eq!(page.texts("a.chip"), labels, "{language}");
        let links = page.attributes("a.chip", "href");
        let texts: Vec<String> =
            ["vance -zoe -status:declined", "amount:>100 vance -status:declined", "amount:>100 vance -zoe"]
                .iter()
                .map(|text| format!("/payments?q={}&sort=payer", encoded(text)))
                .collect();
        assert_eq!(links, texts, "{language}");
        for link in links {
            assert_eq!(payers(&cashier.get(&link).await), ["Ada Vance"], "{link}");
        }
        assert_eq!(page.attributes(".chip-clear", "href"), ["/payments?sort=payer"]);
    }
    drop(firm);
}

#[tokio::test]
async fn a_menu_sets_one_condition_keeps_the_others_and_says_what_is_chosen() {
    let (_firm, _, mut cashier) = open().await;
    let menu = |page: &Page, number: usize| page.texts("#results .quick > summary").remove(number);
    let entry = |page: &Page, words: &str| {
        let (names, links) = (page.texts(".quick-panel a"), page.attributes(".quick-panel a", "href"));
        links[names.iter().position(|name| name == words).unwrap_or_else(|| panic!("{words} in {names:?}"))].clone()
    };
    let page = cashier.get("/payments?q=vance%20status:declined%20date:2020&all=1").await;
    assert_eq!(payers(&page), Vec::<String>::new());
    assert!(menu(&page, 0).ends_with("Custom"), "{}", menu(&page, 0));
    assert!(menu(&page, 1).ends_with("Declined"));
    let page = cashier.get(&entry(&page, "Approved")).await;
    let page = cashier.get(&entry(&page, "Last 30 days")).await;
    assert_eq!(payers(&page), ["Ada Vance"]);
    assert!(menu(&page, 0).ends_with("Last 30 days") && menu(&page, 1).ends_with("Approved"));
    assert_eq!(page.texts(".chips .chip[aria-label]"), Vec::<String>::new(), "what a menu shows is no chip besides");
    let address = page.attributes(".quick-panel a[aria-current]", "href");
    assert_eq!(address.len(), 4, "each menu says what is chosen in it");
    let page = cashier.get("/payments?q=vance%20status:approved&any=1").await;
    assert_eq!(page.texts(".quick"), Vec::<String>::new(), "one more condition would narrow nothing");
}

#[tokio::test]
async fn any_part_is_enough_when_the_address_says_so() {
    let (firm, _, mut cashier) = open().await;
    let both = encoded("vance amount:50");
    assert!(payers(&cashier.get(&format!("/payments?q={both}")).await).is_empty());
    let page = cashier.get(&format!("/payments?q={both}&any=1&sort=payer")).await;
    assert_eq!(payers(&page), ["Ada Vance", "José Núñez"]);
    assert_eq!(page.texts("a.chip")[0], "Any one of these is enough");
    assert_eq!(page.value("any"), "1", "the box carries it along");
    assert!(payers(&cashier.get(&page.attributes("a.chip", "href").remove(0)).await).is_empty());
    drop(firm);
}

#[tokio::test]
async fn the_builder_makes_the_text_of_the_box_row_by_row() {
    let (firm, _, mut cashier) = open().await;
    let page = cashier.get("/payments?all=1").await;
    let open = page.attributes("a[data-key=b]", "href").remove(0);
    let page = cashier.get(&open).await;
    assert_eq!((page.texts(".builder-row").len(), page.has("a[data-key=b]")), (1, false));
    // A field is chosen first; the row that comes back asks for a value of it.
    let page = cashier.follow("/payments?all=1&any=&f=status&o=has&v=&w=").await;
    assert_eq!(page.value("q"), "status:");
    assert_eq!(page.texts(".builder-row select[name=v] option[value='approved']"), ["Approved"]);
    assert_eq!(page.attributes("[autofocus]", "name"), ["v"]);
    let page = cashier.follow("/payments?all=1&any=&f=status&o=is&v=approved&w=&do=add").await;
    assert_eq!((page.value("q").as_str(), page.texts(".builder-row").len()), ("status:approved", 2));
    assert_eq!(page.texts(".builder-row select[name=v] option[selected]"), ["Approved"]);
    let rows = "f=status&o=is&v=approved&w=&f=amount&o=between&v=60&w=1000&f=&o=lacks&v=zoe+gagne&w=";
    let page = cashier.follow(&format!("/payments?sort=payer&any=&{rows}")).await;
    assert_eq!(page.value("q"), "status:approved amount:60..1000 -zoe -gagne");
    assert_eq!((payers(&page), page.texts(".builder-row").len()), (vec!["Ada Vance".to_owned()], 4));
    assert_eq!(page.attributes("input[name=w]", "value"), ["", "1000", "", ""]);
    let page = cashier.follow(&format!("/payments?any=1&{rows}&do=remove:2")).await;
    assert_eq!((page.value("q").as_str(), payers(&page).len()), ("status:approved amount:60..1000", 3));
    assert!(page.has("select[name=any] option[value='1'][selected]"));
    for (language, text) in [("fr", "montant:>60 payeur:\"Ada Vance\""), ("es", "importe:>60 pagador:\"Ada Vance\"")] {
        let rows = "f=amount&o=more&v=60&w=&f=payer&o=is&v=Ada+Vance&w=";
        let page = cashier.follow(&format!("/payments?lang={language}&{rows}")).await;
        assert_eq!((page.value("q").as_str(), payers(&page)), (text, vec!["Ada Vance".to_owned()]), "{language}");
    }
    drop(firm);
}

#[tokio::test]
async fn a_hostile_builder_is_answered_with_what_can_be_made_of_it() {
    let (firm, _, mut cashier) = open().await;
    let many = "f=payer&o=has&v=a&w=&".repeat(40);
    for query in [
        "f=",
        "f=nonsense&o=nonsense&v=%00&w=%3Cscript%3E",
        "f=status&f=status&v=declined",
        "f=amount&o=between&v=..&w=..",
        "f=payer&o=is&v=%22&do=remove:99999999999999999999",
        "f=date&o=between&v=2026-13-99&w=x&do=add",
        "f=&v=%22%22%22&do=remove:0&rows=18446744073709551615",
        "rows=-1",
        "rows=99999",
        "v=lonely&w=1&o=is",
        &many,
    ] {
        let page = cashier.follow(&format!("/payments?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        assert!(page.texts(".builder-row").len() <= 24 && !page.body.contains("<script>"), "{query}");
        assert!(!page.body.contains('⟦'), "{query}");
    }
    drop(firm);
}

#[tokio::test]
async fn a_status_named_in_the_box_is_shown_even_where_it_is_hidden_by_itself() {
    let (firm, _, mut cashier) = open().await;
    let key = cashier.new_payment().await;
    cashier.enter_card(&key, "4000000000000002").await;
    paid(&firm, &cashier.charge(&firm, &key, &[]).await);
    for (language, query) in [
        ("en", "status:declined"),
        ("en", "status:decl"),
        ("fr", "statut:refusé"),
        ("es", "status:refusé"),
        ("es", "estado:rechazado"),
    ] {
        let page = cashier.get(&format!("/payments?q={}&lang={language}", encoded(query))).await;
        assert_eq!(payers(&page), ["Ada Vance"], "{query}");
    }
}
