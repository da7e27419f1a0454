//! The night porter: what runs without being asked.
//!
//! The scheduler only wakes us; what is due is read from the store each time, so a job that was missed, repeated or
//! killed half way loses nothing. Each job is one verb of the office.

use std::sync::Arc;

use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};

use crate::{
    app::App,
    service::{
        exports, outbox, reports, resolution,
        sessions::{self, Desk},
    },
};

/// The cron table, in UTC: seconds first.
const EVERY_TEN_SECONDS: &str = "*/10 * * * * *";
const EVERY_FIVE_SECONDS: &str = "*/5 * * * * *";
const EVERY_HALF_MINUTE: &str = "5,35 * * * * *";
const EVERY_HOUR: &str = "0 7 * * * *";

/// Does once, before anyone is served, what cannot wait: asks about open outcomes left by a crash.
pub async fn at_start(app: &App) {
    report("reconcile", resolution::reconcile(app).await.map(|done| done.asked));
    report("follow_news", resolution::follow_news(app).await);
}

/// Starts the cron table. It runs until the scheduler is shut down.
///
/// # Errors
/// When the scheduler cannot start.
pub async fn start(app: Arc<App>) -> Result<JobScheduler, JobSchedulerError> {
    let scheduler = JobScheduler::new().await?;
    scheduler.add(every(EVERY_TEN_SECONDS, app.clone(), |app| Box::pin(reconcile(app)))?).await?;
    scheduler.add(every(EVERY_FIVE_SECONDS, app.clone(), |app| Box::pin(deliver_outbox(app)))?).await?;
    scheduler.add(every(EVERY_TEN_SECONDS, app.clone(), |app| Box::pin(poll_gateways(app)))?).await?;
    scheduler.add(every(EVERY_FIVE_SECONDS, app.clone(), |app| Box::pin(deliver_webhooks(app)))?).await?;
    scheduler.add(every(EVERY_HALF_MINUTE, app.clone(), |app| Box::pin(send_reports(app)))?).await?;
    scheduler.add(every(EVERY_HOUR, app, |app| Box::pin(housekeeping(app)))?).await?;
    scheduler.start().await?;
    Ok(scheduler)
}

type Run = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

fn every(schedule: &str, app: Arc<App>, run: fn(Arc<App>) -> Run) -> Result<Job, JobSchedulerError> {
    // A round that takes longer than its interval must not overlap with the next one.
    let busy = Arc::new(tokio::sync::Mutex::new(()));
    Job::new_async(schedule, move |_, _| {
        let (app, busy) = (app.clone(), busy.clone());
        Box::pin(async move {
            if let Ok(_alone) = busy.try_lock() {
                run(app).await;
            }
        })
    })
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

async fn deliver_webhooks(app: Arc<App>) {
    report("deliver_webhooks", Ok::<_, std::convert::Infallible>(resolution::deliver_sandbox_webhooks(&app).await));
}

async fn poll_gateways(app: Arc<App>) {
    report("poll_gateways", resolution::follow_news(&app).await);
}

async fn housekeeping(app: Arc<App>) {
    report("exports", Ok::<_, std::convert::Infallible>(exports::tidy(&app)));
    if let Err(error) = sessions::housekeeping(Desk::from(app.as_ref())).await {
        tracing::warn!(job = "housekeeping", %error, "job failed; it runs again");
    }
}

fn report<E: std::fmt::Display>(job: &str, outcome: Result<usize, E>) {
    match outcome {
        Ok(0) => {}
        Ok(done) => tracing::info!(job, done, "job done"),
        Err(error) => tracing::warn!(job, %error, "job failed; it runs again"),
    }
}
