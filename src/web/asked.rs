//! What the address of a list of payments asks for: the same for the list and for its files.

use poem::Request;

use crate::{
    domain::ids::ImportId,
    service::{
        payment_requests::looking::{Filter, Wanted},
        search::{Asked, Join, Shown},
    },
    store::payers::{self, Order, Shelf},
};

use super::forms;

/// Reads it. Whatever is not there, or is nonsense, is as usual.
#[must_use]
pub fn asked(request: &Request, limit: usize) -> Asked {
    let value = |name: &str| forms::query_value(request, name).unwrap_or_default();
    Asked {
        text: value("q"),
        sort: value("sort"),
        after: value("after"),
        unsuccessful: if value("all").is_empty() { Shown::No } else { Shown::Yes },
        join: if value("any").is_empty() { Join::All } else { Join::Any },
        limit,
    }
}

/// What the address of a list of payers asks for: `q`, `sort=newest`, `archived=1`.
#[must_use]
pub fn asked_payers(request: &Request) -> payers::Asked {
    let value = |name: &str| forms::query_value(request, name).unwrap_or_default();
    payers::Asked {
        text: value("q"),
        shelf: if value("archived").is_empty() { Shelf::Active } else { Shelf::Archived },
        order: if value("sort") == "newest" { Order::Newest } else { Order::Name },
    }
}

/// What the address of a list of requests for payment asks for: `q`, `state=` the code of a state or
/// `outstanding`, and `file=` the number of an upload.
#[must_use]
pub fn asked_requests(request: &Request) -> Wanted {
    let value = |name: &str| forms::query_value(request, name).unwrap_or_default();
    let import = value("file").parse().ok().map(ImportId::new);
    Wanted { filter: Filter::with_code(&value("state")), text: value("q"), import }
}
