//! The rules that ship. They were gathered from public summaries, which differ among themselves; where they do, the
//! stricter reading ships. A firm asks its counsel and changes what is otherwise.

use super::{BasisPoints, Rule};
use crate::domain::{region::Region, time::Day};

/// When the table was gathered.
pub const AS_OF: Day = Day::new(2026, 11, 1);

/// On what a rule that ships rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// No rule of its own was found.
    NoneFound,
    /// Most summaries call it forbidden by statute.
    Statute,
    /// Summaries contradict each other.
    Disputed,
    /// The statute sets a cap.
    Cap,
    /// It is allowed when the whole price is shown beforehand, as this portal does.
    WholePrice,
    /// The settlement with the networks in Canada sets a cap.
    CanadianSettlement,
}

impl Ground {
    /// The suffix of its locale key.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoneFound => "none",
            Self::Statute => "statute",
            Self::Disputed => "disputed",
            Self::Cap => "cap",
            Self::WholePrice => "whole-price",
            Self::CanadianSettlement => "canada",
        }
    }
}

/// On what the rule that ships for a region rests.
#[must_use]
pub fn ground(region: Region) -> Ground {
    match region.code() {
        "US-CT" | "US-MA" | "US-ME" | "US-PR" | "CA-QC" => Ground::Statute,
        "US-CA" | "US-OK" => Ground::Disputed,
        "US-CO" => Ground::Cap,
        "US-NY" => Ground::WholePrice,
        _ if region.is_canadian() => Ground::CanadianSettlement,
        _ => Ground::NoneFound,
    }
}

/// The rule that ships for a region.
#[must_use]
pub fn shipped(region: Region) -> Rule {
    match ground(region) {
        Ground::Statute | Ground::Disputed => Rule::Prohibited,
        Ground::Cap => Rule::CappedAt(BasisPoints(200)),
        Ground::CanadianSettlement => Rule::CappedAt(BasisPoints(240)),
        Ground::NoneFound | Ground::WholePrice => Rule::Allowed,
    }
}
