//! Why a bank debit came back, and what a bank wants changed: Nacha's codes and what may follow each.
//!
//! What the codes mean to a person is in the locales; here is only what the portal must do.

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident: $($variant:ident $code:literal $what:literal,)+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name {
            $(#[doc = $what] #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The code as banks write it.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }
        }
    };
}

codes! {
    /// The reason of a return.
    ReturnCode:
    R01 "R01" "Insufficient funds.",
    R02 "R02" "The account is closed.",
    R03 "R03" "There is no such account, or it is another's.",
    R04 "R04" "The account number is not valid.",
    R05 "R05" "A consumer's account was debited under a company's authorization.",
    R06 "R06" "Returned at the request of the firm's own bank.",
    R07 "R07" "The authorization was revoked.",
    R08 "R08" "The payment was stopped.",
    R09 "R09" "The funds are not collected yet.",
    R10 "R10" "The holder does not know the firm, or did not authorize the debit.",
    R11 "R11" "Not in accordance with the authorization.",
    R12 "R12" "The account was sold to another bank.",
    R13 "R13" "The bank does not take part in ACH.",
    R14 "R14" "The representative payee has died or can no longer act.",
    R15 "R15" "The holder has died.",
    R16 "R16" "The account is frozen.",
    R17 "R17" "The entry could not be read, or looks suspicious.",
    R20 "R20" "The account cannot be debited.",
    R21 "R21" "The firm's identification is not valid.",
    R22 "R22" "The payer's identification is not valid.",
    R23 "R23" "A credit was refused by the payer.",
    R24 "R24" "A duplicate.",
    R28 "R28" "The check digit of the routing number is wrong.",
    R29 "R29" "A company did not authorize the debit.",
}

codes! {
    /// What a bank wants changed before the next debit (notification of change).
    ChangeCode:
    C01 "C01" "The account number.",
    C02 "C02" "The routing number.",
    C03 "C03" "The routing number and the account number.",
    C04 "C04" "The holder's name.",
    C05 "C05" "The type of the account.",
    C06 "C06" "The account number and its type.",
    C07 "C07" "The routing number, the account number and its type.",
}

/// What may follow a return.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// The same debit may be presented again, at most [`Presentments::MOST`] times in all.
    Soft,
    /// The cause may be corrected and the debit sent anew, within sixty days.
    Correctable,
    /// Nothing may be debited on this authorization any more: the method is stopped, and a new authorization is needed.
    Fatal,
    /// Neither: a matter between the banks, or one that a person must look into.
    Other,
}

impl ReturnCode {
    /// What may follow it.
    #[must_use]
    pub const fn class(self) -> Class {
        match self {
            Self::R01 | Self::R09 => Class::Soft,
            Self::R11 => Class::Correctable,
            Self::R02
            | Self::R03
            | Self::R04
            | Self::R05
            | Self::R07
            | Self::R08
            | Self::R10
            | Self::R12
            | Self::R13
            | Self::R14
            | Self::R15
            | Self::R16
            | Self::R20
            | Self::R28
            | Self::R29 => Class::Fatal,
            Self::R06 | Self::R17 | Self::R21 | Self::R22 | Self::R23 | Self::R24 => Class::Other,
        }
    }

    /// Whether the payer says that they did not authorize it: such a return may come sixty days later.
    #[must_use]
    pub const fn is_unauthorized(self) -> bool {
        matches!(self, Self::R05 | Self::R07 | Self::R10 | Self::R11 | Self::R29)
    }
}

/// How often one debit may be presented (Nacha, subsection 2.12.4: reinitiation).
pub struct Presentments;

impl Presentments {
    /// In all: the first, and two more.
    pub const MOST: u8 = 3;
    /// Days after the first within which the others must be.
    pub const DAYS: i64 = 180;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_written_class() {
        let mut table = String::new();
        for code in ReturnCode::ALL {
            table.push_str(&format!(
                "{} {:?}{}\n",
                code.code(),
                code.class(),
                if code.is_unauthorized() { ", 60 days" } else { "" }
            ));
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn only_two_codes_may_be_presented_again() {
        let soft: Vec<&str> =
            ReturnCode::ALL.iter().filter(|code| code.class() == Class::Soft).map(|code| code.code()).collect();
        assert_eq!(soft, ["R01", "R09"]);
    }

    #[test]
    fn codes_are_those_of_the_stored_form() {
        for code in ReturnCode::ALL {
            assert_eq!(serde_json::to_string(code).unwrap(), format!("\"{}\"", code.code()));
        }
    }
}
