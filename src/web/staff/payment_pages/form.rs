//! The editor's form: text as typed to what a page is to be, or what is wrong with it.

use std::collections::BTreeMap;

use crate::{
    domain::{
        accepted::Accepted,
        captcha::Use,
        ids::MerchantAccountId,
        locale::Language,
        merchant_account::MerchantAccount,
        money::{Currency, Money, PartsPerMillion},
        payment_page::{
            Content, Kind, PaymentPage, Words,
            colour::Colour,
            fields::{Asked, CustomField, FieldKind, Need},
            guard::Defence,
            onward::Onward,
            pricing::{AmountRule, Item, MOST_ITEMS, Tax, TaxMode, Taxed},
            rules::{self, Fault, MOST_FIELDS},
            words::Texts,
        },
    },
    i18n::{T, amount},
    service::payment_pages::Wanted,
    web::{forms::Fields, pay_form::Wrong, percent_field},
};

/// The form as typed, field by field.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed(BTreeMap<String, String>);

/// The texts of a page by the name of their field.
pub(super) const WORDS: [&str; 5] = ["heading", "introduction", "disclaimer", "thanks", "declined"];
/// What is asked of clients by the name of its field.
pub(super) const ASKED: [&str; 5] = ["email", "phone", "invoice", "matter", "reference"];
/// The limits of the defence by the name of their field.
pub(super) const LIMITS: [&str; 5] = ["fill", "tries", "declines", "within", "rest"];

impl Typed {
    /// The form of a new page, which takes what the accounts do.
    pub(super) fn fresh(t: T, accounts: &[&MerchantAccount], accepted: Accepted) -> Self {
        let account = match accounts {
            [only] => only.id.to_string(),
            _ => String::new(),
        };
        let defence = Defence::default();
        let mut typed = Self::default();
        for (name, value) in [
            ("kind", "general"),
            ("rule", "any"),
            ("tax", "none"),
            ("onward", Onward::default().code()),
            ("asked-email", "required"),
            ("asked-phone", "off"),
            ("asked-invoice", "optional"),
            ("asked-matter", "off"),
            ("asked-reference", "off"),
            ("pow", "yes"),
            ("account", account.as_str()),
            ("accepted", accepted.code()),
            ("first-language", t.language().code()),
        ] {
            typed.set(name, value.to_owned());
        }
        for language in Language::ALL {
            typed.set(&format!("lang-{}", language.code()), "yes".to_owned());
        }
        typed.set_defence(&defence);
        typed.with_usual_questions()
    }

    /// The form as it was sent; texts keep their lines.
    pub(super) fn sent(fields: &Fields) -> Self {
        Self(fields.all().map(|(name, _)| (name.to_owned(), fields.lines(name))).collect()).with_usual_questions()
    }

    /// A question of which nothing is said is a line of text that may be left empty.
    fn with_usual_questions(mut self) -> Self {
        for at in 0..MOST_FIELDS {
            for (part, usual) in [("kind", FieldKind::Text.code()), ("need", Need::Optional.code())] {
                self.0.entry(format!("field-{at}-{part}")).or_insert_with(|| usual.to_owned());
            }
        }
        self
    }

