"""The largest of several studentized differences: independent, or sharing a control (Dunnett)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from vcif.inference.distributions.root_mean_square import log_density, nodes
from vcif.inference.distributions.roots import bracketed_root

Array = NDArray[np.float64]
_HALF_WIDTH = 9.0  # a standard normal density is below 1e-17 of its peak beyond this
_NEVER = 39.0  # a normal tail beyond this is 0 in double precision


def maximum_modulus_sf(t: float, comparisons: int, df: float) -> float:
    """Return P(M > t), M being the largest size of independent standard normals over one root mean square.

    Parameters
    ----------
    t
        Size, 0 or more.
    comparisons
        Number of normals, at least 1.
    df
        Degrees of freedom of the root mean square, at least 1.

    Source
    ------
    Stoline, M. R. and Ury, H. K. (1979), Technometrics 21(1), 87-93.

    Examples
    --------
    >>> round(maximum_modulus_sf(2.9, 3, 20), 6)
    0.025846
    """
    from scipy.special import ndtr

    if t == 0:
        return 1.0
    log_s = nodes(math.sqrt(2) * t, df)
    beyond = 2 * ndtr(-t * np.exp(log_s))
    return _mean(log_s, df, _any_of(beyond[:, None], np.array([float(comparisons)])))


def dunnett_sf(t: float, loadings: Sequence[float], df: float) -> float:
    """Return P(max |T_i| > t) for differences from one control, over a common root mean square.

    Parameters
    ----------
    t
        Size, 0 or more.
    loadings
        One per comparison, sqrt(n_i / (n_i + n_control)): the correlation of two is the product of theirs.
    df
        Degrees of freedom of the root mean square, at least 1.

    Source
    ------
    Dunnett, C. W. (1955), Journal of the American Statistical Association 50, 1096-1121.

    Examples
    --------
    >>> round(dunnett_sf(2.5, [0.5**0.5, 0.5**0.5], 27), 6)
    0.034734
    """
    from scipy.special import ndtr

    if t == 0:
        return 1.0
    load = np.array(loadings)
    rest = np.sqrt(1 - load * load)
    log_s = nodes(math.sqrt(2) * t, df)
    sizes = t * np.exp(log_s)
    sizes = sizes[sizes < _NEVER]
    width = _HALF_WIDTH + float(sizes.max(initial=0.0)) * float(load.max())
    step = min(0.28, 0.28 * float((rest / load).min()))
    z = np.linspace(-width, width, 2 * math.ceil(width / step) + 1)
    density = np.exp(-z * z / 2) * ((z[1] - z[0]) / math.sqrt(2 * math.pi))
    tails = np.zeros(log_s.size)
    for i, size in enumerate(sizes):
        shifted = load * z[:, None]
        beyond = ndtr((shifted - size) / rest) + ndtr((-shifted - size) / rest)
        tails[i] = density @ _any_of(beyond, np.ones(load.size))
    return _mean(log_s, df, tails)


def quantile_of(sf: Callable[[float], float], p: float) -> float:
    """Return the size that is exceeded with probability p, for a tail that falls from 1 to 0.

    >>> round(quantile_of(lambda t: maximum_modulus_sf(t, 1, 20), 0.05), 6)
    2.085963
    """

    def excess(t: float) -> float:
        return math.log(sf(t) / p)

    low, high = 0.0, 4.0
    while excess(high) > 0:
        low, high = high, 1.5 * high
    return bracketed_root(excess, low, high, flat=1e-11)


def _any_of(beyond: Array, times: Array) -> Array:
    """Return 1 - product of (1 - beyond)^times over the last axis, without cancellation."""
    with np.errstate(divide="ignore"):
        kept = np.log1p(-np.minimum(beyond, 1.0)) @ times
    return np.asarray(-np.expm1(kept))


def _mean(log_s: Array, df: float, tail: Array) -> float:
    """Return the mean of a tail over the distribution of the root mean square."""
    return min(1.0, float(np.exp(log_density(log_s, df)) @ tail) * float(log_s[1] - log_s[0]))
