//! Every address of the portal, built in one place.

mod portal;

use crate::domain::{
    alert::Cause,
    ids::{
        AlertId, DebitAuthorizationId, DeliveryId, ImportId, MethodRequestId, OccurrenceId, OperationKey, PayerId,
        PaymentMethodId, PaymentPageId, PaymentRequestId, RefundId, ReportId, ReportRunId, ScheduleGroupId, ScheduleId,
        TransactionId,
    },
    payment_page::{colour::Colour, logo::Logo},
    report::run::Origin,
};

pub use self::portal::*;

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
/// Which columns lists of payments have.
pub const PAYMENT_COLUMNS: &str = "/payments/columns";
/// The virtual terminal.
pub const NEW_PAYMENT: &str = "/payments/new";
/// Payers whose name begins like what is typed.
pub const PAYER_MATCHES: &str = "/payments/new/payers";
/// What needs attention at once.
pub const ALERTS: &str = "/alerts";
/// The parts of the bell that change.
pub const BELL: &str = "/alerts/bell";
/// Mail that left or waits.
pub const OUTBOX: &str = "/outbox";
/// Reports.
pub const REPORTS: &str = "/reports";
/// The form of a new report.
pub const NEW_REPORT: &str = "/reports/new";
/// Payers.
pub const PAYERS: &str = "/payers";
/// The form of a new payer.
pub const NEW_PAYER: &str = "/payers/new";
/// Records that may be one payer.
pub const PAYER_DUPLICATES: &str = "/payers/duplicates";
/// Files of payers that are taken in.
pub const PAYER_IMPORTS: &str = "/payers/imports";
/// The form that brings such a file.
pub const NEW_PAYER_IMPORT: &str = "/payers/imports/new";
/// What may be added for paying by credit card.
pub const SURCHARGES: &str = "/settings/surcharges";
/// Settings: what keeps machines from trying cards.
pub const BOT_DEFENCE: &str = "/settings/bot-defence";
/// Language and colours.
pub const PREFERENCES: &str = "/profile/preferences";

/// A payment's page.
#[must_use]
pub fn payment(id: TransactionId) -> String {
    format!("{PAYMENTS}/{id}")
}

