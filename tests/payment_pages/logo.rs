//! The logo above a page: brought as a file, shown by every version, and never what was brought but what we drew of it.

use std::io::Cursor;

use clientpay::{
    domain::{
        payment_page::{
            Content, PaymentPage,
            logo::{Logo, Picture},
            pricing::Choice,
        },
        receipt::ReceiptFacts,
        transaction::Transaction,
    },
    export::{logo::NotALogo, qr::Qr},
    service::{
        Authority,
        outbox::deliver_due,
        payment_pages::{self, PageError, Wanted, logo},
        receipts,
    },
    store::{StoreError, table::Writer, tables},
};
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

use super::{Client, deposit, open_page};
use crate::support::{APPROVED, TestFirm};

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

/// A picture of so many pixels, half of it clear.
fn drawn(width: u32, height: u32) -> Vec<u8> {
    let dye = |x: u32, _| if x < width / 2 { Rgba([14, 90, 74, 255]) } else { Rgba([0, 0, 0, 0]) };
    let mut file = Cursor::new(Vec::new());
    let picture = DynamicImage::ImageRgba8(RgbaImage::from_fn(width, height, dye));
    picture.write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

async fn paid_on(firm: &TestFirm, page: &PaymentPage) -> Transaction {
    let client = Client::on(firm, page);
    client.pay(client.purchase(Choice::Amount(5_000), APPROVED)).await.unwrap()
}

fn receipt(firm: &TestFirm, payment: &Transaction) -> (ReceiptFacts, Vec<u8>) {
    let facts = receipts::facts(&firm.read(), payment.id).unwrap().unwrap();
    let logo = receipts::printed_logo(&firm.read(), &facts);
    let file = receipts::pdf(&facts, logo).unwrap();
    (facts, file.content)
}

/// Width and height of each picture in a file, what only says how much another one covers left out.
fn pictures(pdf: &[u8]) -> Vec<(i64, i64)> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let is = |dict: &lopdf::Dictionary, key: &[u8], name: &[u8]| {
        dict.get(key).and_then(lopdf::Object::as_name).is_ok_and(|known| known == name)
    };
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok()).map(|stream| &stream.dict);
    let pictures = streams.filter(|dict| is(dict, b"Subtype", b"Image") && !is(dict, b"ColorSpace", b"DeviceGray"));
    let side = |dict: &lopdf::Dictionary, name: &[u8]| dict.get(name).unwrap().as_i64().unwrap();
    pictures.map(|dict| (side(dict, b"Width"), side(dict, b"Height"))).collect()
}

/// What is read out in the place of each picture.
fn instead(pdf: &[u8]) -> Vec<String> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let elements = document.objects.values().filter_map(|object| object.as_dict().ok());
    let figures =
        elements.filter(|dict| dict.get(b"S").and_then(lopdf::Object::as_name).is_ok_and(|name| name == b"Figure"));
    figures.map(|dict| lopdf::decode_text_string(dict.get(b"Alt").unwrap()).unwrap()).collect()
}

#[tokio::test]
async fn a_receipt_as_a_file_has_the_logo_of_its_page_and_of_no_other() {
    let (firm, plain) = (TestFirm::new().await, "plain");
    let admin = Authority::Staff(&firm.admin);
    let bare = paid_on(&firm, &open_page(&firm, plain, deposit(&firm)).await).await;
    let keyed = firm.take(5_000, APPROVED).await.unwrap();
    for payment in [&bare, &keyed] {
        let (facts, file) = receipt(&firm, payment);
        assert_eq!((facts.logo, pictures(&file), instead(&file)), (None, vec![], vec![]));
    }
    let without = receipt(&firm, &bare).1.len();
    for (slug, (width, height), pixels) in
        [("wide", (960, 64), (480, 32)), ("tall", (40, 200), (26, 128)), ("small", (32, 16), (32, 16))]
    {
        let page = open_page(&firm, slug, deposit(&firm)).await;
        let page = logo::set(&firm.app, admin, page.id, drawn(width, height)).await.unwrap();
        let payment = paid_on(&firm, &page).await;
        let (facts, file) = receipt(&firm, &payment);
        assert_eq!(facts.logo, page.content.logo, "{slug}");
        assert_eq!(pictures(&file), [pixels], "{slug}");
        assert_eq!(instead(&file), [format!("Logo\u{a0}: {}", facts.firm_name)], "{slug}");
        assert!(file.len() - without < 3_000, "{slug}: {} bytes more", file.len() - without);
        assert_eq!(receipt(&firm, &payment).1, file, "the same each time");
        logo::remove(&firm.app, admin, page.id).await.unwrap();
        assert_eq!(pictures(&receipt(&firm, &payment).1), [], "as its page is now");
    }
    deliver_due(&firm.app).await.unwrap();
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_logo_that_cannot_be_read_is_left_out_and_the_receipt_goes() {
    let (firm, page) = with_logo().await;
    let payment = paid_on(&firm, &page).await;
    assert_eq!(pictures(&receipt(&firm, &payment).1).len(), 1);
    let Logo { digest, .. } = page.content.logo.unwrap();
    let mut broken = logo::file(&firm.app, &digest).unwrap().unwrap().png;
    // Its head is whole, so that only who reads on finds out.
    broken.truncate(broken.len() / 2);
    for png in [broken, drawn(4_000, 4_000), b"<svg/>".to_vec(), Vec::new()] {
        let put = move |writer: &mut Writer<'_>| writer.put_logo(&digest, &Picture { png: png.clone() });
        firm.app.store.write(put).await.unwrap();
        let (facts, file) = receipt(&firm, &payment);
        assert_eq!((facts.logo, pictures(&file)), (page.content.logo, vec![]));
    }
    let gone = move |writer: &mut Writer<'_>| -> Result<(), StoreError> { writer.delete(tables::LOGOS, &digest) };
    firm.app.store.write(gone).await.unwrap();
    assert_eq!(pictures(&receipt(&firm, &payment).1), []);
    deliver_due(&firm.app).await.unwrap();
    let sent = firm.post.taken().remove(0);
    assert!(sent.attachment.unwrap().content.starts_with(b"%PDF-"), "the mail has its file all the same");
}
