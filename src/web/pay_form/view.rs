//! The form of a page: pure markup, one column on a telephone.

use std::borrow::Cow;

use maud::{Markup, html};

use crate::{
    domain::{
        accepted::Accepted,
        firm::Firm,
        locale::Language,
        money::Money,
        payment_page::{
            Kind as PageKind,
            fields::{CustomField, FieldKind, Need as Asked},
            pricing::{AmountRule, Item, Priced, TaxMode, Taxed},
            words::Texts,
        },
        surcharge::BasisPoints,
    },
    i18n::{Arg, T, amount, numbers},
    service::payment_pages::paying::{Open, name_of},
    web::{
        amount_field, debit_step,
        fragments::{self, Field, Icon, Kind, Need, NextStep, Tone, form_head, form_section, note, text_field},
        keeping::{self, Offer},
        paths,
        surcharge_step::{self, Step},
    },
};

use super::{
    form::{Typed, WRITTEN_IN, Wrong, is_gone, most_of},
    gate::{Gate, SOLUTION},
    own_field,
    parts::{
        CardFrame, agreement_key, bait, card_section, confirm_section, error_line, language_buttons, locked, message,
        portal_field, proof, statement_hint, unseen,
    },
    prefill::Prefill,
};

/// How many characters search engines show of what a page says of itself.
const LISTED: usize = 160;

/// What the form shows.
pub struct Form<'a> {
    /// The words of the page’s language.
    pub t: T,
    /// The page.
    pub open: &'a Open,
    /// What the address fills in.
    pub prefill: &'a Prefill,
    /// What was typed.
    pub typed: &'a Typed,
    /// What is wrong with it.
    pub wrong: &'a Wrong,
    /// What it comes to, as far as that is known.
    pub priced: Option<&'a Priced>,
    /// Why it has no price though an amount was typed.
    pub unpriced: Option<&'a str>,
    /// Where the card fields are.
    pub frame_url: &'a str,
    /// What shows that a person fills it in; a preview has none.
    pub gate: Option<&'a Gate<'a>>,
    /// What the client is asked to agree to.
    pub agreement: &'a str,
    /// Whether a card or bank account was entered already.
    pub entered: bool,
    /// What they must authorize, once a bank account was entered.
    pub debit: Option<&'a debit_step::Asked<'a>>,
    /// What may be added for paying by credit card.
    pub surcharge: Surcharging<'a>,
    /// What is offered of keeping the card.
    pub offer: Option<&'a Offer>,
}

/// What may be added on a page for paying by credit card.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surcharging<'a> {
    /// The rate, where something is added.
    pub rate: Option<BasisPoints>,
    /// The firm's name.
    pub firm: &'a str,
    /// What is to be looked at, once a credit card was entered.
    pub step: Option<&'a Step>,
}

impl<'a> Form<'a> {
    fn own(&self, texts: &'a Texts) -> (&'a str, Language) {
        texts.read(self.t.language(), &self.open.page.content.languages)
    }

    fn money(&self, minor: i64) -> String {
        amount::format(Money::new(minor, self.open.currency()), self.t.locale())
    }

    fn locked(&self, name: &str) -> bool {
        self.prefill.locked.contains(name)
    }

    fn accepted(&self) -> Accepted {
        self.open.accepted.unwrap_or_default()
    }
}

/// The heading of a page and the language it is in.
pub fn heading(open: &Open, t: T) -> (&str, Language) {
    open.page.content.words.heading.read(t.language(), &open.page.content.languages)
}

