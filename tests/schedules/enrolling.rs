//! General schedules: each payer who was reviewed gets one schedule, whatever is pressed twice, changed or interrupted.

use clientpay::{
    domain::{
        card::{Disabled, DisabledReason, PaymentMethod},
        ids::{OperationKey, PayerId, PaymentMethodId, ScheduleGroupId},
        locale::Language,
        payer::Payer,
        schedule::{
            Mail, References, Schedule, State,
            group::{Chosen, CommonTerms, ScheduleGroup, Stage, Unfit},
            plan::Plan,
            retry::RetryPolicy,
        },
        time::Day,
    },
    service::{
        Authority,
        payers::editing::{self, Place},
        schedules::{
            ScheduleError,
            enrolling::{self, Choice, EnrolError, Wanted},
            looking,
            reviewing::{self, Outlook, Warning},
        },
    },
    store::{StoreError, engine::faulty::Fault, payment_methods, schedules as stored},
};

use super::{SETTLES, monthly, save, save_account, usd};
use crate::support::{APPROVED, TestFirm, script, serving};

struct Firm {
    firm: TestFirm,
    payers: Vec<(PayerId, PaymentMethodId)>,
}

impl Firm {
    /// A firm with so many payers, each with a card for the operating account.
    async fn with(count: usize) -> Self {
        let firm = TestFirm::new().await;
        let mut payers = Vec::new();
        for number in 0..count {
            let payer = put_payer(&firm, &format!("Payer {number:03}")).await;
            payers.push((payer, save(&firm, payer, firm.operating, APPROVED).await));
        }
        Self { firm, payers }
    }

    fn by(&self) -> Authority<'_> {
        Authority::Staff(&self.firm.billing)
    }

    fn wanted(&self) -> Wanted {
        let terms = CommonTerms {
            account: self.firm.operating,
            plan: Plan::Installments { each: usd(10_000), count: 12 },
            recurrence: monthly(Day::new(2026, 11, 23)),
            retry: RetryPolicy::default(),
            mail: Mail::default(),
            references: References::default(),
        };
        Wanted { name: "Annual retainer".into(), terms }
    }

    async fn begun(&self) -> ScheduleGroup {
        let key = self.firm.app.ids.operation_key();
        enrolling::create(&self.firm.app, self.by(), key, self.wanted()).await.unwrap()
    }

    /// A general schedule with every payer chosen.
    async fn chosen(&self) -> ScheduleGroup {
        let group = self.begun().await;
        let all = self.payers.iter().map(|(payer, method)| take(*payer, *method)).collect();
        enrolling::choose(&self.firm.app, self.by(), group.id, all).await.unwrap()
    }

    async fn confirm(&self, group: &ScheduleGroup, left_out: &[PayerId]) -> Result<ScheduleGroup, EnrolError> {
        let shown = (group.id, group.version);
        enrolling::confirm(&self.firm.app, self.by(), shown, left_out.to_vec()).await
    }

    fn made(&self, group: ScheduleGroupId) -> Vec<Schedule> {
        stored::of_group(&self.firm.read(), group).unwrap().map(Result::unwrap).collect()
    }

    async fn archive(&self, payer: PayerId) {
        editing::file(&self.firm.app, self.by(), payer, Place::Archived).await.unwrap();
    }

    fn nothing_is_wrong(&self) {
        assert_eq!(self.firm.violations(), Vec::<String>::new());
    }
}

const fn take(payer: PayerId, method: PaymentMethodId) -> Choice {
    Choice::Take(Chosen { payer, method, amount: None })
}

async fn put_payer(firm: &TestFirm, name: &str) -> PayerId {
    let (name, now) = (name.to_owned(), firm.app.now());
    let written = firm.app.store.write(move |writer| -> Result<_, StoreError> {
        let id = writer.next_payer()?;
        writer.put_payer(&Payer::new(id, name.clone(), Language::En, now))?;
        Ok(id)
    });
    written.await.unwrap()
}

