//! The form of a request: text as typed to what is wanted, and the sheet that shows it.

use maud::{Markup, html};

use crate::{
    domain::{
        accepted::Accepted,
        firm::Firm,
        ids::{MerchantAccountId, OperationKey, PayerId},
        locale::Language,
        mailbox::{addresses, is_address},
        merchant_account::{AccountKind, MerchantAccount},
        money::{Currency, Money},
        payer::Payer,
        payment_request::{
            Asked, PaymentRequest,
            rules::{Handing, reminder_days},
        },
        report::range::date_of,
        time::Day,
    },
    i18n::T,
    service::payment_requests::NewRequest,
    web::{
        amount_field,
        forms::{Fields, FormErrors},
        fragments::{
            Check, Field, Icon, Kind, Look, Need, Tone, account, button_link, check, csrf, error_summary, form_section,
            note, page_head, required_key, select_field, text_field, textarea_field,
        },
        paths,
    },
};

/// The form as typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub(super) key: String,
    payer: String,
    name: String,
    email: String,
    language: String,
    amount: String,
    account: String,
    second_amount: String,
    second_account: String,
    parts: bool,
    least: String,
    invoice: String,
    matter: String,
    reference: String,
    message: String,
    due: String,
    expires: String,
    remind: String,
    how: String,
    accepted: String,
    keep: bool,
}

impl Typed {
    /// A new form, to this payer if to one, to be paid with what the accounts take.
    pub(super) fn fresh(key: &OperationKey, payer: Option<&Payer>, (firm, accepted): (Language, Accepted)) -> Self {
        let language = payer.map_or(firm, |payer| payer.language);
        Self {
            key: key.to_string(),
            payer: payer.map(|payer| payer.id.to_string()).unwrap_or_default(),
            name: payer.map(|payer| payer.name.clone()).unwrap_or_default(),
            email: payer.map(|payer| payer.emails.join(", ")).unwrap_or_default(),
            language: language.code().to_owned(),
            accepted: accepted.code().to_owned(),
            keep: true,
            ..Self::default()
        }
    }

    pub(super) fn sent(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        Self {
            key: text("key"),
            payer: text("payer"),
            name: text("name"),
            email: text("email"),
            language: text("language"),
            amount: text("amount"),
            account: text("account"),
            second_amount: text("amount-2"),
            second_account: text("account-2"),
            parts: fields.has("parts"),
            least: text("least"),
            invoice: text("invoice"),
            matter: text("matter"),
            reference: text("reference"),
            message: fields.lines("message"),
            due: text("due"),
            expires: text("expires"),
            remind: text("remind"),
            how: text("how"),
            accepted: text("accepted"),
            keep: fields.has("keep"),
        }
    }

    pub(super) fn payer(&self) -> Option<PayerId> {
        self.payer.parse().ok().map(PayerId::new)
    }
}

/// What the form asks for, or what is wrong with it as far as text can be.
pub(super) fn read(
    typed: &Typed,
    (firm, accounts, t): (&Firm, &[MerchantAccount], T),
) -> (Option<NewRequest>, FormErrors) {
    let mut errors = FormErrors::default();
    let handing = if typed.how == "link" { Handing::Link } else { Handing::Mail };
    let emails = addresses(&typed.email);
    if emails.iter().any(|email| !is_address(email)) {
        errors.add("email", "form-error-email");
    } else if emails.len() > PaymentRequest::MAX_EMAILS {
        errors.add("email", "send-error-emails-many");
    }
    let amounts = amounts(typed, (firm.currency, accounts, t), &mut errors);
    let currency = amounts.first().map_or(firm.currency, |(_, amount)| amount.currency());
    let least_part = least_part(typed, (currency, t), &mut errors);
    let due = day("due", &typed.due, &mut errors);
    let expires = day("expires", &typed.expires, &mut errors);
    let remind_after = reminder_days(&typed.remind);
    if remind_after.is_none() {
        errors.add("remind", "send-error-reminders");
    }
    let Ok(key) = OperationKey::parse(&typed.key) else {
        errors.add("", "enter-payment-error-stale");
        return (None, errors);
    };
    if !errors.is_empty() {
        return (None, errors);
    }
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let asked = Asked {
        name: typed.name.clone(),
        emails,
        locale: firm.locale(super::language(&typed.language, firm.language)),
        payer: typed.payer(),
        invoice_number: some(&typed.invoice),
        matter: some(&typed.matter),
        reference: some(&typed.reference),
        message: typed.message.clone(),
        least_part,
        due,
        expires,
        remind_after: remind_after.unwrap_or_default(),
        accepted: Accepted::from_code(&typed.accepted),
        offers_keeping: typed.keep,
    };
    (Some(NewRequest { key, asked, amounts, handing, brought: None }), errors)
}

