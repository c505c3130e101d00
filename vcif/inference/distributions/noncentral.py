"""Confidence limits of noncentrality parameters, by inverting the noncentral t and F distributions."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from vcif._errors import ArgumentError
from vcif.inference.distributions.root_mean_square import log_density, reach
from vcif.inference.distributions.roots import bracket_above, bracketed_root

_FAR_F = 1e6  # SciPy's noncentral F loses digits, time and finally its mind beyond this F
_Tail = Callable[[float, bool], float]
_HALF_WIDTH = 9.0  # the normal density is below 1e-17 of its peak beyond this distance


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
    function itself. That fails when F is very large; there the root of the noncentral chi-squared is normal
    about sqrt(lambda) + (df1 - 1)/(2 sqrt(lambda)), so the limits are those of t = sqrt(df1 F).

    Source
    ------
    Steiger, J. H. (2004), Psychological Methods 9(2), 164-182.

    Examples
    --------
    >>> [round(limit, 6) for limit in noncentral_f_limits(15.4105982, 3, 75)]
    [18.913147, 79.182504]
    """
    _check(
        "noncentral_f_limits",
        level,
        0 <= f < math.inf and df1 > 0 and df2 > 0,
        f"f={f}, df1={df1}, df2={df2}",
    )
    if f > _FAR_F * df1:
        low, high = noncentral_t_limits(math.sqrt(df1 * f), df2, level)
        return max(0.0, low * abs(low) - (df1 - 1)), high * high - (df1 - 1)
    return _f_limit(f, df1, df2, (1 + level) / 2), _f_limit(f, df1, df2, (1 - level) / 2)


def _f_limit(f: float, df1: float, df2: float, wanted: float) -> float:
    """Return the noncentrality under which the probability up to f is `wanted`, or 0."""
    from scipy.special import ncfdtr

    def excess(noncentrality: float) -> float:
        return float(ncfdtr(df1, df2, noncentrality, f)) - wanted

    if excess(0.0) <= 0:
        return 0.0
    return bracketed_root(excess, 0.0, bracket_above(excess, df1 * (f + 1)), flat=_flat(wanted))


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
    A negative t is turned round: the limits of -t are those of t with the signs changed.
    `scipy.special.nctdtr` is NaN at many negative noncentralities and loses digits from some hundred on, so
    the distribution function is integrated here, by the trapezoidal rule.

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
    tail = _t_tail(t, df)
    low, high = (_t_limit(tail, t, df, (1 - level) / 2, above=above) for above in (True, False))
    return low, high


def _check(function: str, level: float, usable: bool, came: str) -> None:
    """Raise unless the level and the other values are in range."""
    if not 0 < level < 1:
        raise ArgumentError(f"{function}() needs a level between 0 and 1; got {level!r}")
    if not usable:
        raise ArgumentError(
            f"{function}() needs a finite statistic (F from 0 up) and degrees of freedom above 0; got {came}"
        )


def _t_limit(tail: _Tail, t: float, df: float, chance: float, *, above: bool) -> float:
    """Return the noncentrality under which T lies above (below) t, not negative, with this chance."""
    from scipy.special import ndtri

    def excess(delta: float) -> float:
        return chance - tail(delta, True) if above else tail(delta, False) - chance

    width = 2.0 + t / math.sqrt(2 * df)
    low, high = t - width, t + width
    if excess(low) < 0:
        wanted = 1 - chance if above else chance
        low = -float(ndtri(wanted)) - 0.01  # P(T <= t) is at least P(T <= 0) = Phi(-delta)
    while excess(high) > 0:
        high += width
    return bracketed_root(excess, low, high, flat=1e-13 * chance)


def _flat(wanted: float) -> float:
    """Return an error of a probability near what rounding leaves."""
    return 1e-13 * min(wanted, 1 - wanted)


def _t_tail(t: float, df: float) -> _Tail:
    """Return P(T > t) and P(T <= t), t not negative, as functions of delta, T being (Z + delta)/S.

    Up to some delta the latter is the mean over S of Phi(t S - delta), a step of width 1/delta in log S;
    beyond it the mean over Z of P(S >= (Z + delta)/t), a step of width t/sqrt(2 df) in Z.
    """
    from scipy.special import chdtr, chdtrc, ndtr

    near = max(10.0, 2 * math.sqrt(2 * df))
    left, right = reach(df)
    log_s = np.linspace(-left, right, math.ceil(2 * near * (left + right)) + 1)
    of_s = np.exp(log_density(log_s, df)) * (log_s[1] - log_s[0])
    scaled = t * np.exp(log_s)
    step = 0.25 * min(1.0, max(t, near / 10) / math.sqrt(2 * df))  # beyond near, a smaller t has no chance
    z = np.linspace(-_HALF_WIDTH, _HALF_WIDTH, math.ceil(2 * _HALF_WIDTH / step) + 1)
    of_z = np.exp(-z * z / 2) * ((z[1] - z[0]) / math.sqrt(2 * math.pi))

    def tail(delta: float, above: bool) -> float:
        if delta <= near:
            return float(of_s @ ndtr(delta - scaled if above else scaled - delta))
        return float(of_z @ (chdtr if above else chdtrc)(df, df * ((z + delta) / t) ** 2))

    return tail
