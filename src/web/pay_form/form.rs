//! The form of a page: text as typed to a purchase, or what is wrong with it.

use std::collections::BTreeMap;

use crate::{
    domain::{
        firm::Firm,
        ids::OperationKey,
        locale::{Language, Locale},
        money::{Currency, Money},
        payment_page::{
            Kind,
            fields::{CustomField, FieldKind, MAX_LINE, Need, Unfit},
            pricing::{AmountRule, Choice, Item, Priced, Unpriceable},
        },
    },
    i18n::{T, amount},
    service::{
        payers::PayerEntry,
        payment_pages::paying::{self, Open, Purchase},
        payments::Surcharge,
    },
    web::{
        amount_field,
        forms::{Fields, FormErrors},
        keeping::{self, Offer},
        mailboxes::is_address,
        surcharge_step,
    },
};

use super::prefill::Prefill;

/// The field with the language that a form is in, by whose rules its amount was typed.
pub const WRITTEN_IN: &str = "written-in";

/// The box by which the client agrees to what the page says.
pub const AGREED: &str = "agree";

/// The field that no person sees.
pub const BAIT: &str = "fax_line";

/// The form as typed, field by field; what is shown again when something is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    values: BTreeMap<String, String>,
}

impl Typed {
    /// A form as it is to begin with: what the address fills in, and as many of each item as is usual.
    pub fn fresh(open: &Open, prefill: &Prefill) -> Self {
        let mut values = prefill.values.clone();
        for item in open.page.content.items() {
            let left = open.left.get(&item.id).copied().unwrap_or(u32::MAX);
            values.insert(format!("q-{}", item.id), if item.usual <= left { item.usual } else { 0 }.to_string());
        }
        Self { values }
    }

    /// The form as it was sent. A sealed link's fields are the link's.
    pub fn sent(open: &Open, fields: &Fields, prefill: &Prefill) -> Self {
        let own = |name: &str| CustomField::named(&open.page.content.custom, name);
        let many = |name: &str| own(name).is_some_and(|field| field.kind == FieldKind::Lines);
        let value = |name: &str, line: &str| if many(name) { fields.lines(name) } else { line.to_owned() };
        let mut values: BTreeMap<String, String> =
            fields.all().map(|(name, line)| (name.to_owned(), value(name, line))).collect();
        if is_of_another_version(open, fields.get("version")) {
            // What was ticked, or chosen by its place, was said of other words.
            let by_place = |field: &&CustomField| matches!(field.kind, FieldKind::Choice(_) | FieldKind::Check);
            let own = open.page.content.custom.iter().filter(by_place).map(CustomField::name);
            for name in own.chain([AGREED.to_owned()]) {
                values.remove(&name);
            }
        }
        if prefill.sealed {
            values.extend(prefill.values.clone());
        }
        Self { values }
    }

    /// The form with none of what is sold out, which shows no quantity.
    #[must_use]
    pub fn without_what_is_gone(&self, open: &Open) -> Self {
        let mut form = self.clone();
        for item in open.page.content.items().iter().filter(|item| is_gone(open, item)) {
            form.set(&format!("q-{}", item.id), "0".to_owned());
        }
        form
    }

    /// A form as it was sent, each field one line.
    pub fn plain(fields: &Fields) -> Self {
        Self { values: fields.all().map(|(name, line)| (name.to_owned(), line.to_owned())).collect() }
    }

    /// What a field holds; nothing where it is not there.
    pub fn get(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// Fills a field in.
    pub fn set(&mut self, name: &str, value: String) {
        self.values.insert(name.to_owned(), value);
    }

    /// Presses one of the buttons beside a quantity: `more-3`, `less-3`. It goes from none to the fewest that are sold, and
    /// no further than there are.
    pub fn step(&mut self, open: &Open, pressed: &str) {
        let Some((way, id)) = pressed.split_once('-') else { return };
        let Some(item) = open.page.content.items().iter().find(|item| item.id.to_string() == id) else { return };
        let name = format!("q-{id}");
        let now = self.get(&name).parse::<u32>().unwrap_or(0);
        let most = most_of(open, item);
        let then = match way {
            "more" => now.saturating_add(1).max(item.least).min(most),
            _ if now > item.least => (now - 1).min(most),
            _ => 0,
        };
        self.set(&name, then.to_string());
    }

    /// Puts an amount that was typed before the form's language was changed into the notation of this one. What is no
    /// amount there is left as it is.
    pub fn translate_amount(&mut self, currency: Currency, locale_of: impl Fn(Language) -> Locale, t: T) {
        let before = Language::from_tag(self.get(WRITTEN_IN)).filter(|language| *language != t.language());
        let amount = before.and_then(|language| amount::parse(self.get("amount"), currency, locale_of(language)).ok());
        if let Some(amount) = amount {
            self.set("amount", amount::format_plain(amount, t.locale()));
        }
    }
}

/// What is wrong, in the order of the fields, each with its message.
#[derive(Clone, Debug, Default)]
pub struct Wrong(Vec<(String, String)>);

impl Wrong {
    /// Adds a message to a field; an empty name is the form as a whole.
    pub fn add(&mut self, field: impl Into<String>, words: String) {
        self.0.push((field.into(), words));
    }