    /// The form of a page as it stands.
    pub(super) fn of(page: &PaymentPage, (t, currency): (T, Currency)) -> Self {
        let content = &page.content;
        let money = |minor: i64| amount::format_plain(Money::new(minor, currency), t.locale());
        let mut typed = Self::default();
        for (name, value) in [
            ("version", page.version.to_string()),
            ("last-number", content.last_number.to_string()),
            ("name", content.name.clone()),
            ("slug", page.slug.clone()),
            ("account", content.merchant_account.to_string()),
            ("accepted", content.accepted.code().to_owned()),
            ("continue", content.continue_to.clone().unwrap_or_default()),
            ("onward", content.onward.code().to_owned()),
            ("sites", content.sites.join("\n")),
            ("colour", content.colour.map(|colour| colour.to_string()).unwrap_or_default()),
            ("keep", ticked(content.offers_keeping)),
            ("indexed", ticked(content.indexed)),
            ("first-language", content.languages.first().map_or("", |language| language.code()).to_owned()),
        ] {
            typed.set(name, value);
        }
        for language in &content.languages {
            typed.set(&format!("lang-{}", language.code()), "yes".to_owned());
        }
        typed.set_kind(&content.kind, (t, &money));
        typed.set_tax(content.tax.as_ref(), t);
        for (name, need) in ASKED.into_iter().zip(needs(content.asked)) {
            typed.set(&format!("asked-{name}"), need.code().to_owned());
        }
        for (name, texts) in WORDS.into_iter().zip(words(&content.words)) {
            typed.set_texts(name, texts);
        }
        for (at, field) in content.custom.iter().enumerate() {
            typed.set_field(at, field);
        }
        typed.set_defence(&content.defence);
        typed.with_usual_questions()
    }

    fn set_kind(&mut self, kind: &Kind, (t, money): (T, &dyn Fn(i64) -> String)) {
        let (code, rule) = match kind {
            Kind::Items(_) => ("items", "any"),
            Kind::General(AmountRule::Any) => ("general", "any"),
            Kind::General(AmountRule::Fixed(_)) => ("general", "fixed"),
            Kind::General(AmountRule::Choices(_)) => ("general", "choices"),
            Kind::General(AmountRule::Between { .. }) => ("general", "between"),
        };
        self.set("kind", code.to_owned());
        self.set("rule", rule.to_owned());
        match kind {
            Kind::General(AmountRule::Any) => {}
            Kind::General(AmountRule::Fixed(minor)) => self.set("fixed", money(*minor)),
            Kind::General(AmountRule::Choices(choices)) => {
                let lines: Vec<String> = choices.iter().map(|minor| money(*minor)).collect();
                self.set("choices", lines.join("\n"));
            }
            Kind::General(AmountRule::Between { least, most }) => {
                self.set("least", money(*least));
                self.set("most", money(*most));
            }
            Kind::Items(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.set_item(at, item, (t, money));
                }
            }
        }
    }

    fn set_item(&mut self, at: usize, item: &Item, (t, money): (T, &dyn Fn(i64) -> String)) {
        let tax = match item.taxed {
            Taxed::AtPageRate => String::new(),
            Taxed::Exempt => "0".to_owned(),
            Taxed::At(rate) => percent_field::write(rate, t),
        };
        for (part, value) in [
            ("id", item.id.to_string()),
            ("price", money(item.unit_minor)),
            ("tax", tax),
            ("usual", item.usual.to_string()),
            ("least", item.least.to_string()),
            ("most", item.most.to_string()),
            ("stock", item.stock.map(|stock| stock.to_string()).unwrap_or_default()),
        ] {
            self.set(&format!("item-{at}-{part}"), value);
        }
        for language in Language::ALL {
            let (name, about) = (item.name.in_language(language), item.description.in_language(language));
            let both = if about.is_empty() { name.to_owned() } else { format!("{name}\n{about}") };
            self.set(&format!("item-{at}-{}", language.code()), both);
        }
    }

    fn set_tax(&mut self, tax: Option<&Tax>, t: T) {
        let mode = match tax.map(|tax| tax.mode) {
            None => "none",
            Some(TaxMode::Exclusive) => "exclusive",
            Some(TaxMode::Inclusive) => "inclusive",
        };
        self.set("tax", mode.to_owned());
        if let Some(tax) = tax {
            self.set("tax-rate", percent_field::write(tax.rate, t));
            self.set_texts("tax-name", &tax.name);
        }
    }

    fn set_field(&mut self, at: usize, field: &CustomField) {
        self.set(&format!("field-{at}-id"), field.id.to_string());
        self.set(&format!("field-{at}-kind"), field.kind.code().to_owned());
        self.set(&format!("field-{at}-need"), field.need.code().to_owned());
        for language in Language::ALL {
            let mut lines = vec![field.label.in_language(language)];
            if let FieldKind::Choice(choices) = &field.kind {
                lines.extend(choices.iter().map(|texts| texts.in_language(language)));
            }
            self.set(&format!("field-{at}-{}", language.code()), lines.join("\n").trim_end().to_owned());
        }
    }

    pub(super) fn set_defence(&mut self, defence: &Defence) {
        let limits =
            [defence.least_fill_s, defence.tries_an_hour, defence.declines, defence.within_min, defence.rest_min];
        self.set("pow", ticked(defence.proof_of_work));
        self.set("captcha", defence.captcha.code().to_owned());
        for (name, limit) in LIMITS.into_iter().zip(limits) {
            self.set(name, limit.to_string());
        }
    }

    fn set_texts(&mut self, name: &str, texts: &Texts) {
        for language in Language::ALL {
            self.set(&format!("{name}-{}", language.code()), texts.in_language(language).to_owned());
        }
    }

    fn set(&mut self, name: &str, value: String) {
        self.0.insert(name.to_owned(), value);
    }

    pub(super) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// How many rows of items, or of questions, the form shows: those that hold something, and one more.
    pub(super) fn rows(&self, what: &str, most: usize) -> usize {
        let last = (0..most).filter(|at| self.has_row(what, *at)).max().map_or(0, |last| last + 1);
        (last + 1).min(most)
    }

    /// Where the row of the `nth` item or question that there is stands: between them may be rows without words. A new item
    /// is one by its price, too.
    fn row(&self, what: &str, most: usize, nth: usize) -> usize {
        let has = |at: &usize, part: &str| !self.get(&format!("{what}-{at}-{part}")).is_empty();
        let written = |at: &usize| {
            Language::ALL.iter().any(|language| has(at, language.code())) || (has(at, "price") && !has(at, "id"))
        };
        (0..most).filter(written).nth(nth).unwrap_or(0)
    }

    fn has_row(&self, what: &str, at: usize) -> bool {
        let filled = |part: &str| !self.get(&format!("{what}-{at}-{part}")).is_empty();
        Language::ALL.iter().any(|language| filled(language.code())) || filled("price")
    }

    fn texts(&self, name: &str) -> Texts {
        let mut texts = Texts::default();
        for language in Language::ALL {
            self.get(&format!("{name}-{}", language.code())).clone_into(texts.of(language));
        }
        texts
    }
}

