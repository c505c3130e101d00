"""Statistics of means over many tables at once; each is that of the test of the same name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vcif.inference.resampling.bits import Array
from vcif.inference.resampling.quotients import quotient
from vcif.inference.resampling.tables import Tables, squared_deviations

Pairs = Sequence[tuple[int, int]]
_ROUNDING = 1e-20  # a share of the sum of squares that is rounding


def anova(tables: Tables) -> Array:
    """Return F, shape (tables,)."""
    groups = tables.groups
    within = tables.squares.sum(axis=0) / (tables.total - groups)
    return quotient(tables.between / (groups - 1), within)


def welch_anova(tables: Tables) -> Array:
    """Return Welch's F, shape (tables,).

    A group without spread has all the weight, as in the limit of its variance towards 0; F is infinite where
    two such groups have different means.
    """
    k, flat = tables.groups, tables.variances == 0
    heavy = np.where(flat, tables.sizes, 0.0)
    light = np.where(flat, 0.0, tables.sizes / np.where(flat, 1.0, tables.variances))
    weights = np.where(heavy.any(axis=0), heavy, light)
    total = weights.sum(axis=0)
    centre = (weights * tables.means).sum(axis=0) / total
    lost = ((1 - weights / total) ** 2 / (tables.sizes - 1)).sum(axis=0)
    between = (light * (tables.means - centre) ** 2).sum(axis=0) / (k - 1)
    apart = (heavy * (tables.means - centre) ** 2).sum(axis=0) > _ROUNDING * tables.between
    return np.where(apart, np.inf, between / (1 + 2 * (k - 2) / (k * k - 1) * lost))


def brown_forsythe_means(tables: Tables) -> Array:
    """Return Brown and Forsythe's F, shape (tables,)."""
    share = 1 - tables.sizes / tables.total
    return quotient(tables.between, (share * tables.variances).sum(axis=0))


def brown_forsythe_spread(tables: Tables) -> Array:
    """Return F of the absolute deviations from the groups' medians, shape (tables,)."""
    deviations = np.abs(tables.scores[None, :, None] - _medians(tables)[:, None, :])
    sums = (tables.n * deviations).sum(axis=1)
    within = squared_deviations(deviations, tables.n, tables.sizes).sum(axis=0)
    grand = sums.sum(axis=0) / tables.total
    between = (tables.sizes * (sums / tables.sizes - grand) ** 2).sum(axis=0)
    groups = tables.groups
    return quotient(between / (groups - 1), within / (tables.total - groups))


def pooled_t(tables: Tables, pairs: Pairs) -> Array:
    """Return t of some pairs over one pooled variance, shape (pairs, tables)."""
    first, second = ends_of(pairs)
    pooled = tables.squares.sum(axis=0) / (tables.total - tables.groups)
    parts = 1 / tables.sizes[first] + 1 / tables.sizes[second]
    return quotient(tables.differences(first, second), np.sqrt(pooled * parts))


def welch_t(tables: Tables, pairs: Pairs) -> Array:
    """Return Welch's t of some pairs, shape (pairs, tables)."""
    first, second = ends_of(pairs)
    parts = tables.variances / tables.sizes
    return quotient(tables.differences(first, second), np.sqrt(parts[first] + parts[second]))


def ends_of(pairs: Pairs) -> tuple[list[int], list[int]]:
    """Return the earlier and the later groups of some pairs."""
    return [first for first, _ in pairs], [second for _, second in pairs]


def _medians(tables: Tables) -> Array:
    """Return the groups' medians, shape (groups, tables)."""
    upto, size = np.cumsum(tables.n, axis=1), tables.sizes[:, None, :]
    low, high = ((upto <= place).sum(axis=1) for place in ((size - 1) // 2, size // 2))
    return np.asarray((tables.scores[low] + tables.scores[high]) / 2, dtype=np.float64)
