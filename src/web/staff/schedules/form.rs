//! From what was typed to an agreement, and from an agreement to what is typed.

use crate::{
    domain::{
        ids::{PayerId, PaymentMethodId},
        money::{Currency, Money},
        report::range::written as day,
        schedule::{
            Mail, References, Schedule,
            plan::Plan,
            recurrence::{Frequency, Recurrence, RecurrenceError},
            retry::RetryPolicy,
        },
    },
    i18n::{T, amount, calendar},
    service::schedules::{Agreement, LONGEST_NAME, Notice},
    web::{
        amount_field, debit_consent,
        forms::{Fields, FormErrors},
    },
};

/// The longest invoice number, matter or reference.
const LONGEST_REFERENCE: usize = 200;

/// The form as typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub(super) key: String,
    pub(super) version: String,
    pub(super) payer: String,
    pub(super) name: String,
    pub(super) method: String,
    pub(super) account: String,
    pub(super) plan: String,
    pub(super) amount: String,
    pub(super) total: String,
    pub(super) count: String,
    pub(super) last: String,
    pub(super) frequency: String,
    pub(super) every: String,
    pub(super) first_day: String,
    pub(super) second_day: String,
    pub(super) first: String,
    pub(super) retry: String,
    pub(super) remind: String,
    pub(super) tell: bool,
    pub(super) invoice: String,
    pub(super) matter: String,
    pub(super) reference: String,
    pub(super) notice: String,
    pub(super) told_on: String,
    pub(super) debit: debit_consent::Typed,
}

/// Plans by their codes in forms.
pub(super) const PLANS: [(&str, &str); 5] = [
    ("installments", "schedule-plan-choice-installments"),
    ("perpetual", "schedule-plan-choice-perpetual"),
    ("lump", "schedule-plan-choice-lump"),
    ("until-day", "schedule-plan-choice-until-day"),
    ("until-total", "schedule-plan-choice-until-total"),
];

/// Frequencies by their codes in forms.
pub(super) const FREQUENCIES: [(&str, &str); 9] = [
    ("once", "schedule-frequency-once"),
    ("daily", "schedule-frequency-daily"),
    ("weekly", "schedule-frequency-weekly"),
    ("two-weeks", "schedule-frequency-two-weeks"),
    ("twice-a-month", "schedule-frequency-twice-a-month"),
    ("monthly", "schedule-frequency-monthly"),
    ("quarterly", "schedule-frequency-quarterly"),
    ("half-yearly", "schedule-frequency-half-yearly"),
    ("yearly", "schedule-frequency-yearly"),
];

/// Retry policies by their codes in forms: the waits in days.
pub(super) const RETRIES: [(&str, &str); 4] = [
    ("none", "schedule-retry-none"),
    ("3", "schedule-retry-3"),
    ("1-3", "schedule-retry-1-3"),
    ("1-3-7", "schedule-retry-1-3-7"),
];

impl Typed {
    /// An empty form: twelve payments, one a month.
    pub(super) fn fresh(key: String, payer: PayerId) -> Self {
        Self {
            key,
            payer: payer.to_string(),
            plan: "installments".to_owned(),
            frequency: "monthly".to_owned(),
            retry: "1-3-7".to_owned(),
            remind: "2".to_owned(),
            tell: true,
            ..Self::default()
        }
    }

    /// As sent.
    pub(super) fn sent(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        Self {
            key: text("key"),
            version: text("version"),
            payer: text("payer"),
            name: text("name"),
            method: text("method"),
            account: text("account"),
            plan: text("plan"),
            amount: text("amount"),
            total: text("total"),
            count: text("count"),
            last: text("last"),
            frequency: text("frequency"),
            every: text("every"),
            first_day: text("first_day"),
            second_day: text("second_day"),
            first: text("first"),
            retry: text("retry"),
            remind: text("remind"),
            tell: fields.has("tell"),
            invoice: text("invoice"),
            matter: text("matter"),
            reference: text("reference"),
            notice: text("notice"),
            told_on: text("told_on"),
            debit: debit_consent::Typed::sent(fields),
        }
    }

    /// As a schedule stands.
    pub(super) fn of(schedule: &Schedule, t: T) -> Self {
        let common = schedule.latest().map(|terms| Common {
            name: schedule.name.clone(),
            plan: terms.plan,
            recurrence: terms.recurrence,
            retry: schedule.retry.clone(),
            mail: schedule.mail,
            references: schedule.references.clone(),
        });
        Self {
            key: schedule.key.to_string(),
            version: schedule.version.to_string(),
            payer: schedule.payer.to_string(),
            method: schedule.payment_method.to_string(),
            ..common.map_or_else(Self::default, |common| Self::of_common(&common, t))
        }
    }

