"""Statistics that see names in the levels, over many tables at once."""

from __future__ import annotations

import numpy as np

from vcif.inference.resampling.bits import Array, log_factorial
from vcif.inference.resampling.tables import Tables


def chi_squared(tables: Tables) -> Array:
    """Return Pearson's chi-squared, shape (tables,); levels without firms add nothing."""
    expected = tables.sizes[:, None] * tables.ties / tables.total
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = (tables.n - expected) ** 2 / expected
    return np.asarray(np.where(expected > 0, parts, 0.0).sum(axis=(0, 1)), dtype=np.float64)


def improbability(tables: Tables) -> Array:
    """Return the logarithm of one over the table's probability given its margins, up to a constant."""
    log_of = log_factorial(int(tables.total))
    return np.asarray(log_of(tables.n.astype(np.int64)).sum(axis=(0, 1)), dtype=np.float64)
