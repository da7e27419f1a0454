//! A firm's logo, drawn anew from whatever picture was brought. What browsers are given was written here, so nothing that
//! the file held besides the picture, be it a place where it was taken or a script, reaches anybody.

use std::{fmt, io::Cursor, ops::RangeInclusive};

use image::{
    DynamicImage, ExtendedColorType, ImageDecoder as _, ImageEncoder as _, ImageFormat, ImageReader, Limits,
    codecs::png::{CompressionType, FilterType, PngEncoder},
    imageops::FilterType as Resampling,
};

use crate::domain::payment_page::logo::{Logo, Picture};

/// The room that a logo has on a page, in pixels of a screen: width, height.
pub const ROOM: (u32, u32) = (240, 64);
/// The largest file that pages carry, in bytes: a page with its script, styles and font stays below 70 KiB.
pub const MOST_BYTES: usize = 10 * 1024;
/// The longest side that is read, in pixels.
pub const MOST_SIDE: u32 = 5_000;
/// The shortest.
pub const LEAST_SIDE: u32 = 16;
/// Memory for a picture that is read, in bytes.
const MOST_MEMORY: u64 = 96 * 1024 * 1024;

/// Why a file does not become a logo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotALogo {
    /// Neither PNG, JPEG nor WebP. SVG is none of them on purpose: it can hold scripts and fetch from elsewhere.
    #[error("neither PNG, JPEG nor WebP")]
    Kind,
    /// A side longer than [`MOST_SIDE`], or more than memory is given for.
    #[error("too large")]
    TooLarge,
    /// A side shorter than [`LEAST_SIDE`].
    #[error("too small")]
    TooSmall,
    /// It breaks off, or is not what it says.
    #[error("damaged")]
    Damaged,
}

/// A logo as browsers are given it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Its file, at most [`MOST_BYTES`].
    pub png: Vec<u8>,
    /// The width at which pages show it, in pixels of a screen. The file has up to twice as many.
    pub width: u32,
    /// The height.
    pub height: u32,
}

/// A logo as paper is given it.
#[derive(Clone, PartialEq, Eq)]
pub struct Printed {
    /// Red, green, blue and how much they cover, pixel by pixel.
    pub rgba: Vec<u8>,
    /// How many pixels it is wide and high.
    pub pixels: (u32, u32),
    /// The width and the height at which pages show it, in pixels of a screen.
    pub size: (u16, u16),
}

impl fmt::Debug for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Printed").field("pixels", &self.pixels).field("size", &self.size).finish_non_exhaustive()
    }
}

/// Reads a logo that [`draw`] wrote, for paper.
///
/// # Errors
/// [`NotALogo`] of what is not such a file any more, or does not fit into [`ROOM`].
pub fn print(logo: Logo, picture: &Picture) -> Result<Printed, NotALogo> {
    let within = |side: u32, room: u32| match u16::try_from(side) {
        Ok(fits) if fits > 0 && side <= room => Ok(fits),
        _ => Err(NotALogo::TooLarge),
    };
    let size = (within(logo.width, ROOM.0)?, within(logo.height, ROOM.1)?);
    let picture = read(&picture.png, 1..=ROOM.0 * 2)?;
    Ok(Printed { pixels: (picture.width(), picture.height()), rgba: picture.into_rgba8().into_raw(), size })
}

/// Draws a PNG, JPEG or WebP as a logo: upright, at most twice as fine as its room, and smaller yet where it would weigh
/// too much.
///
/// # Errors
/// [`NotALogo`]. What a file says of its size is read before its picture is, so one that would fill the memory is refused.
pub fn draw(file: &[u8]) -> Result<Drawn, NotALogo> {
    let mut picture = read(file, LEAST_SIDE..=MOST_SIDE)?;
    let (width, height) = shown(picture.width(), picture.height());
    let finest = (ROOM.0 * 2, ROOM.1 * 2);
    if picture.width() > finest.0 || picture.height() > finest.1 {
        picture = picture.resize(finest.0, finest.1, Resampling::Lanczos3);
    }
    loop {
        let png = write(&picture)?;
        if png.len() <= MOST_BYTES {
            return Ok(Drawn { png, width, height });
        }
        let (narrower, lower) = (picture.width() * 3 / 4, picture.height() * 3 / 4);
        picture = picture.resize_exact(narrower.max(1), lower.max(1), Resampling::Lanczos3);
    }
}

