"""Write an Excel workbook, and refuse what Excel would drop or round without a word."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import polars.selectors as cs

from vcif._errors import DataError
from vcif.dataset.spreadsheet_safety import safe_frame

MOST_ROWS = 1_048_575  # below the header
MOST_COLUMNS = 16_384
LONGEST_TEXT = 32_767
LARGEST_WHOLE = 10**15


def write_workbook(sheets: Mapping[str, pl.DataFrame], target: Path) -> None:
    """Write one sheet per frame, with its column names frozen at the top; no cell is a formula or a link."""
    from xlsxwriter.exceptions import XlsxWriterException

    safe = {name: safe_frame(frame, delimited=False) for name, frame in sheets.items()}
    for frame in safe.values():
        _refuse_what_excel_loses(frame, target.name)
    try:
        _write_sheets(safe, target)
    except XlsxWriterException as fault:
        raise DataError(f"cannot write {target}: {fault}") from None


def _write_sheets(sheets: Mapping[str, pl.DataFrame], target: Path) -> None:
    """Write the sheets."""
    from xlsxwriter import Workbook

    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(str(target), plain) as workbook:
        for name, frame in sheets.items():
            frame.with_columns(cs.float().fill_nan(None)).write_excel(
                workbook, name, autofit=True, freeze_panes=(1, 0), dtype_formats={pl.Float64: "General"}
            )


def _refuse_what_excel_loses(frame: pl.DataFrame, target: str) -> None:
    """Raise where a sheet is too small for a frame, or a cell for what it is to hold."""
    way_out = "write a .csv or .parquet file instead"
    if frame.height > MOST_ROWS or frame.width > MOST_COLUMNS:
        raise DataError(
            f"cannot write {target}: a sheet has {MOST_ROWS:,} rows below its header and {MOST_COLUMNS:,} "
            f"columns, this table {frame.height:,} rows and {frame.width:,} columns; {way_out}"
        )
    for column in frame:
        kind = column.dtype
        if kind == pl.String and (column.str.len_chars() > LONGEST_TEXT).any():
            what = f"a text of more than {LONGEST_TEXT:,} characters"
        elif kind.is_integer() and not column.is_between(-LARGEST_WHOLE, LARGEST_WHOLE).all():
            what = "a whole number of more than 15 digits, which Excel rounds"
        elif kind.is_float() and column.is_infinite().any():
            what = "an infinite number, which Excel does not know"
        elif kind.is_nested() or kind in (pl.Object, pl.Binary):
            what = "more than one value a cell"
        else:
            continue
        raise DataError(f'cannot write {target}: column "{column.name}" holds {what}; {way_out}')
