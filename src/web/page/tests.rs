//! The frames around pages.

use super::*;
use crate::domain::{ids::UserId, locale::Locale, permission::Role, time::Timestamp, user::AlertMail};
use crate::{service::alerts::looking::Bell, web::alert_words};

fn user(role: Role) -> User {
    User {
        id: UserId::new(1),
        email: "dana@firm.example".into(),
        name: "Dana Maria Okafor".into(),
        password_hash: String::new(),
        role,
        language: None,
        theme: Theme::Dark,
        columns: Vec::new(),
        active: true,
        epoch: 0,
        failed_sign_ins: 0,
        locked_until: None,
        refund_limit: None,
        alert_mail: AlertMail::Never,
        created_at: Timestamp::from_ms(0),
    }
}

fn shown(role: Role, locale: Locale) -> String {
    let user = user(role);
    let ctx = Ctx {
        user: Some(&user),
        theme: Theme::Dark,
        area: Some(Area::PaymentManager),
        csrf: "token",
        ..Ctx::new(T::new(locale), None, "/payments?q=\"><b>")
    };
    staff(&ctx, "<Title>", &html! {}).into_string()
}

#[test]
fn the_menu_offers_only_what_the_role_may_do() {
    let auditor = shown(Role::Auditor, Locale::EnUs);
    assert!(!auditor.contains("href=\"/payments/new\""));
    assert!(auditor.contains("href=\"/outbox\""));
    let cashier = shown(Role::Cashier, Locale::EnUs);
    assert!(cashier.contains("href=\"/payments/new\""));
    assert!(!cashier.contains("href=\"/outbox\""));
}

#[test]
fn a_page_names_its_language_theme_and_place() {
    let page = shown(Role::Administrator, Locale::FrCa);
    assert!(page.contains("<html lang=\"fr-CA\" data-theme=\"dark\" data-letters=\"own\">"));
    assert!(page.contains("<a href=\"/payments\" aria-current=\"page\""));
    assert!(page.contains("Gestion des paiements"));
    assert!(!page.contains('⟦'));
}

#[test]
fn what_comes_from_outside_is_never_markup() {
    let page = shown(Role::Administrator, Locale::EnUs);
    assert!(page.contains("&lt;Title&gt;"));
    assert!(page.contains("value=\"/payments?q=&quot;&gt;&lt;b&gt;\""));
}

#[test]
fn every_form_that_is_posted_carries_the_token() {
    let page = shown(Role::Administrator, Locale::EnUs);
    for form in page.split("<form").skip(1).filter(|form| form.contains("method=\"post\"")) {
        assert!(form.split("</form>").next().unwrap().contains("name=\"_csrf\" value=\"token\""));
    }
    assert!(page.contains("hx-headers:inherited=\"{&quot;X-CSRF-Token&quot;:&quot;token&quot;}\""));
}

#[test]
fn every_text_of_the_frames_exists_in_every_language() {
    for locale in Locale::ALL {
        let user = user(Role::Administrator);
        let bell = alert_words::bell(T::new(locale), &Bell { count: 3, latest: Vec::new() }, "UTC");
        let ctx = Ctx {
            user: Some(&user),
            bell: Some(&bell),
            test_mode: true,
            read_only: true,
            failed: true,
            ..Ctx::new(T::new(locale), None, "/")
        };
        let pages = [staff, public, bare, frame].map(|layout| layout(&ctx, "x", &html! {}).into_string());
        assert!(pages.iter().all(|page| !page.contains('⟦')), "{locale:?}");
        let tags = pages.iter().flat_map(|page| page.split('<')).map(|tag| tag.split('>').next().unwrap());
        assert!(tags.into_iter().all(|tag| tag.matches(" class=").count() <= 1), "two class attributes");
    }
}

#[test]
fn avatars_show_first_and_last_initial() {
    for (name, expected) in [("Dana Maria Okafor", "DO"), ("élodie", "É"), ("", "")] {
        assert_eq!(initials(name), expected);
    }
}
