//! Links to a page with fields filled in. A sealed link's fields cannot be changed by whoever follows it; any other
//! link only saves typing.

use std::collections::BTreeMap;

use subtle::ConstantTimeEq as _;

use super::admission::sealed;
use crate::{app::Secrets, domain::payment_page::PaymentPage};

/// The parameter with the seal.
pub const SEAL: &str = "sig";
/// The fields that a link may fill in.
pub const FIELDS: [&str; 7] = ["amount", "invoice", "reference", "matter", "name", "email", "phone"];

/// The seal of a link that fills in these fields on a page.
#[must_use]
pub fn seal(secrets: &Secrets, page: &PaymentPage, fields: &BTreeMap<String, String>) -> String {
    let mut message = page.id.get().to_be_bytes().to_vec();
    for (name, value) in fields {
        // Lengths go in front, so that no two sets of fields make one message.
        for part in [name, value] {
            message.extend(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            message.extend(part.as_bytes());
        }
    }
    sealed(&secrets.sign("payment-page-links", &message)[..16])
}

/// Whether the seal of a link is genuine.
#[must_use]
pub fn is_sealed(secrets: &Secrets, page: &PaymentPage, (fields, sent): (&BTreeMap<String, String>, &str)) -> bool {
    bool::from(seal(secrets, page, fields).as_bytes().ct_eq(sent.as_bytes()))
}
