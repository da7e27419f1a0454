//! Settings: what may be added for paying by credit card, who vouched for it, and where.

mod form;
mod view;

use std::sync::Arc;

use poem::{Request, Response, handler, http::StatusCode, web::Data};

use crate::{
    app::App,
    domain::{
        permission::Permission,
        surcharge::{Attestation, Settings},
    },
    i18n::{calendar, dates},
    service::{
        Authority,
        surcharges::{self, SetError},
    },
    web::{
        answer::{self, Scene},
        error::WebError,
        forms::{self, Fields},
        fragments::Tone,
        guard::Rq,
        page::{self, Area},
        paths,
        pay_form::Wrong,
    },
};

use self::form::Typed;

/// `GET /settings/surcharges`
#[handler]
pub async fn edit(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.staff(Permission::ManageSettings)?;
    let scene = answer::scene(app, rq, Some(Area::Surcharges))?;
    let saved = forms::query_value(request, "done").is_some_and(|done| done == "saved");
    let settings = surcharges::settings(app)?;
    let today = dates::firm_day(app.now(), &scene.firm().time_zone);
    let waits_for = settings.attestation.as_ref().filter(|_| settings.accounts.iter().any(|rate| rate.on));
    let flash = match waits_for.map(Attestation::begins_on).filter(|first| *first > today) {
        Some(first) => {
            let day = [("day", calendar::day_medium(first, scene.t.locale()))];
            (Tone::Warning, scene.t.with("surcharges-saved-for-later", day))
        }
        None => (Tone::Positive, scene.t.text("surcharges-saved")),
    };
    let scene = scene.telling(saved.then_some(flash));
    let typed = Typed::of(&settings, &scene.house.accounts, scene.t);
    Ok(draw(rq, &scene, &settings, (&typed, &Wrong::default())))
}

fn draw(rq: &Rq, scene: &Scene, settings: &Settings, (typed, wrong): (&Typed, &Wrong)) -> Response {
    let firm = scene.firm();
    let body = view::page(&view::Page {
        t: scene.t,
        csrf: rq.csrf(),
        firm: &firm,
        accounts: &scene.house.accounts,
        settings,
        typed,
        wrong,
    });
    let failed = !wrong.is_empty();
    let ctx = page::Ctx { failed, ..scene.ctx() };
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    answer::html_with(status, page::staff(&ctx, &scene.t.text("surcharges-title"), &body))
}

/// `POST /settings/surcharges`
#[handler]
pub async fn update(rq: &Rq, Data(app): Data<&Arc<App>>, fields: &Fields) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSettings)?;
    let scene = answer::scene(app, rq, Some(Area::Surcharges))?;
    let settings = surcharges::settings(app)?;
    let typed = Typed::sent(fields);
    let refuse = |wrong: &Wrong| Ok(draw(rq, &scene, &settings, (&typed, wrong)));
    let wanted = match form::read(&typed, &scene.house.accounts, scene.t) {
        Ok(wanted) => wanted,
        Err(wrong) => return refuse(&wrong),
    };
    match surcharges::set(app, Authority::Staff(&staff.user), wanted).await {
        Ok(_) => Ok(answer::see_other(&paths::with_query(paths::SURCHARGES, &[("done", "saved")]))),
        Err(SetError::Faults(faults)) => refuse(&form::complaints(&faults, scene.t)),
        Err(SetError::Stale) => refuse(&Wrong::one("", scene.t.text("surcharges-error-stale"))),
        Err(SetError::Note) => refuse(&Wrong::one("note", scene.t.text("form-error-too-long"))),
        Err(SetError::Unavailable) => refuse(&Wrong::one("", scene.t.text("surcharges-error-unavailable"))),
        Err(SetError::NotAllowed(not_allowed)) => Err(not_allowed.into()),
        Err(SetError::Store(error)) => Err(error.into()),
        Err(SetError::NotSetUp) => Err(WebError::Unavailable),
    }
}
