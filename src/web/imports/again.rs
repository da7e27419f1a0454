//! The same rows a second time, on screen: when, by whom and from which file they were taken in, and a box to tick.

use maud::{Markup, html};

use crate::{
    domain::import::{Imported, Stage},
    i18n::{Arg, T, dates},
    service::importing::Earlier,
    web::{
        answer::Scene,
        forms::FormErrors,
        fragments::{Check, Icon, Tone, check, note},
        paths,
    },
};

use super::Room;

/// The name of the box: ticked, it names the import that was shown.
pub(super) const NAME: &str = "again";

/// What is known of rows that are to be confirmed.
pub(super) struct Told<'a> {
    /// The import that had them before.
    pub(super) earlier: Option<Earlier>,
    /// What is wrong with the form.
    pub(super) errors: &'a FormErrors,
}

impl Told<'_> {
    /// The warning with its box; nothing where the rows are new.
    pub(super) fn ask(&self, room: &Room, scene: &Scene) -> Markup {
        let (Some(earlier), t) = (&self.earlier, scene.t) else { return html! {} };
        let (error, value) = (self.errors.first(NAME, t), earlier.import.id.to_string());
        let label = room.said(t, "again");
        html! {
            (note(Tone::Warning, &html! {
                (words(t, scene, earlier))
                @if let Some(path) = way_to(room, scene, earlier) { " " a href=(path) { (room.said(t, "again-see")) } }
            }))
            div.field.field-error[error.is_some()] id=(NAME) tabindex="-1" {
                @if let Some(error) = error { div class="error-message" { (Icon::CircleAlert) span { (error) } } }
                (check(&Check { name: NAME, value: &value, label: &label, hint: None, checked: false }))
            }
        }
    }
}

fn words(t: T, scene: &Scene, earlier: &Earlier) -> String {
    let zone = scene.house.firm.as_ref().map_or("UTC", |firm| firm.time_zone.as_str());
    let day = dates::date_long(earlier.import.at, zone, t.locale());
    let (file, by) = (earlier.import.file.clone(), earlier.by.clone());
    t.with("import-again-told", [("day", Arg::from(day)), ("name", Arg::from(by)), ("file", Arg::from(file))])
}

/// What came of it where that can be listed, else the earlier import itself for those who brought it, while it is kept.
fn way_to(room: &Room, scene: &Scene, earlier: &Earlier) -> Option<String> {
    let (import, reader) = (&earlier.import, scene.user.as_ref().map(|user| user.id));
    if room.of == Imported::Requests {
        return Some(paths::requests_of_file(import.id));
    }
    (reader == Some(import.by) && import.stage != Stage::Remembered).then(|| room.import(import.id))
}
