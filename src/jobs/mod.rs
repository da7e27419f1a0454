//! The night porter: what runs without being asked.
//!
//! The scheduler only wakes us; what is due is read from the store each time, so a job that was missed, repeated or
//! killed half way loses nothing. Each job is one verb of the office.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{Mutex, watch},
    task::JoinHandle,
};
use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};

use crate::{
    app::App,
    service::{
        alerts, exports, importing, methods, outbox, payment_requests, portal, reports, resolution, schedules,
        sessions::{self, Desk},
    },
};

/// The cron table, in UTC: seconds first.
const EVERY_TEN_SECONDS: &str = "*/10 * * * * *";
const EVERY_FIVE_SECONDS: &str = "*/5 * * * * *";
const EVERY_HALF_MINUTE: &str = "5,35 * * * * *";
const EVERY_HOUR: &str = "0 7 * * * *";
const EVERY_HOUR_LATER: &str = "0 23 * * * *";
const EVERY_MINUTE: &str = "20 * * * * *";

/// Does once, before anyone is served, what cannot wait: asks about open outcomes left by a crash.
pub async fn at_start(app: &App) {
    report("reconcile", resolution::reconcile(app).await.map(|done| done.asked));
    report("follow_news", resolution::follow_news(app).await);
    report("catch_up_alerts", alerts::watch::catch_up_once(app).await);
}

