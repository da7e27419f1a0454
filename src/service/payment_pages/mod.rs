//! Payment pages: made, changed, switched on and off and shared by staff, and paid on by clients.

pub mod admission;
pub mod checking;
mod line;
pub mod links;
pub mod logo;
pub mod paying;

use crate::{
    app::App,
    domain::{
        ids::{OperationKey, PaymentPageId},
        journal::{Actor, Fact, Subject},
        payment_page::{
            Content, Kind, PaymentPage,
            fields::MAX_LINE,
            guard::Alertness,
            rules::{self, Fault},
        },
        permission::Permission,
        time::Timestamp,
    },
    export::logo::NotALogo,
    store::{
        StoreError, WriteError, firm, payment_pages,
        table::{Records, Writer},
        totals::Total,
    },
};

use super::{Authority, NotAllowed, bank_debits};

/// Why a page was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// The caller may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such page.
    #[error("no such payment page")]
    NotFound,
    /// It is not fit to be shown.
    #[error("the page is not fit to be shown: {0:?}")]
    Unfit(Vec<Fault>),
    /// Not an address, or another page's.
    #[error("the address is taken or none")]
    Slug,
    /// There is no such merchant account, or it is closed.
    #[error("no such merchant account")]
    NoAccount,
    /// What was brought as a logo is none.
    #[error(transparent)]
    Logo(#[from] NotALogo),
    /// More of an item were sold than the page would have.
    #[error("more of item {0} were sold already")]
    Oversold(u32),
    /// Somebody changed it in the meantime.
    #[error("the page was changed in the meantime")]
    Stale,
    /// Somebody paid on it, or tried to; it can be closed and not deleted.
    #[error("the page was used")]
    Used,
    /// The store could not be written.
    #[error("the store cannot be written at the moment")]
    Unavailable,
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A page as staff see it in the list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The page.
    pub page: PaymentPage,
    /// What was ever approved on it.
    pub volume: Total,
    /// How careful it is at the moment.
    pub alertness: Alertness,
    /// Whether anybody ever asked to pay on it.
    pub used: bool,
}

/// Every page, oldest first.
pub fn list(app: &App) -> Result<Vec<Listed>, StoreError> {
    let (reader, now) = (app.store.read()?, app.now());
    let pages = payment_pages::pages(&reader)?;
    pages.into_iter().map(|page| listed(&reader, page, now)).collect()
}

/// One page.
pub fn find(app: &App, id: PaymentPageId) -> Result<Option<Listed>, StoreError> {
    let (reader, now) = (app.store.read()?, app.now());
    payment_pages::page(&reader, id)?.map(|page| listed(&reader, page, now)).transpose()
}

fn listed(records: &impl Records, page: PaymentPage, now: Timestamp) -> Result<Listed, StoreError> {
    Ok(Listed {
        volume: payment_pages::volume(records, page.id)?,
        alertness: alertness(records, &page, now)?,
        used: payment_pages::is_used(records, page.id)?,
        page,
    })
}

/// How many pages have closed themselves for now.
pub(super) fn resting(records: &impl Records, now: Timestamp) -> Result<usize, StoreError> {
    let rested = payment_pages::all_rested(records)?;
    Ok(rested.into_iter().filter(|until| *until > now).count())
}

/// How careful a page is at `now`.
pub(super) fn alertness(records: &impl Records, page: &PaymentPage, now: Timestamp) -> Result<Alertness, StoreError> {
    Ok(page.content.defence.alertness(&declines(records, page, now)?, now))
}

/// The declines on a page that matter at `now`, oldest first.
fn declines(records: &impl Records, page: &PaymentPage, now: Timestamp) -> Result<Vec<Timestamp>, StoreError> {
    let defence = page.content.defence;
    // One run that makes the page rest, and those after it, are all that can matter.
    let most = defence.most().saturating_mul(2);
    payment_pages::declines(records, page.id, (defence.looks_back_to(now), most))
}

/// What staff want a page to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The last part of its address, as typed.
    pub slug: String,
    /// What it is.
    pub content: Content,
}

/// Makes a page, closed to clients. The same form sent twice makes one: its address is its own.
///
/// # Errors
/// [`PageError`]; nothing was written then.
pub async fn create(app: &App, authority: Authority<'_>, wanted: Wanted) -> Result<PaymentPage, PageError> {
    authority.require(Permission::ManagePaymentPages)?;
    let slug = check(app, &wanted)?;
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        if payment_pages::page_by_slug(writer, &slug)?.is_some() {
            return Err(PageError::Slug);
        }
        check_account(writer, &wanted.content)?;
        add(writer, (slug.clone(), wanted.content.clone()), actor, now)
    });
    written.await.map_err(unwritten)
}

pub(super) fn add(
    writer: &mut Writer<'_>,
    (slug, content): (String, Content),
    actor: Actor,
    now: Timestamp,
) -> Result<PaymentPage, PageError> {
    let id = writer.next_payment_page()?;
    let (version, open, former_slugs) = (1, false, Vec::new());
    let page = PaymentPage { id, version, slug, former_slugs, open, content, created_at: now, changed_at: now };
    writer.put_payment_page(&page)?;
    writer.record(now, actor, Subject::PaymentPage(id), Fact::PaymentPageAdded)?;
    Ok(page)
}

