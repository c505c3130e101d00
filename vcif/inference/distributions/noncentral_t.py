"""The noncentrality under which a t statistic lies at a given point of its distribution."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vcif._errors import NotComputableError
from vcif.inference.distributions.arrays import Array, Bools
from vcif.inference.distributions.noncentral_t_far import WINDOW_NODES, far_quantiles
from vcif.inference.distributions.normal_mixture import mixture_quantiles
from vcif.inference.distributions.root_mean_square_nodes import AS_INFINITE, nodes_and_weights, reach_of

_BULK = 8192  # nodes at a time, so that what is at work stays in the processor's cache
_STEEP = 2.5  # spread of t S, in standard deviations of Z', from which it is by far the wider
_NODES, _MOST_DOUBLINGS = 40, 15


def noncentralities(t: Array, df: Array, chance: float) -> Array:
    """Return for each t, of either sign, the delta under which P(T >= t) is this chance, below one half.

    T = (Z + delta)/S exceeds t where t S - Z < delta: the answer is a quantile of X = t S + Z', Z' being
    standard normal again. With t turned round it is the upper limit with its sign changed.

    Notes
    -----
    P(X <= x) is the mean over S of Phi(x - t S). That takes the more nodes, the wider t S spreads; where it
    spreads much more than Z', and x is far from 0, the mean is taken over Z' instead.

    Examples
    --------
    >>> noncentralities(np.array([2.0, -2.0]), np.array([10.0, 10.0]), 0.025).round(6).tolist()
    [-0.183517, -4.101135]
    """
    df = np.minimum(df, AS_INFINITE)
    found = np.empty(t.size)
    counts = _node_counts(t, df, chance)
    for count in set(counts.tolist()):
        rows = np.flatnonzero(counts == count)
        at_once = _BULK // (count or WINDOW_NODES) + 1
        for few in (rows[i : i + at_once] for i in range(0, rows.size, at_once)):
            found[few] = _quantiles(t[few], df[few], chance, count)
    return found


def _quantiles(t: Array, df: Array, chance: float, count: int) -> Array:
    """Return quantiles of X by means over S with this many nodes, or over Z' if it is 0."""
    from scipy.special import ndtri

    start = _guess(t, df, float(ndtri(chance)))
    if count == 0:
        return far_quantiles(t, df, chance, reach_of(chance), start)
    s, weights = nodes_and_weights(df, count, reach_of(chance))
    return mixture_quantiles(t[:, None] * s, weights, chance, start)


def _guess(t: Array, df: Array, z: float) -> Array:
    """Return a first guess at the quantile, from the mean, spread and skewness of X.

    Source: Cornish, E. A. and Fisher, R. A. (1938), Revue de l'Institut International de Statistique 5,
    307-320.
    """
    variance = 1 / (2 * df + 1)
    spread = np.hypot(1, t * np.sqrt(variance))
    skewness = (t / spread) ** 3 * variance**2
    return np.asarray(t * np.sqrt(1 - variance) + spread * (z + (z * z - 1) / 6 * skewness))


def _node_counts(t: Array, df: Array, chance: float) -> NDArray[np.intp]:
    """Return how many nodes the mean over S needs: 40, doubled as often as its sharpest factor asks for.

    That is the density of S itself below four degrees of freedom, or Phi where t S passes x. The count is 0
    where the mean is better taken over Z'.
    """
    sharpness = np.abs(t) / np.sqrt(2 * df)
    steep = np.flatnonzero(sharpness > _STEEP)
    far = steep[_is_far(t[steep], df[steep], chance)] if steep.size else steep
    if steep.size:
        sharpness[steep] = _sharpness_near_zero(np.abs(t[steep]), df[steep], chance)
        sharpness[far] = 0.0
    with np.errstate(over="ignore"):
        needed = (np.maximum(1, 4 / df) + sharpness * sharpness) * (28 / _NODES) ** 2
    doublings = np.ceil(np.log2(np.maximum(needed, 1)) / 2)
    if doublings.max(initial=0) > _MOST_DOUBLINGS:
        at = int(np.argmax(doublings))
        raise NotComputableError(f"no limit in double precision for t = {t[at]:g} and df = {df[at]:g}")
    counts = _NODES * 2 ** doublings.astype(np.intp)
    counts[far] = 0
    return np.asarray(counts)


def _sharpness_near_zero(size: Array, df: Array, chance: float) -> Array:
    """Return how fast t S moves on the normal scale of S where it leaves the window of Z' around 0."""
    place = np.minimum(size, _beyond_zero(chance))
    log_s = np.minimum(np.log(place / size), -1e-6)
    square = np.expm1(2 * log_s)
    return np.asarray(place / np.sqrt(2 * df) * 2 * np.sqrt(square / 2 - log_s) / -square)


def _is_far(t: Array, df: Array, chance: float) -> Bools:
    """Return where the quantile of X is surely so far from 0 that the window of Z' around it is, too."""
    from scipy.special import chdtr, chdtrc

    edge = df * (_beyond_zero(chance) / t) ** 2
    return np.where(t > 0, chdtr(df, edge) < chance, chdtrc(df, edge) > chance)


def _beyond_zero(chance: float) -> float:
    """Return a size of t S that X cannot fall short of by reaching 0, but for 1e-15 of this chance."""
    return 2 * reach_of(chance) + 1
