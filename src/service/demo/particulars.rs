//! What the demonstration's firm knows of its payers beyond their names: telephone numbers, addresses, contacts; and, at the
//! end, what a firm should tidy up: a payer recorded twice, several cards of one, one out of the way.

use crate::{
    domain::{
        card::{Expiry, PaymentMethod},
        ids::MerchantAccountId,
        journal::{Actor, Fact, Subject},
        keeping::{Agreed, Agreement},
        payer::{Address, Contact, CustomField, Payer},
        time::Timestamp,
    },
    gateway::{
        SavedMethod,
        sandbox::history::{HistoricCard, HistoricMethod},
    },
    i18n::dates,
    store::{payers, table::Writer},
};

use super::{
    DemoError, DemoOptions, Portal,
    dice::Dice,
    firm::{BILLING, OPERATING, TIME_ZONE},
    people::Person,
};

const STREETS: &[&str] = &[
    "Beacon Street",
    "Boylston Street",
    "Commonwealth Avenue",
    "Tremont Street",
    "Massachusetts Avenue",
    "Centre Street",
    "Harvard Street",
    "Washington Street",
];

/// City, state and postal code.
const PLACES: &[(&str, &str, &str)] = &[
    ("Boston", "MA", "02108"),
    ("Boston", "MA", "02215"),
    ("Cambridge", "MA", "02139"),
    ("Brookline", "MA", "02446"),
    ("Newton", "MA", "02458"),
    ("Quincy", "MA", "02169"),
    ("Providence", "RI", "02903"),
    ("Manchester", "NH", "03101"),
];

const ROLES: &[&str] = &["Controller", "Accounts payable", "Office manager", "Owner", "General counsel"];

/// A payer's record with what is known of them. It follows from the number alone, with dice of its own, so that the story
/// stays the same.
pub(super) fn known(payer: Payer, person: &Person, (seed, number): (u64, u64)) -> Payer {
    let dice = Dice::new(seed ^ 0x5eed ^ (number + 1).wrapping_mul(0x2545_f491_4f6c_dd1d));
    let phone = || {
        let area = dice.pick(&["617", "857", "781", "508"]);
        format!("({area}) 555-{:04}", 100 + dice.below(100))
    };
    let (city, region, postal_code) = PLACES[usize::try_from(dice.below(8)).unwrap_or(0)];
    let address = Address {
        street: format!("{} {}", dice.between(2, 1_400), dice.pick(STREETS)),
        city: city.to_owned(),
        region: region.to_owned(),
        postal_code: postal_code.to_owned(),
        country: String::new(),
    };
    let contact = Contact {
        name: person.holder.clone(),
        role: dice.pick(ROLES).to_owned(),
        email: String::new(),
        phone: phone(),
    };
    Payer {
        phones: if dice.chance(850) { vec![phone()] } else { Vec::new() },
        address: if dice.chance(900) { address } else { Address::default() },
        contacts: if person.company { vec![contact] } else { Vec::new() },
        ..payer
    }
}

/// The payer whom most of what is tidied up is about.
const TIDIED: &str = "Mercer Holdings Ltd.";

