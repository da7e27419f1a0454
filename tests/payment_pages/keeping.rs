//! Staff make pages, change them, switch them, copy them and delete them.

use clientpay::{
    domain::{
        money::Money,
        payment_page::{Kind, PaymentPage, guard::Defence, order::Order, pricing::AmountRule, rules::Fault},
    },
    service::{
        Authority,
        payment_pages::{self, PageError, Switch, Wanted},
    },
    store::{self, StoreError, table::Writer, tables, totals::Total},
};

use super::{Client, deposit, open_page, seats, seminar};
use crate::support::{APPROVED, TestFirm};

#[tokio::test]
async fn only_administrators_keep_pages() {
    let firm = TestFirm::new().await;
    for user in [&firm.billing, &firm.cashier, &firm.auditor] {
        let wanted = Wanted { slug: "deposit".into(), content: deposit(&firm) };
        let made = payment_pages::create(&firm.app, Authority::Staff(user), wanted).await;
        assert!(matches!(made, Err(PageError::NotAllowed(_))), "{:?}", user.role);
    }
    assert!(payment_pages::list(&firm.app).unwrap().is_empty());
}

#[tokio::test]
async fn a_page_that_is_not_fit_to_be_shown_is_refused() {
    let firm = TestFirm::new().await;
    let admin = Authority::Staff(&firm.admin);
    let mut seats_of_nothing = seminar(&firm, None);
    seats_of_nothing.kind = Kind::Items(Vec::new());
    let bounds = Kind::General(AmountRule::Between { least: 20, most: 10 });
    let no_tries = Defence { tries_an_hour: 0, ..Defence::default() };
    for (content, fault) in [
        (seats_of_nothing, Fault::NoItems),
        (clientpay::domain::payment_page::Content { kind: bounds, ..deposit(&firm) }, Fault::Bounds),
        (clientpay::domain::payment_page::Content { languages: vec![], ..deposit(&firm) }, Fault::Languages),
        (clientpay::domain::payment_page::Content { defence: no_tries, ..deposit(&firm) }, Fault::Defence),
        (
            clientpay::domain::payment_page::Content {
                continue_to: Some("https://evil.example/".into()),
                sites: vec!["https://firm.example".into()],
                ..deposit(&firm)
            },
            Fault::ContinueTo,
        ),
    ] {
        let made = payment_pages::create(&firm.app, admin, Wanted { slug: "x".into(), content }).await;
        assert!(matches!(&made, Err(PageError::Unfit(faults)) if *faults == [fault]), "{fault:?}: {made:?}");
    }
    let nameless = Wanted { slug: "--".into(), content: deposit(&firm) };
    assert!(matches!(payment_pages::create(&firm.app, admin, nameless).await, Err(PageError::Slug)));
}

