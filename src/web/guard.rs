//! Knows, once per request, who asks, from where, in which language, and whether the form is one of ours.
//!
//! A handler of a staff page begins with [`Rq::staff`], which says who may go on. Handlers never look at cookies.

use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use poem::{
    Endpoint, FromRequest, IntoResponse, Middleware, Request, RequestBody, Response, Result,
    http::{HeaderValue, StatusCode, header, uri::Authority},
    web::cookie::{Cookie, SameSite},
};

use crate::{
    domain::{ids::OperationKey, locale::Language, permission::Permission, time::Timestamp, user::Theme},
    i18n::negotiate::language_from_accept,
    service::{
        portal::sessions as portal_sessions,
        sessions::{self, Current, Desk, Expired, NoSession},
    },
    store::{StoreError, drafts::Draft, firm},
};

use super::{
    csrf::{self, Proof, VISITOR_COOKIE, Visitor},
    firewall::bytes_hold_one,
    forms::{self, Fields, MAX_BODY_BYTES},
    headers::{CARD_FIELDS, is_under},
    paths,
    preferences::{self, cookie},
    refusal::{self, Refusal, SentBy},
    trouble::Trouble,
};

/// The cookie of a session. Its prefix makes browsers refuse one set by another host or over plain HTTP.
pub const SESSION_COOKIE: &str = "__Host-sid";
/// The cookie of a payer's session in the portal. It is read below its own paths only, elsewhere
/// but for the way back there, and staff's is not read there.
pub const PORTAL_COOKIE: &str = "__Host-portal";
/// The field with the operation key of a form, under which it is kept when its author must sign in again.
pub const KEY_FIELD: &str = "key";

/// The largest form that is kept, in bytes of names and values.
const MAX_DRAFT_BYTES: usize = 64 * 1024;
/// Parts of names of fields that are never kept, whatever they hold.
const NEVER_KEPT: [&str; 8] = ["csrf", "password", "token", "card", "cvv", "cvc", "pan", "secret"];

/// Who asks.
enum Who {
    SignedIn(Box<Current>),
    Ended(Expired),
    Payer(Box<portal_sessions::Current>),
    /// A payer's session that ended by itself, by the token that its forms carried.
    PayerEnded(String),
    Nobody,
}

/// What is known of a request.
pub struct Rq {
    who: Who,
    peer: Option<IpAddr>,
    sent_by: SentBy,
    language: Language,
    theme: Theme,
    changes_something: bool,
    proof: Proof,
    csrf: String,
    way_back: String,
    path: String,
    asked: Option<Language>,
    portal_cookie: Option<String>,
    drew_a_form: AtomicBool,
    turned_away: AtomicBool,
}

impl Rq {
    /// The person signed in, if any: for pages that everybody may see.
    #[must_use]
    pub fn signed_in(&self) -> Option<&Current> {
        match &self.who {
            Who::SignedIn(current) => Some(current),
            Who::Ended(_) | Who::Payer(_) | Who::PayerEnded(_) | Who::Nobody => None,
        }
    }

    /// The payer who is signed in to the portal, if one is: for its pages that everybody may see.
    #[must_use]
    pub fn signed_in_payer(&self) -> Option<&portal_sessions::Current> {
        if let Who::Payer(current) = &self.who { Some(current) } else { None }
    }

    /// The payer who is signed in to the portal, who must be one. Which payments and methods they reach, the office works
    /// out.
    ///
    /// # Errors
    /// [`Refusal`], which is the answer.
    pub fn payer(&self) -> Result<&portal_sessions::Current, Refusal> {
        let Some(current) = self.signed_in_payer() else { return Err(Refusal::PortalSignIn { sent_by: self.sent_by }) };
        if self.changes_something && self.proof != Proof::Session { Err(Refusal::Forged) } else { Ok(current) }
    }

    /// Whether this browser is signed in to the portal, asked on a page outside it: for the way back there. That session
    /// opens nothing here, nor does asking keep it alive.
    #[must_use]
    pub fn is_signed_in_to_portal(&self, desk: Desk<'_>) -> bool {
        let known = self.portal_cookie.as_ref().map(|cookie| portal_sessions::known(desk, cookie));
        matches!(known, Some(Ok(portal_sessions::Known::In(_))))
    }

