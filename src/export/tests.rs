//! Files as whoever opens them finds them. That a reader of others agrees is proven in
//! `tests/spreadsheets`.

use std::{
    fs::File,
    io::{self, Cursor, Read as _, Write},
    path::Path,
};

use zip::ZipArchive;

use super::*;
use crate::domain::money::Currency;

const NOW: Timestamp = Timestamp::from_ms(1_795_388_400_000);

fn layout() -> Layout {
    let column = |name: &str, kind| Column::new(name.to_owned(), kind, 12);
    Layout {
        title: "Payments".to_owned(),
        columns: vec![
            column("No.", Kind::Text),
            column("Date", Kind::DateTime),
            column("Day", Kind::Day),
            column("Tries", Kind::Integer).summed(),
            column("Amount", Kind::Money).summed(),
        ],
        about: vec![("Search".to_owned(), "=HYPERLINK(\"http://x\")".to_owned())],
        about_title: "About".to_owned(),
        rows_label: "Rows".to_owned(),
        total_label: "Total".to_owned(),
        zone: "America/New_York".to_owned(),
        made_at: NOW,
    }
}

fn money(minor: i64, code: &str) -> Cell<'static> {
    Cell::Money(Money::new(minor, Currency::from_code(code).unwrap()))
}

fn row(name: &'static str, tries: i64, amount: Cell<'static>) -> Vec<Cell<'static>> {
    vec![Cell::text(name), Cell::DateTime(NOW), Cell::Day(Day::new(2026, 11, 22)), Cell::Integer(tries), amount]
}

