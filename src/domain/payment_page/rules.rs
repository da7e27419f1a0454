//! What a page must be like before clients may see it.

use url::Url;

use super::{
    Content, Kind,
    fields::{FieldKind, MAX_LINE, MAX_LINES, Need},
    pricing::{AmountRule, MOST_ITEMS, MOST_OF_ONE, Taxed},
    words::Texts,
};
use crate::domain::money::PartsPerMillion;

/// The most questions of its own that a page asks.
pub const MOST_FIELDS: usize = 6;
/// The most choices of an answer, amounts to choose from, and sites.
pub const MOST_CHOICES: usize = 20;
/// The highest tax: nothing is taxed at more than its price.
pub const HIGHEST_RATE: PartsPerMillion = PartsPerMillion(1_000_000);

/// What is wrong with a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has no name, or one that is too long.
    Name,
    /// It has no heading.
    Heading,
    /// It is offered in no language, or in one twice.
    Languages,
    /// Its amount, or one of those to choose from, is nothing or less, or there are none or too many.
    Amount,
    /// The least amount is more than the most.
    Bounds,
    /// It sells nothing.
    NoItems,
    /// It sells more than [`MOST_ITEMS`] things.
    TooManyItems,
    /// An item has no name.
    ItemName(u32),
    /// An item costs nothing or less.
    ItemPrice(u32),
    /// An item's quantities contradict each other.
    ItemQuantities(u32),
    /// A rate is above [`HIGHEST_RATE`].
    TaxRate,
    /// It asks more than [`MOST_FIELDS`] questions of its own.
    TooManyFields,
    /// A question has no words.
    FieldLabel(u32),
    /// A question with choices has none, or too many.
    FieldChoices(u32),
    /// Not the address of a site over TLS.
    Site,
    /// Not a page on one of the sites.
    ContinueTo,
    /// Nobody could see or read a button of this colour.
    Colour,
    /// An eCheck's notices go by mail, and the page asks for no address.
    DebitsNeedEmail,
    /// It takes bank accounts alone, and its deposit account takes none.
    NoBankDebits,
    /// A limit that would let everything through or nobody.
    Defence,
    /// A text is too long.
    TooLong,
}

/// Everything that is wrong with a page, in its order.
#[must_use]
pub fn faults(content: &Content) -> Vec<Fault> {
    let mut found = Vec::new();
    let mut demand = |holds: bool, fault| {
        if !holds {
            found.push(fault);
        }
    };
    demand(!content.name.is_empty() && content.name.chars().count() <= MAX_LINE, Fault::Name);
    demand(!content.words.heading.is_empty() && content.words.heading.longest() <= MAX_LINE, Fault::Heading);
    let mut languages = content.languages.clone();
    languages.sort_by_key(|language| language.code());
    languages.dedup();
    demand(!languages.is_empty() && languages.len() == content.languages.len(), Fault::Languages);
    let words = &content.words;
    let long = |texts: &Texts| texts.longest() > MAX_LINES;
    demand(
        ![&words.introduction, &words.disclaimer, &words.thanks, &words.declined].into_iter().any(long),
        Fault::TooLong,
    );
    demand(content.tax.as_ref().is_none_or(|tax| tax.rate <= HIGHEST_RATE), Fault::TaxRate);
    demand(content.sites.len() <= MOST_CHOICES && content.sites.iter().all(|site| is_site(site)), Fault::Site);
    let lies_on_a_site =
        |url: &String| url.chars().count() <= MAX_LINE && content.sites.iter().any(|site| is_on(url, site));
    demand(content.continue_to.as_ref().is_none_or(lies_on_a_site), Fault::ContinueTo);
    demand(content.colour.is_none_or(super::colour::Colour::is_legible), Fault::Colour);
    demand(!content.accepted.bank_accounts() || content.asked.email != Need::Off, Fault::DebitsNeedEmail);
    let defence = content.defence;
    let sane = (1..=1_000).contains(&defence.tries_an_hour)
        && (1..=1_000).contains(&defence.declines)
        && (1..=1_440).contains(&defence.within_min)
        && (1..=1_440).contains(&defence.rest_min)
        && defence.least_fill_s <= 60;
    demand(sane, Fault::Defence);
    found.extend(faults_of_kind(content));
    found.extend(faults_of_fields(content));
    found
}

