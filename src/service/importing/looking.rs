//! Looking at the rows of a file without changing anything: what would become of them, which are wrong, and the file to
//! fill in.

use crate::{
    app::App,
    domain::{
        firm::Firm,
        import::{Import, ImportPart, ImportRow, Imported, RowFault},
        journal::Actor,
        locale::{Language, Locale},
        merchant_account::MerchantAccount,
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
    /// The first wrong rows, each with why.
    pub faults: Vec<(ImportRow, RowFault)>,
    /// The first good rows, as they are understood.
    pub sample: Vec<(u64, Understood)>,
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

/// How many rows of each kind a preview shows: more where what they say is sent to clients.
const fn shown(of: Imported) -> usize {
    match of {
        Imported::Payers | Imported::Schedules => 10,
        Imported::Requests => 50,
    }
}

/// Looks at every row without changing anything.
pub async fn preview(app: &App, head: &Import) -> Result<Preview, ImportError> {
    let (reader, head, now) = (app.store.read()?, head.clone(), app.now());
    let looking = tokio::task::spawn_blocking(move || {
        let (mut preview, with) = (Preview::default(), With::new(&reader, &head, now)?);
        for number in 1..=head.parts {
            let ImportPart::Rows(rows) = imports::part(&reader, head.id, number)? else { continue };
            for row in rows {
                look(&reader, (&head, &with), row, &mut preview)?;
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
    fn understand(
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
    (head, with): (&Import, &With),
    row: ImportRow,
    preview: &mut Preview,
) -> Result<(), ImportError> {
    match with.understand(records, (&row, head))? {
        Ok((understood, known)) => {
            *if known { &mut preview.known } else { &mut preview.new } += 1;
            preview.mailed += u64::from(is_mailed(&understood));
            if preview.sample.len() < shown(head.of) {
                preview.sample.push((row.number, understood));
            }
        }
        Err(fault) => {
            preview.wrong += 1;
            if preview.faults.len() < shown(head.of) {
                preview.faults.push((row, fault));
            }
        }
    }
    Ok(())
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
                    for row in rows {
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
