//! An address as a QR code: a path for pages, and files to be printed. Black on white with the quiet margin that scanners
//! need, whatever the colours of the page around it.

use std::io::Write as _;

use flate2::{Compression, Crc, write::ZlibEncoder};
use qrcodegen::{QrCode, QrCodeEcc};

/// White modules around the code.
const MARGIN: i32 = 4;
/// Pixels of a module in the PNG.
const SCALE: i32 = 12;

/// A QR code.
pub struct Qr(QrCode);

impl Qr {
    /// The code of a text; `None` when it is longer than a code can hold, about two thousand characters.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        QrCode::encode_text(text, QrCodeEcc::Medium).ok().map(Self)
    }

    /// Modules from edge to edge, margin included.
    #[must_use]
    pub fn size(&self) -> i32 {
        self.0.size() + 2 * MARGIN
    }

    fn is_dark(&self, x: i32, y: i32) -> bool {
        self.0.get_module(x - MARGIN, y - MARGIN)
    }

    /// The dark modules as the path of an SVG, one unit each.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        for y in 0..self.size() {
            for x in (0..self.size()).filter(|x| self.is_dark(*x, y)) {
                path.push_str(&format!("M{x} {y}h1v1h-1z"));
            }
        }
        path
    }

    /// The whole SVG.
    #[must_use]
    pub fn svg(&self) -> String {
        let (size, path) = (self.size(), self.path());
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" shape-rendering=\"crispEdges\">\
             <path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path d=\"{path}\"/></svg>\n"
        )
    }

    /// The whole PNG: one bit a pixel.
    ///
    /// # Errors
    /// When it cannot be compressed, which memory never refuses.
    pub fn png(&self) -> std::io::Result<Vec<u8>> {
        let pixels = self.size() * SCALE;
        let mut rows = ZlibEncoder::new(Vec::new(), Compression::best());
        for y in 0..pixels {
            let mut row = vec![0u8];
            for byte in 0..(pixels + 7) / 8 {
                let bits = (0..8).map(|bit| byte * 8 + bit);
                // Black is zero.
                let light = |x: i32| u8::from(x >= pixels || !self.is_dark(x / SCALE, y / SCALE));
                row.push(bits.fold(0, |bits, x| bits << 1 | light(x)));
            }
            rows.write_all(&row)?;
        }
        let side = u32::try_from(pixels).unwrap_or_default().to_be_bytes();
        let header = [&side[..], &side[..], &[1, 0, 0, 0, 0]].concat();
        let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
        for (kind, content) in [(b"IHDR", header), (b"IDAT", rows.finish()?), (b"IEND", Vec::new())] {
            file.extend(u32::try_from(content.len()).unwrap_or_default().to_be_bytes());
            let mut sum = Crc::new();
            sum.update(kind);
            sum.update(&content);
            file.extend(kind);
            file.extend(content);
            file.extend(sum.sum().to_be_bytes());
        }
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_has_no_code() {
        assert!(Qr::of(&"x".repeat(4_000)).is_none());
        assert!(Qr::of("https://pay.firm.example/pay/deposit").is_some());
    }

    #[test]
    fn the_corner_that_scanners_look_for_is_where_the_margin_ends() {
        let code = Qr::of("https://pay.firm.example/pay/deposit").unwrap();
        assert!(!code.is_dark(3, 3) && code.is_dark(4, 4) && code.is_dark(10, 4) && !code.is_dark(11, 4));
        assert!(code.svg().starts_with("<svg ") && code.svg().contains("M4 4h1v1h-1z"));
    }

    #[test]
    fn the_png_has_its_parts_with_their_sums() {
        let png = Qr::of("https://pay.firm.example").unwrap().png().unwrap();
        let (mut at, mut kinds) = (8, Vec::new());
        while at < png.len() {
            let length = u32::from_be_bytes(png[at..at + 4].try_into().unwrap()) as usize;
            let mut sum = Crc::new();
            sum.update(&png[at + 4..at + 8 + length]);
            assert_eq!(png[at + 8 + length..at + 12 + length], sum.sum().to_be_bytes());
            kinds.push(String::from_utf8(png[at + 4..at + 8].to_vec()).unwrap());
            at += 12 + length;
        }
        assert_eq!(kinds, ["IHDR", "IDAT", "IEND"]);
    }
}
