//! Messages: each confirms an approved payment, tells of a refund that went through or a debit that came
//! back, or brings a report; and a file goes with
//! a message that may still leave. Which ones the journal tells of is compared in [`super::mirrors`].

use std::collections::BTreeSet;

use crate::{
    domain::{
        delivery::{Content, DeliveryStatus},
        transaction::Status,
    },
    store::{
        table::Records as _,
        tables::{ATTACHMENTS, DELIVERIES, REFUNDS},
    },
};

use super::{
    Invariant::{I10, I11},
    rows::Rows,
    story::{Story, Told},
};

/// Reads every delivery.
pub(super) fn check(rows: &mut Rows<'_>, told: &Told) {
    let mut with_file = BTreeSet::new();
    rows.each(DELIVERIES, |rows, id, delivery, _| {
        rows.same_id("delivery", id, delivery.id);
        rows.mirrors.of_delivery(&delivery);
        let Some(payment) = delivery.content.transaction() else {
            let may_leave = matches!(delivery.status, DeliveryStatus::Waiting | DeliveryStatus::Kept);
            with_file.extend(may_leave.then_some(id));
            return;
        };
        if told.payments.get(&payment).is_none_or(|story| story.approved_at.is_none()) {
            rows.findings.violate(I11, format!("delivery {id}: a receipt for a payment that was never approved"));
        }
        let returned = |story: &Story| story.status == Status::Returned;
        if matches!(delivery.content, Content::ReturnNotice { .. })
            && !told.payments.get(&payment).is_some_and(returned)
        {
            rows.findings
                .violate(I11, format!("delivery {id}: it tells of a return and the payment did not come back"));
        }
        if let Content::RefundNotice { refund, transaction } = delivery.content {
            let known = rows.get(REFUNDS, &refund).ok().flatten();
            if !known.is_some_and(|refund| refund.transaction == transaction && refund.notice == Some(id)) {
                rows.findings.violate(I11, format!("delivery {id}: it tells of a refund that does not know it"));
            }
        }
    });
    rows.each(ATTACHMENTS, |rows, id, _, _| {
        if !with_file.contains(&id) {
            rows.findings.violate(I10, format!("attachment {id}: there is no message that it could go with"));
        }
    });
}
