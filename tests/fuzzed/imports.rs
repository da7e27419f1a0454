//! Files of payers, of schedules and of requests: whatever they are, rows of bounded plain text come out, or a reason why not.

use clientpay::{
    domain::{
        import::{Import, Imported},
        pan,
    },
    service::importing::{
        guess,
        reader::{Sheet, read},
    },
};

/// Reads the bytes as such a file.
pub fn run(data: &[u8]) {
    let Ok(sheet) = read(data) else { return };
    assert!(!sheet.rows.is_empty() && sheet.headings.len() <= Import::MAX_COLUMNS);
    assert!(sheet.rows.is_sorted_by(|one, other| one.number < other.number), "rows come in order, each once");
    for row in &sheet.rows {
        assert!(row.cells.len() <= sheet.headings.len());
        assert!(row.withheld || row.cells.iter().any(|cell| !cell.is_empty()), "{row:?}");
    }
    for cell in sheet.headings.iter().chain(sheet.rows.iter().flat_map(|row| &row.cells)) {
        assert!(cell.chars().count() <= 5_000 && cell.trim() == cell, "{cell:?}");
        assert!(!cell.contains(|c: char| c != '\n' && c.is_control()), "{cell:?}");
        assert!(!pan::contains_card_number(cell), "a card number is kept");
    }
    for of in [Imported::Payers, Imported::Schedules, Imported::Requests] {
        assert_eq!(guess(of, &sheet.headings).len(), sheet.headings.len());
    }
    assert_eq!(again(&sheet).map(|again| plain(&again)), Some(plain(&sheet)), "what was read does not read back");
}

/// The texts of a sheet, without what stands at the ends of rows and is empty.
fn plain(sheet: &Sheet) -> Vec<Vec<String>> {
    let rows = std::iter::once(&sheet.headings).chain(sheet.rows.iter().map(|row| &row.cells));
    let short = |row: &Vec<String>| {
        let length = row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        row[..length].to_vec()
    };
    rows.map(short).filter(|row| !row.is_empty()).collect()
}

/// The sheet written as plainly as CSV can be, and read again.
fn again(sheet: &Sheet) -> Option<Sheet> {
    let rows = plain(sheet);
    let width = rows.iter().map(Vec::len).max().unwrap_or_default().max(2);
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> = (0..width)
            .map(|at| format!("\"{}\"", row.get(at).map_or("", String::as_str).replace('"', "\"\"")))
            .collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    // A sheet whose only rows held nothing but card numbers has none left.
    if sheet.rows.iter().all(|row| row.cells.iter().all(String::is_empty))
        || sheet.headings.iter().all(String::is_empty)
    {
        return Some(sheet.clone());
    }
    read(text.as_bytes()).ok()
}
