//! A browser without a screen: it talks to the whole portal in process, keeps cookies, fills in the form of the page
//! it is on and follows where it is sent. What it sees is found by label, name and role, as a person would.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use clientpay::{
    domain::user::User,
    service::{
        passwords::Passwords, payment_pages::admission::Turnstile, sessions::Doorkeeper, setup::SetUpToken,
        throttle::SignInThrottle,
    },
    store::StoreError,
    web::{
        door::Limits,
        router::{self, Entrance},
    },
};
use poem::{
    Endpoint as _, EndpointExt as _, Request, Response,
    endpoint::BoxEndpoint,
    http::{Method, StatusCode},
};
use scraper::{ElementRef, Html, Selector};
use tokio::sync::OnceCell;

use super::TestFirm;

/// The password of everybody on staff.
pub const PASSWORD: &str = "quiet harbour lantern";
/// The portal's own host.
pub const HOST: &str = "pay.firm.example";

/// The whole portal of a firm behind its doors.
#[derive(Clone)]
pub struct Site {
    endpoint: Arc<BoxEndpoint<'static, Response>>,
    pub set_up_token: Arc<str>,
}

impl Site {
    /// Opens the portal of a firm whose staff all have [`PASSWORD`].
    pub async fn of(firm: &TestFirm) -> Self {
        static HASH: OnceCell<String> = OnceCell::const_new();
        let hash = HASH.get_or_init(|| async { Passwords::default().hash(PASSWORD, [5; 16]).await.unwrap() }).await;
        for user in [&firm.admin, &firm.billing, &firm.cashier, &firm.auditor] {
            put_user(firm, &User { password_hash: hash.clone(), ..user.clone() }).await;
        }
        Self::bare(firm)
    }

    /// Opens the portal as it is.
    pub fn bare(firm: &TestFirm) -> Self {
        Self::with_patience(firm, router::PATIENCE)
    }

    /// [`Site::bare`], where clients wait so long for what comes of a payment.
    pub fn with_patience(firm: &TestFirm, patience: Duration) -> Self {
        Self::within(firm, patience, Limits::default())
    }

    /// [`Site::bare`], where every answer is cut off that has to wait for something.
    pub fn hurried(firm: &TestFirm) -> Self {
        Self::within(firm, router::PATIENCE, Limits { answer: Duration::ZERO, ..Limits::default() })
    }

    fn within(firm: &TestFirm, patience: Duration, limits: Limits) -> Self {
        let set_up_token = SetUpToken::draw(&firm.app.ids);
        let token = set_up_token.as_str().into();
        let throttle = SignInThrottle::new(firm.clock.clone());
        let doorkeeper = Doorkeeper { passwords: Passwords::default(), throttle };
        let throttle = SignInThrottle::new(firm.clock.clone());
        let portal_doorkeeper = Doorkeeper { passwords: Passwords::default(), throttle };
        let turnstile = Turnstile::new(firm.clock.clone());
        let entrance = Arc::new(Entrance { doorkeeper, portal_doorkeeper, set_up_token, turnstile, patience });
        let endpoint = router::endpoint(firm.app.clone(), entrance, limits);
        Self { endpoint: Arc::new(endpoint.boxed()), set_up_token: token }
    }

    /// A browser that nobody has signed in with.
    pub fn visitor(&self) -> Browser {
        Browser { site: self.clone(), cookies: BTreeMap::new(), headers: Vec::new(), csrf: String::new() }
    }

    /// A browser that `user` has signed in with.
    pub async fn signed_in(&self, user: &User) -> Browser {
        let mut browser = self.visitor();
        let page = browser.sign_in(&user.email, PASSWORD).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        browser.get("/nowhere").await;
        browser
    }
}

/// Writes a member of staff.
pub async fn put_user(firm: &TestFirm, user: &User) {
    let user = user.clone();
    let written = firm.app.store.write(move |writer| -> Result<(), StoreError> { writer.put_user(&user) });
    written.await.unwrap();
}

