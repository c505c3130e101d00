"""Quartiles of counted scores, of all groups and indicators at once, or of one group with weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vcif._tables import IndicatorTable

Floats = NDArray[np.float64]


def quartiles(tables: Sequence[IndicatorTable]) -> Floats:
    """Return the quartiles of type 7, shape (3, rows), a row for each group of each table; NaN where none.

    All rows' scores are thought of as standing in one line, each score as often as it was given, so that
    whole-number arithmetic and one search find the scores between which each quartile lies.
    """
    counts = [table.counts for table in tables]
    levels = np.array([0 if each is None else each.table.shape[1] for each in counts])
    groups = np.array([len(table.groups) for table in tables])
    width = np.repeat(levels, groups)
    start, first = np.cumsum(width) - width, np.repeat(np.cumsum(levels) - levels, groups)
    there = [each for each in counts if each is not None]
    scores = np.concatenate([np.empty(0), *(each.scores for each in there)])
    cells = [each.table.ravel() for each in there]
    upto = np.cumsum(np.concatenate([np.zeros(1, dtype=np.int64), *cells]))
    n = upto[start + width] - upto[start]
    held = n > 0
    start, first = start[held], first[held]
    whole, rest = np.divmod(np.array([[1], [2], [3]]) * (n[held] - 1), 4)
    low, high = (
        scores[first + np.searchsorted(upto, upto[start] + place, side="right") - 1 - start]
        for place in (whole, whole + (rest > 0))
    )
    found = np.full((3, n.size), np.nan)
    found[:, held] = low + rest / 4 * (high - low)
    return found


def weighted_quantile(scores: Floats, shares: Floats, wanted: float) -> float:
    """Return the score at which the wanted share is reached; rounding of sums is not taken for a gap."""
    held = shares > 0
    scores, upto = scores[held], np.cumsum(shares[held])
    low, high = (min(int(np.searchsorted(upto, wanted + gap)), scores.size - 1) for gap in (-1e-12, 1e-12))
    return float(scores[low] + scores[high]) / 2