async fn remove_card(firm: &TestFirm, method: PaymentMethodId) {
    let known = payment_methods::payment_method(&firm.read(), method).unwrap().unwrap();
    let at = firm.app.now();
    let removed = PaymentMethod { disabled: Some(Disabled { reason: DisabledReason::Removed, at }), ..known };
    firm.app.store.write(move |writer| writer.put_payment_method(&removed)).await.unwrap();
}

#[tokio::test]
async fn terms_that_nobody_could_follow_begin_nothing() {
    let f = Firm::with(0).await;
    let key = || f.firm.app.ids.operation_key();
    let refused = enrolling::create(&f.firm.app, f.firm.staff(), key(), f.wanted()).await;
    assert!(matches!(refused, Err(EnrolError::Schedule(ScheduleError::NotAllowed(_)))));
    let terms = f.wanted().terms;
    for (wanted, expected) in [
        (Wanted { name: " ".into(), ..f.wanted() }, "name"),
        (with(CommonTerms { plan: Plan::Perpetual { each: usd(0) }, ..terms.clone() }), "positive"),
        (with(CommonTerms { plan: Plan::Perpetual { each: usd(9_999_999_999_999) }, ..terms.clone() }), "account"),
        (with(CommonTerms { recurrence: monthly(Day::new(2026, 11, 21)), ..terms.clone() }), "passed"),
        (with(CommonTerms { account: clientpay::domain::ids::MerchantAccountId::new(9), ..terms }), "method"),
    ] {
        let refused = enrolling::create(&f.firm.app, f.by(), key(), wanted).await.unwrap_err();
        assert!(refused.to_string().contains(expected), "{refused}");
    }
    assert!(reviewing::groups(&f.firm.app, 10).unwrap().is_empty());
}

fn with(terms: CommonTerms) -> Wanted {
    Wanted { name: "Annual retainer".into(), terms }
}

#[tokio::test]
async fn every_payer_who_was_reviewed_gets_a_schedule_of_their_own_that_knows_its_group() {
    let f = Firm::with(60).await;
    let group = f.chosen().await;
    let own = Choice::Take(Chosen { payer: f.payers[1].0, method: f.payers[1].1, amount: Some(usd(25_000)) });
    let group =
        enrolling::choose(&f.firm.app, f.by(), group.id, vec![own, Choice::Leave(f.payers[2].0)]).await.unwrap();
    let done = f.confirm(&group, &[]).await.unwrap();
    assert_eq!((done.stage, done.made, done.refused), (Stage::Done, 59, Vec::new()));
    let made = f.made(group.id);
    assert!(made.iter().all(|one| one.state == State::Active && one.name == "Annual retainer"));
    assert!(made.iter().all(|one| one.next_day == Some(Day::new(2026, 11, 23)) && one.payer != f.payers[2].0));
    let amounts = |one: &Schedule| one.latest().unwrap().plan.each_or_total().minor();
    assert_eq!((amounts(&made[0]), amounts(&made[1])), (10_000, 25_000));
    let filter = looking::Filter { group: Some(group.id), ..looking::Filter::default() };
    let (first, more) = looking::list(&f.firm.app, &filter, 0).unwrap();
    let (second, _) = looking::list(&f.firm.app, &filter, 1).unwrap();
    assert_eq!((first.len(), more, second.len()), (50, true, 9));
    let other = looking::Filter { group: Some(ScheduleGroupId::new(7)), ..looking::Filter::default() };
    assert!(looking::list(&f.firm.app, &other, 0).unwrap().0.is_empty());
    f.nothing_is_wrong();
}

#[tokio::test]
async fn begun_or_confirmed_twice_it_is_one_general_schedule() {
    let f = Firm::with(3).await;
    let key: OperationKey = f.firm.app.ids.operation_key();
    let first = enrolling::create(&f.firm.app, f.by(), key.clone(), f.wanted()).await.unwrap();
    let second = enrolling::create(&f.firm.app, f.by(), key, f.wanted()).await.unwrap();
    assert_eq!(first, second);
    let group = f.chosen().await;
    let (one, other) = tokio::join!(f.confirm(&group, &[]), f.confirm(&group, &[]));
    assert_eq!((one.unwrap().made, other.unwrap().made), (3, 3));
    assert_eq!((f.confirm(&group, &[]).await.unwrap().made, f.made(group.id).len()), (3, 3));
    f.nothing_is_wrong();
}

