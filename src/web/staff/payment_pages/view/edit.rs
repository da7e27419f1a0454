//! The editor of a payment page, with a preview beside it. Texts stand side by side in the three languages.

use maud::{Markup, html};

use crate::{
    domain::{
        accepted::Accepted,
        captcha::Use,
        locale::Language,
        merchant_account::MerchantAccount,
        payment_page::{
            PaymentPage,
            colour::Colour,
            fields::{FieldKind, Need},
            onward::Onward,
            pricing::MOST_ITEMS,
            rules::MOST_FIELDS,
        },
    },
    i18n::{T, numbers},
    web::{
        fragments::{
            self, Check, Field, Icon, Kind, Look, Need as FieldNeed, breadcrumb, button, button_link, card, check,
            csrf, error_summary, page_head, radio, required_key, select_field, text_field, textarea_field,
        },
        paths,
        pay_form::Wrong,
    },
};

use super::super::form::{ASKED, LIMITS, Typed, WORDS};

/// What the editor shows.
pub(in super::super) struct Editor<'a> {
    pub(in super::super) t: T,
    pub(in super::super) csrf: &'a str,
    /// The page that is changed; a new one has none.
    pub(in super::super) page: Option<&'a PaymentPage>,
    pub(in super::super) typed: &'a Typed,
    pub(in super::super) wrong: &'a Wrong,
    pub(in super::super) accounts: &'a [&'a MerchantAccount],
    /// Who checks for the portal that a person is there.
    pub(in super::super) company: Option<&'a str>,
}

impl Editor<'_> {
    pub(in super::super) fn title(&self) -> String {
        self.page.map_or_else(|| self.t.text("payment-page-new"), |page| page.content.name.clone())
    }

    pub(super) fn key(&self, name: &str) -> String {
        self.t.text(&format!("payment-page-{name}"))
    }

    /// A line of text; `about` is its label and its hint.
    fn line(&self, name: &str, about: (&str, Option<&str>), (need, kind, class): (FieldNeed, Kind, &str)) -> Markup {
        let f = Field {
            name,
            label: about.0,
            value: self.typed.get(name),
            hint: about.1,
            error: self.wrong.of(name),
            need,
            kind,
            max_length: Some(300),
            class,
            ..Field::default()
        };
        text_field(self.t, &f)
    }

    fn choose(&self, (name, need): (&str, FieldNeed), label: &str, choices: &[(&str, &str)], class: &str) -> Markup {
        let f = Field {
            name,
            label,
            value: self.typed.get(name),
            error: self.wrong.of(name),
            need,
            class,
            ..Field::default()
        };
        select_field(self.t, &f, choices)
    }

    fn area(&self, name: &str, (label, hint): (&str, Option<&str>), (rows, class): (u8, &str)) -> Markup {
        let f = Field {
            name,
            label,
            value: self.typed.get(name),
            hint,
            error: self.wrong.of(name),
            need: FieldNeed::Unmarked,
            class,
            ..Field::default()
        };
        textarea_field(self.t, &f, rows)
    }

    fn tick(&self, name: &str, label: &str, hint: Option<&str>) -> Markup {
        check(&Check { name, value: "yes", label, hint, checked: !self.typed.get(name).is_empty() })
    }

    /// One text in the three languages, side by side.
    fn texts(&self, name: &str, label: &str, rows: u8) -> Markup {
        self.texts_as("label", name, (label, rows))
    }

    /// [`Editor::texts`] below a line that says already what it is.
    pub(super) fn texts_under(&self, name: &str, label: &str, rows: u8) -> Markup {
        self.texts_as("visually-hidden", name, (label, rows))
    }

    fn texts_as(&self, legend: &str, name: &str, (label, rows): (&str, u8)) -> Markup {
        html! {
            fieldset class="side-by-side" {
                legend class=(legend) { (label) }
                div class="grid" {
                    @for language in Language::ALL {
                        (self.area(&format!("{name}-{}", language.code()), (language.endonym(), None), (rows, "span-4")))
                    }
                }
            }
        }
    }
}

