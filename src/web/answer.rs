//! What every page needs to know before it is drawn, gathered once, and the ways to answer.

use std::time::Duration;

use maud::Markup;
use poem::{
    Body, Response,
    http::{StatusCode, header},
};
use tokio::time::timeout;

use crate::{
    app::App,
    domain::{
        firm::Firm,
        ids::OperationKey,
        locale::{Language, Locale},
        permission::Permission,
        transaction::Transaction,
        user::{Theme, User},
    },
    i18n::T,
    service::{
        Authority,
        alerts::looking,
        reading::{self, House},
    },
    store::StoreError,
};

use super::{
    alert_words,
    error::WebError,
    fragments::Tone,
    guard::Rq,
    page::{Area, Ctx},
    paths,
    refusal::{self, SentBy},
};

/// Who looks, how, and in what state the house is: owned, so that a page can be drawn from it.
pub struct Scene {
    /// The texts of the reader's language.
    pub t: T,
    /// The firm and its accounts.
    pub house: House,
    /// Who is signed in.
    pub user: Option<User>,
    /// What the search box holds.
    pub query: String,
    /// The outcome of the last action.
    pub flash: Option<(Tone, String)>,
    theme: Theme,
    area: Option<Area>,
    csrf: String,
    path: String,
    bell: Option<Markup>,
    test_mode: bool,
    read_only: bool,
}

/// Gathers the scene for the request; `area` is the entry of the menu it belongs to.
pub fn scene(app: &App, rq: &Rq, area: Option<Area>) -> Result<Scene, StoreError> {
    let house = reading::house(app)?;
    let language = rq.language();
    let locale = house.firm.as_ref().map_or(language.default_locale(), |firm| firm.locale(language));
    let user = rq.signed_in().map(|current| current.user.clone());
    let (t, zone) = (T::new(locale), house.firm.as_ref().map_or("UTC", |firm| firm.time_zone.as_str()));
    let bell = match user.as_ref().filter(|user| user.may(Permission::ViewPayments)) {
        Some(user) => Some(alert_words::bell(t, &looking::bell(app, Authority::Staff(user))?, zone)),
        None => None,
    };
    let test_mode = house.accounts.iter().any(|account| app.gateway(account).capabilities().test);
    Ok(Scene {
        t,
        theme: rq.theme(),
        user,
        area,
        csrf: rq.csrf().to_owned(),
        path: rq.path().to_owned(),
        query: String::new(),
        bell,
        flash: None,
        test_mode,
        read_only: reading::read_only(app).is_some(),
        house,
    })
}

impl Scene {
    /// The scene as pages borrow it.
    #[must_use]
    pub fn ctx(&self) -> Ctx<'_> {
        Ctx {
            theme: self.theme,
            user: self.user.as_ref(),
            area: self.area,
            csrf: &self.csrf,
            query: &self.query,
            bell: self.bell.as_ref(),
            flash: self.flash.as_ref().map(|(tone, words)| (*tone, words.as_str())),
            test_mode: self.test_mode,
            read_only: self.read_only,
            ..Ctx::new(self.t, self.house.firm.as_ref(), &self.path)
        }
    }

    /// The same scene with the outcome of the last action told on it.
    #[must_use]
    pub fn telling(self, flash: Option<(Tone, String)>) -> Self {
        Self { flash, ..self }
    }

    /// The firm; before it is set up, one that only has a time zone and a currency.
    #[must_use]
    pub fn firm(&self) -> Firm {
        self.house.firm.clone().unwrap_or_else(|| Firm {
            name: "ClientPay".to_owned(),
            time_zone: "UTC".to_owned(),
            currency: crate::domain::money::Currency::USD,
            language: Language::En,
            locales: Language::ALL.map(Language::default_locale),
            address: String::new(),
            email: String::new(),
            phone: String::new(),
            created_at: crate::domain::time::Timestamp::from_ms(0),
        })
    }

    /// The firm's locale for a language.
    #[must_use]
    pub fn locale_of(&self, language: Language) -> Locale {
        self.house.firm.as_ref().map_or(language.default_locale(), |firm| firm.locale(language))
    }
}

/// A whole page or a part of one.
#[must_use]
pub fn html(markup: Markup) -> Response {
    html_with(StatusCode::OK, markup)
}

/// A page that is not an unmixed success, such as a form with what is wrong with it (422).
#[must_use]
pub fn html_with(status: StatusCode, markup: Markup) -> Response {
    Response::builder().status(status).content_type("text/html; charset=utf-8").body(markup.into_string())
}

/// Bytes to be kept by the browser as a file under `name`, never shown by it.
#[must_use]
pub fn download(name: &str, media_type: &str, content: Vec<u8>) -> Response {
    attached(name, media_type, Body::from(content))
}

/// [`download`] of what is in a file, read as it is sent.
#[must_use]
pub fn download_file(name: &str, media_type: &str, file: std::fs::File) -> Response {
    attached(name, media_type, Body::from_async_read(tokio::fs::File::from_std(file)))
}

fn attached(name: &str, media_type: &str, body: Body) -> Response {
    let is_plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let plain: String = name.chars().map(|c| if is_plain(&c) { c } else { '_' }).collect();
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", paths::encoded(name));
    Response::builder()
        .content_type(media_type)
        .header(header::CONTENT_DISPOSITION, disposition)
        .header("x-robots-tag", "noindex")
        .body(body)
}

/// Waits so long for what comes of the payment under this key, which is made on a task of its own: a browser that goes away
/// in the middle must not leave a charge half told. Nothing when it takes longer and is written: then its own page tells,
/// before the door ends this answer and a client who was told nothing pays again.
///
/// # Errors
/// [`WebError::Failed`] when the task ended without a result.
pub async fn paid_for<T: Send + 'static>(
    app: &App,
    (key, patience): (&OperationKey, Duration),
    paying: impl Future<Output = T> + Send + 'static,
) -> Result<Option<T>, WebError> {
    let mut paying = tokio::spawn(paying);
    loop {
        if let Ok(done) = timeout(patience, &mut paying).await {
            return done.map(Some).map_err(|error| WebError::Failed(error.to_string()));
        }
        // What is not written may still be refused, and what cannot be read is not known.
        if matches!(reading::payment_by_key(app, key), Ok(Some(_))) {
            return Ok(None);
        }
    }
}

/// The answer to a form whose charge could not be written to the end: where its outcome is told, if it was begun.
///
/// # Errors
/// [`WebError::Unavailable`] when nothing was begun, so that nothing is charged.
pub fn in_doubt(
    app: &App,
    key: &OperationKey,
    outcome: impl FnOnce(&Transaction) -> String,
) -> Result<Response, WebError> {
    match reading::payment_by_key(app, key) {
        Ok(Some(known)) => Ok(see_other(&outcome(&known))),
        Ok(None) => Err(WebError::Unavailable),
        // Unreadable, the store does not say that nothing was charged, so neither may the answer.
        Err(error) => Err(WebError::Failed(error.to_string())),
    }
}

/// Sends the browser to a page of ours after a form (303), so that reloading it repeats nothing.
#[must_use]
pub fn see_other(path: &str) -> Response {
    refusal::go_to(path, SentBy::Page)
}
