//! Fields that the address of a page fills in. Whatever it says is text in a field: shown, checked like anything typed,
//! and never believed. Fields of a sealed link are taken from the link, whatever the form says of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    app::Secrets,
    domain::payment_page::{
        Kind, PaymentPage,
        fields::{CustomField, FieldKind, MAX_LINE, MAX_LINES, Need},
        pricing::AmountRule,
    },
    i18n::{T, amount},
    service::payment_pages::{
        links::{self, FIELDS, SEAL},
        paying::Open,
    },
    web::forms,
};

/// The parameter that lists fields to be shown as read only.
const READ_ONLY: &str = "readonly";

/// What an address fills in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prefill {
    /// Values by the name of their field.
    pub values: BTreeMap<String, String>,
    /// The fields that are not to be changed in the form.
    pub locked: BTreeSet<String>,
    /// Whether the link is sealed, so that they cannot be changed at all.
    pub sealed: bool,
    /// Whether the link has a seal that is not ours, and so fills in nothing.
    pub broken: bool,
    /// The part of the address that says all this, for the form to carry along.
    pub query: String,
}

impl Prefill {
    /// Reads an address's query.
    pub fn read(query: &str, page: &PaymentPage, secrets: &Secrets) -> Self {
        let pairs = forms::pairs(query.as_bytes()).unwrap_or_default();
        let value = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let mut values = BTreeMap::new();
        for (name, value) in &pairs {
            let Some(most) = most_of(name, page) else { continue };
            let text = if most == MAX_LINES { forms::several_lines(value) } else { forms::one_line(value) };
            if !text.is_empty() && text.chars().count() <= most {
                values.entry(name.clone()).or_insert(text);
            }
        }
        if values.is_empty() {
            return Self::default();
        }
        // The form could not carry it along.
        if query.len() > forms::MAX_VALUE_BYTES {
            return Self { broken: true, ..Self::default() };
        }
        let sent = value(SEAL);
        if let Some(sent) = sent {
            if !links::is_sealed(secrets, page, (&values, sent)) {
                return Self { broken: true, ..Self::default() };
            }
            let locked = values.keys().cloned().collect();
            return Self { values, locked, sealed: true, broken: false, query: query.to_owned() };
        }
        let listed = value(READ_ONLY).unwrap_or_default().split(',').map(|name| name.trim().to_owned());
        let locked = listed.filter(|name| values.contains_key(name)).collect();
        Self { values, locked, sealed: false, broken: false, query: query.to_owned() }
    }

    /// The same as the form of the page would send it. What would not do for its field fills in nothing, and makes a sealed link
    /// one that is broken.
    #[must_use]
    pub fn in_notation(self, open: &Open, t: T) -> Self {
        self.with_amount(open, t).with_own(&open.page)
    }

    /// Each of the firm's own fields as forms send it, a choice by its place.
    fn with_own(mut self, page: &PaymentPage) -> Self {
        for field in page.content.custom.iter().filter(|field| field.need != Need::Off) {
            let name = field.name();
            let Some(said) = self.values.remove(&name) else { continue };
            match field.from_link(&said) {
                Some(typed) => _ = self.values.insert(name, typed),
                None if self.sealed => return Self { broken: true, ..Self::default() },
                None => _ = self.locked.remove(&name),
            }
        }
        self
    }

    /// The amount as the reader of the page writes it, or ticked where there are amounts to choose from.
    fn with_amount(mut self, open: &Open, t: T) -> Self {
        let Some(text) = self.values.remove("amount") else { return self };
        let locked = self.locked.remove("amount");
        let currency = open.currency();
        let amount = amount::parse_neutral(&text, currency).or_else(|| amount::parse(&text, currency, t.locale()).ok());
        let (name, value) = match (&open.page.content.kind, amount) {
            (Kind::General(AmountRule::Choices(choices)), Some(amount)) if choices.contains(&amount.minor()) => {
                ("choice", amount.minor().to_string())
            }
            (Kind::General(AmountRule::Any | AmountRule::Between { .. }), Some(amount)) => {
                ("amount", amount::format_plain(amount, t.locale()))
            }
            // Their prices are the page's.
            (Kind::General(AmountRule::Fixed(_)) | Kind::Items(_), _) => return self,
            (Kind::General(_), _) if self.sealed => return Self { broken: true, ..Self::default() },
            (Kind::General(_), _) => return self,
        };
        self.values.insert(name.to_owned(), value);
        if locked {
            self.locked.insert(name.to_owned());
        }
        self
    }
}

/// How many characters a link may fill a field with; nothing where the page has no such field.
fn most_of(name: &str, page: &PaymentPage) -> Option<usize> {
    let own = CustomField::named(&page.content.custom, name);
    let own = own.map(|field| if field.kind == FieldKind::Lines { MAX_LINES } else { MAX_LINE });
    own.or_else(|| FIELDS.contains(&name).then_some(MAX_LINE))
}
