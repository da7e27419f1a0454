//! The form of a payer's record: text as typed to facts, or what is wrong with it.

use crate::{
    domain::{
        locale::Language,
        mailbox::{addresses, is_address},
        payer::{Address, Contact, CustomField, Payer},
    },
    service::payers::editing::PayerFacts,
    web::forms::{Fields, FormErrors},
};

/// Blank rows beyond those that hold something.
const BLANK: usize = 2;

/// The names of the fields of one contact.
pub(super) type ContactNames = [&'static str; 4];

macro_rules! rows {
    ($($number:literal),+) => {
        /// The fields of the contacts, row by row.
        pub(super) const CONTACTS: &[ContactNames] = &[$([
            concat!("contact_name_", $number), concat!("contact_role_", $number),
            concat!("contact_email_", $number), concat!("contact_phone_", $number),
        ]),+];
    };
}
rows!(1, 2, 3, 4, 5, 6, 7, 8);

macro_rules! custom {
    ($($number:literal),+) => {
        /// The fields of what else is kept, row by row.
        pub(super) const CUSTOM: &[[&'static str; 2]] =
            &[$([concat!("custom_label_", $number), concat!("custom_text_", $number)]),+];
    };
}
custom!(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

/// The form as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) key: String,
    pub(super) version: String,
    pub(super) name: String,
    pub(super) company: String,
    pub(super) client_number: String,
    pub(super) emails: String,
    pub(super) phones: String,
    pub(super) language: String,
    pub(super) street: String,
    pub(super) city: String,
    pub(super) region: String,
    pub(super) postal_code: String,
    pub(super) country: String,
    pub(super) notes: String,
    pub(super) contacts: Vec<[String; 4]>,
    pub(super) custom: Vec<[String; 2]>,
}

impl Typed {
    /// An empty form in the firm's language.
    pub(super) fn fresh(language: Language) -> Self {
        Self { language: language.code().to_owned(), ..Self::default() }
    }

    /// The form with what a record says.
    pub(super) fn of(payer: &Payer) -> Self {
        let contact = |known: &Contact| [&known.name, &known.role, &known.email, &known.phone].map(Clone::clone);
        Self {
            key: String::new(),
            version: payer.version.to_string(),
            name: payer.name.clone(),
            company: payer.company.clone(),
            client_number: payer.client_number.clone().unwrap_or_default(),
            emails: payer.emails.join("\n"),
            phones: payer.phones.join("\n"),
            language: payer.language.code().to_owned(),
            street: payer.address.street.clone(),
            city: payer.address.city.clone(),
            region: payer.address.region.clone(),
            postal_code: payer.address.postal_code.clone(),
            country: payer.address.country.clone(),
            notes: payer.notes.clone(),
            contacts: payer.contacts.iter().map(contact).collect(),
            custom: payer.custom.iter().map(|known| [known.label.clone(), known.text.clone()]).collect(),
        }
    }

    /// The form as it was sent.
    pub(super) fn sent(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        let filled = |row: &[String]| row.iter().any(|text| !text.is_empty());
        let contacts = CONTACTS.iter().map(|names| names.map(text)).filter(|row| filled(row)).collect();
        let custom = CUSTOM.iter().map(|names| names.map(text)).filter(|row| filled(row)).collect();
        Self {
            key: text("key"),
            version: text("version"),
            name: text("name"),
            company: text("company"),
            client_number: text("client_number"),
            emails: fields.lines("emails"),
            phones: fields.lines("phones"),
            language: text("language"),
            street: fields.lines("street"),
            city: text("city"),
            region: text("region"),
            postal_code: text("postal_code"),
            country: text("country"),
            notes: fields.lines("notes"),
            contacts,
            custom,
        }
    }

    /// How many rows of contacts are drawn.
    pub(super) fn contact_rows(&self) -> usize {
        (self.contacts.len() + BLANK).min(CONTACTS.len())
    }

    /// How many rows of what else is kept are drawn.
    pub(super) fn custom_rows(&self) -> usize {
        (self.custom.len() + BLANK).min(CUSTOM.len())
    }
}

/// Reads the form.
pub(super) fn read(typed: &Typed) -> Result<PayerFacts, FormErrors> {
    let mut errors = FormErrors::default();
    if typed.name.is_empty() {
        errors.add("name", "payer-error-name");
    }
    for (name, text) in [
        ("name", &typed.name),
        ("company", &typed.company),
        ("client_number", &typed.client_number),
        ("city", &typed.city),
        ("region", &typed.region),
        ("postal_code", &typed.postal_code),
        ("country", &typed.country),
    ] {
        too_long(name, text, Payer::MAX_TEXT_CHARS, &mut errors);
    }
    let emails = addresses(&typed.emails.replace('\n', " "));
    if emails.len() > Payer::MAX_EMAILS {
        errors.add("emails", "payer-error-emails-many");
    } else if emails.iter().any(|email| !is_address(email)) {
        errors.add("emails", "form-error-email");
    }
    let phones: Vec<String> =
        typed.phones.split(['\n', ';']).map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    if phones.len() > Payer::MAX_PHONES || phones.iter().any(|phone| phone.chars().count() > Payer::MAX_TEXT_CHARS) {
        errors.add("phones", "payer-error-phones");
    }
    too_long("street", &typed.street, 2 * Payer::MAX_TEXT_CHARS, &mut errors);
    let contacts = contacts(typed, &mut errors);
    let custom = custom(typed, &mut errors);
    too_long("notes", &typed.notes, Payer::MAX_NOTES_CHARS, &mut errors);
    errors.or_ok(PayerFacts {
        name: typed.name.split_whitespace().collect::<Vec<_>>().join(" "),
        company: typed.company.clone(),
        client_number: (!typed.client_number.is_empty()).then(|| typed.client_number.clone()),
        emails,
        phones,
        address: Address {
            street: typed.street.clone(),
            city: typed.city.clone(),
            region: typed.region.clone(),
            postal_code: typed.postal_code.clone(),
            country: typed.country.clone(),
        },
        language: Language::from_tag(&typed.language).unwrap_or(Language::En),
        contacts,
        custom,
        notes: typed.notes.clone(),
    })
}

fn too_long(name: &'static str, text: &str, most: usize, errors: &mut FormErrors) {
    if text.chars().count() > most {
        errors.add(name, "form-error-too-long");
    }
}

fn contacts(typed: &Typed, errors: &mut FormErrors) -> Vec<Contact> {
    let read = |([name, role, email, phone], names): (&[String; 4], &ContactNames)| {
        if name.is_empty() {
            errors.add(names[0], "payer-error-contact-name");
        }
        if !email.is_empty() && !is_address(email) {
            errors.add(names[2], "form-error-email");
        }
        for (text, name) in [name, role, email, phone].into_iter().zip(names) {
            too_long(name, text, Payer::MAX_TEXT_CHARS, errors);
        }
        Contact { name: name.clone(), role: role.clone(), email: email.clone(), phone: phone.clone() }
    };
    typed.contacts.iter().zip(CONTACTS).map(read).collect()
}

fn custom(typed: &Typed, errors: &mut FormErrors) -> Vec<CustomField> {
    let read = |([label, text], names): (&[String; 2], &[&'static str; 2])| {
        if label.is_empty() {
            errors.add(names[0], "payer-error-custom-label");
        }
        for (text, name) in [label, text].into_iter().zip(names) {
            too_long(name, text, Payer::MAX_TEXT_CHARS, errors);
        }
        CustomField { label: label.clone(), text: text.clone() }
    };
    typed.custom.iter().zip(CUSTOM).map(read).collect()
}
