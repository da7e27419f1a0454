//! A browser as far as forms go: it keeps cookies by hand, because the portal's are for HTTPS only, fills in forms,
//! and follows nothing by itself.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use clientpay::{domain::ids::OperationKey, web::paths};
use reqwest::{Client, header, redirect::Policy};

/// An answer.
#[derive(Debug)]
pub struct Page {
    pub status: u16,
    pub location: String,
    pub body: String,
}

/// Clones are windows of one browser.
#[derive(Clone)]
pub struct Browser {
    client: Client,
    url: String,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
}

/// A payment form that is filled in and whose card is entered.
#[derive(Clone, Debug)]
pub struct Form {
    pub key: OperationKey,
    csrf: String,
    pub payer: String,
    pub amount: String,
}

impl Browser {
    pub fn new(url: &str) -> Self {
        // Nothing is encrypted here, and still the client wants to know with what it would be.
        drop(rustls::crypto::ring::default_provider().install_default());
        let client = Client::builder().redirect(Policy::none()).timeout(Duration::from_secs(30)).no_proxy();
        Self { client: client.build().unwrap(), url: url.to_owned(), cookies: Arc::default() }
    }

    /// The same person with the same cookies at another address: after a restart.
    pub fn at(&self, url: &str) -> Self {
        Self { url: url.to_owned(), ..self.clone() }
    }

    pub async fn get(&self, path: &str) -> Page {
        self.try_get(path).await.unwrap()
    }

    /// `None` when the portal went away before it answered.
    pub async fn try_get(&self, path: &str) -> Option<Page> {
        self.send(self.client.get(format!("{}{path}", self.url))).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.try_post(path, fields).await.unwrap()
    }

    /// `None` when the portal went away before it answered.
    pub async fn try_post(&self, path: &str, fields: &[(&str, &str)]) -> Option<Page> {
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", paths::encoded(value))).collect();
        let request = self.client.post(format!("{}{path}", self.url));
        let form = (header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.header(form.0, form.1).body(pairs.join("&"))).await
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Option<Page> {
        let carried: Vec<String> =
            self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let response = request.header(header::COOKIE, carried.join("; ")).send().await.ok()?;
        for set in response.headers().get_all(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
        }
        let location = response.headers().get(header::LOCATION).map(|text| text.to_str().unwrap().to_owned());
        let status = response.status().as_u16();
        // Words that were searched for are marked; to a reader they are the same words.
        let body = response.text().await.ok()?.replace("<mark>", "").replace("</mark>", "");
        Some(Page { status, location: location.unwrap_or_default(), body })
    }

    /// Signs in; gives the status of the answer.
    pub async fn sign_in(&self, email: &str, password: &str) -> u16 {
        self.try_sign_in(email, password).await.unwrap()
    }

    /// `None` when the form to sign in with is not to be had now.
    pub async fn try_sign_in(&self, email: &str, password: &str) -> Option<u16> {
        let page = self.try_get(paths::SIGN_IN).await.filter(|page| page.status == 200)?;
        let csrf = page.field("_csrf");
        let fields = [("_csrf", csrf.as_str()), ("email", email), ("password", password)];
        Some(self.try_post(paths::SIGN_IN, &fields).await?.status)
    }

    /// Opens the terminal, fills it in and enters a test card.
    pub async fn fill_in(&self, payer: &str, amount: &str, card: &str) -> Form {
        self.enter(payer, amount, card).await.unwrap()
    }

    /// The same; `None` when the portal has gone away or cannot take the card now.
    pub async fn try_fill_in(&self, payer: &str, amount: &str, card: &str) -> Option<Form> {
        self.enter(payer, amount, card).await.ok()
    }

    /// Without a page when the portal went away before it answered.
    async fn enter(&self, payer: &str, amount: &str, card: &str) -> Result<Form, Option<Page>> {
        let page = self.try_get(paths::NEW_PAYMENT).await.ok_or(None)?;
        if page.status != 200 {
            return Err(Some(page));
        }
        let (key, csrf) = (page.field("key"), page.field("_csrf"));
        let fields = [
            ("session", key.as_str()),
            ("card_number", card),
            ("expiry", "12/30"),
            ("security_code", "123"),
            ("card_holder", payer),
            ("postal_code", "12207"),
        ];
        let entered = self.try_post("/card-fields/tokens", &fields).await.ok_or(None)?;
        if entered.status != 303 {
            return Err(Some(entered));
        }
        let key = OperationKey::parse(&key).unwrap();
        Ok(Form { key, csrf, payer: payer.to_owned(), amount: amount.to_owned() })
    }

    /// Sends the form; `None` when the portal went away before it answered.
    pub async fn submit(&self, form: &Form) -> Option<Page> {
        let fields = [
            ("_csrf", form.csrf.as_str()),
            ("key", form.key.as_str()),
            ("payer", &form.payer),
            ("email", "ada@client.example"),
            ("receipt", "1"),
            ("language", "en"),
            ("amount", &form.amount),
            ("account", "1"),
            ("invoice", "INV-88123"),
            ("matter", "Vance v. Marlow"),
        ];
        self.try_post(paths::PAYMENTS, &fields).await
    }

    #[allow(dead_code, reason = "for tests/crash, which shares this file")]
    /// Asks for a receipt of the payment at `path` again; `None` when the portal went away before it answered.
    pub async fn resend_receipt(&self, path: &str, address: &str) -> Option<Page> {
        let page = self.try_get(path).await.filter(|page| page.status == 200)?;
        let csrf = page.field("_csrf");
        self.try_post(&format!("{path}/receipts"), &[("_csrf", csrf.as_str()), ("email", address)]).await
    }

    /// Keys a payment with a card that is approved; gives the page of its result.
    pub async fn pay(&self, payer: &str, amount: &str) -> Page {
        let form = self.fill_in(payer, amount, "4242424242424242").await;
        self.submit(&form).await.unwrap()
    }

    /// A number that the portal publishes.
    pub async fn metric(&self, name: &str) -> u64 {
        let page = self.get("/metrics").await;
        let line = page.body.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        line.unwrap_or_else(|| panic!("{name} in {}", page.body)).parse().unwrap()
    }
}

impl Page {
    /// The value of the first field with this name.
    pub fn field(&self, name: &str) -> String {
        let from = format!("name=\"{name}\" value=\"");
        let found = self.body.split_once(&from).and_then(|(_, rest)| rest.split_once('"'));
        found.unwrap_or_else(|| panic!("no field {name} in {}", self.body)).0.to_owned()
    }

    /// The links on the page that begin like this.
    pub fn links(&self, prefix: &str) -> Vec<String> {
        let from = format!("href=\"{prefix}");
        let rest = self.body.split(&from).skip(1);
        rest.filter_map(|text| Some(format!("{prefix}{}", text.split_once('"')?.0))).collect()
    }
}