fn ticked(yes: bool) -> String {
    if yes { "yes".to_owned() } else { String::new() }
}

const fn needs(asked: Asked) -> [Need; 5] {
    [asked.email, asked.phone, asked.invoice, asked.matter, asked.reference]
}

const fn words(words: &Words) -> [&Texts; 5] {
    [&words.heading, &words.introduction, &words.disclaimer, &words.thanks, &words.declined]
}

/// Reads the form and says everything that is wrong with it. What can be read is given all the same, so that it can be
/// shown, as soon as there is an account.
pub(super) fn read(typed: &Typed, (t, accounts): (T, &[&MerchantAccount])) -> (Option<Wanted>, Wrong) {
    let mut wrong = Wrong::default();
    let id = typed.get("account").parse::<MerchantAccountId>().ok();
    let account = accounts.iter().find(|account| Some(account.id) == id);
    if account.is_none() {
        wrong.add("account", t.text("enter-payment-error-account"));
    }
    let currency = account.or(accounts.first()).map_or(Currency::USD, |account| account.currency);
    let mut reader = Reader { typed, t, currency, last: 0, wrong: &mut wrong };
    reader.last = reader.count("last-number").unwrap_or(0);
    let kind = reader.kind();
    let custom = reader.custom();
    let tax = reader.tax();
    let (languages, asked, defence, colour) = (languages(typed), reader.asked(), reader.defence(), reader.colour());
    let last_number = reader.last;
    let sites: Vec<String> = typed.get("sites").split_whitespace().map(str::to_ascii_lowercase).collect();
    let content = Content {
        name: typed.get("name").to_owned(),
        merchant_account: id.unwrap_or(MerchantAccountId::new(0)),
        accepted: Accepted::from_code(typed.get("accepted")),
        kind,
        tax,
        asked,
        custom,
        languages,
        words: Words {
            heading: typed.texts("heading"),
            introduction: typed.texts("introduction"),
            disclaimer: typed.texts("disclaimer"),
            thanks: typed.texts("thanks"),
            declined: typed.texts("declined"),
        },
        continue_to: Some(typed.get("continue").to_owned()).filter(|url| !url.is_empty()),
        onward: Onward::from_code(typed.get("onward")),
        sites: sites.iter().map(|site| site.trim_end_matches('/').to_owned()).collect(),
        colour,
        // A form of its own.
        logo: None,
        offers_keeping: !typed.get("keep").is_empty(),
        indexed: !typed.get("indexed").is_empty(),
        defence,
        last_number,
    };
    for fault in rules::faults(&content) {
        let (field, key) = place(fault, &content, typed);
        // What could not be read is told as that.
        if wrong.of(&field).is_none() {
            wrong.add(field, t.text(key));
        }
    }
    let slug = typed.get("slug");
    let slug = if slug.is_empty() { content.name.clone() } else { slug.to_owned() };
    if !slug.is_empty() && PaymentPage::slug_of(&slug).is_none() {
        wrong.add("slug", t.text("payment-page-error-slug"));
    }
    (account.map(|_| Wanted { slug, content }), wrong)
}

