"""Cliff's delta: how much more often the second group's score is the larger one."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from vcif._counts import Counts, Samples
from vcif.inference.checks import check_level, groups_of
from vcif.inference.distributions.tails import normal_quantile
from vcif.inference.effects.limits import bounded
from vcif.inference.resampling import of_effects
from vcif.inference.resampling.bootstrap import Interval, resampled
from vcif.inference.results import EffectSize


def cliffs_delta(
    samples: Samples | Counts,
    *,
    level: float = 0.95,
    interval: Interval = "analytic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> EffectSize:
    """Return Cliff's delta of two groups with its confidence interval.

    Parameters
    ----------
    samples
        Two groups of scores, each of two firms or more, or counts.
    level
        Confidence level of the interval.
    interval
        "analytic" (see Returns), or from the bootstrap "percentile" or "bca" (see `resampled` in
        `vcif.inference.resampling.bootstrap`).
    n_resamples, seed
        Bootstrap resamples, at least 99, and their seed.

    Returns
    -------
    EffectSize
        P(second larger) - P(second smaller), from -1 to 1; positive = the second group is larger. The
        limits are Feng and Cliff's asymmetric ones with the consistent variance.

    Raises
    ------
    NotComputableError
        When a group has fewer than two firms, or every firm gave the same answer.

    Notes
    -----
    At +1 and -1, where the variance is 0, the inner limit is (m - z^2)/(m + z^2) in size, m being the
    smaller group's size: Wilson's limit of a proportion of 1, brought to the scale of delta.

    Source
    ------
    Cliff, N. (1993), Psychological Bulletin 114(3), 494-509; Feng, D. and Cliff, N. (2004), Journal of Modern
    Applied Statistical Methods 3(2), 322-332.

    Examples
    --------
    >>> cliffs_delta([[1, 2, 3], [4, 5, 6]]).estimate
    1.0
    """
    check_level("cliffs_delta", level)
    counts = groups_of("cliffs_delta", samples, exactly=2, firms=2)
    return resampled(_analytic(counts, level), counts, of_effects.cliffs_delta, interval, n_resamples, seed)


def _analytic(counts: Counts, level: float) -> EffectSize:
    """Return the effect with Feng and Cliff's limits."""
    n1, n2 = (int(size) for size in counts.sizes)
    first, second = counts.table.astype(np.float64)
    wins = (np.cumsum(first) - first) - (
        n1 - np.cumsum(first)
    )  # per score: firms of group 1 below less above
    losses = (np.cumsum(second) - second) - (n2 - np.cumsum(second))
    delta = float(second @ wins) / (n1 * n2)
    z = normal_quantile(level)
    if abs(delta) == 1:
        smallest = min(n1, n2)
        inner = delta * (smallest - z * z) / (smallest + z * z)  # below 0 for very small groups
        return bounded("cliffs_delta", delta, (min(delta, inner), max(delta, inner)), level)
    variance = _variance(counts, delta, -losses / n2, wins / n1)
    return bounded("cliffs_delta", delta, _limits(delta, variance, z), level)


def _limits(delta: float, variance: float, z: float) -> tuple[float, float]:
    """Return Feng and Cliff's asymmetric limits."""
    flat = 1 - delta * delta
    margin = z * math.sqrt(variance) * math.sqrt(flat * flat + z * z * variance)
    below = flat + z * z * variance
    return max(-1.0, (delta * flat - margin) / below), min(1.0, (delta * flat + margin) / below)


def _variance(counts: Counts, delta: float, first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Return the consistent variance of delta from the dominances of each group's scores."""
    n1, n2 = (int(size) for size in counts.sizes)
    rows, columns = counts.table.astype(np.float64)
    of_first = float(rows @ (first - delta) ** 2) / (n1 - 1)
    of_second = float(columns @ (second - delta) ** 2) / (n2 - 1)
    tied = float(rows @ columns) / (n1 * n2)
    of_pairs = (1 - tied - delta * delta) * n1 * n2 / ((n1 - 1) * (n2 - 1))
    return ((n2 - 1) * of_first + (n1 - 1) * of_second + of_pairs) / (n1 * n2)
