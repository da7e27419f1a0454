//! A payment page as staff see it: how it stands, and the ways to share it.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::{
    domain::{
        firm::Firm,
        ids::OperationKey,
        merchant_account::MerchantAccount,
        money::{Currency, Money},
        payment_page::{
            colour::Colour,
            fields::{CustomField, FieldKind as OwnKind},
            guard::Alertness,
            words::Texts,
        },
    },
    export::{qr::Qr, snippet::Linked},
    i18n::{T, amount, dates, numbers},
    service::payment_pages::Listed,
    web::{
        fragments::{
            self, Field, Icon, Kind as FieldKind, Look, Tone, breadcrumb, button, button_link, card, copied, csrf,
            error_summary, facts_lined, note, page_head, text_field,
        },
        paths,
        pay_form::{Wrong, own_field},
    },
};

use super::{super::sealing, list::state};

/// What the page shows.
pub(in super::super) struct Shown<'a> {
    pub(in super::super) t: T,
    pub(in super::super) firm: &'a Firm,
    pub(in super::super) csrf: &'a str,
    pub(in super::super) key: &'a OperationKey,
    pub(in super::super) listed: &'a Listed,
    pub(in super::super) accounts: &'a [MerchantAccount],
    pub(in super::super) currency: Currency,
    pub(in super::super) link: &'a str,
    pub(in super::super) code: Option<Qr>,
    pub(in super::super) filled_in: &'a BTreeMap<String, String>,
    pub(in super::super) sealed: Option<&'a str>,
    pub(in super::super) wrong: &'a Wrong,
}

/// The whole page.
pub(in super::super) fn page(s: &Shown<'_>) -> Markup {
    let (t, page) = (s.t, &s.listed.page);
    let edit = paths::payment_page_part(page.id, "edit");
    let actions = html! {
        (switch(s))
        (button_link(Look::Primary, &edit, &t.text("payment-page-edit"), Some(Icon::Settings)))
    };
    let name = &page.content.name;
    html! {
        (error_summary(t, &s.wrong.all()))
        (page_head(&breadcrumb(paths::PAYMENT_PAGES, &t.text("payment-pages-title"), name), name, &html! { p { (state(t, s.listed)) } }, &actions))
        div class="stack" {
            @if let Alertness::Resting { until } = s.listed.alertness {
                @let time = dates::time(until, &s.firm.time_zone, t.locale());
                (note(Tone::Negative, &html! { p { (t.with("payment-page-resting-text", [("time", time)])) } }))
            }
            div class="columns columns-even" {
                (card("page-stands", &t.text("payment-page-stands"), &html! {}, &stands(s)))
                (card("page-link", &t.text("payment-page-link"), &html! {}, &link(s)))
            }
            (card("page-logo", &t.text("payment-page-logo"), &html! {}, &logo(s)))
            (card("page-snippets", &t.text("payment-page-snippets"), &html! {}, &snippets(s)))
            (card("page-sealed", &t.text("payment-page-sealed"), &html! {}, &sealing(s)))
            (card("page-more", &t.text("payment-page-more"), &html! {}, &more(s)))
        }
    }
}

fn switch(s: &Shown<'_>) -> Markup {
    let (t, page) = (s.t, &s.listed.page);
    let (to, key) = if page.open { ("closed", "payment-page-close") } else { ("open", "payment-page-switch-on") };
    html! {
        form class="inline" method="post" action=(paths::payment_page_part(page.id, "state")) {
            (csrf(s.csrf)) input type="hidden" name="to" value=(to);
            (button(Look::Default, &t.text(key), None))
        }
    }
}

fn stands(s: &Shown<'_>) -> Markup {
    let (t, page, volume) = (s.t, &s.listed.page, s.listed.volume);
    let account = s.accounts.iter().find(|account| account.id == page.content.merchant_account);
    let languages: Vec<&str> = page.content.languages.iter().map(|language| language.endonym()).collect();
    let sum = amount::format(Money::new(volume.amount_minor, s.currency), t.locale());
    let rows = [
        (t.text("enter-payment-account"), account.map(|account| fragments::account(t, account)).unwrap_or_default()),
        (
            t.text("payment-page-payments"),
            numbers::integer(i64::try_from(volume.count).unwrap_or(i64::MAX), t.locale()),
        ),
        (t.text("payment-page-volume"), sum),
        (t.text("payment-page-languages"), languages.join(", ")),
        (t.text("payment-page-version"), numbers::integer(page.version.into(), t.locale())),
        (t.text("reports-changed"), dates::with_zone(page.changed_at, &s.firm.time_zone, t.locale())),
    ];
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, value)| (name.as_str(), html! { (value) })).collect();
    facts_lined(&rows)
}

fn link(s: &Shown<'_>) -> Markup {
    let t = s.t;
    html! {
        div class="stack-4" {
            (copied(t, "share-link", &t.text("payment-page-address"), s.link, 1))
            @if let Some(code) = &s.code {
                div class="qr" {
                    svg width="160" height="160" viewBox={ "0 0 " (code.size()) " " (code.size()) } role="img" aria-label=(t.text("payment-page-code")) {
                        rect width="100%" height="100%" fill="#ffffff" {}
                        path d=(code.path()) fill="#000000" {}
                    }
                    p class="actions" {
                        a href=(paths::payment_page_part(s.listed.page.id, "qr.svg")) hx-boost="false" { (t.text("payment-page-code-svg")) } " "
                        a href=(paths::payment_page_part(s.listed.page.id, "qr.png")) hx-boost="false" { (t.text("payment-page-code-png")) }
                    }
                }
            }
            p { a href=(s.link) target="_blank" rel="noopener" hx-boost="false" { (t.text("payment-page-visit")) } }
        }
    }
}

