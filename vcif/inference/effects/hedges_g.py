"""Hedges' g: the standardized difference of two means, corrected for small samples."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vcif._counts import Counts, Samples, as_counts
from vcif._errors import NotComputableError
from vcif.inference.checks import NO_VARIATION_WITHIN, check_level, groups_of
from vcif.inference.distributions import noncentral_t_limits
from vcif.inference.effects.limits import bounded
from vcif.inference.outcomes import attempt, finished, sole
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
    counts = as_counts(samples)
    found = sole(hedges_g_of_many([counts], level))
    return resampled(found, counts, of_effects.hedges_g, interval, n_resamples, seed)


def hedges_g_of_many(tables: Sequence[Counts], level: float) -> list[EffectSize | NotComputableError]:
    """Return the effect of each table of two groups, with its analytic limits."""
    begun = [attempt(_begun, counts) for counts in tables]
    return finished(begun, lambda those: _finished(those, level))


@dataclass(frozen=True)
class _Standardized:
    """The difference over the pooled standard deviation, what it is per unit of t, and its df."""

    d: float
    per_t: float
    df: int


def _begun(counts: Counts) -> _Standardized:
    """Return the standardized difference of one table."""
    counts = groups_of("hedges_g", counts, exactly=2)
    df = counts.total - 2
    if df < 2:
        raise NotComputableError("hedges_g needs at least four firms in the two groups together")
    (n1, n2), (sum1, sum2) = counts.sizes.tolist(), counts.whole_sums
    within = counts.whole_squares[0] * n2 + counts.whole_squares[1] * n1  # n1 n2 times the sum of squares
    if within == 0:
        raise NotComputableError(NO_VARIATION_WITHIN)
    # whole numbers up to one division each, so that the mean's size costs no digits
    difference = (sum2 * n1 - sum1 * n2) / (n1 * n2)
    return _Standardized(difference / math.sqrt(within / (n1 * n2 * df)), math.sqrt(1 / n1 + 1 / n2), df)


def _finished(begun: Sequence[_Standardized], level: float) -> list[EffectSize]:
    """Return the effects with their limits."""
    if not begun:
        return []
    d, per_t, df = (np.array([getattr(one, part) for one in begun], float) for part in ("d", "per_t", "df"))
    correction = _correction(df)
    low, high = noncentral_t_limits(d / per_t, df, level)
    columns = (d * correction, low * per_t * correction, high * per_t * correction)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [bounded("hedges_g", estimate, (low, high), level) for estimate, low, high in rows]


def _correction(df: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Gamma(m/2) / (sqrt(m/2) Gamma((m - 1)/2)) for m degrees of freedom."""
    from scipy.special import poch

    return np.asarray(poch((df - 1) / 2, 0.5) / np.sqrt(df / 2), dtype=np.float64)
