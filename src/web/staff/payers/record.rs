//! The form of a record, new or known. Whoever saves over somebody else's change is shown both and loses nothing.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{
    Request, Response, handler,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        ids::{OperationKey, PayerId},
        locale::Language,
        payer::Payer,
        permission::Permission,
    },
    i18n::{T, dates},
    service::{
        Authority,
        payers::{
            editing::{self, EditError},
            looking,
        },
        reading,
    },
    web::{
        answer::{self, Scene},
        error::WebError,
        forms::{self, Fields, FormErrors},
        fragments::{
            Icon, Kind, Look, Need, Tone, breadcrumb, button, button_link, csrf, form_section, note, page_head,
            required_key,
        },
        guard::Rq,
        paths,
    },
};

use super::{
    fields::{Ask, Form},
    finish,
    form::{self, CONTACTS, CUSTOM, Typed},
    other, scene,
};

/// `GET /payers/new`, empty or with a kept draft (`?draft=`).
#[handler]
pub async fn new(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.staff(Permission::ManagePayers)?;
    let scene = scene(app, rq)?;
    let kept = kept(app, rq, request)?;
    let restored = kept.is_some();
    let typed = kept.unwrap_or_else(|| Typed::fresh(scene.firm().language));
    Ok(draw(
        app,
        rq,
        &scene,
        &Shown { payer: None, typed: &typed, errors: &FormErrors::default(), stale: None, restored },
    ))
}

/// `GET /payers/{id}/edit`
#[handler]
pub async fn edit(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.staff(Permission::ManagePayers)?;
    let payer = looking::payer(app, PayerId::new(id))?.ok_or(WebError::NotFound)?;
    if !payer.is_own() {
        return Ok(answer::see_other(&paths::payer_part(payer.stands_for(), "edit")));
    }
    let scene = scene(app, rq)?;
    let kept = kept(app, rq, request)?;
    let restored = kept.is_some();
    let typed = kept.unwrap_or_else(|| Typed::of(&payer));
    let shown = Shown { payer: Some(&payer), typed: &typed, errors: &FormErrors::default(), stale: None, restored };
    Ok(draw(app, rq, &scene, &shown))
}

fn kept(app: &App, rq: &Rq, request: &Request) -> Result<Option<Typed>, WebError> {
    let user = rq.person()?.user.id;
    let key = forms::query_value(request, "draft").and_then(|text| OperationKey::parse(&text).ok());
    let fields = key.map(|key| reading::draft(app, user, &key)).transpose()?.flatten();
    Ok(fields.map(|fields| Typed::sent(&Fields::kept(&fields))))
}

/// `POST /payers`
#[handler]
pub async fn create(rq: &Rq, Data(app): Data<&Arc<App>>, fields: &Fields) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    let (scene, typed) = (scene(app, rq)?, Typed::sent(fields));
    let refuse = |errors: &FormErrors| {
        draw(app, rq, &scene, &Shown { payer: None, typed: &typed, errors, stale: None, restored: false })
    };
    let facts = match form::read(&typed) {
        Ok(facts) => facts,
        Err(errors) => return Ok(refuse(&errors)),
    };
    match editing::create(app, Authority::Staff(&staff.user), facts).await {
        Ok(payer) => Ok(answer::see_other(&paths::payer_done(payer.id, "", "added"))),
        Err(EditError::Unavailable) => Ok(refuse(&unavailable())),
        Err(error) => other(error),
    }
}

fn unavailable() -> FormErrors {
    let mut errors = FormErrors::default();
    errors.add("", "payer-error-unavailable");
    errors
}

/// `POST /payers/{id}`
#[handler]
pub async fn update(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    let id = PayerId::new(id);
    let (scene, typed) = (scene(app, rq)?, Typed::sent(fields));
    let payer = looking::payer(app, id)?.ok_or(WebError::NotFound)?;
    let refuse = |typed: &Typed, errors: &FormErrors, stale: Option<&Stale>| {
        draw(app, rq, &scene, &Shown { payer: Some(&payer), typed, errors, stale, restored: false })
    };
    let facts = match form::read(&typed) {
        Ok(facts) => facts,
        Err(errors) => return Ok(refuse(&typed, &errors, None)),
    };
    let Ok(seen) = typed.version.parse() else { return Err(WebError::NotFound) };
    match editing::update(app, Authority::Staff(&staff.user), id, (facts, seen)).await {
        Ok(payer) => Ok(answer::see_other(&paths::payer_done(payer.id, "", "saved"))),
        Err(EditError::Unavailable) => Ok(refuse(&typed, &unavailable(), None)),
        Err(EditError::Stale(now)) => {
            let stale = stale(app, &scene, *now)?;
            // Saved again, the form says that this was seen.
            let seen = Typed { version: stale.now.version.to_string(), ..typed.clone() };
            let mut errors = FormErrors::default();
            errors.add("", "payer-error-stale");
            Ok(refuse(&seen, &errors, Some(&stale)))
        }
        Err(error) => other(error),
    }
}