/// What search engines may say of a page: its introduction, as far as they show it, or its heading.
pub fn in_a_listing(open: &Open, t: T) -> String {
    let introduction = open.page.content.words.introduction.read(t.language(), &open.page.content.languages).0;
    let mut words = String::new();
    for word in introduction.split_whitespace() {
        if words.chars().count() + word.chars().count() >= LISTED {
            break;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    if words.is_empty() { heading(open, t).0.to_owned() } else { words }
}

/// What the client is asked to agree to.
pub fn agreement(open: &Open, firm: &Firm, t: T) -> String {
    let own = &open.page.content.words.disclaimer;
    if own.is_empty() {
        t.with(agreement_key(open.accepted.unwrap_or_default()), [("firm", firm.name.clone())])
    } else {
        own.read(t.language(), &open.page.content.languages).0.to_owned()
    }
}

/// Buttons of the form, so that what was typed stays.
pub fn language_switch(open: &Open, t: T) -> Markup {
    language_buttons(t, &open.page.content.languages, open.can_pay(), |language| action(open, language))
}

fn action(open: &Open, language: Language) -> String {
    paths::with_query(&paths::pay(&open.page.slug), &[("lang", language.code())])
}

/// A page that is switched off.
pub fn closed(t: T, firm: &Firm, tried: Tried) -> Markup {
    unavailable(t, "pay-closed", t.with("pay-closed-text", [("firm", firm.name.clone())]), tried)
}

/// A page that rests for so many minutes more.
pub fn resting(t: T, minutes: i64, tried: Tried) -> Markup {
    unavailable(t, "pay-resting", t.with("pay-resting-text", [("minutes", minutes)]), tried)
}

/// Whether somebody has just tried to pay, who must know what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// The page was only opened.
    No,
    /// A form was sent.
    Yes,
}

fn unavailable(t: T, heading: &str, text: String, tried: Tried) -> Markup {
    let text = if tried == Tried::Yes { format!("{} {text}", t.text("pay-nothing-charged")) } else { text };
    message(&t.text(heading), &text)
}

/// The whole page.
pub fn form(p: &Form<'_>) -> Markup {
    let (t, content) = (p.t, &p.open.page.content);
    let (heading, language) = heading(p.open, t);
    let challenge = p.gate.and_then(Gate::challenge_json);
    html! {
        div class="pay-intro" {
            @let told = told(p);
            (form_head(t, &told.iter().map(|(name, words)| (*name, &**words)).collect::<Vec<_>>(), next(p)))
            h1 lang=(language.code()) { (heading) }
            @if !content.words.introduction.is_empty() {
                @let (words, language) = p.own(&content.words.introduction);
                p class="pre-line" lang=(language.code()) { (words) }
            }
            @if p.prefill.broken { (note(Tone::Warning, &html! { (t.text("pay-broken-link")) })) }
        }
        (summary(p))
        form class="pay-form" id="pay" method="post" action=(action(p.open, t.language())) novalidate data-once
            data-card-frame="#card-frame" data-pay data-challenge=[challenge] data-check=[p.gate.and_then(unseen)] {
            input type="hidden" name="ticket" value=(p.gate.map_or("", |gate| &gate.text));
            input type="hidden" name=(SOLUTION) value=(p.gate.map_or("", |gate| &gate.solution));
            input type="hidden" name="version" value=(p.open.page.version);
            input type="hidden" name=(WRITTEN_IN) value=(t.language().code());
            @if !p.prefill.query.is_empty() { input type="hidden" name="link" value=(p.prefill.query); }
            (what(p))
            (who(p))
            (how(p))
            div id="surcharge-step" data-live {
                @if let Some(step) = p.surcharge.step {
                    (surcharge_step::section(t, step, (p.surcharge.firm, &t.text("surcharge-other-page"))))
                }
            }
            div id="debit-step" data-live {
                @if let Some(asked) = p.debit { (debit_step::section(t, asked, (p.typed, p.wrong))) }
            }
            (confirm(p))
            (bait(t))
        }
    }
}

/// All that is wrong. The firm's own questions are named: the same words may be said of several.
fn told<'a>(p: &'a Form<'_>) -> Vec<(&'a str, Cow<'a, str>)> {
    let of = |(name, words): (&'a str, &'a str)| match CustomField::named(&p.open.page.content.custom, name) {
        Some(field) => {
            let args = [("question", p.own(&field.label).0.to_owned()), ("words", words.to_owned())];
            (name, Cow::Owned(p.t.with("pay-error-of-question", args)))
        }
        None => (name, Cow::Borrowed(words)),
    };
    p.wrong.all().into_iter().map(of).collect()
}

