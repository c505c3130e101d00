"""Quantiles of t S + Z, S a root mean square and Z standard normal, where Z is the narrower by far."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from vcif.inference.distributions.arrays import Array
from vcif.inference.distributions.normal_scale_roots import Rows, normal_scale_roots
from vcif.inference.distributions.root_mean_square import log_constant, log_shape

_PANEL = 28
WINDOW_NODES = 2 * _PANEL


def far_quantiles(t: Array, df: Array, chance: float, reach: float, start: Array) -> Array:
    """Return the points below which t S + Z lies with this chance.

    Parameters
    ----------
    t
        Factor of S, of either sign.
    df
        Degrees of freedom of S.
    chance
        Probability below the quantile.
    reach
        What Z never exceeds; the quantiles are farther from 0 than this by 1 or more.
    start
        First guesses.

    Notes
    -----
    In units of |t|, with c = Z/|t|: the sum lies below x where S does by more than the reach of c, or, within
    that window, in the mean of Phi against the density of S (Gauss's rule on two panels). Nothing overflows,
    however large t is.

    Examples
    --------
    >>> t, df, start = np.array([1e5, -1e5]), np.array([12.0, 12.0]), np.array([6e4, -1.4e5])
    >>> far_quantiles(t, df, 0.025, 8.7, start).round(2).tolist()
    [60579.07, -139453.29]
    """
    from scipy.special import chdtr, chdtrc, ndtri

    z, below, density = _window(reach)
    size, side = np.abs(t), np.sign(t)
    shift, edge = side[:, None] * z / size[:, None], side * reach / size
    constant = np.array([log_constant(degrees) for degrees in df.tolist()])

    def chances(x: Array, rows: Rows) -> tuple[Array, Array, Array]:
        few, outer = df[rows], np.abs(x) - edge[rows]
        outside = np.where(x > 0, chdtr(few, few * outer**2), chdtrc(few, few * outer**2))
        s = np.abs(x)[:, None] - shift[rows]
        of_s = np.exp(constant[rows][:, None] + few[:, None] * log_shape(np.log(s))) / s
        change = side[rows][:, None] * ((few[:, None] - 1) / s - few[:, None] * s)
        inside = (below * of_s).sum(axis=1) / size[rows]
        return outside + inside, (density * of_s).sum(axis=1), (density * of_s * change).sum(axis=1)

    least = (reach + 1) / size
    bounds = np.where(t > 0, least, -np.inf), np.where(t > 0, np.inf, -least)
    first = side * np.maximum(np.abs(start) / size, least)
    return np.asarray(
        size * normal_scale_roots(chances, np.full(t.size, float(ndtri(chance))), first, bounds)
    )


@lru_cache(maxsize=8)
def _window(reach: float) -> tuple[Array, Array, Array]:
    """Return the nodes of Z, and its distribution function and density times the nodes' weights."""
    from scipy.special import ndtr

    points, weights = np.polynomial.legendre.leggauss(_PANEL)
    z = reach / 2 * np.concatenate([points - 1, points + 1])
    weights = reach / 2 * np.concatenate([weights, weights])
    return z, weights * ndtr(z), weights * np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
