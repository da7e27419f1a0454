//! Turns payments into what was written at the time, in the order of time: rows, and what the journal said of them.
//!
//! A payment's row is written once, as it stands at the end; the journal tells how it got there, as the verbs would
//! have told it. Pure: the sandbox's answers are given, the store is written by [`super::load`].

use std::collections::{BTreeMap, HashMap};

use crate::{
    app::Secrets,
    domain::{
        card::PaymentMethod,
        debit_authorization::{DebitAuthorization, Given, PhoneProof, Scope},
        delivery::{Content, Delivery, DeliveryStatus, Message},
        firm::Firm,
        ids::{DebitAuthorizationId, DeliveryId, OperationKey, PaymentMethodId, RefundId, TransactionId},
        journal::{Actor, Fact, Subject},
        payer::{Address, Payer},
        receipt::ReceiptFacts,
        refund::{Refund, RefundEvent, RefundKind, RefundStatus},
        return_code::{Class, ReturnCode},
        time::Timestamp,
        transaction::{Event, Status, Step, Transaction},
    },
    gateway::{
        Charge, Outcome, SavedMethod,
        sandbox::history::{HistoricCharge, HistoricMethod, HistoricRefund},
    },
    i18n::dates,
    mail::messages,
    service::{
        bank_debits::{self, Words},
        payments, receipts,
    },
};

use super::{
    fate::PastRefund,
    firm::{BILLING, TIME_ZONE},
    pages,
    story::Planned,
};

/// How many payments before the last one those were made whose receipt comes back.
const BOUNCES: [u64; 2] = [9, 31];

/// From the request to the processor's id, in milliseconds.
const OPENED_AFTER_MS: i64 = 350;
/// From a request for a refund to the processor's answer, in milliseconds.
const REFUND_ANSWERED_AFTER_MS: i64 = 1_800;
/// From a request for a refund to the money having left the firm's account, in milliseconds.
const REFUND_SETTLED_AFTER_MS: i64 = 86_400_000;
/// From the outbox to the reader, in milliseconds.
const DELIVERED_AFTER_MS: i64 = 6_000;

/// One thing that was written.
pub(super) enum Act {
    /// A payer was recorded by this actor.
    Payer(Payer, Actor),
    /// A method was saved.
    Method(PaymentMethod, Actor),
    /// A payer authorized a debit.
    Authorization(Box<DebitAuthorization>),
    /// An authorization ended with a payment that came back.
    AuthorizationEnded(DebitAuthorizationId, TransactionId, ReturnCode),
    /// A payment was asked for.
    Payment(Box<Transaction>),
    /// A refund was asked for.
    Refund(Refund),
    /// A receipt was queued and delivered; its words, where they are kept.
    Receipt(Box<(Delivery, Option<Message>)>),
    /// Something else that the journal tells.
    Fact(Subject, Actor, Fact),
}

/// The acts that wait for their time, and what they need to know of one another.
pub(super) struct Past {
    firm: Firm,
    secrets: Secrets,
    base_url: String,
    waiting: BTreeMap<(Timestamp, u64), Act>,
    added: u64,
    refunds: u64,
    deliveries: u64,
    tokens: HashMap<PaymentMethodId, String>,
    /// The numbers of the payments whose receipt comes back.
    bounces: Vec<u64>,
}

impl Past {
    /// Nothing has happened yet, and this many payments will have been made. Links on receipts begin with `base_url`.
    pub(super) fn new(firm: Firm, secrets: Secrets, base_url: String, payments: u64) -> Self {
        Self {
            firm,
            secrets,
            base_url,
            waiting: BTreeMap::new(),
            added: 0,
            refunds: 0,
            deliveries: 0,
            tokens: HashMap::new(),
            bounces: BOUNCES.iter().filter_map(|before| payments.checked_sub(*before)).collect(),
        }
    }

    /// Takes note of the token of the method that was saved for a payment, for this and later charges.
    pub(super) fn note_token(&mut self, planned: &Planned, saved: &SavedMethod) {
        if let Some(id) = planned.transaction.payment_method {
            self.tokens.insert(id, saved.token.clone());
        }
    }

