"""Limits of the noncentrality of F where it is large: an F that is nearly a t."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from vcif.inference.distributions.arrays import Array, Bools
from vcif.inference.distributions.normal_mixture import mixture_quantiles
from vcif.inference.distributions.root_mean_square_nodes import nodes_and_weights

_NODES, _OTHERS, _FEW = 32, 6, 4  # nodes of S; of V near and far
_LEAST, _FAR = 40.0, 100.0  # roots of lambda from which six nodes of V leave below 1e-13, and four
_BULK = 8192 // _NODES  # nodes of V at a time, so that what is at work stays in the processor's cache


def is_large(f: Array, df1: Array, df2: Array, reach: float) -> Bools:
    """Return where `large_limits` holds: both limits surely far from 0, and S not too wide for its nodes."""
    narrow = np.sqrt(df1) * np.sqrt(f) <= np.sqrt(2 * df2)
    return narrow & (df2 >= 4) & (df1 >= 1) & (df1 <= 40) & (_lowest_root(f, df1, df2, reach) > _LEAST)


def large_limits(f: Array, df1: Array, df2: Array, chance: float, reach: float) -> Array:
    """Return the lower and the upper limits of lambda, in two rows, a cacheful of elements at a time."""
    limits = np.empty((2, f.size))
    far = _lowest_root(f, df1, df2, reach) > _FAR
    for others, group in ((_OTHERS, np.flatnonzero(~far)), (_FEW, np.flatnonzero(far))):
        for i in range(0, group.size, _BULK // others):
            at = group[i : i + _BULK // others]
            limits[:, at] = _few_limits(f[at], df1[at], df2[at], chance, reach, others)
    return limits


def _lowest_root(f: Array, df1: Array, df2: Array, reach: float) -> Array:
    """Return a bound of the square root of lambda from below."""
    return np.asarray(np.sqrt(df1) * np.sqrt(f) * (1 - reach / np.sqrt(2 * df2 + 1)) - reach)


def _few_limits(f: Array, df1: Array, df2: Array, chance: float, reach: float, others: int) -> Array:
    """Return both limits of a few elements.

    The noncentral chi-squared is (Z + sqrt(lambda))^2 + V, V being chi-squared on df1 - 1 degrees of freedom.
    With R = sqrt(df1 f S^2 - V) the statistic exceeds f where R - Z < sqrt(lambda), but for a probability
    below rounding: the limits are quantiles of R + Z', as those of t are. R varies so slowly with V that
    few nodes do (Gauss's rule for its density).
    """
    from scipy.special import ndtri

    s, of_s = nodes_and_weights(df2, _NODES, reach)
    rules = [_gauss_laguerre(degrees, others) for degrees in df1.tolist()]
    v, of_v = np.array([rule[0] for rule in rules]), np.array([rule[1] for rule in rules])
    squares = (df1 * f)[:, None, None] * (s * s)[:, :, None] - v[:, None, :]
    places = np.sqrt(np.maximum(squares, 0.0)).reshape(f.size, -1)
    weights = (of_s[:, :, None] * of_v[:, None, :]).reshape(f.size, -1)
    aim = float(ndtri(chance))
    middle, spread = np.sqrt(df1 * f - df1 + 1), np.sqrt(1 + df1 * f / (2 * df2 + 1))
    start = np.concatenate([middle, -middle]) + aim * np.concatenate([spread, spread])
    both = np.concatenate([places, -places]), np.concatenate([weights, weights])
    return np.asarray(mixture_quantiles(*both, chance, start).reshape(2, -1) ** 2)


@lru_cache(maxsize=64)
def _gauss_laguerre(df1: float, count: int) -> tuple[Array, Array]:
    """Return this many nodes of V, chi-squared on df1 - 1 degrees of freedom, and their weights."""
    from scipy.special import roots_genlaguerre

    if df1 == 1:
        return np.zeros(count), np.full(count, 1 / count)
    half, weights = roots_genlaguerre(count, (df1 - 3) / 2)
    return 2 * half, weights / weights.sum()
