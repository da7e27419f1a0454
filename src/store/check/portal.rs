//! The payer portal: every session, link and access belongs to a login and a payer that exist.

use std::collections::HashSet;

use crate::store::tables::{PORTAL_ACCESS, PORTAL_LINKS, PORTAL_LOGINS, PORTAL_SESSIONS, PORTAL_SETTINGS};

use super::{Invariant::I10, people::Known, rows::Rows};

pub(super) fn check(rows: &mut Rows<'_>, known: &Known) {
    let mut logins = HashSet::new();
    rows.each(PORTAL_SETTINGS, |_, (), _, _| {});
    rows.each(PORTAL_LOGINS, |rows, id, login, _| {
        rows.same_id("portal login", id, login.id);
        rows.mirrors.of_portal_login(&login);
        logins.insert(id);
    });
    rows.each(PORTAL_SESSIONS, |rows, _, session, _| {
        if !logins.contains(&session.login) {
            rows.findings.violate(I10, format!("a portal session: its login {} does not exist", session.login));
        }
    });
    rows.each(PORTAL_LINKS, |rows, id, link, _| {
        rows.same_id("portal link", id, link.id);
        rows.mirrors.of_portal_link(&link);
        if !logins.contains(&link.login) {
            rows.findings.violate(I10, format!("portal link {id}: its login {} does not exist", link.login));
        }
    });
    rows.each(PORTAL_ACCESS, |rows, (login, payer), access, _| {
        rows.mirrors.of_portal_access(&access);
        let fits = (access.login, access.payer) == (login, payer);
        if !fits || !logins.contains(&login) || !known.payers.contains(&payer) {
            let words = format!("portal access of login {login} to payer {payer}: one of them does not exist");
            rows.findings.violate(I10, words);
        }
    });
}
