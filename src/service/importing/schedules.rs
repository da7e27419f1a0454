//! A file of schedules: each row is one payer's, found by client number or address, and charges one of the payer's cards.
//! What a row does not say clearly is not guessed: a schedule takes money by itself.

use crate::{
    domain::{
        card::PaymentMethod,
        ids::PayerId,
        import::{Duplicates, Import, ImportRow, RowFault, Target},
        journal::{Actor, Fact, Subject},
        locale::Locale,
        merchant_account::MerchantAccount,
        money::{Currency, Money},
        payer::{Payer, words::folded},
        report::range,
        schedule::{
            Mail, References, Schedule, State,
            group::{self, ScheduleGroup, member_key},
            plan::Plan,
            recurrence::{Frequency, Recurrence},
            retry::RetryPolicy,
        },
        time::Timestamp,
    },
    service::schedules::{
        Agreement, LONGEST_NAME, NewSchedule, ScheduleError, Start, begin as begin_schedule, prepare,
    },
    store::{
        StoreError, firm, payers, schedule_groups, schedules,
        table::{Records, Writer},
    },
};

use super::{
    cells::{Cells, read_amount},
    known,
    looking::With,
    plain,
};

/// The longest invoice number, matter or reference.
const LONGEST_REFERENCE: usize = 200;
/// How many of a payer's schedules are compared with a row, the latest first.
const COMPARED: usize = 50;

/// Headings as spreadsheets have them, folded and without punctuation, besides those of [`super::payers`].
pub(super) const HEADINGS: &[(&str, Target)] = &[
    ("client number", Target::ClientNumber),
    ("client no", Target::ClientNumber),
    ("client id", Target::ClientNumber),
    ("numero de client", Target::ClientNumber),
    ("no de client", Target::ClientNumber),
    ("numero de cliente", Target::ClientNumber),
    ("n de cliente", Target::ClientNumber),
    ("e mail address", Target::Emails),
    ("email address", Target::Emails),
    ("email addresses", Target::Emails),
    ("email", Target::Emails),
    ("e mail", Target::Emails),
    ("e mail addresses", Target::Emails),
    ("adresses courriel", Target::Emails),
    ("correos electronicos", Target::Emails),
    ("courriel", Target::Emails),
    ("adresse courriel", Target::Emails),
    ("correo electronico", Target::Emails),
    ("correo", Target::Emails),
    ("schedule name", Target::ScheduleName),
    ("schedule", Target::ScheduleName),
    ("nom du calendrier", Target::ScheduleName),
    ("calendrier", Target::ScheduleName),
    ("nombre del calendario", Target::ScheduleName),
    ("calendario", Target::ScheduleName),
    ("card last four digits", Target::Method),
    ("card", Target::Method),
    ("last four", Target::Method),
    ("last 4", Target::Method),
    ("method", Target::Method),
    ("payment method", Target::Method),
    ("carte quatre derniers chiffres", Target::Method),
    ("carte", Target::Method),
    ("mode de paiement", Target::Method),
    ("tarjeta ultimos cuatro digitos", Target::Method),
    ("tarjeta", Target::Method),
    ("metodo de pago", Target::Method),
    ("deposit to", Target::Account),
    ("account", Target::Account),
    ("compte de depot", Target::Account),
    ("compte", Target::Account),
    ("cuenta de deposito", Target::Account),
    ("cuenta", Target::Account),
    ("amount of each payment", Target::Amount),
    ("amount", Target::Amount),
    ("montant de chaque paiement", Target::Amount),
    ("montant", Target::Amount),
    ("importe de cada pago", Target::Amount),
    ("importe", Target::Amount),
    ("total amount", Target::Total),
    ("total", Target::Total),
    ("montant total", Target::Total),
    ("importe total", Target::Total),
    ("number of payments", Target::Count),
    ("payments", Target::Count),
    ("count", Target::Count),
    ("nombre de paiements", Target::Count),
    ("numero de pagos", Target::Count),
    ("last possible date", Target::LastDay),
    ("end date", Target::LastDay),
    ("end", Target::LastDay),
    ("derniere date possible", Target::LastDay),
    ("date de fin", Target::LastDay),
    ("ultima fecha posible", Target::LastDay),
    ("fecha final", Target::LastDay),
    ("ends", Target::Ends),
    ("end kind", Target::Ends),
    ("fin", Target::Ends),
    ("termina", Target::Ends),
    ("frequency", Target::Frequency),
    ("frequence", Target::Frequency),
    ("frecuencia", Target::Frequency),
    ("first payment", Target::FirstDay),
    ("start", Target::FirstDay),
    ("start date", Target::FirstDay),
    ("premier paiement", Target::FirstDay),
    ("date de debut", Target::FirstDay),
    ("primer pago", Target::FirstDay),
    ("fecha de inicio", Target::FirstDay),
    ("invoice", Target::Invoice),
    ("invoice number", Target::Invoice),
    ("numero de facture", Target::Invoice),
    ("facture", Target::Invoice),
    ("numero de factura", Target::Invoice),
    ("factura", Target::Invoice),
    ("matter", Target::Matter),
    ("dossier", Target::Matter),
    ("asunto", Target::Matter),
    ("reference", Target::Reference),
    ("referencia", Target::Reference),
];