#[tokio::test]
async fn wherever_it_is_killed_every_payer_gets_one_schedule() {
    for survived in 0..4 {
        let mut f = Firm::with(60).await;
        let group = f.chosen().await;
        let mut lines = vec![Fault::Pass; survived];
        lines.push(if survived % 2 == 0 { Fault::CommitLost } else { Fault::CommitKept });
        script(&f.firm.faults, &lines);
        let broken = f.confirm(&group, &[]).await;
        assert!(matches!(broken, Err(EnrolError::Schedule(ScheduleError::Unavailable))), "{survived}");
        serving(&f.firm.app.store).await;
        f.firm.restart();
        enrolling::resume(&f.firm.app).await.unwrap();
        let done = f.confirm(&group, &[]).await.unwrap();
        assert_eq!((done.made, f.made(group.id).len()), (60, 60), "{survived}");
        f.nothing_is_wrong();
    }
}

#[tokio::test]
async fn who_cannot_be_charged_is_said_in_the_review_and_gets_nothing() {
    let f = Firm::with(5).await;
    let group = f.chosen().await;
    let [(archived, _), (removed, card), (bank, _), (trusted, _), (good, _)] = f.payers[..] else { panic!() };
    f.archive(archived).await;
    remove_card(&f.firm, card).await;
    let account = save_account(&f.firm, bank, SETTLES).await;
    let of_trust = save(&f.firm, trusted, f.firm.trust, APPROVED).await;
    let group = enrolling::choose(&f.firm.app, f.by(), group.id, vec![take(bank, account), take(trusted, of_trust)])
        .await
        .unwrap();
    let details = reviewing::details(&f.firm.app, group.id).unwrap().unwrap();
    let members = reviewing::members(&f.firm.app, &details, (0, 10)).unwrap();
    let unfit: Vec<_> = members.iter().map(|member| member.fit.as_ref().err().copied()).collect();
    let no_method = Some(Unfit::NoMethod);
    assert_eq!(unfit, [Some(Unfit::NotInUse), no_method, no_method, no_method, None]);
    let done = f.confirm(&group, &[archived, removed, bank, trusted]).await.unwrap();
    assert_eq!((done.made, done.refused.len()), (1, 4));
    assert_eq!(f.made(group.id)[0].payer, good);
    let told = reviewing::details(&f.firm.app, group.id).unwrap().unwrap().refused;
    assert_eq!(told[0], (clientpay::store::payers::payer(&f.firm.read(), archived).unwrap().unwrap(), Unfit::NotInUse));
    f.nothing_is_wrong();
}

#[tokio::test]
async fn what_changed_since_the_review_is_told_before_anything_is_made() {
    let f = Firm::with(3).await;
    let group = f.chosen().await;
    f.archive(f.payers[0].0).await;
    assert!(matches!(f.confirm(&group, &[]).await, Err(EnrolError::Changed)));
    remove_card(&f.firm, f.payers[1].1).await;
    assert!(matches!(f.confirm(&group, &[f.payers[0].0]).await, Err(EnrolError::Changed)));
    assert!(matches!(f.confirm(&group, &[f.payers[0].0, f.payers[2].0]).await, Err(EnrolError::Changed)));
    let own = Choice::Take(Chosen { payer: f.payers[2].0, method: f.payers[2].1, amount: Some(usd(5)) });
    let newer = enrolling::choose(&f.firm.app, f.by(), group.id, vec![own]).await.unwrap();
    let out = [f.payers[0].0, f.payers[1].0];
    assert!(matches!(f.confirm(&group, &out).await, Err(EnrolError::Schedule(ScheduleError::Stale))));
    assert!(f.made(group.id).is_empty());
    assert_eq!(f.confirm(&newer, &out).await.unwrap().made, 1);
    f.nothing_is_wrong();
}

