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
            fields::{CustomField, FieldKind, MAX_LINE, Need},
            pricing::{AmountRule, price_amount},
        },
    },
    i18n::{T, amount},
    service::payment_pages::links::{self, FIELDS},
    web::{
        forms, paths,
        pay_form::{Wrong, form::unfit_key},
    },
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

/// The fields of the firm's own that it can fill in besides.
pub(super) fn own_fields(page: &PaymentPage) -> impl Iterator<Item = &CustomField> {
    page.content.custom.iter().filter(|field| field.need != Need::Off)
}

/// What was typed of them all.
pub(super) fn typed(request: &Request, page: &PaymentPage) -> BTreeMap<String, String> {
    let own = own_fields(page).map(|field| {
        let name = field.name();
        let value = match field.kind {
            FieldKind::Lines => forms::query_lines(request, &name),
            _ => forms::query_value(request, &name),
        };
        (name, value)
    });
    let all = fields(page).into_iter().map(|name| (name.to_owned(), forms::query_value(request, name))).chain(own);
    all.filter_map(|(name, value)| Some((name, value.filter(|value| !value.is_empty())?))).collect()
}

/// Whether a link was asked for, be it with nothing filled in.
pub(super) fn is_asked(request: &Request, page: &PaymentPage) -> bool {
    let own = own_fields(page).map(CustomField::name);
    let mut all = fields(page).into_iter().map(str::to_owned).chain(own);
    all.any(|name| forms::query_value(request, &name).is_some())
}

/// The link, or what is wrong with what was typed for it.
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
    for (name, _) in
        values.iter().filter(|(name, text)| FIELDS.contains(&name.as_str()) && text.chars().count() > MAX_LINE)
    {
        wrong.add(name, t.text("form-error-too-long"));
    }
    for field in own_fields(page) {
        let Some(text) = values.get_mut(&field.name()) else { continue };
        match field.for_link(text, &page.content.languages) {
            Ok(said) => *text = said,
            Err(unfit) => wrong.add(field.name(), t.text(unfit_key(unfit))),
        }
    }
    if values.is_empty() {
        wrong.add(fields(page).first().copied().unwrap_or_default(), t.text("payment-page-error-sealed-nothing"));
    }
    if !wrong.is_empty() {
        return None;
    }
    let seal = links::seal(&app.secrets, page, &values);
    let mut parts: Vec<(&str, &str)> = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    parts.push((links::SEAL, &seal));
    Some(paths::with_query(address, &parts))
}
