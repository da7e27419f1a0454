//! The addresses of the payer portal, and of what staff do about it.

use crate::domain::ids::{OccurrenceId, PaymentMethodId, PaymentRequestId, ScheduleId, TransactionId};

/// The payer portal: everything of it lies below.
pub const PORTAL: &str = "/portal";
/// Where payers sign in.
pub const PORTAL_SIGN_IN: &str = "/portal/sign-in";
/// Where a link to sign in with is asked for.
pub const PORTAL_LINKS: &str = "/portal/links";
/// Where payers sign out.
pub const PORTAL_SIGN_OUT: &str = "/portal/sign-out";
/// Where payers end all their sessions.
pub const PORTAL_SIGN_OUT_EVERYWHERE: &str = "/portal/sign-out/everywhere";
/// A payer's own payments.
pub const PORTAL_PAYMENTS: &str = "/portal/payments";
/// What a payer is asked for.
pub const PORTAL_REQUESTS: &str = "/portal/requests";
/// A payer's own schedules.
pub const PORTAL_SCHEDULES: &str = "/portal/schedules";
/// A payer's own methods.
pub const PORTAL_METHODS: &str = "/portal/methods";
/// The form of a new method of one's own.
pub const PORTAL_NEW_METHOD: &str = "/portal/methods/new";
/// What a payer sets about their own sign-in.
pub const PORTAL_SETTINGS: &str = "/portal/settings";
/// Whether payers can sign in, for staff.
pub const PORTAL_SWITCH: &str = "/settings/portal";

/// A link to the portal that is good once.
#[must_use]
pub fn portal_link(token: &str) -> String {
    format!("{PORTAL_LINKS}/{token}")
}

/// One of a payer's own payments.
#[must_use]
pub fn portal_payment(id: TransactionId) -> String {
    format!("{PORTAL_PAYMENTS}/{id}")
}

/// Where a payer goes to pay what they are asked for.
#[must_use]
pub fn portal_request(id: PaymentRequestId) -> String {
    format!("{PORTAL_REQUESTS}/{id}")
}

/// One of a payer's own schedules.
#[must_use]
pub fn portal_schedule(id: ScheduleId) -> String {
    format!("{PORTAL_SCHEDULES}/{id}")
}

/// A payment of one of a payer's own schedules, to be paid where it failed.
#[must_use]
pub fn portal_overdue(id: OccurrenceId) -> String {
    format!("{PORTAL_SCHEDULES}/{}/payments/{}", id.schedule, id.number)
}

/// One of a payer's own methods.
#[must_use]
pub fn portal_method(id: PaymentMethodId) -> String {
    format!("{PORTAL_METHODS}/{id}")
}

/// Where something is done to a method of one's own.
#[must_use]
pub fn portal_method_part(id: PaymentMethodId, part: &str) -> String {
    format!("{PORTAL_METHODS}/{id}/{part}")
}

/// Where one thing about one's own sign-in is set.
#[must_use]
pub fn portal_setting(part: &str) -> String {
    format!("{PORTAL_SETTINGS}/{part}")
}