/// How often, as people write it.
const FREQUENCIES: &[(&[&str], Frequency, u16)] = &[
    (&["once", "une fois", "una vez"], Frequency::Once, 1),
    (&["daily", "every day", "chaque jour", "quotidien", "cada dia", "diario"], Frequency::Daily, 1),
    (&["weekly", "every week", "chaque semaine", "hebdomadaire", "cada semana", "semanal"], Frequency::Weekly, 1),
    (
        &["every two weeks", "biweekly", "toutes les deux semaines", "aux deux semaines", "cada dos semanas"],
        Frequency::Weekly,
        2,
    ),
    (&["monthly", "every month", "chaque mois", "mensuel", "cada mes", "mensual"], Frequency::Monthly, 1),
    (&["quarterly", "chaque trimestre", "trimestriel", "cada trimestre", "trimestral"], Frequency::Quarterly, 1),
    (
        &[
            "every six months",
            "half yearly",
            "semi annual",
            "tous les six mois",
            "semestriel",
            "cada seis meses",
            "semestral",
        ],
        Frequency::HalfYearly,
        1,
    ),
    (&["yearly", "annual", "every year", "chaque annee", "annuel", "cada ano", "anual"], Frequency::Yearly, 1),
];

/// Until when, as people write it.
const ENDS: &[(&[&str], End)] = &[
    (&["number", "installments", "nombre", "versements", "numero", "cuotas"], End::Installments),
    (
        &["until cancelled", "perpetual", "jusqu a annulation", "sans fin", "hasta cancelar", "hasta que se cancele"],
        End::Perpetual,
    ),
    (&["lump sum", "total in parts", "total en versements", "total en partes", "total en cuotas"], End::LumpSum),
    (&["date", "until date", "jusqu a une date", "fecha", "hasta una fecha"], End::UntilDay),
    (&["until total", "total", "jusqu au total", "hasta el total"], End::UntilTotal),
];

/// Until when a schedule of a row collects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Installments,
    Perpetual,
    LumpSum,
    UntilDay,
    UntilTotal,
}

/// A row as it is understood.
#[derive(Clone, Debug)]
pub struct Meant {
    /// Who pays.
    pub payer: Payer,
    /// What is charged.
    pub method: PaymentMethod,
    /// The schedule that they would get, without a number and a group.
    pub schedule: Schedule,
    /// Whether the payer has just this schedule already.
    pub known: bool,
}

