//! Every address, who may go there, and the room behind it. Tests walk this table with every role.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use poem::{
    Endpoint, EndpointExt as _, Request, Response, Route, RouteMethod,
    endpoint::{BoxEndpoint, make_sync},
    http::Method,
};

use crate::{
    app::App,
    domain::{locale::Language, permission::Permission},
    service::{payment_pages::admission::Turnstile, sessions::Doorkeeper, setup::SetUpToken},
};

use super::{
    answer, assets,
    client::{card_fields, logos, own_methods, pay, portal, receipt, requests},
    door::Limits,
    error::Pages,
    front::front,
    guard::Rq,
    health, hooks, paths,
    staff::{
        alerts, authorizations, bot_defence, dashboard, enter_payment, exports, outbox, payers, payment,
        payment_columns, payment_manager, payment_pages, payment_requests, portal as portal_switch, profile, reports,
        schedules, setup, sign_in, surcharges,
    },
};

/// Who may go somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Anyone,
    /// Everybody on staff.
    Person,
    /// Staff with this permission.
    Staff(Permission),
    /// Payers who are signed in to the portal; what they reach, the office works out.
    Payer,
}

/// One address.
pub struct RouteEntry {
    /// How it is asked.
    pub method: Method,
    /// The address, parts that vary named with a colon.
    pub path: &'static str,
    /// Who may go there. The handler's own first line enforces it; this says what to expect.
    pub access: Access,
    room: BoxEndpoint<'static, Response>,
}

/// What stands at the entrance besides the hall: sign-in's memory and the token of the first run.
pub struct Entrance {
    /// What is remembered between tries to sign in.
    pub doorkeeper: Doorkeeper,
    /// The same of payers, so that neither keeps the other out.
    pub portal_doorkeeper: Doorkeeper,
    /// The token that the console showed.
    pub set_up_token: SetUpToken,
    /// What is remembered between tries to pay on payment pages.
    pub turnstile: Turnstile,
    /// How long a client's browser waits for what comes of a payment before it is led to the page that looks again.
    pub patience: Duration,
}

/// [`Entrance::patience`]: with what comes before a charge it is over before [`Limits::answer`].
pub const PATIENCE: Duration = Duration::from_secs(6);

fn entry(method: Method, path: &'static str, access: Access, room: impl Endpoint + 'static) -> RouteEntry {
    RouteEntry { method, path, access, room: room.map_to_response().boxed() }
}

