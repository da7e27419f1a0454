//! What a payer is found by: words without case and accents, each found by its beginning.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use super::Payer;

/// The longest word kept, in characters.
const LONGEST: usize = 40;
/// The most words of one payer.
const MOST: usize = 200;
/// The most words of a search.
const MOST_ASKED: usize = 8;
/// The most digits of a telephone number that are kept together: fewer than a card number has.
const PHONE_DIGITS: usize = 12;

/// Lower case, without accents, white space as single blanks: two texts that look alike are alike.
#[must_use]
pub fn folded(text: &str) -> String {
    let plain: String =
        text.to_lowercase().nfkd().filter(|c| !is_combining_mark(*c)).fold(String::new(), |mut out, c| {
            match apart(c) {
                Some(letters) => out.push_str(letters),
                None => out.push(c),
            }
            out
        });
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Letters that carry their mark within themselves.
const fn apart(c: char) -> Option<&'static str> {
    Some(match c {
        'ł' => "l",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ı' => "i",
        'ħ' => "h",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        _ => return None,
    })
}

/// The words of a search as it was typed: what begins with all of them is found.
#[must_use]
pub fn asked(text: &str) -> Vec<String> {
    let digits = digits_of(text);
    let is_phone = digits.len() >= 4 && text.chars().all(|c| c.is_ascii_digit() || " +-().".contains(c));
    if is_phone && text.chars().any(|c| !c.is_ascii_digit()) {
        return vec![without_country(&digits).chars().take(PHONE_DIGITS).collect()];
    }
    parts(&folded(text)).into_iter().take(MOST_ASKED).collect()
}

/// The words that a record with these texts is found by.
#[must_use]
pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    let words = texts.into_iter().flat_map(|text| whole_and_parts(&folded(text)));
    words.filter(|word| !word.is_empty()).take(MOST).collect()
}

impl Payer {
    /// The words that this record is found by.
    #[must_use]
    pub fn words(&self) -> BTreeSet<String> {
        let contacts = self.contacts.iter().flat_map(|contact| [&contact.name, &contact.email]);
        let texts =
            [&self.name, &self.company].into_iter().chain(&self.emails).chain(&self.client_number).chain(contacts);
        let mut words: BTreeSet<String> = texts.flat_map(|text| whole_and_parts(&folded(text))).collect();
        let phones = self.phones.iter().chain(self.contacts.iter().map(|contact| &contact.phone));
        words.extend(phones.map(|phone| digits_of(phone)).map(|digits| cut(without_country(&digits), PHONE_DIGITS)));
        words.into_iter().filter(|word| !word.is_empty()).take(MOST).collect()
    }
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// A North American number is the same with and without the 1 in front.
fn without_country(digits: &str) -> &str {
    digits.strip_prefix('1').filter(|rest| rest.len() == 10).unwrap_or(digits)
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

fn parts(folded: &str) -> Vec<String> {
    let parts = folded.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(|part| cut(part, LONGEST)).collect()
}

/// The parts of each word, and what is held together by a mark as one: `O'Brien` is `o`, `brien` and `obrien`.
fn whole_and_parts(folded: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in folded.split(' ') {
        let parts = parts(word);
        if parts.len() > 1 {
            let whole: String = parts.concat();
            let digits = whole.chars().filter(char::is_ascii_digit).count();
            words.extend((digits <= PHONE_DIGITS).then(|| cut(&whole, LONGEST)));
        }
        words.extend(parts);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ids::PayerId, locale::Language, payer::Contact, time::Timestamp};

    fn finds(payer: &Payer, text: &str) -> bool {
        let words = payer.words();
        let asked = asked(text);
        !asked.is_empty() && asked.iter().all(|wanted| words.iter().any(|word| word.starts_with(wanted)))
    }

    #[test]
    fn accents_case_and_marks_do_not_count() {
        for (one, other) in [
            ("Élodie  TREMBLAY", "elodie tremblay"),
            ("Łukasz Dąbrowski", "lukasz dabrowski"),
            ("STRASSE", "straße"),
            ("e\u{301}", "é"),
            ("İzmir", "izmir"),
            ("Søren Østergaard", "soren ostergaard"),
        ] {
            assert_eq!(folded(one), folded(other), "{one}");
        }
    }

    #[test]
    fn a_payer_is_found_by_the_beginnings_of_all_that_is_known() {
        let payer = Payer {
            company: "O’Brien & Søn".into(),
            emails: vec!["jose.munoz@client.example".into()],
            client_number: Some("C-0042".into()),
            phones: vec!["+1 (617) 555-0172".into()],
            contacts: vec![Contact { name: "Ana Ruiz".into(), ..Contact::default() }],
            ..Payer::new(PayerId::new(1), "José Muñoz".into(), Language::Es, Timestamp::from_ms(0))
        };
        for found in [
            "jose mun",
            "MUÑ",
            "obrien",
            "o'brien",
            "son",
            "jose.munoz@client",
            "c-0042",
            "c0042",
            "0042",
            "617 555",
            "(617) 555-0172",
            "+1 617 555 0172",
            "6175550172",
            "ruiz ana",
        ] {
            assert!(finds(&payer, found), "{found}");
        }
        for not in ["", "  ", "unoz", "jose smith", "555-0172", "c-0043"] {
            assert!(!finds(&payer, not), "{not}");
        }
    }

    #[test]
    fn no_words_together_look_like_a_card() {
        let payer = Payer {
            client_number: Some("4111-1111-1111-1111".into()),
            phones: vec!["+4111 1111 1111 1111".into()],
            ..Payer::new(PayerId::new(1), "A".into(), Language::En, Timestamp::from_ms(0))
        };
        assert!(payer.words().iter().all(|word| !crate::domain::pan::contains_card_number(word)));
    }
}
