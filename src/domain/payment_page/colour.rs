//! A colour that a firm chooses for its page, and whether what is written on it can be read.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A colour as `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour([u8; 3]);

/// Not a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a colour")]
pub struct NotAColour;

impl Colour {
    /// White, the paper of a page.
    pub const WHITE: Self = Self([255; 3]);
    /// The portal's own, of its buttons.
    pub const BRAND: Self = Self([0x0e, 0x5a, 0x4a]);
    /// What lies around the sheets of a page in light colours.
    pub const CANVAS: Self = Self([0xf4, 0xf3, 0xef]);
    /// Nearly black, the ink.
    pub const INK: Self = Self([0x1b, 0x1d, 0x1b]);

    /// A colour written as `#rrggbb`.
    ///
    /// # Errors
    /// [`NotAColour`].
    pub fn parse(text: &str) -> Result<Self, NotAColour> {
        let digits =
            text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii()).ok_or(NotAColour)?;
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).map_err(|_| NotAColour);
        if digits.contains('+') {
            return Err(NotAColour);
        }
        Ok(Self([part(0)?, part(2)?, part(4)?]))
    }

    /// The contrast of two colours in hundredths, as WCAG defines it: 100 for the same, 2100 for black on white.
    #[must_use]
    pub fn contrast(self, other: Self) -> u32 {
        let (one, two) = (self.luminance() + 50_000, other.luminance() + 50_000);
        one.max(two) * 100 / one.min(two)
    }

    /// White or ink, whichever is easier to read on this colour.
    #[must_use]
    pub fn ink(self) -> Self {
        if self.contrast(Self::WHITE) >= self.contrast(Self::INK) { Self::WHITE } else { Self::INK }
    }

    /// Whether words on a button of this colour can be read, and the button be seen on the page: 4.5 to 1 and 3 to 1.
    #[must_use]
    pub fn is_legible(self) -> bool {
        self.contrast(self.ink()) >= 450 && self.stands_out()
    }

    /// Whether a button of this colour can be told from the page: 3 to 1.
    #[must_use]
    pub fn stands_out(self) -> bool {
        self.contrast(Self::WHITE) >= 300
    }

    /// Whether words of this colour can be read anywhere on a page in light colours: 4.5 to 1.
    #[must_use]
    pub fn writes(self) -> bool {
        self.contrast(Self::CANVAS) >= 450
    }

    /// In millionths.
    fn luminance(self) -> u32 {
        let [red, green, blue] = self.0.map(|part| LINEAR[usize::from(part)]);
        (2_126 * (red / 10) + 7_152 * (green / 10) + 722 * (blue / 10)) / 1_000
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl TryFrom<String> for Colour {
    type Error = NotAColour;

    fn try_from(text: String) -> Result<Self, NotAColour> {
        Self::parse(&text)
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.to_string()
    }
}

/// The light of each of the 256 steps of sRGB, in millionths; its curve needs powers, which need floats.
const LINEAR: [u32; 256] = [
    0, 304, 607, 911, 1_214, 1_518, 1_821, 2_125, 2_428, 2_732, 3_035, 3_347, 3_677, 4_025, 4_391, 4_777, 5_182, 5_605,
    6_049, 6_512, 6_995, 7_499, 8_023, 8_568, 9_134, 9_721, 10_330, 10_960, 11_612, 12_286, 12_983, 13_702, 14_444,
    15_209, 15_996, 16_807, 17_642, 18_500, 19_382, 20_289, 21_219, 22_174, 23_153, 24_158, 25_187, 26_241, 27_321,
    28_426, 29_557, 30_713, 31_896, 33_105, 34_340, 35_601, 36_889, 38_204, 39_546, 40_915, 42_311, 43_735, 45_186,
    46_665, 48_172, 49_707, 51_269, 52_861, 54_480, 56_128, 57_805, 59_511, 61_246, 63_010, 64_803, 66_626, 68_478,
    70_360, 72_272, 74_214, 76_185, 78_187, 80_220, 82_283, 84_376, 86_500, 88_656, 90_842, 93_059, 95_307, 97_587,
    99_899, 102_242, 104_616, 107_023, 109_462, 111_932, 114_435, 116_971, 119_538, 122_139, 124_772, 127_438, 130_136,
    132_868, 135_633, 138_432, 141_263, 144_128, 147_027, 149_960, 152_926, 155_926, 158_961, 162_029, 165_132,
    168_269, 171_441, 174_647, 177_888, 181_164, 184_475, 187_821, 191_202, 194_618, 198_069, 201_556, 205_079,
    208_637, 212_231, 215_861, 219_526, 223_228, 226_966, 230_740, 234_551, 238_398, 242_281, 246_201, 250_158,
    254_152, 258_183, 262_251, 266_356, 270_498, 274_677, 278_894, 283_149, 287_441, 291_771, 296_138, 300_544,
    304_987, 309_469, 313_989, 318_547, 323_143, 327_778, 332_452, 337_164, 341_914, 346_704, 351_533, 356_400,
    361_307, 366_253, 371_238, 376_262, 381_326, 386_429, 391_572, 396_755, 401_978, 407_240, 412_543, 417_885,
    423_268, 428_690, 434_154, 439_657, 445_201, 450_786, 456_411, 462_077, 467_784, 473_531, 479_320, 485_150,
    491_021, 496_933, 502_886, 508_881, 514_918, 520_996, 527_115, 533_276, 539_479, 545_724, 552_011, 558_340,
    564_712, 571_125, 577_580, 584_078, 590_619, 597_202, 603_827, 610_496, 617_207, 623_960, 630_757, 637_597,
    644_480, 651_406, 658_375, 665_387, 672_443, 679_542, 686_685, 693_872, 701_102, 708_376, 715_694, 723_055,
    730_461, 737_910, 745_404, 752_942, 760_525, 768_151, 775_822, 783_538, 791_298, 799_103, 806_952, 814_847,
    822_786, 830_770, 838_799, 846_873, 854_993, 863_157, 871_367, 879_622, 887_923, 896_269, 904_661, 913_099,
    921_582, 930_111, 938_686, 947_307, 955_973, 964_686, 973_445, 982_251, 991_102, 1_000_000,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_six_hexadecimal_digits_are_a_colour() {
        for bad in ["", "#", "red", "0e5a4a", "#0e5a4", "#0e5a4a0", "#0e5a4g", "#+e5a4a", "#ffé", "url(x)", "#0e5a4a;}"]
        {
            assert_eq!(Colour::parse(bad), Err(NotAColour), "{bad}");
        }
        assert_eq!(Colour::parse("#0E5A4A").unwrap().to_string(), "#0e5a4a");
    }

    #[test]
    fn contrast_is_what_wcag_says() {
        let colour = |text| Colour::parse(text).unwrap();
        for (one, other, least, most) in [
            ("#000000", "#ffffff", 2_100, 2_100),
            ("#ffffff", "#ffffff", 100, 100),
            ("#777777", "#ffffff", 447, 449),
            ("#767676", "#ffffff", 453, 455),
            ("#0e5a4a", "#ffffff", 770, 815),
        ] {
            let contrast = colour(one).contrast(colour(other));
            assert!((least..=most).contains(&contrast), "{one} on {other}: {contrast}");
        }
    }

    #[test]
    fn a_button_nobody_can_see_is_refused() {
        for (text, legible) in
            [("#0e5a4a", true), ("#b00020", true), ("#ffffff", false), ("#ffe600", false), ("#f0f0f0", false)]
        {
            assert_eq!(Colour::parse(text).unwrap().is_legible(), legible, "{text}");
        }
    }
}
