//! Taking in a file of payers, of schedules or of requests for payment: it is read once and kept in parts; what its columns mean
//! is agreed on a page; then each part is taken in by one write that also moves the import on. What a row means is for
//! [`payers`], [`schedules`] and [`requests`] to say.
//!
//! So every row counts once, whoever confirms how often and wherever the process ends: an import that was being taken in is
//! taken up again where its head stands.

mod again;
mod cells;
pub mod correcting;
mod headings;
mod looking;
pub mod payers;
pub mod reader;
pub mod requests;
pub mod schedules;

use crate::{
    app::{App, Secrets},
    domain::{
        ids::{ImportId, OperationKey, PayerId},
        import::{Asking, Duplicates, Import, ImportPart, ImportRow, Imported, RowFault, Stage, Target},
        journal::{Actor, Fact, Subject},
        payer::{Payer, words::folded},
        payment_request::rules::Handing,
        permission::Permission,
        schedule::group::ScheduleGroup,
        time::Timestamp,
        user::User,
    },
    service::{Authority, NotAllowed, bank_debits},
    store::{
        StoreError, WriteError, firm, imports,
        payers::{payer, payers_with_client_number, payers_with_email},
        schedule_groups,
        table::{Records, Writer},
    },
};

pub use self::again::{Earlier, taken_before};
pub use self::looking::{
    Counts, Preview, Show, Template, Understood, Wanted, preview, template, wrong_rows, wrong_rows_csv,
};

use self::{looking::With, reader::Unreadable};

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
    /// No column holds what every row needs.
    #[error("a column is missing that every row needs")]
    NoNameColumn,
    /// An account that money was to go to is closed, or not one of that kind.
    #[error("no such merchant account")]
    NoAccount,
    /// It was confirmed already.
    #[error("it was confirmed already")]
    Confirmed,
    /// Something was changed since the page was drawn on which it was confirmed.
    #[error("something was changed in the meantime")]
    Changed,
    /// The same rows were taken in before, and whoever confirms does not say that they know.
    #[error("the same rows were taken in before")]
    TakenBefore,
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

/// What a person must be allowed to do to take in a file.
const fn permission(of: Imported) -> Permission {
    match of {
        Imported::Payers => Permission::ManagePayers,
        Imported::Schedules => Permission::ManageSchedules,
        Imported::Requests => Permission::SendRequests,
    }
}

/// Reads a file and writes its rows down; nothing becomes a record yet. A form that is sent twice brings one file.
///
/// # Errors
/// [`ImportError`]; what was written of the file until then changes nothing else and goes within a week.
pub async fn receive(
    app: &App,
    user: &User,
    (of, key): (Imported, OperationKey),
    (name, bytes): (String, Vec<u8>),
) -> Result<Import, ImportError> {
    Authority::Staff(user).require(permission(of))?;
    let _held = app.operations.hold(&key).await;
    let (known, asking) = {
        let reader = app.store.read()?;
        let asking = match of {
            Imported::Payers | Imported::Schedules => Asking::default(),
            Imported::Requests => requests::usual_accounts(&firm::merchant_accounts(&reader)?),
        };
        (imports::imports(&reader)?.into_iter().find(|head| head.key == key), asking)
    };
    if let Some(known) = known.as_ref().filter(|head| head.stage != Stage::Receiving) {
        return Ok(known.clone());
    }
    let read = move || reader::read(&bytes).map(|sheet| (again::fingerprint(&sheet), sheet));
    let read = tokio::task::spawn_blocking(read).await.map_err(|error| ImportError::Broken(error.to_string()))?;
    let (contents, reader::Sheet { headings, rows }) = read?;
    let parts: Vec<Vec<ImportRow>> = rows.chunks(Import::ROWS_IN_A_PART).map(<[ImportRow]>::to_vec).collect();
    let count = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    let head = Import {
        id: known.map_or(ImportId::new(0), |head| head.id),
        key,
        file: name,
        by: user.id,
        at: app.now(),
        targets: guess(of, &headings),
        headings,
        duplicates: of.duplicates().first().copied().unwrap_or_default(),
        rows: count(rows.len()),
        parts: count(parts.len()),
        stage: Stage::Receiving,
        done: 0,
        added: 0,
        updated: 0,
        skipped: 0,
        wrong: 0,
        of,
        asking,
        contents: Some(contents),
        left_out: 0,
        changes: 0,
    };
    write_down(app, head, parts).await
}

