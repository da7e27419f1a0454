//! A file of payers: what its columns mean, guessed from their headings in three languages, and a record for each row.

use crate::{
    domain::{
        import::{Duplicates, Import, ImportRow, RowFault, Target},
        journal::Actor,
        locale::Language,
        mailbox::addresses,
        payer::{Contact, CustomField, Payer, words::folded},
        time::Timestamp,
    },
    service::payers::editing::{self, PayerFacts},
    store::{StoreError, table::Writer},
};

use super::known;

/// Headings of files of payers alone, as [`super::headings`] has those of all.
pub(super) const HEADINGS: &[(&str, Target)] = &[
    ("last name", Target::Name),
    ("surname", Target::Name),
    ("nom de famille", Target::Name),
    ("apellido", Target::Name),
    ("apellidos", Target::Name),
    ("first name", Target::GivenName),
    ("given name", Target::GivenName),
    ("prenom", Target::GivenName),
    ("nombre de pila", Target::GivenName),
    ("company", Target::Company),
    ("company name", Target::Company),
    ("organization", Target::Company),
    ("business", Target::Company),
    ("societe", Target::Company),
    ("entreprise", Target::Company),
    ("compagnie", Target::Company),
    ("empresa", Target::Company),
    ("compania", Target::Company),
    ("account number", Target::ClientNumber),
    ("phone", Target::Phones),
    ("phones", Target::Phones),
    ("phone number", Target::Phones),
    ("telephone", Target::Phones),
    ("mobile", Target::Phones),
    ("cell", Target::Phones),
    ("portable", Target::Phones),
    ("cellulaire", Target::Phones),
    ("telefono", Target::Phones),
    ("telefonos", Target::Phones),
    ("celular", Target::Phones),
    ("movil", Target::Phones),
    ("address", Target::Street),
    ("street", Target::Street),
    ("street address", Target::Street),
    ("address 1", Target::Street),
    ("address line 1", Target::Street),
    ("adresse", Target::Street),
    ("rue", Target::Street),
    ("direccion", Target::Street),
    ("calle", Target::Street),
    ("domicilio", Target::Street),
    ("city", Target::City),
    ("town", Target::City),
    ("ville", Target::City),
    ("ciudad", Target::City),
    ("state", Target::Region),
    ("province", Target::Region),
    ("region", Target::Region),
    ("etat", Target::Region),
    ("estado", Target::Region),
    ("provincia", Target::Region),
    ("zip", Target::PostalCode),
    ("zip code", Target::PostalCode),
    ("postal code", Target::PostalCode),
    ("postcode", Target::PostalCode),
    ("code postal", Target::PostalCode),
    ("codigo postal", Target::PostalCode),
    ("cp", Target::PostalCode),
    ("country", Target::Country),
    ("pays", Target::Country),
    ("pais", Target::Country),
    ("contact", Target::Contact),
    ("contact name", Target::Contact),
    ("personne ressource", Target::Contact),
    ("contacto", Target::Contact),
    ("note", Target::Notes),
    ("notes", Target::Notes),
    ("comments", Target::Notes),
    ("remarques", Target::Notes),
    ("commentaires", Target::Notes),
    ("nota", Target::Notes),
    ("notas", Target::Notes),
    ("comentarios", Target::Notes),
];

/// In Spanish `nombre` is the whole name, unless a column of family names stands beside it.
pub(super) fn tell_names_apart(headings: &[String], targets: &mut [Target]) {
    let family = ["last name", "surname", "apellido", "apellidos", "nom de famille"];
    if headings.iter().any(|heading| family.contains(&heading.as_str())) {
        let given = targets.iter_mut().zip(headings).filter(|(_, heading)| *heading == "nombre");
        given.for_each(|(target, _)| *target = Target::GivenName);
    }
}

/// Takes in the payers of a part; gives the rows that were wrong.
pub(super) fn take(
    writer: &mut Writer<'_>,
    head: &mut Import,
    rows: Vec<ImportRow>,
    (language, now): (Language, Timestamp),
) -> Result<Vec<(ImportRow, RowFault)>, StoreError> {
    let (mut wrong, by) = (Vec::new(), Actor::User(head.by));
    for row in rows {
        if let Err(fault) = take_row(writer, head, &row, (language, by, now))? {
            wrong.push((row, fault));
        }
    }
    Ok(wrong)
}

