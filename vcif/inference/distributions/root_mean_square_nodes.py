"""Means over the root mean square S of df standard normals, by one set of nodes for all df."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from vcif.inference.distributions.arrays import Array
from vcif.inference.distributions.piecewise import Piecewise, fitted

# log S in powers of zeta, where S^2 - 1 - log S^2 = 2 zeta^2; the next term is below 1e-17 up to 0.02
_SERIES = (1.0, -1 / 3, 1 / 9, -4 / 135, 1 / 270, 16 / 8505, -139 / 85050, 16 / 25515)
_SMALL, _NEAR = 0.02, 0.9
_END = 9.0  # of zeta: from one degree of freedom on no node lies farther out
AS_INFINITE = 1e30  # degrees of freedom from which S is 1 in double precision


def nodes_and_weights(df: Array, count: int, reach: float) -> tuple[Array, Array]:
    """Return values of S and their weights, of shape (df.size, count), each row of weights adding up to 1.

    Parameters
    ----------
    df
        Degrees of freedom, above 0 and at most AS_INFINITE.
    count
        Number of nodes, even.
    reach
        The nodes cover the standard normal scale from -reach to reach.

    Notes
    -----
    The density of log S is proportional to exp(-df zeta^2), zeta being the root of (S^2 - 1)/2 - log S with
    the sign of log S. Log S is a smooth function of zeta, whose nearest singularities lie at a distance of
    sqrt(pi). On the scale of u = zeta sqrt(2 df) every mean over S is thus one over a standard normal, with
    the smooth factor dlog S/dzeta, for which the trapezoidal rule converges geometrically. From four degrees
    of freedom on a step of 0.6 leaves some 1e-14; below, the step has to shrink as sqrt(df). Nothing cancels
    at large df.

    Source
    ------
    Temme, N. M. (1979), SIAM Journal on Mathematical Analysis 10(4), 757-766, for the variable; Trefethen,
    L. N. and Weideman, J. A. C. (2014), SIAM Review 56(3), 385-458, for the rule.

    Examples
    --------
    >>> s, weights = nodes_and_weights(np.array([5.0]), 40, 8.4)
    >>> [round(float((weights * s**power).sum()), 12) for power in (0, 2, 4)]  # 1, 1 and 1 + 2/df
    [1.0, 1.0, 1.4]
    """
    u, bell = _standard_normal(count, reach)
    zeta = np.asarray(u / np.sqrt(2 * df[:, None]))
    log_s = zeta * _share()(zeta)
    rare = df < 1
    if rare.any():
        log_s[rare] = _log_s(zeta[rare])
    weights = bell * zeta / np.expm1(2 * log_s)
    return np.exp(log_s), weights / weights.sum(axis=1)[:, None]


def reach_of(chance: float) -> float:
    """Return how far a standard normal must be followed for 1e-15 of this chance."""
    return math.sqrt(2 * (34.5 - math.log(chance)))


@lru_cache(maxsize=1)
def _share() -> Piecewise:
    """Return log S / zeta as far as one degree of freedom needs it."""
    return fitted(lambda zeta: _log_s(zeta) / zeta, (-_END, _END), pieces=288, degree=7, within=1e-12)


@lru_cache(maxsize=32)
def _standard_normal(count: int, reach: float) -> tuple[Array, Array]:
    """Return equally spaced nodes, none of them at 0, and exp(-u^2/2)."""
    u = (np.arange(count) + 0.5) * (2 * reach / count) - reach
    return np.asarray(u, np.float64), np.asarray(np.exp(-u * u / 2), np.float64)


def _log_s(zeta: Array) -> Array:
    """Return log S of zeta: the series near 0, elsewhere a guess and two steps of fourth order.

    Source: Fritsch, F. N., Shafer, R. E. and Crowley, W. P. (1973), Communications of the ACM 16(2), 123-124.
    """
    square = zeta * zeta
    series = _SERIES[-1] * zeta
    for term in _SERIES[-2::-1]:
        series = (series + term) * zeta
    left = -square - 0.5
    rise = 1 + 2 * square
    right = 0.5 * np.log(rise + np.log(rise + np.log(rise)))
    log_s = np.where(zeta < -_NEAR, left + 0.5 * np.exp(2 * left), np.where(zeta > _NEAR, right, series))
    with np.errstate(divide="ignore", invalid="ignore"):
        for _ in range(2):
            e = np.expm1(2 * log_s)
            rest = e - 2 * (log_s + square)
            q = 2 * e * (e - rest / 1.5)
            log_s = log_s + 0.5 * np.log1p(-(rest / e) * (q - rest) / (q - 2 * rest))
    return np.where(np.abs(zeta) < _SMALL, series, log_s)