/// One amount, or two, operating first.
fn amounts(
    typed: &Typed,
    (currency, accounts, t): (Currency, &[MerchantAccount], T),
    errors: &mut FormErrors,
) -> Vec<(MerchantAccountId, Money)> {
    let chosen = |text: &str| accounts.iter().find(|known| known.active && known.id.to_string() == text);
    let mut amounts: Vec<(AccountKind, MerchantAccountId, Money)> = Vec::new();
    let second = !typed.second_amount.is_empty() || !typed.second_account.is_empty();
    let fields = [
        ("amount", &typed.amount, "account", &typed.account),
        ("amount-2", &typed.second_amount, "account-2", &typed.second_account),
    ];
    for (name, amount, account_name, account) in fields.into_iter().take(if second { 2 } else { 1 }) {
        let account = chosen(account);
        let currency = account.map_or(currency, |account| account.currency);
        let amount = amount_field::read(name, amount, (currency, t), errors);
        if account.is_none() {
            errors.add(account_name, "send-error-account");
        }
        amounts.extend(account.zip(amount).map(|(account, amount)| (account.kind, account.id, amount)));
    }
    amounts.sort_by_key(|(kind, _, _)| *kind);
    amounts.into_iter().map(|(_, account, amount)| (account, amount)).collect()
}

fn least_part(typed: &Typed, (currency, t): (Currency, T), errors: &mut FormErrors) -> Option<i64> {
    if !typed.parts {
        if !typed.least.is_empty() {
            errors.add("parts", "send-error-least-unticked");
        }
        return None;
    }
    if typed.least.is_empty() {
        return Some(1);
    }
    amount_field::read("least", &typed.least, (currency, t), errors).map(|least| least.minor())
}

/// A day as browsers send it: `2026-11-30`.
fn day(name: &'static str, text: &str, errors: &mut FormErrors) -> Option<Day> {
    if text.is_empty() {
        return None;
    }
    let number = (text.len() == 10).then(|| text.replace('-', "").parse::<u32>().ok()).flatten();
    let day = number.map(Day::from_number).filter(|day| date_of(*day).is_some());
    if day.is_none() {
        errors.add(name, "send-error-date");
    }
    day
}

/// What the form's page shows.
pub(super) struct Page<'a> {
    pub(super) t: T,
    pub(super) typed: &'a Typed,
    pub(super) errors: &'a FormErrors,
    pub(super) accounts: &'a [MerchantAccount],
    pub(super) payer: Option<&'a Payer>,
    pub(super) csrf: &'a str,
}

/// One field: its name, the key of its words and of its hint, its place.
#[derive(Clone, Copy)]
struct Ask<'a> {
    name: &'static str,
    key: &'static str,
    hint: Option<&'static str>,
    value: &'a str,
    need: Need,
    kind: Kind,
    most: u16,
    class: &'static str,
}

const ASK: Ask<'static> = Ask {
    name: "",
    key: "",
    hint: None,
    value: "",
    need: Need::Optional,
    kind: Kind::Text,
    most: 200,
    class: "span-6",
};

