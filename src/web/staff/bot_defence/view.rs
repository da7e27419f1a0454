//! The page of the settings: pure markup.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::{
    domain::{bot_defence::Company, captcha::Provider, firm::Firm, payment_page::guard::Place},
    i18n::{T, dates},
    service::{
        bot_defence::Shown,
        payment_pages::{
            admission::{Refused, TurnedAway},
            checking::Unproven,
        },
    },
    web::{
        fragments::{
            Check, Field, Icon, Kind, Look, Need, Tone, button, card, card_flush, csrf, error_summary, facts_lined,
            form_section, note, page_head, radio, table_under, text_field,
        },
        paths,
        pay_form::Wrong,
    },
};

use super::{LIMITS, Typed};

/// What the page shows.
pub(super) struct Page<'a> {
    pub(super) t: T,
    pub(super) csrf: &'a str,
    pub(super) firm: &'a Firm,
    pub(super) shown: &'a Shown,
    /// The company that the configuration names, with the portal's public name there.
    pub(super) provider: Option<(Provider, &'a str)>,
    pub(super) typed: &'a Typed,
    pub(super) wrong: &'a Wrong,
    pub(super) refused: &'a [Refused],
    /// What the payment pages are called, by their place.
    pub(super) names: &'a BTreeMap<String, String>,
}

/// The whole page.
pub(super) fn page(p: &Page<'_>) -> Markup {
    let t = p.t;
    html! {
        (error_summary(t, &p.wrong.all()))
        (page_head(&html! {}, &t.text("bot-defence-title"), &html! { p { (t.text("bot-defence-intro")) } }, &html! {}))
        div class="stack-4" {
            (now(p))
            form class="card" method="post" action=(paths::BOT_DEFENCE) novalidate data-once {
                (csrf(p.csrf))
                input type="hidden" name="seen" value=(p.typed.seen);
                (choice(p))
                (limits(p))
                div class="card-foot" { span class="push" {} (button(Look::Primary, &t.text("surcharges-save"), Some(Icon::Check))) }
            }
            (card("bot-defence-company", &t.text("bot-defence-company"), &html! {}, &company(p)))
            (card_flush("bot-defence-refused", &t.text("bot-defence-refused"), &html! {}, &refused(p)))
        }
    }
}

/// Whether every payer is asked for more right now.
fn now(p: &Page<'_>) -> Markup {
    let t = p.t;
    let declines = i64::try_from(p.shown.declines).unwrap_or(i64::MAX);
    if let Some(until) = p.shown.stepped_up_until {
        let until = dates::with_zone(until, &p.firm.time_zone, t.locale());
        return note(Tone::Warning, &html! { (t.with("bot-defence-now-on", [("until", until)])) });
    }
    let args = [("declines", declines), ("minutes", i64::from(p.shown.settings.breaker.within_min))];
    note(Tone::Positive, &html! { (t.with("bot-defence-now-off", args)) })
}

/// Where the other company checks; without one there is nothing to choose.
fn choice(p: &Page<'_>) -> Markup {
    let t = p.t;
    let name = p.provider.map_or("", |(provider, _)| provider.name());
    let body = html! {
        @if p.provider.is_some() {
            fieldset class="stack-2" id="company" {
                legend class="visually-hidden" { (t.text("bot-defence-choice")) }
                @for company in Company::ALL {
                    @let words = t.with(&format!("bot-defence-choice-{}", company.code()), [("company", name)]);
                    (radio(&Check { name: "company", value: company.code(), label: &words, hint: None, checked: p.typed.company == company.code() }))
                }
            }
            p class="hint" { (t.text("bot-defence-choice-hint")) }
        } @else { p { (t.text("bot-defence-choice-none")) } }
    };
    form_section(
        "bot-defence-choice",
        &t.text("bot-defence-choice"),
        &html! {},
        &html! { div class="stack-3" { (body) } },
    )
}