/// What must be looked at before anything is charged, by what was entered.
fn next(p: &Form<'_>) -> Option<NextStep> {
    let debit = p.debit.map(|_| debit_step::next(p.t));
    p.surcharge.step.map(|_| surcharge_step::next(p.t)).or(debit)
}

fn error<'a>(p: &'a Form<'_>, name: &str) -> Option<&'a str> {
    p.wrong.of(name)
}

/// What is paid for.
fn what(p: &Form<'_>) -> Markup {
    let t = p.t;
    let body = match &p.open.page.content.kind {
        PageKind::General(rule) => amount_part(p, rule),
        PageKind::Items(items) => html! {
            div class="pay-items" { @for item in items { (item_row(p, item)) } }
            noscript { button class="button" type="submit" name="do" value="update" data-plain { (t.text("pay-update")) } }
        },
    };
    let references = html! {
        div class="grid" {
            @for (name, need) in references(p) { (plain_field(p, name, need, ("", Kind::Text))) }
        }
    };
    let has_references = references_asked(p);
    form_section("pay-what", &t.text("pay-what"), &html! {}, &html! { (body) @if has_references { (references) } })
}

fn references(p: &Form<'_>) -> Vec<(&'static str, Asked)> {
    let asked = &p.open.page.content.asked;
    let all = [("invoice", asked.invoice), ("matter", asked.matter), ("reference", asked.reference)];
    all.into_iter().filter(|(_, need)| *need != Asked::Off).collect()
}

fn references_asked(p: &Form<'_>) -> bool {
    !references(p).is_empty()
}

/// A field of the portal's own, with its words from the locale.
fn plain_field(p: &Form<'_>, name: &str, need: Asked, (autocomplete, kind): (&str, Kind)) -> Markup {
    let t = p.t;
    portal_field(t, (name, p.typed.get(name), error(p, name)), need, (autocomplete, kind), |f| {
        if p.locked(name) { locked(t, f) } else { text_field(t, f) }
    })
}

fn amount_part(p: &Form<'_>, rule: &AmountRule) -> Markup {
    let t = p.t;
    let label = t.text("pay-amount");
    match rule {
        AmountRule::Fixed(minor) => html! { p class="amount-big num" { (p.money(*minor)) } },
        AmountRule::Choices(_) if p.locked("choice") => {
            let minor = p.typed.get("choice").parse().unwrap_or(0);
            html! { p class="amount-big num" { (p.money(minor)) input type="hidden" name="choice" value=(minor); } }
        }
        AmountRule::Choices(choices) => html! {
            fieldset class="pay-choices" id="choice" {
                legend class="label" { (label) }
                @if let Some(words) = error(p, "choice") { (message_of(p, "choice", words)) }
                @for minor in choices {
                    label class="check" {
                        input type="radio" name="choice" value=(minor) data-priced checked[p.typed.get("choice") == minor.to_string()];
                        span class="num" { (p.money(*minor)) }
                    }
                }
            }
        },
        AmountRule::Any | AmountRule::Between { .. } => {
            let hint = match rule {
                AmountRule::Between { least, most } => {
                    Some(t.with("pay-between", [("least", p.money(*least)), ("most", p.money(*most))]))
                }
                _ => None,
            };
            let f = Field {
                name: "amount",
                label: &label,
                value: p.typed.get("amount"),
                hint: hint.as_deref(),
                error: error(p, "amount"),
                need: Need::Unmarked,
                autocomplete: "transaction-amount",
                class: "span-6",
                ..Field::default()
            };
            let drawn = if p.locked("amount") { locked(t, &f) } else { amount_field::field(t, &f, p.open.currency()) };
            html! { div class="grid" data-priced { (drawn) } }
        }
    }
}

fn message_of(p: &Form<'_>, name: &str, words: &str) -> Markup {
    error_line(p.t, name, words)
}

