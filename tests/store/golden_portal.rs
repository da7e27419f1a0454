//! The stored bytes of the payer portal; see [`super::golden`].

use clientpay::domain::{
    delivery::Content,
    ids::{DeliveryId, PayerId, PortalLinkId, PortalLoginId, UserId},
    journal::{Actor, Entry, Fact, Subject},
    locale::{Language, Locale},
    portal::{Access, How, PortalLink, PortalLogin, PortalSession, PortalSettings, Purpose},
    user::Theme,
};

use super::golden::check;
use crate::support::NOW;

const LOGIN: PortalLoginId = PortalLoginId::new(4);

#[test]
fn logins_and_what_belongs_to_them_are_stored_as_they_always_were() {
    let bare = PortalLogin::new(LOGIN, "elodie@client.example".into(), NOW);
    check("portal_login_bare", &bare);
    let login = PortalLogin {
        name: "Élodie".into(),
        password_hash: Some("$argon2id$v=19$…".into()),
        language: Some(Language::Fr),
        theme: Theme::Contrast,
        epoch: 3,
        failed_sign_ins: 2,
        locked_until: Some(NOW),
        signed_in_at: Some(NOW),
        ..bare
    };
    check("portal_login", &login);
    let csrf_secret = "secret".into();
    let session = PortalSession { login: LOGIN, epoch: 3, created_at: NOW, seen_at: NOW.plus_ms(60_000), csrf_secret };
    check("portal_session", &session);
    let link = PortalLink {
        id: PortalLinkId::new(9),
        login: LOGIN,
        purpose: Purpose::Invitation { payer: PayerId::new(7) },
        email: "elodie@client.example".into(),
        nonce: [7; 16],
        token_hash: [9; 32],
        locale: Locale::FrCa,
        created_at: NOW,
        expires_at: NOW.plus_ms(60_000),
        used_at: Some(NOW),
    };
    check("portal_link", &link);
    check("portal_purposes", &vec![Purpose::SignIn, Purpose::NewAddress]);
    let access = |how| Access { login: LOGIN, payer: PayerId::new(7), how, by: Actor::User(UserId::new(2)), at: NOW };
    let kept = How::Kept { address: "old@client.example".into() };
    check("portal_accesses", &vec![access(How::Given), access(kept), access(How::Withdrawn)]);
    check("portal_settings", &PortalSettings { open: false });
}

#[test]
fn what_is_told_of_the_portal_is_stored_as_it_always_was() {
    let facts = vec![
        Fact::PortalSwitched { open: false },
        Fact::PortalLinkRefused,
        Fact::PortalMailQueued { delivery: DeliveryId::new(11) },
        Fact::PortalAddressChanged,
        Fact::PasswordRemoved,
        Fact::SignedOutEverywhere,
        Fact::PortalInvited { login: LOGIN, address: String::new() },
        Fact::PortalAccessWithdrawn { login: LOGIN, address: String::new() },
    ];
    check("facts_of_the_portal", &facts);
    let address = || "elodie@client.example".to_owned();
    let invited = Fact::PortalInvited { login: LOGIN, address: address() };
    check(
        "facts_of_portal_addresses",
        &vec![invited, Fact::PortalAccessWithdrawn { login: LOGIN, address: address() }],
    );
    let subject = Subject::PortalLogin(LOGIN);
    check("entry_portal", &Entry { at: NOW, actor: Actor::Client, subject, fact: Fact::SignedIn, previous: [7; 32] });
    let link = Content::PortalLink { login: LOGIN, link: PortalLinkId::new(9) };
    check("contents_portal", &vec![link, Content::PortalAddressChanged { login: LOGIN }]);
    check("contents_portal_password", &Content::PortalPasswordSet { login: LOGIN });
}
