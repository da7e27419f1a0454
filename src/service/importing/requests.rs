//! A file of requests for payment: each row asks one client for one amount, or for one and another into trust. What a row
//! says of a client goes before what a record says; nobody is mailed whom the file does not name.

use crate::{
    app::Secrets,
    domain::{
        ids::MerchantAccountId,
        import::{Asking, Import, ImportRow, RowFault, Target},
        journal::Actor,
        locale::{Language, Locale},
        mailbox::addresses,
        merchant_account::{AccountKind, MerchantAccount},
        money::Money,
        payer::Payer,
        payment_request::{
            Asked, Brought, PaymentRequest,
            rules::{Fault, Handing, reminder_days},
        },
        report::range,
        schedule::group::member_key,
        time::Day,
    },
    service::{
        methods::links::usual_account,
        payment_requests::{self, NewRequest, RequestError},
    },
    store::{
        StoreError,
        table::{Records, Writer},
    },
};

use super::{
    cells::{Cells, read_amount},
    known,
    looking::With,
    payers::{distinct, language_of},
};

/// Headings as programs of the trade write them, folded and without punctuation.
pub(super) const HEADINGS: &[(&str, Target)] = &[
    ("name", Target::Name),
    ("recipient name", Target::Name),
    ("recipient", Target::Name),
    ("client", Target::Name),
    ("client name", Target::Name),
    ("payer", Target::Name),
    ("nom", Target::Name),
    ("nom du client", Target::Name),
    ("destinataire", Target::Name),
    ("nombre", Target::Name),
    ("nombre del cliente", Target::Name),
    ("cliente", Target::Name),
    ("destinatario", Target::Name),
    ("e mail addresses", Target::Emails),
    ("e mail address", Target::Emails),
    ("e mail", Target::Emails),
    ("email", Target::Emails),
    ("emails", Target::Emails),
    ("email address", Target::Emails),
    ("email addresses", Target::Emails),
    ("recipient email", Target::Emails),
    ("adresses courriel", Target::Emails),
    ("adresse courriel", Target::Emails),
    ("courriel", Target::Emails),
    ("correos electronicos", Target::Emails),
    ("correo electronico", Target::Emails),
    ("correo", Target::Emails),
    ("client number", Target::ClientNumber),
    ("client no", Target::ClientNumber),
    ("client id", Target::ClientNumber),
    ("numero de client", Target::ClientNumber),
    ("no de client", Target::ClientNumber),
    ("numero de cliente", Target::ClientNumber),
    ("n de cliente", Target::ClientNumber),
    ("amount", Target::Asked),
    ("amount due", Target::Asked),
    ("operating amount", Target::Asked),
    ("montant", Target::Asked),
    ("montant du", Target::Asked),
    ("honoraires", Target::Asked),
    ("importe", Target::Asked),
    ("monto", Target::Asked),
    ("honorarios", Target::Asked),
    ("amount into trust", Target::AskedInTrust),
    ("trust amount", Target::AskedInTrust),
    ("trust", Target::AskedInTrust),
    ("montant en fideicommis", Target::AskedInTrust),
    ("fideicommis", Target::AskedInTrust),
    ("importe en fideicomiso", Target::AskedInTrust),
    ("fideicomiso", Target::AskedInTrust),
    ("invoice number", Target::Invoice),
    ("invoice no", Target::Invoice),
    ("invoice", Target::Invoice),
    ("numero de facture", Target::Invoice),
    ("no de facture", Target::Invoice),
    ("facture", Target::Invoice),
    ("numero de factura", Target::Invoice),
    ("factura", Target::Invoice),
    ("matter", Target::Matter),
    ("dossier", Target::Matter),
    ("asunto", Target::Matter),
    ("reference", Target::Reference),
    ("referencia", Target::Reference),
    ("message", Target::Message),
    ("custom message", Target::Message),
    ("message to the client", Target::Message),
    ("message au client", Target::Message),
    ("mensaje", Target::Message),
    ("mensaje al cliente", Target::Message),
    ("due date", Target::Due),
    ("due", Target::Due),
    ("echeance", Target::Due),
    ("date d echeance", Target::Due),
    ("vencimiento", Target::Due),
    ("fecha de vencimiento", Target::Due),
    ("link ends after", Target::Expires),
    ("expires", Target::Expires),
    ("expiry", Target::Expires),
    ("dernier jour du lien", Target::Expires),
    ("expiration", Target::Expires),
    ("ultimo dia del enlace", Target::Expires),
    ("caduca", Target::Expires),
    ("reminders", Target::Reminders),
    ("reminders days after sending", Target::Reminders),
    ("rappels", Target::Reminders),
    ("rappels en jours apres l envoi", Target::Reminders),
    ("recordatorios", Target::Reminders),
    ("recordatorios en dias tras el envio", Target::Reminders),
    ("language", Target::Language),
    ("langue", Target::Language),
    ("idioma", Target::Language),
];

