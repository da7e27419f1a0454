"""Reads the files of `main.rs` back and compares every cell: value, type and format.

    read_back.py FOLDER             as we wrote them
    read_back.py FOLDER converted   as another program saved them; how it escapes a text is its own affair
"""
import csv
import datetime
import json
import re
import sys
import warnings
import zipfile
from decimal import Decimal
from pathlib import Path

from openpyxl import load_workbook

warnings.simplefilter("error")
folder, converted = Path(sys.argv[1]), sys.argv[2:] == ["converted"]
expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
FORMATS = {"USD": "#,##0.00", "JPY": "#,##0", "KWD": "#,##0.000"}
checked = 0


def same(found, wanted, where):
    global checked
    checked += 1
    if found != wanted or type(found) is not type(wanted):
        sys.exit(f"{where}: found {found!r} ({type(found).__name__}), wanted {wanted!r} ({type(wanted).__name__})")


def unescaped(text):
    """Excel writes characters, and what would look like one, as _xHHHH_; openpyxl leaves that as it is."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), text)


def check_sheet(sheet, values, currency):
    rows = [row for row in expected if row["currency"] == currency]
    where = sheet.title
    same([cell.value for cell in sheet[1]], ["N°", "Moment", "Jour", "Essais", "Montant", "Texte"], where)
    if not converted:
        # Without a window, LibreOffice saves no views.
        same(sheet.freeze_panes, "A2", where)
    same(sheet.auto_filter.ref, f"A1:F{len(rows) + 1}", where)
    for line, row in enumerate(rows, start=2):
        number, moment, day, integer, money, text = sheet[line]
        at = f"{where} line {line}"
        same(number.value, row["number"], at)
        same(number.data_type, "s", at)
        same(moment.value, datetime.datetime.fromisoformat(row["local"]), at)
        same(day.value, datetime.datetime.fromisoformat(row["day"]), at)
        same(integer.value, row["integer"], at)
        same(Decimal(repr(money.value)), Decimal(row["decimal"]), at)
        same(money.data_type, "n", at)
        same(money.number_format, FORMATS[currency], at)
        # LibreOffice reads what is escaped, and saves what would look so as it is.
        as_it_is = converted and text.value == row["text"]
        same(text.value if as_it_is else unescaped(text.value), row["text"], at)
        same(text.data_type, "s", at)
    last = len(rows) + 2
    same(sheet.cell(last, 1).value, "Total", where)
    for column, sums in (("D", sum(row["integer"] for row in rows)), ("E", sum(Decimal(row["decimal"]) for row in rows))):
        same(sheet[f"{column}{last}"].value, f"=SUBTOTAL(109,{column}2:{column}{last - 1})", where)
        found = Decimal(repr(values[f"{column}{last}"].value))
        # Another program adds doubles up.
        same(round(found, 2) if converted else found, round(Decimal(sums), 2) if converted else Decimal(sums), where)
    formulas = [cell.coordinate for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
    same(formulas, [f"D{last}", f"E{last}"], f"{where}: formulas")


def check_workbook():
    if not converted:
        # LibreOffice opens no large parts (zip64, version 45) that were written in one go.
        large = [part.filename for part in zipfile.ZipFile(folder / "corpus.xlsx").infolist() if part.extract_version >= 45]
        same(large, [], "parts in the large form")
    book, values = load_workbook(folder / "corpus.xlsx"), load_workbook(folder / "corpus.xlsx", data_only=True)
    same(book.sheetnames, ["Paiements USD", "Paiements JPY", "Paiements KWD", "À propos"], "sheets")
    for currency in FORMATS:
        check_sheet(book[f"Paiements {currency}"], values[f"Paiements {currency}"], currency)
    about = book["À propos"]
    same((about["A1"].value, about["B1"].value, about["B1"].data_type), ("Recherche", "=1+1", "s"), "about")


def check_csv():
    raw = (folder / "corpus.csv").read_bytes()
    same(raw[:3], b"\xef\xbb\xbf", "byte order mark")
    with open(folder / "corpus.csv", encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file, strict=True))
    same(len(lines), len(expected) + 1, "csv lines")
    for line, row in zip(lines[1:], expected):
        text = row["text"]
        begins = text.lstrip()[:1]
        if text[:1] in "\t\n\r" and text or begins and begins in "=+-@＝＋－＠":
            text = "'" + text
        same(line, [row["number"], row["iso"], row["day"], str(row["integer"]), row["decimal"], text], f"csv {row['number']}")


check_workbook()
if not converted:
    check_csv()
print(f"{checked} facts about {len(expected)} rows read back as they were written")
