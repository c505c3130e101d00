"""Missing values that a file declares itself: SPSS's lists and ranges, Stata's and SAS's .a to .z."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from vcif.dataset.cell_text import cell_text, number_of, tidy
from vcif.dataset.raw_table import Labels

LETTER = r"^[A-Za-z_]$"
SPECIAL = r"^\.[a-z_]$"


def special_text(cells: Sequence[object], numbers: type[pl.DataType] = pl.Float64) -> pl.Series:
    """Write a column of `numbers` with special missing values: 3.0 is "3", the letter a is ".a"."""
    texts = pl.Series("cell", cells, dtype=pl.String, strict=False)
    cell = pl.col("cell")
    frame = texts.to_frame().select(
        number=cell.cast(pl.Float64, strict=False).cast(numbers),
        letter=pl.when(cell.str.contains(LETTER)).then("." + cell.str.to_lowercase()),
    )
    return frame.with_columns(cell_text(frame["number"])).select(pl.coalesce("number", "letter")).to_series()


def code_texts(codes: Sequence[object], *, in_numbers: bool) -> list[str]:
    """Write labelled codes as their cells are written."""
    numbers = pl.Series("code", [None if isinstance(code, str) else code for code in codes], dtype=pl.Float64)
    return [
        str(number) if not isinstance(code, str) else f".{code.lower()}" if in_numbers else code
        for code, number in zip(codes, cell_text(numbers), strict=True)
    ]


def declared_in(texts: pl.Series, ranges: Sequence[Mapping[str, Any]], labels: Labels) -> Labels:
    """Return those of a column's texts that are declared missing, each with its label or an empty text."""
    cell, number = pl.col("cell"), pl.col("number")
    found = texts.alias("cell").unique(maintain_order=True).to_frame()
    found = found.with_columns(plain=tidy(cell)).with_columns(number=number_of(pl.col("plain")))
    declared = pl.lit(False) if ranges else cell.str.contains(SPECIAL)
    for entry in ranges:
        low, high = entry["lo"], entry["hi"]
        in_range = (
            cell.str.strip_chars() == low.strip() if isinstance(low, str) else number.is_between(low, high)
        )
        declared = declared | in_range.fill_null(False)
    return {text: labels.get(text, "") for text in found.filter(declared)["cell"]}