/// Payment Manager with this in its search box.
#[must_use]
pub fn payments_matching(query: &str) -> String {
    format!("{PAYMENTS}?q={}", encoded(query))
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

/// A payment's page with the outcome of what was just done there.
#[must_use]
pub fn payment_done(id: TransactionId, what: &str) -> String {
    format!("{PAYMENTS}/{id}?done={what}")
}

/// A payment's page with the outcome of a refund that was just asked for.
#[must_use]
pub fn payment_refunded(id: TransactionId, refund: RefundId) -> String {
    format!("{PAYMENTS}/{id}?refund={refund}")
}

/// Where money of a payment is given back.
#[must_use]
pub fn payment_refunds(id: TransactionId) -> String {
    format!("{PAYMENTS}/{id}/refunds")
}

/// The page on which money of a payment is given back.
#[must_use]
pub fn new_refund(id: TransactionId) -> String {
    format!("{PAYMENTS}/{id}/refunds/new")
}

/// The same with this amount in its form, written as the reader writes it.
#[must_use]
pub fn new_refund_of(id: TransactionId, amount: &str) -> String {
    format!("{}?amount={}", new_refund(id), encoded(amount))
}

/// Where the method of a payment is charged again.
#[must_use]
pub fn quick_pay(id: TransactionId) -> String {
    format!("{PAYMENTS}/{id}/quick-pay")
}

/// Where a bank debit that came back is presented again.
#[must_use]
pub fn payment_representments(id: TransactionId) -> String {
    format!("{PAYMENTS}/{id}/representments")
}

/// What a payer authorized, with its proof.
#[must_use]
pub fn authorization(id: DebitAuthorizationId) -> String {
    format!("/authorizations/{id}")
}

/// Where it is noted that the payer took an authorization back.
#[must_use]
pub fn authorization_revocation(id: DebitAuthorizationId) -> String {
    format!("/authorizations/{id}/revocation")
}

/// Where a tag is put on a payment.
#[must_use]
pub fn payment_tags(id: TransactionId) -> String {
    format!("{PAYMENTS}/{id}/tags")
}

/// Where a tag is taken off a payment.
#[must_use]
pub fn payment_tag_removals(id: TransactionId) -> String {
    format!("{PAYMENTS}/{id}/tags/removals")
}

/// Where the internal note of a payment is written.
#[must_use]
pub fn payment_note(id: TransactionId) -> String {
    format!("{PAYMENTS}/{id}/note")
}

/// Where a payment is put on a payer's record.
#[must_use]
pub fn payment_payer(id: TransactionId) -> String {
    format!("{PAYMENTS}/{id}/payer")
}

/// The list of what a search finds.
#[must_use]
pub fn payments_found(query: &str) -> String {
    format!("{PAYMENTS}?q={}", encoded(query))
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

/// The same as a PDF.
#[must_use]
pub fn receipt_pdf(token: &str) -> String {
    format!("{}/receipt.pdf", receipt(token))
}

/// Where whoever holds a receipt's link has it sent once more.
#[must_use]
pub fn receipt_resendings(token: &str) -> String {
    format!("{}/resendings", receipt(token))
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

/// `path` with a query of these names and values, empty ones left out.
#[must_use]
pub fn with_query(path: &str, parts: &[(&str, &str)]) -> String {
    let told = parts.iter().filter(|(_, value)| !value.is_empty());
    let query: Vec<String> = told.map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
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

/// A report, whose it may be.
#[must_use]
pub fn report_of(origin: &Origin) -> String {
    match origin {
        Origin::Made(id) => report(*id),
        Origin::Standard(code) => standard_report(code),
    }
}

/// One run of a report.
#[must_use]
pub fn report_run(origin: &Origin, run: ReportRunId) -> String {
    format!("{}/runs/{run}", report_of(origin))
}

/// A payment page as clients see it.
#[must_use]
pub fn pay(slug: &str) -> String {
    format!("/pay/{slug}")
}

/// The file of a logo. The address says what is in it, so it may be kept for ever.
#[must_use]
pub fn logo(logo: Logo) -> String {
    format!("/logos/{}", data_encoding::BASE32_NOPAD.encode(&logo.digest).to_ascii_lowercase())
}

/// The colours of a version of a payment page.
#[must_use]
pub fn pay_colours(slug: &str, version: u32) -> String {
    format!("/pay/{slug}/colours.css?v={version}")
}

/// What came of a payment on a page.
#[must_use]
pub fn paid(key: &OperationKey) -> String {
    format!("/paid/{key}")
}

/// The payment pages, for staff.
pub const PAYMENT_PAGES: &str = "/payment-pages";
/// The form of a new payment page.
pub const NEW_PAYMENT_PAGE: &str = "/payment-pages/new";

/// A colour on the button of the page that is previewed.
#[must_use]
pub fn preview_colours(colour: Colour) -> String {
    with_query("/payment-pages/colours.css", &[("colour", &colour.to_string())])
}

/// A payment page, for staff.
#[must_use]
pub fn payment_page(id: PaymentPageId) -> String {
    format!("{PAYMENT_PAGES}/{id}")
}

/// Whether `path` is that of this part of some payment page, for staff.
#[must_use]
pub fn is_of_payment_page(path: &str, part: &str) -> bool {
    let mut rest = path.strip_prefix(PAYMENT_PAGES).unwrap_or_default().split('/');
    rest.next() == Some("")
        && rest.next().is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()))
        && rest.next() == Some(part)
        && rest.next().is_none()
}

/// Something of a payment page, for staff.
#[must_use]
pub fn payment_page_part(id: PaymentPageId, part: &str) -> String {
    format!("{PAYMENT_PAGES}/{id}/{part}")
}
/// An alert's page.
#[must_use]
pub fn alert(id: AlertId) -> String {
    format!("{ALERTS}/{id}")
}

/// The open alerts of one cause.
#[must_use]
pub fn alerts_for(cause: Cause) -> String {
    format!("{ALERTS}?cause={}", cause.code())
}

/// The bell's parts, for a browser that has the state with this mark.
#[must_use]
pub fn bell(seen: &str) -> String {
    format!("{BELL}?seen={seen}")
}

/// Where alerts that were ticked are resolved.
#[must_use]
pub fn alert_resolutions() -> String {
    format!("{ALERTS}/resolutions")
}

/// Where alerts that were ticked are given to somebody.
#[must_use]
pub fn alert_assignments() -> String {
    format!("{ALERTS}/assignments")
}

/// Where somebody chooses when to get mail about alerts.
#[must_use]
pub fn alert_mail() -> String {
    format!("{ALERTS}/mail")
}

/// Where one thing is done about an alert.
#[must_use]
pub fn alert_deed(id: AlertId, deed: &str) -> String {
    format!("{ALERTS}/{id}/{deed}")
}

/// The terminal with what would settle an alert.
#[must_use]
pub fn new_payment_for(id: AlertId) -> String {
    format!("{NEW_PAYMENT}?alert={id}")
}

/// The payment schedules.
pub const SCHEDULES: &str = "/schedules";
/// The form for a new schedule.
pub const SCHEDULE_NEW: &str = "/schedules/new";

/// The dates of a schedule as its form has them.
pub const SCHEDULE_PREVIEW: &str = "/schedules/preview";

/// The files of schedules that were brought.
pub const SCHEDULE_IMPORTS: &str = "/schedules/imports";
/// The form for a file of schedules.
pub const NEW_SCHEDULE_IMPORT: &str = "/schedules/imports/new";
/// The general schedules.
pub const SCHEDULE_GROUPS: &str = "/schedules/groups";
/// The form of the terms of a new general schedule.
pub const SCHEDULE_GROUP_NEW: &str = "/schedules/groups/new";
/// The dates of a general schedule as its form has them.
pub const SCHEDULE_GROUP_PREVIEW: &str = "/schedules/groups/preview";

/// A general schedule.
#[must_use]
pub fn schedule_group(id: ScheduleGroupId) -> String {
    format!("{SCHEDULE_GROUPS}/{id}")
}

/// A step of a general schedule.
#[must_use]
pub fn schedule_group_part(id: ScheduleGroupId, part: &str) -> String {
    format!("{SCHEDULE_GROUPS}/{id}/{part}")
}

/// The list of the schedules that a general schedule has made.
#[must_use]
pub fn schedules_of_group(id: ScheduleGroupId) -> String {
    format!("{SCHEDULES}?group={id}")
}

/// The form for a new schedule of a payer.
#[must_use]
pub fn schedule_new(payer: PayerId) -> String {
    format!("{SCHEDULE_NEW}?payer={payer}")
}

/// A schedule.
#[must_use]
pub fn schedule(id: ScheduleId) -> String {
    format!("{SCHEDULES}/{id}")
}

/// The form that changes a schedule.
#[must_use]
pub fn schedule_edit(id: ScheduleId) -> String {
    format!("{SCHEDULES}/{id}/edit")
}

/// Where a schedule is started, let rest, let go on or ended.
#[must_use]
pub fn schedule_state(id: ScheduleId) -> String {
    format!("{SCHEDULES}/{id}/state")
}

/// Where a payment of a schedule is collected now.
#[must_use]
pub fn occurrence_collection(id: OccurrenceId) -> String {
    format!("{SCHEDULES}/{}/payments/{}/collection", id.schedule, id.number)
}

/// Where a payment of a schedule is left out, or said to be paid in another way.
#[must_use]
pub fn occurrence_waiver(id: OccurrenceId) -> String {
    format!("{SCHEDULES}/{}/payments/{}/waiver", id.schedule, id.number)
}

/// A payer's page.
#[must_use]
pub fn payer(id: PayerId) -> String {
    format!("{PAYERS}/{id}")
}

/// What belongs to a payer: a tab of their page, or where something is done to the record.
#[must_use]
pub fn payer_part(id: PayerId, part: &str) -> String {
    format!("{PAYERS}/{id}/{part}")
}

/// A payer's page with the outcome of what was just done there.
#[must_use]
pub fn payer_done(id: PayerId, part: &str, what: &str) -> String {
    let page = if part.is_empty() { payer(id) } else { payer_part(id, part) };
    format!("{page}?done={what}")
}

/// One of a payer's methods, or where something is done to it.
#[must_use]
pub fn payer_method(id: PayerId, method: PaymentMethodId, part: &str) -> String {
    format!("{PAYERS}/{id}/methods/{method}/{part}")
}

/// Where a link to a payer's methods is taken back.
#[must_use]
pub fn method_request_revocation(id: PayerId, request: MethodRequestId) -> String {
    format!("{PAYERS}/{id}/requests/{request}/revocation")
}

/// The page on which two records become one.
#[must_use]
pub fn payer_merge(survivor: PayerId, merged: PayerId) -> String {
    format!("{PAYERS}/{survivor}/merge?other={merged}")
}

/// The terminal with a payer's fields.
#[must_use]
pub fn new_payment_of(payer: PayerId) -> String {
    format!("{NEW_PAYMENT}?payer={payer}")
}

/// The form of a request for payment.
pub const SEND: &str = "/send-for-payment";
/// Requests that were sent.
pub const SENT: &str = "/send-for-payment/sent";

/// Files of requests that are taken in: Bulk Upload.
pub const BULK: &str = "/send-for-payment/bulk";
/// The form that brings such a file.
pub const NEW_BULK: &str = "/send-for-payment/bulk/new";

/// The list of the requests that came with a file.
#[must_use]
pub fn requests_of_file(id: ImportId) -> String {
    format!("{SENT}?file={id}")
}

/// A request for payment.
#[must_use]
pub fn payment_request(id: PaymentRequestId) -> String {
    format!("{SENT}/{id}")
}

/// A request for payment with the outcome of the last action.
#[must_use]
pub fn payment_request_done(id: PaymentRequestId, what: &str) -> String {
    format!("{SENT}/{id}?done={what}")
}

/// Where a request gets another link.
#[must_use]
pub fn payment_request_link(id: PaymentRequestId) -> String {
    format!("{SENT}/{id}/link")
}

/// Where requests are acted on, one or several: `cancellations` or `resendings`.
#[must_use]
pub fn payment_requests_deed(deed: &str) -> String {
    format!("{SENT}/{deed}")
}

/// The form of a request to this payer.
#[must_use]
pub fn send_to(payer: PayerId) -> String {
    format!("{SEND}?payer={payer}")
}

/// A client's page of a request.
#[must_use]
pub fn request(token: &str) -> String {
    format!("/r/{token}")
}

/// Where the page of a request says that somebody is there.
#[must_use]
pub fn request_seen(token: &str) -> String {
    format!("/r/{token}/seen")
}

/// A payer's own methods, as the payer sees them.
#[must_use]
pub fn own_methods(token: &str) -> String {
    format!("/methods/{token}")
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
    fn a_query_says_only_what_is_not_empty() {
        assert_eq!(with_query(PAYMENTS, &[("q", ""), ("all", "")]), "/payments");
        assert_eq!(with_query(PAYMENTS, &[("q", "a b"), ("all", ""), ("page", "2")]), "/payments?q=a%20b&page=2");
    }

    #[test]
    fn nothing_typed_escapes_from_a_query() {
        assert_eq!(encoded("a&b=c é\r\n"), "a%26b%3Dc%20%C3%A9%0D%0A");
    }
}