    /// As what is common to many schedules stands.
    pub(super) fn of_common(common: &Common, t: T) -> Self {
        let written = |money: Money| amount::format_plain(money, t.locale());
        let references = common.references.clone();
        let mut typed = Self {
            name: common.name.clone(),
            retry: retry_code(&common.retry),
            remind: common.mail.remind_days.map_or_else(|| "never".to_owned(), |days| days.to_string()),
            tell: common.mail.tell_failures,
            invoice: references.invoice_number.unwrap_or_default(),
            matter: references.matter.unwrap_or_default(),
            reference: references.reference.unwrap_or_default(),
            ..Self::default()
        };
        match common.plan {
            Plan::Installments { each, count } => {
                (typed.amount, typed.count) = (written(each), count.to_string());
            }
            Plan::Perpetual { each } => typed.amount = written(each),
            Plan::LumpSum { total, count } => (typed.total, typed.count) = (written(total), count.to_string()),
            Plan::UntilDay { each, last } => (typed.amount, typed.last) = (written(each), calendar::day_plain(last)),
            Plan::UntilTotal { each, total } => (typed.amount, typed.total) = (written(each), written(total)),
        }
        plan_code(common.plan).clone_into(&mut typed.plan);
        typed.write_recurrence(common.recurrence);
        typed
    }

    fn write_recurrence(&mut self, recurrence: Recurrence) {
        let frequency = match recurrence.frequency() {
            Frequency::Once => "once",
            Frequency::Daily => "daily",
            Frequency::Weekly if recurrence.every() == 2 => "two-weeks",
            Frequency::Weekly => "weekly",
            Frequency::TwiceAMonth(first, second) => {
                (self.first_day, self.second_day) = (first.to_string(), second.to_string());
                "twice-a-month"
            }
            Frequency::Monthly => "monthly",
            Frequency::Quarterly => "quarterly",
            Frequency::HalfYearly => "half-yearly",
            Frequency::Yearly => "yearly",
        };
        frequency.clone_into(&mut self.frequency);
        if recurrence.every() > 1 && frequency != "two-weeks" {
            self.every = recurrence.every().to_string();
        }
        self.first = calendar::day_plain(recurrence.anchor());
    }

    /// Which payer it is for.
    pub(super) fn payer(&self) -> Option<PayerId> {
        self.payer.parse().ok()
    }

    /// Which method it charges.
    pub(super) fn method(&self) -> Option<PaymentMethodId> {
        self.method.parse().ok()
    }
}

const fn plan_code(plan: Plan) -> &'static str {
    match plan {
        Plan::Installments { .. } => "installments",
        Plan::Perpetual { .. } => "perpetual",
        Plan::LumpSum { .. } => "lump",
        Plan::UntilDay { .. } => "until-day",
        Plan::UntilTotal { .. } => "until-total",
    }
}

fn retry_code(policy: &RetryPolicy) -> String {
    let days: Vec<String> = policy.days().iter().map(u8::to_string).collect();
    if days.is_empty() { "none".to_owned() } else { days.join("-") }
}

/// How much and on which days, as far as that was typed.
pub(super) fn read_terms(
    typed: &Typed,
    (currency, t): (Currency, T),
    errors: &mut FormErrors,
) -> Option<(Plan, Recurrence)> {
    let recurrence = read_recurrence(typed, errors);
    let plan = read_plan(typed, (currency, t), errors);
    plan.zip(recurrence)
}

fn read_plan(typed: &Typed, context: (Currency, T), errors: &mut FormErrors) -> Option<Plan> {
    let amount = |errors: &mut FormErrors| amount_field::read("amount", &typed.amount, context, errors);
    let total = |errors: &mut FormErrors| amount_field::read("total", &typed.total, context, errors);
    // What happens once needs no count.
    if typed.frequency == "once" {
        return amount(errors).map(|each| Plan::Installments { each, count: 1 });
    }
    match typed.plan.as_str() {
        "installments" => {
            let (each, count) = (amount(errors), read_count(typed, errors));
            Some(Plan::Installments { each: each?, count: count? })
        }
        "perpetual" => amount(errors).map(|each| Plan::Perpetual { each }),
        "lump" => {
            let (total, count) = (total(errors), read_count(typed, errors));
            Some(Plan::LumpSum { total: total?, count: count? })
        }
        "until-day" => {
            let (each, last) = (amount(errors), day(&typed.last));
            if last.is_none() {
                errors.add("last", "schedule-error-date");
            }
            Some(Plan::UntilDay { each: each?, last: last? })
        }
        "until-total" => {
            let (each, total) = (amount(errors), total(errors));
            Some(Plan::UntilTotal { each: each?, total: total? })
        }
        _ => {
            errors.add("plan", "schedule-error-plan");
            None
        }
    }
}