fn faults_of_kind(content: &Content) -> Vec<Fault> {
    let positive = |minor: &i64| *minor > 0;
    match &content.kind {
        Kind::General(AmountRule::Any) => Vec::new(),
        Kind::General(AmountRule::Fixed(minor)) => (!positive(minor)).then_some(Fault::Amount).into_iter().collect(),
        Kind::General(AmountRule::Choices(choices)) => {
            let fit = (1..=MOST_CHOICES).contains(&choices.len()) && choices.iter().all(positive);
            (!fit).then_some(Fault::Amount).into_iter().collect()
        }
        Kind::General(AmountRule::Between { least, most }) => match (positive(least), least <= most) {
            (false, _) => vec![Fault::Amount],
            (true, false) => vec![Fault::Bounds],
            (true, true) => Vec::new(),
        },
        Kind::Items(items) => {
            let mut found = Vec::new();
            if items.is_empty() {
                found.push(Fault::NoItems);
            }
            if items.len() > MOST_ITEMS {
                found.push(Fault::TooManyItems);
            }
            for item in items {
                let ordered = item.least >= 1 && item.least <= item.most && item.most <= MOST_OF_ONE;
                let usual = item.usual == 0 || (item.least..=item.most).contains(&item.usual);
                for (holds, fault) in [
                    (!item.name.is_empty() && item.name.longest() <= MAX_LINE, Fault::ItemName(item.id)),
                    (positive(&item.unit_minor), Fault::ItemPrice(item.id)),
                    (ordered && usual, Fault::ItemQuantities(item.id)),
                    (!matches!(item.taxed, Taxed::At(rate) if rate > HIGHEST_RATE), Fault::TaxRate),
                    (item.description.longest() <= MAX_LINES, Fault::TooLong),
                ] {
                    if !holds {
                        found.push(fault);
                    }
                }
            }
            found
        }
    }
}

fn faults_of_fields(content: &Content) -> Vec<Fault> {
    let mut found = Vec::new();
    if content.custom.len() > MOST_FIELDS {
        found.push(Fault::TooManyFields);
    }
    for field in &content.custom {
        if field.label.is_empty() || field.label.longest() > MAX_LINE {
            found.push(Fault::FieldLabel(field.id));
        }
        if let FieldKind::Choice(choices) = &field.kind {
            let fit = |texts: &Texts| !texts.is_empty() && texts.longest() <= MAX_LINE;
            if !(1..=MOST_CHOICES).contains(&choices.len()) || !choices.iter().all(fit) {
                found.push(Fault::FieldChoices(field.id));
            }
        }
    }
    found
}

/// Whether a text is the address of a whole site over TLS, such as `https://www.firm.example`, exactly as browsers write it
/// (the URL standard's serialization of an origin): it goes into a header as it is.
#[must_use]
pub fn is_site(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.:/".contains(&byte);
    text.bytes().all(plain)
        && Url::parse(text).is_ok_and(|url| {
            url.scheme() == "https"
                && url.port() != Some(0)
                && url.domain().is_some_and(|name| name.contains('.') && name.split('.').all(is_label))
                && url.origin().ascii_serialization() == text
        })
}

/// Whether a part of a domain's name is one that can be registered. URL parsers take others.
fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len()) && !text.starts_with('-') && !text.ends_with('-')
}

/// Whether an address lies on a site: the very site, then nothing or a path of printable characters without a back slash.
#[must_use]
pub fn is_on(url: &str, site: &str) -> bool {
    let plain = url.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'\\' | b'"' | b'<' | b'>'));
    plain && url.strip_prefix(site).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_site_over_tls_may_show_a_page_in_a_frame() {
        let (longest, longer) = ("a".repeat(63), "a".repeat(64));
        let (longest, longer) = (format!("https://{longest}.example"), format!("https://{longer}.example"));
        for (text, site) in [
            (longest.as_str(), true),
            (&longer, false),
            ("https://pay-2.firm.example", true),
            ("https://-firm.example", false),
            ("https://firm-.example", false),
            ("https://www.firm.-example", false),
            ("https://firm..example", false),
            ("https://.firm.example", false),
            ("https://firm.example.", false),
            ("https://firm.example:0", false),
            ("https://www.firm.example", true),
            ("https://firm.example:8443", true),
            ("http://firm.example", false),
            ("https://firm.example/", false),
            ("https://*.firm.example", false),
            ("https://*", false),
            ("https://firm.example; script-src *", false),
            ("https://firm.example https://evil.example", false),
            ("https://user@firm.example", false),
            ("https://firm.example:", false),
            ("https://firm.example:99999", false),
            ("https://FIRM.example", false),
            ("https://localhost", false),
            ("https://firm.443", false),
            ("https://192.0.2.1", false),
            ("", false),
        ] {
            assert_eq!(is_site(text), site, "{text}");
        }
    }

    #[test]
    fn nobody_is_sent_to_a_site_that_is_not_the_firms() {
        let site = "https://firm.example";
        for (url, on) in [
            ("https://firm.example", true),
            ("https://firm.example/thanks?x=1", true),
            ("https://firm.example.evil.example/", false),
            ("https://firm.example@evil.example/", false),
            ("https://firm.example:444/", false),
            ("https://firm.example\\@evil.example", false),
            ("https://firm.example/\r\nSet-Cookie: x", false),
            ("//firm.example", false),
            ("javascript:alert(1)", false),
        ] {
            assert_eq!(is_on(url, site), on, "{url}");
        }
    }
}
