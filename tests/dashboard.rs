//! The figures of the dashboard, beside the same figures added up from the records by the shortest way there is.

use std::time::Duration;

use clientpay::{
    domain::{
        alert::Cause,
        ids::MerchantAccountId,
        money::{Currency, Money},
        permission::Permission,
        refund::{Refund, RefundKind},
        time::Day,
        transaction::{Status, Transaction},
    },
    i18n::dates,
    service::{
        Authority,
        dashboard::{self, Asked, Book, Figure, Part, Period, Volume, attention},
        demo::{self, DemoOptions, Portal},
        outbox::deliver_due,
        reading,
        refunds::{self, RefundPayment},
        resolution,
    },
    store::{
        engine::Direction,
        table::Records as _,
        tables::{REFUNDS, TRANSACTIONS},
    },
};

use crate::support::{APPROVED, DAY_MS, NOW, TestFirm, records};

/// A card whose refunds are taken on and fail a day later.
const FAILS_REFUNDS: &str = "4000000000005126";
/// A card whose payer disputes the charge.
const DISPUTED: &str = "4000000000000259";

/// The demonstration's firm, with so many payments.
pub async fn lived_in(payments: u64, seed: u64) -> TestFirm {
    let firm = TestFirm::unclaimed().await;
    let app = &firm.app;
    let portal = Portal {
        store: &app.store,
        sandbox: &app.sandbox,
        secrets: &app.secrets,
        base_url: "https://pay.firm.example",
    };
    let options = DemoOptions { payments, seed, now: NOW, password_hash: "$argon2id$".into() };
    demo::fill(portal, &options, &mut |_| ()).await.unwrap();
    let goal = *app.store.committed().borrow();
    assert!(app.index.wait_for(goal, Duration::from_secs(60)).await, "the index has it all");
    firm
}

fn books(firm: &TestFirm, asked: Asked) -> Vec<Book> {
    let house = reading::house(&firm.app).unwrap();
    let authority = Authority::Staff(&firm.billing);
    dashboard::figures(&firm.app, &house.firm.unwrap_or_else(records::firm), authority, asked).unwrap()
}

/// Everything in the store, and what it comes to without any counter.
struct Naive {
    payments: Vec<Transaction>,
    refunds: Vec<Refund>,
}

impl Naive {
    fn of(firm: &TestFirm) -> Self {
        let reader = firm.read();
        let payments = reader.all(TRANSACTIONS, Direction::Forward).unwrap().map(|row| row.unwrap().1).collect();
        let refunds = reader.all(REFUNDS, Direction::Forward).unwrap().map(|row| row.unwrap().1).collect();
        Self { payments, refunds }
    }

    fn payment(&self, refund: &Refund) -> &Transaction {
        self.payments.iter().find(|payment| payment.id == refund.transaction).unwrap()
    }

    fn volume(&self, figure: &Figure, wanted: &dyn Fn(&Transaction) -> bool) -> Volume {
        let within = |day: Day| figure.span.first <= day && day <= figure.span.last;
        let paid = || self.payments.iter().filter(|payment| within(payment.day) && wanted(payment));
        let back: Vec<_> = self
            .refunds
            .iter()
            .filter(|refund| refund.kind == RefundKind::Refund && refund.status.reserves())
            .filter(|refund| within(dates::firm_day(refund.created_at, "America/New_York")))
            .filter(|refund| wanted(self.payment(refund)))
            .collect();
        let approved: i64 = paid().filter(|payment| payment.status.is_approved()).map(|p| p.amount.minor()).sum();
        let refunded: i64 = back.iter().map(|refund| refund.amount.minor()).sum();
        let count = |of: fn(Status) -> bool| paid().filter(|payment| of(payment.status)).count() as u64;
        Volume {
            payments: count(Status::is_approved),
            net: Some(Money::new(approved - refunded, Currency::USD)),
            refunds: back.len() as u64,
            refunded: Some(Money::new(refunded, Currency::USD)),
            declined: count(|status| matches!(status, Status::Declined | Status::Failed)),
        }
    }
}

