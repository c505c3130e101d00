"""Delimited text: .csv, .txt, .tsv."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from vcif._errors import DataError
from vcif.dataset.codebook import FileFormat
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
    grid = _grid(body.rstrip("\r\n"), _separator(path, file), path.name, above)
    return table_from_grid(grid, wanted, path.name, above=above, decimal=file.decimal)


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
        _refuse_broken(text, separator, source, above)
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


def _refuse_broken(text: str, separator: str, source: str, above: int) -> None:
    """Raise if a row has more cells than the header, or a quotation mark is out of place."""
    records = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    width = 0
    try:
        for number, record in enumerate(records, start=above + 1):
            width = width or len(record)
            if any(cell.strip() for cell in record[width:]):
                raise DataError(
                    f"{source}, row {number}, has {len(record)} cells, the header {width}: put a text that "
                    f'holds the separator "{separator}" in quotation marks, or set separator and decimal '
                    "in [file]."
                )
    except csv.Error:
        raise DataError(
            f"{source} has a quotation mark out of place near line {records.line_num + above}: a quoted text "
            "must end before the next separator, and a quotation mark inside it is written twice."
        ) from None
