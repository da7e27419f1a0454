//! The data dictionary: every table of the store with its key, its value and who mirrors it.
//!
//! A number is given once and never again, not even after its table has gone. Only the file named beside a table
//! writes it, so that a row and its indexes change together.

use crate::domain::{
    alert::Alert,
    annotation::Annotation,
    bot_defence::BotDefence,
    card::PaymentMethod,
    debit_authorization::DebitAuthorization,
    delivery::{Attachment, Delivery, Message},
    firm::Firm,
    ids::{
        AlertId, DebitAuthorizationId, DeliveryId, ImportId, MerchantAccountId, MethodRequestId, OccurrenceId,
        OperationKey, PayerId, PaymentMethodId, PaymentPageId, PaymentRequestId, PortalLinkId, PortalLoginId, RefundId,
        ReportId, ReportRunId, ScheduleGroupId, ScheduleId, TransactionId, UserId,
    },
    import::ImportPart,
    journal::Entry,
    merchant_account::MerchantAccount,
    method_request::MethodRequest,
    payer::{Payer, merging::Merge},
    payment_page::{PaymentPage, logo::Picture, order::Order},
    payment_request::PaymentRequest,
    portal::{Access, PortalLink, PortalLogin, PortalSession, PortalSettings},
    refund::Refund,
    report::{Report, run::Run},
    schedule::{
        Schedule,
        group::{Enrolment, ScheduleGroup},
        occurrence::Occurrence,
    },
    surcharge::Settings as SurchargeSettings,
    time::{Day, Timestamp},
    transaction::Transaction,
    user::{Session, User},
};

use super::{
    alerts::Mailed,
    balances::BalanceKey,
    drafts::Draft,
    journal::Tail,
    migrations::Identity,
    table::Table,
    totals::{Total, TotalKey},
    volumes::VolumeKey,
};

/// What an alert is about (kind, number, number within), its cause, and which it is.
type AlertAbout = ((u8, u64, u64), u8, AlertId);

/// What this file is: identity, schema number. Written by `migrations`.
pub const IDENTITY: Table<(), Identity> = Table::new(1, "identity");
/// The last number given out per kind of row. Written by `counters`.
pub const COUNTERS: Table<String, u64> = Table::new(2, "counters");
/// Everything that happened, in order. Written by `journal`.
pub const JOURNAL: Table<u64, Entry> = Table::new(3, "journal");
/// The end of the journal: last number and hash. Written by `journal`.
pub const JOURNAL_TAIL: Table<(), Tail> = Table::new(4, "journal_tail");
/// Entries by what they are about: (kind, id), number. Written by `journal`.
pub const JOURNAL_BY_SUBJECT: Table<((u8, u64), u64), ()> = Table::new(5, "journal_by_subject");

/// The firm; one row. Written by `firm`.
pub const FIRM: Table<(), Firm> = Table::new(10, "firm");
/// Deposit accounts. Written by `firm`.
pub const MERCHANT_ACCOUNTS: Table<MerchantAccountId, MerchantAccount> = Table::new(11, "merchant_accounts");

/// Staff. Written by `users`.
pub const USERS: Table<UserId, User> = Table::new(20, "users");
/// Staff by e-mail address, lower case. Written by `users`.
pub const USERS_BY_EMAIL: Table<String, UserId> = Table::new(21, "users_by_email");
/// Signed-in browsers by SHA-256 of the cookie. Written by `users`.
pub const SESSIONS: Table<[u8; 32], Session> = Table::new(22, "sessions");
/// Forms kept while their author signs in again. Written by `drafts`.
pub const DRAFTS: Table<OperationKey, Draft> = Table::new(23, "drafts");

/// Payers. Written by `payers`.
pub const PAYERS: Table<PayerId, Payer> = Table::new(30, "payers");
/// Payers by match key of the name. Written by `payers`.
pub const PAYERS_BY_NAME: Table<(String, PayerId), ()> = Table::new(31, "payers_by_name");
/// Payers by e-mail address, lower case. Written by `payers`.
pub const PAYERS_BY_EMAIL: Table<(String, PayerId), ()> = Table::new(32, "payers_by_email");
/// Payers by client number. Written by `payers`.
pub const PAYERS_BY_CLIENT_NUMBER: Table<(String, PayerId), ()> = Table::new(33, "payers_by_client_number");
/// Saved methods. Written by `payment_methods`.
pub const PAYMENT_METHODS: Table<PaymentMethodId, PaymentMethod> = Table::new(34, "payment_methods");
/// Saved methods by payer. Written by `payment_methods`.
pub const PAYMENT_METHODS_BY_PAYER: Table<(PayerId, PaymentMethodId), ()> = Table::new(35, "payment_methods_by_payer");

