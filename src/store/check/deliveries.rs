//! Messages: a receipt confirms an approved payment, and a file goes with a message that may still leave. Which ones the journal tells of is compared in [`super::mirrors`].

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    domain::{
        delivery::{Content, DeliveryStatus},
        ids::TransactionId,
    },
    store::tables::{ATTACHMENTS, DELIVERIES},
};

use super::{
    Invariant::{I10, I11},
    rows::Rows,
    story::Story,
};

/// Reads every delivery.
pub(super) fn check(rows: &mut Rows<'_>, told: &BTreeMap<TransactionId, Story>) {
    let mut with_file = BTreeSet::new();
    rows.each(DELIVERIES, |rows, id, delivery, _| {
        rows.same_id("delivery", id, delivery.id);
        rows.mirrors.of_delivery(&delivery);
        let may_leave = matches!(delivery.status, DeliveryStatus::Waiting | DeliveryStatus::Kept);
        let Content::Receipt { transaction } = delivery.content else {
            with_file.extend(may_leave.then_some(id));
            return;
        };
        if told.get(&transaction).is_none_or(|story| story.approved_at.is_none()) {
            rows.findings.violate(I11, format!("delivery {id}: a receipt for a payment that was never approved"));
        }
    });
    rows.each(ATTACHMENTS, |rows, id, _, _| {
        if !with_file.contains(&id) {
            rows.findings.violate(I10, format!("attachment {id}: there is no message that it could go with"));
        }
    });
}
