"""Confidence limits of noncentrality parameters, by inverting the noncentral t and F distributions."""

from __future__ import annotations

import math

from vcif._errors import ArgumentError
from vcif.inference.distributions.roots import bracket_above, bracketed_root


def noncentral_f_limits(f: float, df1: float, df2: float, level: float = 0.95) -> tuple[float, float]:
    """Return the two-sided confidence limits of the noncentrality of an F statistic.

    The limits are the noncentralities under which the observed F is the upper and the lower (1 - level)/2
    point; a limit is 0 where even the central distribution lies beyond it.

    Parameters
    ----------
    f
        Observed statistic, 0 or more.
    df1, df2
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

    Notes
    -----
    `scipy.special.ncfdtrinc` is good to some four digits only, so the root is bracketed on the distribution
    function itself.

    Source
    ------
    Steiger, J. H. (2004), Psychological Methods 9(2), 164-182.

    Examples
    --------
    >>> [round(limit, 7) for limit in noncentral_f_limits(15.4105982, 3, 75)]
    [18.9131465, 79.1825037]
    """
    _check("noncentral_f_limits", level, 0 <= f < math.inf and df1 > 0 and df2 > 0, f"f={f}, df1={df1}, df2={df2}")
    return _f_limit(f, df1, df2, (1 + level) / 2), _f_limit(f, df1, df2, (1 - level) / 2)


def _f_limit(f: float, df1: float, df2: float, wanted: float) -> float:
    """Return the noncentrality under which the probability up to f is `wanted`, or 0."""
    from scipy.special import ncfdtr

    def excess(noncentrality: float) -> float:
        return float(ncfdtr(df1, df2, noncentrality, f)) - wanted

    if excess(0.0) <= 0:
        return 0.0
    return bracketed_root(excess, 0.0, bracket_above(excess, df1 * (f + 1)))


def noncentral_t_limits(t: float, df: float, level: float = 0.95) -> tuple[float, float]:
    """Return the two-sided confidence limits of the noncentrality of a t statistic.

    Parameters
    ----------
    t
        Observed statistic.
    df
        Degrees of freedom, above 0.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    tuple of float
        Lower and upper limit of delta.

    Raises
    ------
    ArgumentError
        When a value is out of range.

    Notes
    -----
    A negative t is turned round (the limits of -t are those of t with the signs changed), since
    `scipy.special.nctdtr` fails at some negative noncentralities.

    Source
    ------
    Cumming, G. and Finch, S. (2001), Educational and Psychological Measurement 61(4), 532-574.

    Examples
    --------
    >>> [round(limit, 6) for limit in noncentral_t_limits(2.0, 10)]
    [-0.183517, 4.101135]
    """
    _check("noncentral_t_limits", level, math.isfinite(t) and df > 0, f"t={t}, df={df}")
    if t < 0:
        low, high = noncentral_t_limits(-t, df, level)
        return -high, -low
    return _t_limit(t, df, (1 + level) / 2), _t_limit(t, df, (1 - level) / 2)


def _check(function: str, level: float, usable: bool, came: str) -> None:
    """Raise unless the level and the other values are in range."""
    if not 0 < level < 1:
        raise ArgumentError(f"{function}() needs a level between 0 and 1; got {level!r}")
    if not usable:
        raise ArgumentError(
            f"{function}() needs a finite statistic (F at least 0) and positive degrees of freedom; got {came}"
        )


def _t_limit(t: float, df: float, wanted: float) -> float:
    """Return the noncentrality under which the probability up to t (not negative) is `wanted`."""

    def excess(delta: float) -> float:
        return _nct_cdf(t, df, delta) - wanted

    width = 2.0 + t / math.sqrt(2 * df)
    low, high = t - width, t + width
    while excess(low) < 0:
        low -= width
    while excess(high) > 0:
        high += width
    return bracketed_root(excess, low, high)


def _nct_cdf(t: float, df: float, delta: float) -> float:
    """Return the noncentral t distribution function; P(T <= t; delta) = 1 - P(T <= -t; -delta)."""
    from scipy.special import nctdtr

    return float(nctdtr(df, delta, t)) if delta >= 0 else 1.0 - float(nctdtr(df, -delta, -t))
