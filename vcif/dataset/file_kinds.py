"""Kinds of data files: the content counts, and a name that says otherwise is a problem to be told."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from vcif._errors import DataError
from vcif.dataset.byte_blocks import marked_encoding
from vcif.dataset.cell_text import listing
from vcif.dataset.problems import file_problem, problem_list

HEAD = 4096
STATA_OLD_VERSIONS = range(104, 116)
ENDINGS = {
    ".csv": "text",
    ".txt": "text",
    ".tsv": "text",
    ".tab": "text",
    ".parquet": "parquet",
    ".xlsx": "excel",
    ".xlsm": "excel",
    ".xlsb": "excel",
    ".xls": "excel",
    ".ods": "excel",
    ".sav": "spss",
    ".zsav": "spss",
    ".dta": "stata",
    ".sas7bdat": "sas7bdat",
    ".xpt": "xpt",
    ".gz": "gzip",
    ".zip": "zip",
}
NAMES = {
    "text": "text",
    "parquet": "a Parquet file",
    "excel": "a workbook",
    "spss": "an SPSS file",
    "stata": "a Stata file",
    "sas7bdat": "a SAS file",
    "xpt": "a SAS transport file",
    "gzip": "a compressed file (gzip)",
    "zip": "a zip archive",
}
ARCHIVES = ("gzip", "zip")
DATA_ENDINGS = frozenset(ending for ending, kind in ENDINGS.items() if kind not in ARCHIVES)


@dataclass(frozen=True)
class Signature:
    """How a kind of file begins; `kind` is empty for what cannot be read, and `name` says what it is."""

    start: bytes
    kind: str
    name: str = ""
    offset: int = 0


SIGNATURES = (
    Signature(b"PAR1", "parquet"),
    Signature(b"PK\x03\x04", "zip"),
    Signature(b"PK\x05\x06", "zip"),
    Signature(b"\x1f\x8b", "gzip"),
    Signature(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "excel"),
    Signature(b"$FL2", "spss"),
    Signature(b"$FL3", "spss"),
    Signature(b"<stata_dta>", "stata"),
    Signature(b"\xc2\xea\x81\x60\xb3\x14\x11\xcf", "sas7bdat", offset=12),
    Signature(b"HEADER RECORD*******", "xpt"),
    Signature(b"\x89PNG", "", "a PNG image"),
    Signature(b"\xff\xd8\xff", "", "a JPEG image"),
    Signature(b"%PDF", "", "a PDF"),
    Signature(b"{\\rtf", "", "a rich text document"),
    Signature(b"7z\xbc\xaf\x27\x1c", "", "a 7-Zip archive"),
    Signature(b"Rar!", "", "a RAR archive"),
    Signature(b"BZh", "", "a compressed file (bzip2)"),
    Signature(b"\xfd7zXZ\x00", "", "a compressed file (xz)"),
    Signature(b"SQLite format 3", "", "a database"),
)
# Text that is no table: how it begins, after blanks and in small letters.
OTHER_TEXT = (
    Signature(b"<!doctype html", "", "a web page (HTML)"),
    Signature(b"<html", "", "a web page (HTML)"),
    Signature(b"<table", "", "a web page (HTML)"),
    Signature(b"<?xml", "", "XML"),
)
JSON = Signature(b"", "", "JSON")
UNKNOWN = Signature(b"", "", "data of an unknown kind")
IN_ZIP = {"xl/": "excel", "content.xml": "excel", "word/": "a Word document", "ppt/": "a presentation"}
SAVE_AS = "open it in a spreadsheet and save it as .xlsx"
EXPORT_AGAIN = "export the data again as CSV, Excel, SPSS, Stata or Parquet"


@dataclass(frozen=True)
class FileKind:
    """The kind that the content shows, and the problem if the name says otherwise."""

    kind: str
    problems: pl.DataFrame


def kind_of(path: Path) -> str:
    """Return the kind of a data file by its content, or raise with the way out."""
    return file_kind(path, path.name).kind


def file_kind(path: Path, source: str) -> FileKind:
    """Return the kind of a data file by its content, or raise with the way out; `source` names it."""
    if path.is_dir():
        raise DataError(f"{path} is a folder: name the data file in it.")
    if not path.is_file():
        raise DataError(f"{path} does not exist{_similar(path)}")
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise DataError(f"{source} is empty: it needs a header row and a row for every firm.")
    ending = path.suffix.lower()
    named, found = ENDINGS.get(ending), _signature(head, path)
    if not found.kind or (named is None and found == JSON):
        raise DataError(f"{source} holds {found.name}: {_way_out(found)}.")
    if found.kind == named:
        return FileKind(named, problem_list())
    said = f'named "{ending}"' if ending else "named without an ending"
    problem = file_problem(f"{said} but holds {NAMES[found.kind]}", f"read as {NAMES[found.kind]}")
    return FileKind(found.kind, problem)


def _signature(head: bytes, path: Path) -> Signature:
    """Tell what a file is by its first bytes, and an archive by what it holds."""
    for entry in SIGNATURES:
        if head.startswith(entry.start, entry.offset):
            return _in_zip(path, entry) if entry.kind == "zip" else entry
    if head[0] in STATA_OLD_VERSIONS and head[1:2] in (b"\x01", b"\x02") and head[2:3] == b"\x01":
        return Signature(b"", "stata")
    if b"\0" in head and marked_encoding(head) is None:
        return UNKNOWN
    return _text(head, path.suffix.lower())


def _text(head: bytes, ending: str) -> Signature:
    """Tell a table from other text."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for entry in OTHER_TEXT:
        if start.startswith(entry.start):
            return entry
    if ENDINGS.get(ending) != "text" and start[:1] in (b"{", b"["):
        return JSON
    return Signature(b"", "text")


def _in_zip(path: Path, found: Signature) -> Signature:
    """Tell a workbook or a document, which are archives too, from an archive of data files."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError):
        return Signature(b"", "excel" if ENDINGS.get(path.suffix.lower()) == "excel" else "zip")
    for part, what in IN_ZIP.items():
        if any(name.startswith(part) for name in names):
            return Signature(b"", "excel") if what == "excel" else Signature(b"", "", what)
    return found


def _way_out(found: Signature) -> str:
    """Say what to do with a file that cannot be read."""
    if found.name.endswith(("archive", "(bzip2)", "(xz)")):
        return "unpack it and name the data file in it"
    return SAVE_AS if found in OTHER_TEXT else EXPORT_AGAIN


def _similar(path: Path) -> str:
    """Name the files of the folder that have a data file's ending."""
    folder = path.parent
    if not folder.is_dir():
        return f": there is no folder {folder}."
    names = sorted(entry.name for entry in folder.iterdir() if entry.suffix.lower() in ENDINGS)
    return f"; data files in that folder: {listing(names)}." if names else "; its folder holds no data file."