fn part_of(payment: &Transaction, part: Part) -> bool {
    match part {
        Part::Source(source) => payment.source == source,
        Part::Account(account) => payment.merchant_account == account,
        Part::Card(brand) => payment.instrument.as_ref().is_some_and(|known| known.brand() == Some(brand)),
        Part::Bank => payment.instrument.as_ref().is_some_and(|known| known.brand().is_none()),
        Part::Other => payment.instrument.is_none(),
    }
}

fn agree(naive: &Naive, book: &Book, account: Option<MerchantAccountId>) {
    let mine = |payment: &Transaction| account.is_none_or(|account| payment.merchant_account == account);
    let compared = [book.today, book.month, book.year];
    let pairs = compared.iter().chain(&book.months).flat_map(|compared| [compared.now, compared.before]);
    for figure in pairs.chain(book.days.iter().copied()).chain([book.breakdown.whole]) {
        assert_eq!(figure.volume, naive.volume(&figure, &mine), "{:?}", figure.span);
    }
    let whole = &book.breakdown.whole;
    for parts in [&book.breakdown.sources, &book.breakdown.accounts, &book.breakdown.methods] {
        for (part, volume) in parts {
            let one = |payment: &Transaction| mine(payment) && part_of(payment, *part);
            assert_eq!(*volume, naive.volume(whole, &one), "{part:?}");
        }
        let sum = parts.iter().map(|(_, volume)| volume.net.unwrap().minor()).sum::<i64>();
        assert_eq!(Some(Money::new(sum, Currency::USD)), whole.volume.net, "the parts are the whole");
        assert!(parts.is_sorted_by_key(|(_, volume)| std::cmp::Reverse(volume.size())));
    }
}

