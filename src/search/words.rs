//! How text becomes the words that are compared: lower case, without accents, split where a person would split it.
//!
//! The same rules serve the index and the query, so `jose munoz` finds José Muñoz and `obrien` finds O'Brien. Nothing
//! here knows a field or a payment.

use tantivy::tokenizer::{
    AsciiFoldingFilter, LowerCaser, RemoveLongFilter, TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager,
};

/// The name under which the analyzer of text fields is registered.
pub(super) const FOLD: &str = "fold";

/// Longest word kept, in bytes; longer ones are noise or an attack.
const LONGEST: usize = 60;

/// Registers the analyzer of text fields.
pub(super) fn register(manager: &TokenizerManager) {
    manager.register(FOLD, analyzer(Compounds::PartsAndWhole));
}

/// The words of `text`, folded, in order.
pub(super) fn fold(text: &str) -> Vec<String> {
    let mut analyzer = analyzer(Compounds::PartsOnly);
    let mut stream = analyzer.token_stream(text);
    let mut words = Vec::new();
    while let Some(token) = stream.next() {
        words.push(token.text.clone());
    }
    words
}

/// `text` folded as one piece, punctuation kept: how codes such as `INV-20418` are compared.
pub(super) fn fold_whole(text: &str) -> String {
    let mut analyzer = filtered(Whole::default());
    let mut stream = analyzer.token_stream(text.trim());
    stream.next().map(|token| token.text.clone()).unwrap_or_default()
}

/// A folded code without its punctuation: `inv-20418` and `INV 20418` both become `inv20418`.
pub(super) fn squash(folded: &str) -> String {
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Digits kept of a code that stands inside a text: fewer than a card number has, so that numbers that stand beside each
/// other never look like one.
const MOST_CODE_DIGITS: usize = 12;

/// The codes inside a text: from each word on behind which a number follows, all that comes, without punctuation. What is
/// typed from a code's beginning, with whatever between its parts, begins one of them.
pub(super) fn codes(text: &str) -> Vec<String> {
    let words = fold(text);
    let is_number = |word: &String| word.starts_with(|c: char| c.is_ascii_digit());
    let starts = words.iter().skip(1).enumerate().filter(|(_, next)| is_number(next)).map(|(start, _)| start);
    starts.map(|start| shortened(&words[start..])).collect()
}

/// Whether these words, typed together, begin what [`codes`] gives.
pub(super) fn is_code(words: &[String]) -> bool {
    let is_number = |word: &String| word.starts_with(|c: char| c.is_ascii_digit());
    words.get(1).is_some_and(is_number) && shortened(words) == words.concat()
}

fn shortened(words: &[String]) -> String {
    let mut digits = 0;
    let all = words.iter().flat_map(|word| word.chars());
    all.take_while(|c| {
        digits += usize::from(c.is_ascii_digit());
        digits <= MOST_CODE_DIGITS
    })
    .take(LONGEST)
    .collect()
}

fn analyzer(compounds: Compounds) -> TextAnalyzer {
    filtered(Words { compounds, tokens: Vec::new() })
}

fn filtered(tokenizer: impl Tokenizer) -> TextAnalyzer {
    // Folding comes first: lower-casing `İ` would leave a stray combining dot behind.
    TextAnalyzer::builder(tokenizer)
        .filter(RemoveLongFilter::limit(LONGEST))
        .filter(AsciiFoldingFilter)
        .filter(LowerCaser)
        .build()
}

/// What becomes of a word held together by apostrophes or hyphens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Compounds {
    /// `O'Brien` is `o`, `brien`.
    PartsOnly,
    /// `O'Brien` is `o`, `brien` and, at the place of the last part, `obrien`.
    PartsAndWhole,
}

/// Splits at whatever is neither letter nor digit. Combining accents belong to their letter and are dropped, so a name
/// typed on a system that writes `e` + accent is the same name.
#[derive(Clone)]
struct Words {
    compounds: Compounds,
    tokens: Vec<Token>,
}

impl Tokenizer for Words {
    type TokenStream<'a> = Listed<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Listed<'a> {
        self.tokens.clear();
        split(text, self.compounds, &mut self.tokens);
        Listed { tokens: &mut self.tokens, next: 0 }
    }
}

