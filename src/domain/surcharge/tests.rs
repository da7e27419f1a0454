//! The rules, each by what it forbids.

use super::*;
use crate::domain::{
    card::{Expiry, LastFour},
    merchant_account::Processor,
    money::Currency,
};

const TODAY: Day = Day::new(2026, 11, 22);

fn account(id: u64, kind: AccountKind) -> MerchantAccount {
    MerchantAccount {
        id: MerchantAccountId::new(id),
        name: "Operating".into(),
        kind,
        currency: Currency::USD,
        last_four: LastFour::parse("3302").unwrap(),
        statement_name: "HARLOW FINCH LLP".into(),
        processor: Processor::Sandbox,
        used: true,
        active: true,
    }
}

fn card(brand: CardBrand, funding: Funding) -> Instrument {
    let last_four = LastFour::parse("4242").unwrap();
    Instrument::Card { brand, last_four, expiry: Expiry::new(12, 2030).unwrap(), funding }
}

fn settings(rate: u16, notified_on: Day) -> Settings {
    let of = |account| AccountRate {
        account: MerchantAccountId::new(account),
        on: true,
        rate: BasisPoints(rate),
        cost: BasisPoints(290),
    };
    let attestation = Attestation {
        by: UserId::new(1),
        name: "Ada Vance".into(),
        at: Timestamp::from_ms(0),
        notified_on,
        words: "I attest".into(),
    };
    Settings { accounts: vec![of(1), of(2)], attestation: Some(attestation), ..Settings::shipped() }
}

fn fee(settings: &Settings, kind: AccountKind, instrument: &Instrument, region: &str) -> Result<i64, NoFee> {
    let account = account(1, kind);
    let region = Region::from_code(region);
    let charged =
        Charged { account: &account, instrument, region, amount: Money::new(100_050, Currency::USD), today: TODAY };
    settings.fee(&charged).map(|fee| fee.money.minor())
}

#[test]
fn only_a_card_that_is_certainly_a_credit_card_is_surcharged() {
    let settings = settings(250, Day::new(2026, 1, 5));
    for (funding, expected) in [
        (Funding::Debit, Err(NoFee::NotCredit)),
        (Funding::Prepaid, Err(NoFee::NotCredit)),
        (Funding::Unknown, Err(NoFee::NotCredit)),
        (Funding::Credit, Ok(2_501)),
    ] {
        for brand in CardBrand::ALL {
            let found = fee(&settings, AccountKind::Operating, &card(brand, funding), "US-NH");
            assert_eq!(found, expected, "{brand:?} {funding:?}");
        }
    }
    let bank = Instrument::bank_account(LastFour::parse("6789").unwrap());
    assert_eq!(fee(&settings, AccountKind::Operating, &bank, "US-NH"), Err(NoFee::NotCredit));
}

#[test]
fn trust_money_is_never_surcharged_whatever_was_set() {
    let credit = card(CardBrand::Visa, Funding::Credit);
    let found = fee(&settings(250, Day::new(2026, 1, 5)), AccountKind::Trust, &credit, "US-NH");
    assert_eq!(found, Err(NoFee::Trust));
}

#[test]
fn the_rule_of_the_payers_state_holds_and_without_a_state_nothing_is_added() {
    let (settings, credit) = (settings(250, Day::new(2026, 1, 5)), card(CardBrand::Visa, Funding::Credit));
    let prohibited = |code| Err(NoFee::Prohibited(Region::from_code(code).unwrap()));
    for (region, expected) in [
        ("", Err(NoFee::NoRegion)),
        ("FR-75", Err(NoFee::NoRegion)),
        ("US-MA", prohibited("US-MA")),
        ("CA-QC", prohibited("CA-QC")),
        ("US-CA", prohibited("US-CA")),
        ("US-CO", Ok(2_001)),
        ("CA-ON", Ok(2_401)),
        ("US-NY", Ok(2_501)),
    ] {
        assert_eq!(fee(&settings, AccountKind::Operating, &credit, region), expected, "{region}");
    }
    let bare = Settings { rules: Vec::new(), ..settings };
    assert_eq!(fee(&bare, AccountKind::Operating, &credit, "US-NH"), prohibited("US-NH"), "no rule is no leave");
}

