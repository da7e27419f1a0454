//! Tags and the internal note of a payment: for staff alone, and each change with who and when in the journal.

use crate::{
    app::App,
    domain::{
        annotation::{self, Annotation},
        ids::TransactionId,
        journal::{Fact, Subject},
        permission::Permission,
    },
    search,
    store::{StoreError, WriteError, annotations, transactions},
};

use super::{Authority, NotAllowed};

/// Why nothing was noted.
#[derive(Debug, thiserror::Error)]
pub enum AnnotateError {
    /// The caller may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such payment.
    #[error("no such payment")]
    NotFound,
    /// The tag is empty or longer than [`Annotation::MAX_TAG_CHARS`].
    #[error("not a tag")]
    NotATag,
    /// The payment has [`Annotation::MAX_TAGS`] already.
    #[error("too many tags")]
    TooManyTags,
    /// The note is longer than [`Annotation::MAX_NOTE_CHARS`].
    #[error("the note is too long")]
    TooLong,
    /// Somebody wrote the note in the meantime: this is what stands there now.
    #[error("the note was changed in the meantime")]
    Stale(Box<Annotation>),
    /// The store could not be written.
    #[error("the store cannot be written at the moment")]
    Unavailable,
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Puts a tag on a payment. One that is there already, whatever its capitals and accents, stays as it is.
///
/// # Errors
/// [`AnnotateError`]; nothing was changed then.
pub async fn add_tag(
    app: &App,
    authority: Authority<'_>,
    id: TransactionId,
    typed: &str,
) -> Result<Annotation, AnnotateError> {
    let tag = annotation::tag(typed).ok_or(AnnotateError::NotATag)?;
    change(app, authority, id, move |annotation| {
        if annotation.tags.iter().any(|known| search::folded(known) == search::folded(&tag)) {
            return Ok(None);
        }
        if annotation.tags.len() >= Annotation::MAX_TAGS {
            return Err(AnnotateError::TooManyTags);
        }
        annotation.tags.push(tag.clone());
        Ok(Some(Fact::TagAdded { tag: tag.clone() }))
    })
    .await
}

/// Takes a tag off a payment. One that is not there is none the less gone.
///
/// # Errors
/// [`AnnotateError`]; nothing was changed then.
pub async fn remove_tag(
    app: &App,
    authority: Authority<'_>,
    id: TransactionId,
    typed: &str,
) -> Result<Annotation, AnnotateError> {
    let wanted = search::folded(typed);
    change(app, authority, id, move |annotation| {
        let Some(index) = annotation.tags.iter().position(|known| search::folded(known) == wanted) else {
            return Ok(None);
        };
        Ok(Some(Fact::TagRemoved { tag: annotation.tags.remove(index) }))
    })
    .await
}

/// Writes the internal note, if it still is the one whose version was `seen`; an empty `text` takes it away.
///
/// # Errors
/// [`AnnotateError`]; nothing was changed then.
pub async fn write_note(
    app: &App,
    authority: Authority<'_>,
    id: TransactionId,
    (text, seen): (String, u32),
) -> Result<Annotation, AnnotateError> {
    if text.chars().count() > Annotation::MAX_NOTE_CHARS {
        return Err(AnnotateError::TooLong);
    }
    let (by, at) = (authority, app.now());
    let user = match by {
        Authority::Staff(user) => Some(user.id),
        Authority::Client | Authority::System => None,
    };
    change(app, authority, id, move |annotation| {
        // What is written twice, as by a double click, is no contradiction.
        if annotation.note == text {
            return Ok(None);
        }
        if annotation.note_version != seen {
            return Err(AnnotateError::Stale(Box::new(annotation.clone())));
        }
        annotation.note.clone_from(&text);
        annotation.note_version = annotation.note_version.saturating_add(1);
        (annotation.note_by, annotation.note_at) = (user, Some(at));
        Ok(Some(Fact::NoteWritten { text: text.clone() }))
    })
    .await
}

/// Changes what is noted on a payment. The payment's version counts up with it, so that the index is known to be behind.
async fn change(
    app: &App,
    authority: Authority<'_>,
    id: TransactionId,
    mut to: impl FnMut(&mut Annotation) -> Result<Option<Fact>, AnnotateError> + Send + 'static,
) -> Result<Annotation, AnnotateError> {
    authority.require(Permission::AnnotatePayments)?;
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        let mut payment = transactions::transaction(writer, id)?.ok_or(AnnotateError::NotFound)?;
        let mut annotation = annotations::annotation(writer, id)?;
        let Some(fact) = to(&mut annotation)? else { return Ok(annotation) };
        payment.version = payment.version.saturating_add(1);
        writer.put_transaction(&payment)?;
        writer.put_annotation(id, &annotation)?;
        writer.record(now, actor, Subject::Transaction(id), fact)?;
        Ok(annotation)
    });
    written.await.map_err(|error| match error {
        WriteError::Refused(refusal) => refusal,
        WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => AnnotateError::Unavailable,
    })
}