/// A browser.
#[derive(Clone)]
pub struct Browser {
    site: Site,
    pub cookies: BTreeMap<String, String>,
    /// Headers that go with every request.
    pub headers: Vec<(&'static str, String)>,
    /// The token of the forms seen last.
    pub csrf: String,
}

impl Browser {
    /// Asks another portal of the same firm from now on.
    pub fn turn_to(&mut self, site: &Site) {
        self.site = site.clone();
    }

    /// Opens an address.
    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Method::GET, path, &[], None).await
    }

    /// Opens an address and goes where it leads.
    pub async fn follow(&mut self, path: &str) -> Page {
        let mut page = self.get(path).await;
        while let Some(next) = page.location() {
            page = self.get(&next).await;
        }
        page
    }

    /// Sends a form with the token of the page seen last.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let csrf = self.csrf.clone();
        let mut all = vec![("_csrf", csrf.as_str())];
        all.extend_from_slice(fields);
        self.send(Method::POST, path, &[], Some(encode(&all))).await
    }

    /// Sends a request exactly like this, with the browser's cookies.
    pub async fn send(&mut self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<String>) -> Page {
        self.send_bytes(method, path, headers, body.map(String::into_bytes)).await
    }

    /// [`Browser::send`] of what is no text.
    pub async fn send_bytes(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Vec<u8>>,
    ) -> Page {
        let mut request = Request::builder().method(method).uri_str(path).header("host", HOST);
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header("cookie", cookies.join("; "));
        }
        if body.is_some() && headers.iter().all(|(name, _)| *name != "content-type") {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.site.endpoint.get_response(request.body(body.unwrap_or_default())).await;
        let page = Page::of(response).await;
        self.keep(&page);
        page
    }

    fn keep(&mut self, page: &Page) {
        for text in page.all("set-cookie") {
            let (pair, attributes) = text.split_once(';').unwrap_or((text, ""));
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("Max-Age=0") || value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        if let Some(token) = page.token() {
            self.csrf = token;
        }
    }

    /// Signs in; the answer is not followed.
    pub async fn sign_in(&mut self, email: &str, password: &str) -> Page {
        self.get("/sign-in").await;
        self.post("/sign-in", &[("email", email), ("password", password), ("next", "")]).await
    }

    /// Enters a card into the card fields of the form with this key.
    pub async fn enter_card(&mut self, key: &str, number: &str) -> Page {
        let fields = [
            ("session", key),
            ("card_number", number),
            ("expiry", "12/30"),
            ("security_code", "123"),
            ("postal_code", "12207"),
            ("card_holder", "R. Holder"),
        ];
        self.send(Method::POST, "/card-fields/tokens", &[], Some(encode(&fields))).await
    }

    /// Opens the terminal and gives the key of its form.
    /// Enters a test bank account into the fields of the form with this key.
    pub async fn enter_account(&mut self, key: &str, number: &str) -> Page {
        let fields = [
            ("session", key),
            ("method", "bank"),
            ("routing", "110000000"),
            ("account_number", number),
            ("account_number_again", number),
            ("account_type", "checking"),
            ("holder_type", "personal"),
            ("account_holder", "Ada Vance"),
        ];
        self.send(Method::POST, "/card-fields/tokens", &[], Some(encode(&fields))).await
    }

    pub async fn new_payment(&mut self) -> String {
        let page = self.get("/payments/new").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        page.value("key")
    }

    /// Opens the terminal, enters a card that is approved, and sends these fields beside those that must be there.
    pub async fn pay(&mut self, firm: &TestFirm, fields: &[(&str, &str)]) -> Page {
        let key = self.new_payment().await;
        self.enter_card(&key, super::APPROVED).await;
        self.charge(firm, &key, fields).await
    }

    /// Sends the terminal's form: what is not said is as [`filled`] has it.
    pub async fn charge(&mut self, firm: &TestFirm, key: &str, fields: &[(&str, &str)]) -> Page {
        let sheet = filled(firm, key, fields);
        self.post("/payments", &pairs(&sheet)).await
    }
}

