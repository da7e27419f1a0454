//! Payment schedules on screen: the form keeps what was typed, the dates are shown before anything is saved, and what is
//! done to a payment is done once.

use clientpay::{
    domain::{
        ids::{PayerId, PaymentMethodId, ScheduleId},
        schedule::{Schedule, State, occurrence::Standing},
        time::Day,
    },
    service::schedules::{self as verbs, SETTLE_MS},
    store::schedules as stored,
};
use poem::http::StatusCode;

use super::journal;
use crate::{
    schedules::{SETTLES, put_payer, save, save_account},
    support::{
        APPROVED, DAY_MS, TestFirm,
        browser::{Browser, Page, Site},
    },
};

/// A payer with a saved card and a schedule, for whoever walks over all addresses.
pub async fn agreed(firm: &TestFirm) {
    let (payer, method) = with_card(firm, APPROVED).await;
    make(firm, payer, method).await;
}

async fn with_card(firm: &TestFirm, card: &str) -> (PayerId, PaymentMethodId) {
    let payer = put_payer(firm).await;
    (payer, save(firm, payer, firm.operating, card).await)
}

async fn make(firm: &TestFirm, payer: PayerId, method: PaymentMethodId) -> Schedule {
    use clientpay::{
        domain::{
            money::{Currency, Money},
            schedule::{
                Mail, References,
                plan::Plan,
                recurrence::{Frequency, Recurrence},
                retry::RetryPolicy,
            },
        },
        service::Authority,
    };
    let asked = verbs::NewSchedule {
        key: firm.app.ids.operation_key(),
        payer,
        agreement: verbs::Agreement {
            name: "Estate planning".into(),
            payment_method: method,
            plan: Plan::Installments { each: Money::new(47_500, Currency::USD), count: 12 },
            recurrence: Recurrence::new(Day::new(2026, 11, 23), Frequency::Monthly, 1).unwrap(),
            retry: RetryPolicy::default(),
            mail: Mail::default(),
            references: References::default(),
        },
        start: verbs::Start::Now,
    };
    verbs::create(&firm.app, Authority::Staff(&firm.billing), asked, None).await.unwrap()
}

async fn open(card: &str) -> (TestFirm, Browser, PayerId, PaymentMethodId) {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let (payer, method) = with_card(&firm, card).await;
    let browser = site.signed_in(&firm.billing).await;
    (firm, browser, payer, method)
}

fn schedules(firm: &TestFirm) -> Vec<Schedule> {
    let all = State::ALL.into_iter().flat_map(|state| stored::of_state(&firm.read(), state, (0, 99)).unwrap());
    all.collect()
}

async fn run(firm: &TestFirm) {
    for ms in [DAY_MS / 2, SETTLE_MS] {
        verbs::run_due(&firm.app).await.unwrap();
        firm.clock.advance_ms(ms);
    }
    verbs::run_due(&firm.app).await.unwrap();
}