/// A job: when it is woken, and what it does.
type Entry = (&'static str, fn(Arc<App>) -> Run);
type Run = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

const TABLE: [Entry; 10] = [
    (EVERY_TEN_SECONDS, |app| Box::pin(reconcile(app))),
    (EVERY_FIVE_SECONDS, |app| Box::pin(deliver_outbox(app))),
    (EVERY_TEN_SECONDS, |app| Box::pin(poll_gateways(app))),
    (EVERY_FIVE_SECONDS, |app| Box::pin(deliver_webhooks(app))),
    (EVERY_HALF_MINUTE, |app| Box::pin(send_reports(app))),
    (EVERY_HALF_MINUTE, |app| Box::pin(watch_alerts(app))),
    (EVERY_HALF_MINUTE, |app| Box::pin(run_schedules(app))),
    (EVERY_HOUR, |app| Box::pin(housekeeping(app))),
    (EVERY_MINUTE, |app| Box::pin(go_on(app))),
    (EVERY_HOUR_LATER, |app| Box::pin(see_to_methods(app))),
];

/// How often the clock is looked at, and by how much it must have been set to be noticed.
const WATCH: Duration = Duration::from_secs(5);
const SET_BY_MS: i64 = 2_000;

/// The porter at work.
pub struct Night {
    stop: watch::Sender<()>,
    work: JoinHandle<Result<(), JobSchedulerError>>,
}

impl Night {
    /// Wakes nobody any more.
    ///
    /// # Errors
    /// When the scheduler cannot be stopped, or could not be started again earlier.
    pub async fn shutdown(self) -> Result<(), JobSchedulerError> {
        drop(self.stop);
        self.work.await.unwrap_or(Err(JobSchedulerError::ShutdownNotifier))
    }
}

/// Starts the cron table.
///
/// # Errors
/// When the scheduler cannot start.
pub async fn start(app: Arc<App>) -> Result<Night, JobSchedulerError> {
    let porter = Porter { app, busy: TABLE.map(|_| Arc::default()) };
    let scheduler = porter.begin().await?;
    let (stop, stopped) = watch::channel(());
    Ok(Night { stop, work: tokio::spawn(porter.watch(scheduler, stopped)) })
}

/// Who runs the jobs, one at a time of each kind.
struct Porter {
    app: Arc<App>,
    /// A round that takes longer than its interval must not overlap with the next one.
    busy: [Arc<Mutex<()>>; TABLE.len()],
}

impl Porter {
    async fn begin(&self) -> Result<JobScheduler, JobSchedulerError> {
        let scheduler = JobScheduler::new().await?;
        for ((schedule, run), busy) in TABLE.into_iter().zip(&self.busy) {
            let (app, busy) = (self.app.clone(), busy.clone());
            let job = Job::new_async(schedule, move |_, _| {
                let (app, busy) = (app.clone(), busy.clone());
                Box::pin(async move {
                    if let Ok(_alone) = busy.try_lock() {
                        run(app).await;
                    }
                })
            });
            scheduler.add(job?).await?;
        }
        scheduler.start().await?;
        Ok(scheduler)
    }

    /// The scheduler knows one clock, the machine's: set back a day, it would wake nobody for a day. So whenever the clock
    /// was set, it begins anew.
    async fn watch(
        self,
        mut scheduler: JobScheduler,
        mut stopped: watch::Receiver<()>,
    ) -> Result<(), JobSchedulerError> {
        let ahead = || self.app.now().ms().saturating_sub(self.app.clock.steady_ms());
        let mut before = ahead();
        while tokio::time::timeout(WATCH, stopped.changed()).await.is_err() {
            let now = ahead();
            if now.abs_diff(before) > SET_BY_MS.unsigned_abs() {
                tracing::warn!(by_ms = now.saturating_sub(before), "the machine's clock was set; the jobs begin anew");
                scheduler.shutdown().await?;
                scheduler = self.begin().await?;
            }
            before = now;
        }
        scheduler.shutdown().await
    }
}

async fn reconcile(app: Arc<App>) {
    report("reconcile", resolution::reconcile(&app).await.map(|done| done.resolved));
}

async fn deliver_outbox(app: Arc<App>) {
    report("deliver_outbox", outbox::deliver_due(&app).await);
}

async fn send_reports(app: Arc<App>) {
    report("send_reports", reports::sending::send_due(&app).await);
}

async fn watch_alerts(app: Arc<App>) {
    report("watch_alerts", alerts::watch::round(&app).await);
    report("mail_alerts", alerts::digest::mail_due(&app).await);
}

async fn run_schedules(app: Arc<App>) {
    report("run_schedules", schedules::run_due(&app).await);
    report("remind_payers", schedules::remind_due(&app).await);
    report("wake_requests", payment_requests::waking::wake_due(&app).await);
}
/// Goes on with what was confirmed and interrupted.
async fn go_on(app: Arc<App>) {
    report("enrol_payers", schedules::enrolling::resume(&app).await);
    report("import", importing::resume(&app).await);
}

/// Asks payers for new cards, and has processors forget the methods that were removed.
async fn see_to_methods(app: Arc<App>) {
    report("remind_of_expiry", methods::expiring::remind_due(&app).await);
    report("forget_methods", methods::managing::forget_removed(&app).await);
}

async fn deliver_webhooks(app: Arc<App>) {
    report("deliver_webhooks", Ok::<_, std::convert::Infallible>(resolution::deliver_sandbox_webhooks(&app).await));
}

async fn poll_gateways(app: Arc<App>) {
    report("poll_gateways", resolution::follow_news(&app).await);
}

async fn housekeeping(app: Arc<App>) {
    report("exports", Ok::<_, std::convert::Infallible>(exports::tidy(&app)));
    report("look_at_cards", alerts::watch::look_at_cards(&app).await);
    report("tidy_imports", importing::tidy(&app).await);
    if let Err(error) = sessions::housekeeping(Desk::from(app.as_ref())).await {
        tracing::warn!(job = "housekeeping", %error, "job failed; it runs again");
    }
    if let Err(error) = portal::sessions::housekeeping(Desk::from(app.as_ref())).await {
        tracing::warn!(job = "portal_housekeeping", %error, "job failed; it runs again");
    }
}

fn report<E: std::fmt::Display>(job: &str, outcome: Result<usize, E>) {
    match outcome {
        Ok(0) => {}
        Ok(done) => tracing::info!(job, done, "job done"),
        Err(error) => tracing::warn!(job, %error, "job failed; it runs again"),
    }
}
