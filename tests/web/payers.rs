//! The pages about payers, and the page where a payer sees to their own methods.

use clientpay::{
    domain::{
        ids::{PayerId, TransactionId},
        payer::Payer,
    },
    service::{
        methods::links,
        payers::{editing::PayerFacts, looking},
    },
    store::{
        engine::faulty::Fault,
        payers::{self, Asked},
        payment_methods,
    },
};
use poem::http::{Method, StatusCode};

use super::{journal, paid, payments, trouble::settled};
use crate::{
    payers::{facts, record, stored},
    support::{
        APPROVED, TestFirm,
        browser::{Browser, Page, Site},
        script, serving,
    },
};

async fn open() -> (TestFirm, Site, Browser) {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let billing = site.signed_in(&firm.billing).await;
    (firm, site, billing)
}

fn number(answer: &Page) -> PayerId {
    let path = answer.location().unwrap_or_else(|| panic!("{}: {}", answer.status, answer.body));
    PayerId::new(path.trim_start_matches("/payers/").split(['?', '/']).next().unwrap().parse().unwrap())
}

fn all(firm: &TestFirm) -> Vec<Payer> {
    let found = looking::list(&firm.app, &Asked::default(), None, 99).unwrap();
    found.into_iter().map(|(_, payer)| payer).collect()
}

#[tokio::test]
async fn a_form_that_is_filled_in_wrongly_keeps_what_was_typed() {
    let (firm, _, mut billing) = open().await;
    billing.get("/payers/new").await;
    let before = journal(&firm);
    let long = "x".repeat(201);
    for (field, value) in [
        ("name", ""),
        ("name", &*long),
        ("emails", "nobody"),
        ("phones", "1\n2\n3\n4\n5\n6\n7"),
        ("contact_email_2", "nobody"),
        ("custom_label_1", &*long),
    ] {
        let mut sheet = vec![
            ("name", "Ada"),
            ("contact_name_1", "Ana"),
            ("contact_name_2", "Bea"),
            ("custom_text_1", "3"),
            ("custom_label_1", "Court"),
        ];
        sheet.retain(|(name, _)| *name != field);
        sheet.push((field, value));
        let page = billing.post("/payers", &sheet).await;
        assert_eq!((page.status, page.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec![field.to_owned()]));
        assert!(page.body.contains("Ana"), "{field}");
    }
    assert_eq!(journal(&firm), before);
    script(&firm.faults, &[Fault::Full]);
    let page = settled(async || billing.post("/payers", &[("name", "Ada")]).await).await;
    assert_eq!((page.status, page.value("name")), (StatusCode::UNPROCESSABLE_ENTITY, "Ada".to_owned()));
    firm.faults.freed();
    serving(&firm.app.store).await;
    assert!(all(&firm).is_empty());
}

#[tokio::test]
async fn a_payer_is_recorded_found_shown_and_changed() {
    let (firm, site, mut billing) = open().await;
    billing.get("/payers/new").await;
    let sheet = [
        ("name", "Élodie  Tremblay"),
        ("company", "Tremblay <Inc>"),
        ("client_number", "C-42"),
        ("emails", "elodie@client.example\nbooks@client.example"),
        ("phones", "514 555-0199"),
        ("language", "fr"),
        ("street", "12 rue de la Cour"),
        ("city", "Montréal"),
        ("contact_name_1", "Luc Roy"),
        ("contact_role_1", "Comptable"),
        ("custom_label_1", "Court"),
        ("custom_text_1", "Room 3"),
        ("notes", "Calls\nback"),
    ];
    let id = number(&billing.post("/payers", &sheet).await);
    let page = billing.get(&format!("/payers/{id}?done=added")).await;
    for words in
        ["Élodie Tremblay", "C-42", "514 555-0199", "12 rue de la Cour", "Luc Roy", "Room 3", "Payer recorded."]
    {
        assert!(page.text("main").contains(words), "{words}");
    }
    assert!(page.body.contains("Tremblay &lt;Inc&gt;"));
    for query in ["elodie trem", "c-42", "books@client", "514 555", "luc"] {
        let page = billing.get(&format!("/payers?q={}", clientpay::web::paths::encoded(query))).await;
        assert_eq!(page.texts("tbody .row-link"), ["Élodie Tremblay"], "{query}");
    }
    assert!(billing.get("/payers?q=nobody").await.text("#results").contains("No payers match"));
    let mut auditor = site.signed_in(&firm.auditor).await;
    let page = auditor.get(&format!("/payers/{id}")).await;
    assert!(page.status == StatusCode::OK && !page.has("a[href$='/edit']") && !page.has("main form"));
    let page = billing.get(&format!("/payers/{id}/edit")).await;
    assert_eq!((page.value("name"), page.value("contact_name_1")), ("Élodie Tremblay".into(), "Luc Roy".into()));
    let version = page.value("version");
    let sheet = [("name", "Élodie Roy"), ("version", &*version), ("language", "fr")];
    assert_eq!(number(&billing.post(&format!("/payers/{id}"), &sheet).await), id);
    assert_eq!((stored(&firm, id).name.as_str(), stored(&firm, id).contacts.len()), ("Élodie Roy", 0));
}

