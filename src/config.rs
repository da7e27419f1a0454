//! What the person who runs the portal may set: a file `clientpay.toml` in the data folder, `CLIENTPAY_*` variables
//! over it, options of the command line over both. An unknown key is an error, never ignored.

use std::{collections::BTreeMap, net::SocketAddr, path::Path};

use serde::Deserialize;

use crate::domain::{captcha::Provider, schedule::LATENESS_DAYS};

/// The settings of one process.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The address and port to listen on.
    pub listen: SocketAddr,
    /// The address that people reach the portal at, as `https://pay.firm.example`; links in mail begin with it.
    pub base_url: Option<String>,
    /// The mail server, as `smtps://user:password@mail.firm.example`. Without one, mail is kept in the outbox.
    pub smtp_url: Option<String>,
    /// The sender of mail, as `Harlow & Finch LLP <payments@firm.example>`.
    pub mail_from: Option<String>,
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// How many days late a payment of a schedule is still collected without asking, after the portal was down.
    pub schedule_lateness_days: u16,
    /// Who checks on payment pages that a person is there, instead of the sum of their own.
    pub captcha_provider: Option<Provider>,
    /// The portal's public name with that provider.
    pub captcha_site_key: String,
    /// What proves to the provider that it is the portal who asks.
    pub captcha_secret: String,
    /// The score of reCAPTCHA v3, in whole percent, below which a browser must do the sum all the same.
    pub captcha_least_score_percent: u16,
    /// Whether pages use the provider that do not say whether they do.
    pub captcha_everywhere: bool,
    /// Where tokens are verified, if not at the provider's usual address.
    pub captcha_verify_url: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            base_url: None,
            smtp_url: None,
            mail_from: None,
            trusted_proxies: Vec::new(),
            schedule_lateness_days: LATENESS_DAYS,
            captcha_provider: None,
            captcha_site_key: String::new(),
            captcha_secret: String::new(),
            captcha_least_score_percent: 50,
            captcha_everywhere: true,
            captcha_verify_url: None,
        }
    }
}

/// The settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read {0}: {1}")]
    Unreadable(String, std::io::Error),
    /// A key is unknown or a value does not fit.
    #[error("{0}")]
    Wrong(#[from] toml::de::Error),
}

impl Config {
    /// The name of the file in the data folder.
    pub const FILE_NAME: &'static str = "clientpay.toml";

    /// Reads the file of a data folder, if there is one, and lays `variables` named `CLIENTPAY_…` over it.
    ///
    /// # Errors
    /// [`ConfigError`], which names the key at fault.
    pub fn load(folder: &Path, variables: impl Iterator<Item = (String, String)>) -> Result<Self, ConfigError> {
        let path = folder.join(Self::FILE_NAME);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(ConfigError::Unreadable(path.display().to_string(), error)),
        };
        Self::parse(&text, variables)
    }

    fn parse(text: &str, variables: impl Iterator<Item = (String, String)>) -> Result<Self, ConfigError> {
        let mut table: toml::Table = text.parse()?;
        let ours: BTreeMap<String, String> = variables
            .filter_map(|(name, value)| Some((name.strip_prefix("CLIENTPAY_")?.to_lowercase(), value)))
            // Not settings: options of the command line that have a variable of their own, and test harnesses' own.
            .filter(|(key, _)| !matches!(key.as_str(), "data" | "log" | "bin"))
            .collect();
        for (key, value) in ours {
            let value = if key == "trusted_proxies" {
                toml::Value::Array(value.split(',').map(|part| toml::Value::String(part.trim().to_owned())).collect())
            } else if matches!(key.as_str(), "schedule_lateness_days" | "captcha_least_score_percent") {
                // What is no number is kept as it is, so that it is refused by its name.
                value.parse().map_or(toml::Value::String(value), toml::Value::Integer)
            } else if key == "captcha_everywhere" {
                value.parse().map_or(toml::Value::String(value), toml::Value::Boolean)
            } else {
                toml::Value::String(value)
            };
            table.insert(key, value);
        }
        Ok(table.try_into()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(pairs: &[(&str, &str)]) -> impl Iterator<Item = (String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>().into_iter()
    }

    #[test]
    fn a_variable_wins_over_the_file() {
        let text = "listen = '127.0.0.1:1'\nsmtp_url = 'smtp://a'";
        let config = Config::parse(text, variables(&[("CLIENTPAY_LISTEN", "127.0.0.1:2"), ("HOME", "/root")])).unwrap();
        assert_eq!(config.listen.port(), 2);
        assert_eq!(config.smtp_url.as_deref(), Some("smtp://a"));
    }

    #[test]
    fn unknown_keys_are_refused_wherever_they_stand() {
        assert!(Config::parse("lisen = '127.0.0.1:1'", variables(&[])).is_err());
        assert!(Config::parse("", variables(&[("CLIENTPAY_LISEN", "127.0.0.1:1")])).is_err());
        assert!(Config::parse("listen = 'nowhere'", variables(&[])).is_err());
    }

    #[test]
    fn a_provider_is_one_of_those_there_are() {
        let set = |name: &str, value: &str| Config::parse("", variables(&[(name, value)]));
        let config = set("CLIENTPAY_CAPTCHA_PROVIDER", "recaptcha-v3").unwrap();
        assert_eq!((config.captcha_provider, config.captcha_everywhere), (Some(Provider::RecaptchaV3), true));
        assert!(!set("CLIENTPAY_CAPTCHA_EVERYWHERE", "false").unwrap().captcha_everywhere);
        for (name, value) in [("PROVIDER", "captcha"), ("EVERYWHERE", "no"), ("LEAST_SCORE_PERCENT", "0.5")] {
            assert!(set(&format!("CLIENTPAY_CAPTCHA_{name}"), value).is_err(), "{name}");
        }
    }

    #[test]
    fn proxies_are_a_list_between_commas() {
        let config = Config::parse("", variables(&[("CLIENTPAY_TRUSTED_PROXIES", "127.0.0.1, ::1")])).unwrap();
        assert_eq!(config.trusted_proxies.len(), 2);
    }
}
