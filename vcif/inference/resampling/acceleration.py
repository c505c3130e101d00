"""The acceleration of a BCa interval: how the statistic's spread changes with its value."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from vcif._counts import Counts
from vcif.inference.resampling.bits import Array, Whole
from vcif.inference.resampling.tables import Tables, observed_table

_CELLS = 2**19  # cells of tables held at once


def acceleration(counts: Counts, statistic: Callable[[Tables], Array]) -> float:
    """Return the acceleration of a statistic of several samples, with each firm left out in turn.

    Firms of one cell are alike, so that one table for each cell is enough. Firms without which the statistic
    has no value take no part.

    Source
    ------
    Davison, A. C. and Hinkley, D. V. (1997), Bootstrap Methods and their Application, section 5.3.
    """
    group, level = np.nonzero(counts.table)
    firms, sizes = counts.table[group, level].astype(np.float64), counts.sizes[group].astype(np.float64)
    table = observed_table(counts)
    parts = _without_one(counts, group, level)
    left_out = np.concatenate([statistic(table.redrawn(part)) for part in parts])
    there = np.isfinite(left_out)
    kept, weights = np.where(there, left_out, 0.0), firms * there
    means = np.bincount(group, weights * kept) / np.maximum(np.bincount(group, weights), 1)
    influence = np.where(there, (1 - 1 / sizes) * (means[group] - kept), 0.0)
    third, second = float((firms * influence**3).sum()), float((firms * influence**2).sum())
    return third / (6 * second**1.5) if second > 0 else 0.0


def _without_one(counts: Counts, group: Whole, level: Whole) -> Iterator[Whole]:
    """Yield the tables without one firm of each cell that holds any, in parts."""
    part = max(1, _CELLS // counts.table.size)
    for start in range(0, group.size, part):
        rows = slice(start, start + part)
        tables = np.repeat(counts.table[:, :, None], group[rows].size, axis=2)
        tables[group[rows], level[rows], np.arange(group[rows].size)] -= 1
        yield tables