    /// Puts the saved method's token into a payment that charges one.
    pub(super) fn fill_token(&self, payment: &mut Transaction) {
        if let Some(token) = payment.payment_method.and_then(|id| self.tokens.get(&id)) {
            payment.method_token.clone_from(token);
        }
    }

    /// Takes in a payment with the method saved for it, if one was, and the processor's first answer.
    pub(super) fn take(&mut self, planned: Planned, saved: Option<SavedMethod>, outcome: Outcome) {
        let Planned { mut transaction, fate, new_payer, words, .. } = planned;
        learn(&mut transaction, outcome);
        let (id, asked_at) = (transaction.id, transaction.created_at);
        let subject = Subject::Transaction(id);
        if let Some(payer) = new_payer {
            self.add(asked_at, Act::Payer(payer, transaction.actor));
        }
        if let Some(method) = saved.and_then(|saved| method_of(&transaction, saved)) {
            self.add(asked_at, Act::Method(method, transaction.actor));
        }
        if let Some(authorization) = self.authorization(&transaction) {
            self.add(asked_at, Act::Authorization(Box::new(authorization)));
        }
        self.tell(asked_at.plus_ms(OPENED_AFTER_MS), subject, Actor::System, Fact::PaymentOpened);
        let (mut status, mut approved) = (Status::Created, false);
        for (event, at) in &fate.steps {
            let Step::To(next) = status.after(*event) else { continue };
            self.tell(*at, subject, doer(*event), Fact::PaymentChanged { event: *event, from: status, to: next });
            if !approved && next.is_approved() && !transaction.receipt_emails.is_empty() {
                let at_the_time = Transaction { status: next, changed_at: *at, ..transaction.clone() };
                let message = words.then(|| self.words(&at_the_time, *at));
                let bounces = self.bounces.contains(&transaction.id.get());
                let receipt = if bounces { bounced(&at_the_time, *at) } else { delivery_of(&at_the_time, *at) };
                self.add(*at, Act::Receipt(Box::new((receipt, message))));
            }
            if next == Status::Returned {
                self.come_back(&transaction, *at, words);
            }
            approved |= next.is_approved();
            status = next;
        }
        if let Some(refund) = fate.refund {
            self.add(refund.at, Act::Refund(refund_of(&transaction, refund)));
        }
        let authorized = transaction.bank_debit.as_ref().map(|debit| debit.authorization);
        let actor = transaction.actor;
        self.add(asked_at, Act::Payment(Box::new(transaction)));
        if let Some(authorization) = authorized {
            self.tell(asked_at, subject, actor, Fact::DebitAuthorized { authorization });
        }
    }

    /// What the payer agreed to, where a bank account is debited.
    fn authorization(&self, payment: &Transaction) -> Option<DebitAuthorization> {
        let (debit, instrument) = (payment.bank_debit.as_ref()?, payment.instrument.as_ref()?);
        let holder = payment.holder.clone()?;
        let given = match payment.actor {
            Actor::User(staff) => {
                Given::Phone { staff, proof: PhoneProof::Recording, filed: Some(format!("Recording {}", payment.id)) }
            }
            Actor::Client | Actor::System => Given::Online {
                ip: "203.0.113.7".to_owned(),
                user_agent: "Mozilla/5.0".to_owned(),
                typed_name: holder.clone(),
            },
        };
        let scope = Scope::Once { amount: payment.amount, from: payment.day };
        let facts = Words {
            firm: &self.firm,
            holder: &holder,
            instrument,
            channel: given.channel(),
            scope: &scope,
            today: payment.day,
            locale: payment.locale,
        };
        let (text, text_sha256) = bank_debits::words(&facts)?;
        Some(DebitAuthorization {
            id: debit.authorization,
            payer: payment.payer?,
            holder,
            instrument: instrument.clone(),
            merchant_account: payment.merchant_account,
            sec: debit.sec,
            given,
            text,
            text_sha256,
            locale: payment.locale,
            at: payment.created_at,
            ended: None,
            revoked: None,
            scope,
        })
    }

