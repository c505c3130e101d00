"""Effect sizes over many tables at once; NaN where a table has none."""

from __future__ import annotations

import math

import numpy as np

from vcif.inference.resampling import of_ranks
from vcif.inference.resampling.bits import Array
from vcif.inference.resampling.of_tables import chi_squared as chi_squared_of
from vcif.inference.resampling.tables import Tables


def hedges_g(tables: Tables) -> Array:
    """Return Hedges' g of two groups, shape (tables,)."""
    from scipy.special import poch

    df = tables.total - 2
    pooled = np.sqrt(tables.squares.sum(axis=0) / df)
    correction = float(poch((df - 1) / 2, 0.5)) / math.sqrt(df / 2)
    return _share(correction * tables.differences(0, 1), pooled)


def cliffs_delta(tables: Tables) -> Array:
    """Return Cliff's delta of two groups, shape (tables,)."""
    share = of_ranks.dominance(tables, 0, 1) / (tables.sizes[0] * tables.sizes[1])
    return np.asarray(share, dtype=np.float64)


def common_language(tables: Tables) -> Array:
    """Return the common-language effect of two groups, shape (tables,)."""
    return (cliffs_delta(tables) + 1) / 2


def eta_squared(tables: Tables) -> Array:
    """Return eta squared, shape (tables,)."""
    return _share(tables.between, tables.between + tables.squares.sum(axis=0))


def omega_squared(tables: Tables) -> Array:
    """Return omega squared, floored at 0, shape (tables,)."""
    between, within, groups = tables.between, tables.squares.sum(axis=0), tables.groups
    mean_square = within / (tables.total - groups)
    share = _share(between - (groups - 1) * mean_square, between + within + mean_square)
    return np.asarray(np.maximum(share, 0.0), dtype=np.float64)


def rank_epsilon_squared(tables: Tables) -> Array:
    """Return rank epsilon squared, shape (tables,)."""
    return _share((tables.rank_sums**2 / tables.sizes).sum(axis=0), tables.rank_spread)


def cramers_v(tables: Tables) -> Array:
    """Return Cramer's V, shape (tables,); levels that a resample leaves empty do not count."""
    least = np.minimum(tables.groups, (tables.ties > 0).sum(axis=0)) - 1.0
    return np.asarray(np.sqrt(_share(chi_squared_of(tables), tables.total * least)), dtype=np.float64)


def _share(above: Array, below: Array) -> Array:
    """Return above / below, NaN where below is 0."""
    share = np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)
    return np.asarray(share, dtype=np.float64)
