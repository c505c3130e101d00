"""Files of every kind: a table of texts becomes the bytes of a file."""

from __future__ import annotations

import csv
import gzip
import io
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat

from tests.fuzz.book import COLUMNS, TEXT_COLUMNS

Labels = Mapping[str, Mapping[float, str]]


@dataclass(frozen=True)
class Table:
    """Headers and rows of texts, with what SPSS and Stata files say besides."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    labels: Labels = field(default_factory=dict)
    missing: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    def frame(self) -> pl.DataFrame:
        """Return the columns, numbers where they are numbers; of headers that are one name the first counts."""
        columns = []
        for place, header in enumerate(self.headers):
            cells = [row[place] if place < len(row) else None for row in self.rows]
            column = pl.Series(header, cells, dtype=pl.String)
            numbers = column.cast(pl.Float64, strict=False).fill_nan(None)
            empty = column.fill_null("") == ""
            wanted = header not in TEXT_COLUMNS and bool((numbers.is_not_null() | empty).all())
            columns.append(numbers if wanted else column)
        kept = {column.name: column for column in reversed(columns)}
        return pl.DataFrame([kept[name] for name in dict.fromkeys(self.headers)])


def _row(place: int) -> tuple[str, ...]:
    words = ("low", "middle", "high")
    return (
        *(f"F{place:03}", str(1 + place % 2), f"{1 + place / 4}", str(2001 + place), str(2010 - place)),
        *(
            "1990",
            ("sold first", "bought first", "")[place % 3],
            str(1 + place % 2),
            ("yes", "no", "")[place % 3],
        ),
        *(str(place * 7 % 101), str(place), str(1 + place % 5), f"{1 + place % 9 / 2}", words[place % 3]),
        *(f"{place / 20}", str(10 + place), "abc"[place % 3], str(1 + place % 2)),
    )


BASE = Table(
    COLUMNS,
    tuple(_row(place) for place in range(12)),
    labels={
        "buys": {1: "Yes", 2: "No", 9: "Refused"},
        "group": {1: "x", 2: "y"},
        "q1": {1: "low", 5: "high"},
    },
    missing={"q1": [8, 9]},
)


def to_bytes(table: Table, ending: str) -> bytes:
    """Return a table as a file of this kind."""
    if ending in (".csv", ".txt", ".tsv"):
        return _text(table, "\t" if ending == ".tsv" else ",").encode("utf-8", errors="surrogatepass")
    if ending.endswith(".gz"):
        return gzip.compress(to_bytes(table, ending.removesuffix(".gz")), mtime=0)
    if ending == ".zip":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("firms.csv", to_bytes(table, ".csv"))
        return packed.getvalue()
    if ending == ".xlsx":
        return _workbook(table)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{ending}"
        _write(table, path)
        return path.read_bytes()


def _text(table: Table, separator: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows([table.headers, *table.rows])
    return text.getvalue()


def _workbook(table: Table) -> bytes:
    from xlsxwriter import Workbook

    packed = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(packed, plain) as book:
        sheet = book.add_worksheet("firms")
        for y, row in enumerate([table.headers, *table.rows]):
            for x, cell in enumerate(row):
                _write_cell(sheet, y, x, cell)
    return packed.getvalue()


def _write_cell(sheet: Any, y: int, x: int, cell: str) -> None:
    try:
        number = float(cell)
    except ValueError:
        sheet.write_string(y, x, cell[:32767])
        return
    if number == number and abs(number) != float("inf"):
        sheet.write_number(y, x, number)
    else:
        sheet.write_string(y, x, cell)


def _write(table: Table, path: Path) -> None:
    frame, kind = table.frame(), path.suffix
    numeric = {name for name, dtype in frame.schema.items() if dtype == pl.Float64}
    labels = {name: dict(texts) for name, texts in table.labels.items() if name in numeric}
    if kind == ".parquet":
        frame.write_parquet(path)
    elif kind in (".sav", ".zsav"):
        ranges = {name: list(codes) for name, codes in table.missing.items() if name in numeric}
        pyreadstat.write_sav(
            frame, path, variable_value_labels=labels, missing_ranges=ranges, compress=kind == ".zsav"
        )
    elif kind == ".dta":
        whole = {name: {int(code): text for code, text in texts.items()} for name, texts in labels.items()}
        pyreadstat.write_dta(frame, path, variable_value_labels=whole)
    else:
        pyreadstat.write_xport(frame.rename({name: name[:8] for name in frame.columns}), path)
