//! What states and provinces are called.

use crate::domain::region::Region;

use super::T;

/// The name of a region.
#[must_use]
pub fn name(region: Region, t: T) -> String {
    t.text(&format!("region-{}", region.code().to_ascii_lowercase()))
}

/// Every region with its name: those of the United States, then those of Canada, each in the order of the names.
#[must_use]
pub fn by_name(t: T) -> Vec<(Region, String)> {
    let mut regions: Vec<(Region, String)> = Region::all().map(|region| (region, name(region, t))).collect();
    // Accents sort as their letters do; nothing else in these names needs a collation.
    regions.sort_by_key(|(region, name)| (region.is_canadian(), unaccented(name)));
    regions
}

fn unaccented(name: &str) -> String {
    let plain = |c: char| match c {
        'É' | 'é' | 'è' | 'ê' => 'e',
        'Î' | 'î' | 'í' => 'i',
        'á' => 'a',
        'ó' | 'ô' => 'o',
        'ú' => 'u',
        'ñ' => 'n',
        other => other,
    };
    name.chars().map(plain).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::locale::Locale;

    #[test]
    fn regions_stand_in_the_order_of_their_names_by_country() {
        for locale in [Locale::EnUs, Locale::FrCa, Locale::EsUs] {
            let names = by_name(T::new(locale));
            assert_eq!(names.len(), Region::all().count());
            let first_canadian = names.iter().position(|(region, _)| region.is_canadian()).unwrap();
            assert!(names[first_canadian..].iter().all(|(region, _)| region.is_canadian()), "{locale:?}");
        }
        let french: Vec<_> = by_name(T::new(Locale::FrCa)).into_iter().map(|(_, name)| name).collect();
        assert_eq!(french.first().map(String::as_str), Some("Alabama"));
        assert_eq!(french.last().map(String::as_str), Some("Yukon"));
    }
}
