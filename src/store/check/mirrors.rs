//! Tables that only repeat what others say, compared with them as wholes.
//!
//! What the records say must be in a mirror and what the mirror shows are each added up as a sum of keyed hashes, so
//! that neither has to be remembered or looked up. Only when two sums differ are the rows gathered, to name those that
//! are missing or lead nowhere.

use std::{
    collections::BTreeMap,
    hash::{BuildHasher as _, RandomState},
};

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    domain::{
        alert::Alert,
        card::PaymentMethod,
        delivery::{Delivery, DeliveryStatus},
        ids::DeliveryId,
        journal::{Entry, Fact},
        method_request::MethodRequest,
        payer::Payer,
        payment_page::{PaymentPage, order::Order},
        payment_request::PaymentRequest,
        portal::{Access, PortalLink, PortalLogin},
        refund::Refund,
        report::{Report, run::Run},
        schedule::{Schedule, group::ScheduleGroup, occurrence::Occurrence},
        transaction::Transaction,
        user::User,
    },
    store::{
        alerts::{place_by_about, place_by_cause, place_by_state},
        bot_defence,
        key::Key,
        outbox::{LISTS, place},
        payers::{index_keys, merged_key, shelf_keys, word_keys},
        payment_methods::place_by_expiry,
        payment_pages::place_declined,
        payment_requests,
        reports::place_by_due,
        schedules::{self, place_by_state as place_of_schedule},
        table::{Records as _, Table, decode, encode},
        tables::{
            ALERTS, ALERTS_BY_ABOUT, ALERTS_BY_CAUSE, ALERTS_BY_STATE, DEBITS_BY_AUTHORIZATION, DEBITS_REPRESENTED,
            DECLINES_BY_PAGE, DELIVERIES, DELIVERIES_BY_TRANSACTION, DELIVERIES_FAILED, JOURNAL, JOURNAL_BY_SUBJECT,
            METHOD_REQUESTS, METHOD_REQUESTS_BY_TOKEN, OCCURRENCES, OCCURRENCES_DUE, OCCURRENCES_OPEN,
            OCCURRENCES_TO_REMIND, ORDERS, OUTBOX, PAYERS, PAYERS_BY_CLIENT_NUMBER, PAYERS_BY_EMAIL, PAYERS_BY_NAME,
            PAYERS_BY_WORD, PAYERS_LISTED, PAYERS_MERGED, PAYMENT_METHODS, PAYMENT_METHODS_BY_EXPIRY,
            PAYMENT_METHODS_BY_PAYER, PAYMENT_PAGES, PAYMENT_PAGES_BY_SLUG, PAYMENT_REQUESTS,
            PAYMENT_REQUESTS_BY_IMPORT, PAYMENT_REQUESTS_BY_KEY, PAYMENT_REQUESTS_BY_PAYER, PAYMENT_REQUESTS_BY_STATE,
            PAYMENT_REQUESTS_BY_TOKEN, PAYMENT_REQUESTS_BY_WORD, PAYMENT_REQUESTS_DUE, PORTAL_ACCESS,
            PORTAL_ACCESS_BY_PAYER, PORTAL_LINKS, PORTAL_LINKS_BY_EMAIL, PORTAL_LINKS_BY_TOKEN, PORTAL_LOGINS,
            PORTAL_LOGINS_BY_EMAIL, PUBLIC_DECLINES, REFUNDS, REFUNDS_BY_KEY, REFUNDS_BY_TRANSACTION, REFUNDS_FAILED,
            REFUNDS_UNRESOLVED, REPORT_RUNS, REPORT_RUNS_BY_DUE, REPORTS, REPORTS_DUE, SCHEDULE_GROUPS,
            SCHEDULE_GROUPS_BY_KEY, SCHEDULES, SCHEDULES_BY_GROUP, SCHEDULES_BY_METHOD, SCHEDULES_BY_PAYER,
            SCHEDULES_BY_STATE, TRANSACTIONS, TRANSACTIONS_BY_KEY, TRANSACTIONS_BY_OCCURRENCE, TRANSACTIONS_BY_PAGE,
            TRANSACTIONS_BY_PAYER, TRANSACTIONS_BY_REQUEST, TRANSACTIONS_BY_TIME, TRANSACTIONS_TAKEN_BACK,
            TRANSACTIONS_UNRESOLVED, USERS, USERS_BY_EMAIL,
        },
        transactions::{place_failed, place_taken_back},
    },
};