fn item_row(p: &Form<'_>, item: &Item) -> Markup {
    let (t, id) = (p.t, item.id);
    let (name, language) = p.own(&item.name);
    let (about, about_language) = p.own(&item.description);
    let left = p.open.left.get(&id).copied();
    let gone = is_gone(p.open, item);
    let field = format!("q-{id}");
    // A line that is right keeps its sum while another one is not.
    let quantity = p.typed.get(&field).parse::<u32>().ok().filter(|many| (item.least..=item.most).contains(many));
    let sum = item.unit_minor.saturating_mul(i64::from(quantity.unwrap_or(0)));
    let bounds = [("least", i64::from(item.least)), ("most", i64::from(item.most))];
    let few = left.filter(|left| (1..=10).contains(left));
    let wrong = error(p, &field);
    html! {
        div class="pay-item" {
            div class="pay-item-words" {
                b id={ (field) "-name" } lang=(language.code()) { (name) }
                div class="hint" {
                    @if !about.is_empty() { span lang=(about_language.code()) { (about) } ", " }
                    span class="num" { (p.money(item.unit_minor)) }
                    @if item.taxed == Taxed::Exempt && p.open.page.content.tax.is_some() { ", " (t.text("pay-exempt")) }
                    @if item.least > 1 { ", " (t.with("pay-quantity-bounds", bounds)) }
                    @if let Some(few) = few { ", " (t.with("pay-few-left", [("left", i64::from(few))])) }
                }
                div id={ (field) "-said" } data-live { @if let Some(words) = wrong { (message_of(p, &field, words)) } }
            }
            @if gone {
                p class="pay-item-gone" { (t.text("pay-sold-out")) input type="hidden" name=(field) value="0"; }
            } @else {
                div class="stepper" role="group" aria-labelledby={ (field) "-name" } {
                    button type="submit" name="do" value={ "less-" (id) } data-plain data-step="-1"
                        aria-label=(t.with("pay-less", [("name", name.to_owned())])) { (Icon::Minus) }
                    input id=(field) name=(field) value=(p.typed.get(&field)) inputmode="numeric" autocomplete="off" maxlength="4"
                        data-priced data-least=(item.least) data-most=(most_of(p.open, item)) aria-label=(t.with("pay-quantity", [("name", name.to_owned())]))
                        aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| format!("{field}-error"))];
                    button type="submit" name="do" value={ "more-" (id) } data-plain data-step="1"
                        aria-label=(t.with("pay-more", [("name", name.to_owned())])) { (Icon::Plus) }
                }
            }
            span class="pay-item-sum num" id={ "sum-" (id) } data-live { (p.money(sum)) }
        }
    }
}

/// Who pays, and what the firm asks of them.
fn who(p: &Form<'_>) -> Markup {
    let (t, content) = (p.t, &p.open.page.content);
    let body = html! {
        div class="grid" {
            (plain_field(p, "name", Asked::Required, ("name", Kind::Text)))
            @if content.asked.email != Asked::Off { (plain_field(p, "email", content.asked.email, ("email", Kind::Email))) }
            @if content.asked.phone != Asked::Off { (plain_field(p, "phone", content.asked.phone, ("tel", Kind::Phone))) }
            @for field in content.custom.iter().filter(|field| field.need != Asked::Off) { (own(p, field)) }
        }
    };
    form_section("pay-who", &t.text("pay-who"), &html! {}, &body)
}

fn own(p: &Form<'_>, own: &CustomField) -> Markup {
    let (t, name) = (p.t, own.name());
    let f = Field {
        name: &name,
        label: p.own(&own.label).0,
        value: p.typed.get(&name),
        error: error(p, &name),
        need: if own.need == Asked::Optional { Need::Optional } else { Need::Unmarked },
        class: "span-6",
        ..Field::default()
    };
    let choices = match &own.kind {
        FieldKind::Choice(choices) => choices.iter().map(|texts| p.own(texts).0).collect(),
        _ => Vec::new(),
    };
    if p.locked(&name) { own_field::fixed(t, own, &f, &choices) } else { own_field::open(t, own, &f, &choices) }
}

