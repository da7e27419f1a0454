//! One sheet of paper as a PDF: headings, paragraphs and a table of two columns, in the type of the portal.
//!
//! The file is tagged and declared PDF/UA-1: what reads aloud finds the headings, the paragraphs, and for each value the
//! label of its row. Places are whole points from the upper left corner and widths are added up from the font's own
//! figures, so that nothing here counts in fractions. Greek and Cyrillic letters come from a font of their own; one that
//! neither font has becomes a question mark.

use std::{num::NonZeroU16, sync::LazyLock};

use krilla::{
    Document, SerializeSettings,
    color::rgb,
    configure::{Configuration, Validator},
    destination::XyzDestination,
    geom::{Point, Rect, Size, Transform},
    image::Image,
    metadata::Metadata,
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::Fill,
    surface::Surface,
    tagging::{BBox, ContentTag, Identifier, SpanTag, TableHeaderScope, Tag, TagGroup, TagTree},
    text::{Font, TextDirection},
};
use ttf_parser::Face;
use unicode_normalization::UnicodeNormalization as _;

use super::logo::Printed;
use crate::domain::locale::Locale;

const REGULAR: &[u8] = include_bytes!("fonts/public-sans-regular.ttf");
const SEMIBOLD: &[u8] = include_bytes!("fonts/public-sans-semibold.ttf");
/// The letters that Public Sans does not have, with what stands between them in a name.
const OTHER_REGULAR: &[u8] = include_bytes!("fonts/open-sans-regular.ttf");
const OTHER_SEMIBOLD: &[u8] = include_bytes!("fonts/open-sans-semibold.ttf");

/// A sheet of letter paper, in points.
const PAGE: (i16, i16) = (612, 792);
const MARGIN: i16 = 54;
/// Where the values of the table begin, and how wide they are.
const VALUES: (i16, i16) = (204, 354);
const LABELS_WIDTH: i16 = 140;

/// What stands on the sheet, from top to bottom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Whose sheet it is, as a picture with what is read out in its place.
    Logo(Printed, String),
    /// The heading of the whole; one.
    Title(String),
    /// A heading within it.
    Heading(String),
    /// What is to be seen first.
    Figure(String),
    /// Whose sheet it is, as on a letterhead.
    Strong(String),
    /// A paragraph; its lines stay lines.
    Text(String),
    /// A small one.
    Hint(String),
    /// Labels with their values.
    Table(Vec<(String, String)>),
    /// The same, of sums.
    Sums(Vec<(String, String)>),
}

/// A sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// What programs call it.
    pub title: String,
    /// Whose it is.
    pub author: String,
    /// The language that it is in.
    pub locale: Locale,
    /// What stands on it.
    pub blocks: Vec<Block>,
}

/// The file could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the PDF could not be made: {0}")]
pub struct NotMade(String);

/// How text looks.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Style {
    size: i16,
    leading: i16,
    strong: bool,
    quiet: bool,
}

const fn style(size: i16, leading: i16, strong: bool, quiet: bool) -> Style {
    Style { size, leading, strong, quiet }
}

const TITLE: Style = style(20, 26, true, false);
const HEADING: Style = style(12, 18, true, false);
const FIGURE: Style = style(28, 36, true, false);
const TEXT: Style = style(10, 15, false, false);
const LABEL: Style = style(10, 15, false, true);
const SUM: Style = style(12, 18, true, false);
const HINT: Style = style(9, 13, false, true);

/// The two weights of a font.
struct Weights<T> {
    regular: T,
    semibold: T,
}

impl<T> Weights<T> {
    const fn of(&self, style: Style) -> &T {
        if style.strong { &self.semibold } else { &self.regular }
    }
}