use super::{
    Invariant::{self, I2, I3, I6, I11, I12},
    rows::Rows,
};

/// Whose records say what must be in a mirror.
#[derive(Clone, Copy)]
enum Of {
    Entry,
    User,
    Payer,
    Method,
    Request,
    Payment,
    Refund,
    Delivery,
    Report,
    Run,
    Alert,
    Occurrence,
    Order,
    Page,
    Schedule,
    Group,
    PaymentRequest,
    PortalLogin,
    PortalLink,
    PortalAccess,
}

impl Of {
    const fn noun(self) -> &'static str {
        match self {
            Self::Entry => "journal entry",
            Self::User => "user",
            Self::Payer => "payer",
            Self::Method => "payment method",
            Self::Request => "method request",
            Self::Payment => "payment",
            Self::Refund => "refund",
            Self::Delivery => "delivery",
            Self::Report => "report",
            Self::Run => "report run",
            Self::Page => "payment page",
            Self::Order => "order",
            Self::Alert => "alert",
            Self::Schedule => "schedule",
            Self::Occurrence => "scheduled payment",
            Self::Group => "general schedule",
            Self::PaymentRequest => "payment request",
            Self::PortalLogin => "portal login",
            Self::PortalLink => "portal link",
            Self::PortalAccess => "portal access",
        }
    }
}

struct Mirror {
    number: u8,
    name: &'static str,
    invariant: Invariant,
    of: Of,
}

const fn mirror<K: Key, V: Serialize + DeserializeOwned>(table: Table<K, V>, invariant: Invariant, of: Of) -> Mirror {
    Mirror { number: table.number(), name: table.name(), invariant, of }
}

/// What the journal tells of deliveries, as if it were a table of its own: what they are about, how far, delivery. No
/// table of the store has this number.
const FACTS: Table<((u8, u64), u8, DeliveryId), ()> = Table::new(u8::MAX, "the journal");
const QUEUED: u8 = 0;
const LEFT: u8 = 1;
const GIVEN_UP: u8 = 2;

