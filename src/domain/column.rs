//! The catalogue of what a payment can be told by: one column each, with its codes and the order that lists can be put in,
//! and the set a person chose. Lists, reports and files take their columns from here; what stands in one is
//! `service::columns`' to say.

use serde::{Deserialize, Serialize};

/// Which end of a column comes first when a list is put in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sorting {
    /// The latest and the largest.
    Falling,
    /// A before Z.
    Rising,
    /// Lists cannot be put in its order.
    None,
}

macro_rules! columns {
    ($($name:ident $code:literal $key:literal $sorting:ident $what:literal,)+) => {
        /// A column of a list of payments.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Column {
            $(#[doc = $what] $name,)+
        }

        impl Column {
            /// Every column, in the order in which they are offered and written to files.
            pub const ALL: [Self; [$($code),+].len()] = [$(Self::$name),+];

            /// The name used in addresses and on records: the same in every language, never changed.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// The key of its heading.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)+ }
            }

            /// Whether and how lists are put in its order.
            #[must_use]
            pub const fn sorting(self) -> Sorting {
                match self { $(Self::$name => Sorting::$sorting,)+ }
            }
        }
    };
}

columns! {
    Number "number" "column-number" Falling "The payment's number, which is its receipt's.",
    Date "date" "column-date" Falling "When it was asked for.",
    Payer "payer" "column-payer" Rising "Who paid.",
    Client "client" "column-client" Rising "The firm's client number.",
    Invoice "invoice" "column-invoice" Rising "The invoice paid.",
    Matter "matter" "column-matter" Rising "The matter paid for.",
    Reference "reference" "column-reference" Rising "Any other reference.",
    Source "source" "column-source" Rising "Where the payment came from.",
    Method "method" "column-method" Rising "The card network, or that it was a bank account.",
    LastFour "last_four" "column-last-four" Rising "The last four digits of the card or account.",
    Holder "holder" "column-holder" Rising "The name on the card or account.",
    Account "account" "column-account" Rising "Where the money goes.",
    AccountKind "account_kind" "column-account-kind" None "Whose money that account holds.",
    Status "status" "column-status" Rising "Where it stands.",
    Currency "currency" "column-currency" Rising "The currency.",
    Amount "amount" "column-amount" Falling "Its amount.",
    Approved "approved" "column-approved" None "Its amount, if it was approved.",
    Refunded "refunded" "column-refunded" Falling "What of it was given back.",
    Net "net" "column-net" Falling "What remains: nothing of a payment that was not approved.",
    Tax "tax" "column-tax" Falling "The tax in it.",
    TaxNet "tax_net" "column-tax-net" None "What remains of that tax.",
    Surcharge "surcharge" "column-surcharge" Falling "What was added for paying by credit card.",
    SurchargeNet "surcharge_net" "column-surcharge-net" None "What remains of that.",
    Approval "approval" "column-approval" Rising "The issuer's approval code.",
    GatewayId "gateway_id" "column-gateway-id" Rising "The processor's id.",
    Reason "reason" "column-reason" None "Why it was declined or came back.",
    EnteredBy "entered_by" "column-entered-by" Rising "Who asked for it.",
    Changed "changed" "column-changed" None "When it last changed.",
    Email "email" "column-email" Rising "Where receipts go.",
    Note "note" "column-note" Rising "The note to the payer.",
    Page "page" "column-page" None "The payment page it was made on.",
    Bought "bought" "column-bought" None "What was bought there.",
    Answers "answers" "column-answers" None "The firm's questions there, with the client's answers.",
}

impl Default for Column {
    /// The order that lists are in when none is asked for.
    fn default() -> Self {
        Self::Date
    }
}

impl Column {
    /// What somebody sees who has chosen nothing.
    pub const USUAL: [Self; 8] =
        [Self::Date, Self::Payer, Self::Invoice, Self::Matter, Self::Method, Self::Account, Self::Status, Self::Amount];

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
