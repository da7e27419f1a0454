//! Messages: each confirms an approved payment, or tells of a refund that went through. Which ones the journal tells of is compared in [`super::mirrors`].

use crate::{
    domain::delivery::Content,
    store::{
        table::Records as _,
        tables::{DELIVERIES, REFUNDS},
    },
};

use super::{Invariant::I11, rows::Rows, story::Told};

/// Reads every delivery.
pub(super) fn check(rows: &mut Rows<'_>, told: &Told) {
    rows.each(DELIVERIES, |rows, id, delivery, _| {
        rows.same_id("delivery", id, delivery.id);
        rows.mirrors.of_delivery(&delivery);
        let payment = delivery.content.transaction();
        if told.payments.get(&payment).is_none_or(|story| story.approved_at.is_none()) {
            rows.findings.violate(I11, format!("delivery {id}: a receipt for a payment that was never approved"));
        }
        if let Content::RefundNotice { refund, transaction } = delivery.content {
            let known = rows.get(REFUNDS, &refund).ok().flatten();
            if !known.is_some_and(|refund| refund.transaction == transaction && refund.notice == Some(id)) {
                rows.findings.violate(I11, format!("delivery {id}: it tells of a refund that does not know it"));
            }
        }
    });
}