/// How it is paid.
fn how(p: &Form<'_>) -> Markup {
    let t = p.t;
    let below = html! {
        @if let Some(rate) = p.surcharge.rate {
            p class="hint" { (surcharge_step::warning(t, rate, p.surcharge.firm)) }
            div class="grid" {
                (surcharge_step::region_field(
                    t,
                    p.typed.get(surcharge_step::REGION),
                    (Need::Unmarked, &t.text("surcharge-region-page-hint")),
                    error(p, surcharge_step::REGION),
                ))
            }
        }
        @if let Some(offer) = p.offer { (keeping::section(t, offer, p.accepted(), (p.typed, p.wrong))) }
    };
    let page = &p.open.page;
    let framed = !page.content.sites.is_empty();
    let frame = CardFrame { url: p.frame_url, page: &page.slug, accepted: p.accepted(), entered: p.entered, framed };
    card_section(t, frame, error(p, "card-frame"), &below)
}

fn confirm(p: &Form<'_>) -> Markup {
    let statement = p.open.account.as_ref().map(|account| account.statement_name.clone()).unwrap_or_default();
    let check = p.gate.map(|gate| proof(p.t, gate, p.wrong)).unwrap_or_default();
    let hint = statement_hint(p.t, p.accepted(), &statement);
    confirm_section(p.t, (p.typed, p.wrong), (p.agreement, &hint, &pay_words(p)), &check)
}

fn pay_words(p: &Form<'_>) -> String {
    let money = |priced: &Priced| amount::format(p.surcharge.step.map_or(priced.total, Step::total), p.t.locale());
    p.priced.map_or_else(|| p.t.text("pay-pay"), |priced| p.t.with("pay-pay-amount", [("amount", money(priced))]))
}

/// What it comes to. The form carries the total shown here, so that another one is never charged.
fn summary(p: &Form<'_>) -> Markup {
    let t = p.t;
    html! {
        aside class="card pay-summary" id="summary" data-live aria-labelledby="summary-heading" {
            div class="card-head" { h2 id="summary-heading" { (t.text("pay-summary")) } }
            div class="card-body" aria-live="polite" {
                @if let Some(priced) = p.priced {
                    input type="hidden" form="pay" name="shown" value=(priced.total.minor());
                    (sums(p, priced))
                } @else if let Some(why) = p.unpriced { p { (why) } } @else { p class="muted" { (t.text("pay-summary-empty")) } }
            }
        }
    }
}

fn sums(p: &Form<'_>, priced: &Priced) -> Markup {
    let (t, tax) = (p.t, p.open.page.content.tax.as_ref());
    let inclusive = tax.is_some_and(|tax| tax.mode == TaxMode::Inclusive);
    let mut rows: Vec<(String, String)> = Vec::new();
    for line in &priced.lines {
        let name = name_of(&p.open.page, line, t.language());
        let price = if inclusive { line.gross() } else { line.net };
        let words = if line.item.is_some() {
            let args: [(&str, Arg); 2] = [("name", name.into()), ("quantity", i64::from(line.quantity).into())];
            t.with("receipt-bought", args)
        } else {
            name
        };
        rows.push((words, p.money(price.minor())));
    }
    if priced.tax.is_positive() {
        let own = p.open.page.content.items().iter().any(|item| matches!(item.taxed, Taxed::At(_)));
        let name = tax.map(|tax| p.own(&tax.name).0).filter(|name| !name.is_empty());
        let name = name.map_or_else(|| t.text("receipt-tax"), str::to_owned);
        let rate = tax.filter(|_| !own).map(|tax| numbers::percent(tax.rate, t.locale())).unwrap_or_default();
        let name = format!("{name} {rate}").trim().to_owned();
        rows.push((t.text("receipt-net"), p.money(priced.net.minor())));
        let key = if inclusive { "receipt-tax-included" } else { "receipt-tax-added" };
        rows.push((t.with(key, [("tax", name)]), p.money(priced.tax.minor())));
    }
    let step = p.surcharge.step.filter(|step| step.amount == priced.total);
    if let Some(fee) = step.and_then(|step| step.fee.ok()) {
        rows.push((surcharge_step::line(t, fee.rate), p.money(fee.money.minor())));
    }
    let rows: Vec<(&str, &str)> = rows.iter().map(|(name, sum)| (name.as_str(), sum.as_str())).collect();
    let total = amount::format_with_currency(step.map_or(priced.total, Step::total), t.locale());
    fragments::totals(&rows, (&t.text("pay-total"), &total))
}
