//! The icons and the tones that go with them.

use maud::{Markup, Render, html};

use crate::web::assets::asset;

macro_rules! icons {
    ($($variant:ident = $id:literal),+ $(,)?) => {
        /// A symbol of the sprite. It is always beside words, or inside a control that has a name, so it is hidden
        /// from screen readers.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Icon {
            $(#[doc = concat!("Lucide's `", $id, "`.")] $variant),+
        }

        impl Icon {
            /// Every icon.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The symbol's id in the sprite.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$variant => $id),+
                }
            }
        }
    };
}

icons! {
    AppWindow = "app-window",
    ArrowDown = "arrow-down",
    ArrowLeft = "arrow-left",
    ArrowRight = "arrow-right",
    ArrowUp = "arrow-up",
    BadgeCheck = "badge-check",
    Ban = "ban",
    Bell = "bell",
    Bookmark = "bookmark",
    Copy = "copy",
    Calendar = "calendar",
    CalendarClock = "calendar-clock",
    Check = "check",
    ChevronDown = "chevron-down",
    ChevronLeft = "chevron-left",
    ChevronRight = "chevron-right",
    ChevronsUpDown = "chevrons-up-down",
    CircleAlert = "circle-alert",
    CircleCheck = "circle-check",
    CircleHelp = "circle-help",
    CircleX = "circle-x",
    Clock = "clock",
    Columns = "columns-3",
    CreditCard = "credit-card",
    Download = "download",
    Eye = "eye",
    FileText = "file-text",
    History = "history",
    Info = "info",
    KeyRound = "key-round",
    Landmark = "landmark",
    LayoutDashboard = "layout-dashboard",
    ListFilter = "list-filter",
    Lock = "lock",
    LogOut = "log-out",
    Mail = "mail",
    Menu = "menu",
    Minus = "minus",
    Plus = "plus",
    Printer = "printer",
    ReceiptText = "receipt-text",
    RefreshCw = "refresh-cw",
    RotateCw = "rotate-cw",
    Scale = "scale",
    Search = "search",
    Send = "send",
    Settings = "settings",
    ShieldCheck = "shield-check",
    Sliders = "sliders-horizontal",
    Spreadsheet = "file-spreadsheet",
    TriangleAlert = "triangle-alert",
    Undo = "undo-2",
    UserRound = "user-round",
    Users = "users-round",
    X = "x",
    Zap = "zap",
}

impl Icon {
    /// The icon at `pixels`, one of 16, 18, 20 and 28.
    #[must_use]
    pub fn sized(self, pixels: u8) -> Markup {
        let symbol = format!("{}#{}", asset("icons.svg"), self.id());
        html! {
            svg class={ "icon icon-" (pixels) } width=(pixels) height=(pixels) aria-hidden="true" focusable="false" {
                use href=(symbol) {}
            }
        }
    }
}

impl Render for Icon {
    /// The icon at 16 pixels, the size beside words.
    fn render(&self) -> Markup {
        self.sized(16)
    }
}

/// What a colour says. The words beside it say it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Neutral,
    /// It went well.
    Positive,
    /// It waits, or needs an eye.
    Warning,
    /// It failed.
    Negative,
    /// It is worth knowing.
    Information,
}

impl Tone {
    /// The ending of its CSS classes.
    pub(super) const fn suffix(self) -> &'static str {
        match self {
            Self::Neutral => "mute",
            Self::Positive => "pos",
            Self::Warning => "warn",
            Self::Negative => "neg",
            Self::Information => "info",
        }
    }

    /// The icon of a note in this tone.
    pub(super) const fn icon(self) -> Icon {
        match self {
            Self::Neutral | Self::Information => Icon::Info,
            Self::Positive => Icon::CircleCheck,
            Self::Warning => Icon::TriangleAlert,
            Self::Negative => Icon::CircleAlert,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_is_in_the_sprite() {
        let sprite = include_str!("../../../assets/icons.svg");
        for icon in Icon::ALL {
            assert!(sprite.contains(&format!("<symbol id=\"{}\"", icon.id())), "{icon:?}");
        }
    }
}
