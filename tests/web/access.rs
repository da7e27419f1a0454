//! Every address of the router's own table, with every kind of visitor.

use clientpay::{
    domain::{
        alert::{About, Cause},
        locale::Locale,
        permission::Role,
        report::{
            Sharing,
            range::{Range, Relative},
            standard::Standard,
        },
        user::{Session, User},
    },
    i18n::T,
    service::{
        Authority, alerts,
        outbox::deliver_due,
        reports::{self, Wanted},
    },
    web::router::{Access, table},
};
use poem::http::{Method, StatusCode};

use super::{journal, paid};
use crate::support::{
    TestFirm,
    browser::{Browser, Page, Site, encode, put_user},
};

const HEADERS: [&str; 8] = [
    "content-security-policy",
    "x-frame-options",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "cache-control",
];

fn assert_headers(page: &Page, path: &str) {
    for name in HEADERS {
        assert_eq!(page.all(name).len(), 1, "{path}: {name}");
    }
    assert!(page.header("content-security-policy").unwrap().starts_with("default-src 'none'"), "{path}");
    assert!(!page.body.contains(env!("CARGO_MANIFEST_DIR")) && !page.body.contains("panicked"), "{path}");
}

/// The address with something real in the place of what varies.
fn concrete(path: &str, key: &str, token: &str) -> String {
    match path {
        "/receipts/:token" => format!("/receipts/{token}"),
        "/receipts/:token/receipt.pdf" => format!("/receipts/{token}/receipt.pdf"),
        "/receipts/:token/resendings" => format!("/receipts/{token}/resendings"),
        "/methods/:token" | "/methods/:token/removals" => path.replace(":token", &"a".repeat(32)),
        "/exports/:id" | "/exports/:id/file" | "/exports/:id/cancellation" => path.replace(":id", key),
        path if path.starts_with("/reports/standard") => path.replace(":code", "today").replace(":run", "2"),
        path if path.starts_with("/reports/:id") => path.replace(":id", "1").replace(":run", "1"),
        path if ["/schedules/groups/:id", "/schedules/imports/:id"].iter().any(|start| path.starts_with(start)) => {
            path.replace(":id", "1").replace(":row", "2")
        }
        path if path.starts_with("/schedules/:id") => path.replace(":id", "1").replace(":number", "1"),
        path if ["/outbox/:id", "/payments/:id", "/alerts/:id", "/authorizations/:id"]
            .iter()
            .any(|start| path.starts_with(start)) =>
        {
            path.replace(":id", "1")
        }
        path if path.starts_with("/outbox/:id") || path.starts_with("/payments/:id") => path.replace(":id", "1"),
        path if path.starts_with("/payers") => {
            path.replace(":id", "1").replace(":method", "1").replace(":request", "1").replace(":row", "2")
        }
        path if path.starts_with("/portal/") => path.replace(":id", "1").replace(":token", &"a".repeat(32)),
        path if path.starts_with("/r/") => path.replace(":token", &"a".repeat(32)),
        path if path.starts_with("/send-for-payment/") => path.replace(":id", "1").replace(":row", "2"),
        path if path.contains(":key") => path.replace(":key", key),
        path if path.starts_with("/pay/") => path.replace(":slug", "deposit"),
        path if path.starts_with("/payment-pages/:id") => path.replace(":id", "1"),
        path if path.starts_with("/assets") => "/assets/nothing".to_owned(),
        path => path.to_owned(),
    }
}

/// The administrator's own report, which does not exist for the others, and a run of one that does.
async fn report_with_a_run(firm: &TestFirm) {
    let authority = Authority::Staff(&firm.admin);
    let standard = Standard::with_code("today").unwrap();
    let definition = standard.definition(Range::Relative(Relative::Today));
    let (name, sharing, locale) = ("Mine".to_owned(), Sharing::Personal, Locale::EnUs);
    let wanted = Wanted { name, sharing, locale, definition, schedule: None };
    let id = reports::create(&firm.app, authority, firm.app.ids.operation_key(), wanted).await.unwrap();
    reports::run(&firm.app, authority, id).await.unwrap();
    let asked = (T::new(locale), Range::Relative(Relative::Today));
    reports::run_standard(&firm.app, authority, standard, asked).await.unwrap();
}

struct Walk {
    firm: TestFirm,
    site: Site,
    key: String,
    token: String,
}

impl Walk {
    /// A firm with one payment, its receipt and its message, and an alert about it.
    async fn new() -> Self {
        let firm = TestFirm::new().await;
        let site = Site::of(&firm).await;
        let mut cashier = site.signed_in(&firm.cashier).await;
        let payment = paid(&firm, &cashier.pay(&firm, &[]).await);
        deliver_due(&firm.app).await.unwrap();
        report_with_a_run(&firm).await;
        crate::payment_pages::open_page(&firm, "deposit", crate::payment_pages::deposit(&firm)).await;
        let (about, now) = (About::Payment(payment.id), firm.app.now());
        let raised = firm.app.store.write(move |writer| alerts::raise(writer, about, Cause::Disputed, now));
        raised.await.unwrap();
        super::schedules::agreed(&firm).await;
        super::schedule_groups::begun_in(&firm).await;
        let token = clientpay::service::receipts::link_token(&firm.app.secrets, payment.id);
        Self { key: payment.key.to_string(), token, firm, site }
    }