#[tokio::test]
async fn two_who_edit_at_once_see_both_and_lose_nothing() {
    let (firm, site, mut billing) = open().await;
    let id = record(&firm, facts("Ada Vance")).await.id;
    let mut admin = site.signed_in(&firm.admin).await;
    let (mine, hers) =
        (billing.get(&format!("/payers/{id}/edit")).await, admin.get(&format!("/payers/{id}/edit")).await);
    let path = format!("/payers/{id}");
    let sheet =
        [("name", "Ada Vance"), ("company", "Vance Ltd."), ("version", &*hers.value("version")), ("language", "en")];
    assert!(admin.post(&path, &sheet).await.location().is_some());
    let sheet = [("name", "Ada M. Vance"), ("version", &*mine.value("version")), ("language", "en")];
    let page = billing.post(&path, &sheet).await;
    assert_eq!((page.status, page.value("name")), (StatusCode::UNPROCESSABLE_ENTITY, "Ada M. Vance".to_owned()));
    let table = page.text("#payer-differences") + &page.texts("main table td").join("|");
    for words in ["Vance Ltd.", "Ada M. Vance", "Ada Vance"] {
        assert!(table.contains(words), "{words}: {table}");
    }
    assert!(page.text("main").contains("Administrator"), "who it was");
    assert_eq!(stored(&firm, id).name, "Ada Vance");
    let again =
        [("name", "Ada M. Vance"), ("company", "Vance Ltd."), ("version", &*page.value("version")), ("language", "en")];
    assert!(billing.post(&path, &again).await.location().is_some());
    assert_eq!(stored(&firm, id).name, "Ada M. Vance");
}

#[tokio::test]
async fn the_list_goes_on_page_by_page_and_leaves_as_a_file() {
    let (firm, _, mut billing) = open().await;
    for number in 0..60 {
        record(&firm, facts(&format!("Payer {number:02}"))).await;
    }
    let first = billing.get("/payers").await;
    assert_eq!(first.texts("tbody .row-link").len(), 50);
    let next = first.attributes("#results a", "href").into_iter().find(|path| path.contains("after=")).unwrap();
    let second = billing.get(&next).await;
    assert_eq!(
        second.texts("tbody .row-link"),
        (50..60).map(|number| format!("Payer {number:02}")).collect::<Vec<_>>()
    );
    let newest = billing.get("/payers?sort=newest").await;
    assert_eq!(newest.texts("tbody .row-link")[0], "Payer 59");
    assert!(billing.get("/payers?archived=1").await.text("#results").contains("No payers are archived"));
    let file = billing.get("/payers/export.csv?q=payer%2005").await;
    assert!(file.body.contains("Payer 05") && !file.body.contains("Payer 06"), "{}", file.body);
    assert_eq!(billing.get("/payers/export.xlsx").await.status, StatusCode::SEE_OTHER, "many rows take their time");
}