    /// The person signed in, who must be one: for what everybody on staff may do, such as signing out.
    ///
    /// # Errors
    /// [`Refusal`], which is the answer.
    pub fn person(&self) -> Result<&Current, Refusal> {
        let Some(current) = self.signed_in() else {
            self.turned_away.store(true, Ordering::Relaxed);
            return Err(Refusal::SignIn { next: self.way_back.clone(), sent_by: self.sent_by });
        };
        // A visitor's token is good on public pages only.
        if self.changes_something && self.proof != Proof::Session { Err(Refusal::Forged) } else { Ok(current) }
    }

    /// The person signed in, who must have this permission.
    ///
    /// # Errors
    /// [`Refusal`], which is the answer.
    pub fn staff(&self, permission: Permission) -> Result<&Current, Refusal> {
        let current = self.person()?;
        if current.user.may(permission) { Ok(current) } else { Err(Refusal::Forbidden) }
    }

    /// The token that forms on the page being drawn carry.
    #[must_use]
    pub fn csrf(&self) -> &str {
        self.drew_a_form.store(true, Ordering::Relaxed);
        &self.csrf
    }

    /// What is known of a request that did not get as far as the guard: what it asks for, in which language and colours. Its
    /// query is left out, and an address with a card number in it too: links on pages name them.
    #[must_use]
    pub fn stranger(request: &Request) -> Self {
        let asked = preferences::asked_language(request.uri().query());
        let cookie_language = || cookie(request, preferences::LANGUAGE_COOKIE).and_then(Language::from_tag);
        let accepted = || request.header(header::ACCEPT_LANGUAGE).and_then(language_from_accept);
        let path = request.uri().path();
        Self {
            who: Who::Nobody,
            peer: None,
            sent_by: SentBy::Page,
            language: asked.or_else(cookie_language).or_else(accepted).unwrap_or(Language::En),
            theme: preferences::visitor_theme(request).unwrap_or_default(),
            changes_something: false,
            proof: Proof::None,
            csrf: String::new(),
            way_back: "/".to_owned(),
            path: if bytes_hold_one(path.as_bytes()) { "/" } else { path }.to_owned(),
            asked,
            portal_cookie: None,
            drew_a_form: AtomicBool::new(false),
            turned_away: AtomicBool::new(false),
        }
    }

    /// Says that the page is for everybody. Whoever sends a form has shown a token that we drew, or did not get here.
    pub const fn anyone(&self) {}

    /// This request's path and query.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The language that the address of this request names, if it does.
    #[must_use]
    pub const fn asked_language(&self) -> Option<Language> {
        self.asked
    }

    /// The network address of the browser; empty when there is none, as in tests.
    #[must_use]
    pub fn peer(&self) -> String {
        self.peer.map(|address| address.to_string()).unwrap_or_default()
    }

    /// Whether the browser wants a page or htmx a part of one.
    #[must_use]
    pub const fn sent_by(&self) -> SentBy {
        self.sent_by
    }

    /// The language to answer in.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The colours to answer in.
    #[must_use]
    pub const fn theme(&self) -> Theme {
        self.theme
    }
}

/// What the guard knows of the request that a handler answers.
impl<'a> FromRequest<'a> for &'a Rq {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> Result<Self> {
        let known = request.data::<Arc<Rq>>();
        known.map(AsRef::as_ref).ok_or_else(|| poem::Error::from_status(StatusCode::INTERNAL_SERVER_ERROR))
    }
}

/// The cookie of a session that has just begun; it goes with the browser's own session.
#[must_use]
pub fn session_cookie(token: &str) -> Cookie {
    host_cookie(SESSION_COOKIE, token)
}

/// The cookie that takes a session's away.
#[must_use]
pub fn no_session_cookie() -> Cookie {
    let mut cookie = host_cookie(SESSION_COOKIE, "");
    cookie.set_max_age(std::time::Duration::ZERO);
    cookie
}

/// The cookie of a payer's session that has just begun; it goes with the browser's own session.
#[must_use]
pub fn portal_cookie(token: &str) -> Cookie {
    host_cookie(PORTAL_COOKIE, token)
}

/// The cookie that takes a payer's session away.
#[must_use]
pub fn no_portal_cookie() -> Cookie {
    let mut cookie = host_cookie(PORTAL_COOKIE, "");
    cookie.set_max_age(std::time::Duration::ZERO);
    cookie
}

/// The portal's cookie that a request carries: for signing in, which ends that session, and for signing out.
#[must_use]
pub fn carried_portal_session(request: &Request) -> Option<&str> {
    cookie(request, PORTAL_COOKIE)
}

/// The session cookie that a request carries: for signing in, which ends that session, and for signing out.
#[must_use]
pub fn carried_session(request: &Request) -> Option<&str> {
    cookie(request, SESSION_COOKIE)
}

