//! What a company that checks for persons says: whatever bytes come, nobody is taken for a person whom a plainer reading
//! of the same bytes does not find to be one.

use clientpay::{
    captcha,
    domain::captcha::{Provider, Score, Verdict, judge},
};
use serde_json::Value;

const HOST: &str = "pay.firm.example";

/// Reads the bytes as an answer of each company.
pub fn run(data: &[u8]) {
    let Ok(answer) = captcha::read(data) else { return };
    for provider in Provider::ALL {
        let verdict = judge(&answer, provider, (HOST, Score::of_percent(50)));
        if verdict == Verdict::Refused {
            continue;
        }
        let plain: Value = match serde_json::from_slice(data) {
            Ok(plain) => plain,
            // A number where nobody looks may be larger than this reading can hold.
            Err(error) if error.to_string().starts_with("number out of range") => continue,
            Err(error) => panic!("{error}"),
        };
        assert_eq!(plain["success"], Value::Bool(true));
        assert!(plain["hostname"].as_str().is_some_and(|host| host.eq_ignore_ascii_case(HOST)));
        assert!(plain["error-codes"].as_array().is_none_or(Vec::is_empty));
        if provider == Provider::RecaptchaV3 {
            assert_eq!(plain["action"], "pay");
            let high = plain["score"].as_f64().is_some_and(|score| (0.5..=1.0).contains(&score));
            assert_eq!(verdict == Verdict::Person, high, "{plain}");
        }
    }
}
