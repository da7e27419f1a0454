//! What a page asks of whoever pays, and whether an answer will do.

use serde::{Deserialize, Serialize};

use super::words::Texts;
use crate::domain::locale::Language;

/// Whether a field is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// It is not.
    #[default]
    Off,
    /// It may stay empty.
    Optional,
    /// It must be filled in.
    Required,
}

impl Need {
    /// Every need.
    pub const ALL: [Self; 3] = [Self::Off, Self::Optional, Self::Required];

    /// The name used in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Optional => "optional",
            Self::Required => "required",
        }
    }

    /// The need of a name used in forms.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|need| need.code() == code)
    }
}

/// What every portal can ask for besides the name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Where the receipt goes.
    pub email: Need,
    /// A telephone number.
    #[serde(default)]
    pub phone: Need,
    /// The invoice paid.
    pub invoice: Need,
    /// The matter paid for.
    #[serde(default)]
    pub matter: Need,
    /// Any other reference.
    pub reference: Need,
}

/// What the firm itself asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomField {
    /// Its number on the page, never given out again.
    pub id: u32,
    /// What it takes.
    pub kind: FieldKind,
    /// Whether it must be filled in.
    pub need: Need,
    /// What it is called.
    pub label: Texts,
}

/// What a field of the firm's takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One line.
    Text,
    /// Several lines.
    Lines,
    /// One of these.
    Choice(Vec<Texts>),
    /// A whole number.
    Number,
    /// A day.
    Date,
    /// A box to tick.
    Check,
}

impl FieldKind {
    /// The name used in forms.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Lines => "lines",
            Self::Choice(_) => "choice",
            Self::Number => "number",
            Self::Date => "date",
            Self::Check => "check",
        }
    }

    /// Every name.
    pub const CODES: [&'static str; 6] = ["text", "lines", "choice", "number", "date", "check"];
}

/// Why an answer will not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is missing and must not be.
    Missing,
    /// It is longer than [`MAX_LINE`] or [`MAX_LINES`].
    TooLong,
    /// Not one of the choices.
    NotAChoice,
    /// Not a whole number.
    NotANumber,
    /// Not a day.
    NotADay,
}

/// The most characters of one line.
pub const MAX_LINE: usize = 200;
/// The most characters of several lines.
pub const MAX_LINES: usize = 2_000;

impl CustomField {
    /// The answer as it is kept, in the words that the client read; nothing for an empty one. A choice is sent by its
    /// place, so that it means the same in every language.
    ///
    /// # Errors
    /// [`Unfit`].
    pub fn answer(&self, typed: &str, reader: (Language, &[Language])) -> Result<Option<String>, Unfit> {
        if typed.is_empty() {
            return if self.need == Need::Required { Err(Unfit::Missing) } else { Ok(None) };
        }
        let most = if self.kind == FieldKind::Lines { MAX_LINES } else { MAX_LINE };
        if typed.chars().count() > most {
            return Err(Unfit::TooLong);
        }
        match &self.kind {
            FieldKind::Text | FieldKind::Lines => Ok(Some(typed.to_owned())),
            FieldKind::Choice(choices) => {
                let chosen = typed.parse::<usize>().ok().and_then(|place| choices.get(place));
                chosen.map(|texts| Some(texts.read(reader.0, reader.1).0.to_owned())).ok_or(Unfit::NotAChoice)
            }
            FieldKind::Number => {
                typed.parse::<i64>().map(|number| Some(number.to_string())).map_err(|_| Unfit::NotANumber)
            }
            FieldKind::Date if is_day(typed) => Ok(Some(typed.to_owned())),
            FieldKind::Date => Err(Unfit::NotADay),
            FieldKind::Check => Ok(Some("\u{2713}".to_owned())),
        }
    }
}

impl CustomField {
    /// The field of a page that forms and links call this, such as `f-3`.
    #[must_use]
    pub fn named<'a>(fields: &'a [Self], name: &str) -> Option<&'a Self> {
        let id = name.strip_prefix("f-")?.parse::<u32>().ok()?;
        fields.iter().find(|field| field.id == id)
    }

    /// Its name in forms and links.
    #[must_use]
    pub fn name(&self) -> String {
        format!("f-{}", self.id)
    }

    /// What a link says of it, as a form would send it; nothing where the field takes no such thing. A choice is named by its
    /// words in any language, or by its place as forms do; a box is `yes` or `no`.
    #[must_use]
    pub fn from_link(&self, said: &str) -> Option<String> {
        let typed = match &self.kind {
            FieldKind::Choice(choices) => place_of(choices, said)?.to_string(),
            FieldKind::Check if said == "no" => String::new(),
            FieldKind::Check if said != "yes" => return None,
            _ => said.to_owned(),
        };
        self.answer(&typed, (Language::En, &[])).is_ok().then_some(typed)
    }

    /// What a link says so that it means what a form sends: of a choice its words, which stay when choices change their places.
    ///
    /// # Errors
    /// [`Unfit`].
    pub fn for_link(&self, typed: &str, languages: &[Language]) -> Result<String, Unfit> {
        let first = languages.first().copied().unwrap_or(Language::En);
        let answer = self.answer(typed, (first, languages))?.filter(|_| matches!(self.kind, FieldKind::Choice(_)));
        // Words that two choices share would lead to the first of them.
        let words = answer.filter(|words| self.from_link(words).as_deref() == Some(typed));
        Ok(words.unwrap_or_else(|| typed.to_owned()))
    }
}

