//! The staff's side of payment pages: the list, the editor, sharing, and who may.

use clientpay::{
    domain::payment_page::{
        Content, Kind, PaymentPage,
        fields::{FieldKind, Need},
        onward::Onward,
        pricing::{AmountRule, TaxMode, Taxed},
    },
    export::qr::Qr,
    service::payment_pages,
};
use poem::http::StatusCode;

use super::payments;
use crate::{
    payment_pages::{Client, deposit, open_page, seats, seminar},
    support::{
        APPROVED, TestFirm,
        browser::{Browser, Page, Site},
    },
};

async fn open() -> (TestFirm, Browser) {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let admin = site.signed_in(&firm.admin).await;
    (firm, admin)
}

fn pages(firm: &TestFirm) -> Vec<PaymentPage> {
    payment_pages::list(&firm.app).unwrap().into_iter().map(|listed| listed.page).collect()
}

/// Every field of the form on a page as a browser would send it untouched, with these instead or beside.
fn sheet(page: &Page, fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut names = page.attributes("#payment-page [name]", "name");
    names.retain(|name| name != "_csrf" && name != "do" && name != "preview");
    let mut sheet: Vec<(String, String)> = Vec::new();
    for name in names {
        let selector = format!("#payment-page [name=\"{name}\"]");
        let value = if page.has(&format!("#payment-page textarea[name=\"{name}\"]")) {
            page.lines(&selector)
        } else if page.has(&format!("#payment-page input[type=checkbox][name=\"{name}\"]")) {
            if !page.has(&format!("#payment-page input[name=\"{name}\"][checked]")) {
                continue;
            }
            "yes".to_owned()
        } else if page.has(&format!("#payment-page input[type=radio][name=\"{name}\"]")) {
            page.attributes(&format!("{selector}[checked]"), "value").remove(0)
        } else {
            page.value(&format!("\"{name}\""))
        };
        sheet.push((name, value));
    }
    for (name, value) in fields {
        sheet.retain(|(known, _)| known != name);
        sheet.push(((*name).to_owned(), (*value).to_owned()));
    }
    sheet
}

async fn send(admin: &mut Browser, path: &str, sheet: &[(String, String)]) -> Page {
    let fields: Vec<(&str, &str)> = sheet.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    admin.post(path, &fields).await
}

#[tokio::test]
async fn a_page_that_is_missing_things_is_shown_again_with_what_was_typed() {
    let (firm, mut admin) = open().await;
    let new = admin.get("/payment-pages/new").await;
    let answer = send(&mut admin, "/payment-pages", &sheet(&new, &[("name", "Deposits")])).await;
    assert_eq!(
        (answer.status, answer.wrong_fields()),
        (StatusCode::UNPROCESSABLE_ENTITY, vec!["account".to_owned(), "heading-en".to_owned()])
    );
    let account = firm.trust.to_string();
    let fields = [
        ("name", "Deposits"),
        ("account", account.as_str()),
        ("rule", "between"),
        ("least", "20"),
        ("most", "10"),
        ("colour", "#ffff00"),
        ("sites", "http://firm.example"),
        ("continue", "https://evil.example"),
        ("tries", "0"),
    ];
    let answer = send(&mut admin, "/payment-pages", &sheet(&new, &fields)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.wrong_fields(), ["heading-en", "sites", "continue", "colour", "tries", "most"]);
    assert_eq!((answer.value("name"), answer.value("least")), ("Deposits".into(), "20".into()));
    assert!(pages(&firm).is_empty());
}