#[test]
fn nothing_is_added_before_the_networks_have_known_for_thirty_days() {
    let credit = card(CardBrand::Visa, Funding::Credit);
    let on = |day| fee(&settings(250, day), AccountKind::Operating, &credit, "US-NH");
    assert_eq!(on(Day::new(2026, 10, 24)), Err(NoFee::Off), "29 days ago");
    assert_eq!(on(Day::new(2026, 10, 23)), Ok(2_501), "30 days ago");
    let unattested = Settings { attestation: None, ..settings(250, TODAY) };
    assert_eq!(fee(&unattested, AccountKind::Operating, &credit, "US-NH"), Err(NoFee::Off));
    assert_eq!(fee(&Settings::shipped(), AccountKind::Operating, &credit, "US-NH"), Err(NoFee::Off));
}

#[test]
fn a_fee_is_never_above_its_rate_not_by_a_part_of_a_cent() {
    let credit = card(CardBrand::Visa, Funding::Credit);
    let account = account(1, AccountKind::Operating);
    let of = |minor| {
        let region = Region::from_code("US-NH");
        let amount = Money::new(minor, Currency::USD);
        let charged = Charged { account: &account, instrument: &credit, region, amount, today: TODAY };
        settings(250, Day::new(2026, 1, 5)).fee(&charged).map(|fee| fee.money.minor())
    };
    assert_eq!((of(39), of(40), of(79), of(80)), (Err(NoFee::TooSmall), Ok(1), Ok(1), Ok(2)));
}

#[test]
fn settings_that_break_a_rule_are_told_apart() {
    let accounts = [account(1, AccountKind::Operating), account(2, AccountKind::Trust)];
    let id = MerchantAccountId::new;
    let faults = |rate, cost, notified_on, on| {
        let mut settings = settings(rate, notified_on);
        settings.accounts.truncate(1);
        settings.accounts[0].cost = BasisPoints(cost);
        settings.accounts[0].on = on;
        settings.faults(&accounts, TODAY)
    };
    assert_eq!(faults(250, 290, TODAY, true), []);
    assert_eq!(faults(0, 290, TODAY, true), [Fault::NoRate(id(1))]);
    assert_eq!(faults(301, 400, TODAY, true), [Fault::AboveNetworks(id(1))], "Visa's cap is everybody's");
    assert_eq!(faults(300, 299, TODAY, true), [Fault::AboveCost(id(1))]);
    assert_eq!(faults(250, 290, Day::new(2026, 11, 23), true), [Fault::NoticeToCome]);
    assert_eq!(faults(9_999, 0, TODAY, false), [], "what is off may be anything");
    assert_eq!(settings(250, TODAY).faults(&accounts, TODAY), [Fault::Trust(id(2))]);
    let unattested = Settings { attestation: None, ..settings(250, TODAY) };
    assert_eq!(unattested.faults(&accounts[..1], TODAY), [Fault::Trust(id(2)), Fault::NotAttested]);
    let region = Region::from_code("US-CO").unwrap();
    let capped = |cap| {
        let rules = vec![(region, Rule::CappedAt(BasisPoints(cap)))];
        Settings { rules, ..Settings::shipped() }.faults(&accounts, TODAY)
    };
    assert_eq!(
        (capped(301), capped(0), capped(300)),
        (vec![Fault::RegionCap(region)], vec![Fault::RegionCap(region)], vec![])
    );
}

#[test]
fn what_ships_adds_nothing_and_has_a_rule_for_every_region() {
    let settings = Settings::shipped();
    assert_eq!(settings.rules.len(), Region::all().count());
    assert_eq!((settings.faults(&[], TODAY), settings.version), (vec![], 0));
    let strict: Vec<&str> =
        Region::all().filter(|region| shipped(*region) == Rule::Prohibited).map(Region::code).collect();
    assert_eq!(strict, ["US-CA", "US-CT", "US-MA", "US-ME", "US-OK", "US-PR", "CA-QC"]);
}
