//! The four frames around a page: the staff's shell, pages for clients, bare pages, and the card's own iframe.
//!
//! A frame knows who looks, in which language and in what state the house is; it never knows what the page is about.

mod document;
pub mod portal;

use maud::{Markup, html};

use crate::{
    domain::{
        firm::Firm,
        locale::Language,
        payment_page::logo::Logo,
        permission::Permission,
        user::{Theme, User},
    },
    i18n::T,
};

use self::document::{Scripts, document, document_with};
use super::{
    fragments::{Icon, Tone, csrf, flash, language_switch},
    paths,
};

/// An area of the product that staff reach from the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Totals and what needs attention.
    Dashboard,
    /// The virtual terminal.
    EnterPayment,
    /// Every payment: search, details, refunds.
    PaymentManager,
    /// Payment schedules.
    Schedules,
    /// Who pays, their methods and their history.
    Payers,
    /// The mail that leaves.
    Outbox,
    /// The public pages on which clients pay.
    PaymentPages,
    /// What may be added for paying by credit card.
    Surcharges,
    /// Requests for payment.
    SendForPayment,
    /// Whether payers can sign in.
    Portal,
    /// What keeps machines from trying cards.
    BotDefence,
}

/// An entry of the menu.
struct Entry {
    area: Area,
    path: &'static str,
    key: &'static str,
    icon: Icon,
    permission: Permission,
    /// The keys that open it, as `staff.js` reads them.
    keys: &'static str,
}

/// The menu: groups in order, each with the key of its heading. An area appears here once it is built.
const MENU: &[(&str, &[Entry])] = &[
    (
        "shell-nav-payments",
        &[
            Entry {
                area: Area::Dashboard,
                path: "/dashboard",
                key: "shell-nav-dashboard",
                icon: Icon::LayoutDashboard,
                permission: Permission::ViewPayments,
                keys: "g d",
            },
            Entry {
                area: Area::EnterPayment,
                path: "/payments/new",
                key: "shell-nav-enter-payment",
                icon: Icon::CreditCard,
                permission: Permission::TakePayments,
                keys: "g e",
            },
            Entry {
                area: Area::PaymentManager,
                path: "/payments",
                key: "shell-nav-payment-manager",
                icon: Icon::ListFilter,
                permission: Permission::ViewPayments,
                keys: "g m",
            },
            Entry {
                area: Area::Payers,
                path: "/payers",
                key: "shell-nav-payers",
                icon: Icon::Users,
                permission: Permission::ViewPayments,
                keys: "g p",
            },
            Entry {
                area: Area::Schedules,
                path: "/schedules",
                key: "shell-nav-schedules",
                icon: Icon::CalendarClock,
                permission: Permission::ViewPayments,
                keys: "g s",
            },
        ],
    ),
    (
        "shell-nav-paid",
        &[
            Entry {
                area: Area::SendForPayment,
                path: "/send-for-payment",
                key: "shell-nav-send",
                icon: Icon::Send,
                permission: Permission::SendRequests,
                keys: "g r",
            },
            Entry {
                area: Area::PaymentPages,
                path: "/payment-pages",
                key: "shell-nav-payment-pages",
                icon: Icon::AppWindow,
                permission: Permission::ManagePaymentPages,
                keys: "g w",
            },
        ],
    ),
    (
        "shell-nav-administration",
        &[
            Entry {
                area: Area::Outbox,
                path: "/outbox",
                key: "shell-nav-outbox",
                icon: Icon::Mail,
                permission: Permission::ViewOutbox,
                keys: "g o",
            },
            Entry {
                area: Area::Surcharges,
                path: "/settings/surcharges",
                key: "shell-nav-surcharges",
                icon: Icon::Scale,
                permission: Permission::ManageSettings,
                keys: "g u",
            },
            Entry {
                area: Area::Portal,
                path: "/settings/portal",
                key: "shell-nav-portal",
                icon: Icon::KeyRound,
                permission: Permission::ManageSettings,
                keys: "g l",
            },
            Entry {
                area: Area::BotDefence,
                path: "/settings/bot-defence",
                key: "shell-nav-bot-defence",
                icon: Icon::ShieldCheck,
                permission: Permission::ManageSettings,
                keys: "g b",
            },
        ],
    ),
];