fn read_count(typed: &Typed, errors: &mut FormErrors) -> Option<u32> {
    let count = typed.count.parse().ok().filter(|count| (1..=Plan::MOST).contains(count));
    if count.is_none() {
        errors.add_with("count", "schedule-error-count", vec![("most", Plan::MOST.to_string())]);
    }
    count
}

fn read_recurrence(typed: &Typed, errors: &mut FormErrors) -> Option<Recurrence> {
    let Some(anchor) = day(&typed.first) else {
        errors.add("first", "schedule-error-date");
        return None;
    };
    let number = |text: &str| text.parse::<u8>().unwrap_or(0);
    let (frequency, every) = match typed.frequency.as_str() {
        "once" => (Frequency::Once, 1),
        "daily" => (Frequency::Daily, every(typed)),
        "weekly" => (Frequency::Weekly, every(typed)),
        "two-weeks" => (Frequency::Weekly, 2),
        "twice-a-month" => (Frequency::TwiceAMonth(number(&typed.first_day), number(&typed.second_day)), 1),
        "monthly" => (Frequency::Monthly, every(typed)),
        "quarterly" => (Frequency::Quarterly, 1),
        "half-yearly" => (Frequency::HalfYearly, 1),
        "yearly" => (Frequency::Yearly, every(typed)),
        _ => {
            errors.add("frequency", "schedule-error-frequency");
            return None;
        }
    };
    match Recurrence::new(anchor, frequency, every) {
        Ok(recurrence) => return Some(recurrence),
        Err(RecurrenceError::NoSuchDay) => errors.add("first", "schedule-error-date"),
        Err(RecurrenceError::Every) => {
            errors.add_with("every", "schedule-error-every", vec![("most", Recurrence::MOST.to_string())]);
        }
        Err(RecurrenceError::TwoDays) => errors.add("first_day", "schedule-error-two-days"),
    }
    None
}

/// Every one, unless something else was typed; what is no number is out of range.
fn every(typed: &Typed) -> u16 {
    if typed.every.is_empty() { 1 } else { typed.every.parse().unwrap_or(0) }
}

/// What of an agreement is the same whoever pays and whatever is charged.
#[derive(Clone, Debug)]
pub(super) struct Common {
    pub(super) name: String,
    pub(super) plan: Plan,
    pub(super) recurrence: Recurrence,
    pub(super) retry: RetryPolicy,
    pub(super) mail: Mail,
    pub(super) references: References,
}

/// The whole agreement.
pub(super) fn read(typed: &Typed, context: (Currency, T)) -> Result<Agreement, FormErrors> {
    let mut errors = FormErrors::default();
    read_name(typed, &mut errors);
    let method = typed.method();
    if method.is_none() {
        errors.add("method", "schedule-error-method");
    }
    let common = read_common(typed, context, &mut errors);
    match (method, common, errors.is_empty()) {
        (Some(payment_method), Some(common), true) => Ok(Agreement {
            name: common.name,
            payment_method,
            plan: common.plan,
            recurrence: common.recurrence,
            retry: common.retry,
            mail: common.mail,
            references: common.references,
        }),
        _ => Err(errors),
    }
}

pub(super) fn read_name(typed: &Typed, errors: &mut FormErrors) {
    if typed.name.is_empty() {
        errors.add("name", "schedule-error-name");
    } else if typed.name.chars().count() > LONGEST_NAME {
        errors.add("name", "form-error-too-long");
    }
}

