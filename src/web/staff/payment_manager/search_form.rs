//! The search box and what goes with it. With JavaScript the results follow the typing; without it, Enter asks.

use maud::{Markup, html};

use crate::{
    service::search::{Join, Shown},
    web::{fragments::Icon, paths},
};

use super::listing::List;

/// The form. What it does not show but the address says, it carries along.
pub(super) fn form(p: &List<'_>) -> Markup {
    let (t, asked) = (p.t, &p.place.asked);
    html! {
        form class="filters" role="search" action=(paths::PAYMENTS) aria-label=(t.text("payments-search"))
            hx-get=(paths::PAYMENTS) hx-trigger="input changed delay:200ms, change, submit" hx-target="#results" hx-select="#results"
            hx-swap="outerHTML" hx-sync="this:replace" hx-push-url="true" {
            div class="search" {
                (Icon::Search)
                input type="search" name="q" value=(asked.text) autocomplete="off" aria-label=(t.text("payments-search"))
                    aria-describedby="payments-search-hint" maxlength="500" data-key="/" data-rows;
            }
            p class="hint" id="payments-search-hint" { (t.text("payments-search-hint")) }
            div class="row" {
                label class="check" {
                    input type="checkbox" name="all" value="1" checked[asked.unsuccessful == Shown::Yes];
                    span { (t.text("payments-show-unsuccessful")) }
                }
                span class="push" {}
                @if !asked.sort.is_empty() { input type="hidden" name="sort" value=(asked.sort); }
                @if asked.join == Join::Any { input type="hidden" name="any" value="1"; }
                @if let Some(rows) = p.place.blank_rows { input type="hidden" name="rows" value=(rows); }
                button class="button button-small" type="submit" { (Icon::Search) span { (t.text("payments-search-go")) } }
            }
        }
    }
}