/// The fonts as they are measured, the one that is wanted first.
struct Faces([Weights<Option<Face<'static>>>; 2]);

static FACES: LazyLock<Faces> = LazyLock::new(|| {
    let face = |data| Face::parse(data, 0).ok();
    let weights = |regular, semibold| Weights { regular: face(regular), semibold: face(semibold) };
    Faces([weights(REGULAR, SEMIBOLD), weights(OTHER_REGULAR, OTHER_SEMIBOLD)])
});

impl Weights<Option<Face<'static>>> {
    fn has(&self, c: char) -> bool {
        let has = |face: &Option<Face<'_>>| face.as_ref().is_some_and(|face| face.glyph_index(c).is_some());
        has(&self.regular) && has(&self.semibold)
    }
}

impl Faces {
    /// `text` cut where the font changes, each part with which font it is. What stands between words stays with them.
    fn runs<'t>(&self, text: &'t str) -> Vec<(usize, &'t str)> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for (at, c) in text.char_indices() {
            let stays = |font: usize| !c.is_alphanumeric() && self.0.get(font).is_some_and(|weights| weights.has(c));
            let now = runs.last().map(|(font, _)| *font);
            let wanted = || self.0.iter().position(|weights| weights.has(c)).unwrap_or(0);
            let font = now.filter(|font| stays(*font)).unwrap_or_else(wanted);
            if now != Some(font) {
                runs.push((font, at));
            }
        }
        let ends = runs.iter().skip(1).map(|(_, at)| *at).chain([text.len()]);
        runs.iter().zip(ends).map(|((font, from), to)| (*font, text.get(*from..to).unwrap_or_default())).collect()
    }

    /// `text` in letters that there are.
    fn plain(&self, text: &str) -> String {
        let has = |c: char| self.0.iter().any(|weights| weights.has(c));
        let shown = text.nfc().filter(|c| !is_unseen(*c)).map(|c| match c {
            c if c.is_whitespace() && has('\u{a0}') && matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}') => '\u{a0}',
            c if c.is_whitespace() || c.is_control() => ' ',
            c if has(c) => c,
            _ => '?',
        });
        shown.collect()
    }

    /// The width of `text` in thousandths of a point.
    fn width(&self, text: &str, style: Style) -> i64 {
        let runs = self.runs(text);
        let Some(((font, last), before)) = runs.split_last() else { return 0 };
        let before: i64 = before.iter().map(|(font, run)| self.step(*font, run, style)).sum();
        before * 1_000 + self.run_width(*font, last, style)
    }

    /// How far on the run after this one begins: at the next whole point.
    fn step(&self, font: usize, run: &str, style: Style) -> i64 {
        (self.run_width(font, run, style) + 999) / 1_000
    }

    fn run_width(&self, font: usize, run: &str, style: Style) -> i64 {
        let Some(face) = self.0.get(font).and_then(|weights| weights.of(style).as_ref()) else { return 0 };
        let units = i64::from(face.units_per_em()).max(1);
        let advance = |c: char| face.glyph_index(c).and_then(|glyph| face.glyph_hor_advance(glyph)).unwrap_or(0);
        let sum: i64 = run.chars().map(|c| i64::from(advance(c))).sum();
        sum * i64::from(style.size) * 1_000 / units
    }

    /// `text` in lines that fit into `width` points. A word that is longer than a line is cut.
    fn lines(&self, text: &str, style: Style, width: i16) -> Vec<String> {
        let fits = |line: &str| self.width(line, style) <= i64::from(width) * 1_000;
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let mut line = String::new();
            for word in self.plain(paragraph).split(' ').filter(|word| !word.is_empty()) {
                let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
                if fits(&longer) {
                    line = longer;
                    continue;
                }
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                for c in word.chars() {
                    if !line.is_empty() && !fits(&format!("{line}{c}")) {
                        lines.push(std::mem::take(&mut line));
                    }
                    line.push(c);
                }
            }
            lines.push(line);
        }
        lines
    }
}

/// What shows nothing and turns or joins what stands around it.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// What is drawn.
enum Ink<'s> {
    /// A line of text, from the left end of its ground.
    Line(Style, String),
    /// A picture, from its upper left corner.
    Picture(&'s Printed),
}

/// A line of text or a picture with its place, and which block and cell it belongs to.
struct Piece<'s> {
    page: usize,
    at: (i16, i16),
    ink: Ink<'s>,
    of: (usize, usize),
}

