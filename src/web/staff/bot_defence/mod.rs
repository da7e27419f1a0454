//! Settings: what keeps machines from trying stolen cards on the public pages, and what was turned away lately.

mod view;

use std::{collections::BTreeMap, sync::Arc};

use poem::{Request, Response, handler, http::StatusCode, web::Data};

use crate::{
    app::App,
    domain::{
        bot_defence::{BotDefence, Breaker, Company},
        payment_page::guard::Place,
        permission::Permission,
    },
    i18n::T,
    service::{
        Authority,
        bot_defence::{self, SetError, Tried, Wanted},
        payment_pages::{self, admission::Refused},
    },
    store::StoreError,
    web::{
        answer::{self, Scene},
        error::WebError,
        forms::{self, Fields},
        fragments::Tone,
        guard::Rq,
        page::{self, Area},
        paths,
        pay_form::Wrong,
        router::Entrance,
    },
};

/// The limits by the name of their field.
const LIMITS: [&str; 3] = ["declines", "within", "lasts"];

/// The form as typed.
#[derive(Clone, Debug, Default)]
struct Typed {
    seen: String,
    company: String,
    limits: [String; 3],
}

impl Typed {
    fn of(settings: &BotDefence, company: Company) -> Self {
        let breaker = settings.breaker;
        Self {
            seen: settings.version.to_string(),
            company: company.code().to_owned(),
            limits: [breaker.declines, breaker.within_min, breaker.lasts_min].map(|limit| limit.to_string()),
        }
    }

    fn sent(fields: &Fields) -> Self {
        Self {
            seen: fields.get("seen").to_owned(),
            company: fields.get("company").to_owned(),
            limits: LIMITS.map(|name| fields.get(name).to_owned()),
        }
    }
}

/// Reads the form.
fn read(typed: &Typed, t: T) -> Result<Wanted, Wrong> {
    let mut wrong = Wrong::default();
    let mut limit = |place: usize| {
        let (name, text) = (LIMITS[place], &typed.limits[place]);
        text.parse().unwrap_or_else(|_| {
            wrong.add(name, t.text("pay-error-quantity"));
            0
        })
    };
    let breaker = Breaker { declines: limit(0), within_min: limit(1), lasts_min: limit(2) };
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(Wanted { seen: typed.seen.parse().unwrap_or(0), company: Company::from_code(&typed.company), breaker })
}

/// `GET /settings/bot-defence`
#[handler]
pub async fn edit(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Data(entrance): Data<&Arc<Entrance>>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.staff(Permission::ManageSettings)?;
    let scene = answer::scene(app, rq, Some(Area::BotDefence))?;
    let t = scene.t;
    let company = app.captcha.settings().map_or("", |settings| settings.provider.name());
    let told = |tone, key: &str| Some((tone, t.with(key, [("company", company)])));
    let flash = match forms::query_value(request, "done").as_deref() {
        Some("saved") => told(Tone::Positive, "bot-defence-saved"),
        Some("works") => told(Tone::Positive, "bot-defence-tried-works"),
        Some("takes-anything") => told(Tone::Warning, "bot-defence-tried-takes-anything"),
        Some("not-us") => told(Tone::Negative, "bot-defence-tried-not-us"),
        Some("lost") => told(Tone::Negative, "bot-defence-tried-lost"),
        _ => None,
    };
    let shown = bot_defence::shown(app)?;
    let typed = Typed::of(&shown.settings, shown.company);
    draw((app, entrance, rq), &scene.telling(flash), (&typed, &Wrong::default()))
}

fn draw(
    (app, entrance, rq): (&App, &Entrance, &Rq),
    scene: &Scene,
    (typed, wrong): (&Typed, &Wrong),
) -> Result<Response, WebError> {
    let (shown, refused) = (bot_defence::shown(app)?, entrance.turnstile.refused());
    let (firm, names) = (scene.firm(), names(app, &refused)?);
    let body = view::page(&view::Page {
        t: scene.t,
        csrf: rq.csrf(),
        firm: &firm,
        shown: &shown,
        provider: app.captcha.settings().map(|settings| (settings.provider, settings.site_key.as_str())),
        typed,
        wrong,
        refused: &refused,
        names: &names,
    });
    let failed = !wrong.is_empty();
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let ctx = page::Ctx { failed, ..scene.ctx() };
    Ok(answer::html_with(status, page::staff(&ctx, &scene.t.text("bot-defence-title"), &body)))
}

/// What the payment pages are called on which something was turned away.
fn names(app: &App, refused: &[Refused]) -> Result<BTreeMap<String, String>, StoreError> {
    let mut names = BTreeMap::new();
    for one in refused {
        let Place::Page(id) = one.place else { continue };
        if let Some(listed) = payment_pages::find(app, id)? {
            names.insert(one.place.to_string(), listed.page.content.name);
        }
    }
    Ok(names)
}

/// `POST /settings/bot-defence`
#[handler]
pub async fn update(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Data(entrance): Data<&Arc<Entrance>>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSettings)?;
    let scene = answer::scene(app, rq, Some(Area::BotDefence))?;
    let (typed, t) = (Typed::sent(fields), scene.t);
    let refuse = |wrong: Wrong| draw((app, entrance, rq), &scene, (&typed, &wrong));
    let wanted = match read(&typed, t) {
        Ok(wanted) => wanted,
        Err(wrong) => return refuse(wrong),
    };
    match bot_defence::set(app, Authority::Staff(&staff.user), wanted).await {
        Ok(_) => Ok(answer::see_other(&paths::with_query(paths::BOT_DEFENCE, &[("done", "saved")]))),
        Err(SetError::Limits) => refuse(Wrong::one(LIMITS[0], t.text("bot-defence-error-limits"))),
        Err(SetError::Stale) => refuse(Wrong::one("", t.text("surcharges-error-stale"))),
        Err(SetError::Unavailable) => refuse(Wrong::one("", t.text("surcharges-error-unavailable"))),
        Err(SetError::NotAllowed(not_allowed)) => Err(not_allowed.into()),
        Err(SetError::Store(error)) => Err(error.into()),
    }
}

/// `POST /settings/bot-defence/trials`: asks the other company whether it knows us.
#[handler]
pub async fn create_trial(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSettings)?;
    let done = match bot_defence::try_company(app, Authority::Staff(&staff.user)).await? {
        Tried::Works => "works",
        Tried::TakesAnything => "takes-anything",
        Tried::NotUs => "not-us",
        Tried::Lost(why) => {
            tracing::warn!(%why, "the check for robots was tried and gave no answer");
            "lost"
        }
        Tried::None => "",
    };
    Ok(answer::see_other(&paths::with_query(paths::BOT_DEFENCE, &[("done", done)])))
}