/// What is the same whoever pays; the name is for [`read_name`] to judge.
pub(super) fn read_common(typed: &Typed, context: (Currency, T), errors: &mut FormErrors) -> Option<Common> {
    let terms = read_terms(typed, context, errors);
    let retry = read_retry(&typed.retry);
    if retry.is_none() {
        errors.add("retry", "schedule-error-retry");
    }
    let remind_days = typed.remind.parse().ok().filter(|days| Mail::REMIND_DAYS.contains(days));
    let mut reference = |name: &'static str, text: &String| {
        if text.chars().count() > LONGEST_REFERENCE {
            errors.add(name, "form-error-too-long");
        }
        Some(text.clone()).filter(|text| !text.is_empty())
    };
    let references = References {
        invoice_number: reference("invoice", &typed.invoice),
        matter: reference("matter", &typed.matter),
        reference: reference("reference", &typed.reference),
    };
    let ((plan, recurrence), retry) = terms.zip(retry)?;
    let mail = Mail { remind_days, tell_failures: typed.tell };
    Some(Common { name: typed.name.clone(), plan, recurrence, retry, mail, references })
}

fn read_retry(code: &str) -> Option<RetryPolicy> {
    if code == "none" {
        return Some(RetryPolicy::default());
    }
    let days: Option<Vec<u8>> = code.split('-').map(|days| days.parse().ok()).collect();
    RetryPolicy::new(days?)
}

/// What was said of the payer's notice.
pub(super) fn notice(typed: &Typed) -> Notice {
    match (typed.notice.as_str(), day(&typed.told_on)) {
        ("told", Some(day)) => Notice::Told(day),
        ("defer", _) => Notice::Defer,
        _ => Notice::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::locale::Locale;

    const EN: T = T::new(Locale::EnUs);

    fn typed() -> Typed {
        Typed {
            name: "Estate planning".into(),
            method: "1".into(),
            amount: "475.00".into(),
            count: "12".into(),
            first: "2026-12-01".into(),
            ..Typed::fresh(String::new(), PayerId::new(1))
        }
    }

    fn errors(typed: &Typed) -> Vec<&'static str> {
        read(typed, (Currency::USD, EN))
            .err()
            .map(|errors| errors.iter().map(|error| error.field).collect())
            .unwrap_or_default()
    }

    #[test]
    fn what_is_missing_or_wrong_is_named_by_its_field() {
        for (wrong, fields) in [
            (Typed { name: String::new(), ..typed() }, vec!["name"]),
            (Typed { method: String::new(), ..typed() }, vec!["method"]),
            (Typed { amount: "-1".into(), count: "0".into(), ..typed() }, vec!["amount", "count"]),
            (Typed { first: "2026-02-30".into(), ..typed() }, vec!["first"]),
            (Typed { first: "1/2/2026".into(), ..typed() }, vec!["first"]),
            (Typed { every: "x".into(), ..typed() }, vec!["every"]),
            (Typed { frequency: "never".into(), ..typed() }, vec!["frequency"]),
            (Typed { frequency: "twice-a-month".into(), ..typed() }, vec!["first_day"]),
            (Typed { plan: "lump".into(), ..typed() }, vec!["total"]),
            (Typed { plan: "until-day".into(), ..typed() }, vec!["last"]),
            (Typed { plan: "gift".into(), ..typed() }, vec!["plan"]),
            (Typed { retry: "0".into(), ..typed() }, vec!["retry"]),
            (Typed { matter: "x".repeat(201), ..typed() }, vec!["matter"]),
        ] {
            assert_eq!(errors(&wrong), fields, "{wrong:?}");
        }
        assert_eq!(errors(&typed()), Vec::<&str>::new());
    }

    #[test]
    fn what_is_read_is_written_again() {
        let variants = [
            typed(),
            Typed { frequency: "two-weeks".into(), plan: "perpetual".into(), ..typed() },
            Typed { frequency: "twice-a-month".into(), first_day: "15".into(), second_day: "31".into(), ..typed() },
            Typed { plan: "lump".into(), total: "1,000.00".into(), every: "2".into(), ..typed() },
            Typed { plan: "until-day".into(), last: "2027-12-01".into(), frequency: "yearly".into(), ..typed() },
            Typed { plan: "until-total".into(), total: "2,000.00".into(), frequency: "quarterly".into(), ..typed() },
            Typed { frequency: "daily".into(), retry: "2".into(), remind: "never".into(), tell: false, ..typed() },
        ];
        for variant in variants {
            let (plan, recurrence) = read_terms(&variant, (Currency::USD, EN), &mut FormErrors::default()).unwrap();
            let mut written = Typed { plan: plan_code(plan).to_owned(), ..variant.clone() };
            written.write_recurrence(recurrence);
            let again = read_terms(&written, (Currency::USD, EN), &mut FormErrors::default());
            assert_eq!(again, Some((plan, recurrence)), "{variant:?}");
            assert_eq!(retry_code(&read_retry(&variant.retry).unwrap()), variant.retry);
        }
    }
}