impl Page<'_> {
    fn draw(&self, ask: Ask<'_>, with: impl Fn(&Field<'_>) -> Markup) -> Markup {
        let (label, hint) = (self.t.text(ask.key), ask.hint.map(|key| self.t.text(key)));
        let error = self.errors.first(ask.name, self.t);
        with(&Field {
            id: "",
            name: ask.name,
            label: &label,
            value: ask.value,
            hint: hint.as_deref(),
            error: error.as_deref(),
            need: ask.need,
            kind: ask.kind,
            autocomplete: "",
            max_length: (ask.kind != Kind::Date).then_some(ask.most),
            class: ask.class,
        })
    }

    fn line(&self, ask: Ask<'_>) -> Markup {
        self.draw(ask, |field| text_field(self.t, field))
    }

    fn choice(&self, ask: Ask<'_>, choices: &[(String, String)]) -> Markup {
        let choices: Vec<(&str, &str)> =
            choices.iter().map(|(value, words)| (value.as_str(), words.as_str())).collect();
        self.draw(ask, |field| select_field(self.t, field, &choices))
    }

    fn money(&self, ask: Ask<'_>) -> Markup {
        let currency = self.accounts.first().map_or(Currency::USD, |account| account.currency);
        self.draw(ask, |field| amount_field::field(self.t, field, currency))
    }

    fn account_choices(&self) -> Vec<(String, String)> {
        let open = self.accounts.iter().filter(|account| account.active);
        open.map(|known| (known.id.to_string(), account(self.t, known))).collect()
    }
}

/// The sheet.
pub(super) fn view(p: &Page<'_>) -> Markup {
    let t = p.t;
    let messages = p.errors.messages(t);
    let messages: Vec<(&str, &str)> = messages.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
    let actions = html! {
        (button_link(Look::Default, paths::NEW_BULK, &t.text("bulk-title"), Some(Icon::Spreadsheet)))
        (button_link(Look::Default, paths::SENT, &t.text("send-sent"), Some(Icon::ListFilter)))
    };
    html! {
        (error_summary(t, &messages))
        (page_head(&html! {}, &t.text("send-title"), &html! { p { (t.text("send-intro")) } }, &actions))
        form class="card" method="post" action=(paths::SEND) novalidate data-once {
            (csrf(p.csrf))
            input type="hidden" name="key" value=(p.typed.key);
            input type="hidden" name="payer" value=(p.typed.payer);
            (form_section("send-who", &t.text("send-who"), &required_key(t), &who(p)))
            (form_section("send-what", &t.text("send-what"), &html! {}, &what(p)))
            (form_section("send-about", &t.text("send-about"), &html! {}, &about(p)))
            (form_section("send-terms", &t.text("send-terms"), &html! {}, &terms(p)))
            div class="card-foot actions" {
                button class="button button-primary" type="submit" name="how" value="mail" { (Icon::Send) span { (t.text("send-by-mail")) } }
                button class="button" type="submit" name="how" value="link" { (Icon::KeyRound) span { (t.text("send-as-link")) } }
            }
        }
    }
}

fn who(p: &Page<'_>) -> Markup {
    let (t, typed) = (p.t, p.typed);
    let languages: Vec<(String, String)> =
        Language::ALL.into_iter().map(|language| (language.code().to_owned(), language.endonym().to_owned())).collect();
    html! {
        @if let Some(payer) = p.payer {
            (note(Tone::Information, &html! { p { (t.with("send-for-payer", [("name", payer.name.clone())])) } }))
        }
        div class="grid" {
            (p.line(Ask { name: "name", key: "send-name", hint: Some("send-name-hint"), value: &typed.name, need: Need::Required, ..ASK }))
            (p.choice(Ask { name: "language", key: "send-language", value: &typed.language, need: Need::Unmarked, ..ASK }, &languages))
            (p.line(Ask { name: "email", key: "send-emails", hint: Some("send-emails-hint"), value: &typed.email, need: Need::Recommended, kind: Kind::Emails, most: 1_300, class: "span-12" }))
        }
    }
}

