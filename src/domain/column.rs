//! What a list of payments can show, one column each, and the set a person chose. Lists, exports and reports share these
//! names; how a value is drawn or written is theirs.

/// A column of a list of payments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Column {
    /// The payment's number, which is its receipt's.
    Number,
    /// When it was asked for.
    #[default]
    Date,
    /// Who paid.
    Payer,
    /// The firm's client number.
    Client,
    /// The matter paid for.
    Matter,
    /// The invoice paid.
    Invoice,
    /// Any other reference.
    Reference,
    /// The card network, or that it was a bank account.
    Method,
    /// The last four digits of the card or account.
    LastFour,
    /// The name on the card or account.
    Holder,
    /// Where the money goes.
    Account,
    /// Where the payment came from.
    Source,
    /// Where it stands.
    Status,
    /// Its amount.
    Amount,
    /// The tax in it.
    Tax,
    /// What was added for paying by credit card.
    Surcharge,
    /// What of it was given back.
    Refunded,
    /// What remains: nothing of a payment that was not approved.
    Net,
    /// The currency.
    Currency,
    /// Who asked for it.
    EnteredBy,
    /// The issuer's approval code.
    Approval,
    /// The processor's id.
    GatewayId,
    /// Where receipts go.
    Email,
    /// The note to the payer.
    Note,
}

impl Column {
    /// Every column, in the order in which they are offered.
    pub const ALL: [Self; 24] = [
        Self::Number,
        Self::Date,
        Self::Payer,
        Self::Client,
        Self::Matter,
        Self::Invoice,
        Self::Reference,
        Self::Method,
        Self::LastFour,
        Self::Holder,
        Self::Account,
        Self::Source,
        Self::Status,
        Self::Amount,
        Self::Tax,
        Self::Surcharge,
        Self::Refunded,
        Self::Net,
        Self::Currency,
        Self::EnteredBy,
        Self::Approval,
        Self::GatewayId,
        Self::Email,
        Self::Note,
    ];

    /// What somebody sees who has chosen nothing.
    pub const USUAL: [Self; 8] =
        [Self::Date, Self::Payer, Self::Invoice, Self::Matter, Self::Method, Self::Account, Self::Status, Self::Amount];

    /// The name used in addresses, on a user's record and in exports: the same in every language, never changed.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Date => "date",
            Self::Payer => "payer",
            Self::Client => "client",
            Self::Matter => "matter",
            Self::Invoice => "invoice",
            Self::Reference => "reference",
            Self::Method => "method",
            Self::LastFour => "last_four",
            Self::Holder => "holder",
            Self::Account => "account",
            Self::Source => "source",
            Self::Status => "status",
            Self::Amount => "amount",
            Self::Tax => "tax",
            Self::Surcharge => "surcharge",
            Self::Refunded => "refunded",
            Self::Net => "net",
            Self::Currency => "currency",
            Self::EnteredBy => "entered_by",
            Self::Approval => "approval",
            Self::GatewayId => "gateway_id",
            Self::Email => "email",
            Self::Note => "note",
        }
    }

    /// The column with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.code() == code)
    }

    /// The columns that these codes name: unknown ones and repetitions left out, the usual ones when nothing is left.
    pub fn chosen<'a>(codes: impl IntoIterator<Item = &'a str>) -> Vec<Self> {
        let mut chosen = Vec::new();
        for column in codes.into_iter().filter_map(Self::from_code) {
            if !chosen.contains(&column) {
                chosen.push(column);
            }
        }
        if chosen.is_empty() { Self::USUAL.to_vec() } else { chosen }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_mean_nothing_or_come_twice_are_left_out_of_a_choice() {
        for (codes, expected) in [
            ("", Column::USUAL.to_vec()),
            ("nonsense,<script>,DATE, date", Column::USUAL.to_vec()),
            ("net,payer,net,nonsense,payer", vec![Column::Net, Column::Payer]),
        ] {
            assert_eq!(Column::chosen(codes.split(',')), expected, "{codes}");
        }
    }

    #[test]
    fn every_column_has_a_code_of_its_own_that_leads_back_to_it() {
        for (place, column) in Column::ALL.into_iter().enumerate() {
            assert_eq!((Column::from_code(column.code()), column as usize), (Some(column), place));
            assert!(column.code().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
        }
    }
}