/// Adds a cookie to an answer.
pub fn set_cookie(response: &mut Response, cookie: &Cookie) {
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

fn host_cookie(name: &str, value: &str) -> Cookie {
    let mut cookie = Cookie::new_with_str(name, value);
    cookie.set_path("/");
    cookie.set_secure(true);
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie
}

/// Stands between the firewall and the rooms; `H` is the hall, or as much of it as signing in needs.
pub struct Guard<H>(pub Arc<H>);

impl<H, E> Middleware<E> for Guard<H>
where
    E: Endpoint,
    H: Send + Sync + 'static,
    for<'a> Desk<'a>: From<&'a H>,
{
    type Output = Guarded<H, E>;

    fn transform(&self, inner: E) -> Self::Output {
        Guarded { hall: self.0.clone(), inner }
    }
}

/// Rooms that are guarded.
pub struct Guarded<H, E> {
    hall: Arc<H>,
    inner: E,
}

impl<H, E> Endpoint for Guarded<H, E>
where
    E: Endpoint,
    H: Send + Sync + 'static,
    for<'a> Desk<'a>: From<&'a H>,
{
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        let desk = Desk::from(self.hall.as_ref());
        let seen = match look(desk, &mut request).await {
            Ok(seen) => seen,
            Err(trouble) => return Ok(trouble.into_response()),
        };
        let Seen { rq, fields, visitor, remembered } = seen;
        let (rq, fields) = (Arc::new(rq), Arc::new(fields));
        request.set_data(rq.clone());
        request.set_data(fields.clone());
        note_use(desk, &rq);
        let mut response = match self.inner.call(request).await {
            Ok(output) => output.into_response(),
            Err(error) => refusal::answer(error),
        };
        if rq.turned_away.load(Ordering::Relaxed)
            && let Who::Ended(expired) = &rq.who
            && rq.proof == Proof::EndedSession
            && let Some(path) = keep(desk, expired, &fields, &rq.way_back).await
        {
            response = refusal::go_to(&refusal::sign_in_path(&path), rq.sent_by);
        }
        // Whoever draws a page in the place of a bare refusal needs to know for whom.
        response.extensions_mut().insert(rq.clone());
        if let Some(language) = remembered {
            let remembering = preferences::remembering(preferences::LANGUAGE_COOKIE, language.code());
            set_cookie(&mut response, &remembering);
        }
        if let Some(visitor) = visitor.filter(|_| rq.drew_a_form.load(Ordering::Relaxed)) {
            set_cookie(&mut response, &host_cookie(VISITOR_COOKIE, &visitor.cookie(desk.secrets)));
        }
        Ok(response)
    }
}

/// What a first look at a request gives.
struct Seen {
    rq: Rq,
    fields: Fields,
    /// The visitor whose cookie is to be set, if a form is drawn.
    visitor: Option<Visitor>,
    /// The language just asked for, where it is to be remembered.
    remembered: Option<Language>,
}

async fn look(desk: Desk<'_>, request: &mut Request) -> Result<Seen, Trouble> {
    let changes_something = csrf::is_unsafe(request.method());
    let fields = if forms::is_upload(request) {
        let (fields, upload) = forms::upload_of(request).await?;
        request.set_data(Arc::new(upload));
        fields
    } else if changes_something && forms::is_form(request) {
        let body = forms::body_of(request, MAX_BODY_BYTES).await?;
        Fields::parse(&body).map_err(|_| Trouble::Unreadable)?
    } else {
        Fields::default()
    };
    let now = desk.clock.now();
    let who = who(desk, request)?;
    let carried = cookie(request, VISITOR_COOKIE).and_then(|text| Visitor::read(text, desk.secrets, now));
    let sent = request.header(csrf::HEADER).unwrap_or_else(|| fields.exact(csrf::FIELD));
    let proof = proof(desk, &who, carried.as_ref(), sent);
    if changes_something && is_forged(desk, request, proof) {
        return Err(Trouble::Forged);
    }
    let (csrf, visitor) = token_to_draw(desk, &who, carried.as_ref(), now);
    let asked = preferences::asked_language(request.uri().query());
    let sent_by = if request.headers().contains_key("hx-request") { SentBy::Htmx } else { SentBy::Page };
    let rq = Rq {
        path: request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
        asked,
        portal_cookie: carried_portal_session(request).map(str::to_owned),
        language: language(desk, request, asked, &who),
        theme: theme(request, &who),
        peer: preferences::peer_address(request, &desk.config.trusted_proxies),
        way_back: way_back(request, desk.config.base_url.as_deref()),
        who,
        sent_by,
        changes_something,
        proof,
        csrf,
        drew_a_form: AtomicBool::new(false),
        turned_away: AtomicBool::new(false),
    };
    // The fields in a frame speak the language of the page around them, which need not be the reader's own.
    let remembered = asked.filter(|_| !is_under(request.uri().path(), CARD_FIELDS));
    Ok(Seen { rq, fields, visitor, remembered })
}

