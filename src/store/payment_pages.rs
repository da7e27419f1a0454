//! Payment pages with all their versions, what payments on them were for, and what is taken out of their stock.
//!
//! Stock and volume follow the payment: [`Writer::put_transaction`] tells of every step, so that what was set aside for a
//! payment is free again in the very write that says it came to nothing.

use crate::{
    domain::{
        ids::{PaymentPageId, TransactionId},
        parts::Parts,
        payment_page::{
            PaymentPage,
            logo::Picture,
            order::{Order, holds_stock},
        },
        time::Timestamp,
        transaction::{Source, Status, Transaction},
    },
    planted::{self, Bug},
};

use super::{
    StoreError,
    engine::Direction,
    table::{Records, Writer},
    tables::{
        DECLINES_BY_PAGE, LOGOS, ORDERS, PAYMENT_PAGE_VERSIONS, PAYMENT_PAGE_VOLUMES, PAYMENT_PAGES,
        PAYMENT_PAGES_BY_SLUG, PAYMENT_PAGES_RESTED, STOCK_TAKEN, TRANSACTIONS_BY_PAGE,
    },
    totals::Total,
    transactions::was_approved,
};

/// A page.
pub fn page(records: &impl Records, id: PaymentPageId) -> Result<Option<PaymentPage>, StoreError> {
    records.get(PAYMENT_PAGES, &id)
}

/// The page that has or had this address.
pub fn page_by_slug(records: &impl Records, slug: &str) -> Result<Option<PaymentPage>, StoreError> {
    match records.get(PAYMENT_PAGES_BY_SLUG, &slug.to_owned())? {
        Some(id) => page(records, id),
        None => Ok(None),
    }
}

/// Every page, oldest first.
pub fn pages(records: &impl Records) -> Result<Vec<PaymentPage>, StoreError> {
    records.all(PAYMENT_PAGES, Direction::Forward)?.map(|row| row.map(|(_, page)| page)).collect()
}

/// A page as it stood in one of its versions.
pub fn page_in_version(
    records: &impl Records,
    id: PaymentPageId,
    version: u32,
) -> Result<Option<PaymentPage>, StoreError> {
    records.get(PAYMENT_PAGE_VERSIONS, &(id, u64::from(version)))
}

/// What a payment on a page was for.
pub fn order(records: &impl Records, id: TransactionId) -> Result<Option<Order>, StoreError> {
    records.get(ORDERS, &id)
}

/// The file of a logo that a version of a page shows or showed.
pub fn logo(records: &impl Records, digest: &[u8; 32]) -> Result<Option<Picture>, StoreError> {
    records.get(LOGOS, digest)
}

/// What a payment consists of. One on a page that was made before payments said so themselves is told by its order.
pub fn parts(records: &impl Records, payment: &Transaction) -> Result<Option<Parts>, StoreError> {
    if payment.parts.is_some() || payment.source != Source::PaymentPage {
        return Ok(payment.parts);
    }
    Ok(order(records, payment.id)?.and_then(|order| order.parts(payment.amount)))
}

/// How many of an item are sold or being paid for.
pub fn taken(records: &impl Records, page: PaymentPageId, item: u32) -> Result<u64, StoreError> {
    Ok(records.get(STOCK_TAKEN, &(page, u64::from(item)))?.unwrap_or(0))
}

/// The first of what was ordered of which not so many are left, and how many are.
pub fn sold_out(records: &impl Records, page: &PaymentPage, order: &Order) -> Result<Option<(u32, u32)>, StoreError> {
    for (id, quantity) in order.quantities() {
        let stock = page.content.items().iter().find(|item| item.id == id).and_then(|item| item.stock);
        let Some(stock) = stock else { continue };
        let left = u64::from(stock).saturating_sub(taken(records, page.id, id)?);
        if u64::from(quantity) > left {
            return Ok(Some((id, u32::try_from(left).unwrap_or(u32::MAX))));
        }
    }
    Ok(None)
}

/// Count and sum of what was ever approved on a page.
pub fn volume(records: &impl Records, page: PaymentPageId) -> Result<Total, StoreError> {
    Ok(records.get(PAYMENT_PAGE_VOLUMES, &page)?.unwrap_or_default())
}

