"""What can be wrong with a number: it is none, or it lies outside its bounds."""

from __future__ import annotations

import polars as pl

from vcif.dataset.answers import TEXT, number
from vcif.dataset.cell_text import DECIMAL_COMMA

NOT_A_NUMBER = "not a number"
COMMA_HINT = 'not a number (with a decimal comma, set decimal = "," in [file])'


def plain(number: float) -> str:
    """Write a bound without needless decimals."""
    return f"{number:.15g}"


def not_a_number() -> pl.Expr:
    """Say that an answer is no number, with the way out where a decimal comma is the likely cause."""
    comma = pl.col("raw").str.contains(DECIMAL_COMMA)
    return pl.when(number.is_null()).then(
        pl.when(comma).then(pl.lit(COMMA_HINT)).otherwise(pl.lit(NOT_A_NUMBER))
    )


def outside(low: pl.Expr, high: pl.Expr, text: pl.Expr) -> pl.Expr:
    """Say that a number lies outside its bounds; null leaves an end open."""
    wrong = (number < low).fill_null(False) | (number > high).fill_null(False)
    return pl.when(wrong).then(text).otherwise(TEXT)


def bounds_text(low: float | None, high: float | None) -> str:
    """Write the fault of a number outside its bounds."""
    if low is None:
        return "" if high is None else f"above {plain(high)}"
    return f"below {plain(low)}" if high is None else f"outside {plain(low)} to {plain(high)}"