/// The form as drawn, with some fields filled in.
async fn send(browser: &mut Browser, drawn: &Page, path: &str, fields: &[(&str, &str)]) -> Page {
    let (key, payer, method) = (drawn.value("key"), drawn.value("payer"), drawn.value("version"));
    let usual = [
        ("key", &*key),
        ("payer", &*payer),
        ("version", &*method),
        ("name", "Estate planning"),
        ("method", "1"),
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
    browser.post(path, &all).await
}

#[tokio::test]
async fn what_is_wrong_is_named_and_what_was_typed_is_kept() {
    let (firm, mut billing, payer, _) = open(APPROVED).await;
    let drawn = billing.get(&format!("/schedules/new?payer={payer}")).await;
    let before = journal(&firm);
    let wrong = [("name", ""), ("amount", "x"), ("count", "0"), ("first", "2026-02-30"), ("matter", "Vance v. Marlow")];
    let page = send(&mut billing, &drawn, "/schedules", &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["name", "amount", "count", "first"] {
        assert!(page.has(&format!(".error-summary a[href='#{field}']")), "{field}");
        assert!(page.has(&format!("#{field}[aria-invalid=true]")), "{field}");
    }
    assert_eq!((page.value("amount"), page.value("matter")), ("x".into(), "Vance v. Marlow".into()));
    let past = send(&mut billing, &drawn, "/schedules", &[("first", "2026-11-21")]).await;
    assert!(past.has(".error-summary a[href='#first']"));
    assert_eq!((schedules(&firm).len(), journal(&firm)), (0, before));
}

#[tokio::test]
async fn all_dates_are_shown_before_anything_is_saved_with_and_without_scripts() {
    let (firm, mut billing, payer, _) = open(APPROVED).await;
    let drawn = billing.get(&format!("/schedules/new?payer={payer}")).await;
    assert!(drawn.text("#preview").contains("Fill in"));
    let page = send(&mut billing, &drawn, "/schedules", &[("do", "preview")]).await;
    assert_eq!(page.status, StatusCode::OK);
    let shown = page.text("#preview");
    for words in ["Dec 31, 2026", "Feb 28, 2027", "Nov 30, 2027", "$5,700.00"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let live =
        send(&mut billing, &drawn, "/schedules/preview", &[("plan", "lump"), ("total", "1,000.00"), ("count", "3")])
            .await;
    assert!(live.text("#preview").contains("$333.34"), "{}", live.text("#preview"));
    assert_eq!(schedules(&firm).len(), 0);
}

#[tokio::test]
async fn a_schedule_is_started_once_and_its_page_says_what_comes() {
    let (firm, mut billing, payer, _) = open(APPROVED).await;
    let drawn = billing.get(&format!("/schedules/new?payer={payer}")).await;
    let first = send(&mut billing, &drawn, "/schedules", &[("do", "start")]).await;
    let second = send(&mut billing, &drawn, "/schedules", &[("do", "start")]).await;
    assert_eq!(first.location().as_deref(), Some("/schedules/1?done=made"));
    assert_eq!(first.location(), second.location());
    assert_eq!(schedules(&firm).len(), 1);
    let page = billing.get("/schedules/1?done=made").await;
    assert!(page.text("#flash").contains("saved"));
    assert!(page.text("main").contains("$475.00, 12 times") && page.text("main").contains("Dec 31, 2026"));
    let list = billing.get("/schedules").await;
    assert!(list.has("a.row-link[href='/schedules/1']") && list.text("main").contains("Active"));
    let none = billing.get("/schedules?state=paused").await;
    assert!(!none.has("a.row-link") && none.text("main").contains("No schedules found"));
}

#[tokio::test]
async fn a_payer_without_a_saved_method_is_sent_to_the_terminal() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let payer = put_payer(&firm).await;
    let mut billing = site.signed_in(&firm.billing).await;
    let page = billing.get(&format!("/schedules/new?payer={payer}")).await;
    assert!(!page.has("#schedule-form") && page.has("a[href='/payments/new']"));
    let choose = billing.get("/schedules/new?who=ada").await;
    assert!(choose.has(&format!("a[href='/schedules/new?payer={payer}']")));
    assert!(billing.get("/schedules/new?who=zzz").await.text("main").contains("No payer"));
    assert_eq!(billing.get("/schedules/new?payer=77").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_failed_payment_says_why_and_is_resolved_from_the_page() {
    let (firm, _, payer, method) = open("4000000000009995").await;
    make(&firm, payer, method).await;
    run(&firm).await;
    // Half a day later everybody signs in again.
    let mut billing = Site::of(&firm).await.signed_in(&firm.billing).await;
    let page = billing.get("/schedules/1").await;
    assert!(
        page.text("#payment-1").contains("Failed") && page.text("#payment-1").contains("not enough money"),
        "{}",
        page.text("#payment-1")
    );
    assert!(billing.get("/schedules").await.text(".schedule-figures").contains("Failed payments1"));
    assert!(billing.get("/schedules?failed=1").await.has("a.row-link[href='/schedules/1']"));
    let version = stored::occurrence(&firm.read(), id(1)).unwrap().unwrap().version.to_string();
    let fields = [("version", &*version), ("decision", "elsewhere"), ("note", "Cheque 1042")];
    let done = billing.post("/schedules/1/payments/1/waiver", &fields).await;
    assert_eq!(done.location().as_deref(), Some("/schedules/1?done=waived"));
    let again = billing.post("/schedules/1/payments/1/waiver", &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = billing.get("/schedules/1").await;
    assert!(page.text("#payment-1").contains("Paid elsewhere") && page.text("#payment-1").contains("Cheque 1042"));
}

fn id(number: u32) -> clientpay::domain::ids::OccurrenceId {
    clientpay::domain::ids::OccurrenceId { schedule: ScheduleId::new(1), number }
}

#[tokio::test]
async fn collecting_now_pressed_twice_charges_once() {
    let (firm, mut billing, payer, method) = open(APPROVED).await;
    make(&firm, payer, method).await;
    let page = billing.get("/schedules/1").await;
    assert!(page.has("form[action='/schedules/1/payments/1/collection']"));
    let first = billing.post("/schedules/1/payments/1/collection", &[("version", "1"), ("method", "1")]).await;
    assert_eq!(first.location().as_deref(), Some("/schedules/1?done=collected"));
    let second = billing.post("/schedules/1/payments/1/collection", &[("version", "1"), ("method", "1")]).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    let occurrence = stored::occurrence(&firm.read(), id(1)).unwrap().unwrap();
    assert_eq!((occurrence.standing, occurrence.attempts.len()), (Standing::Collected, 1));
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn states_change_by_plain_forms_and_not_from_a_page_that_is_behind() {
    let (firm, mut billing, payer, method) = open(APPROVED).await;
    let version = make(&firm, payer, method).await.version.to_string();
    let pause = [("version", &*version), ("event", "pause")];
    assert_eq!(billing.post("/schedules/1/state", &pause).await.location().as_deref(), Some("/schedules/1?done=state"));
    assert_eq!(schedules(&firm)[0].state, State::Paused);
    let stale = billing.post("/schedules/1/state", &[("version", &*version), ("event", "cancel")]).await;
    assert_eq!((stale.status, schedules(&firm)[0].state), (StatusCode::UNPROCESSABLE_ENTITY, State::Paused));
    assert!(stale.text(".error-summary").contains("changed in the meantime"));
    let odd = billing.post("/schedules/1/state", &[("version", "2"), ("event", "complete")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// A payer with a saved bank account, at the page of a new schedule.
async fn by_bank() -> (TestFirm, Browser, PayerId) {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let payer = put_payer(&firm).await;
    save_account(&firm, payer, SETTLES).await;
    let browser = site.signed_in(&firm.billing).await;
    (firm, browser, payer)
}

/// Sends the form with the words that the page has, agreed to on paper.
async fn agree(browser: &mut Browser, drawn: &Page, path: &str, fields: &[(&str, &str)]) -> Page {
    let (phone, paper) = (drawn.value("debit_phone"), drawn.value("debit_paper"));
    let mut all: Vec<(&str, &str)> = fields.to_vec();
    let given = [("debit_phone", &*phone), ("debit_paper", &*paper), ("debit_how", "paper"), ("debit_agreed", "yes")];
    all.extend(given.into_iter().filter(|(name, _)| fields.iter().all(|(known, _)| known != name)));
    send(browser, drawn, path, &all).await
}

#[tokio::test]
async fn a_bank_account_is_scheduled_only_with_the_payers_authorization_of_what_recurs() {
    let (firm, mut billing, payer) = by_bank().await;
    let drawn = billing.get(&format!("/schedules/new?payer={payer}")).await;
    assert!(drawn.has("select#method option[value='1']") && !drawn.has("#debit"));
    let looked = send(&mut billing, &drawn, "/schedules", &[("do", "preview")]).await;
    assert!(looked.status == StatusCode::OK && looked.has("#debit"), "the words are there to be read out");
    let page = send(&mut billing, &drawn, "/schedules", &[("do", "start")]).await;
    assert!(looked.next_step().is_none(), "nothing was sent yet");
    assert_eq!(page.next_step().as_deref(), Some("debit"), "no problem, only a step: {}", page.body);
    assert!(
        page.text(".words.signed")
            .contains("A debit of $475.00 every month, 12 debits in all, from Thursday, December 31")
    );
    assert!(!page.has("input[name=debit_how][value=notice]"), "a notice alone is not enough for what recurs");
    for (field, value, wrong) in
        [("amount", "480.00", "debit"), ("debit_agreed", "", "debit_agreed"), ("debit_how", "notice", "debit_how")]
    {
        let page = agree(&mut billing, &page, "/schedules", &[(field, value), ("do", "start")]).await;
        assert_eq!(page.wrong_fields(), [wrong], "{field}");
    }
    assert!(schedules(&firm).is_empty());
    let made = agree(&mut billing, &page, "/schedules", &[("do", "start")]).await;
    assert_eq!(made.location().as_deref(), Some("/schedules/1?done=made"));
    let page = billing.get("/schedules/1").await;
    assert!(page.has("a[href='/authorizations/1']") && !page.has("button[name=from_now_on]"));
    assert!(page.text("main").contains("debited on the day"), "nobody collects it early");
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_draft_does_without_until_it_is_started() {
    let (_firm, mut billing, payer) = by_bank().await;
    let drawn = billing.get(&format!("/schedules/new?payer={payer}")).await;
    let made = send(&mut billing, &drawn, "/schedules", &[("do", "draft")]).await;
    assert_eq!(made.location().as_deref(), Some("/schedules/1?done=made"));
    let page = billing.post("/schedules/1/state", &[("version", "1"), ("event", "activate")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text(".error-summary").contains("has not authorized"), "{}", page.text(".error-summary"));
}

#[tokio::test]
async fn a_change_of_a_bank_debit_asks_how_the_payer_was_told_and_says_what_stays() {
    let (firm, mut billing, payer) = by_bank().await;
    let drawn = billing.get(&format!("/schedules/new?payer={payer}")).await;
    let first = [("first", "2026-11-23"), ("do", "start")];
    let page = send(&mut billing, &drawn, "/schedules", &first).await;
    agree(&mut billing, &page, "/schedules", &first).await;
    let drawn = billing.get("/schedules/1/edit").await;
    assert_eq!((drawn.value("amount"), drawn.value("first")), ("475.00".into(), "2026-11-23".into()));
    let fields = [("amount", "500.00"), ("first", "2026-11-23"), ("do", "save")];
    let page = send(&mut billing, &drawn, "/schedules/1", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("select#notice") && page.text(".error-summary").contains("10 days"));
    let dates = page.text("aside");
    assert!(dates.contains("Nov 23, 2026: $475.00") && !dates.contains("Nov 23, 2026 Monday$500.00"), "{dates}");
    let fields = [("amount", "500.00"), ("first", "2026-11-23"), ("notice", "defer"), ("do", "save")];
    let unsaid = send(&mut billing, &page, "/schedules/1", &fields).await;
    assert_eq!(unsaid.next_step().as_deref(), Some("debit"), "the payer must authorize it, too");
    let saved = agree(&mut billing, &unsaid, "/schedules/1", &fields).await;
    assert_eq!(saved.location().as_deref(), Some("/schedules/1?done=changed"), "{}", saved.text("main"));
    assert!(billing.get("/schedules/1").await.text("main").contains("Earlier terms"));
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn a_revoked_authorization_says_so_and_pauses_its_schedule() {
    let (firm, mut billing, payer) = by_bank().await;
    let drawn = billing.get(&format!("/schedules/new?payer={payer}")).await;
    let page = send(&mut billing, &drawn, "/schedules", &[("do", "start")]).await;
    agree(&mut billing, &page, "/schedules", &[("do", "start")]).await;
    let page = billing.post("/authorizations/1/revocation", &[("how", "")]).await;
    assert_eq!((page.status, page.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["how".to_owned()]));
    let done = billing.post("/authorizations/1/revocation", &[("how", "By letter")]).await;
    assert_eq!(done.location().as_deref(), Some("/authorizations/1?done=revoked"));
    let page = billing.get("/authorizations/1").await;
    assert!(page.text("main").contains("By letter") && !page.has("form[action$=revocation]"));
    assert_eq!(schedules(&firm)[0].state, State::Paused);
    assert!(billing.get("/alerts/1").await.text("main").contains("paused"));
    let mut auditor = Site::of(&firm).await.signed_in(&firm.auditor).await;
    assert!(!auditor.get("/authorizations/1").await.has("form[action$=revocation]"));
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn those_who_only_look_are_offered_nothing_to_press() {
    let (firm, _, payer, method) = open("4000000000009995").await;
    make(&firm, payer, method).await;
    run(&firm).await;
    let mut auditor = Site::of(&firm).await.signed_in(&firm.auditor).await;
    let page = auditor.get("/schedules/1").await;
    assert!(
        page.status == StatusCode::OK
            && !page.has("form[action^='/schedules/1']")
            && !page.has("a[href='/schedules/1/edit']")
    );
    assert!(!auditor.get("/schedules").await.has("a[href='/schedules/new']"));
}
