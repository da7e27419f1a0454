//! What the firm may know of a card or bank account: never its number.

use serde::{Deserialize, Serialize};

use super::{
    bank_account::{AccountType, HolderType, RoutingNumber},
    ids::{MerchantAccountId, PayerId, PaymentMethodId},
    keeping::Agreement,
    payer::Address,
    return_code::ReturnCode,
    time::{Day, Timestamp},
};

/// A card network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardBrand {
    /// Visa.
    Visa,
    /// Mastercard.
    Mastercard,
    /// American Express.
    Amex,
    /// Discover.
    Discover,
    /// Diners Club.
    Diners,
    /// JCB.
    Jcb,
    /// China UnionPay.
    UnionPay,
}

impl CardBrand {
    /// Every network.
    pub const ALL: [Self; 7] =
        [Self::Visa, Self::Mastercard, Self::Amex, Self::Discover, Self::Diners, Self::Jcb, Self::UnionPay];

    /// The network's name, the same in every language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Visa => "Visa",
            Self::Mastercard => "Mastercard",
            Self::Amex => "American Express",
            Self::Discover => "Discover",
            Self::Diners => "Diners Club",
            Self::Jcb => "JCB",
            Self::UnionPay => "UnionPay",
        }
    }
}

/// Where the money on a card comes from. Surcharging rules turn on it; `Unknown` counts as "not credit".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Funding {
    /// A credit card.
    Credit,
    /// A debit card.
    Debit,
    /// A prepaid card.
    Prepaid,
    /// The processor did not say.
    Unknown,
}

/// The last four digits of a card or account number: all of it that may be shown (PCI DSS 3.4.1, FACTA).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LastFour(String);

/// The text is not exactly four digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not four digits")]
pub struct NotFourDigits;

impl LastFour {
    /// Accepts exactly four ASCII digits.
    ///
    /// # Errors
    /// [`NotFourDigits`] for anything else, a whole card number above all.
    pub fn parse(text: &str) -> Result<Self, NotFourDigits> {
        if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotFourDigits)
        }
    }

    /// The four digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for LastFour {
    type Error = NotFourDigits;

    fn try_from(text: String) -> Result<Self, NotFourDigits> {
        Self::parse(&text)
    }
}

impl From<LastFour> for String {
    fn from(last_four: LastFour) -> Self {
        last_four.0
    }
}

/// A card's expiry month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Expiry {
    year: u16,
    month: u8,
}

impl Expiry {
    /// The month `month` (1–12) of the four-digit `year`, or `None` when there is no such month.
    #[must_use]
    pub fn new(month: u8, year: u16) -> Option<Self> {
        ((1..=12).contains(&month) && (2000..2100).contains(&year)).then_some(Self { year, month })
    }

    /// The month, 1–12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The four-digit year.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Whether the card is past its last valid month in the month given.
    #[must_use]
    pub fn is_before(self, month: u8, year: u16) -> bool {
        (self.year, self.month) < (year, month)
    }
}

/// What identifies a payment instrument to people: printed on receipts and shown in lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instrument {
    /// A card.
    Card {
        /// Its network.
        brand: CardBrand,
        /// Its last four digits.
        last_four: LastFour,
        /// Its expiry month; shown to staff, never on a receipt (FACTA).
        expiry: Expiry,
        /// Credit, debit or prepaid.
        funding: Funding,
    },
    /// A bank account debited by ACH.
    BankAccount {
        /// The last four digits of the account number.
        last_four: LastFour,
        /// The bank's number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        routing: Option<RoutingNumber>,
        /// The bank's name, where it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bank_name: Option<String>,
        /// Checking or savings.
        #[serde(default)]
        account_type: AccountType,
        /// Whose account it is.
        #[serde(default)]
        holder_type: HolderType,
    },
}

impl Instrument {
    /// The last four digits.
    #[must_use]
    pub const fn last_four(&self) -> &LastFour {
        match self {
            Self::Card { last_four, .. } | Self::BankAccount { last_four, .. } => last_four,
        }
    }

    /// The network, for a card.
    #[must_use]
    pub const fn brand(&self) -> Option<CardBrand> {
        match self {
            Self::Card { brand, .. } => Some(*brand),
            Self::BankAccount { .. } => None,
        }
    }

