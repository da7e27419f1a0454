//! Those who pay on one page stand in line where it matters: no more are with the processor at once than could be declined
//! before the page rests. Two hundred stolen cards that come in the same second are stopped after as many declines as two
//! hundred that come one by one, and a rush of clients on the last seats waits for a moment.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::Notify;

use crate::{
    app::App,
    domain::{ids::PaymentPageId, payment_page::guard::Alertness, time::Timestamp},
    store::{StoreError, payment_pages},
};

/// The lines of all pages.
#[derive(Default)]
pub(super) struct Lines(Mutex<HashMap<PaymentPageId, Arc<Line>>>);

#[derive(Default)]
struct Line {
    /// How many pay right now.
    paying: Mutex<usize>,
    /// Wakes the next in line.
    done: Notify,
}

/// A payment that may be tried now; the next in line may when this is dropped.
pub(super) struct Turn(Arc<Line>);

impl Drop for Turn {
    fn drop(&mut self) {
        let mut paying = self.0.paying.lock().unwrap_or_else(PoisonError::into_inner);
        *paying = paying.saturating_sub(1);
        self.0.done.notify_one();
    }
}

/// Why a payment may not be tried after all.
pub(super) enum NotNow {
    /// The page rests until then: whoever stood in front was declined.
    Resting(Timestamp),
    /// The store could not be read.
    Store(StoreError),
}

impl Lines {
    /// Waits until a payment on this page may be tried.
    pub(super) async fn wait(&self, app: &App, page: PaymentPageId) -> Result<Turn, NotNow> {
        let line = self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(page).or_default().clone();
        let turn = Line::stand(&line, app, page).await;
        if turn.is_err() {
            // Whoever leaves the line was perhaps the one who was to go next.
            line.done.notify_one();
        }
        turn
    }
}

impl Line {
    async fn stand(line: &Arc<Self>, app: &App, page: PaymentPageId) -> Result<Turn, NotNow> {
        loop {
            let done = line.done.notified();
            tokio::pin!(done);
            done.as_mut().enable();
            if let Some(turn) = Self::step(line, app, page)? {
                return Ok(turn);
            }
            done.await;
        }
    }

    /// The declines are read while nobody else can go: one that is being written is still counted among those who pay.
    fn step(line: &Arc<Self>, app: &App, page: PaymentPageId) -> Result<Option<Turn>, NotNow> {
        let mut paying = line.paying.lock().unwrap_or_else(PoisonError::into_inner);
        let reader = app.store.read().map_err(NotNow::Store)?;
        // A page that has gone has no line; whoever charges says so.
        let page = payment_pages::page(&reader, page).map_err(NotNow::Store)?;
        let room = match &page {
            Some(page) => {
                let (now, defence) = (app.now(), page.content.defence);
                let declines = super::declines(&reader, page, now).map_err(NotNow::Store)?;
                if let Alertness::Resting { until } = defence.alertness(&declines, now) {
                    return Err(NotNow::Resting(until));
                }
                defence.room(&declines, now)
            }
            None => usize::MAX,
        };
        if *paying >= room {
            return Ok(None);
        }
        *paying += 1;
        if *paying < room {
            line.done.notify_one();
        }
        Ok(Some(Turn(line.clone())))
    }
}
