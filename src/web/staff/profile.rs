//! A person's own preferences: language and colours. The rest of the profile comes with its own page.

use std::sync::Arc;

use poem::{Response, handler, web::Data};

use crate::{
    app::App,
    domain::{locale::Language, user::Theme},
    service::users::{self, Preferences},
    web::{
        answer,
        error::WebError,
        forms::Fields,
        guard::{self, Rq},
        paths,
        preferences::{self, LANGUAGE_COOKIE, THEME_COOKIE},
        refusal::local_path,
    },
};

/// `POST /profile/preferences`
#[handler]
pub async fn update(rq: &Rq, Data(app): Data<&Arc<App>>, fields: &Fields) -> Result<Response, WebError> {
    let staff = rq.person()?;
    let language = Language::ALL.into_iter().find(|language| language.code() == fields.get("language"));
    let theme = Theme::from_code(fields.get("theme"));
    users::set_preferences(app, staff.user.id, Preferences { language, theme })
        .await
        .map_err(|_| WebError::Unavailable)?;
    let back = fields.get("back");
    let mut response = answer::see_other(&without_language(local_path(back).unwrap_or(paths::DASHBOARD)));
    if let Some(language) = language {
        guard::set_cookie(&mut response, &preferences::remembering(LANGUAGE_COOKIE, language.code()));
    }
    if let Some(theme) = theme {
        guard::set_cookie(&mut response, &preferences::remembering(THEME_COOKIE, theme.code()));
    }
    Ok(response)
}

/// The address without a language in it, which would win over the one just chosen.
fn without_language(path: &str) -> String {
    let Some((path, query)) = path.split_once('?') else { return path.to_owned() };
    let kept: Vec<&str> = query.split('&').filter(|part| !part.starts_with("lang=")).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_in_the_address_gives_way_to_the_one_chosen() {
        assert_eq!(without_language("/payments?lang=fr&q=a"), "/payments?q=a");
        assert_eq!(without_language("/payments?lang=fr"), "/payments");
        assert_eq!(without_language("/payments"), "/payments");
    }
}
