//! The card index: finds payments. Can be thrown away and rebuilt from the store.

/// Stand-in until the index is merged.
#[derive(Clone)]
pub struct Index;
