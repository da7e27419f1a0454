//! Looking at the rows of a file without changing anything: what would become of them, which are wrong, and the file to
//! fill in.

use std::collections::BTreeMap;

use crate::{
    app::App,
    domain::{
        firm::Firm,
        ids::MerchantAccountId,
        import::{Import, ImportPart, ImportRow, Imported, RowFault},
        journal::Actor,
        locale::{Language, Locale},
        merchant_account::MerchantAccount,
        money::Money,
        payer::words::folded,
        payment_request::rules::Handing,
        time::Timestamp,
    },
    export::{self, Cell, Column, ExportError, Format, Kind, Layout},
    service::{payers::editing::PayerFacts, schedules::Hand},
    store::{StoreError, firm, imports, table::Records, users},
};

use super::{
    ImportError, known, payers,
    requests::{self, Meant as MeantRequest},
    schedules::{self, Meant},
};

/// Which rows are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// Those that are wrong.
    Wrong,
    /// Those that would be taken in.
    Ready,
    /// Those that were left out.
    LeftOut,
}

impl Show {
    /// Every choice, in the order of the page.
    pub const ALL: [Self; 3] = [Self::Wrong, Self::Ready, Self::LeftOut];

    /// Its name in addresses and locale keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Ready => "ready",
            Self::LeftOut => "left-out",
        }
    }

    /// The choice with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.code() == code)
    }
}

/// Which rows of a file are looked at closely.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// What a cell of theirs holds, however it is written; any where nothing.
    pub text: String,
    /// Which stretch of those there are, from 0.
    pub stretch: u64,
}

impl Wanted {
    /// How many rows a stretch has.
    pub const ROWS: u64 = 50;

    /// Whether one is shown that comes after so many of its kind.
    const fn shows(&self, before: u64) -> bool {
        before / Self::ROWS == self.stretch
    }
}

/// How many rows there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows that are wrong.
    pub wrong: u64,
    /// Rows that would be taken in.
    pub ready: u64,
    /// Rows that were left out.
    pub left_out: u64,
}

impl Counts {
    /// How many there are of one kind.
    #[must_use]
    pub const fn of(&self, show: Show) -> u64 {
        match show {
            Show::Wrong => self.wrong,
            Show::Ready => self.ready,
            Show::LeftOut => self.left_out,
        }
    }
}

/// What would become of the rows now.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// Rows that would be new records.
    pub new: u64,
    /// Rows whose payer is known.
    pub known: u64,
    /// How many requests would be mailed.
    pub mailed: u64,
    /// How many rows are wrong.
    pub wrong: u64,
    /// How many rows were left out.
    pub left_out: u64,
    /// What would be asked for in all, by account.
    pub sums: BTreeMap<MerchantAccountId, Money>,
    /// How many rows hold what is looked for.
    pub found: Counts,
    /// The stretch of those that are wrong, each with why.
    pub faults: Vec<(ImportRow, RowFault)>,
    /// The stretch of those that would be taken in, as they are understood.
    pub sample: Vec<(u64, Understood)>,
    /// The stretch of those that were left out.
    pub left: Vec<ImportRow>,
}

/// A row as it is understood.
#[derive(Clone, Debug)]
pub enum Understood {
    /// A payer.
    Payer(Box<PayerFacts>),
    /// A schedule.
    Schedule(Box<Meant>),
    /// A request for payment.
    Request(Box<MeantRequest>),
}

/// Looks at every row without changing anything, and closely at those that are wanted.
///
/// # Errors
/// [`ImportError`].
pub async fn preview(app: &App, head: &Import, wanted: &Wanted) -> Result<Preview, ImportError> {
    let (reader, head, now) = (app.store.read()?, head.clone(), app.now());
    let wanted = Wanted { text: folded(&wanted.text), ..wanted.clone() };
    let looking = tokio::task::spawn_blocking(move || {
        let (mut preview, with) = (Preview::default(), With::new(&reader, &head, now)?);
        for number in 1..=head.parts {
            let ImportPart::Rows(rows) = imports::part(&reader, head.id, number)? else { continue };
            for row in rows {
                look(&reader, (&head, &with, &wanted), row, &mut preview)?;
            }
        }
        Ok(preview)
    });
    looking.await.map_err(|error| ImportError::Broken(error.to_string()))?
}

