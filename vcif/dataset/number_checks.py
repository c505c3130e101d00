"""What can be wrong with a number: it is none, or it lies outside its bounds."""

from __future__ import annotations

import polars as pl

from vcif.dataset.answers import TEXT, number
from vcif.dataset.cell_text import DECIMAL_COMMA

NOT_A_NUMBER, IS_A_DATE = "not a number", "not a number but a date or time"
DATE = r"^\s*\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?\s*$"
COMMA_HINT = 'not a number (with a decimal comma, set decimal = "," in [file])'


def plain(number: float) -> str:
    """Write a bound without needless decimals."""
    return f"{number:.15g}"


def not_a_number() -> pl.Expr:
    """Say that an answer is no number, with the cause where it is plain: a decimal comma, a date."""
    comma, date = pl.col("raw").str.contains(DECIMAL_COMMA), pl.col("raw").str.contains(DATE)
    told = pl.when(comma).then(pl.lit(COMMA_HINT)).when(date).then(pl.lit(IS_A_DATE))
    return pl.when(number.is_null()).then(told.otherwise(pl.lit(NOT_A_NUMBER)))


def outside(low: pl.Expr, high: pl.Expr, text: pl.Expr) -> pl.Expr:
    """Say that a number lies outside its bounds; null leaves an end open."""
    wrong = (number < low).fill_null(False) | (number > high).fill_null(False)
    return pl.when(wrong).then(text).otherwise(TEXT)


def bounds_text(low: float | None, high: float | None) -> str:
    """Write the fault of a number outside its bounds."""
    if low is None:
        return "" if high is None else f"above {plain(high)}"
    return f"below {plain(low)}" if high is None else f"outside {plain(low)} to {plain(high)}"
