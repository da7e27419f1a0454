//! The form of a report: text as typed to what is wanted, or what is wrong with it.

use crate::{
    domain::{
        column::Column,
        firm::Firm,
        ids::OperationKey,
        merchant_account::AccountKind,
        permission::Permission,
        report::{
            Basis, Definition, Detail, Grouping, Measure, Report, Schedule, Sharing, Subject, Unsuccessful,
            range::{Range, Relative, Span, date_of},
            timetable::{MonthDay, Repeats, Timetable, Weekday},
        },
        time::{Day, Timestamp},
        user::User,
    },
    i18n::{T, calendar, dates},
    service::reports::Wanted,
    web::{
        forms::{Fields, FormErrors},
        mailboxes::{addresses, is_address},
    },
};

/// The value of the range that is not relative.
pub(super) const FIXED: &str = "fixed";

/// The form as typed; what is shown again when something is wrong with it, or a column was moved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) key: String,
    pub(super) version: String,
    pub(super) subject: String,
    pub(super) measure: String,
    pub(super) name: String,
    pub(super) sharing: String,
    pub(super) range: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) basis: String,
    pub(super) accounts: String,
    pub(super) filters: String,
    pub(super) unsuccessful: bool,
    pub(super) group: String,
    pub(super) detail: String,
    pub(super) columns: Vec<Column>,
    pub(super) send: String,
    pub(super) time: String,
    pub(super) weekday: String,
    pub(super) month_day: String,
    pub(super) month: String,
    pub(super) once: String,
    pub(super) recipients: String,
}

impl Typed {
    /// A form that asks what `definition` asks.
    pub(super) fn of(definition: &Definition, key: &OperationKey) -> Self {
        let (range, from, to) = match definition.range {
            Range::Relative(relative) => (relative.code(), String::new(), String::new()),
            Range::Fixed(span) => (FIXED, calendar::day_plain(span.first), calendar::day_plain(span.last)),
        };
        Self {
            key: key.to_string(),
            subject: subject_code(definition.subject).to_owned(),
            measure: definition.measure.code().to_owned(),
            sharing: "personal".to_owned(),
            range: range.to_owned(),
            from,
            to,
            basis: definition.basis.code().to_owned(),
            accounts: definition.accounts.map_or("any", accounts_code).to_owned(),
            filters: definition.filters.clone(),
            unsuccessful: definition.unsuccessful == Unsuccessful::Shown,
            group: definition.grouping.code().to_owned(),
            detail: if definition.detail == Detail::Totals { "totals" } else { "rows" }.to_owned(),
            columns: definition.columns.clone(),
            send: "never".to_owned(),
            time: "07:00".to_owned(),
            ..Self::default()
        }
    }

    /// The form of a report as it stands.
    pub(super) fn of_report(report: &Report, key: &OperationKey) -> Self {
        let sharing = if report.sharing == Sharing::Global { "global" } else { "personal" };
        let typed = Self {
            version: report.version.to_string(),
            name: report.name.clone(),
            sharing: sharing.to_owned(),
            ..Self::of(&report.definition, key)
        };
        let Some(schedule) = &report.schedule else { return typed };
        let minute = schedule.timetable.minute;
        let typed = Self {
            time: format!("{:02}:{:02}", minute / 60, minute % 60),
            recipients: schedule.recipients.join(", "),
            ..typed
        };
        let (send, of) = match schedule.timetable.repeats {
            Repeats::Daily => ("daily", typed),
            Repeats::Weekly(day) => ("weekly", Self { weekday: day.code().to_owned(), ..typed }),
            Repeats::Monthly(day) => ("monthly", Self { month_day: month_day_code(day), ..typed }),
            Repeats::Yearly(month, day) => {
                ("yearly", Self { month: month.to_string(), month_day: month_day_code(day), ..typed })
            }
            Repeats::Once(day) => ("once", Self { once: calendar::day_plain(day), ..typed }),
        };
        Self { send: send.to_owned(), ..of }
    }

