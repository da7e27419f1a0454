//! The names of fields in queries, in every language at once: whoever learnt one in English keeps it in a Spanish
//! portal. Compared without case and accents.

use super::words;

/// What stands before the colon of `field:value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keyword {
    Status,
    Source,
    Account,
    Payer,
    Card,
    Invoice,
    Matter,
    Client,
    Reference,
    Email,
    Note,
    GatewayId,
    Approval,
    Id,
    Currency,
    Amount,
    Date,
    From,
    To,
    Tag,
}

/// Names, folded, of each field: English, French, Spanish.
const NAMES: &[(Keyword, &[&str])] = &[
    (Keyword::Status, &["status", "statut", "etat", "estado"]),
    (Keyword::Source, &["source", "origine", "origen", "fuente"]),
    (Keyword::Account, &["account", "compte", "cuenta"]),
    (Keyword::Payer, &["payer", "name", "payeur", "nom", "pagador", "nombre"]),
    (Keyword::Card, &["card", "last4", "carte", "tarjeta"]),
    (Keyword::Invoice, &["invoice", "inv", "facture", "factura"]),
    (Keyword::Matter, &["matter", "dossier", "affaire", "asunto", "expediente"]),
    (Keyword::Client, &["client", "cliente"]),
    (Keyword::Reference, &["reference", "ref", "referencia"]),
    (Keyword::Email, &["email", "mail", "e-mail", "courriel", "correo"]),
    (Keyword::Note, &["note", "nota"]),
    (Keyword::GatewayId, &["gateway", "passerelle", "pasarela"]),
    (Keyword::Approval, &["approval", "auth", "approbation", "autorisation", "aprobacion", "autorizacion"]),
    (Keyword::Id, &["id", "payment", "receipt", "paiement", "recu", "pago", "recibo"]),
    (Keyword::Currency, &["currency", "devise", "moneda", "divisa"]),
    (Keyword::Amount, &["amount", "montant", "importe", "monto"]),
    (Keyword::Date, &["date", "fecha"]),
    (Keyword::From, &["from", "since", "du", "depuis", "desde"]),
    (Keyword::To, &["to", "until", "au", "jusque", "hasta"]),
    (Keyword::Tag, &["tag", "tags", "etiquette", "etiqueta"]),
];

/// Longest name, in bytes as typed.
const LONGEST: usize = 24;

/// The field with this name.
pub(super) fn keyword(name: &str) -> Option<Keyword> {
    if name.len() > LONGEST {
        return None;
    }
    let folded = words::fold_whole(name);
    NAMES.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|(keyword, _)| *keyword)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_belongs_to_one_field_and_is_written_folded() {
        let mut all: Vec<&str> = NAMES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        assert!(all.iter().all(|name| words::fold_whole(name) == *name && name.len() <= LONGEST));
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn names_are_known_without_case_and_accents() {
        assert_eq!(keyword("Référence"), Some(Keyword::Reference));
        assert_eq!(keyword("ESTADO"), Some(Keyword::Status));
        assert_eq!(keyword("colour"), None);
        assert_eq!(keyword(""), None);
    }
}