/// What rows are read with, whoever they are of.
pub(super) struct With {
    pub(super) firm: Option<Firm>,
    pub(super) now: Timestamp,
    pub(super) language: Language,
    pub(super) hand: Hand,
    pub(super) accounts: Vec<MerchantAccount>,
    /// In which locales an amount may be written, the likeliest first.
    pub(super) locales: Vec<Locale>,
}

impl With {
    pub(super) fn new(records: &impl Records, head: &Import, now: Timestamp) -> Result<Self, StoreError> {
        let firm = firm::firm(records)?;
        let language = firm.as_ref().map_or(Language::En, |firm| firm.language);
        let own = users::user(records, head.by)?.and_then(|user| user.language).unwrap_or(language);
        let locale = |language| firm.as_ref().map_or(Locale::EnUs, |firm| firm.locale(language));
        let mut locales = vec![locale(own)];
        locales.extend(Some(locale(language)).filter(|other| !locales.contains(other)));
        let (hand, accounts) = (Hand::new(records, Actor::User(head.by), now)?, firm::merchant_accounts(records)?);
        Ok(Self { firm, now, language, hand, accounts, locales })
    }

    /// What a row means, and whether that is known already.
    pub(super) fn understand(
        &self,
        records: &impl Records,
        (row, head): (&ImportRow, &Import),
    ) -> Result<Result<(Understood, bool), RowFault>, StoreError> {
        match head.of {
            Imported::Payers => {
                let facts = match payers::facts_of(row, head, self.language) {
                    Ok(facts) => facts,
                    Err(fault) => return Ok(Err(fault)),
                };
                let known = known(records, facts.client_number.as_ref(), &facts.emails)?;
                Ok(known.map(|known| (Understood::Payer(Box::new(facts)), known.is_some())))
            }
            Imported::Schedules => {
                let meant = schedules::meant(records, self, (row, head))?;
                Ok(meant
                    .map(|meant| (meant.known, meant))
                    .map(|(known, meant)| (Understood::Schedule(Box::new(meant)), known)))
            }
            Imported::Requests => {
                let meant = requests::meant(records, self, (row, head))?;
                Ok(meant.map(|meant| (Understood::Request(Box::new(meant)), false)))
            }
        }
    }
}

fn look(
    records: &impl Records,
    (head, with, wanted): (&Import, &With, &Wanted),
    row: ImportRow,
    preview: &mut Preview,
) -> Result<(), ImportError> {
    let holds = wanted.text.is_empty() || row.cells.iter().any(|cell| folded(cell).contains(&wanted.text));
    // Whether it is shown, of the kind that it is of.
    let shown = |found: &mut u64| {
        *found += u64::from(holds);
        holds && wanted.shows(*found - 1)
    };
    if row.left_out {
        preview.left_out += 1;
        if shown(&mut preview.found.left_out) {
            preview.left.push(row);
        }
        return Ok(());
    }
    match with.understand(records, (&row, head))? {
        Ok((understood, known)) => {
            *if known { &mut preview.known } else { &mut preview.new } += 1;
            preview.mailed += u64::from(is_mailed(&understood));
            add_up(&mut preview.sums, &understood);
            if shown(&mut preview.found.ready) {
                preview.sample.push((row.number, understood));
            }
        }
        Err(fault) => {
            preview.wrong += 1;
            if shown(&mut preview.found.wrong) {
                preview.faults.push((row, fault));
            }
        }
    }
    Ok(())
}

/// Sums beyond what money can hold are those of no file: each amount has its most, and the rows theirs.
fn add_up(sums: &mut BTreeMap<MerchantAccountId, Money>, understood: &Understood) {
    let Understood::Request(meant) = understood else { return };
    for (account, amount) in &meant.wanted.amounts {
        let sum = sums.get(account).map_or(Ok(*amount), |sum| sum.plus(*amount));
        sums.extend(sum.ok().map(|sum| (*account, sum)));
    }
}

