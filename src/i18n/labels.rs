//! What people call the values of the domain's enums, as keys into `locales/*/common.ftl`.
//!
//! Every value is written out, so that a new one cannot be forgotten: it does not compile until it has a key, and
//! `tests/locales.rs` fails until the key has a text in each language.

use crate::domain::{
    alert::{Cause, Resolution},
    bank_account::{AccountType, HolderType},
    card::Funding,
    column::Column,
    delivery::DeliveryStatus,
    locale::Language,
    merchant_account::AccountKind,
    nacha::SecCode,
    payment_request,
    permission::{Permission, Role},
    refund::RefundStatus,
    report::range::Relative,
    return_code::{ChangeCode, ReturnCode},
    schedule::{self, occurrence::Standing},
    transaction::{Check, DeclineReason, Kind, Source, Status},
    user::{AlertMail, Theme},
};

/// A value that has a name in every language; see [`super::T::label`].
pub trait Labelled: Copy {
    /// The key of its name.
    fn key(self) -> &'static str;
}

impl Labelled for Status {
    fn key(self) -> &'static str {
        match self {
            Self::Created => "status-created",
            Self::Unknown => "status-unknown",
            Self::ActionRequired => "status-action-required",
            Self::Held => "status-held",
            Self::Declined => "status-declined",
            Self::Failed => "status-failed",
            Self::Authorized => "status-authorized",
            Self::Pending => "status-pending",
            Self::Captured => "status-captured",
            Self::Settled => "status-settled",
            Self::Voided => "status-voided",
            Self::Reversed => "status-reversed",
            Self::Returned => "status-returned",
            Self::Disputed => "status-disputed",
            Self::DisputeWon => "status-dispute-won",
            Self::DisputeLost => "status-dispute-lost",
        }
    }
}

impl Labelled for Kind {
    fn key(self) -> &'static str {
        match self {
            Self::Sale => "kind-sale",
            Self::Authorization => "kind-authorization",
        }
    }
}

impl Labelled for Source {
    fn key(self) -> &'static str {
        match self {
            Self::EnterPayment => "source-enter-payment",
            Self::QuickPay => "source-quick-pay",
            Self::PaymentPage => "source-payment-page",
            Self::PaymentSchedule => "source-payment-schedule",
            Self::SendForPayment => "source-send-for-payment",
            Self::Invoice => "source-invoice",
            Self::PayerPortal => "source-payer-portal",
            Self::Connect => "source-connect",
        }
    }
}

impl Labelled for DeclineReason {
    fn key(self) -> &'static str {
        match self {
            Self::Generic => "decline-generic",
            Self::InsufficientFunds => "decline-insufficient-funds",
            Self::LimitExceeded => "decline-limit-exceeded",
            Self::ExpiredCard => "decline-expired-card",
            Self::InvalidNumber => "decline-invalid-number",
            Self::SecurityCode => "decline-security-code",
            Self::AddressMismatch => "decline-address-mismatch",
            Self::CallIssuer => "decline-call-issuer",
            Self::DoNotHonor => "decline-do-not-honor",
            Self::TypeNotAccepted => "decline-type-not-accepted",
            Self::ProcessorDown => "decline-processor-down",
            Self::Duplicate => "decline-duplicate",
            Self::Fraud => "decline-fraud",
        }
    }
}

impl Labelled for AccountType {
    fn key(self) -> &'static str {
        match self {
            Self::Checking => "bank-type-checking",
            Self::Savings => "bank-type-savings",
        }
    }
}

impl Labelled for HolderType {
    fn key(self) -> &'static str {
        match self {
            Self::Personal => "bank-holder-personal",
            Self::Business => "bank-holder-business",
        }
    }
}

impl Labelled for SecCode {
    fn key(self) -> &'static str {
        match self {
            Self::Ppd => "debit-sec-ppd",
            Self::Ccd => "debit-sec-ccd",
            Self::Web => "debit-sec-web",
            Self::Tel => "debit-sec-tel",
        }
    }
}

