"""A section of what a check shows, and how its cells are written."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from vcif.present.numbers import MISSING, count

Row = tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A table with a title and a sentence.

    `numbers` are the places of the columns of figures; `odd` asks for a look; `detail` is for who wants to
    know it all, and is left out in the terminal.
    """

    name: str
    title: str
    text: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    numbers: tuple[int, ...] = ()
    odd: bool = False
    detail: bool = False


def cell_text(value: object) -> str:
    """Write a cell: counts with commas, a dash where there is nothing."""
    if value is None or value == "":
        return MISSING
    return count(value) if isinstance(value, int) and not isinstance(value, bool) else str(value)


def plain_text(number: int | None) -> str:
    """Write the number of a wave or a row, which is a name and no count."""
    return MISSING if number is None else str(number)


def texts_of(frame: pl.DataFrame, *columns: str) -> tuple[Row, ...]:
    """Write columns of a frame."""
    return tuple(tuple(cell_text(cell) for cell in row) for row in frame.select(columns).iter_rows())


def place_text(column: str | None, letter: str | None, row: int | None = None) -> str:
    """Write where a cell stands, as a spreadsheet names it where that is known."""
    if column is None or letter is None:
        return column or MISSING
    return f"{column} ({letter}{'' if row is None else row})"
