//! A file of payers, of schedules or of requests for payment on its way into the firm's records: what its columns mean, how
//! far it has got, which rows are wrong.

mod fault;
mod target;

use serde::{Deserialize, Serialize};

use super::{
    accepted::Accepted,
    ids::{ImportId, MerchantAccountId, OperationKey, UserId},
    payment_request::rules::Handing,
    time::Timestamp,
};

pub use self::{fault::RowFault, target::Target};

/// What the rows of a file become.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Imported {
    /// Payers.
    #[default]
    Payers,
    /// Schedules of payers who are known.
    Schedules,
    /// Requests for payment.
    Requests,
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
            Self::Requests => &Target::OF_REQUESTS,
        }
    }

    /// What can become of a row that says what is known already; one choice where none is offered.
    #[must_use]
    pub const fn duplicates(self) -> &'static [Duplicates] {
        match self {
            Self::Payers => &Duplicates::ALL,
            Self::Schedules => &[Duplicates::Skip, Duplicates::Create],
            Self::Requests => &[Duplicates::Create],
        }
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
    /// Its rows are gone: what is left says that they were taken in.
    Remembered,
}

/// What is the same for every request of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asking {
    /// Where amounts go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<MerchantAccountId>,
    /// Where amounts into trust go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trust_account: Option<MerchantAccountId>,
    /// How the links reach the clients, as it was confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handing: Option<Handing>,
    /// With what the clients may pay, as the accounts take it.
    #[serde(default, skip_serializing_if = "Accepted::is_default")]
    pub accepted: Accepted,
}

impl Asking {
    fn is_nothing(&self) -> bool {
        *self == Self::default()
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
    /// What is the same for all, where they become requests.
    #[serde(default, skip_serializing_if = "Asking::is_nothing")]
    pub asking: Asking,
    /// The SHA-256 of its headings and cells as they came, by which the same rows are known again; nothing of files from before it
    /// was noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contents: Option<[u8; 32]>,
    /// Rows that were left out.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left_out: u64,
    /// How often something was changed since it came, of its columns, its accounts or a row: whoever confirms names what they saw.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub changes: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde asks for")]
const fn is_zero(count: &u64) -> bool {
    *count == 0
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
    /// How long it is known that its rows were taken in, in milliseconds.
    pub const REMEMBERED_MS: i64 = 366 * 24 * 60 * 60 * 1000;

    /// Whether its rows have become something, or are about to.
    #[must_use]
    pub const fn was_taken_in(&self) -> bool {
        match self.stage {
            Stage::Receiving | Stage::Uploaded => false,
            Stage::Running => true,
            Stage::Done | Stage::Remembered => self.added > 0 || self.updated > 0,
        }
    }

    /// The name of the file without its ending, if that leaves anything.
    #[must_use]
    pub fn stem(&self) -> String {
        let stem = self.file.rsplit_once('.').map_or(self.file.as_str(), |(stem, _)| stem).trim();
        if stem.is_empty() { self.file.clone() } else { stem.to_owned() }
    }
}

/// One row of the file: its number on the sheet, counted from 1 with the headings, and its cells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// Its number.
    pub number: u64,
    /// Its cells.
    pub cells: Vec<String>,
    /// Whether a card number stood in a cell: that was taken out, and the row is wrong.
    #[serde(default)]
    pub withheld: bool,
    /// Whether somebody left it out: nothing becomes of it, and it is not wrong.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub left_out: bool,
    /// How often it was changed since it came, so that a form can say which row it shows.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub changes: u64,
}

/// What the store keeps of an import: its head, then its rows by part. A part that was taken in keeps its wrong rows only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportPart {
    /// The head, part 0.
    Head(Box<Import>),
    /// Rows that wait.
    Rows(Vec<ImportRow>),
    /// Rows that were wrong, each with why.
    Wrong(Vec<(ImportRow, RowFault)>),
}
