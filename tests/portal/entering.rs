//! Signing in by link and by password.

use clientpay::{
    domain::{
        delivery::Content,
        portal::{PortalLink, PortalSettings, Purpose},
        user::{Session, User},
    },
    service::{
        Authority,
        outbox::deliver_due,
        passwords::Weak,
        portal::{self, PortalError, links, own, sessions, signing_in},
        sessions::{Desk, KEPT_MS},
    },
    store::{
        engine::Direction,
        outbox,
        table::Records as _,
        tables::{DELIVERIES, PORTAL_SESSIONS},
    },
};

use super::{ADA, House, NORA, asker};
use crate::support::post_office::Mood;

const PASSWORD: &str = "quiet harbour lantern";

#[tokio::test]
async fn whoever_is_not_known_gets_the_same_answer_and_no_mail() {
    let house = House::new().await;
    let journal = || clientpay::service::reading::journal_length(&house.firm.app).unwrap();
    for unknown in ["nobody@client.example", "ada@client.example.evil.example"] {
        let before = journal();
        assert!(house.ask(unknown).await.is_ok());
        assert_eq!((house.waiting(), journal() - before), (0, 1), "{unknown}");
    }
    let before = journal();
    assert!(house.ask(" ADA@client.example ").await.is_ok());
    assert_eq!((house.waiting(), journal() - before), (1, 1));
    assert!(matches!(house.ask("not an address").await, Err(PortalError::Address)));
    house.done().await;
}

#[tokio::test]
async fn a_link_lets_in_once_and_not_for_long_and_looking_at_it_uses_nothing_up() {
    let house = House::new().await;
    let app = &house.firm.app;
    house.ask(ADA).await.unwrap();
    let token = house.token(ADA);
    assert_eq!(token.len(), 32, "160 bits of base32");
    for bad in ["", "x", &"a".repeat(32), &token.to_uppercase(), &format!("{token}a")] {
        assert!(links::open(app, bad).unwrap().is_none(), "{bad}");
        assert!(matches!(signing_in::use_link(app, bad, None).await, Err(PortalError::LinkOver)), "{bad}");
    }
    let stored = format!("{:?}", house.all_links());
    assert!(!stored.contains(&token));
    for _ in 0..3 {
        assert!(links::open(app, &token).unwrap().is_some());
    }
    let signed_in = signing_in::use_link(app, &token, None).await.unwrap();
    assert_eq!(house.reached(&signed_in), ["Ada Vance"]);
    assert!(matches!(signing_in::use_link(app, &token, None).await, Err(PortalError::LinkOver)));
    house.ask(ADA).await.unwrap();
    house.firm.clock.advance_ms(PortalLink::good_for_ms(Purpose::SignIn));
    let late = house.token(ADA);
    assert!(matches!(signing_in::use_link(app, &late, None).await, Err(PortalError::LinkOver)));
    house.done().await;
}

#[tokio::test]
async fn an_address_gets_so_many_links_and_a_browser_so_many_tries() {
    let house = House::new().await;
    for _ in 0..PortalLink::MOST + 2 {
        house.ask(ADA).await.unwrap();
    }
    assert_eq!(house.all_links().len(), PortalLink::MOST);
    house.firm.clock.advance_ms(PortalLink::good_for_ms(Purpose::SignIn));
    house.ask(ADA).await.unwrap();
    assert_eq!(house.all_links().len(), PortalLink::MOST + 1);
    let mut last = Ok(());
    for _ in 0..40 {
        last = house.ask("nobody@client.example").await;
    }
    assert!(matches!(last, Err(PortalError::Throttled(_))));
    assert!(matches!(house.by_password(NORA, PASSWORD).await, Err(PortalError::Throttled(_))));
    house.done().await;
}

#[tokio::test]
async fn a_closed_portal_lets_nobody_in_and_mails_nothing() {
    let house = House::new().await;
    let app = &house.firm.app;
    house.ask(ADA).await.unwrap();
    let token = house.token(ADA);
    let closed = PortalSettings { open: false };
    let cashier = portal::set(app, house.firm.staff(), closed).await;
    assert!(matches!(cashier, Err(PortalError::NotAllowed(_))));
    portal::set(app, Authority::Staff(&house.firm.admin), closed).await.unwrap();
    assert!(matches!(house.ask(ADA).await, Err(PortalError::Closed)));
    assert!(matches!(house.by_password(ADA, PASSWORD).await, Err(PortalError::Closed)));
    assert!(matches!(signing_in::use_link(app, &token, None).await, Err(PortalError::Closed)));
    deliver_due(app).await.unwrap();
    assert!(house.firm.post.taken().is_empty(), "the link that waited is not mailed either");
    portal::set(app, Authority::Staff(&house.firm.admin), PortalSettings { open: true }).await.unwrap();
    assert!(signing_in::use_link(app, &token, None).await.is_ok());
    house.done().await;
}

