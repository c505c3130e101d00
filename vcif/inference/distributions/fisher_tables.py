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

Whole = NDArray[np.int64]
Real = NDArray[np.float64]

_TIE = 1e-7  # tables whose probabilities agree to this relative difference count as equally likely
_DIGITS = 9  # partial tables are merged when their log probabilities agree to so many decimals


@dataclass(frozen=True)
class _Partial:
    """Partial tables: what is left of the rows (sorted), the log of the product of 1/n!, and how many."""

    left: Whole
    log_weight: Real
    times: Real


def fisher_p_value(table: Whole) -> float:
    """Return the exact two-sided p-value of Fisher's test.

    Examples
    --------
    >>> round(fisher_p_value(np.array([[3, 1], [1, 3]])), 10)
    0.4857142857
    """
    counts = table if table.shape[0] >= table.shape[1] else table.T
    rows, columns = counts.sum(axis=1), np.sort(counts.sum(axis=0))[::-1]
    observed = -float(_log_factorial(counts).sum())
    parts = _Partial(np.sort(rows)[None, :], np.zeros(1), np.ones(1))
    for column in columns[:-2]:
        parts = _take_column(parts, int(column))
    total = _close(parts, int(columns[-2]), observed + math.log1p(_TIE))
    constant = float(_log_factorial(rows).sum() + _log_factorial(columns).sum())
    constant -= float(_log_factorial(np.array([counts.sum()]))[0])
    return min(1.0, total * math.exp(constant + observed))


def fisher_work(table: Whole) -> float:
    """Return a bound on the partial tables that the exact p-value has to look at."""
    counts = table if table.shape[0] >= table.shape[1] else table.T
    rows = counts.sum(axis=1)
    work = 1.0
    for column in np.sort(counts.sum(axis=0))[::-1][:-1]:
        work *= min(
            math.comb(int(column) + len(rows) - 1, len(rows) - 1), math.prod(int(n) + 1 for n in rows)
        )
    return work


def _take_column(parts: _Partial, column: int) -> _Partial:
    """Return the partial tables after one more column, those that leave the same merged."""
    found: list[_Partial] = []
    splits = _splits(column, parts.left.max(axis=0))
    weights = -_log_factorial(splits).sum(axis=1)
    for split, weight in zip(splits, weights, strict=True):
        left = parts.left - split
        fits = (left >= 0).all(axis=1)
        found.append(
            _Partial(np.sort(left[fits], axis=1), parts.log_weight[fits] + weight, parts.times[fits])
        )
    left = np.concatenate([part.left for part in found])
    logs = np.concatenate([part.log_weight for part in found])
    times = np.concatenate([part.times for part in found])
    keys = np.column_stack([left, np.round(logs * 10.0**_DIGITS)])
    _, first, same = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    return _Partial(left[first], logs[first], np.bincount(same.ravel(), weights=times).astype(np.float64))


def _close(parts: _Partial, column: int, limit: float) -> float:
    """Return the sum over complete tables up to the limit of their weight relative to the observed one's."""
    total = 0.0
    order = np.lexsort(parts.left.T)
    left = parts.left[order]
    starts = np.flatnonzero(np.r_[True, (left[1:] != left[:-1]).any(axis=1)])
    for low, high in zip(starts, np.r_[starts[1:], len(left)], strict=True):
        splits = _splits(column, left[low])
        ends = np.sort(-(_log_factorial(splits) + _log_factorial(left[low] - splits)).sum(axis=1))
        sums = np.concatenate([[0.0], np.cumsum(np.exp(ends - limit))])
        logs, times = parts.log_weight[order[low:high]], parts.times[order[low:high]]
        reached = np.searchsorted(ends, limit - logs, side="right")
        total += float(np.sum(times * np.exp(logs) * sums[reached]))
    return total * (1 + _TIE)


def _splits(total: int, room: Whole) -> Whole:
    """Return every way to place `total` firms in rows with this room, one per line."""
    splits, left = np.zeros((1, 0), dtype=np.int64), np.array([total])
    for i, space in enumerate(room):
        least = np.maximum(0, left - int(room[i + 1 :].sum()))
        choices = np.maximum(np.minimum(left, space) - least + 1, 0)
        which = np.repeat(np.arange(len(left)), choices)
        taken = np.arange(len(which)) - np.repeat(np.cumsum(choices) - choices, choices) + least[which]
        splits = np.column_stack([splits[which], taken])
        left = left[which] - taken
    return splits


def _log_factorial(n: Whole) -> Real:
    """Return log n!."""
    from scipy.special import gammaln

    return np.asarray(gammaln(np.asarray(n, dtype=np.float64) + 1))
