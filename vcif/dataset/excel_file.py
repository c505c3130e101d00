"""Excel workbooks: .xlsx, .xlsm, .xls."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from vcif._errors import DataError, nearest
from vcif.dataset.cell_text import listing, number_text, parse_number
from vcif.dataset.codebook import FileFormat
from vcif.dataset.grid import table_from_grid
from vcif.dataset.raw_table import RawTable

ERROR_CELL = "Error("


def read_excel(path: Path, file: FileFormat, wanted: Sequence[str]) -> RawTable:
    """Read one sheet of a workbook, every cell as text, numbers in full precision."""
    import fastexcel

    try:
        book = fastexcel.read_excel(path)
        sheet = _sheet(book.sheet_names, file.sheet, path.name)
        texts, errors = book.load_sheet(
            sheet, header_row=None, skip_rows=0, dtypes="string"
        ).to_arrow_with_errors()
        numbers = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="float").to_polars()
    except fastexcel.FastExcelError as error:
        reason = str(error).splitlines()[0]
        raise DataError(
            f"{path.name} cannot be read as an Excel workbook ({reason}). If it has a "
            "password, save it without one; else save it again, or as CSV."
        ) from None
    grid = pl.DataFrame(pl.from_arrow(texts))
    grid = _in_full(grid, numbers)
    for cell in errors.errors if errors is not None else ():
        grid[cell.position[0], cell.position[1]] = _error_text(cell.detail)
    return table_from_grid(grid, wanted, path.name)


def _sheet(names: Sequence[str], wanted: str | None, source: str) -> str:
    """Return the name of the sheet to read."""
    if not names:
        raise DataError(f"{source} has no sheet.")
    if wanted is None:
        return names[0]
    if wanted not in names:
        raise DataError(f'{source} has no sheet "{wanted}"; it has: {listing(names)}{nearest(wanted, names)}')
    return wanted


def _in_full(texts: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """Give numbers back the digits that the reader rounds away when it writes them as text."""
    full = []
    for place, name in enumerate(texts.columns):
        both = pl.DataFrame({"text": texts.to_series(place), "number": numbers.to_series(place)})
        rounded = parse_number(pl.col("text")) != pl.col("number")
        text = pl.when(rounded).then(number_text(pl.col("number"))).otherwise("text")
        full.append(both.select(text.alias(name)).to_series())
    return pl.DataFrame(full)


def _error_text(detail: str) -> str:
    """Write a cell in error, as in `Expected string but got 'Error(NA)'`, the way Excel marks it: #NA."""
    return "#" + detail.partition(ERROR_CELL)[2].partition(")")[0]
