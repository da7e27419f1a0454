//! The page on which columns are chosen and put in order: buttons only, nothing to drag.

use maud::{Markup, html};

use crate::{
    domain::column::Column,
    i18n::T,
    web::{
        fragments::{Icon, Look, breadcrumb, button, button_link, csrf, page_head},
        paths,
    },
};

/// What the page shows.
pub(super) struct Choosing<'a> {
    pub(super) t: T,
    pub(super) columns: &'a [Column],
    /// The step that led here, so that its button can be pressed again.
    pub(super) step: Option<Step>,
    pub(super) back: &'a str,
    pub(super) csrf: &'a str,
}

/// One change of the choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Up(Column),
    Down(Column),
    Remove(Column),
    Add(Column),
    Usual,
}

impl Step {
    /// The step that a button asks for.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (verb, code) = text.split_once(':').unwrap_or((text, ""));
        match (verb, Column::from_code(code)) {
            ("up", Some(column)) => Some(Self::Up(column)),
            ("down", Some(column)) => Some(Self::Down(column)),
            ("remove", Some(column)) => Some(Self::Remove(column)),
            ("add", Some(column)) => Some(Self::Add(column)),
            ("usual", _) => Some(Self::Usual),
            _ => None,
        }
    }

    fn code(self) -> String {
        match self {
            Self::Up(column) => format!("up:{}", column.code()),
            Self::Down(column) => format!("down:{}", column.code()),
            Self::Remove(column) => format!("remove:{}", column.code()),
            Self::Add(column) => format!("add:{}", column.code()),
            Self::Usual => "usual".to_owned(),
        }
    }

    /// Changes the choice. What cannot be done, such as taking the last column away, changes nothing.
    pub(super) fn take(self, columns: &mut Vec<Column>) {
        let place = |column| columns.iter().position(|known| *known == column);
        match self {
            Self::Up(column) => {
                if let Some(at) = place(column).filter(|at| *at > 0) {
                    columns.swap(at, at - 1);
                }
            }
            Self::Down(column) => {
                if let Some(at) = place(column).filter(|at| at + 1 < columns.len()) {
                    columns.swap(at, at + 1);
                }
            }
            Self::Remove(column) if columns.len() > 1 => columns.retain(|known| *known != column),
            Self::Remove(_) => {}
            Self::Add(column) if place(column).is_none() => columns.push(column),
            Self::Add(_) => {}
            Self::Usual => *columns = Column::USUAL.to_vec(),
        }
    }
}

/// The whole page.
pub(super) fn page(p: &Choosing<'_>) -> Markup {
    let t = p.t;
    let codes = p.columns.iter().map(|column| column.code()).collect::<Vec<_>>().join(",");
    let others: Vec<Column> = Column::ALL.into_iter().filter(|column| !p.columns.contains(column)).collect();
    let carried = html! {
        input type="hidden" name="columns" value=(codes);
        input type="hidden" name="back" value=(p.back);
    };
    html! {
        (page_head(&breadcrumb(paths::PAYMENTS, &t.text("payments-title"), &t.text("columns-title")), &t.text("columns-title"), &html! { p { (t.text("columns-intro")) } }, &html! {}))
        form class="columns columns-even" action=(paths::PAYMENT_COLUMNS) {
            (carried)
            section class="card" aria-labelledby="columns-shown" {
                div class="card-head" { h2 id="columns-shown" { (t.text("columns-shown")) } }
                ol class="choosing" role="list" { @for (place, column) in p.columns.iter().enumerate() { (shown(p, place, *column)) } }
                div class="card-body" { (step_button(p, Step::Usual, None, &t.text("columns-usual"), &t.text("columns-usual"))) }
            }
            section class="card" aria-labelledby="columns-others" {
                div class="card-head" { h2 id="columns-others" { (t.text("columns-others")) } }
                @if others.is_empty() { p class="card-body" { (t.text("columns-none")) } }
                @else { ul class="choosing" role="list" { @for column in others { (other(p, column)) } } }
            }
        }
        form class="row" method="post" action=(paths::PAYMENT_COLUMNS) data-once {
            (csrf(p.csrf)) (carried)
            (button(Look::Primary, &t.text("columns-save"), Some(Icon::Check)))
            (button_link(Look::Ghost, p.back, &t.text("columns-cancel"), None))
        }
    }
}

fn shown(p: &Choosing<'_>, place: usize, column: Column) -> Markup {
    let (t, name) = (p.t, p.t.label(column));
    let is_last = place + 1 == p.columns.len();
    html! {
        li {
            span class="choosing-name" { (name) }
            @if place > 0 { (step_button(p, Step::Up(column), Some(Icon::ArrowUp), &t.text("columns-up"), &t.with("columns-up-name", [("column", name.clone())]))) }
            @if !is_last { (step_button(p, Step::Down(column), Some(Icon::ArrowDown), &t.text("columns-down"), &t.with("columns-down-name", [("column", name.clone())]))) }
            @if p.columns.len() > 1 { (step_button(p, Step::Remove(column), Some(Icon::X), &t.text("columns-remove"), &t.with("columns-remove-name", [("column", name.clone())]))) }
        }
    }
}

fn other(p: &Choosing<'_>, column: Column) -> Markup {
    let (t, name) = (p.t, p.t.label(column));
    html! {
        li {
            span class="choosing-name" { (name) }
            (step_button(p, Step::Add(column), Some(Icon::Plus), &t.text("columns-add"), &t.with("columns-add-name", [("column", name.clone())])))
        }
    }
}

/// A button whose words are short because it stands beside its column; its full name says which one.
fn step_button(p: &Choosing<'_>, step: Step, icon: Option<Icon>, words: &str, name: &str) -> Markup {
    html! {
        button class="button button-small" type="submit" name="do" value=(step.code()) aria-label=(name)
            autofocus[p.step == Some(step)] {
            @if let Some(icon) = icon { (icon) } span { (words) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_that_cannot_be_taken_change_nothing() {
        let chosen = vec![Column::Payer, Column::Net];
        for text in ["", "up", "up:nonsense", "up:payer", "down:net", "remove:date", "add:net", "jump:net", "up:date"] {
            let mut columns = chosen.clone();
            if let Some(step) = Step::read(text) {
                step.take(&mut columns);
            }
            assert_eq!(columns, chosen, "{text}");
        }
        let mut last = vec![Column::Net];
        Step::Remove(Column::Net).take(&mut last);
        assert_eq!(last, [Column::Net]);
    }

    #[test]
    fn steps_move_add_and_remove() {
        let mut columns = vec![Column::Payer, Column::Net];
        for (text, expected) in [
            ("add:date", vec![Column::Payer, Column::Net, Column::Date]),
            ("up:date", vec![Column::Payer, Column::Date, Column::Net]),
            ("down:payer", vec![Column::Date, Column::Payer, Column::Net]),
            ("remove:payer", vec![Column::Date, Column::Net]),
            ("usual", Column::USUAL.to_vec()),
        ] {
            let step = Step::read(text).unwrap();
            assert_eq!(step.code(), text);
            step.take(&mut columns);
            assert_eq!(columns, expected, "{text}");
        }
    }
}