    /// A bank account of which only its last digits are known.
    #[must_use]
    pub fn bank_account(last_four: LastFour) -> Self {
        let (account_type, holder_type) = (AccountType::default(), HolderType::default());
        Self::BankAccount { last_four, routing: None, bank_name: None, account_type, holder_type }
    }

    /// Whether it is a bank account.
    #[must_use]
    pub const fn is_bank_account(&self) -> bool {
        matches!(self, Self::BankAccount { .. })
    }
}

/// A card or account that the processor keeps for a payer, known to us by its token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentMethod {
    /// Its row.
    pub id: PaymentMethodId,
    /// Who it belongs to.
    pub payer: PayerId,
    /// The merchant account under whose processor the token is valid.
    pub merchant_account: MerchantAccountId,
    /// The processor's token. Not a number, useless elsewhere.
    pub token: String,
    /// What people know it by.
    pub instrument: Instrument,
    /// The holder's name.
    pub holder: String,
    /// The processor's fingerprint of the number: equal for the same card saved twice.
    pub fingerprint: String,
    /// When it was saved.
    pub created_at: Timestamp,
    /// The return after which it may no longer be debited, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<(Timestamp, ReturnCode)>,
    /// What staff call it, such as "office card".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub nickname: String,
    /// The address on its statements.
    #[serde(default, skip_serializing_if = "Address::is_empty")]
    pub billing_address: Address,
    /// Why and since when it is not charged any more. Payments made with it still name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled: Option<Disabled>,
    /// The reminders that were sent of its expiry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminded: Vec<Reminded>,
    /// That its payer agreed to its being kept, where that was noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Agreement>,
    /// Whether it came from somebody of whom nothing was known but the name and address they typed, as on a payment page:
    /// both may be another person's. The firm charges it as agreed; whoever has that address does not, until they entered
    /// it themselves.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_typed: bool,
}

/// Why and since when a method is not charged any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disabled {
    /// Why.
    pub reason: DisabledReason,
    /// Since when.
    pub at: Timestamp,
}

/// Why a method is not charged any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisabledReason {
    /// The firm or the payer removed it.
    Removed,
}

/// A reminder that a card expires: sent once for each month of expiry and each number of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminded {
    /// The month of expiry that it was about.
    pub expiry: Expiry,
    /// How many days before the end of that month it was due.
    pub days: u16,
}

impl PaymentMethod {
    /// The most characters of a nickname.
    pub const MAX_NICKNAME_CHARS: usize = 40;

    /// Whether it can be charged as far as we know.
    #[must_use]
    pub const fn is_enabled(&self) -> bool {
        self.disabled.is_none()
    }

    /// Whether it may be charged: neither removed, nor stopped after a return.
    #[must_use]
    pub const fn is_chargeable(&self) -> bool {
        self.is_enabled() && self.stopped.is_none()
    }

    /// [`PaymentMethod::is_chargeable`], and not a card that is past its last valid month on `day`.
    #[must_use]
    pub fn is_chargeable_on(&self, day: Day) -> bool {
        let last = self.expiry().map(|expiry| Day::new(expiry.year(), expiry.month(), 1));
        self.is_chargeable() && last.is_none_or(|month| month >= day.first_of_month())
    }

    /// Whether whoever signs in as its payer may pay with it.
    #[must_use]
    pub const fn is_own(&self) -> bool {
        self.is_chargeable() && !self.only_typed
    }

    /// The expiry month, for a card.
    #[must_use]
    pub const fn expiry(&self) -> Option<Expiry> {
        match &self.instrument {
            Instrument::Card { expiry, .. } => Some(*expiry),
            Instrument::BankAccount { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_four_takes_four_digits_and_nothing_longer() {
        assert!(LastFour::parse("0005").is_ok());
        for bad in ["", "123", "12345", "12a4", "4111111111111111", "１２３４"] {
            assert_eq!(LastFour::parse(bad), Err(NotFourDigits), "{bad}");
        }
    }

    #[test]
    fn a_card_is_good_through_its_expiry_month() {
        let expiry = Expiry::new(11, 2026).unwrap();
        assert!(!expiry.is_before(11, 2026));
        assert!(expiry.is_before(12, 2026));
        assert!(expiry.is_before(1, 2027));
        assert!(!expiry.is_before(12, 2025));
        assert_eq!(Expiry::new(13, 2026), None);
        assert_eq!(Expiry::new(0, 2026), None);
    }
}
