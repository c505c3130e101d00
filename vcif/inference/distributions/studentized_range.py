"""The studentized range: upper tail with full relative accuracy, and quantiles."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from vcif._errors import ArgumentError
from vcif.inference.distributions.roots import bracketed_root

_HALF_WIDTH = 9.0  # the inner integrand is below 1e-17 of its peak beyond this distance
_INNER = np.linspace(-_HALF_WIDTH, _HALF_WIDTH, 61)
_DROP = 45.0  # the outer integrand is cut where its logarithm lies this far below the peak


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
    t = Phi(-z - w), where the difference of powers is taken through log1p and expm1. Both integrals use the
    trapezoidal rule, which converges geometrically for such integrands; the outer one runs over the
    logarithm of the root mean square. SciPy and R work with one minus the distribution function, so that
    nothing is left below about 1e-12.

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
    log_s = _outer_nodes(q, df)
    density = np.exp(_log_density(log_s, df))
    integral = np.sum(density * _range_sf(q * np.exp(log_s), k)) * (log_s[1] - log_s[0])
    return min(1.0, float(integral))


def studentized_range_quantile(p: float, k: int, df: float) -> float:
    """Return the q that is exceeded with probability p (p = .05 gives the 95 % point).

    Examples
    --------
    >>> round(studentized_range_quantile(0.05, 3, 27), 6)
    3.506426
    """
    if not 0 < p < 1:
        raise ArgumentError(f"studentized_range_quantile() needs 0 < p < 1; got {p!r}")

    def excess(q: float) -> float:
        return math.log(studentized_range_sf(q, k, df) / p)

    from scipy.special import ndtri, stdtrit

    pairs = k * (k - 1)  # Bonferroni's bound on the pairs' differences lies a little above the quantile
    bound = -ndtri(p / pairs) if math.isinf(df) else -stdtrit(df, p / pairs)
    low, high = 0.9 * math.sqrt(2) * float(bound), 1.001 * math.sqrt(2) * float(bound)
    while excess(low) < 0:
        low *= 0.8
    while excess(high) > 0:
        high *= 1.2
    return bracketed_root(excess, low, high, flat=1e-11)


def _range_sf(w: NDArray[np.float64], k: int) -> NDArray[np.float64]:
    """Return P(range of k standard normals > w) for each w."""
    from scipy.special import ndtr

    half = w[:, None] / 2
    z = _INNER - half  # the smallest normal; the integrand peaks near -w/2
    above = ndtr(-z)
    beyond = ndtr(-z - 2 * half)
    density = np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    share = np.minimum(beyond / above, 1.0)  # rounding may put the quotient of equal tails above 1
    with np.errstate(divide="ignore", under="ignore"):
        lost = -np.expm1((k - 1) * np.log1p(-share))
        inner = density * above ** (k - 1) * lost
    return np.asarray(k * inner.sum(axis=1) * (_INNER[1] - _INNER[0]), dtype=np.float64)


def _outer_nodes(q: float, df: float) -> NDArray[np.float64]:
    """Return equally spaced nodes of log s that cover both the density's bulk and the tail's peak."""
    tilted = 0.5 * math.log(df / (df + q * q / 2))  # where s^df exp(-df s^2/2 - q^2 s^2/4) peaks
    left, right = _reach(df)
    step = min(0.12, 0.55 / math.sqrt(2 * df))
    low, high = tilted - left, right
    return np.linspace(low, high, math.ceil((high - low) / step) + 1)


def _reach(df: float) -> tuple[float, float]:
    """Return how far from its peak exp(-df g(v)), g(v) = (exp(2 v) - 1)/2 - v, has fallen by the chosen drop.

    To the left g(v) >= v^2 / (1 + |v|); to the right g(v) >= d at exp(2 v) = 1 + 2 d + 2 sqrt(d).
    """
    drop = _DROP / df
    return (drop + math.sqrt(drop * drop + 4 * drop)) / 2, math.log1p(2 * drop + 2 * math.sqrt(drop)) / 2


def _log_density(log_s: NDArray[np.float64], df: float) -> NDArray[np.float64]:
    """Return the log density of log s, s^2 being chi-squared over its degrees of freedom."""
    half = df / 2
    constant = math.log(2) + 0.5 * math.log(half / (2 * math.pi)) - _stirling_rest(half)
    shape = log_s - np.expm1(2 * log_s) / 2
    return np.asarray(constant + df * shape, dtype=np.float64)


def _stirling_rest(a: float) -> float:
    """Return log Gamma(a) - ((a - 1/2) log a - a + log(2 pi)/2), without cancellation at large a."""
    if a < 15:
        return math.lgamma(a) - ((a - 0.5) * math.log(a) - a + 0.5 * math.log(2 * math.pi))
    series = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360)
    return sum(term / a ** (2 * i + 1) for i, term in enumerate(series))
