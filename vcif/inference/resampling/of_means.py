"""Statistics of means over many tables at once; each is that of the test of the same name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vcif.inference.resampling.bits import Array
from vcif.inference.resampling.quotients import quotient
from vcif.inference.resampling.tables import Tables

Pairs = Sequence[tuple[int, int]]


def anova(tables: Tables) -> Array:
    """Return F, shape (tables,)."""
    groups = tables.sizes.shape[1]
    within = tables.squares.sum(axis=1) / (tables.totals - groups)
    return quotient(_between(tables) / (groups - 1), within)


def welch_anova(tables: Tables) -> Array:
    """Return Welch's F, shape (tables,); infinite where a group has no spread of its own."""
    k = tables.sizes.shape[1]
    spread, flat = tables.variances, (tables.variances == 0).any(axis=1)
    weights = tables.sizes / np.where(spread > 0, spread, 1.0)
    total = weights.sum(axis=1)
    centre = (weights * tables.means).sum(axis=1) / total
    lost = ((1 - weights / total[:, None]) ** 2 / (tables.sizes - 1)).sum(axis=1)
    between = (weights * (tables.means - centre[:, None]) ** 2).sum(axis=1) / (k - 1)
    f = between / (1 + 2 * (k - 2) / (k * k - 1) * lost)
    return np.where(flat, np.inf, f)


def brown_forsythe_means(tables: Tables) -> Array:
    """Return Brown and Forsythe's F, shape (tables,)."""
    share = 1 - tables.sizes / tables.totals[:, None]
    return quotient(_between(tables), (share * tables.variances).sum(axis=1))


def brown_forsythe_spread(tables: Tables) -> Array:
    """Return F of the absolute deviations from the groups' medians, shape (tables,)."""
    deviations = np.abs(tables.scores - _medians(tables)[:, :, None])
    sums = (tables.n * deviations).sum(axis=2)
    squares = (tables.n * deviations**2).sum(axis=2)
    spread = squares - sums * sums / tables.sizes
    within = np.where(spread > 1e-13 * squares, spread, 0.0).sum(axis=1)
    grand = sums.sum(axis=1, keepdims=True) / tables.totals[:, None]
    between = (tables.sizes * (sums / tables.sizes - grand) ** 2).sum(axis=1)
    groups = tables.sizes.shape[1]
    return quotient(between / (groups - 1), within / (tables.totals - groups))


def pooled_t(tables: Tables, pairs: Pairs) -> Array:
    """Return t of some pairs over one pooled variance, shape (tables, pairs)."""
    first, second = ends_of(pairs)
    pooled = tables.squares.sum(axis=1) / (tables.totals - tables.sizes.shape[1])
    parts = 1 / tables.sizes[:, first] + 1 / tables.sizes[:, second]
    return quotient(tables.means[:, second] - tables.means[:, first], np.sqrt(pooled[:, None] * parts))


def welch_t(tables: Tables, pairs: Pairs) -> Array:
    """Return Welch's t of some pairs, shape (tables, pairs)."""
    first, second = ends_of(pairs)
    parts = tables.variances / tables.sizes
    std_error = np.sqrt(parts[:, first] + parts[:, second])
    return quotient(tables.means[:, second] - tables.means[:, first], std_error)


def ends_of(pairs: Pairs) -> tuple[list[int], list[int]]:
    """Return the earlier and the later groups of some pairs."""
    return [first for first, _ in pairs], [second for _, second in pairs]


def _between(tables: Tables) -> Array:
    """Return the sums of squares between the groups."""
    grand = tables.sums.sum(axis=1, keepdims=True) / tables.totals[:, None]
    return np.asarray((tables.sizes * (tables.means - grand) ** 2).sum(axis=1), dtype=np.float64)


def _medians(tables: Tables) -> Array:
    """Return the groups' medians, shape (tables, groups)."""
    upto, size = np.cumsum(tables.n, axis=2), tables.sizes[:, :, None]
    low = (upto <= (size - 1) // 2).sum(axis=2)
    high = (upto <= size // 2).sum(axis=2)
    return np.asarray((tables.scores[low] + tables.scores[high]) / 2, dtype=np.float64)
