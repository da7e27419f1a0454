//! Taking in a file of payers: it is read once and kept in parts; what its columns mean is agreed on a page; then each part is
//! taken in by one write that also moves the import on.
//!
//! So every row counts once, whoever confirms how often and wherever the process ends: an import that was being taken in is
//! taken up again where its head stands.

pub mod meaning;
pub mod reader;

use crate::{
    app::App,
    domain::{
        ids::{OperationKey, PayerId, PayerImportId},
        journal::{Actor, Fact, Subject},
        locale::Language,
        payer::Payer,
        payer_import::{Duplicates, ImportPart, ImportRow, PayerImport, RowFault, Stage, Target},
        permission::Permission,
        time::Timestamp,
        user::User,
    },
    export::{self, Cell, Column, ExportError, Format, Kind, Layout},
    service::{Authority, NotAllowed},
    store::{
        StoreError, WriteError, firm, payer_imports, payers,
        table::{Records, Writer},
    },
};

use self::{meaning::facts_of, reader::Unreadable};
use super::editing::{self, PayerFacts};

/// Parts that are written down together.
const PARTS_AT_A_TIME: usize = 8;

/// Why a file was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The caller may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such import of this person's.
    #[error("no such import")]
    NotFound,
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    Unreadable(#[from] Unreadable),
    /// No column holds a name.
    #[error("no column holds a name")]
    NoNameColumn,
    /// It was confirmed already.
    #[error("it was confirmed already")]
    Confirmed,
    /// The store could not be written.
    #[error("the store cannot be written at the moment")]
    Unavailable,
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A task ended unexpectedly.
    #[error("the work ended unexpectedly: {0}")]
    Broken(String),
}

impl From<WriteError<Self>> for ImportError {
    fn from(error: WriteError<Self>) -> Self {
        match error {
            WriteError::Refused(refusal) => refusal,
            WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => Self::Unavailable,
        }
    }
}

/// Reads a file and writes its rows down; nothing becomes a payer yet. A form that is sent twice brings one file.
///
/// # Errors
/// [`ImportError`]; what was written of the file until then changes no payer and goes within a week.
pub async fn receive(
    app: &App,
    user: &User,
    key: OperationKey,
    (name, bytes): (String, Vec<u8>),
) -> Result<PayerImport, ImportError> {
    Authority::Staff(user).require(Permission::ManagePayers)?;
    let _held = app.operations.hold(&key).await;
    let known = payer_imports::imports(&app.store.read()?)?.into_iter().find(|head| head.key == key);
    if let Some(known) = known.as_ref().filter(|head| head.stage != Stage::Receiving) {
        return Ok(known.clone());
    }
    let sheet = tokio::task::spawn_blocking(move || reader::read(&bytes));
    let reader::Sheet { headings, rows } = sheet.await.map_err(|error| ImportError::Broken(error.to_string()))??;
    let parts: Vec<Vec<ImportRow>> = rows.chunks(PayerImport::ROWS_IN_A_PART).map(<[ImportRow]>::to_vec).collect();
    let count = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    let head = PayerImport {
        id: known.map_or(PayerImportId::new(0), |head| head.id),
        key,
        file: name,
        by: user.id,
        at: app.now(),
        targets: meaning::guess(&headings),
        headings,
        duplicates: Duplicates::Skip,
        rows: count(rows.len()),
        parts: count(parts.len()),
        stage: Stage::Receiving,
        done: 0,
        added: 0,
        updated: 0,
        skipped: 0,
        wrong: 0,
    };
    write_down(app, head, parts).await
}

