//! A night of schedules: payments collected per second, beside the durable writes that the same disk does just before and
//! just after, so that the ratio says what the machine does not.
//!
//! `cargo bench --bench night_run`. `CLIENTPAY_BENCH_SCHEDULES` (10,000) payments are due at once. Each must be collected,
//! and none twice, or the bench fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a bench reports, and may fail")]
#![allow(unreachable_pub, reason = "one binary: what a module shows, it shows to its neighbours")]

#[allow(dead_code, reason = "each bench uses what it needs of it")]
#[path = "take_payment/disk.rs"]
mod disk;
#[allow(dead_code, reason = "each bench reports with what it needs")]
mod measure;
#[allow(dead_code, reason = "each bench uses what it needs of the portal")]
mod portal;

use std::sync::Arc;

use clientpay::{
    app::{App, FixedClock},
    domain::{
        card::PaymentMethod,
        ids::{MerchantAccountId, PayerId, PaymentMethodId},
        locale::Language,
        money::{Currency, Money},
        payer::{Address, Payer},
        schedule::{
            Mail, References,
            occurrence::Standing,
            plan::Plan,
            recurrence::{Frequency, Recurrence},
            retry::RetryPolicy,
        },
    },
    gateway::{Gateway as _, SavedMethod, sandbox::cards::CardEntry},
    search::Index,
    service::{
        Authority,
        schedules::{self, Agreement, NewSchedule, SETTLE_MS, Start},
    },
    store::{StoreError, check, engine::Direction, open, table::Records as _, tables::OCCURRENCES},
};
use tokio::task::JoinSet;

use self::{
    disk::Disk,
    measure::{per_second, ratio, timed},
};

/// The account that everything is paid into: the demonstration's first.
const ACCOUNT: MerchantAccountId = MerchantAccountId::new(1);

fn main() {
    let count = measure::size("CLIENTPAY_BENCH_SCHEDULES", 10_000);
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let store = open::in_folder(folder.path(), &portal::identity()).unwrap();
    runtime.block_on(portal::fill(&store, 100));
    let app = portal::app(store.clone(), Index::unkept());
    let clock = Arc::new(FixedClock::new(app.now()));
    let app = Arc::new(App { clock: clock.clone(), ..app });
    runtime.block_on(agree(&app, count));
    runtime.block_on(schedules::run_due(&app)).unwrap();
    // The next morning.
    clock.advance_ms(24 * 3_600_000 + SETTLE_MS);
    let mut disk = Disk::default();
    disk.measure(folder.path());
    let (done, took) = timed(|| runtime.block_on(schedules::run_due(&app)).unwrap());
    disk.measure(folder.path());
    assert_eq!(done as u64, count, "every payment is looked into once");
    let reader = store.read().unwrap();
    let collected = reader
        .all(OCCURRENCES, Direction::Forward)
        .unwrap()
        .filter(|row| row.as_ref().unwrap().1.standing == Standing::Collected)
        .count();
    assert_eq!(collected as u64, count, "every payment is collected");
    assert_eq!(check::check(&reader, None).violations, Vec::<String>::new());
    println!("{count} payments in {:.1} s, {} a second", took.as_secs_f64(), per_second(count, took));
    println!("the disk meanwhile: {} durable writes a second, {} in pairs", disk.syncs(), disk.pairs());
    let ratio = ratio(per_second(count, took).into(), disk.mean_pairs().into());
    println!(
        "a night collects {ratio} as many payments as the disk makes pairs durable; each payment takes four commits"
    );
}

/// So many payers with a saved card and a payment due tomorrow.
async fn agree(app: &Arc<App>, count: u64) {
    let saved = saved(app).await;
    let payers = put_payers(app, count, &saved).await;
    let mut tasks = JoinSet::new();
    for (payer, method) in payers {
        if tasks.len() >= 64 {
            tasks.join_next().await;
        }
        let app = app.clone();
        tasks.spawn(async move {
            let tomorrow = clientpay::domain::report::timetable::next_day(schedules::today(&app).unwrap());
            let agreement = Agreement {
                name: "Retainer".to_owned(),
                payment_method: method,
                plan: Plan::Perpetual { each: Money::new(25_000, Currency::USD) },
                recurrence: Recurrence::new(tomorrow, Frequency::Monthly, 1).unwrap(),
                retry: RetryPolicy::default(),
                mail: Mail::default(),
                references: References::default(),
            };
            let asked = NewSchedule { key: app.ids.operation_key(), payer, agreement, start: Start::Now };
            schedules::create(&app, Authority::System, asked, None).await.unwrap();
        });
    }
    while tasks.join_next().await.is_some() {}
}

async fn saved(app: &App) -> SavedMethod {
    let key = app.ids.operation_key();
    let entry = CardEntry {
        number: "4242424242424242",
        expiry: "12/30",
        security_code: "",
        holder: "Ada Vance",
        postal_code: "",
        street: "",
    };
    let token = app.sandbox.tokenise(&key, entry).unwrap().token;
    app.sandbox.save_method(&token, &key).await.unwrap()
}

async fn put_payers(app: &App, count: u64, saved: &SavedMethod) -> Vec<(PayerId, PaymentMethodId)> {
    let (now, saved) = (app.now(), saved.clone());
    let written = app.store.write(move |writer| -> Result<_, StoreError> {
        let mut made = Vec::new();
        for number in 0..count {
            let (payer, id) = (writer.next_payer()?, writer.next_payment_method()?);
            let emails = vec![format!("scheduled{number}@client.example")];
            writer.put_payer(&Payer {
                emails,
                ..Payer::new(payer, format!("Scheduled {number:05}"), Language::En, now)
            })?;
            writer.put_payment_method(&PaymentMethod {
                id,
                payer,
                merchant_account: ACCOUNT,
                token: saved.token.clone(),
                instrument: saved.instrument.clone(),
                holder: saved.holder.clone(),
                fingerprint: saved.fingerprint.clone(),
                created_at: now,
                stopped: None,
                nickname: String::new(),
                billing_address: Address::default(),
                disabled: None,
                reminded: Vec::new(),
                agreed: None,
                only_typed: false,
            })?;
            made.push((payer, id));
        }
        Ok(made)
    });
    written.await.unwrap()
}
