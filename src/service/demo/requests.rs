//! The demonstration's requests for payment, one or more in every state, told by the very writers that a real day uses.

use crate::{
    domain::{
        accepted::Accepted,
        delivery::DeliveryStatus,
        ids::{MerchantAccountId, OperationKey, PaymentRequestId, TransactionId},
        journal::{Actor, Fact, Subject},
        money::Money,
        payer::Payer,
        payment_request::{Asked, RequestPart, rules::Handing},
        report::range::days_later,
        time::Timestamp,
        transaction::{DeclineReason, Event, Kind, Source, Status, Transaction},
    },
    gateway::sandbox::history::HistoricCharge,
    i18n::dates,
    service::{
        alerts::follow,
        payment_requests::{self, NewRequest, RequestError, letters},
        payments::{self, News},
    },
    store::{
        firm, outbox, payment_requests as stored,
        table::{Records as _, Writer},
        tables::MERCHANT_ACCOUNTS,
    },
};

use super::{
    DemoError, Portal,
    firm::{OPERATING, TRUST},
    schedules::{card_of, demo_key, some_payers},
};

const DAY_MS: i64 = 86_400_000;
const GOOD: &str = "4242424242424242";
const POOR: &str = "4000000000009995";

/// What became of a request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Nothing,
    Viewed,
    /// So much of the operating amount is paid, in cents.
    Paid(i64),
    Declined,
    Bounced,
    Cancelled,
    Expired,
}

/// One request of the demonstration.
struct Sketch {
    matter: &'static str,
    days_ago: i64,
    operating_minor: i64,
    trust_minor: i64,
    parts: bool,
    fate: Fate,
}

const fn sketch(matter: &'static str, days_ago: i64, operating_minor: i64, fate: Fate) -> Sketch {
    Sketch { matter, days_ago, operating_minor, trust_minor: 0, parts: false, fate }
}

fn sketches() -> Vec<Sketch> {
    vec![
        sketch("Lease review", 1, 85_000, Fate::Nothing),
        sketch("Trademark filing", 4, 142_500, Fate::Viewed),
        Sketch { parts: true, ..sketch("Probate costs", 12, 240_000, Fate::Paid(90_000)) },
        sketch("Employment contract", 20, 67_500, Fate::Paid(67_500)),
        sketch("Custody matter", 6, 118_000, Fate::Declined),
        sketch("Immigration filing", 3, 95_000, Fate::Bounced),
        sketch("Company minute book", 15, 30_000, Fate::Cancelled),
        sketch("Mediation", 40, 52_000, Fate::Expired),
        Sketch { trust_minor: 250_000, ..sketch("Estate planning", 2, 45_000, Fate::Nothing) },
        Sketch { trust_minor: 150_000, ..sketch("Appeal", 5, 36_000, Fate::Paid(36_000)) },
    ]
}

/// Asks some of the demonstration's payers for payments, and lets what became of that happen.
///
/// # Errors
/// [`DemoError`]; the store and the sandbox's books are then of no use.
pub async fn requests(portal: Portal<'_>, now: Timestamp) -> Result<(), DemoError> {
    // Other payers than those of the schedules, where there are enough.
    let payers = some_payers(portal, 14 + sketches().len())?;
    let skipped = payers.len().saturating_sub(sketches().len());
    for (sketch, payer) in sketches().into_iter().zip(payers.into_iter().skip(skipped)) {
        let at = now.plus_ms(-sketch.days_ago * DAY_MS);
        let id = ask(portal, &sketch, &payer, at).await?;
        let then = at.plus_ms(DAY_MS / 2);
        match sketch.fate {
            Fate::Paid(minor) => pay(portal, (id, &payer), (minor, None), then).await?,
            Fate::Declined => {
                let poor = Some(DeclineReason::InsufficientFunds);
                pay(portal, (id, &payer), (sketch.operating_minor, poor), then).await?;
            }
            Fate::Nothing | Fate::Viewed | Fate::Bounced | Fate::Cancelled | Fate::Expired => {
                let fate = sketch.fate;
                portal.store.write(move |writer| happen(writer, id, fate, then)).await?;
            }
        }
    }
    Ok(())
}