const MIRRORS: &[Mirror] = &[
    mirror(JOURNAL_BY_SUBJECT, I6, Of::Entry),
    mirror(USERS_BY_EMAIL, I6, Of::User),
    mirror(PAYERS_BY_NAME, I6, Of::Payer),
    mirror(PAYERS_BY_EMAIL, I6, Of::Payer),
    mirror(PAYERS_BY_CLIENT_NUMBER, I6, Of::Payer),
    mirror(PAYERS_BY_WORD, I6, Of::Payer),
    mirror(PAYERS_LISTED, I6, Of::Payer),
    mirror(PAYERS_MERGED, I6, Of::Payer),
    mirror(METHOD_REQUESTS_BY_TOKEN, I6, Of::Request),
    mirror(PAYMENT_METHODS_BY_PAYER, I6, Of::Method),
    mirror(PAYMENT_METHODS_BY_EXPIRY, I6, Of::Method),
    mirror(TRANSACTIONS_BY_KEY, I2, Of::Payment),
    mirror(TRANSACTIONS_BY_TIME, I6, Of::Payment),
    mirror(TRANSACTIONS_BY_PAYER, I6, Of::Payment),
    mirror(TRANSACTIONS_UNRESOLVED, I2, Of::Payment),
    mirror(TRANSACTIONS_TAKEN_BACK, I6, Of::Payment),
    mirror(DEBITS_BY_AUTHORIZATION, I12, Of::Payment),
    mirror(DEBITS_REPRESENTED, I12, Of::Payment),
    mirror(REFUNDS_BY_TRANSACTION, I6, Of::Refund),
    mirror(REFUNDS_BY_KEY, I2, Of::Refund),
    mirror(REFUNDS_UNRESOLVED, I2, Of::Refund),
    mirror(REFUNDS_FAILED, I6, Of::Refund),
    mirror(OUTBOX, I11, Of::Delivery),
    mirror(DELIVERIES_FAILED, I6, Of::Delivery),
    mirror(DELIVERIES_BY_TRANSACTION, I6, Of::Delivery),
    mirror(FACTS, I11, Of::Delivery),
    mirror(REPORTS_DUE, I6, Of::Report),
    mirror(REPORT_RUNS_BY_DUE, I6, Of::Run),
    mirror(PAYMENT_PAGES_BY_SLUG, I6, Of::Page),
    mirror(TRANSACTIONS_BY_PAGE, I6, Of::Order),
    mirror(DECLINES_BY_PAGE, I6, Of::Order),
    mirror(PUBLIC_DECLINES, I6, Of::Payment),
    mirror(TRANSACTIONS_BY_OCCURRENCE, I3, Of::Payment),
    mirror(SCHEDULES_BY_PAYER, I6, Of::Schedule),
    mirror(SCHEDULES_BY_METHOD, I6, Of::Schedule),
    mirror(SCHEDULES_BY_STATE, I6, Of::Schedule),
    mirror(SCHEDULES_BY_GROUP, I6, Of::Schedule),
    mirror(SCHEDULE_GROUPS_BY_KEY, I2, Of::Group),
    mirror(OCCURRENCES_DUE, I3, Of::Occurrence),
    mirror(OCCURRENCES_OPEN, I3, Of::Occurrence),
    mirror(OCCURRENCES_TO_REMIND, I6, Of::Occurrence),
    mirror(ALERTS_BY_STATE, I6, Of::Alert),
    mirror(ALERTS_BY_CAUSE, I6, Of::Alert),
    mirror(ALERTS_BY_ABOUT, I6, Of::Alert),
    mirror(PAYMENT_REQUESTS_BY_TOKEN, I6, Of::PaymentRequest),
    mirror(PAYMENT_REQUESTS_BY_KEY, I2, Of::PaymentRequest),
    mirror(PAYMENT_REQUESTS_BY_STATE, I6, Of::PaymentRequest),
    mirror(PAYMENT_REQUESTS_DUE, I6, Of::PaymentRequest),
    mirror(PAYMENT_REQUESTS_BY_WORD, I6, Of::PaymentRequest),
    mirror(TRANSACTIONS_BY_REQUEST, I6, Of::Payment),
    mirror(PAYMENT_REQUESTS_BY_IMPORT, I6, Of::PaymentRequest),
    mirror(PAYMENT_REQUESTS_BY_PAYER, I6, Of::PaymentRequest),
    mirror(PORTAL_LOGINS_BY_EMAIL, I6, Of::PortalLogin),
    mirror(PORTAL_LINKS_BY_TOKEN, I6, Of::PortalLink),
    mirror(PORTAL_LINKS_BY_EMAIL, I6, Of::PortalLink),
    mirror(PORTAL_ACCESS_BY_PAYER, I6, Of::PortalAccess),
];

/// The stored form of no value.
const NOTHING: &[u8] = b"\x01\xc0";

/// Which side of a mirror a row was met on.
#[derive(Clone, Copy)]
enum Side {
    Said,
    Shown,
}

/// Rows by key and value, and how often each was met on either side.
type Gathered = BTreeMap<(Vec<u8>, Vec<u8>), [u64; 2]>;

/// What was said and shown so far, mirror by mirror.
pub(super) struct Mirrors {
    hasher: RandomState,
    /// Per number of a table, per side: how many rows, and the sum of their hashes.
    sums: Vec<[(u64, u64); 2]>,
    gathered: Option<(u8, Gathered)>,
    key: Vec<u8>,
}