fn read(file: &[u8], sides: RangeInclusive<u32>) -> Result<DynamicImage, NotALogo> {
    let format = image::guess_format(file).map_err(|_| NotALogo::Kind)?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP) {
        return Err(NotALogo::Kind);
    }
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| NotALogo::Damaged)?;
    let (width, height) = decoder.dimensions();
    if width > *sides.end() || height > *sides.end() || decoder.total_bytes() > MOST_MEMORY {
        return Err(NotALogo::TooLarge);
    }
    if width < *sides.start() || height < *sides.start() {
        return Err(NotALogo::TooSmall);
    }
    let upright = decoder.orientation().map_err(|_| NotALogo::Damaged)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| NotALogo::Damaged)?;
    picture.apply_orientation(upright);
    Ok(picture)
}

fn write(picture: &DynamicImage) -> Result<Vec<u8>, NotALogo> {
    let mut png = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut png, CompressionType::Best, FilterType::Adaptive);
    let (width, height) = (picture.width(), picture.height());
    let written = if picture.color().has_alpha() {
        encoder.write_image(&picture.to_rgba8(), width, height, ExtendedColorType::Rgba8)
    } else {
        encoder.write_image(&picture.to_rgb8(), width, height, ExtendedColorType::Rgb8)
    };
    // Memory takes all that is written to it.
    written.map_err(|_| NotALogo::Damaged)?;
    Ok(png)
}

