//! The stored bytes of what is set about machines that try cards.

use clientpay::domain::{
    bot_defence::{BotDefence, Breaker, Company},
    journal::Fact,
    time::Timestamp,
};

use super::golden::check;

#[test]
fn what_is_set_about_machines_is_stored_as_it_always_was() {
    let breaker = Breaker { declines: 30, within_min: 10, lasts_min: 45 };
    let changed_at = Timestamp::from_ms(1_795_000_000_000);
    let settings = BotDefence { version: 2, company: Some(Company::WhereChosen), breaker, changed_at };
    check("bot_defence", &settings);
    check("bot_defence_bare", &BotDefence { company: None, ..settings });
    check("bot_defence_companies", &Company::ALL.to_vec());
    check("fact_bot_defence_set", &Fact::BotDefenceSet { version: 2 });
}