async fn write_down(app: &App, mut head: PayerImport, parts: Vec<Vec<ImportRow>>) -> Result<PayerImport, ImportError> {
    let begun = head.clone();
    head.id = app
        .store
        .write(move |writer| -> Result<_, ImportError> {
            let id = if begun.id.get() == 0 { writer.next_payer_import()? } else { begun.id };
            writer.put_import(&PayerImport { id, ..begun.clone() })?;
            Ok(id)
        })
        .await?;
    let id = head.id;
    let mut number = 0;
    for several in parts.chunks(PARTS_AT_A_TIME) {
        let (first, several) = (number, several.to_vec());
        number += u64::try_from(several.len()).unwrap_or(0);
        app.store
            .write(move |writer| -> Result<(), ImportError> {
                for (number, rows) in (first + 1..).zip(&several) {
                    writer.put_import_part(id, number, &ImportPart::Rows(rows.clone()))?;
                }
                Ok(())
            })
            .await?;
    }
    head.stage = Stage::Uploaded;
    let done = head.clone();
    app.store.write(move |writer| -> Result<(), ImportError> { Ok(writer.put_import(&done)?) }).await?;
    Ok(head)
}

/// An import of this person's.
///
/// # Errors
/// [`ImportError::NotFound`] for one of somebody else, too.
pub fn find(app: &App, user: &User, id: PayerImportId) -> Result<PayerImport, ImportError> {
    find_in(&app.store.read()?, user, id)
}

fn find_in(records: &impl Records, user: &User, id: PayerImportId) -> Result<PayerImport, ImportError> {
    let head = payer_imports::import(records, id)?.ok_or(ImportError::NotFound)?;
    if head.by == user.id { Ok(head) } else { Err(ImportError::NotFound) }
}

/// The imports of this person that are kept, latest first.
pub fn of_user(app: &App, user: &User) -> Result<Vec<PayerImport>, StoreError> {
    let mut heads = payer_imports::imports(&app.store.read()?)?;
    heads.retain(|head| head.by == user.id && head.stage != Stage::Receiving);
    Ok(heads)
}

/// Says what the columns hold and what becomes of known payers, until the import is confirmed.
///
/// # Errors
/// [`ImportError`]; nothing was changed then.
pub async fn agree(
    app: &App,
    user: &User,
    id: PayerImportId,
    (targets, duplicates): (Vec<Target>, Duplicates),
) -> Result<PayerImport, ImportError> {
    Authority::Staff(user).require(Permission::ManagePayers)?;
    let user = user.clone();
    let written = app.store.write(move |writer| {
        let head = find_in(writer, &user, id)?;
        if head.stage != Stage::Uploaded {
            return Err(ImportError::Confirmed);
        }
        let mut targets = targets.clone();
        targets.resize(head.headings.len(), Target::Ignored);
        let head = PayerImport { targets, duplicates, ..head };
        writer.put_import(&head)?;
        Ok(head)
    });
    Ok(written.await?)
}

/// What would become of the rows now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// Rows that would be new records.
    pub new: u64,
    /// Rows whose payer is known.
    pub known: u64,
    /// How many rows are wrong.
    pub wrong: u64,
    /// The first wrong rows, each with why.
    pub faults: Vec<(ImportRow, RowFault)>,
    /// The first good rows, as they are understood.
    pub sample: Vec<(u64, PayerFacts)>,
}

/// How many rows of each kind a preview shows.
const SHOWN: usize = 10;

/// Looks at every row without changing anything.
pub async fn preview(app: &App, head: &PayerImport) -> Result<Preview, ImportError> {
    let (reader, head) = (app.store.read()?, head.clone());
    let looking = tokio::task::spawn_blocking(move || {
        let (mut preview, language) = (Preview::default(), language(&reader)?);
        for number in 1..=head.parts {
            let ImportPart::Rows(rows) = payer_imports::part(&reader, head.id, number)? else { continue };
            for row in rows {
                look(&reader, &head, row, language, &mut preview)?;
            }
        }
        Ok(preview)
    });
    looking.await.map_err(|error| ImportError::Broken(error.to_string()))?
}

