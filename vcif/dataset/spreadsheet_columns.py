"""The letters under which a spreadsheet shows the columns of a file."""

from __future__ import annotations

import codecs
import csv
import io
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from vcif.dataset.codebook import Codebook, FileFormat
from vcif.dataset.file_kinds import kind_of

WITHIN = 1000  # rows among which the header is looked for, as when the file is read
HEAD = 1 << 20  # bytes of a text file in which its header stands


def column_letters(path: str | os.PathLike[str], codebook: Codebook) -> dict[str, str]:
    """Return the letter of each column of a text file or a workbook, by its header on one line.

    Headers that stand in the file twice are left out, and so are files of other kinds, which no spreadsheet
    shows. A letter only helps to find a cell: where the header cannot be read, there are none.

    Examples
    --------
    >>> import vcif
    >>> from vcif.dataset import column_letters, example_files
    >>> files = example_files()
    >>> column_letters(files.csv, vcif.read_codebook(files.codebook))["perf_02"]
    'AB'
    """
    file = Path(path)
    kind = kind_of(file)
    headers = _READERS[kind](file, codebook.file) if kind in _READERS else []
    named = [" ".join(header.split()) for header in headers]
    counts = Counter(named)
    return {name: letter(place) for place, name in enumerate(named) if name and counts[name] == 1}


def letter(place: int) -> str:
    """Return the letter of a column.

    >>> letter(0), letter(25), letter(26), letter(701), letter(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _text_headers(path: Path, file: FileFormat) -> list[str]:
    """Return the first row of a text file that is not empty."""
    with path.open("rb") as data:
        head = data.read(HEAD)
    tabs = path.suffix.lower() == ".tsv" and "separator" not in file.model_fields_set
    try:
        text = codecs.getincrementaldecoder(file.encoding)().decode(head).removeprefix("\ufeff")
        rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if tabs else file.separator)
        return _first_filled([row for _, row in zip(range(WITHIN), rows, strict=False)])
    except (LookupError, UnicodeError, csv.Error):
        return []


def _excel_headers(path: Path, file: FileFormat) -> list[str]:
    """Return the first row of a sheet that is not empty."""
    import fastexcel

    try:
        book = fastexcel.read_excel(path)
        sheet = book.load_sheet(file.sheet or 0, header_row=None, n_rows=WITHIN, dtypes="string").to_polars()
    except fastexcel.FastExcelError:
        return []
    return _first_filled([["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows()])


def _first_filled(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the first row with a text in it."""
    return next((list(row) for row in rows if any(cell.strip() for cell in row)), [])


_READERS = {"text": _text_headers, "excel": _excel_headers}