    /// One thing alone.
    pub fn one(field: &str, words: String) -> Self {
        Self(vec![(field.to_owned(), words)])
    }

    /// The first thing wrong with a field.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == field).map(|(_, words)| words.as_str())
    }

    /// Everything, in order.
    pub fn all(&self) -> Vec<(&str, &str)> {
        self.0.iter().map(|(field, words)| (field.as_str(), words.as_str())).collect()
    }

    /// Whether nothing is wrong.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The most of an item that can be bought at once at the moment.
pub fn most_of(open: &Open, item: &Item) -> u32 {
    open.left.get(&item.id).map_or(item.most, |left| item.most.min(*left))
}

/// Whether so few of an item are left that none can be bought.
pub fn is_gone(open: &Open, item: &Item) -> bool {
    open.left.get(&item.id).is_some_and(|left| *left < item.least)
}

/// Whether a form that says this was drawn before the page was changed.
fn is_of_another_version(open: &Open, version: &str) -> bool {
    version.parse() != Ok(open.page.version)
}

/// What is wrong with the quantities, for a form that is not sent yet: nothing chosen is nothing wrong.
pub fn quantities_wrong(open: &Open, typed: &Typed, t: T) -> Wrong {
    let mut wrong = Wrong::default();
    for item in open.page.content.items() {
        let name = format!("q-{}", item.id);
        match typed.get(&name).parse::<u32>() {
            Ok(0) => {}
            Ok(quantity) if !(item.least..=item.most).contains(&quantity) => {
                let (field, words) = unpriceable(open, Unpriceable::Quantity(item.id), t);
                wrong.add(field, words);
            }
            Ok(quantity) => sold_out(open, &Choice::Quantities([(item.id, quantity)].into()), t, &mut wrong),
            Err(_) if typed.get(&name).is_empty() => {}
            Err(_) => wrong.add(name, t.text("pay-error-quantity")),
        }
    }
    wrong
}

/// What is chosen, as far as it can be read.
pub fn choice(open: &Open, typed: &Typed, t: T, wrong: &mut Wrong) -> Option<Choice> {
    match &open.page.content.kind {
        Kind::General(AmountRule::Fixed(minor)) => Some(Choice::Amount(*minor)),
        Kind::General(AmountRule::Choices(_)) => {
            let chosen = typed.get("choice").parse().ok();
            if chosen.is_none() {
                wrong.add("choice", t.text("pay-error-choice"));
            }
            chosen.map(Choice::Amount)
        }
        Kind::General(AmountRule::Any | AmountRule::Between { .. }) => {
            let mut errors = FormErrors::default();
            let amount = amount_field::read("amount", typed.get("amount"), (open.currency(), t), &mut errors);
            for (field, words) in errors.messages(t) {
                wrong.add(field, words);
            }
            amount.map(|amount| Choice::Amount(amount.minor()))
        }
        Kind::Items(items) => {
            let mut quantities = BTreeMap::new();
            for item in items {
                let name = format!("q-{}", item.id);
                let text = typed.get(&name);
                match if text.is_empty() { Ok(0) } else { text.parse::<u32>() } {
                    Ok(quantity) => _ = quantities.insert(item.id, quantity),
                    Err(_) => wrong.add(name, t.text("pay-error-quantity")),
                }
            }
            (quantities.len() == items.len()).then_some(Choice::Quantities(quantities))
        }
    }
}

/// What is chosen and what it comes to.
pub fn priced(open: &Open, typed: &Typed, t: T, wrong: &mut Wrong) -> Option<(Choice, Priced)> {
    let choice = choice(open, typed, t, wrong)?;
    match paying::price(&open.page, open.currency(), &choice) {
        Ok(priced) => {
            sold_out(open, &choice, t, wrong);
            Some((choice, priced))
        }
        Err(why) => {
            let (field, words) = unpriceable(open, why, t);
            wrong.add(field, words);
            None
        }
    }
}

fn sold_out(open: &Open, choice: &Choice, t: T, wrong: &mut Wrong) {
    let Choice::Quantities(quantities) = choice else { return };
    for (id, quantity) in quantities {
        if let Some(left) = open.left.get(id).filter(|left| quantity > left) {
            wrong.add(format!("q-{id}"), t.with("pay-error-left", [("left", i64::from(*left))]));
        }
    }
}

/// What the client reads about a choice that has no price.
pub fn unpriceable(open: &Open, why: Unpriceable, t: T) -> (String, String) {
    let money = |minor: i64| amount::format(Money::new(minor, open.currency()), t.locale());
    let items = open.page.content.items();
    match why {
        Unpriceable::Nothing => {
            let first = items.first().map_or_else(|| "amount".to_owned(), |item| format!("q-{}", item.id));
            (first, t.text(if items.is_empty() { "enter-payment-error-amount-zero" } else { "pay-error-nothing" }))
        }
        Unpriceable::Amount => match &open.page.content.kind {
            Kind::General(AmountRule::Between { least, most }) => {
                ("amount".to_owned(), t.with("pay-error-between", [("least", money(*least)), ("most", money(*most))]))
            }
            Kind::General(_) | Kind::Items(_) => ("choice".to_owned(), t.text("pay-error-choice")),
        },
        Unpriceable::Quantity(id) => {
            let bounds = items.iter().find(|item| item.id == id).map_or((1, 1), |item| (item.least, item.most));
            let args = [("least", i64::from(bounds.0)), ("most", i64::from(bounds.1))];
            (format!("q-{id}"), t.with("pay-error-quantity-between", args))
        }
        Unpriceable::NoItem(_) | Unpriceable::OtherKind => (String::new(), t.text("pay-error-changed")),
        Unpriceable::TooMuch => (String::new(), t.text("enter-payment-error-amount-large")),
    }
}

/// Whether the client typed or picked the very amount that they pay, so that no other total was promised to them.
pub fn is_own_amount(open: &Open, priced: &Priced) -> bool {
    let said = matches!(&open.page.content.kind, Kind::General(rule) if !matches!(rule, AmountRule::Fixed(_)));
    said && priced.lines.first().is_some_and(|line| line.unit == priced.total)
}

/// What the form is read against.
pub struct Terms<'a> {
    /// The words of the page’s language.
    pub t: T,
    /// Its locale for that language.
    pub firm: &'a Firm,
    /// The page.
    pub open: &'a Open,
    /// The operation that the form is for.
    pub key: OperationKey,
    /// The token of the card entered with it.
    pub method_token: String,
    /// What the client is asked to agree to.
    pub agreement: String,
    /// Whether something may be added for paying by credit card, so that the billing state must be known.
    pub asks_region: bool,
    /// What is offered of keeping the card.
    pub offer: Option<&'a Offer>,
    /// Whether a bank account was entered: its notices need an address, whatever the page asks for.
    pub is_debit: bool,
}

