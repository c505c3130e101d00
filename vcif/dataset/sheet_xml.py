"""Formulas that were never calculated: only the XML of a sheet tells them from empty cells."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from vcif.dataset.archives import CHUNK

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
CELL_NAME = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")


def cells_without_value(path: Path, sheet: str) -> tuple[tuple[int, int], ...]:
    """Return the cells (row counted from 1, column from 0) whose formula was never calculated.

    Programs that write workbooks leave the values to Excel, and readers then see nothing. Only .xlsx and
    .xlsm show their formulas.
    """
    if not zipfile.is_zipfile(path):
        return ()
    with zipfile.ZipFile(path) as book:
        part = _part_of(book, sheet)
        return () if part is None or not _has_formulas(book, part) else tuple(_without_value(book, part))


def column_place(letters: str) -> int:
    """Return the place of a column, counted from 0, by its letters.

    >>> column_place("A"), column_place("Z"), column_place("AA")
    (0, 25, 26)
    """
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _part_of(book: zipfile.ZipFile, sheet: str) -> str | None:
    """Return the name of the entry that holds a sheet."""
    names = set(book.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return None
    sheets = ElementTree.fromstring(book.read("xl/workbook.xml")).iter()
    ids = [
        entry.get(RELATION) or entry.get(STRICT_RELATION)
        for entry in sheets
        if entry.tag.endswith("}sheet") and entry.get("name") == sheet
    ]
    relations = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    targets = [entry.get("Target", "") for entry in relations if entry.get("Id") in ids[:1]]
    parts = [posixpath.normpath(posixpath.join("/xl", target)).lstrip("/") for target in targets]
    return parts[0] if parts and parts[0] in names else None


def _has_formulas(book: zipfile.ZipFile, part: str) -> bool:
    """Tell whether a sheet holds formulas, without taking its XML apart."""
    end = b""
    with book.open(part) as xml:
        while chunk := xml.read(CHUNK):
            if b"<f>" in end + chunk or b"<f " in end + chunk or b":f" in end + chunk:
                return True
            end = chunk[-2:]
    return False


def _without_value(book: zipfile.ZipFile, part: str) -> Iterator[tuple[int, int]]:
    """Yield the cells whose formula has no stored value; one that gives an empty text has."""
    with book.open(part) as xml:
        for _, entry in ElementTree.iterparse(xml):
            if entry.tag.endswith("}row"):
                entry.clear()
            if not entry.tag.endswith("}c"):
                continue
            parts = {child.tag.rpartition("}")[2]: child.text for child in entry}
            name = CELL_NAME.fullmatch(entry.get("r", ""))
            if "f" in parts and not parts.get("v") and entry.get("t") != "str" and name:
                yield int(name[2]), column_place(name[1])
