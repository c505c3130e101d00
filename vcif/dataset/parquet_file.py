"""Parquet files."""

from __future__ import annotations

import polars as pl
from polars.exceptions import PolarsError

from vcif._errors import DataError
from vcif.dataset.cell_text import listing
from vcif.dataset.headers import find_columns
from vcif.dataset.raw_table import RawTable, row_numbers, table_of
from vcif.dataset.reading import Reading
from vcif.dataset.request import Request


def read_parquet(request: Request) -> RawTable:
    """Read the wanted columns of a Parquet file."""
    source = request.source
    try:
        schema = pl.read_parquet_schema(request.path)
        names = list(schema)
        places = find_columns(names, request.wanted, source)
        frame = pl.read_parquet(
            request.path, columns=[names[place] for place in sorted(set(places.values()))]
        )
    except (PolarsError, OSError) as error:
        raise DataError(not_parquet(source, error)) from None
    nested = [
        name for name in frame.columns if frame[name].dtype.is_nested() or frame[name].dtype == pl.Binary
    ]
    if nested:
        raise DataError(f"{source} has columns that hold more than one value a cell: {listing(nested)}.")
    cells = [frame[names[place]].alias(name) for name, place in places.items()]
    return table_of(source, pl.DataFrame(cells), row_numbers(frame.height), Reading(kind="Parquet file"))


def not_parquet(source: str, error: Exception) -> str:
    """Say that a Parquet file cannot be read, with the library's reason."""
    reason = str(error).partition("\n")[0].removeprefix("parquet: ").rstrip(".")
    return (
        f"{source} cannot be read as a Parquet file ({reason}): it is damaged or not whole. Copy it again, "
        "or export it again, as CSV for instance."
    )
