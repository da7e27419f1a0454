//! Members of staff: what they choose for themselves, and passwords reset from the console.

use crate::{
    app::App,
    domain::{
        column::Column,
        ids::UserId,
        journal::{Actor, Fact, Subject},
        locale::Language,
        time::Timestamp,
        user::{Theme, User},
    },
    store::{Store, StoreError, WriteError, users},
};

/// What a person chooses; `None` leaves a choice as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// The language.
    pub language: Option<Language>,
    /// The colours.
    pub theme: Option<Theme>,
}

/// Keeps what a person chose.
pub async fn set_preferences(app: &App, id: UserId, chosen: Preferences) -> Result<(), WriteError<StoreError>> {
    let now = app.now();
    app.store
        .write(move |writer| {
            let Some(user) = users::user(writer, id)? else { return Ok(()) };
            let changed = User {
                language: chosen.language.or(user.language),
                theme: chosen.theme.unwrap_or(user.theme),
                ..user.clone()
            };
            if changed == user {
                return Ok(());
            }
            writer.put_user(&changed)?;
            writer.record(now, Actor::User(id), Subject::User(id), Fact::PreferencesChanged)
        })
        .await
}

/// Keeps the columns that a person chose for lists of payments. The usual ones are kept as no choice, so that they
/// follow when what is usual changes.
pub async fn set_columns(app: &App, id: UserId, chosen: Vec<Column>) -> Result<(), WriteError<StoreError>> {
    let now = app.now();
    let codes = if chosen == Column::USUAL { Vec::new() } else { chosen };
    let codes: Vec<String> = codes.into_iter().map(|column| column.code().to_owned()).collect();
    app.store
        .write(move |writer| {
            let Some(user) = users::user(writer, id)?.filter(|user| user.columns != codes) else { return Ok(()) };
            writer.put_user(&User { columns: codes.clone(), ..user })?;
            writer.record(now, Actor::User(id), Subject::User(id), Fact::PreferencesChanged)
        })
        .await
}

/// Gives the person with this address a new password, ends their sessions and unlocks them. `false`: nobody has it.
pub async fn reset_password(
    store: &Store,
    email: String,
    hash: String,
    now: Timestamp,
) -> Result<bool, WriteError<StoreError>> {
    store
        .write(move |writer| {
            let Some(user) = users::user_by_email(writer, &email)? else { return Ok(false) };
            let changed = User {
                password_hash: hash.clone(),
                epoch: user.epoch.saturating_add(1),
                failed_sign_ins: 0,
                locked_until: None,
                ..user
            };
            writer.put_user(&changed)?;
            writer.record(now, Actor::System, Subject::User(changed.id), Fact::PasswordChanged)?;
            Ok(true)
        })
        .await
}
