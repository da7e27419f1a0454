//! Cards that are about to expire: the payer is asked for a new one 60, 30 and 7 days before the end of the last month.
//!
//! What was sent stands on the method, written together with the mail: so each reminder leaves once, whatever becomes of the
//! process or the clock. After downtime the one that is due now is sent, and those that it overtook are not.

use jiff::civil::Date;

use crate::{
    app::App,
    domain::{
        card::{Expiry, PaymentMethod, Reminded},
        ids::{OperationKey, PaymentMethodId},
        journal::{Fact, Subject},
        method_request::MethodRequest,
        time::{Day, Timestamp},
    },
    i18n::dates,
    store::{StoreError, WriteError, firm, payers, payment_methods, table::Writer},
};

use super::{is_used, links};

/// How many days before the end of a card's last month its payer is asked, first to last.
pub const STAGES: [u16; 3] = [60, 30, 7];

/// How many cards one round asks for at most.
const BATCH: usize = 200;

/// Asks for what is due, and says how many were asked.
pub async fn remind_due(app: &App) -> Result<usize, StoreError> {
    let now = app.now();
    let due = {
        let reader = app.store.read()?;
        let Some(firm) = firm::firm(&reader)? else { return Ok(0) };
        let today = dates::day_of(now, &firm.time_zone);
        let mut due = Vec::new();
        for month in months_from(today) {
            let methods = payment_methods::methods_expiring(&reader, month)?;
            due.extend(methods.into_iter().filter(|method| stage_of(method, today).is_some()).map(|method| method.id));
        }
        due
    };
    let mut asked = 0;
    for method in due {
        if asked >= BATCH {
            break;
        }
        asked += usize::from(remind(app, method, now).await?);
    }
    Ok(asked)
}

/// The months in which a card may expire of which something is due today.
fn months_from(today: Date) -> Vec<Day> {
    let first = today.first_of_month();
    let month = |ahead: i32| first.checked_add(jiff::Span::new().months(ahead)).ok().map(dates::day);
    (0..=2).filter_map(month).collect()
}

/// The reminder that is due of a card today, if one is.
fn stage_of(method: &PaymentMethod, today: Date) -> Option<Reminded> {
    let expiry = method.expiry().filter(|_| method.is_enabled())?;
    let left = days_left(expiry, today)?;
    let days = STAGES.into_iter().rev().find(|stage| left <= *stage)?;
    // A later one that was sent already overtook this one, and a clock set back brings nothing again.
    let sent = method.reminded.iter().any(|sent| sent.expiry == expiry && sent.days <= days);
    (!sent).then_some(Reminded { expiry, days })
}

/// The days from today to the end of the month; `None` when it is over.
fn days_left(expiry: Expiry, today: Date) -> Option<u16> {
    let (year, month) = (i16::try_from(expiry.year()).ok()?, i8::try_from(expiry.month()).ok()?);
    let last = Date::new(year, month, 1).ok()?.last_of_month();
    let days = today.until((jiff::Unit::Day, last)).ok()?.get_days();
    u16::try_from(days).ok()
}

async fn remind(app: &App, id: PaymentMethodId, now: Timestamp) -> Result<bool, StoreError> {
    let key = app.ids.operation_key();
    let nonce = links::nonce_of(&app.secrets, &key);
    let link = Link { hash: links::hash_for(&app.secrets, &nonce), nonce, key };
    let written = app.store.write(move |writer| ask(writer, id, &link, now));
    written.await.map_err(|error| match error {
        WriteError::Refused(error) => error,
        WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => StoreError::Closed,
    })
}

struct Link {
    key: OperationKey,
    nonce: [u8; 16],
    hash: [u8; 32],
}

/// The one write: the mail, its link, and that the reminder was sent.
fn ask(writer: &mut Writer<'_>, id: PaymentMethodId, link: &Link, now: Timestamp) -> Result<bool, StoreError> {
    let Some(firm) = firm::firm(writer)? else { return Ok(false) };
    let Some(method) = payment_methods::payment_method(writer, id)? else { return Ok(false) };
    let Some(due) = stage_of(&method, dates::day_of(now, &firm.time_zone)) else { return Ok(false) };
    let payer = payers::standing_for(writer, method.payer)?;
    let Some(payer) = payer.filter(|payer| payer.archived_at.is_none() && !payer.emails.is_empty()) else {
        return Ok(false);
    };
    if !is_used(writer, &method, now)? {
        return Ok(false);
    }
    let request = MethodRequest {
        id: writer.next_method_request()?,
        payer: payer.id,
        merchant_account: method.merchant_account,
        nonce: link.nonce,
        token_hash: link.hash,
        locale: firm.locale(payer.language),
        message: String::new(),
        recipients: payer.emails.iter().take(crate::service::receipts::MAX_RECIPIENTS).cloned().collect(),
        expiring: Some(id),
        replaces: None,
        alert: None,
        by: links::BY_ITSELF,
        created_at: now,
        expires_at: now.plus_ms(MethodRequest::GOOD_FOR_MS),
        used_at: None,
        revoked_at: None,
    };
    writer.put_method_request(&request)?;
    let delivery = links::queue(writer, &request, &link.key)?;
    let mut reminded = method.reminded.clone();
    reminded.retain(|sent| sent.expiry == due.expiry);
    reminded.push(due);
    writer.put_payment_method(&PaymentMethod { reminded, ..method })?;
    let fact = Fact::ExpiryReminderQueued { method: id, days: due.days, request: request.id, delivery };
    writer.record(now, links::BY_ITSELF, Subject::Payer(payer.id), fact)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i16, month: i8, day: i8) -> Date {
        Date::new(year, month, day).unwrap()
    }

    #[test]
    fn days_count_to_the_end_of_the_month() {
        let expiry = Expiry::new(2, 2028).unwrap();
        for (today, left) in [
            (date(2027, 12, 31), Some(60)),
            (date(2028, 1, 30), Some(30)),
            (date(2028, 2, 22), Some(7)),
            (date(2028, 2, 29), Some(0)),
            (date(2028, 3, 1), None),
        ] {
            assert_eq!(days_left(expiry, today), left, "{today}");
        }
    }

    #[test]
    fn every_month_that_ends_within_sixty_days_is_looked_at() {
        let mut today = date(2027, 1, 1);
        while today < date(2029, 1, 1) {
            let months = months_from(today);
            let last = today.checked_add(jiff::Span::new().days(60)).unwrap();
            let mut end = today.last_of_month();
            while end <= last {
                assert!(months.contains(&dates::day(end.first_of_month())), "{today}: {end}");
                end = end.tomorrow().unwrap().last_of_month();
            }
            today = today.tomorrow().unwrap();
        }
    }
}