/// Where the next line goes.
struct Layout<'s> {
    page: usize,
    y: i16,
    pieces: Vec<Piece<'s>>,
}

impl<'s> Layout<'s> {
    fn of(blocks: &'s [Block]) -> Self {
        let mut layout = Self { page: 0, y: MARGIN, pieces: Vec::new() };
        for (number, block) in blocks.iter().enumerate() {
            match block {
                Block::Logo(logo, _) => layout.logo(number, logo),
                Block::Title(text) => layout.text((number, text), TITLE, 4),
                Block::Heading(text) | Block::Strong(text) => layout.text((number, text), HEADING, 2),
                Block::Figure(text) => layout.text((number, text), FIGURE, 6),
                Block::Text(text) => layout.text((number, text), TEXT, 8),
                Block::Hint(text) => layout.text((number, text), HINT, 8),
                Block::Table(rows) => layout.rows((number, rows), (LABEL, TEXT)),
                Block::Sums(rows) => layout.rows((number, rows), (SUM, SUM)),
            }
        }
        layout
    }

    fn room(&mut self, height: i16) {
        if self.y + height > PAGE.1 - MARGIN {
            (self.page, self.y) = (self.page + 1, MARGIN);
        }
    }

    fn logo(&mut self, number: usize, logo: &'s Printed) {
        let (_, height) = on_paper(logo);
        self.room(height);
        let at = (MARGIN, self.y);
        self.pieces.push(Piece { page: self.page, at, ink: Ink::Picture(logo), of: (number, 0) });
        self.y += height + 6;
    }

    fn text(&mut self, (number, text): (usize, &str), style: Style, after: i16) {
        for line in FACES.lines(text, style, PAGE.0 - 2 * MARGIN) {
            self.room(style.leading);
            self.y += style.leading;
            self.place((MARGIN, self.y), style, (line, (number, 0)));
        }
        self.y += after;
    }

    fn rows(&mut self, (number, rows): (usize, &[(String, String)]), (label_style, value_style): (Style, Style)) {
        for (row, (label, value)) in rows.iter().enumerate() {
            let labels = FACES.lines(label, label_style, LABELS_WIDTH);
            let values = FACES.lines(value, value_style, VALUES.1);
            for at in 0..labels.len().max(values.len()) {
                self.room(value_style.leading);
                self.y += value_style.leading;
                if let Some(label) = labels.get(at) {
                    self.place((MARGIN, self.y), label_style, (label.clone(), (number, 2 * row)));
                }
                if let Some(value) = values.get(at) {
                    self.place((VALUES.0, self.y), value_style, (value.clone(), (number, 2 * row + 1)));
                }
            }
            self.y += 3;
        }
        self.y += 8;
    }

    fn place(&mut self, at: (i16, i16), style: Style, (text, of): (String, (usize, usize))) {
        if !text.is_empty() {
            self.pieces.push(Piece { page: self.page, at, ink: Ink::Line(style, text), of });
        }
    }
}

/// How much room a logo has in whole points: a pixel of a screen is three quarters of one.
fn on_paper(logo: &Printed) -> (i16, i16) {
    let points = |pixels: u16| i16::try_from((u32::from(pixels) * 3).div_ceil(4)).unwrap_or(i16::MAX);
    (points(logo.size.0), points(logo.size.1))
}