    fn addresses(&self) -> Vec<(Method, String, Access)> {
        table()
            .into_iter()
            .map(|entry| (entry.method, concrete(entry.path, &self.key, &self.token), entry.access))
            .collect()
    }

    /// Asks with an empty form where a form is wanted.
    async fn ask(&self, browser: &mut Browser, method: &Method, path: &str) -> Page {
        let before = journal(&self.firm);
        let body = (*method == Method::POST).then(|| encode(&[("_csrf", &browser.csrf)]));
        let page = browser.send(method.clone(), path, &[], body).await;
        assert_headers(&page, path);
        // An export is noted, whoever asks and however.
        if *method == Method::GET && !path.contains("/export.") {
            assert_eq!(journal(&self.firm), before, "GET {path} wrote something");
        }
        page
    }
}

/// Whether an address is one for staff who are signed in. Payers' own are walked in `portal`.
fn is_staffs(access: Access) -> bool {
    !matches!(access, Access::Anyone | Access::Payer)
}

#[tokio::test]
async fn nobody_gets_past_the_sign_in_page() {
    let walk = Walk::new().await;
    for (method, path, access) in walk.addresses().into_iter().filter(|(_, _, access)| is_staffs(*access)) {
        let mut nobody = walk.site.visitor();
        nobody.get("/sign-in").await;
        let before = journal(&walk.firm);
        let page = walk.ask(&mut nobody, &method, &path).await;
        let next = page.location().unwrap_or_else(|| panic!("{method} {path} {access:?}: {}", page.status));
        assert!(next.starts_with("/sign-in?next=/"), "{path}: {next}");
        assert_eq!(journal(&walk.firm), before, "{method} {path}");
        let page = nobody
            .send(method.clone(), &path, &[("hx-request", "true")], Some(encode(&[("_csrf", &nobody.csrf)])))
            .await;
        assert!(page.header("hx-redirect").is_some_and(|next| next.starts_with("/sign-in")), "{method} {path}");
    }
}

#[tokio::test]
async fn everybody_goes_as_far_as_their_role_and_no_further() {
    let walk = Walk::new().await;
    let firm = &walk.firm;
    for user in [&firm.admin, &firm.billing, &firm.cashier, &firm.auditor] {
        // Nothing of staff's opens the portal: that is proven in `portal`.
        for (method, path, access) in walk.addresses().into_iter().filter(|(_, path, _)| !path.starts_with("/portal")) {
            // So many sign-ins from one address are throttled; here they are a minute apart.
            firm.clock.advance_ms(60_000);
            let mut browser = walk.site.signed_in(user).await;
            // So many sign-ins from one address take their time.
            firm.clock.advance_ms(10_000);
            let before = journal(firm);
            let page = walk.ask(&mut browser, &method, &path).await;
            let allowed = match access {
                Access::Anyone | Access::Person | Access::Payer => true,
                Access::Staff(permission) => user.role.allows(permission),
            };
            assert_eq!(
                page.status != StatusCode::FORBIDDEN,
                allowed && path != "/hooks/sandbox",
                "{method} {path} {:?}",
                user.role
            );
            assert!(!page.status.is_server_error(), "{method} {path} {:?}: {}", user.role, page.status);
            if !allowed {
                assert_eq!(journal(firm), before, "{method} {path}");
                assert_eq!(page.texts("main h1"), ["You don’t have access to this"], "{path}");
            }
        }
        firm.clock.advance_ms(300_000);
    }
    assert_eq!(firm.violations(), Vec::<String>::new());
    // Everybody had the receipt sent again that they held the link to.
    firm.leaves_waiting(4);
}

#[tokio::test]
async fn an_inactive_person_and_an_ended_session_are_nobody() {
    let walk = Walk::new().await;
    let firm = &walk.firm;
    let signed_in = walk.site.signed_in(&firm.billing).await;
    let ended = walk.site.signed_in(&firm.cashier).await;
    let mut signed_out = walk.site.signed_in(&firm.auditor).await;
    let remembered = signed_out.clone();
    assert_eq!(signed_out.post("/sign-out", &[]).await.location().as_deref(), Some("/sign-in?done=signed-out"));
    let stored = clientpay::store::users::user(&firm.read(), firm.billing.id).unwrap().unwrap();
    put_user(firm, &User { active: false, ..stored }).await;
    let inactive = signed_in;
    firm.clock.advance_ms(Session::IDLE_MS);
    for (name, browser) in [("inactive", inactive), ("idle", ended), ("signed out", remembered)] {
        for (method, path, _) in walk.addresses().into_iter().filter(|(_, _, access)| is_staffs(*access)) {
            let before = journal(firm);
            let page = walk.ask(&mut browser.clone(), &method, &path).await;
            let turned_away = page.location().is_some_and(|next| next.starts_with("/sign-in"));
            let forged = page.status == StatusCode::FORBIDDEN && method == Method::POST;
            assert!(turned_away || forged, "{name}: {method} {path}: {}", page.status);
            assert_eq!(journal(firm), before, "{name}: {method} {path}");
        }
    }
}