/// Every address with its room.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one table, a line for each address")]
pub fn table() -> Vec<RouteEntry> {
    use Access::{Anyone, Payer, Person, Staff};
    use Permission::{
        AnnotatePayments, ExportPayments, ManagePayers, ManagePaymentPages, ManageSchedules, ManageSettings,
        RefundPayments, ResendReceipts, ResolveAlerts, SendRequests, TakePayments, ViewOutbox, ViewPayments,
    };
    let (get, post) = (Method::GET, Method::POST);
    vec![
        // Used by staff.
        entry(get.clone(), "/", Anyone, home),
        entry(get.clone(), "/sign-in", Anyone, sign_in::new),
        entry(post.clone(), "/sign-in", Anyone, sign_in::create),
        entry(post.clone(), "/sign-out", Person, sign_in::delete),
        entry(get.clone(), "/setup", Anyone, setup::new),
        entry(post.clone(), "/setup", Anyone, setup::create),
        entry(get.clone(), "/dashboard", Staff(ViewPayments), dashboard::show),
        entry(get.clone(), "/payments", Staff(ViewPayments), payment_manager::list),
        entry(post.clone(), "/payments", Staff(TakePayments), enter_payment::create),
        entry(get.clone(), "/payments/new", Staff(TakePayments), enter_payment::new),
        entry(get.clone(), "/payments/new/payers", Staff(TakePayments), enter_payment::payers),
        entry(get.clone(), "/payments/columns", Person, payment_columns::edit),
        entry(post.clone(), "/payments/columns", Person, payment_columns::update),
        entry(get.clone(), "/payments/export.xlsx", Staff(ExportPayments), exports::payments_xlsx),
        entry(get.clone(), "/payments/export.csv", Staff(ExportPayments), exports::payments_csv),
        entry(get.clone(), "/payments/:id", Staff(ViewPayments), payment::show),
        entry(get.clone(), "/payments/:id/result", Staff(TakePayments), enter_payment::result),
        entry(post.clone(), "/payments/:id/receipts", Staff(ResendReceipts), payment::create_receipt),
        entry(get.clone(), "/payments/:id/refunds/new", Staff(RefundPayments), payment::new_refund),
        entry(post.clone(), "/payments/:id/refunds", Staff(RefundPayments), payment::create_refund),
        entry(get.clone(), "/payments/:id/quick-pay", Staff(TakePayments), payment::new_quick_payment),
        entry(post.clone(), "/payments/:id/quick-pay", Staff(TakePayments), payment::create_quick_payment),
        entry(post.clone(), "/payments/:id/representments", Staff(TakePayments), payment::create_representment),
        entry(get.clone(), "/authorizations/:id", Staff(ViewPayments), authorizations::show),
        entry(post.clone(), "/authorizations/:id/revocation", Staff(TakePayments), authorizations::create_revocation),
        entry(post.clone(), "/payments/:id/payer", Staff(TakePayments), payment::create_payer),
        entry(post.clone(), "/payments/:id/tags", Staff(AnnotatePayments), payment::create_tag),
        entry(post.clone(), "/payments/:id/tags/removals", Staff(AnnotatePayments), payment::create_tag_removal),
        entry(post.clone(), "/payments/:id/note", Staff(AnnotatePayments), payment::update_note),
        entry(get.clone(), "/schedules", Staff(ViewPayments), schedules::list),
        entry(post.clone(), "/schedules", Staff(ManageSchedules), schedules::create),
        entry(get.clone(), "/schedules/new", Staff(ManageSchedules), schedules::new),
        entry(post.clone(), "/schedules/preview", Staff(ManageSchedules), schedules::preview),
        entry(get.clone(), "/schedules/groups", Staff(ViewPayments), schedules::list_groups),
        entry(post.clone(), "/schedules/groups", Staff(ManageSchedules), schedules::create_group),
        entry(get.clone(), "/schedules/groups/new", Staff(ManageSchedules), schedules::new_group),
        entry(post.clone(), "/schedules/groups/preview", Staff(ManageSchedules), schedules::preview_group),
        entry(get.clone(), "/schedules/groups/:id", Staff(ViewPayments), schedules::show_group),
        entry(post.clone(), "/schedules/groups/:id", Staff(ManageSchedules), schedules::update_group),
        entry(get.clone(), "/schedules/groups/:id/edit", Staff(ManageSchedules), schedules::edit_group),
        entry(post.clone(), "/schedules/groups/:id/payers", Staff(ManageSchedules), schedules::choose_group_payers),
        entry(get.clone(), "/schedules/groups/:id/review", Staff(ManageSchedules), schedules::review_group),
        entry(post.clone(), "/schedules/groups/:id/confirmation", Staff(ManageSchedules), schedules::confirm_group),
        entry(post.clone(), "/schedules/groups/:id/removal", Staff(ManageSchedules), schedules::discard_group),
        entry(get.clone(), "/schedules/imports", Staff(ManageSchedules), schedules::list_imports),
        entry(post.clone(), "/schedules/imports", Staff(ManageSchedules), schedules::create_import),
        entry(get.clone(), "/schedules/imports/new", Staff(ManageSchedules), schedules::new_import),
        entry(get.clone(), "/schedules/imports/template.xlsx", Staff(ManageSchedules), schedules::import_template_xlsx),
        entry(get.clone(), "/schedules/imports/template.csv", Staff(ManageSchedules), schedules::import_template_csv),
        entry(get.clone(), "/schedules/imports/:id", Staff(ManageSchedules), schedules::show_import),
        entry(post.clone(), "/schedules/imports/:id", Staff(ManageSchedules), schedules::update_import),
        entry(get.clone(), "/schedules/imports/:id/rows/:row", Staff(ManageSchedules), schedules::show_import_row),
        entry(post.clone(), "/schedules/imports/:id/rows/:row", Staff(ManageSchedules), schedules::update_import_row),
        entry(
            post.clone(),
            "/schedules/imports/:id/omissions",
            Staff(ManageSchedules),
            schedules::create_import_omission,
        ),
        entry(post.clone(), "/schedules/imports/:id/confirmation", Staff(ManageSchedules), schedules::confirm_import),
        entry(get.clone(), "/schedules/imports/:id/errors.csv", Staff(ManageSchedules), schedules::import_wrong_rows),
        entry(get.clone(), "/schedules/:id", Staff(ViewPayments), schedules::show),
        entry(post.clone(), "/schedules/:id", Staff(ManageSchedules), schedules::update),
        entry(get.clone(), "/schedules/:id/edit", Staff(ManageSchedules), schedules::edit),
        entry(post.clone(), "/schedules/:id/state", Staff(ManageSchedules), schedules::update_state),
        entry(post.clone(), "/schedules/:id/payments/:number/collection", Staff(ManageSchedules), schedules::collect),
        entry(post.clone(), "/schedules/:id/payments/:number/waiver", Staff(ManageSchedules), schedules::waive),
        entry(get.clone(), "/payers", Staff(ViewPayments), payers::list),
        entry(post.clone(), "/payers", Staff(ManagePayers), payers::create),
        entry(get.clone(), "/payers/new", Staff(ManagePayers), payers::new),
        entry(get.clone(), "/payers/duplicates", Staff(ManagePayers), payers::duplicates),
        entry(get.clone(), "/payers/export.xlsx", Staff(ManagePayers), exports::payers_xlsx),
        entry(get.clone(), "/payers/export.csv", Staff(ManagePayers), exports::payers_csv),
        entry(get.clone(), "/payers/imports", Staff(ManagePayers), payers::list_imports),
        entry(post.clone(), "/payers/imports", Staff(ManagePayers), payers::create_import),
        entry(get.clone(), "/payers/imports/new", Staff(ManagePayers), payers::new_import),
        entry(get.clone(), "/payers/imports/:id", Staff(ManagePayers), payers::show_import),
        entry(post.clone(), "/payers/imports/:id", Staff(ManagePayers), payers::update_import),
        entry(get.clone(), "/payers/imports/:id/rows/:row", Staff(ManagePayers), payers::show_import_row),
        entry(post.clone(), "/payers/imports/:id/rows/:row", Staff(ManagePayers), payers::update_import_row),
        entry(post.clone(), "/payers/imports/:id/omissions", Staff(ManagePayers), payers::create_import_omission),
        entry(
            post.clone(),
            "/payers/imports/:id/confirmation",
            Staff(ManagePayers),
            payers::create_import_confirmation,
        ),
        entry(get.clone(), "/payers/imports/:id/errors.csv", Staff(ManagePayers), payers::import_wrong_rows),
        entry(get.clone(), "/payers/:id", Staff(ViewPayments), payers::show),
        entry(post.clone(), "/payers/:id", Staff(ManagePayers), payers::update),
        entry(get.clone(), "/payers/:id/edit", Staff(ManagePayers), payers::edit),
        entry(get.clone(), "/payers/:id/history", Staff(ViewPayments), payers::history),
        entry(get.clone(), "/payers/:id/schedules", Staff(ViewPayments), payers::schedules),
        entry(get.clone(), "/payers/:id/associations", Staff(ViewPayments), payers::associations),
        entry(post.clone(), "/payers/:id/archival", Staff(ManagePayers), payers::create_archival),
        entry(get.clone(), "/payers/:id/merge", Staff(ManagePayers), payers::new_merge),
        entry(post.clone(), "/payers/:id/merge", Staff(ManagePayers), payers::create_merge),
        entry(post.clone(), "/payers/:id/separation", Staff(ManagePayers), payers::create_separation),
        entry(get.clone(), "/payers/:id/methods", Staff(ViewPayments), payers::list_methods),
        entry(post.clone(), "/payers/:id/methods", Staff(ManagePayers), payers::create_method),
        entry(get.clone(), "/payers/:id/methods/new", Staff(ManagePayers), payers::new_method),
        entry(post.clone(), "/payers/:id/methods/:method", Staff(ManagePayers), payers::update_method),
        entry(get.clone(), "/payers/:id/methods/:method/edit", Staff(ManagePayers), payers::edit_method),
        entry(post.clone(), "/payers/:id/methods/:method/default", Staff(ManagePayers), payers::create_default),
        entry(get.clone(), "/payers/:id/methods/:method/removal", Staff(ManagePayers), payers::new_removal),
        entry(post.clone(), "/payers/:id/methods/:method/removal", Staff(ManagePayers), payers::create_removal),
        entry(get.clone(), "/payers/:id/payments/new", Staff(TakePayments), payers::new_payment),
        entry(post.clone(), "/payers/:id/payments", Staff(TakePayments), payers::create_payment),
        entry(get.clone(), "/payers/:id/requests/new", Staff(ManagePayers), payers::new_request),
        entry(post.clone(), "/payers/:id/requests", Staff(ManagePayers), payers::create_request),
        entry(
            post.clone(),
            "/payers/:id/requests/:request/revocation",
            Staff(ManagePayers),
            payers::create_request_revocation,
        ),
        entry(get.clone(), "/alerts", Staff(ViewPayments), alerts::list),
        // Asked by pages themselves; whoever is not signed in is told nothing.
        entry(get.clone(), "/alerts/bell", Anyone, alerts::bell),
        entry(post.clone(), "/alerts/mail", Staff(ViewPayments), alerts::update_mail),
        entry(post.clone(), "/alerts/resolutions", Staff(ResolveAlerts), alerts::create_resolutions),
        entry(post.clone(), "/alerts/assignments", Staff(ResolveAlerts), alerts::create_assignments),
        entry(get.clone(), "/alerts/:id", Staff(ViewPayments), alerts::show),
        entry(post.clone(), "/alerts/:id/resolution", Staff(ResolveAlerts), alerts::create_resolution),
        entry(post.clone(), "/alerts/:id/assignment", Staff(ResolveAlerts), alerts::update_assignment),
        entry(post.clone(), "/alerts/:id/snooze", Staff(ResolveAlerts), alerts::create_snooze),
        entry(post.clone(), "/alerts/:id/collection", Staff(ResolveAlerts), alerts::create_collection),
        entry(post.clone(), "/alerts/:id/request", Staff(ResolveAlerts), alerts::create_request),
        entry(post.clone(), "/alerts/:id/inquiry", Staff(ResolveAlerts), alerts::create_inquiry),
        entry(get.clone(), "/outbox", Staff(ViewOutbox), outbox::list),
        entry(get.clone(), "/outbox/export.xlsx", Staff(ViewOutbox), exports::outbox_xlsx),
        entry(get.clone(), "/outbox/export.csv", Staff(ViewOutbox), exports::outbox_csv),
        entry(get.clone(), "/outbox/:id", Staff(ViewOutbox), outbox::show),
        entry(get.clone(), "/outbox/:id/html", Staff(ViewOutbox), outbox::show_html),
        entry(get.clone(), "/exports/:id", Person, exports::show),
        entry(get.clone(), "/exports/:id/file", Person, exports::show_file),
        entry(post.clone(), "/exports/:id/cancellation", Person, exports::create_cancellation),
        entry(get.clone(), "/outbox/:id/file", Staff(ViewOutbox), outbox::show_file),
        entry(get.clone(), "/reports", Staff(ViewPayments), reports::list),
        entry(post.clone(), "/reports", Staff(ViewPayments), reports::create),
        entry(get.clone(), "/reports/new", Staff(ViewPayments), reports::new),
        entry(get.clone(), "/reports/standard/:code", Staff(ViewPayments), reports::standard),
        entry(get.clone(), "/reports/standard/:code/export.xlsx", Staff(ExportPayments), reports::standard_file),
        entry(get.clone(), "/reports/standard/:code/export.csv", Staff(ExportPayments), reports::standard_file),
        entry(post.clone(), "/reports/standard/:code/runs", Staff(ViewPayments), reports::create_standard_run),
        entry(get.clone(), "/reports/standard/:code/runs/:run", Staff(ViewPayments), reports::show_standard_run),
        entry(
            get.clone(),
            "/reports/standard/:code/runs/:run/export.xlsx",
            Staff(ExportPayments),
            reports::standard_run_file,
        ),
        entry(
            get.clone(),
            "/reports/standard/:code/runs/:run/export.csv",
            Staff(ExportPayments),
            reports::standard_run_file,
        ),
        entry(get.clone(), "/reports/:id", Staff(ViewPayments), reports::show),
        entry(post.clone(), "/reports/:id", Staff(ViewPayments), reports::update),
        entry(get.clone(), "/reports/:id/edit", Staff(ViewPayments), reports::edit),
        entry(get.clone(), "/reports/:id/export.xlsx", Staff(ExportPayments), reports::show_file),
        entry(get.clone(), "/reports/:id/export.csv", Staff(ExportPayments), reports::show_file),
        entry(post.clone(), "/reports/:id/copies", Staff(ViewPayments), reports::create_copy),
        entry(post.clone(), "/reports/:id/runs", Staff(ViewPayments), reports::create_run),
        entry(post.clone(), "/reports/:id/deletion", Staff(ViewPayments), reports::create_deletion),
        entry(get.clone(), "/reports/:id/runs/:run", Staff(ViewPayments), reports::show_run),
        entry(get.clone(), "/reports/:id/runs/:run/export.xlsx", Staff(ExportPayments), reports::run_file),
        entry(get.clone(), "/reports/:id/runs/:run/export.csv", Staff(ExportPayments), reports::run_file),
        entry(get.clone(), "/payment-pages", Staff(ManagePaymentPages), payment_pages::list),
        entry(post.clone(), "/payment-pages", Staff(ManagePaymentPages), payment_pages::create),
        entry(get.clone(), "/payment-pages/new", Staff(ManagePaymentPages), payment_pages::new),
        entry(post.clone(), "/payment-pages/preview", Staff(ManagePaymentPages), payment_pages::show_preview),
        entry(get.clone(), "/payment-pages/colours.css", Staff(ManagePaymentPages), payment_pages::show_colours),
        entry(get.clone(), "/payment-pages/contrast", Staff(ManagePaymentPages), payment_pages::show_contrast),
        entry(get.clone(), "/payment-pages/:id", Staff(ManagePaymentPages), payment_pages::show),
        entry(post.clone(), "/payment-pages/:id", Staff(ManagePaymentPages), payment_pages::update),
        entry(get.clone(), "/payment-pages/:id/edit", Staff(ManagePaymentPages), payment_pages::edit),
        entry(post.clone(), "/payment-pages/:id/state", Staff(ManagePaymentPages), payment_pages::update_state),
        entry(post.clone(), "/payment-pages/:id/copies", Staff(ManagePaymentPages), payment_pages::create_copy),
        entry(post.clone(), "/payment-pages/:id/deletion", Staff(ManagePaymentPages), payment_pages::create_deletion),
        entry(post.clone(), "/payment-pages/:id/logo", Staff(ManagePaymentPages), payment_pages::create_logo),
        entry(
            post.clone(),
            "/payment-pages/:id/logo-removal",
            Staff(ManagePaymentPages),
            payment_pages::create_logo_removal,
        ),
        entry(get.clone(), "/payment-pages/:id/qr.svg", Staff(ManagePaymentPages), payment_pages::code_svg),
        entry(get.clone(), "/payment-pages/:id/qr.png", Staff(ManagePaymentPages), payment_pages::code_png),
        entry(get.clone(), "/settings/bot-defence", Staff(ManageSettings), bot_defence::edit),
        entry(post.clone(), "/settings/bot-defence", Staff(ManageSettings), bot_defence::update),
        entry(post.clone(), "/settings/bot-defence/trials", Staff(ManageSettings), bot_defence::create_trial),
        entry(get.clone(), "/settings/surcharges", Staff(ManageSettings), surcharges::edit),
        entry(post.clone(), "/settings/surcharges", Staff(ManageSettings), surcharges::update),
        entry(get.clone(), "/send-for-payment", Staff(SendRequests), payment_requests::new),
        entry(post.clone(), "/send-for-payment", Staff(SendRequests), payment_requests::create),
        entry(get.clone(), "/send-for-payment/bulk", Staff(SendRequests), payment_requests::list_bulk),
        entry(post.clone(), "/send-for-payment/bulk", Staff(SendRequests), payment_requests::create_bulk),
        entry(get.clone(), "/send-for-payment/bulk/new", Staff(SendRequests), payment_requests::new_bulk),
        entry(
            get.clone(),
            "/send-for-payment/bulk/template.xlsx",
            Staff(SendRequests),
            payment_requests::bulk_template_xlsx,
        ),
        entry(
            get.clone(),
            "/send-for-payment/bulk/template.csv",
            Staff(SendRequests),
            payment_requests::bulk_template_csv,
        ),
        entry(get.clone(), "/send-for-payment/bulk/:id", Staff(SendRequests), payment_requests::show_bulk),
        entry(post.clone(), "/send-for-payment/bulk/:id", Staff(SendRequests), payment_requests::update_bulk),
        entry(
            get.clone(),
            "/send-for-payment/bulk/:id/rows/:row",
            Staff(SendRequests),
            payment_requests::show_bulk_row,
        ),
        entry(
            post.clone(),
            "/send-for-payment/bulk/:id/rows/:row",
            Staff(SendRequests),
            payment_requests::update_bulk_row,
        ),
        entry(
            post.clone(),
            "/send-for-payment/bulk/:id/omissions",
            Staff(SendRequests),
            payment_requests::create_bulk_omission,
        ),
        entry(
            post.clone(),
            "/send-for-payment/bulk/:id/confirmation",
            Staff(SendRequests),
            payment_requests::create_bulk_confirmation,
        ),
        entry(
            get.clone(),
            "/send-for-payment/bulk/:id/errors.csv",
            Staff(SendRequests),
            payment_requests::bulk_wrong_rows,
        ),
        entry(get.clone(), "/send-for-payment/bulk/:id/export.xlsx", Staff(SendRequests), exports::links_xlsx),
        entry(get.clone(), "/send-for-payment/bulk/:id/export.csv", Staff(SendRequests), exports::links_csv),
        entry(get.clone(), "/send-for-payment/sent", Staff(SendRequests), payment_requests::list),
        entry(get.clone(), "/send-for-payment/sent/export.xlsx", Staff(SendRequests), exports::requests_xlsx),
        entry(get.clone(), "/send-for-payment/sent/export.csv", Staff(SendRequests), exports::requests_csv),
        entry(
            get.clone(),
            "/send-for-payment/sent/cancellations",
            Staff(SendRequests),
            payment_requests::new_cancellations,
        ),
        entry(
            post.clone(),
            "/send-for-payment/sent/cancellations",
            Staff(SendRequests),
            payment_requests::create_cancellations,
        ),
        entry(
            post.clone(),
            "/send-for-payment/sent/resendings",
            Staff(SendRequests),
            payment_requests::create_resendings,
        ),
        entry(get.clone(), "/send-for-payment/sent/:id", Staff(SendRequests), payment_requests::show),
        entry(post.clone(), "/send-for-payment/sent/:id/link", Staff(SendRequests), payment_requests::create_link),
        entry(get.clone(), "/settings/portal", Staff(ManageSettings), portal_switch::edit),
        entry(post.clone(), "/settings/portal", Staff(ManageSettings), portal_switch::update),
        entry(get.clone(), "/payers/:id/portal", Staff(ViewPayments), payers::show_portal),
        entry(post.clone(), "/payers/:id/portal/invitations", Staff(ManagePayers), payers::create_invitation),
        entry(get.clone(), "/payers/:id/portal/withdrawal", Staff(ManagePayers), payers::new_withdrawal),
        entry(post.clone(), "/payers/:id/portal/withdrawal", Staff(ManagePayers), payers::create_withdrawal),
        entry(post.clone(), "/profile/preferences", Person, profile::update),
        // Used by payers.
        entry(get.clone(), "/receipts/:token", Anyone, receipt::show),
        entry(get.clone(), "/receipts/:token/receipt.pdf", Anyone, receipt::show_pdf),
        entry(post.clone(), "/receipts/:token/resendings", Anyone, receipt::create_resending),
        entry(get.clone(), "/pay/:slug", Anyone, pay::show),
        entry(post.clone(), "/pay/:slug", Anyone, pay::create),
        entry(get.clone(), "/pay/:slug/colours.css", Anyone, pay::show_colours),
        entry(get.clone(), "/logos/:digest", Anyone, logos::show),
        entry(get.clone(), "/paid/:key", Anyone, pay::show_outcome),
        entry(get.clone(), "/methods/:token", Anyone, own_methods::show),
        entry(post.clone(), "/methods/:token", Anyone, own_methods::create),
        entry(post.clone(), "/methods/:token/removals", Anyone, own_methods::create_removal),
        entry(get.clone(), "/r/:token", Anyone, requests::show),
        entry(post.clone(), "/r/:token", Anyone, requests::create),
        entry(post.clone(), "/r/:token/seen", Anyone, requests::create_view),
        entry(get.clone(), "/portal", Payer, portal::show_home),
        entry(get.clone(), "/portal/sign-in", Anyone, portal::new_sign_in),
        entry(post.clone(), "/portal/sign-in", Anyone, portal::create_sign_in),
        entry(post.clone(), "/portal/links", Anyone, portal::create_link),
        entry(get.clone(), "/portal/links/:token", Anyone, portal::show_link),
        entry(post.clone(), "/portal/links/:token", Anyone, portal::use_link),
        entry(post.clone(), "/portal/sign-out", Payer, portal::sign_out),
        entry(post.clone(), "/portal/sign-out/everywhere", Payer, portal::sign_out_everywhere),
        entry(get.clone(), "/portal/requests/:id", Payer, portal::show_request),
        entry(post.clone(), "/portal/requests/:id", Payer, portal::create_request_payment),
        entry(get.clone(), "/portal/payments", Payer, portal::list_payments),
        entry(get.clone(), "/portal/payments/:id", Payer, portal::show_payment),
        entry(get.clone(), "/portal/schedules", Payer, portal::list_schedules),
        entry(get.clone(), "/portal/schedules/:id", Payer, portal::show_schedule),
        entry(get.clone(), "/portal/schedules/:id/payments/:number", Payer, portal::show_overdue),
        entry(post.clone(), "/portal/schedules/:id/payments/:number", Payer, portal::create_overdue_payment),
        entry(get.clone(), "/portal/methods", Payer, portal::list_methods),
        entry(post.clone(), "/portal/methods", Payer, portal::create_method),
        entry(get.clone(), "/portal/methods/new", Payer, portal::new_method),
        entry(get.clone(), "/portal/methods/:id", Payer, portal::edit_method),
        entry(post.clone(), "/portal/methods/:id", Payer, portal::update_method),
        entry(post.clone(), "/portal/methods/:id/default", Payer, portal::create_default),
        entry(get.clone(), "/portal/methods/:id/removal", Payer, portal::new_removal),
        entry(post.clone(), "/portal/methods/:id/removal", Payer, portal::create_removal),
        entry(get.clone(), "/portal/settings", Payer, portal::show_settings),
        entry(post.clone(), "/portal/settings/name", Payer, portal::update_name),
        entry(post.clone(), "/portal/settings/email", Payer, portal::create_address),
        entry(post.clone(), "/portal/settings/password", Payer, portal::update_password),
        entry(post.clone(), "/portal/settings/password/removal", Payer, portal::remove_password),
        entry(post.clone(), "/portal/settings/preferences", Payer, portal::update_preferences),
        entry(get.clone(), "/card-fields/:key", Anyone, card_fields::new),
        entry(post.clone(), "/card-fields/tokens", Anyone, card_fields::create),
        entry(get.clone(), "/card-challenge/:key", Anyone, card_fields::challenge),
        entry(post.clone(), "/card-challenge/:key", Anyone, card_fields::answer_challenge),
        // Used by processors, monitors and browsers themselves.
        entry(post, "/hooks/sandbox", Anyone, hooks::sandbox),
        entry(get.clone(), "/healthz", Anyone, health::healthz),
        entry(get.clone(), "/metrics", Anyone, health::metrics),
        entry(get, assets::ROUTE, Anyone, assets::serve),
    ]
}