impl Labelled for ReturnCode {
    fn key(self) -> &'static str {
        match self {
            Self::R01 => "return-r01",
            Self::R02 => "return-r02",
            Self::R03 => "return-r03",
            Self::R04 => "return-r04",
            Self::R05 => "return-r05",
            Self::R06 => "return-r06",
            Self::R07 => "return-r07",
            Self::R08 => "return-r08",
            Self::R09 => "return-r09",
            Self::R10 => "return-r10",
            Self::R11 => "return-r11",
            Self::R12 => "return-r12",
            Self::R13 => "return-r13",
            Self::R14 => "return-r14",
            Self::R15 => "return-r15",
            Self::R16 => "return-r16",
            Self::R17 => "return-r17",
            Self::R20 => "return-r20",
            Self::R21 => "return-r21",
            Self::R22 => "return-r22",
            Self::R23 => "return-r23",
            Self::R24 => "return-r24",
            Self::R28 => "return-r28",
            Self::R29 => "return-r29",
        }
    }
}

impl Labelled for ChangeCode {
    fn key(self) -> &'static str {
        match self {
            Self::C01 => "change-c01",
            Self::C02 => "change-c02",
            Self::C03 => "change-c03",
            Self::C04 => "change-c04",
            Self::C05 => "change-c05",
            Self::C06 => "change-c06",
            Self::C07 => "change-c07",
        }
    }
}

impl Labelled for Check {
    fn key(self) -> &'static str {
        match self {
            Self::Match => "check-match",
            Self::Mismatch => "check-mismatch",
            Self::NotChecked => "check-not-checked",
        }
    }
}

impl Labelled for Funding {
    fn key(self) -> &'static str {
        match self {
            Self::Credit => "funding-credit",
            Self::Debit => "funding-debit",
            Self::Prepaid => "funding-prepaid",
            Self::Unknown => "funding-unknown",
        }
    }
}

impl Labelled for AccountKind {
    fn key(self) -> &'static str {
        match self {
            Self::Operating => "account-kind-operating",
            Self::Trust => "account-kind-trust",
        }
    }
}

impl Labelled for schedule::State {
    fn key(self) -> &'static str {
        match self {
            Self::Draft => "schedule-state-draft",
            Self::Active => "schedule-state-active",
            Self::Paused => "schedule-state-paused",
            Self::Completed => "schedule-state-completed",
            Self::Cancelled => "schedule-state-cancelled",
        }
    }
}

impl Labelled for Standing {
    fn key(self) -> &'static str {
        match self {
            Self::Pending => "occurrence-pending",
            Self::Collecting => "occurrence-collecting",
            Self::Submitted => "occurrence-submitted",
            Self::Collected => "occurrence-collected",
            Self::Failed => "occurrence-failed",
            Self::Skipped => "occurrence-skipped",
            Self::PaidElsewhere => "occurrence-paid-elsewhere",
        }
    }
}

impl Labelled for RefundStatus {
    fn key(self) -> &'static str {
        match self {
            Self::Pending => "refund-status-pending",
            Self::Unknown => "refund-status-unknown",
            Self::Submitted => "refund-status-submitted",
            Self::Settled => "refund-status-settled",
            Self::Failed => "refund-status-failed",
        }
    }
}

impl Labelled for DeliveryStatus {
    fn key(self) -> &'static str {
        match self {
            Self::Waiting => "delivery-status-waiting",
            Self::Sent => "delivery-status-sent",
            Self::Kept => "delivery-status-kept",
            Self::Failed => "delivery-status-failed",
        }
    }
}

impl Labelled for Role {
    fn key(self) -> &'static str {
        match self {
            Self::Administrator => "role-administrator",
            Self::Billing => "role-billing",
            Self::Cashier => "role-cashier",
            Self::Auditor => "role-auditor",
        }
    }
}

impl Labelled for Permission {
    fn key(self) -> &'static str {
        match self {
            Self::TakePayments => "permission-take-payments",
            Self::ViewPayments => "permission-view-payments",
            Self::ExportPayments => "permission-export-payments",
            Self::ViewTotals => "permission-view-totals",
            Self::ResendReceipts => "permission-resend-receipts",
            Self::RefundPayments => "permission-refund-payments",
            Self::RefundTrust => "permission-refund-trust",
            Self::AnnotatePayments => "permission-annotate-payments",
            Self::ViewOutbox => "permission-view-outbox",
            Self::ViewJournal => "permission-view-journal",
            Self::ManageSettings => "permission-manage-settings",
            Self::ManageReports => "permission-manage-reports",
            Self::ManagePayers => "permission-manage-payers",
            Self::ManageSchedules => "permission-manage-schedules",
            Self::ResolveAlerts => "permission-resolve-alerts",
            Self::SendRequests => "permission-send-requests",
            Self::ManagePaymentPages => "permission-manage-payment-pages",
        }
    }
}