/// Makes the file.
///
/// # Errors
/// [`NotMade`].
pub fn make(sheet: &Sheet) -> Result<Vec<u8>, NotMade> {
    let not = |what: &str| NotMade(what.to_owned());
    let font = |data: &'static [u8]| Font::new(data.into(), 0).ok_or_else(|| not("the font"));
    let fonts = [
        Weights { regular: font(REGULAR)?, semibold: font(SEMIBOLD)? },
        Weights { regular: font(OTHER_REGULAR)?, semibold: font(OTHER_SEMIBOLD)? },
    ];
    let layout = Layout::of(&sheet.blocks);
    let configuration = Configuration::new_with_validator(Validator::UA1);
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let title = FACES.plain(&sheet.title);
    document.set_metadata(
        Metadata::new()
            .title(title.clone())
            .language(sheet.locale.tag().to_owned())
            .authors(vec![FACES.plain(&sheet.author)])
            .creator("clientpay".to_owned()),
    );
    let mut drawn: Vec<((usize, usize), Identifier)> = Vec::new();
    for number in 0..=layout.page {
        let (width, height) = (f32::from(PAGE.0), f32::from(PAGE.1));
        let settings = PageSettings::from_wh(width, height).ok_or_else(|| not("the page"))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for piece in layout.pieces.iter().filter(|piece| piece.page == number) {
            drawn.push((piece.of, draw(&mut surface, piece, &fonts)));
        }
        surface.finish();
        page.finish();
    }
    let mut outline = Outline::new();
    outline.push_child(OutlineNode::new(title, XyzDestination::new(0, Point::from_xy(0.0, 0.0))));
    document.set_outline(outline);
    document.set_tag_tree(tree(sheet, &layout, &drawn));
    document.finish().map_err(|error| NotMade(format!("{error:?}")))
}

fn draw(surface: &mut Surface<'_>, piece: &Piece<'_>, fonts: &[Weights<Font>; 2]) -> Identifier {
    match &piece.ink {
        Ink::Line(style, text) => draw_line(surface, piece.at, (*style, text), fonts),
        Ink::Picture(logo) => draw_picture(surface, piece.at, logo),
    }
}

/// In the proportions of its page, whatever its pixels are.
fn draw_picture(surface: &mut Surface<'_>, (x, y): (i16, i16), logo: &Printed) -> Identifier {
    surface.push_transform(&Transform::from_row(0.75, 0.0, 0.0, 0.75, f32::from(x), f32::from(y)));
    let identifier = surface.start_tagged(ContentTag::Other);
    if let Some(size) = Size::from_wh(f32::from(logo.size.0), f32::from(logo.size.1)) {
        surface.draw_image(Image::from_rgba8(logo.rgba.clone(), logo.pixels.0, logo.pixels.1), size);
    }
    surface.end_tagged();
    surface.pop();
    identifier
}

fn draw_line(
    surface: &mut Surface<'_>,
    at: (i16, i16),
    (style, text): (Style, &str),
    fonts: &[Weights<Font>; 2],
) -> Identifier {
    let Style { size, quiet, .. } = style;
    let colour = if quiet { rgb::Color::new(0x4f, 0x52, 0x4e) } else { rgb::Color::new(0x17, 0x19, 0x16) };
    let fill = Fill { paint: colour.into(), opacity: NormalizedF32::ONE, ..Fill::default() };
    surface.set_fill(Some(fill));
    let identifier = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
    let mut x = at.0;
    for (number, run) in FACES.runs(text) {
        if let Some(weights) = fonts.get(number) {
            let (at, font) = (Point::from_xy(f32::from(x), f32::from(at.1)), weights.of(style).clone());
            surface.draw_text(at, font, f32::from(size), run, false, TextDirection::LeftToRight);
        }
        x = x.saturating_add(i16::try_from(FACES.step(number, run, style)).unwrap_or(i16::MAX));
    }
    surface.end_tagged();
    identifier
}

/// Where a logo is, for whoever reflows the sheet.
fn around(piece: &Piece<'_>, logo: &Printed) -> Option<BBox> {
    let ((x, y), (width, height)) = (piece.at, on_paper(logo));
    let rect = Rect::from_xywh(f32::from(x), f32::from(y), f32::from(width), f32::from(height))?;
    Some(BBox::new(piece.page, rect))
}

