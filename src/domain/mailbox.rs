//! E-mail addresses as people type them into one field.

/// The parts of a list of addresses: separated by commas, semicolons or spaces.
#[must_use]
pub fn addresses(text: &str) -> Vec<String> {
    text.split([',', ';', ' ']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Whether mail could be sent there: a name, one `@`, a domain with a dot. Only sending tells more.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let plain = text.len() <= 254
        && text.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>()[]\\\",;:".contains(c));
    let domain_fits = |domain: &str| {
        domain.split('.').count() > 1 && domain.split('.').all(|label| !label.is_empty() && !label.starts_with('-'))
    };
    plain
        && text
            .split_once('@')
            .is_some_and(|(name, domain)| !name.is_empty() && !domain.contains('@') && domain_fits(domain))
}

/// An address that whoever knows it recognizes, and nobody else learns from: `a•••@c•••.example`.
#[must_use]
pub fn masked(address: &str) -> String {
    let initial = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
    let (name, domain) = address.split_once('@').unwrap_or((address, ""));
    let top = domain.rsplit_once('.').map_or("", |(_, top)| top);
    format!("{}•••@{}•••.{top}", initial(name), initial(domain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_other_text() {
        for good in ["a@b.example", "jos\u{e9}@firm.example", "o'brien+tag@sub.firm.co"] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "@b.example",
            "a@b",
            "a@.b",
            "a@b..c",
            "a b@c.d",
            "a@b@c.d",
            "a@b.c\r\nBcc: x@y.z",
            "<a@b.c>",
            "a@-b.c",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }

    #[test]
    fn a_masked_address_tells_neither_name_nor_host_nor_how_long_they_are() {
        for (address, masked_address) in [
            ("ada@client.example", "a•••@c•••.example"),
            ("a@b.example", "a•••@b•••.example"),
            ("élodie.tremblay@mail.cabinet.qc.ca", "é•••@m•••.ca"),
            ("", "•••@•••."),
        ] {
            assert_eq!(masked(address), masked_address);
        }
    }

    #[test]
    fn several_addresses_may_be_separated_in_any_usual_way() {
        assert_eq!(addresses(" a@b.c, d@e.f;g@h.i  j@k.l,, "), ["a@b.c", "d@e.f", "g@h.i", "j@k.l"]);
    }
}
