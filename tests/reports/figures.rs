//! Figures of every standard report, on firms of several seeds, against a fold over all records that knows nothing of
//! the way reports are found.

use std::{collections::BTreeMap, sync::Arc};

use clientpay::{
    app::App,
    domain::{
        card::Instrument,
        column::Column,
        ids::TransactionId,
        locale::Locale,
        money::{Currency, Money},
        refund::{Refund, RefundKind, RefundStatus},
        report::{
            Basis, Definition, Grouping, Measure, Subject,
            range::{Range, Relative, Span},
            run::Sums,
            standard::STANDARD,
        },
        time::{Day, Timestamp},
        transaction::{Source, Status, Transaction},
    },
    export::Total,
    i18n::{T, dates},
    service::{
        Authority, columns,
        demo::{self, DemoOptions, Portal},
        payments::{self, Extras, TakePayment},
        refunds::{self, RefundPayment},
        reports::{self, asking::Question, screen, table::Teller},
        resolution,
    },
    store::{
        StoreError,
        engine::Direction,
        table::Records as _,
        tables::{PAYMENT_METHODS, REFUNDS, TRANSACTIONS},
        transactions,
    },
};

use crate::{
    payment_pages::{Client, open_page, seats, seminar},
    support::{APPROVED, NOW, TestFirm},
};

async fn lived_in(seed: u64) -> TestFirm {
    let firm = TestFirm::unclaimed().await;
    let app = &firm.app;
    let portal =
        Portal { store: &app.store, sandbox: &app.sandbox, secrets: &app.secrets, base_url: "http://x.example" };
    let options = DemoOptions { payments: 900, seed, now: NOW, password_hash: "x".into() };
    demo::fill(portal, &options, &mut |_| {}).await.unwrap();
    firm
}

/// Rows and sums per currency, found by looking at every record.
type Figures = (u64, BTreeMap<String, (u64, i64, i64)>);

struct Naive {
    zone: String,
    /// Each with what was given back of its whole, its tax and its surcharge.
    payments: Vec<(Transaction, [i64; 3])>,
}

impl Naive {
    fn read(app: &App) -> Self {
        let reader = app.store.read().unwrap();
        let zone = clientpay::store::firm::firm(&reader).unwrap().unwrap().time_zone;
        let payments = reader.all(TRANSACTIONS, Direction::Forward).unwrap().map(|row| {
            let (id, payment) = row.unwrap();
            let back = transactions::refunds(&reader, id).unwrap();
            let back =
                back.iter().filter(|refund| refund.kind == RefundKind::Refund && refund.status != RefundStatus::Failed);
            let back = back.map(|refund| {
                let (tax, surcharge) =
                    refund.parts.map_or((0, 0), |parts| (parts.tax.minor(), parts.surcharge.minor()));
                [refund.amount.minor(), tax, surcharge]
            });
            (payment, back.fold([0; 3], |sum, back| [sum[0] + back[0], sum[1] + back[1], sum[2] + back[2]]))
        });
        Self { payments: payments.collect(), zone }
    }

    fn day(&self, at: Timestamp) -> Day {
        dates::firm_day(at, &self.zone)
    }

    /// What a filter of a standard report means, told by hand.
    fn passes(payment: &Transaction, filters: &str, shown: bool) -> bool {
        match filters {
            "" => shown || !matches!(payment.status, Status::Declined | Status::Failed | Status::Voided),
            "status:settled" => payment.status == Status::Settled,
            "status:returned,reversed" => matches!(payment.status, Status::Returned | Status::Reversed),
            "source:payment_schedule status:declined,failed,returned" => {
                payment.source == Source::PaymentSchedule
                    && matches!(payment.status, Status::Declined | Status::Failed | Status::Returned)
            }
            "status:declined,failed" => matches!(payment.status, Status::Declined | Status::Failed),
            "status:created,unknown,action_required,held" => {
                matches!(payment.status, Status::Created | Status::Unknown | Status::ActionRequired | Status::Held)
            }
            other => panic!("this test does not know the filter {other}"),
        }
    }

    fn figures(&self, app: &App, definition: &Definition, span: Span) -> Figures {
        match definition.subject {
            Subject::Payments => self.of_payments(definition, span),
            Subject::Refunds => self.of_refunds(app, span),
            Subject::SavedMethods => (of_methods(app, span), BTreeMap::new()),
        }
    }

