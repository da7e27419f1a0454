//! General schedules: terms, then payers, then the review, then each payer's own schedule. Every step is a page of its own
//! and kept by the portal, so nothing is lost by looking away.

use std::sync::Arc;

use poem::{
    Request, Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        ids::{MerchantAccountId, OperationKey, PayerId, ScheduleGroupId},
        merchant_account::MerchantAccount,
        money::Currency,
        permission::Permission,
        schedule::group::{Chosen, CommonTerms, ScheduleGroup, Stage},
    },
    service::{
        Authority, reading,
        schedules::{
            ScheduleError,
            enrolling::{self, Choice, EnrolError, Wanted},
            reviewing::{self, Details},
        },
    },
    store::payers::{Asked, Order, Shelf},
    web::{
        answer::{self, Scene},
        error::WebError,
        forms::{self, Fields, FormErrors},
        fragments::Tone,
        guard::Rq,
        page::{self, Area},
        paths,
    },
};

use super::{
    asked::{explained, one_error},
    form::{self, Common, Typed},
    view::{
        group as drawn,
        review::{self as chosen, Wrong},
    },
};

/// How many general schedules the list shows.
const LISTED: usize = 200;
/// Payers of one page of a search, and of those who were chosen: a form has so many fields at most.
const PAYERS: usize = 20;
const CHOSEN: usize = 40;

fn scene(app: &App, rq: &Rq) -> Result<Scene, WebError> {
    Ok(answer::scene(app, rq, Some(Area::Schedules))?)
}

fn finish(scene: &Scene, title: &str, body: &maud::Markup, failed: bool) -> Response {
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let ctx = page::Ctx { failed, wide: true, ..scene.ctx() };
    answer::html_with(status, page::staff(&ctx, title, body))
}

/// What went wrong, in words of the form of terms, if it is the form's to explain.
fn of_terms(scene: &Scene, error: EnrolError) -> Result<FormErrors, WebError> {
    match error {
        EnrolError::Schedule(ScheduleError::NoMethod) => Ok(one_error("account", "group-error-account")),
        EnrolError::Schedule(error) => explained(scene.t, error),
        EnrolError::TooMany => Ok(one_error("", "group-error-too-many")),
        EnrolError::NoOne => Ok(one_error("", "group-error-no-one")),
        EnrolError::Changed => Ok(one_error("", "group-error-changed")),
    }
}

/// `GET /schedules/groups`
#[handler]
pub async fn list(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ViewPayments)?;
    let scene = scene(app, rq)?;
    let groups = reviewing::groups(app, LISTED)?;
    let may = staff.user.may(Permission::ManageSchedules);
    let body = drawn::list(scene.t, &scene.firm(), &groups, may);
    Ok(finish(&scene, &scene.t.text("groups-title"), &body, false))
}

/// The form of terms, of a new general schedule or of one that is changed.
struct Terms<'a> {
    scene: &'a Scene,
    group: Option<&'a ScheduleGroup>,
    typed: Typed,
}

impl Terms<'_> {
    /// The accounts that money can go to.
    fn accounts(&self) -> Vec<MerchantAccount> {
        self.scene.house.accounts.iter().filter(|account| account.active).cloned().collect()
    }

    fn account(&self) -> Option<MerchantAccountId> {
        self.typed.account.parse().ok()
    }

    /// The currency of the account that was chosen, or of the firm.
    fn currency(&self) -> Currency {
        let known = self.scene.house.accounts.iter().find(|account| Some(account.id) == self.account());
        known.map_or_else(|| self.scene.firm().currency, |account| account.currency)
    }

    fn read(&self) -> Result<Wanted, FormErrors> {
        let mut errors = FormErrors::default();
        form::read_name(&self.typed, &mut errors);
        let account = self.account();
        if account.is_none() {
            errors.add("account", "group-error-account");
        }
        let common = form::read_common(&self.typed, (self.currency(), self.scene.t), &mut errors);
        match (account, common, errors.is_empty()) {
            (Some(account), Some(common), true) => Ok(wanted(account, common)),
            _ => Err(errors),
        }
    }

    fn drawn<'b>(
        &'b self,
        rq: &'b Rq,
        accounts: &'b [MerchantAccount],
        errors: &'b FormErrors,
    ) -> drawn::TermsForm<'b> {
        let (t, csrf, currency) = (self.scene.t, rq.csrf(), self.currency());
        drawn::TermsForm { t, csrf, group: self.group, typed: &self.typed, accounts, currency, errors }
    }

    fn draw(&self, rq: &Rq, errors: &FormErrors) -> Response {
        let body = drawn::terms(&self.drawn(rq, &self.accounts(), errors));
        let title = if self.group.is_some() { "group-edit-title" } else { "group-new-title" };
        finish(self.scene, &self.scene.t.text(title), &body, !errors.is_empty())
    }
}

