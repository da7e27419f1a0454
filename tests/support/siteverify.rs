//! A company that checks whether a person is there, played on this machine: it speaks `siteverify` over HTTP, knows the
//! tokens that it gave out, and is good for each of them once.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use clientpay::{
    captcha::{Captcha, Settings},
    domain::captcha::{Provider, Score},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

/// Where the portal of a [`super::TestFirm`] is reached.
pub const HERE: &str = "127.0.0.1";
const SECRET: &str = "the portal's own secret";

/// How it answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    /// As it should.
    #[default]
    Answers,
    /// Not at all: the call is taken and nothing comes.
    Hangs,
    /// It hangs up.
    HangsUp,
    /// An error of its own.
    Fails,
    /// A page that is no answer.
    Babbles,
    /// Half an answer.
    BreaksOff,
    /// It says so of itself.
    Stumbles,
}

/// What a token says.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    pub host: &'static str,
    pub score: &'static str,
    pub action: &'static str,
    /// An error that it comes back with.
    pub error: Option<&'static str>,
}

/// A good one.
pub const GOOD: Token = Token { host: HERE, score: "0.9", action: "pay", error: None };

#[derive(Default)]
struct Books {
    mood: Mood,
    given: BTreeMap<String, Token>,
    used: BTreeSet<String>,
    /// What it was asked, a form each.
    asked: Vec<BTreeMap<String, String>>,
}

pub struct Company {
    url: String,
    books: Arc<Mutex<Books>>,
}

impl Company {
    pub async fn open() -> Self {
        let listener = TcpListener::bind((HERE, 0)).await.unwrap();
        let url = format!("http://{}/siteverify", listener.local_addr().unwrap());
        let books = Arc::<Mutex<Books>>::default();
        let serving = books.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, serving.clone()));
            }
        });
        Self { url, books }
    }

    /// The portal's door to it.
    pub fn door(&self, provider: Provider) -> Captcha {
        self.door_with(provider, SECRET, true)
    }

    pub fn door_with(&self, provider: Provider, secret: &str, everywhere: bool) -> Captcha {
        let (site_key, secret, verify_url) = ("site-key".to_owned(), secret.to_owned(), self.url.clone());
        let least = Score::of_percent(50);
        Captcha::new(Settings { provider, site_key, secret, least, verify_url, everywhere }).unwrap()
    }

    /// Gives out a token, as its script would do in a browser.
    pub fn give(&self, token: Token) -> String {
        let mut books = self.books.lock().unwrap();
        let name = format!("token-{}", books.given.len() + 1);
        books.given.insert(name.clone(), token);
        name
    }

    pub fn set(&self, mood: Mood) {
        self.books.lock().unwrap().mood = mood;
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<BTreeMap<String, String>> {
        self.books.lock().unwrap().asked.clone()
    }
}

async fn serve(mut stream: TcpStream, books: Arc<Mutex<Books>>) {
    let mut request = Vec::new();
    let body = loop {
        let mut chunk = [0; 4096];
        let read = stream.read(&mut chunk).await.unwrap_or(0);
        if read == 0 {
            return;
        }
        request.extend_from_slice(&chunk[..read]);
        if let Some(body) = whole(&String::from_utf8_lossy(&request)) {
            break body;
        }
    };
    let (mood, answer) = books.lock().unwrap().answer(&body);
    let ok = |text: &str| {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length:";
        format!("{head} {}\r\n\r\n{text}", text.len())
    };
    let said = match mood {
        Mood::Answers => ok(&answer),
        Mood::Hangs => return std::future::pending().await,
        Mood::HangsUp => return,
        Mood::Fails => "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_owned(),
        Mood::Babbles => ok("<!doctype html><title>Welcome to the hotel’s network</title>"),
        Mood::BreaksOff => ok(&answer).replace('}', "").replace("true", "tr"),
        Mood::Stumbles => ok("{\"success\":false,\"error-codes\":[\"internal-error\"]}"),
    };
    stream.write_all(said.as_bytes()).await.unwrap_or_default();
}

/// The body, once all of it is there.
fn whole(request: &str) -> Option<String> {
    let (head, body) = request.split_once("\r\n\r\n")?;
    let length = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    (body.len() >= length.unwrap_or(0)).then(|| body.to_owned())
}

impl Books {
    fn answer(&mut self, body: &str) -> (Mood, String) {
        let form: BTreeMap<String, String> =
            url::form_urlencoded::parse(body.as_bytes()).map(|(name, value)| (name.into(), value.into())).collect();
        let field = |name: &str| form.get(name).cloned().unwrap_or_default();
        let (secret, response) = (field("secret"), field("response"));
        self.asked.push(form);
        let token = self.given.get(&response).copied();
        let wrong = match token {
            _ if secret.is_empty() => Some("missing-input-secret"),
            _ if secret != SECRET => Some("invalid-input-secret"),
            _ if response.is_empty() => Some("missing-input-response"),
            None => Some("invalid-input-response"),
            Some(_) if !self.used.insert(response) => Some("timeout-or-duplicate"),
            Some(token) => token.error,
        };
        let answer = match (wrong, token) {
            (None, Some(Token { host, score, action, .. })) => format!(
                "{{\"success\":true,\"challenge_ts\":\"2026-11-25T00:00:00Z\",\"hostname\":\"{host}\",\"score\":{score},\
                 \"action\":\"{action}\",\"error-codes\":[]}}"
            ),
            (wrong, _) => format!("{{\"success\":false,\"error-codes\":[\"{}\"]}}", wrong.unwrap_or_default()),
        };
        (self.mood, answer)
    }
}
