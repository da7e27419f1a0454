//! Forms as they arrive: `application/x-www-form-urlencoded` bodies, read strictly and within limits, and the list
//! of what is wrong with them.
//!
//! Meaning belongs to each room's `form.rs`; nothing here knows a field.

use std::{borrow::Cow, sync::Arc};

use percent_encoding::percent_decode_str;
use poem::{FromRequest, Request, RequestBody, error::ReadBodyError, web::Multipart};

use crate::{
    domain::pan::contains_card_number,
    i18n::{self, Arg, T},
};

use super::trouble::Trouble;

/// The largest body that is read, in bytes.
pub const MAX_BODY_BYTES: usize = 256 * 1024;
/// The most fields of a form.
pub const MAX_FIELDS: usize = 200;
/// The longest name or value, in bytes.
pub const MAX_VALUE_BYTES: usize = 16 * 1024;

/// The addresses that take a file, and with it a larger body.
pub const UPLOAD_PATHS: [&str; 3] = [super::paths::PAYER_IMPORTS, super::paths::SCHEDULE_IMPORTS, super::paths::BULK];
/// The largest body that is read there, in bytes.
pub const MAX_UPLOAD_BYTES: usize = 10 * 1024 * 1024;
/// The longest name of a file that is kept, in characters.
const MAX_FILE_NAME: usize = 120;

/// The media type of a form with a file.
const MULTIPART_TYPE: &str = "multipart/form-data";

/// Whether a request brings a file to an address that takes one.
#[must_use]
pub fn is_upload(request: &Request) -> bool {
    let multipart = request.content_type().and_then(|text| text.split(';').next()).map(str::trim);
    request.method() == poem::http::Method::POST
        && takes_file(request.uri().path())
        && multipart.is_some_and(|media_type| media_type.eq_ignore_ascii_case(MULTIPART_TYPE))
}

fn takes_file(path: &str) -> bool {
    UPLOAD_PATHS.contains(&path) || super::paths::is_of_payment_page(path, "logo")
}

/// The page with the form that brings a file to this address; nothing where none is brought.
#[must_use]
pub fn page_of_upload(path: &str) -> Option<String> {
    if UPLOAD_PATHS.contains(&path) {
        return Some(format!("{path}/new"));
    }
    path.strip_suffix("/logo").filter(|_| takes_file(path)).map(str::to_owned)
}

/// A file as it was brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Upload {
    /// Its name as the browser gives it, as one line and without folders.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// The fields of a form that brings a file, and the file.
///
/// # Errors
/// [`Trouble::Unreadable`] when it is not such a form, or has more or longer fields than forms may have;
/// [`Trouble::CardNumber`] when a field holds one.
pub async fn upload_of(request: &mut Request) -> Result<(Fields, Upload), Trouble> {
    let body = body_of(request, MAX_UPLOAD_BYTES).await?;
    let unreadable = |_| Trouble::Unreadable;
    let mut multipart =
        Multipart::from_request(request, &mut RequestBody::new(body.into())).await.map_err(|_| Trouble::Unreadable)?;
    let (mut pairs, mut upload) = (Vec::new(), Upload::default());
    while let Some(field) = multipart.next_field().await.map_err(unreadable)? {
        let name = field.name().unwrap_or_default().to_owned();
        if pairs.len() >= MAX_FIELDS || name.len() > MAX_VALUE_BYTES {
            return Err(Trouble::Unreadable);
        }
        if let Some(said) = field.file_name().map(str::to_owned) {
            let bytes = field.bytes().await.map_err(unreadable)?;
            // A field that no file was chosen for comes as one that has neither a name nor anything in it.
            if !(said.is_empty() && bytes.is_empty()) {
                upload = Upload { name: file_name(&said), bytes };
            }
        } else {
            let value = field.text().await.map_err(unreadable)?;
            if value.len() > MAX_VALUE_BYTES {
                return Err(Trouble::Unreadable);
            }
            // The firewall looks only into the head of a request with a file.
            if contains_card_number(&value) {
                return Err(Trouble::CardNumber);
            }
            pairs.push((name, value));
        }
    }
    Ok((Fields::kept(&pairs), upload))
}

fn file_name(said: &str) -> String {
    let bare = said.rsplit(['/', '\\']).next().unwrap_or_default();
    let short: String = one_line(bare).chars().take(MAX_FILE_NAME).collect();
    // A name that holds a card number is not kept either.
    if short.is_empty() || contains_card_number(&short) { "file".to_owned() } else { short }
}