#[tokio::test]
async fn passwords_are_set_by_who_is_in_and_wrong_ones_lock_nobody_out_of_links() {
    let house = House::new().await;
    let app = &house.firm.app;
    let (first, other) = (house.sign_in(ADA).await, house.sign_in(ADA).await);
    let current = house.current(&first).unwrap();
    for (new, why) in [("short", Weak::TooShort), (ADA, Weak::Known), ("aaaaaaaaaaaaaaaa", Weak::Common)] {
        let refused = own::set_password(app, &house.doorkeeper, asker(&current), ("", new)).await;
        assert!(matches!(refused, Err(PortalError::Weak(found)) if found == why), "{new}");
    }
    assert!(matches!(house.by_password(ADA, "").await, Err(PortalError::Wrong)));
    own::set_password(app, &house.doorkeeper, asker(&current), ("", PASSWORD)).await.unwrap();
    assert!(house.current(&first).is_some() && house.current(&other).is_none(), "the others are ended");
    let now = house.current(&first).unwrap();
    let wrong = own::set_password(app, &house.doorkeeper, asker(&now), ("guess", "another quiet harbour")).await;
    assert!(matches!(wrong, Err(PortalError::Wrong)));
    assert!(house.by_password("Ada@Client.example", PASSWORD).await.is_ok());
    house.firm.clock.advance_ms(10 * 60 * 1_000);
    for _ in 0..User::MAX_FAILED_SIGN_INS {
        assert!(matches!(house.by_password(ADA, "not it").await, Err(PortalError::Wrong)));
    }
    assert!(matches!(house.by_password(ADA, PASSWORD).await, Err(PortalError::Wrong)), "it is locked");
    let by_link = house.sign_in(ADA).await;
    let current = house.current(&by_link).unwrap();
    let wrong = own::remove_password(app, &house.doorkeeper, asker(&current), "guess").await;
    assert!(matches!(wrong, Err(PortalError::Wrong)));
    own::remove_password(app, &house.doorkeeper, asker(&current), PASSWORD).await.unwrap();
    assert!(matches!(house.by_password(ADA, PASSWORD).await, Err(PortalError::Wrong)));
    house.done().await;
}

#[tokio::test]
async fn sessions_end_by_idleness_on_purpose_and_all_at_once() {
    let house = House::new().await;
    let app = &house.firm.app;
    let (one, two) = (house.sign_in(ADA).await, house.sign_in(ADA).await);
    signing_in::sign_out(app, &one.token).await.unwrap();
    assert!(house.current(&one).is_none() && house.current(&two).is_some());
    own::sign_out_everywhere(app, two.login.id).await.unwrap();
    assert!(house.current(&two).is_none());
    let three = house.sign_in(ADA).await;
    house.firm.clock.advance_ms(Session::IDLE_MS);
    assert!(house.current(&three).is_none());
    deliver_due(app).await.unwrap();
    house.firm.clock.advance_ms(KEPT_MS + 2 * PortalLink::good_for_ms(Purpose::SignIn));
    sessions::housekeeping(Desk::from(app.as_ref())).await.unwrap();
    assert!(house.all_links().is_empty());
    assert_eq!(house.firm.read().all(PORTAL_SESSIONS, Direction::Forward).unwrap().count(), 0);
    house.done().await;
}

#[tokio::test]
async fn the_outbox_keeps_a_link_only_where_there_is_no_other_way_to_read_it() {
    let house = House::new().await;
    let app = &house.firm.app;
    for (mood, kept) in [(Mood::Sends, false), (Mood::Keeps, true)] {
        house.firm.post.set(mood);
        house.ask(ADA).await.unwrap();
        let token = house.token(ADA);
        deliver_due(app).await.unwrap();
        let reader = house.firm.read();
        let (id, delivery) = reader.all(DELIVERIES, Direction::Backward).unwrap().next().unwrap().unwrap();
        assert!(matches!(delivery.content, Content::PortalLink { .. }));
        let message = outbox::message(&reader, id).unwrap().unwrap();
        assert_eq!(message.text.contains(&token), kept);
        assert_eq!(message.html.contains(&token), kept);
        assert!(message.text.contains("/portal/links/"), "{}", message.text);
    }
    house.done().await;
}
