//! What the columns of a file can hold.

use serde::{Deserialize, Serialize};

/// What a column of the file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Nothing that is wanted.
    Ignored,
    /// The payer's name.
    Name,
    /// A given name, put before the name.
    GivenName,
    /// The company.
    Company,
    /// The client number.
    ClientNumber,
    /// One or more e-mail addresses.
    Emails,
    /// One or more telephone numbers.
    Phones,
    /// Street and house.
    Street,
    /// City.
    City,
    /// State or province.
    Region,
    /// Postal code.
    PostalCode,
    /// Country.
    Country,
    /// The language of mail.
    Language,
    /// The name of a contact.
    Contact,
    /// Notes.
    Notes,
    /// A custom field under the column's own heading.
    Custom,
    /// What a schedule is called.
    ScheduleName,
    /// The last digits of the card that is charged.
    Method,
    /// The name of the account that the card was saved for.
    Account,
    /// The amount of each payment.
    Amount,
    /// A sum that is divided, or at which the payments end.
    Total,
    /// How many payments.
    Count,
    /// The last day on which there may be one.
    LastDay,
    /// Until when, where that does not follow from what is filled in.
    Ends,
    /// How often.
    Frequency,
    /// The day of the first payment.
    FirstDay,
    /// The invoice paid.
    Invoice,
    /// The matter paid for.
    Matter,
    /// Any other reference.
    Reference,
    /// What a client is asked for.
    Asked,
    /// What a client is asked for into trust, beside it or alone.
    AskedInTrust,
    /// What is said to the client.
    Message,
    /// The day by which it should be paid.
    Due,
    /// The last day on which its link takes payments.
    Expires,
    /// After how many days the client is reminded.
    Reminders,
}

impl Target {
    /// What the columns of a file of schedules can hold.
    pub const OF_SCHEDULES: [Self; 16] = [
        Self::Ignored,
        Self::ClientNumber,
        Self::Emails,
        Self::ScheduleName,
        Self::Method,
        Self::Account,
        Self::Amount,
        Self::Total,
        Self::Count,
        Self::LastDay,
        Self::Ends,
        Self::Frequency,
        Self::FirstDay,
        Self::Invoice,
        Self::Matter,
        Self::Reference,
    ];
    /// What the columns of a file of requests for payment can hold.
    pub const OF_REQUESTS: [Self; 14] = [
        Self::Ignored,
        Self::Name,
        Self::Emails,
        Self::ClientNumber,
        Self::Asked,
        Self::AskedInTrust,
        Self::Invoice,
        Self::Matter,
        Self::Reference,
        Self::Message,
        Self::Due,
        Self::Expires,
        Self::Reminders,
        Self::Language,
    ];
    /// What the columns of a file of payers can hold.
    pub const OF_PAYERS: [Self; 16] = [
        Self::Ignored,
        Self::Name,
        Self::GivenName,
        Self::Company,
        Self::ClientNumber,
        Self::Emails,
        Self::Phones,
        Self::Street,
        Self::City,
        Self::Region,
        Self::PostalCode,
        Self::Country,
        Self::Language,
        Self::Contact,
        Self::Notes,
        Self::Custom,
    ];

    /// Its name in forms and locale keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ignored => "ignored",
            Self::Name => "name",
            Self::GivenName => "given-name",
            Self::Company => "company",
            Self::ClientNumber => "client-number",
            Self::Emails => "emails",
            Self::Phones => "phones",
            Self::Street => "street",
            Self::City => "city",
            Self::Region => "region",
            Self::PostalCode => "postal-code",
            Self::Country => "country",
            Self::Language => "language",
            Self::Contact => "contact",
            Self::Notes => "notes",
            Self::Custom => "custom",
            Self::ScheduleName => "schedule-name",
            Self::Method => "method",
            Self::Account => "account",
            Self::Amount => "amount",
            Self::Total => "total",
            Self::Count => "count",
            Self::LastDay => "last-day",
            Self::Ends => "ends",
            Self::Frequency => "frequency",
            Self::FirstDay => "first-day",
            Self::Invoice => "invoice",
            Self::Matter => "matter",
            Self::Reference => "reference",
            Self::Asked => "asked",
            Self::AskedInTrust => "asked-in-trust",
            Self::Message => "message",
            Self::Due => "due",
            Self::Expires => "expires",
            Self::Reminders => "reminders",
        }
    }

    /// The meaning with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let all = Self::OF_PAYERS.into_iter().chain(Self::OF_SCHEDULES).chain(Self::OF_REQUESTS);
        all.into_iter().find(|target| target.code() == code)
    }
}
