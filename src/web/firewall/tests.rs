//! What the firewall must stop, and what it must let pass.

use poem::{EndpointExt as _, endpoint::make_sync, http::StatusCode};
use rand::{Rng as _, SeedableRng as _};

use super::*;
use crate::{
    app::{Ids, Secrets},
    domain::time::Timestamp,
    web::csrf::Visitor,
};

/// Numbers that networks and processors publish for tests.
const PUBLISHED: [&str; 40] = [
    "4111111111111111",
    "4242424242424242",
    "4000056655665556",
    "4012888888881881",
    "4012000033330026",
    "4000000000000002",
    "4000000000009995",
    "4000000000000069",
    "4000000000000127",
    "4007000000027",
    "4222222222222",
    "4000000760000002",
    "4000001240000000",
    "4000002500003155",
    "4000008260000000",
    "5555555555554444",
    "5105105105105100",
    "5200828282828210",
    "5424000000000015",
    "5454545454545454",
    "2223003122003222",
    "2223000010309703",
    "2223000048400011",
    "378282246310005",
    "371449635398431",
    "378734493671000",
    "370000000000002",
    "341111111111111",
    "6011111111111117",
    "6011000990139424",
    "6011000000000004",
    "6011981111111113",
    "3056930009020004",
    "36227206271667",
    "38520000023237",
    "38000000000006",
    "3566002020360505",
    "3530111333300000",
    "6200000000000005",
    "6200000000000047",
];

fn grouped(number: &str, separator: &str) -> String {
    let sizes = if number.len() == 15 { [4, 6, 5, 0] } else { [4, 4, 4, 4] };
    let mut rest = number;
    let mut groups = Vec::new();
    for size in sizes {
        let (group, more) = rest.split_at(size.min(rest.len()));
        groups.push(group);
        rest = more;
    }
    groups.push(rest);
    groups.retain(|group| !group.is_empty());
    groups.join(separator)
}

fn full_width(number: &str) -> String {
    number.bytes().filter_map(|digit| char::from_u32(0xff10 + u32::from(digit - b'0'))).collect()
}

fn request(path: &str) -> poem::RequestBuilder {
    Request::builder().method(poem::http::Method::POST).uri(path.parse().unwrap())
}

fn form(body: &str) -> Request {
    request("/payments").content_type("application/x-www-form-urlencoded").body(body.to_owned())
}

async fn status(request: Request) -> StatusCode {
    make_sync(|_| "through").with(Firewall).get_response(request).await.status()
}

