//! The list of payment pages.

use maud::{Markup, html};

use crate::{
    domain::{
        merchant_account::MerchantAccount,
        money::{Currency, Money},
        payment_page::{Kind, guard::Alertness},
    },
    i18n::{T, amount},
    service::payment_pages::Listed,
    web::{
        fragments::{self, Icon, Look, Tone, button_link, card_flush, csrf, empty, page_head, table_scroll, tag},
        paths,
    },
};

/// A page with what the list shows of it.
pub(in super::super) struct Row<'a> {
    pub(in super::super) listed: &'a Listed,
    pub(in super::super) currency: Currency,
    pub(in super::super) address: String,
}

/// Whether clients can pay on a page.
pub(in super::super) fn state(t: T, listed: &Listed) -> Markup {
    let (tone, icon, key) = match (listed.page.open, listed.alertness) {
        (false, _) => (Tone::Neutral, Icon::Ban, "payment-page-closed"),
        (true, Alertness::Resting { .. }) => (Tone::Negative, Icon::TriangleAlert, "payment-page-resting"),
        (true, Alertness::Wary) => (Tone::Warning, Icon::TriangleAlert, "payment-page-wary"),
        (true, Alertness::Calm) => (Tone::Positive, Icon::Check, "payment-page-open"),
    };
    tag(tone, icon, &t.text(key))
}

/// The whole page.
pub(in super::super) fn page((t, csrf_token): (T, &str), accounts: &[MerchantAccount], rows: &[Row<'_>]) -> Markup {
    let new = button_link(Look::Primary, paths::NEW_PAYMENT_PAGE, &t.text("payment-page-new"), Some(Icon::Plus));
    html! {
        (page_head(&html! {}, &t.text("payment-pages-title"), &html! { p { (t.text("payment-pages-intro")) } }, &new))
        @if rows.is_empty() {
            (empty(Icon::AppWindow, &t.text("payment-pages-none"), &t.text("payment-pages-none-text"), &new))
        } @else {
            (card_flush("payment-pages", &t.text("payment-pages-title"), &html! {},
                &table_scroll(&t.text("payment-pages-table"), &table((t, csrf_token), accounts, rows))))
        }
    }
}

fn table((t, csrf_token): (T, &str), accounts: &[MerchantAccount], rows: &[Row<'_>]) -> Markup {
    html! {
        table class="table table-two-line table-stack" {
            thead { tr {
                th scope="col" { (t.text("payment-page-name")) }
                th scope="col" { (t.text("enter-payment-account")) }
                th scope="col" { (t.text("payment-page-state")) }
                th scope="col" class="cell-end" { (t.text("payment-page-payments")) }
                th scope="col" class="cell-end" { (t.text("payment-page-volume")) }
                th scope="col" { span class="visually-hidden" { (t.text("payment-page-more")) } }
            } }
            tbody { @for row in rows { (line((t, csrf_token), accounts, row)) } }
        }
    }
}

fn switch(t: T, csrf_token: &str, row: &Row<'_>) -> Markup {
    let page = &row.listed.page;
    let (to, key) = if page.open { ("closed", "payment-page-close") } else { ("open", "payment-page-switch-on") };
    html! {
        form class="inline" method="post" action=(paths::payment_page_part(page.id, "state")) {
            (csrf(csrf_token)) input type="hidden" name="to" value=(to); input type="hidden" name="back" value="list";
            button class="button button-small" type="submit" aria-label=(format!("{}: {}", t.text(key), page.content.name)) { (t.text(key)) }
        }
    }
}

fn line((t, csrf_token): (T, &str), accounts: &[MerchantAccount], row: &Row<'_>) -> Markup {
    let page = &row.listed.page;
    let account = accounts.iter().find(|account| account.id == page.content.merchant_account);
    let kind = match page.content.kind {
        Kind::General(_) => "payment-page-kind-general",
        Kind::Items(_) => "payment-page-kind-items",
    };
    let count = i64::try_from(row.listed.volume.count).unwrap_or(i64::MAX);
    let volume = Money::new(row.listed.volume.amount_minor, row.currency);
    html! {
        tr {
            td {
                a class="row-link" href=(paths::payment_page(page.id)) { (page.content.name) } " "
                span class="sub" { (row.address) }
            }
            td data-label=(t.text("enter-payment-account")) {
                @if let Some(account) = account { (fragments::account(t, account)) } " "
                span class="sub" { (t.text(kind)) }
            }
            td data-label=(t.text("payment-page-state")) { (state(t, row.listed)) }
            td class="cell-end num" data-label=(t.text("payment-page-payments")) { (crate::i18n::numbers::integer(count, t.locale())) }
            td class="cell-end cell-amount" data-label=(t.text("payment-page-volume")) { (amount::format(volume, t.locale())) }
            td class="cell-end" { (switch(t, csrf_token, row)) }
        }
    }
}
