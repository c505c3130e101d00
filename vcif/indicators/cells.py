"""Cells: how many rows of each group hold each score, in the two forms in which a count comes about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Values = TypeVar("Values", pl.Expr, pl.Series)

EXACT = 2**53  # whole numbers below it are floats without rounding
_NATIVE = (pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64, pl.Float64)


def as_number(values: Values, dtype: pl.DataType) -> Values:
    """Return a column in a type that numpy has: whole numbers as they are, yes/no as 1 and 0, else floats."""
    if dtype in _NATIVE:
        return values
    return values.cast(pl.UInt8 if dtype == pl.Boolean else pl.Float64)


@dataclass(frozen=True)
class Crossing:
    """One indicator's rows by group and level.

    `levels` rises; `rows` has a line per group and a last one for rows without group, a column per level and
    a last one for rows without answer; `weight` holds the sums of weights in the same places.
    """

    levels: Floats
    rows: Whole
    weight: Floats | None


@dataclass(frozen=True)
class Cells:
    """Cells of all indicators, one entry each.

    `indicator` and `group` are places (the group after the last one is none); `score` is NaN where
    `answered` is false; `weight` holds sums of weights, if there are weights.
    """

    indicator: Whole
    group: Whole
    score: Floats
    answered: NDArray[np.bool_]
    rows: Whole
    weight: Floats | None

    def only(self, wanted: NDArray[np.bool_]) -> Cells:
        """Return some of the cells."""
        return Cells(
            indicator=self.indicator[wanted],
            group=self.group[wanted],
            score=self.score[wanted],
            answered=self.answered[wanted],
            rows=self.rows[wanted],
            weight=None if self.weight is None else self.weight[wanted],
        )


def cells_of(crossings: Mapping[int, Crossing]) -> Cells:
    """Return the cells of crossings, named by the place of their indicator, that hold rows, in order."""
    if not crossings:
        return no_cells()
    tables = list(crossings.values())
    widths = np.array([table.levels.size + 1 for table in tables])
    sizes = np.array([table.rows.size for table in tables])
    scores = np.concatenate([part for table in tables for part in (table.levels, [np.nan])])
    rows = np.concatenate([table.rows.ravel() for table in tables])
    held = np.flatnonzero(rows)
    which = np.repeat(np.arange(len(tables)), sizes)[held]
    group, level = np.divmod(held - (np.cumsum(sizes) - sizes)[which], widths[which])
    weights = [table.weight.ravel() for table in tables if table.weight is not None]
    return Cells(
        indicator=np.fromiter(crossings, dtype=np.int64)[which],
        group=group,
        score=scores[(np.cumsum(widths) - widths)[which] + level] + 0.0,  # -0.0 is 0.0
        answered=level < widths[which] - 1,
        rows=rows[held],
        weight=np.concatenate(weights)[held] if weights else None,
    )


def no_cells() -> Cells:
    """Return no cell at all."""
    whole = np.empty(0, dtype=np.int64)
    return Cells(whole, whole, np.empty(0), np.empty(0, dtype=np.bool_), whole, None)


def together(parts: Sequence[Cells]) -> Cells:
    """Return the cells of several counts as one."""
    full = [part for part in parts if part.rows.size]
    if len(full) < 2:
        return full[0] if full else no_cells()
    weights = [part.weight for part in full if part.weight is not None]
    return Cells(
        indicator=np.concatenate([part.indicator for part in full]),
        group=np.concatenate([part.group for part in full]),
        score=np.concatenate([part.score for part in full]),
        answered=np.concatenate([part.answered for part in full]),
        rows=np.concatenate([part.rows for part in full]),
        weight=np.concatenate(weights) if weights else None,
    )


def first_of_equals(key: NDArray[Any], score: Floats) -> NDArray[np.intp]:
    """Return where each pair of key and score stands first; no answer, NaN, equals itself."""
    null = np.isnan(score)
    same = (key[1:] == key[:-1]) & ((score[1:] == score[:-1]) | (null[1:] & null[:-1]))
    return np.flatnonzero(np.concatenate([np.ones(min(key.size, 1), dtype=np.bool_), ~same]))
