"""What every reader returns: the cells as text, with what the file itself says about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from vcif.dataset.cells import Cells, code_columns
from vcif.dataset.problems import problem_list
from vcif.dataset.reading import Reading

Labels = Mapping[str, str]


@dataclass(frozen=True)
class RawColumn:
    """One column: `labels` of its codes, `declared` = codes that the file says are missing."""

    name: str
    cells: Cells
    rows: pl.Series
    labels: Labels
    declared: Labels
    decimal: str


@dataclass(frozen=True)
class RawTable:
    """A file's columns, named as the codebook names them, every cell as text.

    `rows` are the row numbers as a spreadsheet would show them: the header is row 1, so a file without
    a header line (SPSS, Stata, SAS, Parquet) counts its first case as row 2 as well. `problems` are those
    of the file itself, before any answer is read.
    """

    source: str
    columns: Mapping[str, Cells]
    rows: pl.Series
    labels: Mapping[str, Labels] = field(default_factory=dict)
    declared: Mapping[str, Labels] = field(default_factory=dict)
    decimal: str = "."
    problems: pl.DataFrame = field(default_factory=problem_list)
    reading: Reading = field(default_factory=Reading)

    @property
    def height(self) -> int:
        """The number of rows."""
        return self.rows.len()

    def column(self, name: str) -> RawColumn:
        """Return one column with all that is known about its cells."""
        labels, declared = self.labels.get(name, {}), self.declared.get(name, {})
        return RawColumn(name, self.columns[name], self.rows, labels, declared, self.decimal)

    def keep(self, wanted: pl.Series) -> RawTable:
        """Return the table with only the wanted rows, which keep their numbers."""
        if wanted.all():
            return self
        columns = {name: cells.filter(wanted) for name, cells in self.columns.items()}
        return replace(self, columns=columns, rows=self.rows.filter(wanted))


def table_of(source: str, frame: pl.DataFrame, rows: pl.Series, reading: Reading = Reading()) -> RawTable:  # noqa: B008
    """Return a frame's columns, of any type, as a table."""
    return RawTable(source, code_columns(frame), rows, reading=reading)


def row_numbers(height: int, first: int = 2) -> pl.Series:
    """Return the numbers of a file's rows; the header is row 1."""
    return pl.int_range(first, first + height, dtype=pl.Int64, eager=True).alias("row")