fn look(
    records: &impl Records,
    head: &PayerImport,
    row: ImportRow,
    language: Language,
    preview: &mut Preview,
) -> Result<(), ImportError> {
    let understood = facts_of(&row, head, language);
    let matched = match &understood {
        Ok(facts) => known(records, facts)?,
        Err(fault) => Err(*fault),
    };
    match (understood, matched) {
        (Ok(facts), Ok(known)) => {
            if known.is_some() {
                preview.known += 1;
            } else {
                preview.new += 1;
            }
            if preview.sample.len() < SHOWN {
                preview.sample.push((row.number, facts));
            }
        }
        (_, Err(fault)) | (Err(fault), _) => {
            preview.wrong += 1;
            if preview.faults.len() < SHOWN {
                preview.faults.push((row, fault));
            }
        }
    }
    Ok(())
}

fn language(records: &impl Records) -> Result<Language, StoreError> {
    Ok(firm::firm(records)?.map_or(Language::En, |firm| firm.language))
}

/// The record that a row means, by client number, else by address.
fn known(records: &impl Records, facts: &PayerFacts) -> Result<Result<Option<Payer>, RowFault>, StoreError> {
    let mut found = match &facts.client_number {
        Some(number) => payers::payers_with_client_number(records, number)?,
        None => Vec::new(),
    };
    if found.is_empty() {
        for email in &facts.emails {
            found.extend(payers::payers_with_email(records, email)?);
        }
        // Somebody with another client number is somebody else, as two people of one household are.
        found.retain(|payer| facts.client_number.is_none() || payer.client_number.is_none());
    }
    let mut ids: Vec<PayerId> = found.iter().map(Payer::stands_for).collect();
    ids.sort_unstable();
    ids.dedup();
    match ids.as_slice() {
        [] => Ok(Ok(None)),
        [only] => Ok(Ok(payers::payer(records, *only)?)),
        _ => Ok(Err(RowFault::Ambiguous)),
    }
}

/// Confirms an import and takes it in. Confirmed again, it is only taken further.
///
/// # Errors
/// [`ImportError`]; whatever was taken in until then stays, and is not taken in again.
pub async fn confirm(app: &App, user: &User, id: PayerImportId) -> Result<PayerImport, ImportError> {
    begin(app, user, id).await?;
    run(app, id).await
}

/// Confirms an import; [`run`] takes it in.
///
/// # Errors
/// [`ImportError`]; it is not confirmed then.
pub async fn begin(app: &App, user: &User, id: PayerImportId) -> Result<(), ImportError> {
    Authority::Staff(user).require(Permission::ManagePayers)?;
    let asked = user.clone();
    let written = app.store.write(move |writer| {
        let head = find_in(writer, &asked, id)?;
        if head.stage == Stage::Uploaded {
            if !head.targets.iter().any(|target| matches!(target, Target::Name | Target::Company)) {
                return Err(ImportError::NoNameColumn);
            }
            writer.put_import(&PayerImport { stage: Stage::Running, ..head })?;
        }
        Ok(())
    });
    Ok(written.await?)
}

/// Takes in what is left of an import that was confirmed.
///
/// # Errors
/// As [`confirm`].
pub async fn run(app: &App, id: PayerImportId) -> Result<PayerImport, ImportError> {
    loop {
        let now = app.now();
        let written = app.store.write(move |writer| take_in(writer, id, now));
        let head = written.await?;
        if head.stage != Stage::Running {
            return Ok(head);
        }
    }
}

/// Takes up every import that was confirmed and is not done, as after a crash; how many.
pub async fn resume(app: &App) -> Result<usize, ImportError> {
    let heads = payer_imports::imports(&app.store.read()?)?;
    let mut resumed = 0;
    for head in heads.into_iter().filter(|head| head.stage == Stage::Running) {
        run(app, head.id).await?;
        resumed += 1;
    }
    Ok(resumed)
}

