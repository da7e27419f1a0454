//! How a query falls into its parts, each as it was typed: a word, a phrase, or `field:value`, perhaps with `-` in front.
//! What the parts mean is for others; any text falls into parts.

use super::keywords::{self, Keyword};

/// One part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// All of it, as it was typed.
    pub source: String,
    /// Whether it says what payments must not be.
    pub without: bool,
    /// The field that it names.
    pub field: Option<Keyword>,
    /// The name as it was typed.
    pub(super) name: String,
    /// What stands behind the field's colon, or the word or phrase itself; without quotes.
    pub value: String,
    /// Whether the value stood in quotes.
    pub quoted: bool,
}

impl Part {
    /// The part without its sign and quotes, to be repeated to whoever typed it.
    pub(super) fn typed(&self) -> String {
        if self.field.is_some() { format!("{}:{}", self.name, self.value) } else { self.value.clone() }
    }
}

/// A no-break space holds `1 250,00` together, as it does where such an amount was copied from.
pub(super) fn separates(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}')
}

pub(super) const fn quotes(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '«' | '»' | '„')
}

/// The parts of a text, in order.
#[must_use]
pub fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text.trim_start_matches(separates);
    while !rest.is_empty() {
        let (mut part, after) = next_part(rest);
        rest[..rest.len() - after.len()].trim_end_matches(separates).clone_into(&mut part.source);
        parts.push(part);
        rest = after.trim_start_matches(separates);
    }
    parts
}

fn next_part(text: &str) -> (Part, &str) {
    let (without, text) = match text.strip_prefix('-') {
        Some(rest) if rest.starts_with(|c: char| !separates(c)) => (true, rest),
        _ => (false, text),
    };
    let named = text.split_once(':').and_then(|(name, rest)| Some((keywords::keyword(name)?, name, rest)));
    let (field, name, text) = named.map_or((None, "", text), |(field, name, rest)| (Some(field), name, rest));
    let (value, rest, quoted) = if let Some(inner) = text.strip_prefix(quotes) {
        let (phrase, rest) = inner.split_once(quotes).unwrap_or((inner, ""));
        (phrase.trim(), rest, true)
    } else {
        let end = text.find(|c: char| separates(c) || quotes(c)).unwrap_or(text.len());
        (&text[..end], &text[end..], false)
    };
    let (source, name, value) = (String::new(), name.to_owned(), value.to_owned());
    (Part { source, without, field, name, value, quoted }, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_put_together_again_are_the_same_parts() {
        for text in [
            "",
            "-",
            "\"",
            "a  -b payer:\"Mary Roy\"c status:",
            "« Mary Roy »x -\"y",
            "importe:1\u{a0}250,00 -estado:rechazado,\"x",
            "payer:«a»-b: :c::d",
        ] {
            let once = parts(text);
            let joined = once.iter().map(|part| part.source.as_str()).collect::<Vec<_>>().join(" ");
            assert_eq!(parts(&joined), once, "{text}");
        }
        let sources: Vec<String> = parts("a -payer:\"Mary Roy\"c").into_iter().map(|part| part.source).collect();
        assert_eq!(sources, ["a", "-payer:\"Mary Roy\"", "c"]);
    }
}