/// The logo, and a form for another one.
fn logo(s: &Shown<'_>) -> Markup {
    let (t, page) = (s.t, &s.listed.page);
    let path = paths::payment_page_part(page.id, "logo");
    let error = s.wrong.of("logo");
    html! {
        div class="stack-4" {
            @match page.content.logo {
                Some(logo) => div class="actions" {
                    span class="public-logo" { img src=(paths::logo(logo)) width=(logo.width) height=(logo.height) alt=(s.firm.name); }
                    form class="inline" method="post" action={ (path) "-removal" } {
                        (csrf(s.csrf))
                        (button(Look::DangerQuiet, &t.text("payment-page-logo-remove"), Some(Icon::X)))
                    }
                }
                None => p class="hint" { (t.text("payment-page-logo-none")) }
            }
            form class="stack-4" method="post" action=(path) enctype="multipart/form-data" hx-boost="false" novalidate data-once {
                (csrf(s.csrf))
                div.field.field-error[error.is_some()] {
                    label class="label" for="logo" { (t.text("payment-page-logo-file")) }
                    div class="hint" id="logo-hint" { (t.text("payment-page-logo-hint")) }
                    @if let Some(error) = error { div class="error-message" id="logo-error" { (Icon::CircleAlert) span { (error) } } }
                    input class="input" type="file" id="logo" name="logo" accept="image/png,image/jpeg,image/webp"
                        aria-invalid=[error.map(|_| "true")] aria-describedby=(if error.is_some() { "logo-hint logo-error" } else { "logo-hint" });
                }
                div class="actions" { (button(Look::Default, &t.text("payment-page-logo-put"), Some(Icon::Check))) }
            }
        }
    }
}

fn snippets(s: &Shown<'_>) -> Markup {
    let (t, content) = (s.t, &s.listed.page.content);
    let (heading, language) = content.words.heading.read(t.language(), &content.languages);
    let page = Linked { address: s.link, heading, language };
    let button = page.button(content.colour.unwrap_or(Colour::BRAND));
    html! {
        div class="stack-4" {
            (copied(t, "share-anchor", &t.text("payment-page-snippet-link"), &page.link(), 2))
            (copied(t, "share-button", &t.text("payment-page-snippet-button"), &button, 3))
            (copied(t, "share-signature", &t.text("payment-page-snippet-signature"), &page.signature(&s.firm.name), 2))
            (copied(t, "share-frame", &t.text("payment-page-snippet-frame"), &page.frame(), 2))
            @if content.sites.is_empty() { p class="hint" { (t.text("payment-page-snippet-no-sites")) } }
        }
    }
}

/// A link that fills fields in for good.
fn sealing(s: &Shown<'_>) -> Markup {
    let t = s.t;
    let field = |name: &'static str| {
        let f = Field {
            name,
            label: &t.text(&format!("pay-{name}")),
            value: s.filled_in.get(name).map_or("", String::as_str),
            error: s.wrong.of(name),
            kind: if name == "amount" { FieldKind::Decimal } else { FieldKind::Text },
            max_length: Some(200),
            class: "span-3",
            ..Field::default()
        };
        text_field(t, &f)
    };
    html! {
        form class="stack-4" method="get" action=(paths::payment_page(s.listed.page.id)) novalidate {
            p class="hint" { (t.text("payment-page-sealed-hint")) }
            div class="grid" {
                @for name in sealing::fields(&s.listed.page) { (field(name)) }
                @for own in sealing::own_fields(&s.listed.page) { (self::own(s, own)) }
            }
            div class="actions" { (button(Look::Default, &t.text("payment-page-seal"), Some(Icon::Lock))) }
            @if let Some(sealed) = s.sealed { (copied(t, "share-sealed", &t.text("payment-page-sealed-link"), sealed, 2)) }
        }
    }
}

/// A field of the firm's own, which a link need not fill in.
fn own(s: &Shown<'_>, own: &CustomField) -> Markup {
    let (name, languages) = (own.name(), &s.listed.page.content.languages);
    let read = |texts: &Texts| texts.read(s.t.language(), languages).0.to_owned();
    let (label, choices) = (
        read(&own.label),
        match &own.kind {
            OwnKind::Choice(choices) => choices.iter().map(read).collect(),
            _ => Vec::new(),
        },
    );
    let f = Field {
        name: &name,
        label: &label,
        value: s.filled_in.get(&name).map_or("", String::as_str),
        error: s.wrong.of(&name),
        class: "span-6",
        ..Field::default()
    };
    let choices: Vec<&str> = choices.iter().map(String::as_str).collect();
    own_field::open(s.t, own, &f, &choices)
}

fn more(s: &Shown<'_>) -> Markup {
    let (t, page) = (s.t, &s.listed.page);
    html! {
        div class="actions" {
            form class="inline" method="post" action=(paths::payment_page_part(page.id, "copies")) {
                (csrf(s.csrf)) input type="hidden" name="key" value=(s.key);
                (button(Look::Default, &t.text("payment-page-copy"), Some(Icon::Plus)))
            }
            @if s.listed.used { p class="hint" { (t.text("payment-page-used")) } } @else {
                form class="inline" method="post" action=(paths::payment_page_part(page.id, "deletion")) {
                    (csrf(s.csrf))
                    (button(Look::DangerQuiet, &t.text("payment-page-delete"), Some(Icon::X)))
                }
            }
        }
    }
}
