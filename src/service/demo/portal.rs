//! Somebody who signs in to the demonstration's payer portal: staff let them see two payers, one with a schedule and one
//! who is asked for a payment.

use crate::{
    domain::{
        ids::PayerId,
        journal::{Fact, Subject},
        payment_request::State,
        portal::{Access, How, PortalLogin},
        time::Timestamp,
    },
    store::payment_requests::{self, Listed},
};

use super::{DemoError, Portal, firm::House, schedules::some_payers};

/// The address.
const EMAIL: &str = "client@demo.example";
const DAY_MS: i64 = 86_400_000;

/// Lets somebody in, with a password of which this is the hash.
///
/// # Errors
/// [`DemoError`]; the store is then of no use.
pub async fn portal_login(portal: Portal<'_>, now: Timestamp, password_hash: String) -> Result<(), DemoError> {
    let mut seen: Vec<PayerId> = some_payers(portal, 1)?.into_iter().map(|payer| payer.id).collect();
    let sent = Listed { states: vec![State::Sent], ..Listed::default() };
    let requests = payment_requests::list(&portal.store.read()?, &sent, None, 50)?;
    let asked = requests.into_iter().filter_map(|request| request.asked.payer).find(|payer| !seen.contains(payer));
    seen.extend(asked);
    let at = now.plus_ms(-10 * DAY_MS);
    let written = portal.store.write(move |writer| -> Result<(), DemoError> {
        let id = writer.next_portal_login()?;
        let new = PortalLogin::new(id, EMAIL.to_owned(), at);
        let login = PortalLogin { name: "Julia Mercer".to_owned(), password_hash: Some(password_hash.clone()), ..new };
        writer.put_portal_login(&login)?;
        let by = House::founder();
        for payer in &seen {
            writer.put_portal_access(&Access { login: id, payer: *payer, how: How::Given, by, at })?;
            writer.record(
                at,
                by,
                Subject::Payer(*payer),
                Fact::PortalInvited { login: id, address: EMAIL.to_owned() },
            )?;
        }
        Ok(())
    });
    Ok(written.await?)
}