/// Who looks at a page, how, and in what state the house is.
#[derive(Clone, Copy, Debug)]
pub struct Ctx<'a> {
    /// The texts of the reader's language.
    pub t: T,
    /// The reader's theme; [`Theme::Device`] for clients.
    pub theme: Theme,
    /// The firm, once it is set up.
    pub firm: Option<&'a Firm>,
    /// Who is signed in, if anyone.
    pub user: Option<&'a User>,
    /// The area that the page belongs to.
    pub area: Option<Area>,
    /// This page's path and query, for the way back after a change of language or theme.
    pub path: &'a str,
    /// The token that every form of the page carries.
    pub csrf: &'a str,
    /// What the search box holds.
    pub query: &'a str,
    /// The bell, for whoever may see alerts.
    pub bell: Option<&'a Markup>,
    /// The outcome of the last action.
    pub flash: Option<(Tone, &'a str)>,
    /// Whether the page is a list that uses the whole width.
    pub wide: bool,
    /// Whether the page answers a form that was filled in wrongly.
    pub failed: bool,
    /// Whether a test processor takes the payments.
    pub test_mode: bool,
    /// Whether nothing may be written at the moment. Why is the log's to say: it names files of this machine.
    pub read_only: bool,
    /// Whether single keys are shortcuts for this reader (WCAG 2.1.4).
    pub shortcuts: bool,
    /// The logo of the payment page that a client is or was on.
    pub logo: Option<Logo>,
}

impl<'a> Ctx<'a> {
    /// A page for someone who is not signed in, with nothing out of the ordinary.
    #[must_use]
    pub const fn new(t: T, firm: Option<&'a Firm>, path: &'a str) -> Self {
        Self {
            t,
            theme: Theme::Device,
            firm,
            user: None,
            area: None,
            path,
            csrf: "",
            query: "",
            bell: None,
            flash: None,
            wide: false,
            failed: false,
            test_mode: false,
            read_only: false,
            shortcuts: true,
            logo: None,
        }
    }

    fn may(&self, permission: Permission) -> bool {
        self.user.is_some_and(|user| user.may(permission))
    }

    fn firm_name(&self) -> &'a str {
        self.firm.map_or("ClientPay", |firm| firm.name.as_str())
    }

    fn title(&self, title: &str) -> String {
        let title = if self.failed { self.t.with("shell-title-error", [("title", title)]) } else { title.to_owned() };
        format!("{title} – {}", self.firm_name())
    }
}

/// What only a payment page has in its head and at its top.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The languages it is offered in.
    pub languages: &'a Markup,
    /// The address of its own colours.
    pub stylesheet: Option<&'a str>,
    /// The words that search engines may list it with; nothing where they may not list it.
    pub listed: Option<&'a str>,
}

fn skip_link(t: T) -> Markup {
    html! { a class="skip-link" href="#main" { (t.text("shell-skip")) } }
}

/// The states of the house that everyone must see.
fn bars(ctx: &Ctx<'_>) -> Markup {
    html! {
        @if ctx.read_only {
            div class="bar bar-read-only" role="status" {
                (Icon::TriangleAlert) span { (ctx.t.text("shell-read-only")) }
            }
        }
        @if ctx.test_mode {
            div class="bar bar-test" role="status" { (Icon::Info) span { (ctx.t.text("shell-test-mode")) } }
        }
    }
}

/// A page for staff: menu, search, profile, and `body` in the middle.
#[must_use]
pub fn staff(ctx: &Ctx<'_>, title: &str, body: &Markup) -> Markup {
    let headers = format!("{{\"X-CSRF-Token\":\"{}\"}}", ctx.csrf);
    let keys = if ctx.shortcuts { "on" } else { "off" };
    let page = html! {
        body hx-boost:inherited="true" hx-headers:inherited=(headers) data-keys=(keys) {
            (skip_link(ctx.t))
            div class="shell" {
                (sidebar(ctx))
                div class="main" {
                    (bars(ctx))
                    (topbar(ctx))
                    main.page.page-wide[ctx.wide] id="main" tabindex="-1" { (flash(ctx.flash)) (body) }
                }
            }
        }
    };
    document(ctx, title, Scripts::Staff, &page)
}

fn sidebar(ctx: &Ctx<'_>) -> Markup {
    html! {
        header class="sidebar" id="nav" {
            div class="sidebar-inner" {
                a class="button button-icon button-ghost sidebar-close" href="#main" aria-label=(ctx.t.text("shell-menu-close")) {
                    (Icon::X.sized(20))
                }
                a class="firm" href="/dashboard" {
                    (crest(ctx))
                    span { b { (ctx.firm_name()) } " " span class="firm-sub" { (ctx.t.text("shell-tagline")) } }
                }
                nav class="nav" aria-label=(ctx.t.text("shell-nav")) {
                    @for (heading, entries) in MENU { (menu_group(ctx, heading, entries)) }
                }
                div class="sidebar-foot" {
                    span { (ctx.t.with("shell-version", [("version", env!("CARGO_PKG_VERSION"))])) }
                }
            }
        }
    }
}

fn crest(ctx: &Ctx<'_>) -> Markup {
    let initials = ctx.firm.map_or_else(|| "CP".to_owned(), Firm::initials);
    html! { span class="crest" aria-hidden="true" { (initials) } }
}

