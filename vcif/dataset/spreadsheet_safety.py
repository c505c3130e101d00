"""Cells that a spreadsheet would run: written so that it shows them instead.

A survey is filled in by strangers, and a cell of theirs that begins with an equals sign is a program to a
spreadsheet. An apostrophe before it makes it text to every spreadsheet.
"""

from __future__ import annotations

import polars as pl

# The signs that begin a formula, also as full-width and small forms, which East Asian versions take as well.
SIGNS = r"=+\-@\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}\x{FE66}\x{FE62}\x{FE63}\x{FE6B}"
# What a spreadsheet may trim away before it looks at the first sign.
TRIMMED = r"\s\x{FEFF}\x{200B}\x{2060}\x{00A0}"
RUNS = rf"^[{TRIMMED}]*[{SIGNS}]|^[\t\r\n]"
PLAIN_NUMBER = r"^[+-]?[\d.,]*\d[\d.,]*([eE][+-]?\d+)?$"
# Where the computer's own separator is not the file's, a spreadsheet splits cells that were quoted as one.
RUNS_WHEN_SPLIT = rf"""([;\t\r\n][{TRIMMED}"]*)([{SIGNS}])"""


def safe_text(text: pl.Expr, *, delimited: bool) -> pl.Expr:
    """Put an apostrophe before text that a spreadsheet would run; numbers written as text stay as they are.

    `delimited` text is a file of separators, which may be split at other places than it was put together.
    """
    runs = text.str.contains(RUNS) & ~text.str.contains(PLAIN_NUMBER)
    whole = pl.when(runs).then(pl.concat_str(pl.lit("'"), text)).otherwise(text)
    return whole.str.replace_all(RUNS_WHEN_SPLIT, "${1}'${2}") if delimited else whole


def safe_frame(frame: pl.DataFrame, *, delimited: bool) -> pl.DataFrame:
    """Return a frame for a spreadsheet: no text in it, and no header, would be run."""
    texts = [
        safe_text(pl.col(name).cast(pl.String), delimited=delimited).alias(name)
        for name, kind in frame.schema.items()
        if kind in (pl.String, pl.Categorical, pl.Enum)
    ]
    return frame.with_columns(texts).rename(_safe_headers(frame.columns, delimited=delimited))


def _safe_headers(names: list[str], *, delimited: bool) -> dict[str, str]:
    """Return the headers to write; none of them may become another's."""
    headers = pl.DataFrame({"header": names}, schema={"header": pl.String})
    safe = headers.select(safe_text(pl.col("header"), delimited=delimited)).to_series()
    given: dict[str, str] = {}
    kept = {name for name, text in zip(names, safe, strict=True) if name == text}
    for name, text in zip(names, safe, strict=True):
        while text != name and (text in kept or text in given.values()):
            text = f"'{text}"
        given[name] = text
    return given