#[tokio::test]
async fn a_page_is_written_in_three_languages_saved_and_found_in_the_editor_as_it_was() {
    let (firm, mut admin) = open().await;
    let new = admin.get("/payment-pages/new").await;
    let account = firm.operating.to_string();
    let fields = [
        ("name", "Fall seminar"),
        ("account", account.as_str()),
        ("kind", "items"),
        ("heading-en", "Seminar"),
        ("heading-fr", "Séminaire"),
        ("heading-es", "Seminario"),
        ("tax", "exclusive"),
        ("tax-rate", "6.25"),
        ("tax-name-en", "Sales tax"),
        ("item-0-en", "Seat\nLunch included"),
        ("item-0-fr", "Place\nDîner compris"),
        ("item-0-price", "250.00"),
        ("item-0-usual", "1"),
        ("item-0-most", "4"),
        ("item-0-stock", "60"),
        ("item-1-en", "Handbook"),
        ("item-1-price", "40"),
        ("item-1-tax", "0"),
        ("field-0-en", "Meal\nMeat\nVegetarian"),
        ("field-0-fr", "Repas\nViande\nVégétarien"),
        ("field-0-kind", "choice"),
        ("field-0-need", "required"),
    ];
    let saved = send(&mut admin, "/payment-pages", &sheet(&new, &fields)).await;
    let path = saved.location().unwrap_or_else(|| panic!("{:?}", saved.complaints()));
    let page = pages(&firm).remove(0);
    assert_eq!((page.slug.as_str(), page.open, page.version), ("fall-seminar", false, 1));
    let Kind::Items(items) = &page.content.kind else { panic!("{:?}", page.content.kind) };
    assert_eq!((items[0].name.fr.as_str(), items[0].description.fr.as_str()), ("Place", "Dîner compris"));
    assert_eq!((items[0].unit_minor, items[0].stock, items[1].taxed), (25_000, Some(60), Taxed::Exempt));
    let tax = page.content.tax.as_ref().unwrap();
    assert_eq!((tax.rate.0, tax.mode), (62_500, TaxMode::Exclusive));
    let FieldKind::Choice(choices) = &page.content.custom[0].kind else { panic!() };
    assert_eq!((choices.len(), choices[1].fr.as_str()), (2, "Végétarien"));
    assert_eq!(page.content.custom[0].need, Need::Required);
    // Saved again untouched, nothing has changed.
    let editor = admin.get(&format!("/payment-pages/{}/edit", page.id)).await;
    let again = send(&mut admin, &format!("/payment-pages/{}", page.id), &sheet(&editor, &[])).await;
    assert!(again.location().is_some(), "{:?}", again.complaints());
    assert_eq!(pages(&firm)[0], page);
    let shown = admin.get(&path).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.body.contains("/pay/fall-seminar"));
}

#[tokio::test]
async fn a_change_over_somebody_elses_is_told_and_not_made() {
    let (firm, mut admin) = open().await;
    let page = open_page(&firm, "deposit", deposit(&firm)).await;
    let path = format!("/payment-pages/{}", page.id);
    let editor = admin.get(&format!("{path}/edit")).await;
    assert!(send(&mut admin, &path, &sheet(&editor, &[("name", "First")])).await.location().is_some());
    let late = send(&mut admin, &path, &sheet(&editor, &[("name", "Second")])).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.body.contains("Somebody else has changed this page"));
    assert_eq!(pages(&firm)[0].content.name, "First");
}

