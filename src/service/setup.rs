//! The first run: the firm, its first deposit account and its first administrator, written exactly once.
//!
//! Whoever reaches a fresh portal first must not become its owner, so setting up takes a token that only the person
//! at the console has seen.

use subtle::ConstantTimeEq as _;

use crate::{
    app::Ids,
    domain::{
        card::LastFour,
        firm::Firm,
        journal::{Actor, Fact, Subject},
        locale::Language,
        merchant_account::{AccountKind, MerchantAccount, Processor},
        money::Currency,
        permission::Role,
        time::Timestamp,
        user::{AlertMail, Theme, User},
    },
    store::{StoreError, WriteError, firm, table::Writer},
};

use super::{
    passwords::{self, About, HashError, Passwords, Weak},
    sessions::Desk,
};

/// Characters that fit on a payer's statement.
const STATEMENT_NAME_CHARACTERS: usize = 22;
/// The most characters of any other name.
const NAME_CHARACTERS: usize = 120;

/// The token that the console shows at the first run. It opens the set-up until that has succeeded, and nothing
/// afterwards, because a firm is then there.
pub struct SetUpToken(String);

impl SetUpToken {
    /// A new one, of 256 bits.
    #[must_use]
    pub fn draw(ids: &Ids) -> Self {
        Self(ids.token())
    }

    /// The token as text, for the console alone.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `text` is the token; takes equally long for any wrong one.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.0.as_bytes().ct_eq(text.as_bytes()).into()
    }
}

/// What the first run asks for.
#[derive(Clone)]
pub struct SetUp {
    /// The firm's name.
    pub firm_name: String,
    /// Its IANA time zone.
    pub time_zone: String,
    /// The currency of its first account.
    pub currency: Currency,
    /// The language of the portal.
    pub language: Language,
    /// What the firm calls its first deposit account.
    pub account_name: String,
    /// Whose money that account holds.
    pub account_kind: AccountKind,
    /// Last four digits of its bank account.
    pub last_four: LastFour,
    /// The name on the payer's statement, at most 22 characters.
    pub statement_name: String,
    /// The administrator's name.
    pub admin_name: String,
    /// The address the administrator signs in with.
    pub admin_email: String,
    /// The administrator's password.
    pub password: String,
}

/// A field of [`SetUp`] that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongField {
    /// Empty or too long.
    FirmName,
    /// Not a zone of the IANA database.
    TimeZone,
    /// Empty or too long.
    AccountName,
    /// Empty, or more than 22 characters.
    StatementName,
    /// Empty or too long.
    AdminName,
    /// Not an e-mail address.
    AdminEmail,
    /// Breaks this rule.
    Password(Weak),
}

/// Why the portal was not set up.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    /// The token is not the one on the console.
    #[error("the token is not the one on the console")]
    WrongToken,
    /// It is set up already.
    #[error("the portal is set up already")]
    AlreadySetUp,
    /// These fields cannot be used, in the order of the form.
    #[error("some fields cannot be used")]
    Wrong(Vec<WrongField>),
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The write was not done.
    #[error("the set-up could not be written")]
    Write(#[source] WriteError<StoreError>),
}

/// Why the closure of the one write stopped.
enum Stop {
    AlreadySetUp,
    Store(StoreError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<WriteError<Stop>> for SetUpError {
    fn from(error: WriteError<Stop>) -> Self {
        match error {
            WriteError::Refused(Stop::AlreadySetUp) => Self::AlreadySetUp,
            WriteError::Refused(Stop::Store(error)) => Self::Store(error),
            WriteError::InDoubt => Self::Write(WriteError::InDoubt),
            WriteError::ReadOnly => Self::Write(WriteError::ReadOnly),
            WriteError::Busy => Self::Write(WriteError::Busy),
        }
    }
}

/// Writes the firm, its account and its administrator in one go, unless there is a firm.
///
/// # Errors
/// [`SetUpError`]; then nothing was written, but for a write in doubt.
pub async fn set_up(
    desk: Desk<'_>,
    passwords: &Passwords,
    (expected, token): (&SetUpToken, &str),
    wishes: SetUp,
) -> Result<(), SetUpError> {
    if firm::firm(&desk.store.read()?)?.is_some() {
        return Err(SetUpError::AlreadySetUp);
    }
    if !expected.matches(token) {
        return Err(SetUpError::WrongToken);
    }
    let wrong = wrong_fields(&wishes.texts());
    if !wrong.is_empty() {
        return Err(SetUpError::Wrong(wrong));
    }
    let hash = passwords.hash(&wishes.password, desk.ids.bytes()).await?;
    let now = desk.clock.now();
    Ok(desk.store.write(move |writer| write(writer, &wishes, &hash, now)).await?)
}

impl SetUp {
    fn texts(&self) -> Texts<'_> {
        Texts {
            firm_name: &self.firm_name,
            time_zone: &self.time_zone,
            account_name: &self.account_name,
            statement_name: &self.statement_name,
            admin_name: &self.admin_name,
            admin_email: &self.admin_email,
            password: &self.password,
        }
    }
}

/// The part of [`SetUp`] that is typed as text, so that it can be judged while the choices are still missing.
#[derive(Clone, Copy)]
pub struct Texts<'a> {
    /// The firm's name.
    pub firm_name: &'a str,
    /// Its IANA time zone.
    pub time_zone: &'a str,
    /// What the firm calls its first deposit account.
    pub account_name: &'a str,
    /// The name on the payer's statement.
    pub statement_name: &'a str,
    /// The administrator's name.
    pub admin_name: &'a str,
    /// The address the administrator signs in with.
    pub admin_email: &'a str,
    /// The administrator's password.
    pub password: &'a str,
}

