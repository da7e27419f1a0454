//! The tab of saved methods: what a payer has, and what is done with it. A number is never edited: that is another card.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{
    Request, Response, handler,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        card::{Expiry, Instrument, PaymentMethod},
        ids::{MerchantAccountId, OperationKey, PayerId, PaymentMethodId},
        method_request::{LinkState, MethodRequest},
        payer::Address,
        permission::Permission,
    },
    i18n::dates,
    service::{
        Authority,
        methods::{
            Use,
            adding::{self, AddError, AddMethod},
            links,
            managing::{self, MethodError, MethodFacts},
        },
        outbox, payments,
    },
    web::{
        answer,
        error::WebError,
        forms::{self, Fields, FormErrors},
        fragments::{
            Icon, Kind, Look, Tone, breadcrumb, button, button_link, card, card_flush, card_frame, csrf, empty,
            form_section, method_in_full, note, page_head, tag,
        },
        guard::Rq,
        keeping::{self, Reader},
        paths,
    },
};

use super::{
    fields::{Ask, Form, accounts, table_named},
    find, finish, scene, scene_after,
    sheet::{Page, Tab, head, marks},
    signed_in,
};

/// `GET /payers/{id}/methods`
#[handler]
pub async fn list(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.staff(Permission::ViewPayments)?;
    let view = match find(app, PayerId::new(id), "methods")? {
        Ok(view) => view,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let scene = scene_after(app, rq, request)?;
    let user = signed_in(&scene)?;
    // A link that was just made is shown once more to whoever may make one.
    let wanted = forms::query_value(request, "link").and_then(|text| text.parse::<u64>().ok());
    let made =
        view.requests.iter().find(|known| Some(known.id.get()) == wanted && known.state(app.now()) == LinkState::Open);
    let made = made.filter(|_| user.may(Permission::ManagePayers)).map(|known| {
        format!("{}{}", outbox::base_url(app), paths::own_methods(&links::token(&app.secrets, &known.nonce)))
    });
    let firm = scene.firm();
    let p = Page { t: scene.t, firm: &firm, view: &view, user: &user, csrf: rq.csrf(), now: app.now(), rows: &[] };
    let t = p.t;
    let body = html! {
        (head(&p, Tab::Methods))
        @if let Some(link) = &made {
            (note(Tone::Information, &html! { p { (t.text("payer-link-here")) } p class="mono break" { (link) } p { (t.text("payer-link-here-text")) } }))
        }
        (table(&p))
        (requests(&p))
    };
    Ok(finish(&scene, &view.payer.name, &body, false))
}

fn table(p: &Page<'_>) -> Markup {
    let (t, payer) = (p.t, p.payer());
    let actions = html! {
        @if p.manages() {
            div class="actions" {
                (button_link(Look::Small, &paths::payer_part(payer.id, "requests/new"), &t.text("payer-ask"), Some(Icon::Send)))
                (button_link(Look::Small, &paths::payer_part(payer.id, "methods/new"), &t.text("payer-method-add"), Some(Icon::Plus)))
            }
        }
    };
    let body = html! {
        @if p.view.methods.is_empty() { (empty(Icon::CreditCard, &t.text("payer-methods-none"), &t.text("payer-methods-none-text"), &html! {})) } @else {
            ul class="list list-wrap" role="list" { @for method in &p.view.methods { (row(p, method)) } }
        }
    };
    card_flush("payer-methods", &t.text("payer-tab-methods"), &actions, &body)
}

fn row(p: &Page<'_>, method: &PaymentMethod) -> Markup {
    let (t, payer) = (p.t, p.payer().id);
    let name = format!("{} {}", words(p, method), method.nickname);
    let recorder = p.view.recorders.get(&method.id).map_or("", String::as_str);
    html! {
        li {
            div class="list-text" {
                div class="row row-wrap" { b { (method_in_full(t, Some(&method.instrument))) } " " (marks(p, method)) }
                div class="faint" {
                    @if !method.nickname.is_empty() { span { (method.nickname) } ", " }
                    @if let Some(expiry) = method.expiry() { (t.with("payer-method-expires", [("month", month(expiry))])) ", " }
                    (method.holder)
                }
                div class="faint" { (keeping::agreement(t, (method, p.firm), Reader::Staff(recorder))) }
            }
            @if p.manages() {
                div class="actions" {
                    @if p.payer().default_method != Some(method.id) {
                        form method="post" action=(paths::payer_method(payer, method.id, "default")) data-once {
                            (csrf(p.csrf))
                            button class="button button-small" type="submit" { (t.text("payer-method-make-default")) span class="visually-hidden" { ": " (name) } }
                        }
                    }
                    a class="button button-small" href=(paths::payer_method(payer, method.id, "edit")) { (t.text("payer-edit")) span class="visually-hidden" { ": " (name) } }
                    a class="button button-small button-danger-quiet" href=(paths::payer_method(payer, method.id, "removal")) { (t.text("payer-method-remove")) span class="visually-hidden" { ": " (name) } }
                }
            }
        }
    }
}

fn month(expiry: Expiry) -> String {
    format!("{:02}/{}", expiry.month(), expiry.year())
}

fn words(p: &Page<'_>, method: &PaymentMethod) -> String {
    let brand =
        method.instrument.brand().map_or_else(|| p.t.text("form-bank-account"), |brand| brand.name().to_owned());
    format!("{brand} •••• {}", method.instrument.last_four().as_str())
}

/// The links that were made, with the way to take one back.
fn requests(p: &Page<'_>) -> Markup {
    let t = p.t;
    if p.view.requests.is_empty() {
        return html! {};
    }
    let zone = &p.firm.time_zone;
    let state = |request: &MethodRequest| {
        let (tone, icon, key) = match request.state(p.now) {
            LinkState::Open => (Tone::Positive, Icon::Check, "payer-link-open"),
            LinkState::Used => (Tone::Information, Icon::CircleCheck, "payer-link-used"),
            LinkState::Revoked => (Tone::Neutral, Icon::Ban, "payer-link-revoked"),
            LinkState::Expired => (Tone::Neutral, Icon::Clock, "payer-link-expired"),
        };
        tag(tone, icon, &t.text(key))
    };
    let table = html! {
        table class="table table-two-line" {
            thead { tr {
                th scope="col" { (t.text("payer-link-made")) }
                th scope="col" { (t.text("outbox-to")) }
                th scope="col" { (t.text("payer-link-until")) }
                th scope="col" { (t.text("payments-status")) }
                @if p.manages() { th scope="col" { span class="visually-hidden" { (t.text("payer-link-revoke")) } } }
            } }
            tbody {
                @for request in p.view.requests.iter().take(20) {
                    tr {
                        td class="num nowrap" { (dates::date_medium(request.created_at, zone, t.locale())) " " span class="sub" { (t.text(if request.expiring.is_some() { "payer-link-because-expiring" } else { "payer-link-because-asked" })) } }
                        td { span { @if request.recipients.is_empty() { (t.text("payer-link-copied")) } @else { (request.recipients.join(", ")) } } }
                        td class="num nowrap" { (dates::date_medium(request.expires_at, zone, t.locale())) }
                        td { (state(request)) }
                        @if p.manages() {
                            td class="cell-end" {
                                @if request.state(p.now) == LinkState::Open {
                                    form method="post" action=(paths::method_request_revocation(p.payer().id, request.id)) data-once {
                                        (csrf(p.csrf)) (button(Look::Small, &t.text("payer-link-revoke"), Some(Icon::Ban)))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    card_flush("payer-links", &t.text("payer-links"), &html! {}, &table_named(t, "payer-links", &table))
}

/// `GET /payers/{id}/methods/new`
#[handler]
pub async fn new(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    rq.staff(Permission::ManagePayers)?;
    draw_new(app, rq, PayerId::new(id), &app.ids.operation_key(), "", None)
}

fn draw_new(
    app: &App,
    rq: &Rq,
    id: PayerId,
    key: &OperationKey,
    account: &str,
    problem: Option<(&'static str, &'static str)>,
) -> Result<Response, WebError> {
    let view = match find(app, id, "methods/new")? {
        Ok(view) => view,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let scene = scene(app, rq)?;
    let (t, payer) = (scene.t, &view.payer);
    let mut errors = FormErrors::default();
    if let Some((field, problem)) = problem {
        errors.add(field, problem);
    }
    let form = Form { t, errors: &errors };
    let choices = accounts(t, &scene.house.accounts);
    let usual = links::usual_account(&scene.house.accounts);
    let chosen = if account.is_empty() {
        usual.map(|account| account.id.to_string()).unwrap_or_default()
    } else {
        account.to_owned()
    };
    let frame = usual.map(|account| payments::card_fields(app, account, key).frame_url).unwrap_or_default();
    let frame = format!("{frame}?lang={}", t.language().code());
    let fields = html! {
        div class="grid" { (form.choice(Ask::new("account", "payer-method-account", &chosen, "span-8").unmarked().hint("payer-method-account-hint"), &choices)) }
        (form.card_error())
        (card_frame(&frame, &t.text("enter-payment-card-frame")))
        p class="hint" { (t.text("payer-method-add-hint")) }
    };
    let title = t.text("payer-method-add-title");
    let body = html! {
        (form.summary())
        (page_head(&breadcrumb(&paths::payer_part(id, "methods"), &payer.name, &title), &title, &html! {}, &html! {}))
        form class="card" method="post" action=(paths::payer_part(id, "methods")) novalidate data-once data-card-frame="#card-frame" {
            (csrf(rq.csrf()))
            input type="hidden" name="key" value=(key);
            (form_section("payer-method-card", &t.text("payer-method-card"), &html! {}, &fields))
            div class="card-foot actions" {
                (button(Look::Primary, &t.text("payer-method-save"), Some(Icon::Check)))
                (button_link(Look::Ghost, &paths::payer_part(id, "methods"), &t.text("payer-cancel"), None))
            }
        }
    };
    Ok(finish(&scene, &title, &body, problem.is_some()))
}

/// `POST /payers/{id}/methods`
#[handler]
pub async fn create(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    let payer = PayerId::new(id);
    let Ok(key) = OperationKey::parse(fields.get("key")) else {
        return draw_new(app, rq, payer, &app.ids.operation_key(), "", Some(("", "enter-payment-error-stale")));
    };
    let account = fields.get("account");
    let again = |field, problem| draw_new(app, rq, payer, &key, account, Some((field, problem)));
    let Ok(merchant_account) = account.parse::<MerchantAccountId>() else {
        return again("account", "enter-payment-error-account");
    };
    let asked = AddMethod { key: key.clone(), payer, merchant_account, link: None, replaces: None };
    // On a task of its own: a browser that goes away in the middle must not leave a method half saved.
    let (hall, user) = (app.clone(), staff.user.clone());
    let added = tokio::spawn(async move { adding::add(&hall, Authority::Staff(&user), asked).await });
    match added.await.map_err(|error| WebError::Failed(error.to_string()))? {
        Ok(_) => Ok(answer::see_other(&paths::payer_done(payer, "methods", "method"))),
        Err(AddError::NoCard) => again("card-frame", "enter-payment-error-card"),
        Err(AddError::NoAccount) => again("account", "enter-payment-error-account"),
        Err(AddError::TooMany) => again("", "payer-method-error-many"),
        // Neither a link nor a limit stands in the way of staff.
        Err(AddError::Processor(_) | AddError::LinkClosed | AddError::TurnedAway(_)) => {
            again("", "payer-method-error-processor")
        }
        Err(AddError::Unavailable) => again("", "payer-error-unavailable"),
        Err(AddError::NotFound) => Err(WebError::NotFound),
        Err(AddError::NotAllowed(not_allowed)) => Err(not_allowed.into()),
        Err(AddError::Store(error)) => Err(error.into()),
    }
}

/// `GET /payers/{id}/methods/{method}/edit`
#[handler]
pub async fn edit(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path((id, method)): Path<(u64, u64)>,
) -> Result<Response, WebError> {
    rq.staff(Permission::ManagePayers)?;
    let (payer, method) = of_payer(app, (id, method))?;
    let typed = TypedMethod::of(&method);
    draw_edit(app, rq, payer, &method, &typed, &FormErrors::default())
}

fn of_payer(app: &App, (payer, method): (u64, u64)) -> Result<(PayerId, PaymentMethod), WebError> {
    let (payer, method) = (PayerId::new(payer), PaymentMethodId::new(method));
    let found = managing::of_payer(&app.store.read()?, payer, method)?;
    found.map(|(payer, method)| (payer.id, method)).ok_or(WebError::NotFound)
}

/// What may be typed of a method.
struct TypedMethod {
    nickname: String,
    expiry: String,
    address: Address,
}

impl TypedMethod {
    fn of(method: &PaymentMethod) -> Self {
        Self {
            nickname: method.nickname.clone(),
            expiry: method.expiry().map(month).unwrap_or_default(),
            address: method.billing_address.clone(),
        }
    }

    fn sent(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        Self {
            nickname: text("nickname"),
            expiry: text("expiry"),
            address: Address {
                street: fields.lines("street"),
                city: text("city"),
                region: text("region"),
                postal_code: text("postal_code"),
                country: text("country"),
            },
        }
    }

    fn read(&self, method: &PaymentMethod) -> Result<MethodFacts, FormErrors> {
        let mut errors = FormErrors::default();
        if self.nickname.chars().count() > PaymentMethod::MAX_NICKNAME_CHARS {
            errors.add("nickname", "form-error-too-long");
        }
        let expiry = expiry(&self.expiry);
        if expiry.is_none() && matches!(method.instrument, Instrument::Card { .. }) {
            errors.add("expiry", "payer-method-error-expiry");
        }
        let expiry = expiry.filter(|_| matches!(method.instrument, Instrument::Card { .. }));
        let billing_address = Some(self.address.clone());
        errors.or_ok(MethodFacts { nickname: self.nickname.clone(), expiry, billing_address })
    }
}

/// `08/28`, `8/2028` and the like.
fn expiry(text: &str) -> Option<Expiry> {
    let (month, year) = text.split_once(['/', '-', ' '])?;
    let (month, year) = (month.trim().parse().ok()?, year.trim().trim_start_matches(['/', ' ']).parse::<u16>().ok()?);
    Expiry::new(month, if year < 100 { 2000 + year } else { year })
}

fn draw_edit(
    app: &App,
    rq: &Rq,
    payer: PayerId,
    method: &PaymentMethod,
    typed: &TypedMethod,
    errors: &FormErrors,
) -> Result<Response, WebError> {
    let scene = scene(app, rq)?;
    let (t, form) = (scene.t, Form { t: scene.t, errors });
    let title = t.text("payer-method-edit-title");
    let is_card = matches!(method.instrument, Instrument::Card { .. });
    let fields = html! {
        p { (method_in_full(t, Some(&method.instrument))) ", " (method.holder) }
        p class="hint" { (t.text("payer-method-number-hint")) }
        div class="grid" {
            (form.line(Ask::new("nickname", "payer-method-nickname", &typed.nickname, "span-8").hint("payer-method-nickname-hint").most(40)))
            @if is_card { (form.line(Ask::new("expiry", "payer-method-expiry", &typed.expiry, "span-4").required().hint("payer-method-expiry-hint").kind(Kind::Text).most(9))) }
        }
    };
    let address = &typed.address;
    let billing = html! {
        div class="grid" {
            (form.lines(Ask::new("street", "payer-street", &address.street, "span-12").most(400), 2))
            (form.line(Ask::new("city", "payer-city", &address.city, "span-5")))
            (form.line(Ask::new("region", "payer-region", &address.region, "span-3")))
            (form.line(Ask::new("postal_code", "payer-postal-code", &address.postal_code, "span-4")))
            (form.line(Ask::new("country", "payer-country", &address.country, "span-5")))
        }
    };
    let back = paths::payer_part(payer, "methods");
    let body = html! {
        (form.summary())
        (page_head(&breadcrumb(&back, &t.text("payer-tab-methods"), &title), &title, &html! {}, &html! {}))
        form class="card" method="post" action=(format!("{}/{}", back, method.id)) novalidate data-once {
            (csrf(rq.csrf()))
            (form_section("payer-method", &t.text("payer-method-card"), &html! {}, &fields))
            (form_section("payer-billing", &t.text("payer-method-billing"), &html! {}, &billing))
            div class="card-foot actions" {
                (button(Look::Primary, &t.text("payer-save"), Some(Icon::Check)))
                (button_link(Look::Ghost, &back, &t.text("payer-cancel"), None))
            }
        }
    };
    Ok(finish(&scene, &title, &body, !errors.is_empty()))
}

/// `POST /payers/{id}/methods/{method}`
#[handler]
pub async fn update(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path((id, method)): Path<(u64, u64)>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    let (payer, method) = of_payer(app, (id, method))?;
    let typed = TypedMethod::sent(fields);
    let facts = match typed.read(&method) {
        Ok(facts) => facts,
        Err(errors) => return draw_edit(app, rq, payer, &method, &typed, &errors),
    };
    match managing::change(app, Authority::Staff(&staff.user), (payer, method.id), facts).await {
        Ok(()) => Ok(answer::see_other(&paths::payer_done(payer, "methods", "method-saved"))),
        Err(error) => {
            let (field, key) = told(error)?;
            let mut errors = FormErrors::default();
            errors.add(field, key);
            draw_edit(app, rq, payer, &method, &typed, &errors)
        }
    }
}

fn told(error: MethodError) -> Result<(&'static str, &'static str), WebError> {
    match error {
        MethodError::TooLong => Ok(("", "form-error-too-long")),
        MethodError::NoExpiry => Ok(("expiry", "payer-method-error-expiry")),
        MethodError::Unavailable => Ok(("", "payer-error-unavailable")),
        MethodError::NotFound | MethodError::Scheduled(_) => Err(WebError::NotFound),
        MethodError::NotAllowed(not_allowed) => Err(not_allowed.into()),
        MethodError::Store(error) => Err(error.into()),
    }
}

/// `POST /payers/{id}/methods/{method}/default`
#[handler]
pub async fn create_default(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path((id, method)): Path<(u64, u64)>,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    let (payer, method) = of_payer(app, (id, method))?;
    match managing::choose_default(app, Authority::Staff(&staff.user), (payer, method.id)).await {
        Ok(()) => Ok(answer::see_other(&paths::payer_done(payer, "methods", "default"))),
        Err(error) => told(error).and(Err(WebError::Unavailable)),
    }
}

/// `GET /payers/{id}/methods/{method}/removal`: what it is used for, and the question.
#[handler]
pub async fn new_removal(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path((id, method)): Path<(u64, u64)>,
) -> Result<Response, WebError> {
    rq.staff(Permission::ManagePayers)?;
    let (payer, method) = of_payer(app, (id, method))?;
    let uses = managing::in_use(&app.store.read()?, &method, app.now())?;
    let scene = scene(app, rq)?;
    let (t, zone) = (scene.t, scene.firm().time_zone);
    let told_of = |known: &Use| match known {
        Use::Default => t.text("payer-method-use-default"),
        Use::Scheduled(count) => t.with("payer-method-use-scheduled", [("count", *count)]),
        Use::Charged(at) => t.with("payer-method-use-charged", [("day", dates::date_long(*at, &zone, t.locale()))]),
    };
    let back = paths::payer_part(payer, "methods");
    let title = t.text("payer-method-remove-title");
    let words = html! {
        div class="stack-4" {
            p { (method_in_full(t, Some(&method.instrument))) ", " (method.holder) }
            @if !uses.is_empty() { (note(Tone::Warning, &html! { b { (t.text("payer-method-in-use")) } ul { @for known in &uses { li { (told_of(known)) } } } })) }
            p { (t.text("payer-method-remove-text")) }
            form class="actions" method="post" action=(paths::payer_method(payer, method.id, "removal")) data-once {
                (csrf(rq.csrf()))
                (button(Look::Danger, &t.text("payer-method-remove"), Some(Icon::X)))
                (button_link(Look::Ghost, &back, &t.text("payer-cancel"), None))
            }
        }
    };
    let body = html! {
        (page_head(&breadcrumb(&back, &t.text("payer-tab-methods"), &title), &title, &html! {}, &html! {}))
        (card("payer-method-removal", &t.text("payer-method-card"), &html! {}, &words))
    };
    Ok(finish(&scene, &title, &body, false))
}

/// `POST /payers/{id}/methods/{method}/removal`
#[handler]
pub async fn create_removal(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path((id, method)): Path<(u64, u64)>,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    let payer = PayerId::new(id);
    match managing::remove(app, Authority::Staff(&staff.user), (payer, PaymentMethodId::new(method))).await {
        Ok(()) => Ok(answer::see_other(&paths::payer_done(payer, "methods", "removed"))),
        Err(error) => told(error).and(Err(WebError::Unavailable)),
    }
}