fn is_mailed(understood: &Understood) -> bool {
    matches!(understood, Understood::Request(meant) if meant.wanted.handing == Handing::Mail)
}

/// Every wrong row with why: of an import that is done, those that were; of one that is not confirmed, those that would be.
///
/// # Errors
/// [`ImportError`].
pub async fn wrong_rows(app: &App, head: &Import) -> Result<Vec<(ImportRow, RowFault)>, ImportError> {
    let (reader, head, now) = (app.store.read()?, head.clone(), app.now());
    let looking = tokio::task::spawn_blocking(move || {
        let (mut wrong, with) = (Vec::new(), With::new(&reader, &head, now)?);
        for number in 1..=head.parts {
            match imports::part(&reader, head.id, number)? {
                ImportPart::Wrong(rows) => wrong.extend(rows),
                ImportPart::Rows(rows) => {
                    for row in rows.into_iter().filter(|row| !row.left_out) {
                        let fault = with.understand(&reader, (&row, &head))?.err();
                        wrong.extend(fault.map(|fault| (row, fault)));
                    }
                }
                ImportPart::Head(_) => {}
            }
        }
        Ok(wrong)
    });
    looking.await.map_err(|error| ImportError::Broken(error.to_string()))?
}

/// The wrong rows as CSV that can be mended and brought again: the headings of the file, then number and reason.
///
/// # Errors
/// When the bytes cannot be written, which memory always takes.
pub fn wrong_rows_csv(
    app: &App,
    head: &Import,
    (number, reason): (String, String),
    wrong: &[(ImportRow, String)],
) -> Result<Vec<u8>, ImportError> {
    let headings = head.headings.iter().cloned().chain([number, reason]);
    let layout = layout(app, head.file.clone(), headings);
    let broken = |error: ExportError| ImportError::Broken(error.to_string());
    let mut out = Vec::new();
    let mut table = export::writer(Format::Csv, &layout, &mut out, app.exports.folder()).map_err(broken)?;
    for (row, why) in wrong {
        let number = row.number.to_string();
        let cells = (0..head.headings.len()).map(|at| row.cells.get(at).map_or("", String::as_str));
        let cells: Vec<Cell<'_>> = cells.chain([number.as_str(), why.as_str()]).map(Cell::text).collect();
        table.row(&cells).map_err(broken)?;
    }
    table.finish().map_err(broken)?;
    Ok(out)
}

fn layout(app: &App, title: String, headings: impl Iterator<Item = String>) -> Layout {
    Layout {
        title,
        columns: headings.map(|heading| Column::new(heading, Kind::Text, 20)).collect(),
        about: Vec::new(),
        about_title: String::new(),
        rows_label: String::new(),
        total_label: String::new(),
        zone: "UTC".to_owned(),
        made_at: app.now(),
    }
}

/// What an empty file says besides its headings, in the reader's language.
#[derive(Clone, Debug)]
pub struct Template {
    /// The name of the sheet.
    pub title: String,
    /// The headings.
    pub headings: Vec<String>,
    /// How the columns are filled in, as name and words; a workbook has a sheet for it.
    pub about: Vec<(String, String)>,
    /// The name of that sheet.
    pub about_title: String,
    /// What the number of rows is called there.
    pub rows_label: String,
}

/// An empty file to be filled in.
///
/// # Errors
/// When the bytes cannot be written, which memory always takes.
pub fn template(app: &App, format: Format, wanted: Template) -> Result<Vec<u8>, ImportError> {
    let broken = |error: ExportError| ImportError::Broken(error.to_string());
    let Template { title, headings, about, about_title, rows_label } = wanted;
    let bare = layout(app, title, headings.into_iter());
    let (layout, mut out) = (Layout { about, about_title, rows_label, ..bare }, Vec::new());
    let table = export::writer(format, &layout, &mut out, app.exports.folder()).map_err(broken)?;
    table.finish().map_err(broken)?;
    Ok(out)
}
