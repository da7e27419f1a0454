//! Two records of one payer become one, and apart again: what either gains and gives back.

use serde::{Deserialize, Serialize};

use crate::domain::{ids::PayerId, journal::Actor, time::Timestamp};

use super::{Payer, words::folded};

/// How a record was merged: kept as long as it is, so that it can be undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// The record that stands for it since.
    pub into: PayerId,
    /// That record as it was before.
    pub before: Box<Payer>,
    /// Who did it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// `survivor` with what `merged` knows beyond it. Where both say something, the survivor is believed. Whoever merges has
/// looked at both.
#[must_use]
pub fn combined(survivor: &Payer, merged: &Payer) -> Payer {
    let mut after = Payer { self_entered: false, ..survivor.clone() };
    add(&mut after.emails, &merged.emails, Payer::MAX_EMAILS, |text| folded(text));
    add(&mut after.phones, &merged.phones, Payer::MAX_PHONES, |text| folded(text));
    add(&mut after.contacts, &merged.contacts, Payer::MAX_CONTACTS, |contact| folded(&contact.name));
    add(&mut after.custom, &merged.custom, Payer::MAX_CUSTOM, |field| folded(&field.label));
    after.client_number = after.client_number.or_else(|| merged.client_number.clone());
    after.default_method = after.default_method.or(merged.default_method);
    if after.company.is_empty() {
        after.company.clone_from(&merged.company);
    }
    if after.address.is_empty() {
        after.address = merged.address.clone();
    }
    if !merged.notes.is_empty() && !after.notes.contains(&merged.notes) {
        let both =
            if after.notes.is_empty() { merged.notes.clone() } else { format!("{}\n\n{}", after.notes, merged.notes) };
        if both.chars().count() <= Payer::MAX_NOTES_CHARS {
            after.notes = both;
        }
    }
    after
}

/// `now` without what it gained from `merged`, when it was `before`. What was changed by hand since then stays.
#[must_use]
pub fn separated(now: &Payer, before: &Payer, merged: &Payer) -> Payer {
    let after = combined(before, merged);
    let mut apart = now.clone();
    take_back(&mut apart.emails, &before.emails, &after.emails);
    take_back(&mut apart.phones, &before.phones, &after.phones);
    take_back(&mut apart.contacts, &before.contacts, &after.contacts);
    take_back(&mut apart.custom, &before.custom, &after.custom);
    restore(&mut apart.client_number, &before.client_number, &after.client_number);
    restore(&mut apart.default_method, &before.default_method, &after.default_method);
    restore(&mut apart.company, &before.company, &after.company);
    restore(&mut apart.address, &before.address, &after.address);
    restore(&mut apart.notes, &before.notes, &after.notes);
    restore(&mut apart.self_entered, &before.self_entered, &after.self_entered);
    apart
}

fn add<T: Clone>(own: &mut Vec<T>, more: &[T], most: usize, key: impl Fn(&T) -> String) {
    for item in more {
        if own.len() < most && own.iter().all(|known| key(known) != key(item)) {
            own.push(item.clone());
        }
    }
}

fn take_back<T: PartialEq>(now: &mut Vec<T>, before: &[T], after: &[T]) {
    now.retain(|item| before.contains(item) || !after.contains(item));
}

fn restore<T: PartialEq + Clone>(now: &mut T, before: &T, after: &T) {
    if now == after {
        now.clone_from(before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        locale::Language,
        payer::{Address, Contact, CustomField},
    };

    fn payer(id: u64, name: &str) -> Payer {
        Payer::new(PayerId::new(id), name.into(), Language::En, Timestamp::from_ms(0))
    }

    fn full(id: u64) -> Payer {
        Payer {
            emails: vec!["ADA@client.example".into(), "books@client.example".into()],
            phones: vec!["617 555 0172".into()],
            client_number: Some("C-1".into()),
            company: "Vance Ltd.".into(),
            address: Address { city: "Albany".into(), ..Address::default() },
            contacts: vec![Contact { name: "Ana".into(), ..Contact::default() }],
            custom: vec![CustomField { label: "Court".into(), text: "3".into() }],
            notes: "Calls on Mondays".into(),
            ..payer(id, "Ada Vance")
        }
    }

    #[test]
    fn the_survivor_is_believed_and_learns_the_rest() {
        let survivor =
            Payer { emails: vec!["ada@client.example".into()], company: "Own".into(), ..payer(1, "A. Vance") };
        let after = combined(&survivor, &full(2));
        assert_eq!(after.emails, ["ada@client.example", "books@client.example"]);
        assert_eq!((after.name.as_str(), after.company.as_str()), ("A. Vance", "Own"));
        assert_eq!((after.client_number.as_deref(), after.notes.as_str()), (Some("C-1"), "Calls on Mondays"));
        assert_eq!(combined(&after, &full(2)), after, "twice is once");
    }

    #[test]
    fn what_was_merged_comes_apart_as_it_was() {
        for before in [payer(1, "A"), full(1)] {
            assert_eq!(separated(&combined(&before, &full(2)), &before, &full(2)), before);
        }
    }

    #[test]
    fn what_was_changed_since_stays() {
        let (before, merged) = (payer(1, "A"), full(2));
        let mut now = combined(&before, &merged);
        now.emails.push("new@client.example".into());
        now.company = "Changed".into();
        now.notes.push_str(", and Tuesdays");
        let apart = separated(&now, &before, &merged);
        assert_eq!(apart.emails, ["new@client.example"]);
        assert_eq!((apart.company.as_str(), apart.client_number), ("Changed", None));
        assert_eq!(apart.notes, "Calls on Mondays, and Tuesdays");
    }
}
