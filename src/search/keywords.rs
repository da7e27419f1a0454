//! The names of fields in queries, in every language at once: whoever learnt one in English keeps it in a Spanish
//! portal. Compared without case and accents.

use crate::domain::locale::Language;

use super::words;

/// What stands before the colon of `field:value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyword {
    /// Where it stands.
    Status,
    /// Where it came from.
    Source,
    /// Where the money goes: an account or a kind of account.
    Account,
    /// Who paid, the holder's name included.
    Payer,
    /// The name on the card or account.
    Holder,
    /// Last four digits or network.
    Card,
    /// Network, or a bank account.
    Method,
    /// The invoice.
    Invoice,
    /// The matter.
    Matter,
    /// The client number.
    Client,
    /// Any other reference.
    Reference,
    /// Where receipts go.
    Email,
    /// The note.
    Note,
    /// The processor's id.
    GatewayId,
    /// The approval code.
    Approval,
    /// The payment's number.
    Id,
    /// The currency.
    Currency,
    /// The amount.
    Amount,
    /// The tax in it.
    Tax,
    /// What was added for paying by credit card.
    Surcharge,
    /// What was given back.
    Refunded,
    /// Who asked for it.
    EnteredBy,
    /// The day.
    Date,
    /// The first day.
    From,
    /// The last day.
    To,
    /// A tag of the firm's.
    Tag,
}

/// A field with its names, folded: English, French, Spanish. The first of a language is the one that its readers are shown;
/// a language without one shares the English name.
const NAMES: &[(Keyword, [&[&str]; 3])] = &[
    (Keyword::Status, [&["status"], &["statut", "etat"], &["estado"]]),
    (Keyword::Source, [&["source"], &["origine", "provenance"], &["origen", "fuente"]]),
    (Keyword::Account, [&["account"], &["compte"], &["cuenta"]]),
    (Keyword::Payer, [&["payer", "name"], &["payeur", "nom"], &["pagador", "nombre"]]),
    (Keyword::Holder, [&["holder", "cardholder"], &["titulaire"], &["titular"]]),
    (Keyword::Card, [&["card", "last4"], &["carte"], &["tarjeta"]]),
    (Keyword::Method, [&["method"], &["mode", "moyen", "methode"], &["forma", "metodo", "medio"]]),
    (Keyword::Invoice, [&["invoice", "inv"], &["facture"], &["factura"]]),
    (Keyword::Matter, [&["matter"], &["dossier", "affaire"], &["asunto", "expediente"]]),
    (Keyword::Client, [&["client"], &[], &["cliente"]]),
    (Keyword::Reference, [&["reference", "ref"], &[], &["referencia"]]),
    (Keyword::Email, [&["email", "mail", "e-mail"], &["courriel"], &["correo"]]),
    (Keyword::Note, [&["note"], &[], &["nota"]]),
    (Keyword::Tag, [&["tag"], &["etiquette"], &["etiqueta"]]),
    (Keyword::GatewayId, [&["gateway"], &["passerelle"], &["pasarela"]]),
    (Keyword::Approval, [&["approval", "auth"], &["approbation", "autorisation"], &["aprobacion", "autorizacion"]]),
    (Keyword::Id, [&["id", "payment", "receipt", "number"], &["paiement", "recu", "numero"], &["pago", "recibo"]]),
    (Keyword::Currency, [&["currency"], &["devise"], &["moneda", "divisa"]]),
    (Keyword::Amount, [&["amount"], &["montant"], &["importe", "monto"]]),
    (Keyword::Tax, [&["tax"], &["taxe"], &["impuesto"]]),
    (Keyword::Surcharge, [&["surcharge"], &["supplement"], &["recargo"]]),
    (Keyword::Refunded, [&["refunded"], &["rembourse"], &["reembolsado"]]),
    (Keyword::EnteredBy, [&["by"], &["par"], &["por"]]),
    (Keyword::Date, [&["date"], &[], &["fecha"]]),
    (Keyword::From, [&["from", "since"], &["du", "depuis"], &["desde"]]),
    (Keyword::To, [&["to", "until"], &["au", "jusque"], &["hasta"]]),
];

/// Longest name, in bytes as typed.
const LONGEST: usize = 24;

/// The field with this name.
pub(super) fn keyword(name: &str) -> Option<Keyword> {
    if name.len() > LONGEST {
        return None;
    }
    let folded = words::fold_whole(name);
    NAMES.iter().find(|(_, names)| names.concat().contains(&folded.as_str())).map(|(keyword, _)| *keyword)
}

impl Keyword {
    /// Every field that a query can name.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMES.iter().map(|(keyword, _)| *keyword)
    }

    /// The field with this name, in any language.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        keyword(name)
    }

    /// The name that readers of a language are shown.
    #[must_use]
    pub fn name(self, language: Language) -> &'static str {
        let place = match language {
            Language::En => 0,
            Language::Fr => 1,
            Language::Es => 2,
        };
        let names = NAMES.iter().find(|(keyword, _)| *keyword == self).map(|(_, names)| names);
        names.and_then(|names| names[place].first().or(names[0].first())).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_belongs_to_one_field_and_is_written_folded() {
        let mut all: Vec<&str> = NAMES.iter().flat_map(|(_, names)| names.concat()).collect();
        assert!(all.iter().all(|name| words::fold_whole(name) == *name && name.len() <= LONGEST));
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn every_field_has_a_name_in_each_language_that_leads_to_it() {
        for field in Keyword::all() {
            for language in Language::ALL {
                assert_eq!(keyword(field.name(language)), Some(field), "{language:?}");
            }
        }
    }

    #[test]
    fn names_are_known_without_case_and_accents() {
        assert_eq!(keyword("Référence"), Some(Keyword::Reference));
        assert_eq!(keyword("ESTADO"), Some(Keyword::Status));
        assert_eq!(keyword("colour"), None);
        assert_eq!(keyword(""), None);
    }
}
