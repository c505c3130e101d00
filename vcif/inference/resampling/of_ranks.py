"""Statistics of ranks over many tables at once; each is that of the test of the same name."""

from __future__ import annotations

import numpy as np

from vcif.inference.resampling.bits import Array
from vcif.inference.resampling.of_means import Pairs, ends_of
from vcif.inference.resampling.quotients import quotient
from vcif.inference.resampling.tables import Tables


def kruskal_wallis(tables: Tables) -> Array:
    """Return H, shape (tables,)."""
    between = (tables.rank_sums**2 / tables.sizes).sum(axis=1)
    return (tables.totals - 1) * quotient(between, tables.rank_spread)


def dunn(tables: Tables, pairs: Pairs) -> Array:
    """Return z of some pairs in the common ranking, shape (tables, pairs)."""
    first, second = ends_of(pairs)
    means = tables.rank_sums / tables.sizes
    parts = 1 / tables.sizes[:, first] + 1 / tables.sizes[:, second]
    variance = (tables.rank_spread / (tables.totals - 1))[:, None] * parts
    return quotient(means[:, second] - means[:, first], np.sqrt(variance))


def ordered(tables: Tables, order: Pairs) -> Array:
    """Return the sum over the pairs of groups (earlier, later) less its mean, shape (tables,)."""
    wins = np.zeros(tables.n.shape[0])
    for early, late in order:
        wins += dominance(tables, early, late)
    return wins / 2


def dominance(tables: Tables, early: int, late: int) -> Array:
    """Return the cross pairs of firms that the later group wins less those that it loses, shape (tables,)."""
    lower, upper = tables.n[:, early], tables.n[:, late]
    upto = np.cumsum(lower, axis=1)
    return np.asarray((upper * (2 * upto - lower - upto[:, -1:])).sum(axis=1), dtype=np.float64)


def brunner_munzel(tables: Tables) -> Array:
    """Return W of two groups, shape (tables,); infinite where they do not overlap."""
    n1, n2 = tables.sizes[:, 0], tables.sizes[:, 1]
    share = dominance(tables, 0, 1) / (n1 * n2) / 2
    parts = [_placement_variance(tables, i) / tables.sizes[:, i] for i in (0, 1)]
    return quotient(share, np.sqrt(parts[0] + parts[1]))


def _placement_variance(tables: Tables, group: int) -> Array:
    """Return the variance of the share of the other group that lies below a firm, shape (tables,)."""
    own, other = tables.n[:, group], tables.n[:, 1 - group]
    upto = np.cumsum(other, axis=1)
    twice = 2 * upto - other  # whole numbers: twice the firms below
    n = own.sum(axis=1)
    total = (own * twice).sum(axis=1)
    scaled = n * (own * twice * twice).sum(axis=1)
    spread = scaled - total * total
    spread = np.where(spread > (0.0 if scaled.max(initial=0.0) < 2.0**53 else 1e-13 * scaled), spread, 0.0)
    return np.asarray(spread / (n * (n - 1)) / (2 * upto[:, -1]) ** 2, dtype=np.float64)