fn split(text: &str, compounds: Compounds, tokens: &mut Vec<Token>) {
    let mut part = String::new();
    let mut parts: Vec<String> = Vec::new();
    let mut position = 0;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c.is_alphanumeric() {
            part.push(c);
        } else if !is_combining(c) {
            let goes_on = joins(c) && !part.is_empty() && rest.peek().is_some_and(|next| next.is_alphanumeric());
            end_part(&mut part, &mut parts, &mut position, tokens);
            if !goes_on {
                end_compound(&mut parts, position, compounds, tokens);
            }
        }
    }
    end_part(&mut part, &mut parts, &mut position, tokens);
    end_compound(&mut parts, position, compounds, tokens);
}

fn end_part(part: &mut String, parts: &mut Vec<String>, position: &mut usize, tokens: &mut Vec<Token>) {
    if !part.is_empty() {
        let text = std::mem::take(part);
        parts.push(text.clone());
        tokens.push(Token { text, position: *position, ..Token::default() });
        *position += 1;
    }
}

/// Adds the whole of a name such as `Jean-Pierre`. Codes are left out: they have fields of their own.
fn end_compound(parts: &mut Vec<String>, position: usize, compounds: Compounds, tokens: &mut Vec<Token>) {
    let is_name = parts.len() > 1 && parts.iter().all(|part| part.chars().all(char::is_alphabetic));
    if is_name && compounds == Compounds::PartsAndWhole {
        tokens.push(Token { text: parts.concat(), position: position.saturating_sub(1), ..Token::default() });
    }
    parts.clear();
}

const fn joins(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '-' | '\u{2010}' | '\u{2011}')
}

const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// The text as one token, combining accents dropped.
#[derive(Clone, Default)]
struct Whole {
    tokens: Vec<Token>,
}

impl Tokenizer for Whole {
    type TokenStream<'a> = Listed<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Listed<'a> {
        self.tokens.clear();
        let text = text.chars().filter(|c| !is_combining(*c)).collect();
        self.tokens.push(Token { text, position: 0, ..Token::default() });
        Listed { tokens: &mut self.tokens, next: 0 }
    }
}

/// Tokens from a list; `next` counts those already given.
struct Listed<'a> {
    tokens: &'a mut Vec<Token>,
    next: usize,
}

impl TokenStream for Listed<'_> {
    fn advance(&mut self) -> bool {
        self.next += 1;
        self.next <= self.tokens.len()
    }

    fn token(&self) -> &Token {
        &self.tokens[self.next - 1]
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokens[self.next - 1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn indexed(text: &str) -> Vec<String> {
        let mut analyzer = analyzer(Compounds::PartsAndWhole);
        let mut stream = analyzer.token_stream(text);
        std::iter::from_fn(|| stream.next().map(|token| token.text.clone())).collect()
    }

    #[test]
    fn accents_case_and_their_encoding_make_no_difference() {
        for (text, words) in [
            ("José Muñoz", vec!["jose", "munoz"]),
            ("Jose\u{301} Mun\u{303}oz", vec!["jose", "munoz"]),
            ("NGUYỄN", vec!["nguyen"]),
            ("Łukasz", vec!["lukasz"]),
            ("İstanbul", vec!["istanbul"]),
            ("\u{301}\u{301}", vec![]),
        ] {
            assert_eq!(fold(text), words, "{text}");
        }
    }

    #[test]
    fn compound_names_are_indexed_in_parts_and_whole_but_codes_are_not() {
        assert_eq!(indexed("Mary O’Brien"), ["mary", "o", "brien", "obrien"]);
        assert_eq!(indexed("Jean-Pierre Roy"), ["jean", "pierre", "jeanpierre", "roy"]);
        assert_eq!(indexed("INV-20418"), ["inv", "20418"]);
        assert_eq!(indexed("- ' o' -x"), ["o", "x"]);
        assert_eq!(fold("O'Brien"), ["o", "brien"]);
    }

    #[test]
    fn codes_inside_a_text_are_found_from_their_beginning() {
        for (text, expected) in [
            ("INV-20418", vec!["inv20418"]),
            ("see INV 20418, now", vec!["inv20418now"]),
            ("2026-0117/A", vec!["20260117a"]),
            ("A-INV-7-8", vec!["inv78", "78"]),
            ("20418 Main Street", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(codes(text), expected, "{text}");
        }
    }

    #[test]
    fn codes_are_compared_whole_and_without_punctuation() {
        assert_eq!(fold_whole("  INV-20418 "), "inv-20418");
        assert_eq!(squash("inv-20418"), "inv20418");
        assert_eq!(fold_whole(&"x".repeat(61)), "");
    }
}
