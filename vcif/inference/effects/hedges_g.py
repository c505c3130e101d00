"""Hedges' g: the standardized difference of two means, corrected for small samples."""

from __future__ import annotations

import math

from vcif._counts import Counts, Samples
from vcif._errors import NotComputableError
from vcif.inference.checks import NO_VARIATION_WITHIN, check_level, groups_of
from vcif.inference.distributions import noncentral_t_limits
from vcif.inference.effects.limits import bounded
from vcif.inference.resampling import of_effects
from vcif.inference.resampling.bootstrap import Interval, resampled
from vcif.inference.results import EffectSize


def hedges_g(
    samples: Samples | Counts,
    *,
    level: float = 0.95,
    interval: Interval = "analytic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> EffectSize:
    """Return Hedges' g of two groups with its confidence interval.

    Parameters
    ----------
    samples
        Two groups of scores, or counts.
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
        Mean of the second group less the first's, over the pooled standard deviation, times the exact
        correction; positive = the second group is larger. Limits from the noncentral t distribution, with
        the same correction.

    Raises
    ------
    NotComputableError
        When a group is empty, there are fewer than four firms, or nothing varies within the groups.

    Notes
    -----
    The correction is exact (gamma functions), not the approximation 1 - 3/(4 m - 1).

    Source
    ------
    Hedges, L. V. (1981), Journal of Educational Statistics 6(2), 107-128.

    Examples
    --------
    >>> effect = hedges_g([[1, 2, 3], [4, 5, 6]])
    >>> round(effect.estimate, 6), effect.conf_low < effect.estimate < effect.conf_high
    (2.393654, True)
    """
    check_level("hedges_g", level)
    counts = groups_of("hedges_g", samples, exactly=2)
    df = counts.total - 2
    if df < 2:
        raise NotComputableError("hedges_g needs at least four firms in the two groups together")
    within = sum(counts.squares)
    if within == 0:
        raise NotComputableError(NO_VARIATION_WITHIN)
    n1, n2 = (int(size) for size in counts.sizes)
    per_t = math.sqrt(1 / n1 + 1 / n2)
    difference = counts.exact_means[1] - counts.exact_means[0]
    d = float(difference) / math.sqrt(float(within / df))
    correction = _correction(df)
    low, high = noncentral_t_limits(d / per_t, df, level)
    limits = (low * per_t * correction, high * per_t * correction)
    found = bounded("hedges_g", d * correction, limits, level)
    return resampled(found, counts, of_effects.hedges_g, interval, n_resamples, seed)


def _correction(df: int) -> float:
    """Return Gamma(m/2) / (sqrt(m/2) Gamma((m - 1)/2)) for m degrees of freedom."""
    from scipy.special import poch

    return float(poch((df - 1) / 2, 0.5)) / math.sqrt(df / 2)