#[tokio::test]
async fn whoever_falls_out_while_schedules_are_made_is_told_by_name() {
    let mut f = Firm::with(30).await;
    let group = f.chosen().await;
    // Confirmed, and the first 25 made; then the process ends.
    script(&f.firm.faults, &[Fault::Pass, Fault::Pass, Fault::CommitLost]);
    assert!(f.confirm(&group, &[]).await.is_err());
    serving(&f.firm.app.store).await;
    f.firm.restart();
    f.archive(f.payers[29].0).await;
    assert_eq!(enrolling::resume(&f.firm.app).await.unwrap(), 1);
    let details = reviewing::details(&f.firm.app, group.id).unwrap().unwrap();
    assert_eq!((details.group.stage, details.group.made), (Stage::Done, 29));
    let told: Vec<_> = details.refused.iter().map(|(payer, why)| (payer.name.as_str(), *why)).collect();
    assert_eq!(told, [("Payer 029", Unfit::NotInUse)]);
    f.nothing_is_wrong();
}

#[tokio::test]
async fn nobody_or_too_many_are_not_enrolled_and_what_is_given_up_stays_given_up() {
    let f = Firm::with(1).await;
    let group = f.begun().await;
    assert!(matches!(f.confirm(&group, &[]).await, Err(EnrolError::NoOne)));
    let (payer, method) = f.payers[0];
    let stranger = vec![take(PayerId::new(99), method)];
    let refused = enrolling::choose(&f.firm.app, f.by(), group.id, stranger).await;
    assert!(matches!(refused, Err(EnrolError::Schedule(ScheduleError::NotFound))));
    let mut many = Vec::new();
    for number in 0..=ScheduleGroup::MOST {
        many.push(take(put_payer(&f.firm, &format!("P {number}")).await, method));
    }
    assert!(matches!(enrolling::choose(&f.firm.app, f.by(), group.id, many).await, Err(EnrolError::TooMany)));
    for _ in 0..2 {
        enrolling::discard(&f.firm.app, f.by(), group.id).await.unwrap();
    }
    let after = enrolling::choose(&f.firm.app, f.by(), group.id, vec![take(payer, method)]).await;
    assert!(matches!(after, Err(EnrolError::Schedule(ScheduleError::NotNow))));
    assert!(matches!(f.confirm(&group, &[]).await, Err(EnrolError::Schedule(ScheduleError::NotNow))));
    f.nothing_is_wrong();
}

#[tokio::test]
async fn the_review_says_what_each_pays_and_what_to_look_at() {
    let f = Firm::with(2).await;
    let mail = Mail { remind_days: Some(2), tell_failures: false };
    let plan = Plan::UntilTotal { each: usd(10_000), total: usd(25_000) };
    let terms = CommonTerms { plan, mail, ..f.wanted().terms };
    let group = f.chosen().await;
    assert_eq!(f.confirm(&group, &[]).await.unwrap().made, 2);
    let again = f.chosen().await;
    let shown = (again.id, again.version);
    enrolling::edit(&f.firm.app, f.by(), shown, with(terms.clone())).await.unwrap();
    let stale = enrolling::edit(&f.firm.app, f.by(), shown, with(terms.clone())).await;
    assert!(matches!(stale, Err(EnrolError::Schedule(ScheduleError::Stale))));
    let details = reviewing::details(&f.firm.app, again.id).unwrap().unwrap();
    let member = reviewing::members(&f.firm.app, &details, (0, 1)).unwrap().remove(0);
    assert_eq!(member.warnings, [Warning::SameName, Warning::NoAddress]);
    let outlook = Outlook::of(member.fit.as_ref().unwrap());
    assert_eq!(
        (outlook.count, outlook.total_minor, outlook.last),
        (Some(3), Some(25_000), Some(Day::new(2027, 1, 23)))
    );
    let many = Plan::Installments { each: usd(100), count: 120 };
    let shown = (again.id, details.group.version);
    enrolling::edit(&f.firm.app, f.by(), shown, with(CommonTerms { plan: many, ..terms })).await.unwrap();
    let details = reviewing::details(&f.firm.app, again.id).unwrap().unwrap();
    let member = reviewing::members(&f.firm.app, &details, (0, 1)).unwrap().remove(0);
    assert_eq!(member.warnings[0], Warning::Expires(2030, 12));
}