impl Labelled for Relative {
    fn key(self) -> &'static str {
        match self {
            Self::Today => "range-today",
            Self::Yesterday => "range-yesterday",
            Self::ThisWeek => "range-this-week",
            Self::LastWeek => "range-last-week",
            Self::ThisMonth => "range-this-month",
            Self::LastMonth => "range-last-month",
            Self::ThisQuarter => "range-this-quarter",
            Self::LastQuarter => "range-last-quarter",
            Self::ThisYear => "range-this-year",
            Self::LastYear => "range-last-year",
            Self::MonthToDate => "range-month-to-date",
            Self::QuarterToDate => "range-quarter-to-date",
            Self::YearToDate => "range-year-to-date",
            Self::Last7Days => "range-last-7-days",
            Self::Last30Days => "range-last-30-days",
            Self::Last90Days => "range-last-90-days",
            Self::Next90Days => "range-next-90-days",
            Self::AllTime => "range-all-time",
        }
    }
}

impl Labelled for Theme {
    fn key(self) -> &'static str {
        match self {
            Self::Device => "theme-device",
            Self::Light => "theme-light",
            Self::Dark => "theme-dark",
            Self::Contrast => "theme-contrast",
            Self::ContrastLight => "theme-contrast-light",
        }
    }
}

impl Labelled for Cause {
    fn key(self) -> &'static str {
        match self {
            Self::OccurrenceFailed => "cause-occurrence-failed",
            Self::OccurrenceMissed => "cause-occurrence-missed",
            Self::BankDebitReturned => "cause-debit-returned",
            Self::Disputed => "cause-disputed",
            Self::MethodExpiring => "cause-method-expiring",
            Self::OutcomeUnknown => "cause-outcome-unknown",
            Self::MailFailed => "cause-mail-failed",
            Self::GatewayUnreachable => "cause-processor-unreachable",
            Self::RefundFailed => "cause-refund-failed",
            Self::DebitsEnded => "cause-debits-ended",
            Self::RequestOverpaid => "cause-request-overpaid",
            Self::CardTesting => "cause-card-testing",
        }
    }
}

impl Labelled for Resolution {
    fn key(self) -> &'static str {
        match self {
            Self::Retried => "resolution-retried",
            Self::OtherMethod => "resolution-other-method",
            Self::Payment(_) => "resolution-payment",
            Self::PaidElsewhere => "resolution-paid-elsewhere",
            Self::WrittenOff => "resolution-written-off",
            Self::Skipped => "resolution-skipped",
            Self::NoActionNeeded => "resolution-no-action-needed",
            Self::ByItself => "resolution-by-itself",
        }
    }
}

impl Labelled for AlertMail {
    fn key(self) -> &'static str {
        match self {
            Self::Never => "alert-mail-never",
            Self::Daily => "alert-mail-daily",
            Self::AtOnce => "alert-mail-at-once",
        }
    }
}

impl Labelled for Language {
    fn key(self) -> &'static str {
        match self {
            Self::En => "language-en",
            Self::Fr => "language-fr",
            Self::Es => "language-es",
        }
    }
}

impl Labelled for Column {
    fn key(self) -> &'static str {
        Self::key(self)
    }
}

impl Labelled for payment_request::State {
    fn key(self) -> &'static str {
        match self {
            Self::Sent => "request-state-sent",
            Self::Viewed => "request-state-viewed",
            Self::PartPaid => "request-state-part-paid",
            Self::Paid => "request-state-paid",
            Self::Failed => "request-state-failed",
            Self::Bounced => "request-state-bounced",
            Self::Cancelled => "request-state-cancelled",
            Self::Expired => "request-state-expired",
        }
    }
}