    fn of_payments(&self, definition: &Definition, span: Span) -> Figures {
        let mut figures = Figures::default();
        let shown = definition.unsuccessful == clientpay::domain::report::Unsuccessful::Shown;
        for (payment, back) in &self.payments {
            let day = if definition.basis == Basis::Asked { payment.day } else { self.day(payment.changed_at) };
            let of_kind = definition.accounts.is_none_or(|kind| kind == payment.account_kind);
            if of_kind && span.first <= day && day <= span.last && Self::passes(payment, &definition.filters, shown) {
                let parts = payment.parts.map_or((0, 0), |parts| (parts.tax.minor(), parts.surcharge.minor()));
                let (whole, back) = match definition.measure {
                    Measure::Amount => (payment.amount.minor(), back[0]),
                    Measure::Tax => (parts.0, back[1]),
                    Measure::Surcharge => (parts.1, back[2]),
                };
                if whole > 0 {
                    let approved = if payment.status.is_approved() { whole } else { 0 };
                    add(&mut figures, payment.amount.currency().code(), approved, back);
                }
            }
        }
        figures
    }

    fn of_refunds(&self, app: &App, span: Span) -> Figures {
        let mut figures = Figures::default();
        let reader = app.store.read().unwrap();
        let within = |at| span.first <= self.day(at) && self.day(at) <= span.last;
        let mut voided_by_record = Vec::new();
        for row in reader.all(REFUNDS, Direction::Forward).unwrap() {
            let (_, refund) = row.unwrap();
            if refund.status != RefundStatus::Failed {
                voided_by_record.extend((refund.kind == RefundKind::Void).then_some(refund.transaction));
                if within(refund.created_at) {
                    add(&mut figures, refund.amount.currency().code(), 0, refund.amount.minor());
                }
            }
        }
        for (payment, _) in &self.payments {
            let by_news = payment.status == Status::Voided && payment.approval.is_some();
            if by_news && !voided_by_record.contains(&payment.id) && within(payment.changed_at) {
                add(&mut figures, payment.amount.currency().code(), 0, payment.amount.minor());
            }
        }
        figures
    }
}

