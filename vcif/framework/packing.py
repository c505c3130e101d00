"""Whole histories as single numbers: a firm's symbols over the waves are the digits of one number.

A sum over the firm's rows, in any order, is then all that a pass over the panel needs: no sort, no join, no
window. Millions of firms share few histories, so everything after the pass looks at the distinct ones only.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vcif._errors import DataError

_BITS = 62  # a signed whole number of 64 bits holds sums below 2^62 with room to spare
FIRST_ROW = 2  # a spreadsheet's first row is the header
_SHOWN = 5


def pack(rows: pl.LazyFrame, code: pl.Expr, base: int, waves: Sequence[int]) -> pl.LazyFrame:
    """Return one row per firm: its history in the columns of `key_columns`.

    `code` is a row's symbol, from 1 to base - 1; 0 stands for a wave without a row. A second number has a
    binary digit for every wave: as many ones as the firm has rows, unless it stands in one wave twice.
    """
    values = [
        (code * _places(block, base)).alias(f"pack_{k}")
        for k, block in enumerate(_blocks(waves, _digits(base)))
    ]
    seen = [_places(block, 2).alias(f"seen_{k}") for k, block in enumerate(_blocks(waves, _BITS))]
    names = [column.meta.output_name() for column in (*values, *seen)]
    return (
        rows.select("firm_id", *values, *seen)
        .group_by("firm_id")
        .agg(*(pl.col(name).sum() for name in names), n_rows=pl.len().cast(pl.Int64))
    )


def key_columns(base: int, waves: Sequence[int]) -> list[str]:
    """Return the columns that tell one history from another."""
    return [f"pack_{k}" for k, _ in enumerate(_blocks(waves, _digits(base)))]


def count_packed(packed: pl.LazyFrame, base: int, waves: Sequence[int]) -> pl.DataFrame:
    """Return how many firms (n) share each history, and whether some firm stands in a wave twice (twice)."""
    keys = key_columns(base, waves)
    seen = [f"seen_{k}" for k, _ in enumerate(_blocks(waves, _BITS))]
    ones = pl.sum_horizontal(pl.col(name).bitwise_count_ones() for name in seen)
    # A firm's rows are powers of two: their sum has as many ones as rows exactly where all of them differ.
    return (
        packed.group_by(keys)
        .agg(n=pl.len().cast(pl.Int64), twice=(ones != pl.col("n_rows")).any())
        .collect(engine="streaming")
    )


def unpack(base: int, waves: Sequence[int]) -> list[pl.Expr]:
    """Return each wave's symbol, in the order of the waves."""
    return [
        pl.col(f"pack_{k}") // base**i % base
        for k, block in enumerate(_blocks(waves, _digits(base)))
        for i in range(len(block))
    ]


def refuse_twice(function: str, rows: pl.LazyFrame) -> None:
    """Raise with the firms that stand in one wave twice, and their rows as a spreadsheet shows them."""
    numbered = rows.select("firm_id", "wave").with_row_index("row", offset=FIRST_ROW)
    found = (
        numbered.filter(pl.col("firm_id").is_not_null(), pl.col("wave").is_not_null())
        .group_by("firm_id", "wave").agg(pl.col("row").sort())
        .filter(pl.col("row").list.len() > 1).sort(pl.col("row").list.first()).collect()
    )  # fmt: skip
    told = [
        f'firm "{firm}" in wave {wave} in rows {", ".join(str(row) for row in places[:_SHOWN])}'
        + (", ..." if len(places) > _SHOWN else "")
        for firm, wave, places in found.head(_SHOWN).rows()
    ]
    more = f"; and {found.height - _SHOWN} more" if found.height > _SHOWN else ""
    raise DataError(
        f"{function}() needs a firm once in a wave; got {'; '.join(told)}{more} (header = row 1); "
        "remove the surplus rows"
    )


def _digits(base: int) -> int:
    """Return how many digits of a base one number holds."""
    digits = 1
    while base ** (digits + 1) <= 2**_BITS:
        digits += 1
    return digits


def _blocks(waves: Sequence[int], size: int) -> list[tuple[int, ...]]:
    """Return the waves in blocks that each fill one number."""
    return [tuple(waves[start : start + size]) for start in range(0, len(waves), size)]


def _places(block: Sequence[int], base: int) -> pl.Expr:
    """Return the value of a wave's digit; 0 in the other blocks' numbers."""
    powers = [base**i for i in range(len(block))]
    return pl.col("wave").replace_strict(list(block), powers, default=0, return_dtype=pl.Int64)