/// The whole page.
pub(in super::super) fn page(e: &Editor<'_>) -> Markup {
    let (t, title) = (e.t, e.title());
    let path = e.page.map_or_else(|| paths::PAYMENT_PAGES.to_owned(), |page| paths::payment_page(page.id));
    html! {
        (error_summary(t, &e.wrong.all()))
        (page_head(&breadcrumb(paths::PAYMENT_PAGES, &t.text("payment-pages-title"), &title), &title, &html! {}, &required_key(t)))
        form class="editor-columns" id="payment-page" method="post" action=(path) novalidate hx-boost="false" data-preview="#preview-button" {
            // Enter saves: the first button of a form is the one that it presses.
            button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true" { (e.key("save")) }
            (csrf(e.csrf))
            @if let Some(page) = e.page { input type="hidden" name="page" value=(page.id); }
            input type="hidden" name="version" value=(e.typed.get("version"));
            input type="hidden" name="last-number" value=(e.typed.get("last-number"));
            div class="stack" {
                (card("page-what", &e.key("what"), &html! {}, &what(e)))
                (card("page-kind", &e.key("kind"), &html! {}, &kind(e)))
                (card("page-tax", &e.key("tax"), &html! {}, &tax(e)))
                (card("page-words", &e.key("words"), &html! {}, &words(e)))
                (card("page-asked", &e.key("asked"), &html! {}, &asked(e)))
                (card("page-look", &e.key("look"), &html! {}, &look(e)))
                (card("page-defence", &e.key("defence"), &html! {}, &defence(e)))
                div class="actions" {
                    (button(Look::Primary, &e.key("save"), Some(Icon::Check)))
                    button class="button" id="preview-button" type="submit" formaction="/payment-pages/preview" formtarget="preview" { (Icon::Eye) span { (e.key("preview")) } }
                    (button_link(Look::Ghost, &path, &t.text("report-cancel"), None))
                }
            }
            aside class="editor-preview" {
                (card("page-preview", &e.key("preview"), &html! {}, &html! {
                    div class="stack-3" {
                        p class="hint" { (e.key("preview-hint")) }
                        (preview_language(e))
                        iframe class="preview-frame" name="preview" title=(e.key("preview")) height="900" {}
                    }
                }))
            }
        }
    }
}

/// In which language the preview is.
fn preview_language(e: &Editor<'_>) -> Markup {
    let languages = Language::ALL.map(|language| (language.code(), language.endonym()));
    let typed = e.typed.get("preview-language");
    let field = Field {
        name: "preview-language",
        label: &e.t.text("shell-language"),
        value: if typed.is_empty() { e.t.language().code() } else { typed },
        need: FieldNeed::Unmarked,
        ..Field::default()
    };
    select_field(e.t, &field, &languages)
}

fn what(e: &Editor<'_>) -> Markup {
    let accounts: Vec<(String, String)> =
        e.accounts.iter().map(|account| (account.id.to_string(), fragments::account(e.t, account))).collect();
    let accounts: Vec<(&str, &str)> = accounts.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    let languages: Vec<(&str, &str)> =
        Language::ALL.iter().map(|language| (language.code(), language.endonym())).collect();
    let (name_hint, slug_hint) = (e.key("name-hint"), e.key("slug-hint"));
    let accepted = Accepted::ALL.map(|choice| (choice.code(), e.t.text(&format!("accepted-{}", choice.code()))));
    let accepted: Vec<(&str, &str)> = accepted.iter().map(|(code, words)| (*code, words.as_str())).collect();
    let accepted_hint = e.key("accepted-hint");
    let accepted_field = Field {
        name: "accepted",
        label: &e.t.text("accepted"),
        value: e.typed.get("accepted"),
        hint: Some(&accepted_hint),
        error: e.wrong.of("accepted"),
        need: FieldNeed::Unmarked,
        class: "span-6",
        ..Field::default()
    };
    html! {
        div class="stack-4" {
            div class="grid" {
                (e.line("name", (&e.key("name"), Some(&name_hint)), (FieldNeed::Required, Kind::Text, "span-6")))
                (e.line("slug", (&e.key("slug"), Some(&slug_hint)), (FieldNeed::Optional, Kind::Text, "span-6")))
                (e.choose(("account", FieldNeed::Required), &e.t.text("enter-payment-account"), &accounts, "span-6"))
                (select_field(e.t, &accepted_field, &accepted))
                (e.choose(("first-language", FieldNeed::Unmarked), &e.key("first-language"), &languages, "span-6"))
            }
            (e.tick("keep", &e.key("keep"), Some(&e.key("keep-hint"))))
            fieldset class="inline-checks" id="lang-en" {
                legend class="label" { (e.key("languages")) }
                @for language in Language::ALL { (e.tick(&format!("lang-{}", language.code()), language.endonym(), None)) }
            }
        }
    }
}