#[tokio::test]
async fn a_page_is_closed_opened_copied_and_deleted_from_its_own_page() {
    let (firm, mut admin) = open().await;
    let page = open_page(&firm, "deposit", deposit(&firm)).await;
    let path = format!("/payment-pages/{}", page.id);
    admin.get(&path).await;
    assert!(admin.post(&format!("{path}/state"), &[("to", "closed")]).await.location().is_some());
    assert!(!pages(&firm)[0].open);
    assert!(admin.post(&format!("{path}/state"), &[("to", "open")]).await.location().is_some());
    let key = admin.get(&path).await.value("key");
    for _ in 0..2 {
        assert!(admin.post(&format!("{path}/copies"), &[("key", &key)]).await.location().is_some());
    }
    assert_eq!(pages(&firm).len(), 2, "a double click copies once");
    assert_eq!(pages(&firm)[1].content.name, "Deposits (copy)");
    let client = Client::on(&firm, &pages(&firm)[0]);
    let choice = clientpay::domain::payment_page::pricing::Choice::Amount(5_000);
    client.pay(client.purchase(choice, APPROVED)).await.unwrap();
    firm.leaves_waiting(1);
    let refused = admin.post(&format!("{path}/deletion"), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let copy = pages(&firm)[1].id;
    assert!(admin.post(&format!("/payment-pages/{copy}/deletion"), &[]).await.location().is_some());
    assert_eq!(pages(&firm).len(), 1);
}

#[tokio::test]
async fn a_preview_shows_what_was_not_saved_and_nothing_on_it_works() {
    let (firm, mut admin) = open().await;
    let page = open_page(&firm, "deposit", deposit(&firm)).await;
    let editor = admin.get(&format!("/payment-pages/{}/edit", page.id)).await;
    let changed = sheet(&editor, &[("heading-en", "Not saved yet"), ("rule", "fixed"), ("fixed", "75.00")]);
    let preview = send(&mut admin, "/payment-pages/preview", &changed).await;
    assert_eq!((preview.status, preview.text("h1")), (StatusCode::OK, "Not saved yet".into()));
    assert!(preview.has("[inert] form#pay") && preview.text("#summary").contains("$75.00"));
    assert!(preview.header("content-security-policy").unwrap().contains("frame-ancestors 'self'"));
    assert_eq!(pages(&firm), [page]);
    let french = [("heading-en", "Deposit"), ("heading-fr", "Acompte"), ("preview-language", "fr")];
    let preview = send(&mut admin, "/payment-pages/preview", &sheet(&editor, &french)).await;
    assert_eq!((preview.text("h1"), preview.attributes("html", "lang")), ("Acompte".into(), vec!["fr-CA".to_owned()]));
    let nothing = admin.post("/payment-pages/preview", &[]).await;
    assert_eq!(nothing.status, StatusCode::OK);
}

#[tokio::test]
async fn a_page_is_shared_by_link_snippet_code_and_sealed_link() {
    let (firm, mut admin) = open().await;
    let mut content = deposit(&firm);
    content.words.heading.en = "Pay \"us\" <now>".into();
    let page = open_page(&firm, "deposit", content).await;
    let path = format!("/payment-pages/{}", page.id);
    let shown = admin.get(&format!("{path}?amount=80.00&invoice=INV-7")).await;
    assert!(shown.text("#share-button").contains("&quot;us&quot; &lt;now&gt;"), "{}", shown.text("#share-button"));
    assert!(shown.text("#share-frame").starts_with("<iframe src=") && shown.has("svg[role=img] path"));
    let sealed = shown.text("#share-sealed");
    let mut client = Site::bare(&firm).visitor();
    let followed = client.get(&sealed[sealed.find("/pay/").unwrap()..]).await;
    assert_eq!((followed.value("amount"), followed.value("invoice")), ("80.00".into(), "INV-7".into()));
    assert!(followed.has("#amount[readonly]"));
    let (svg, png) = (admin.get(&format!("{path}/qr.svg")).await, admin.get(&format!("{path}/qr.png")).await);
    assert!(svg.body.starts_with("<svg ") && svg.header("content-type") == Some("image/svg+xml"));
    assert!(png.header("content-type") == Some("image/png") && png.body.contains("IHDR"));
}

#[tokio::test]
async fn staff_read_on_the_payment_what_was_bought_answered_and_agreed_to() {
    let (firm, mut admin) = open().await;
    let page = open_page(&firm, "seminar", seminar(&firm, None)).await;
    let client = Client::on(&firm, &page);
    let mut purchase = client.purchase(seats(2), APPROVED);
    purchase.answers = vec![("Meal".into(), "<b>Vegetarian</b>".into())];
    client.pay(purchase).await.unwrap();
    firm.leaves_waiting(1);
    let shown = admin.get(&format!("/payments/{}", payments(&firm)[0].id)).await;
    let card = shown.text("[aria-labelledby=payment-order]");
    for words in ["Seminar, version 2", "Seat (fr) × 2", "$200.00", "$12.50", "$212.50", "<b>Vegetarian</b>"] {
        assert!(card.contains(words), "{words}: {card}");
    }
    let list = admin.get("/payment-pages").await;
    assert!(list.text("tbody").contains("$212.50"), "{}", list.text("tbody"));
}

#[tokio::test]
async fn only_administrators_find_the_entry_in_the_menu() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    for (user, finds) in [(&firm.admin, true), (&firm.billing, false), (&firm.cashier, false), (&firm.auditor, false)] {
        let page = site.signed_in(user).await.get("/dashboard").await;
        assert_eq!(page.has("nav a[href='/payment-pages']"), finds, "{:?}", user.role);
    }
    assert!(matches!(deposit(&firm).kind, Kind::General(AmountRule::Any)));
}

