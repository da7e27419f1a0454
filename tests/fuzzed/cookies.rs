//! Cookies: nobody is somebody else, whatever their browser sends.

use std::sync::LazyLock;

use clientpay::{
    app::{FixedClock, Ids},
    config::Config,
    domain::{
        ids::UserId,
        locale::Language,
        user::{Session, Theme},
    },
    service::{
        portal::sessions::{Known, known},
        sessions::{Desk, NoSession, current},
    },
    store::{Store, StoreError},
    web::{
        csrf::Visitor,
        guard::{Rq, SESSION_COOKIE, carried_session},
        preferences::{LANGUAGE_COOKIE, THEME_COOKIE, cookie},
    },
};
use poem::{
    Request,
    http::{HeaderValue, Uri},
};
use sha2::{Digest as _, Sha256};

use super::firm::{self, NOW, SECRETS};

/// A store in which one person has a session that goes on and one that has ended.
struct House {
    store: Store,
    session: String,
    ended: String,
    visitor: String,
    past_visitor: String,
}

static HOUSE: LazyLock<House> = LazyLock::new(|| {
    let (store, ids) = (firm::store(0), Ids::seeded(1));
    let house = House {
        store,
        session: ids.token(),
        ended: ids.token(),
        visitor: Visitor::new(&ids, NOW).cookie(&SECRETS),
        past_visitor: Visitor::new(&ids, NOW.plus_ms(-7 * 24 * 60 * 60 * 1000)).cookie(&SECRETS),
    };
    for (token, began_at) in [(&house.session, NOW), (&house.ended, NOW.plus_ms(-Session::ABSOLUTE_MS))] {
        let key = Sha256::digest(token.as_bytes()).into();
        let csrf_secret = ids.token();
        let session = Session { user: UserId::new(1), epoch: 0, created_at: began_at, seen_at: began_at, csrf_secret };
        let written = house.store.write(move |writer| -> Result<(), StoreError> { writer.put_session(&key, &session) });
        firm::block_on(written).expect("a written session");
    }
    house
});

/// Reads the bytes as the `Cookie` headers of a request, a line each. `{session}` and its like stand for genuine ones,
/// which nobody can make up.
pub fn run(data: &[u8]) {
    let house = &*HOUSE;
    let mut text = data.to_vec();
    for (name, genuine) in [
        ("{session}", &house.session),
        ("{ended}", &house.ended),
        ("{visitor}", &house.visitor),
        ("{past-visitor}", &house.past_visitor),
    ] {
        text = replaced(&text, name.as_bytes(), genuine.as_bytes());
    }
    let lines = text.split(|byte| *byte == b'\n');
    let headers: Vec<HeaderValue> = lines.filter_map(|line| HeaderValue::from_bytes(line).ok()).collect();
    let mut request = Request::builder().uri(Uri::from_static("/")).finish();
    for header in &headers {
        request.headers_mut().append("cookie", header.clone());
    }
    let stands_there = |name: &str, value: &str| {
        let pair = format!("{name}={value}");
        headers.iter().any(|header| header.to_str().is_ok_and(|text| text.contains(&pair)))
    };
    for name in [SESSION_COOKIE, LANGUAGE_COOKIE, THEME_COOKIE] {
        assert!(cookie(&request, name).is_none_or(|value| stands_there(name, value) && !value.contains(';')));
    }
    assert_eq!(carried_session(&request), cookie(&request, SESSION_COOKIE));
    if let Some(value) = carried_session(&request) {
        opens_its_own_session(house, value);
    }
    for word in String::from_utf8_lossy(&text).split(['=', ';', ' ', '\n']) {
        let read = Visitor::read(word, &SECRETS, NOW);
        assert_eq!(read.is_some(), word == house.visitor, "{word}");
    }
    is_a_stranger(&request);
}

fn opens_its_own_session(house: &House, value: &str) {
    let (clock, ids, config) = (FixedClock::new(NOW), Ids::seeded(2), Config::default());
    let desk = Desk { store: &house.store, clock: &clock, ids: &ids, secrets: &SECRETS, config: &config };
    match current(desk, value) {
        Ok(_) => assert_eq!(value, house.session),
        Err(NoSession::Expired(_)) => assert_eq!(value, house.ended),
        Err(NoSession::None) => assert!(![&house.session, &house.ended].contains(&&value.to_owned())),
        Err(NoSession::Store(error)) => panic!("{error}"),
    }
    assert!(matches!(known(desk, value), Ok(Known::Nobody)), "staff are nobody in the portal");
}

/// A page for somebody unknown comes in a language and in colours of ours.
fn is_a_stranger(request: &Request) {
    let rq = Rq::stranger(request);
    assert!(rq.signed_in().is_none() && rq.signed_in_payer().is_none());
    let asked = |name| cookie(request, name).unwrap_or_default();
    assert_eq!(rq.language(), Language::from_tag(asked(LANGUAGE_COOKIE)).unwrap_or(Language::En));
    assert_eq!(rq.theme(), Theme::from_code(asked(THEME_COOKIE)).unwrap_or_default());
}

fn replaced(text: &[u8], name: &[u8], value: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        if let Some(after) = rest.strip_prefix(name) {
            out.extend_from_slice(value);
            rest = after;
        } else {
            out.push(*first);
            rest = after;
        }
    }
    out
}
