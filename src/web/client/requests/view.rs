//! The page of a request: pure markup, one column on a telephone.

use maud::{Markup, html};

use crate::{
    domain::{accepted::Accepted, payment_request::Door},
    i18n::T,
    web::{
        debit_step,
        fragments::{self, form_head},
        keeping::{self, Offer},
        pay_form::{
            Typed, Wrong,
            form::WRITTEN_IN,
            gate::{Gate, SOLUTION},
            parts,
        },
        request_sheet::{HasForm, Sheet, came_back, how_much, outcome, summary, without_form},
    },
};

/// What the page shows.
pub(super) struct Page<'a> {
    /// How the request stands.
    pub(super) sheet: Sheet<'a>,
    /// The way back to where its client came from, if they did from the portal.
    pub(super) back: Markup,
    /// What is wrong with what was sent, also where no form can be shown any more.
    pub(super) wrong: &'a Wrong,
    pub(super) form: Option<&'a Form<'a>>,
}

/// The form.
pub(super) struct Form<'a> {
    pub(super) typed: &'a Typed,
    pub(super) wrong: &'a Wrong,
    pub(super) action: String,
    pub(super) seen: String,
    pub(super) csrf: &'a str,
    pub(super) frame_url: String,
    pub(super) gate: &'a Gate<'a>,
    /// What the client must authorize, once a bank account was entered.
    pub(super) debit: Option<&'a debit_step::Asked<'a>>,
    /// What is offered of keeping the card.
    pub(super) offer: Option<Offer>,
}

/// A link that leads nowhere.
pub(super) fn nowhere(t: T) -> Markup {
    parts::message(&t.text("request-unknown"), &t.text("request-unknown-text"))
}

/// The whole page.
pub(super) fn page(p: &Page<'_>) -> Markup {
    let (t, sheet) = (p.sheet.t, &p.sheet);
    let message = &sheet.opened.request.asked.message;
    let form = if p.form.is_some() { HasForm::Yes } else { HasForm::No };
    html! {
        div class="pay-intro" {
            (p.back)
            (form_head(t, &p.wrong.all(), p.form.and_then(|form| form.debit.as_ref()).map(|_| debit_step::next(t))))
            h1 { (t.with("request-title", [("firm", sheet.firm.name.clone())])) }
            (outcome(sheet, form))
            (came_back(sheet, form))
            @if form == HasForm::No { (without_form(sheet)) }
            @if !message.is_empty() && sheet.opened.door == Door::Open { p class="pre-line" { (message) } }
        }
        (summary(sheet))
        @if let Some(form) = p.form { (form_of(p, form)) } @else {
            div class="pay-form" { form id="pay" method="post" hidden {} p class="hint" { (parts::contact_hint(t)) } }
        }
    }
}

fn form_of(p: &Page<'_>, form: &Form<'_>) -> Markup {
    let (t, opened) = (p.sheet.t, p.sheet.opened);
    let accepted = opened.accepted.unwrap_or_default();
    let (typed, wrong, rest) = (form.typed, form.wrong, opened.request.rest());
    let statement = opened.statement_names().join(" / ");
    let least = opened.least_part();
    let agreement = match (accepted, least) {
        (Accepted::Cards, Some(_)) => "request-agree-part",
        (Accepted::BankAccounts, Some(_)) => "request-agree-part-bank-accounts",
        (Accepted::Both, Some(_)) => "request-agree-part-both",
        (_, None) => parts::agreement_key(accepted),
    };
    let agreement = t.with(agreement, [("firm", p.sheet.firm.name.clone())]);
    let (url, entered) = (form.frame_url.as_str(), form.debit.is_some());
    let frame = parts::CardFrame { url, page: parts::NO_PAGE, accepted, entered, framed: false };
    let hint = parts::statement_hint(t, accepted, &statement);
    let check = parts::proof(t, form.gate, wrong);
    let words = pay_words(&p.sheet, least.is_some());
    let keeping = |offer| keeping::section(t, offer, accepted, (typed, wrong));
    let below = form.offer.as_ref().map(keeping).unwrap_or_default();
    html! {
        form class="pay-form" id="pay" method="post" action=(form.action) novalidate data-once
            data-card-frame="#card-frame" data-pay data-challenge=[form.gate.challenge_json()] data-check=[parts::unseen(form.gate)]
            data-seen=(form.seen) {
            (fragments::csrf(form.csrf))
            input type="hidden" name="ticket" value=(form.gate.text);
            input type="hidden" name=(SOLUTION) value=(form.gate.solution);
            input type="hidden" name="shown" value=(rest.minor());
            input type="hidden" name=(WRITTEN_IN) value=(t.language().code());
            @if let Some(least) = least { (how_much(&p.sheet, (typed, wrong), least)) }
            (parts::contact_section(t, typed, wrong))
            (parts::card_section(t, frame, wrong.of("card-frame"), &below))
            @if let Some(asked) = form.debit { (debit_step::section(t, asked, (typed, wrong))) }
            (parts::confirm_section(t, (typed, wrong), (&agreement, &hint, &words), &check))
            (parts::bait(t))
        }
    }
}

/// What the button says: how much it charges. Which of the two it says where a part may be paid follows what is chosen
/// (`app.css`), and the part's amount what is typed (`app.js`).
fn pay_words(p: &Sheet<'_>, parts: bool) -> Markup {
    let (t, rest) = (p.t, p.opened.request.rest());
    let all = t.with("pay-pay-amount", [("amount", p.money(rest))]);
    let part = t.with("pay-pay-amount", [("amount", "{}")]);
    html! {
        @if parts {
            span class="when-all" { (all) }
            span class="when-part" data-mirror="#amount" data-mirror-text=(part) data-mirror-money=(rest.currency().code())
                data-mirror-empty=(t.text("pay-pay")) { (t.text("pay-pay")) }
        } @else { (all) }
    }
}
