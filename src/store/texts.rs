//! Every text inside a stored value, whatever kind of record it is: what a search for card numbers looks at.
//!
//! Looking at the raw bytes instead would take the length in front of a text for one more digit of it.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// Whether any text in a stored value, its field names included, is what `wanted` looks for. Bytes that are no stored
/// value are taken for one text.
pub(super) fn any_text(raw: &[u8], wanted: &mut dyn FnMut(&str) -> bool) -> bool {
    let mut found = false;
    let body = raw.get(1..).unwrap_or_default();
    let mut deserializer = rmp_serde::Deserializer::from_read_ref(body);
    let read = Texts(&mut |text| found |= wanted(text)).deserialize(&mut deserializer);
    found || (read.is_err() && wanted(&String::from_utf8_lossy(raw)))
}

struct Texts<'a>(&'a mut dyn FnMut(&str));

impl<'de> DeserializeSeed<'de> for Texts<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Texts<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a stored value")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        (self.0)(text);
        Ok(())
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Texts(&mut *self.0))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        while fields.next_key_seed(Texts(&mut *self.0))?.is_some() {
            fields.next_value_seed(Texts(&mut *self.0))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::table::encode;

    fn texts(raw: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        any_text(raw, &mut |text| {
            found.push(text.to_owned());
            false
        });
        found
    }

    #[test]
    fn every_text_is_looked_at_without_what_stands_around_it() {
        let long = "4".repeat(52);
        let value = (Some(vec![long.clone()]), (1u64, -1i64, true, None::<String>, ()), [7u8; 3], "b");
        assert_eq!(texts(&encode("a table", &value).unwrap()), [long, "b".to_owned()]);
    }

    #[test]
    fn what_is_no_stored_value_is_one_text() {
        assert_eq!(texts(b"\x01\xc1 4242"), ["\u{1}\u{fffd} 4242"]);
        assert_eq!(texts(b""), [""]);
    }
}