/// The media type of a form.
const FORM_TYPE: &str = "application/x-www-form-urlencoded";

/// Takes the body of a request out, whole, and leaves it in place for whoever comes next.
///
/// # Errors
/// [`Trouble::TooLarge`] above `limit` bytes, however it is sent; [`Trouble::Unreadable`] when it breaks off.
pub async fn body_of(request: &mut Request, limit: usize) -> Result<Vec<u8>, Trouble> {
    let body = request.take_body().into_bytes_limit(limit).await.map_err(|error| match error {
        ReadBodyError::PayloadTooLarge => Trouble::TooLarge,
        ReadBodyError::BodyHasBeenTaken | ReadBodyError::Utf8(_) | ReadBodyError::Io(_) => Trouble::Unreadable,
    })?;
    let body = Vec::from(body);
    request.set_body(body.clone());
    Ok(body)
}

/// Whether the body of a request is said to be a form.
#[must_use]
pub fn is_form(request: &Request) -> bool {
    request
        .content_type()
        .and_then(|text| text.split(';').next())
        .is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case(FORM_TYPE))
}

/// Why a form cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not UTF-8 once decoded.
    #[error("the form is not UTF-8")]
    NotText,
    /// More than [`MAX_FIELDS`].
    #[error("the form has too many fields")]
    TooManyFields,
    /// A name or value longer than [`MAX_VALUE_BYTES`].
    #[error("a field of the form is too long")]
    TooLong,
}

/// Names and values of a form or query, decoded, in order, repeated ones included.
///
/// # Errors
/// [`Unreadable`].
pub fn pairs(text: &[u8]) -> Result<Vec<(String, String)>, Unreadable> {
    let text = std::str::from_utf8(text).map_err(|_| Unreadable::NotText)?;
    let parts: Vec<&str> = text.split('&').filter(|part| !part.is_empty()).take(MAX_FIELDS + 1).collect();
    if parts.len() > MAX_FIELDS {
        return Err(Unreadable::TooManyFields);
    }
    parts
        .into_iter()
        .map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            Ok((decoded(name)?, decoded(value)?))
        })
        .collect()
}

fn decoded(text: &str) -> Result<String, Unreadable> {
    let spaced: Cow<'_, str> = if text.contains('+') { text.replace('+', " ").into() } else { text.into() };
    let decoded = percent_decode_str(&spaced).decode_utf8().map_err(|_| Unreadable::NotText)?;
    if decoded.len() > MAX_VALUE_BYTES { Err(Unreadable::TooLong) } else { Ok(decoded.into_owned()) }
}

/// One field: as it was sent, and as one line of ordinary text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Field {
    name: String,
    raw: String,
    line: String,
}

/// The fields of a form. Of a field that is sent twice the first counts: what a person saw first on the page is
/// what they meant, and a copy appended by somebody else changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<Field>);

impl Fields {
    /// Reads a form.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn parse(body: &[u8]) -> Result<Self, Unreadable> {
        let mut fields: Vec<Field> = Vec::new();
        for (name, raw) in pairs(body)? {
            if fields.iter().all(|field| field.name != name) {
                let line = one_line(&raw);
                fields.push(Field { name, raw, line });
            }
        }
        Ok(Self(fields))
    }

    /// The fields of a form that was kept.
    #[must_use]
    pub fn kept(pairs: &[(String, String)]) -> Self {
        Self(
            pairs
                .iter()
                .map(|(name, value)| Field { name: name.clone(), raw: value.clone(), line: one_line(value) })
                .collect(),
        )
    }

    /// The value as one line: trimmed, without line breaks, control characters and what turns the reading direction
    /// around. Empty when the field is not there.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.field(name).map_or("", |field| &field.line)
    }

    /// The value exactly as sent: for passwords, of which nothing may be cut off.
    #[must_use]
    pub fn exact(&self, name: &str) -> &str {
        self.field(name).map_or("", |field| &field.raw)
    }

    /// The value with its line breaks as `\n`, each line cleaned as [`Fields::get`] does: for notes and addresses.
    #[must_use]
    pub fn lines(&self, name: &str) -> String {
        several_lines(self.exact(name))
    }

    /// Whether the form has the field, as a ticked box does.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.field(name).is_some()
    }

    /// Name and value of every field in the order of the form, values as [`Fields::get`] gives them.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|field| (field.name.as_str(), field.line.as_str()))
    }

    fn field(&self, name: &str) -> Option<&Field> {
        self.0.iter().find(|field| field.name == name)
    }
}