/// Forgets imports of more than a week ago; how many.
pub async fn tidy(app: &App) -> Result<usize, ImportError> {
    let limit = app.now().plus_ms(-PayerImport::KEPT_MS);
    Ok(app.store.write(move |writer| -> Result<usize, ImportError> { Ok(writer.forget_imports(limit)?) }).await?)
}

/// The next part, whole, with the head moved on: or nothing.
fn take_in(writer: &mut Writer<'_>, id: PayerImportId, now: Timestamp) -> Result<PayerImport, ImportError> {
    let mut head = payer_imports::import(writer, id)?.ok_or(ImportError::NotFound)?;
    if head.stage != Stage::Running {
        return Ok(head);
    }
    let (language, by) = (language(writer)?, Actor::User(head.by));
    let number = head.done + 1;
    if number <= head.parts {
        let mut wrong = Vec::new();
        if let ImportPart::Rows(rows) = payer_imports::part(writer, id, number)? {
            for row in rows {
                match take_row(writer, &mut head, &row, (language, by, now))? {
                    Ok(()) => {}
                    Err(fault) => wrong.push((row, fault)),
                }
            }
        }
        head.wrong += u64::try_from(wrong.len()).unwrap_or(0);
        writer.put_import_part(id, number, &ImportPart::Wrong(wrong))?;
        head.done = number;
    }
    if head.done >= head.parts {
        head.stage = Stage::Done;
        let (added, updated, skipped) = (head.added, head.updated, head.skipped);
        let fact = Fact::PayersImported { file: head.file.clone(), added, updated, skipped };
        writer.record(now, by, Subject::User(head.by), fact)?;
    }
    writer.put_import(&head)?;
    Ok(head)
}

fn take_row(
    writer: &mut Writer<'_>,
    head: &mut PayerImport,
    row: &ImportRow,
    (language, by, now): (Language, Actor, Timestamp),
) -> Result<Result<(), RowFault>, StoreError> {
    let facts = match facts_of(row, head, language) {
        Ok(facts) => facts,
        Err(fault) => return Ok(Err(fault)),
    };
    let known = match known(writer, &facts)? {
        Ok(known) => known,
        Err(_) if head.duplicates == Duplicates::Create => None,
        Err(fault) => return Ok(Err(fault)),
    };
    match (known, head.duplicates) {
        (Some(_), Duplicates::Skip) => head.skipped += 1,
        (Some(payer), Duplicates::Update) => {
            let merged = meaning::onto(&payer, &facts);
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

/// Every wrong row with why: of an import that is done, those that were; of one that is not confirmed, those that would be.
///
/// # Errors
/// [`ImportError`].
pub async fn wrong_rows(app: &App, head: &PayerImport) -> Result<Vec<(ImportRow, RowFault)>, ImportError> {
    let (reader, head) = (app.store.read()?, head.clone());
    let looking = tokio::task::spawn_blocking(move || {
        let (mut wrong, language) = (Vec::new(), language(&reader)?);
        for number in 1..=head.parts {
            match payer_imports::part(&reader, head.id, number)? {
                ImportPart::Wrong(rows) => wrong.extend(rows),
                ImportPart::Rows(rows) => {
                    for row in rows {
                        let matched = match facts_of(&row, &head, language) {
                            Ok(facts) => known(&reader, &facts)?.err(),
                            Err(fault) => Some(fault),
                        };
                        wrong.extend(matched.map(|fault| (row, fault)));
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
    head: &PayerImport,
    (number, reason): (String, String),
    wrong: &[(ImportRow, String)],
) -> Result<Vec<u8>, ImportError> {
    let headings = head.headings.iter().cloned().chain([number, reason]);
    let layout = Layout {
        title: head.file.clone(),
        columns: headings.map(|heading| Column::new(heading, Kind::Text, 20)).collect(),
        about: Vec::new(),
        about_title: String::new(),
        rows_label: String::new(),
        total_label: String::new(),
        zone: "UTC".to_owned(),
        made_at: app.now(),
    };
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
