//! Links under which payers see to their own methods: made, mailed, opened, taken back.
//!
//! The token has 160 bits and is not kept: it follows from a nonce and the installation's secret, and only its hash leads to
//! the link. A link opens one payer's methods and nothing else.

use sha2::{Digest as _, Sha256};

use crate::{
    app::{App, Secrets},
    domain::{
        card::PaymentMethod,
        delivery::{Content, Delivery, DeliveryStatus},
        ids::{AlertId, DeliveryId, MerchantAccountId, MethodRequestId, OperationKey, PayerId, PaymentMethodId},
        journal::{Actor, Fact, Subject},
        merchant_account::{AccountKind, MerchantAccount},
        method_request::{LinkState, MethodRequest},
        payer::Payer,
        permission::Permission,
        time::Timestamp,
    },
    mail::messages,
    service::{Authority, NotAllowed},
    store::{
        StoreError, WriteError, firm, payers, payment_methods,
        table::{Records, Writer},
    },
};

use super::managing::{self, MethodError};

/// A link as asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskPayer {
    /// The form's key: a form that is sent twice makes one link.
    pub key: OperationKey,
    /// Whose methods it opens.
    pub payer: PayerId,
    /// Under whose processor a new method is saved.
    pub merchant_account: MerchantAccountId,
    /// Where the mail goes; nowhere when the link is to be copied.
    pub recipients: Vec<String>,
    /// What staff add to the mail.
    pub message: String,
}

/// Why no link was made.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The caller may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such payer or link.
    #[error("no such payer or link")]
    NotFound,
    /// There is no such merchant account, or it is closed.
    #[error("no such merchant account")]
    NoAccount,
    /// The message is longer than [`MethodRequest::MAX_MESSAGE_CHARS`].
    #[error("the message is too long")]
    TooLong,
    /// The payer has [`MethodRequest::MAX_OPEN`] open links.
    #[error("too many open links")]
    TooMany,
    /// The portal was never set up.
    #[error("the portal is not set up")]
    NotSetUp,
    /// The store could not be written.
    #[error("the store cannot be written at the moment")]
    Unavailable,
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<WriteError<Self>> for AskError {
    fn from(error: WriteError<Self>) -> Self {
        match error {
            WriteError::Refused(refusal) => refusal,
            WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => Self::Unavailable,
        }
    }
}

/// The token of a link.
#[must_use]
pub fn token(secrets: &Secrets, nonce: &[u8; 16]) -> String {
    let seal = secrets.sign("method-links", nonce);
    data_encoding::BASE32_NOPAD.encode(&seal[..20]).to_lowercase()
}

fn hash_of(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// The account that a method is saved under when nobody chose: an operating one, where there is one.
#[must_use]
pub fn usual_account(accounts: &[MerchantAccount]) -> Option<&MerchantAccount> {
    let mut open = accounts.iter().filter(|account| account.active);
    open.clone().find(|account| account.kind == AccountKind::Operating).or_else(|| open.next())
}

/// Makes a link and mails it, if it has recipients.
///
/// # Errors
/// [`AskError`]; nothing was made then.
pub async fn create(app: &App, authority: Authority<'_>, asked: AskPayer) -> Result<MethodRequest, AskError> {
    create_for(app, authority, asked, None).await
}

/// Why a method is asked for, where an alert is why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Because {
    /// The alert.
    pub alert: AlertId,
    /// The method that another one is to take the place of, if one is.
    pub replaces: Option<PaymentMethodId>,
}

/// [`create`], because of an alert; while a link that was made because of it is open, that one is the answer.
///
/// # Errors
/// [`AskError`]; nothing was made then.
pub async fn create_for(
    app: &App,
    authority: Authority<'_>,
    asked: AskPayer,
    because: Option<Because>,
) -> Result<MethodRequest, AskError> {
    authority.require(Permission::ManagePayers)?;
    if asked.message.chars().count() > MethodRequest::MAX_MESSAGE_CHARS {
        return Err(AskError::TooLong);
    }
    let nonce = nonce_of(&app.secrets, &asked.key);
    let hash = hash_of(&token(&app.secrets, &nonce));
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        if let Some(known) = payment_methods::request_by_token(writer, &hash)? {
            return Ok(known);
        }
        let payer = payers::standing_for(writer, asked.payer)?.ok_or(AskError::NotFound)?;
        let account = firm::merchant_account(writer, asked.merchant_account)?;
        let account = account.filter(|account| account.active).ok_or(AskError::NoAccount)?;
        let open = payment_methods::requests(writer, payer.id)?;
        let same = |link: &&MethodRequest| {
            because.is_some() && link.alert == because.map(|why| why.alert) && link.state(now) == LinkState::Open
        };
        if let Some(known) = open.iter().find(same) {
            return Ok(known.clone());
        }
        if open.iter().filter(|link| link.state(now) == LinkState::Open).count() >= MethodRequest::MAX_OPEN {
            return Err(AskError::TooMany);
        }
        let firm = firm::firm(writer)?.ok_or(AskError::NotSetUp)?;
        let request = MethodRequest {
            id: writer.next_method_request()?,
            payer: payer.id,
            merchant_account: account.id,
            nonce,
            token_hash: hash,
            locale: firm.locale(payer.language),
            message: asked.message.clone(),
            recipients: asked.recipients.clone(),
            expiring: None,
            replaces: because.and_then(|why| why.replaces),
            alert: because.map(|why| why.alert),
            by: actor,
            created_at: now,
            expires_at: now.plus_ms(MethodRequest::GOOD_FOR_MS),
            used_at: None,
            revoked_at: None,
        };
        writer.put_method_request(&request)?;
        let fact = if asked.recipients.is_empty() {
            Fact::MethodLinkMade { request: request.id }
        } else {
            Fact::MethodLinkQueued { request: request.id, delivery: queue(writer, &request, &asked.key)? }
        };
        writer.record(now, actor, Subject::Payer(payer.id), fact)?;
        if let Some(alert) = request.alert {
            let fact = Fact::AlertPayerAsked { request: request.id };
            writer.record(now, actor, Subject::Alert(alert), fact)?;
        }
        Ok(request)
    });
    Ok(written.await?)
}