/// The fields of the request, as the guard has read them; none when it carries no form.
impl<'a> FromRequest<'a> for &'a Fields {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> poem::Result<Self> {
        static NONE: Fields = Fields(Vec::new());
        Ok(request.data::<Arc<Fields>>().map_or(&NONE, AsRef::as_ref))
    }
}

/// A text as one line, without what makes it read as what it is not.
pub(super) fn one_line(text: &str) -> String {
    let kept: String = text
        .chars()
        .map(|character| if character == '\t' { ' ' } else { character })
        .filter(|character| !character.is_control() && !turns_direction(*character))
        .collect();
    kept.trim().to_owned()
}

/// A text as several of them.
pub(super) fn several_lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.trim().lines().map(one_line).collect::<Vec<_>>().join("\n")
}

/// Embeddings, overrides and isolates (UAX #9) can make a text read as what it is not. The invisible marks that only
/// lean a neutral character to one side stay: names in Hebrew or Arabic use them.
const fn turns_direction(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// One thing that is wrong with a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    /// The name of the field; empty for the form as a whole.
    pub field: &'static str,
    /// The locale key of the message.
    pub key: &'static str,
    /// Names and values of the message's arguments.
    pub args: Vec<(&'static str, String)>,
}

/// What is wrong with a form, in the order it was found, which is the order of its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormErrors(Vec<FormError>);

impl FormErrors {
    /// Adds a message without arguments.
    pub fn add(&mut self, field: &'static str, key: &'static str) {
        self.add_with(field, key, Vec::new());
    }

    /// Adds a message with its arguments.
    pub fn add_with(&mut self, field: &'static str, key: &'static str, args: Vec<(&'static str, String)>) {
        self.0.push(FormError { field, key, args });
    }

    /// The first thing wrong with `field`.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&FormError> {
        self.0.iter().find(|error| error.field == field)
    }

    /// Everything, in order.
    pub fn iter(&self) -> impl Iterator<Item = &FormError> {
        self.0.iter()
    }

    /// The first thing wrong with `field`, in words.
    #[must_use]
    pub fn first(&self, field: &str, t: T) -> Option<String> {
        self.of(field).map(|error| words(error, t))
    }

    /// Everything, each field with its message in words.
    #[must_use]
    pub fn messages(&self, t: T) -> Vec<(String, String)> {
        self.0.iter().map(|error| (error.field.to_owned(), words(error, t))).collect()
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `value` when nothing is wrong.
    ///
    /// # Errors
    /// Itself otherwise.
    pub fn or_ok<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}

fn words(error: &FormError, t: T) -> String {
    let args: Vec<(&str, Arg)> = error.args.iter().map(|(name, value)| (*name, Arg::from(value))).collect();
    i18n::text(t.locale(), error.key, &args)
}

/// A value of the request's query, as one line; `None` when it is not there or not text.
#[must_use]
pub fn query_value(request: &Request, name: &str) -> Option<String> {
    let query = pairs(request.uri().query()?.as_bytes()).ok()?;
    query.into_iter().find(|(known, _)| known == name).map(|(_, value)| one_line(&value))
}

/// The same with its line breaks, as [`Fields::lines`] gives it.
#[must_use]
pub fn query_lines(request: &Request, name: &str) -> Option<String> {
    let query = pairs(request.uri().query()?.as_bytes()).ok()?;
    query.into_iter().find(|(known, _)| known == name).map(|(_, value)| several_lines(&value))
}

/// Every value that the request's query has under a name, in order, each as one line.
#[must_use]
pub fn query_values(request: &Request, name: &str) -> Vec<String> {
    let query = request.uri().query().and_then(|query| pairs(query.as_bytes()).ok()).unwrap_or_default();
    query.into_iter().filter(|(known, _)| known == name).map(|(_, value)| one_line(&value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_with_a_file_is_found_from_where_it_is_sent() {
        for (path, page) in [
            ("/payers/imports", Some("/payers/imports/new")),
            ("/schedules/imports", Some("/schedules/imports/new")),
            ("/send-for-payment/bulk", Some("/send-for-payment/bulk/new")),
            ("/payment-pages/3/logo", Some("/payment-pages/3")),
            ("/payment-pages/3/edit", None),
            ("/payers", None),
            ("/x/logo", None),
        ] {
            assert_eq!(page_of_upload(path).as_deref(), page, "{path}");
        }
    }

    #[test]
    fn forms_that_cannot_be_read_are_refused() {
        let many = (0..=MAX_FIELDS).map(|n| format!("f{n}=")).collect::<Vec<_>>().join("&");
        let long = format!("a={}", "x".repeat(MAX_VALUE_BYTES + 1));
        for (body, wanted) in [
            (&b"a=\xff"[..], Unreadable::NotText),
            (b"a=%ff", Unreadable::NotText),
            (b"a=%ed%a0%80", Unreadable::NotText),
            (b"%c3=1", Unreadable::NotText),
            (many.as_bytes(), Unreadable::TooManyFields),
            (long.as_bytes(), Unreadable::TooLong),
        ] {
            assert_eq!(Fields::parse(body), Err(wanted));
        }
    }

    #[test]
    fn odd_forms_are_read_as_browsers_mean_them() {
        let fields = Fields::parse(b"&&a&b=&c=1=2&d=%2&e=%zz&f=a+b%2Bc&=x").unwrap();
        let read: Vec<_> = fields.all().collect();
        let wanted = [("a", ""), ("b", ""), ("c", "1=2"), ("d", "%2"), ("e", "%zz"), ("f", "a b+c"), ("", "x")];
        assert_eq!(read, wanted);
        assert!(fields.has("a") && !fields.has("g"));
        assert_eq!(fields.get("g"), "");
    }

    #[test]
    fn the_first_of_repeated_fields_counts() {
        let fields = Fields::parse(b"amount=1.00&amount=0.01&%61mount=5").unwrap();
        assert_eq!(fields.get("amount"), "1.00");
        assert_eq!(fields.all().count(), 1);
    }

    #[test]
    fn single_lines_lose_what_could_break_out_of_them() {
        for (sent, wanted) in [
            ("Ann%0d%0aBcc:+x", "AnnBcc: x"),
            ("a%00b", "ab"),
            ("%E2%80%AEtxt.exe", "txt.exe"),
            ("%E2%81%A6a%E2%81%A9", "a"),
            ("+a%09b+", "a b"),
            ("%C2%85a%E2%80%A8b", "ab"),
            ("Jos%C3%A9+%F0%9F%91%A9%E2%80%8D%E2%9A%96%EF%B8%8F", "José 👩‍⚖️"),
        ] {
            assert_eq!(Fields::parse(format!("a={sent}").as_bytes()).unwrap().get("a"), wanted, "{sent}");
        }
    }

    #[test]
    fn notes_keep_their_lines_and_passwords_everything() {
        let fields = Fields::parse(b"a=+one%0d%0atwo%0D+three%00+%0a").unwrap();
        assert_eq!(fields.lines("a"), "one\ntwo\nthree");
        assert_eq!(fields.exact("a"), " one\r\ntwo\r three\0 \n");
    }

    #[test]
    fn errors_keep_their_order() {
        let mut errors = FormErrors::default();
        assert_eq!(errors.clone().or_ok(1), Ok(1));
        errors.add("payer", "payer-missing");
        errors.add_with("amount", "amount-above", vec![("most", "1".to_owned())]);
        errors.add("amount", "amount-wrong");
        assert_eq!(errors.of("amount").unwrap().key, "amount-above");
        assert_eq!(
            errors.iter().map(|error| error.key).collect::<Vec<_>>(),
            ["payer-missing", "amount-above", "amount-wrong"]
        );
        assert!(errors.of("memo").is_none());
        assert!(errors.or_ok(1).is_err());
    }

    #[tokio::test]
    async fn a_body_is_read_within_its_limit_and_left_in_place() {
        let mut request = Request::builder().body(vec![b'x'; 100]);
        assert_eq!(body_of(&mut request, 99).await, Err(Trouble::TooLarge));
        let mut request = Request::builder().body(vec![b'x'; 100]);
        assert_eq!(body_of(&mut request, 100).await.unwrap().len(), 100);
        assert_eq!(request.into_body().into_vec().await.unwrap().len(), 100);
    }
}