/// Changes a page whose version was `seen`. What was bought before keeps the words it was bought in.
///
/// # Errors
/// [`PageError`]; nothing was written then.
pub async fn update(
    app: &App,
    authority: Authority<'_>,
    (id, seen): (PaymentPageId, u32),
    wanted: Wanted,
) -> Result<PaymentPage, PageError> {
    authority.require(Permission::ManagePaymentPages)?;
    let slug = check(app, &wanted)?;
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        let before = payment_pages::page(writer, id)?.ok_or(PageError::NotFound)?;
        // The editor does not hold the logo, which has a form of its own.
        let content = Content { logo: before.content.logo, ..wanted.content.clone() };
        // What is written twice, as by a double click, is no contradiction.
        if before.content == content && before.slug == slug {
            return Ok(before);
        }
        if before.version != seen {
            return Err(PageError::Stale);
        }
        if payment_pages::page_by_slug(writer, &slug)?.is_some_and(|other| other.id != id) {
            return Err(PageError::Slug);
        }
        check_account(writer, &content)?;
        check_stock(writer, id, &content)?;
        let last_number = before.content.last_number.max(content.last_number);
        let content = Content { last_number, ..content };
        change(writer, PaymentPage { content, ..before.at(slug.clone()) }, actor, now)
    });
    written.await.map_err(unwritten)
}

fn change(writer: &mut Writer<'_>, page: PaymentPage, actor: Actor, now: Timestamp) -> Result<PaymentPage, PageError> {
    let page = PaymentPage { version: page.version.saturating_add(1), changed_at: now, ..page };
    writer.put_payment_page(&page)?;
    let fact = Fact::PaymentPageChanged { version: page.version };
    writer.record(now, actor, Subject::PaymentPage(page.id), fact)?;
    Ok(page)
}

/// Opens a page to clients or closes it; its address stays. One that stands so already is left alone.
///
/// # Errors
/// [`PageError`]; nothing was written then.
pub async fn switch(
    app: &App,
    authority: Authority<'_>,
    id: PaymentPageId,
    to: Switch,
) -> Result<PaymentPage, PageError> {
    authority.require(Permission::ManagePaymentPages)?;
    let (actor, now, open) = (authority.actor(), app.now(), to == Switch::Open);
    let written = app.store.write(move |writer| {
        let before = payment_pages::page(writer, id)?.ok_or(PageError::NotFound)?;
        if before.open == open {
            return Ok(before);
        }
        let page = PaymentPage { version: before.version.saturating_add(1), open, changed_at: now, ..before };
        writer.put_payment_page(&page)?;
        writer.record(now, actor, Subject::PaymentPage(id), Fact::PaymentPageSwitched { open })?;
        Ok(page)
    });
    written.await.map_err(unwritten)
}

/// What becomes of a page that is switched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// Clients can pay on it.
    Open,
    /// They cannot.
    Closed,
}

/// Makes another page like one, closed, under an address and a name of its own. The key of the form makes a second click find it.
///
/// # Errors
/// [`PageError`]; nothing was written then.
pub async fn duplicate(
    app: &App,
    authority: Authority<'_>,
    (id, key, name): (PaymentPageId, OperationKey, String),
) -> Result<PaymentPage, PageError> {
    authority.require(Permission::ManagePaymentPages)?;
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        let like = payment_pages::page(writer, id)?.ok_or(PageError::NotFound)?;
        let stem: String = like.slug.chars().take(PaymentPage::MAX_SLUG - 9).collect();
        let slug = format!("{}-{}", stem.trim_end_matches('-'), key.as_str().get(..8).unwrap_or_default());
        if let Some(known) = payment_pages::page_by_slug(writer, &slug)? {
            return Ok(known);
        }
        let name = name.chars().take(MAX_LINE).collect();
        add(writer, (slug, Content { name, ..like.content }), actor, now)
    });
    written.await.map_err(unwritten)
}

/// Deletes a page on which nobody ever asked to pay.
///
/// # Errors
/// [`PageError`]; nothing was written then.
pub async fn delete(app: &App, authority: Authority<'_>, id: PaymentPageId) -> Result<(), PageError> {
    authority.require(Permission::ManagePaymentPages)?;
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        let page = payment_pages::page(writer, id)?.ok_or(PageError::NotFound)?;
        if payment_pages::is_used(writer, id)? {
            return Err(PageError::Used);
        }
        writer.delete_payment_page(&page)?;
        writer.record(now, actor, Subject::PaymentPage(id), Fact::PaymentPageDeleted)?;
        Ok(())
    });
    written.await.map_err(unwritten)
}

/// The address of a page, if there is nothing wrong with it that can be told before it is written.
fn check(app: &App, wanted: &Wanted) -> Result<String, PageError> {
    let mut faults = rules::faults(&wanted.content);
    let account = firm::merchant_account(&app.store.read()?, wanted.content.merchant_account)?;
    let takes_debits = account.is_none_or(|account| bank_debits::taken_for(app, &account));
    if wanted.content.accepted.at_account(takes_debits).is_none() {
        faults.push(Fault::NoBankDebits);
    }
    if !faults.is_empty() {
        return Err(PageError::Unfit(faults));
    }
    PaymentPage::slug_of(&wanted.slug).ok_or(PageError::Slug)
}

fn check_account(records: &impl Records, content: &Content) -> Result<(), PageError> {
    let account = firm::merchant_account(records, content.merchant_account)?;
    account.filter(|account| account.active).map(|_| ()).ok_or(PageError::NoAccount)
}

/// No more may have been sold than there are said to be.
fn check_stock(records: &impl Records, id: PaymentPageId, content: &Content) -> Result<(), PageError> {
    let Kind::Items(items) = &content.kind else { return Ok(()) };
    for item in items {
        if let Some(stock) = item.stock
            && payment_pages::taken(records, id, item.id)? > u64::from(stock)
        {
            return Err(PageError::Oversold(item.id));
        }
    }
    Ok(())
}

fn unwritten(error: WriteError<PageError>) -> PageError {
    match error {
        WriteError::Refused(refusal) => refusal,
        WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => PageError::Unavailable,
    }
}