fn what(p: &Page<'_>) -> Markup {
    let (t, typed, accounts) = (p.t, p.typed, p.account_choices());
    let second = !typed.second_amount.is_empty() || !typed.second_account.is_empty();
    let kinds = |kind| p.accounts.iter().any(|account| account.active && account.kind == kind);
    let can_split = kinds(AccountKind::Operating) && kinds(AccountKind::Trust);
    let parts_error = p.errors.first("parts", t);
    let ways: Vec<(String, String)> = Accepted::ALL
        .into_iter()
        .map(|choice| (choice.code().to_owned(), t.text(&format!("accepted-{}", choice.code()))))
        .collect();
    let ask = Ask { name: "accepted", key: "accepted", hint: Some("send-accepted-hint"), need: Need::Unmarked, ..ASK };
    html! {
        div class="grid" {
            (p.money(Ask { name: "amount", key: "send-amount", value: &typed.amount, need: Need::Required, ..ASK }))
            (p.choice(Ask { name: "account", key: "send-account", value: &typed.account, need: Need::Required, ..ASK }, &accounts))
        }
        @if can_split {
            details class="disclosure" open[second] {
                summary { (t.text("send-split")) }
                p class="hint" { (t.text("send-split-hint")) }
                div class="grid" {
                    (p.money(Ask { name: "amount-2", key: "send-second-amount", value: &typed.second_amount, ..ASK }))
                    (p.choice(Ask { name: "account-2", key: "send-second-account", value: &typed.second_account, ..ASK }, &accounts))
                }
            }
        }
        div class="grid" {
            div class="field span-6" {
                @if let Some(error) = &parts_error { div class="error-message" id="parts-error" { (Icon::CircleAlert) span { (error) } } }
                (check(&Check { name: "parts", value: "yes", label: &t.text("send-parts"), hint: None, checked: typed.parts }))
            }
            (p.money(Ask { name: "least", key: "send-least", hint: Some("send-least-hint"), value: &typed.least, ..ASK }))
        }
        div class="grid" { (p.choice(Ask { value: &typed.accepted, ..ask }, &ways)) }
        (check(&Check { name: "keep", value: "yes", label: &t.text("send-keep"), hint: Some(&t.text("send-keep-hint")), checked: typed.keep }))
    }
}

fn about(p: &Page<'_>) -> Markup {
    let typed = p.typed;
    let message = Ask {
        name: "message",
        key: "send-message",
        hint: Some("send-message-hint"),
        value: &typed.message,
        most: 2_000,
        class: "span-12",
        ..ASK
    };
    html! {
        div class="grid" {
            (p.line(Ask { name: "invoice", key: "pay-invoice", value: &typed.invoice, need: Need::Recommended, class: "span-4", ..ASK }))
            (p.line(Ask { name: "matter", key: "pay-matter", value: &typed.matter, class: "span-4", ..ASK }))
            (p.line(Ask { name: "reference", key: "pay-reference", value: &typed.reference, class: "span-4", ..ASK }))
            (p.draw(message, |field| textarea_field(p.t, field, 4)))
        }
    }
}

fn terms(p: &Page<'_>) -> Markup {
    let typed = p.typed;
    html! {
        div class="grid" {
            (p.line(Ask { name: "due", key: "send-due", value: &typed.due, kind: Kind::Date, class: "span-4", ..ASK }))
            (p.line(Ask { name: "expires", key: "send-expires", hint: Some("send-expires-hint"), value: &typed.expires, kind: Kind::Date, class: "span-4", ..ASK }))
            (p.line(Ask { name: "remind", key: "send-reminders", hint: Some("send-reminders-hint"), value: &typed.remind, most: 40, class: "span-4", ..ASK }))
        }
    }
}
