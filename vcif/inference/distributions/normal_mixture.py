"""Quantiles of a standard normal plus something that takes few values."""

from __future__ import annotations

import math

import numpy as np

from vcif.inference.distributions.arrays import Array
from vcif.inference.distributions.normal_scale_roots import Rows, normal_scale_roots


def mixture_quantiles(places: Array, weights: Array, chance: float, start: Array) -> Array:
    """Return the points below which Z + R lies with this chance.

    Parameters
    ----------
    places, weights
        Values of R and their probabilities, one row for each quantile.
    chance
        Probability below the quantile.
    start
        First guesses.

    Examples
    --------
    >>> places, weights = np.array([[-1.0, 1.0], [5.0, 5.0]]), np.full((2, 2), 0.5)
    >>> mixture_quantiles(places + 1, weights, 0.5, np.array([0.3, 6.3])).round(12).tolist()
    [1.0, 6.0]
    """
    from scipy.special import ndtr, ndtri

    def chances(x: Array, rows: Rows) -> tuple[Array, Array, Array]:
        off, share = x[:, None] - places[rows], weights[rows]
        density = share * np.exp(off * off * -0.5) / math.sqrt(2 * math.pi)
        return (share * ndtr(off)).sum(axis=1), density.sum(axis=1), -(density * off).sum(axis=1)

    return normal_scale_roots(chances, np.full(start.size, float(ndtri(chance))), start)
