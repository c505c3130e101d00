"""Cells as text: one canonical text per value, so that no kind of file reads differently from another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import polars as pl

MINUS = "\u2212"
NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
GROUPED = r"^[+-]?[1-9]\d{0,2}([. ]\d{3})+(,\d*)?$"
DECIMAL_COMMA = r"^[+-]?[\d.]*\d,\d+$"
LARGEST_EXACT = 1e15


def number_text(number: pl.Expr) -> pl.Expr:
    """Write numbers as a person would: 3.0 is "3"; NaN is an empty cell."""
    whole = (number == number.round()) & (number.abs() < LARGEST_EXACT)
    as_whole = number.cast(pl.Int64, strict=False).cast(pl.String)
    return pl.when(number.is_nan()).then(None).when(whole).then(as_whole).otherwise(number.cast(pl.String))


def cell_text(cells: pl.Series) -> pl.Series:
    """Write the cells of a typed column as text."""
    column = pl.col(cells.name)
    if cells.dtype.is_float():
        text = number_text(column)
    elif cells.dtype.is_decimal():
        text = number_text(column.cast(pl.Float64))
    elif cells.dtype == pl.Datetime:
        text = column.dt.to_string("%Y-%m-%d %H:%M:%S")
    elif cells.dtype == pl.Duration:
        text = column.dt.to_string()
    else:
        text = column.cast(pl.String)
    return cells.to_frame().select(text.alias(cells.name)).to_series()


def name_text(text: pl.Expr) -> pl.Expr:
    """Write a name: a number column stores the name 7 as 7.0, but 007 stays 007."""
    return text.str.strip_chars().str.replace(r"^([+-]?\d+)\.0+$", "${1}")


def tidy(text: pl.Expr) -> pl.Expr:
    """Remove what the eye does not see: outer spaces, full-width digits, the typographic minus."""
    # Plain ASCII, which has as many letters as bytes, has none of these and is by far the most.
    odd = pl.when(text.str.len_bytes() != text.str.len_chars()).then(text)
    plain = odd.str.normalize("NFKC").str.replace_all(MINUS, "-", literal=True)
    return pl.coalesce(plain, text).str.strip_chars()


def parse_number(text: pl.Expr, decimal: str = ".") -> pl.Expr:
    """Read text as a finite number, else null; "12,5" is a number only with a decimal comma."""
    return number_of(tidy(text), decimal)


def number_of(plain: pl.Expr, decimal: str = ".") -> pl.Expr:
    """Read tidy text as a finite number, else null."""
    if decimal == ",":
        ungrouped = plain.str.replace_all(r"[. ]", "")
        plain = pl.when(plain.str.contains(GROUPED)).then(ungrouped).otherwise(plain)
        pointed = plain.str.replace(",", ".", literal=True)
        plain = pl.when(plain.str.contains(".", literal=True)).then(None).otherwise(pointed)
    number = pl.when(plain.str.contains(NUMBER)).then(plain).cast(pl.Float64, strict=False)
    return pl.when(number.is_finite()).then(number)


def answer_keys(texts: pl.Series, decimal: str = ".") -> pl.Series:
    """Map answers that mean the same to the same text: "YES " and "yes", "3.0" and "3"."""
    # Step by step: in one expression each step would be worked out again wherever the next names it.
    plain, number = pl.col("plain"), pl.col("number")
    steps = texts.alias("text").to_frame().select(plain=tidy(pl.col("text")))
    steps = steps.with_columns(number=number_of(plain, decimal))
    return steps.select(key_of(plain, number).alias("key")).to_series()


def key_of(plain: pl.Expr, number: pl.Expr) -> pl.Expr:
    """Return the key of tidy text, of which the number is known if it is one."""
    words = pl.when(number.is_null()).then(plain).otherwise(None)
    words = words.str.replace_all(r"\s+", " ").str.replace_all("[‘’]", "'").str.to_lowercase()
    # In capitals ß becomes SS; the capital of the Turkish i has a dot, which small letters write apart.
    words = words.str.replace_all("ß", "ss", literal=True).str.replace_all("i\u0307", "i", literal=True)
    return pl.coalesce(number_text(number), words)


def code_text(code: object) -> str:
    """Write a code of the codebook as a file would hold it: true, 1, 2.5 or the word itself."""
    return str(code).lower() if isinstance(code, bool) else str(code)


def code_keys(codes: Iterable[object]) -> list[str]:
    """Return the keys of a codebook's codes.

    >>> code_keys(["Yes ", 1, 2.0, True])
    ['yes', '1', '2', 'true']
    """
    return list(_keys(tuple(code_text(code) for code in codes)))


@cache
def _keys(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys of texts; remembered, since every column asks for those of [answers]."""
    return tuple(text_keys(texts))


def text_keys(texts: Sequence[str]) -> list[str]:
    """Return the keys of texts of a file, which are too many to be remembered."""
    return answer_keys(pl.Series("text", texts, dtype=pl.String)).to_list()


def listing(names: Iterable[object], most: int = 12) -> str:
    """Write names in quotes, a long list shortened by its number."""
    texts = [f'"{name}"' for name in names]
    rest = len(texts) - most
    return ", ".join(texts) if rest <= 0 else ", ".join(texts[:most]) + f" and {rest} more"
