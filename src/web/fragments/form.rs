//! Form parts. The server alone judges what was typed: no `required`, no `pattern`, and every form is `novalidate`.
//!
//! A field names its hint and its message to screen readers, keeps what was typed, and shows that it is needed by
//! colour, edge and asterisk together.

use maud::{Markup, html};

use crate::i18n::T;

use super::icon::Icon;

/// How much a field is needed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Need {
    /// May stay empty, and says so.
    #[default]
    Optional,
    /// May stay empty, and asks not to.
    Recommended,
    /// Must be filled: yellow on staff pages.
    Required,
    /// Must be filled, and so plainly that no mark is needed, as on the sign-in page.
    Unmarked,
}

/// What a text field takes: its keyboard and its `type`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    #[default]
    Text,
    /// An email address.
    Email,
    /// Several email addresses, which browsers' own email fields do not take.
    Emails,
    /// A telephone number.
    Phone,
    /// A password.
    Password,
    /// Digits, perhaps with spaces: a number of a card or an account.
    Digits,
    /// An amount or another decimal number.
    Decimal,
    /// A day.
    Date,
}

impl Kind {
    const fn type_attribute(self) -> &'static str {
        match self {
            Self::Text | Self::Emails | Self::Digits | Self::Decimal => "text",
            Self::Email => "email",
            Self::Phone => "tel",
            Self::Password => "password",
            Self::Date => "date",
        }
    }

    const fn input_mode(self) -> Option<&'static str> {
        match self {
            Self::Digits => Some("numeric"),
            Self::Decimal => Some("decimal"),
            Self::Emails => Some("email"),
            _ => None,
        }
    }
}

/// One field of a form.
#[derive(Clone, Copy, Debug, Default)]
pub struct Field<'a> {
    /// The name it is sent under.
    pub name: &'a str,
    /// Its id on a page that has several of its name; its name where empty.
    pub id: &'a str,
    /// What it is called.
    pub label: &'a str,
    /// What it holds.
    pub value: &'a str,
    /// What helps to fill it in.
    pub hint: Option<&'a str>,
    /// What is wrong with it.
    pub error: Option<&'a str>,
    /// How much it is needed.
    pub need: Need,
    /// What it takes.
    pub kind: Kind,
    /// The `autocomplete` token, such as `billing postal-code`; `off` where empty.
    pub autocomplete: &'a str,
    /// The most characters it takes.
    pub max_length: Option<u16>,
    /// Its place in a `.grid`, such as `span-6`.
    pub class: &'a str,
}

impl Field<'_> {
    const fn id(&self) -> &str {
        if self.id.is_empty() { self.name } else { self.id }
    }

    fn described_by(&self) -> Option<String> {
        let ids = [self.error.map(|_| "error"), self.hint.map(|_| "hint")];
        let ids: Vec<_> = ids.into_iter().flatten().map(|part| format!("{}-{part}", self.id())).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    const fn required(&self) -> Option<&'static str> {
        match self.need {
            Need::Required | Need::Unmarked => Some("true"),
            Need::Optional | Need::Recommended => None,
        }
    }

    const fn invalid(&self) -> Option<&'static str> {
        if self.error.is_some() { Some("true") } else { None }
    }

    fn autocomplete(&self) -> &str {
        if self.autocomplete.is_empty() { "off" } else { self.autocomplete }
    }
}

/// Label, hint, message and `control` of a field. The control must carry the field's name as its id.
#[must_use]
pub fn field(t: T, field: &Field<'_>, control: &Markup) -> Markup {
    let required = field.need == Need::Required;
    let failed = field.error.is_some();
    html! {
        div.field.(field.class).field-required[required].field-error[failed] {
            (label(t, field))
            @if let Some(hint) = field.hint {
                div class="hint" id={ (field.id()) "-hint" } { (hint) }
            }
            @if let Some(error) = field.error { (error_message(t, field.id(), error)) }
            (control)
        }
    }
}

