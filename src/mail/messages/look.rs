//! How messages look. Mail readers know no style sheets worth relying on, so each element carries its own.

use crate::i18n::T;

/// Around the message.
pub(super) const PAGE: &str = "margin:0;padding:24px 12px;background:#f4f3ef;color:#1b1d1b;font:16px/1.5 -apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif";

/// The message itself.
pub(super) const BOX: &str =
    "max-width:600px;width:100%;margin:0 auto;background:#ffffff;border:1px solid #e2dfd8;border-radius:10px";

/// What a line is about.
pub(super) const LABEL: &str = "padding:8px 12px 8px 0;color:#4f524e;vertical-align:top;border-top:1px solid #e2dfd8";

/// What it says.
pub(super) const VALUE: &str = "padding:8px 0;text-align:right;vertical-align:top;border-top:1px solid #e2dfd8";

/// The link that the message is sent for.
pub(super) const BUTTON: &str = "display:inline-block;padding:12px 20px;background:#0e5a4a;color:#ffffff;border-radius:6px;text-decoration:none;font-weight:600";

/// A line of a message without marks: what it is about, and what it says.
pub(super) fn plain_line(t: T, label: &str, value: &str) -> String {
    let line = t.with("mail-line", [("label", label.to_owned()), ("value", value.to_owned())]);
    format!("{line}\n")
}
