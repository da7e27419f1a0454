//! Which language a browser asks for: one of ours that it names, whatever else it says.

use clientpay::{
    domain::locale::{Language, Locale},
    i18n::negotiate::language_from_accept,
    web::preferences::asked_language,
};

/// Entries of a header that are looked at.
const MOST_ENTRIES: usize = 32;

/// Reads the bytes as an `Accept-Language` header, as the query of an address and as a tag.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let chosen = language_from_accept(&text);
    let named = |language: Language| text.to_ascii_lowercase().contains(language.code());
    assert!(chosen.is_none_or(named), "{text:?} chose {chosen:?}");
    assert_eq!(language_from_accept(&text.to_ascii_uppercase()), chosen, "{text:?}: letters' case counts");
    if text.split(',').count() < MOST_ENTRIES {
        assert_eq!(
            language_from_accept(&format!("de,{text}")),
            chosen,
            "{text:?}: a language that is none of ours counts"
        );
        assert_eq!(language_from_accept(&format!("{text},fr;q=0")), chosen, "{text:?}: what is refused was chosen");
    }
    for language in Language::ALL {
        let first = format!("{}-XX,{text}", language.code());
        assert_eq!(language_from_accept(&first), Some(language), "{text:?}: the first of the best was not chosen");
    }
    if let Some(language) = asked_language(Some(&text)) {
        assert!(named(language) && text.contains("lang="), "{text:?} asked for {language:?}");
    }
    assert_eq!(Locale::from_tag(&text).is_some(), Locale::ALL.iter().any(|tag| tag.tag().eq_ignore_ascii_case(&text)));
    assert!(Locale::from_tag(&text).is_none_or(|locale| Language::from_tag(&text) == Some(locale.language())));
}
