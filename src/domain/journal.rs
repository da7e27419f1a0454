//! The firm's memory: who did what, when. Entries are only ever appended, each carrying the hash of the one before.

use serde::{Deserialize, Serialize};

use super::{
    alert::{About, Cause, Resolution},
    ids::{
        AlertId, DebitAuthorizationId, DeliveryId, MerchantAccountId, MethodRequestId, PayerId, PaymentMethodId,
        PaymentPageId, PaymentRequestId, PortalLoginId, RefundId, ReportId, ReportRunId, ScheduleGroupId, ScheduleId,
        TransactionId, UserId,
    },
    refund::{RefundEvent, RefundStatus},
    schedule::{
        ScheduleEvent, State,
        occurrence::{OccurrenceEvent, Standing},
    },
    time::Timestamp,
    transaction::{Event, Status},
};

/// Who acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// A member of staff.
    User(UserId),
    /// A payer on a public page.
    Client,
    /// The portal itself.
    System,
}

/// What an entry is about; its history panel lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The firm and its settings.
    Firm,
    /// A deposit account.
    MerchantAccount(MerchantAccountId),
    /// A member of staff.
    User(UserId),
    /// A payer.
    Payer(PayerId),
    /// A payment.
    Transaction(TransactionId),
    /// A report.
    Report(ReportId),
    /// A payment page.
    PaymentPage(PaymentPageId),
    /// An alert.
    Alert(AlertId),
    /// A payment schedule.
    Schedule(ScheduleId),
    /// A general schedule.
    ScheduleGroup(ScheduleGroupId),
    /// A request for payment.
    PaymentRequest(PaymentRequestId),
    /// Somebody who signs in to the payer portal.
    PortalLogin(PortalLoginId),
}

