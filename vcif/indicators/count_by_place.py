"""Count by place: for whole numbers in memory, count the places from the least score to the largest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vcif.indicators.cells import EXACT, Crossing, Floats, Whole, as_number
from vcif.indicators.exact_weights import rounded_once
from vcif.indicators.rows import Rows

_PIECE = 1 << 14  # arrays of this length stay in the processor's cache
_LONG_PIECE = (
    3000  # from here on one query fills all columns' nulls faster than numpy passes over each column
)
_MOST_CELLS = 1 << 16


def count_by_place(columns: Mapping[int, pl.Series], rows: Rows) -> dict[int, Crossing]:
    """Return the crossings of those columns, by their places, that hold whole numbers of a small range."""
    most = min(_MOST_CELLS // (rows.groups + 1), 2 * rows.group.len() + 64)
    levels = {place: _whole_levels(values, most) for place, values in columns.items()}
    totals = {place: _Totals.of(known, rows) for place, known in levels.items() if known is not None}
    for start in range(0, rows.group.len(), _PIECE):
        group = rows.lines(start, _PIECE).astype(np.intp)
        parts = rows.parts(start, _PIECE)
        piece = {place: columns[place].slice(start, _PIECE) for place in totals}
        if group.size >= _LONG_PIECE:
            piece |= _filled(piece, totals)
        for place, values in piece.items():
            at = _places(values, totals[place].levels)
            if at is None:
                del totals[place]
            else:
                totals[place].add(group, at, parts)
    crossings = {place: total.crossing(rows) for place, total in totals.items()}
    missing = {place: columns[place].null_count() for place in crossings}
    return {i: found for i, found in crossings.items() if found.rows[:, -1].sum() == missing[i]}  # no NaN


def _whole_levels(values: pl.Series, most: int) -> Floats | None:
    """Return the whole numbers from the least score to the largest; None if they are not whole, or many."""
    low: Any = values.min()
    high: Any = values.max()
    if low is None:
        return np.empty(0)
    first, last = float(low), float(high)
    if first.is_integer() and last - first < most and max(-first, last) < EXACT:
        return np.arange(first, last + 1)
    return None


@dataclass(frozen=True)
class _Totals:
    """What has been counted of one column: rows and the parts of the weights, by group and place."""

    levels: Floats
    counts: Whole
    sums: list[Floats]

    @classmethod
    def of(cls, levels: Floats, rows: Rows) -> _Totals:
        """Return a count of nothing."""
        size = (rows.groups + 1) * (levels.size + 1)
        return cls(levels, np.zeros(size, dtype=np.int64), [np.zeros(size) for _ in range(rows.steps)])

    def add(self, group: NDArray[np.intp], place: NDArray[np.intp], parts: list[Floats]) -> None:
        """Count a piece."""
        cell = group * (self.levels.size + 1) + place
        self.counts[:] += np.bincount(cell, minlength=self.counts.size)
        for total, part in zip(self.sums, parts, strict=True):
            total += np.bincount(cell, weights=part, minlength=total.size)

    def crossing(self, rows: Rows) -> Crossing:
        """Return what has been counted."""
        shape = (rows.groups + 1, self.levels.size + 1)
        weight = None if rows.weights is None else rounded_once(self.sums, self.counts.shape).reshape(shape)
        return Crossing(levels=self.levels, rows=self.counts.reshape(shape), weight=weight)


def _filled(piece: Mapping[int, pl.Series], totals: Mapping[int, _Totals]) -> dict[int, pl.Series]:
    """Return the columns that hold nulls with the number after the last level in place of them."""
    holed = {f"{place}": values for place, values in piece.items() if values.null_count()}
    if not holed:
        return {}
    filled = []
    for name, values in holed.items():
        levels, number = totals[int(name)].levels, as_number(pl.col(name), values.dtype)
        after = float(levels[-1]) + 1 if levels.size else 0.0
        whole = values.dtype.is_integer() or values.dtype == pl.Boolean
        filled.append(
            number.cast(pl.Int64 if whole else pl.Float64).fill_null(int(after) if whole else after)
        )
    return {int(found.name): found for found in pl.DataFrame(holed).select(filled).get_columns()}


def _places(values: pl.Series, levels: Floats) -> NDArray[np.intp] | None:
    """Return each score's place among the levels, the last for no answer; None if some score has none."""
    found = as_number(values, values.dtype).to_numpy()
    first = float(levels[0]) if levels.size else 0.0
    if found.dtype.kind != "f":
        return found.astype(np.intp) - int(first)
    shifted = np.fmin(
        found.astype(np.float64, copy=False) - first, levels.size
    )  # null is NaN here, fmin's lesser
    at = shifted.astype(np.intp)
    return at if (at == shifted).all() else None
