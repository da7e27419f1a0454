//! The page of the settings: pure markup.

use maud::{Markup, html};

use crate::{
    domain::{
        firm::Firm,
        merchant_account::{AccountKind, MerchantAccount},
        region::Region,
        surcharge::{AS_OF, Settings, ground, most_allowed, shipped},
    },
    i18n::{T, dates, numbers, regions},
    service::surcharges::{MAX_NOTE, attestation_words},
    web::{
        fragments::{
            self, Check, Field, Icon, Kind, Look, Need, Tone, account_badge, button, card, check, csrf, error_summary,
            form_section, note, page_head, table_scroll, text_field, textarea_field,
        },
        paths,
        pay_form::Wrong,
    },
};

use super::form::{RULES, Typed};

/// What the page shows.
pub(super) struct Page<'a> {
    pub(super) t: T,
    pub(super) csrf: &'a str,
    pub(super) firm: &'a Firm,
    pub(super) accounts: &'a [MerchantAccount],
    /// What holds now.
    pub(super) settings: &'a Settings,
    pub(super) typed: &'a Typed,
    pub(super) wrong: &'a Wrong,
}

/// The whole page.
pub(super) fn page(p: &Page<'_>) -> Markup {
    let t = p.t;
    let most = numbers::percent(most_allowed().into(), t.locale());
    html! {
        (error_summary(t, &p.wrong.all()))
        (page_head(&html! {}, &t.text("surcharges-title"), &html! { p { (t.text("surcharges-intro")) } }, &html! {}))
        div class="stack-4" {
            (note(Tone::Warning, &html! { (t.with("surcharges-counsel", [("most", most)])) }))
            form class="card" method="post" action=(paths::SURCHARGES) novalidate data-once {
                (csrf(p.csrf))
                input type="hidden" name="seen" value=(p.typed.get("seen"));
                (rates(p))
                (attestation(p))
                (rules(p))
                div class="card-foot" { span class="push" {} (button(Look::Primary, &t.text("surcharges-save"), Some(Icon::Check))) }
            }
            (attested(p))
        }
    }
}

fn rates(p: &Page<'_>) -> Markup {
    let t = p.t;
    let body = html! {
        div class="stack-4" {
            @for account in p.accounts {
                fieldset class="stack-2" {
                    legend class="label" { (fragments::account(t, account)) " " (account_badge(t, account.kind)) }
                    @match account.kind {
                        AccountKind::Trust => { p class="hint" { (t.text("surcharges-trust")) } }
                        AccountKind::Operating => { (rate(p, account)) }
                    }
                }
            }
        }
    };
    form_section(
        "surcharges-rates",
        &t.text("surcharges-rates"),
        &html! { p class="faint small" { (t.text("surcharges-rates-text")) } },
        &body,
    )
}

fn rate(p: &Page<'_>, account: &MerchantAccount) -> Markup {
    let (t, id) = (p.t, account.id);
    let (on, label) = (format!("on-{id}"), t.text("surcharges-on"));
    let percent = |name: &str, key: &str, hint: &str| {
        let (label, hint, name) = (t.text(key), t.text(hint), format!("{name}-{id}"));
        let field = Field {
            name: &name,
            label: &label,
            value: p.typed.get(&name),
            hint: Some(&hint),
            error: p.wrong.of(&name),
            need: Need::Unmarked,
            kind: Kind::Decimal,
            max_length: Some(9),
            class: "span-4",
            ..Field::default()
        };
        text_field(t, &Field { need: Need::Optional, ..field })
    };
    html! {
        div id=(on) tabindex="-1" {
            @if let Some(words) = p.wrong.of(&on) { (message(t, &on, words)) }
            (check(&Check { name: &on, value: "yes", label: &label, hint: None, checked: !p.typed.get(&on).is_empty() }))
        }
        div class="grid" {
            (percent("rate", "surcharges-rate", "surcharges-rate-hint"))
            (percent("cost", "surcharges-cost", "surcharges-cost-hint"))
        }
    }
}

fn message(t: T, name: &str, words: &str) -> Markup {
    html! {
        div class="error-message" id={ (name) "-error" } {
            (Icon::CircleAlert) span { span class="visually-hidden" { (t.text("form-error-prefix")) " " } (words) }
        }
    }
}

