//! What the address of a list of payments asks for: the same for the list and for its files.

use poem::Request;

use crate::service::search::{Asked, Join, Shown};

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
