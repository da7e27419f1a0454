//! The reports that every portal has. A new one is an entry of [`STANDARD`] and its two texts, `report-…` and
//! `report-…-text`.

use super::{
    super::{
        column::Column::{
            self, Account, Amount, Changed, Client, Date, EnteredBy, Holder, Invoice, LastFour, Matter, Method, Net,
            Number, Payer, Reason, Refunded, Source, Status, Surcharge, SurchargeNet, Tax, TaxNet,
        },
        merchant_account::AccountKind,
    },
    Basis, Definition, Detail, Grouping, Measure, Subject, Unsuccessful,
    range::{Range, Relative},
};

/// Under which heading a report is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// What came in.
    Payments,
    /// The same, put together.
    Summaries,
    /// What needs an eye.
    Attention,
}

impl Section {
    /// Every section, in the order of the list.
    pub const ALL: [Self; 3] = [Self::Payments, Self::Summaries, Self::Attention];

    /// The key of its heading.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Payments => "reports-section-payments",
            Self::Summaries => "reports-section-summaries",
            Self::Attention => "reports-section-attention",
        }
    }
}

/// A report that every portal has.
#[derive(Clone, Copy, Debug)]
pub struct Standard {
    /// The last part of its address, and of its locale keys.
    pub code: &'static str,
    /// Where it is listed.
    pub section: Section,
    subject: Subject,
    /// The days it is about unless others are asked for.
    pub range: Relative,
    basis: Basis,
    accounts: Option<AccountKind>,
    filters: &'static str,
    unsuccessful: Unsuccessful,
    grouping: Grouping,
    detail: Detail,
    columns: &'static [Column],
    measure: Measure,
}

impl Standard {
    /// The report with this code.
    #[must_use]
    pub fn with_code(code: &str) -> Option<&'static Self> {
        STANDARD.iter().find(|report| report.code == code)
    }

    /// What it asks, of these days.
    #[must_use]
    pub fn definition(&self, range: Range) -> Definition {
        Definition {
            subject: self.subject,
            range,
            basis: self.basis,
            accounts: self.accounts,
            filters: self.filters.to_owned(),
            unsuccessful: self.unsuccessful,
            grouping: self.grouping,
            detail: self.detail,
            columns: self.columns.to_vec(),
            measure: self.measure,
        }
    }

    /// The key of its name.
    #[must_use]
    pub fn key(&self) -> String {
        format!("report-{}", self.code)
    }

    /// The key of the sentence that says what it tells.
    #[must_use]
    pub fn text_key(&self) -> String {
        format!("report-{}-text", self.code)
    }
}

const LIST: &[Column] = &[Number, Date, Payer, Invoice, Matter, Method, LastFour, Account, Status, Amount, Refunded];
const TROUBLE: &[Column] = &[Number, Date, Payer, Method, LastFour, Account, Status, Reason, EnteredBy, Amount];

/// All payments that were not unsuccessful, every row.
const PLAIN: Standard = Standard {
    code: "",
    section: Section::Payments,
    subject: Subject::Payments,
    range: Relative::MonthToDate,
    basis: Basis::Asked,
    accounts: None,
    filters: "",
    unsuccessful: Unsuccessful::Hidden,
    grouping: Grouping::None,
    detail: Detail::Rows,
    columns: LIST,
    measure: Measure::Amount,
};

/// [`PLAIN`] as totals by something.
const SUMMARY: Standard = Standard { section: Section::Summaries, detail: Detail::Totals, ..PLAIN };

/// What of the payments of each account was a part of another kind than what was paid for, every row.
const PARTS: Standard = Standard { section: Section::Summaries, grouping: Grouping::Account, ..PLAIN };

/// Every one, in the order of the list.
pub const STANDARD: &[Standard] = &[
    Standard { code: "today", range: Relative::Today, unsuccessful: Unsuccessful::Shown, ..PLAIN },
    Standard { code: "month-to-date", ..PLAIN },
    Standard { code: "last-month", range: Relative::LastMonth, ..PLAIN },
    Standard {
        code: "trust-receipts",
        accounts: Some(AccountKind::Trust),
        columns: &[Number, Date, Payer, Client, Matter, Method, LastFour, Account, Status, Amount, Refunded, Net],
        ..PLAIN
    },
    Standard { code: "operating-receipts", accounts: Some(AccountKind::Operating), ..PLAIN },
    Standard { code: "year-by-month", range: Relative::YearToDate, grouping: Grouping::Month, ..SUMMARY },
    Standard { code: "by-account", grouping: Grouping::Account, ..SUMMARY },
    Standard { code: "by-source", grouping: Grouping::Source, ..SUMMARY },
    Standard { code: "by-user", grouping: Grouping::User, ..SUMMARY },
    Standard { code: "by-payer", grouping: Grouping::Payer, ..SUMMARY },
    Standard { code: "by-method", grouping: Grouping::Method, ..SUMMARY },
    Standard {
        code: "deposits",
        basis: Basis::Changed,
        filters: "status:settled",
        grouping: Grouping::Day,
        columns: &[Number, Date, Changed, Payer, Account, Method, LastFour, Amount, Refunded, Net],
        ..SUMMARY
    },
    Standard {
        code: "tax-collected",
        measure: Measure::Tax,
        columns: &[Number, Date, Payer, Invoice, Matter, Account, Status, Amount, Tax, TaxNet],
        ..PARTS
    },
    Standard {
        code: "surcharges-collected",
        measure: Measure::Surcharge,
        columns: &[Number, Date, Payer, Method, LastFour, Account, Status, Amount, Surcharge, SurchargeNet],
        ..PARTS
    },
    Standard {
        code: "declines",
        section: Section::Attention,
        filters: "status:declined,failed",
        columns: TROUBLE,
        ..PLAIN
    },
    Standard {
        code: "refunds",
        section: Section::Attention,
        subject: Subject::Refunds,
        columns: &[Number, Date, Payer, Matter, Method, LastFour, Account, Status, Reason, EnteredBy, Amount],
        ..PLAIN
    },
    Standard {
        code: "echeck-returns",
        section: Section::Attention,
        basis: Basis::Changed,
        filters: "status:returned,reversed",
        columns: &[Number, Date, Changed, Payer, Client, Matter, Account, Status, Reason, Amount],
        ..PLAIN
    },
    Standard {
        code: "scheduled-failures",
        section: Section::Attention,
        filters: "source:payment_schedule status:declined,failed,returned",
        columns: TROUBLE,
        ..PLAIN
    },
    Standard {
        code: "open-outcomes",
        section: Section::Attention,
        range: Relative::AllTime,
        filters: "status:created,unknown,action_required,held",
        columns: &[Number, Date, Changed, Payer, Method, LastFour, Account, Source, Status, EnteredBy, Amount],
        ..PLAIN
    },
    Standard {
        code: "expiring-cards",
        section: Section::Attention,
        subject: Subject::SavedMethods,
        range: Relative::Next90Days,
        grouping: Grouping::Month,
        columns: &[Date, Payer, Client, Column::Email, Method, LastFour, Holder, Account],
        ..PLAIN
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_reports_have_codes_of_their_own_and_columns_that_their_rows_can_fill() {
        let mut codes: Vec<&str> = STANDARD.iter().map(|report| report.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), STANDARD.len());
        for report in STANDARD {
            assert!(report.columns.iter().all(|column| report.subject.tells(*column)), "{}", report.code);
            assert!(!report.code.is_empty() && Standard::with_code(report.code).is_some());
        }
        assert!(Standard::with_code("nothing").is_none());
    }
}