/// Which of the texts cannot be used.
#[must_use]
pub fn wrong_fields(wishes: &Texts<'_>) -> Vec<WrongField> {
    let about = About { email: wishes.admin_email, firm: wishes.firm_name };
    let fits = |text: &str, most: usize| !text.trim().is_empty() && text.trim().chars().count() <= most;
    let mut wrong = Vec::new();
    let mut require = |holds: bool, field| {
        if !holds {
            wrong.push(field);
        }
    };
    require(fits(wishes.firm_name, NAME_CHARACTERS), WrongField::FirmName);
    require(jiff::tz::TimeZone::get(wishes.time_zone).is_ok(), WrongField::TimeZone);
    require(fits(wishes.account_name, NAME_CHARACTERS), WrongField::AccountName);
    require(fits(wishes.statement_name, STATEMENT_NAME_CHARACTERS), WrongField::StatementName);
    require(fits(wishes.admin_name, NAME_CHARACTERS), WrongField::AdminName);
    require(is_email(wishes.admin_email.trim()), WrongField::AdminEmail);
    if let Err(weak) = passwords::check(wishes.password, about) {
        require(false, WrongField::Password(weak));
    }
    wrong
}

/// The mail server has the last word; this only catches slips.
fn is_email(text: &str) -> bool {
    let shaped = text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !domain.contains('@') && !domain.starts_with('.')
    });
    shaped && text.len() <= 254 && text.chars().all(|character| !character.is_whitespace() && !character.is_control())
}

fn write(writer: &mut Writer<'_>, wishes: &SetUp, hash: &str, now: Timestamp) -> Result<(), Stop> {
    if firm::firm(writer)?.is_some() {
        return Err(Stop::AlreadySetUp);
    }
    let admin = administrator(writer, wishes, hash, now)?;
    let account = account(writer, wishes)?;
    let actor = Actor::User(admin.id);
    writer.put_firm(&new_firm(wishes, now))?;
    writer.put_user(&admin)?;
    writer.put_merchant_account(&account)?;
    writer.record(now, actor, Subject::Firm, Fact::FirmSetUp)?;
    writer.record(now, actor, Subject::User(admin.id), Fact::UserAdded)?;
    Ok(writer.record(now, actor, Subject::MerchantAccount(account.id), Fact::MerchantAccountAdded)?)
}

fn new_firm(wishes: &SetUp, now: Timestamp) -> Firm {
    Firm {
        name: wishes.firm_name.trim().to_owned(),
        time_zone: wishes.time_zone.clone(),
        currency: wishes.currency,
        language: wishes.language,
        locales: Language::ALL.map(Language::default_locale),
        address: String::new(),
        email: String::new(),
        phone: String::new(),
        created_at: now,
    }
}

fn administrator(writer: &mut Writer<'_>, wishes: &SetUp, hash: &str, now: Timestamp) -> Result<User, StoreError> {
    Ok(User {
        id: writer.next_user()?,
        email: wishes.admin_email.trim().to_lowercase(),
        name: wishes.admin_name.trim().to_owned(),
        password_hash: hash.to_owned(),
        role: Role::Administrator,
        language: Some(wishes.language),
        theme: Theme::Device,
        columns: Vec::new(),
        active: true,
        epoch: 0,
        failed_sign_ins: 0,
        locked_until: None,
        refund_limit: None,
        alert_mail: AlertMail::Never,
        created_at: now,
    })
}