/// Whether anybody ever asked to pay on a page.
pub fn is_used(records: &impl Records, page: PaymentPageId) -> Result<bool, StoreError> {
    Ok(records.under(TRANSACTIONS_BY_PAGE, &page, Direction::Forward)?.next().is_some())
}

/// When payments on a page were declined since `since`, at most the `most` latest, oldest first.
pub fn declines(
    records: &impl Records,
    page: PaymentPageId,
    (since, most): (Timestamp, usize),
) -> Result<Vec<Timestamp>, StoreError> {
    let mut found = Vec::new();
    for row in records.under(DECLINES_BY_PAGE, &page, Direction::Backward)? {
        let ((_, at, _), ()) = row?;
        if at < since || found.len() >= most {
            break;
        }
        found.push(at);
    }
    found.reverse();
    Ok(found)
}

/// Until when a page last closed itself.
pub fn rested(records: &impl Records, page: PaymentPageId) -> Result<Option<Timestamp>, StoreError> {
    records.get(PAYMENT_PAGES_RESTED, &page)
}

/// Until when each page that ever closed itself last did.
pub fn all_rested(records: &impl Records) -> Result<Vec<Timestamp>, StoreError> {
    records.all(PAYMENT_PAGES_RESTED, Direction::Forward)?.map(|row| row.map(|(_, until)| until)).collect()
}

/// Where a payment on a page stands among the declined, if it was.
pub(super) fn place_declined(
    page: PaymentPageId,
    payment: &Transaction,
) -> Option<(PaymentPageId, Timestamp, TransactionId)> {
    (payment.status == Status::Declined).then_some((page, payment.created_at, payment.id))
}

/// What a payment adds to the volume of its page.
pub(super) const fn volume_of(payment: &Transaction) -> Total {
    if was_approved(payment) {
        Total { count: 1, amount_minor: payment.amount.minor() }
    } else {
        Total { count: 0, amount_minor: 0 }
    }
}

