//! Mail to staff about alerts: once a day about all that are open, or at once about each, as everybody chose.
//!
//! What was told is noted in the write that queues the message, so nobody is told twice, whoever wakes us and however often.

use crate::{
    app::App,
    domain::{
        alert::Alert,
        delivery::{Content, Delivery, DeliveryStatus},
        firm::Firm,
        ids::{AlertId, OperationKey, UserId},
        journal::{Actor, Fact, Subject},
        permission::Permission,
        time::{Day, Timestamp},
        user::{AlertMail, User},
    },
    i18n::{calendar, dates},
    mail::messages::alerts::{Line, Told},
    service::Authority,
    store::{
        StoreError, WriteError,
        alerts::{self, Mailed, Shelf},
        firm,
        table::{Records, Writer},
        users,
    },
};

use super::{looking, not_written, sees};

/// The time of day of the digest, in minutes: eight in the morning.
const MORNING: u16 = 8 * 60;
/// The most alerts that one message lists; the rest is counted.
const LISTED: usize = 20;

/// Queues the mail that is due and says how much that was.
pub async fn mail_due(app: &App) -> Result<usize, StoreError> {
    let (now, mut queued) = (app.now(), 0);
    for user in waiting(&app.store.read()?, now)? {
        let key = app.ids.operation_key();
        let written = app.store.write(move |writer| mail(writer, user, (&key, now)));
        queued += usize::from(written.await.map_err(not_written)?);
    }
    Ok(queued)
}

fn waiting(records: &impl Records, now: Timestamp) -> Result<Vec<UserId>, StoreError> {
    let Some(firm) = firm::firm(records)? else { return Ok(Vec::new()) };
    let last = alerts::last(records)?;
    let mut waiting = Vec::new();
    for user in users::users(records)? {
        if turn(records, &user, (&firm, last, now))?.is_some() {
            waiting.push(user.id);
        }
    }
    Ok(waiting)
}

/// What is due for somebody: alerts after this one, and what is to be noted.
fn turn(
    records: &impl Records,
    user: &User,
    (firm, last, now): (&Firm, Option<AlertId>, Timestamp),
) -> Result<Option<(AlertId, Mailed)>, StoreError> {
    let (none, today) = (AlertId::new(0), dates::firm_day(now, &firm.time_zone));
    if user.alert_mail == AlertMail::Never || !user.may(Permission::ViewPayments) {
        return Ok(None);
    }
    let mailed = alerts::mailed(records, user.id)?;
    let (day, told) = mailed.map_or((None, none), |mailed| (Some(mailed.day), mailed.through));
    let through = last.unwrap_or(none);
    Ok(match user.alert_mail {
        AlertMail::Never => None,
        // A day ahead of today was noted by a clock that has been set back since.
        AlertMail::Daily if day == Some(today) || now < calendar::instant(today, MORNING, &firm.time_zone) => None,
        AlertMail::Daily => Some((none, Mailed { day: today, through })),
        AlertMail::AtOnce if through <= told => None,
        AlertMail::AtOnce => Some((told, Mailed { day: day.unwrap_or(Day::from_number(0)), through })),
    })
}

/// Queues what is due for somebody, if anything is; nothing is sent when no alert is open.
fn mail(writer: &mut Writer<'_>, user: UserId, (key, now): (&OperationKey, Timestamp)) -> Result<bool, StoreError> {
    let (Some(firm), Some(user)) = (firm::firm(writer)?, users::user(writer, user)?) else { return Ok(false) };
    let last = alerts::last(writer)?;
    let Some((after, noted)) = turn(writer, &user, (&firm, last, now))? else { return Ok(false) };
    writer.put_mailed(user.id, &noted)?;
    if open(writer, &user, (after, noted.through), 1)?.is_empty() {
        return Ok(false);
    }
    let id = writer.next_delivery()?;
    writer.put_delivery(&Delivery {
        id,
        content: Content::Alerts { user: user.id, after, through: noted.through },
        recipients: vec![user.email.clone()],
        locale: firm.locale(user.language.unwrap_or(firm.language)),
        message_key: format!("{key}.{id}"),
        status: DeliveryStatus::Waiting,
        due_at: now,
        attempts: 0,
        last_error: None,
        created_at: now,
    })?;
    writer.record(now, Actor::System, Subject::User(user.id), Fact::AlertsQueued { delivery: id })?;
    Ok(true)
}

/// Up to `limit` open alerts of a stretch that somebody may see, oldest first.
fn open(
    records: &impl Records,
    user: &User,
    (after, through): (AlertId, AlertId),
    limit: usize,
) -> Result<Vec<Alert>, StoreError> {
    let authority = Authority::Staff(user);
    let wanted = |alert: &Alert| alert.id > after && alert.id <= through && sees(authority, alert.cause);
    alerts::page(records, (Shelf::Open, None), None, limit, &wanted)
}

/// What a message tells: what of the stretch is still open. `None` when there is nobody to tell.
pub(in crate::service) fn told(
    records: &impl Records,
    user: UserId,
    stretch: (AlertId, AlertId),
) -> Result<Option<Told>, StoreError> {
    let Some(user) = users::user(records, user)? else { return Ok(None) };
    let all = open(records, &user, stretch, usize::MAX)?;
    let more = all.len().saturating_sub(LISTED);
    let mut lines = Vec::new();
    for alert in all.into_iter().take(LISTED) {
        let (id, cause, raised_at) = (alert.id, alert.cause, alert.raised_at);
        lines.push(Line { id, cause, raised_at, payer: looking::payer_of(records, &alert)? });
    }
    Ok(Some(Told { lines, more }))
}

/// Keeps when somebody wants mail about alerts. What is open already was there to be seen: the next digest is tomorrow's,
/// or today's if that is still to come, and what is told at once is what comes from now on.
pub async fn choose(app: &App, id: UserId, choice: AlertMail) -> Result<(), WriteError<StoreError>> {
    let now = app.now();
    let written = app.store.write(move |writer| {
        let (Some(firm), Some(user)) = (firm::firm(writer)?, users::user(writer, id)?) else { return Ok(()) };
        if user.alert_mail == choice {
            return Ok(());
        }
        let today = dates::firm_day(now, &firm.time_zone);
        let is_over = now >= calendar::instant(today, MORNING, &firm.time_zone);
        let day = if is_over { today } else { Day::from_number(0) };
        let through = alerts::last(writer)?.unwrap_or(AlertId::new(0));
        writer.put_mailed(id, &Mailed { day, through })?;
        writer.put_user(&User { alert_mail: choice, ..user })?;
        writer.record(now, Actor::User(id), Subject::User(id), Fact::PreferencesChanged)
    });
    written.await
}