#[tokio::test]
async fn a_file_that_is_no_logo_is_refused_at_its_field_and_a_logo_is_an_image_for_ever() {
    let (firm, mut admin) = open().await;
    let page = open_page(&firm, "deposit", deposit(&firm)).await;
    let path = format!("/payment-pages/{}", page.id);
    let csrf = admin.csrf.clone();
    for file in [("logo.svg", &b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..]), ("", b"")] {
        let refused = super::payers::bring_to(&mut admin, &format!("{path}/logo"), (&csrf, "x"), file).await;
        assert_eq!(
            (refused.status, refused.wrong_fields()),
            (StatusCode::UNPROCESSABLE_ENTITY, vec!["logo".to_owned()])
        );
    }
    let picture = Qr::of("logo").unwrap().png().unwrap();
    let taken =
        super::payers::bring_to(&mut admin, &format!("{path}/logo"), (&csrf, "x"), ("logo.png", &picture)).await;
    assert_eq!(taken.location(), Some(format!("{path}?done=logo")), "{:?}", taken.complaints());
    let set = pages(&firm).remove(0);
    let client = &mut Site::bare(&firm).visitor();
    let shown = client.get("/pay/deposit").await;
    let image = shown.attributes(".public-logo img", "src").remove(0);
    assert_eq!(shown.attributes(".public-logo img", "width"), ["64"]);
    let file = client.get(&image).await;
    assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, Some("image/png")));
    assert!(file.header("cache-control").unwrap().contains("immutable"));
    for nobody in ["/logos/00", "/logos/x", &format!("/logos/{}", "a".repeat(52))] {
        assert_eq!(client.get(nobody).await.status, StatusCode::NOT_FOUND, "{nobody}");
    }
    // The preview shows it too, though the form does not hold it.
    let editor = admin.get(&format!("{path}/edit")).await;
    let preview = send(&mut admin, "/payment-pages/preview", &sheet(&editor, &[("colour", "#7a1f2b")])).await;
    assert_eq!(preview.attributes(".public-logo img", "src"), [image]);
    let colours = preview.attributes("link[href*=colours]", "href").remove(0);
    assert!(admin.get(&colours).await.body.contains("#7a1f2b"));
    assert!(admin.post(&format!("{path}/logo-removal"), &[]).await.location().is_some());
    assert_eq!((pages(&firm)[0].content.logo, pages(&firm)[0].version), (None, set.version + 1));
}

#[tokio::test]
async fn how_well_a_colour_reads_is_told_while_it_is_typed() {
    let (_firm, mut admin) = open().await;
    for (colour, words) in [
        ("%237a1f2b", "10.2 to 1"),
        ("%23ffee00", "Too pale"),
        ("%23ffffff", "at a contrast of 1.0 to 1"),
        ("%23767676", "4.5 to 1"),
        ("red", ""),
        ("", ""),
    ] {
        let told = admin.get(&format!("/payment-pages/contrast?colour={colour}")).await;
        assert_eq!(told.status, StatusCode::OK);
        assert!(told.body.contains(words) && told.body.is_empty() == words.is_empty(), "{colour}: {}", told.body);
    }
}

#[tokio::test]
async fn what_is_asked_on_a_new_page_reads_as_it_is_meant() {
    let (_firm, mut admin) = open().await;
    let new = admin.get("/payment-pages/new").await;
    for (name, meant) in [
        ("asked-phone", "off"),
        ("asked-matter", "off"),
        ("asked-reference", "off"),
        ("field-0-kind", "text"),
        ("field-0-need", "optional"),
    ] {
        assert_eq!(new.value(name), meant, "{name}");
        assert!(!new.has(&format!("select[name={name}] option[value='']")), "{name}");
    }
    let question = [("field-0-en", "Which court?"), ("do", "more")];
    let more = send(&mut admin, "/payment-pages", &sheet(&new, &question)).await;
    assert_eq!((more.value("field-1-kind"), more.value("field-1-need")), ("text".into(), "optional".into()));
}

#[tokio::test]
async fn no_further_question_is_offered_after_the_last() {
    let (_firm, mut admin) = open().await;
    let new = admin.get("/payment-pages/new").await;
    let more = "section[aria-labelledby=page-asked] button[value=more]";
    for (last, offered) in [("field-3-en", true), ("field-4-en", false), ("field-5-en", false)] {
        let page = send(&mut admin, "/payment-pages", &sheet(&new, &[(last, "Which court?"), ("do", "more")])).await;
        assert_eq!(page.has(more), offered, "{last}");
    }
}