fn account(writer: &mut Writer<'_>, wishes: &SetUp) -> Result<MerchantAccount, StoreError> {
    Ok(MerchantAccount {
        id: writer.next_merchant_account()?,
        name: wishes.account_name.trim().to_owned(),
        kind: wishes.account_kind,
        currency: wishes.currency,
        last_four: wishes.last_four.clone(),
        statement_name: wishes.statement_name.trim().to_owned(),
        processor: Processor::Sandbox,
        used: false,
        active: true,
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{
        service::{
            sessions::tests::TestHall,
            sessions::{Credentials, sign_in},
        },
        store::{journal, users},
    };

    pub(crate) fn wishes() -> SetUp {
        SetUp {
            firm_name: "Harlow & Finch LLP".into(),
            time_zone: "America/New_York".into(),
            currency: Currency::USD,
            language: Language::En,
            account_name: "Operating".into(),
            account_kind: AccountKind::Operating,
            last_four: LastFour::parse("3302").unwrap(),
            statement_name: "HARLOW FINCH LLP".into(),
            admin_name: "Dana Okafor".into(),
            admin_email: "Dana@Firm.example".into(),
            password: "a long enough one".into(),
        }
    }

    async fn try_set_up(hall: &TestHall, token: &str, wishes: SetUp) -> Result<(), SetUpError> {
        let expected = SetUpToken("the token".into());
        set_up(hall.desk(), &hall.doorkeeper.passwords, (&expected, token), wishes).await
    }

    #[tokio::test]
    async fn a_wrong_token_opens_nothing() {
        let hall = TestHall::empty();
        for token in ["", "the toke", "the token ", "THE TOKEN"] {
            assert!(matches!(try_set_up(&hall, token, wishes()).await, Err(SetUpError::WrongToken)), "{token}");
        }
        assert_eq!(firm::firm(&hall.store.read().unwrap()).unwrap(), None);
    }

    #[tokio::test]
    async fn fields_that_cannot_be_used_are_named_together() {
        let hall = TestHall::empty();
        let wrong = SetUp {
            firm_name: " ".into(),
            time_zone: "Mars/Olympus".into(),
            account_name: String::new(),
            statement_name: "more than twenty-two characters".into(),
            admin_name: "x".repeat(121),
            admin_email: "dana at firm".into(),
            password: "short".into(),
            ..wishes()
        };
        let Err(SetUpError::Wrong(fields)) = try_set_up(&hall, "the token", wrong).await else {
            panic!("accepted");
        };
        let wanted = [
            WrongField::FirmName,
            WrongField::TimeZone,
            WrongField::AccountName,
            WrongField::StatementName,
            WrongField::AdminName,
            WrongField::AdminEmail,
            WrongField::Password(Weak::TooShort),
        ];
        assert_eq!(fields, wanted);
        assert_eq!(firm::firm(&hall.store.read().unwrap()).unwrap(), None);
    }

    #[tokio::test]
    async fn the_portal_is_set_up_exactly_once() {
        let hall = TestHall::empty();
        let (first, second) =
            tokio::join!(try_set_up(&hall, "the token", wishes()), try_set_up(&hall, "the token", wishes()));
        assert_ne!(first.is_ok(), second.is_ok(), "{first:?} {second:?}");
        assert!(matches!(try_set_up(&hall, "the token", wishes()).await, Err(SetUpError::AlreadySetUp)));
        let reader = hall.store.read().unwrap();
        assert_eq!(users::users(&reader).unwrap().len(), 1);
        assert_eq!(firm::merchant_accounts(&reader).unwrap().len(), 1);
        assert_eq!(journal::tail(&reader).unwrap().sequence, 3);
    }

    #[tokio::test]
    async fn the_administrator_can_sign_in_afterwards() {
        let hall = TestHall::empty();
        try_set_up(&hall, "the token", wishes()).await.unwrap();
        let credentials = Credentials {
            email: "dana@firm.example",
            password: "a long enough one",
            peer: "192.0.2.1",
            replaces: None,
        };
        let signed_in = sign_in(hall.desk(), &hall.doorkeeper, credentials).await.unwrap();
        assert_eq!(signed_in.user.role, Role::Administrator);
    }
}