/// What a row means.
///
/// # Errors
/// When the store cannot be read. What is wrong with the row first is the answer.
pub(super) fn meant(
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
    let method = match method_of(records, &payer, &cells, &with.accounts)? {
        Ok(method) => method,
        Err(fault) => return Ok(Err(fault)),
    };
    let account = firm::merchant_account(records, method.merchant_account)?;
    let currency = account.ok_or(StoreError::Damaged("payment_methods"))?.currency;
    match agreement(&cells, &method, (currency, &with.locales)) {
        Ok(agreement) => schedule_of(records, with, (payer, method), (row, head), agreement),
        Err(fault) => Ok(Err(fault)),
    }
}

fn schedule_of(
    records: &impl Records,
    with: &With,
    (payer, method): (Payer, PaymentMethod),
    (row, head): (&ImportRow, &Import),
    agreement: Agreement,
) -> Result<Result<Meant, RowFault>, StoreError> {
    let key = member_key(&head.key, row.number).map_err(|_| StoreError::Damaged("imports"))?;
    let asked = NewSchedule { key, payer: payer.id, agreement, start: Start::Now };
    let schedule = match prepare(records, &with.hand, &asked) {
        Ok(schedule) => schedule,
        Err(ScheduleError::Store(error)) => return Err(error),
        Err(ScheduleError::NoDate | ScheduleError::DateInPast) => return Ok(Err(RowFault::Date)),
        Err(ScheduleError::NoMethod | ScheduleError::NotFound) => return Ok(Err(RowFault::NoMethod)),
        Err(ScheduleError::Name) => return Ok(Err(RowFault::TooLong)),
        Err(_) => return Ok(Err(RowFault::Amount)),
    };
    let known = is_known(records, payer.id, &schedule)?;
    Ok(Ok(Meant { payer, method, schedule, known }))
}

/// Whether a payer has a schedule of the same name, amounts and days that goes on: most likely, the file was brought twice.
fn is_known(records: &impl Records, payer: PayerId, new: &Schedule) -> Result<bool, StoreError> {
    let terms = |schedule: &Schedule| schedule.terms.first().map(|terms| (terms.plan, terms.recurrence));
    let same = |known: &Schedule| {
        let goes_on = matches!(known.state, State::Active | State::Paused | State::Draft);
        goes_on && folded(&known.name) == folded(&new.name) && terms(known) == terms(new)
    };
    Ok(schedules::latest_of_payer(records, payer, COMPARED)?.iter().any(same))
}

fn payer_of(records: &impl Records, cells: &Cells<'_>) -> Result<Result<Payer, RowFault>, StoreError> {
    let number = Some(cells.text(Target::ClientNumber)).filter(|number| !number.is_empty());
    let emails: Vec<String> = crate::domain::mailbox::addresses(&cells.text(Target::Emails));
    Ok(match known(records, number.as_ref(), &emails)? {
        Err(fault) => Err(fault),
        Ok(None) => Err(RowFault::NoPayer),
        Ok(Some(payer)) if payer.archived_at.is_some() => Err(RowFault::NotInUse),
        Ok(Some(payer)) => Ok(payer),
    })
}

/// The card of the payer that a row means: by its last digits, else the payer's own choice, else the only one.
fn method_of(
    records: &impl Records,
    payer: &Payer,
    cells: &Cells<'_>,
    accounts: &[MerchantAccount],
) -> Result<Result<PaymentMethod, RowFault>, StoreError> {
    let mut methods = payers::payment_methods(records, payer.id)?;
    methods.retain(|method| method.is_chargeable() && !method.instrument.is_bank_account());
    if cells.has(Target::Account) {
        let wanted = folded(&cells.text(Target::Account));
        let named = accounts.iter().find(|account| folded(&account.name) == wanted).map(|account| account.id);
        methods.retain(|method| Some(method.merchant_account) == named);
    }
    let digits: String = cells.text(Target::Method).chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() {
        let own = methods.iter().position(|method| Some(method.id) == payer.default_method);
        if let Some(own) = own {
            return Ok(Ok(methods.swap_remove(own)));
        }
    } else {
        // A spreadsheet takes the zeros off 0042.
        let last = format!("{digits:0>4}");
        methods.retain(|method| last.ends_with(method.instrument.last_four().as_str()));
    }
    let only = methods.pop();
    Ok(match (only, methods.is_empty()) {
        (Some(only), true) => Ok(only),
        (None, _) => Err(RowFault::NoMethod),
        (Some(_), false) => Err(RowFault::SeveralMethods),
    })
}

