"""Count in memory: give each score its place and count the places, in pieces that fit the cache."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vcif.indicators.cells import EXACT, Crossing, Floats, Whole, as_number
from vcif.indicators.exact_weights import Weights, rounded_once, split

_PIECE = 1 << 16
_MOST_CELLS = 1 << 16


@dataclass(frozen=True)
class Rows:
    """Rows in memory: the place of each one's group, null for none, and its weight."""

    group: pl.Series
    groups: int
    weight: pl.Series | None
    weights: Weights | None


def count_in_memory(columns: Mapping[int, pl.Series], rows: Rows, *, sort: bool) -> dict[int, Crossing]:
    """Return the crossings of those columns whose scores are whole numbers of a small range.

    `sort` counts columns of other scores too, which takes sorting them. A column that holds NaN, or has too
    many levels for a table, is left out in any case.
    """
    most = min(_MOST_CELLS // (rows.groups + 1), 2 * rows.group.len() + 64)
    found = _counted({place: _whole_levels(values, most) for place, values in columns.items()}, columns, rows)
    if sort:
        rest = {place: values for place, values in columns.items() if place not in found}
        found |= _counted({place: _sorted_levels(values, most) for place, values in rest.items()}, rest, rows)
    return found


def _whole_levels(values: pl.Series, most: int) -> Floats | None:
    """Return the whole numbers from the least score to the largest; None if they are not whole, or many."""
    low, high = values.min(), values.max()
    if low is None or high is None:
        return np.empty(0)
    first, last = float(low), float(high)  # type: ignore[arg-type]
    if first.is_integer() and last - first < most and max(-first, last) < EXACT:
        return np.arange(first, last + 1)
    return None


def _sorted_levels(values: pl.Series, most: int) -> Floats | None:
    """Return the scores that occur, rising; None where there are too many."""
    levels = np.unique(values.drop_nulls().cast(pl.Float64).to_numpy() + 0.0)
    return levels if levels.size <= most else None


def _counted(
    levels: Mapping[int, Floats | None], columns: Mapping[int, pl.Series], rows: Rows
) -> dict[int, Crossing]:
    """Return the crossings of the columns whose scores are all among their levels."""
    totals = {place: _Totals.of(known, rows) for place, known in levels.items() if known is not None}
    for start in range(0, rows.group.len(), _PIECE):
        group = _lines(rows, start)
        parts = _parts(rows, start)
        for place in list(totals):
            at = _places(columns[place].slice(start, _PIECE), totals[place].levels)
            if at is None:
                del totals[place]
            else:
                totals[place].add(group, at, parts)
    return {place: total.crossing(rows) for place, total in totals.items()}


def _lines(rows: Rows, start: int) -> NDArray[np.intp]:
    """Return the groups of a piece; none is the place after the last."""
    piece = rows.group.slice(start, _PIECE)
    group = piece.to_numpy()  # with nulls: floats, NaN for null
    if piece.null_count():
        group = np.where(np.isnan(group), rows.groups, group)
    return group.astype(np.intp)


def _parts(rows: Rows, start: int) -> list[Floats]:
    """Return the weights of a piece in parts that sum exactly."""
    if rows.weight is None or rows.weights is None:
        return []
    return split(rows.weight.slice(start, _PIECE).fill_null(0.0).to_numpy(), rows.weights.steps)


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
        steps = rows.weights.steps if rows.weights is not None else ()
        return cls(levels, np.zeros(size, dtype=np.int64), [np.zeros(size) for _ in steps])

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


def _places(values: pl.Series, levels: Floats) -> NDArray[np.intp] | None:
    """Return each score's place among the levels, the last for no answer; None if some score has none."""
    found = as_number(values, values.dtype).to_numpy()
    first, last = (float(levels[0]), float(levels[-1])) if levels.size else (0.0, -1.0)
    even = first.is_integer() and last - first == levels.size - 1 and max(-first, last) < EXACT
    if even and found.dtype.kind != "f":
        return found.astype(np.intp) - int(first)
    found = found.astype(np.float64, copy=False)
    null = np.isnan(found)  # polars gives null as NaN
    if np.count_nonzero(null) != values.null_count():
        return None
    if not even:
        return np.searchsorted(levels, found)  # NaN comes after the last
    shifted = np.where(null, levels.size, found - first)
    at = shifted.astype(np.intp)
    return at if (at == shifted).all() else None