    /// The form as it was sent, with a column moved, added or removed if that is what its button asks for.
    pub(super) fn sent(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        let mut columns: Vec<Column> = fields.get("columns").split(',').filter_map(Column::from_code).collect();
        let mut seen = std::collections::BTreeSet::new();
        columns.retain(|column| seen.insert(*column));
        rearrange(&mut columns, fields);
        Self {
            key: text("key"),
            version: text("version"),
            subject: text("subject"),
            measure: text("measure"),
            name: text("name"),
            sharing: text("sharing"),
            range: text("range"),
            from: text("from"),
            to: text("to"),
            basis: text("basis"),
            accounts: text("accounts"),
            filters: text("filters"),
            unsuccessful: fields.has("unsuccessful"),
            group: text("group"),
            detail: text("detail"),
            columns,
            send: text("send"),
            time: text("time"),
            weekday: text("weekday"),
            month_day: text("month_day"),
            month: text("month"),
            once: text("once"),
            recipients: text("recipients"),
        }
    }

    /// What the rows are.
    pub(super) fn subject(&self) -> Subject {
        let all = [Subject::Payments, Subject::Refunds, Subject::SavedMethods];
        all.into_iter().find(|subject| subject_code(*subject) == self.subject).unwrap_or_default()
    }
}

/// Whether the form was sent by a button that changes the columns and saves nothing.
pub(super) fn only_rearranges(fields: &Fields) -> bool {
    ["up", "down", "remove", "add_column"].iter().any(|name| fields.has(name))
}

fn rearrange(columns: &mut Vec<Column>, fields: &Fields) {
    let place = |name: &str| {
        Column::from_code(fields.get(name)).and_then(|wanted| columns.iter().position(|known| *known == wanted))
    };
    let (up, down, remove) = (place("up"), place("down"), place("remove"));
    if let Some(place) = up.filter(|place| *place > 0) {
        columns.swap(place - 1, place);
    }
    if let Some(place) = down.filter(|place| place + 1 < columns.len()) {
        columns.swap(place, place + 1);
    }
    if let Some(place) = remove {
        columns.remove(place);
    }
    if fields.has("add_column")
        && let Some(added) = Column::from_code(fields.get("add")).filter(|added| !columns.contains(added))
    {
        columns.push(added);
    }
}

const fn subject_code(subject: Subject) -> &'static str {
    match subject {
        Subject::Payments => "payments",
        Subject::Refunds => "refunds",
        Subject::SavedMethods => "saved_methods",
    }
}

/// The kinds of accounts, in the order they are offered.
pub(super) const KINDS: [AccountKind; 2] = [AccountKind::Operating, AccountKind::Trust];

/// The name of a kind of accounts in the form.
pub(super) const fn accounts_code(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Operating => "operating",
        AccountKind::Trust => "trust",
    }
}

fn month_day_code(day: MonthDay) -> String {
    match day {
        MonthDay::Number(number) => number.to_string(),
        MonthDay::Last => "last".to_owned(),
    }
}

/// What the form is read against.
pub(super) struct Terms<'a> {
    pub(super) t: T,
    pub(super) user: &'a User,
    pub(super) firm: &'a Firm,
    pub(super) now: Timestamp,
    /// Parts of the filters that are not understood.
    pub(super) ignored: &'a [String],
}