fn agreement(cells: &Cells<'_>, method: &PaymentMethod, context: (Currency, &[Locale])) -> Result<Agreement, RowFault> {
    let recurrence = recurrence(cells)?;
    let name = cells.short(Target::ScheduleName, LONGEST_NAME)?.unwrap_or_else(|| cells.head.stem());
    Ok(Agreement {
        name,
        payment_method: method.id,
        plan: plan(cells, recurrence, context)?,
        recurrence,
        retry: RetryPolicy::new(vec![1, 3, 7]).unwrap_or_default(),
        mail: Mail { remind_days: Some(2), tell_failures: true },
        references: References {
            invoice_number: cells.short(Target::Invoice, LONGEST_REFERENCE)?,
            matter: cells.short(Target::Matter, LONGEST_REFERENCE)?,
            reference: cells.short(Target::Reference, LONGEST_REFERENCE)?,
        },
    })
}

fn recurrence(cells: &Cells<'_>) -> Result<Recurrence, RowFault> {
    let anchor = range::written(&cells.text(Target::FirstDay)).ok_or(RowFault::Date)?;
    let words = plain(&cells.text(Target::Frequency));
    let named = FREQUENCIES.iter().find(|(known, _, _)| known.contains(&words.as_str()));
    let (frequency, every) = match named {
        Some((_, frequency, every)) => (*frequency, *every),
        None => (two_days(&words).ok_or(RowFault::Frequency)?, 1),
    };
    Recurrence::new(anchor, frequency, every).map_err(|_| RowFault::Frequency)
}

/// Two days of every month, as in `1 and 15`; the last one of all is 31, or said so.
fn two_days(words: &str) -> Option<Frequency> {
    let day = |word: &str| match word {
        "last" | "dernier" | "ultimo" => Some(31),
        other => other.parse::<u8>().ok(),
    };
    let days: Vec<u8> = words.split(' ').filter_map(day).collect();
    match days.as_slice() {
        [first, second] => Some(Frequency::TwiceAMonth(*first, *second)),
        _ => None,
    }
}

fn plan(cells: &Cells<'_>, recurrence: Recurrence, context: (Currency, &[Locale])) -> Result<Plan, RowFault> {
    let amount = |target| read_amount(&cells.text(target), context).filter(Money::is_positive).ok_or(RowFault::Amount);
    let count = || cells.text(Target::Count).parse::<u32>().map_err(|_| RowFault::Count);
    if recurrence.frequency() == Frequency::Once {
        return Ok(Plan::Installments { each: amount(Target::Amount)?, count: 1 });
    }
    Ok(match end_of(cells)? {
        End::Installments => Plan::Installments { each: amount(Target::Amount)?, count: count()? },
        End::Perpetual => Plan::Perpetual { each: amount(Target::Amount)? },
        End::LumpSum => Plan::LumpSum { total: amount(Target::Total)?, count: count()? },
        End::UntilDay => {
            let last = range::written(&cells.text(Target::LastDay)).ok_or(RowFault::Date)?;
            Plan::UntilDay { each: amount(Target::Amount)?, last }
        }
        End::UntilTotal => Plan::UntilTotal { each: amount(Target::Amount)?, total: amount(Target::Total)? },
    })
}