/// The nonce follows from the form's key, so that the form sent twice is one link.
pub(super) fn nonce_of(secrets: &Secrets, key: &OperationKey) -> [u8; 16] {
    let mut nonce = [0; 16];
    nonce.copy_from_slice(&secrets.sign("method-link-nonces", key.as_str().as_bytes())[..16]);
    nonce
}

/// The SHA-256 of the token that belongs to a nonce.
pub(super) fn hash_for(secrets: &Secrets, nonce: &[u8; 16]) -> [u8; 32] {
    hash_of(&token(secrets, nonce))
}

/// Puts the mail with a link into the outbox.
pub(super) fn queue(
    writer: &mut Writer<'_>,
    request: &MethodRequest,
    key: &OperationKey,
) -> Result<DeliveryId, StoreError> {
    let id = writer.next_delivery()?;
    writer.put_delivery(&Delivery {
        id,
        content: Content::MethodRequest { payer: request.payer, request: request.id, expiring: request.expiring },
        recipients: request.recipients.clone(),
        locale: request.locale,
        message_key: format!("{key}.{id}"),
        status: DeliveryStatus::Waiting,
        due_at: request.created_at,
        attempts: 0,
        last_error: None,
        created_at: request.created_at,
    })?;
    Ok(id)
}

/// Takes a link back. One that opens nothing any more stays as it is.
///
/// # Errors
/// [`AskError`]; nothing was changed then.
pub async fn revoke(
    app: &App,
    authority: Authority<'_>,
    (payer, id): (PayerId, MethodRequestId),
) -> Result<(), AskError> {
    authority.require(Permission::ManagePayers)?;
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        let request = in_group(writer, payer, id)?.ok_or(AskError::NotFound)?;
        if request.state(now) != LinkState::Open {
            return Ok(());
        }
        writer.put_method_request(&MethodRequest { revoked_at: Some(now), ..request })?;
        Ok(writer.record(now, actor, Subject::Payer(payer), Fact::MethodLinkRevoked { request: id })?)
    });
    Ok(written.await?)
}

fn in_group(records: &impl Records, payer: PayerId, id: MethodRequestId) -> Result<Option<MethodRequest>, StoreError> {
    for member in payers::group(records, payer)? {
        if let Some(request) = payment_methods::request(records, member, id)? {
            return Ok(Some(request));
        }
    }
    Ok(None)
}

/// What a link opens.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The link.
    pub request: MethodRequest,
    /// Where it stands.
    pub state: LinkState,
    /// Whose methods they are.
    pub payer: Payer,
    /// The methods; none unless the link is open.
    pub methods: Vec<PaymentMethod>,
}

/// What the link with this token opens. Reading it changes nothing.
pub fn open(app: &App, token: &str) -> Result<Option<Opened>, StoreError> {
    open_in(&app.store.read()?, token, app.now())
}

fn open_in(records: &impl Records, token: &str, now: Timestamp) -> Result<Option<Opened>, StoreError> {
    if token.len() != 32 {
        return Ok(None);
    }
    let Some(request) = payment_methods::request_by_token(records, &hash_of(token))? else { return Ok(None) };
    let Some(payer) = payers::standing_for(records, request.payer)? else { return Ok(None) };
    let state = request.state(now);
    let methods =
        if state == LinkState::Open { payment_methods::payment_methods(records, payer.id)? } else { Vec::new() };
    Ok(Some(Opened { request, state, payer, methods }))
}

/// The facts of the mail with a link; `None` when the link opens nothing any more.
pub(in crate::service) fn mail_facts(
    records: &impl Records,
    (payer, id): (PayerId, MethodRequestId),
    now: Timestamp,
) -> Result<Option<messages::method_request::Facts>, StoreError> {
    let Some(request) = payment_methods::request(records, payer, id)? else { return Ok(None) };
    let (firm, own) = (firm::firm(records)?, payers::standing_for(records, payer)?);
    let expiring = request.expiring.map(|id| payment_methods::payment_method(records, id)).transpose()?.flatten();
    let (Some(firm), Some(own), LinkState::Open) = (firm, own, request.state(now)) else { return Ok(None) };
    Ok(Some(messages::method_request::Facts { firm, name: own.name, request, expiring }))
}

/// Removes a method as the payer who holds the link.
///
/// # Errors
/// [`MethodError`]; nothing was changed then.
pub async fn remove_method(app: &App, token: &str, method: PaymentMethodId) -> Result<(), MethodError> {
    let opened = open(app, token)?.filter(|opened| opened.state == LinkState::Open).ok_or(MethodError::NotFound)?;
    managing::remove(app, Authority::Client, (opened.payer.id, method)).await
}

/// Who the journal says asked, where the portal did by itself.
pub(super) const BY_ITSELF: Actor = Actor::System;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_follows_from_the_nonce_and_the_secret_alone() {
        let (one, other) = (Secrets::new([7; 32]), Secrets::new([8; 32]));
        assert_eq!(token(&one, &[1; 16]), token(&one, &[1; 16]));
        assert_eq!(token(&one, &[1; 16]).len(), 32);
        assert_ne!(token(&one, &[1; 16]), token(&one, &[2; 16]));
        assert_ne!(token(&one, &[1; 16]), token(&other, &[1; 16]));
    }
}
