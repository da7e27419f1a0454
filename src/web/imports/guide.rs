//! How the columns of a file are filled in, beside the form and in the file that it is done in.

use maud::{Markup, html};

use crate::{
    domain::{
        import::{Imported, Target},
        money::{Currency, Money},
        payment_request::PaymentRequest,
    },
    export::Format,
    i18n::{T, amount},
    service::schedules::LONGEST_NAME,
    web::fragments::{Icon, Look, card, facts_lined, file_link},
};

use super::{Room, parts::target_words};

/// How the columns are filled in; nothing where a room has no guide.
pub(super) fn about(t: T, of: Imported) -> Vec<(Target, String)> {
    let example = amount::format_plain(Money::new(47_500, Currency::USD), t.locale());
    match of {
        Imported::Payers => Vec::new(),
        Imported::Schedules => vec![
            (Target::ClientNumber, t.text("schedule-import-about-payer")),
            (Target::ScheduleName, t.with("schedule-import-about-name", [("most", LONGEST_NAME)])),
            (Target::Method, t.text("schedule-import-about-method")),
            (Target::Account, t.text("schedule-import-about-account")),
            (Target::Amount, t.with("schedule-import-about-amount", [("example", example)])),
            (Target::Ends, t.text("schedule-import-about-ends")),
            (Target::Frequency, t.text("schedule-import-about-frequency")),
            (Target::FirstDay, t.text("schedule-import-about-date")),
        ],
        Imported::Requests => vec![
            (Target::Name, t.text("bulk-about-name")),
            (Target::Emails, t.with("bulk-about-emails", [("most", PaymentRequest::MAX_EMAILS)])),
            (Target::ClientNumber, t.text("bulk-about-client-number")),
            (Target::Asked, t.with("bulk-about-asked", [("example", example)])),
            (Target::AskedInTrust, t.text("bulk-about-asked-in-trust")),
            (Target::Message, t.with("bulk-about-message", [("most", PaymentRequest::MAX_MESSAGE_CHARS)])),
            (Target::Due, t.text("bulk-about-date")),
            (Target::Expires, t.text("bulk-about-expires")),
            (Target::Reminders, t.text("bulk-about-reminders")),
            (Target::Language, t.text("bulk-about-language")),
        ],
    }
}

/// The same beside the form, with the file to do it in.
pub(super) fn card_of(t: T, room: &Room) -> Markup {
    let template = |format: Format| format!("{}/template.{}", room.list, format.extension());
    let rows: Vec<(String, Markup)> =
        about(t, room.of).into_iter().map(|(target, words)| (target_words(t, target), html! { (words) })).collect();
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, words)| (name.as_str(), words.clone())).collect();
    let body = html! {
        div class="stack-4" {
            div class="actions" {
                (file_link(Look::Default, &template(Format::Xlsx), &t.text("schedule-import-template-xlsx"), Icon::Download))
                (file_link(Look::Default, &template(Format::Csv), &t.text("schedule-import-template-csv"), Icon::Download))
            }
            (facts_lined(&rows))
        }
    };
    card("import-guide", &t.text("schedule-import-guide"), &html! {}, &body)
}
