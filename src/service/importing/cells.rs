//! What the cells of a row say, and amounts as programs and people write them: for files whose rows are about money.

use crate::{
    domain::{
        import::{Import, ImportRow, RowFault, Target},
        locale::Locale,
        money::{Currency, Money},
    },
    i18n::amount,
};

/// The cells of a row under what their columns hold.
pub(super) struct Cells<'a> {
    pub(super) row: &'a ImportRow,
    pub(super) head: &'a Import,
}

impl Cells<'_> {
    /// Every cell that holds this and is not empty.
    pub(super) fn all(&self, wanted: Target) -> impl Iterator<Item = &str> {
        let cells = self.head.targets.iter().zip(&self.row.cells);
        cells.filter(move |(target, cell)| **target == wanted && !cell.is_empty()).map(|(_, cell)| cell.as_str())
    }

    /// What the row says on one line; nothing where it says nothing.
    pub(super) fn text(&self, wanted: Target) -> String {
        let found = self.all(wanted).next();
        found.map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default()
    }

    /// The same, where it says anything.
    pub(super) fn some(&self, wanted: Target) -> Option<String> {
        Some(self.text(wanted)).filter(|text| !text.is_empty())
    }

    pub(super) fn has(&self, wanted: Target) -> bool {
        self.all(wanted).next().is_some()
    }

    pub(super) fn short(&self, wanted: Target, most: usize) -> Result<Option<String>, RowFault> {
        let text = self.some(wanted);
        if text.as_ref().is_some_and(|text| text.chars().count() > most) { Err(RowFault::TooLong) } else { Ok(text) }
    }
}

/// An amount as a program writes it, or as people do in one of the locales; it may be zero.
pub(super) fn read_amount(text: &str, (currency, locales): (Currency, &[Locale])) -> Option<Money> {
    let of_a_program = {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        !whole.is_empty() && digits(whole) && digits(fraction) && fraction.len() <= 2
    };
    let first = of_a_program.then_some(Locale::EnUs);
    let mut tried = first.into_iter().chain(locales.iter().copied());
    tried.find_map(|locale| amount::parse(text, currency, locale).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_programs_and_people_write_them_and_never_guessed() {
        let usd = Currency::USD;
        let read = |text: &str, locales: &[Locale]| read_amount(text, (usd, locales)).map(|amount| amount.minor());
        for (text, minor) in
            [("475", 47_500), ("475.5", 47_550), ("475.50", 47_550), ("1,250.00", 125_000), ("$20", 2_000), ("0", 0)]
        {
            assert_eq!(read(text, &[Locale::EnUs]), Some(minor), "{text}");
        }
        for text in ["", "-5", "much", "1.2.3", "4,75"] {
            assert_eq!(read(text, &[Locale::EnUs]), None, "{text}");
        }
        assert_eq!(read("475,50", &[Locale::EnUs, Locale::FrCa]), Some(47_550));
    }
}
