"""A whole data file for a draft: its headers, how its text seems to be written, and every column."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from vcif._errors import DataError
from vcif.dataset.cell_text import listing
from vcif.dataset.codebook import About, Activity, Codebook, Covariate, FileFormat, Firm
from vcif.dataset.encodings import likely_encoding
from vcif.dataset.fatal_files import refuse_fatal, without_panic
from vcif.dataset.file_kinds import kind_of
from vcif.dataset.files import read_table
from vcif.dataset.labelled_file import READERS
from vcif.dataset.raw_table import RawTable

HEAD = 1 << 20
WITHIN = 1000
SEPARATORS = (",", ";", "\t", "|")
MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", codecs.BOM_UTF8: "utf-8"}


@dataclass(frozen=True)
class Source:
    """A file's columns, how it was opened, and the texts of its questions where it has some."""

    table: RawTable
    headers: tuple[str, ...]
    format: dict[str, str]
    questions: dict[str, str] = field(default_factory=dict)


def open_source(path: Path) -> Source:
    """Read every column of a data file that has a header."""
    with without_panic(path.name):
        headers, written, questions = _described(path)
    named = [header for header in headers if header.strip()]
    if not named:
        raise DataError(f"{path.name} has no headers: its first filled row has to name the columns.")
    twice = [header for header, n in Counter(named).items() if n > 1]
    if twice:
        raise DataError(f"{path.name} has more than one column named {listing(twice)}: rename the others.")
    table = read_table(path, _naming(named, FileFormat.model_validate(written)))
    return Source(table, tuple(named), written, questions)


def _described(path: Path) -> tuple[list[str], dict[str, str], dict[str, str]]:
    """Return the headers of a file, how it seems to be written, and the texts of its questions."""
    kind = kind_of(path)
    if kind == "text":
        return (*_text_headers(path), {})
    if kind == "excel":
        return _excel_headers(path), {}, {}
    if kind == "parquet":
        return _parquet_headers(path), {}, {}
    headers, questions = _labelled_headers(path)
    return headers, {}, questions


def _naming(headers: Sequence[str], written: FileFormat) -> Codebook:
    """Return a codebook that does nothing but name all columns."""
    first = headers[0]
    sides = [Activity(id=side, column=first, side=side, label=side) for side in ("upstream", "downstream")]
    columns = tuple(
        Covariate(id=f"c{place}", column=header, label=header, kind="category")
        for place, header in enumerate(headers)
    )
    return Codebook.model_construct(
        study=About(title=""),
        file=written,
        firm=Firm(id=first),
        activities=tuple(sides),
        covariates=columns,
    )


def _text_headers(path: Path) -> tuple[list[str], dict[str, str]]:
    """Return the headers of a text file, and how it seems to be written where that is not the usual way."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    encoding = _encoding(head)
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(head).removeprefix("\ufeff")
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise DataError(f"{path.name} is empty: it needs a header row and a row for every firm.")
    separator = max(SEPARATORS, key=lines[0].count) if any(map(lines[0].count, SEPARATORS)) else ","
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        headers = next((row for row in rows if any(cell.strip() for cell in row)), [])
    except csv.Error:
        raise DataError(f"{path.name} has a quotation mark out of place in its header.") from None
    written = {"encoding": encoding} if encoding != "utf-8" else {}
    if separator != ",":
        written["separator"] = separator
    if separator == ";" and _decimal_commas(text):
        written["decimal"] = ","
    return [header.strip() for header in headers], written


def _encoding(head: bytes) -> str:
    """Return the encoding of a text by its mark, or the one in which its bytes make sense."""
    for mark, name in MARKS.items():
        if head.startswith(mark):
            return name
    return likely_encoding(head) or "windows-1252"


def _decimal_commas(text: str) -> bool:
    """Tell whether cells between semicolons hold numbers with a comma."""
    cells = [cell.strip(' "') for line in text.splitlines()[1:WITHIN] for cell in line.split(";")]
    return any(re.fullmatch(r"-?\d+,\d+", cell) for cell in cells)


def _excel_headers(path: Path) -> list[str]:
    """Return the first row of the first sheet that is not empty."""
    import fastexcel

    try:
        sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, n_rows=WITHIN, dtypes="string")
        rows = sheet.to_polars().fill_null("").rows()
    except fastexcel.FastExcelError as error:
        reason = str(error).splitlines()[0]
        raise DataError(f"{path.name} cannot be read as an Excel workbook ({reason}).") from None
    first = next((row for row in rows if any(str(cell).strip() for cell in row)), ())
    return [str(cell).strip() for cell in first]


def _parquet_headers(path: Path) -> list[str]:
    """Return the names of a Parquet file's columns."""
    try:
        return list(pl.read_parquet_schema(path))
    except (PolarsError, OSError) as error:
        raise DataError(f"{path.name} cannot be read as Parquet: {error}.") from None


def _labelled_headers(path: Path) -> tuple[list[str], dict[str, str]]:
    """Return the names of an SPSS, Stata or SAS file's variables, and their labels."""
    import pyreadstat

    name = READERS[path.suffix.lower()]
    refuse_fatal(path, name)
    try:
        _, meta = getattr(pyreadstat, name)(path, metadataonly=True, output_format="dict")
    except Exception as error:  # a damaged file can end in any error of the library that reads it
        raise DataError(
            f"{path.name} cannot be read ({error}): export it again, or save it as CSV."
        ) from None
    names = list(meta.column_names)
    if None in names:
        raise DataError(f"{path.name} is damaged: a variable has no name. Export it again, or as CSV.")
    labels = {name: " ".join(label.split()) for name, label in meta.column_names_to_labels.items() if label}
    return names, labels
