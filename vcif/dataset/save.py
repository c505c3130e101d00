"""Write a frame to a file that the next program reads."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from vcif._errors import DataError

KINDS = (".csv", ".parquet", ".xlsx")


def save_frame(frame: pl.DataFrame, path: str | Path) -> Path:
    """Write a frame as CSV, Parquet or Excel, by the file's ending, in full precision.

    Parameters
    ----------
    frame
        Any frame of this package.
    path
        A file ending in .csv, .parquet or .xlsx; an existing file is replaced.

    Returns
    -------
    pathlib.Path
        The file written.

    Raises
    ------
    DataError
        When the ending is another one, or the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> save_frame(pl.DataFrame({"firm_id": ["a"]}), folder / "firms.csv").name
    'firms.csv'
    """
    target = Path(path)
    kind = target.suffix.lower()
    if kind not in KINDS:
        raise DataError(f"cannot write {target.name}: the ending must be one of {', '.join(KINDS)}")
    try:
        if kind == ".csv":
            frame.write_csv(target, include_bom=True)  # without the mark Excel misreads other alphabets
        elif kind == ".parquet":
            frame.write_parquet(target)
        else:
            _write_excel(frame, target)
    except OSError as fault:
        raise DataError(f"cannot write {target}: {fault.strerror or fault}") from fault
    return target


def _write_excel(frame: pl.DataFrame, target: Path) -> None:
    """Write one sheet, with the column names frozen at the top; no cell is taken for a formula or a link."""
    from xlsxwriter import Workbook

    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(str(target), plain) as workbook:
        frame.with_columns(pl.col(pl.Float64).fill_nan(None)).write_excel(
            workbook, autofit=True, freeze_panes=(1, 0), dtype_formats={pl.Float64: "General"}
        )
