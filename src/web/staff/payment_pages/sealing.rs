//! A link with fields filled in for good: what staff type for it, in their own notation, and the link itself, whose
//! amount is in the notation of none, so that clients of every language read the same one.

use std::collections::BTreeMap;

use poem::Request;

use crate::{
    app::App,
    domain::{
        money::Currency,
        payment_page::{
            Kind, PaymentPage,
            fields::Need,
            pricing::{AmountRule, price_amount},
        },
    },
    i18n::{T, amount},
    service::payment_pages::links,
    web::{forms, paths, pay_form::Wrong},
};

/// The fields that a link to this page can fill in: those that it asks for.
pub(super) fn fields(page: &PaymentPage) -> Vec<&'static str> {
    let asked = page.content.asked;
    let amount = match page.content.kind {
        Kind::General(AmountRule::Fixed(_)) | Kind::Items(_) => Need::Off,
        Kind::General(_) => Need::Optional,
    };
    let all = [
        ("amount", amount),
        ("invoice", asked.invoice),
        ("matter", asked.matter),
        ("reference", asked.reference),
        ("name", Need::Required),
        ("email", asked.email),
        ("phone", asked.phone),
    ];
    all.into_iter().filter(|(_, need)| *need != Need::Off).map(|(name, _)| name).collect()
}

/// What was typed of them.
pub(super) fn typed(request: &Request, page: &PaymentPage) -> BTreeMap<String, String> {
    let value = |name: &str| forms::query_value(request, name).filter(|value| !value.is_empty());
    fields(page).into_iter().filter_map(|name| Some((name.to_owned(), value(name)?))).collect()
}

/// The link, or what is wrong with its amount. Nothing where nothing is filled in.
pub(super) fn link(
    (app, t): (&App, T),
    (page, address): (&PaymentPage, &str),
    (typed, currency): (&BTreeMap<String, String>, Currency),
    wrong: &mut Wrong,
) -> Option<String> {
    let mut values = typed.clone();
    if let Some(text) = values.get_mut("amount") {
        let amount = amount::parse(text, currency, t.locale()).ok();
        let Kind::General(rule) = &page.content.kind else { return None };
        let Some(amount) = amount.filter(|amount| price_amount(rule, None, *amount).is_ok()) else {
            wrong.add("amount", t.text("payment-page-error-sealed-amount"));
            return None;
        };
        *text = amount::format_neutral(amount);
    }
    if values.is_empty() {
        return None;
    }
    let seal = links::seal(&app.secrets, page, &values);
    let mut parts: Vec<(&str, &str)> = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    parts.push((links::SEAL, &seal));
    Some(paths::with_query(address, &parts))
}