#[tokio::test]
async fn an_address_belongs_to_one_page_and_survives_being_switched_off() {
    let firm = TestFirm::new().await;
    let admin = Authority::Staff(&firm.admin);
    let page = open_page(&firm, "deposit", deposit(&firm)).await;
    let taken = Wanted { slug: "Deposit".into(), content: deposit(&firm) };
    assert!(matches!(payment_pages::create(&firm.app, admin, taken).await, Err(PageError::Slug)));
    let closed = payment_pages::switch(&firm.app, admin, page.id, Switch::Closed).await.unwrap();
    assert_eq!((closed.slug.as_str(), closed.open), ("deposit", false));
    let again = payment_pages::switch(&firm.app, admin, page.id, Switch::Closed).await.unwrap();
    assert_eq!(again.version, closed.version, "switching off what is off changes nothing");
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_change_over_somebody_elses_change_is_refused() {
    let firm = TestFirm::new().await;
    let admin = Authority::Staff(&firm.admin);
    let page = open_page(&firm, "deposit", deposit(&firm)).await;
    let wanted = |name: &str| {
        let content = clientpay::domain::payment_page::Content { name: name.into(), ..deposit(&firm) };
        Wanted { slug: "deposit".into(), content }
    };
    let seen = (page.id, page.version);
    let first = payment_pages::update(&firm.app, admin, seen, wanted("First")).await.unwrap();
    let second = payment_pages::update(&firm.app, admin, seen, wanted("Second")).await;
    assert!(matches!(second, Err(PageError::Stale)));
    let twice = payment_pages::update(&firm.app, admin, seen, wanted("First")).await.unwrap();
    assert_eq!(twice, first, "a double click is no contradiction");
    let old = store::payment_pages::page_in_version(&firm.read(), page.id, page.version).unwrap().unwrap();
    assert_eq!(old.content.name, "Deposits");
}

#[tokio::test]
async fn a_page_that_was_used_is_closed_and_never_deleted() {
    let firm = TestFirm::new().await;
    let admin = Authority::Staff(&firm.admin);
    let page = open_page(&firm, "seminar", seminar(&firm, None)).await;
    let client = Client::on(&firm, &page);
    client.pay(client.purchase(seats(1), APPROVED)).await.unwrap();
    firm.leaves_waiting(1);
    assert!(matches!(payment_pages::delete(&firm.app, admin, page.id).await, Err(PageError::Used)));
    let key = firm.app.ids.operation_key();
    let copy = payment_pages::duplicate(&firm.app, admin, (page.id, key.clone(), "Copy".into())).await.unwrap();
    let same = payment_pages::duplicate(&firm.app, admin, (page.id, key, "Copy".into())).await.unwrap();
    assert!(copy.id == same.id && copy.slug != page.slug && !copy.open);
    payment_pages::delete(&firm.app, admin, copy.id).await.unwrap();
    assert_eq!(payment_pages::list(&firm.app).unwrap().len(), 1);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_stock_below_what_was_sold_is_refused() {
    let firm = TestFirm::new().await;
    let admin = Authority::Staff(&firm.admin);
    let page = open_page(&firm, "seminar", seminar(&firm, Some(10))).await;
    let client = Client::on(&firm, &page);
    client.pay(client.purchase(seats(3), APPROVED)).await.unwrap();
    firm.leaves_waiting(1);
    let wanted = |stock| Wanted { slug: "seminar".into(), content: seminar(&firm, Some(stock)) };
    let seen = (page.id, page.version);
    assert!(matches!(payment_pages::update(&firm.app, admin, seen, wanted(2)).await, Err(PageError::Oversold(1))));
    payment_pages::update(&firm.app, admin, seen, wanted(3)).await.unwrap();
}

/// A change that no verb would make.
type Tamper = Box<dyn FnMut(&mut Writer<'_>) -> Result<(), StoreError> + Send>;

#[tokio::test]
async fn a_check_finds_stock_volumes_orders_and_versions_that_were_tampered_with() {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "seminar", seminar(&firm, Some(10))).await;
    let client = Client::on(&firm, &page);
    let paid = client.pay(client.purchase(seats(3), APPROVED)).await.unwrap();
    firm.leaves_waiting(1);
    assert_eq!(firm.violations(), Vec::<String>::new());
    let order = store::payment_pages::order(&firm.read(), paid.id).unwrap().unwrap();
    let (id, changed) = (page.id, PaymentPage { slug: "other".into(), ..page.clone() });
    let (taken, volume) = ((id, 1u64), Total { count: 9, amount_minor: 9 });
    let cheaper = Order { net: Money::new(1, paid.amount.currency()), ..order };
    let tampers: Vec<(Tamper, &str)> = vec![
        (Box::new(move |writer| writer.put(tables::STOCK_TAKEN, &taken, &2)), "2 of item 1 are taken out of stock"),
        (Box::new(move |writer| writer.delete(tables::STOCK_TAKEN, &taken)), "nothing of item 1 is taken"),
        (Box::new(move |writer| writer.put(tables::PAYMENT_PAGE_VOLUMES, &id, &volume)), "its volume is not the sum"),
        (Box::new(move |writer| writer.put(tables::ORDERS, &paid.id, &cheaper)), "do not come to what was paid"),
        (Box::new(move |writer| writer.put(tables::PAYMENT_PAGES, &id, &changed)), "is not how the page stands"),
        (
            Box::new(move |writer| writer.delete(tables::PAYMENT_PAGES_BY_SLUG, &"seminar".to_owned())),
            "missing from payment_pages_by_slug",
        ),
        (
            Box::new(move |writer| writer.delete(tables::TRANSACTIONS_BY_PAGE, &(id, paid.created_at, paid.id))),
            "missing from transactions_by_page",
        ),
    ];
    for (mut tamper, wanted) in tampers {
        firm.app.store.write(move |writer| tamper(writer)).await.unwrap();
        let found = firm.violations();
        assert!(found.iter().any(|line| line.contains(wanted)), "{wanted}: {found:?}");
    }
}