fn kind(e: &Editor<'_>) -> Markup {
    let (general, items) = (e.key("kind-general"), e.key("kind-items"));
    let rules = ["any", "fixed", "choices", "between"].map(|rule| (rule, e.key(&format!("rule-{rule}"))));
    let rules: Vec<(&str, &str)> = rules.iter().map(|(rule, words)| (*rule, words.as_str())).collect();
    let choices_hint = e.key("choices-hint");
    let amount = |class| (FieldNeed::Unmarked, Kind::Decimal, class);
    html! {
        div class="stack-4" {
            div class="grid" {
                (e.choose(("kind", FieldNeed::Unmarked), &e.key("kind"), &[("general", &general), ("items", &items)], "span-6"))
                (e.choose(("rule", FieldNeed::Unmarked), &e.key("rule"), &rules, "span-6 of-amount"))
                (e.line("fixed", (&e.key("fixed"), None), amount("span-3 of-amount of-fixed")))
                (e.line("least", (&e.key("least"), None), amount("span-3 of-amount of-between")))
                (e.line("most", (&e.key("most"), None), amount("span-3 of-amount of-between")))
                (e.area("choices", (&e.key("choices"), Some(&choices_hint)), (3, "span-6 of-amount of-choices")))
            }
            div class="stack-4 of-items" {
                h3 { (e.key("items")) }
                p class="hint" { (e.key("items-hint")) }
                @for at in 0..e.typed.rows("item", MOST_ITEMS) { (item(e, at)) }
                @if e.typed.rows("item", MOST_ITEMS) < MOST_ITEMS { (more_button(e)) }
            }
        }
    }
}

fn more_button(e: &Editor<'_>) -> Markup {
    html! {
        div class="actions" {
            button class="button button-small" type="submit" name="do" value="more" { (Icon::Plus) span { (e.key("more-rows")) } }
        }
    }
}

fn item(e: &Editor<'_>, at: usize) -> Markup {
    let name = |part: &str| format!("item-{at}-{part}");
    let number = i64::try_from(at).unwrap_or(i64::MAX).saturating_add(1);
    let parts = [("price", Kind::Decimal), ("tax", Kind::Decimal), ("usual", Kind::Digits), ("least", Kind::Digits)];
    let rest = [("most", Kind::Digits), ("stock", Kind::Digits)];
    let title = e.t.with("payment-page-item", [("number", number)]);
    let body = html! {
        fieldset class="side-by-side" {
            legend class="visually-hidden" { (title) }
            input type="hidden" name=(name("id")) value=(e.typed.get(&name("id")));
            div class="grid" {
                @for language in Language::ALL { (e.area(&name(language.code()), (language.endonym(), None), (2, "span-4"))) }
                @for (part, kind) in parts.into_iter().chain(rest) {
                    (e.line(&name(part), (&e.key(&format!("item-{part}")), None), (FieldNeed::Unmarked, kind, "span-4")))
                }
            }
        }
    };
    e.folded_row(&title, &name(""), &body)
}

fn tax(e: &Editor<'_>) -> Markup {
    let modes = ["none", "exclusive", "inclusive"].map(|mode| (mode, e.key(&format!("tax-{mode}"))));
    let modes: Vec<(&str, &str)> = modes.iter().map(|(mode, words)| (*mode, words.as_str())).collect();
    let hint = e.key("tax-rate-hint");
    html! {
        div class="stack-4" {
            div class="grid" {
                (e.choose(("tax", FieldNeed::Unmarked), &e.key("tax"), &modes, "span-6"))
                (e.line("tax-rate", (&e.key("tax-rate"), Some(&hint)), (FieldNeed::Unmarked, Kind::Decimal, "span-3 of-tax")))
            }
            div class="stack-4 of-tax" {
                (e.texts("tax-name", &e.key("tax-name"), 1))
                p class="hint" { (e.key("tax-rounding")) }
            }
        }
    }
}

fn words(e: &Editor<'_>) -> Markup {
    html! {
        div class="stack-4" {
            p class="hint" { (e.key("words-hint")) }
            @for (name, rows) in WORDS.into_iter().zip([2, 4]) { (e.texts(name, &e.key(name), rows)) }
            @for name in &WORDS[2..] { (e.folded_texts(name, 3)) }
        }
    }
}

fn asked(e: &Editor<'_>) -> Markup {
    let needs = Need::ALL.map(|need| (need.code(), e.key(&format!("need-{}", need.code()))));
    let needs: Vec<(&str, &str)> = needs.iter().map(|(code, words)| (*code, words.as_str())).collect();
    html! {
        div class="stack-4" {
            div class="grid" {
                @for name in ASKED { (e.choose((&format!("asked-{name}"), FieldNeed::Unmarked), &e.t.text(&format!("pay-{name}")), &needs, "span-3")) }
            }
            h3 { (e.key("fields")) }
            p class="hint" { (e.key("fields-hint")) }
            @for at in 0..e.typed.rows("field", MOST_FIELDS) { (question(e, at, &needs)) }
            @if e.typed.rows("field", MOST_FIELDS) < MOST_FIELDS { (more_button(e)) }
        }
    }
}