fn attestation(p: &Page<'_>) -> Markup {
    let t = p.t;
    let (day, hint) = (t.text("surcharges-notified"), t.text("surcharges-notified-hint"));
    let words = attestation_words(t);
    let field = Field {
        name: "notified_on",
        label: &day,
        value: p.typed.get("notified_on"),
        hint: Some(&hint),
        error: p.wrong.of("notified_on"),
        need: Need::Optional,
        kind: Kind::Date,
        class: "span-4",
        ..Field::default()
    };
    let body = html! {
        div class="stack-4" {
            div class="grid" { (text_field(t, &field)) }
            div id="attest" tabindex="-1" {
                @if let Some(words) = p.wrong.of("attest") { (message(t, "attest", words)) }
                (check(&Check { name: "attest", value: "yes", label: &words, hint: None, checked: !p.typed.get("attest").is_empty() }))
            }
        }
    };
    form_section(
        "surcharges-attestation",
        &t.text("surcharges-attestation"),
        &html! { p class="faint small" { (t.text("surcharges-attestation-text")) } },
        &body,
    )
}

fn rules(p: &Page<'_>) -> Markup {
    let t = p.t;
    let (label, hint) = (t.text("surcharges-note"), t.text("surcharges-note-hint"));
    let field = Field {
        name: "note",
        label: &label,
        value: p.typed.get("note"),
        hint: Some(&hint),
        error: p.wrong.of("note"),
        need: Need::Optional,
        max_length: u16::try_from(MAX_NOTE).ok(),
        class: "span-12",
        ..Field::default()
    };
    let as_of = dates::day_long(AS_OF, t.locale());
    let body = html! {
        div class="stack-4" {
            p class="hint" { (t.with("surcharges-rules-source", [("day", as_of)])) }
            (table_scroll(&t.text("surcharges-rules-table"), &table(p)))
            div class="grid" { (textarea_field(t, &field, 2)) }
        }
    };
    form_section(
        "surcharges-rules",
        &t.text("surcharges-rules"),
        &html! { p class="faint small" { (t.text("surcharges-rules-text")) } },
        &body,
    )
}

fn table(p: &Page<'_>) -> Markup {
    let t = p.t;
    html! {
        table class="table table-stack surcharge-rules" {
            thead { tr {
                th scope="col" { (t.text("surcharges-region")) }
                th scope="col" { (t.text("surcharges-rule")) }
                th scope="col" { (t.text("surcharges-cap")) }
                th scope="col" { (t.text("surcharges-ground")) }
            } }
            tbody { @for (region, name) in regions::by_name(t) { (row(p, region, &name)) } }
        }
    }
}

fn row(p: &Page<'_>, region: Region, name: &str) -> Markup {
    let t = p.t;
    let (rule, cap) = (format!("rule-{}", region.code()), format!("cap-{}", region.code()));
    let (chosen, wrong) = (p.typed.get(&rule), p.wrong.of(&cap));
    let own = p.settings.rule(region) != shipped(region);
    html! {
        tr {
            th scope="row" { (name) }
            td data-label=(t.text("surcharges-rule")) {
                select class="input" id=(rule) name=(rule) aria-label=(t.with("surcharges-rule-of", [("region", name.to_owned())])) {
                    @for value in RULES { option value=(value) selected[value == chosen] { (t.text(&format!("surcharges-rule-{value}"))) } }
                }
            }
            td data-label=(t.text("surcharges-cap")) {
                @if let Some(words) = wrong { (message(t, &cap, words)) }
                input class="input surcharge-cap" id=(cap) name=(cap) value=(p.typed.get(&cap)) inputmode="decimal" maxlength="9" autocomplete="off"
                    aria-label=(t.with("surcharges-cap-of", [("region", name.to_owned())]))
                    aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| format!("{cap}-error"))];
            }
            td class="small" data-label=(t.text("surcharges-ground")) {
                (t.text(&format!("surcharges-ground-{}", ground(region).code())))
                @if own { " " b { (t.text("surcharges-own")) } }
            }
        }
    }
}

/// What was attested last, word for word.
fn attested(p: &Page<'_>) -> Markup {
    let t = p.t;
    let Some(known) = &p.settings.attestation else { return html! {} };
    let day = |day| dates::day_long(day, t.locale());
    let args = [
        ("name", known.name.clone()),
        ("at", dates::with_zone(known.at, &p.firm.time_zone, t.locale())),
        ("told", day(known.notified_on)),
        ("from", day(known.begins_on())),
    ];
    let body = html! {
        div class="stack-2" {
            p { (t.with("surcharges-attested-by", args)) }
            blockquote { p { (known.words) } }
        }
    };
    card("surcharges-attested", &t.text("surcharges-attested"), &html! {}, &body)
}
