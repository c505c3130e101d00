"""The noncentralities under which an F statistic lies at the two ends of an interval."""

from __future__ import annotations

import numpy as np

from vcif._errors import NotComputableError
from vcif.inference.distributions.arrays import Array
from vcif.inference.distributions.noncentral_f_large import is_large, large_limits
from vcif.inference.distributions.noncentral_t import noncentralities
from vcif.inference.distributions.normal_scale_roots import Rows, normal_scale_roots
from vcif.inference.distributions.root_mean_square_nodes import reach_of

_PAIRS = np.array([[0.0], [2.0], [4.0]])
_LARGEST = 1e154  # its square is a double
_FAR_F = 1e6  # SciPy's noncentral F loses digits, time and finally its mind beyond this F


def f_limits(f: Array, df1: Array, df2: Array, *, level: float) -> tuple[Array, Array]:
    """Return the lower and upper limits of lambda, 0 where the central distribution lies beyond them.

    >>> [limit.round(6).tolist() for limit in f_limits(*np.array([[15.4105982, 3.0, 75.0]]).T, level=0.95)]
    [[18.913147], [79.182504]]
    """
    from scipy.special import ncfdtr, ndtri

    chance = (1 - level) / 2
    limits = np.zeros((2, f.size))
    far = f > _FAR_F * df1
    large = is_large(f, df1, df2, reach_of(chance)) & ~far
    if large.any():
        limits[:, large] = large_limits(f[large], df1[large], df2[large], chance, reach_of(chance))
    if far.any():
        limits[:, far] = _far_limits(f[far], df1[far], df2[far], chance)
    rest = ~(large | far)
    central = ncfdtr(df1, df2, 0.0, np.where(rest, f, 1.0))
    side, at = np.nonzero(rest & ~(central <= [[(1 + level) / 2], [chance]]))
    if at.size:
        aim = np.where(side == 0, -ndtri(chance), ndtri(chance))
        limits[side, at] = _noncentralities(f[at], df1[at], df2[at], aim)
    return limits[0], limits[1]


def _noncentralities(f: Array, df1: Array, df2: Array, aim: Array) -> Array:
    """Return the lambda, above 0, under which the probability up to f is Phi(aim).

    On the scale of mu = sqrt(lambda + df1/2) the probability is nearly normal. Its derivative by lambda is
    half the difference that two more degrees of freedom make, for lambda/2 is the mean of a Poisson number of
    such pairs.
    """
    from scipy.special import ncfdtr

    least = np.sqrt(df1 / 2)

    def chances(minus_mu: Array, rows: Rows) -> tuple[Array, Array, Array]:
        few1, few2, at, edge = df1[rows], df2[rows], f[rows], least[rows]
        noncentrality = np.maximum((-minus_mu - edge) * (edge - minus_mu), 0.0)
        more = few1 + _PAIRS
        here, second, third = ncfdtr(more, few2, noncentrality, at * few1 / more)
        fall, bend = here - second, third - 2 * second + here
        return here, -minus_mu * fall, minus_mu * minus_mu * bend - fall

    start = np.maximum(np.sqrt(_guess(f, df1, df2, aim) + df1 / 2), least)
    bounds = np.full(f.size, -np.inf), -least
    mu = -normal_scale_roots(chances, aim, -start, bounds)
    return np.asarray((mu - least) * (mu + least))


def _guess(f: Array, df1: Array, df2: Array, aim: Array) -> Array:
    """Return a first guess at lambda, the root of the noncentral chi-squared taken as normal.

    Its variance rises from a half to 1, and its square has mean df1 + lambda.
    """
    root, variance = np.sqrt(df1 * f), 1 / (2 * df2 + 1)
    mean, spread = root * np.sqrt(1 - variance), df1 * f * variance
    rough = np.maximum(np.maximum(mean - aim * np.sqrt(1 + spread), 0) ** 2 - df1 + 1, 0)
    own = (df1 / 2 + rough) / (df1 + rough)
    return np.maximum(np.maximum(mean - aim * np.sqrt(own + spread), 0) ** 2 - df1 + own, 0)


def _far_limits(f: Array, df1: Array, df2: Array, chance: float) -> Array:
    """Return both limits where F is very large, by those of t = sqrt(df1 F).

    There the root of the noncentral chi-squared is normal about sqrt(lambda) + (df1 - 1)/(2 sqrt(lambda)).
    """
    t = np.sqrt(df1) * np.sqrt(f)
    delta = np.array([noncentralities(t, df2, chance), -noncentralities(-t, df2, chance)])
    if np.abs(delta).max() > _LARGEST:
        raise NotComputableError("a limit of the noncentrality is too large for double precision")
    return np.asarray(np.maximum(delta * np.abs(delta) - (df1 - 1), 0.0))
