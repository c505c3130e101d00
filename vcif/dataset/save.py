"""Write a frame to a file that the next program reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from vcif._errors import DataError
from vcif.dataset.spreadsheet_safety import safe_frame
from vcif.dataset.workbook import write_workbook

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

    Notes
    -----
    In CSV and Excel files, text that a spreadsheet would run gets an apostrophe before it: text (or a header)
    that begins, after spaces, with = + - @ or their full-width forms, or with a tab or a line break. In a CSV
    the same is done after a semicolon, a tab or a line break inside the text, where a spreadsheet with
    another separator would begin a cell. Numbers are never touched, not even numbers that are kept as text,
    such as "-9". Parquet files hold the text as it was.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> save_frame(pl.DataFrame({"firm_id": ["a", "=1+1", "-9"]}), folder / "firms.csv").name
    'firms.csv'
    >>> pl.read_csv(folder / "firms.csv")["firm_id"].to_list()
    ['a', "'=1+1", '-9']
    """
    target = Path(path)
    kind = target.suffix.lower()
    if kind not in KINDS:
        raise DataError(f"cannot write {target.name}: the ending must be one of {', '.join(KINDS)}")
    with writing(target):
        if kind == ".csv":
            # without the mark Excel misreads other alphabets
            safe_frame(frame, delimited=True).write_csv(target, include_bom=True)
        elif kind == ".parquet":
            frame.write_parquet(target)
        else:
            write_workbook({"Sheet1": frame}, target)
    return target


@contextmanager
def writing(target: Path) -> Iterator[None]:
    """Put what the system says against writing a file into the researcher's words."""
    try:
        yield
    except OSError as fault:
        raise DataError(f"cannot write {target}: {fault.strerror or fault}") from fault
    except PolarsError as fault:
        raise DataError(f"cannot write {target.name}: {str(fault).splitlines()[0]}") from fault
