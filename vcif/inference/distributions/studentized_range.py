"""The studentized range: upper tail with full relative accuracy, and quantiles."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vcif._errors import ArgumentError
from vcif.inference.distributions.root_mean_square import log_density, nodes
from vcif.inference.distributions.roots import bracketed_root

_HALF_WIDTH = 9.0  # the inner integrand is below 1e-17 of its peak beyond this distance
_INNER = np.linspace(-_HALF_WIDTH, _HALF_WIDTH, 61)
_SMOOTH_FROM = 10.0  # degrees of freedom from which quantiles are interpolated


def studentized_range_sf(q: float, k: int, df: float) -> float:
    """Return P(Q > q), Q being the range of k standard normals over an independent root mean square.

    Parameters
    ----------
    q
        Studentized range, 0 or more.
    k
        Number of groups, at least 2.
    df
        Degrees of freedom of the root mean square, at least 1 (infinity allowed).

    Returns
    -------
    float
        The probability; relative error at most 1e-10 or so down to 1e-300.

    Raises
    ------
    ArgumentError
        When a value is out of range.

    Notes
    -----
    The tail is integrated itself, never as one minus the distribution function: the range of k normals
    exceeds w with probability k times the integral of phi(z) [a^(k-1) - (a - t)^(k-1)], a = Phi(-z) and
    t = Phi(-z - w), where the difference of powers is summed as t times a series of positive terms. Both
    integrals use the trapezoidal rule, which converges geometrically for such integrands; the outer one runs
    over the logarithm of the root mean square. SciPy and R work with one minus the distribution function, so
    that nothing is left below about 1e-12.

    Source
    ------
    Copenhaver, M. D. and Holland, B. (1988), Journal of Statistical Computation and Simulation 30, 1-15, for
    the double integral.

    Examples
    --------
    >>> f"{studentized_range_sf(3.5, 4, 20):.12f}", f"{studentized_range_sf(20, 4, 1000):.9e}"
    ('0.094958450546', '9.468791060e-41')
    """
    if not (0 <= q < math.inf and k >= 2 and k == int(k) and df >= 1):
        raise ArgumentError(
            f"studentized_range_sf() needs q >= 0, at least two groups and df >= 1; got q={q}, k={k}, df={df}"
        )
    if q == 0:
        return 1.0
    if math.isinf(df):
        return min(1.0, float(_range_sf(np.array([float(q)]), k)[0]))
    log_s = nodes(q, df)
    density = np.exp(log_density(log_s, df))
    integral = np.sum(density * _range_sf(q * np.exp(log_s), k)) * (log_s[1] - log_s[0])
    return min(1.0, float(integral))


def studentized_range_quantile(p: float, k: int, df: float) -> float:
    """Return the q that is exceeded with probability p (p = .05 gives the 95 % point).

    Parameters
    ----------
    p
        Upper tail probability, between 0 and 1.
    k
        Number of groups, at least 2.
    df
        Degrees of freedom, at least 1 (infinity allowed).

    Returns
    -------
    float
        The quantile; relative error at most 1e-9 (1e-11 at p = .05 and up to ten groups).

    Raises
    ------
    ArgumentError
        When a value is out of range.

    Notes
    -----
    A table of thirty items asks for a hundred quantiles that differ in df only. From ten degrees of freedom
    the quantile, taken in units of Bonferroni's bound, is therefore interpolated by Chebyshev's polynomial
    of degree 12 in 1/df; below ten it is solved for.

    Examples
    --------
    >>> round(studentized_range_quantile(0.05, 3, 27), 6)
    3.506426
    """
    if not 0 < p < 1:
        raise ArgumentError(f"studentized_range_quantile() needs 0 < p < 1; got {p!r}")
    if not (k >= 2 and k == int(k) and df >= 1):
        raise ArgumentError(
            f"studentized_range_quantile() needs at least two groups and df >= 1; got k={k}, df={df}"
        )
    share = _interpolated(p, k)(1 / df) if df >= _SMOOTH_FROM else _solved(p, k, df)
    return share * _bonferroni_bound(p, k, df)


def _bonferroni_bound(p: float, k: int, df: float) -> float:
    """Return the quantile if pairs of groups were disjoint events: a little too large."""
    from scipy.special import ndtri, stdtrit

    tail = p / (k * (k - 1))
    return -math.sqrt(2) * float(ndtri(tail) if math.isinf(df) else stdtrit(df, tail))


def _solved(p: float, k: int, df: float) -> float:
    """Return the quantile as a share of Bonferroni's bound, by the root of the tail's logarithm."""
    bound = _bonferroni_bound(p, k, df)

    def excess(share: float) -> float:
        return math.log(studentized_range_sf(share * bound, k, df) / p)

    low, high = 0.95, 1.0001
    while excess(low) < 0:
        low *= 0.9
    while excess(high) > 0:
        high *= 1.1
    return bracketed_root(excess, low, high, flat=1e-11)


@lru_cache(maxsize=64)
def _interpolated(p: float, k: int) -> Callable[[float], float]:
    """Return that share as a function of 1/df, from 0 to 1/10."""
    series = np.polynomial.Chebyshev.interpolate(
        lambda inverse: np.array([_solved(p, k, 1 / x) for x in inverse]), 12, domain=[0.0, 1 / _SMOOTH_FROM]
    )
    return lambda inverse: float(series(inverse))


def _range_sf(w: NDArray[np.float64], k: int) -> NDArray[np.float64]:
    """Return P(range of k standard normals > w) for each w."""
    from scipy.special import ndtr

    half = w[:, None] / 2
    z = _INNER - half  # the smallest normal; the integrand peaks near -w/2
    above = ndtr(-z)
    beyond = ndtr(-z - 2 * half)
    density = np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    share = np.minimum(beyond / above, 1.0)  # rounding may put the quotient of equal tails above 1
    kept, series = 1 - share, np.ones_like(share)
    for _ in range(k - 2):
        series = series * kept + 1
    inner = density * above ** (k - 1) * share * series
    return np.asarray(k * inner.sum(axis=1) * (_INNER[1] - _INNER[0]), dtype=np.float64)
