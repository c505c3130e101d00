"""Rows of delimited text that do not have the header's number of cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from vcif._errors import DataError
from vcif.dataset.problems import cell_problems

ASSUMED = "missing cells read as blank"


@dataclass(frozen=True)
class ShortRow:
    """A row that ends before the header does."""

    row: int
    cells: int
    width: int


def refuse_broken_rows(text: str, separator: str, source: str, above: int) -> None:
    """Raise if a row has more cells than the header, or a quotation mark is out of place."""
    records = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    width = 0
    try:
        for row, record in enumerate(records, start=above + 1):
            width = width or len(record)
            if any(cell.strip() for cell in record[width:]):
                raise DataError(
                    f"{source}, row {row}, has {len(record)} cells, the header {width}: put a text that "
                    f'holds the separator "{separator}" in quotation marks, or set separator and decimal '
                    "in [file]."
                )
    except csv.Error:
        raise DataError(
            f"{source} has a quotation mark out of place near line {records.line_num + above}: a quoted text "
            "must end before the next separator, and a quotation mark inside it is written twice."
        ) from None


def short_rows(text: str, separator: str, grid: pl.DataFrame, above: int) -> pl.DataFrame:
    """List the rows that end too early, as a text with an unquoted line break makes them.

    Such a row leaves its last cell null, so only then is the text gone through once more.
    """
    if grid.select(pl.last().null_count()).item() == 0:
        return cell_problems(pl.Series([], dtype=pl.Int64), None, pl.Series([]), problem="", action="")
    short = list(_short(text, separator, above))
    rows = pl.Series([entry.row for entry in short], dtype=pl.Int64)
    texts = pl.Series([f"a row of {entry.cells} cells, the header has {entry.width}" for entry in short])
    blank = pl.Series([""] * len(short), dtype=pl.String)
    return cell_problems(rows, None, blank, problem=texts.cast(pl.String), action=ASSUMED)


def _short(text: str, separator: str, above: int) -> Iterator[ShortRow]:
    """Find the rows shorter than the header; empty lines and empty last headers do not count."""
    records = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    width = 0
    for row, record in enumerate(records, start=above + 1):
        width = width or max((place for place, cell in enumerate(record, start=1) if cell.strip()), default=0)
        if 0 < len(record) < width:
            yield ShortRow(row, len(record), width)