fn label(t: T, field: &Field<'_>) -> Markup {
    html! {
        label class="label" for=(field.id()) {
            (field.label)
            @match field.need {
                Need::Required => { span class="asterisk" aria-hidden="true" { " *" } }
                Need::Optional => { " " span class="optional" { (t.text("form-optional")) } }
                Need::Recommended => { " " span class="optional" { (t.text("form-recommended")) } }
                Need::Unmarked => {}
            }
        }
    }
}

fn error_message(t: T, name: &str, error: &str) -> Markup {
    html! {
        div class="error-message" id={ (name) "-error" } {
            (Icon::CircleAlert)
            span { span class="visually-hidden" { (t.text("form-error-prefix")) " " } (error) }
        }
    }
}

/// A one-line field.
#[must_use]
pub fn text_field(t: T, f: &Field<'_>) -> Markup {
    field(t, f, &input(f))
}

/// The bare input of a one-line field, for use inside [`field`].
///
/// Its placeholder is a space: CSS tells by it whether the field is empty. A password is never sent back.
#[must_use]
pub fn input(f: &Field<'_>) -> Markup {
    let value = (f.kind != Kind::Password).then_some(f.value);
    html! {
        input class="input" id=(f.id()) name=(f.name) type=(f.kind.type_attribute()) value=[value] placeholder=[(f.kind.type_attribute() != "date").then_some(" ")]
            inputmode=[f.kind.input_mode()] autocomplete=(f.autocomplete()) maxlength=[f.max_length]
            aria-required=[f.required()] aria-invalid=[f.invalid()] aria-describedby=[f.described_by()];
    }
}

/// A field of several lines.
#[must_use]
pub fn textarea_field(t: T, f: &Field<'_>, rows: u8) -> Markup {
    let control = html! {
        textarea class="input" id=(f.id()) name=(f.name) rows=(rows) placeholder=" " autocomplete=(f.autocomplete())
            maxlength=[f.max_length] aria-required=[f.required()] aria-invalid=[f.invalid()]
            aria-describedby=[f.described_by()] { (f.value) }
    };
    field(t, f, &control)
}

/// A choice of a list: the value sent and the words shown.
pub type Choice<'a> = (&'a str, &'a str);

/// A list to choose from. While the field is empty an empty choice comes first, so that nothing is chosen by default.
#[must_use]
pub fn select_field(t: T, f: &Field<'_>, choices: &[Choice<'_>]) -> Markup {
    let empty = f.value.is_empty();
    let control = html! {
        select.input.is-empty[empty] id=(f.id()) name=(f.name) autocomplete=(f.autocomplete())
            aria-required=[f.required()] aria-invalid=[f.invalid()] aria-describedby=[f.described_by()] {
            @if empty || f.need == Need::Optional { option value="" selected[empty] { (t.text("form-choose")) } }
            @for (value, words) in choices { option value=(value) selected[*value == f.value] { (words) } }
        }
    };
    field(t, f, &control)
}

/// The currency's sign beside an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign<'a> {
    /// In front, as in `$5`.
    Before(&'a str),
    /// Behind, as in `5 $`.
    After(&'a str),
}

/// An amount with its currency's sign. What is typed stays text: only the server reads it.
#[must_use]
pub fn money_field(t: T, f: &Field<'_>, sign: Sign<'_>) -> Markup {
    let (sign, end) = match sign {
        Sign::Before(sign) => (sign, false),
        Sign::After(sign) => (sign, true),
    };
    let wide = sign.chars().count() > 1;
    let amount = Field { kind: Kind::Decimal, ..*f };
    let control = html! {
        div.affix.affix-end[end].affix-wide[wide] {
            span class="affix-mark" aria-hidden="true" { (sign) }
            (input(&amount))
        }
    };
    field(t, &amount, &control)
}

/// A one-line field whose matches come from `search_path` while it is typed in. Without JavaScript it is plain text.
///
/// The answer to `search_path?q=…` is a row of [`option`]s.
#[must_use]
pub fn combobox_field(t: T, f: &Field<'_>, search_path: &str, list_label: &str) -> Markup {
    let list = format!("{}-list", f.id());
    let values = format!("{search_path}?field={}", f.name);
    let control = html! {
        div class="combobox" {
            input class="input" id=(f.id()) name=(f.name) value=(f.value) placeholder=" " autocomplete="off"
                maxlength=[f.max_length] role="combobox" aria-autocomplete="list" aria-expanded="false"
                aria-controls=(list) aria-required=[f.required()] aria-invalid=[f.invalid()]
                aria-describedby=[f.described_by()]
                hx-get=(values) hx-trigger="input changed delay:200ms" hx-target={ "#" (list) } hx-sync="this:replace";
            div class="listbox" id=(list) role="listbox" aria-label=(list_label) {}
        }
    };
    field(t, f, &control)
}

/// One match of a [`combobox_field`]: choosing it writes `value` into the field. The `id` must be unique on the page.
#[must_use]
pub fn option(id: &str, value: &str, detail: &str) -> Markup {
    html! {
        div role="option" id=(id) aria-selected="false" data-value=(value) {
            (value) " " span class="sub" { (detail) }
        }
    }
}

/// A box to tick, or one of several to pick.
#[derive(Clone, Copy, Debug, Default)]
pub struct Check<'a> {
    /// The name it is sent under.
    pub name: &'a str,
    /// The value it sends when ticked.
    pub value: &'a str,
    /// What it says.
    pub label: &'a str,
    /// What ticking it means.
    pub hint: Option<&'a str>,
    /// Whether it is ticked.
    pub checked: bool,
}