/// Payments. Written by `transactions`.
pub const TRANSACTIONS: Table<TransactionId, Transaction> = Table::new(40, "transactions");
/// Payments by operation key: what makes a second submission find the first. Written by `transactions`.
pub const TRANSACTIONS_BY_KEY: Table<OperationKey, TransactionId> = Table::new(41, "transactions_by_key");
/// Payments by time. Written by `transactions`.
pub const TRANSACTIONS_BY_TIME: Table<(Timestamp, TransactionId), ()> = Table::new(42, "transactions_by_time");
/// Payments of a payer by time. Written by `transactions`.
pub const TRANSACTIONS_BY_PAYER: Table<(PayerId, Timestamp, TransactionId), ()> =
    Table::new(43, "transactions_by_payer");
/// Payments whose outcome is open. Written by `transactions`.
pub const TRANSACTIONS_UNRESOLVED: Table<TransactionId, ()> = Table::new(44, "transactions_unresolved");
/// Refunds. Written by `transactions`.
pub const REFUNDS: Table<RefundId, Refund> = Table::new(45, "refunds");
/// Refunds of a payment. Written by `transactions`.
pub const REFUNDS_BY_TRANSACTION: Table<(TransactionId, RefundId), ()> = Table::new(46, "refunds_by_transaction");
/// Refunds by operation key. Written by `transactions`.
pub const REFUNDS_BY_KEY: Table<OperationKey, RefundId> = Table::new(47, "refunds_by_key");
/// Count and sum per day, account, source, method and status. Written by `totals`.
pub const TOTALS: Table<TotalKey, Total> = Table::new(48, "totals");
/// How far each processor's news was read. Written by `transactions`.
pub const NEWS_CURSORS: Table<String, String> = Table::new(49, "news_cursors");
/// Refunds whose outcome is open. Written by `transactions`.
pub const REFUNDS_UNRESOLVED: Table<RefundId, ()> = Table::new(50, "refunds_unresolved");
/// Operations that the news named and that have not been asked about yet. Written by `transactions`.
pub const NEWS_INBOX: Table<OperationKey, ()> = Table::new(51, "news_inbox");
/// What staff noted on a payment. Written by `annotations`.
pub const ANNOTATIONS: Table<TransactionId, Annotation> = Table::new(52, "annotations");

/// Messages. Written by `outbox`.
pub const DELIVERIES: Table<DeliveryId, Delivery> = Table::new(60, "deliveries");
/// Messages that wait, by the time they are due. Written by `outbox`.
pub const OUTBOX: Table<(Timestamp, DeliveryId), ()> = Table::new(61, "outbox");
/// Messages of a payment. Written by `outbox`.
pub const DELIVERIES_BY_TRANSACTION: Table<(TransactionId, DeliveryId), ()> =
    Table::new(62, "deliveries_by_transaction");
/// Messages as they were put into words. Written by `outbox`.
pub const MESSAGES: Table<DeliveryId, Message> = Table::new(63, "messages");

