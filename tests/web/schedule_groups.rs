//! General schedules on screen, by plain forms alone: terms, payers, review, and then each payer's own schedule, once.

use clientpay::{
    domain::{
        ids::{PayerId, ScheduleGroupId},
        locale::Language,
        money::{Currency, Money},
        payer::Payer,
        schedule::{
            Mail, References, Schedule,
            group::{CommonTerms, Stage},
            plan::Plan,
            recurrence::{Frequency, Recurrence},
            retry::RetryPolicy,
        },
        time::Day,
    },
    service::{
        Authority,
        payers::editing::{self, Place},
        schedules::enrolling,
    },
    store::{StoreError, schedule_groups, schedules as stored},
};
use poem::http::StatusCode;

use crate::{
    schedules::save,
    support::{
        APPROVED, TestFirm,
        browser::{Browser, Page, Site},
    },
};

async fn put(firm: &TestFirm, name: &str) -> PayerId {
    let (name, now) = (name.to_owned(), firm.app.now());
    let written = firm.app.store.write(move |writer| -> Result<_, StoreError> {
        let id = writer.next_payer()?;
        writer.put_payer(&Payer::new(id, name.clone(), Language::En, now))?;
        Ok(id)
    });
    written.await.unwrap()
}

/// A general schedule whose payers are being chosen, for whoever walks over all addresses.
pub async fn begun_in(firm: &TestFirm) {
    let key = firm.app.ids.operation_key();
    let terms = CommonTerms {
        account: firm.operating,
        plan: Plan::Perpetual { each: Money::new(47_500, Currency::USD) },
        recurrence: Recurrence::new(Day::new(2027, 12, 31), Frequency::Monthly, 1).unwrap(),
        retry: RetryPolicy::default(),
        mail: Mail::default(),
        references: References::default(),
    };
    let wanted = enrolling::Wanted { name: "Annual retainer".into(), terms };
    enrolling::create(&firm.app, Authority::Staff(&firm.billing), key, wanted).await.unwrap();
}

/// A firm with three payers: two with a card, one without.
async fn open() -> (TestFirm, Browser) {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    for name in ["Ada Vance", "Bruno Sol"] {
        let payer = put(&firm, name).await;
        save(&firm, payer, firm.operating, APPROVED).await;
    }
    put(&firm, "Chloé Roy").await;
    let billing = site.signed_in(&firm.billing).await;
    (firm, billing)
}

async fn send_terms(browser: &mut Browser, drawn: &Page, fields: &[(&str, &str)]) -> Page {
    let key = drawn.value("key");
    let usual = [
        ("key", &*key),
        ("version", "1"),
        ("name", "Annual retainer"),
        ("account", "1"),
        ("plan", "installments"),
        ("amount", "475.00"),
        ("count", "12"),
        ("frequency", "monthly"),
        ("first", "2026-12-31"),
        ("retry", "1-3-7"),
        ("remind", "2"),
    ];
    let mut all: Vec<(&str, &str)> = fields.to_vec();
    all.extend(usual.into_iter().filter(|(name, _)| fields.iter().all(|(known, _)| known != name)));
    browser.post("/schedules/groups", &all).await
}

async fn begun(billing: &mut Browser) {
    let drawn = billing.get("/schedules/groups/new").await;
    assert_eq!(send_terms(billing, &drawn, &[]).await.location().as_deref(), Some("/schedules/groups/1"));
}

fn made(firm: &TestFirm) -> Vec<Schedule> {
    stored::of_group(&firm.read(), ScheduleGroupId::new(1)).unwrap().map(Result::unwrap).collect()
}

const BOTH: &[(&str, &str)] = &[
    ("do", "add"),
    ("take-1", "1"),
    ("method-1", "1"),
    ("amount-1", ""),
    ("take-2", "1"),
    ("method-2", "2"),
    ("amount-2", "300.00"),
];

async fn confirm(billing: &mut Browser) -> Page {
    let review = billing.get("/schedules/groups/1/review").await;
    let (version, left_out) = (review.value("version"), review.value("left-out"));
    billing.post("/schedules/groups/1/confirmation", &[("version", &version), ("left-out", &left_out)]).await
}