fn of_methods(app: &App, span: Span) -> u64 {
    let reader = app.store.read().unwrap();
    let months = |day: Day| day.number() / 100;
    let expires = |instrument: &Instrument| match instrument {
        Instrument::Card { expiry, .. } => Some(u32::from(expiry.year()) * 100 + u32::from(expiry.month())),
        Instrument::BankAccount { .. } => None,
    };
    // The spans asked for here end with a month or inside one; a card is good to the end of its own.
    let ends = |month: u32| {
        let lengths =
            [31, if (month / 100).is_multiple_of(4) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        month * 100 + lengths[usize::try_from(month % 100).unwrap() - 1]
    };
    let all = reader.all(PAYMENT_METHODS, Direction::Forward).unwrap();
    let found = all.filter_map(|row| expires(&row.unwrap().1.instrument)).filter(|month| {
        months(span.first) <= *month && span.first.number() <= ends(*month) && ends(*month) <= span.last.number()
    });
    u64::try_from(found.count()).unwrap()
}

fn add(figures: &mut Figures, currency: &str, approved: i64, refunded: i64) {
    figures.0 += 1;
    let sums = figures.1.entry(currency.to_owned()).or_default();
    *sums = (sums.0 + 1, sums.1 + approved, sums.2 + refunded);
}

fn told(count: u64, sums: &[Sums]) -> Figures {
    let sums = sums
        .iter()
        .map(|sums| (sums.currency.code().to_owned(), (sums.count, sums.approved_minor, sums.refunded_minor)));
    (count, sums.collect())
}

fn question(app: &App, definition: &Definition) -> Question {
    reports::question(app, definition, Locale::EnUs, app.now()).unwrap()
}

async fn asked(app: &Arc<App>, definition: &Definition) -> (Span, Figures, Figures, usize) {
    let (question, definition) = (question(app, definition), definition.clone());
    let span = question.span;
    let (whole, by_group, rows) = reports::answered(app, question, move |answer, reader| {
        let mut groups = Figures::default();
        for group in &answer.groups {
            groups.0 += group.count;
            for (currency, sums) in told(0, &group.sums).1 {
                let known = groups.1.entry(currency).or_default();
                *known = (known.0 + sums.0, known.1 + sums.1, known.2 + sums.2);
            }
        }
        let teller = Teller::new(answer, &reader, &definition, T::new(Locale::EnUs)).unwrap();
        let width = teller.headings().len();
        let rows = teller.answer.rows(&reader, 0, usize::MAX).map(|row| {
            let (mut cells, (_, item)) = (Vec::new(), row.unwrap());
            teller.cells(&item, &mut cells);
            assert_eq!(cells.len(), width);
        });
        let rows = rows.count();
        (told(teller.answer.count, &teller.answer.sums), groups, rows)
    })
    .await
    .unwrap();
    (span, whole, by_group, rows)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_standard_report_says_what_a_fold_over_all_records_says() {
    let mut met = BTreeMap::new();
    for seed in [1, 7, 42] {
        let firm = lived_in(seed).await;
        let naive = Naive::read(&firm.app);
        for report in STANDARD {
            for range in
                [report.range, Relative::LastMonth, Relative::YearToDate, Relative::AllTime, Relative::LastQuarter]
            {
                for grouping in Grouping::ALL {
                    let definition = Definition { grouping, ..report.definition(Range::Relative(range)) };
                    let (span, whole, by_group, rows) = asked(&firm.app, &definition).await;
                    let expected = naive.figures(&firm.app, &definition, span);
                    let case = format!("{} {range:?} {grouping:?} seed {seed}", report.code);
                    assert_eq!(whole, expected, "{case}");
                    assert_eq!(by_group, expected, "{case}: groups do not add up");
                    let expected = if definition.tells_rows() { usize::try_from(whole.0).unwrap() } else { 0 };
                    assert_eq!(rows, expected, "{case}: rows");
                    *met.entry(report.code).or_insert(0) += whole.0;
                }
            }
        }
    }
    let empty: Vec<_> = met.iter().filter(|(code, rows)| **rows == 0 && **code != "open-outcomes").collect();
    assert!(empty.is_empty(), "nothing was compared for {empty:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_share_of_each_refund_is_taken_off_the_tax_that_was_collected() {
    let firm = TestFirm::new().await;
    let usd = |minor| Money::new(minor, Currency::USD);
    for (amount, tax) in [(10_900, Some(900)), (5_000, None), (777, Some(51))] {
        let extras = Extras { tax: tax.map(usd), ..Extras::default() };
        let asked = TakePayment { extras, ..firm.command(amount) };
        firm.enter_card(&asked.key, APPROVED);
        payments::take(&firm.app, firm.staff(), asked).await.unwrap();
    }
    firm.app.sandbox.advance(86_400_000).unwrap();
    resolution::follow_news(&firm.app).await.unwrap();
    for amount in [5_450, 1_000] {
        let back = RefundPayment {
            key: firm.app.ids.operation_key(),
            transaction: TransactionId::new(1),
            amount: usd(amount),
            kind: None,
            reason: "Paid twice".into(),
            notify: Vec::new(),
        };
        refunds::refund(&firm.app, Authority::Staff(&firm.billing), back).await.unwrap();
    }
    let definition = Definition { range: Range::Relative(Relative::AllTime), ..super::definition("tax-collected") };
    let (span, whole, by_group, rows) = asked(&firm.app, &definition).await;
    // 900 × 5,450 / 10,900, then 450 × 1,000 / 5,450 of what is left, each by the largest remainder.
    let expected = (2, BTreeMap::from([("USD".to_owned(), (2, 951, 450 + 83))]));
    assert_eq!((&whole, rows), (&expected, 2));
    assert_eq!((by_group, Naive::read(&firm.app).figures(&firm.app, &definition, span)), (whole, expected));
    firm.leaves_waiting(3);
}

/// Before payments said what they consist of, only what was bought on a page said what tax was in it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_an_older_payment_on_a_page_its_order_tells_the_tax() {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "seminar", seminar(&firm, None)).await;
    let client = Client::on(&firm, &page);
    let paid = client.pay(client.purchase(seats(2), APPROVED)).await.unwrap();
    firm.app.sandbox.advance(86_400_000).unwrap();
    resolution::follow_news(&firm.app).await.unwrap();
    let back = RefundPayment {
        key: firm.app.ids.operation_key(),
        transaction: paid.id,
        amount: Money::new(8_500, Currency::USD),
        kind: None,
        reason: "Paid twice".into(),
        notify: Vec::new(),
    };
    refunds::refund(&firm.app, Authority::Staff(&firm.billing), back).await.unwrap();
    let row = || {
        let row = columns::Row::read(&firm.read(), firm.stored(paid.id)).unwrap();
        (row.parts.unwrap().tax.minor(), row.parts_refunded.unwrap().tax.minor())
    };
    assert_eq!(row(), (1_250, 500), "6.25 % on 200.00, and of the 85.00 that went back");
    let older = Transaction { parts: None, ..firm.stored(paid.id) };
    let refund = Refund { parts: None, ..transactions::refunds(&firm.read(), paid.id).unwrap().remove(0) };
    let written = firm.app.store.write(move |writer| -> Result<(), StoreError> {
        writer.put(REFUNDS, &refund.id, &refund)?;
        writer.put(TRANSACTIONS, &older.id, &older)
    });
    written.await.unwrap();
    assert_eq!(row(), (1_250, 500));
    let definition = Definition { range: Range::Relative(Relative::AllTime), ..super::definition("tax-collected") };
    let (_, whole, _, rows) = asked(&firm.app, &definition).await;
    assert_eq!((whole, rows), ((1, BTreeMap::from([("USD".to_owned(), (1, 1_250, 500))])), 1));
    firm.leaves_waiting(1);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

/// A list of payments has declined ones among it: their amounts come to nothing that anybody paid.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_adds_up_what_lists_of_payments_add_up_and_all_that_was_given_back() {
    let firm = TestFirm::new().await;
    for (subject, expected) in [
        (
            Subject::Payments,
            [(Column::Date, Total::None), (Column::Amount, Total::None), (Column::Approved, Total::Sum)],
        ),
        (Subject::Refunds, [(Column::Date, Total::None), (Column::Amount, Total::Sum), (Column::Tax, Total::Sum)]),
    ] {
        let columns = expected.map(|(column, _)| column).to_vec();
        let definition = Definition { subject, columns, ..super::definition("month-to-date") };
        let asked = question(&firm.app, &definition);
        let totals = reports::answered(&firm.app, asked, move |answer, reader| {
            let teller = Teller::new(answer, &reader, &definition, T::new(Locale::EnUs)).unwrap();
            teller.headings().iter().map(|heading| heading.total).collect::<Vec<_>>()
        });
        assert_eq!(totals.await.unwrap(), expected.map(|(_, total)| total), "{subject:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn groups_hold_the_rows_that_belong_to_them() {
    let firm = lived_in(3).await;
    let naive = Naive::read(&firm.app);
    let definition = super::definition("month-to-date");
    let definition = Definition { range: Range::Relative(Relative::AllTime), ..definition };
    let expected = |key: &dyn Fn(&Transaction) -> String| {
        let mut groups: BTreeMap<String, (u64, i64)> = BTreeMap::new();
        for (payment, _) in naive.payments.iter().filter(|(payment, _)| Naive::passes(payment, "", false)) {
            let sums = groups.entry(key(payment)).or_default();
            let approved = if payment.status.is_approved() { payment.amount.minor() } else { 0 };
            *sums = (sums.0 + 1, sums.1 + approved);
        }
        groups
    };
    let found = async |grouping| {
        let definition = Definition { grouping, ..definition.clone() };
        let answered = reports::answered(&firm.app, question(&firm.app, &definition), move |answer, reader| {
            let teller = Teller::new(answer, &reader, &definition, T::new(Locale::EnUs)).unwrap();
            let named = teller.answer.groups.iter().map(|group| {
                let approved = group.sums.iter().map(|sums| sums.approved_minor).sum();
                (teller.group(&reader, group).unwrap(), (group.count, approved))
            });
            named.collect::<BTreeMap<String, (u64, i64)>>()
        });
        answered.await.unwrap()
    };
    let t = T::new(Locale::EnUs);
    assert_eq!(found(Grouping::Source).await, expected(&|payment| t.label(payment.source)));
    assert_eq!(found(Grouping::Status).await, expected(&|payment| t.label(payment.status)));
    let month = |payment: &Transaction| {
        let names = "January February March April May June July August September October November December";
        let number = payment.day.number();
        let name = names.split(' ').nth(usize::try_from(number / 100 % 100).unwrap() - 1).unwrap();
        format!("{name} {}", number / 10_000)
    };
    assert_eq!(found(Grouping::Month).await, expected(&month));
    assert!(found(Grouping::Payer).await.len() > 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_screen_shows_pages_of_rows_that_follow_each_other() {
    let firm = lived_in(5).await;
    let definition = Definition { range: Range::Relative(Relative::AllTime), ..super::definition("month-to-date") };
    let page = async |number| {
        screen::screen(&firm.app, question(&firm.app, &definition), T::new(Locale::FrCa), number).await.unwrap()
    };
    let (first, second, beyond) = (page(1).await, page(2).await, page(9_999).await);
    let ids = |screen: &screen::Screen| screen.rows.iter().map(|row| row.payment.unwrap()).collect::<Vec<_>>();
    assert_eq!((first.rows.len(), second.first), (screen::PER_PAGE, screen::PER_PAGE));
    assert!(ids(&first).last() < ids(&second).first() && first.paged == usize::try_from(first.count).unwrap());
    assert!(!beyond.rows.is_empty(), "a page past the last one is the last one");
    assert_eq!(page(0).await.first, 0);
}