/// A row as it is understood.
#[derive(Clone, Debug)]
pub struct Meant {
    /// What would be asked for.
    pub wanted: NewRequest,
    /// Whose payments they would be, if the row says so.
    pub payer: Option<Payer>,
}

/// Where the money goes until somebody says otherwise.
pub(super) fn usual_accounts(accounts: &[MerchantAccount]) -> Asking {
    let trust = accounts.iter().find(|account| account.active && account.kind == AccountKind::Trust);
    Asking {
        account: usual_account(accounts).map(|account| account.id),
        trust_account: trust.map(|account| account.id),
        ..Asking::default()
    }
}

/// Whether money can go there: into accounts that are open, the second one, if there is one, a trust account.
pub(super) fn accounts_fit(asking: &Asking, accounts: &[MerchantAccount]) -> bool {
    let open = |id: MerchantAccountId| accounts.iter().find(|account| account.id == id && account.active);
    let is_trust = |id| open(id).is_some_and(|account| account.kind == AccountKind::Trust);
    asking.account.is_some_and(|id| open(id).is_some()) && asking.trust_account.is_none_or(is_trust)
}

/// What a row means. Nothing is written.
///
/// # Errors
/// When the store cannot be read. What is wrong with the row first is the answer.
pub(super) fn meant(
    records: &impl Records,
    with: &With,
    (row, head): (&ImportRow, &Import),
) -> Result<Result<Meant, RowFault>, StoreError> {
    let meant = match wanted(records, with, (row, head))? {
        Ok(meant) => meant,
        Err(fault) => return Ok(Err(fault)),
    };
    match payment_requests::fit(records, &meant.wanted, with.now) {
        Ok(_) => Ok(Ok(meant)),
        Err(error) => fault_of(error).map(Err),
    }
}

/// Makes the requests of a part; gives the rows that were wrong.
pub(super) fn take(
    writer: &mut Writer<'_>,
    head: &mut Import,
    rows: Vec<ImportRow>,
    (with, secrets): (&With, &Secrets),
) -> Result<Vec<(ImportRow, RowFault)>, StoreError> {
    let (mut wrong, by) = (Vec::new(), (Actor::User(head.by), with.now));
    for row in rows {
        let meant = match wanted(writer, with, (&row, head))? {
            Ok(meant) => meant,
            Err(fault) => {
                wrong.push((row, fault));
                continue;
            }
        };
        match payment_requests::add(writer, secrets, &meant.wanted, by) {
            Ok(_) => head.added += 1,
            Err(error) => wrong.push((row, fault_of(error)?)),
        }
    }
    Ok(wrong)
}

fn wanted(
    records: &impl Records,
    with: &With,
    (row, head): (&ImportRow, &Import),
) -> Result<Result<Meant, RowFault>, StoreError> {
    if row.withheld {
        return Ok(Err(RowFault::CardNumber));
    }
    let cells = Cells { row, head };
    let payer = match payer_of(records, &cells)? {
        Ok(payer) => payer,
        Err(fault) => return Ok(Err(fault)),
    };
    let key = member_key(&head.key, row.number).map_err(|_| StoreError::Damaged("imports"))?;
    let wanted = asked(&cells, payer.as_ref(), with).and_then(|asked| {
        let mailed = !asked.emails.is_empty() && head.asking.handing != Some(Handing::Link);
        Ok(NewRequest {
            key,
            amounts: amounts(&cells, with)?,
            handing: if mailed { Handing::Mail } else { Handing::Link },
            brought: Some(Brought { import: head.id, row: row.number }),
            asked,
        })
    });
    Ok(wanted.map(|wanted| Meant { wanted, payer }))
}

