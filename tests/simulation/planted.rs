//! A simulation that finds nothing proves nothing: each defect of `clientpay::planted` must be found, or the one that
//! `CLIENTPAY_SIM_BUG` names.

use std::{
    collections::BTreeMap,
    process::ExitCode,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use clientpay::planted::{Bug, plant};

use crate::{in_parallel, life, world::Telling};

/// Worlds in which a defect must show itself.
const WITHIN: u64 = 1_000;
/// Worlds without a defect, to show that it is the defects that are found.
const SOUND: u64 = 20;

/// Plants each defect and lives through worlds until one goes wrong.
pub fn find_all(start: u64) -> ExitCode {
    let (found, worlds) = (Mutex::new(BTreeMap::new()), AtomicU64::new(0));
    let named = std::env::var("CLIENTPAY_SIM_BUG").ok();
    let mut bugs = Bug::ALL.to_vec();
    bugs.retain(|bug| named.as_ref().is_none_or(|named| format!("{bug:?}") == *named));
    assert!(!bugs.is_empty(), "no such defect: {named:?}");
    let began = Instant::now();
    in_parallel(0..bugs.len() as u64 + 1, |number| {
        let bug = usize::try_from(number).ok().and_then(|number| bugs.get(number).copied());
        plant(bug);
        let within = if bug.is_some() { WITHIN } else { SOUND };
        let first = (start..start + within).find_map(|seed| {
            worlds.fetch_add(1, Ordering::SeqCst);
            life::live(seed, Telling::Hash).violations.into_iter().next().map(|violation| (seed - start + 1, violation))
        });
        plant(None);
        found.lock().unwrap().insert(number, (bug, first));
        true
    });
    let found: Vec<_> = found.into_inner().unwrap().into_values().collect();
    let mut good = true;
    let mut needed = Vec::new();
    for (bug, first) in &found {
        match (bug, first) {
            (Some(bug), Some((worlds, violation))) => {
                println!("{:<20} found in world {worlds:>3}: {violation}", format!("{bug:?}"));
                needed.push(*worlds);
            }
            (None, None) => {}
            (Some(bug), None) => {
                good = false;
                println!("{:<20} NOT FOUND in {WITHIN} worlds", format!("{bug:?}"));
            }
            (None, Some((world, violation))) => {
                good = false;
                println!("nothing planted, and world {world} goes wrong: {violation}");
            }
        }
    }
    needed.sort_unstable();
    println!(
        "{} of {} planted defects found; median world {}, last {}; {} worlds in {:.1} s",
        needed.len(),
        bugs.len(),
        needed.get(needed.len() / 2).unwrap_or(&0),
        needed.last().unwrap_or(&0),
        worlds.into_inner(),
        began.elapsed().as_secs_f64(),
    );
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
