//! What is set about machines that try cards: every version of it follows the one before.

use crate::store::tables::BOT_DEFENCE;

use super::{Invariant::I10, rows::Rows};

/// Reads every version of the settings.
pub(super) fn check(rows: &mut Rows<'_>) {
    let mut before = 0u32;
    rows.each(BOT_DEFENCE, |rows, version, settings, _| {
        rows.same_id("bot defence settings", version, u64::from(settings.version));
        if before.checked_add(1) != Some(settings.version) {
            rows.findings.violate(I10, format!("bot defence settings {version}: the version before is missing"));
        }
        before = settings.version;
    });
}
