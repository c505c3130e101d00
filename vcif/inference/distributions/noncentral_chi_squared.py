"""Confidence limits of the noncentrality of a chi-squared statistic."""

from __future__ import annotations

import math

from vcif._errors import ArgumentError
from vcif.inference.distributions.roots import bracket_above, bracketed_root


def noncentral_chi_squared_limits(statistic: float, df: float, level: float = 0.95) -> tuple[float, float]:
    """Return the two-sided confidence limits of the noncentrality of a chi-squared statistic.

    The limits are the noncentralities under which the observed statistic is the upper and the lower
    (1 - level)/2 point; a limit is 0 where even the central distribution lies beyond it.

    Parameters
    ----------
    statistic
        Observed statistic, 0 or more.
    df
        Degrees of freedom, above 0.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    tuple of float
        Lower and upper limit of lambda.

    Raises
    ------
    ArgumentError
        When a value is out of range.

    Source
    ------
    Smithson, M. (2003), Confidence Intervals, chapter 4.

    Examples
    --------
    >>> [round(limit, 5) for limit in noncentral_chi_squared_limits(9.0909091, 1)]
    [1.11249, 24.7514]
    """
    if not (0 < level < 1 and 0 <= statistic < math.inf and df > 0):
        raise ArgumentError(
            "noncentral_chi_squared_limits() needs a level between 0 and 1, a statistic from 0 up and "
            f"degrees of freedom above 0; got level={level}, statistic={statistic}, df={df}"
        )
    return _limit(statistic, df, (1 + level) / 2), _limit(statistic, df, (1 - level) / 2)


def _limit(statistic: float, df: float, wanted: float) -> float:
    """Return the noncentrality under which the probability up to the statistic is `wanted`, or 0."""
    from scipy.special import chndtr

    def excess(noncentrality: float) -> float:
        return float(chndtr(statistic, df, noncentrality)) - wanted

    if excess(0.0) <= 0:
        return 0.0
    flat = 1e-13 * min(wanted, 1 - wanted)
    return bracketed_root(excess, 0.0, bracket_above(excess, statistic + df), flat=flat)
