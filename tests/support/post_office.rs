//! A mail transport that keeps what it was given and answers as told.

use std::sync::Mutex;

use async_trait::async_trait;
use clientpay::mail::{Envelope, Handed, MailError, Transport};

/// How the post office answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    /// Takes every message.
    #[default]
    Sends,
    /// Has no mail server: the message is kept.
    Keeps,
    /// Is down for now.
    IsDown,
    /// Will never take the message.
    Refuses,
}

#[derive(Default)]
pub struct PostOffice {
    mood: Mutex<Mood>,
    asked: Mutex<Vec<Envelope>>,
    taken: Mutex<Vec<Envelope>>,
}

impl PostOffice {
    pub fn set(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// Every message that was tried, in order.
    pub fn asked(&self) -> Vec<Envelope> {
        self.asked.lock().unwrap().clone()
    }

    /// Every message that was taken or kept, in order.
    pub fn taken(&self) -> Vec<Envelope> {
        self.taken.lock().unwrap().clone()
    }
}

#[async_trait]
impl Transport for PostOffice {
    async fn send(&self, envelope: &Envelope) -> Result<Handed, MailError> {
        // A server takes its time, in which another round may come along.
        tokio::task::yield_now().await;
        self.asked.lock().unwrap().push(envelope.clone());
        let mood = *self.mood.lock().unwrap();
        let handed = match mood {
            Mood::Sends => Handed::Sent,
            Mood::Keeps => Handed::Kept,
            Mood::IsDown => return Err(MailError::Later("connection refused".into())),
            Mood::Refuses => return Err(MailError::Never("no such mailbox".into())),
        };
        self.taken.lock().unwrap().push(envelope.clone());
        Ok(handed)
    }
}