impl Subject {
    /// Its sort key in the index of the journal: kind, then number.
    #[must_use]
    pub const fn index_key(self) -> (u8, u64) {
        match self {
            Self::Firm => (0, 0),
            Self::MerchantAccount(id) => (1, id.get()),
            Self::User(id) => (2, id.get()),
            Self::Payer(id) => (3, id.get()),
            Self::Transaction(id) => (4, id.get()),
            Self::Report(id) => (70, id.get()),
            Self::PaymentPage(id) => (130, id.get()),
            Self::Alert(id) => (110, id.get()),
            Self::Schedule(id) => (100, id.get()),
            Self::ScheduleGroup(id) => (150, id.get()),
            Self::PaymentRequest(id) => (140, id.get()),
            Self::PortalLogin(id) => (147, id.get()),
        }
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// The portal was set up.
    FirmSetUp,
    /// A deposit account was opened.
    MerchantAccountAdded,
    /// What may be added for paying by credit card was set.
    SurchargesSet {
        /// The version that is kept of it.
        version: u32,
    },
    /// What keeps machines from trying cards was set.
    BotDefenceSet {
        /// The version that is kept of it.
        version: u32,
    },
    /// A member of staff was added.
    UserAdded,
    /// Someone signed in.
    SignedIn,
    /// Someone signed out.
    SignedOut,
    /// A sign-in was refused; `locked` when that locked the account.
    SignInRefused {
        /// Whether the account is locked now.
        locked: bool,
    },
    /// A password was changed.
    PasswordChanged,
    /// Someone chose other colours or another language.
    PreferencesChanged,
    /// A payer was recorded.
    PayerAdded,
    /// A payment method was saved.
    PaymentMethodSaved {
        /// Which.
        method: PaymentMethodId,
    },
    /// A payment was asked for.
    PaymentRequested,
    /// The processor opened the charge under an id of its own; nothing is charged yet.
    PaymentOpened,
    /// News moved a payment from one status to another.
    PaymentChanged {
        /// The news.
        event: Event,
        /// Where it stood.
        from: Status,
        /// Where it stands.
        to: Status,
    },
    /// News contradicted what is known of a payment; nothing was changed.
    PaymentContradicted {
        /// The news.
        event: Event,
        /// Where it stands.
        status: Status,
    },
    /// The processor told more of a payment, as its own number or the card, and its status stayed.
    PaymentDetailsLearned,
    /// A refund was asked for.
    RefundRequested {
        /// Which.
        refund: RefundId,
        /// Why, in the words of whoever asked.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// News moved a refund from one status to another.
    RefundChanged {
        /// Which.
        refund: RefundId,
        /// The news.
        event: RefundEvent,
        /// Where it stood.
        from: RefundStatus,
        /// Where it stands.
        to: RefundStatus,
    },
    /// A receipt was put in the outbox.
    ReceiptQueued {
        /// Which delivery.
        delivery: DeliveryId,
        /// Whether someone asked for it again.
        again: bool,
    },
    /// The message that tells the payer of a refund was put in the outbox.
    RefundNoticeQueued {
        /// Of which.
        refund: RefundId,
        /// Which delivery.
        delivery: DeliveryId,
    },
    /// A tag was put on a payment.
    TagAdded {
        /// As it was typed.
        tag: String,
    },
    /// A tag was taken off a payment.
    TagRemoved {
        /// As it stood there.
        tag: String,
    },
    /// The internal note of a payment was written; what stood there before is in the entry before.
    NoteWritten {
        /// The whole of it; empty when it was taken away.
        text: String,
    },
    /// A payment was put on a payer's record after it was taken.
    PayerLinked {
        /// Whose.
        payer: PayerId,
    },
    /// The payer agreed to a method being saved and the processor did not save it.
    PaymentMethodNotSaved,
    /// A message has left, or is kept to be read here when there is no mail server.
    Delivered {
        /// Which delivery.
        delivery: DeliveryId,
    },
    /// A list left the house as a file.
    Exported {
        /// The name of the file.
        file: String,
        /// What was searched for.
        query: String,
        /// How many rows.
        rows: u64,
    },
    /// A message could not be delivered and will not be tried again.
    DeliveryFailed {
        /// Which delivery.
        delivery: DeliveryId,
    },
    /// A report was made.
    ReportAdded,
    /// A report was changed.
    ReportChanged,
    /// A report and its runs were deleted.
    ReportDeleted,
    /// A report was run.
    ReportRun {
        /// Which run.
        run: ReportRunId,
    },
    /// A report was put in the outbox.
    ReportQueued {
        /// Which delivery.
        delivery: DeliveryId,
    },
    /// A personal report is no longer sent, because its owner may no longer see payments.
    ReportStopped,
    /// A payment page was made.
    PaymentPageAdded,
    /// A payment page was changed; what it says now is kept under this version.
    PaymentPageChanged {
        /// Which.
        version: u32,
    },
    /// A payment page was opened to clients, or closed.
    PaymentPageSwitched {
        /// Whether clients can pay on it now.
        open: bool,
    },
    /// A payment page on which nobody ever paid was deleted.
    PaymentPageDeleted,
    /// A payment page closed itself for a while, because cards were declined on it one after the other.
    PaymentPageRested {
        /// Until when.
        until: Timestamp,
    },
    /// Something came up that a person must look at.
    AlertRaised {
        /// What it is about.
        about: About,
        /// Why.
        cause: Cause,
    },
    /// An alert was put off.
    AlertSnoozed {
        /// Until when.
        until: Timestamp,
    },
    /// An alert that was put off is open again.
    AlertWoken,
    /// An alert was given to somebody, or to nobody any more.
    AlertAssigned {
        /// Whom.
        to: Option<UserId>,
    },
    /// Mail about alerts was put in the outbox.
    AlertsQueued {
        /// Which delivery.
        delivery: DeliveryId,
    },
    /// An alert has ended.
    AlertResolved {
        /// By what.
        how: Resolution,
        /// In the words of whoever ended it.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
    },
    /// A schedule was made.
    ScheduleAdded,
    /// Something about a schedule was changed.
    ScheduleChanged {
        /// The version of its latest terms.
        terms: u32,
    },
    /// A schedule came into another state.
    ScheduleMoved {
        /// What happened.
        event: ScheduleEvent,
        /// What it was.
        from: State,
        /// What it is.
        to: State,
    },
    /// A payment of a schedule came to stand elsewhere.
    OccurrenceMoved {
        /// Which of its payments.
        number: u32,
        /// What happened.
        event: OccurrenceEvent,
        /// Where it stood.
        from: Standing,
        /// Where it stands.
        to: Standing,
    },
    /// The payer is reminded of a payment of a schedule: the message was put in the outbox.
    ReminderQueued {
        /// Which of its payments.
        number: u32,
        /// Which delivery.
        delivery: DeliveryId,
    },
    /// The payer is told that a payment of a schedule failed: the message was put in the outbox.
    FailureNoticeQueued {
        /// Which of its payments.
        number: u32,
        /// Which delivery.
        delivery: DeliveryId,
    },
    /// A general schedule was begun.
    ScheduleGroupAdded,
    /// The terms of a general schedule, or who is to get one by it, were changed before it was confirmed.
    ScheduleGroupChanged,
    /// A general schedule was given up before it was confirmed.
    ScheduleGroupDiscarded,
    /// A general schedule was confirmed.
    ScheduleGroupConfirmed {
        /// How many payers are to get a schedule.
        payers: u32,
    },
    /// Every payer of a general schedule has one, or is told not to get one.
    ScheduleGroupMade {
        /// How many schedules there are.
        made: u32,
        /// How many payers got none.
        refused: u32,
    },
    /// A file of schedules was taken in.
    SchedulesImported {
        /// The name of the file.
        file: String,
        /// How many schedules are new.
        added: u64,
        /// How many rows changed nothing.
        skipped: u64,
    },
    /// The payer authorized a debit of their bank account.
    DebitAuthorized {
        /// The proof of it.
        authorization: DebitAuthorizationId,
    },
    /// A debit that came back was presented again.
    DebitRepresented {
        /// The new payment.
        by: TransactionId,
    },
    /// The payer was asked by mail for another method, because of an alert.
    AlertPayerAsked {
        /// Under which link.
        request: MethodRequestId,
    },
    /// The payer has given a method under a link that an alert asked for.
    AlertMethodGiven {
        /// Which.
        method: PaymentMethodId,
        /// How many schedules charge it from now on.
        schedules: u32,
    },
    /// The payer's copy of what they authorized was put in the outbox.
    AuthorizationCopyQueued {
        /// Which delivery.
        delivery: DeliveryId,
    },
    /// After a return, or because the payer took it back, nothing more may be debited on an authorization.
    DebitAuthorizationEnded {
        /// Which.
        authorization: DebitAuthorizationId,
    },
    /// After a return, a saved bank account may no longer be debited.
    PaymentMethodStopped {
        /// Which.
        method: PaymentMethodId,
    },
    /// The message that tells the payer of a return was put in the outbox.
    ReturnNoticeQueued {
        /// Which delivery.
        delivery: DeliveryId,
    },
    /// A payer's record was changed.
    PayerChanged {
        /// The codes of the fields, as [`super::payer::Payer::changed`] gives them.
        fields: Vec<String>,
    },
    /// A payer was put out of the way.
    PayerArchived,
    /// A payer was brought back.
    PayerUnarchived,
    /// A payer's record is one with another since.
    PayerMerged {
        /// The one that stands for both.
        into: PayerId,
    },
    /// A payer's record stands for another one since.
    PayerTookIn {
        /// The other.
        merged: PayerId,
    },
    /// A payer's record stands for itself again.
    PayerSeparated {
        /// The one that stood for it.
        from: PayerId,
    },
    /// A payer's record no longer stands for another one.
    PayerGaveBack {
        /// The other.
        merged: PayerId,
    },
    /// A file of payers was taken in.
    PayersImported {
        /// The name of the file.
        file: String,
        /// How many records are new.
        added: u64,
        /// How many were changed.
        updated: u64,
        /// How many rows changed nothing.
        skipped: u64,
    },
    /// A saved method was renamed, or its expiry or address changed.
    PaymentMethodChanged {
        /// Which.
        method: PaymentMethodId,
        /// The codes of the fields.
        fields: Vec<String>,
    },
    /// The number of a saved method was entered again, with what was new of it.
    PaymentMethodReplaced {
        /// Which.
        method: PaymentMethodId,
    },
    /// A saved method was removed.
    PaymentMethodRemoved {
        /// Which.
        method: PaymentMethodId,
    },
    /// Another saved method is offered first.
    DefaultMethodChosen {
        /// Which.
        method: PaymentMethodId,
    },
    /// A link was made under which the payer sees to their methods.
    MethodLinkMade {
        /// Which.
        request: MethodRequestId,
    },
    /// Mail with such a link was put in the outbox.
    MethodLinkQueued {
        /// Which link.
        request: MethodRequestId,
        /// Which delivery.
        delivery: DeliveryId,
    },
    /// Such a link opens nothing any more.
    MethodLinkRevoked {
        /// Which.
        request: MethodRequestId,
    },
    /// Mail about a card that expires was put in the outbox.
    ExpiryReminderQueued {
        /// Which card.
        method: PaymentMethodId,
        /// How many days before the end of its last month.
        days: u16,
        /// The link that went with it.
        request: MethodRequestId,
        /// Which delivery.
        delivery: DeliveryId,
    },
    /// A client was asked for a payment.
    PaymentRequestMade,
    /// Mail with the link of a request was put in the outbox.
    PaymentRequestQueued {
        /// Which delivery.
        delivery: DeliveryId,
    },
    /// A client is reminded of a request: the message was put in the outbox.
    PaymentRequestReminded {
        /// Which of its reminders, from 1.
        number: u8,
        /// Which delivery.
        delivery: DeliveryId,
    },
    /// A client did something on the page of a request for the first time.
    PaymentRequestViewed,
    /// A request takes no payments any more.
    PaymentRequestCancelled,
    /// A request has another link; the one before leads nowhere.
    PaymentRequestReissued,
    /// The time of a request is over.
    PaymentRequestExpired,
    /// A file of requests for payment was taken in.
    PaymentRequestsImported {
        /// The name of the file.
        file: String,
        /// How many requests were made.
        added: u64,
    },
    /// The payer portal was opened to payers, or closed.
    PortalSwitched {
        /// Whether they can sign in now.
        open: bool,
    },
    /// Somebody asked for a link to sign in, and none was sent: nobody has the address, or it got enough of them.
    PortalLinkRefused,
    /// Mail for a login of the portal was put in the outbox: a link, or word of another address or of a password.
    PortalMailQueued {
        /// Which delivery.
        delivery: DeliveryId,
    },
    /// A login of the portal took another address, which was shown to be theirs.
    PortalAddressChanged,
    /// Somebody took their password for the portal away; they sign in by link only.
    PasswordRemoved,
    /// Somebody ended all their sessions.
    SignedOutEverywhere,
    /// Staff invited somebody to see a payer's payments in the portal.
    PortalInvited {
        /// Whom.
        login: PortalLoginId,
        /// At which address; older entries do not say.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        address: String,
    },
    /// Staff took the access to a payer's payments away from somebody.
    PortalAccessWithdrawn {
        /// From whom.
        login: PortalLoginId,
        /// Which address they had; older entries do not say.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        address: String,
    },
}

/// One entry of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// About what.
    pub subject: Subject,
    /// What.
    pub fact: Fact,
    /// SHA-256 of the entry before, all zero for the first.
    pub previous: [u8; 32],
}