#[tokio::test]
async fn the_token_of_another_session_opens_no_form() {
    let walk = Walk::new().await;
    let other = walk.site.signed_in(&walk.firm.admin).await;
    let mut cashier = walk.site.signed_in(&walk.firm.cashier).await;
    cashier.csrf.clone_from(&other.csrf);
    for (method, path, _) in walk.addresses().into_iter().filter(|(method, path, _)| {
        *method == Method::POST
            && !path.starts_with("/hooks")
            && !path.starts_with("/card-fields")
            && !path.starts_with("/pay/")
            && !path.starts_with("/receipts/")
    }) {
        let before = journal(&walk.firm);
        cashier.csrf.clone_from(&other.csrf);
        let page = walk.ask(&mut cashier, &method, &path).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(journal(&walk.firm), before, "{path}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_page_in_the_readers_language() {
    let walk = Walk::new().await;
    let mut nobody = walk.site.visitor();
    for path in [
        "/nowhere",
        "/payments/1/refunds/2",
        "/receipts/",
        "/receipts/1-abc",
        "/receipts/x",
        "/card-fields/short",
        "/card-challenge/short",
        "/outbox/1/pdf",
        "/%00",
        "/..%2f..%2fetc",
        "/receipts/%ff",
    ] {
        for (language, title) in [("en", "Page not found"), ("fr", "Page introuvable"), ("es", "Página no encontrada")]
        {
            let page = nobody.send(Method::GET, path, &[("accept-language", language)], None).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(page.texts("main h1"), [title], "{path}");
            assert_headers(&page, path);
        }
    }
    let mut cashier = walk.site.signed_in(&walk.firm.cashier).await;
    for path in ["/payments/99", "/payments/99/result", "/payments/x", "/payments/-1", "/payments/18446744073709551616"]
    {
        assert_eq!(cashier.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let mut auditor = walk.site.signed_in(&walk.firm.auditor).await;
    for path in ["/outbox/99", "/outbox/99/html"] {
        assert_eq!(auditor.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_method_that_an_address_does_not_take_is_refused() {
    let walk = Walk::new().await;
    let mut admin = walk.site.signed_in(&walk.firm.admin).await;
    let before = journal(&walk.firm);
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        for path in ["/payments", "/payments/1", "/sign-in", "/healthz", "/receipts/x"] {
            let token = admin.csrf.clone();
            let page = admin.send(method.clone(), path, &[("x-csrf-token", &token)], None).await;
            assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            assert_headers(&page, path);
        }
    }
    for path in ["/payments", "/payments/1", "/receipts/x"] {
        let header = [("x-http-method-override", "DELETE"), ("x-method-override", "DELETE")];
        admin.send(Method::GET, path, &header, None).await;
    }
    assert_eq!(admin.get("/sign-out").await.status, StatusCode::METHOD_NOT_ALLOWED, "signing out is not a link");
    assert_eq!(journal(&walk.firm), before);
}

/// What came of a form stood at the form's own address, and the links to other languages lead there.
#[tokio::test]
async fn who_asks_for_the_address_of_a_form_is_led_to_its_page_in_the_language_asked_for() {
    let walk = Walk::new().await;
    let before = journal(&walk.firm);
    for (form, page) in [
        ("/portal/links", "/portal"),
        ("/portal/sign-out/everywhere", "/portal"),
        ("/receipts/a/resendings", "/receipts/a"),
        ("/methods/a/removals", "/methods/a"),
        ("/payments/1/refunds", "/payments/1"),
        ("/schedules/1/payments/2/waiver", "/schedules/1"),
        ("/payments/%2e%2e/refunds", "/payments/%2e%2e"),
    ] {
        for (asked, wanted) in [("", ""), ("?lang=fr&payer=7", "?lang=fr"), ("?lang=de", "")] {
            let answer = walk.site.visitor().get(&format!("{form}{asked}")).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{form}");
            assert_eq!(answer.location(), Some(format!("{page}{wanted}")), "{form}");
        }
    }
    for form in ["/sign-out", "/hooks/sandbox", "/card-fields/tokens", "/profile/preferences"] {
        assert_eq!(walk.site.visitor().get(form).await.status, StatusCode::METHOD_NOT_ALLOWED, "{form}");
    }
    assert_eq!(journal(&walk.firm), before);
}

#[tokio::test]
async fn the_table_names_every_address_once_and_every_permission_is_somebodys() {
    let mut seen = std::collections::BTreeSet::new();
    for entry in table() {
        assert!(seen.insert((entry.method.to_string(), entry.path)), "{} {}", entry.method, entry.path);
        if let Access::Staff(permission) = entry.access {
            assert!(Role::ALL.iter().any(|role| role.allows(permission)), "{permission:?}");
        }
    }
}