fn question(e: &Editor<'_>, at: usize, needs: &[(&str, &str)]) -> Markup {
    let name = |part: &str| format!("field-{at}-{part}");
    let number = i64::try_from(at).unwrap_or(i64::MAX).saturating_add(1);
    let kinds = FieldKind::CODES.map(|code| (code, e.key(&format!("field-{code}"))));
    let kinds: Vec<(&str, &str)> = kinds.iter().map(|(code, words)| (*code, words.as_str())).collect();
    let title = e.t.with("payment-page-field", [("number", number)]);
    let body = html! {
        fieldset class="side-by-side" {
            legend class="visually-hidden" { (title) }
            input type="hidden" name=(name("id")) value=(e.typed.get(&name("id")));
            div class="grid" {
                (e.choose((&name("kind"), FieldNeed::Unmarked), &e.key("field-kind"), &kinds, "span-6"))
                (e.choose((&name("need"), FieldNeed::Unmarked), &e.key("field-need"), needs, "span-6"))
                @for language in Language::ALL { (e.area(&name(language.code()), (language.endonym(), None), (2, "span-4"))) }
            }
        }
    };
    e.folded_row(&title, &name(""), &body)
}

/// How well words on a button of a colour can be read; nothing as long as there is none.
pub(in super::super) fn contrast(t: T, colour: Option<Colour>) -> Markup {
    let Some(colour) = colour else { return html! {} };
    let (key, hundredths) = if colour.stands_out() {
        let key = if colour.is_legible() { "payment-page-contrast" } else { "payment-page-contrast-low" };
        (key, colour.contrast(colour.ink()))
    } else {
        ("payment-page-contrast-pale", colour.contrast(Colour::WHITE))
    };
    // Rounded down: 4.49 is not enough, and must not read like it.
    let ratio = numbers::tenths(i64::from(hundredths) / 10, t.locale());
    html! { (t.with(key, [("ratio", ratio)])) }
}

fn look(e: &Editor<'_>) -> Markup {
    let (colour_hint, sites_hint, continue_hint) = (e.key("colour-hint"), e.key("sites-hint"), e.key("continue-hint"));
    let body = html! {
            div class="grid" hx-get="/payment-pages/contrast" hx-include="#colour" hx-target="#colour-contrast" hx-swap="innerHTML" hx-trigger="input changed delay:300ms from:#colour" {
                (e.line("colour", (&e.key("colour"), Some(&colour_hint)), (FieldNeed::Optional, Kind::Text, "span-4")))
                output class="hint span-8 colour-contrast" id="colour-contrast" for="colour" {
                    (contrast(e.t, Colour::parse(e.typed.get("colour")).ok()))
                }
            }
            div class="grid" {
                (e.area("sites", (&e.key("sites"), Some(&sites_hint)), (3, "span-6")))
                (e.line("continue", (&e.key("continue"), Some(&continue_hint)), (FieldNeed::Optional, Kind::Text, "span-6")))
            }
            (onward(e))
            (e.tick("indexed", &e.key("indexed"), None))
    };
    e.folded_fields(&["colour", "sites", "continue", "indexed"], &body)
}

/// As a button, or at once.
fn onward(e: &Editor<'_>) -> Markup {
    let pick = |choice: Onward| {
        let (value, label) = (choice.code(), e.key(&format!("onward-{}", choice.code())));
        let hint = (choice == Onward::StraightAway).then(|| e.key("onward-hint"));
        let checked = Onward::from_code(e.typed.get("onward")) == choice;
        radio(&Check { name: "onward", value, label: &label, hint: hint.as_deref(), checked })
    };
    html! {
        fieldset class="stack-2" {
            legend class="label" { (e.key("onward")) }
            @for choice in Onward::ALL { (pick(choice)) }
        }
    }
}

fn defence(e: &Editor<'_>) -> Markup {
    let choices = Use::ALL.map(|choice| (choice.code(), e.key(&format!("captcha-{}", choice.code()))));
    let choices: Vec<(&str, &str)> = choices.iter().map(|(code, words)| (*code, words.as_str())).collect();
    let hint = match e.company {
        Some(company) => e.t.with("payment-page-captcha-hint", [("company", company)]),
        None => e.key("captcha-none"),
    };
    let captcha = Field {
        name: "captcha",
        label: &e.key("captcha"),
        value: e.typed.get("captcha"),
        hint: Some(&hint),
        need: FieldNeed::Unmarked,
        class: "span-6",
        ..Field::default()
    };
    let body = html! {
            p class="hint" { (e.key("defence-hint")) }
            (e.tick("pow", &e.key("pow"), None))
            @if e.company.is_some() {
                div class="grid" { (select_field(e.t, &captcha, &choices)) }
            } @else {
                // What was chosen stays, for a portal that has one again.
                input type="hidden" name="captcha" value=(e.typed.get("captcha"));
                p class="hint" { (hint) }
            }
            div class="grid" {
                @for name in LIMITS { (e.line(name, (&e.key(name), None), (FieldNeed::Unmarked, Kind::Digits, "span-4"))) }
            }
    };
    e.folded_defence(&body)
}
