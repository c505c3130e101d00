"""A sheet of text cells whose first filled row is the header: CSV files and Excel sheets."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vcif._errors import DataError
from vcif.dataset.headers import find_columns
from vcif.dataset.raw_table import RawTable, row_numbers, table_of

HEADER_WITHIN = 1000


def table_from_grid(
    grid: pl.DataFrame, wanted: Sequence[str], source: str, *, above: int = 0, decimal: str = "."
) -> RawTable:
    """Take the header off a grid and keep the wanted columns; `above` = rows that the grid leaves out."""
    has_text = pl.any_horizontal(pl.all().str.strip_chars() != "").fill_null(False)
    filled = grid.head(HEADER_WITHIN).select(has_text.arg_true())
    if filled.is_empty():
        raise DataError(f"{source} is empty: it needs a header row and a row for every firm.")
    top = int(filled.item(0, 0))
    body = grid.slice(top + 1)
    headers = [(name or "").strip() for name in grid.row(top)]
    places = find_columns(headers, wanted, source)
    cells = body.select(pl.nth(place).alias(name) for name, place in places.items())
    return table_of(source, cells, row_numbers(body.height, above + top + 2), decimal=decimal)
