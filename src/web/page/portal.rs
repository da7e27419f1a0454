//! The frame of the payer portal: a page for clients with the portal's own menu.

use maud::{Markup, html};

use crate::web::{
    fragments::{Icon, csrf, flash},
    paths,
};

use super::{Ctx, client};

/// The pages of the payer portal, as its menu has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortalPage {
    /// What is to be paid, and what was and will be.
    Home,
    /// Every payment.
    Payments,
    /// What was agreed to be collected.
    Schedules,
    /// Saved cards and bank accounts.
    Methods,
    /// The sign-in itself.
    Settings,
}

const PORTAL_MENU: [(PortalPage, &str, &str); 5] = [
    (PortalPage::Home, paths::PORTAL, "portal-nav-home"),
    (PortalPage::Payments, paths::PORTAL_PAYMENTS, "portal-nav-payments"),
    (PortalPage::Schedules, paths::PORTAL_SCHEDULES, "portal-nav-schedules"),
    (PortalPage::Methods, paths::PORTAL_METHODS, "portal-nav-methods"),
    (PortalPage::Settings, paths::PORTAL_SETTINGS, "portal-nav-settings"),
];

/// A page of the payer portal: like those for clients, with its menu, who is signed in, and the way out.
#[must_use]
pub fn page(ctx: &Ctx<'_>, title: &str, (here, who): (PortalPage, &str), body: &Markup) -> Markup {
    let t = ctx.t;
    let menu = html! {
        nav class="public-menu tabs" aria-label=(t.text("portal-nav")) {
            @for (page, path, key) in PORTAL_MENU { a href=(path) aria-current=[(page == here).then_some("page")] { (t.text(key)) } }
        }
    };
    let who = html! {
        div class="public-who" {
            span class="muted public-who-name" { (t.with("portal-signed-in-as", [("who", who.to_owned())])) }
            form method="post" action=(paths::PORTAL_SIGN_OUT) {
                (csrf(ctx.csrf))
                button class="button button-small button-ghost" type="submit" { (Icon::LogOut) span { (t.text("shell-sign-out")) } }
            }
        }
    };
    let body = html! { div class="stack" { (flash(ctx.flash)) (body) } };
    client(ctx, title, ("public-main", &who, &menu), &body)
}