fn languages(typed: &Typed) -> Vec<Language> {
    let first = Language::from_tag(typed.get("first-language"));
    let mut offered: Vec<Language> =
        Language::ALL.into_iter().filter(|language| is_offered(typed, *language)).collect();
    offered.sort_by_key(|language| Some(*language) != first);
    offered
}

fn is_offered(typed: &Typed, language: Language) -> bool {
    !typed.get(&format!("lang-{}", language.code())).is_empty()
}

struct Reader<'a> {
    typed: &'a Typed,
    t: T,
    currency: Currency,
    last: u32,
    wrong: &'a mut Wrong,
}

impl Reader<'_> {
    fn money(&mut self, name: &str, text: &str) -> i64 {
        if let Ok(amount) = amount::parse(text, self.currency, self.t.locale()) {
            return amount.minor();
        }
        let example = amount::format_plain(Money::new(125_000, self.currency), self.t.locale());
        self.wrong.add(name, self.t.with("enter-payment-error-amount", [("example", example)]));
        1
    }

    fn count(&self, name: &str) -> Option<u32> {
        self.typed.get(name).parse().ok()
    }

    /// A whole number that may be left out.
    fn count_or(&mut self, name: &str, otherwise: u32) -> u32 {
        if self.typed.get(name).is_empty() {
            return otherwise;
        }
        self.count(name).unwrap_or_else(|| {
            self.wrong.add(name, self.t.text("pay-error-quantity"));
            otherwise
        })
    }

    fn kind(&mut self) -> Kind {
        if self.typed.get("kind") == "items" {
            return Kind::Items((0..MOST_ITEMS).filter_map(|at| self.item(at)).collect());
        }
        let typed = self.typed;
        Kind::General(match typed.get("rule") {
            "fixed" => AmountRule::Fixed(self.money("fixed", typed.get("fixed"))),
            "choices" => {
                let lines = typed.get("choices").lines().map(str::trim).filter(|line| !line.is_empty());
                AmountRule::Choices(lines.map(|line| self.money("choices", line)).collect())
            }
            "between" => AmountRule::Between {
                least: self.money("least", typed.get("least")),
                most: self.money("most", typed.get("most")),
            },
            _ => AmountRule::Any,
        })
    }

    /// The number that a row has, or the next one.
    fn number(&mut self, name: &str) -> u32 {
        let known = self.count(name).filter(|id| *id > 0 && *id <= self.last);
        known.unwrap_or_else(|| {
            self.last = self.last.saturating_add(1);
            self.last
        })
    }

    /// A row without words is no item.
    fn item(&mut self, at: usize) -> Option<Item> {
        let part = |part: &str| format!("item-{at}-{part}");
        let (mut name, mut description) = (Texts::default(), Texts::default());
        for language in Language::ALL {
            let text = self.typed.get(&part(language.code()));
            let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
            first.trim().clone_into(name.of(language));
            rest.trim().replace('\n', " ").clone_into(description.of(language));
        }
        // The words of an item were cleared to remove it; a price alone was meant to be one.
        let removed = !self.typed.get(&part("id")).is_empty() || self.typed.get(&part("price")).is_empty();
        if name.is_empty() && removed {
            return None;
        }
        if name.is_empty() {
            let first = languages(self.typed).first().map_or("en", |language| language.code());
            self.wrong.add(part(first), self.t.text("payment-page-error-item-unnamed"));
        }
        let unit_minor = self.money(&part("price"), self.typed.get(&part("price")));
        let taxed = match self.typed.get(&part("tax")) {
            "" => Taxed::AtPageRate,
            text => match self.rate(&part("tax"), text) {
                PartsPerMillion(0) => Taxed::Exempt,
                rate => Taxed::At(rate),
            },
        };
        let stock = part("stock");
        let limited = !self.typed.get(&stock).is_empty();
        Some(Item {
            id: self.number(&part("id")),
            name,
            description,
            unit_minor,
            taxed,
            usual: self.count_or(&part("usual"), 0),
            least: self.count_or(&part("least"), 1),
            most: self.count_or(&part("most"), 10),
            stock: limited.then(|| self.count_or(&stock, 0)),
        })
    }

    fn rate(&mut self, name: &str, text: &str) -> PartsPerMillion {
        percent_field::read(text).unwrap_or_else(|| {
            self.wrong.add(name, self.t.text("payment-page-error-rate"));
            PartsPerMillion(0)
        })
    }

    fn tax(&mut self) -> Option<Tax> {
        let mode = match self.typed.get("tax") {
            "exclusive" => TaxMode::Exclusive,
            "inclusive" => TaxMode::Inclusive,
            _ => return None,
        };
        let rate = self.rate("tax-rate", self.typed.get("tax-rate"));
        Some(Tax { name: self.typed.texts("tax-name"), rate, mode })
    }

    fn asked(&self) -> Asked {
        let need = |name: &str| Need::from_code(self.typed.get(&format!("asked-{name}"))).unwrap_or_default();
        Asked {
            email: need("email"),
            phone: need("phone"),
            invoice: need("invoice"),
            matter: need("matter"),
            reference: need("reference"),
        }
    }

    fn custom(&mut self) -> Vec<CustomField> {
        (0..MOST_FIELDS).filter_map(|at| self.field(at)).collect()
    }

    /// The first line of each text is the question, the others are its choices.
    fn field(&mut self, at: usize) -> Option<CustomField> {
        let lines = |language: Language| self.typed.get(&format!("field-{at}-{}", language.code())).lines();
        let mut label = Texts::default();
        for language in Language::ALL {
            lines(language).next().unwrap_or_default().trim().clone_into(label.of(language));
        }
        if label.is_empty() {
            return None;
        }
        let many = Language::ALL.map(|language| lines(language).count()).into_iter().max().unwrap_or(1);
        let choice = |place: usize| {
            let mut texts = Texts::default();
            for language in Language::ALL {
                lines(language).nth(place).unwrap_or_default().trim().clone_into(texts.of(language));
            }
            texts
        };
        let kind = match self.typed.get(&format!("field-{at}-kind")) {
            "lines" => FieldKind::Lines,
            "choice" => FieldKind::Choice((1..many).map(choice).filter(|texts| !texts.is_empty()).collect()),
            "number" => FieldKind::Number,
            "date" => FieldKind::Date,
            "check" => FieldKind::Check,
            _ => FieldKind::Text,
        };
        let need = Need::from_code(self.typed.get(&format!("field-{at}-need"))).unwrap_or(Need::Optional);
        Some(CustomField { id: self.number(&format!("field-{at}-id")), kind, need, label })
    }

    fn defence(&mut self) -> Defence {
        let usual = Defence::default();
        Defence {
            proof_of_work: !self.typed.get("pow").is_empty(),
            least_fill_s: self.count_or("fill", usual.least_fill_s),
            tries_an_hour: self.count_or("tries", usual.tries_an_hour),
            declines: self.count_or("declines", usual.declines),
            within_min: self.count_or("within", usual.within_min),
            rest_min: self.count_or("rest", usual.rest_min),
            captcha: Use::from_code(self.typed.get("captcha")),
        }
    }

    fn colour(&mut self) -> Option<Colour> {
        let text = self.typed.get("colour");
        if text.is_empty() {
            return None;
        }
        let colour = Colour::parse(text).ok();
        if colour.is_none() {
            self.wrong.add("colour", self.t.text("payment-page-error-colour"));
        }
        colour
    }
}

