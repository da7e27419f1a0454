//! Payment pages: each stands as its latest version, every order comes to what was paid, and what is taken out of stock
//! and the volumes are the sums of the payments.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use crate::{
    domain::{
        ids::{PaymentPageId, TransactionId},
        payment_page::{
            PaymentPage,
            order::{Order, holds_stock},
        },
        transaction::{Source, Transaction},
    },
    store::{
        payment_pages::volume_of,
        table::Records as _,
        tables::{
            LOGOS, ORDERS, PAYMENT_PAGE_VERSIONS, PAYMENT_PAGE_VOLUMES, PAYMENT_PAGES, PAYMENT_PAGES_RESTED,
            STOCK_TAKEN, TRANSACTIONS,
        },
        totals::Total,
    },
};

use super::{
    Invariant::{I1, I6, I10},
    rows::Rows,
};

/// What the orders come to.
#[derive(Default)]
struct Sums {
    taken: BTreeMap<(PaymentPageId, u64), u64>,
    volumes: BTreeMap<PaymentPageId, Total>,
}

/// Reads every page, version and order.
pub(super) fn check(rows: &mut Rows<'_>) {
    let mut known: BTreeMap<PaymentPageId, PaymentPage> = BTreeMap::new();
    rows.each(PAYMENT_PAGES, |rows, id, page, _| {
        rows.same_id("payment page", id, page.id);
        rows.mirrors.of_page(&page);
        known.insert(id, page);
    });
    let mut logos = BTreeSet::new();
    rows.each(LOGOS, |rows, digest, picture, _| {
        if Sha256::digest(&picture.png)[..] != digest {
            rows.findings.violate(I10, "a logo is not the file that its name says".to_owned());
        }
        logos.insert(digest);
    });
    let mut versions: BTreeMap<PaymentPageId, u32> = BTreeMap::new();
    rows.each(PAYMENT_PAGE_VERSIONS, |rows, (id, version), page, _| {
        let latest = versions.entry(id).or_default();
        if page.id != id || u64::from(page.version) != version || version != u64::from(*latest) + 1 {
            rows.findings.violate(I10, format!("payment page {id}: version {version} is not what it says"));
        }
        *latest = page.version;
        if page.content.logo.is_some_and(|logo| !logos.contains(&logo.digest)) {
            rows.findings.violate(I10, format!("payment page {id}: the logo of version {version} is missing"));
        }
        if known.get(&id).is_none_or(|now| now.version == page.version && *now != page) {
            rows.findings.violate(I10, format!("payment page {id}: version {version} is not how the page stands"));
        }
    });
    for (id, page) in &known {
        if versions.get(id) != Some(&page.version) {
            rows.findings.violate(I10, format!("payment page {id}: its latest version is missing"));
        }
    }
    let mut sums = Sums::default();
    rows.each(ORDERS, |rows, id, order, _| check_order(rows, &mut sums, (id, &order), &versions));
    sums.compare(rows);
    rows.each(PAYMENT_PAGES_RESTED, |rows, id, _, _| {
        if !known.contains_key(&id) {
            rows.findings.violate(I10, format!("payment page {id}: it rested and is not there"));
        }
    });
}

fn check_order(
    rows: &mut Rows<'_>,
    sums: &mut Sums,
    (id, order): (TransactionId, &Order),
    versions: &BTreeMap<PaymentPageId, u32>,
) {
    let payment: Option<Transaction> = rows.get(TRANSACTIONS, &id).ok().flatten();
    let Some(payment) = payment.filter(|payment| payment.source == Source::PaymentPage) else {
        return rows.findings.violate(I10, format!("order {id}: there is no such payment on a page"));
    };
    rows.mirrors.of_order(order, &payment);
    if !order.adds_up() || order.total() != Ok(payment.price()) {
        rows.findings.violate(I1, format!("order {id}: its lines do not come to what was paid"));
    }
    if versions.get(&order.page).is_none_or(|latest| order.version == 0 || order.version > *latest) {
        rows.findings.violate(I10, format!("order {id}: the page it was made on is not kept"));
    }
    if holds_stock(&payment) {
        for (item, quantity) in order.quantities() {
            *sums.taken.entry((order.page, u64::from(item))).or_default() += u64::from(quantity);
        }
    }
    let (volume, adds) = (sums.volumes.entry(order.page).or_default(), volume_of(&payment));
    volume.count += adds.count;
    volume.amount_minor += adds.amount_minor;
}

impl Sums {
    fn compare(mut self, rows: &mut Rows<'_>) {
        rows.each(STOCK_TAKEN, |rows, key, taken, _| {
            let sum = self.taken.remove(&key).unwrap_or_default();
            if sum != taken {
                let ((page, item), text) = (key, "are taken out of stock and the orders come to");
                rows.findings.violate(I6, format!("payment page {page}: {taken} of item {item} {text} {sum}"));
            }
        });
        rows.each(PAYMENT_PAGE_VOLUMES, |rows, page, volume, _| {
            let sum = self.volumes.remove(&page).unwrap_or_default();
            if sum != volume {
                rows.findings.violate(I1, format!("payment page {page}: its volume is not the sum of its payments"));
            }
        });
        for ((page, item), _) in self.taken.iter().filter(|(_, taken)| **taken > 0) {
            rows.findings.violate(I6, format!("payment page {page}: nothing of item {item} is taken out of stock"));
        }
        for (page, _) in self.volumes.iter().filter(|(_, volume)| **volume != Total::default()) {
            rows.findings.violate(I1, format!("payment page {page}: its volume is missing"));
        }
    }
}
