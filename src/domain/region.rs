//! States, territories and provinces by their ISO 3166-2 codes: the places whose law says something about a payment.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A state or territory of the United States, or a province or territory of Canada.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Region(&'static str);

/// Every region, by country and code.
const CODES: [&str; 69] = [
    "US-AK", "US-AL", "US-AR", "US-AS", "US-AZ", "US-CA", "US-CO", "US-CT", "US-DC", "US-DE", "US-FL", "US-GA",
    "US-GU", "US-HI", "US-IA", "US-ID", "US-IL", "US-IN", "US-KS", "US-KY", "US-LA", "US-MA", "US-MD", "US-ME",
    "US-MI", "US-MN", "US-MO", "US-MP", "US-MS", "US-MT", "US-NC", "US-ND", "US-NE", "US-NH", "US-NJ", "US-NM",
    "US-NV", "US-NY", "US-OH", "US-OK", "US-OR", "US-PA", "US-PR", "US-RI", "US-SC", "US-SD", "US-TN", "US-TX",
    "US-UT", "US-VA", "US-VI", "US-VT", "US-WA", "US-WI", "US-WV", "US-WY", "CA-AB", "CA-BC", "CA-MB", "CA-NB",
    "CA-NL", "CA-NS", "CA-NT", "CA-NU", "CA-ON", "CA-PE", "CA-QC", "CA-SK", "CA-YT",
];

impl Region {
    /// Every region: those of the United States, then those of Canada.
    pub fn all() -> impl Iterator<Item = Self> {
        CODES.into_iter().map(Self)
    }

    /// The region with this code, in capitals.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        CODES.into_iter().find(|known| *known == code).map(Self)
    }

    /// Its code, such as `US-CO`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.0
    }

    /// Whether it is in Canada.
    #[must_use]
    pub fn is_canadian(self) -> bool {
        self.0.starts_with("CA-")
    }
}

impl Serialize for Region {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for Region {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::from_code(&code).ok_or_else(|| D::Error::custom(format!("unknown region {code}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_leads_to_its_region_and_nothing_else_does() {
        for region in Region::all() {
            assert_eq!(Region::from_code(region.code()), Some(region));
        }
        for bad in ["", "US", "us-ca", "US-XX", "CA", "FR-75", "US-CA "] {
            assert_eq!(Region::from_code(bad), None, "{bad}");
        }
    }

    #[test]
    fn no_region_is_there_twice() {
        let mut codes: Vec<&str> = Region::all().map(Region::code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), CODES.len());
        assert_eq!(Region::all().filter(|region| region.is_canadian()).count(), 13);
    }
}