/// Count and sum per day and month, account and flow, whole and by source and method. Written by `volumes`.
pub const VOLUMES: Table<VolumeKey, Total> = Table::new(80, "volumes");
/// Payments that were taken back from the firm, by the time that was learned. Written by `transactions`.
pub const TRANSACTIONS_TAKEN_BACK: Table<(Timestamp, TransactionId), ()> = Table::new(81, "transactions_taken_back");
/// Refunds that failed, by the time that was learned. Written by `transactions`.
pub const REFUNDS_FAILED: Table<(Timestamp, RefundId), ()> = Table::new(82, "refunds_failed");
/// Messages given up, by the time of the last attempt. Written by `outbox`.
pub const DELIVERIES_FAILED: Table<(Timestamp, DeliveryId), ()> = Table::new(83, "deliveries_failed");
/// Saved cards by the first day of the month they expire in. Written by `payment_methods`.
pub const PAYMENT_METHODS_BY_EXPIRY: Table<(Day, PaymentMethodId), ()> = Table::new(84, "payment_methods_by_expiry");
/// Reports that people made. Written by `reports`.
pub const REPORTS: Table<ReportId, Report> = Table::new(70, "reports");
/// Reports that are sent, by the time they are due next. Written by `reports`.
pub const REPORTS_DUE: Table<(Timestamp, ReportId), ()> = Table::new(71, "reports_due");
/// How reports were run. Written by `reports`.
pub const REPORT_RUNS: Table<(ReportId, ReportRunId), Run> = Table::new(72, "report_runs");
/// Runs by the instant of the schedule that they answer: what lets each be answered once. Written by `reports`.
pub const REPORT_RUNS_BY_DUE: Table<(ReportId, Timestamp), ReportRunId> = Table::new(73, "report_runs_by_due");
/// Runs of the reports that every portal has, by the report's code. Written by `reports`.
pub const STANDARD_REPORT_RUNS: Table<(String, ReportRunId), Run> = Table::new(190, "standard_report_runs");
/// Files that go with messages, until those have left. Written by `outbox`.
pub const ATTACHMENTS: Table<DeliveryId, Attachment> = Table::new(74, "attachments");

/// Payment pages. Written by `payment_pages`.
pub const PAYMENT_PAGES: Table<PaymentPageId, PaymentPage> = Table::new(130, "payment_pages");
/// Payment pages by address. Written by `payment_pages`.
pub const PAYMENT_PAGES_BY_SLUG: Table<String, PaymentPageId> = Table::new(131, "payment_pages_by_slug");
/// Payment pages as they stood in each of their versions. Written by `payment_pages`.
pub const PAYMENT_PAGE_VERSIONS: Table<(PaymentPageId, u64), PaymentPage> = Table::new(132, "payment_page_versions");
/// What payments on pages were for. Written by `payment_pages`.
pub const ORDERS: Table<TransactionId, Order> = Table::new(133, "orders");
/// Payments on a page by time. Written by `payment_pages`.
pub const TRANSACTIONS_BY_PAGE: Table<(PaymentPageId, Timestamp, TransactionId), ()> =
    Table::new(134, "transactions_by_page");
/// How many of an item are sold or being paid for: page, item. Written by `payment_pages`.
pub const STOCK_TAKEN: Table<(PaymentPageId, u64), u64> = Table::new(135, "stock_taken");
/// Count and sum of what was ever approved on a page. Written by `payment_pages`.
pub const PAYMENT_PAGE_VOLUMES: Table<PaymentPageId, Total> = Table::new(136, "payment_page_volumes");
/// Until when a page last closed itself: what lets staff be told once. Written by `payment_pages`.
pub const PAYMENT_PAGES_RESTED: Table<PaymentPageId, Timestamp> = Table::new(137, "payment_pages_rested");
/// Logos of payment pages by the SHA-256 of their files, kept as the versions are that show them. Written by
/// `payment_pages`.
pub const LOGOS: Table<[u8; 32], Picture> = Table::new(195, "logos");
/// Payments on a page that were declined, by time. Written by `payment_pages`.
pub const DECLINES_BY_PAGE: Table<(PaymentPageId, Timestamp, TransactionId), ()> = Table::new(165, "declines_by_page");
/// Clients' payments on all public pages together that were declined, by time. Written by `transactions`.
pub const PUBLIC_DECLINES: Table<(Timestamp, TransactionId), ()> = Table::new(186, "public_declines");
/// What the firm set about machines that try cards, each version of it. Written by `bot_defence`.
pub const BOT_DEFENCE: Table<u64, BotDefence> = Table::new(187, "bot_defence");
/// Payment schedules. Written by `schedules`.
pub const SCHEDULES: Table<ScheduleId, Schedule> = Table::new(100, "schedules");
/// Schedules of a payer. Written by `schedules`.
pub const SCHEDULES_BY_PAYER: Table<(PayerId, ScheduleId), ()> = Table::new(101, "schedules_by_payer");
/// Schedules by the method that they charge. Written by `schedules`.
pub const SCHEDULES_BY_METHOD: Table<(PaymentMethodId, ScheduleId), ()> = Table::new(102, "schedules_by_method");
/// Schedules by state and the day of the next payment. Written by `schedules`.
pub const SCHEDULES_BY_STATE: Table<(u8, Day, ScheduleId), ()> = Table::new(103, "schedules_by_state");
/// The payments that schedules owe. Written by `schedules`.
pub const OCCURRENCES: Table<OccurrenceId, Occurrence> = Table::new(104, "occurrences");
/// Occurrences by the time at which the portal acts on them by itself. Written by `schedules`.
pub const OCCURRENCES_DUE: Table<(Timestamp, OccurrenceId), ()> = Table::new(105, "occurrences_due");
/// Occurrences that are being collected, have failed or are on their way, since when. Written by `schedules`.
pub const OCCURRENCES_OPEN: Table<(u8, Timestamp, OccurrenceId), ()> = Table::new(106, "occurrences_open");
/// Occurrences that the payer is to be reminded of, by the time. Written by `schedules`.
pub const OCCURRENCES_TO_REMIND: Table<(Timestamp, OccurrenceId), ()> = Table::new(107, "occurrences_to_remind");
/// The payments made for an occurrence. Written by `transactions`.
pub const TRANSACTIONS_BY_OCCURRENCE: Table<(OccurrenceId, TransactionId), ()> =
    Table::new(108, "transactions_by_occurrence");
