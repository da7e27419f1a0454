//! The document around a page: its head, with the styles and scripts that the page needs and no others.

use maud::{DOCTYPE, Markup, html};

use super::{super::assets::asset, Ctx};

/// The scripts that a page loads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scripts {
    /// Swapping of fragments, and what pages do beyond it.
    Staff,
    /// No swapping: payment pages stay small.
    Client,
    /// Only the card fields' own.
    Card,
    /// A payment page's own before the client's: it finishes its sum before the form may go.
    Pay,
}

/// A document that asks not to be listed.
pub(super) fn document(ctx: &Ctx<'_>, title: &str, scripts: Scripts, body: &Markup) -> Markup {
    let head = html! { meta name="robots" content="noindex"; };
    document_with(ctx, title, (scripts, &head), body)
}

/// A document with something of its own in its head.
pub(super) fn document_with(ctx: &Ctx<'_>, title: &str, (scripts, head): (Scripts, &Markup), body: &Markup) -> Markup {
    // A client's page asks for its letters once it is painted, by `app.js`.
    let letters = matches!(scripts, Scripts::Staff | Scripts::Card).then_some("own");
    html! {
        (DOCTYPE)
        html lang=(ctx.t.locale().tag()) data-theme=(ctx.theme.code()) data-letters=[letters] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (ctx.title(title)) }
                link rel="icon" href=(asset("favicon.svg")) type="image/svg+xml";
                @if scripts == Scripts::Staff {
                    link rel="preload" href=(asset("public-sans.woff2")) as="font" type="font/woff2" crossorigin;
                }
                link rel="stylesheet" href=(asset("app.css"));
                @if scripts == Scripts::Staff { link rel="stylesheet" href=(asset("staff.css")); }
                (head)
                @if scripts == Scripts::Staff {
                    meta name="htmx-config" content="extensions:\"cp\"";
                    script src=(asset("htmx.min.js")) defer {}
                }
                script defer src=(asset(match scripts {
                    Scripts::Staff | Scripts::Client => "app.js",
                    Scripts::Card => "card.js",
                    Scripts::Pay => "client-pay.js",
                })) {}
                @if scripts == Scripts::Staff { script src=(asset("staff.js")) defer {} }
            }
            (body)
        }
    }
}
