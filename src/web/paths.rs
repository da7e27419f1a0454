//! Every address of the portal, built in one place.

use crate::domain::ids::{DeliveryId, OperationKey, ReportId, ReportRunId, TransactionId};

/// Where one signs in.
pub const SIGN_IN: &str = "/sign-in";
/// Where one signs out.
pub const SIGN_OUT: &str = "/sign-out";
/// First-run setup.
pub const SETUP: &str = "/setup";
/// The first page after signing in.
pub const DASHBOARD: &str = "/dashboard";
/// Every payment.
pub const PAYMENTS: &str = "/payments";
/// The virtual terminal.
pub const NEW_PAYMENT: &str = "/payments/new";
/// Payers whose name begins like what is typed.
pub const PAYER_MATCHES: &str = "/payments/new/payers";
/// Mail that left or waits.
pub const OUTBOX: &str = "/outbox";
/// Reports.
pub const REPORTS: &str = "/reports";
/// The form of a new report.
pub const NEW_REPORT: &str = "/reports/new";
/// Language and colours.
pub const PREFERENCES: &str = "/profile/preferences";

/// A payment's page.
#[must_use]
pub fn payment(id: TransactionId) -> String {
    format!("{PAYMENTS}/{id}")
}

/// What came of a payment that was just asked for.
#[must_use]
pub fn payment_result(id: TransactionId) -> String {
    format!("{PAYMENTS}/{id}/result")
}

/// Where a receipt is asked for again.
#[must_use]
pub fn payment_receipts(id: TransactionId) -> String {
    format!("{PAYMENTS}/{id}/receipts")
}

/// The terminal with the fields of an earlier payment.
#[must_use]
pub fn new_payment_like(id: TransactionId) -> String {
    format!("{NEW_PAYMENT}?like={id}")
}

/// The terminal with the fields that were typed before a session ended.
#[must_use]
pub fn new_payment_from_draft(key: &OperationKey) -> String {
    format!("{NEW_PAYMENT}?draft={key}")
}

/// A receipt as the payer sees it.
#[must_use]
pub fn receipt(token: &str) -> String {
    format!("/receipts/{token}")
}

/// A message in the outbox.
#[must_use]
pub fn delivery(id: DeliveryId) -> String {
    format!("{OUTBOX}/{id}")
}

/// The HTML part of a message in the outbox.
#[must_use]
pub fn delivery_html(id: DeliveryId) -> String {
    format!("{OUTBOX}/{id}/html")
}

/// The list at `list` as a file with this ending.
#[must_use]
pub fn list_as_file(list: &str, extension: &str, query: &str) -> String {
    if query.is_empty() { format!("{list}/export.{extension}") } else { format!("{list}/export.{extension}?{query}") }
}

/// The page that waits for a file.
#[must_use]
pub fn export(id: &str) -> String {
    format!("/exports/{}", encoded(id))
}

/// The file, once it is whole.
#[must_use]
pub fn export_file(id: &str) -> String {
    format!("{}/file", export(id))
}

/// Where a file is cancelled.
#[must_use]
pub fn export_cancellation(id: &str) -> String {
    format!("{}/cancellation", export(id))
}

/// The file that goes with a message that is kept in the outbox.
#[must_use]
pub fn delivery_file(id: DeliveryId) -> String {
    format!("{OUTBOX}/{id}/file")
}

/// A report that every portal has.
#[must_use]
pub fn standard_report(code: &str) -> String {
    format!("{REPORTS}/standard/{code}")
}

/// A report that somebody made.
#[must_use]
pub fn report(id: ReportId) -> String {
    format!("{REPORTS}/{id}")
}

/// One run of a report.
#[must_use]
pub fn report_run(id: ReportId, run: ReportRunId) -> String {
    format!("{REPORTS}/{id}/runs/{run}")
}

/// `text` as part of a query.
#[must_use]
pub fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_escapes_from_a_query() {
        assert_eq!(encoded("a&b=c é\r\n"), "a%26b%3Dc%20%C3%A9%0D%0A");
    }
}