/// Reads the form.
pub fn read(typed: &Typed, terms: &Terms<'_>) -> Result<Purchase, Wrong> {
    let (t, open, mut wrong) = (terms.t, terms.open, Wrong::default());
    let asked = &open.page.content.asked;
    if is_of_another_version(open, typed.get("version")) {
        wrong.add("", t.text("pay-error-changed"));
    }
    let priced = priced(open, typed, t, &mut wrong);
    let name = typed.get("name").split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        wrong.add("name", t.text("pay-error-name"));
    }
    too_long("name", &name, t, &mut wrong);
    let email_need = if terms.is_debit { Need::Required } else { asked.email };
    let email = asked_for(("email", email_need), typed, t, &mut wrong);
    if let Some(email) = email.as_ref().filter(|email| !is_address(email)) {
        tracing::debug!(length = email.len(), "an e-mail address was refused");
        wrong.add("email", t.text("form-error-email"));
    }
    let phone = asked_for(("phone", asked.phone), typed, t, &mut wrong);
    let invoice_number = asked_for(("invoice", asked.invoice), typed, t, &mut wrong);
    let matter = asked_for(("matter", asked.matter), typed, t, &mut wrong);
    let reference = asked_for(("reference", asked.reference), typed, t, &mut wrong);
    let mut answers: Vec<(String, String)> = phone.map(|phone| (t.text("pay-phone"), phone)).into_iter().collect();
    answers.extend(own_answers(typed, (open, t), &mut wrong));
    let keep = keeping::read(typed, terms.offer, t, &mut wrong);
    if typed.get(AGREED).is_empty() {
        wrong.add(AGREED, t.text("pay-error-agree"));
    }
    if terms.asks_region && !surcharge_step::is_answered(typed.get(surcharge_step::REGION)) {
        wrong.add(surcharge_step::REGION, t.text("surcharge-error-region"));
    }
    let promised = promised(typed, open, priced.as_ref().map(|(_, priced)| priced), t, &mut wrong);
    let language = t.language();
    match priced {
        Some((choice, _)) if wrong.is_empty() => Ok(Purchase {
            key: terms.key.clone(),
            page: open.page.id,
            version: typed.get("version").parse().unwrap_or(0),
            choice,
            promised,
            payer: PayerEntry {
                chosen: None,
                name,
                client_number: None,
                emails: email.into_iter().collect(),
                language,
            },
            locale: terms.firm.locale(language),
            method_token: terms.method_token.clone(),
            debit: None,
            keep,
            surcharge: Surcharge::Never,
            invoice_number,
            matter,
            reference,
            answers,
            agreed: terms.agreement.clone(),
        }),
        _ => Err(wrong),
    }
}