fn csv(rows: &[Vec<Cell<'_>>]) -> String {
    let (layout, mut out) = (layout(), Vec::new());
    let mut writer = writer(Format::Csv, &layout, &mut out, Path::new("/nowhere")).unwrap();
    for row in rows {
        writer.row(row).unwrap();
    }
    assert_eq!(writer.finish().unwrap(), rows.len() as u64);
    String::from_utf8(out).unwrap()
}

/// The parts of a workbook whose sheets have so many rows.
fn workbook(rows_of_a_sheet: u32, rows: &[Vec<Cell<'_>>]) -> impl Fn(&str) -> String + use<> {
    let (layout, mut out, folder) = (layout(), Vec::new(), tempfile::tempdir().unwrap());
    let most = xlsx::Most { rows: rows_of_a_sheet, bytes: 100_000 };
    let mut writer = Box::new(xlsx::Workbook::with_sheets_of(most, &layout, &mut out, folder.path()).unwrap());
    for row in rows {
        writer.row(row).unwrap();
    }
    assert_eq!((writer as Box<dyn TableWriter>).finish().unwrap(), rows.len() as u64);
    assert_eq!(folder.path().read_dir().unwrap().count(), 0, "nothing is left behind");
    move |part| {
        let mut text = String::new();
        let mut zip = ZipArchive::new(Cursor::new(out.as_slice())).unwrap();
        if let Ok(mut part) = zip.by_name(part) {
            part.read_to_string(&mut text).unwrap();
        }
        text
    }
}

fn sheet_names(part: &impl Fn(&str) -> String) -> Vec<String> {
    let book = part("xl/workbook.xml");
    book.split("<sheet name=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

#[test]
fn words_in_a_csv_file_are_never_formulas_and_our_numbers_stay_numbers() {
    let text = csv(&[
        row("=1+1", -2, money(-1_250, "USD")),
        row("@SUM(A1),\"x\"\r\ny", 0, money(1_500, "JPY")),
        row("plain", 7, money(1_234_567, "KWD")),
        row(" spaced", 7, Cell::Empty),
    ]);
    let rest = "2026-11-22T18:00:00-05:00,2026-11-22";
    assert_eq!(
        text,
        format!(
            "\u{feff}No.,Date,Day,Tries,Amount\r\n\"'=1+1\",{rest},-2,-12.50\r\n\
             \"'@SUM(A1),\"\"x\"\"\ny\",{rest},0,1500\r\nplain,{rest},7,1234.567\r\n\" spaced\",{rest},7,\r\n"
        )
    );
}

#[test]
fn a_table_without_rows_is_a_valid_file_with_totals_of_nothing() {
    assert_eq!(csv(&[]), "\u{feff}No.,Date,Day,Tries,Amount\r\n");
    let part = workbook(100, &[]);
    assert_eq!(sheet_names(&part), ["Payments", "About"]);
    let sheet = part("xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<v>0</v>") && !sheet.contains("<f>"), "{sheet}");
    assert!(sheet.contains("<autoFilter ref=\"A1:E1\"/>"), "{sheet}");
}

#[test]
fn words_in_a_workbook_are_strings_and_only_totals_are_formulas() {
    let part = workbook(100, &[row("=1+1", 1, money(5, "USD")), row("_x0041_\u{1}<&>", 2, money(-105, "USD"))]);
    let sheet = part("xl/worksheets/sheet1.xml");
    assert!(sheet.contains("t=\"inlineStr\"><is><t>=1+1</t></is>"), "{sheet}");
    assert!(sheet.contains("<t>_x005F_x0041_\u{fffd}&lt;&amp;&gt;</t>"), "{sheet}");
    let formulas: Vec<&str> = sheet.split("<f>").skip(1).map(|rest| rest.split("</c>").next().unwrap()).collect();
    assert_eq!(
        formulas,
        ["SUBTOTAL(109,D2:D3)</f><v>3</v>", "SUBTOTAL(109,E2:E3)</f><v>-1.00</v>"],
        "with the results of all rows"
    );
    assert!(sheet.contains("<pane ySplit=\"1\"") && sheet.contains("<autoFilter ref=\"A1:E3\"/>"), "{sheet}");
    let about = part("xl/worksheets/sheet2.xml");
    assert!(!about.contains("<f>") && about.contains("=HYPERLINK("), "{about}");
    assert!(part("docProps/core.xml").contains("2026-11-22T23:00:00Z"), "the hall's clock, not the machine's");
}

#[test]
fn each_currency_has_its_sheet_and_a_full_sheet_goes_on_in_another() {
    let mut rows = vec![row("a", 1, money(100, "USD")), row("b", 1, money(100, "JPY"))];
    rows.extend((0..4).map(|_| row("c", 1, money(50, "USD"))));
    let part = workbook(5, &rows);
    assert_eq!(sheet_names(&part), ["Payments USD", "Payments JPY", "Payments USD 2", "About"]);
    let (first, yen, second) =
        (part("xl/worksheets/sheet1.xml"), part("xl/worksheets/sheet2.xml"), part("xl/worksheets/sheet3.xml"));
    assert!(first.contains("SUBTOTAL(109,E2:E4)</f><v>2.00</v>"), "{first}");
    assert!(yen.contains("SUBTOTAL(109,E2:E2)</f><v>100</v>"), "{yen}");
    assert!(second.contains("SUBTOTAL(109,E2:E3)</f><v>1.00</v>"), "{second}");
    assert!(
        part("xl/styles.xml").contains("formatCode=\"#,##0.00\"") || part("xl/styles.xml").contains("numFmtId=\"4\"")
    );
}

#[test]
fn a_sheet_grows_no_larger_than_every_program_can_open() {
    let long = "&".repeat(10_000);
    let rows: Vec<_> = (0..4).map(|_| vec![Cell::Text(long.clone().into())]).collect();
    let part = workbook(100, &rows);
    assert_eq!(sheet_names(&part), ["Payments", "Payments 2", "Payments 3", "Payments 4", "About"]);
    assert!(part("xl/worksheets/sheet1.xml").len() < 100_000);
}

#[test]
fn an_amount_in_another_currency_than_its_row_is_written_as_words_and_not_added() {
    let mut wide = layout();
    wide.columns.push(Column::new("Fee".to_owned(), Kind::Money, 12).summed());
    let (mut out, folder) = (Vec::new(), tempfile::tempdir().unwrap());
    let mut writer = writer(Format::Xlsx, &wide, &mut out, folder.path()).unwrap();
    let mut cells = row("a", 1, money(100, "USD"));
    cells.push(money(100, "JPY"));
    writer.row(&cells).unwrap();
    writer.row(&[money(i64::MAX, "USD"), Cell::Day(Day::from_number(0))]).unwrap();
    writer.finish().unwrap();
    let mut sheet = String::new();
    let mut zip = ZipArchive::new(Cursor::new(out.as_slice())).unwrap();
    zip.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut sheet).unwrap();
    assert!(sheet.contains("<t>100 JPY</t>") && sheet.contains("SUBTOTAL(109,F2:F3)</f><v>0.00</v>"), "{sheet}");
    assert!(sheet.contains("<t>92233720368547758.07</t>") && sheet.contains("<t>0000-00-00</t>"), "{sheet}");
}

#[test]
fn a_name_that_excel_refuses_is_made_one_that_it_takes() {
    let mut odd = layout();
    odd.title = "Paiements [tous]: a/b\\c*?'".repeat(3);
    let (mut out, folder) = (Vec::new(), tempfile::tempdir().unwrap());
    let mut writer = writer(Format::Xlsx, &odd, &mut out, folder.path()).unwrap();
    writer.row(&row("a", 1, money(100, "USD"))).unwrap();
    writer.finish().unwrap();
    assert!(ZipArchive::new(Cursor::new(out)).is_ok());
}

/// A disk that takes so many bytes.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_is_an_error_wherever_it_happens() {
    let (layout, folder) = (layout(), tempfile::tempdir().unwrap());
    for format in [Format::Csv, Format::Xlsx] {
        for room in [0, 10, 500, 2_000] {
            let written = writer(format, &layout, Full(room), folder.path()).and_then(|mut writer| {
                (0..1_000).try_for_each(|_| writer.row(&row("a", 1, money(100, "USD"))))?;
                writer.finish()
            });
            assert!(written.is_err(), "{format:?} with room for {room} bytes");
        }
    }
    let nowhere = Path::new("/nowhere/at/all");
    let mut writer = writer(Format::Xlsx, &layout, io::sink(), nowhere);
    assert!(writer.as_mut().map_or(true, |writer| writer.row(&row("a", 1, money(1, "USD"))).is_err()));
    drop(File::open(nowhere).unwrap_err());
}
