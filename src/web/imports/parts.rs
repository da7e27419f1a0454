//! The tables and figures of taking in a file: pure markup.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::{
    domain::{
        ids::MerchantAccountId,
        import::{Asking, Imported, RowFault, Target},
        merchant_account::{AccountKind, MerchantAccount},
        money::Money,
        payment_request::rules::Handing,
    },
    i18n::{T, amount, calendar, numbers},
    service::{
        importing::{Preview, Understood},
        payment_requests::NewRequest,
    },
    web::{
        fragments::{Field, Need, account, facts, method_in_full, select_field},
        schedule_rows::{plan_words, recurrence_words},
    },
};

/// What a column holds.
pub(super) fn target_words(t: T, target: Target) -> String {
    t.text(&format!("import-target-{}", target.code()))
}

/// What is wrong with a row.
pub(super) fn reason(t: T, fault: RowFault) -> String {
    t.text(&format!("import-fault-{}", fault.code()))
}

/// One figure under its name.
pub(super) fn counted(t: T, name: &str, count: u64) -> (String, Markup) {
    let number = numbers::integer(i64::try_from(count).unwrap_or(i64::MAX), t.locale());
    (name.to_owned(), html! { span class="num" { (number) } })
}

/// Figures under each other.
pub(super) fn figures(rows: &[(String, Markup)]) -> Markup {
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, fact)| (name.as_str(), fact.clone())).collect();
    facts(&rows)
}

/// What would be asked for in all, by the account that it goes to.
pub(super) fn sums(
    t: T,
    known: &[MerchantAccount],
    sums: &BTreeMap<MerchantAccountId, Money>,
) -> Vec<(String, Markup)> {
    let of = |id: &MerchantAccountId| known.iter().find(|one| one.id == *id);
    let named = sums.iter().filter_map(|(id, sum)| Some((of(id)?, sum)));
    let line = |(one, sum): (&MerchantAccount, &Money)| {
        let sum = amount::format(*sum, t.locale());
        (t.with("bulk-sum", [("account", account(t, one))]), html! { span class="num" { (sum) } })
    };
    named.map(line).collect()
}

/// Good rows as they are understood, each with what can be done with it.
pub(super) fn sample(t: T, of: Imported, preview: &Preview, deeds: impl Fn(u64) -> Markup) -> Markup {
    let headings: &[&str] = match of {
        Imported::Payers => &["payer-name", "payer-company", "payer-client-number", "payer-emails", "payer-phones"],
        Imported::Schedules => {
            &["schedule-name", "payments-payer", "payments-method", "schedule-plan", "schedule-frequency"]
        }
        Imported::Requests => &["sent-recipient", "sent-amount", "sent-for", "request-due", "bulk-reaches"],
    };
    let headings: Vec<String> = headings.iter().map(|key| t.text(key)).collect();
    let row_label = t.text("import-row");
    html! {
        table class="table table-stack" {
            thead { tr { th scope="col" { (row_label) } @for heading in &headings { th scope="col" { (heading) } } th scope="col" { span class="visually-hidden" { (t.text("import-row-deeds")) } } } }
            tbody {
                @for (number, understood) in &preview.sample {
                    tr {
                        td class="num" data-label=(row_label) { (number) }
                        @for (cell, heading) in cells(t, understood).iter().zip(&headings) { td data-label=(heading) { (cell) } }
                        (deeds(*number))
                    }
                }
            }
        }
    }
}

fn cells(t: T, understood: &Understood) -> [Markup; 5] {
    match understood {
        Understood::Payer(facts) => [
            html! { (facts.name) },
            html! { (facts.company) },
            html! { (facts.client_number.as_deref().unwrap_or_default()) },
            html! { span class="break" { (facts.emails.join(", ")) } },
            html! { (facts.phones.join(", ")) },
        ],
        Understood::Schedule(meant) => {
            let terms = meant.schedule.latest();
            [
                html! { (meant.schedule.name) },
                html! { (meant.payer.name) },
                method_in_full(t, Some(&meant.method.instrument)),
                html! { @if let Some(terms) = terms { (plan_words(t, terms.plan)) } },
                html! { @if let Some(terms) = terms { (recurrence_words(t, terms.recurrence)) } },
            ]
        }
        Understood::Request(meant) => of_request(t, &meant.wanted),
    }
}

/// Whom a request asks for how much, for what, until when, and how it reaches them.
fn of_request(t: T, wanted: &NewRequest) -> [Markup; 5] {
    let asked = &wanted.asked;
    let amounts: Vec<String> = wanted.amounts.iter().map(|(_, sum)| amount::format(*sum, t.locale())).collect();
    let about = [&asked.invoice_number, &asked.matter, &asked.reference];
    let about: Vec<&str> = about.into_iter().flatten().map(String::as_str).collect();
    let reaches = if wanted.handing == Handing::Mail { asked.emails.join(", ") } else { t.text("bulk-link-only") };
    [
        html! { (asked.name) },
        html! { span class="num nowrap" { (amounts.join(" + ")) } },
        html! { (about.join(", ")) },
        html! { @if let Some(due) = asked.due { span class="num nowrap" { (calendar::day_medium(due, t.locale())) } } },
        html! { span class="break" { (reaches) } },
    ]
}

/// Into which accounts the money of a file of requests goes.
pub(super) fn accounts(t: T, known: &[MerchantAccount], asking: &Asking) -> Markup {
    let choices = |trust_only: bool| -> Vec<(String, String)> {
        let open = known.iter().filter(|one| one.active && (!trust_only || one.kind == AccountKind::Trust));
        open.map(|one| (one.id.to_string(), account(t, one))).collect()
    };
    let one = |name: &'static str, key: &str, chosen: Option<MerchantAccountId>, choices: &[(String, String)]| {
        let (label, value) = (t.text(key), chosen.map(|id| id.to_string()).unwrap_or_default());
        let choices: Vec<(&str, &str)> = choices.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
        let field =
            Field { name, label: &label, value: &value, need: Need::Unmarked, class: "span-6", ..Field::default() };
        select_field(t, &field, &choices)
    };
    let (all, trust) = (choices(false), choices(true));
    html! {
        div class="grid" {
            (one("account", "bulk-account", asking.account, &all))
            @if !trust.is_empty() { (one("trust-account", "bulk-trust-account", asking.trust_account, &trust)) }
        }
    }
}
