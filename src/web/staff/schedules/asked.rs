//! What the form of a schedule is about, and what it must say besides itself.

use poem::{Response, http::StatusCode};

use crate::{
    app::App,
    domain::{
        card::PaymentMethod,
        firm::Firm,
        ids::{PayerId, ScheduleId, UserId},
        money::Currency,
        payer::Payer,
        schedule::{Schedule, State},
        time::{Day, Timestamp},
    },
    i18n::{T, calendar},
    service::{
        bank_debits::Consent,
        schedules::{self, Agreement, Notice, ScheduleError, Start, ToAuthorize, looking},
    },
    web::{
        answer::{self, Scene},
        debit_consent,
        error::WebError,
        forms::FormErrors,
        guard::Rq,
        page::{self, Area},
    },
};

use super::{
    form::{self, Typed},
    view,
};

/// What the form is about: a payer, and the schedule that is changed, if one is.
pub(super) struct Asked {
    pub(super) scene: Scene,
    pub(super) payer: Payer,
    pub(super) methods: Vec<PaymentMethod>,
    pub(super) schedule: Option<Schedule>,
    firm: Firm,
    now: Timestamp,
}

impl Asked {
    pub(super) fn of_payer(app: &App, rq: &Rq, payer: PayerId) -> Result<Self, WebError> {
        let (payer, methods) = looking::payer(app, payer)?.ok_or(WebError::NotFound)?;
        Self::of(app, rq, (payer, methods), None)
    }

    pub(super) fn of_schedule(app: &App, rq: &Rq, id: ScheduleId) -> Result<Self, WebError> {
        let details = looking::details(app, id)?.ok_or(WebError::NotFound)?;
        let payer = details.row.payer.ok_or(WebError::NotFound)?;
        Self::of(app, rq, (payer, details.methods), Some(details.row.schedule))
    }

    fn of(
        app: &App,
        rq: &Rq,
        (payer, methods): (Payer, Vec<PaymentMethod>),
        schedule: Option<Schedule>,
    ) -> Result<Self, WebError> {
        let scene = answer::scene(app, rq, Some(Area::Schedules))?;
        let firm = scene.firm();
        Ok(Self { scene, payer, methods, schedule, firm, now: app.now() })
    }

    /// The currency of the account that the chosen method pays into, or of the first one.
    pub(super) fn currency(&self, typed: &Typed) -> Currency {
        let chosen = self.methods.iter().find(|method| Some(method.id) == typed.method());
        let account = chosen.or(self.methods.first()).map(|method| method.merchant_account);
        let known = self.scene.house.accounts.iter().find(|known| Some(known.id) == account);
        known.map_or_else(|| self.scene.firm().currency, |account| account.currency)
    }

    pub(super) fn form<'a>(&'a self, rq: &'a Rq, typed: &'a Typed, remarks: &'a Remarks) -> view::edit::Form<'a> {
        view::edit::Form {
            t: self.scene.t,
            csrf: rq.csrf(),
            payer: &self.payer,
            methods: &self.methods,
            accounts: &self.scene.house.accounts,
            schedule: self.schedule.as_ref(),
            typed,
            currency: self.currency(typed),
            errors: &remarks.errors,
            next: remarks.next,
            asks_notice: remarks.asks_notice,
            debit: remarks.debit.as_ref(),
            consent: remarks.debit.as_ref().map(|debit| self.consent(debit)),
        }
    }

    /// What the payer must authorize for what was typed.
    fn debits(
        &self,
        app: &App,
        (typed, agreement): (&Typed, &Agreement),
    ) -> Result<Option<ToAuthorize>, ScheduleError> {
        let change = self.schedule.as_ref().map(|schedule| (schedule.id, form::notice(typed)));
        schedules::to_authorize(app, self.payer.id, agreement, change)
    }

