//! Links that are good once: made, mailed, looked at and used.
//!
//! A token has 160 bits and is not kept: it follows from a random nonce and the installation's secret, and only its hash
//! leads to the link. Looking at a link uses nothing up: programs that look through mail open every link.

use sha2::{Digest as _, Sha256};

use crate::{
    app::{App, Secrets},
    domain::{
        delivery::{Content, Delivery, DeliveryStatus},
        ids::PortalLinkId,
        journal::{Actor, Fact, Subject},
        locale::Locale,
        portal::{PortalLink, PortalLogin, Purpose},
        time::Timestamp,
    },
    mail::messages,
    store::{
        StoreError, firm, payers, portal,
        table::{Records, Writer},
    },
};

/// Characters of a token.
const LENGTH: usize = 32;

/// The token of a link.
#[must_use]
pub fn token(secrets: &Secrets, nonce: &[u8; 16]) -> String {
    let seal = secrets.sign("portal-links", nonce);
    data_encoding::BASE32_NOPAD.encode(&seal[..20]).to_lowercase()
}

/// The path of a link, as mail hands it out.
#[must_use]
pub fn path(secrets: &Secrets, link: &PortalLink) -> String {
    format!("/portal/links/{}", token(secrets, &link.nonce))
}

fn hash_of(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// A link that is about to be made: its random bits are drawn before anything is written.
#[derive(Clone, Copy)]
pub(super) struct Draw {
    nonce: [u8; 16],
    token_hash: [u8; 32],
}

impl Draw {
    pub(super) fn new(app: &App) -> Self {
        let nonce = app.ids.bytes();
        Self { nonce, token_hash: hash_of(&token(&app.secrets, &nonce)) }
    }
}

/// What a link is to be.
pub(super) struct Wanted<'a> {
    pub(super) login: &'a PortalLogin,
    pub(super) purpose: Purpose,
    pub(super) email: &'a str,
    pub(super) locale: Locale,
}

/// Makes a link and puts the mail with it into the outbox.
pub(super) fn send(
    writer: &mut Writer<'_>,
    wanted: &Wanted<'_>,
    draw: Draw,
    (actor, now): (Actor, Timestamp),
) -> Result<(), StoreError> {
    let link = PortalLink {
        id: writer.next_portal_link()?,
        login: wanted.login.id,
        purpose: wanted.purpose,
        email: wanted.email.to_owned(),
        nonce: draw.nonce,
        token_hash: draw.token_hash,
        locale: wanted.locale,
        created_at: now,
        expires_at: now.plus_ms(PortalLink::good_for_ms(wanted.purpose)),
        used_at: None,
    };
    writer.put_portal_link(&link)?;
    let content = Content::PortalLink { login: link.login, link: link.id };
    queue(writer, (content, &link.email), link.locale, (actor, now))
}

/// Puts a mail for a login into the outbox.
pub(super) fn queue(
    writer: &mut Writer<'_>,
    (content, to): (Content, &str),
    locale: Locale,
    (actor, now): (Actor, Timestamp),
) -> Result<(), StoreError> {
    let id = writer.next_delivery()?;
    writer.put_delivery(&Delivery {
        id,
        content,
        recipients: vec![to.to_owned()],
        locale,
        message_key: format!("portal.{id}"),
        status: DeliveryStatus::Waiting,
        due_at: now,
        attempts: 0,
        last_error: None,
        created_at: now,
    })?;
    let subject: Subject = content.subject();
    writer.record(now, actor, subject, Fact::PortalMailQueued { delivery: id })
}

/// A link that can be used, with whose it is. Reading it changes nothing.
pub fn open(app: &App, token: &str) -> Result<Option<(PortalLink, PortalLogin)>, StoreError> {
    open_in(&app.store.read()?, token, app.now())
}

pub(super) fn open_in(
    records: &impl Records,
    token: &str,
    now: Timestamp,
) -> Result<Option<(PortalLink, PortalLogin)>, StoreError> {
    if token.len() != LENGTH {
        return Ok(None);
    }
    let link = portal::link_by_token(records, &hash_of(token))?.filter(|link| link.is_open(now));
    let Some(link) = link else { return Ok(None) };
    let Some(login) = portal::login(records, link.login)? else { return Ok(None) };
    // A link to sign in that was mailed to an address which the login has given up lets nobody in.
    let stale = link.purpose != Purpose::NewAddress && link.email != login.email;
    Ok((!stale).then_some((link, login)))
}

/// Whether an address has as many open links of a kind as it gets. Each kind counts apart, so that nobody uses up another's
/// links to sign in by wanting to take their address; and what was used does not count.
pub(super) fn enough(
    records: &impl Records,
    (email, purpose): (&str, Purpose),
    now: Timestamp,
) -> Result<bool, StoreError> {
    let counts = |link: &&PortalLink| link.purpose.is_kind_of(purpose) && link.is_open(now);
    Ok(portal::links_to(records, email)?.iter().filter(counts).count() >= PortalLink::MOST)
}

/// The facts of the mail with a link; `None` when it is good for nothing any more, or the portal is closed.
pub(in crate::service) fn facts(
    records: &impl Records,
    id: PortalLinkId,
    now: Timestamp,
) -> Result<Option<messages::portal::Facts>, StoreError> {
    let link = portal::link(records, id)?.filter(|link| link.is_open(now));
    let (Some(link), Some(firm), true) = (link, firm::firm(records)?, portal::settings(records)?.open) else {
        return Ok(None);
    };
    let payer = match link.purpose {
        Purpose::Invitation { payer } => payers::standing_for(records, payer)?.map(|payer| payer.name),
        Purpose::SignIn | Purpose::NewAddress => None,
    };
    Ok(Some(messages::portal::Facts { firm, link, payer }))
}
