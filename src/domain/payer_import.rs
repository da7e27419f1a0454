//! A file of payers on its way into the firm's records: what its columns mean, how far it has got, which rows are wrong.

use serde::{Deserialize, Serialize};

use super::{
    ids::{OperationKey, PayerImportId, UserId},
    time::Timestamp,
};

/// What a column of the file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Nothing that is wanted.
    Ignored,
    /// The payer's name.
    Name,
    /// A given name, put before the name.
    GivenName,
    /// The company.
    Company,
    /// The client number.
    ClientNumber,
    /// One or more e-mail addresses.
    Emails,
    /// One or more telephone numbers.
    Phones,
    /// Street and house.
    Street,
    /// City.
    City,
    /// State or province.
    Region,
    /// Postal code.
    PostalCode,
    /// Country.
    Country,
    /// The language of mail.
    Language,
    /// The name of a contact.
    Contact,
    /// Notes.
    Notes,
    /// A custom field under the column's own heading.
    Custom,
}

impl Target {
    /// Every meaning, in the order in which a form offers them.
    pub const ALL: [Self; 16] = [
        Self::Ignored,
        Self::Name,
        Self::GivenName,
        Self::Company,
        Self::ClientNumber,
        Self::Emails,
        Self::Phones,
        Self::Street,
        Self::City,
        Self::Region,
        Self::PostalCode,
        Self::Country,
        Self::Language,
        Self::Contact,
        Self::Notes,
        Self::Custom,
    ];

    /// Its name in forms and locale keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ignored => "ignored",
            Self::Name => "name",
            Self::GivenName => "given-name",
            Self::Company => "company",
            Self::ClientNumber => "client-number",
            Self::Emails => "emails",
            Self::Phones => "phones",
            Self::Street => "street",
            Self::City => "city",
            Self::Region => "region",
            Self::PostalCode => "postal-code",
            Self::Country => "country",
            Self::Language => "language",
            Self::Contact => "contact",
            Self::Notes => "notes",
            Self::Custom => "custom",
        }
    }

    /// The meaning with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.code() == code)
    }
}

/// What becomes of a row whose payer is known already, by client number or e-mail address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duplicates {
    /// The record stays as it is.
    #[default]
    Skip,
    /// The record gets what the row says.
    Update,
    /// A second record is made.
    Create,
}

impl Duplicates {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::Skip, Self::Update, Self::Create];

    /// Its name in forms and locale keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::Update => "update",
            Self::Create => "create",
        }
    }

    /// The choice with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.code() == code)
    }
}

/// How far an import has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Its rows are being written down.
    Receiving,
    /// The file is here; what its columns mean is being looked at.
    Uploaded,
    /// Its rows are being taken in.
    Running,
    /// Every row was looked at.
    Done,
}

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowFault {
    /// It has no name.
    NoName,
    /// What should be an e-mail address is none.
    Email,
    /// A field is too long.
    TooLong,
    /// There are more addresses, numbers or fields than a record holds.
    TooMany,
    /// It names a language that the portal does not speak.
    Language,
    /// It holds a card number, which is not kept anywhere.
    CardNumber,
    /// Several records have its client number or address.
    Ambiguous,
}

impl RowFault {
    /// Every fault.
    pub const ALL: [Self; 7] =
        [Self::NoName, Self::Email, Self::TooLong, Self::TooMany, Self::Language, Self::CardNumber, Self::Ambiguous];

    /// Its name in locale keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoName => "no-name",
            Self::Email => "email",
            Self::TooLong => "too-long",
            Self::TooMany => "too-many",
            Self::Language => "language",
            Self::CardNumber => "card-number",
            Self::Ambiguous => "ambiguous",
        }
    }
}

/// The head of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayerImport {
    /// Its row.
    pub id: PayerImportId,
    /// The key of the form that brought the file: a form that is sent twice is one import.
    pub key: OperationKey,
    /// The name of the file.
    pub file: String,
    /// Who brought it; nobody else sees it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// The headings.
    pub headings: Vec<String>,
    /// What each column holds.
    pub targets: Vec<Target>,
    /// What becomes of known payers.
    pub duplicates: Duplicates,
    /// How many rows follow the headings.
    pub rows: u64,
    /// In how many parts they are kept.
    pub parts: u64,
    /// How far it has got.
    pub stage: Stage,
    /// How many parts were taken in.
    pub done: u64,
    /// Records that are new.
    pub added: u64,
    /// Records that were changed.
    pub updated: u64,
    /// Rows that changed nothing.
    pub skipped: u64,
    /// Rows that were wrong.
    pub wrong: u64,
}

impl PayerImport {
    /// The most rows of a file.
    pub const MAX_ROWS: u64 = 100_000;
    /// The most columns.
    pub const MAX_COLUMNS: usize = 60;
    /// How many rows are kept, and taken in, together.
    pub const ROWS_IN_A_PART: usize = 250;
    /// How long an import is kept after it came, in milliseconds.
    pub const KEPT_MS: i64 = 7 * 24 * 60 * 60 * 1000;
}

/// One row of the file: its number on the sheet, counted from 1 with the headings, and its cells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// Its number.
    pub number: u64,
    /// Its cells.
    pub cells: Vec<String>,
    /// Whether a card number stood in a cell: that was taken out, and the row is wrong.
    #[serde(default)]
    pub withheld: bool,
}

/// What the store keeps of an import: its head, then its rows by part. A part that was taken in keeps its wrong rows only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportPart {
    /// The head, part 0.
    Head(PayerImport),
    /// Rows that wait.
    Rows(Vec<ImportRow>),
    /// Rows that were wrong, each with why.
    Wrong(Vec<(ImportRow, RowFault)>),
}
