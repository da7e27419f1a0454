//! Reports: their figures against a plain fold over all records, who may do what with them, and their delivery, exactly
//! once whatever fails.

mod figures;
mod keeping;
mod sending;

use clientpay::{
    domain::{
        ids::ReportId,
        locale::Locale,
        report::{
            Definition, Report, Schedule, Sharing,
            range::{Range, Relative},
            run::{Origin, Run},
            standard::Standard,
            timetable::{Repeats, Timetable},
        },
        user::User,
    },
    service::{
        Authority,
        reports::{self, Wanted},
    },
    store::reports as stored,
};

use crate::support::TestFirm;

fn definition(code: &str) -> Definition {
    Standard::with_code(code).unwrap().definition(Range::Relative(Relative::Today))
}

fn wanted(name: &str) -> Wanted {
    let definition = definition("month-to-date");
    Wanted { name: name.into(), sharing: Sharing::Personal, locale: Locale::EnUs, definition, schedule: None }
}

/// Every day at seven by the firm's clock.
fn daily(recipients: &[&str]) -> Schedule {
    let timetable = Timetable { repeats: Repeats::Daily, minute: 7 * 60 };
    Schedule { timetable, recipients: recipients.iter().map(|address| (*address).to_owned()).collect() }
}

async fn make(firm: &TestFirm, user: &User, wanted: Wanted) -> ReportId {
    reports::create(&firm.app, Authority::Staff(user), firm.app.ids.operation_key(), wanted).await.unwrap()
}

fn stored_report(firm: &TestFirm, id: ReportId) -> Report {
    stored::report(&firm.read(), id).unwrap().unwrap()
}

fn runs(firm: &TestFirm, id: ReportId) -> Vec<Run> {
    reports::runs(&firm.app, &Origin::Made(id)).unwrap()
}