async fn ask(portal: Portal<'_>, sketch: &Sketch, payer: &Payer, at: Timestamp) -> Result<PaymentRequestId, DemoError> {
    let (secrets, key, payer) = (portal.secrets.clone(), demo_key("demo request", payer.id)?, payer.clone());
    let (fate, matter) = (sketch.fate, sketch.matter);
    let wanted: Vec<(MerchantAccountId, i64)> = [(OPERATING, sketch.operating_minor), (TRUST, sketch.trust_minor)]
        .into_iter()
        .filter(|(_, minor)| *minor > 0)
        .collect();
    let least_part = sketch.parts.then_some(5_000);
    let written = portal.store.write(move |writer| -> Result<_, DemoError> {
        let firm = firm::firm(writer)?.ok_or(DemoError::Defect("no firm"))?;
        let today = dates::firm_day(at, &firm.time_zone);
        // What is closed or settled by now would be said too late.
        let mailed = matches!(fate, Fate::Nothing | Fate::Viewed | Fate::Bounced) && !payer.emails.is_empty();
        let asked = Asked {
            name: payer.name.clone(),
            emails: payer.emails.iter().take(1).cloned().collect(),
            locale: firm.locale(payer.language),
            payer: Some(payer.id),
            invoice_number: Some(format!("INV-{}", 7_000 + payer.id.get())),
            matter: Some(matter.to_owned()),
            reference: None,
            message: String::new(),
            least_part,
            due: Some(days_later(today, 14)),
            expires: Some(days_later(today, 30)),
            remind_after: if mailed && fate != Fate::Bounced { vec![7, 14, 21] } else { Vec::new() },
            accepted: Accepted::Both,
            offers_keeping: true,
        };
        let amounts = wanted.iter().map(|(account, minor)| (*account, Money::new(*minor, firm.currency))).collect();
        let handing = if mailed { Handing::Mail } else { Handing::Link };
        let new = NewRequest { key: key.clone(), asked, amounts, handing, brought: None };
        let made = payment_requests::add(writer, &secrets, &new, (super::firm::House::founder(), at));
        made.map(|request| request.id).map_err(defect)
    });
    Ok(written.await?)
}

fn defect(error: RequestError) -> DemoError {
    match error {
        RequestError::Store(error) => DemoError::Store(error),
        _ => DemoError::Defect("a request that cannot be asked for"),
    }
}

/// What the client, the mail or staff did with it.
fn happen(writer: &mut Writer<'_>, id: PaymentRequestId, fate: Fate, at: Timestamp) -> Result<(), DemoError> {
    let missing = || DemoError::Defect("a request that is not there");
    let mut request = stored::request(writer, id)?.ok_or_else(missing)?;
    let (actor, fact) = match fate {
        Fate::Viewed => {
            request.viewed_at = Some(at);
            (Actor::Client, Fact::PaymentRequestViewed)
        }
        Fate::Cancelled => {
            request.cancelled_at = Some(at);
            (super::firm::House::founder(), Fact::PaymentRequestCancelled)
        }
        Fate::Expired => {
            let end = request.expires_at.unwrap_or(at);
            request.expired_at = Some(end);
            (Actor::System, Fact::PaymentRequestExpired)
        }
        Fate::Bounced => {
            let Some(delivery) = request.mail.map(|mail| outbox::delivery(writer, mail)).transpose()?.flatten() else {
                return Ok(());
            };
            let last_error = Some("550 5.1.1 no such mailbox".to_owned());
            let mut failed = delivery;
            (failed.status, failed.attempts, failed.last_error) = (DeliveryStatus::Failed, 1, last_error);
            writer.put_delivery(&failed)?;
            follow::message(writer, &failed, at)?;
            letters::follow(writer, &failed)?;
            let fact = Fact::DeliveryFailed { delivery: failed.id };
            return Ok(writer.record(at, Actor::System, Subject::PaymentRequest(id), fact)?);
        }
        Fate::Nothing | Fate::Paid(_) | Fate::Declined => return Ok(()),
    };
    let when = if fate == Fate::Expired { request.expired_at.unwrap_or(at) } else { at };
    writer.put_payment_request(&request)?;
    Ok(writer.record(when, actor, Subject::PaymentRequest(id), fact)?)
}