fn wanted(account: MerchantAccountId, common: Common) -> Wanted {
    let Common { name, plan, recurrence, retry, mail, references } = common;
    Wanted { name, terms: CommonTerms { account, plan, recurrence, retry, mail, references } }
}

/// `GET /schedules/groups/new`
#[handler]
pub async fn new(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    rq.staff(Permission::ManageSchedules)?;
    let scene = scene(app, rq)?;
    let key = app.ids.operation_key().to_string();
    let mut terms = Terms {
        scene: &scene,
        group: None,
        typed: Typed { payer: String::new(), ..Typed::fresh(key, PayerId::new(0)) },
    };
    if let [only] = terms.accounts().as_slice() {
        terms.typed.account = only.id.to_string();
    }
    Ok(terms.draw(rq, &FormErrors::default()))
}

/// `POST /schedules/groups/preview`: the dates as the form has them.
#[handler]
pub async fn preview(rq: &Rq, Data(app): Data<&Arc<App>>, fields: &Fields) -> Result<Response, WebError> {
    rq.staff(Permission::ManageSchedules)?;
    let terms = Terms { scene: &scene(app, rq)?, group: None, typed: Typed::sent(fields) };
    Ok(answer::html(drawn::preview(&terms.drawn(rq, &[], &FormErrors::default()))))
}

/// `POST /schedules/groups`: begins one or, with `do=preview`, shows the form again with its dates.
#[handler]
pub async fn create(rq: &Rq, Data(app): Data<&Arc<App>>, fields: &Fields) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSchedules)?;
    let scene = scene(app, rq)?;
    let mut terms = Terms { scene: &scene, group: None, typed: Typed::sent(fields) };
    let wanted = match terms.read() {
        Ok(wanted) => wanted,
        Err(errors) => return Ok(terms.draw(rq, &errors)),
    };
    if fields.get("do") == "preview" {
        return Ok(terms.draw(rq, &FormErrors::default()));
    }
    let Ok(key) = OperationKey::parse(&terms.typed.key) else {
        terms.typed.key = app.ids.operation_key().to_string();
        return Ok(terms.draw(rq, &one_error("", "schedule-error-stale-form")));
    };
    match enrolling::create(app, Authority::Staff(&staff.user), key, wanted).await {
        Ok(group) => Ok(answer::see_other(&paths::schedule_group(group.id))),
        Err(error) => Ok(terms.draw(rq, &of_terms(&scene, error)?)),
    }
}

fn details(app: &App, id: ScheduleGroupId) -> Result<Details, WebError> {
    reviewing::details(app, id)?.ok_or(WebError::NotFound)
}

/// `GET /schedules/groups/{id}/edit`
#[handler]
pub async fn edit(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    rq.staff(Permission::ManageSchedules)?;
    let details = details(app, ScheduleGroupId::new(id))?;
    let Some(enrolment) = details.enrolment.filter(|_| details.group.stage == Stage::Choosing) else {
        return Ok(answer::see_other(&paths::schedule_group(details.group.id)));
    };
    let (scene, terms, group) = (scene(app, rq)?, enrolment.terms, details.group);
    let common = Common {
        name: group.name.clone(),
        plan: terms.plan,
        recurrence: terms.recurrence,
        retry: terms.retry,
        mail: terms.mail,
        references: terms.references,
    };
    let (account, version) = (terms.account.to_string(), group.version.to_string());
    let typed = Typed { account, version, key: group.key.to_string(), ..Typed::of_common(&common, scene.t) };
    Ok(Terms { scene: &scene, group: Some(&group), typed }.draw(rq, &FormErrors::default()))
}

/// `POST /schedules/groups/{id}`
#[handler]
pub async fn update(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSchedules)?;
    let (scene, group) = (scene(app, rq)?, details(app, ScheduleGroupId::new(id))?.group);
    let mut terms = Terms { scene: &scene, group: Some(&group), typed: Typed::sent(fields) };
    let wanted = match terms.read() {
        Ok(wanted) => wanted,
        Err(errors) => return Ok(terms.draw(rq, &errors)),
    };
    if fields.get("do") == "preview" {
        return Ok(terms.draw(rq, &FormErrors::default()));
    }
    let shown = (group.id, terms.typed.version.parse().unwrap_or(0));
    match enrolling::edit(app, Authority::Staff(&staff.user), shown, wanted).await {
        Ok(group) => Ok(answer::see_other(&paths::schedule_group(group.id))),
        Err(error) => {
            // The next try is made in full knowledge of the version that it replaces.
            terms.typed.version = group.version.to_string();
            Ok(terms.draw(rq, &of_terms(&scene, error)?))
        }
    }
}