/// The fields of a form as they are sent.
pub fn pairs(sheet: &BTreeMap<String, String>) -> Vec<(&str, &str)> {
    sheet.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// The terminal's form filled in properly, with these fields instead of or beside the usual ones.
pub fn filled(firm: &TestFirm, key: &str, fields: &[(&str, &str)]) -> BTreeMap<String, String> {
    let account = firm.operating.to_string();
    let usual = [
        ("key", key),
        ("payer", "Ada Vance"),
        ("email", "ada@client.example"),
        ("amount", "125.00"),
        ("account", &account),
        ("invoice", "INV-1041"),
        ("language", "en"),
        ("receipt", "yes"),
    ];
    usual.iter().chain(fields).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Fields as the body of a form.
pub fn encode(fields: &[(&str, &str)]) -> String {
    let written: Vec<String> = fields
        .iter()
        .map(|(name, value)| {
            format!("{}={}", clientpay::web::paths::encoded(name), clientpay::web::paths::encoded(value))
        })
        .collect();
    written.join("&")
}

/// An answer.
pub struct Page {
    pub status: StatusCode,
    pub headers: Vec<(String, String)>,
    /// The bytes that were sent.
    pub size: usize,
    pub body: String,
}

impl Page {
    async fn of(response: Response) -> Self {
        let status = response.status();
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let bytes = response.into_body().into_vec().await.unwrap();
        Self { status, headers, size: bytes.len(), body: String::from_utf8_lossy(&bytes).into_owned() }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.all(name).into_iter().next()
    }

    pub fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    /// Where the answer sends the browser.
    pub fn location(&self) -> Option<String> {
        (self.status == StatusCode::SEE_OTHER).then(|| self.header("location").unwrap().to_owned())
    }

    /// The texts of all elements that the selector finds, white space made one blank.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.with(selector, |found| found.map(text_of).collect())
    }

    /// The text of the first element that the selector finds.
    pub fn text(&self, selector: &str) -> String {
        self.texts(selector).into_iter().next().unwrap_or_else(|| panic!("no {selector} in {}", self.body))
    }

    /// An attribute of every element that the selector finds and that has it.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        self.with(selector, |found| found.filter_map(|element| element.attr(name).map(str::to_owned)).collect())
    }

    /// Where the processor's fields on this page are, whether they come with it or once it is painted.
    pub fn card_frame(&self) -> String {
        self.attributes("#card-frame", "src")
            .into_iter()
            .next()
            .unwrap_or_else(|| panic!("no card frame in {}", self.body))
    }

    pub fn has(&self, selector: &str) -> bool {
        self.with(selector, |found| found.next().is_some())
    }

    /// The text of the first element that the selector finds, lines as they are.
    pub fn lines(&self, selector: &str) -> String {
        self.with(selector, |found| found.next().map(|element| element.text().collect()).unwrap_or_default())
    }

    /// What the field with this name holds.
    pub fn value(&self, name: &str) -> String {
        let chosen = self.attributes(&format!("select[name={name}] option[selected]"), "value");
        let typed = self.attributes(&format!("input[name={name}]"), "value");
        chosen.into_iter().chain(typed).next().unwrap_or_default()
    }

    /// What is wrong with the form, each with the field its link leads to.
    pub fn complaints(&self) -> Vec<(String, String)> {
        self.with("[role=alert] li", |found| {
            found
                .map(|item| {
                    let link = item.select(&selector("a")).next().and_then(|link| link.attr("href"));
                    (link.unwrap_or_default().trim_start_matches('#').to_owned(), text_of(item))
                })
                .collect()
        })
    }

    /// The fields that the form complains about.
    pub fn wrong_fields(&self) -> Vec<String> {
        self.complaints().into_iter().map(|(field, _)| field).collect()
    }

    /// The section in which the form asks for one more step, where nothing is wrong with it.
    pub fn next_step(&self) -> Option<String> {
        let link = self.attributes(".next-step[role=status] a", "href").into_iter().next();
        link.filter(|_| self.status == StatusCode::OK && self.complaints().is_empty())
            .map(|link| link.trim_start_matches('#').to_owned())
    }

    fn token(&self) -> Option<String> {
        self.attributes("input[name=_csrf]", "value").into_iter().next()
    }

    fn with<T>(&self, text: &str, look: impl FnOnce(&mut dyn Iterator<Item = ElementRef<'_>>) -> T) -> T {
        let document = Html::parse_document(&self.body);
        look(&mut document.select(&selector(text)))
    }
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
