//! Who pays the demonstration's firm. A payer follows from the seed and their number alone, so nobody has to be kept
//! in mind between two payments.

use crate::domain::{card::Expiry, locale::Language};

use super::{
    dice::Dice,
    names::{COMPANY_TRADES, COMPANY_WORDS, CULTURES, FAMILY_FIRMS, REGULARS, plain_letter},
};

/// What is known of a payer before they have paid anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) name: String,
    /// The name on the card: a company's card bears a person's.
    pub(super) holder: String,
    pub(super) email: Option<String>,
    pub(super) client_number: Option<String>,
    pub(super) language: Language,
    pub(super) company: bool,
    pub(super) card_number: &'static str,
    pub(super) expiry: Expiry,
    /// What they pay by schedule, in minor units.
    pub(super) installment_minor: i64,
    /// Whether their schedule fills up a retainer.
    pub(super) plan_to_trust: bool,
}

/// Everyone who may pay.
pub(super) struct People {
    seed: u64,
    /// Year and month in which the story ends.
    end: (u16, u8),
    count: u64,
}

/// Cards as common as they are at a law firm.
const CARDS: &[(u64, &str)] = &[
    (190, "4242424242424242"),
    (170, "4111111111111111"),
    (110, "4012888888881881"),
    (80, "4000056655665556"),
    (90, "5555555555554444"),
    (70, "5105105105105100"),
    (50, "2223000010309703"),
    (30, "5200828282828210"),
    (90, "378282246310005"),
    (50, "371449635398431"),
    (40, "6011111111111117"),
    (20, "6011000990139424"),
    (5, "30569309025904"),
    (5, "3530111333300000"),
];

const INSTALLMENTS: &[i64] = &[15_000, 20_000, 25_000, 30_000, 35_000, 40_000, 50_000, 65_000, 75_000, 100_000];

/// First number of the clients that are not regulars.
const FIRST_CLIENT_NUMBER: u64 = 12_000;

impl People {
    /// Everyone who may pay in a story of so many payments that ends in this month. Their number grows more slowly
    /// than that of the payments; those whose turn comes are about 180 for 2,500 payments, 40,000 for a million.
    pub(super) fn new(seed: u64, payments: u64, end: (u16, u8)) -> Self {
        let doublings = u64::from((payments / 2_500).max(1).ilog2());
        let count = (payments / (11 + doublings * 11 / 8)).max(Self::regulars());
        Self { seed, end, count }
    }

    /// How many there are.
    pub(super) const fn count(&self) -> u64 {
        self.count
    }

    /// How many of them, from the first on, are regulars.
    pub(super) fn regulars() -> u64 {
        u64::try_from(REGULARS.len()).unwrap_or(0)
    }