/// Reads the form.
pub(super) fn read(typed: &Typed, terms: &Terms<'_>) -> Result<Wanted, FormErrors> {
    let mut errors = FormErrors::default();
    let name = typed.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        errors.add("name", "report-error-name");
    } else if name.chars().count() > Report::MOST_NAME {
        errors.add("name", "report-error-name-long");
    }
    let sharing = if typed.sharing == "global" { Sharing::Global } else { Sharing::Personal };
    if sharing == Sharing::Global && !terms.user.may(Permission::ManageReports) {
        errors.add("sharing", "report-error-sharing");
    }
    let range = range(&typed.range, &typed.from, &typed.to, &mut errors);
    if !terms.ignored.is_empty() {
        errors.add_with("filters", "report-error-filters", vec![("parts", terms.ignored.join(", "))]);
    }
    let columns: Vec<Column> = typed.columns.iter().copied().filter(|column| typed.subject().tells(*column)).collect();
    if columns.is_empty() {
        errors.add("add", "report-error-columns");
    }
    let schedule = schedule(typed, terms, &mut errors);
    let grouping = Grouping::ALL.into_iter().find(|grouping| grouping.code() == typed.group).unwrap_or_default();
    let definition = Definition {
        subject: typed.subject(),
        range: range.unwrap_or(Range::Relative(Relative::Today)),
        basis: Basis::ALL.into_iter().find(|basis| basis.code() == typed.basis).unwrap_or_default(),
        accounts: KINDS.into_iter().find(|kind| accounts_code(*kind) == typed.accounts),
        filters: typed.filters.clone(),
        unsuccessful: if typed.unsuccessful { Unsuccessful::Shown } else { Unsuccessful::Hidden },
        grouping,
        detail: if typed.detail == "totals" { Detail::Totals } else { Detail::Rows },
        columns,
        measure: Measure::ALL.into_iter().find(|measure| measure.code() == typed.measure).unwrap_or_default(),
    };
    errors.or_ok(Wanted { name, sharing, locale: terms.t.locale(), definition, schedule })
}

/// The days of a range as they stand in a form or an address.
pub(super) fn range(range: &str, from: &str, to: &str, errors: &mut FormErrors) -> Option<Range> {
    if let Some(relative) = Relative::ALL.into_iter().find(|relative| relative.code() == range) {
        return Some(Range::Relative(relative));
    }
    if range != FIXED {
        errors.add("range", "report-error-range");
        return None;
    }
    let first = day(from).or_else(|| {
        errors.add("from", "report-error-from");
        None
    });
    let last = day(to).or_else(|| {
        errors.add("to", "report-error-to");
        None
    });
    let span = Span { first: first?, last: last? };
    if span.last < span.first {
        errors.add("to", "report-error-order");
        return None;
    }
    Some(Range::Fixed(span))
}

/// A day as date fields send it: `2026-11-22`.
fn day(text: &str) -> Option<Day> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, number] = parts.as_slice() else { return None };
    let is_number = |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if !(is_number(year, 4) && is_number(month, 2) && is_number(number, 2)) {
        return None;
    }
    let day = Day::new(year.parse().ok()?, month.parse().ok()?, number.parse().ok()?);
    date_of(day).filter(|date| date.year() > 0).map(|_| day)
}