fn take_row(
    writer: &mut Writer<'_>,
    head: &mut Import,
    row: &ImportRow,
    (language, by, now): (Language, Actor, Timestamp),
) -> Result<Result<(), RowFault>, StoreError> {
    let facts = match facts_of(row, head, language) {
        Ok(facts) => facts,
        Err(fault) => return Ok(Err(fault)),
    };
    let known = match known(writer, facts.client_number.as_ref(), &facts.emails)? {
        Ok(known) => known,
        Err(_) if head.duplicates == Duplicates::Create => None,
        Err(fault) => return Ok(Err(fault)),
    };
    match (known, head.duplicates) {
        (Some(_), Duplicates::Skip) => head.skipped += 1,
        (Some(payer), Duplicates::Update) => {
            let merged = onto(&payer, &facts);
            if let Some(fault) = merged.fault() {
                return Ok(Err(fault));
            }
            match editing::set(writer, &payer, &merged, (by, now))? {
                Some(_) => head.updated += 1,
                None => head.skipped += 1,
            }
        }
        (None, _) | (Some(_), Duplicates::Create) => {
            editing::add(writer, &facts, (by, now))?;
            head.added += 1;
        }
    }
    Ok(Ok(()))
}

/// The payer of a row.
///
/// # Errors
/// What is wrong with the row first.
pub fn facts_of(row: &ImportRow, head: &Import, language: Language) -> Result<PayerFacts, RowFault> {
    let wanted = || head.targets.iter().zip(&row.cells).filter(|(target, _)| **target != Target::Ignored);
    if row.withheld {
        return Err(RowFault::CardNumber);
    }
    let text = |target: Target| {
        let found = wanted().find(|(known, cell)| **known == target && !cell.is_empty());
        found.map(|(_, cell)| cell.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default()
    };
    let all = |target: Target| wanted().filter(move |(known, cell)| **known == target && !cell.is_empty());
    let emails = all(Target::Emails).flat_map(|(_, cell)| addresses(&cell.replace(['\n', '|', '/'], " ")));
    let phones = all(Target::Phones).flat_map(|(_, cell)| cell.split([';', '\n', '|', ',']).map(one_line));
    let contacts = all(Target::Contact).map(|(_, cell)| Contact { name: one_line(cell), ..Contact::default() });
    let lines = |target: Target| all(target).map(|(_, cell)| cell.clone()).collect::<Vec<_>>().join("\n");
    let company = text(Target::Company);
    let name = [text(Target::GivenName), text(Target::Name)].join(" ").trim().to_owned();
    let (name, company) = if name.is_empty() { (company, String::new()) } else { (name, company) };
    let facts = PayerFacts {
        name,
        company,
        client_number: Some(text(Target::ClientNumber)).filter(|number| !number.is_empty()),
        emails: distinct(emails),
        phones: distinct(phones.filter(|phone| !phone.is_empty())),
        address: crate::domain::payer::Address {
            street: lines(Target::Street),
            city: text(Target::City),
            region: text(Target::Region),
            postal_code: text(Target::PostalCode),
            country: text(Target::Country),
        },
        language: match text(Target::Language).as_str() {
            "" => language,
            said => language_of(said).ok_or(RowFault::Language)?,
        },
        contacts: contacts.collect(),
        custom: custom(row, head),
        notes: lines(Target::Notes),
    };
    facts.fault().map_or(Ok(facts), Err)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn distinct(texts: impl Iterator<Item = String>) -> Vec<String> {
    texts.fold(Vec::new(), |mut known, text| {
        if known.iter().all(|other| folded(other) != folded(&text)) {
            known.push(text);
        }
        known
    })
}

fn custom(row: &ImportRow, head: &Import) -> Vec<CustomField> {
    let cells = head.targets.iter().zip(&head.headings).zip(&row.cells);
    let wanted =
        cells.filter(|((target, heading), cell)| **target == Target::Custom && !heading.is_empty() && !cell.is_empty());
    wanted.map(|((_, heading), cell)| CustomField { label: one_line(heading), text: one_line(cell) }).collect()
}

/// A language as people write it: by code, or by its name in any of the three.
pub(super) fn language_of(text: &str) -> Option<Language> {
    let named = match folded(text).as_str() {
        "english" | "anglais" | "ingles" => Some(Language::En),
        "french" | "francais" | "frances" => Some(Language::Fr),
        "spanish" | "espagnol" | "espanol" | "castellano" => Some(Language::Es),
        _ => None,
    };
    named.or_else(|| Language::from_tag(text))
}

/// A record with what a row says of it: what the row does not say stays, lists grow.
#[must_use]
pub fn onto(payer: &Payer, row: &PayerFacts) -> PayerFacts {
    let now = PayerFacts::of(payer);
    let or = |new: &String, old: String| if new.is_empty() { old } else { new.clone() };
    let mut custom = now.custom;
    for field in &row.custom {
        match custom.iter_mut().find(|known| folded(&known.label) == folded(&field.label)) {
            Some(known) => known.text.clone_from(&field.text),
            None => custom.push(field.clone()),
        }
    }
    let mut contacts = now.contacts;
    contacts
        .extend(row.contacts.iter().filter(|new| payer.contacts.iter().all(|known| known.name != new.name)).cloned());
    PayerFacts {
        name: or(&row.name, now.name),
        company: or(&row.company, now.company),
        client_number: row.client_number.clone().or(now.client_number),
        emails: distinct(now.emails.into_iter().chain(row.emails.iter().cloned())),
        phones: distinct(now.phones.into_iter().chain(row.phones.iter().cloned())),
        address: if row.address.is_empty() { now.address } else { row.address.clone() },
        language: row.language,
        contacts,
        custom,
        notes: or(&row.notes, now.notes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        ids::{ImportId, OperationKey, UserId},
        import::{Asking, Imported, Stage},
    };
    use crate::service::importing;

    fn guess(headings: &[String]) -> Vec<Target> {
        importing::guess(Imported::Payers, headings)
    }

    fn head(headings: &[&str]) -> Import {
        let headings: Vec<String> = headings.iter().map(|text| (*text).to_owned()).collect();
        Import {
            id: ImportId::new(1),
            key: OperationKey::parse(&"a".repeat(26)).unwrap(),
            file: String::new(),
            by: UserId::new(1),
            at: Timestamp::from_ms(0),
            targets: guess(&headings),
            headings,
            duplicates: Duplicates::Skip,
            rows: 1,
            parts: 1,
            stage: Stage::Uploaded,
            done: 0,
            added: 0,
            updated: 0,
            skipped: 0,
            wrong: 0,
            of: Imported::Payers,
            asking: Asking::default(),
            contents: None,
            left_out: 0,
            changes: 0,
        }
    }

    fn row(cells: &[&str]) -> ImportRow {
        ImportRow { number: 2, cells: cells.iter().map(|text| (*text).to_owned()).collect(), ..ImportRow::default() }
    }

    #[test]
    fn headings_are_known_in_three_languages() {
        use Target::{City, ClientNumber, Company, Emails, GivenName, Ignored, Name, Phones, PostalCode};
        for (headings, targets) in [
            (["Client Name", "E-mail", "Client No.", "Phone", "Zip"], [Name, Emails, ClientNumber, Phones, PostalCode]),
            (["Nom", "Prénom", "Courriel", "Nº de client", "Ville"], [Name, GivenName, Emails, ClientNumber, City]),
            (
                ["Nombre", "Apellidos", "Correo electrónico", "Teléfono", "Empresa"],
                [GivenName, Name, Emails, Phones, Company],
            ),
            (["Nombre", "Cliente", "x", "", "Name"], [Name, Ignored, Ignored, Ignored, Ignored]),
        ] {
            assert_eq!(guess(&headings.map(str::to_owned)), targets, "{headings:?}");
        }
        assert_eq!(guess(&["Numéro de client".to_owned(), "N.º de cliente".to_owned()]), [ClientNumber, Ignored]);
    }

    #[test]
    fn a_wrong_row_says_why() {
        let head = head(&["Name", "Email", "Language", "Notes"]);
        let long = "x".repeat(201);
        for (cells, fault) in [
            (["", "a@b.example", "", ""], RowFault::NoName),
            (["Ada", "nobody", "", ""], RowFault::Email),
            (["Ada", "", "Klingon", ""], RowFault::Language),
            ([&*long, "", "", ""], RowFault::TooLong),
        ] {
            assert_eq!(facts_of(&row(&cells), &head, Language::En).unwrap_err(), fault, "{cells:?}");
        }
        let withheld = ImportRow { withheld: true, ..row(&["Ada"]) };
        assert_eq!(facts_of(&withheld, &head, Language::En).unwrap_err(), RowFault::CardNumber);
        let many = "a@b.co ".to_owned() + &(0..11).map(|n| format!("a{n}@b.co ")).collect::<String>();
        assert_eq!(facts_of(&row(&["Ada", &many]), &head, Language::En).unwrap_err(), RowFault::TooMany);
    }

    #[test]
    fn a_row_becomes_a_payer() {
        let head = head(&["First name", "Last name", "Email", "Phone", "Language", "City", "Company"]);
        let cells =
            ["Ana", " Ruiz  Peña", "ana@b.co; ANA@b.co, x@y.co", "617 555 0172; 1", "Español", "Boston", "Ruiz SA"];
        let facts = facts_of(&row(&cells), &head, Language::En).unwrap();
        assert_eq!((facts.name.as_str(), facts.company.as_str()), ("Ana Ruiz Peña", "Ruiz SA"));
        assert_eq!(facts.emails, ["ana@b.co", "x@y.co"]);
        assert_eq!((facts.language, facts.phones.len()), (Language::Es, 2));
        let company_only = facts_of(&row(&["", "", "", "", "", "", "Ruiz SA"]), &head, Language::Fr).unwrap();
        assert_eq!((company_only.name.as_str(), company_only.company.as_str()), ("Ruiz SA", ""));
        assert_eq!(company_only.language, Language::Fr);
    }
}
