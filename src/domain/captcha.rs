//! Checks by another company that a person is there, which a payment page may use instead of the sum it has of its own.
//!
//! All of them work alike: a script of theirs puts a token into the form, and our server asks them what it is worth.
//! Here is what a browser must be let do for each, and what their answer means.

use serde::{Deserialize, Serialize};

use super::{locale::Language, user::Theme};

/// Who checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Provider {
    /// Google's box to tick.
    RecaptchaV2,
    /// Google's score, unseen.
    RecaptchaV3,
    /// hCaptcha.
    Hcaptcha,
    /// Cloudflare Turnstile.
    Turnstile,
}

/// What the payer is said to be doing: a token that was made for something else is worth nothing.
pub const ACTION: &str = "pay";

impl Provider {
    /// Every provider.
    pub const ALL: [Self; 4] = [Self::RecaptchaV2, Self::RecaptchaV3, Self::Hcaptcha, Self::Turnstile];

    /// What people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RecaptchaV2 | Self::RecaptchaV3 => "reCAPTCHA",
            Self::Hcaptcha => "hCaptcha",
            Self::Turnstile => "Cloudflare Turnstile",
        }
    }

    /// As in the settings and in the page.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::RecaptchaV2 => "recaptcha-v2",
            Self::RecaptchaV3 => "recaptcha-v3",
            Self::Hcaptcha => "hcaptcha",
            Self::Turnstile => "turnstile",
        }
    }

    /// Where tokens are verified.
    #[must_use]
    pub const fn verify_url(self) -> &'static str {
        match self {
            Self::RecaptchaV2 | Self::RecaptchaV3 => "https://www.google.com/recaptcha/api/siteverify",
            Self::Hcaptcha => "https://api.hcaptcha.com/siteverify",
            Self::Turnstile => "https://challenges.cloudflare.com/turnstile/v0/siteverify",
        }
    }

    /// The address of the script, in the reader's language where it is the script that must know it.
    #[must_use]
    pub fn script(self, site_key: &str, language: Language) -> String {
        let code = language.code();
        match self {
            Self::RecaptchaV2 => format!("https://www.google.com/recaptcha/api.js?hl={code}"),
            Self::RecaptchaV3 => format!("https://www.google.com/recaptcha/api.js?render={site_key}&hl={code}"),
            Self::Hcaptcha => format!("https://js.hcaptcha.com/1/api.js?hl={code}&recaptchacompat=off"),
            Self::Turnstile => "https://challenges.cloudflare.com/turnstile/v0/api.js".to_owned(),
        }
    }

    /// From where the page may run scripts, as the provider tells sites with a content security policy.
    #[must_use]
    pub const fn script_sources(self) -> &'static str {
        match self {
            Self::RecaptchaV2 | Self::RecaptchaV3 => {
                "https://www.google.com/recaptcha/ https://www.gstatic.com/recaptcha/"
            }
            Self::Hcaptcha => "https://hcaptcha.com https://*.hcaptcha.com",
            Self::Turnstile => "https://challenges.cloudflare.com",
        }
    }

    /// What may stand in frames on the page.
    #[must_use]
    pub const fn frame_sources(self) -> &'static str {
        match self {
            Self::RecaptchaV2 | Self::RecaptchaV3 => {
                "https://www.google.com/recaptcha/ https://recaptcha.google.com/recaptcha/"
            }
            Self::Hcaptcha => "https://hcaptcha.com https://*.hcaptcha.com",
            Self::Turnstile => "https://challenges.cloudflare.com",
        }
    }

    /// With whom the page itself may speak, and whose styles it may use: hCaptcha alone asks for that.
    #[must_use]
    pub const fn other_sources(self) -> Option<&'static str> {
        match self {
            Self::Hcaptcha => Some("https://hcaptcha.com https://*.hcaptcha.com"),
            Self::RecaptchaV2 | Self::RecaptchaV3 | Self::Turnstile => None,
        }
    }

    /// The field of the form in which the script leaves its token.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::RecaptchaV2 | Self::RecaptchaV3 => "g-recaptcha-response",
            Self::Hcaptcha => "h-captcha-response",
            Self::Turnstile => "cf-turnstile-response",
        }
    }

    /// The class by which the script finds its place; one that shows nothing has none.
    #[must_use]
    pub const fn widget(self) -> Option<&'static str> {
        match self {
            Self::RecaptchaV2 => Some("g-recaptcha"),
            Self::Hcaptcha => Some("h-captcha"),
            Self::Turnstile => Some("cf-turnstile"),
            Self::RecaptchaV3 => None,
        }
    }

    /// The colours of what it shows on a page in this theme: they have two. Which of them the device asks for, only
    /// Turnstile finds out itself; for the others the page's own script does.
    #[must_use]
    pub const fn colours(self, theme: Theme) -> &'static str {
        match (theme, self) {
            (Theme::Dark | Theme::Contrast, _) => "dark",
            (Theme::Device, Self::Turnstile) => "auto",
            (Theme::Device | Theme::Light | Theme::ContrastLight, _) => "light",
        }
    }
}

/// How sure a provider is that a person is there, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score(u16);

impl Score {
    /// From whole percent; more than a hundred is a hundred.
    #[must_use]
    pub const fn of_percent(percent: u16) -> Self {
        Self(if percent > 100 { 1_000 } else { percent * 10 })
    }