/// As it is said or, where nothing is said, as exactly what is filled in has it. That nothing is filled in means no end: too
/// much to be taken from an empty cell.
fn end_of(cells: &Cells<'_>) -> Result<End, RowFault> {
    let words = plain(&cells.text(Target::Ends));
    if !words.is_empty() {
        let known = ENDS.iter().find(|(known, _)| known.contains(&words.as_str()));
        return known.map(|(_, end)| *end).ok_or(RowFault::Ends);
    }
    let has = |target| cells.has(target);
    match (has(Target::Amount), has(Target::Total), has(Target::Count), has(Target::LastDay)) {
        (true, false, true, false) => Ok(End::Installments),
        (false, true, true, false) => Ok(End::LumpSum),
        (true, false, false, true) => Ok(End::UntilDay),
        (true, true, false, false) => Ok(End::UntilTotal),
        _ => Err(RowFault::Ends),
    }
}

/// The schedules of a file are a group under its name.
pub(super) fn begin(writer: &mut Writer<'_>, head: &Import, now: Timestamp) -> Result<(), StoreError> {
    let group = ScheduleGroup {
        id: writer.next_schedule_group()?,
        key: head.key.clone(),
        version: 1,
        name: head.stem(),
        stage: group::Stage::Running,
        made: 0,
        refused: Vec::new(),
        created_by: Actor::User(head.by),
        created_at: now,
    };
    writer.put_group(&group, None)?;
    writer.record(now, group.created_by, Subject::ScheduleGroup(group.id), Fact::ScheduleGroupAdded)
}

/// Makes the schedules of a part; gives the rows that were wrong.
pub(super) fn take(
    writer: &mut Writer<'_>,
    head: &mut Import,
    rows: Vec<ImportRow>,
    with: &With,
) -> Result<Vec<(ImportRow, RowFault)>, StoreError> {
    let mut wrong = Vec::new();
    let mut group = group_of(writer, head)?;
    for row in rows {
        match meant(writer, with, (&row, head))? {
            Err(fault) => wrong.push((row, fault)),
            Ok(meant) if meant.known && head.duplicates == Duplicates::Skip => head.skipped += 1,
            Ok(meant) => {
                let prepared = Schedule { group: Some(group.id), ..meant.schedule };
                begin_schedule(writer, &with.hand, prepared, Start::Now)?;
                head.added += 1;
                group.made = group.made.saturating_add(1);
            }
        }
    }
    writer.put_group(&group, None)?;
    Ok(wrong)
}

/// Every row was looked at.
pub(super) fn end(writer: &mut Writer<'_>, head: &Import, now: Timestamp) -> Result<(), StoreError> {
    let group = group_of(writer, head)?;
    let made = Fact::ScheduleGroupMade { made: group.made, refused: 0 };
    writer.record(now, Actor::User(head.by), Subject::ScheduleGroup(group.id), made)?;
    writer.put_group(&ScheduleGroup { stage: group::Stage::Done, ..group }, None)
}

fn group_of(records: &impl Records, head: &Import) -> Result<ScheduleGroup, StoreError> {
    schedule_groups::group_by_key(records, &head.key)?.ok_or(StoreError::Damaged("imports"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_days_of_a_month_are_understood_in_three_languages() {
        for words in ["15 31", "15 and last", "15 et dernier", "15 y ultimo"] {
            assert_eq!(two_days(words), Some(Frequency::TwiceAMonth(15, 31)), "{words}");
        }
        assert_eq!((two_days("15"), two_days("1 2 3"), two_days("sometimes")), (None, None, None));
    }

    #[test]
    fn no_two_words_for_the_same_thing_mean_different_ones() {
        let words: Vec<&str> = FREQUENCIES.iter().flat_map(|(words, _, _)| *words).copied().collect();
        let ends: Vec<&str> = ENDS.iter().flat_map(|(words, _)| *words).copied().collect();
        let headings: Vec<&str> = HEADINGS.iter().map(|(words, _)| *words).collect();
        for list in [words, ends, headings] {
            let mut distinct = list.clone();
            distinct.sort_unstable();
            distinct.dedup();
            assert_eq!(distinct.len(), list.len());
            assert!(list.iter().all(|word| plain(word) == **word), "{list:?}");
        }
    }
}