/// Where a fault of a page is on the form, and its message.
pub(super) fn place(fault: Fault, content: &Content, typed: &Typed) -> (String, &'static str) {
    let first = content.languages.first().map_or("en", |language| language.code());
    let item = |id: u32, part: &str| {
        let nth = content.items().iter().position(|item| item.id == id).unwrap_or(0);
        format!("item-{}-{part}", typed.row("item", MOST_ITEMS, nth))
    };
    let field = |id: u32| {
        let nth = content.custom.iter().position(|field| field.id == id).unwrap_or(0);
        format!("field-{}-{first}", typed.row("field", MOST_FIELDS, nth))
    };
    match fault {
        Fault::Name => ("name".into(), "payment-page-error-name"),
        Fault::Heading => (format!("heading-{first}"), "payment-page-error-heading"),
        Fault::Languages => ("lang-en".into(), "payment-page-error-languages"),
        Fault::Amount => (amount_field_of(content), "enter-payment-error-amount-zero"),
        Fault::Bounds => ("most".into(), "payment-page-error-bounds"),
        Fault::NoItems | Fault::TooManyItems => (format!("item-0-{first}"), "payment-page-error-items"),
        Fault::ItemName(id) => (item(id, first), "payment-page-error-item-name"),
        Fault::ItemPrice(id) => (item(id, "price"), "enter-payment-error-amount-zero"),
        Fault::ItemQuantities(id) => (item(id, "most"), "payment-page-error-quantities"),
        Fault::TaxRate => ("tax-rate".into(), "payment-page-error-rate"),
        Fault::TooManyFields => (format!("field-0-{first}"), "payment-page-error-field"),
        Fault::FieldLabel(id) => (field(id), "payment-page-error-field"),
        Fault::FieldChoices(id) => (field(id), "payment-page-error-field-choices"),
        Fault::Site => ("sites".into(), "payment-page-error-site"),
        Fault::ContinueTo => ("continue".into(), "payment-page-error-continue"),
        Fault::Colour => ("colour".into(), "payment-page-error-contrast"),
        Fault::DebitsNeedEmail => ("asked-email".into(), "payment-page-error-debits-email"),
        Fault::NoBankDebits => ("accepted".into(), "payment-page-error-no-debits"),
        Fault::Defence => ("tries".into(), "payment-page-error-defence"),
        Fault::TooLong => (format!("introduction-{first}"), "payment-page-error-too-long"),
    }
}

fn amount_field_of(content: &Content) -> String {
    match &content.kind {
        Kind::General(AmountRule::Fixed(_)) => "fixed",
        Kind::General(AmountRule::Choices(_)) => "choices",
        _ => "least",
    }
    .to_owned()
}
