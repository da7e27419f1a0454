//! Receipts: queued with the approval they confirm, sent again when asked, and shown under a link that needs no sign-in.

use std::fmt::Display;

use crate::{
    app::{App, Secrets},
    domain::{
        delivery::{Attachment, Content, Delivery, DeliveryStatus},
        ids::{DeliveryId, TransactionId},
        journal::{Actor, Fact, Subject},
        permission::Permission,
        receipt::ReceiptFacts,
        time::Timestamp,
        transaction::Transaction,
    },
    export::{
        self,
        logo::{self, Printed},
        pdf::{Block, NotMade, Sheet},
    },
    i18n::{T, amount},
    mail::messages,
    store::{
        StoreError, WriteError, debit_authorizations, firm, journal, payment_pages,
        table::{Records, Writer},
        transactions,
    },
};

use super::{Authority, NotAllowed};

/// How many addresses one receipt may go to.
pub const MAX_RECIPIENTS: usize = 5;

/// How often within an hour whoever holds its link may have a receipt sent again: a link that got about must not fill the
/// payer's mailbox.
pub const CLIENT_RESENDS_AN_HOUR: usize = 3;
const HOUR_MS: i64 = 60 * 60 * 1_000;

/// Why a receipt was not sent again.
#[derive(Debug, thiserror::Error)]
pub enum ResendError {
    /// The caller may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such payment.
    #[error("no such payment")]
    NotFound,
    /// The payment was never approved, so there is nothing to confirm.
    #[error("the payment has no receipt")]
    NoReceipt,
    /// No address, or too many.
    #[error("no address, or too many")]
    Recipients,
    /// A client asked for it [`CLIENT_RESENDS_AN_HOUR`] times within the hour.
    #[error("it was sent again several times within an hour")]
    TooOften,
    /// The store could not be written.
    #[error("the store cannot be written at the moment")]
    Unavailable,
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Puts a receipt in the outbox, in the transaction that makes it due.
pub(super) fn queue(
    writer: &mut Writer<'_>,
    transaction: &Transaction,
    order: &Order,
) -> Result<DeliveryId, StoreError> {
    let id = writer.next_delivery()?;
    let delivery = Delivery {
        id,
        content: Content::Receipt { transaction: transaction.id },
        recipients: order.recipients.clone(),
        locale: transaction.locale,
        message_key: format!("{}.{id}", transaction.key),
        status: DeliveryStatus::Waiting,
        due_at: order.at,
        attempts: 0,
        last_error: None,
        created_at: order.at,
    };
    writer.put_delivery(&delivery)?;
    let fact = Fact::ReceiptQueued { delivery: id, again: order.again == Again::Yes };
    writer.record(order.at, order.actor, Subject::Transaction(transaction.id), fact)?;
    Ok(id)
}

/// Whether a receipt is the first of its payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    /// It is the first.
    No,
    /// Someone asked for another.
    Yes,
}

/// Who wants a receipt sent where.
pub(super) struct Order {
    pub(super) recipients: Vec<String>,
    pub(super) actor: Actor,
    pub(super) again: Again,
    pub(super) at: Timestamp,
}

/// Sends the receipt of a payment again, to `recipients` or, when empty, to where the first one went: a client names no
/// address, and is counted.
///
/// # Errors
/// [`ResendError`]; nothing is queued then.
pub async fn resend(
    app: &App,
    authority: Authority<'_>,
    id: TransactionId,
    recipients: Vec<String>,
) -> Result<DeliveryId, ResendError> {
    authority.require(Permission::ResendReceipts)?;
    let (actor, at) = (authority.actor(), app.now());
    let written = app
        .store
        .write(move |writer| {
            let payment = transactions::transaction(writer, id)?.ok_or(ResendError::NotFound)?;
            if !has_receipt(&payment) {
                return Err(ResendError::NoReceipt);
            }
            let by_client = actor == Actor::Client;
            if by_client && resent_lately(writer, id, at)? >= CLIENT_RESENDS_AN_HOUR {
                return Err(ResendError::TooOften);
            }
            let recipients =
                if by_client || recipients.is_empty() { payment.receipt_emails.clone() } else { recipients.clone() };
            if recipients.is_empty() || recipients.len() > MAX_RECIPIENTS {
                return Err(ResendError::Recipients);
            }
            Ok(queue(writer, &payment, &Order { recipients, actor, again: Again::Yes, at })?)
        })
        .await;
    written.map_err(|error| match error {
        WriteError::Refused(refusal) => refusal,
        WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => ResendError::Unavailable,
    })
}

/// How often clients had this receipt sent again within an hour before `now`. A time ahead of the clock counts as past.
fn resent_lately(records: &impl Records, id: TransactionId, now: Timestamp) -> Result<usize, StoreError> {
    let history = journal::history(records, Subject::Transaction(id))?;
    let asked = history.iter().filter(|entry| {
        let lately = (0..HOUR_MS).contains(&now.ms().saturating_sub(entry.at.ms()));
        lately && entry.actor == Actor::Client && matches!(entry.fact, Fact::ReceiptQueued { again: true, .. })
    });
    Ok(asked.count())
}

/// Whether a payment was approved at some time, so that a receipt for it exists, whatever became of it.
#[must_use]
pub const fn has_receipt(transaction: &Transaction) -> bool {
    transactions::was_approved(transaction)
}

