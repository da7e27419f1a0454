//! Killed at moments drawn at random: in the middle of payments, and while it starts again.

use std::time::Duration;

use rand::{Rng as _, rngs::StdRng};

use super::{
    firm::Firm,
    portal::{Portal, demo_folder},
    tally::Tally,
};

/// So many kills share one session of the staff.
const SHIFT: u64 = 25;

pub async fn run(dice: &mut StdRng, kills: u64) -> Tally {
    let folder = demo_folder();
    let mut firm = Firm::open(folder.path()).await;
    for number in 1..=kills {
        if number.is_multiple_of(SHIFT) {
            firm.sign_in().await;
        }
        let mut working = firm.work();
        working.answered(dice.random_range(0..40)).await;
        tokio::time::sleep(Duration::from_micros(dice.random_range(0..20_000))).await;
        let work = firm.kill(working.ended()).await;
        if number.is_multiple_of(4) {
            // Once more while it opens the store or asks what became of the payments.
            Portal::serve_and_kill_after(folder.path(), Duration::from_micros(dice.random_range(1_000..300_000)));
            firm.tally.kills += 1;
        }
        firm.serve();
        firm.send_again(&work).await;
        firm.check(&format!("after kill {number}"));
    }
    firm.rest().await
}
