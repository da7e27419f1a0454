//! Files of schedules on screen: the template is understood as it is, and what a file would do is shown before it does it.

use clientpay::{
    domain::{
        import::{Imported, Target},
        schedule::State,
    },
    service::importing,
    store::schedules as stored,
};
use poem::http::StatusCode;

use super::payers::bring_to;
use crate::{
    schedules::{put_payer, save},
    support::{
        APPROVED, TestFirm,
        browser::{Browser, Site},
    },
};

const PATH: &str = "/schedules/imports";

async fn open() -> (TestFirm, Browser) {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let payer = put_payer(&firm).await;
    save(&firm, payer, firm.operating, APPROVED).await;
    let billing = site.signed_in(&firm.billing).await;
    (firm, billing)
}

#[tokio::test]
async fn the_template_is_understood_in_every_language_that_it_is_given_in() {
    let (_firm, mut billing) = open().await;
    let expected: Vec<Target> = Imported::Schedules.targets()[1..].to_vec();
    for language in ["en", "fr", "es"] {
        billing.post("/profile/preferences", &[("language", language), ("theme", "light")]).await;
        let file = billing.get("/schedules/imports/template.csv").await;
        let line = file.body.trim_start_matches('\u{feff}').lines().next().unwrap_or_default().to_owned();
        let headings: Vec<String> = line.split(',').map(|heading| heading.trim_matches('"').to_owned()).collect();
        assert_eq!(importing::guess(Imported::Schedules, &headings), expected, "{language}: {line}");
    }
    let workbook = billing.get("/schedules/imports/template.xlsx").await;
    assert_eq!(workbook.status, StatusCode::OK);
}

#[tokio::test]
async fn a_file_is_brought_looked_at_and_its_good_rows_become_schedules() {
    let (firm, mut billing) = open().await;
    let drawn = billing.get("/schedules/imports/new").await;
    assert!(drawn.has("a[href='/schedules/imports/template.xlsx']"));
    let (key, csrf) = (drawn.value("key"), billing.csrf.clone());
    let nothing = bring_to(&mut billing, PATH, (&csrf, &key), ("", b"")).await;
    assert_eq!((nothing.status, nothing.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["file".to_owned()]));
    let file = "Client number,Amount,Count,Frequency,Start\nC-7,475.00,12,monthly,2026-12-31\nC-7,475.00,,monthly,2026-12-31\n";
    let brought = bring_to(&mut billing, PATH, (&csrf, &key), ("Retainers.csv", file.as_bytes())).await;
    let path = brought.location().unwrap_or_else(|| panic!("{}", brought.body));
    let page = billing.get(&path).await;
    let main = page.text("main");
    assert!(main.contains("It does not say until when to collect"), "{main}");
    assert!(billing.get(&format!("{path}?rows=ready")).await.text("main").contains("$475.00, 12 times"));
    assert_eq!((page.value("column_0"), page.value("column_4")), ("client-number".into(), "first-day".into()));
    let errors = billing.get(&format!("{path}/errors.csv")).await;
    assert!(errors.body.contains("C-7,475.00,,monthly,2026-12-31,3,"), "{}", errors.body);
    let count = |firm: &TestFirm| stored::count_of_state(&firm.read(), State::Active).unwrap();
    assert_eq!(count(&firm), 0, "looking changes nothing");
    for _ in 0..2 {
        assert_eq!(
            billing.post(&format!("{path}/confirmation"), &[("seen", "0")]).await.location(),
            Some(path.clone())
        );
    }
    importing::resume(&firm.app).await.unwrap();
    assert_eq!(count(&firm), 1);
    let done = billing.get(&path).await;
    assert!(done.has("a[href='/schedules?group=1']"), "{}", done.text("main"));
    assert!(billing.get("/schedules/groups").await.text("main").contains("Retainers"));
    let number = path.rsplit('/').next().unwrap();
    assert_eq!(billing.get(&format!("/payers/imports/{number}")).await.status, StatusCode::NOT_FOUND);
    firm.leaves_waiting(0);
}
