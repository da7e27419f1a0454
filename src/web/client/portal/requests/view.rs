//! The page of a request in the portal: pure markup.

use maud::{Markup, html};

use crate::{
    domain::{
        accepted::Accepted,
        ids::{OperationKey, PaymentMethodId},
    },
    i18n::T,
    web::{
        debit_step,
        fragments::{
            Icon, Look, breadcrumb, button, button_link, csrf, facts_lined, form_head, form_section, page_head,
        },
        paths,
        pay_form::{Typed, Wrong, form::WRITTEN_IN},
        request_sheet::{HasForm, Sheet, came_back, how_much, outcome, summary, without_form},
    },
};

use super::{
    super::pay_with::{self, METHOD},
    Choice, Room,
};

/// What the page shows.
pub(super) struct Page<'a> {
    pub(super) room: &'a Room<'a>,
    pub(super) sheet: &'a Sheet<'a>,
    pub(super) title: &'a str,
    pub(super) typed: &'a Typed,
    pub(super) wrong: &'a Wrong,
    /// What is about to be paid with what; nothing where that is still to be chosen.
    pub(super) choice: Option<&'a Choice<'a>>,
    /// The key of the form that pays.
    pub(super) key: OperationKey,
    /// What must be authorized, where a bank account is chosen.
    pub(super) debit: Option<&'a debit_step::Asked<'a>>,
    /// The method that was just refused.
    pub(super) declined: Option<PaymentMethodId>,
}

impl Page<'_> {
    const fn t(&self) -> T {
        self.sheet.t
    }
}

/// The whole page.
pub(super) fn page(p: &Page<'_>) -> Markup {
    let (t, takes, message) = (p.t(), p.room.takes(), &p.sheet.opened.request.asked.message);
    let form = if takes { HasForm::Yes } else { HasForm::No };
    let trail = breadcrumb(paths::PORTAL, &t.text("portal-title"), p.title);
    html! {
        div class="pay-columns public-pay" {
            div class="pay-intro" {
                (form_head(t, &p.wrong.all(), None))
                (page_head(&trail, p.title, &html! {}, &html! {}))
                (outcome(p.sheet, form))
                (came_back(p.sheet, form))
                @if !takes { (without_form(p.sheet)) }
                @if takes && !message.is_empty() { p class="pre-line" { (message) } }
            }
            (summary(p.sheet))
            @match p.choice {
                Some(choice) if takes => { (confirm(p, choice)) }
                _ if takes && !p.room.payable.methods.is_empty() => { (choose(p)) }
                _ => { div class="pay-form" { div class="actions" {
                    @if takes { (elsewhere(p, Look::Primary)) }
                    (button_link(Look::Default, paths::PORTAL, &t.text("portal-back"), Some(Icon::ChevronLeft)))
                } } }
            }
        }
    }
}

/// The way to pay with what is not saved.
fn elsewhere(p: &Page<'_>, look: Look) -> Markup {
    let key = match p.sheet.opened.accepted.unwrap_or_default() {
        Accepted::Cards => "portal-request-other-cards",
        Accepted::BankAccounts => "portal-request-other-bank-accounts",
        Accepted::Both => "portal-request-other-both",
    };
    button_link(look, &p.room.elsewhere(), &p.t().text(key), Some(Icon::CreditCard))
}

/// What was seen when it was chosen.
fn seen(p: &Page<'_>) -> Markup {
    let shown = p.sheet.opened.request.rest().minor();
    html! {
        input type="hidden" name="shown" value=(shown);
        input type="hidden" name=(WRITTEN_IN) value=(p.t().language().code());
    }
}

/// The saved methods, and how much where a part may be paid. Choosing changes nothing.
fn choose(p: &Page<'_>) -> Markup {
    let t = p.t();
    html! {
        form class="pay-form" method="get" action=(p.room.here()) novalidate {
            (seen(p))
            @if let Some(least) = p.sheet.opened.least_part() { (how_much(p.sheet, (p.typed, p.wrong), least)) }
            (form_section("portal-request-with", &t.text("portal-request-with"), &html! {}, &methods(p)))
            div class="actions" {
                (button(Look::Primary, &t.text("portal-request-continue"), None))
                (elsewhere(p, Look::Default))
            }
        }
    }
}

fn methods(p: &Page<'_>) -> Markup {
    let methods = &p.room.payable.methods;
    let first = methods.first().filter(|method| Some(method.id) != p.declined).map(|method| method.id.to_string());
    let chosen = Some(p.typed.get(METHOD)).filter(|text| !text.is_empty()).or(first.as_deref());
    pay_with::choices(p.t(), methods, (chosen, p.wrong))
}

/// The button that says what it charges, and what goes with it.
fn confirm(p: &Page<'_>, choice: &Choice<'_>) -> Markup {
    let (t, room) = (p.t(), p.room);
    let (how_much, how, to) =
        (t.text("pay-amount"), t.text("portal-request-with"), t.text("portal-request-receipt-to"));
    let rows = [
        (how_much.as_str(), html! { b class="num" { (p.sheet.money(choice.amount)) } }),
        (how.as_str(), html! { (pay_with::line(t, choice.method)) }),
        (to.as_str(), html! { (room.visit.me.login.email) }),
    ];
    let sums = html! { div class="stack-4" { (facts_lined(&rows)) @if p.debit.is_none() { (agreement(p, choice)) } } };
    html! {
        form class="pay-form" method="post" action=(room.here()) novalidate data-once {
            (csrf(room.visit.rq.csrf()))
            (seen(p))
            input type="hidden" name="key" value=(p.key);
            @for name in ["how-much", "amount"] { input type="hidden" name=(name) value=(p.typed.get(name)); }
            input type="hidden" name=(METHOD) value=(choice.method.id);
            (form_section("portal-request-check", &t.text("portal-request-check"), &html! {}, &sums))
            @if let Some(asked) = p.debit { (debit_step::section(t, asked, (p.typed, p.wrong))) }
            div class="actions" {
                (button(Look::Primary, &pay_with::button_words(t, (&p.sheet.money(choice.amount), choice.method)), Some(Icon::Lock)))
                @if room.only_card().is_none() { (button_link(Look::Default, &room.here(), &t.text("portal-request-again"), None)) }
                (elsewhere(p, Look::Default))
            }
        }
    }
}

/// What a press on the button allows, and how it appears on the statement. A debit has its own words.
fn agreement(p: &Page<'_>, choice: &Choice<'_>) -> Markup {
    let statement = p.sheet.opened.statement_names().join(" / ");
    let args =
        [("firm", p.sheet.firm.name.clone()), ("amount", p.sheet.money(choice.amount)), ("statement", statement)];
    html! { p class="hint" { (p.t().with("portal-request-agree", args)) } }
}
