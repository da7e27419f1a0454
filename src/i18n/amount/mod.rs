//! Amounts of money, written as people of a locale write them and read back from what they type.
//!
//! Signs, spaces and separators come from Unicode's CLDR; the number of decimals comes from ISO 4217, because CLDR
//! rounds some currencies (the Iraqi dinar, for one) for display and a rounded amount would be a wrong one. What is
//! read is either certain or refused: nothing here guesses.

mod read;
mod write;

pub use read::{AmountError, parse, parse_neutral};
pub use write::{Side, Symbol, format, format_neutral, format_plain, format_short, format_with_currency, symbol};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        locale::Locale,
        money::{Currency, Money},
    };

    const CORPUS: &str = include_str!("../../../tests/corpus/amounts.txt");

    /// A line is `"text" locale currency expected`; the text is a JSON string, expected an error or minor units.
    fn check(line: &str) {
        let end = line.rfind('"').expect(line);
        let text: String = serde_json::from_str(&line[..=end]).expect(line);
        let rest: Vec<_> = line[end + 1..].split_whitespace().collect();
        let [tag, code, expected] = rest[..] else { panic!("{line}") };
        let (locale, currency) = (Locale::from_tag(tag).expect(line), Currency::from_code(code).expect(line));
        let answer = match parse(&text, currency, locale) {
            Ok(money) => money.minor().to_string(),
            Err(error) => format!("{error:?}"),
        };
        assert_eq!(answer, expected, "{line}");
    }

    #[test]
    fn every_amount_of_the_corpus_gets_its_written_answer() {
        let lines: Vec<_> = CORPUS.lines().filter(|line| line.starts_with('"')).collect();
        assert!(lines.len() > 100, "the corpus was not read");
        lines.into_iter().for_each(check);
    }

    fn currencies() -> [Currency; 5] {
        ["USD", "CAD", "EUR", "JPY", "KWD"].map(|code| Currency::from_code(code).unwrap())
    }

    #[test]
    fn signs_with_points_and_letters_in_them_read_back_too() {
        let codes = "GBP CHF MXN BRL PAB VES CRC DKK XAF XPF PEN IQD CLF LAK DOP";
        for currency in codes.split(' ').map(|code| Currency::from_code(code).unwrap()) {
            for locale in Locale::ALL {
                let money = Money::new(1_234_567, currency);
                let written = format(money, locale);
                assert_eq!(parse(&written, currency, locale), Ok(money), "{written} {locale:?}");
            }
        }
    }

    #[test]
    fn nothing_that_is_typed_stops_the_reader() {
        for text in ["9".repeat(1_000_000), "0".repeat(1_000_000), ",".repeat(100_000), "\u{202e}1\0".into()] {
            for locale in Locale::ALL {
                let _ = parse(&text, Currency::USD, locale);
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_as_the_same_amount(
            minor in prop_oneof![0i64..10_000_000, 0i64..=i64::MAX],
        ) {
            for locale in Locale::ALL {
                for currency in currencies() {
                    let money = Money::new(minor, currency);
                    for written in [format(money, locale), format_plain(money, locale)] {
                        prop_assert_eq!(parse(&written, currency, locale), Ok(money), "{} {:?}", written, locale);
                    }
                }
            }
        }

        #[test]
        fn a_written_debt_is_told_as_negative(minor in -i64::MAX..0) {
            for locale in Locale::ALL {
                for currency in currencies() {
                    let money = Money::new(minor, currency);
                    for written in [format(money, locale), format_plain(money, locale)] {
                        prop_assert_eq!(parse(&written, currency, locale), Err(AmountError::Negative), "{}", written);
                    }
                }
            }
        }

        #[test]
        fn any_text_gets_an_answer(text in "\\PC{0,12}|[0-9., $€-]{0,12}") {
            for locale in Locale::ALL {
                let _ = parse(&text, Currency::USD, locale);
            }
        }

        #[test]
        fn two_locales_never_read_two_amounts_of_a_whole_and_cents(text in "[0-9]{1,6}[.,][0-9]{1,2}") {
            let mut read: Vec<_> =
                Locale::ALL.into_iter().filter_map(|locale| parse(&text, Currency::USD, locale).ok()).collect();
            read.dedup();
            prop_assert!(read.len() <= 1, "{} {:?}", text, read);
        }
    }
}