async fn write_down(app: &App, mut head: Import, parts: Vec<Vec<ImportRow>>) -> Result<Import, ImportError> {
    let begun = head.clone();
    head.id = app
        .store
        .write(move |writer| -> Result<_, ImportError> {
            let id = if begun.id.get() == 0 { writer.next_import()? } else { begun.id };
            writer.put_import(&Import { id, ..begun.clone() })?;
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
pub fn find(app: &App, user: &User, (of, id): (Imported, ImportId)) -> Result<Import, ImportError> {
    let head = find_in(&app.store.read()?, user, id)?;
    if head.of == of { Ok(head) } else { Err(ImportError::NotFound) }
}

fn find_in(records: &impl Records, user: &User, id: ImportId) -> Result<Import, ImportError> {
    let head = imports::import(records, id)?.ok_or(ImportError::NotFound)?;
    if head.by == user.id && head.stage != Stage::Remembered { Ok(head) } else { Err(ImportError::NotFound) }
}

/// The imports of this person that are kept, latest first.
pub fn of_user(app: &App, user: &User, of: Imported) -> Result<Vec<Import>, StoreError> {
    let mut heads = imports::imports(&app.store.read()?)?;
    let is_kept = |head: &Import| !matches!(head.stage, Stage::Receiving | Stage::Remembered);
    heads.retain(|head| head.by == user.id && head.of == of && is_kept(head));
    Ok(heads)
}

/// Says what the columns hold, what becomes of what is known and where money goes, until the import is confirmed.
///
/// # Errors
/// [`ImportError`]; nothing was changed then.
pub async fn agree(
    app: &App,
    user: &User,
    id: ImportId,
    (targets, duplicates, asking): (Vec<Target>, Duplicates, Asking),
) -> Result<Import, ImportError> {
    let user = user.clone();
    let written = app.store.write(move |writer| {
        let head = find_in(writer, &user, id)?;
        Authority::Staff(&user).require(permission(head.of))?;
        if head.stage != Stage::Uploaded {
            return Err(ImportError::Confirmed);
        }
        let asking = match head.of {
            Imported::Payers | Imported::Schedules => Asking::default(),
            Imported::Requests if requests::accounts_fit(&asking, &firm::merchant_accounts(writer)?) => asking.clone(),
            Imported::Requests => return Err(ImportError::NoAccount),
        };
        let mut targets = targets.clone();
        targets.resize(head.headings.len(), Target::Ignored);
        let same = (&head.targets, head.duplicates, &head.asking) == (&targets, duplicates, &asking);
        let changes = head.changes + u64::from(!same);
        let head = Import { targets, duplicates, asking, changes, ..head };
        writer.put_import(&head)?;
        Ok(head)
    });
    Ok(written.await?)
}

/// A heading or a word without case, accents and punctuation.
fn plain(text: &str) -> String {
    let words = folded(text);
    let parts = words.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

/// What each column holds, as its heading says.
#[must_use]
pub fn guess(of: Imported, headings: &[String]) -> Vec<Target> {
    let plain: Vec<String> = headings.iter().map(|heading| plain(heading)).collect();
    let mut targets: Vec<Target> = plain.iter().map(|heading| meaning(of, heading)).collect();
    if of == Imported::Payers {
        payers::tell_names_apart(&plain, &mut targets);
    }
    // A second column of a kind that a row has once is not wanted twice.
    for index in 1..targets.len() {
        let once = !matches!(targets[index], Target::Emails | Target::Phones | Target::Custom | Target::Contact);
        if once && targets[..index].contains(&targets[index]) {
            targets[index] = Target::Ignored;
        }
    }
    targets
}

fn meaning(of: Imported, heading: &str) -> Target {
    let mut known = own_headings(of).iter().chain(headings::SHARED);
    let fits = |(known, target): &&(&str, Target)| *known == heading && of.targets().contains(target);
    known.find(fits).map_or(Target::Ignored, |(_, target)| *target)
}

const fn own_headings(of: Imported) -> &'static [(&'static str, Target)] {
    match of {
        Imported::Payers => payers::HEADINGS,
        Imported::Schedules => schedules::HEADINGS,
        Imported::Requests => requests::HEADINGS,
    }
}

/// The record that a row means, by client number, else by address.
fn known(
    records: &impl Records,
    client_number: Option<&String>,
    emails: &[String],
) -> Result<Result<Option<Payer>, RowFault>, StoreError> {
    let mut found = match client_number {
        Some(number) => payers_with_client_number(records, number)?,
        None => Vec::new(),
    };
    if found.is_empty() {
        for email in emails {
            found.extend(payers_with_email(records, email)?);
        }
        // Somebody with another client number is somebody else, as two people of one household are.
        found.retain(|payer| client_number.is_none() || payer.client_number.is_none());
    }
    let mut ids: Vec<PayerId> = found.iter().map(Payer::stands_for).collect();
    ids.sort_unstable();
    ids.dedup();
    match ids.as_slice() {
        [] => Ok(Ok(None)),
        [only] => Ok(Ok(payer(records, *only)?)),
        _ => Ok(Err(RowFault::Ambiguous)),
    }
}

/// Confirms an import and takes it in. Confirmed again, it is only taken further.
///
/// # Errors
/// [`ImportError`]; whatever was taken in until then stays, and is not taken in again.
pub async fn confirm(app: &App, user: &User, id: ImportId) -> Result<Import, ImportError> {
    let seen = find_in(&app.store.read()?, user, id)?.changes;
    begin(app, user, id, (Handing::Link, None, seen)).await?;
    run(app, id).await
}

/// Confirms an import; [`run`] takes it in. Requests reach their clients as was said by whoever confirmed first, who names how
/// often the import had been changed when they looked at it. Rows that were taken in before are only taken in again by whoever
/// names the latest import that had them.
///
/// # Errors
/// [`ImportError`]; it is not confirmed then.
pub async fn begin(
    app: &App,
    user: &User,
    id: ImportId,
    (handing, again, seen): (Handing, Option<ImportId>, u64),
) -> Result<(), ImportError> {
    let (user, now, taking_debits) = (user.clone(), app.now(), bank_debits::accounts(app)?);
    let written = app.store.write(move |writer| {
        let head = find_in(writer, &user, id)?;
        Authority::Staff(&user).require(permission(head.of))?;
        if head.stage != Stage::Uploaded {
            return Ok(());
        }
        if head.changes != seen {
            return Err(ImportError::Changed);
        }
        if !has_columns(&head) {
            return Err(ImportError::NoNameColumn);
        }
        if again::latest(writer, &head)?.is_some_and(|earlier| again != Some(earlier.id)) {
            return Err(ImportError::TakenBefore);
        }
        let mut asking = head.asking.clone();
        match head.of {
            Imported::Payers => {}
            Imported::Schedules => schedules::begin(writer, &head, now)?,
            Imported::Requests => {
                let accepted = requests::accepted(&head, &taking_debits);
                asking = Asking { handing: Some(handing), accepted, ..asking };
            }
        }
        Ok(writer.put_import(&Import { stage: Stage::Running, asking, ..head })?)
    });
    Ok(written.await?)
}

/// Whether the columns are there without which every row would be wrong.
#[must_use]
pub fn has_columns(head: &Import) -> bool {
    let any = |wanted: &[Target]| head.targets.iter().any(|target| wanted.contains(target));
    match head.of {
        Imported::Payers => any(&[Target::Name, Target::Company]),
        Imported::Schedules => {
            any(&[Target::ClientNumber, Target::Emails]) && any(&[Target::FirstDay]) && any(&[Target::Frequency])
        }
        Imported::Requests => any(&[Target::Name, Target::ClientNumber]) && any(&[Target::Asked, Target::AskedInTrust]),
    }
}

/// The group of the schedules that came with a file, once it was confirmed.
///
/// # Errors
/// When the store cannot be read.
pub fn group_of(app: &App, head: &Import) -> Result<Option<ScheduleGroup>, StoreError> {
    schedule_groups::group_by_key(&app.store.read()?, &head.key)
}

/// Takes in what is left of an import that was confirmed.
///
/// # Errors
/// As [`confirm`].
pub async fn run(app: &App, id: ImportId) -> Result<Import, ImportError> {
    loop {
        let (now, secrets) = (app.now(), app.secrets.clone());
        let written = app.store.write(move |writer| take_in(writer, id, (&secrets, now)));
        let head = written.await?;
        if head.stage != Stage::Running {
            return Ok(head);
        }
    }
}

/// Takes up every import that was confirmed and is not done, as after a crash; how many.
pub async fn resume(app: &App) -> Result<usize, ImportError> {
    let heads = imports::imports(&app.store.read()?)?;
    let mut resumed = 0;
    for head in heads.into_iter().filter(|head| head.stage == Stage::Running) {
        run(app, head.id).await?;
        resumed += 1;
    }
    Ok(resumed)
}

/// Forgets the rows of imports of more than a week ago, and after a year that there were any; of how many.
pub async fn tidy(app: &App) -> Result<usize, ImportError> {
    let limits = (app.now().plus_ms(-Import::KEPT_MS), app.now().plus_ms(-Import::REMEMBERED_MS));
    Ok(app.store.write(move |writer| -> Result<usize, ImportError> { Ok(writer.forget_imports(limits)?) }).await?)
}

/// The next part, whole, with the head moved on: or nothing.
fn take_in(
    writer: &mut Writer<'_>,
    id: ImportId,
    (secrets, now): (&Secrets, Timestamp),
) -> Result<Import, ImportError> {
    let mut head = imports::import(writer, id)?.ok_or(ImportError::NotFound)?;
    if head.stage != Stage::Running {
        return Ok(head);
    }
    let with = With::new(writer, &head, now)?;
    let number = head.done + 1;
    if number <= head.parts {
        let mut wrong = Vec::new();
        if let ImportPart::Rows(mut rows) = imports::part(writer, id, number)? {
            let all = rows.len();
            rows.retain(|row| !row.left_out);
            head.left_out += u64::try_from(all - rows.len()).unwrap_or(0);
            wrong = match head.of {
                Imported::Payers => payers::take(writer, &mut head, rows, (with.language, now))?,
                Imported::Schedules => schedules::take(writer, &mut head, rows, &with)?,
                Imported::Requests => requests::take(writer, &mut head, rows, (&with, secrets))?,
            };
        }
        head.wrong += u64::try_from(wrong.len()).unwrap_or(0);
        writer.put_import_part(id, number, &ImportPart::Wrong(wrong))?;
        head.done = number;
    }
    if head.done >= head.parts {
        head.stage = Stage::Done;
        end(writer, &head, now)?;
    }
    writer.put_import(&head)?;
    Ok(head)
}

fn end(writer: &mut Writer<'_>, head: &Import, now: Timestamp) -> Result<(), StoreError> {
    let (by, file) = (Actor::User(head.by), head.file.clone());
    let (added, updated, skipped) = (head.added, head.updated, head.skipped);
    let fact = match head.of {
        Imported::Payers => Fact::PayersImported { file, added, updated, skipped },
        Imported::Schedules => {
            schedules::end(writer, head, now)?;
            Fact::SchedulesImported { file, added, skipped }
        }
        Imported::Requests => Fact::PaymentRequestsImported { file, added },
    };
    writer.record(now, by, Subject::User(head.by), fact)
}