/// `GET /`
#[poem::handler]
fn home(rq: &Rq) -> Response {
    rq.anyone();
    answer::see_other(paths::DASHBOARD)
}

/// How many parts nearer to the root the page is that a form's own address belongs to, if there is one below the root.
fn steps_to_page(form: &str, is_page: impl Fn(&str) -> bool) -> Option<usize> {
    let mut above = form;
    for steps in 1.. {
        above = above.rsplit_once('/')?.0;
        if !above.is_empty() && is_page(above) {
            return Some(steps);
        }
    }
    None
}

/// `GET` of an address that takes a form only. What came of the form stood there, so a browser asks for it again: for
/// another language, or from its list. It is led to the page that the form is on, so many `steps` up.
fn page_above(steps: usize) -> impl Endpoint<Output = Response> {
    make_sync(move |request: Request| {
        let rq = request.data::<Arc<Rq>>();
        rq.inspect(|rq| rq.anyone());
        let mut page = request.uri().path();
        for _ in 0..steps {
            page = page.rsplit_once('/').map_or("", |(above, _)| above);
        }
        let language = rq.and_then(|rq| rq.asked_language()).map_or("", Language::code);
        answer::see_other(&paths::with_query(page, &[("lang", language)]))
    })
}

/// The whole portal behind its doors.
pub fn endpoint(app: Arc<App>, entrance: Arc<Entrance>, limits: Limits) -> impl Endpoint<Output = Response> + use<> {
    let mut methods: Vec<(&'static str, RouteMethod)> = Vec::new();
    let mut pages = BTreeSet::new();
    for entry in table() {
        if entry.method == Method::GET {
            pages.insert(entry.path);
        }
        let index = methods.iter().position(|(path, _)| *path == entry.path);
        let known = index.map_or_else(RouteMethod::new, |index| methods.remove(index).1);
        methods.push((entry.path, known.method(entry.method, entry.room)));
    }
    let routes = methods.into_iter().fold(Route::new(), |route, (path, room)| {
        let steps = if pages.contains(path) { None } else { steps_to_page(path, |above| pages.contains(above)) };
        route.at(path, if let Some(steps) = steps { room.get(page_above(steps)) } else { room })
    });
    front(routes.data(app.clone()).data(entrance), &app, limits).with(Pages(app))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_of_its_own_address_belongs_to_the_nearest_page() {
        let pages = ["/receipts/:token", "/schedules/:id", "/dashboard"];
        for (form, steps) in [
            ("/receipts/:token/resendings", Some(1)),
            ("/schedules/:id/payments/:number/waiver", Some(3)),
            ("/sign-out", None),
            ("/hooks/sandbox", None),
        ] {
            assert_eq!(steps_to_page(form, |path| pages.contains(&path)), steps, "{form}");
        }
    }
}