/// What is looked for among the payers, and where.
#[derive(Clone, Debug, Default)]
struct Search {
    text: String,
    after: Option<PayerId>,
    /// Which page of those who were chosen, from 0.
    page: usize,
}

impl Search {
    fn of(value: impl Fn(&str) -> String) -> Self {
        let page = value("chosen").parse::<usize>().unwrap_or(1).clamp(1, ScheduleGroup::MOST) - 1;
        Self { text: value("q"), after: value("after").parse().ok(), page }
    }

    fn path(&self, id: ScheduleGroupId) -> String {
        let after = self.after.map(|id| id.to_string()).unwrap_or_default();
        let page = if self.page == 0 { String::new() } else { (self.page + 1).to_string() };
        paths::with_query(&paths::schedule_group(id), &[("q", &self.text), ("after", &after), ("chosen", &page)])
    }
}

/// `GET /schedules/groups/{id}`: who is to get a schedule, how far it has got, or what came of it.
#[handler]
pub async fn show(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ViewPayments)?;
    let details = details(app, ScheduleGroupId::new(id))?;
    if details.group.stage == Stage::Choosing && staff.user.may(Permission::ManageSchedules) {
        let search = Search::of(|name| forms::query_value(request, name).unwrap_or_default());
        return draw_choice(app, rq, &details, (&search, &[]));
    }
    let scene = scene(app, rq)?;
    let names = reading::Names::read(app)?;
    let body = drawn::result(scene.t, &scene.firm(), &details, &names.actor(details.group.created_by));
    Ok(finish(&scene, &details.group.name, &body, false))
}

fn draw_choice(
    app: &App,
    rq: &Rq,
    details: &Details,
    (search, wrong): (&Search, &[Wrong]),
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSchedules)?;
    let Some(enrolment) = &details.enrolment else { return Err(WebError::NotFound) };
    let asked = Asked { text: search.text.clone(), shelf: Shelf::Active, order: Order::Name };
    let place = search.after.map(|id| reviewing::place(app, &asked, id)).transpose()?.flatten();
    let mut found = reviewing::candidates(app, enrolment, (&asked, place.as_ref()), PAYERS + 1)?;
    let more = found.len() > PAYERS;
    found.truncate(PAYERS);
    let last = found.last().filter(|_| more).map(|last| last.payer.id);
    let scene = scene(app, rq)?;
    let further = |search: Search| search.path(details.group.id);
    let chosen_page = |page| further(Search { page, ..search.clone() });
    let pages = (search.page > 0, (search.page + 1) * CHOSEN < enrolment.waiting.len());
    let body = chosen::choose(&chosen::Choose {
        t: scene.t,
        csrf: rq.csrf(),
        details,
        enrolment,
        text: &search.text,
        here: (search.after, search.page + 1),
        found: &found,
        next: last.map(|after| further(Search { after: Some(after), ..search.clone() })),
        first: search.after.map(|_| further(Search { after: None, ..search.clone() })),
        members: &reviewing::members(app, details, (search.page * CHOSEN, CHOSEN))?,
        earlier: pages.0.then(|| chosen_page(search.page.saturating_sub(1))),
        later: pages.1.then(|| chosen_page(search.page + 1)),
        may_request: staff.user.may(Permission::ManagePayers),
        wrong,
    });
    Ok(finish(&scene, &details.group.name, &body, !wrong.is_empty()))
}

/// `POST /schedules/groups/{id}/payers`: takes those who were ticked, all that are shown, or says more of those taken.
#[handler]
pub async fn choose(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSchedules)?;
    let details = details(app, ScheduleGroupId::new(id))?;
    let id = details.group.id;
    let Some(enrolment) = details.enrolment.as_ref().filter(|_| details.group.stage == Stage::Choosing) else {
        return Ok(answer::see_other(&paths::schedule_group(id)));
    };
    let search = Search::of(|name| fields.get(name).to_owned());
    let scene = scene(app, rq)?;
    let currency = enrolment.terms.plan.each_or_total().currency();
    let (choices, wrong) = read_choices(fields, (currency, &scene));
    if !wrong.is_empty() {
        return draw_choice(app, rq, &details, (&search, &wrong));
    }
    match enrolling::choose(app, Authority::Staff(&staff.user), id, choices).await {
        Ok(_) => Ok(answer::see_other(&search.path(id))),
        Err(error) => {
            let told = of_terms(&scene, error)?.messages(scene.t);
            let told: Vec<Wrong> = told.into_iter().map(|(_, words)| Wrong::of_all(words)).collect();
            draw_choice(app, rq, &details, (&search, &told))
        }
    }
}

