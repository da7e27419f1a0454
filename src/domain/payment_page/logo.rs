//! A firm's logo above its page.

use serde::{Deserialize, Serialize};

/// A logo as pages name it: by what is in its file, so that a version of a page never shows another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Logo {
    /// SHA-256 of its file.
    #[serde(with = "serde_bytes")]
    pub digest: [u8; 32],
    /// In pixels of a screen. The file has up to twice as many, to be sharp on fine screens too.
    pub width: u32,
    /// In pixels of a screen.
    pub height: u32,
}

/// The file of a logo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// A PNG that the portal itself has written, whatever was brought.
    #[serde(with = "serde_bytes")]
    pub png: Vec<u8>,
}
