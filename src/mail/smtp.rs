//! Mail through an SMTP server.

use async_trait::async_trait;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    message::{
        Attachment, Mailbox, MultiPart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};

use super::{Envelope, Handed, MailError, Transport};

/// A pooled connection to one server.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// The mail settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SmtpSettingsError {
    /// The server's address.
    #[error("smtp_url: {0}")]
    Url(lettre::transport::smtp::Error),
    /// The sender.
    #[error("mail_from: {0}")]
    From(lettre::address::AddressError),
}

impl Smtp {
    /// A transport for `url` (`smtp://`, `smtps://`, user and password in it) that sends as `from`.
    ///
    /// # Errors
    /// [`SmtpSettingsError`] when either cannot be read.
    pub fn new(url: &str, from: &str) -> Result<Self, SmtpSettingsError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(SmtpSettingsError::Url)?.build();
        Ok(Self { transport, from: from.parse().map_err(SmtpSettingsError::From)? })
    }
}

#[async_trait]
impl Transport for Smtp {
    async fn send(&self, envelope: &Envelope) -> Result<Handed, MailError> {
        let message = compose(&self.from, envelope)?;
        match self.transport.send(message).await {
            Ok(_) => Ok(Handed::Sent),
            Err(error) if error.is_permanent() => Err(MailError::Never(error.to_string())),
            Err(error) => Err(MailError::Later(error.to_string())),
        }
    }
}

/// The message with its headers: a Message-ID that stays the same, and a mark that no holiday reply is wanted (RFC 3834).
fn compose(from: &Mailbox, envelope: &Envelope) -> Result<lettre::Message, MailError> {
    let never = |error: &dyn std::fmt::Display| MailError::Never(error.to_string());
    let sender = Mailbox::new(Some(one_line(&envelope.from_name)), from.email.clone());
    let mut builder = lettre::Message::builder()
        .from(sender)
        .subject(one_line(&envelope.message.subject))
        .message_id(Some(format!("<{}@{}>", envelope.message_key, from.email.domain())))
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()));
    if !envelope.reply_to.is_empty() {
        builder =
            builder.reply_to(envelope.reply_to.parse().map_err(|error: lettre::address::AddressError| never(&error))?);
    }
    for address in &envelope.message.to {
        builder = builder.to(address.parse().map_err(|error: lettre::address::AddressError| never(&error))?);
    }
    let parts = MultiPart::alternative_plain_html(envelope.message.text.clone(), envelope.message.html.clone());
    let parts = match &envelope.attachment {
        None => parts,
        Some(file) => {
            let media_type = ContentType::parse(&file.media_type).map_err(|error| never(&error))?;
            let attached = Attachment::new(one_line(&file.name)).body(file.content.clone(), media_type);
            MultiPart::mixed().multipart(parts).singlepart(attached)
        }
    };
    builder.multipart(parts).map_err(|error| never(&error))
}

/// A header is one line, whatever someone typed into the name of a firm.
fn one_line(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

#[cfg(test)]
mod tests {
    use crate::domain::{
        delivery::{Attachment, Message},
        time::Timestamp,
    };

    use super::*;

    fn envelope(subject: &str, to: &str) -> Envelope {
        Envelope {
            message: Message {
                to: vec![to.to_owned()],
                subject: subject.to_owned(),
                text: "Reçu".to_owned(),
                html: "<p>Reçu</p>".to_owned(),
                at: Timestamp::from_ms(0),
                attached: None,
            },
            attachment: None,
            message_key: "abc".to_owned(),
            reply_to: "billing@firm.example".to_owned(),
            from_name: "Harlow & Finch\r\nBcc: x@y.example".to_owned(),
        }
    }

    fn headers(envelope: &Envelope) -> String {
        let from = "payments@firm.example".parse().unwrap();
        let raw = String::from_utf8(compose(&from, envelope).unwrap().formatted()).unwrap();
        raw.split("\r\n\r\n").next().unwrap().to_owned()
    }

    #[test]
    fn hostile_text_adds_no_header_and_no_recipient() {
        let headers = headers(&envelope("Receipt\r\nBcc: evil@x.example", "client@example.com"));
        assert!(!headers.lines().any(|line| line.to_lowercase().starts_with("bcc:")), "{headers}");
        assert!(headers.contains("Message-ID: <abc@firm.example>"), "{headers}");
        assert!(headers.contains("Auto-Submitted: auto-generated"), "{headers}");
    }

    #[test]
    fn a_file_goes_along_whole_and_its_name_adds_no_header() {
        let from = "payments@firm.example".parse().unwrap();
        let content: Vec<u8> = (0..=255).cycle().take(100_000).collect();
        let file = Attachment {
            name: "Juillet été.xlsx\r\nBcc: x@y.example".to_owned(),
            media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
            content: content.clone(),
        };
        let envelope = Envelope { attachment: Some(file.clone()), ..envelope("Report", "client@example.com") };
        let raw = String::from_utf8(compose(&from, &envelope).unwrap().formatted()).unwrap();
        assert!(!raw.lines().any(|line| line.starts_with("Bcc:")), "{raw:.2000}");
        assert!(raw.contains("multipart/mixed") && raw.contains("multipart/alternative"));
        let (_, body) = raw.rsplit_once("Content-Transfer-Encoding: base64\r\n").unwrap();
        let body: String = body.trim_start().lines().take_while(|line| !line.starts_with("--")).collect();
        assert_eq!(data_encoding::BASE64.decode(body.trim().as_bytes()).unwrap(), content);
        let refused =
            Envelope { attachment: Some(Attachment { media_type: "nonsense".to_owned(), ..file }), ..envelope };
        assert!(matches!(compose(&from, &refused), Err(MailError::Never(_))));
    }

    #[test]
    fn an_impossible_address_is_given_up_at_once() {
        let from = "payments@firm.example".parse().unwrap();
        let error = compose(&from, &envelope("Receipt", "nobody at all")).unwrap_err();
        assert!(matches!(error, MailError::Never(_)));
    }
}