#[tokio::test]
async fn everything_that_is_wrong_with_an_item_is_told_at_once() {
    let (firm, mut admin) = open().await;
    let new = admin.get("/payment-pages/new").await;
    let account = firm.operating.to_string();
    let fields = [
        ("name", ""),
        ("account", account.as_str()),
        ("kind", "items"),
        ("slug", "?"),
        ("item-0-price", "0"),
        ("item-0-tax", "much"),
        ("item-0-usual", "one"),
        ("item-0-least", "5"),
        ("item-0-most", "2"),
        ("item-0-stock", "-1"),
    ];
    let answer = send(&mut admin, "/payment-pages", &sheet(&new, &fields)).await;
    let mut wrong = answer.wrong_fields();
    wrong.sort();
    let parts = ["en", "most", "price", "stock", "tax", "usual"].map(|part| format!("item-0-{part}"));
    let rest = ["heading-en", "name", "slug"].map(str::to_owned);
    let mut expected = [&parts[..], &rest[..]].concat();
    expected.sort();
    assert_eq!(wrong, expected, "{}", answer.text("[role=alert]"));
}

#[tokio::test]
async fn a_link_with_nothing_filled_in_is_not_made_and_says_why() {
    let (firm, mut admin) = open().await;
    let page = open_page(&firm, "deposit", deposit(&firm)).await;
    let path = format!("/payment-pages/{}", page.id);
    assert_eq!(admin.get(&path).await.status, StatusCode::OK);
    let answer = admin.get(&format!("{path}?amount=&invoice=&name=")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.complaints(), [("amount".to_owned(), "Fill in at least one field".to_owned())]);
}

#[tokio::test]
async fn an_item_with_a_price_and_no_name_is_told_and_a_row_is_named_by_where_it_stands() {
    let (firm, mut admin) = open().await;
    let new = admin.get("/payment-pages/new").await;
    let account = firm.operating.to_string();
    let fields = [
        ("name", "Fall seminar"),
        ("account", account.as_str()),
        ("kind", "items"),
        ("heading-en", "Seminar"),
        ("item-0-en", "Seat"),
        ("item-0-price", "250.00"),
        ("item-1-price", "40"),
    ];
    let answer = send(&mut admin, "/payment-pages", &sheet(&new, &fields)).await;
    assert_eq!(
        (answer.status, answer.wrong_fields()),
        (StatusCode::UNPROCESSABLE_ENTITY, vec!["item-1-en".to_owned()])
    );
    assert_eq!(answer.value("\"item-1-price\""), "40");
    let far = [("name", "Fall seminar"), ("account", account.as_str()), ("kind", "items"), ("heading-en", "Seminar")];
    let rows =
        [("item-0-en", ""), ("item-2-en", "Seat"), ("item-2-price", "5"), ("item-2-least", "5"), ("item-2-most", "2")];
    let answer = send(&mut admin, "/payment-pages", &sheet(&new, &[&far[..], &rows[..]].concat())).await;
    assert_eq!(answer.wrong_fields(), ["item-2-most"]);
}

#[tokio::test]
async fn a_sealed_link_made_in_one_language_says_the_same_amount_in_every_other() {
    let (firm, mut admin) = open().await;
    let page = open_page(&firm, "deposit", deposit(&firm)).await;
    let path = format!("/payment-pages/{}", page.id);
    let shown = admin.get(&format!("{path}?amount=1%2C250.50&invoice=INV-7")).await;
    let sealed = shown.text("#share-sealed");
    let link = sealed[sealed.find("/pay/").unwrap()..].to_owned();
    for (language, amount) in [("en", "1,250.50"), ("fr", "1\u{a0}250,50"), ("es", "1,250.50")] {
        let followed = Site::bare(&firm).visitor().get(&format!("{link}&lang={language}")).await;
        assert_eq!(followed.value("amount"), amount, "{language}");
        assert!(followed.text("#summary").contains("250"), "{language}: {}", followed.text("#summary"));
    }
    let wrong = admin.get(&format!("{path}?amount=much")).await;
    assert_eq!(wrong.wrong_fields(), ["amount"]);
    assert!(!wrong.has("#share-sealed"));
}