fn menu_group(ctx: &Ctx<'_>, heading: &str, entries: &[Entry]) -> Markup {
    let open: Vec<_> = entries.iter().filter(|entry| ctx.may(entry.permission)).collect();
    html! {
        @if !open.is_empty() {
            div {
                h2 id=(heading) { (ctx.t.text(heading)) }
                ul role="list" aria-labelledby=(heading) {
                    @for entry in open {
                        @let here = (ctx.area == Some(entry.area)).then_some("page");
                        li {
                            a href=(entry.path) aria-current=[here] data-key=(entry.keys) {
                                (entry.icon.sized(18)) span { (ctx.t.text(entry.key)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn topbar(ctx: &Ctx<'_>) -> Markup {
    html! {
        div class="topbar" role="region" aria-label=(ctx.t.text("shell-topbar")) {
            a class="button button-icon button-ghost menu-button" href="#nav" aria-label=(ctx.t.text("shell-menu")) {
                (Icon::Menu.sized(20))
            }
            @if ctx.may(Permission::ViewPayments) { (search(ctx)) }
            div class="topbar-end" {
                @if ctx.may(Permission::TakePayments) {
                    a class="button button-small button-primary" href="/payments/new" data-key="n" {
                        (Icon::Plus) span class="narrow-hidden" { (ctx.t.text("shell-enter-payment")) }
                    }
                }
                @if let Some(bell) = ctx.bell { (bell) }
                @if let Some(user) = ctx.user { (profile(ctx, user)) }
            }
        }
    }
}

fn search(ctx: &Ctx<'_>) -> Markup {
    html! {
        form class="search" role="search" action="/payments" {
            (Icon::Search)
            input type="search" name="q" value=(ctx.query) data-key="/" autocomplete="off"
                aria-label=(ctx.t.text("shell-search-label")) placeholder=(ctx.t.text("shell-search-placeholder"));
            @if ctx.shortcuts { kbd aria-hidden="true" { "/" } }
        }
    }
}

/// Forms, not links: they change something, and work without JavaScript. Not swapped, since language and theme stand
/// on the document itself.
fn profile(ctx: &Ctx<'_>, user: &User) -> Markup {
    let t = ctx.t;
    html! {
        details class="menu" {
            summary {
                span class="avatar" aria-hidden="true" { (initials(&user.name)) }
                span class="narrow-hidden" {
                    span class="visually-hidden" { (t.text("shell-profile")) " " } (user.name)
                }
                (Icon::ChevronDown)
            }
            div class="menu-panel" {
                div class="menu-section" {
                    b { (user.name) }
                    div class="faint small" { (user.email) }
                    div class="faint small" { (t.label(user.role)) }
                }
                form class="menu-section" method="post" action="/profile/preferences" hx-boost="false" {
                    (csrf(ctx.csrf)) input type="hidden" name="back" value=(ctx.path);
                    h2 { (t.text("shell-profile-language")) }
                    div class="choices" {
                        @for language in Language::ALL {
                            button class="choice" type="submit" name="language" value=(language.code()) lang=(language.code())
                                aria-pressed=(language == t.language()) { (language.endonym()) }
                        }
                    }
                }
                form class="menu-section" method="post" action="/profile/preferences" hx-boost="false" {
                    (csrf(ctx.csrf)) input type="hidden" name="back" value=(ctx.path);
                    h2 { (t.text("shell-profile-theme")) }
                    div class="choices" {
                        @for theme in Theme::ALL {
                            button class="choice" type="submit" name="theme" value=(theme.code())
                                aria-pressed=(theme == ctx.theme) { (t.label(theme)) }
                        }
                    }
                }
                form class="menu-section" method="post" action="/sign-out" hx-boost="false" {
                    (csrf(ctx.csrf))
                    button class="menu-link" type="submit" { (Icon::LogOut) span { (t.text("shell-sign-out")) } }
                }
            }
        }
    }
}

fn initials(name: &str) -> String {
    let first = |word: &str| word.chars().next().into_iter().flat_map(char::to_uppercase).collect::<String>();
    let mut words = name.split_whitespace();
    let start = words.next().map(first).unwrap_or_default();
    start + &words.next_back().map(first).unwrap_or_default()
}

/// A page for a client: the firm's name, the languages, `body`, and how the firm can be reached.
#[must_use]
pub fn public(ctx: &Ctx<'_>, title: &str, body: &Markup) -> Markup {
    client(ctx, title, ("public-main public-narrow", &html! {}, &html! {}), body)
}

/// Whose page it is: the page's own logo, or the firm's initials and name.
fn public_firm(ctx: &Ctx<'_>) -> Markup {
    html! {
        @match ctx.logo {
            Some(logo) => span class="public-firm public-logo" {
                img src=(paths::logo(logo)) width=(logo.width) height=(logo.height) alt=(ctx.firm_name());
            }
            None => span class="public-firm" { (crest(ctx)) span { (ctx.firm_name()) } }
        }
    }
}

/// A page for a client, with `who` is signed in beside the firm's name and `menu` below it.
fn client(ctx: &Ctx<'_>, title: &str, (class, who, menu): (&str, &Markup, &Markup), body: &Markup) -> Markup {
    let page = html! {
        body class="public" {
            (skip_link(ctx.t))
            (bars(ctx))
            header class="public-top" {
                div class="public-bar" {
                    (public_firm(ctx))
                    (who)
                    (language_switch(ctx.t, ctx.path))
                }
                @if !menu.0.is_empty() { div class="public-bar public-bar-menu" { (menu) } }
            }
            main class=(class) id="main" tabindex="-1" { (body) }
            (public_foot(ctx))
        }
    };
    document(ctx, title, Scripts::Client, &page)
}

/// A payment page: the firm's name, the page's languages, `body` in two columns where there is room, and how the firm can
/// be reached.
#[must_use]
pub fn pay(ctx: &Ctx<'_>, title: &str, frame: &Frame<'_>, body: &Markup) -> Markup {
    public_pay(ctx, title, frame, (body, false))
}

/// [`pay`] as it would look, with nothing on it that works.
#[must_use]
pub fn pay_preview(ctx: &Ctx<'_>, title: &str, frame: &Frame<'_>, body: &Markup) -> Markup {
    public_pay(ctx, title, frame, (body, true))
}

fn public_pay(ctx: &Ctx<'_>, title: &str, frame: &Frame<'_>, (body, inert): (&Markup, bool)) -> Markup {
    let head = html! {
        @match frame.listed {
            Some(words) => { meta name="description" content=(words); }
            None => { meta name="robots" content="noindex"; }
        }
        @if let Some(path) = frame.stylesheet { link rel="stylesheet" href=(path); }
    };
    let page = html! {
        body class="public" {
            (skip_link(ctx.t))
            (bars(ctx))
            header class="public-top" {
                div class="public-bar" { (public_firm(ctx)) (frame.languages) }
            }
            main class="public-main public-pay" id="main" tabindex="-1" inert[inert] { (body) }
            (public_foot(ctx))
        }
    };
    document_with(ctx, title, (Scripts::Pay, &head), &page)
}

/// The firm's name and how it can be reached, at the foot of a client's page.
fn public_foot(ctx: &Ctx<'_>) -> Markup {
    html! {
        footer class="public-foot" {
            div {
                b { (ctx.firm_name()) }
                @if let Some(firm) = ctx.firm {
                    @if !firm.address.is_empty() { " " span { (firm.address) } }
                    @if !firm.phone.is_empty() { " " a href={ "tel:" (dialled(&firm.phone)) } { (firm.phone) } }
                    @if !firm.email.is_empty() { " " a href={ "mailto:" (firm.email) } { (firm.email) } }
                }
            }
        }
    }
}

/// What a telephone dials: what is written up to an extension, without what only helps to read it.
fn dialled(phone: &str) -> String {
    let number = phone.split(char::is_alphabetic).next().unwrap_or_default();
    number.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect()
}

/// A page before anyone is signed in: sign-in, setup, a message. `body` stands in the middle.
#[must_use]
pub fn bare(ctx: &Ctx<'_>, title: &str, body: &Markup) -> Markup {
    let page = html! {
        body class="bare" {
            (skip_link(ctx.t))
            (bars(ctx))
            main class="bare-main" id="main" tabindex="-1" {
                div class="bare-firm" { (crest(ctx)) span { (ctx.firm_name()) } }
                (body)
            }
            footer class="bare-foot" { (language_switch(ctx.t, ctx.path)) }
        }
    };
    document(ctx, title, Scripts::Client, &page)
}

/// The card's own small document, for an iframe: `body` and nothing around it.
#[must_use]
pub fn frame(ctx: &Ctx<'_>, title: &str, body: &Markup) -> Markup {
    framed(ctx, title, ("frame", body))
}

/// [`frame`] on a page for clients, with its larger fields.
#[must_use]
pub fn public_frame(ctx: &Ctx<'_>, title: &str, body: &Markup) -> Markup {
    framed(ctx, title, ("frame public", body))
}

fn framed(ctx: &Ctx<'_>, title: &str, (class, body): (&str, &Markup)) -> Markup {
    let body = html! { body class=(class) { div id="main" { h1 class="visually-hidden" { (title) } (body) } } };
    document(ctx, title, Scripts::Card, &body)
}

#[cfg(test)]
mod tests;