    /// What follows when a debit comes back: the payer is told, and what may no longer be debited ends.
    fn come_back(&mut self, payment: &Transaction, at: Timestamp, words: bool) {
        let Some(debit) = &payment.bank_debit else { return };
        if let Some(code) = debit.returned.filter(|code| code.class() == Class::Fatal) {
            self.add(at, Act::AuthorizationEnded(debit.authorization, payment.id, code));
        }
        if !payment.receipt_emails.is_empty() {
            let content = Content::ReturnNotice { transaction: payment.id };
            let delivery = Delivery { content, ..delivery_of(payment, at) };
            let message = words.then(|| {
                let facts = ReceiptFacts::new(&self.firm, payment, &[]);
                let to = payment.receipt_emails.clone();
                messages::returned::message((&facts, None), &self.link(payment), to, at.plus_ms(DELIVERED_AFTER_MS))
            });
            self.add(at, Act::Receipt(Box::new((delivery, message))));
        }
    }

    fn link(&self, payment: &Transaction) -> String {
        format!("{}/receipts/{}", self.base_url, receipts::link_token(&self.secrets, payment.id))
    }

    /// Everything that had happened by `end`, oldest first.
    pub(super) fn up_to(&mut self, end: Timestamp) -> Vec<(Timestamp, Act)> {
        let mut acts = Vec::new();
        while let Some(entry) = self.waiting.first_entry().filter(|entry| entry.key().0 <= end) {
            let ((at, _), mut act) = entry.remove_entry();
            self.number(at, &mut act);
            acts.push((at, act));
        }
        acts
    }

    /// Gives refunds and deliveries their numbers when their time has come, as the store does.
    fn number(&mut self, at: Timestamp, act: &mut Act) {
        match act {
            Act::Refund(refund) => {
                self.refunds += 1;
                refund.id = RefundId::new(self.refunds);
                let (id, subject) = (refund.id, Subject::Transaction(refund.transaction));
                let answered = refund_changed(id, RefundEvent::Submit, RefundStatus::Pending);
                self.tell(at.plus_ms(REFUND_ANSWERED_AFTER_MS), subject, Actor::System, answered);
                let settled = refund_changed(id, RefundEvent::Settle, RefundStatus::Submitted);
                self.tell(refund.changed_at, subject, Actor::System, settled);
            }
            Act::Receipt(receipt) => {
                self.deliveries += 1;
                let (delivery, _) = receipt.as_mut();
                delivery.id = DeliveryId::new(self.deliveries);
                delivery.message_key = format!("{}.{}", delivery.message_key, delivery.id);
                let subject = delivery.content.subject();
                let fact = match delivery.status {
                    DeliveryStatus::Failed => Fact::DeliveryFailed { delivery: delivery.id },
                    _ => Fact::Delivered { delivery: delivery.id },
                };
                self.tell(at.plus_ms(DELIVERED_AFTER_MS), subject, Actor::System, fact);
            }
            Act::Payer(..)
            | Act::Method(..)
            | Act::Authorization(_)
            | Act::AuthorizationEnded(..)
            | Act::Payment(_)
            | Act::Fact(..) => {}
        }
    }

    fn words(&self, payment: &Transaction, at: Timestamp) -> Message {
        let order = pages::order_of(payment);
        let authorization = self.authorization(payment).map(|known| known.text);
        let facts = ReceiptFacts { order, authorization, ..ReceiptFacts::new(&self.firm, payment, &[]) };
        let delivered_at = at.plus_ms(DELIVERED_AFTER_MS);
        messages::receipt::message(&facts, &self.link(payment), payment.receipt_emails.clone(), delivered_at)
    }

    fn tell(&mut self, at: Timestamp, subject: Subject, actor: Actor, fact: Fact) {
        self.add(at, Act::Fact(subject, actor, fact));
    }

    fn add(&mut self, at: Timestamp, act: Act) {
        self.added += 1;
        self.waiting.insert((at, self.added), act);
    }
}