#[tokio::test]
async fn every_figure_is_what_the_records_come_to() {
    for seed in [1, 2, 3] {
        let firm = lived_in(600, seed).await;
        let naive = Naive::of(&firm);
        assert!(!naive.refunds.is_empty(), "a firm without refunds proves nothing of them");
        for account in [None, Some(MerchantAccountId::new(1)), Some(MerchantAccountId::new(2))] {
            for period in Period::ALL {
                let found = books(&firm, Asked { account, period });
                assert_eq!(found.len(), 1);
                agree(&naive, &found[0], account);
            }
        }
        assert_eq!(firm.violations(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn figures_hold_on_days_that_months_and_years_begin_or_end_with() {
    let firm = lived_in(600, 4).await;
    let naive = Naive::of(&firm);
    // From 2026-11-22 back to the 1st, the 31st, and over the change of the clocks.
    for days in [0, 21, 22, 53, 265, 266, 326, 327] {
        firm.clock.advance_ms(-days * DAY_MS);
        let today = dates::firm_day(NOW.plus_ms(-days * DAY_MS), "America/New_York");
        let past = Naive {
            payments: naive.payments.iter().filter(|payment| payment.day <= today).cloned().collect(),
            refunds: Vec::new(),
        };
        for book in books(&firm, Asked::default()) {
            for figure in [book.today.now, book.month.before, book.year.before, book.months[11].now] {
                let expected = past.volume(&figure, &|_| true);
                assert_eq!(figure.volume.payments, expected.payments, "{today:?} {:?}", figure.span);
                assert_eq!(figure.volume.declined, expected.declined, "{today:?} {:?}", figure.span);
            }
        }
        firm.clock.advance_ms(days * DAY_MS);
    }
}

#[tokio::test]
async fn nobody_without_the_right_is_told_an_amount() {
    let firm = lived_in(300, 1).await;
    assert!(!firm.cashier.may(Permission::ViewTotals));
    let house = reading::house(&firm.app).unwrap().firm.unwrap();
    let told = |user| dashboard::figures(&firm.app, &house, Authority::Staff(user), Asked::default()).unwrap();
    let (counts, amounts) = (told(&firm.cashier), told(&firm.auditor));
    assert_eq!((counts.len(), amounts.len()), (1, 1));
    assert!(!format!("{counts:?}").contains("minor"), "there is no amount anywhere in it");
    assert!(format!("{amounts:?}").contains("minor"));
    assert_eq!(counts[0].year.now.volume.payments, amounts[0].year.now.volume.payments);
}

#[tokio::test]
async fn a_firm_on_its_first_day_has_zeros() {
    let firm = TestFirm::new().await;
    let book = &books(&firm, Asked::default())[0];
    let nothing = Volume {
        payments: 0,
        net: Some(Money::zero(Currency::USD)),
        refunds: 0,
        refunded: Some(Money::zero(Currency::USD)),
        declined: 0,
    };
    assert_eq!((book.today.now.volume, book.year.before.volume), (nothing, nothing));
    assert_eq!((book.days.len(), book.months.len()), (30, 12));
    assert!(book.breakdown.sources.is_empty());
    let found = attention::attention(&firm.app, &records::firm(), Authority::Staff(&firm.billing)).unwrap();
    assert_eq!(found, attention::Attention::default());
}

#[tokio::test]
async fn a_refund_counts_on_its_own_day_and_a_failed_one_not_at_all() {
    let firm = TestFirm::new().await;
    let paid = firm.take(10_000, FAILS_REFUNDS).await.unwrap();
    firm.app.sandbox.advance(DAY_MS.unsigned_abs()).unwrap();
    resolution::follow_news(&firm.app).await.unwrap();
    firm.clock.advance_ms(DAY_MS);
    let asked = RefundPayment {
        key: firm.app.ids.operation_key(),
        transaction: paid.id,
        amount: Money::new(2_500, Currency::USD),
        kind: None,
        reason: "Paid twice".into(),
        notify: Vec::new(),
    };
    refunds::refund(&firm.app, Authority::Staff(&firm.billing), asked).await.unwrap();
    let net = |firm: &TestFirm| {
        let book = &books(firm, Asked::default())[0];
        let days: Vec<i64> = book.days[28..].iter().map(|day| day.volume.net.unwrap().minor()).collect();
        (days, book.month.now.volume.net.unwrap().minor())
    };
    assert_eq!(net(&firm), (vec![10_000, -2_500], 7_500));
    firm.app.sandbox.advance(DAY_MS.unsigned_abs()).unwrap();
    resolution::follow_news(&firm.app).await.unwrap();
    assert_eq!(net(&firm), (vec![10_000, 0], 10_000));
    let found = attention::attention(&firm.app, &records::firm(), Authority::Staff(&firm.billing)).unwrap();
    assert_eq!(found.alerts, [(Cause::RefundFailed, 1)]);
    deliver_due(&firm.app).await.unwrap();
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn what_was_cancelled_or_taken_back_counts_no_more() {
    let firm = TestFirm::new().await;
    let voided = firm.take(5_000, APPROVED).await.unwrap();
    let asked = RefundPayment {
        key: firm.app.ids.operation_key(),
        transaction: voided.id,
        amount: voided.amount,
        kind: None,
        reason: "Keyed twice".into(),
        notify: Vec::new(),
    };
    refunds::refund(&firm.app, Authority::Staff(&firm.billing), asked).await.unwrap();
    let disputed = firm.take(7_000, DISPUTED).await.unwrap();
    for _ in 0..3 {
        firm.app.sandbox.advance(DAY_MS.unsigned_abs()).unwrap();
        resolution::follow_news(&firm.app).await.unwrap();
    }
    let (voided, disputed) = (firm.stored(voided.id), firm.stored(disputed.id));
    assert_eq!((voided.status, disputed.status), (Status::Voided, Status::Disputed));
    let today = books(&firm, Asked::default())[0].today.now.volume;
    assert_eq!((today.payments, today.net, today.refunds), (0, Some(Money::zero(Currency::USD)), 0));
    let found = attention::attention(&firm.app, &records::firm(), Authority::Staff(&firm.billing)).unwrap();
    assert_eq!(found.alerts, [(Cause::Disputed, 1)]);
    deliver_due(&firm.app).await.unwrap();
    assert_eq!(firm.violations(), Vec::<String>::new());
}