/// General schedules. Written by `schedule_groups`.
pub const SCHEDULE_GROUPS: Table<ScheduleGroupId, ScheduleGroup> = Table::new(150, "schedule_groups");
/// General schedules by the key of their form: what makes a form that is sent twice find the first. Written by
/// `schedule_groups`.
pub const SCHEDULE_GROUPS_BY_KEY: Table<OperationKey, ScheduleGroupId> = Table::new(151, "schedule_groups_by_key");
/// The terms of a general schedule and who waits for a schedule by them, until none does. Written by `schedule_groups`.
pub const ENROLMENTS: Table<ScheduleGroupId, Enrolment> = Table::new(152, "enrolments");
/// Schedules of a group. Written by `schedules`.
pub const SCHEDULES_BY_GROUP: Table<(ScheduleGroupId, ScheduleId), ()> = Table::new(153, "schedules_by_group");

/// Alerts. Written by `alerts`.
pub const ALERTS: Table<AlertId, Alert> = Table::new(110, "alerts");
/// Alerts by how far they have got: (open, snoozed or resolved), when they were raised, wake or ended. Written by `alerts`.
pub const ALERTS_BY_STATE: Table<(u8, Timestamp, AlertId), ()> = Table::new(111, "alerts_by_state");
/// The same, by cause. Written by `alerts`.
pub const ALERTS_BY_CAUSE: Table<((u8, u8), Timestamp, AlertId), ()> = Table::new(112, "alerts_by_cause");
/// Alerts by what they are about, (kind, number, number within), and cause. Written by `alerts`.
pub const ALERTS_BY_ABOUT: Table<AlertAbout, ()> = Table::new(113, "alerts_by_about");
/// How many alerts of a cause are open. Written by `alerts`.
pub const ALERT_COUNTS: Table<u8, u64> = Table::new(114, "alert_counts");
/// Payments that are taken to settle an alert, by the key of their form. Written by `alerts`.
pub const ALERT_PAYMENTS: Table<OperationKey, AlertId> = Table::new(115, "alert_payments");
/// What was last mailed to somebody about alerts. Written by `alerts`.
pub const ALERT_MAILS: Table<UserId, Mailed> = Table::new(116, "alert_mails");
/// What payers authorized to be debited. Written by `debit_authorizations`.
pub const DEBIT_AUTHORIZATIONS: Table<DebitAuthorizationId, DebitAuthorization> =
    Table::new(120, "debit_authorizations");
/// Bank debits by what allows them. Written by `transactions`.
pub const DEBITS_BY_AUTHORIZATION: Table<(DebitAuthorizationId, TransactionId), ()> =
    Table::new(121, "debits_by_authorization");
