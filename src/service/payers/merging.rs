//! Making one of two records of the same payer, and two of them again.
//!
//! Nothing moves: payments, methods and history stay with the record they came to, which from now on says which one stands
//! for it. So a merge is one small write however much was paid, both names are found, and undoing it gives back all there was.

use crate::{
    app::App,
    domain::{
        ids::PayerId,
        journal::{Actor, Fact, Subject},
        payer::{
            Payer,
            merging::{Merge, combined, separated},
        },
        permission::Permission,
        time::Timestamp,
    },
    service::Authority,
    store::{StoreError, WriteError, payers, table::Writer},
};

use super::editing::{EditError, own};

/// The most records that one may stand for.
const MOST: usize = 50;

/// Why two records were not merged, or not taken apart.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// As for any change of a record.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// They are one already.
    #[error("it is the same record")]
    Same,
    /// One would stand for more records than can be shown.
    #[error("too many records")]
    TooMany,
    /// The record was merged further since: the later merge must be undone first.
    #[error("a later merge must be undone first")]
    NotLast,
    /// It was never merged.
    #[error("it is not merged")]
    NotMerged,
}

impl From<StoreError> for MergeError {
    fn from(error: StoreError) -> Self {
        Self::Edit(error.into())
    }
}

fn unwritten(error: WriteError<MergeError>) -> MergeError {
    match error {
        WriteError::Refused(refusal) => refusal,
        WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => EditError::Unavailable.into(),
    }
}

/// Merges `merged` into `survivor`, if both still are as they were `seen` in the preview (their versions).
///
/// # Errors
/// [`MergeError`]; nothing was changed then.
pub async fn merge(
    app: &App,
    authority: Authority<'_>,
    (survivor, merged): (PayerId, PayerId),
    seen: (u32, u32),
) -> Result<Payer, MergeError> {
    authority.require(Permission::ManagePayers).map_err(EditError::from)?;
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        if survivor == merged {
            return Err(MergeError::Same);
        }
        let (into, other) = (own(writer, survivor)?, own(writer, merged)?);
        for (payer, version) in [(&into, seen.0), (&other, seen.1)] {
            if payer.version != version {
                return Err(EditError::Stale(Box::new(payer.clone())).into());
            }
        }
        unite(writer, &into, &other, (actor, now))
    });
    written.await.map_err(unwritten)
}

fn unite(
    writer: &mut Writer<'_>,
    into: &Payer,
    other: &Payer,
    (actor, now): (Actor, Timestamp),
) -> Result<Payer, MergeError> {
    let members = payers::group(writer, other.id)?;
    if members.len() + payers::group(writer, into.id)?.len() > MOST {
        return Err(MergeError::TooMany);
    }
    for id in members {
        let mut member = payers::payer(writer, id)?.ok_or(StoreError::Damaged("payers"))?;
        member.merged_into.push(into.id);
        member.version = member.version.saturating_add(1);
        writer.put_payer(&member)?;
    }
    let merge = Merge { into: into.id, before: Box::new(into.clone()), by: actor, at: now };
    writer.put_merge(other.id, Some(&merge))?;
    let after = Payer { version: into.version.saturating_add(1), ..combined(into, other) };
    writer.put_payer(&after)?;
    writer.record(now, actor, Subject::Payer(other.id), Fact::PayerMerged { into: into.id })?;
    writer.record(now, actor, Subject::Payer(into.id), Fact::PayerTookIn { merged: other.id })?;
    Ok(after)
}

/// Takes a record out of the one that stands for it: what that one gained goes back, what came since stays.
///
/// # Errors
/// [`MergeError`]; nothing was changed then.
pub async fn undo(app: &App, authority: Authority<'_>, merged: PayerId) -> Result<Payer, MergeError> {
    authority.require(Permission::ManagePayers).map_err(EditError::from)?;
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        let other = payers::payer(writer, merged)?.ok_or(EditError::NotFound)?;
        let merge = payers::merge(writer, merged)?.ok_or(MergeError::NotMerged)?;
        if other.merged_into != [merge.into] {
            return Err(MergeError::NotLast);
        }
        part(writer, &other, &merge, (actor, now))
    });
    written.await.map_err(unwritten)
}

fn part(
    writer: &mut Writer<'_>,
    other: &Payer,
    merge: &Merge,
    (actor, now): (Actor, Timestamp),
) -> Result<Payer, MergeError> {
    let into = payers::payer(writer, merge.into)?.ok_or(StoreError::Damaged("payers"))?;
    let mut after = separated(&into, &merge.before, other);
    for id in payers::group(writer, into.id)?.into_iter().filter(|id| *id != into.id) {
        let mut member = payers::payer(writer, id)?.ok_or(StoreError::Damaged("payers"))?;
        if id == other.id || member.merged_into.contains(&other.id) {
            member.merged_into.pop();
            member.version = member.version.saturating_add(1);
            writer.put_payer(&member)?;
        } else if member.merged_into == [into.id] {
            // What another record knows, too, stays known, and goes with that one.
            after = combined(&after, &member);
            if let Some(later) = payers::merge(writer, id)?.filter(|later| later.at >= merge.at) {
                let before = Box::new(separated(&later.before, &merge.before, other));
                writer.put_merge(id, Some(&Merge { before, ..later }))?;
            }
        }
    }
    writer.put_merge(other.id, None)?;
    after.version = into.version.saturating_add(1);
    writer.put_payer(&after)?;
    writer.record(now, actor, Subject::Payer(other.id), Fact::PayerSeparated { from: into.id })?;
    writer.record(now, actor, Subject::Payer(into.id), Fact::PayerGaveBack { merged: other.id })?;
    Ok(payers::payer(writer, other.id)?.ok_or(StoreError::Damaged("payers"))?)
}
