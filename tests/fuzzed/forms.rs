//! Forms: read as the standard says and within limits, and lines that are lines.

use clientpay::web::forms::{Fields, MAX_FIELDS, MAX_VALUE_BYTES, Unreadable, pairs};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Reads the bytes as the body of a form.
pub fn run(data: &[u8]) {
    let read = pairs(data);
    assert_eq!(read, plainly(data));
    let Ok(read) = read else {
        assert_eq!(Fields::parse(data).err(), read.err());
        return;
    };
    let sent: Vec<String> = read.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    assert_eq!(pairs(sent.join("&").as_bytes()).as_ref(), Ok(&read), "what was read does not survive being sent");
    let fields = Fields::parse(data).expect("pairs were read");
    for (name, value) in &read {
        let (_, first) = read.iter().find(|(other, _)| other == name).expect("itself");
        assert_eq!(fields.exact(name), first, "of {name:?} another than the first counts, or something is cut off");
        assert!(fields.has(name) && is_a_line(fields.get(name)), "{value:?}");
        assert!(fields.lines(name).split('\n').all(is_a_line), "{value:?}");
    }
    assert!(fields.all().all(|(_, line)| is_a_line(line)));
    assert_eq!(
        fields.all().count(),
        fields.all().map(|(name, _)| name).collect::<std::collections::BTreeSet<_>>().len()
    );
}

/// What `application/x-www-form-urlencoded` means (WHATWG URL, 5.1), and our limits, as plainly as can be.
fn plainly(data: &[u8]) -> Result<Vec<(String, String)>, Unreadable> {
    if std::str::from_utf8(data).is_err() {
        return Err(Unreadable::NotText);
    }
    let parts: Vec<&[u8]> = data.split(|byte| *byte == b'&').filter(|part| !part.is_empty()).collect();
    if parts.len() > MAX_FIELDS {
        return Err(Unreadable::TooManyFields);
    }
    parts
        .into_iter()
        .map(|part| {
            let mut sides = part.splitn(2, |byte| *byte == b'=');
            let mut side = || decoded(sides.next().unwrap_or_default());
            Ok((side()?, side()?))
        })
        .collect()
}

fn decoded(part: &[u8]) -> Result<String, Unreadable> {
    let hex = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut out = Vec::new();
    let mut rest = part;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (b'+', _) => out.push(b' '),
            (b'%', [high, low, after @ ..]) if hex(*high).is_some() && hex(*low).is_some() => {
                out.push(hex(*high).unwrap_or(0) * 16 + hex(*low).unwrap_or(0));
                rest = after;
            }
            (byte, _) => out.push(*byte),
        }
    }
    let text = String::from_utf8(out).map_err(|_| Unreadable::NotText)?;
    if text.len() > MAX_VALUE_BYTES { Err(Unreadable::TooLong) } else { Ok(text) }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// One line that reads in the direction it is written, without space around it.
fn is_a_line(text: &str) -> bool {
    let turns = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
    text.trim() == text && !text.contains(|c: char| c.is_control() || turns(c))
}