/// What is what, in the order in which it is read.
fn tree(sheet: &Sheet, layout: &Layout<'_>, drawn: &[((usize, usize), Identifier)]) -> TagTree {
    let lines =
        |of: (usize, usize)| drawn.iter().filter(move |(place, _)| *place == of).map(|(_, line)| (*line).into());
    let heading = |level: NonZeroU16, text: &str| Tag::Hn(level, Some(FACES.plain(text)));
    let mut tree = TagTree::new().with_lang(Some(sheet.locale.tag().to_owned()));
    for (number, block) in sheet.blocks.iter().enumerate() {
        let of_block = lines((number, 0)).collect();
        match block {
            Block::Logo(logo, instead) => {
                let place = layout.pieces.iter().find(|piece| piece.of == (number, 0));
                let around = place.and_then(|piece| around(piece, logo));
                tree.push(TagGroup::with_children(Tag::Figure(Some(instead.clone())).with_bbox(around), of_block));
            }
            Block::Title(text) => tree.push(TagGroup::with_children(heading(NonZeroU16::MIN, text), of_block)),
            Block::Heading(text) => {
                let second = NonZeroU16::MIN.saturating_add(1);
                tree.push(TagGroup::with_children(heading(second, text), of_block));
            }
            Block::Figure(_) | Block::Strong(_) | Block::Text(_) | Block::Hint(_) => {
                tree.push(TagGroup::with_children(Tag::P, of_block));
            }
            Block::Table(rows) | Block::Sums(rows) => {
                let mut table = TagGroup::new(Tag::Table);
                for row in 0..rows.len() {
                    let label = lines((number, 2 * row)).collect();
                    let value = lines((number, 2 * row + 1)).collect();
                    let mut line = TagGroup::new(Tag::TR);
                    line.push(TagGroup::with_children(Tag::TH(TableHeaderScope::Row), label));
                    line.push(TagGroup::with_children(Tag::TD, value));
                    table.push(line);
                }
                tree.push(table);
            }
        }
    }
    tree
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_that_there_is_not_becomes_a_question_mark_and_what_is_unseen_goes() {
        for (text, plain) in [
            ("Élodie Łukasz Nuñez", "Élodie Łukasz Nuñez"),
            ("E\u{301}lodie", "Élodie"),
            ("王小明 😀", "??? ?"),
            ("Ελένη Παπαδοπούλου", "Ελένη Παπαδοπούλου"),
            ("Наталія Ґудзь-Їжак שלום", "Наталія Ґудзь-Їжак ????"),
            ("a\u{202e}b\u{200b}c\u{ad}d", "abcd"),
            ("1\u{202f}250,00\u{a0}$", "1\u{a0}250,00\u{a0}$"),
            ("a\tb\u{7}", "a b "),
        ] {
            assert_eq!(FACES.plain(text), plain, "{text:?}");
        }
    }

    #[test]
    fn a_font_is_changed_where_letters_ask_for_it_and_not_between_words() {
        for (text, runs) in [
            ("Ada Vance", vec![(0, "Ada Vance")]),
            ("Лев Толстой, Ω", vec![(1, "Лев Толстой, Ω")]),
            ("Лев (Leo) Толстой", vec![(1, "Лев ("), (0, "Leo) "), (1, "Толстой")]),
            ("Лев 7", vec![(1, "Лев "), (0, "7")]),
            ("", vec![]),
        ] {
            assert_eq!(FACES.runs(text), runs, "{text:?}");
        }
    }

    #[test]
    fn lines_fit_whatever_they_are_made_of() {
        for text in [
            "x".repeat(5_000),
            "word ".repeat(500),
            "xж".repeat(500),
            "W".repeat(70),
            "\u{a0}".repeat(900),
            String::new(),
        ] {
            for line in FACES.lines(&text, TEXT, 200) {
                assert!(FACES.width(&line, TEXT) <= 200_000, "{line}");
            }
        }
        assert_eq!(FACES.lines("one\n\ntwo", TEXT, 200), ["one", "", "two"]);
    }

    #[test]
    fn a_long_sheet_goes_on_on_the_next_page() {
        let rows = (0..200).map(|number| (format!("Label {number}"), "value ".repeat(40))).collect();
        let blocks = [Block::Title("T".into()), Block::Table(rows)];
        let layout = Layout::of(&blocks);
        assert!(layout.page > 5, "{}", layout.page);
        assert!(layout.pieces.iter().all(|piece| piece.at.1 <= PAGE.1 - MARGIN && piece.at.1 > MARGIN));
    }
}