impl Default for Mirrors {
    fn default() -> Self {
        let sums = vec![Default::default(); usize::from(u8::MAX) + 1];
        Self { hasher: RandomState::new(), sums, gathered: None, key: Vec::new() }
    }
}

impl Mirrors {
    fn gathering(number: u8) -> Self {
        Self { gathered: Some((number, Gathered::new())), ..Self::default() }
    }

    fn differ(&self, number: u8) -> bool {
        let [said, shown] = self.sums[usize::from(number)];
        said != shown
    }

    fn note(&mut self, side: Side, key: &[u8], value: &[u8]) {
        let number = key[0];
        let (rows, sum) = &mut self.sums[usize::from(number)][side as usize];
        *rows += 1;
        *sum = sum.wrapping_add(if value == NOTHING {
            self.hasher.hash_one(key)
        } else {
            self.hasher.hash_one((key, value))
        });
        if let Some((_, gathered)) = self.gathered.as_mut().filter(|(wanted, _)| *wanted == number) {
            gathered.entry((key.to_vec(), value.to_vec())).or_default()[side as usize] += 1;
        }
    }

    /// Notes a row that has no value.
    fn note_key<K: Key>(&mut self, side: Side, table: Table<K, ()>, key: &K) {
        let mut raw = std::mem::take(&mut self.key);
        raw.clear();
        table.write_key(key, &mut raw);
        self.note(side, &raw, NOTHING);
        self.key = raw;
    }

    fn say<K: Key>(&mut self, table: Table<K, ()>, key: &K) {
        self.note_key(Side::Said, table, key);
    }

    /// Says that `key` leads to a record.
    fn lead<K: Key, V: Serialize + DeserializeOwned>(&mut self, table: Table<K, V>, key: &K, to: &V) {
        // What cannot be written could never have been stored.
        if let Ok(value) = encode(table.name(), to) {
            self.note(Side::Said, &table.raw_key(key), &value);
        }
    }

    pub(super) fn of_entry(&mut self, sequence: u64, entry: &Entry) {
        self.say(JOURNAL_BY_SUBJECT, &(entry.subject.index_key(), sequence));
        let (how_far, delivery) = match entry.fact {
            Fact::ReceiptQueued { delivery, .. }
            | Fact::RefundNoticeQueued { delivery, .. }
            | Fact::ReminderQueued { delivery, .. }
            | Fact::FailureNoticeQueued { delivery, .. }
            | Fact::ReturnNoticeQueued { delivery }
            | Fact::AuthorizationCopyQueued { delivery }
            | Fact::ReportQueued { delivery }
            | Fact::AlertsQueued { delivery }
            | Fact::MethodLinkQueued { delivery, .. }
            | Fact::ExpiryReminderQueued { delivery, .. }
            | Fact::PaymentRequestQueued { delivery }
            | Fact::PaymentRequestReminded { delivery, .. }
            | Fact::PortalMailQueued { delivery } => (QUEUED, delivery),
            Fact::Delivered { delivery } => (LEFT, delivery),
            Fact::DeliveryFailed { delivery } => (GIVEN_UP, delivery),
            _ => return,
        };
        self.note_key(Side::Shown, FACTS, &(entry.subject.index_key(), how_far, delivery));
    }

    pub(super) fn of_user(&mut self, user: &User) {
        self.lead(USERS_BY_EMAIL, &user.email, &user.id);
    }

    pub(super) fn of_payer(&mut self, payer: &Payer) {
        for (table, key) in index_keys(payer) {
            self.say(table, &(key, payer.id));
        }
        for key in shelf_keys(payer) {
            self.say(PAYERS_LISTED, &key);
        }
        for key in word_keys(payer) {
            self.say(PAYERS_BY_WORD, &key);
        }
        if let Some(key) = merged_key(payer) {
            self.say(PAYERS_MERGED, &key);
        }
    }