fn who(desk: Desk<'_>, request: &Request) -> Result<Who, Trouble> {
    if is_under(request.uri().path(), paths::PORTAL) {
        return payer(desk, request);
    }
    let Some(cookie) = carried_session(request) else { return Ok(Who::Nobody) };
    match sessions::current(desk, cookie) {
        Ok(current) => Ok(Who::SignedIn(Box::new(current))),
        Err(NoSession::Expired(expired)) => Ok(Who::Ended(expired)),
        Err(NoSession::None) => Ok(Who::Nobody),
        Err(NoSession::Store(error)) => Err(unavailable(&error)),
    }
}

/// Whether a file may be taken in from whoever sends it, which is for staff alone. One whose session has ended may: the
/// room asks them to sign in again.
///
/// # Errors
/// [`Trouble::Forged`] for anybody else, as no page with such a form was drawn for them; [`Trouble::Busy`].
pub(super) fn may_upload(desk: Desk<'_>, request: &Request) -> Result<(), Trouble> {
    match who(desk, request)? {
        Who::SignedIn(_) | Who::Ended(_) => Ok(()),
        Who::Payer(_) | Who::PayerEnded(_) | Who::Nobody => Err(Trouble::Forged),
    }
}

fn payer(desk: Desk<'_>, request: &Request) -> Result<Who, Trouble> {
    let Some(cookie) = carried_portal_session(request) else { return Ok(Who::Nobody) };
    Ok(match portal_sessions::known(desk, cookie).map_err(|error| unavailable(&error))? {
        portal_sessions::Known::In(current) => Who::Payer(current),
        portal_sessions::Known::Ended(csrf) => Who::PayerEnded(csrf),
        portal_sessions::Known::Nobody => Who::Nobody,
    })
}

fn unavailable(error: &StoreError) -> Trouble {
    tracing::error!(%error, "a request could not be looked at");
    Trouble::Busy
}

fn proof(desk: Desk<'_>, who: &Who, visitor: Option<&Visitor>, sent: &str) -> Proof {
    match who {
        Who::SignedIn(current) if current.drew(sent) => Proof::Session,
        Who::Ended(expired) if expired.drew(sent) => Proof::EndedSession,
        Who::Payer(current) if current.drew(sent) => Proof::Session,
        Who::PayerEnded(csrf) if portal_sessions::is_token(csrf, sent) => Proof::EndedSession,
        _ if visitor.is_some_and(|visitor| visitor.drew(sent, desk.secrets)) => Proof::Visitor,
        _ => Proof::None,
    }
}

fn is_forged(desk: Desk<'_>, request: &Request, proof: Proof) -> bool {
    let base_url = desk.config.base_url.as_deref();
    if csrf::comes_from_elsewhere(request.headers(), request.uri(), base_url) {
        return true;
    }
    let exempt = csrf::EXEMPT.iter().any(|folder| is_under(request.uri().path(), folder));
    proof == Proof::None && !exempt
}

/// The token for new forms, and the visitor whose cookie must go along with it.
fn token_to_draw(desk: Desk<'_>, who: &Who, carried: Option<&Visitor>, now: Timestamp) -> (String, Option<Visitor>) {
    match who {
        Who::SignedIn(current) => return (current.csrf.clone(), None),
        Who::Payer(current) => return (current.csrf.clone(), None),
        Who::Ended(_) | Who::PayerEnded(_) | Who::Nobody => {}
    }
    let to_set = match carried {
        Some(visitor) => visitor.renewed(now),
        None => Some(Visitor::new(desk.ids, now)),
    };
    let token = to_set.as_ref().or(carried).map(|visitor| visitor.token(desk.secrets));
    (token.unwrap_or_default(), to_set)
}

fn language(desk: Desk<'_>, request: &Request, asked: Option<Language>, who: &Who) -> Language {
    let own = match who {
        Who::SignedIn(current) => current.user.language,
        Who::Payer(current) => current.login.language,
        Who::Ended(_) | Who::PayerEnded(_) | Who::Nobody => None,
    };
    let chosen = asked
        .or_else(|| cookie(request, preferences::LANGUAGE_COOKIE).and_then(Language::from_tag))
        .or(own)
        .or_else(|| request.header(header::ACCEPT_LANGUAGE).and_then(language_from_accept));
    // A store that cannot be read is no reason to turn a monitor away, which asks just then.
    let of_firm = || firm::firm(&desk.store.read().ok()?).ok()?.map(|firm| firm.language);
    chosen.or_else(of_firm).unwrap_or(Language::En)
}