async fn is_refused(request: Request) -> bool {
    status(request).await == StatusCode::UNPROCESSABLE_ENTITY
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[tokio::test]
async fn published_test_numbers_are_refused_however_they_are_spelt() {
    let mut tried = 0;
    for number in PUBLISHED {
        let spellings = [
            number.to_owned(),
            grouped(number, " "),
            grouped(number, "-"),
            grouped(number, "."),
            grouped(number, "\u{a0}"),
            full_width(number),
            format!("invoice 20418, card {number}, thank you"),
        ];
        for spelling in spellings {
            assert!(is_refused(form(&format!("payer=Ann&memo={}", encoded(&spelling)))).await, "{spelling}");
            tried += 1;
        }
    }
    assert!(tried >= 200);
}

#[tokio::test]
async fn a_number_is_refused_wherever_it_stands() {
    for (place, sent) in [
        ("the path", request("/payments/4111111111111111").finish()),
        ("an encoded path", request("/payments/%34111111111111111").finish()),
        ("the query", request("/payments?q=4111+1111+1111+1111").finish()),
        ("a header", request("/").header("User-Agent", "4111-1111-1111-1111").finish()),
        ("the referer", request("/").header("Referer", "https://a/?q=4111%201111%201111%201111").finish()),
        ("a cookie", request("/").header("Cookie", "a=4111111111111111").finish()),
        ("the name of a field", form("4111111111111111=x")),
        ("a repeated field", form("a=1&a=4111111111111111")),
        ("an encoded digit", form("a=%34111111111111111")),
        ("a field among two hundred", form(&format!("{}a=4111111111111111", "b=&".repeat(250)))),
        ("JSON text", request("/").content_type("application/json").body(r#"{"a":["4111 1111 1111 1111"]}"#)),
        ("escaped JSON", request("/").content_type("application/json").body(r#"{"a":"\u0034111111111111111"}"#)),
        ("a JSON number", request("/").content_type("application/json").body(r#"{"a":4111111111111111}"#)),
        ("an unknown kind of body", request("/").body("x\n4111111111111111\n")),
        ("four boxes", form("a=4111&b=1111&c=1111&d=1111&e=12")),
        ("three boxes", form("a=3782&b=822463&c=10005")),
        ("two boxes of groups", form("a=4111+1111&b=1111+1111")),
    ] {
        let response = make_sync(|_| "through").with(Firewall).get_response(sent).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{place}");
        assert!(!response.into_body().into_string().await.unwrap().contains("1111"), "{place}");
    }
}

#[tokio::test]
async fn only_the_sandbox_takes_card_numbers() {
    let sent = |path: &str| request(path).body("number=4111111111111111");
    assert_eq!(status(sent("/card-fields/tokens")).await, StatusCode::OK);
    for path in ["/card-fields", "/card-fields/tokensx", "/card-fields/other", "/x/card-fields/tokens"] {
        assert_eq!(status(sent(path)).await, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
    }
}

#[tokio::test]
async fn the_number_of_a_bank_account_passes_to_the_sandbox_only() {
    let fields = "routing=110000000&account_number=000123456789&account_number_again=000123456789";
    let to = |path: &str| request(path).content_type("application/x-www-form-urlencoded").body(fields.to_owned());
    assert_eq!(status(to("/card-fields/tokens")).await, StatusCode::OK);
    assert_eq!(status(to("/payments")).await, StatusCode::UNPROCESSABLE_ENTITY);
    let query = request("/payments?account_number=000123456789").finish();
    assert_eq!(status(query).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(status(form("account_number=&account=2")).await, StatusCode::OK, "an empty one holds nothing");
}

#[tokio::test]
async fn near_misses_pass() {
    for body in [
        "amount=1234.56&invoice=INV-20418&matter=00012-0045&phone=%28617%29+555-0172&zip=02139",
        "matter=41111111&invoice=11111111",
        "a=4111111111111112",
        "a=4111&b=1111&c=x&d=1111&e=1111",
        "at=2026-11-22T14%3A05%3A33.123456Z",
    ] {
        assert_eq!(status(form(body)).await, StatusCode::OK, "{body}");
    }
}

#[tokio::test]
async fn realistic_numbers_are_hardly_ever_refused() {
    let mut random = rand_chacha::ChaCha20Rng::seed_from_u64(1);
    let mut refused = 0;
    for _ in 0..2_000 {
        let (small, large) = (random.random_range(1..100_000u32), random.random_range(10_000_000..1_000_000_000u32));
        let year = random.random_range(2015..2030u32);
        for (invoice, matter) in [
            (format!("INV-{small}"), format!("{year}-{small:06}")),
            (format!("{large}"), format!("{small:05}-{:04}", small % 1_000)),
            (
                format!("{year}{:02}{:02}{small:06}", small % 12 + 1, small % 28 + 1),
                format!("1:{:02}-cv-{small:05}", year % 100),
            ),
            (format!("{small:05}.{:03}.{year}", small % 999), format!("{large:09}")),
            (format!("F{year}/{small}"), format!("{large:010}")),
        ] {
            let body = format!("invoice={}&matter={}", encoded(&invoice), encoded(&matter));
            refused += u32::from(is_refused(form(&body)).await);
        }
    }
    assert!(refused <= 10, "{refused} of 10,000");
}

#[tokio::test]
async fn keys_tokens_and_ids_of_ours_always_pass() {
    let (ids, secrets) = (Ids::seeded(1), Secrets::new([7; 32]));
    for number in 0..10_000i64 {
        let now = Timestamp::from_ms(1_795_000_000_000 + number * 977);
        let visitor = Visitor::new(&ids, now);
        let cookie = format!("__Host-sid={}; __Host-pre={}", ids.token(), visitor.cookie(&secrets));
        let body = format!("_csrf={}&key={}&id={number}", visitor.token(&secrets), ids.operation_key());
        let sent = request(&format!("/payments/{number}?draft={}", ids.operation_key()))
            .header("Cookie", cookie)
            .content_type("application/x-www-form-urlencoded")
            .body(body);
        assert_eq!(status(sent).await, StatusCode::OK, "{number}");
    }
}
