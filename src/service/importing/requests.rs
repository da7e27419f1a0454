//! A file of requests for payment: each row asks one client for one amount, or for one and another into trust. What a row
//! says of a client goes before what a record says; nobody is mailed whom the file does not name.

use crate::{
    app::Secrets,
    domain::{
        accepted::Accepted,
        ids::MerchantAccountId,
        import::{Asking, Import, ImportRow, RowFault, Target},
        journal::Actor,
        locale::{Language, Locale},
        mailbox::addresses,
        merchant_account::{AccountKind, MerchantAccount},
        money::{Currency, Money},
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

/// Headings of files of requests alone, as [`super::headings`] has those of all.
pub(super) const HEADINGS: &[(&str, Target)] = &[
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
    ("message", Target::Message),
    ("note", Target::Message),
    ("note to client", Target::Message),
    ("nota", Target::Message),
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
    ("reminder", Target::Reminders),
    ("remind", Target::Reminders),
    ("remind after", Target::Reminders),
    ("rappel", Target::Reminders),
    ("recordatorio", Target::Reminders),
    ("reminders days after sending", Target::Reminders),
    ("rappels", Target::Reminders),
    ("rappels en jours apres l envoi", Target::Reminders),
    ("recordatorios", Target::Reminders),
    ("recordatorios en dias tras el envio", Target::Reminders),
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

/// Which column says how much goes to which account.
fn destinations(asking: &Asking) -> [(Target, Option<MerchantAccountId>); 2] {
    [(Target::Asked, asking.account), (Target::AskedInTrust, asking.trust_account)]
}

/// With what the requests of a file can be paid, of what the accounts that its amounts go to take.
pub(super) fn accepted(head: &Import, taking_debits: &[MerchantAccountId]) -> Accepted {
    let asked = destinations(&head.asking).into_iter().filter(|(target, _)| head.targets.contains(target));
    let debits = asked.filter_map(|(_, id)| id).all(|id| taking_debits.contains(&id));
    Accepted::Both.at_account(debits).unwrap_or_default()
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
        let mut wanted = match meant(writer, with, (&row, head))? {
            Ok(meant) => meant.wanted,
            Err(fault) => {
                wrong.push((row, fault));
                continue;
            }
        };
        // A firm that hands its links out itself has the portal write to nobody, later either.
        if wanted.handing == Handing::Link {
            wanted.asked.remind_after.clear();
        }
        match payment_requests::add(writer, secrets, &wanted, by) {
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
        offers_keeping: true,
    })
}

fn locale(cells: &Cells<'_>, payer: Option<&Payer>, with: &With) -> Result<Locale, RowFault> {
    let language = match cells.some(Target::Language) {
        Some(said) => language_of(&said).ok_or(RowFault::Language)?,
        None => payer.map_or(with.language, |payer| payer.language),
    };
    Ok(with.firm.as_ref().map_or_else(|| Language::default_locale(language), |firm| firm.locale(language)))
}

/// What is owed to which account, operating first, and something is. A zero asks for nothing.
fn amounts(cells: &Cells<'_>, with: &With) -> Result<Vec<(MerchantAccountId, Money)>, RowFault> {
    let asking = &cells.head.asking;
    let mut amounts: Vec<(AccountKind, MerchantAccountId, Money)> = Vec::new();
    let known = |id: Option<MerchantAccountId>| with.accounts.iter().find(|known| Some(known.id) == id);
    for (target, id) in destinations(asking) {
        let Some(text) = cells.some(target) else { continue };
        // A firm without a trust account fills that column with zeros, which are zeros in any currency.
        let currency = known(id).or_else(|| known(asking.account)).map_or(Currency::USD, |account| account.currency);
        let (unread, large, nowhere) = if target == Target::AskedInTrust {
            (RowFault::TrustUnread, RowFault::TrustLarge, RowFault::TrustNowhere)
        } else {
            (RowFault::AmountUnread, RowFault::AmountLarge, RowFault::Amount)
        };
        let amount = read_amount(&text, (currency, &with.locales)).ok_or(unread)?;
        if amount.minor() > payment_requests::most_of(currency) {
            return Err(large);
        }
        if amount.is_positive() {
            let account = known(id).ok_or(nowhere)?;
            amounts.push((account.kind, account.id, amount));
        }
    }
    if amounts.is_empty() {
        return Err(RowFault::NoAmount);
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
        Fault::DueTooLate => RowFault::DueTooLate,
        Fault::Reminders => RowFault::Reminders,
        Fault::RemindTooLate => RowFault::RemindTooLate,
        Fault::RemindWhom => RowFault::RemindWhom,
        Fault::TooLong => RowFault::TooLong,
        Fault::CardNumber => RowFault::CardNumber,
    }
}
