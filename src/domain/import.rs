//! A file of payers or of schedules on its way into the firm's records: what its columns mean, how far it has got, which rows
//! are wrong.

use serde::{Deserialize, Serialize};

use super::{
    ids::{ImportId, OperationKey, UserId},
    time::Timestamp,
};

/// What the rows of a file become.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Imported {
    /// Payers.
    #[default]
    Payers,
    /// Schedules of payers who are known.
    Schedules,
}

impl Imported {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde asks for")]
    fn is_payers(&self) -> bool {
        *self == Self::Payers
    }

    /// What a column can hold, in the order in which a form offers it.
    #[must_use]
    pub const fn targets(self) -> &'static [Target] {
        match self {
            Self::Payers => &Target::OF_PAYERS,
            Self::Schedules => &Target::OF_SCHEDULES,
        }
    }

    /// What can become of a row that says what is known already.
    #[must_use]
    pub const fn duplicates(self) -> &'static [Duplicates] {
        match self {
            Self::Payers => &Duplicates::ALL,
            Self::Schedules => &[Duplicates::Skip, Duplicates::Create],
        }
    }
}

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
    /// What a schedule is called.
    ScheduleName,
    /// The last digits of the card that is charged.
    Method,
    /// The name of the account that the card was saved for.
    Account,
    /// The amount of each payment.
    Amount,
    /// A sum that is divided, or at which the payments end.
    Total,
    /// How many payments.
    Count,
    /// The last day on which there may be one.
    LastDay,
    /// Until when, where that does not follow from what is filled in.
    Ends,
    /// How often.
    Frequency,
    /// The day of the first payment.
    FirstDay,
    /// The invoice paid.
    Invoice,
    /// The matter paid for.
    Matter,
    /// Any other reference.
    Reference,
}

impl Target {
    /// What the columns of a file of schedules can hold.
    pub const OF_SCHEDULES: [Self; 16] = [
        Self::Ignored,
        Self::ClientNumber,
        Self::Emails,
        Self::ScheduleName,
        Self::Method,
        Self::Account,
        Self::Amount,
        Self::Total,
        Self::Count,
        Self::LastDay,
        Self::Ends,
        Self::Frequency,
        Self::FirstDay,
        Self::Invoice,
        Self::Matter,
        Self::Reference,
    ];
    /// What the columns of a file of payers can hold.
    pub const OF_PAYERS: [Self; 16] = [
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
            Self::ScheduleName => "schedule-name",
            Self::Method => "method",
            Self::Account => "account",
            Self::Amount => "amount",
            Self::Total => "total",
            Self::Count => "count",
            Self::LastDay => "last-day",
            Self::Ends => "ends",
            Self::Frequency => "frequency",
            Self::FirstDay => "first-day",
            Self::Invoice => "invoice",
            Self::Matter => "matter",
            Self::Reference => "reference",
        }
    }

    /// The meaning with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::OF_PAYERS.into_iter().chain(Self::OF_SCHEDULES).find(|target| target.code() == code)
    }
}

/// What becomes of a row whose payer is known already, by client number or e-mail address, or whose schedule is.
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
    /// No record has its client number or address.
    NoPayer,
    /// The payer's record is archived.
    NotInUse,
    /// The payer has no such card that can be charged.
    NoMethod,
    /// Several cards of the payer fit.
    SeveralMethods,
    /// An amount is missing or cannot be read, or does not fit.
    Amount,
    /// The number of payments is missing or cannot be read.
    Count,
    /// It does not say until when.
    Ends,
    /// It does not say how often in words that are known.
    Frequency,
    /// A date is missing, has passed, or cannot be read for certain.
    Date,
}

impl RowFault {
    /// Every fault.
    pub const ALL: [Self; 16] = [
        Self::NoName,
        Self::Email,
        Self::TooLong,
        Self::TooMany,
        Self::Language,
        Self::CardNumber,
        Self::Ambiguous,
        Self::NoPayer,
        Self::NotInUse,
        Self::NoMethod,
        Self::SeveralMethods,
        Self::Amount,
        Self::Count,
        Self::Ends,
        Self::Frequency,
        Self::Date,
    ];

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
            Self::NoPayer => "no-payer",
            Self::NotInUse => "not-in-use",
            Self::NoMethod => "no-method",
            Self::SeveralMethods => "several-methods",
            Self::Amount => "amount",
            Self::Count => "count",
            Self::Ends => "ends",
            Self::Frequency => "frequency",
            Self::Date => "date",
        }
    }
}

/// The head of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// Its row.
    pub id: ImportId,
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
    /// Records or schedules that are new.
    pub added: u64,
    /// Records that were changed.
    pub updated: u64,
    /// Rows that changed nothing.
    pub skipped: u64,
    /// Rows that were wrong.
    pub wrong: u64,
    /// What its rows become.
    #[serde(default, skip_serializing_if = "Imported::is_payers")]
    pub of: Imported,
}

impl Import {
    /// The most rows of a file.
    pub const MAX_ROWS: u64 = 100_000;
    /// The most columns.
    pub const MAX_COLUMNS: usize = 60;
    /// How many rows are kept, and taken in, together.
    pub const ROWS_IN_A_PART: usize = 250;
    /// How long an import is kept after it came, in milliseconds.
    pub const KEPT_MS: i64 = 7 * 24 * 60 * 60 * 1000;

    /// The name of the file without its ending, if that leaves anything.
    #[must_use]
    pub fn stem(&self) -> String {
        let stem = self.file.rsplit_once('.').map_or(self.file.as_str(), |(stem, _)| stem).trim();
        if stem.is_empty() { self.file.clone() } else { stem.to_owned() }
    }
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
    Head(Import),
    /// Rows that wait.
    Rows(Vec<ImportRow>),
    /// Rows that were wrong, each with why.
    Wrong(Vec<(ImportRow, RowFault)>),
}