#[tokio::test]
async fn a_payment_leads_to_its_payer_and_back() {
    let (firm, _, mut billing) = open().await;
    let payment = paid(&firm, &billing.pay(&firm, &[]).await);
    firm.leaves_waiting(1);
    let payer = payment.payer.unwrap();
    assert!(billing.get(&format!("/payments/{}", payment.id)).await.has(&format!("a[href='/payers/{payer}']")));
    let page = billing.get(&format!("/payers/{payer}")).await;
    assert!(page.has(&format!("a[href='/payments/{}']", payment.id)) && page.text("main").contains("$125.00"));
    assert!(page.has(&format!("a[href='/payments/new?payer={payer}']")), "without a method the terminal");
    let terminal = billing.get(&format!("/payments/new?payer={payer}")).await;
    assert_eq!((terminal.value("payer"), terminal.value("payer_id")), ("Ada Vance".into(), payer.to_string()));
    assert_eq!(terminal.value("email"), "ada@client.example");
    let history = billing.get(&format!("/payers/{payer}/history")).await;
    assert_eq!(history.texts("#payer-balances").len(), 1);
    assert_eq!(billing.get(&format!("/payers/{payer}/history?before=0-1")).await.texts("tbody .row-link").len(), 0);
    assert_eq!(billing.get("/payers/99").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_saved_method_is_charged_from_the_payers_page() {
    let (firm, site, _) = open().await;
    let payer = record(&firm, PayerFacts { emails: vec!["a@client.example".into()], ..facts("Ada") }).await.id;
    let method = crate::payers::saved(&firm, payer, APPROVED).await;
    let mut cashier = site.signed_in(&firm.cashier).await;
    let path = format!("/payers/{payer}/payments/new");
    assert!(cashier.get(&format!("/payers/{payer}")).await.has(&format!("a[href='{path}']")));
    let page = cashier.get(&path).await;
    let (key, account, method) = (page.value("key"), firm.operating.to_string(), method.id.to_string());
    let sheet = |amount: &'static str, method: &str, matter: &'static str| {
        [
            ("key", key.clone()),
            ("account", account.clone()),
            ("amount", amount.to_owned()),
            ("method", method.to_owned()),
            ("matter", matter.to_owned()),
            ("email", String::new()),
        ]
    };
    for (amount, chosen, wrong) in [("0", &*method, "amount"), ("5", "99", "method")] {
        let typed = sheet(amount, chosen, "");
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = cashier.post(&format!("/payers/{payer}/payments"), &typed).await;
        assert_eq!(
            (refused.status, refused.wrong_fields()),
            (StatusCode::UNPROCESSABLE_ENTITY, vec![wrong.to_owned()])
        );
    }
    let typed = sheet("75.00", &method, "");
    let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let first = cashier.post(&format!("/payers/{payer}/payments"), &typed).await;
    let second = cashier.post(&format!("/payers/{payer}/payments"), &typed).await;
    assert_eq!(first.location(), second.location());
    assert_eq!((paid(&firm, &first).amount.minor(), payments(&firm).len()), (7_500, 1));
}

#[tokio::test]
async fn methods_are_added_changed_and_removed_on_their_tab() {
    let (firm, site, mut billing) = open().await;
    let payer = record(&firm, facts("Ada")).await.id;
    let base = format!("/payers/{payer}/methods");
    let page = billing.get(&format!("{base}/new")).await;
    let (key, account) = (page.value("key"), page.value("account"));
    let sheet = [("key", &*key), ("account", &*account)];
    assert_eq!(billing.post(&base, &sheet).await.wrong_fields(), ["card-frame"]);
    billing.enter_card(&key, APPROVED).await;
    assert_eq!(billing.post(&base, &sheet).await.location(), Some(format!("{base}?done=method")));
    let page = billing.get(&base).await;
    for words in ["4242", "Default", "12/2030", "R. Holder"] {
        assert!(page.text("main").contains(words), "{words}");
    }
    assert!(!page.body.contains("pm_"), "the token stays here");
    let mut auditor = site.signed_in(&firm.auditor).await;
    assert!(!auditor.get(&base).await.has("main form"));
    assert_eq!(auditor.get(&format!("{base}/1/edit")).await.status, StatusCode::FORBIDDEN);
    let refused = billing.post(&format!("{base}/1"), &[("expiry", "13/30")]).await;
    assert_eq!(refused.wrong_fields(), ["expiry"]);
    let saved = billing.post(&format!("{base}/1"), &[("expiry", "8/31"), ("nickname", "Office")]).await;
    assert_eq!(saved.location(), Some(format!("{base}?done=method-saved")));
    assert!(billing.get(&base).await.text("main").contains("08/2031"));
    let asked = billing.get(&format!("{base}/1/removal")).await;
    assert!(asked.text("main").contains("default method"), "it says what it is used for");
    assert_eq!(billing.post(&format!("{base}/1/removal"), &[]).await.location(), Some(format!("{base}?done=removed")));
    assert!(billing.get(&base).await.text("main").contains("No saved payment methods"));
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn two_records_are_compared_merged_and_taken_apart() {
    let (firm, _, mut billing) = open().await;
    let one = record(&firm, PayerFacts { emails: vec!["a@client.example".into()], ..facts("Ada Vance") }).await.id;
    let two = record(&firm, PayerFacts { client_number: Some("C-7".into()), ..facts("ADA  VANCE") }).await.id;
    assert!(billing.get("/payers/duplicates").await.has(&format!("a[href='/payers/{one}/merge?other={two}']")));
    assert!(billing.get(&format!("/payers/{one}")).await.text("main").contains("may be the same payer"));
    let page = billing.get(&format!("/payers/{one}/merge?other={two}")).await;
    assert!(page.text("table").contains("C-7") && page.text("table").contains("a@client.example"));
    let sheet = [("other", &*two.to_string()), ("version", "9"), ("other_version", "0")];
    let stale = billing.post(&format!("/payers/{one}/merge"), &sheet).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (version, other) = (page.value("version"), page.value("other_version"));
    let sheet = [("other", &*two.to_string()), ("version", &*version), ("other_version", &*other)];
    assert_eq!(number(&billing.post(&format!("/payers/{one}/merge"), &sheet).await), one);
    assert_eq!(billing.get(&format!("/payers/{two}/history")).await.location(), Some(format!("/payers/{one}/history")));
    assert!(billing.get(&format!("/payers/{one}")).await.text("main").contains("ADA VANCE"));
    let undone = billing.post(&format!("/payers/{one}/separation"), &[("merged", &two.to_string())]).await;
    assert_eq!(number(&undone), two);
    assert!(stored(&firm, one).client_number.is_none() && stored(&firm, two).is_own());
}

/// A form with a file, as browsers send it.
fn multipart(fields: &[(&str, &str)], (name, content): (&str, &[u8])) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    let head = format!("--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    body.extend(head.bytes().chain(content.iter().copied()).chain(b"\r\n--xyz--\r\n".iter().copied()));
    body
}

async fn bring(browser: &mut Browser, csrf: &str, key: &str, file: (&str, &str)) -> Page {
    bring_to(browser, "/payers/imports", (csrf, key), (file.0, file.1.as_bytes())).await
}

/// Sends a file to an address that takes one.
pub async fn bring_to(browser: &mut Browser, path: &str, (csrf, key): (&str, &str), file: (&str, &[u8])) -> Page {
    let headers = [("content-type", "multipart/form-data; boundary=xyz")];
    let body = multipart(&[("_csrf", csrf), ("key", key)], file);
    browser.send_bytes(Method::POST, path, &headers, Some(body)).await
}

#[tokio::test]
async fn a_file_is_brought_looked_at_and_taken_in() {
    let (firm, _, mut billing) = open().await;
    let (key, csrf) = (billing.get("/payers/imports/new").await.value("key"), billing.csrf.clone());
    let file = "Name,Email,Shoe size\nAda,ada@client.example,38\nBob,nobody,40\n";
    let forged = bring(&mut billing, "x", &key, ("clients.csv", file)).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let nothing = bring(&mut billing, &csrf, &key, ("", "")).await;
    assert_eq!((nothing.status, nothing.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["file".to_owned()]));
    for (name, told) in [("", "Choose a file"), ("clients.csv", "This file is empty")] {
        let page = bring(&mut billing, &csrf, &key, (name, "")).await;
        assert_eq!(page.text("#file-error"), told);
    }
    let brought = bring(&mut billing, &csrf, &key, ("C:\\files\\clients.csv", file)).await;
    let path = brought.location().unwrap_or_else(|| panic!("{}", brought.body));
    assert_eq!(bring(&mut billing, &csrf, &key, ("clients.csv", file)).await.location(), Some(path.clone()));
    let page = billing.get(&path).await;
    assert!(page.text("main h1") == "clients.csv" && page.text("main").contains("An email address is not valid"));
    assert_eq!(page.value("column_0"), "name");
    let errors = billing.get(&format!("{path}/errors.csv")).await;
    assert!(errors.body.contains("Bob,nobody,40,3,An email address is not valid"), "{}", errors.body);
    let mapped = [("column_0", "name"), ("column_1", "emails"), ("column_2", "custom"), ("duplicates", "skip")];
    assert_eq!(billing.post(&path, &mapped).await.location(), Some(path.clone()));
    let row = billing.get(&format!("{path}/rows/3")).await;
    assert_eq!((row.value("cell_1"), row.wrong_fields()), ("nobody".to_owned(), vec!["cell_1".to_owned()]));
    let mended = billing.post(&format!("{path}/rows/3"), &[("seen", "0"), ("cell_1", "bob@client.example")]).await;
    assert_eq!(mended.location(), Some(format!("{path}?done=saved&row=3#import-rows")), "{}", mended.body);
    let left_out = billing.post(&format!("{path}/omissions"), &[("deed", "leave-out"), ("row", "3")]).await;
    assert_eq!(left_out.location(), Some(format!("{path}?done=left-out&row=3#import-rows")));
    let seen = billing.get(&path).await.value("seen");
    for _ in 0..2 {
        assert_eq!(
            billing.post(&format!("{path}/confirmation"), &[("seen", &seen)]).await.location(),
            Some(path.clone())
        );
    }
    clientpay::service::importing::resume(&firm.app).await.unwrap();
    let [ada] = all(&firm).try_into().unwrap();
    assert_eq!((ada.name.as_str(), ada.custom[0].label.as_str()), ("Ada", "Shoe size"));
    assert!(billing.get("/payers/imports").await.text("main").contains("clients.csv"));
}

#[tokio::test]
async fn only_the_one_address_takes_a_large_body() {
    let (_firm, _, mut billing) = open().await;
    let (key, csrf) = (billing.get("/payers/imports/new").await.value("key"), billing.csrf.clone());
    let headers = [("content-type", "multipart/form-data; boundary=xyz")];
    let body = multipart(&[("_csrf", &csrf), ("key", "4111 1111 1111 1111")], ("clients.csv", b"Name\nAda\n"));
    let page = billing.send_bytes(Method::POST, "/payers/imports", &headers, Some(body)).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.body);
    assert!(page.text("main").contains("card number"), "{}", page.text("main"));
    let large = "x".repeat(11 * 1024 * 1024);
    let page = bring(&mut billing, &csrf, &key, ("clients.csv", &large)).await;
    assert_eq!((page.status, page.text("main h1")), (StatusCode::PAYLOAD_TOO_LARGE, "This file is too large".into()));
    assert!(page.text("main").contains("10 MB") && page.has("main a[href='/payers/imports/new']"), "{}", page.body);
    let headers = [("content-type", "multipart/form-data; boundary=xyz")];
    let body = multipart(&[("_csrf", &csrf)], ("a", &large.as_bytes()[..300 * 1024]));
    let page = billing.send_bytes(Method::POST, "/payers", &headers, Some(body)).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
}

async fn linked(firm: &TestFirm, billing: &mut Browser) -> (PayerId, String) {
    let payer =
        record(firm, PayerFacts { language: clientpay::domain::locale::Language::Fr, ..facts("Élodie") }).await.id;
    let page = billing.get(&format!("/payers/{payer}/requests/new")).await;
    let (key, account) = (page.value("key"), page.value("account"));
    let sheet = [("key", &*key), ("account", &*account), ("how", "link")];
    let made = billing.post(&format!("/payers/{payer}/requests"), &sheet).await;
    let page = billing.follow(&made.location().unwrap()).await;
    let link = page.text(".note .mono");
    (payer, link.split_once("/methods/").unwrap().1.to_owned())
}

#[tokio::test]
async fn a_payer_enters_a_card_under_a_link_once() {
    let (firm, site, mut billing) = open().await;
    let (payer, token) = linked(&firm, &mut billing).await;
    let path = format!("/methods/{token}");
    let mut visitor = site.visitor();
    let before = journal(&firm);
    let page = visitor.get(&path).await;
    assert_eq!(page.text("main h1"), "Vos modes de paiement", "in the payer's language");
    assert!(page.has("meta[name=robots][content=noindex]") && page.has(".language-switch"));
    assert_eq!(visitor.get(&format!("{path}?lang=en")).await.text("main h1"), "Your payment methods");
    assert_eq!(journal(&firm), before, "looking changes nothing");
    let key = visitor.get(&path).await.value("key");
    let empty = visitor.post(&path, &[("key", &key)]).await;
    assert_eq!((empty.status, empty.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["card-frame".to_owned()]));
    visitor.enter_card(&key, APPROVED).await;
    for _ in 0..2 {
        assert_eq!(visitor.post(&path, &[("key", &key)]).await.location(), Some(path.clone()));
    }
    assert_eq!(payment_methods::payment_methods(&firm.read(), payer).unwrap().len(), 1);
    let page = visitor.get(&path).await;
    assert!(page.status == StatusCode::OK && page.text("main").contains("Merci"), "{}", page.text("main"));
    let asked = visitor.post(&format!("{path}?lang=es"), &[("key", &key)]).await;
    assert_eq!(asked.location(), Some(format!("{path}?lang=es")), "the language that was asked for stays");
    assert!(!page.has("main form"));
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_link_that_was_cancelled_or_has_expired_says_so_and_opens_nothing() {
    let (firm, site, mut billing) = open().await;
    let (payer, token) = linked(&firm, &mut billing).await;
    let method = crate::payers::saved(&firm, payer, APPROVED).await;
    let path = format!("/methods/{token}");
    let mut visitor = site.visitor();
    assert!(visitor.get(&path).await.text("main").contains("4242"));
    firm.clock.advance_ms(clientpay::domain::method_request::MethodRequest::GOOD_FOR_MS);
    visitor.get("/sign-in").await;
    let page = visitor.get(&path).await;
    assert!(page.status == StatusCode::GONE && !page.body.contains("4242") && !page.has("main form"));
    let removed = visitor.post(&format!("{path}/removals"), &[("method", &method.id.to_string())]).await;
    assert_eq!(removed.location(), Some(path));
    assert_eq!(payment_methods::payment_methods(&firm.read(), payer).unwrap().len(), 1);
    let mut billing = site.signed_in(&firm.billing).await;
    let (payer, token) = linked(&firm, &mut billing).await;
    let methods = billing.get(&format!("/payers/{payer}/methods")).await;
    let revoke = methods.attributes("form[action$=revocation]", "action").remove(0);
    assert!(billing.post(&revoke, &[]).await.location().is_some());
    assert_eq!(visitor.get(&format!("/methods/{token}")).await.status, StatusCode::GONE);
    assert_eq!(visitor.get(&format!("/methods/{}", "a".repeat(32))).await.status, StatusCode::NOT_FOUND);
    assert!(links::open(&firm.app, &token).unwrap().is_some());
}

#[tokio::test]
async fn a_payer_page_reads_no_more_rows_when_there_are_more_payments() {
    let firm = TestFirm::new().await;
    let mut read = Vec::new();
    for _ in 0..3 {
        for _ in 0..30 {
            let mut asked = firm.command(1_000);
            asked.payer.emails.clear();
            firm.enter_card(&asked.key, APPROVED);
            firm.submit(asked).await.unwrap();
        }
        let counted = crate::support::counting::Counting::new(firm.read());
        let payer = payers::payer(&counted, PayerId::new(1)).unwrap().unwrap();
        let view = looking::view_in(&counted, payer).unwrap();
        assert_eq!(looking::payments_in(&counted, view.payer.id, None, 6).unwrap().len(), 6);
        read.push(counted.rows());
    }
    assert_eq!(read[0], read[2], "{read:?}");
    assert!(read[0] < 100, "{read:?}");
    assert_eq!(firm.stored(TransactionId::new(90)).payer, Some(PayerId::new(1)));
}

#[tokio::test]
async fn the_tabs_of_a_payer_show_their_schedules_and_what_they_belong_with() {
    let (firm, site, mut billing) = open().await;
    super::schedules::agreed(&firm).await;
    let page = billing.get("/payers/1/schedules").await;
    assert!(page.has("nav.tabs a[aria-current=page][href='/payers/1/schedules']"));
    assert!(page.has("a.row-link[href='/schedules/1']") && page.text("tbody").contains("$475.00"));
    assert!(page.has("a[href='/schedules/new?payer=1']"));
    let other = record(&firm, PayerFacts { company: "Roe <Ltd>".into(), ..facts("Bob") }).await.id;
    let third = record(&firm, PayerFacts { company: "Roe <Ltd>".into(), ..facts("Cleo") }).await.id;
    let empty = billing.get(&format!("/payers/{other}/schedules")).await;
    assert!(empty.text("main").contains("No payment schedules"));
    let page = billing.get(&format!("/payers/{other}/associations")).await;
    assert!(page.has(&format!("a[href='/payers/{third}']")) && page.text("main").contains("Roe <Ltd>"));
    let matters = billing.get("/payers/1/associations").await;
    assert!(matters.text("main").contains("Nothing known yet"));
    let mut auditor = site.signed_in(&firm.auditor).await;
    let seen = auditor.get("/payers/1/schedules").await;
    assert!(seen.status == StatusCode::OK && !seen.has("a[href='/schedules/new?payer=1']"));
    assert_eq!(billing.get("/payers/99/associations").await.status, StatusCode::NOT_FOUND);
}