    fn consent(&self, debit: &ToAuthorize) -> debit_consent::Asked<'_> {
        debit_consent::Asked {
            firm: &self.firm,
            instrument: debit.method.instrument.clone(),
            holder: debit.method.holder.clone(),
            scope: debit.scope.clone(),
            kind: debit.kind,
            locale: debit.locale,
            now: self.now,
            emails_field: debit_consent::NO_EMAILS,
        }
    }

    /// The payer's authorization as staff recorded it, where one is needed; or what the form must say. A draft can do
    /// without until it is started.
    pub(super) fn authorized(
        &self,
        app: &App,
        asked: (&Typed, &Agreement),
        (start, staff): (Start, UserId),
    ) -> Result<Result<Option<Consent>, Remarks>, WebError> {
        let debit = match self.debits(app, asked) {
            Ok(debit) => debit,
            Err(error) => return Ok(Err(self.explained(error, None)?)),
        };
        let (Some(debit), typed) = (debit, asked.0) else { return Ok(Ok(None)) };
        let is_draft = self.schedule.as_ref().map_or(start == Start::Later, |known| known.state == State::Draft);
        if is_draft && !typed.debit.says_agreed() {
            return Ok(Ok(None));
        }
        let too_soon = debit.notice.filter(|_| form::notice(typed) != Notice::Defer);
        let read = debit_consent::read(&typed.debit, &self.consent(&debit), staff, &debit.emails);
        let mut errors = match (read, too_soon) {
            (Ok(consent), None) => return Ok(Ok(Some(consent))),
            (Ok(_), Some(_)) => FormErrors::default(),
            (Err(errors), _) => errors,
        };
        if let Some(notice) = too_soon {
            ask_notice(self.scene.t, &mut errors, notice);
        }
        let next = errors.is_empty();
        Ok(Err(Remarks { next, ..Remarks::about(errors, Some(debit)) }))
    }

    /// What the form must say of what was typed, when it is only to be looked at.
    pub(super) fn looked_at(&self, app: &App, typed: &Typed, agreement: &Agreement) -> Result<Remarks, WebError> {
        match self.debits(app, (typed, agreement)) {
            Ok(debit) => Ok(Remarks::about(FormErrors::default(), debit)),
            Err(error) => self.explained(error, None),
        }
    }

    /// A refusal in the form's words, with what the payer must authorize as it stands now.
    pub(super) fn refused(
        &self,
        app: &App,
        asked: (&Typed, &Agreement),
        error: ScheduleError,
    ) -> Result<Remarks, WebError> {
        let debit = self.debits(app, asked).ok().flatten();
        self.explained(error, debit)
    }

    fn explained(&self, error: ScheduleError, debit: Option<ToAuthorize>) -> Result<Remarks, WebError> {
        let asks_notice = matches!(error, ScheduleError::NoticeNeeded { .. });
        let remarks = Remarks::about(explained(self.scene.t, error)?, debit);
        Ok(Remarks { asks_notice: asks_notice || remarks.asks_notice, ..remarks })
    }

    pub(super) fn draw(&self, rq: &Rq, typed: &Typed, remarks: &Remarks) -> Response {
        let body = view::edit::page(&self.form(rq, typed, remarks));
        let failed = !remarks.errors.is_empty();
        let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let ctx = page::Ctx { failed, ..self.scene.ctx() };
        let title = if self.schedule.is_some() { "schedule-edit-title" } else { "schedule-new-title" };
        answer::html_with(status, page::staff(&ctx, &self.scene.t.text(title), &body))
    }
}

/// What the form must say besides itself.
#[derive(Default)]
pub(super) struct Remarks {
    errors: FormErrors,
    /// Whether it asks for the payer's authorization, which nobody could see before.
    next: bool,
    /// Whether the payer must be told of the change, and staff must say how.
    asks_notice: bool,
    /// What the payer must authorize.
    debit: Option<ToAuthorize>,
}

impl Remarks {
    pub(super) fn of(errors: FormErrors) -> Self {
        Self::about(errors, None)
    }

    fn about(errors: FormErrors, debit: Option<ToAuthorize>) -> Self {
        let asks_notice = debit.as_ref().is_some_and(|debit| debit.notice.is_some());
        Self { errors, next: false, asks_notice, debit }
    }
}

/// A refusal in the form's words, if it is the form's to explain.
pub(super) fn explained(t: T, error: ScheduleError) -> Result<FormErrors, WebError> {
    let mut errors = FormErrors::default();
    match error {
        ScheduleError::Name => errors.add("name", "schedule-error-name"),
        ScheduleError::Plan(_) => errors.add("plan", "schedule-error-plan-unfit"),
        ScheduleError::NoDate => errors.add("first", "schedule-error-no-date"),
        ScheduleError::DateInPast => errors.add("first", "schedule-error-past"),
        ScheduleError::NoMethod => errors.add("method", "schedule-error-method-unfit"),
        ScheduleError::Amount => errors.add("amount", "schedule-error-amount-unfit"),
        ScheduleError::NoticeNeeded { days, first_day } => ask_notice(t, &mut errors, (days, first_day)),
        ScheduleError::NotAuthorized => errors.add("debit", "debit-error-changed"),
        ScheduleError::Stale => errors.add("", "schedule-error-stale"),
        ScheduleError::NotNow | ScheduleError::TooEarly | ScheduleError::Presented => {
            errors.add("", "schedule-error-not-now");
        }
        ScheduleError::Unavailable => errors.add("", "schedule-error-unavailable"),
        ScheduleError::NotFound => return Err(WebError::NotFound),
        ScheduleError::BeingConfirmed => return Err(WebError::Unavailable),
        ScheduleError::NotAllowed(not_allowed) => return Err(not_allowed.into()),
        ScheduleError::Store(error) => return Err(error.into()),
    }
    Ok(errors)
}

fn ask_notice(t: T, errors: &mut FormErrors, (days, first_day): (u8, Day)) {
    let day = calendar::day_medium(first_day, t.locale());
    errors.add_with("notice", "schedule-error-notice", vec![("days", days.to_string()), ("day", day)]);
}

pub(super) fn one_error(field: &'static str, key: &'static str) -> FormErrors {
    let mut errors = FormErrors::default();
    errors.add(field, key);
    errors
}
