//! Messages: each confirms an approved payment. Which ones the journal tells of is compared in [`super::mirrors`].

use std::collections::BTreeMap;

use crate::{
    domain::{delivery::Content, ids::TransactionId},
    store::tables::DELIVERIES,
};

use super::{Invariant::I11, rows::Rows, story::Story};

/// Reads every delivery.
pub(super) fn check(rows: &mut Rows<'_>, told: &BTreeMap<TransactionId, Story>) {
    rows.each(DELIVERIES, |rows, id, delivery, _| {
        rows.same_id("delivery", id, delivery.id);
        rows.mirrors.of_delivery(&delivery);
        let Content::Receipt { transaction } = delivery.content;
        if told.get(&transaction).is_none_or(|story| story.approved_at.is_none()) {
            rows.findings.violate(I11, format!("delivery {id}: a receipt for a payment that was never approved"));
        }
    });
}
