//! The process killed in the middle of taking payments: nothing that was answered is lost, nobody is charged twice.

use std::{path::Path, sync::Arc};

use clientpay::{
    app::EngineBooks,
    domain::{ids::OperationKey, transaction::Status},
    gateway::{Gateway as _, LookUp, sandbox::Sandbox},
    store::{
        engine::redb::Redb,
        open::ReadOnly,
        table::{Reader, Records as _},
        tables::TRANSACTIONS,
        transactions,
    },
};
use tokio::sync::mpsc::unbounded_channel;

use super::{
    browser::{Browser, Form},
    portal::{Portal, check, demo_folder, eventually_async},
};

/// Payments on their way when the process is killed.
const BURST: usize = 24;

/// Sends every form at once and kills the process at answer number `answers`; gives the keys that were answered.
async fn kill_in_a_burst(portal: Portal, forms: &[(Browser, Form)], answers: usize) -> Vec<OperationKey> {
    let (sender, mut answered) = unbounded_channel();
    for (browser, form) in forms.iter().cloned() {
        let sender = sender.clone();
        tokio::spawn(async move {
            let page = browser.submit(&form).await;
            drop(sender.send(page.filter(|page| page.status == 303).map(|_| form.key)));
        });
    }
    drop(sender);
    let mut keys = Vec::new();
    while keys.len() < answers {
        keys.extend(answered.recv().await.unwrap());
    }
    portal.kill();
    while let Some(answer) = answered.recv().await {
        keys.extend(answer);
    }
    keys
}

/// The books of a stopped folder: ours and the sandbox's.
struct Books {
    reader: Reader,
    sandbox: Sandbox,
    _store: ReadOnly,
}

impl Books {
    fn open(folder: &Path) -> Self {
        let store = ReadOnly::open(folder).unwrap();
        let engine = Redb::open(&folder.join("sandbox.redb"), 1 << 20).unwrap();
        let now = clientpay::domain::time::Timestamp::from_ms(0);
        let sandbox = Sandbox::new(Arc::new(EngineBooks(Arc::new(engine))), [0; 32], Arc::new(move || now));
        Self { reader: store.reader().unwrap(), sandbox, _store: store }
    }

    fn ours(&self, key: &OperationKey) -> Option<Status> {
        transactions::transaction_by_key(&self.reader, key).unwrap().map(|transaction| transaction.status)
    }

    /// Whether the sandbox took money.
    async fn charged(&self, key: &OperationKey) -> bool {
        let view = self.sandbox.look_up(LookUp::Key(key)).await.unwrap();
        view.is_some_and(|view| view.outcome.is_some())
    }
}

async fn forms(staff: &Browser) -> Vec<(Browser, Form)> {
    let mut forms = Vec::new();
    for number in 0..BURST {
        let form = staff.fill_in(&format!("Burst Payer {number}"), "40.00", "4242424242424242").await;
        forms.push((staff.clone(), form));
    }
    forms
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_at_any_moment_loses_no_answer_and_charges_nobody_twice() {
    let folder = demo_folder();
    let mut portal = Portal::serve(folder.path());
    let staff = portal.cashier().await;
    for answers in [0, 1, 5, 13, BURST - 1] {
        let staff = staff.at(&portal.url);
        let forms = forms(&staff).await;
        let answered = kill_in_a_burst(portal, &forms, answers).await;
        assert!(answered.len() >= answers);
        let books = Books::open(folder.path());
        for key in &answered {
            assert_eq!(books.ours(key), Some(Status::Captured), "{key} was answered");
        }
        for (_, form) in &forms {
            assert!(books.ours(&form.key).is_some() || !books.charged(&form.key).await, "charged before it was noted");
        }
        drop(books);
        // What was charged is settled before anyone is served; a form that is sent again charges nobody again.
        portal = Portal::serve(folder.path());
        let staff = staff.at(&portal.url);
        for (_, form) in &forms {
            assert_eq!(staff.submit(form).await.unwrap().status, 303);
        }
        let done = check(folder.path());
        assert!(done.good, "{done:?}");
        portal.kill();
        let books = Books::open(folder.path());
        for (_, form) in &forms {
            match books.ours(&form.key).unwrap() {
                Status::Captured => assert!(books.charged(&form.key).await),
                Status::Created | Status::Unknown => assert!(!books.charged(&form.key).await, "{}", form.key),
                other => panic!("{other:?}"),
            }
        }
        let named = books.reader.all(TRANSACTIONS, clientpay::store::engine::Direction::Forward).unwrap();
        let named = named.map(|row| row.unwrap().1).filter(|payment| payment.payer_name.starts_with("Burst Payer"));
        let keys: std::collections::BTreeSet<String> = named.map(|payment| payment.key.to_string()).collect();
        assert!(forms.iter().all(|(_, form)| keys.contains(form.key.as_str())));
        drop(books);
        portal = Portal::serve(folder.path());
    }
}

#[tokio::test]
async fn a_lost_answer_is_found_out_and_charged_once() {
    let folder = demo_folder();
    let portal = Portal::serve(folder.path());
    let staff = portal.cashier().await;
    let form = staff.fill_in("Ada Vance", "40.00", "4000000000006660").await;
    let first = staff.submit(&form).await.unwrap();
    let again = staff.submit(&form).await.unwrap();
    assert_eq!((first.status, &first.location), (303, &again.location));
    eventually_async("the outcome", async || (staff.metric("clientpay_payments_unresolved").await == 0).then_some(()))
        .await;
    portal.kill();
    let books = Books::open(folder.path());
    assert_eq!(books.ours(&form.key), Some(Status::Captured));
    assert!(books.charged(&form.key).await);
    drop(books);
    let done = check(folder.path());
    assert!(done.good, "{done:?}");
}