fn theme(request: &Request, who: &Who) -> Theme {
    match who {
        Who::SignedIn(current) => current.user.theme,
        Who::Payer(current) => current.login.theme,
        Who::Ended(_) | Who::PayerEnded(_) | Who::Nobody => preferences::visitor_theme(request).unwrap_or_default(),
    }
}

/// Where a person returns to after signing in: the page they are on. When the browser does not say which, the form
/// of `POST /payments` is on `/payments/new`, and the one of `POST /payments/7/refunds` on `/payments/7`.
fn way_back(request: &Request, base_url: Option<&str>) -> String {
    let uri = request.uri();
    let changes_something = csrf::is_unsafe(request.method());
    let known = if changes_something || request.headers().contains_key("hx-request") {
        let page = request.header("hx-current-url").or_else(|| request.header(header::REFERER));
        page.and_then(|page| {
            // A proxy may put its own name for us into `Host`.
            let host = request.header(header::HOST).or(uri.authority().map(Authority::as_str));
            let public = base_url.and_then(|url| url.split_once("://")).map(|(_, host)| host.trim_end_matches('/'));
            [host, public].into_iter().flatten().find_map(|host| refusal::path_of(page, host))
        })
    } else {
        uri.path_and_query().and_then(|path| refusal::local_path(path.as_str()))
    };
    let guess = || if changes_something { page_of_form(uri.path()) } else { None };
    known.map(str::to_owned).or_else(guess).unwrap_or_else(|| refusal::HOME.to_owned())
}

fn page_of_form(path: &str) -> Option<String> {
    let path = refusal::local_path(path)?.trim_end_matches('/');
    match path.rsplit_once('/')? {
        ("", _) => Some(format!("{path}/new")),
        (parent, _) => Some(parent.to_owned()),
    }
}

/// Not waited for: the page does not depend on it, and a session ended meanwhile stays ended.
fn note_use(desk: Desk<'_>, rq: &Rq) {
    let now = desk.clock.now();
    // What a page asks by itself is no use: it would keep a session alive that nobody is there for (PCI DSS 8.2.8).
    let (path, query) = rq.path.split_once('?').unwrap_or((&rq.path, ""));
    let looks_again = path.starts_with(paths::PORTAL_REQUESTS) && query.contains("paid=");
    if let Some(current) = rq.signed_in_payer().filter(|current| current.is_due(now) && !looks_again) {
        let (store, key) = (desk.store.clone(), current.key);
        tokio::spawn(async move {
            if let Err(error) = portal_sessions::touch(&store, key, now).await {
                tracing::warn!(%error, "the last use of a payer's session could not be noted");
            }
        });
    }
    let Some(current) = rq.signed_in().filter(|current| current.is_due(now) && path != paths::BELL) else { return };
    let (store, key) = (desk.store.clone(), current.key);
    tokio::spawn(async move {
        if let Err(error) = sessions::touch(&store, key, now).await {
            tracing::warn!(%error, "the last use of a session could not be noted");
        }
    });
}

/// Keeps the form of somebody whose session has ended; gives the address that brings it back.
async fn keep(desk: Desk<'_>, expired: &Expired, fields: &Fields, way_back: &str) -> Option<String> {
    let key = OperationKey::parse(fields.get(KEY_FIELD)).ok()?;
    let kept: Vec<(String, String)> = fields
        .all()
        .map(|(name, _)| name)
        .filter(|name| may_be_kept(name))
        .map(|name| (name.to_owned(), fields.lines(name)))
        .collect();
    if kept.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() > MAX_DRAFT_BYTES {
        return None;
    }
    let draft = Draft { user: expired.user, fields: kept, at: desk.clock.now() };
    match sessions::keep_draft(desk.store, key.clone(), draft).await {
        Ok(()) => Some(refusal::with_argument(way_back, "draft", key.as_str())),
        Err(error) => {
            tracing::warn!(%error, "a form could not be kept");
            None
        }
    }
}

fn may_be_kept(name: &str) -> bool {
    let name = name.to_lowercase();
    !NEVER_KEPT.iter().any(|part| name.contains(part))
}

#[cfg(test)]
mod tests;
