//! Plain files in a data folder that hold card numbers (I9): logs, notes and exports that somebody put there.

use std::{
    fs::{self, File},
    io::{self, BufRead as _, BufReader, Read as _},
    path::Path,
};

use crate::{
    app::Secrets,
    domain::pan,
    store::check::{Findings, Invariant::I9},
};

use super::house::INDEX_FOLDER;

/// Bytes of a line that are looked at together; a file of other things than text has long ones.
const LONGEST_LINE: u64 = 1 << 20;

/// Looks through every file of the folder but databases and the search index, which are looked at by those who can
/// read them.
pub(super) fn look_for_cards(folder: &Path, findings: &mut Findings) {
    look_in_folder(folder, folder, findings);
}

fn look_in_folder(root: &Path, folder: &Path, findings: &mut Findings) {
    let listed = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut entries = listed.unwrap_or_else(|error| {
        findings.notes.push(format!("{} cannot be listed: {error}", folder.display()));
        Vec::new()
    });
    entries.sort_by_key(fs::DirEntry::file_name);
    for path in entries.iter().map(fs::DirEntry::path) {
        // What a link leads to is elsewhere.
        let kind = path.symlink_metadata().map(|metadata| metadata.file_type());
        if kind.as_ref().is_ok_and(fs::FileType::is_dir) && path != root.join(INDEX_FOLDER) {
            look_in_folder(root, &path, findings);
        } else if kind.is_ok_and(|kind| kind.is_file()) && !is_no_text(&path) {
            look_in_file(root, &path, findings);
        }
    }
}

/// Also one that is being written under another ending. The secret was drawn, so what looks like a number in it is none.
fn is_no_text(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name == Secrets::FILE_NAME || name.to_string_lossy().contains(".redb")
}

fn look_in_file(root: &Path, path: &Path, findings: &mut Findings) {
    let name = path.strip_prefix(root).unwrap_or(path).display();
    match lines_with_cards(path) {
        Ok(lines) => {
            for line in lines {
                findings.violate(I9, format!("{name}: line {line} holds a card number"));
            }
        }
        Err(error) => findings.notes.push(format!("{name} cannot be read: {error}")),
    }
}

fn lines_with_cards(path: &Path) -> io::Result<Vec<u64>> {
    let (mut file, mut line) = (BufReader::new(File::open(path)?), Vec::new());
    let (mut number, mut found) = (0, Vec::new());
    while file.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? > 0 {
        number += 1;
        if pan::may_hold_card_number(&line) && pan::contains_card_number(&String::from_utf8_lossy(&line)) {
            found.push(number);
        }
        line.clear();
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn card_numbers_in_plain_files_are_found_by_file_and_line() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &[u8]| fs::write(folder.path().join(name), text).unwrap();
        for inner in ["index", "logs"] {
            fs::create_dir(folder.path().join(inner)).unwrap();
        }
        write("note.txt", b"call back\n4111 1111 1111 1111\n\xff4242424242424242");
        write("logs/portal.log", b"GET /payments\nbody=5424000000000015\n");
        for ordinary in ["clientpay.redb", "old.redb.partial", "clientpay.secret", "index/terms", "orders.txt"] {
            let text: &[u8] = if ordinary == "orders.txt" { b"order 1000000000000008" } else { b"4242424242424242" };
            write(ordinary, text);
        }
        std::os::unix::fs::symlink("note.txt", folder.path().join("link")).unwrap();
        let mut findings = Findings::default();
        look_for_cards(folder.path(), &mut findings);
        let line = |place: &str| format!("[I9] {place} holds a card number");
        let expected = [line("logs/portal.log: line 2"), line("note.txt: line 2"), line("note.txt: line 3")];
        assert_eq!((findings.violations.as_slice(), findings.notes), (expected.as_slice(), vec![]));
    }
}