/// A payment on the operating amount: what the processor answered then, and that it has settled since.
async fn pay(
    portal: Portal<'_>,
    (id, payer): (PaymentRequestId, &Payer),
    (minor, decline): (i64, Option<DeclineReason>),
    at: Timestamp,
) -> Result<(), DemoError> {
    let key = demo_key("demo request paid", payer.id)?;
    let payment = payment_of(portal, (id, payer), (&key, minor), at)?;
    let first = if decline.is_some() { Event::Decline } else { Event::Approve };
    let settled_at = at.plus_ms(DAY_MS);
    let events = std::iter::once(first).chain(decline.is_none().then_some(Event::Settle)).collect();
    let card = card_of(if decline.is_some() { POOR } else { GOOD }, payer)?;
    let charge = payments::charge_of(&payment);
    let past =
        HistoricCharge { charge, instrument: card.into(), events, decline, returned: None, at, refunds: Vec::new() };
    let answered = portal.sandbox.load_charges(&[past])?;
    let outcome = answered.into_iter().next().ok_or(DemoError::Defect("a charge that was not made"))?;
    let approved = decline.is_none();
    let written = portal.store.write(move |writer| -> Result<(), DemoError> {
        let payment = Transaction { id: writer.next_transaction()?, ..payment.clone() };
        writer.put_transaction(&payment)?;
        let subject = Subject::Transaction(payment.id);
        writer.record(at, Actor::Client, subject, Fact::PaymentRequested)?;
        writer.record(at, Actor::System, subject, Fact::PaymentOpened)?;
        payments::tell(writer, payment.id, &News::from(outcome.clone()), at.plus_ms(2_000))?;
        if approved {
            payments::tell(writer, payment.id, &News::new(Event::Settle), settled_at)?;
        }
        Ok(())
    });
    Ok(written.await?)
}

fn payment_of(
    portal: Portal<'_>,
    (id, payer): (PaymentRequestId, &Payer),
    (key, minor): (&OperationKey, i64),
    at: Timestamp,
) -> Result<Transaction, DemoError> {
    let reader = portal.store.read()?;
    let firm = firm::firm(&reader)?.ok_or(DemoError::Defect("no firm"))?;
    let account = reader.get(MERCHANT_ACCOUNTS, &OPERATING)?.ok_or(DemoError::Defect("no account"))?;
    let request = stored::request(&reader, id)?.ok_or(DemoError::Defect("a request that is not there"))?;
    Ok(Transaction {
        id: TransactionId::new(0),
        method_token: format!("tok_{key}"),
        key: key.clone(),
        kind: Kind::Sale,
        source: Source::SendForPayment,
        actor: Actor::Client,
        merchant_account: account.id,
        account_kind: account.kind,
        statement_name: account.statement_name,
        amount: Money::new(minor, account.currency),
        status: Status::Created,
        version: 1,
        test: true,
        payer: Some(payer.id),
        payer_name: payer.name.clone(),
        client_number: payer.client_number.clone(),
        receipt_emails: payer.emails.clone(),
        locale: firm.locale(payer.language),
        payment_method: None,
        keep: None,
        instrument: None,
        holder: None,
        fingerprint: None,
        invoice_number: request.asked.invoice_number,
        matter: request.asked.matter,
        reference: None,
        note: None,
        request: Some(RequestPart { request: id, leg: 0, group: key.clone() }),
        parts: None,
        surcharged: None,
        occurrence: None,
        bank_debit: None,
        gateway_id: None,
        action_url: None,
        approval: None,
        decline: None,
        created_at: at,
        day: dates::firm_day(at, &firm.time_zone),
        changed_at: at,
    })
}
