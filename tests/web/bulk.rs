//! Bulk Upload on screen: the template is understood as it is, what a file would do is shown before it does it, and the links
//! are taken home.

use clientpay::{
    domain::import::{Imported, Target},
    service::importing,
    store::payment_requests::{self as stored, Listed},
};
use poem::http::StatusCode;

use super::payers::bring_to;
use crate::support::{
    TestFirm,
    browser::{Browser, Site},
};

const PATH: &str = "/send-for-payment/bulk";
const FILE: &str =
    "Name,Email,Amount,Trust amount,Invoice\nAda,ada@client.example,100,250,INV-1\nBob,,80,,\nCy,nobody,5,,\n";

pub(super) async fn open() -> (TestFirm, Browser) {
    let firm = TestFirm::new().await;
    let billing = Site::of(&firm).await.signed_in(&firm.billing).await;
    (firm, billing)
}

/// Brings the file; the path of its page.
async fn brought(billing: &mut Browser) -> String {
    bring_rows(billing, FILE).await
}

/// Brings a file twice, as a double click does; the path of its page.
pub(super) async fn bring_rows(billing: &mut Browser, rows: &str) -> String {
    let (key, csrf) = (billing.get(&format!("{PATH}/new")).await.value("key"), billing.csrf.clone());
    let brought = bring_to(billing, PATH, (&csrf, &key), ("Bills.csv", rows.as_bytes())).await;
    let path = brought.location().unwrap_or_else(|| panic!("{}", brought.body));
    assert_eq!(
        bring_to(billing, PATH, (&csrf, &key), ("Bills.csv", rows.as_bytes())).await.location(),
        Some(path.clone())
    );
    path
}

pub(super) fn count(firm: &TestFirm) -> usize {
    stored::list(&firm.read(), &Listed::default(), None, 100).unwrap().len()
}

