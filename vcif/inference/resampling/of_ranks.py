"""Statistics of ranks over many tables at once; each is that of the test of the same name."""

from __future__ import annotations

import numpy as np

from vcif.inference.resampling.bits import Array
from vcif.inference.resampling.of_means import Pairs, ends_of
from vcif.inference.resampling.quotients import quotient
from vcif.inference.resampling.tables import Tables, squared_deviations


def kruskal_wallis(tables: Tables) -> Array:
    """Return H, shape (tables,)."""
    between = (tables.rank_sums**2 / tables.sizes).sum(axis=0)
    return (tables.total - 1) * quotient(between, tables.rank_spread)


def dunn(tables: Tables, pairs: Pairs) -> Array:
    """Return z of some pairs in the common ranking, shape (pairs, tables)."""
    first, second = ends_of(pairs)
    means = tables.rank_sums / tables.sizes
    parts = 1 / tables.sizes[first] + 1 / tables.sizes[second]
    variance = tables.rank_spread / (tables.total - 1) * parts
    return quotient(means[second] - means[first], np.sqrt(variance))


def ordered(tables: Tables, order: Pairs) -> Array:
    """Return the sum over the pairs of groups (earlier, later) less its mean, shape (tables,)."""
    wins = np.zeros(tables.n.shape[2])
    for early, late in order:
        wins += dominance(tables, early, late)
    return wins / 2


def dominance(tables: Tables, early: int, late: int) -> Array:
    """Return the cross pairs of firms that the later group wins less those that it loses, shape (tables,)."""
    lower, upper = tables.n[early], tables.n[late]
    below = 2 * np.cumsum(lower, axis=0) - lower - tables.sizes[early]
    return np.asarray((upper * below).sum(axis=0), dtype=np.float64)


def brunner_munzel(tables: Tables) -> Array:
    """Return W of two groups, shape (tables,); infinite where they do not overlap."""
    share = dominance(tables, 0, 1) / (2 * tables.sizes[0] * tables.sizes[1])
    parts = [_placement_variance(tables, i) / tables.sizes[i] for i in (0, 1)]
    return quotient(share, np.sqrt(parts[0] + parts[1]))


def _placement_variance(tables: Tables, group: int) -> Array:
    """Return the variance of the share of the other group that lies below a firm, shape (tables,)."""
    own, other = tables.n[group], tables.n[1 - group]
    n, others = tables.sizes[group], tables.sizes[1 - group]
    twice = 2 * np.cumsum(other, axis=0) - other  # whole numbers: twice the firms below
    return np.asarray(squared_deviations(twice, own, n) / ((n - 1) * (2 * others) ** 2), dtype=np.float64)
