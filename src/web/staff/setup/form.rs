//! The set-up form: text to a command, and the service's complaints back to fields.

use crate::{
    domain::{card::LastFour, locale::Language, merchant_account::AccountKind, money::Currency},
    service::{
        passwords::Weak,
        setup::{self, SetUp, Texts, WrongField},
    },
    web::forms::{Fields, FormErrors},
};

/// The form as typed; the password is never shown again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) firm_name: String,
    pub(super) time_zone: String,
    pub(super) currency: String,
    pub(super) language: String,
    pub(super) account_name: String,
    pub(super) account_kind: String,
    pub(super) last_four: String,
    pub(super) statement_name: String,
    pub(super) admin_name: String,
    pub(super) admin_email: String,
}

impl Typed {
    /// The form as it was sent.
    pub(super) fn sent(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        Self {
            firm_name: text("firm_name"),
            time_zone: text("time_zone"),
            currency: text("currency"),
            language: text("language"),
            account_name: text("account_name"),
            account_kind: text("account_kind"),
            last_four: text("last_four"),
            statement_name: text("statement_name"),
            admin_name: text("admin_name"),
            admin_email: text("admin_email"),
        }
    }
}

/// The fields in the order of the form, which is the order of its complaints.
const FIELDS: [&str; 11] = [
    "firm_name",
    "time_zone",
    "currency",
    "language",
    "account_name",
    "account_kind",
    "last_four",
    "statement_name",
    "admin_name",
    "admin_email",
    "password",
];

/// Reads the form. The texts are the service's to judge; it is asked even when a choice is missing, so that
/// everything that is wrong is told at once.
pub(super) fn read(typed: &Typed, password: &str) -> Result<SetUp, FormErrors> {
    let currency = Currency::from_code(&typed.currency);
    let language = Language::from_tag(&typed.language);
    let kind = match typed.account_kind.as_str() {
        "operating" => Some(AccountKind::Operating),
        "trust" => Some(AccountKind::Trust),
        _ => None,
    };
    let last_four = LastFour::parse(&typed.last_four).ok();
    let choices = [
        (currency.is_none(), "currency", "setup-error-choose"),
        (language.is_none(), "language", "setup-error-choose"),
        (kind.is_none(), "account_kind", "setup-error-choose"),
        (last_four.is_none(), "last_four", "setup-error-last-four"),
    ];
    let missing = choices.into_iter().filter(|(missing, ..)| *missing).map(|(_, name, key)| (name, key));
    let errors =
        in_order(missing.chain(setup::wrong_fields(&texts(typed, password)).iter().copied().map(complaint)).collect());
    match (currency, language, kind, last_four) {
        (Some(currency), Some(language), Some(account_kind), Some(last_four)) if errors.is_empty() => Ok(SetUp {
            firm_name: typed.firm_name.clone(),
            time_zone: typed.time_zone.clone(),
            currency,
            language,
            account_name: typed.account_name.clone(),
            account_kind,
            last_four,
            statement_name: typed.statement_name.clone(),
            admin_name: typed.admin_name.clone(),
            admin_email: typed.admin_email.clone(),
            password: password.to_owned(),
        }),
        _ => Err(errors),
    }
}

fn texts<'a>(typed: &'a Typed, password: &'a str) -> Texts<'a> {
    Texts {
        firm_name: &typed.firm_name,
        time_zone: &typed.time_zone,
        account_name: &typed.account_name,
        statement_name: &typed.statement_name,
        admin_name: &typed.admin_name,
        admin_email: &typed.admin_email,
        password,
    }
}

/// The service's complaints beside the fields they are about.
pub(super) fn complaints(wrong: &[WrongField]) -> FormErrors {
    in_order(wrong.iter().copied().map(complaint).collect())
}

fn in_order(mut wrong: Vec<(&'static str, &'static str)>) -> FormErrors {
    wrong.sort_by_key(|(name, _)| FIELDS.iter().position(|field| field == name));
    let mut errors = FormErrors::default();
    for (name, key) in wrong {
        errors.add(name, key);
    }
    errors
}

const fn complaint(field: WrongField) -> (&'static str, &'static str) {
    match field {
        WrongField::FirmName => ("firm_name", "setup-error-firm-name"),
        WrongField::TimeZone => ("time_zone", "setup-error-choose"),
        WrongField::AccountName => ("account_name", "setup-error-account-name"),
        WrongField::StatementName => ("statement_name", "setup-error-statement-name"),
        WrongField::AdminName => ("admin_name", "setup-error-admin-name"),
        WrongField::AdminEmail => ("admin_email", "form-error-email"),
        WrongField::Password(weak) => ("password", weakness(weak)),
    }
}

const fn weakness(weak: Weak) -> &'static str {
    match weak {
        Weak::TooShort => "password-error-short",
        Weak::TooLong => "password-error-long",
        Weak::Common => "password-error-common",
        Weak::Known => "password-error-known",
    }
}
