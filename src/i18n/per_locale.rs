//! One formatter per locale, made on first use: making one reads tables, using it does not.

use crate::domain::locale::Locale;

/// A `T` for each locale. The tables are compiled in, so a missing one is a build defect that tests show; callers
/// still have a plain form to fall back on, because a page with a bare number beats no page.
pub(super) struct PerLocale<T>([Option<T>; Locale::ALL.len()]);

impl<T> PerLocale<T> {
    /// Makes one for every locale.
    pub(super) fn build<E>(make: impl Fn(icu::locale::Locale) -> Result<T, E>) -> Self {
        Self(Locale::ALL.map(|locale| make(locale.tag().parse().ok()?).ok()))
    }

    /// The one for `locale`.
    pub(super) fn get(&self, locale: Locale) -> Option<&T> {
        Locale::ALL.iter().position(|known| *known == locale).and_then(|index| self.0[index].as_ref())
    }
}
