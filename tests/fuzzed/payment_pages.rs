//! What payment pages read that anybody may write: tickets and sums of forms, and what staff type of sites, colours and
//! addresses, which goes into headers, styles and links as it is.

use clientpay::{
    app::Secrets,
    domain::{
        ids::{OperationKey, PaymentPageId},
        payment_page::{PaymentPage, colour::Colour, guard::Place, rules},
        time::Timestamp,
    },
    service::payment_pages::admission::{Asks, Ticket},
};

use super::firm::SECRETS;

/// Reads the bytes as each of these. `{ticket}` stands for a genuine ticket, `{foreign}` for another portal's, `{sum}` for
/// the sum of the genuine one.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let ours = Ticket {
        place: Place::Page(PaymentPageId::new(7)),
        key: OperationKey::parse("abcdefghijklmnopqrstuvwxyz").expect("a key"),
        drawn_at: Timestamp::from_ms(1_795_000_000_000),
        most: 3,
        asks: Asks::Sum,
    };
    let sum = Ticket::solve(&ours.challenge(&SECRETS)).expect("a sum of four numbers");
    let foreign = ours.text(&Secrets::new([8; 32]));
    let sent = text.replace("{ticket}", &ours.text(&SECRETS)).replace("{foreign}", &foreign).replace("{sum}", &sum);
    if let Some(read) = Ticket::read(&sent, &SECRETS) {
        assert_eq!(
            (&read, read.text(&SECRETS)),
            (&ours, sent.clone()),
            "a ticket that we never drew, or a second spelling"
        );
    }
    if ours.is_solved_by(&sent, &SECRETS) {
        let other = Ticket { most: 4, ..ours };
        assert!(!other.is_solved_by(&sent, &SECRETS), "a sum that is good for two forms");
    }
    goes_into_headers(&text);
}

fn goes_into_headers(text: &str) {
    if rules::is_site(text) {
        assert!(text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b';' | b',' | b'*' | b'\'' | b'@')));
        let url = url::Url::parse(text).expect("browsers read it");
        assert!(url.scheme() == "https" && url.path() == "/" && url.query().is_none(), "{text:?} is not a whole site");
    }
    let site = "https://firm.example";
    if rules::is_on(text, site) {
        let url = url::Url::parse(text).expect("browsers read it");
        assert_eq!(url.origin().ascii_serialization(), site, "{text:?} leads elsewhere");
        assert!(url.username().is_empty() && url.password().is_none(), "{text:?}");
    }
    if let Ok(colour) = Colour::parse(text) {
        assert_eq!(colour.to_string(), text.to_ascii_lowercase());
        assert!((100..=2_100).contains(&colour.contrast(Colour::WHITE)));
    }
    if let Some(slug) = PaymentPage::slug_of(text) {
        assert!(slug.len() <= PaymentPage::MAX_SLUG && !slug.starts_with('-') && !slug.ends_with('-'));
        assert!(slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
        assert_eq!(PaymentPage::slug_of(&slug).as_deref(), Some(slug.as_str()), "an address of an address is another");
    }
}
