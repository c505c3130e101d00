"""Cramer's V: the strength of association in a table of counts."""

from __future__ import annotations

import math

from vcif._counts import Counts
from vcif.inference.checks import check_level
from vcif.inference.distributions import noncentral_chi_squared_limits
from vcif.inference.effects.limits import bounded
from vcif.inference.htests.chi_squared import exact_chi_squared
from vcif.inference.htests.contingency import Table, contingency_table
from vcif.inference.resampling import of_effects
from vcif.inference.resampling.bootstrap import Interval, resampled
from vcif.inference.results import EffectSize


def cramers_v(
    table: Table | Counts,
    *,
    level: float = 0.95,
    interval: Interval = "analytic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> EffectSize:
    """Return Cramer's V with its two-sided confidence interval.

    Parameters
    ----------
    table
        Counts of firms, one row per group and one column per level.
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
        sqrt(chi-squared / (N (min(rows, columns) - 1))), from 0 to 1; limits by inverting the noncentral
        chi-squared distribution, each as sqrt(lambda / (N (min(rows, columns) - 1))), at most 1.

    Raises
    ------
    NotComputableError
        When fewer than two rows or two columns hold firms.

    Notes
    -----
    Chi-squared is taken without a continuity correction, always. V is biased upwards in small samples,
    and bootstrap resamples are more so: their limits lie too high, and the note says it. Where the estimate
    lies outside the interval, the limit moves to it ("boundary").

    Source
    ------
    Cramer, H. (1946), Mathematical Methods of Statistics, section 21.9; Smithson, M. (2003), Confidence
    Intervals, chapter 4.

    Examples
    --------
    >>> round(cramers_v([[20, 30], [35, 15]]).estimate, 7)
    0.3015113
    """
    check_level("cramers_v", level)
    counts = contingency_table("cramers_v", table)
    statistic = exact_chi_squared(counts)
    scale = int(counts.sum()) * (min(counts.shape) - 1)
    df = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    low, high = (
        min(1.0, math.sqrt(limit / scale))
        for limit in noncentral_chi_squared_limits(float(statistic), df, level)
    )
    found = bounded("cramers_v", math.sqrt(statistic / scale), (low, high), level)
    named = Counts(scores=range(counts.shape[1]), n=counts)
    return resampled(found, named, of_effects.cramers_v, interval, n_resamples, seed)
