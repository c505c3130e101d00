"""The exact probability of all tables with given margins that are no more likely than the observed one.

The columns are taken one after the other. What the columns so far leave of the rows' totals is all that
matters for the rest, whatever the order of the rows, so partial tables that leave the same are merged; the
last two columns are done at once from sorted lists.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vcif._errors import NotComputableError

Whole = NDArray[np.int64]
Real = NDArray[np.float64]

_TIE = 1e-7  # tables whose probabilities agree to this relative difference count as equally likely
_LINES = (100_000, 2_000_000)  # partial tables at once: first a little, then some hundred megabytes
_DIGITS = 9  # partial tables are merged when their log probabilities agree to so many decimals


@dataclass(frozen=True)
class _Partial:
    """Partial tables: what is left of the rows (sorted), the log of the product of 1/n!, and how many."""

    left: Whole
    log_weight: Real
    times: Real


def fisher_p_value(table: Whole) -> float:
    """Return the exact two-sided p-value of Fisher's test.

    Raises
    ------
    NotComputableError
        When too many partial tables would have to be held at once.

    Examples
    --------
    >>> round(fisher_p_value(np.array([[3, 1], [1, 3]])), 10)
    0.4857142857
    """
    tall = table if table.shape[0] >= table.shape[1] else table.T
    for most in _LINES:  # few columns of many rows are few steps with many ways each, or the reverse
        for counts in (tall, tall.T):
            try:
                return _p_value(counts, most)
            except NotComputableError:
                continue
    raise NotComputableError("the exact distribution of fisher_exact is out of reach for this table")


def _p_value(counts: Whole, most: int) -> float:
    """Return the p-value, taking the columns one after the other, with at most so many partial tables."""
    rows, columns = counts.sum(axis=1), np.sort(counts.sum(axis=0))[::-1]
    observed = -float(_log_factorial(counts).sum())
    parts = _Partial(np.sort(rows)[None, :], np.zeros(1), np.ones(1))
    for column in columns[:-2]:
        parts = _take_column(parts, int(column), most)
    total = _close(parts, int(columns[-2]), observed + math.log1p(_TIE), most)
    return min(1.0, total * math.exp(float(log_table_weight(counts))))


def log_table_weight(tables: Whole) -> Real:
    """Return the log probability of tables given their margins; tables lie along the last two axes.

    Examples
    --------
    >>> round(float(np.exp(log_table_weight(np.array([[3, 1], [1, 3]])))), 6)
    0.228571
    """
    margins = sum(_log_factorial(tables.sum(axis=axis)).sum(axis=-1) for axis in (-1, -2))
    cells = _log_factorial(tables).sum(axis=(-2, -1))
    return np.asarray(margins - cells - _log_factorial(tables.sum(axis=(-2, -1))))


def _take_column(parts: _Partial, column: int, most: int) -> _Partial:
    """Return the partial tables after one more column, those that leave the same merged."""
    splits = _splits(column, parts.left.max(axis=0), most)
    _check_reach(len(splits) * len(parts.left), most)
    left = (parts.left[:, None, :] - splits).reshape(-1, splits.shape[1])
    fits = (left >= 0).all(axis=1)
    logs = (parts.log_weight[:, None] - _log_factorial(splits).sum(axis=1)).ravel()[fits]
    times = np.repeat(parts.times, len(splits))[fits]
    return _merged(np.sort(left[fits], axis=1), logs, times)


def _merged(left: Whole, logs: Real, times: Real) -> _Partial:
    """Return partial tables, those that leave the same rows with the same weight as one."""
    keys = np.column_stack([left, np.round(logs * 10.0**_DIGITS)])
    order = np.lexsort(keys.T)
    new = np.r_[True, (keys[order][1:] != keys[order][:-1]).any(axis=1)]
    first = order[new]
    return _Partial(left[first], logs[first], np.add.reduceat(times[order], np.flatnonzero(new)))


def _close(parts: _Partial, column: int, limit: float, most: int) -> float:
    """Return the sum over complete tables up to the limit of their weight relative to the observed one's."""
    total = 0.0
    order = np.lexsort(parts.left.T)
    left = parts.left[order]
    starts = np.flatnonzero(np.r_[True, (left[1:] != left[:-1]).any(axis=1)])
    _check_reach(len(starts) * _most_splits(column, left.max(axis=0)) // 20, most)  # one after the other
    for low, high in zip(starts, np.r_[starts[1:], len(left)], strict=True):
        splits = _splits(column, left[low], most)
        ends = np.sort(-(_log_factorial(splits) + _log_factorial(left[low] - splits)).sum(axis=1))
        log_sums = np.concatenate([[-np.inf], np.logaddexp.accumulate(ends)])
        logs, times = parts.log_weight[order[low:high]], parts.times[order[low:high]]
        reached = np.searchsorted(ends, limit - logs, side="right")
        total += float(np.sum(times * np.exp(logs + log_sums[reached] - limit)))
    return total * (1 + _TIE)


def _splits(total: int, room: Whole, most: int) -> Whole:
    """Return every way to place `total` firms in rows with this room, one per line."""
    _check_reach(_most_splits(total, room), most)
    splits, left = np.zeros((1, 0), dtype=np.int64), np.array([total])
    for i, space in enumerate(room):
        least = np.maximum(0, left - int(room[i + 1 :].sum()))
        choices = np.maximum(np.minimum(left, space) - least + 1, 0)
        which = np.repeat(np.arange(len(left)), choices)
        taken = np.arange(len(which)) - np.repeat(np.cumsum(choices) - choices, choices) + least[which]
        splits = np.column_stack([splits[which], taken])
        left = left[which] - taken
    return splits


def _most_splits(total: int, room: Whole) -> int:
    """Return a bound on the ways to place `total` firms in rows with this room."""
    free = math.prod(int(space) + 1 for space in room[1:])
    return min(free, math.comb(total + len(room) - 1, len(room) - 1))


def _check_reach(lines: int, most: int) -> None:
    """Raise when a step would take too much memory or time."""
    if lines > most:
        raise NotComputableError("too many partial tables")


def _log_factorial(n: Whole) -> Real:
    """Return log n!."""
    from scipy.special import gammaln

    return np.asarray(gammaln(np.asarray(n, dtype=np.float64) + 1))