impl Writer<'_> {
    /// The id for a new page.
    pub fn next_payment_page(&mut self) -> Result<PaymentPageId, StoreError> {
        self.next_number("payment_pages").map(PaymentPageId::new)
    }

    /// Keeps the file of a logo under its digest, for versions of pages to show.
    pub fn put_logo(&mut self, digest: &[u8; 32], picture: &Picture) -> Result<(), StoreError> {
        self.put(LOGOS, digest, picture)
    }

    /// Sets a page, and keeps this version of it.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when one of its addresses is another page's, its version does not follow the one before, or the file
    /// of its logo is not kept.
    pub fn put_payment_page(&mut self, page: &PaymentPage) -> Result<(), StoreError> {
        let before = self.get(PAYMENT_PAGES, &page.id)?;
        let follows = before.as_ref().map_or(0, |before| before.version).checked_add(1) == Some(page.version);
        if !follows {
            return Err(StoreError::Damaged(PAYMENT_PAGES.name()));
        }
        for slug in page.slugs() {
            if self.get(PAYMENT_PAGES_BY_SLUG, slug)?.is_some_and(|known| known != page.id) {
                return Err(StoreError::Damaged(PAYMENT_PAGES_BY_SLUG.name()));
            }
        }
        if let Some(logo) = page.content.logo
            && self.get(LOGOS, &logo.digest)?.is_none()
        {
            return Err(StoreError::Damaged(LOGOS.name()));
        }
        for slug in before.iter().flat_map(PaymentPage::slugs) {
            self.delete(PAYMENT_PAGES_BY_SLUG, slug)?;
        }
        for slug in page.slugs() {
            self.put(PAYMENT_PAGES_BY_SLUG, slug, &page.id)?;
        }
        self.put(PAYMENT_PAGE_VERSIONS, &(page.id, u64::from(page.version)), page)?;
        self.put(PAYMENT_PAGES, &page.id, page)
    }

    /// Deletes a page on which nobody ever asked to pay, with all its versions.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when somebody did.
    pub fn delete_payment_page(&mut self, page: &PaymentPage) -> Result<(), StoreError> {
        if is_used(self, page.id)? {
            return Err(StoreError::Damaged(TRANSACTIONS_BY_PAGE.name()));
        }
        for version in 1..=page.version {
            self.delete(PAYMENT_PAGE_VERSIONS, &(page.id, u64::from(version)))?;
        }
        for slug in page.slugs() {
            self.delete(PAYMENT_PAGES_BY_SLUG, slug)?;
        }
        self.delete(PAYMENT_PAGES_RESTED, &page.id)?;
        self.delete(PAYMENT_PAGES, &page.id)
    }

    /// Keeps what a new payment is for, and takes it out of stock.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the lines do not come to the payment's amount, when there is an order already, or when
    /// more would be taken than there is.
    pub fn put_order(&mut self, payment: &Transaction, order: &Order) -> Result<(), StoreError> {
        let page = page(self, order.page)?.ok_or(StoreError::Damaged(PAYMENT_PAGES.name()))?;
        let fits = payment.source == Source::PaymentPage && order.adds_up() && order.total() == Ok(payment.price());
        if !fits || self.get(ORDERS, &payment.id)?.is_some() {
            return Err(StoreError::Damaged(ORDERS.name()));
        }
        self.put(ORDERS, &payment.id, order)?;
        self.put(TRANSACTIONS_BY_PAGE, &(order.page, payment.created_at, payment.id), &())?;
        if let Some(place) = place_declined(order.page, payment) {
            self.put(DECLINES_BY_PAGE, &place, &())?;
        }
        if holds_stock(payment) {
            self.take_stock(order)?;
            for item in page.content.items() {
                if item
                    .stock
                    .is_some_and(|stock| taken(self, page.id, item.id).is_ok_and(|taken| taken > u64::from(stock)))
                    && !planted::is(Bug::LastSeatTwice)
                {
                    return Err(StoreError::Damaged(STOCK_TAKEN.name()));
                }
            }
        }
        self.count_page(order.page, Total::default(), volume_of(payment))
    }

    /// Follows a step of a payment on a page.
    pub(super) fn follow_order(&mut self, before: &Transaction, now: &Transaction) -> Result<(), StoreError> {
        if now.source != Source::PaymentPage || before.status == now.status {
            return Ok(());
        }
        let Some(order) = order(self, now.id)? else { return Ok(()) };
        if let Some(place) = place_declined(order.page, before) {
            self.delete(DECLINES_BY_PAGE, &place)?;
        }
        if let Some(place) = place_declined(order.page, now).filter(|_| !planted::is(Bug::DeclineUnlisted)) {
            self.put(DECLINES_BY_PAGE, &place, &())?;
        }
        match (holds_stock(before), holds_stock(now)) {
            (true, false) if planted::is(Bug::StockKept) => {}
            (true, false) => self.free_stock(&order)?,
            // News that came after the stock was given free: the client has paid, so it is theirs.
            (false, true) => self.take_stock(&order)?,
            (true, true) | (false, false) => {}
        }
        self.count_page(order.page, volume_of(before), volume_of(now))
    }

    fn take_stock(&mut self, order: &Order) -> Result<(), StoreError> {
        for (item, quantity) in order.quantities() {
            let now = taken(self, order.page, item)?.saturating_add(u64::from(quantity));
            self.put(STOCK_TAKEN, &(order.page, u64::from(item)), &now)?;
        }
        Ok(())
    }

    fn free_stock(&mut self, order: &Order) -> Result<(), StoreError> {
        for (item, quantity) in order.quantities() {
            let was = taken(self, order.page, item)?;
            let now = was.checked_sub(u64::from(quantity)).ok_or(StoreError::Damaged(STOCK_TAKEN.name()))?;
            self.put(STOCK_TAKEN, &(order.page, u64::from(item)), &now)?;
        }
        Ok(())
    }

    fn count_page(&mut self, page: PaymentPageId, before: Total, now: Total) -> Result<(), StoreError> {
        if before == now {
            return Ok(());
        }
        let known = volume(self, page)?;
        let sum = Total {
            count: known.count + now.count - before.count,
            amount_minor: known.amount_minor + now.amount_minor - before.amount_minor,
        };
        self.put(PAYMENT_PAGE_VOLUMES, &page, &sum)
    }

    /// Notes until when a page closed itself.
    pub fn put_rested(&mut self, page: PaymentPageId, until: Timestamp) -> Result<(), StoreError> {
        self.put(PAYMENT_PAGES_RESTED, &page, &until)
    }
}