/// What somebody else made of the record in the meantime.
struct Stale {
    now: Payer,
    who: String,
}

fn stale(app: &App, scene: &Scene, now: Payer) -> Result<Stale, WebError> {
    let t = scene.t;
    let who = match looking::changed_by(app, now.id)? {
        Some((entry, name)) => {
            let when = dates::date_time_long(entry.at, &scene.firm().time_zone, t.locale());
            t.with("payment-note-by", [("name", name.unwrap_or_else(|| "–".to_owned())), ("when", when)])
        }
        None => String::new(),
    };
    Ok(Stale { now, who })
}

struct Shown<'a> {
    payer: Option<&'a Payer>,
    typed: &'a Typed,
    errors: &'a FormErrors,
    stale: Option<&'a Stale>,
    restored: bool,
}

fn draw(app: &App, rq: &Rq, scene: &Scene, shown: &Shown<'_>) -> Response {
    let t = scene.t;
    let title = match shown.payer {
        Some(payer) => t.with("payer-edit-title", [("name", payer.name.clone())]),
        None => t.text("payer-new-title"),
    };
    let form = Form { t, errors: shown.errors };
    let key = OperationKey::parse(&shown.typed.key).unwrap_or_else(|_| app.ids.operation_key());
    let action = shown.payer.map_or_else(|| paths::PAYERS.to_owned(), |payer| paths::payer(payer.id));
    let back = shown.payer.map_or_else(|| paths::PAYERS.to_owned(), |payer| paths::payer(payer.id));
    let above = match shown.payer {
        Some(payer) => breadcrumb(&paths::payer(payer.id), &payer.name, &t.text("payer-edit-crumb")),
        None => breadcrumb(paths::PAYERS, &t.text("payers-title"), &title),
    };
    let body = html! {
        (form.summary())
        (page_head(&above, &title, &html! {}, &required_key(t)))
        @if shown.restored { (note(Tone::Information, &html! { (t.text("payer-restored")) })) }
        @if let Some(stale) = shown.stale { (differences(t, stale, shown.typed)) }
        form class="card" method="post" action=(action) novalidate data-once {
            (csrf(rq.csrf()))
            input type="hidden" name="key" value=(key);
            input type="hidden" name="version" value=(shown.typed.version);
            (who(&form, shown.typed))
            (address(&form, shown.typed))
            (contacts(&form, shown.typed))
            (custom(&form, shown.typed))
            div class="form-section" {
                (form.lines(Ask::new("notes", "payer-notes", &shown.typed.notes, "").hint("payer-notes-hint").most(4_000), 4))
            }
            div class="card-foot actions" {
                (button(Look::Primary, &t.text("payer-save"), Some(Icon::Check)))
                (button_link(Look::Ghost, &back, &t.text("payer-cancel"), None))
            }
        }
    };
    finish(scene, &title, &body, !shown.errors.is_empty())
}

/// The fields in which the record as it stands differs from what was typed, both shown.
fn differences(t: T, stale: &Stale, typed: &Typed) -> Markup {
    let now = Typed::of(&stale.now);
    let joined = |rows: Vec<String>| rows.join("\n");
    let contacts = |typed: &Typed| joined(typed.contacts.iter().map(|row| row.join(" ")).collect());
    let custom = |typed: &Typed| joined(typed.custom.iter().map(|row| row.join(": ")).collect());
    let address = |typed: &Typed| {
        joined([&typed.street, &typed.city, &typed.region, &typed.postal_code, &typed.country].map(Clone::clone).into())
    };
    let fields = [
        ("payer-name", now.name.clone(), typed.name.clone()),
        ("payer-company", now.company.clone(), typed.company.clone()),
        ("payer-client-number", now.client_number.clone(), typed.client_number.clone()),
        ("payer-emails", now.emails.clone(), typed.emails.clone()),
        ("payer-phones", now.phones.clone(), typed.phones.clone()),
        ("payer-language", now.language.clone(), typed.language.clone()),
        ("payer-address", address(&now), address(typed)),
        ("payer-contacts", contacts(&now), contacts(typed)),
        ("payer-custom", custom(&now), custom(typed)),
        ("payer-notes", now.notes.clone(), typed.notes.clone()),
    ];
    let shown = |text: &str| if text.trim().is_empty() { t.text("payment-note-none") } else { text.trim().to_owned() };
    html! {
        section class="card" aria-labelledby="payer-differences" {
            div class="card-head" { h2 id="payer-differences" { (t.text("payer-differences")) } @if !stale.who.is_empty() { p class="faint small" { (stale.who) } } }
            div class="card-flush" {
                table class="table" {
                    thead { tr {
                        th scope="col" { (t.text("payer-difference-field")) }
                        th scope="col" { (t.text("payer-difference-now")) }
                        th scope="col" { (t.text("payer-difference-yours")) }
                    } }
                    tbody {
                        @for (key, now, yours) in fields.iter().filter(|(_, now, yours)| now != yours) {
                            tr { th scope="row" { (t.text(key)) } td class="prewrap" { (shown(now)) } td class="prewrap" { (shown(yours)) } }
                        }
                    }
                }
            }
        }
    }
}

