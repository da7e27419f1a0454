//! The form: text as typed to settings, or what is wrong with it.

use std::collections::BTreeMap;

use crate::{
    domain::{
        merchant_account::{AccountKind, MerchantAccount},
        region::Region,
        surcharge::{AccountRate, BasisPoints, Fault, Rule, Settings, most_allowed},
        time::Day,
    },
    i18n::{T, numbers, regions},
    service::surcharges::{Attested, Wanted, attestation_words},
    web::{forms::Fields, pay_form::Wrong, percent_field},
};

/// The form as typed, field by field.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    values: BTreeMap<String, String>,
}

/// How a rule is chosen.
pub(super) const RULES: [&str; 3] = ["allowed", "capped", "prohibited"];

impl Typed {
    /// The form as it was sent.
    pub(super) fn sent(fields: &Fields) -> Self {
        let value = |name: &str, line: &str| if name == "note" { fields.lines(name) } else { line.to_owned() };
        Self { values: fields.all().map(|(name, line)| (name.to_owned(), value(name, line))).collect() }
    }

    /// The form with what holds now. What was attested is not: whoever changes a rate attests anew.
    pub(super) fn of(settings: &Settings, accounts: &[MerchantAccount], t: T) -> Self {
        let mut typed = Self::default();
        let percent =
            |rate: BasisPoints| if rate.0 == 0 { String::new() } else { percent_field::write(rate.into(), t) };
        for account in accounts {
            if let Some(rate) = settings.accounts.iter().find(|rate| rate.account == account.id) {
                typed.set(format!("on-{}", account.id), if rate.on { "yes" } else { "" });
                typed.set(format!("rate-{}", account.id), percent(rate.rate));
                typed.set(format!("cost-{}", account.id), percent(rate.cost));
            }
        }
        for region in Region::all() {
            let (rule, cap) = match settings.rule(region) {
                Rule::Allowed => ("allowed", String::new()),
                Rule::Prohibited => ("prohibited", String::new()),
                Rule::CappedAt(cap) => ("capped", percent(cap)),
            };
            typed.set(format!("rule-{}", region.code()), rule);
            typed.set(format!("cap-{}", region.code()), cap);
        }
        typed.set("note".to_owned(), settings.note.clone());
        typed.set("seen".to_owned(), settings.version.to_string());
        typed
    }

    fn set(&mut self, name: String, value: impl Into<String>) {
        self.values.insert(name, value.into());
    }

    /// What a field holds; nothing where it is not there.
    pub(super) fn get(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }
}

/// Reads the form.
pub(super) fn read(typed: &Typed, accounts: &[MerchantAccount], t: T) -> Result<Wanted, Wrong> {
    let mut wrong = Wrong::default();
    let operating = accounts.iter().filter(|account| account.kind == AccountKind::Operating);
    let rates: Vec<AccountRate> = operating
        .map(|account| AccountRate {
            account: account.id,
            on: !typed.get(&format!("on-{}", account.id)).is_empty(),
            rate: rate(typed, &format!("rate-{}", account.id), t, &mut wrong),
            cost: rate(typed, &format!("cost-{}", account.id), t, &mut wrong),
        })
        .filter(|rate| rate.on || rate.rate.0 > 0 || rate.cost.0 > 0)
        .collect();
    let rules = Region::all().map(|region| (region, rule(typed, region, t, &mut wrong))).collect();
    let attested = attested(typed, t, &mut wrong);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(Wanted {
        seen: typed.get("seen").parse().unwrap_or(0),
        accounts: rates,
        rules,
        note: typed.get("note").to_owned(),
        attested,
    })
}

/// A percentage that is a whole number of basis points; nothing typed is none.
fn rate(typed: &Typed, name: &str, t: T, wrong: &mut Wrong) -> BasisPoints {
    let text = typed.get(name);
    if text.is_empty() {
        return BasisPoints(0);
    }
    let points =
        percent_field::read(text).filter(|rate| rate.0 % 100 == 0).and_then(|rate| u16::try_from(rate.0 / 100).ok());
    points.map_or_else(
        || {
            wrong.add(name, t.text("surcharges-error-rate"));
            BasisPoints(0)
        },
        BasisPoints,
    )
}

fn rule(typed: &Typed, region: Region, t: T, wrong: &mut Wrong) -> Rule {
    match typed.get(&format!("rule-{}", region.code())) {
        "allowed" => Rule::Allowed,
        "capped" => Rule::CappedAt(rate(typed, &format!("cap-{}", region.code()), t, wrong)),
        // What is not said is not allowed.
        _ => Rule::Prohibited,
    }
}

fn attested(typed: &Typed, t: T, wrong: &mut Wrong) -> Option<Attested> {
    if typed.get("attest").is_empty() {
        return None;
    }
    let day = typed.get("notified_on").parse::<jiff::civil::Date>().ok().map(crate::domain::report::range::day_of);
    if day.is_none() {
        wrong.add("notified_on", t.text("surcharges-error-day"));
    }
    day.map(|notified_on: Day| Attested { notified_on, words: attestation_words(t) })
}

/// What the form says about rules that were broken.
pub(super) fn complaints(faults: &[Fault], t: T) -> Wrong {
    let mut wrong = Wrong::default();
    let most = numbers::percent(most_allowed().into(), t.locale());
    for fault in faults {
        let (field, words) = match fault {
            Fault::Trust(id) => (format!("on-{id}"), t.text("surcharges-error-trust")),
            Fault::NoRate(id) => (format!("rate-{id}"), t.text("surcharges-error-no-rate")),
            Fault::AboveNetworks(id) => {
                (format!("rate-{id}"), t.with("surcharges-error-networks", [("most", most.clone())]))
            }
            Fault::AboveCost(id) => (format!("rate-{id}"), t.text("surcharges-error-cost")),
            Fault::NotAttested => ("attest".to_owned(), t.text("surcharges-error-attest")),
            Fault::NoticeToCome => ("notified_on".to_owned(), t.text("surcharges-error-to-come")),
            Fault::RegionCap(region) => {
                let args = [("most", most.clone()), ("region", regions::name(*region, t))];
                (format!("cap-{}", region.code()), t.with("surcharges-error-region", args))
            }
        };
        wrong.add(field, words);
    }
    wrong
}
