//! Files that staff bring as a logo: whatever they are, what comes of them is a small picture of ours, or a refusal.

use clientpay::export::logo::{self, Drawn, MOST_BYTES, NotALogo, ROOM};

/// Reads the bytes as a picture, and what was drawn of it once more.
pub fn run(data: &[u8]) {
    let Ok(Drawn { png, width, height }) = logo::draw(data) else { return };
    assert!(png.starts_with(b"\x89PNG") && png.len() <= MOST_BYTES, "{} bytes", png.len());
    assert!((1..=ROOM.0).contains(&width) && (1..=ROOM.1).contains(&height), "shown at {width} by {height}");
    match logo::draw(&png) {
        Ok(again) => assert!(again.png.len() <= MOST_BYTES),
        // A long thin one has little left of its short side.
        Err(why) => assert_eq!(why, NotALogo::TooSmall, "what we drew is no picture to us"),
    }
}