fn who(form: &Form<'_>, typed: &Typed) -> Markup {
    let languages: Vec<(String, String)> =
        Language::ALL.iter().map(|known| (known.code().to_owned(), known.endonym().to_owned())).collect();
    let body = html! {
        div class="grid" {
            (form.line(Ask::new("name", "payer-name", &typed.name, "span-6").required().hint("payer-name-hint")))
            (form.line(Ask::new("company", "payer-company", &typed.company, "span-6").hint("payer-company-hint")))
            (form.line(Ask::new("client_number", "payer-client-number", &typed.client_number, "span-6")))
            (form.choice(Ask::new("language", "payer-language", &typed.language, "span-6").unmarked(), &languages))
            (form.lines(Ask::new("emails", "payer-emails", &typed.emails, "span-6").hint("payer-lines-hint").most(2_600), 3))
            (form.lines(Ask::new("phones", "payer-phones", &typed.phones, "span-6").hint("payer-lines-hint").most(1_300), 3))
        }
    };
    form_section("payer-who", &form.t.text("payer-who"), &html! {}, &body)
}

fn address(form: &Form<'_>, typed: &Typed) -> Markup {
    let body = html! {
        div class="grid" {
            (form.lines(Ask::new("street", "payer-street", &typed.street, "span-12").most(400), 2))
            (form.line(Ask::new("city", "payer-city", &typed.city, "span-5")))
            (form.line(Ask::new("region", "payer-region", &typed.region, "span-3")))
            (form.line(Ask::new("postal_code", "payer-postal-code", &typed.postal_code, "span-4")))
            (form.line(Ask::new("country", "payer-country", &typed.country, "span-5")))
        }
    };
    form_section("payer-address", &form.t.text("payer-address"), &html! {}, &body)
}

fn contacts(form: &Form<'_>, typed: &Typed) -> Markup {
    let empty = Default::default();
    let body = html! {
        div class="stack-4" {
            @for (index, names) in CONTACTS.iter().enumerate().take(typed.contact_rows()) {
                @let [name, role, email, phone] = typed.contacts.get(index).unwrap_or(&empty);
                div class="grid" role="group" aria-label=(form.t.with("payer-contact-number", [("number", (index + 1).to_string())])) {
                    (form.line(Ask::new(names[0], "payer-contact-name", name, "span-3").unmarked()))
                    (form.line(Ask::new(names[1], "payer-contact-role", role, "span-3").unmarked()))
                    (form.line(Ask::new(names[2], "payer-contact-email", email, "span-3").unmarked().kind(Kind::Email)))
                    (form.line(Ask::new(names[3], "payer-contact-phone", phone, "span-3").unmarked().kind(Kind::Phone)))
                }
            }
        }
    };
    let aside = html! { p class="faint small" { (form.t.text("payer-rows-hint")) } };
    form_section("payer-contacts", &form.t.text("payer-contacts"), &aside, &body)
}

fn custom(form: &Form<'_>, typed: &Typed) -> Markup {
    let empty = Default::default();
    let body = html! {
        div class="stack-3" {
            @for (index, names) in CUSTOM.iter().enumerate().take(typed.custom_rows()) {
                @let [label, text] = typed.custom.get(index).unwrap_or(&empty);
                div class="grid" role="group" aria-label=(form.t.with("payer-custom-number", [("number", (index + 1).to_string())])) {
                    (form.line(Ask { need: Need::Unmarked, ..Ask::new(names[0], "payer-custom-label", label, "span-4") }))
                    (form.line(Ask { need: Need::Unmarked, ..Ask::new(names[1], "payer-custom-text", text, "span-8") }))
                }
            }
        }
    };
    let aside = html! { p class="faint small" { (form.t.text("payer-rows-hint")) } };
    form_section("payer-custom", &form.t.text("payer-custom"), &aside, &body)
}