/// What was chosen on a page: each row has a method, and of those found only the ticked ones count.
fn read_choices(fields: &Fields, (currency, scene): (Currency, &Scene)) -> (Vec<Choice>, Vec<Wrong>) {
    let (mut choices, mut wrong) = (Vec::new(), Vec::new());
    let rows = fields.all().filter_map(|(name, method)| Some((name.strip_prefix("method-")?, method)));
    for (number, method) in rows {
        let Ok(payer) = number.parse::<PayerId>() else { continue };
        let ticked = fields.has(&format!("take-{payer}"));
        if fields.has(&format!("leave-{payer}")) {
            choices.push(Choice::Leave(payer));
        } else if ticked || matches!(fields.get("do"), "all" | "save") {
            let Ok(method) = method.parse() else { continue };
            let typed = fields.get(&format!("amount-{payer}"));
            match chosen::read_amount(typed, (currency, scene.t)) {
                Ok(amount) => choices.push(Choice::Take(Chosen { payer, method, amount })),
                Err(words) => wrong.push(Wrong::of(payer, typed, words)),
            }
        }
    }
    (choices, wrong)
}

/// `GET /schedules/groups/{id}/review`
#[handler]
pub async fn review(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    rq.staff(Permission::ManageSchedules)?;
    let details = details(app, ScheduleGroupId::new(id))?;
    draw_review(app, rq, &details, &[])
}

fn draw_review(app: &App, rq: &Rq, details: &Details, errors: &[String]) -> Result<Response, WebError> {
    let Some(enrolment) = details.enrolment.as_ref().filter(|_| details.group.stage == Stage::Choosing) else {
        return Ok(answer::see_other(&paths::schedule_group(details.group.id)));
    };
    let members = reviewing::members(app, details, (0, ScheduleGroup::MOST))?;
    let scene = scene(app, rq)?;
    let (t, csrf) = (scene.t, rq.csrf());
    let body = chosen::review(&chosen::Review { t, csrf, details, enrolment, members: &members, errors });
    Ok(finish(&scene, &t.text("group-review-title"), &body, !errors.is_empty()))
}

/// `POST /schedules/groups/{id}/confirmation`
#[handler]
pub async fn confirm(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSchedules)?;
    let id = ScheduleGroupId::new(id);
    let left_out: Vec<PayerId> = fields.get("left-out").split(',').filter_map(|id| id.parse().ok()).collect();
    let shown = (id, fields.get("version").parse().unwrap_or(0));
    let confirmed = enrolling::confirm(app, Authority::Staff(&staff.user), shown, left_out.clone()).await;
    let Err(error) = confirmed else { return Ok(answer::see_other(&paths::schedule_group(id))) };
    let (scene, details) = (scene(app, rq)?, details(app, id)?);
    let mut told: Vec<String> =
        of_terms(&scene, error)?.messages(scene.t).into_iter().map(|(_, words)| words).collect();
    // Who fell out since the review is named.
    for member in reviewing::members(app, &details, (0, ScheduleGroup::MOST))? {
        if let Some(why) = member.fit.as_ref().err().filter(|_| !left_out.contains(&member.chosen.payer)) {
            told.push(chosen::unfit_words(scene.t, member.payer.as_ref(), *why));
        }
    }
    draw_review(app, rq, &details, &told)
}

/// `POST /schedules/groups/{id}/removal`: gives it up.
#[handler]
pub async fn discard(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSchedules)?;
    let id = ScheduleGroupId::new(id);
    match enrolling::discard(app, Authority::Staff(&staff.user), id).await {
        Ok(()) | Err(EnrolError::Schedule(ScheduleError::NotNow)) => Ok(answer::see_other(&paths::schedule_group(id))),
        Err(error) => {
            let scene = scene(app, rq)?;
            let mut told = of_terms(&scene, error)?.messages(scene.t).into_iter().map(|(_, words)| words);
            let scene = scene.telling(told.next_back().map(|words| (Tone::Warning, words)));
            let details = details(app, id)?;
            let body = drawn::result(scene.t, &scene.firm(), &details, "");
            Ok(finish(&scene, &details.group.name, &body, true))
        }
    }
}