/// The record with the row's client number.
fn payer_of(records: &impl Records, cells: &Cells<'_>) -> Result<Result<Option<Payer>, RowFault>, StoreError> {
    let Some(number) = cells.some(Target::ClientNumber) else { return Ok(Ok(None)) };
    Ok(match known(records, Some(&number), &[])? {
        Err(fault) => Err(fault),
        Ok(None) => Err(RowFault::NoPayer),
        Ok(Some(payer)) if payer.archived_at.is_some() => Err(RowFault::NotInUse),
        Ok(payer) => Ok(payer),
    })
}

fn asked(cells: &Cells<'_>, payer: Option<&Payer>, with: &With) -> Result<Asked, RowFault> {
    let emails = distinct(cells.all(Target::Emails).flat_map(|cell| addresses(&cell.replace(['\n', '|', '/'], " "))));
    if emails.len() > PaymentRequest::MAX_EMAILS {
        return Err(RowFault::TooMany);
    }
    let day = |target| cells.some(target).map(|text| range::written(&text).ok_or(RowFault::Date)).transpose();
    let (due, expires): (Option<Day>, Option<Day>) = (day(Target::Due)?, day(Target::Expires)?);
    Ok(Asked {
        name: cells.some(Target::Name).or_else(|| payer.map(|payer| payer.name.clone())).unwrap_or_default(),
        emails,
        locale: locale(cells, payer, with)?,
        payer: payer.map(|payer| payer.id),
        invoice_number: cells.some(Target::Invoice),
        matter: cells.some(Target::Matter),
        reference: cells.some(Target::Reference),
        message: cells.all(Target::Message).collect::<Vec<_>>().join("\n"),
        least_part: None,
        due,
        expires,
        remind_after: reminder_days(&cells.text(Target::Reminders)).ok_or(RowFault::Reminders)?,
        accepted: cells.head.asking.accepted,
    })
}

fn locale(cells: &Cells<'_>, payer: Option<&Payer>, with: &With) -> Result<Locale, RowFault> {
    let language = match cells.some(Target::Language) {
        Some(said) => language_of(&said).ok_or(RowFault::Language)?,
        None => payer.map_or(with.language, |payer| payer.language),
    };
    Ok(with.firm.as_ref().map_or_else(|| Language::default_locale(language), |firm| firm.locale(language)))
}

/// What is owed to which account, operating first. A zero asks for nothing.
fn amounts(cells: &Cells<'_>, with: &With) -> Result<Vec<(MerchantAccountId, Money)>, RowFault> {
    let asking = &cells.head.asking;
    let mut amounts: Vec<(AccountKind, MerchantAccountId, Money)> = Vec::new();
    for (target, account) in [(Target::Asked, asking.account), (Target::AskedInTrust, asking.trust_account)] {
        let Some(text) = cells.some(target) else { continue };
        let account = account.and_then(|id| with.accounts.iter().find(|known| known.id == id));
        let account = account.ok_or(RowFault::Amount)?;
        let amount = read_amount(&text, (account.currency, &with.locales)).ok_or(RowFault::Amount)?;
        amounts.extend(amount.is_positive().then_some((account.kind, account.id, amount)));
    }
    amounts.sort_by_key(|(kind, _, _)| *kind);
    Ok(amounts.into_iter().map(|(_, account, amount)| (account, amount)).collect())
}

/// What is wrong with the row of a request that cannot be asked for.
fn fault_of(error: RequestError) -> Result<RowFault, StoreError> {
    match error {
        RequestError::Store(error) => Err(error),
        RequestError::Unfit(faults) => Ok(faults.first().map_or(RowFault::Amount, |fault| row_fault(*fault))),
        RequestError::NotAllowed(_)
        | RequestError::NotFound
        | RequestError::NoAccount
        | RequestError::NotOpen
        | RequestError::NotSetUp
        | RequestError::Unavailable => Ok(RowFault::Amount),
    }
}

const fn row_fault(fault: Fault) -> RowFault {
    match fault {
        Fault::Name => RowFault::NoName,
        Fault::Emails => RowFault::Email,
        Fault::Amount | Fault::LeastPart | Fault::NoBankDebits => RowFault::Amount,
        Fault::Split | Fault::PartOfSplit => RowFault::Split,
        Fault::Expires => RowFault::Date,
        Fault::Reminders => RowFault::Reminders,
        Fault::RemindWhom => RowFault::RemindWhom,
        Fault::TooLong => RowFault::TooLong,
        Fault::CardNumber => RowFault::CardNumber,
    }
}