/// Bank debits that present another one again, by the first. Written by `transactions`.
pub const DEBITS_REPRESENTED: Table<(TransactionId, TransactionId), ()> = Table::new(122, "debits_represented");
/// Words by which payers are found, with the record and the one that is shown for it. Written by `payers`.
pub const PAYERS_BY_WORD: Table<(String, PayerId, PayerId), ()> = Table::new(90, "payers_by_word");
/// Payers that stand for themselves, by list and place in it. Written by `payers`.
pub const PAYERS_LISTED: Table<(u8, String, PayerId), ()> = Table::new(91, "payers_listed");
/// Merged records under the one that stands for them. Written by `payers`.
pub const PAYERS_MERGED: Table<(PayerId, PayerId), ()> = Table::new(92, "payers_merged");
/// How records were merged, as long as they are. Written by `payers`.
pub const PAYER_MERGES: Table<PayerId, Merge> = Table::new(93, "payer_merges");
/// Count and sum per payer, currency, kind of money and side. Written by `balances`.
pub const PAYER_BALANCES: Table<BalanceKey, Total> = Table::new(94, "payer_balances");
/// When the latest payment was made with a saved method. Written by `payment_methods`.
pub const PAYMENT_METHODS_USED: Table<PaymentMethodId, Timestamp> = Table::new(95, "payment_methods_used");
/// Tokens that their processor is to forget. Written by `payment_methods`.
pub const PAYMENT_METHODS_TO_FORGET: Table<String, PaymentMethod> = Table::new(96, "payment_methods_to_forget");
/// Links under which payers see to their methods. Written by `payment_methods`.
pub const METHOD_REQUESTS: Table<(PayerId, MethodRequestId), MethodRequest> = Table::new(97, "method_requests");
/// Such links by SHA-256 of the token. Written by `payment_methods`.
pub const METHOD_REQUESTS_BY_TOKEN: Table<[u8; 32], (PayerId, MethodRequestId)> =
    Table::new(98, "method_requests_by_token");
/// Files that are being taken in: part 0 is the head, the others the rows. The name is from when they were all of payers.
/// Written by `imports`.
pub const IMPORTS: Table<(ImportId, u64), ImportPart> = Table::new(99, "payer_imports");

/// What the firm set about surcharges, each version of it. Written by `surcharges`.
pub const SURCHARGE_SETTINGS: Table<u64, SurchargeSettings> = Table::new(160, "surcharge_settings");
/// Requests for payment. Written by `payment_requests`.
pub const PAYMENT_REQUESTS: Table<PaymentRequestId, PaymentRequest> = Table::new(140, "payment_requests");
/// Requests by SHA-256 of the token of their link. Written by `payment_requests`.
pub const PAYMENT_REQUESTS_BY_TOKEN: Table<[u8; 32], PaymentRequestId> = Table::new(141, "payment_requests_by_token");
/// Requests by the form that made them. Written by `payment_requests`.
pub const PAYMENT_REQUESTS_BY_KEY: Table<OperationKey, PaymentRequestId> = Table::new(142, "payment_requests_by_key");
/// Requests by where they stand. Written by `payment_requests`.
pub const PAYMENT_REQUESTS_BY_STATE: Table<(u8, PaymentRequestId), ()> = Table::new(143, "payment_requests_by_state");
/// Requests by the time at which the portal acts on them by itself. Written by `payment_requests`.
pub const PAYMENT_REQUESTS_DUE: Table<(Timestamp, PaymentRequestId), ()> = Table::new(144, "payment_requests_due");
/// Words by which requests are found. Written by `payment_requests`.
pub const PAYMENT_REQUESTS_BY_WORD: Table<(String, PaymentRequestId), ()> = Table::new(145, "payment_requests_by_word");
/// The payments on a request. Written by `payment_requests`.
pub const TRANSACTIONS_BY_REQUEST: Table<(PaymentRequestId, TransactionId), ()> =
    Table::new(146, "transactions_by_request");
/// Requests by the file that they came with. Written by `payment_requests`.
pub const PAYMENT_REQUESTS_BY_IMPORT: Table<(ImportId, PaymentRequestId), ()> =
    Table::new(180, "payment_requests_by_import");
