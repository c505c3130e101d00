"""Delimited text: .csv, .txt, .tsv."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from vcif._errors import DataError
from vcif.dataset.codebook import FileFormat
from vcif.dataset.csv_rows import refuse_broken_rows, short_rows
from vcif.dataset.encodings import decode
from vcif.dataset.grid import table_from_grid
from vcif.dataset.raw_table import RawTable


def read_csv(path: Path, file: FileFormat, wanted: Sequence[str]) -> RawTable:
    """Read delimited text, every cell as text: no cell is lost to a type that was guessed too early."""
    text = decode(path.read_bytes(), file.encoding, path.name)
    if "\n" not in text:
        text = text.replace("\r", "\n")
    body = text.lstrip("\r\n")
    if not body.strip():
        raise DataError(f"{path.name} is empty: it needs a header row and a row for every firm.")
    above = text[: len(text) - len(body)].count("\n")
    body, separator = body.rstrip("\r\n"), _separator(path, file)
    grid = _grid(body, separator, path.name, above)
    table = table_from_grid(grid, wanted, path.name, above=above, decimal=file.decimal)
    return replace(table, problems=short_rows(body, separator, grid, above))


def _separator(path: Path, file: FileFormat) -> str:
    """Return the separator: a .tsv has tabs unless the codebook says otherwise."""
    if path.suffix.lower() == ".tsv" and "separator" not in file.model_fields_set:
        return "\t"
    return file.separator


def _grid(text: str, separator: str, source: str, above: int) -> pl.DataFrame:
    """Split text into cells; surplus cells are let go only where they are empty in every row."""
    try:
        return _split(text, separator, surplus=False)
    except PolarsError:
        refuse_broken_rows(text, separator, source, above)
    try:
        return _split(text, separator, surplus=True)
    except PolarsError as error:
        raise DataError(f"{source} cannot be split into columns: {str(error).splitlines()[0]}.") from None


def _split(text: str, separator: str, *, surplus: bool) -> pl.DataFrame:
    """Split text into cells."""
    return pl.read_csv(
        text.encode("utf-8"),
        has_header=False,
        infer_schema=False,
        separator=separator,
        truncate_ragged_lines=surplus,
    )
