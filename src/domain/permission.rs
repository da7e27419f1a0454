//! What a member of staff may do. A role is a named set of permissions.

use serde::{Deserialize, Serialize};

/// One thing that may be allowed or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Key payments into the virtual terminal.
    TakePayments,
    /// Find and open payments and their receipts.
    ViewPayments,
    /// Take lists of payments home as files.
    ExportPayments,
    /// See what all payments of a day, a month or a year come to.
    ViewTotals,
    /// Send a receipt again.
    ResendReceipts,
    /// Give money back.
    RefundPayments,
    /// Give money back that clients hold in trust: beside the right to refund, never instead of it.
    RefundTrust,
    /// Put tags and internal notes on payments.
    AnnotatePayments,
    /// See the mail that has left, or waits to leave.
    ViewOutbox,
    /// See the journal of who did what.
    ViewJournal,
    /// Change the firm's settings and users.
    ManageSettings,
    /// Make, change and delete reports that everybody sees.
    ManageReports,
    /// Make, change, merge, import and archive payers, and manage the methods that they saved.
    ManagePayers,
    /// Make and change payment schedules.
    ManageSchedules,
    /// Act on alerts: try again, put off, assign, resolve.
    ResolveAlerts,
    /// Ask payers for payments by link and mail.
    SendRequests,
    /// Make and change payment pages.
    ManagePaymentPages,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 17] = [
        Self::TakePayments,
        Self::ViewPayments,
        Self::ExportPayments,
        Self::ViewTotals,
        Self::ResendReceipts,
        Self::RefundPayments,
        Self::RefundTrust,
        Self::AnnotatePayments,
        Self::ViewOutbox,
        Self::ViewJournal,
        Self::ManageSettings,
        Self::ManageReports,
        Self::ManagePayers,
        Self::ManageSchedules,
        Self::ResolveAlerts,
        Self::SendRequests,
        Self::ManagePaymentPages,
    ];
}

/// A named set of permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything.
    Administrator,
    /// Takes, finds and refunds payments.
    Billing,
    /// Takes and finds payments.
    Cashier,
    /// Looks, and changes nothing.
    Auditor,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Administrator, Self::Billing, Self::Cashier, Self::Auditor];

    /// Whether the role includes `permission`.
    #[must_use]
    pub const fn allows(self, permission: Permission) -> bool {
        use Permission::{
            AnnotatePayments, ExportPayments, ManagePayers, ManagePaymentPages, ManageReports, ManageSchedules,
            ManageSettings, RefundPayments, RefundTrust, ResendReceipts, ResolveAlerts, SendRequests, TakePayments,
            ViewJournal, ViewOutbox, ViewPayments, ViewTotals,
        };
        match self {
            Self::Administrator => true,
            Self::Billing => match permission {
                TakePayments | ViewPayments | ExportPayments | ViewTotals | ResendReceipts | RefundPayments
                | AnnotatePayments | ViewOutbox | ManagePayers | ManageSchedules | ResolveAlerts | SendRequests => true,
                RefundTrust | ViewJournal | ManageSettings | ManageReports | ManagePaymentPages => false,
            },
            Self::Cashier => match permission {
                TakePayments | ViewPayments | ResendReceipts | AnnotatePayments => true,
                ExportPayments | ViewTotals | RefundPayments | RefundTrust | ViewOutbox | ViewJournal
                | ManageSettings | ManageReports | ManagePayers | ManageSchedules | ResolveAlerts | SendRequests
                | ManagePaymentPages => false,
            },
            Self::Auditor => match permission {
                ViewPayments | ExportPayments | ViewTotals | ViewOutbox | ViewJournal => true,
                TakePayments | ResendReceipts | RefundPayments | RefundTrust | AnnotatePayments | ManageSettings
                | ManageReports | ManagePayers | ManageSchedules | ResolveAlerts | SendRequests
                | ManagePaymentPages => false,
            },
        }
    }
}
