//! The card index: finds payments. Can be thrown away and rebuilt from the store.