    pub(super) fn of_request(&mut self, request: &MethodRequest) {
        self.lead(METHOD_REQUESTS_BY_TOKEN, &request.token_hash, &(request.payer, request.id));
    }

    pub(super) fn of_method(&mut self, method: &PaymentMethod) {
        self.say(PAYMENT_METHODS_BY_PAYER, &(method.payer, method.id));
        if let Some(place) = place_by_expiry(method) {
            self.say(PAYMENT_METHODS_BY_EXPIRY, &place);
        }
    }

    pub(super) fn of_payment(&mut self, payment: &Transaction) {
        self.lead(TRANSACTIONS_BY_KEY, &payment.key, &payment.id);
        self.say(TRANSACTIONS_BY_TIME, &(payment.created_at, payment.id));
        if let Some(payer) = payment.payer {
            self.say(TRANSACTIONS_BY_PAYER, &(payer, payment.created_at, payment.id));
        }
        if payment.status.is_unresolved() {
            self.say(TRANSACTIONS_UNRESOLVED, &payment.id);
        }
        if let Some(place) = bot_defence::place(payment) {
            self.say(PUBLIC_DECLINES, &place);
        }
        if let Some(place) = place_taken_back(payment) {
            self.say(TRANSACTIONS_TAKEN_BACK, &place);
        }
        if let Some(occurrence) = payment.occurrence {
            self.say(TRANSACTIONS_BY_OCCURRENCE, &(occurrence, payment.id));
        }
        if let Some(part) = &payment.request {
            self.say(TRANSACTIONS_BY_REQUEST, &(part.request, payment.id));
        }
        if let Some(debit) = &payment.bank_debit {
            self.say(DEBITS_BY_AUTHORIZATION, &(debit.authorization, payment.id));
            if let Some(first) = debit.represents {
                self.say(DEBITS_REPRESENTED, &(first, payment.id));
            }
        }
    }

    pub(super) fn of_refund(&mut self, refund: &Refund) {
        self.say(REFUNDS_BY_TRANSACTION, &(refund.transaction, refund.id));
        self.lead(REFUNDS_BY_KEY, &refund.key, &refund.id);
        if refund.status.is_unresolved() {
            self.say(REFUNDS_UNRESOLVED, &refund.id);
        }
        if let Some(place) = place_failed(refund) {
            self.say(REFUNDS_FAILED, &place);
        }
    }

    pub(super) fn of_delivery(&mut self, delivery: &Delivery) {
        if let Some(transaction) = delivery.content.transaction() {
            self.say(DELIVERIES_BY_TRANSACTION, &(transaction, delivery.id));
        }
        let about = delivery.content.subject().index_key();
        self.say(FACTS, &(about, QUEUED, delivery.id));
        for (list, status) in LISTS {
            if let Some(place) = place(delivery, status) {
                self.say(list, &place);
            }
        }
        match delivery.status {
            DeliveryStatus::Waiting => {}
            DeliveryStatus::Sent | DeliveryStatus::Kept => self.say(FACTS, &(about, LEFT, delivery.id)),
            DeliveryStatus::Failed => self.say(FACTS, &(about, GIVEN_UP, delivery.id)),
        }
    }

    pub(super) fn of_report(&mut self, report: &Report) {
        if let Some(due) = report.next_due {
            self.say(REPORTS_DUE, &(due, report.id));
        }
    }

    pub(super) fn of_run(&mut self, run: &Run) {
        if let Some(due) = place_by_due(run) {
            self.lead(REPORT_RUNS_BY_DUE, &due, &run.id);
        }
    }

    pub(super) fn of_page(&mut self, page: &PaymentPage) {
        for slug in page.slugs() {
            self.lead(PAYMENT_PAGES_BY_SLUG, slug, &page.id);
        }
    }