    /// The payer with this number, from 0.
    pub(super) fn person(&self, number: u64) -> Person {
        // An odd factor keeps the dice of neighbours apart.
        let dice = Dice::new(self.seed ^ (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let regular = usize::try_from(number).ok().and_then(|number| REGULARS.get(number));
        let mut person = match regular {
            Some(regular) => Person {
                name: regular.name.to_owned(),
                holder: regular.holder.to_owned(),
                email: Some(regular.email.to_owned()),
                client_number: Some(regular.client_number.to_owned()),
                language: regular.language,
                company: regular.company,
                ..self.blank(&dice)
            },
            None => self.somebody(number, &dice),
        };
        person.card_number = dice.weighted(CARDS);
        person
    }

    fn blank(&self, dice: &Dice) -> Person {
        Person {
            name: String::new(),
            holder: String::new(),
            email: None,
            client_number: None,
            language: Language::En,
            company: false,
            card_number: "",
            expiry: self.expiry(dice),
            installment_minor: dice.amount(INSTALLMENTS),
            plan_to_trust: dice.chance(150),
        }
    }

    /// A card good until the end of the story: one in twenty just so, the others for years.
    fn expiry(&self, dice: &Dice) -> Expiry {
        let (year, month) = self.end;
        let later = year.saturating_add(u16::try_from(dice.between(1, 4)).unwrap_or(1));
        let any_month = u8::try_from(dice.between(1, 12)).unwrap_or(12);
        let (month, year) = if dice.chance(50) { (month, year) } else { (any_month, later) };
        Expiry::new(month, year).unwrap_or_else(|| self.expiry(dice))
    }

    fn somebody(&self, number: u64, dice: &Dice) -> Person {
        let cultures: Vec<(u64, usize)> = CULTURES.iter().enumerate().map(|(at, c)| (c.weight, at)).collect();
        let culture = &CULTURES[dice.weighted(&cultures)];
        let (given, family) = (dice.pick(culture.given), dice.pick(culture.family));
        // Where many have the same name, people begin to write their middle initial.
        let initial = if number > 300 && dice.chance(400) {
            let letter =
                dice.pick(&["A.", "B.", "C.", "D.", "E.", "G.", "H.", "J.", "K.", "L.", "M.", "R.", "S.", "T."]);
            format!("{letter} ")
        } else {
            String::new()
        };
        let holder = format!("{given} {initial}{family}");
        let company = dice.chance(230);
        let name = if company { company_name(family, dice) } else { holder.clone() };
        let email = if company { company_email(&name, dice) } else { personal_email(given, family, number, dice) };
        let client_number = FIRST_CLIENT_NUMBER + number * 3 + dice.below(3);
        Person {
            name,
            holder,
            email: (!dice.chance(60)).then_some(email),
            client_number: (!dice.chance(40)).then(|| client_number.to_string()),
            language: culture.language,
            company,
            ..self.blank(dice)
        }
    }
}

fn company_name(family: &str, dice: &Dice) -> String {
    if dice.chance(450) {
        format!("{family} {}", dice.pick(FAMILY_FIRMS))
    } else {
        format!("{} {}", dice.pick(COMPANY_WORDS), dice.pick(COMPANY_TRADES))
    }
}

fn company_email(name: &str, dice: &Dice) -> String {
    let domain: String = name.split_whitespace().take(2).flat_map(str::chars).filter_map(plain_letter).collect();
    format!("{}@{domain}.example", dice.pick(&["ap", "accounts", "billing", "office", "finance"]))
}

fn personal_email(given: &str, family: &str, number: u64, dice: &Dice) -> String {
    let plain = |text: &str| text.chars().filter_map(plain_letter).collect::<String>();
    let host = dice.pick(&["example.com", "example.org", "example.net", "mail.example", "post.example"]);
    if number > 300 {
        format!("{}.{}{number}@{host}", plain(given), plain(family))
    } else {
        format!("{}.{}@{host}", plain(given), plain(family))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(payments: u64) -> People {
        People::new(7, payments, (2026, 11))
    }

    #[test]
    fn payers_grow_more_slowly_than_payments() {
        assert_eq!(people(2_500).count(), 227);
        assert_eq!(people(1_000_000).count(), 45_454);
        assert_eq!(people(1).count(), People::regulars());
    }

    #[test]
    fn every_address_is_plain_and_leads_nowhere() {
        let people = people(2_500);
        for number in 0..people.count() {
            let Some(email) = people.person(number).email else { continue };
            let (local, host) = email.split_once('@').unwrap();
            assert!(
                email.is_ascii() && !local.is_empty() && !local.starts_with('.') && !local.ends_with('.'),
                "{email}"
            );
            assert!(host.ends_with(".example") || host.starts_with("example."), "{email}");
        }
    }

    #[test]
    fn accents_of_every_name_fold_to_letters() {
        for culture in CULTURES {
            for name in culture.given.iter().chain(culture.family) {
                let expected = name.chars().filter(|letter| letter.is_alphabetic() || *letter == '-').count();
                assert_eq!(name.chars().filter_map(plain_letter).count(), expected, "{name}");
            }
        }
    }

    #[test]
    fn client_numbers_are_given_once() {
        let people = people(25_000);
        let numbers: Vec<String> =
            (0..people.count()).filter_map(|number| people.person(number).client_number).collect();
        let distinct: std::collections::BTreeSet<&String> = numbers.iter().collect();
        assert_eq!(distinct.len(), numbers.len());
    }
}