/// Adds what a firm should tidy up, unless the story was too short for anybody to be known.
pub(super) async fn finish(portal: Portal<'_>, options: &DemoOptions) -> Result<(), DemoError> {
    let known = payers::payers_named(&portal.store.read()?, TIDIED)?.into_iter().next();
    let Some(known) = known else { return Ok(()) };
    let dice = Dice::new(options.seed ^ 0xca4d);
    let today = dates::day_of(options.now, TIME_ZONE);
    let (year, month) = (today.year().unsigned_abs(), today.month().unsigned_abs());
    let expiries = [Expiry::new(month, year), Expiry::new(8, year + 2)];
    let cards = [("5555555555554444", "Site office"), ("378282246310005", "")];
    let wanted: Vec<(HistoricMethod, &'static str)> = cards
        .into_iter()
        .zip(expiries.into_iter().flatten())
        .map(|((number, nickname), expiry)| {
            let card = HistoricCard { number, expiry, holder: "Julia Mercer".to_owned() };
            (HistoricMethod { key: dice.key(), instrument: card.into() }, nickname)
        })
        .collect();
    let historic: Vec<HistoricMethod> = wanted.iter().map(|(method, _)| method.clone()).collect();
    let saved = portal.sandbox.load_methods(&historic)?;
    let saved: Vec<(SavedMethod, &'static str)> =
        saved.into_iter().zip(wanted).map(|(saved, (_, nickname))| (saved, nickname)).collect();
    let now = options.now;
    portal.store.write(move |writer| tidied_up(writer, known.id, &saved, now)).await?;
    Ok(())
}

fn tidied_up(
    writer: &mut Writer<'_>,
    id: crate::domain::ids::PayerId,
    saved: &[(SavedMethod, &'static str)],
    now: Timestamp,
) -> Result<(), DemoError> {
    let payer = payers::payer(writer, id)?.ok_or(DemoError::Defect("a payer who was known"))?;
    let by = Actor::User(BILLING);
    let mut default = payer.default_method;
    for (saved, nickname) in saved {
        let method = PaymentMethod {
            id: writer.next_payment_method()?,
            nickname: (*nickname).to_owned(),
            billing_address: payer.address.clone(),
            ..method_of(saved, &payer, OPERATING, now)
        };
        default = default.or(Some(method.id));
        writer.put_payment_method(&method)?;
        writer.record(now, by, Subject::Payer(id), Fact::PaymentMethodSaved { method: method.id })?;
    }
    let custom = vec![CustomField { label: "Responsible attorney".to_owned(), text: "A. Finch".to_owned() }];
    let notes = "Pays within the week. Statements go to Julia Mercer.".to_owned();
    let fields = vec!["custom".to_owned(), "notes".to_owned()];
    writer.put_payer(&Payer { default_method: default, custom, notes, version: payer.version + 1, ..payer.clone() })?;
    writer.record(now, by, Subject::Payer(id), Fact::PayerChanged { fields })?;
    let twin = Payer {
        emails: vec!["julia.mercer@mercerholdings.example".to_owned()],
        phones: vec!["617 555 0148".to_owned()],
        ..Payer::new(writer.next_payer()?, "MERCER HOLDINGS LTD.".to_owned(), payer.language, now)
    };
    add(writer, &twin, now)?;
    if let Some(other) = payers::payers_with_email(writer, "elodie.tremblay@courriel.example")?.into_iter().next() {
        let twin = Payer {
            emails: other.emails.clone(),
            ..Payer::new(writer.next_payer()?, "Elodie Tremblay".to_owned(), other.language, now)
        };
        add(writer, &twin, now)?;
    }
    let closed = Payer::new(writer.next_payer()?, "Harbor Street Realty (closed)".to_owned(), payer.language, now);
    add(writer, &closed, now)?;
    writer.put_payer(&Payer { archived_at: Some(now), version: 1, ..closed.clone() })?;
    Ok(writer.record(now, by, Subject::Payer(closed.id), Fact::PayerArchived)?)
}

fn add(writer: &mut Writer<'_>, payer: &Payer, now: Timestamp) -> Result<(), DemoError> {
    writer.put_payer(payer)?;
    Ok(writer.record(now, Actor::User(BILLING), Subject::Payer(payer.id), Fact::PayerAdded)?)
}

fn method_of(saved: &SavedMethod, payer: &Payer, account: MerchantAccountId, now: Timestamp) -> PaymentMethod {
    PaymentMethod {
        id: crate::domain::ids::PaymentMethodId::new(0),
        payer: payer.id,
        merchant_account: account,
        token: saved.token.clone(),
        instrument: saved.instrument.clone(),
        holder: saved.holder.clone(),
        fingerprint: saved.fingerprint.clone(),
        created_at: now,
        stopped: None,
        nickname: String::new(),
        billing_address: Address::default(),
        disabled: None,
        reminded: Vec::new(),
        agreed: Some(Agreement { at: now, how: Agreed::Recorded(Actor::User(BILLING)) }),
        only_typed: false,
    }
}
