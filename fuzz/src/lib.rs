//! The fuzz targets of `clientpay`: what libFuzzer makes up goes to the same functions that replay the corpora in the
//! tests of the product. How to run them stands in `bin/fuzz`.

use std::{
    backtrace::Backtrace,
    panic::{self, catch_unwind},
    process,
    sync::{Mutex, PoisonError},
};

#[path = "../../tests/fuzzed/mod.rs"]
mod fuzzed;

/// What the last panic said, and where.
static LAST_PANIC: Mutex<String> = Mutex::new(String::new());

/// Makes the target with this name a program.
#[macro_export]
macro_rules! target {
    ($name:literal) => {
        libfuzzer_sys::fuzz_target!(init: $crate::note_panics(), |data: &[u8]| $crate::run($name, data));
    };
}

/// libFuzzer's own hook ends the program at every panic, also at one that the product catches: the database library
/// panics over damaged files, which are then refused.
pub fn note_panics() {
    panic::set_hook(Box::new(|info| {
        let text = format!("{info}\n{}", Backtrace::capture());
        *LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner) = text;
    }));
}

/// Runs a target, and ends the program when it breaks a promise.
pub fn run(name: &str, data: &[u8]) {
    if catch_unwind(|| fuzzed::run(name, data)).is_err() {
        eprintln!("{}", LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner));
        process::abort();
    }
}
