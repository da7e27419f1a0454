//! The door to the mail server. [`messages`] is pure: facts and a locale become words; here they leave.

pub mod messages;
pub mod smtp;

use async_trait::async_trait;

use crate::domain::delivery::{Attachment, Message};

/// What is handed to a transport.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The words.
    pub message: Message,
    /// Left part of the Message-ID, the same at every attempt.
    pub message_key: String,
    /// Where answers go; empty for nowhere in particular.
    pub reply_to: String,
    /// The firm's name, shown as the sender.
    pub from_name: String,
    /// The file that goes with it.
    pub attachment: Option<Attachment>,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handed {
    /// A mail server has taken it.
    Sent,
    /// There is no mail server; it is kept to be read in the outbox.
    Kept,
}

/// The message was not taken.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// Trying again may help.
    #[error("{0}")]
    Later(String),
    /// Trying again will not help, as with an impossible address.
    #[error("{0}")]
    Never(String),
}

/// A way out for messages.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Hands one message over.
    async fn send(&self, envelope: &Envelope) -> Result<Handed, MailError>;

    /// Whether files that can be made anew at any time are worth making for it.
    fn carries_files(&self) -> bool {
        true
    }
}

/// Keeps every message in the outbox: for a portal without a mail server.
pub struct Keep;

#[async_trait]
impl Transport for Keep {
    async fn send(&self, _: &Envelope) -> Result<Handed, MailError> {
        Ok(Handed::Kept)
    }

    /// What is kept is read on the screen, and the receipt's page has the file.
    fn carries_files(&self) -> bool {
        false
    }
}
