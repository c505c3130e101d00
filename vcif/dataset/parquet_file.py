"""Parquet files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from vcif._errors import DataError
from vcif.dataset.cell_text import listing
from vcif.dataset.codebook import FileFormat
from vcif.dataset.headers import find_columns
from vcif.dataset.raw_table import RawTable, row_numbers, table_of


def read_parquet(path: Path, file: FileFormat, wanted: Sequence[str]) -> RawTable:
    """Read the wanted columns of a Parquet file; `file` says nothing about this kind."""
    try:
        schema = pl.read_parquet_schema(path)
        names = list(schema)
        places = find_columns(names, wanted, path.name)
        frame = pl.read_parquet(path, columns=[names[place] for place in places.values()])
    except (PolarsError, OSError) as error:
        raise DataError(f"{path.name} cannot be read as Parquet: {error}.") from None
    nested = [
        name for name in frame.columns if frame[name].dtype.is_nested() or frame[name].dtype == pl.Binary
    ]
    if nested:
        raise DataError(f"{path.name} has columns that hold more than one value a cell: {listing(nested)}.")
    cells = [frame[names[place]].alias(name) for name, place in places.items()]
    return table_of(path.name, pl.DataFrame(cells), row_numbers(frame.height))