/// The charge of a payment as the sandbox's books are to have it.
pub(super) fn historic_charge(planned: &Planned) -> HistoricCharge {
    let charge: Charge = payments::charge_of(&planned.transaction);
    let refund = planned.fate.refund.as_ref();
    HistoricCharge {
        charge,
        instrument: planned.instrument.clone(),
        events: planned.fate.steps.iter().map(|(event, _)| *event).collect(),
        decline: planned.fate.decline,
        returned: planned.fate.returned,
        at: planned.fate.answered_at().unwrap_or(planned.transaction.created_at),
        refunds: refund
            .map(|refund| HistoricRefund { key: refund.key.clone(), amount: refund.amount })
            .into_iter()
            .collect(),
    }
}

/// The method saved for a payment as the sandbox's books are to have it.
pub(super) fn historic_method(planned: &Planned) -> Option<HistoricMethod> {
    let key: OperationKey = planned.new_method.clone()?;
    Some(HistoricMethod { key, instrument: planned.instrument.clone() })
}

/// The same, to an address that nobody has.
fn bounced(payment: &Transaction, at: Timestamp) -> Delivery {
    let last_error = Some("550 5.1.1 The email account that you tried to reach does not exist".to_owned());
    Delivery { status: DeliveryStatus::Failed, last_error, ..delivery_of(payment, at) }
}

/// The receipt of a payment approved at `at`, as it stands once it was delivered.
fn delivery_of(payment: &Transaction, at: Timestamp) -> Delivery {
    Delivery {
        id: DeliveryId::new(0),
        content: Content::Receipt { transaction: payment.id },
        recipients: payment.receipt_emails.clone(),
        locale: payment.locale,
        message_key: payment.key.to_string(),
        status: DeliveryStatus::Kept,
        due_at: at,
        attempts: 1,
        last_error: None,
        created_at: at,
    }
}

fn learn(payment: &mut Transaction, outcome: Outcome) {
    payment.gateway_id = outcome.gateway_id.map(|id| id.0);
    payment.action_url = outcome.action_url;
    payment.approval = outcome.approval;
    payment.decline = outcome.decline;
    payment.instrument = outcome.instrument;
    payment.holder = outcome.holder;
    payment.fingerprint = outcome.fingerprint;
    if let Some(debit) = &mut payment.bank_debit {
        debit.returned = outcome.returned;
    }
}

fn method_of(payment: &Transaction, saved: SavedMethod) -> Option<PaymentMethod> {
    Some(PaymentMethod {
        id: payment.payment_method?,
        payer: payment.payer?,
        merchant_account: payment.merchant_account,
        token: saved.token,
        instrument: saved.instrument,
        holder: saved.holder,
        fingerprint: saved.fingerprint,
        created_at: payment.created_at,
        stopped: None,
        nickname: String::new(),
        billing_address: Address::default(),
        disabled: None,
        reminded: Vec::new(),
        agreed: None,
        only_typed: false,
    })
}

/// Who moves a payment on: staff cancel and capture, everything else is the processor's news.
const fn doer(event: Event) -> Actor {
    match event {
        Event::Void | Event::Capture => Actor::User(BILLING),
        _ => Actor::System,
    }
}

fn refund_of(payment: &Transaction, past: PastRefund) -> Refund {
    Refund {
        id: RefundId::new(0),
        gateway_id: Some(format!("re_{}", past.key)),
        key: past.key,
        transaction: payment.id,
        kind: RefundKind::Refund,
        amount: past.amount,
        parts: payment.parts.and_then(|parts| parts.share(past.amount).ok()),
        status: RefundStatus::Settled,
        reason: past.reason.to_owned(),
        refusal: None,
        notify: Vec::new(),
        notice: None,
        actor: Actor::User(BILLING),
        created_at: past.at,
        day: Some(dates::firm_day(past.at, TIME_ZONE)),
        changed_at: past.at.plus_ms(REFUND_SETTLED_AFTER_MS),
    }
}

/// What the journal says of a refund that news moved on.
fn refund_changed(refund: RefundId, event: RefundEvent, from: RefundStatus) -> Fact {
    let to = match from.after(event) {
        Step::To(to) => to,
        Step::Stay | Step::Refuse => from,
    };
    Fact::RefundChanged { refund, event, from, to }
}