/// The requests that were made for a payer's record. Written by `payment_requests`.
pub const PAYMENT_REQUESTS_BY_PAYER: Table<(PayerId, PaymentRequestId), ()> =
    Table::new(176, "payment_requests_by_payer");
/// Who signs in to the payer portal. Written by `portal`.
pub const PORTAL_LOGINS: Table<PortalLoginId, PortalLogin> = Table::new(147, "portal_logins");
/// Such logins by e-mail address, lower case. Written by `portal`.
pub const PORTAL_LOGINS_BY_EMAIL: Table<String, PortalLoginId> = Table::new(148, "portal_logins_by_email");
/// Browsers that are signed in to the portal, by SHA-256 of the cookie. Written by `portal`.
pub const PORTAL_SESSIONS: Table<[u8; 32], PortalSession> = Table::new(149, "portal_sessions");
/// Links to the portal that are good once. Written by `portal`.
pub const PORTAL_LINKS: Table<PortalLinkId, PortalLink> = Table::new(170, "portal_links");
/// Such links by SHA-256 of the token. Written by `portal`.
pub const PORTAL_LINKS_BY_TOKEN: Table<[u8; 32], PortalLinkId> = Table::new(171, "portal_links_by_token");
/// Such links by where they were mailed. Written by `portal`.
pub const PORTAL_LINKS_BY_EMAIL: Table<(String, PortalLinkId), ()> = Table::new(172, "portal_links_by_email");
/// What is on record of a login and a payer beside the payer's addresses. Written by `portal`.
pub const PORTAL_ACCESS: Table<(PortalLoginId, PayerId), Access> = Table::new(173, "portal_access");
/// The same, by payer. Written by `portal`.
pub const PORTAL_ACCESS_BY_PAYER: Table<(PayerId, PortalLoginId), ()> = Table::new(174, "portal_access_by_payer");
/// What the firm set about the portal; one row, none before anything was set. Written by `portal`.
pub const PORTAL_SETTINGS: Table<(), PortalSettings> = Table::new(175, "portal_settings");

