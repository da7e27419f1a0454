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
    /// Send a receipt again.
    ResendReceipts,
    /// Give money back.
    RefundPayments,
    /// See the mail that has left, or waits to leave.
    ViewOutbox,
    /// See the journal of who did what.
    ViewJournal,
    /// Change the firm's settings and users.
    ManageSettings,
    /// Make, change and delete reports that everybody sees.
    ManageReports,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 9] = [
        Self::TakePayments,
        Self::ViewPayments,
        Self::ExportPayments,
        Self::ResendReceipts,
        Self::RefundPayments,
        Self::ViewOutbox,
        Self::ViewJournal,
        Self::ManageSettings,
        Self::ManageReports,
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
            ExportPayments, ManageReports, ManageSettings, RefundPayments, ResendReceipts, TakePayments, ViewJournal,
            ViewOutbox, ViewPayments,
        };
        match self {
            Self::Administrator => true,
            Self::Billing => match permission {
                TakePayments | ViewPayments | ExportPayments | ResendReceipts | RefundPayments | ViewOutbox => true,
                ViewJournal | ManageSettings | ManageReports => false,
            },
            Self::Cashier => match permission {
                TakePayments | ViewPayments | ResendReceipts => true,
                ExportPayments | RefundPayments | ViewOutbox | ViewJournal | ManageSettings | ManageReports => false,
            },
            Self::Auditor => match permission {
                ViewPayments | ExportPayments | ViewOutbox | ViewJournal => true,
                TakePayments | ResendReceipts | RefundPayments | ManageSettings | ManageReports => false,
            },
        }
    }
}