/// The size at which a picture of so many pixels is shown: as it is, or as large as its room.
fn shown(width: u32, height: u32) -> (u32, u32) {
    let (wide, high) = ROOM;
    if width <= wide && height <= high {
        (width, height)
    } else if u64::from(width) * u64::from(high) > u64::from(height) * u64::from(wide) {
        (wide, (height * wide / width).max(1))
    } else {
        ((width * high / height).max(1), high)
    }
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;

    fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        picture.write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    /// Every pixel another one, so that nothing compresses.
    fn noise(width: u32, height: u32) -> DynamicImage {
        let mut state = 1u32;
        DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |_, _| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let [a, b, c, _] = state.to_be_bytes();
            Rgb([a, b, c])
        }))
    }

    #[test]
    fn what_is_written_is_a_png_of_bounded_size_whatever_was_brought() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let drawn = draw(&file(&noise(900, 300), format)).unwrap();
            assert!(drawn.png.len() <= MOST_BYTES, "{format:?}: {}", drawn.png.len());
            assert_eq!(image::guess_format(&drawn.png).unwrap(), ImageFormat::Png);
            assert_eq!((drawn.width, drawn.height), (192, 64), "{format:?}");
        }
    }

    #[test]
    fn a_plain_logo_keeps_its_fineness_and_its_clear_ground() {
        let plain = RgbaImage::from_fn(480, 128, |x, _| if x < 100 { Rgba([14, 90, 74, 255]) } else { Rgba([0; 4]) });
        let drawn = draw(&file(&DynamicImage::ImageRgba8(plain), ImageFormat::Png)).unwrap();
        let again = image::load_from_memory(&drawn.png).unwrap();
        assert_eq!((again.width(), again.height(), drawn.width, drawn.height), (480, 128, 240, 64));
        assert_eq!(again.to_rgba8().get_pixel(300, 50).0[3], 0);
    }

    #[test]
    fn a_logo_is_never_shown_larger_than_it_is_or_than_its_room() {
        for (pixels, size) in [
            ((100, 40), (100, 40)),
            ((240, 64), (240, 64)),
            ((64, 640), (6, 64)),
            ((2_000, 20), (240, 2)),
            ((8_000, 16), (240, 1)),
            ((500, 500), (64, 64)),
        ] {
            assert_eq!(shown(pixels.0, pixels.1), size, "{pixels:?}");
        }
    }

    /// A header of a PNG that claims these sides, and nothing behind it.
    fn claims(width: u32, height: u32) -> Vec<u8> {
        let mut png = file(&noise(16, 16), ImageFormat::Png);
        png[16..20].copy_from_slice(&width.to_be_bytes());
        png[20..24].copy_from_slice(&height.to_be_bytes());
        let mut sum = flate2::Crc::new();
        sum.update(&png[12..29]);
        png[29..33].copy_from_slice(&sum.sum().to_be_bytes());
        png
    }

    #[test]
    fn a_bomb_is_refused_by_what_it_says_of_itself() {
        assert_eq!(draw(&claims(60_000, 60_000)), Err(NotALogo::TooLarge));
        assert_eq!(draw(&claims(8_000, 8_000)), Err(NotALogo::TooLarge));
        assert_eq!(draw(&claims(16, 5_000)), Err(NotALogo::Damaged));
    }

    #[test]
    fn what_is_no_picture_is_refused_for_what_it_is() {
        let png = file(&noise(40, 40), ImageFormat::Png);
        for (bytes, why) in [
            (&b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>"[..], NotALogo::Kind),
            (b"<?xml version=\"1.0\"?><svg/>", NotALogo::Kind),
            (b"GIF89a\x10\x00\x10\x00", NotALogo::Kind),
            (b"", NotALogo::Kind),
            (b"%PDF-1.7", NotALogo::Kind),
            (&png[..png.len() / 2], NotALogo::Damaged),
            (&png[..20], NotALogo::Damaged),
            (&file(&noise(15, 400), ImageFormat::Png), NotALogo::TooSmall),
        ] {
            assert_eq!(draw(bytes), Err(why), "{} bytes", bytes.len());
        }
    }

    #[test]
    fn what_was_drawn_is_printed_at_the_size_of_its_page_and_nothing_else_is() {
        let as_kept = |drawn: &Drawn| Logo { digest: [0; 32], width: drawn.width, height: drawn.height };
        for (width, height) in [(480, 128), (2_000, 20), (64, 640), (900, 300)] {
            let drawn = draw(&file(&noise(width, height), ImageFormat::Png)).unwrap();
            let printed = print(as_kept(&drawn), &Picture { png: drawn.png.clone() }).unwrap();
            assert_eq!((u32::from(printed.size.0), u32::from(printed.size.1)), (drawn.width, drawn.height));
            let (wide, high) = printed.pixels;
            assert_eq!(printed.rgba.len(), usize::try_from(wide * high * 4).unwrap(), "{width} by {height}");
        }
        let logo = Logo { digest: [0; 32], width: 240, height: 64 };
        let png = file(&noise(480, 128), ImageFormat::Png);
        let of = |png: &[u8]| Picture { png: png.to_vec() };
        for (logo, picture, why) in [
            (logo, of(b"<svg/>"), NotALogo::Kind),
            (logo, of(&png[..png.len() / 2]), NotALogo::Damaged),
            (logo, of(&claims(60_000, 60_000)), NotALogo::TooLarge),
            (logo, of(&file(&noise(481, 16), ImageFormat::Png)), NotALogo::TooLarge),
            (Logo { width: 241, ..logo }, of(&png), NotALogo::TooLarge),
            (Logo { height: 0, ..logo }, of(&png), NotALogo::TooLarge),
            (Logo { height: 70_000, ..logo }, of(&png), NotALogo::TooLarge),
        ] {
            assert_eq!(print(logo, &picture).unwrap_err(), why, "{logo:?}");
        }
    }
}
