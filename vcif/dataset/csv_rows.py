"""Rows of delimited text one by one: exact about quotation marks, and about rows too long or too short."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

import polars as pl

from vcif._errors import DataError
from vcif.dataset.problems import cell_problems

ASSUMED = "missing cells read as blank"
AT_ONCE = 50_000


@dataclass
class RowReader:
    """Reads rows in order, makes each as wide as the header, and remembers those that were shorter."""

    source: str
    separator: str
    width: int
    filled: int
    first_row: int
    first_line: int
    short: list[tuple[int, int]] = field(default_factory=list)

    def frames(self, lines: Iterable[str]) -> Iterator[pl.DataFrame]:
        """Yield the rows of some lines as frames of text."""
        schema = {str(place): pl.String for place in range(self.width)}
        rows = self._rows(lines)
        while block := list(islice(rows, AT_ONCE)):
            yield pl.DataFrame(block, schema=schema, orient="row")

    def _rows(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """Yield the rows up to the last that holds anything."""
        records = csv.reader(lines, delimiter=self.separator, strict=True)
        blank: list[list[str]] = []
        ended = 0
        try:
            for row, record in enumerate(records, start=self.first_row):
                ended = records.line_num
                if not record:
                    blank.append([""] * self.width)
                    continue
                yield from blank
                blank = []
                yield self._as_wide(record, row)
        except csv.Error as error:
            # The text that never ends begins after the last whole row, however far it was read.
            raise DataError(unreadable_row(self.source, self.first_line + ended + 1, error)) from None

    def _as_wide(self, record: list[str], row: int) -> list[str]:
        """Return a row as wide as the header; surplus cells are let go only where they are empty."""
        if any(cell.strip() for cell in record[self.width :]):
            raise DataError(
                f"{self.source}, row {row}, has {len(record)} cells, the header {self.width}: put a text "
                f'that holds the separator "{self.separator}" in quotation marks, or set separator and '
                "decimal in [file]."
            )
        if len(record) < self.filled:
            self.short.append((row, len(record)))
        return [*record[: self.width], *[""] * (self.width - len(record))]

    def problems(self) -> pl.DataFrame:
        """List the rows that end too early, as a text with an unquoted line break makes them."""
        rows = pl.Series([row for row, _ in self.short], dtype=pl.Int64)
        told = [f"a row of {cells} cells, the header has {self.filled}" for _, cells in self.short]
        blank = pl.Series([""] * len(told), dtype=pl.String)
        return cell_problems(rows, None, blank, problem=pl.Series(told, dtype=pl.String), action=ASSUMED)


def unreadable_row(source: str, line: int, error: csv.Error) -> str:
    """Say why a row cannot be read: its end, a cell too long, or else a quotation mark out of place."""
    if "new-line character" in str(error):
        return (
            f"{source} has a line end of another kind than its others (a carriage return alone) near line "
            f"{line}: open it in a text editor and save it with one kind of line ends."
        )
    if "field limit" in str(error):
        return (
            f"{source} has a cell of more than {csv.field_size_limit():,} characters near line {line}: "
            "shorten it, or leave its column out of the file."
        )
    return (
        f"{source} has a quotation mark out of place near line {line}: a quoted text "
        "must end before the next separator, and a quotation mark inside it is written twice."
    )
