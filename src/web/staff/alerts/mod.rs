//! Alerts: what a person must look at, one of them by itself, and what is done about it.

mod deeds;
mod listing;
mod sheet;

use std::sync::Arc;

use poem::{
    Request, Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        alert::{Cause, Resolution},
        ids::AlertId,
        permission::Permission,
        time::Timestamp,
        user::AlertMail,
    },
    i18n::T,
    service::{
        Authority,
        alerts::{
            digest,
            looking::{self, Asked},
        },
    },
    store::alerts::{Place, Shelf, place},
    web::{
        alert_words, answer,
        error::WebError,
        forms::{self, Fields, FormErrors},
        fragments::Tone,
        guard::Rq,
        page, paths,
    },
};

pub use self::deeds::{
    create_assignments, create_collection, create_inquiry, create_request, create_resolution, create_resolutions,
    create_snooze, update_assignment,
};

/// What the name of a row's box begins with; its end is the alert, its value the version that was shown.
const TICK: &str = "alert-";

/// Rows of one page.
const ROWS: usize = 50;

/// Which alerts the list shows, as the address says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum View {
    #[default]
    Open,
    Mine,
    Snoozed,
    Resolved,
}

impl View {
    const ALL: [Self; 4] = [Self::Open, Self::Mine, Self::Snoozed, Self::Resolved];

    const fn code(self) -> &'static str {
        match self {
            Self::Open => "",
            Self::Mine => "mine",
            Self::Snoozed => "snoozed",
            Self::Resolved => "resolved",
        }
    }

    const fn shelf(self) -> Shelf {
        match self {
            Self::Open | Self::Mine => Shelf::Open,
            Self::Snoozed => Shelf::Snoozed,
            Self::Resolved => Shelf::Resolved,
        }
    }
}

/// The list that an address asks for. What it says that there is not counts as not said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Listed {
    view: View,
    cause: Option<Cause>,
    after: Option<Place>,
}

impl Listed {
    fn of(value: impl Fn(&str) -> String) -> Self {
        let view = value("show");
        let after = value("after");
        let after =
            after.split_once('-').and_then(|(at, id)| Some((Timestamp::from_ms(at.parse().ok()?), id.parse().ok()?)));
        Self {
            view: View::ALL.into_iter().find(|known| known.code() == view).unwrap_or_default(),
            cause: Cause::from_code(&value("cause")),
            after,
        }
    }

    fn address(self) -> String {
        self.address_telling("", "", "")
    }

    /// The same list with the outcome of what was just done.
    fn address_telling(self, done: &str, count: &str, left: &str) -> String {
        let after = self.after.map(|(at, id)| format!("{}-{id}", at.ms())).unwrap_or_default();
        let cause = self.cause.map_or("", Cause::code);
        let parts = [
            ("show", self.view.code()),
            ("cause", cause),
            ("after", after.as_str()),
            ("done", done),
            ("count", count),
            ("left", left),
        ];
        paths::with_query(paths::ALERTS, &parts)
    }
}

/// What was typed into the form beside the list, or that of one alert.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Typed {
    /// What was ticked: alert and version.
    ticked: Vec<String>,
    how: String,
    note: String,
    to: String,
}

impl Typed {
    fn sent(fields: &Fields) -> Self {
        let one = |(name, version): (&str, &str)| Some(format!("{}.{version}", name.strip_prefix(TICK)?));
        let ticked = fields.all().filter_map(one).collect();
        Self { ticked, how: fields.get("how").to_owned(), note: fields.lines("note"), to: fields.get("to").to_owned() }
    }

    fn how(&self) -> Option<Resolution> {
        let known = Resolution::BY_HAND.into_iter().chain(Resolution::BY_HAND_OF_SCHEDULE);
        known.into_iter().find(|how| how.code() == self.how)
    }
}

/// `GET /alerts`
#[handler]
pub async fn list(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.staff(Permission::ViewPayments)?;
    let value = |name: &str| forms::query_value(request, name).unwrap_or_default();
    let told = |t: T| told(t, &value("done"), (&value("count"), &value("left")));
    draw_list(app, rq, Listed::of(value), (&Typed::default(), &FormErrors::default()), &told)
}

fn draw_list(
    app: &App,
    rq: &Rq,
    listed: Listed,
    (typed, errors): (&Typed, &FormErrors),
    told: &dyn Fn(T) -> Option<(Tone, String)>,
) -> Result<Response, WebError> {
    let scene = answer::scene(app, rq, None)?;
    let flash = told(scene.t);
    let scene = scene.telling(flash);
    let Some(user) = scene.user.clone() else { return Err(WebError::NotFound) };
    let authority = Authority::Staff(&user);
    let of = (listed.view == View::Mine).then_some(user.id);
    let asked = Asked { shelf: listed.view.shelf(), of, cause: listed.cause, after: listed.after };
    let mut rows = looking::list(app, authority, asked, ROWS + 1)?;
    let more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let next = rows.last().filter(|_| more).map(|last| place(&last.alert));
    let body = listing::page(&listing::Page {
        t: scene.t,
        firm: &scene.firm(),
        user: &user,
        listed,
        rows: &rows,
        next: next.map(|after| Listed { after: Some(after), ..listed }.address()).as_deref(),
        counts: &looking::counts(app, authority)?,
        colleagues: &looking::colleagues(app)?,
        typed,
        errors,
        csrf: rq.csrf(),
    });
    let failed = !errors.is_empty();
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let ctx = page::Ctx { failed, ..scene.ctx() };
    Ok(answer::html_with(status, page::staff(&ctx, &scene.t.text("alerts-title"), &body)))
}

