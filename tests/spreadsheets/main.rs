//! A workbook and a CSV file with everything that may go wrong in them, read back by `openpyxl` and by Python's `csv`.
//!
//! `cargo test --test spreadsheets`, after `bin/setup`. With `CLIENTPAY_SPREADSHEETS` the files are left in that folder,
//! for another program to be tried on them: `bin/export-libreoffice-test`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a test reports, and may fail")]

use std::{
    env, fs,
    fs::File,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use clientpay::{
    domain::{
        money::{Currency, Money},
        time::{Day, Timestamp},
    },
    export::{self, Cell, Column, Format, Kind, LONGEST_CELL, Layout},
};
use serde_json::{Value, json};

/// Where the venv of `bin/setup` has its Python.
const PYTHON: &str = "target/python/bin/python";

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let temporary = tempfile::tempdir().unwrap();
    let kept = env::var_os("CLIENTPAY_SPREADSHEETS").map(PathBuf::from);
    let folder = kept.unwrap_or_else(|| temporary.path().to_owned());
    write(&folder);
    let python = root.join(PYTHON);
    assert!(python.exists(), "{} is missing: run bin/setup", python.display());
    let read = Command::new(python).arg(root.join("tests/spreadsheets/read_back.py")).arg(&folder).status().unwrap();
    if read.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn write(folder: &Path) {
    let (layout, rows) = (layout(), rows());
    for format in [Format::Xlsx, Format::Csv] {
        let file = File::create(folder.join(format!("corpus.{}", format.extension()))).unwrap();
        let mut writer = export::writer(format, &layout, file, folder).unwrap();
        for row in &rows {
            writer.row(&row.cells()).unwrap();
        }
        assert_eq!(writer.finish().unwrap(), rows.len() as u64);
    }
    let expected: Vec<Value> = rows.iter().map(Row::expected).collect();
    fs::write(folder.join("expected.json"), json!(expected).to_string()).unwrap();
}

fn layout() -> Layout {
    let column = |name: &str, kind| Column::new(name.to_owned(), kind, 20);
    Layout {
        title: "Paiements".to_owned(),
        columns: vec![
            column("N°", Kind::Text),
            column("Moment", Kind::DateTime),
            column("Jour", Kind::Day),
            column("Essais", Kind::Integer).summed(),
            column("Montant", Kind::Money).summed(),
            column("Texte", Kind::Text),
        ],
        about: vec![("Recherche".to_owned(), "=1+1".to_owned())],
        about_title: "À propos".to_owned(),
        rows_label: "Lignes".to_owned(),
        total_label: "Total".to_owned(),
        zone: "America/New_York".to_owned(),
        made_at: Timestamp::from_ms(1_795_388_400_000),
    }
}

/// A row, and what a reader must find in it.
struct Row {
    number: usize,
    moment: (i64, &'static str, &'static str),
    integer: i64,
    money: (i64, &'static str, String),
    text: (String, String),
}

impl Row {
    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Text(format!("{:04}", self.number).into()),
            Cell::DateTime(Timestamp::from_ms(self.moment.0)),
            Cell::Day(Day::new(2024, 2, 29)),
            Cell::Integer(self.integer),
            Cell::Money(Money::new(self.money.0, Currency::from_code(self.money.1).unwrap())),
            Cell::text(&self.text.0),
        ]
    }

    fn expected(&self) -> Value {
        json!({
            "number": format!("{:04}", self.number),
            "local": self.moment.1,
            "iso": self.moment.2,
            "day": "2024-02-29",
            "integer": self.integer,
            "currency": self.money.1,
            "minor": self.money.0,
            "decimal": self.money.2,
            "text": self.text.1,
        })
    }
}

/// Around both changes of the clocks in New York, where one hour is missing and another comes twice.
const MOMENTS: &[(i64, &str, &str)] = &[
    (1_772_953_199_000, "2026-03-08T01:59:59", "2026-03-08T01:59:59-05:00"),
    (1_772_953_200_000, "2026-03-08T03:00:00", "2026-03-08T03:00:00-04:00"),
    (1_793_511_000_000, "2026-11-01T01:30:00", "2026-11-01T01:30:00-04:00"),
    (1_793_514_600_000, "2026-11-01T01:30:00", "2026-11-01T01:30:00-05:00"),
    (1_795_202_040_000, "2026-11-20T14:14:00", "2026-11-20T14:14:00-05:00"),
    (951_782_400_000, "2000-02-28T19:00:00", "2000-02-28T19:00:00-05:00"),
];

const AMOUNTS: &[(i64, &str, &str)] = &[
    (123_456, "USD", "1234.56"),
    (-1, "USD", "-0.01"),
    (29, "USD", "0.29"),
    (999_999_999_999_999, "USD", "9999999999999.99"),
    (-999_999_999_999_999, "USD", "-9999999999999.99"),
    (0, "USD", "0.00"),
    (1_500, "JPY", "1500"),
    (-7, "JPY", "-7"),
    (1_234_567, "KWD", "1234.567"),
    (-1, "KWD", "-0.001"),
];

fn texts() -> Vec<(String, String)> {
    let same = [
        "plain",
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+1 555 0100",
        "-5",
        "@SUM(A1)",
        "\t=1",
        " =1",
        "＝1",
        "'quoted",
        "a,b;c\"d\"",
        "two\nlines",
        " edges ",
        "<b>&amp;</b>]]>",
        "_x0041_",
        "José 👩‍⚖️ 日本語 \u{202e}rtl",
        "0042",
        "1e5",
        "TRUE",
        "#REF!",
        "2026-11-20",
        "{=1}",
        "http://x.example/?a=1&b=2",
        "mailto:a@b.example",
    ];
    let changed = [
        ("\r=1", "\n=1".to_owned()),
        ("a\r\nb\rc", "a\nb\nc".to_owned()),
        ("nul\0 bell\u{7} esc\u{1b}", "nul\u{fffd} bell\u{fffd} esc\u{fffd}".to_owned()),
        ("\u{fffe}\u{ffff}", "\u{fffd}\u{fffd}".to_owned()),
    ];
    let long = "€".repeat(LONGEST_CELL + 5);
    let cut = format!("{}…", "€".repeat(LONGEST_CELL - 1));
    same.map(|text| (text.to_owned(), text.to_owned()))
        .into_iter()
        .chain(changed.map(|(text, found)| (text.to_owned(), found)))
        .chain([(long, cut)])
        .collect()
}

fn rows() -> Vec<Row> {
    let (texts, count) = (texts(), 60);
    (0..count)
        .map(|number| {
            let (minor, code, decimal) = AMOUNTS[number % AMOUNTS.len()];
            Row {
                number,
                moment: MOMENTS[number % MOMENTS.len()],
                integer: i64::try_from(number).unwrap() - 5,
                money: (minor, code, decimal.to_owned()),
                text: texts[number % texts.len()].clone(),
            }
        })
        .collect()
}