#[tokio::test]
async fn the_template_is_understood_in_every_language_that_it_is_given_in() {
    let (_firm, mut billing) = open().await;
    let expected: Vec<Target> = Imported::Requests.targets()[1..].to_vec();
    for language in ["en", "fr", "es"] {
        billing.post("/profile/preferences", &[("language", language), ("theme", "light")]).await;
        let file = billing.get(&format!("{PATH}/template.csv")).await;
        let line = file.body.trim_start_matches('\u{feff}').lines().next().unwrap_or_default().to_owned();
        let headings: Vec<String> = line.split(',').map(|heading| heading.trim_matches('"').to_owned()).collect();
        assert_eq!(importing::guess(Imported::Requests, &headings), expected, "{language}: {line}");
        let drawn = billing.get(&format!("{PATH}/new")).await;
        assert!(!drawn.body.contains('⟦') && drawn.has("a[href$='/bulk/template.xlsx']"), "{language}");
    }
    assert_eq!(billing.get(&format!("{PATH}/template.xlsx")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_file_is_brought_looked_at_and_sent_once() {
    let (firm, mut billing) = open().await;
    let path = brought(&mut billing).await;
    for language in ["fr", "es", "en"] {
        billing.post("/profile/preferences", &[("language", language), ("theme", "light")]).await;
        assert!(!billing.get(&path).await.body.contains('⟦'), "{language}");
    }
    let page = billing.get(&path).await;
    let main = page.text("main");
    for words in ["An email address is not valid", "nobody", "$180.00", "$250.00"] {
        assert!(main.contains(words), "{words}: {main}");
    }
    let ready = billing.get(&format!("{path}?rows=ready")).await.text("#import-rows");
    for words in ["$100.00 + $250.00", "ada@client.example", "Link only", "INV-1"] {
        assert!(ready.contains(words), "{words}: {ready}");
    }
    assert_eq!((page.value("column_3"), page.value("account")), ("asked-in-trust".into(), "1".into()));
    let errors = billing.get(&format!("{path}/errors.csv")).await;
    assert!(errors.body.contains("Cy,nobody,5,,,4,An email address is not valid"), "{}", errors.body);
    let refused = billing.post(&path, &[("column_0", "name"), ("account", "99")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(count(&firm), 0, "looking changes nothing");
    let seen = page.value("seen");
    for how in ["mail", "link"] {
        let answer = billing.post(&format!("{path}/confirmation"), &[("how", how), ("seen", &seen)]).await;
        assert_eq!(answer.location(), Some(path.clone()));
    }
    importing::resume(&firm.app).await.unwrap();
    assert_eq!(count(&firm), 2);
    firm.leaves_waiting(1);
    let done = billing.get(&path).await;
    assert!(done.has("a[href='/send-for-payment/sent?file=1']"), "{}", done.text("main"));
    let sent = billing.get("/send-for-payment/sent?file=1").await.text("main");
    assert!(sent.contains("Ada") && sent.contains("Bob"), "{sent}");
    assert!(!billing.get("/send-for-payment/sent?file=2").await.text("main").contains("Ada"));
    assert!(billing.get("/send-for-payment/sent/1").await.has("a[href='/send-for-payment/sent?file=1']"));
    let links = billing.get(&format!("{path}/export.csv")).await;
    assert_eq!((links.status, links.body.matches("/r/").count()), (StatusCode::OK, 2), "{}", links.body);
    assert_eq!(billing.get(&format!("{path}/export.xlsx")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_file_that_was_taken_in_is_taken_in_again_only_once_the_box_is_ticked() {
    let (firm, mut billing) = open().await;
    let first = brought(&mut billing).await;
    assert!(!billing.get(&first).await.has("[name=again]"));
    billing.post(&format!("{first}/confirmation"), &[("how", "link"), ("seen", "0")]).await;
    importing::resume(&firm.app).await.unwrap();
    let second = brought(&mut billing).await;
    for (language, words) in [("fr", "déjà été importées"), ("es", "ya se importaron"), ("en", "already taken in")]
    {
        billing.post("/profile/preferences", &[("language", language), ("theme", "light")]).await;
        let page = billing.get(&second).await;
        assert!(page.text(".note-warn").contains(words), "{language}: {}", page.text("main"));
        assert!(page.has("a[href='/send-for-payment/sent?file=1']") && !page.body.contains('⟦'), "{language}");
    }
    let told = billing.get(&second).await.text(".note-warn");
    assert!(told.contains(&firm.billing.name) && told.contains("Bills.csv") && told.contains("2026"), "{told}");
    for again in [&[][..], &[("again", "2")], &[("again", "yes")]] {
        let sent: Vec<(&str, &str)> = again.iter().copied().chain([("how", "mail"), ("seen", "0")]).collect();
        let refused = billing.post(&format!("{second}/confirmation"), &sent).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.has(".error-summary a[href='#again']") && refused.has("#again .error-message"));
    }
    assert_eq!(count(&firm), 2, "nobody was asked a second time");
    let again = billing.get(&second).await.attributes("[name=again]", "value").remove(0);
    let sent =
        billing.post(&format!("{second}/confirmation"), &[("how", "link"), ("seen", "0"), ("again", &again)]).await;
    assert_eq!(sent.location(), Some(second));
    importing::resume(&firm.app).await.unwrap();
    assert_eq!(count(&firm), 4);
}

#[tokio::test]
async fn nobody_else_sees_a_file_or_takes_its_links() {
    let (firm, mut billing) = open().await;
    let path = brought(&mut billing).await;
    billing.post(&format!("{path}/confirmation"), &[("how", "link"), ("seen", "0")]).await;
    importing::resume(&firm.app).await.unwrap();
    let mut admin = Site::bare(&firm).signed_in(&firm.admin).await;
    for part in ["", "/export.csv", "/export.xlsx", "/errors.csv"] {
        assert_eq!(admin.get(&format!("{path}{part}")).await.status, StatusCode::NOT_FOUND, "{part}");
    }
    assert_eq!(billing.get("/schedules/imports/1").await.status, StatusCode::NOT_FOUND, "it is no file of schedules");
}

#[tokio::test]
async fn a_payers_page_leads_to_a_request_with_their_fields_for_those_who_may_send_one() {
    let (firm, mut sender) = open().await;
    let payer = crate::schedules::put_payer(&firm).await;
    let link = format!("a[href='/send-for-payment?payer={payer}']");
    assert!(sender.get(&format!("/payers/{payer}")).await.has(&link));
    let page = sender.get(&format!("/send-for-payment?payer={payer}")).await;
    assert_eq!((page.value("payer"), page.value("name").is_empty()), (payer.to_string(), false));
    let mut cashier = Site::bare(&firm).signed_in(&firm.cashier).await;
    assert!(!cashier.get(&format!("/payers/{payer}")).await.has(&link));
}