/// What was just done, in words.
fn told(t: T, done: &str, (count, left): (&str, &str)) -> Option<(Tone, String)> {
    let number = |text: &str| text.parse::<i64>().unwrap_or(0);
    let several = |key: &str| {
        let mut words = t.with(key, [("count", number(count))]);
        if number(left) > 0 {
            words.push(' ');
            words.push_str(&t.with("alerts-done-left", [("count", number(left))]));
        }
        (if number(left) > 0 { Tone::Warning } else { Tone::Positive }, words)
    };
    let said = |key: &str| (Tone::Positive, t.text(key));
    Some(match done {
        "several-resolved" => several("alerts-done-several-resolved"),
        "several-assigned" => several("alerts-done-several-assigned"),
        "mail" => said("alerts-done-mail"),
        "snoozed" => said("alerts-done-snoozed"),
        "assigned" => said("alerts-done-assigned"),
        "resolved" => said("alerts-done-resolved"),
        "collected" => said("alerts-done-collected"),
        "not-collected" => (Tone::Negative, t.text("alerts-done-not-collected")),
        "collecting" => (Tone::Warning, t.text("alerts-done-collecting")),
        "asked-payer" => said("alerts-done-asked-payer"),
        "asked-closed" => said("alerts-done-asked-closed"),
        "asked-open" => (Tone::Warning, t.text("alerts-done-asked-open")),
        _ => return None,
    })
}

/// `GET /alerts/{id}`
#[handler]
pub async fn show(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.staff(Permission::ViewPayments)?;
    let done = forms::query_value(request, "done").unwrap_or_default();
    draw(app, rq, AlertId::new(id), (&Typed::default(), &FormErrors::default()), &done)
}

fn draw(
    app: &App,
    rq: &Rq,
    id: AlertId,
    (typed, errors): (&Typed, &FormErrors),
    done: &str,
) -> Result<Response, WebError> {
    let scene = answer::scene(app, rq, None)?;
    let flash = told(scene.t, done, ("", ""));
    let scene = scene.telling(flash);
    let Some(user) = scene.user.clone() else { return Err(WebError::NotFound) };
    let details = looking::details(app, Authority::Staff(&user), id)?.ok_or(WebError::NotFound)?;
    let title = scene.t.label(details.shown.alert.cause);
    let body = sheet::page(&sheet::Page {
        t: scene.t,
        firm: &scene.firm(),
        user: &user,
        details: &details,
        colleagues: &looking::colleagues(app)?,
        typed,
        errors,
        csrf: rq.csrf(),
    });
    let failed = !errors.is_empty();
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let ctx = page::Ctx { failed, ..scene.ctx() };
    Ok(answer::html_with(status, page::staff(&ctx, &title, &body)))
}

/// `GET /alerts/bell?seen=…`: what of the bell is not as the page has it; nothing (304) when all of it is, and nothing
/// (204) for whoever is not signed in any more, so that a page left open keeps what was typed into it.
#[handler]
pub async fn bell(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.anyone();
    let nothing = |status: StatusCode| Response::builder().status(status).finish();
    let Some(current) = rq.signed_in().filter(|current| current.user.may(Permission::ViewPayments)) else {
        return Ok(nothing(StatusCode::NO_CONTENT));
    };
    let bell = looking::bell(app, Authority::Staff(&current.user))?;
    let house = crate::service::reading::house(app)?;
    let language = rq.language();
    let locale = house.firm.as_ref().map_or(language.default_locale(), |firm| firm.locale(language));
    let zone = house.firm.map_or_else(|| "UTC".to_owned(), |firm| firm.time_zone);
    let seen = forms::query_value(request, "seen").unwrap_or_default();
    let again = alert_words::bell_again(T::new(locale), &bell, &zone, &seen);
    Ok(again.map_or_else(|| nothing(StatusCode::NOT_MODIFIED), answer::html))
}

/// `POST /alerts/mail`
#[handler]
pub async fn update_mail(rq: &Rq, Data(app): Data<&Arc<App>>, fields: &Fields) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ViewPayments)?;
    let choice = AlertMail::from_code(fields.get("alert_mail")).unwrap_or(staff.user.alert_mail);
    digest::choose(app, staff.user.id, choice).await.map_err(|_| WebError::Unavailable)?;
    Ok(answer::see_other(&Listed::default().address_telling("mail", "", "")))
}
