//! Every file of the corpora, given to the fuzz target that it belongs to. Whatever a fuzzer or a person once found
//! keeps being tried in each run of the tests, without a fuzzer.

use std::{collections::BTreeSet, fs, panic::catch_unwind, path::Path};

use crate::fuzzed::{TARGETS, run};

/// Gives every file of a target's corpus to it. What a broken promise says stands above the name of the file.
fn replay(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(name);
    let files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() >= 5, "{} has no corpus worth the name", folder.display());
    for file in files {
        let data = fs::read(&file).unwrap();
        assert!(catch_unwind(|| run(name, &data)).is_ok(), "{} breaks a promise", file.display());
    }
    run(name, b"");
}

macro_rules! replayed {
    ($($name:ident),+ $(,)?) => {
        const REPLAYED: &[&str] = &[$(stringify!($name)),+];

        $(#[test]
        fn $name() {
            replay(stringify!($name));
        })+
    };
}

replayed! {
backups, captcha_answers, card_numbers, cookies, forms, imports, journal, languages, logos, money, payment_pages, receipt_links, records, search, ways_back, webhooks,
}

#[test]
fn every_target_is_replayed_and_fuzzed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let names: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let replayed: BTreeSet<String> = REPLAYED.iter().map(|name| (*name).to_owned()).collect();
    let files = fs::read_dir(root.join("fuzz/fuzz_targets")).unwrap().map(|entry| entry.unwrap().path());
    let fuzzed: BTreeSet<String> = files.map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    assert_eq!((&replayed, &fuzzed), (&names, &names));
    let manifest = fs::read_to_string(root.join("fuzz/Cargo.toml")).unwrap();
    for name in names {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} has no [[bin]] in fuzz/Cargo.toml");
        let wrapper = fs::read_to_string(root.join(format!("fuzz/fuzz_targets/{name}.rs"))).unwrap();
        assert!(wrapper.contains(&format!("target!(\"{name}\")")), "{name} runs another target");
    }
}