/// Minutes after midnight of `07:30` or `7:30`.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once([':', 'h'])?;
    let number = |text: &str| {
        let text = text.trim();
        (!text.is_empty() && text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse::<u16>().ok())
            .flatten()
    };
    let (hour, minute) = (number(hour)?, number(minute)?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

fn schedule(typed: &Typed, terms: &Terms<'_>, errors: &mut FormErrors) -> Option<Schedule> {
    if !["daily", "weekly", "monthly", "yearly", "once"].contains(&typed.send.as_str()) {
        return None;
    }
    let minute = minute(&typed.time).or_else(|| {
        errors.add("time", "report-error-time");
        None
    });
    let repeats = repeats(typed, errors);
    let recipients = recipients(&typed.recipients, errors);
    let timetable = Timetable { repeats: repeats?, minute: minute? };
    if calendar::next_due(timetable, terms.now, &terms.firm.time_zone).is_none() {
        let tomorrow = terms.now.plus_ms(86_400_000);
        let example = calendar::day_plain(dates::firm_day(tomorrow, &terms.firm.time_zone));
        errors.add_with("once", "report-error-once", vec![("example", example)]);
    }
    Some(Schedule { timetable, recipients })
}

fn repeats(typed: &Typed, errors: &mut FormErrors) -> Option<Repeats> {
    let month_day = |errors: &mut FormErrors| {
        let number = typed.month_day.parse().ok().filter(|number| (1..=MonthDay::LAST_NUMBER).contains(number));
        let day = if typed.month_day == "last" { Some(MonthDay::Last) } else { number.map(MonthDay::Number) };
        day.or_else(|| {
            errors.add("month_day", "report-error-month-day");
            None
        })
    };
    match typed.send.as_str() {
        "daily" => Some(Repeats::Daily),
        "weekly" => {
            let day = Weekday::ALL.into_iter().find(|day| day.code() == typed.weekday);
            if day.is_none() {
                errors.add("weekday", "report-error-weekday");
            }
            day.map(Repeats::Weekly)
        }
        "monthly" => month_day(errors).map(Repeats::Monthly),
        "yearly" => {
            let month = typed.month.parse().ok().filter(|month| (1..=12).contains(month));
            if month.is_none() {
                errors.add("month", "report-error-month");
            }
            let day = month_day(errors);
            Some(Repeats::Yearly(month?, day?))
        }
        _ => {
            let day = day(&typed.once);
            if day.is_none() {
                errors.add("once", "report-error-from");
            }
            day.map(Repeats::Once)
        }
    }
}

fn recipients(typed: &str, errors: &mut FormErrors) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for address in addresses(typed) {
        if !found.iter().any(|known| known.eq_ignore_ascii_case(&address)) {
            found.push(address);
        }
    }
    if found.is_empty() {
        errors.add("recipients", "report-error-recipients");
    } else if found.len() > Schedule::MOST_RECIPIENTS {
        let most = Schedule::MOST_RECIPIENTS.to_string();
        errors.add_with("recipients", "report-error-recipients-many", vec![("most", most)]);
    } else if let Some(wrong) = found.iter().find(|address| !is_address(address)) {
        errors.add_with("recipients", "report-error-recipient", vec![("address", wrong.clone())]);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_that_are_none_are_refused() {
        for bad in ["", "2026", "2026-2-3", "2026-02-30", "0000-01-01", "2026-11-22-1", "２０２６-11-22", "2026-+1-22"]
        {
            assert_eq!(day(bad), None, "{bad}");
        }
        assert_eq!(day("2024-02-29"), Some(Day::new(2024, 2, 29)));
        for bad in ["", "7", "24:00", "12:60", "-1:00", "1:2:3", "007:30", "a:b"] {
            assert_eq!(minute(bad), None, "{bad}");
        }
        assert_eq!(["00:00", "7:30", "23 h 59"].map(minute), [Some(0), Some(450), Some(1_439)]);
    }

    #[test]
    fn columns_are_moved_added_and_removed_and_never_doubled() {
        let columns = |body: &str| {
            let fields = Fields::parse(body.as_bytes()).unwrap();
            Typed::sent(&fields).columns.iter().map(|column| column.code()).collect::<Vec<_>>().join(",")
        };
        assert_eq!(columns("columns=date,payer,date,nonsense,amount"), "date,payer,amount");
        assert_eq!(columns("columns=date,payer&up=payer"), "payer,date");
        assert_eq!(columns("columns=date,payer&up=date"), "date,payer");
        assert_eq!(columns("columns=date,payer&down=payer"), "date,payer");
        assert_eq!(columns("columns=date,payer&down=date"), "payer,date");
        assert_eq!(columns("columns=date,payer&remove=date"), "payer");
        assert_eq!(columns("columns=date&add=payer&add_column=1"), "date,payer");
        assert_eq!(columns("columns=date&add=date&add_column=1"), "date");
        assert_eq!(columns("columns=date&add=payer"), "date", "choosing is not adding");
    }
}