/// Number and name of every table, for backups, checks and counts.
pub const ALL: &[(u8, &str)] = &[
    (IDENTITY.number(), IDENTITY.name()),
    (COUNTERS.number(), COUNTERS.name()),
    (JOURNAL.number(), JOURNAL.name()),
    (JOURNAL_TAIL.number(), JOURNAL_TAIL.name()),
    (JOURNAL_BY_SUBJECT.number(), JOURNAL_BY_SUBJECT.name()),
    (FIRM.number(), FIRM.name()),
    (MERCHANT_ACCOUNTS.number(), MERCHANT_ACCOUNTS.name()),
    (USERS.number(), USERS.name()),
    (USERS_BY_EMAIL.number(), USERS_BY_EMAIL.name()),
    (SESSIONS.number(), SESSIONS.name()),
    (DRAFTS.number(), DRAFTS.name()),
    (PAYERS.number(), PAYERS.name()),
    (PAYERS_BY_NAME.number(), PAYERS_BY_NAME.name()),
    (PAYERS_BY_EMAIL.number(), PAYERS_BY_EMAIL.name()),
    (PAYERS_BY_CLIENT_NUMBER.number(), PAYERS_BY_CLIENT_NUMBER.name()),
    (PAYMENT_METHODS.number(), PAYMENT_METHODS.name()),
    (PAYMENT_METHODS_BY_PAYER.number(), PAYMENT_METHODS_BY_PAYER.name()),
    (TRANSACTIONS.number(), TRANSACTIONS.name()),
    (TRANSACTIONS_BY_KEY.number(), TRANSACTIONS_BY_KEY.name()),
    (TRANSACTIONS_BY_TIME.number(), TRANSACTIONS_BY_TIME.name()),
    (TRANSACTIONS_BY_PAYER.number(), TRANSACTIONS_BY_PAYER.name()),
    (TRANSACTIONS_UNRESOLVED.number(), TRANSACTIONS_UNRESOLVED.name()),
    (REFUNDS.number(), REFUNDS.name()),
    (REFUNDS_BY_TRANSACTION.number(), REFUNDS_BY_TRANSACTION.name()),
    (REFUNDS_BY_KEY.number(), REFUNDS_BY_KEY.name()),
    (REFUNDS_UNRESOLVED.number(), REFUNDS_UNRESOLVED.name()),
    (NEWS_INBOX.number(), NEWS_INBOX.name()),
    (TOTALS.number(), TOTALS.name()),
    (NEWS_CURSORS.number(), NEWS_CURSORS.name()),
    (ANNOTATIONS.number(), ANNOTATIONS.name()),
    (DELIVERIES.number(), DELIVERIES.name()),
    (OUTBOX.number(), OUTBOX.name()),
    (DELIVERIES_BY_TRANSACTION.number(), DELIVERIES_BY_TRANSACTION.name()),
    (MESSAGES.number(), MESSAGES.name()),
    (VOLUMES.number(), VOLUMES.name()),
    (TRANSACTIONS_TAKEN_BACK.number(), TRANSACTIONS_TAKEN_BACK.name()),
    (REFUNDS_FAILED.number(), REFUNDS_FAILED.name()),
    (DELIVERIES_FAILED.number(), DELIVERIES_FAILED.name()),
    (PAYMENT_METHODS_BY_EXPIRY.number(), PAYMENT_METHODS_BY_EXPIRY.name()),
    (REPORTS.number(), REPORTS.name()),
    (REPORTS_DUE.number(), REPORTS_DUE.name()),
    (REPORT_RUNS.number(), REPORT_RUNS.name()),
    (REPORT_RUNS_BY_DUE.number(), REPORT_RUNS_BY_DUE.name()),
    (STANDARD_REPORT_RUNS.number(), STANDARD_REPORT_RUNS.name()),
    (ATTACHMENTS.number(), ATTACHMENTS.name()),
    (PAYMENT_PAGES.number(), PAYMENT_PAGES.name()),
    (PAYMENT_PAGES_BY_SLUG.number(), PAYMENT_PAGES_BY_SLUG.name()),
    (PAYMENT_PAGE_VERSIONS.number(), PAYMENT_PAGE_VERSIONS.name()),
    (ORDERS.number(), ORDERS.name()),
    (TRANSACTIONS_BY_PAGE.number(), TRANSACTIONS_BY_PAGE.name()),
    (STOCK_TAKEN.number(), STOCK_TAKEN.name()),
    (PAYMENT_PAGE_VOLUMES.number(), PAYMENT_PAGE_VOLUMES.name()),
    (PAYMENT_PAGES_RESTED.number(), PAYMENT_PAGES_RESTED.name()),
    (LOGOS.number(), LOGOS.name()),
    (DECLINES_BY_PAGE.number(), DECLINES_BY_PAGE.name()),
    (PUBLIC_DECLINES.number(), PUBLIC_DECLINES.name()),
    (BOT_DEFENCE.number(), BOT_DEFENCE.name()),
    (SCHEDULES.number(), SCHEDULES.name()),
    (SCHEDULES_BY_PAYER.number(), SCHEDULES_BY_PAYER.name()),
    (SCHEDULES_BY_METHOD.number(), SCHEDULES_BY_METHOD.name()),
    (SCHEDULES_BY_STATE.number(), SCHEDULES_BY_STATE.name()),
    (OCCURRENCES.number(), OCCURRENCES.name()),
    (OCCURRENCES_DUE.number(), OCCURRENCES_DUE.name()),
    (OCCURRENCES_OPEN.number(), OCCURRENCES_OPEN.name()),
    (OCCURRENCES_TO_REMIND.number(), OCCURRENCES_TO_REMIND.name()),
    (TRANSACTIONS_BY_OCCURRENCE.number(), TRANSACTIONS_BY_OCCURRENCE.name()),
    (SCHEDULE_GROUPS.number(), SCHEDULE_GROUPS.name()),
    (SCHEDULE_GROUPS_BY_KEY.number(), SCHEDULE_GROUPS_BY_KEY.name()),
    (ENROLMENTS.number(), ENROLMENTS.name()),
    (SCHEDULES_BY_GROUP.number(), SCHEDULES_BY_GROUP.name()),
    (ALERTS.number(), ALERTS.name()),
    (ALERTS_BY_STATE.number(), ALERTS_BY_STATE.name()),
    (ALERTS_BY_CAUSE.number(), ALERTS_BY_CAUSE.name()),
    (ALERTS_BY_ABOUT.number(), ALERTS_BY_ABOUT.name()),
    (ALERT_COUNTS.number(), ALERT_COUNTS.name()),
    (ALERT_PAYMENTS.number(), ALERT_PAYMENTS.name()),
    (ALERT_MAILS.number(), ALERT_MAILS.name()),
    (DEBIT_AUTHORIZATIONS.number(), DEBIT_AUTHORIZATIONS.name()),
    (DEBITS_BY_AUTHORIZATION.number(), DEBITS_BY_AUTHORIZATION.name()),
    (DEBITS_REPRESENTED.number(), DEBITS_REPRESENTED.name()),
    (PAYERS_BY_WORD.number(), PAYERS_BY_WORD.name()),
    (PAYERS_LISTED.number(), PAYERS_LISTED.name()),
    (PAYERS_MERGED.number(), PAYERS_MERGED.name()),
    (PAYER_MERGES.number(), PAYER_MERGES.name()),
    (PAYER_BALANCES.number(), PAYER_BALANCES.name()),
    (PAYMENT_METHODS_USED.number(), PAYMENT_METHODS_USED.name()),
    (PAYMENT_METHODS_TO_FORGET.number(), PAYMENT_METHODS_TO_FORGET.name()),
    (METHOD_REQUESTS.number(), METHOD_REQUESTS.name()),
    (METHOD_REQUESTS_BY_TOKEN.number(), METHOD_REQUESTS_BY_TOKEN.name()),
    (IMPORTS.number(), IMPORTS.name()),
    (SURCHARGE_SETTINGS.number(), SURCHARGE_SETTINGS.name()),
    (PAYMENT_REQUESTS.number(), PAYMENT_REQUESTS.name()),
    (PAYMENT_REQUESTS_BY_TOKEN.number(), PAYMENT_REQUESTS_BY_TOKEN.name()),
    (PAYMENT_REQUESTS_BY_KEY.number(), PAYMENT_REQUESTS_BY_KEY.name()),
    (PAYMENT_REQUESTS_BY_STATE.number(), PAYMENT_REQUESTS_BY_STATE.name()),
    (PAYMENT_REQUESTS_DUE.number(), PAYMENT_REQUESTS_DUE.name()),
    (PAYMENT_REQUESTS_BY_WORD.number(), PAYMENT_REQUESTS_BY_WORD.name()),
    (TRANSACTIONS_BY_REQUEST.number(), TRANSACTIONS_BY_REQUEST.name()),
    (PAYMENT_REQUESTS_BY_IMPORT.number(), PAYMENT_REQUESTS_BY_IMPORT.name()),
    (PAYMENT_REQUESTS_BY_PAYER.number(), PAYMENT_REQUESTS_BY_PAYER.name()),
    (PORTAL_LOGINS.number(), PORTAL_LOGINS.name()),
    (PORTAL_LOGINS_BY_EMAIL.number(), PORTAL_LOGINS_BY_EMAIL.name()),
    (PORTAL_SESSIONS.number(), PORTAL_SESSIONS.name()),
    (PORTAL_LINKS.number(), PORTAL_LINKS.name()),
    (PORTAL_LINKS_BY_TOKEN.number(), PORTAL_LINKS_BY_TOKEN.name()),
    (PORTAL_LINKS_BY_EMAIL.number(), PORTAL_LINKS_BY_EMAIL.name()),
    (PORTAL_ACCESS.number(), PORTAL_ACCESS.name()),
    (PORTAL_ACCESS_BY_PAYER.number(), PORTAL_ACCESS_BY_PAYER.name()),
    (PORTAL_SETTINGS.number(), PORTAL_SETTINGS.name()),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_tables_share_a_number_or_a_name() {
        let mut numbers: Vec<u8> = ALL.iter().map(|(number, _)| *number).collect();
        let mut names: Vec<&str> = ALL.iter().map(|(_, name)| *name).collect();
        numbers.sort_unstable();
        numbers.dedup();
        names.sort_unstable();
        names.dedup();
        assert_eq!((numbers.len(), names.len()), (ALL.len(), ALL.len()));
    }
}
