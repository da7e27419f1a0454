//! The logo above a page: brought as a file, shown by every version, and never what was brought but what we drew of it.

use clientpay::{
    domain::payment_page::{Content, PaymentPage, logo::Picture},
    export::{logo::NotALogo, qr::Qr},
    service::{
        Authority,
        payment_pages::{self, PageError, Wanted, logo},
    },
    store::{StoreError, table::Writer, tables},
};

use super::{deposit, open_page};
use crate::support::TestFirm;

/// A picture as good as any.
fn picture(text: &str) -> Vec<u8> {
    Qr::of(text).unwrap().png().unwrap()
}

async fn with_logo() -> (TestFirm, PaymentPage) {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "deposit", deposit(&firm)).await;
    let page = logo::set(&firm.app, Authority::Staff(&firm.admin), page.id, picture("one")).await.unwrap();
    (firm, page)
}

#[tokio::test]
async fn a_logo_is_drawn_anew_once_and_kept_under_what_is_in_it() {
    let (firm, page) = with_logo().await;
    let shown = page.content.logo.unwrap();
    assert_eq!((shown.width, shown.height), (64, 64));
    let file = logo::file(&firm.app, &shown.digest).unwrap().unwrap();
    assert!(file.png.starts_with(b"\x89PNG") && file.png != picture("one"));
    let again = logo::set(&firm.app, Authority::Staff(&firm.admin), page.id, picture("one")).await.unwrap();
    assert_eq!(again, page, "the same picture again changes nothing");
    assert_eq!(logo::file(&firm.app, &[0; 32]).unwrap(), None);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn the_editor_and_a_copy_keep_the_logo_and_removing_it_keeps_what_earlier_versions_show() {
    let (firm, page) = with_logo().await;
    let admin = Authority::Staff(&firm.admin);
    let content = Content { name: "Renamed".into(), logo: None, ..page.content.clone() };
    let wanted = Wanted { slug: "deposit".into(), content };
    let renamed = payment_pages::update(&firm.app, admin, (page.id, page.version), wanted).await.unwrap();
    assert_eq!((renamed.content.name.as_str(), renamed.content.logo), ("Renamed", page.content.logo));
    let copy = (page.id, firm.app.ids.operation_key(), "Copy".into());
    let copy = payment_pages::duplicate(&firm.app, admin, copy).await.unwrap();
    assert_eq!(copy.content.logo, page.content.logo);
    let bare = logo::remove(&firm.app, admin, page.id).await.unwrap();
    assert_eq!((bare.content.logo, bare.version), (None, renamed.version + 1));
    assert!(logo::file(&firm.app, &page.content.logo.unwrap().digest).unwrap().is_some());
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_no_picture_or_whoever_may_not_changes_nothing() {
    let (firm, page) = with_logo().await;
    let admin = Authority::Staff(&firm.admin);
    for (file, why) in [
        (&b"<svg onload=\"alert(1)\"/>"[..], NotALogo::Kind),
        (b"", NotALogo::Kind),
        (&picture("one")[..60], NotALogo::Damaged),
    ] {
        let refused = logo::set(&firm.app, admin, page.id, file.to_vec()).await;
        assert!(matches!(refused, Err(PageError::Logo(said)) if said == why), "{refused:?}");
    }
    for user in [&firm.billing, &firm.cashier, &firm.auditor] {
        let refused = logo::set(&firm.app, Authority::Staff(user), page.id, picture("two")).await;
        assert!(matches!(refused, Err(PageError::NotAllowed(_))), "{:?}", user.role);
        let refused = logo::remove(&firm.app, Authority::Staff(user), page.id).await;
        assert!(matches!(refused, Err(PageError::NotAllowed(_))), "{:?}", user.role);
    }
    assert_eq!(payment_pages::find(&firm.app, page.id).unwrap().unwrap().page, page);
}

#[tokio::test]
async fn a_check_finds_a_logo_that_is_gone_or_another() {
    let (firm, page) = with_logo().await;
    let digest = page.content.logo.unwrap().digest;
    let gone = move |writer: &mut Writer<'_>| -> Result<(), StoreError> { writer.delete(tables::LOGOS, &digest) };
    firm.app.store.write(gone).await.unwrap();
    assert!(firm.violations().iter().any(|line| line.contains("the logo of version")), "{:?}", firm.violations());
    let another = move |writer: &mut Writer<'_>| writer.put_logo(&digest, &Picture { png: vec![1] });
    firm.app.store.write(another).await.unwrap();
    assert!(firm.violations().iter().any(|line| line.contains("not the file")), "{:?}", firm.violations());
}