#[tokio::test]
async fn a_sealed_amount_is_the_choice_of_a_page_with_choices_and_offered_where_there_is_one() {
    let (firm, mut admin) = open().await;
    let kind = Kind::General(AmountRule::Choices(vec![5_000, 10_000]));
    let page = open_page(&firm, "choices", Content { kind, ..deposit(&firm) }).await;
    let path = format!("/payment-pages/{}", page.id);
    assert_eq!(admin.get(&format!("{path}?amount=70")).await.wrong_fields(), ["amount"]);
    let sealed = admin.get(&format!("{path}?amount=100")).await.text("#share-sealed");
    let followed = Site::bare(&firm).visitor().get(&sealed[sealed.find("/pay/").unwrap()..]).await;
    assert_eq!((followed.value("choice"), followed.value("shown")), ("10000".into(), "10000".into()));
    assert!(!followed.has("input[type=radio][name=choice]"));
    let fixed =
        open_page(&firm, "fixed", Content { kind: Kind::General(AmountRule::Fixed(500)), ..deposit(&firm) }).await;
    let shown = admin.get(&format!("/payment-pages/{}", fixed.id)).await;
    assert!(shown.has("input[name=invoice]") && !shown.has("input[name=amount]") && !shown.has("input[name=matter]"));
}

#[tokio::test]
async fn what_is_used_less_is_folded_says_how_it_stands_and_is_open_where_something_is_wrong() {
    let (firm, mut admin) = open().await;
    let page = open_page(&firm, "seminar", seminar(&firm, None)).await;
    let path = format!("/payment-pages/{}", page.id);
    let editor = admin.get(&format!("{path}/edit")).await;
    let folds = editor.texts("#payment-page details > summary");
    for words in ["Item 1: Seat", "Item 2: empty", "After a decline: empty", "Question 1: empty"] {
        assert!(folds.iter().any(|fold| fold == words), "{words}: {folds:?}");
    }
    assert!(!editor.has("#payment-page details[open]"));
    let opened = |answer: &Page| answer.texts("#payment-page details[open] > summary");
    let answer = send(&mut admin, &path, &sheet(&editor, &[("item-0-price", "much")])).await;
    assert_eq!((answer.status, opened(&answer)), (StatusCode::UNPROCESSABLE_ENTITY, vec!["Item 1: Seat".to_owned()]));
    let answer = send(&mut admin, &path, &sheet(&editor, &[("colour", "#ffffff")])).await;
    assert_eq!((answer.wrong_fields(), opened(&answer).len()), (vec!["colour".to_owned()], 1));
    let more = send(&mut admin, &path, &sheet(&editor, &[("do", "more")])).await;
    assert_eq!(opened(&more), ["Item 2: empty", "Question 1: empty"]);
    let new = admin.get("/payment-pages/new").await;
    assert_eq!(opened(&new), ["Item 1: empty"], "what has to be written first");
}

#[tokio::test]
async fn clients_are_sent_on_by_a_button_until_the_editor_says_straight_away() {
    let (firm, mut admin) = open().await;
    let new = admin.get("/payment-pages/new").await;
    assert_eq!(new.attributes("input[name=onward][checked]", "value"), ["by-button"]);
    let told = new.text("#payment-page fieldset:has([name=onward])");
    assert!(told.contains("doesn’t prove a payment") && told.contains("by email"), "{told}");
    let account = firm.operating.to_string();
    let fields = [
        ("name", "Deposits"),
        ("account", account.as_str()),
        ("heading-en", "Deposit"),
        ("sites", "https://firm.example"),
        ("continue", "https://firm.example/next"),
        ("onward", "straight-away"),
    ];
    let bad = [&fields[..], &[("continue", "https://evil.example/")]].concat();
    let answer = send(&mut admin, "/payment-pages", &sheet(&new, &bad)).await;
    assert_eq!(answer.wrong_fields(), ["continue"]);
    assert_eq!(answer.attributes("input[name=onward][checked]", "value"), ["straight-away"], "what was chosen stays");
    send(&mut admin, "/payment-pages", &sheet(&new, &fields)).await;
    let page = pages(&firm).remove(0);
    assert_eq!(page.content.onward, Onward::StraightAway);
    let path = format!("/payment-pages/{}", page.id);
    let edit = admin.get(&format!("{path}/edit")).await;
    assert_eq!(edit.attributes("input[name=onward][checked]", "value"), ["straight-away"]);
    send(&mut admin, &path, &sheet(&edit, &[("onward", "nonsense")])).await;
    assert_eq!(pages(&firm).remove(0).content.onward, Onward::ByButton);
}