    /// From the text of a decimal fraction between 0 and 1, cut off behind the third place. Nothing where it is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, places) = text.split_once('.').unwrap_or((text, "0"));
        if !places.bytes().all(|byte| byte.is_ascii_digit()) || places.is_empty() {
            return None;
        }
        let thousandths: u16 = format!("{places:0<3}").get(..3)?.parse().ok()?;
        match (whole, thousandths) {
            ("0", thousandths) => Some(Self(thousandths)),
            ("1", 0) => Some(Self(1_000)),
            _ => None,
        }
    }
}

/// What a provider said of a token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Whether it is good.
    pub success: bool,
    /// The site that the token was made on.
    pub hostname: Option<String>,
    /// How sure it is; only some say.
    pub score: Option<Score>,
    /// What the token was made for; only some say.
    pub action: Option<String>,
    /// Why it is not good.
    pub errors: Vec<String>,
}

/// What an answer is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Somebody is there.
    Person,
    /// The token is good and the score is low: something else must be shown.
    Doubtful,
    /// The token is worth nothing: none, made up, too old, used, or another site's.
    Refused,
}

/// Judges an answer about a token that should have been made on `host`; a score below `least` is low.
#[must_use]
pub fn judge(answer: &Answer, provider: Provider, (host, least): (&str, Score)) -> Verdict {
    let here = answer.hostname.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(host));
    // A box to tick has no action to speak of. Where there must be one, none is a wrong one.
    let meant = match provider {
        Provider::RecaptchaV3 => answer.action.as_deref() == Some(ACTION),
        Provider::Turnstile => answer.action.as_deref().is_none_or(|action| action == ACTION),
        Provider::RecaptchaV2 | Provider::Hcaptcha => true,
    };
    if !answer.success || !answer.errors.is_empty() || !here || !meant {
        return Verdict::Refused;
    }
    match (provider, answer.score) {
        (Provider::RecaptchaV3, None) => Verdict::Doubtful,
        (Provider::RecaptchaV3, Some(score)) if score < least => Verdict::Doubtful,
        _ => Verdict::Person,
    }
}

/// Whether a page uses the check of the provider that the portal has one with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Use {
    /// As the portal is set.
    #[default]
    AsSet,
    /// Yes, if there is a provider.
    On,
    /// No: it has the sum of its own.
    Off,
}

impl Use {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::AsSet, Self::On, Self::Off];

    /// As in the editor's form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::AsSet => "as-set",
            Self::On => "on",
            Self::Off => "off",
        }
    }

    /// What a form says; whatever it does not say is left to the portal.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|choice| choice.code() == code).unwrap_or_default()
    }

    /// Whether it is what a page has that nobody has decided about.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "pay.firm.example";

    fn good() -> Answer {
        Answer {
            success: true,
            hostname: Some(HOST.into()),
            score: Score::parse("0.9"),
            action: Some(ACTION.into()),
            errors: vec![],
        }
    }

    fn judged(answer: &Answer, provider: Provider) -> Verdict {
        judge(answer, provider, (HOST, Score::of_percent(50)))
    }

    #[test]
    fn a_score_is_read_to_the_thousandth_and_nothing_else_is_one() {
        for (text, score) in [
            ("0", 0),
            ("0.0", 0),
            ("0.1", 100),
            ("0.3", 300),
            ("0.4999", 499),
            ("0.9", 900),
            ("1", 1_000),
            ("1.0", 1_000),
        ] {
            assert_eq!(Score::parse(text), Some(Score(score)), "{text}");
        }
        for text in ["", ".", "0.", ".5", "1.1", "2", "-0.5", "1e-3", "0.5e1", "NaN", "0,5", "0.٣", "00.5"] {
            assert_eq!(Score::parse(text), None, "{text}");
        }
        assert_eq!((Score::of_percent(50), Score::of_percent(900)), (Score(500), Score(1_000)));
    }

    #[test]
    fn only_a_token_of_this_site_and_for_this_purpose_is_worth_something() {
        for provider in Provider::ALL {
            assert_eq!(judged(&good(), provider), Verdict::Person, "{provider:?}");
            for bad in [
                Answer { success: false, ..good() },
                Answer { errors: vec!["timeout-or-duplicate".into()], ..good() },
                Answer { hostname: Some("evil.example".into()), ..good() },
                Answer { hostname: Some(format!("{HOST}.evil.example")), ..good() },
                Answer { hostname: None, ..good() },
            ] {
                assert_eq!(judged(&bad, provider), Verdict::Refused, "{provider:?} {bad:?}");
            }
        }
        for (provider, action, verdict) in [
            (Provider::RecaptchaV3, None, Verdict::Refused),
            (Provider::RecaptchaV3, Some("login"), Verdict::Refused),
            (Provider::Turnstile, Some("login"), Verdict::Refused),
            (Provider::Turnstile, None, Verdict::Person),
            (Provider::Hcaptcha, None, Verdict::Person),
        ] {
            let answer = Answer { action: action.map(str::to_owned), ..good() };
            assert_eq!(judged(&answer, provider), verdict, "{provider:?} {action:?}");
        }
    }

    #[test]
    fn a_low_score_is_doubtful_and_so_is_none() {
        for (score, verdict) in [
            (Some("0.5"), Verdict::Person),
            (Some("0.499"), Verdict::Doubtful),
            (Some("0"), Verdict::Doubtful),
            (None, Verdict::Doubtful),
        ] {
            let answer = Answer { score: score.and_then(Score::parse), ..good() };
            assert_eq!(judged(&answer, Provider::RecaptchaV3), verdict, "{score:?}");
            assert_eq!(judged(&answer, Provider::Turnstile), Verdict::Person, "others have no score");
        }
    }
}