/// Where the receipt of a payment went first; nowhere when there is no such payment or nobody gave an address.
pub fn addresses(records: &impl Records, id: TransactionId) -> Result<Vec<String>, StoreError> {
    Ok(transactions::transaction(records, id)?.map(|payment| payment.receipt_emails).unwrap_or_default())
}

/// The facts on the receipt of a payment; `None` when there is no such payment or no firm yet.
pub fn facts(records: &impl Records, id: TransactionId) -> Result<Option<ReceiptFacts>, StoreError> {
    let Some(firm) = firm::firm(records)? else { return Ok(None) };
    let Some(transaction) = transactions::transaction(records, id)?.filter(has_receipt) else { return Ok(None) };
    let refunds = transactions::refunds(records, id)?;
    let order = payment_pages::order(records, id)?;
    let page = match &order {
        Some(order) => payment_pages::page(records, order.page)?,
        None => None,
    };
    let logo = page.and_then(|page| page.content.logo);
    let authorization = match &transaction.bank_debit {
        Some(debit) => debit_authorizations::authorization(records, debit.authorization)?.map(|known| known.text),
        None => None,
    };
    Ok(Some(ReceiptFacts { order, logo, authorization, ..ReceiptFacts::new(&firm, &transaction, &refunds) }))
}

/// The logo of a receipt for its file. One that cannot be read is left out: no receipt fails for it.
pub fn printed_logo(records: &impl Records, facts: &ReceiptFacts) -> Option<Printed> {
    let left_out = |why: &dyn Display| tracing::error!(number = %facts.number, %why, "a receipt goes without its logo");
    let logo = facts.logo?;
    let kept = payment_pages::logo(records, &logo.digest).inspect_err(|why| left_out(why)).ok()??;
    logo::print(logo, &kept).inspect_err(|why| left_out(why)).ok()
}

/// The receipt as a file: the very lines of its page and of its message, below the logo of its page.
///
/// # Errors
/// [`NotMade`].
pub fn pdf(facts: &ReceiptFacts, logo: Option<Printed>) -> Result<Attachment, NotMade> {
    use messages::receipt as words;
    let t = T::new(facts.locale);
    let thanks = t.with("receipt-thanks", [("name", facts.payer_name.clone())]);
    let named = |logo| Block::Logo(logo, t.with("receipt-logo", [("firm", facts.firm_name.clone())]));
    let mut blocks: Vec<Block> = logo.map(named).into_iter().collect();
    blocks.push(Block::Strong(facts.firm_name.clone()));
    blocks.extend((!facts.firm_contact.is_empty()).then(|| Block::Hint(facts.firm_contact.join("\n"))));
    blocks.push(Block::Title(words::title(facts)));
    blocks.extend(facts.test.then(|| Block::Text(t.text("receipt-test"))));
    blocks.extend([
        Block::Heading(words::heading(facts)),
        Block::Figure(amount::format(facts.amount, facts.locale)),
        Block::Text(format!("{thanks} {}", words::introduction(facts))),
        Block::Table(words::lines(facts)),
        Block::Table(words::parts_of(facts)),
        Block::Sums(words::sums(facts)),
    ]);
    if let Some(authorization) = &facts.authorization {
        blocks.push(Block::Heading(t.text("receipt-authorization")));
        blocks.extend(authorization.split("\n\n").map(|paragraph| Block::Hint(paragraph.to_owned())));
    }
    blocks.push(Block::Hint(t.text("receipt-questions")));
    let (title, author) = (words::title(facts), facts.firm_name.clone());
    let content = export::pdf::make(&Sheet { title, author, locale: facts.locale, blocks })?;
    let name = t.with("receipt-pdf-name", [("number", facts.number.to_string())]);
    Ok(Attachment { name, media_type: PDF.to_owned(), content })
}

/// The media type of a PDF.
const PDF: &str = "application/pdf";

/// The last part of the link to a receipt: number and 128-bit seal, so that nothing has to be stored and nobody can
/// count through other people's receipts.
#[must_use]
pub fn link_token(secrets: &Secrets, id: TransactionId) -> String {
    format!("{id}-{}", seal(secrets, id))
}

/// The payment that a receipt link leads to, if its seal is genuine.
#[must_use]
pub fn open_link(secrets: &Secrets, token: &str) -> Option<TransactionId> {
    use subtle::ConstantTimeEq as _;
    let id: TransactionId = token.split_once('-')?.0.parse().ok()?;
    // The whole link is compared, so that one receipt has one address: `+41-…` and `041-…` are none.
    bool::from(link_token(secrets, id).as_bytes().ct_eq(token.as_bytes())).then_some(id)
}

fn seal(secrets: &Secrets, id: TransactionId) -> String {
    let mac = secrets.sign("receipt-links", &id.get().to_be_bytes());
    data_encoding::BASE32_NOPAD.encode(&mac[..16]).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_link_opens_its_own_receipt_and_no_other() {
        let secrets = Secrets::new([7; 32]);
        let token = link_token(&secrets, TransactionId::new(41));
        assert_eq!(open_link(&secrets, &token), Some(TransactionId::new(41)));
        assert_eq!(open_link(&secrets, &token.replacen("41", "42", 1)), None);
        assert_eq!(open_link(&Secrets::new([8; 32]), &token), None);
        for bad in ["", "41", "41-", "x-y", "-", &format!("{token}x"), &format!("+{token}"), &format!("0{token}")] {
            assert_eq!(open_link(&secrets, bad), None, "{bad}");
        }
    }
}