/// The total that the form showed. When it is another by now, the client must see it before anything is charged.
fn promised(typed: &Typed, open: &Open, priced: Option<&Priced>, t: T, wrong: &mut Wrong) -> Option<i64> {
    let priced = priced.filter(|priced| !is_own_amount(open, priced))?;
    let shown: Option<i64> = typed.get("shown").parse().ok();
    let alone = wrong.is_empty() || is_of_another_version(open, typed.get("version"));
    if shown != Some(priced.total.minor()) && alone {
        wrong.add("", t.with("pay-error-total", [("total", amount::format(priced.total, t.locale()))]));
    }
    shown
}

/// The value of a field that a page may ask for. What it does not ask for is not there, whatever is sent.
fn asked_for((name, need): (&str, Need), typed: &Typed, t: T, wrong: &mut Wrong) -> Option<String> {
    let text = typed.get(name);
    match (need, text.is_empty()) {
        (Need::Off, _) | (Need::Optional, true) => return None,
        (Need::Required, true) => wrong.add(name, t.text(&format!("pay-error-{name}"))),
        (Need::Optional | Need::Required, false) => too_long(name, text, t, wrong),
    }
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

fn too_long(name: &str, text: &str, t: T, wrong: &mut Wrong) {
    if text.chars().count() > MAX_LINE {
        wrong.add(name, t.text("form-error-too-long"));
    }
}

fn own_answers(typed: &Typed, (open, t): (&Open, T), wrong: &mut Wrong) -> Vec<(String, String)> {
    let content = &open.page.content;
    let reader = (t.language(), content.languages.as_slice());
    let mut answers = Vec::new();
    for field in content.custom.iter().filter(|field| field.need != Need::Off) {
        let name = field.name();
        match field.answer(typed.get(&name), reader) {
            Ok(Some(answer)) => answers.push((field.label.read(reader.0, reader.1).0.to_owned(), answer)),
            Ok(None) => {}
            Err(unfit) => wrong.add(name, t.text(unfit_key(unfit))),
        }
    }
    answers
}

/// The key of what is said of an answer that will not do.
pub const fn unfit_key(unfit: Unfit) -> &'static str {
    match unfit {
        Unfit::Missing => "pay-error-missing",
        Unfit::TooLong => "pay-error-too-long",
        Unfit::NotAChoice => "pay-error-choice",
        Unfit::NotANumber => "pay-error-number",
        Unfit::NotADay => "pay-error-day",
    }
}
