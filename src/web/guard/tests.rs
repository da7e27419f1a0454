//! The guard in front of a small house of rooms.

use poem::{
    EndpointExt as _,
    endpoint::make,
    http::{Method, Uri},
};

use super::*;
use crate::{domain::user::Session as Row, service::sessions::tests::TestHall, store::drafts};

const KEY: &str = "abcdefghijklmnopqrstuvwxyz";

/// A room that tells what the guard knows: cashiers may enter, only administrators change settings.
async fn room(request: Request) -> Result<Response> {
    let rq = request.data::<Arc<Rq>>().unwrap();
    match request.uri().path() {
        "/payments" | "/payments/7/refunds" => {
            let name = rq.staff(Permission::TakePayments)?.user.name.clone();
            Ok(name.into_response())
        }
        "/settings" => {
            rq.staff(Permission::ManageSettings)?;
            Ok("settings".into_response())
        }
        "/about" => Ok(format!("{} {} {}", rq.language().code(), rq.theme().code(), rq.peer()).into_response()),
        "/form" | "/sign-in" => Ok(rq.csrf().to_owned().into_response()),
        _ => Ok("open".into_response()),
    }
}

struct Try {
    method: Method,
    path: &'static str,
    headers: Vec<(&'static str, String)>,
    body: String,
}

fn get(path: &'static str) -> Try {
    Try { method: Method::GET, path, headers: vec![("host", "pay.example".into())], body: String::new() }
}

fn post(path: &'static str, body: &str) -> Try {
    let mut sent = get(path).with("content-type", "application/x-www-form-urlencoded");
    (sent.method, sent.body) = (Method::POST, body.to_owned());
    sent
}

impl Try {
    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    fn signed_in(self, token: &str) -> Self {
        self.with("cookie", &format!("{SESSION_COOKIE}={token}"))
    }
}

async fn send(hall: &Arc<TestHall>, sent: Try) -> (StatusCode, Response) {
    let mut request = Request::builder().method(sent.method).uri(sent.path.parse::<Uri>().unwrap());
    for (name, value) in sent.headers {
        request = request.header(name, value);
    }
    let guarded = make(room).with(Guard(hall.clone()));
    let response = guarded.get_response(request.body(sent.body)).await;
    (response.status(), response)
}

async fn text(hall: &Arc<TestHall>, sent: Try) -> String {
    send(hall, sent).await.1.into_body().into_string().await.unwrap()
}

async fn hall() -> (Arc<TestHall>, String, String) {
    let hall = Arc::new(TestHall::staffed().await);
    let session = hall.signed_in().await;
    let token = text(&hall, get("/form").signed_in(&session)).await;
    (hall, session, token)
}

#[tokio::test]
async fn forged_requests_do_not_reach_a_room() {
    let (hall, session, token) = hall().await;
    let other = hall.signed_in().await;
    let foreign = text(&hall, get("/form").signed_in(&other)).await;
    let right = format!("_csrf={token}");
    for (what, sent) in [
        ("no token", post("/payments", "")),
        ("a foreign token", post("/payments", &format!("_csrf={foreign}"))),
        ("a token cut short", post("/payments", &right[..right.len() - 1])),
        ("a token in the address", post("/payments?_csrf=x", "")),
        ("another site", post("/payments", &right).with("sec-fetch-site", "cross-site")),
        ("another subdomain", post("/payments", &right).with("sec-fetch-site", "same-site")),
        ("another origin", post("/payments", &right).with("origin", "https://evil.example")),
        ("no origin to speak of", post("/payments", &right).with("origin", "null")),
        ("a wrong token in the header", post("/payments", &right).with("x-csrf-token", &foreign)),
        ("an open room too", post("/open", "").with("sec-fetch-site", "same-origin")),
    ] {
        let (status, response) = send(&hall, sent.signed_in(&session)).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{what}");
        assert_eq!(response.data::<Trouble>(), Some(&Trouble::Forged), "{what}");
    }
}

#[tokio::test]
async fn forms_of_ours_reach_their_room() {
    let (hall, session, token) = hall().await;
    let body = format!("a=1&_csrf={token}");
    for sent in [
        post("/payments", &body),
        post("/payments", &body).with("sec-fetch-site", "same-origin").with("origin", "https://evil.example"),
        post("/payments", &body).with("origin", "http://pay.example"),
        post("/payments", "a=1").with("x-csrf-token", &token),
    ] {
        assert_eq!(text(&hall, sent.signed_in(&session)).await, "Dana Okafor");
    }
}

#[tokio::test]
async fn those_not_signed_in_are_sent_to_sign_in_and_back() {
    let hall = Arc::new(TestHall::staffed().await);
    for (sent, location) in [
        (get("/payments?q=a%20b"), "/sign-in?next=/payments%3Fq%3Da%2520b"),
        (get("/payments").signed_in("made up"), "/sign-in?next=/payments"),
    ] {
        let (status, response) = send(&hall, sent).await;
        assert_eq!((status, response.header("location")), (StatusCode::SEE_OTHER, Some(location)));
    }
    let part = get("/payments").with("hx-request", "true").with("hx-current-url", "https://pay.example/dashboard?a=1");
    let (status, response) = send(&hall, part).await;
    assert_eq!((status, response.header("hx-redirect")), (StatusCode::OK, Some("/sign-in?next=/dashboard%3Fa%3D1")));
    let lured = get("/payments").with("hx-request", "true").with("hx-current-url", "https://evil.example/x");
    let (_, response) = send(&hall, lured).await;
    assert_eq!(response.header("hx-redirect"), Some("/sign-in?next=/dashboard"));
}

#[tokio::test]
async fn a_role_without_the_permission_is_refused() {
    let (hall, session, token) = hall().await;
    for sent in [get("/settings"), post("/settings", &format!("_csrf={token}"))] {
        let (status, response) = send(&hall, sent.signed_in(&session)).await;
        assert_eq!((status, response.data::<Trouble>()), (StatusCode::FORBIDDEN, Some(&Trouble::Forbidden)));
    }
}

#[tokio::test]
async fn a_visitors_token_opens_public_rooms_only() {
    let (hall, session, _) = hall().await;
    let (_, page) = send(&hall, get("/sign-in")).await;
    let cookie = page.header("set-cookie").unwrap().to_owned();
    for part in [VISITOR_COOKIE, "; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let value = cookie.split(';').next().unwrap().to_owned();
    let token = page.into_body().into_string().await.unwrap();
    let body = format!("_csrf={token}");
    assert_eq!(send(&hall, post("/open", &body)).await.0, StatusCode::FORBIDDEN);
    assert_eq!(send(&hall, post("/open", &body).with("cookie", &value)).await.0, StatusCode::OK);
    let (status, answer) = send(&hall, get("/sign-in").with("cookie", &value)).await;
    assert_eq!((status, answer.header("set-cookie")), (StatusCode::OK, None), "a good cookie is not set again");
    let both = format!("{value}; {SESSION_COOKIE}={session}");
    let (status, answer) = send(&hall, post("/payments", &body).with("cookie", &both)).await;
    assert_eq!((status, answer.data::<Trouble>()), (StatusCode::FORBIDDEN, Some(&Trouble::Forged)));
}

#[tokio::test]
async fn pages_without_forms_leave_no_cookie() {
    let hall = Arc::new(TestHall::empty());
    assert_eq!(send(&hall, get("/open")).await.1.header("set-cookie"), None);
}

#[tokio::test]
async fn news_of_processors_and_card_fields_need_no_token() {
    let hall = Arc::new(TestHall::empty());
    for path in ["/hooks/sandbox", "/card-fields/tokens"] {
        assert_eq!(send(&hall, post(path, "")).await.0, StatusCode::OK, "{path}");
        let lured = post(path, "").with("sec-fetch-site", "cross-site");
        assert_eq!(send(&hall, lured).await.0, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(send(&hall, post("/hooksmith", "")).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_form_that_arrives_after_the_session_is_kept_for_its_author() {
    let (hall, session, token) = hall().await;
    hall.clock.advance_ms(Row::IDLE_MS);
    let body = format!(
        "_csrf={token}&key={KEY}&payer=Ann&memo=one%0D%0Atwo&card_number=1&method_token=t&Password=p&cvv=1&cvc=2"
    );
    let (status, response) = send(&hall, post("/payments", &body).signed_in(&session)).await;
    let wanted = format!("/sign-in?next=/payments/new%3Fdraft%3D{KEY}");
    assert_eq!((status, response.header("location")), (StatusCode::SEE_OTHER, Some(wanted.as_str())));
    let key = OperationKey::parse(KEY).unwrap();
    let draft = drafts::draft(&hall.store.read().unwrap(), &key).unwrap().unwrap();
    let kept: Vec<_> = draft.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(kept, [("key", KEY), ("payer", "Ann"), ("memo", "one\ntwo")]);
    let referred = post("/payments/7/refunds", &body).with("referer", "http://pay.example/payments/7?tab=x");
    let (_, response) = send(&hall, referred.signed_in(&session).with("hx-request", "true")).await;
    let wanted = format!("/sign-in?next=/payments/7%3Ftab%3Dx%26draft%3D{KEY}");
    assert_eq!(response.header("hx-redirect"), Some(wanted.as_str()));
}

#[tokio::test]
async fn nothing_is_kept_for_a_form_that_its_author_did_not_draw() {
    let (hall, session, token) = hall().await;
    let foreign = text(&hall, get("/form").signed_in(&hall.signed_in().await)).await;
    hall.clock.advance_ms(Row::IDLE_MS);
    let key = OperationKey::parse(KEY).unwrap();
    for (body, status) in [
        (format!("_csrf={foreign}&key={KEY}"), StatusCode::FORBIDDEN),
        (format!("key={KEY}"), StatusCode::FORBIDDEN),
        (format!("_csrf={token}&key=short"), StatusCode::SEE_OTHER),
        (format!("_csrf={token}"), StatusCode::SEE_OTHER),
    ] {
        assert_eq!(send(&hall, post("/payments", &body).signed_in(&session)).await.0, status, "{body}");
    }
    assert_eq!(drafts::draft(&hall.store.read().unwrap(), &key).unwrap(), None);
    let (status, _) = send(&hall, post("/open", &format!("_csrf={token}&key={KEY}")).signed_in(&session)).await;
    assert_eq!(status, StatusCode::OK, "a public page needs no session");
}

#[tokio::test]
async fn language_is_asked_for_then_remembered_then_the_persons_then_the_browsers() {
    let (hall, session, _) = hall().await;
    let french = |sent: Try| sent.with("accept-language", "fr");
    assert_eq!(text(&hall, get("/about")).await, "en device ");
    assert_eq!(text(&hall, french(get("/about"))).await, "fr device ");
    assert_eq!(text(&hall, get("/about").with("cookie", "theme=contrast")).await, "en contrast ");
    hall.change_user(|user| user.language = Some(Language::Es)).await;
    assert_eq!(text(&hall, french(get("/about")).signed_in(&session)).await, "es dark ");
    let cookies = format!("lang=fr; {SESSION_COOKIE}={session}");
    assert_eq!(text(&hall, get("/about").with("cookie", &cookies)).await, "fr dark ");
    let (_, response) = send(&hall, get("/about?lang=en").with("cookie", &cookies)).await;
    assert!(response.header("set-cookie").unwrap().starts_with("lang=en; "));
    assert_eq!(response.into_body().into_string().await.unwrap(), "en dark ");
}

#[tokio::test]
async fn forms_that_cannot_be_read_are_refused() {
    let hall = Arc::new(TestHall::empty());
    assert_eq!(send(&hall, post("/open", "a=%ff")).await.0, StatusCode::BAD_REQUEST);
    let large = "a".repeat(MAX_BODY_BYTES + 1);
    assert_eq!(send(&hall, post("/open", &large)).await.0, StatusCode::PAYLOAD_TOO_LARGE);
}

#[test]
fn session_cookies_are_bound_to_this_host_and_hidden_from_scripts() {
    let cookie = session_cookie("value").to_string();
    assert!(cookie.starts_with("__Host-sid=value; "), "{cookie}");
    for part in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(cookie.contains(part) && no_session_cookie().to_string().contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"));
    assert!(no_session_cookie().to_string().contains("Max-Age=0"));
}