fn limits(p: &Page<'_>) -> Markup {
    let t = p.t;
    let field = |place: usize| {
        let (name, value) = (LIMITS[place], &p.typed.limits[place]);
        let (label, hint) = (t.text(&format!("bot-defence-{name}")), t.text(&format!("bot-defence-{name}-hint")));
        text_field(
            t,
            &Field {
                name,
                label: &label,
                value,
                hint: Some(&hint),
                error: p.wrong.of(name),
                need: Need::Unmarked,
                kind: Kind::Digits,
                max_length: Some(4),
                class: "span-4",
                ..Field::default()
            },
        )
    };
    let body = html! { div class="grid" { @for place in 0..LIMITS.len() { (field(place)) } } };
    form_section(
        "bot-defence-breaker",
        &t.text("bot-defence-breaker"),
        &html! { p class="faint small" { (t.text("bot-defence-breaker-text")) } },
        &body,
    )
}

/// What the configuration says of each company. Secrets are read from there alone and never shown.
fn company(p: &Page<'_>) -> Markup {
    let t = p.t;
    let mut rows: Vec<(String, Markup)> = Vec::new();
    for provider in Provider::ALL {
        let words = match p.provider {
            Some((known, site_key)) if known == provider => html! {
                b { (t.text("bot-defence-configured")) } " "
                span class="sub mono" { (site_key) }
            },
            _ => html! { span class="muted" { (t.text("bot-defence-not-configured")) } },
        };
        rows.push((t.text(&format!("bot-defence-provider-{}", provider.code())), words));
    }
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    html! {
        div class="stack-4" {
            p { (t.text("bot-defence-company-text")) }
            (facts_lined(&rows))
            @if p.provider.is_some() {
                form class="inline" method="post" action={ (paths::BOT_DEFENCE) "/trials" } data-once {
                    (csrf(p.csrf))
                    (button(Look::Small, &t.text("bot-defence-try"), Some(Icon::RefreshCw)))
                    p class="hint" { (t.text("bot-defence-try-hint")) }
                }
            }
        }
    }
}

fn refused(p: &Page<'_>) -> Markup {
    let t = p.t;
    if p.refused.is_empty() {
        return html! { p class="card-body muted" { (t.text("bot-defence-refused-none")) } };
    }
    let table = html! {
        table class="table table-stack" {
            thead { tr {
                th scope="col" { (t.text("bot-defence-refused-at")) }
                th scope="col" { (t.text("bot-defence-refused-where")) }
                th scope="col" { (t.text("bot-defence-refused-why")) }
            } }
            tbody {
                @for one in p.refused {
                    tr {
                        td class="num nowrap" { (dates::date_medium(one.at, &p.firm.time_zone, t.locale())) ", " (dates::time(one.at, &p.firm.time_zone, t.locale())) }
                        td data-label=(t.text("bot-defence-refused-where")) { (place(p, one.place)) }
                        td data-label=(t.text("bot-defence-refused-why")) { (t.text(why(one.why))) }
                    }
                }
            }
        }
    };
    html! {
        (table_under(t, &t.text("bot-defence-refused"), &table))
        p class="card-body hint" { (t.text("bot-defence-refused-hint")) }
    }
}

fn place(p: &Page<'_>, place: Place) -> Markup {
    match place {
        Place::Page(id) => {
            let number = || p.t.with("bot-defence-page", [("number", id.to_string())]);
            let name = p.names.get(&place.to_string()).cloned().unwrap_or_else(number);
            html! { a class="row-link" href=(paths::payment_page(id)) { (name) } }
        }
        Place::Request(id) => html! {
            a class="row-link" href=(paths::payment_request(id)) { (p.t.with("request-number", [("number", id.to_string())])) }
        },
    }
}

const fn why(why: TurnedAway) -> &'static str {
    match why {
        TurnedAway::Machine => "bot-defence-why-machine",
        TurnedAway::Old => "bot-defence-why-old",
        TurnedAway::MoreWork => "bot-defence-why-more-work",
        TurnedAway::TooFast => "bot-defence-why-too-fast",
        TurnedAway::TooMany => "bot-defence-why-too-many",
        TurnedAway::CardTooOften => "bot-defence-why-card-too-often",
        TurnedAway::Unproven(Unproven::Missing | Unproven::NoSum) => "bot-defence-why-unproven",
        TurnedAway::Unproven(Unproven::Refused) => "bot-defence-why-refused",
        TurnedAway::Unproven(Unproven::Doubtful) => "bot-defence-why-doubtful",
        TurnedAway::Unproven(Unproven::Unreachable) => "bot-defence-why-unreachable",
        TurnedAway::Resting(_) => "bot-defence-why-resting",
    }
}
