//! Headings that mean the same in files of every kind: who, and what for.

use crate::domain::import::Target;

/// Headings as programs of the trade write them, folded and without punctuation, besides those of each kind of file.
pub(super) const SHARED: &[(&str, Target)] = &[
    ("name", Target::Name),
    ("full name", Target::Name),
    ("payer", Target::Name),
    ("payer name", Target::Name),
    ("client", Target::Name),
    ("client name", Target::Name),
    ("customer", Target::Name),
    ("customer name", Target::Name),
    ("display name", Target::Name),
    ("recipient", Target::Name),
    ("recipient name", Target::Name),
    ("nom", Target::Name),
    ("nom complet", Target::Name),
    ("nom du client", Target::Name),
    ("payeur", Target::Name),
    ("destinataire", Target::Name),
    ("nombre", Target::Name),
    ("nombre completo", Target::Name),
    ("nombre del cliente", Target::Name),
    ("cliente", Target::Name),
    ("pagador", Target::Name),
    ("destinatario", Target::Name),
    ("client number", Target::ClientNumber),
    ("client no", Target::ClientNumber),
    ("client id", Target::ClientNumber),
    ("client code", Target::ClientNumber),
    ("customer id", Target::ClientNumber),
    ("numero de client", Target::ClientNumber),
    ("numero client", Target::ClientNumber),
    ("no de client", Target::ClientNumber),
    ("no client", Target::ClientNumber),
    ("numero de cliente", Target::ClientNumber),
    ("n de cliente", Target::ClientNumber),
    ("codigo de cliente", Target::ClientNumber),
    ("email", Target::Emails),
    ("emails", Target::Emails),
    ("e mail", Target::Emails),
    ("email address", Target::Emails),
    ("email addresses", Target::Emails),
    ("e mail address", Target::Emails),
    ("e mail addresses", Target::Emails),
    ("recipient email", Target::Emails),
    ("courriel", Target::Emails),
    ("courriels", Target::Emails),
    ("adresse courriel", Target::Emails),
    ("adresses courriel", Target::Emails),
    ("adresse e mail", Target::Emails),
    ("correo", Target::Emails),
    ("correo electronico", Target::Emails),
    ("correos electronicos", Target::Emails),
    ("language", Target::Language),
    ("langue", Target::Language),
    ("idioma", Target::Language),
    ("invoice", Target::Invoice),
    ("invoice number", Target::Invoice),
    ("invoice no", Target::Invoice),
    ("facture", Target::Invoice),
    ("numero de facture", Target::Invoice),
    ("no de facture", Target::Invoice),
    ("factura", Target::Invoice),
    ("numero de factura", Target::Invoice),
    ("matter", Target::Matter),
    ("dossier", Target::Matter),
    ("asunto", Target::Matter),
    ("reference", Target::Reference),
    ("referencia", Target::Reference),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{
        domain::import::Imported,
        service::importing::{own_headings, plain},
    };

    #[test]
    fn no_heading_is_known_twice() {
        for of in [Imported::Payers, Imported::Schedules, Imported::Requests] {
            let words: Vec<&str> = SHARED.iter().chain(own_headings(of)).map(|(word, _)| *word).collect();
            assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len(), "{of:?}");
            assert!(words.iter().all(|word| plain(word) == **word), "{of:?}");
        }
    }
}