    pub(super) fn of_order(&mut self, order: &Order, payment: &Transaction) {
        self.say(TRANSACTIONS_BY_PAGE, &(order.page, payment.created_at, payment.id));
        if let Some(place) = place_declined(order.page, payment) {
            self.say(DECLINES_BY_PAGE, &place);
        }
    }
    pub(super) fn of_schedule(&mut self, schedule: &Schedule) {
        self.say(SCHEDULES_BY_PAYER, &(schedule.payer, schedule.id));
        self.say(SCHEDULES_BY_METHOD, &(schedule.payment_method, schedule.id));
        self.say(SCHEDULES_BY_STATE, &place_of_schedule(schedule));
        if let Some(group) = schedule.group {
            self.say(SCHEDULES_BY_GROUP, &(group, schedule.id));
        }
    }

    pub(super) fn of_group(&mut self, group: &ScheduleGroup) {
        self.lead(SCHEDULE_GROUPS_BY_KEY, &group.key, &group.id);
    }

    pub(super) fn of_occurrence(&mut self, occurrence: &Occurrence) {
        if let Some(place) = schedules::place_due(occurrence) {
            self.say(OCCURRENCES_DUE, &place);
        }
        if let Some(place) = schedules::place_open(occurrence) {
            self.say(OCCURRENCES_OPEN, &place);
        }
        if let Some(place) = schedules::place_to_remind(occurrence) {
            self.say(OCCURRENCES_TO_REMIND, &place);
        }
    }

    pub(super) fn of_payment_request(&mut self, request: &PaymentRequest) {
        self.lead(PAYMENT_REQUESTS_BY_TOKEN, &request.token_hash, &request.id);
        self.lead(PAYMENT_REQUESTS_BY_KEY, &request.key, &request.id);
        self.say(PAYMENT_REQUESTS_BY_STATE, &payment_requests::place_by_state(request));
        if let Some(place) = payment_requests::place_due(request) {
            self.say(PAYMENT_REQUESTS_DUE, &place);
        }
        for word in request.words() {
            self.say(PAYMENT_REQUESTS_BY_WORD, &(word, request.id));
        }
        if let Some(brought) = request.brought {
            self.say(PAYMENT_REQUESTS_BY_IMPORT, &(brought.import, request.id));
        }
        if let Some(place) = payment_requests::place_by_payer(request) {
            self.say(PAYMENT_REQUESTS_BY_PAYER, &place);
        }
    }

    pub(super) fn of_portal_login(&mut self, login: &PortalLogin) {
        self.lead(PORTAL_LOGINS_BY_EMAIL, &login.email, &login.id);
    }

    pub(super) fn of_portal_link(&mut self, link: &PortalLink) {
        self.lead(PORTAL_LINKS_BY_TOKEN, &link.token_hash, &link.id);
        self.say(PORTAL_LINKS_BY_EMAIL, &(link.email.clone(), link.id));
    }

    pub(super) fn of_portal_access(&mut self, access: &Access) {
        self.say(PORTAL_ACCESS_BY_PAYER, &(access.payer, access.login));
    }

    pub(super) fn of_alert(&mut self, alert: &Alert) {
        self.say(ALERTS_BY_STATE, &place_by_state(alert));
        self.say(ALERTS_BY_CAUSE, &place_by_cause(alert));
        self.say(ALERTS_BY_ABOUT, &place_by_about(alert));
    }
}

/// Compares every mirror with what the records, which were all read before, said.
pub(super) fn compare(rows: &mut Rows<'_>) {
    for mirror in MIRRORS {
        show(rows, mirror);
        if rows.mirrors.differ(mirror.number) {
            name_differences(rows, mirror);
        }
    }
}

/// What the journal shows of deliveries was met when it was read.
fn show(rows: &mut Rows<'_>, mirror: &Mirror) {
    if mirror.number != FACTS.number() {
        rows.each_raw(mirror.number, mirror.name, &mut |rows, key, value| rows.mirrors.note(Side::Shown, key, value));
    }
}