fn place_of(choices: &[Texts], said: &str) -> Option<usize> {
    let called = |texts: &Texts| Language::ALL.into_iter().any(|language| texts.in_language(language) == said);
    let by_place = || said.parse::<usize>().ok().filter(|place| *place < choices.len());
    choices.iter().position(called).or_else(by_place)
}

/// Whether a text is a day of the calendar as browsers send it: `2026-11-22`.
fn is_day(text: &str) -> bool {
    text.parse::<jiff::civil::Date>().is_ok_and(|day| day.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: (Language, &[Language]) = (Language::En, &[Language::En]);

    fn field(kind: FieldKind, need: Need) -> CustomField {
        CustomField { id: 1, kind, need, label: Texts { en: "Question".into(), ..Texts::default() } }
    }

    #[test]
    fn an_answer_that_does_not_fit_its_question_is_refused() {
        let choices = FieldKind::Choice(vec![Texts { en: "Yes".into(), fr: "Oui".into(), ..Texts::default() }]);
        for (kind, typed, outcome) in [
            (FieldKind::Text, "", Err(Unfit::Missing)),
            (FieldKind::Text, "a", Ok(Some("a"))),
            (FieldKind::Number, "12", Ok(Some("12"))),
            (FieldKind::Number, "1.5", Err(Unfit::NotANumber)),
            (FieldKind::Number, "99999999999999999999", Err(Unfit::NotANumber)),
            (FieldKind::Date, "2026-02-29", Err(Unfit::NotADay)),
            (FieldKind::Date, "2028-02-29", Ok(Some("2028-02-29"))),
            (FieldKind::Date, "tomorrow", Err(Unfit::NotADay)),
            (choices.clone(), "0", Ok(Some("Yes"))),
            (choices.clone(), "1", Err(Unfit::NotAChoice)),
            (choices, "Yes", Err(Unfit::NotAChoice)),
            (FieldKind::Check, "yes", Ok(Some("\u{2713}"))),
        ] {
            let answer = field(kind.clone(), Need::Required).answer(typed, ENGLISH);
            assert_eq!(answer, outcome.map(|text| text.map(str::to_owned)), "{kind:?} {typed}");
        }
        assert_eq!(field(FieldKind::Text, Need::Required).answer(&"x".repeat(201), ENGLISH), Err(Unfit::TooLong));
        assert_eq!(field(FieldKind::Number, Need::Optional).answer("", ENGLISH), Ok(None));
    }

    #[test]
    fn a_link_fills_in_what_the_field_takes_and_nothing_else() {
        let meal = |en: &str, fr: &str| Texts { en: en.into(), fr: fr.into(), ..Texts::default() };
        let meals = FieldKind::Choice(vec![meal("Fish", "Poisson"), meal("1", "Un"), meal("Fish", "Poulet")]);
        for (kind, need, said, typed) in [
            (meals.clone(), Need::Required, "Poisson", Some("0")),
            (meals.clone(), Need::Required, "1", Some("1")),
            (meals.clone(), Need::Required, "2", Some("2")),
            (meals.clone(), Need::Required, "3", None),
            (meals.clone(), Need::Required, "+1", Some("1")),
            (meals.clone(), Need::Required, "Beef", None),
            (FieldKind::Number, Need::Required, "1.5", None),
            (FieldKind::Number, Need::Required, "-7", Some("-7")),
            (FieldKind::Date, Need::Required, "12/1/2026", None),
            (FieldKind::Date, Need::Required, "2026-12-01", Some("2026-12-01")),
            (FieldKind::Check, Need::Required, "yes", Some("yes")),
            (FieldKind::Check, Need::Optional, "no", Some("")),
            (FieldKind::Check, Need::Required, "no", None),
            (FieldKind::Check, Need::Optional, "<b>", None),
            (FieldKind::Text, Need::Optional, "<b>", Some("<b>")),
        ] {
            assert_eq!(field(kind.clone(), need).from_link(said).as_deref(), typed, "{kind:?} {said}");
        }
        let meals = field(meals, Need::Required);
        for (typed, said) in [("0", "Poisson"), ("1", "Un"), ("2", "Poulet")] {
            assert_eq!(meals.for_link(typed, &[Language::Fr]).as_deref(), Ok(said));
        }
        assert_eq!(meals.for_link("2", &[Language::En]).as_deref(), Ok("2"), "two choices are called Fish");
        assert_eq!(meals.for_link("9", &[Language::En]), Err(Unfit::NotAChoice));
        assert_eq!(field(FieldKind::Check, Need::Optional).for_link("yes", &[]).as_deref(), Ok("yes"));
    }
}
