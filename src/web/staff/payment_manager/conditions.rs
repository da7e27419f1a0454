//! The parts of a query in words: names of fields, operators and values, for chips and for the builder.

use crate::{
    domain::{
        card::CardBrand,
        column::Column,
        transaction::{Source, Status},
    },
    i18n::{T, labels::Labelled},
    service::{
        columns::Names,
        search::{
            Keyword,
            conditions::{Kind, Operator, Row},
        },
    },
};

/// The fields that the builder offers, in order; `None` is anywhere.
pub(super) const FIELDS: [Option<Keyword>; 25] = [
    None,
    Some(Keyword::Payer),
    Some(Keyword::Holder),
    Some(Keyword::Client),
    Some(Keyword::Matter),
    Some(Keyword::Invoice),
    Some(Keyword::Reference),
    Some(Keyword::Amount),
    Some(Keyword::Tax),
    Some(Keyword::Surcharge),
    Some(Keyword::Refunded),
    Some(Keyword::Date),
    Some(Keyword::Status),
    Some(Keyword::Source),
    Some(Keyword::Account),
    Some(Keyword::Method),
    Some(Keyword::Card),
    Some(Keyword::Approval),
    Some(Keyword::GatewayId),
    Some(Keyword::Email),
    Some(Keyword::Note),
    Some(Keyword::Tag),
    Some(Keyword::Id),
    Some(Keyword::Currency),
    Some(Keyword::EnteredBy),
];

/// What people call a field.
pub(super) fn field_label(t: T, field: Option<Keyword>) -> String {
    let column = match field {
        None => return t.text("builder-field-any"),
        Some(Keyword::Card) => return t.text("builder-field-card"),
        Some(Keyword::Tag) => return t.text("builder-field-tag"),
        Some(Keyword::Status) => Column::Status,
        Some(Keyword::Source) => Column::Source,
        Some(Keyword::Account) => Column::Account,
        Some(Keyword::Payer) => Column::Payer,
        Some(Keyword::Holder) => Column::Holder,
        Some(Keyword::Method) => Column::Method,
        Some(Keyword::Invoice) => Column::Invoice,
        Some(Keyword::Matter) => Column::Matter,
        Some(Keyword::Client) => Column::Client,
        Some(Keyword::Reference) => Column::Reference,
        Some(Keyword::Email) => Column::Email,
        Some(Keyword::Note) => Column::Note,
        Some(Keyword::GatewayId) => Column::GatewayId,
        Some(Keyword::Approval) => Column::Approval,
        Some(Keyword::Id) => Column::Number,
        Some(Keyword::Currency) => Column::Currency,
        Some(Keyword::Amount) => Column::Amount,
        Some(Keyword::Tax) => Column::Tax,
        Some(Keyword::Surcharge) => Column::Surcharge,
        Some(Keyword::Refunded) => Column::Refunded,
        Some(Keyword::EnteredBy) => Column::EnteredBy,
        Some(Keyword::Date | Keyword::From | Keyword::To) => Column::Date,
    };
    t.label(column)
}

/// What people call an operator, which depends on what it compares.
pub(super) fn operator_label(t: T, kind: Kind, operator: Operator) -> String {
    t.text(match (kind, operator) {
        (Kind::Text, Operator::Is) => "builder-exactly",
        (Kind::Text, Operator::IsNot) => "builder-not-exactly",
        (Kind::Day, Operator::Is) => "builder-on",
        (Kind::Day, Operator::IsNot) => "builder-not-on",
        (Kind::Day, Operator::More) => "builder-after",
        (Kind::Day, Operator::AtLeast) => "builder-from",
        (Kind::Day, Operator::Less) => "builder-before",
        (Kind::Day, Operator::AtMost) => "builder-until",
        (_, Operator::Contains) => "builder-contains",
        (_, Operator::Lacks) => "builder-lacks",
        (_, Operator::Is) => "builder-is",
        (_, Operator::IsNot) => "builder-is-not",
        (_, Operator::More) => "builder-more",
        (_, Operator::AtLeast) => "builder-at-least",
        (_, Operator::Less) => "builder-less",
        (_, Operator::AtMost) => "builder-at-most",
        (_, Operator::Between) => "builder-between",
        (_, Operator::Outside) => "builder-outside",
    })
}

/// A value to choose: what the query says, what else it may say for it, and what people read.
pub(super) struct Choice {
    pub(super) value: String,
    code: String,
    pub(super) label: String,
}

impl Choice {
    fn new(code: String, label: String) -> Self {
        Self { value: label.to_lowercase(), code, label }
    }

    /// Whether a query that says `text` means this.
    pub(super) fn is(&self, text: &str) -> bool {
        let text = text.trim().to_lowercase();
        !text.is_empty() && (text == self.value || text.replace(['-', ' '], "_") == self.code)
    }
}

/// The values that a field can have, where there are few; empty for others.
pub(super) fn choices(t: T, names: &Names, field: Option<Keyword>) -> Vec<Choice> {
    let labelled = |code: &str, value: String| Choice::new(code.to_owned(), value);
    match field {
        Some(Keyword::Status) => {
            Status::ALL.into_iter().map(|status| labelled(status.code(), name(t, status))).collect()
        }
        Some(Keyword::Source) => {
            Source::ALL.into_iter().map(|source| labelled(source.code(), name(t, source))).collect()
        }
        Some(Keyword::Account) => {
            names.accounts().map(|account| Choice::new(account.id.to_string(), account.name.clone())).collect()
        }
        Some(Keyword::EnteredBy) => {
            names.people().map(|person| Choice::new(String::new(), person.to_owned())).collect()
        }
        Some(Keyword::Method) => {
            let brands = CardBrand::ALL.into_iter().map(|brand| labelled("", brand.name().to_owned()));
            let bank = Choice { value: "bank".to_owned(), code: "bank".to_owned(), label: t.text("form-bank-account") };
            brands.chain([bank]).collect()
        }
        _ => Vec::new(),
    }
}

fn name(t: T, value: impl Labelled) -> String {
    t.label(value)
}

/// A row in words, as a chip says it.
pub(super) fn in_words(t: T, names: &Names, row: &Row) -> String {
    let choices = choices(t, names, row.field);
    let one = |text: &str| {
        choices.iter().find(|choice| choice.is(text)).map_or(text.trim().to_owned(), |choice| choice.label.clone())
    };
    let value = if choices.is_empty() {
        row.value.clone()
    } else {
        row.value.split(',').map(one).collect::<Vec<_>>().join(", ")
    };
    let value = if row.operator.takes_two() {
        t.with("filter-two", [("first", value), ("second", row.to.clone())])
    } else {
        value
    };
    let operator = operator_label(t, Kind::of(row.field), row.operator);
    t.with("filter-words", [("field", field_label(t, row.field)), ("operator", operator), ("value", value)])
}