#[tokio::test]
async fn what_is_wrong_with_the_terms_is_named_and_nothing_is_begun() {
    let (firm, mut billing) = open().await;
    let drawn = billing.get("/schedules/groups/new").await;
    let page = send_terms(&mut billing, &drawn, &[("name", ""), ("account", ""), ("amount", "x")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.wrong_fields(), ["name", "account", "amount"]);
    let page = send_terms(&mut billing, &drawn, &[("first", "2026-01-31")]).await;
    assert_eq!((page.status, page.value("amount")), (StatusCode::UNPROCESSABLE_ENTITY, "475.00".into()));
    let page = send_terms(&mut billing, &drawn, &[("do", "preview")]).await;
    assert!(page.status == StatusCode::OK && page.text("#preview-dates").contains("Dec 31, 2026"));
    let sheet =
        [("account", "1"), ("plan", "perpetual"), ("amount", "20"), ("frequency", "weekly"), ("first", "2027-01-01")];
    let dates = billing.post("/schedules/groups/preview", &sheet).await;
    assert!(dates.text("#preview-dates").contains("Jan 8, 2027"), "while it is filled in, too");
    assert!(schedule_groups::latest(&firm.read(), 9).unwrap().is_empty());
    let mut cashier = Site::of(&firm).await.signed_in(&firm.cashier).await;
    assert_eq!(cashier.get("/schedules/groups/new").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn payers_are_ticked_reviewed_and_get_their_schedules_once() {
    let (firm, mut billing) = open().await;
    begun(&mut billing).await;
    let page = billing.get("/schedules/groups/1").await;
    assert!(page.has("input[name='take-1']") && !page.has("input[name='take-3']"), "without a card there is no box");
    assert!(page.has("a[href='/payers/3/requests/new']"), "but the way to ask for one");
    let found = billing.get("/schedules/groups/1?q=bru").await;
    assert!(found.has("input[name='take-2']") && !found.has("input[name='take-1']"));
    let chosen = billing.post("/schedules/groups/1/payers", BOTH).await;
    assert_eq!(chosen.location().as_deref(), Some("/schedules/groups/1"));
    let review = billing.get("/schedules/groups/1/review").await;
    let table = review.text("table");
    assert!(table.contains("Ada Vance") && table.contains("$475.00") && table.contains("$3,600.00"), "{table}");
    assert!(review.text("aside").contains("$775.00"), "the first day altogether");
    let done = confirm(&mut billing).await;
    assert_eq!(done.location().as_deref(), Some("/schedules/groups/1"));
    let (version, left_out) = (review.value("version"), review.value("left-out"));
    let again =
        billing.post("/schedules/groups/1/confirmation", &[("version", &version), ("left-out", &left_out)]).await;
    assert_eq!((again.location(), made(&firm).len()), (done.location(), 2));
    assert!(billing.get("/schedules/groups/1").await.text("main").contains("2 schedules were created"));
    let list = billing.get("/schedules?group=1").await;
    assert!(list.has("select[name=group]") && list.texts("tbody tr").len() == 2);
    assert!(billing.get("/schedules/groups").await.has("a[href='/schedules/groups/1']"));
    assert!(
        billing.get("/schedules/1").await.has("main a[href='/schedules/groups/1']"),
        "it knows what it was made by"
    );
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn an_amount_that_cannot_be_read_is_named_with_its_payer_and_nobody_is_chosen() {
    let (firm, mut billing) = open().await;
    begun(&mut billing).await;
    let wrong = [("do", "add"), ("take-1", "1"), ("method-1", "1"), ("amount-1", "much")];
    let page = billing.post("/schedules/groups/1/payers", &wrong).await;
    assert_eq!((page.status, page.value("amount-1")), (StatusCode::UNPROCESSABLE_ENTITY, "much".into()));
    assert!(page.has("input[name='amount-1'][aria-invalid]") && page.has("a[href='#amount-1']"));
    let waiting = |firm: &TestFirm| {
        schedule_groups::enrolment(&firm.read(), ScheduleGroupId::new(1)).unwrap().unwrap().waiting.len()
    };
    assert_eq!(waiting(&firm), 0);
    billing.post("/schedules/groups/1/payers", BOTH).await;
    let leave = [("do", "save"), ("method-1", "1"), ("leave-1", "1"), ("method-2", "2"), ("amount-2", "")];
    billing.post("/schedules/groups/1/payers", &leave).await;
    let page = billing.get("/schedules/groups/1").await;
    assert_eq!((waiting(&firm), page.value("amount-2")), (1, String::new()));
}

#[tokio::test]
async fn who_falls_out_between_review_and_confirmation_is_told_by_name() {
    let (firm, mut billing) = open().await;
    begun(&mut billing).await;
    billing.post("/schedules/groups/1/payers", BOTH).await;
    let review = billing.get("/schedules/groups/1/review").await;
    let fields = [("version", review.value("version")), ("left-out", review.value("left-out"))];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    editing::file(&firm.app, Authority::Staff(&firm.billing), PayerId::new(2), Place::Archived).await.unwrap();
    let page = billing.post("/schedules/groups/1/confirmation", &fields).await;
    assert_eq!((page.status, made(&firm).len()), (StatusCode::UNPROCESSABLE_ENTITY, 0));
    assert!(page.text(".error-summary").contains("Bruno Sol"), "{}", page.text(".error-summary"));
    assert_eq!(confirm(&mut billing).await.location().as_deref(), Some("/schedules/groups/1"));
    let told = billing.get("/schedules/groups/1").await;
    assert!(told.text("main").contains("Bruno Sol") && told.text("main").contains("archived"));
    assert_eq!(made(&firm).len(), 1);
}

#[tokio::test]
async fn what_is_given_up_makes_nothing_and_leads_nowhere() {
    let (firm, mut billing) = open().await;
    begun(&mut billing).await;
    billing.post("/schedules/groups/1/payers", BOTH).await;
    let gone = billing.post("/schedules/groups/1/removal", &[]).await;
    assert_eq!(gone.location().as_deref(), Some("/schedules/groups/1"));
    let page = billing.post("/schedules/groups/1/confirmation", &[("version", "2")]).await;
    assert_eq!(page.location().as_deref(), Some("/schedules/groups/1"));
    let group = schedule_groups::group(&firm.read(), ScheduleGroupId::new(1)).unwrap().unwrap();
    assert_eq!((group.stage, made(&firm).len()), (Stage::Discarded, 0));
    for path in ["/schedules/groups/1/edit", "/schedules/groups/1/review"] {
        assert_eq!(billing.get(path).await.location().as_deref(), Some("/schedules/groups/1"));
    }
    assert_eq!(billing.get("/schedules/groups/9").await.status, StatusCode::NOT_FOUND);
}