/// A box to tick.
#[must_use]
pub fn check(c: &Check<'_>) -> Markup {
    tick("checkbox", c)
}

/// One of several to pick; put them in a `fieldset` with a legend.
#[must_use]
pub fn radio(c: &Check<'_>) -> Markup {
    tick("radio", c)
}

fn tick(kind: &str, c: &Check<'_>) -> Markup {
    html! {
        label class="check" {
            input type=(kind) name=(c.name) value=(c.value) checked[c.checked];
            span { (c.label) @if let Some(hint) = c.hint { " " span class="hint" { (hint) } } }
        }
    }
}

/// A short row of choices of which one is taken, as in Card | Bank account. `legend` names it to screen readers.
#[must_use]
pub fn segment(name: &str, legend: &str, choices: &[(Choice<'_>, Icon)], taken: &str) -> Markup {
    html! {
        div class="segment" role="radiogroup" aria-label=(legend) {
            @for ((value, words), icon) in choices {
                label {
                    input type="radio" name=(name) value=(value) checked[*value == taken];
                    span { (icon) (words) }
                }
            }
        }
    }
}

/// The token that proves a form came from a page of ours; in every form that is posted.
#[must_use]
pub fn csrf(token: &str) -> Markup {
    html! { input type="hidden" name="_csrf" value=(token); }
}

/// The card's own document inside the page, whose form carries `data-card-frame="#card-frame"`. The height is that of
/// its fields without messages, in pixels; the scripts keep it right.
#[must_use]
pub fn card_frame(path: &str, title: &str) -> Markup {
    card_frame_as("card-frame", path, title, false)
}

/// [`card_frame`] of another class: without scripts nobody tells a frame how high it must be. One that waits is put into
/// its place by `app.js` once the page is painted; without scripts it stands there from the beginning.
#[must_use]
pub fn card_frame_as(class: &str, path: &str, title: &str, waits: bool) -> Markup {
    // Browsers that go back put what a frame of this name showed into it again: another form has another name.
    let frame = html! { iframe class=(class) id="card-frame" name=(path) src=(path) title=(title) height="200" {} };
    html! {
        @if waits {
            div class="card-place" { template data-later { (frame) } noscript { (frame) } }
        } @else { (frame) }
    }
}

/// What the yellow means; at the head of a form with required fields.
#[must_use]
pub fn required_key(t: T) -> Markup {
    html! {
        span class="required-key" {
            span class="required-key-swatch" aria-hidden="true" {}
            span { (t.text("form-required-key")) }
        }
    }
}

/// All that is wrong with a form, first on the page, each leading to its field: `(field's id, message)`.
#[must_use]
pub fn error_summary(t: T, errors: &[(&str, &str)]) -> Markup {
    html! {
        @if !errors.is_empty() {
            div class="error-summary" role="alert" tabindex="-1" aria-labelledby="error-summary" {
                h2 id="error-summary" { (t.text("form-problem")) }
                ul {
                    @for (field, message) in errors {
                        li { @if field.is_empty() { (message) } @else { a href={ "#" (field) } { (message) } } }
                    }
                }
            }
        }
    }
}

/// What else a form asks for before it is done: the id of its section, and what to do there.
pub type NextStep = (&'static str, String);

/// First on the page of a form that may ask for one more step: all that is wrong with it, or where nothing is, that step.
#[must_use]
pub fn form_head(t: T, errors: &[(&str, &str)], next: Option<NextStep>) -> Markup {
    html! {
        @match next {
            Some((section, words)) if errors.is_empty() => {
                div class="next-step" role="status" tabindex="-1" aria-labelledby="next-step" aria-describedby="next-step-words" {
                    h2 id="next-step" { (t.text("form-next-step")) }
                    p id="next-step-words" { a href={ "#" (section) } { (words) } }
                }
            }
            _ => (error_summary(t, errors)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::locale::Locale;

    const EN: T = T::new(Locale::EnUs);

    #[test]
    fn what_was_typed_is_never_markup() {
        let hostile = "\"><script>alert(1)</script>";
        let f = Field { name: "note", label: hostile, value: hostile, hint: Some(hostile), ..Field::default() };
        let page = text_field(EN, &Field { error: Some(hostile), ..f }).into_string()
            + &textarea_field(EN, &f, 3).into_string()
            + &select_field(EN, &f, &[(hostile, hostile)]).into_string()
            + &error_summary(EN, &[("note", hostile)]).into_string();
        assert!(!page.contains("<script>"));
        assert_eq!(page.matches("&quot;&gt;&lt;script&gt;").count(), page.matches("alert(1)").count());
    }

    #[test]
    fn a_next_step_is_no_problem_and_a_problem_comes_first() {
        let next = || Some(("debit", "Sign".to_owned()));
        let page = form_head(EN, &[], next()).into_string();
        assert!(
            page.contains("One more step") && page.contains("href=\"#debit\"") && !page.contains("problem"),
            "{page}"
        );
        let page = form_head(EN, &[("amount", "Enter it")], next()).into_string();
        assert!(page.contains("problem") && !page.contains("One more step"), "{page}");
        assert!(form_head(EN, &[], None).into_string().is_empty());
    }

    #[test]
    fn a_field_has_its_look_and_its_place_in_one_attribute() {
        let f = Field { name: "amount", need: Need::Required, error: Some("x"), class: "span-4", ..Field::default() };
        let page = money_field(EN, &f, Sign::After("CA$")).into_string();
        assert!(page.contains("<div class=\"field span-4 field-required field-error\">"), "{page}");
        assert!(page.contains("<div class=\"affix affix-end affix-wide\">"), "{page}");
    }

    #[test]
    fn a_password_is_not_sent_back() {
        let f = Field { name: "password", value: "hunter2", kind: Kind::Password, ..Field::default() };
        assert!(!text_field(EN, &f).into_string().contains("hunter2"));
    }

    #[test]
    fn a_wrong_field_names_its_message_and_hint() {
        let f =
            Field { name: "zip", hint: Some("As on the statement"), error: Some("Enter a ZIP"), ..Field::default() };
        let page = text_field(EN, &f).into_string();
        assert!(page.contains("aria-describedby=\"zip-error zip-hint\""));
        assert!(page.contains("aria-invalid=\"true\""));
        assert!(page.contains("id=\"zip-error\""));
    }

    #[test]
    fn a_list_without_a_value_chooses_nothing() {
        let f = Field { name: "account", need: Need::Required, ..Field::default() };
        let page = select_field(EN, &f, &[("1", "Operating"), ("2", "Trust")]).into_string();
        assert!(page.contains("<option value=\"\" selected>"));
        assert!(page.contains("is-empty"));
        let page = select_field(EN, &Field { value: "2", ..f }, &[("1", "Operating"), ("2", "Trust")]).into_string();
        assert!(!page.contains("<option value=\"\""));
        assert!(page.contains("<option value=\"2\" selected>"));
    }
}