fn name_differences(rows: &mut Rows<'_>, mirror: &Mirror) {
    let mut second = rows.again(Mirrors::gathering(mirror.number));
    read(&mut second, mirror.of);
    if mirror.number == FACTS.number() {
        read(&mut second, Of::Entry);
    }
    show(&mut second, mirror);
    let (noun, name) = (mirror.of.noun(), mirror.name);
    for ((key, value), [said, shown]) in second.mirrors.gathered.map(|(_, gathered)| gathered).unwrap_or_default() {
        let id = id_in(&key, &value);
        if said > shown {
            rows.findings.violate(mirror.invariant, format!("{noun} {id}: it is missing from {name}"));
        } else if shown > said {
            rows.findings.violate(mirror.invariant, format!("{noun} {id}: {name} has it and should not"));
        }
    }
}

/// The record that a row of a mirror leads to: its id is the value or, where there is none, the end of the key.
fn id_in(key: &[u8], value: &[u8]) -> u64 {
    let in_key = key.last_chunk().map_or(0, |id| u64::from_be_bytes(*id));
    decode::<u64>("id", value).unwrap_or(in_key)
}

/// Reads the records that say what must be in some mirror.
fn read(rows: &mut Rows<'_>, of: Of) {
    match of {
        Of::Entry => rows.each(JOURNAL, |rows, sequence, entry, _| rows.mirrors.of_entry(sequence, &entry)),
        Of::User => rows.each(USERS, |rows, _, user, _| rows.mirrors.of_user(&user)),
        Of::Payer => rows.each(PAYERS, |rows, _, payer, _| rows.mirrors.of_payer(&payer)),
        Of::Request => rows.each(METHOD_REQUESTS, |rows, _, request, _| rows.mirrors.of_request(&request)),
        Of::Method => rows.each(PAYMENT_METHODS, |rows, _, method, _| rows.mirrors.of_method(&method)),
        Of::Payment => rows.each(TRANSACTIONS, |rows, _, payment, _| rows.mirrors.of_payment(&payment)),
        Of::Refund => rows.each(REFUNDS, |rows, _, refund, _| rows.mirrors.of_refund(&refund)),
        Of::Delivery => rows.each(DELIVERIES, |rows, _, delivery, _| rows.mirrors.of_delivery(&delivery)),
        Of::Report => rows.each(REPORTS, |rows, _, report, _| rows.mirrors.of_report(&report)),
        Of::Run => rows.each(REPORT_RUNS, |rows, _, run, _| rows.mirrors.of_run(&run)),
        Of::Page => rows.each(PAYMENT_PAGES, |rows, _, page, _| rows.mirrors.of_page(&page)),
        Of::Order => rows.each(ORDERS, |rows, id, order, _| {
            if let Ok(Some(payment)) = rows.get(TRANSACTIONS, &id) {
                rows.mirrors.of_order(&order, &payment);
            }
        }),
        Of::Schedule => rows.each(SCHEDULES, |rows, _, schedule, _| rows.mirrors.of_schedule(&schedule)),
        Of::Group => rows.each(SCHEDULE_GROUPS, |rows, _, group, _| rows.mirrors.of_group(&group)),
        Of::Occurrence => rows.each(OCCURRENCES, |rows, _, occurrence, _| rows.mirrors.of_occurrence(&occurrence)),
        Of::Alert => rows.each(ALERTS, |rows, _, alert, _| rows.mirrors.of_alert(&alert)),
        Of::PaymentRequest => {
            rows.each(PAYMENT_REQUESTS, |rows, _, request, _| rows.mirrors.of_payment_request(&request));
        }
        Of::PortalLogin => rows.each(PORTAL_LOGINS, |rows, _, login, _| rows.mirrors.of_portal_login(&login)),
        Of::PortalLink => rows.each(PORTAL_LINKS, |rows, _, link, _| rows.mirrors.of_portal_link(&link)),
        Of::PortalAccess => rows.each(PORTAL_ACCESS, |rows, _, access, _| rows.mirrors.of_portal_access(&access)),
    }
}
