"""Intervals of effects as a SciPy user makes them: roots of the noncentral distributions by brentq."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

LEVEL = 0.95
_CHANCES = ((1 + LEVEL) / 2, (1 - LEVEL) / 2)

Array = np.ndarray
Limits = tuple[Array, Array]


def explained_limits(f: Array, df1: int, df2: int, total: int) -> Limits:
    """Return limits of a share of variance by inverting the noncentral F, each as lambda / (lambda + N)."""
    from scipy.special import ncfdtr

    found = [
        [_root(lambda nc, f=one, p=p: ncfdtr(df1, df2, nc, f) - p, 0.0, df1 * one) for p in _CHANCES]
        for one in f.tolist()
    ]
    limits = np.array(found).T
    low, high = limits / (limits + total)
    return low, high


def hedges_correction(df: int) -> float:
    """Return the exact factor by which Hedges' g corrects d."""
    from scipy.special import poch

    return float(poch((df - 1) / 2, 0.5) / np.sqrt(df / 2))


def hedges_limits(d: Array, n1: int, n2: int) -> Limits:
    """Return limits of Hedges' g by inverting the noncentral t; NaN where SciPy's function fails."""
    from scipy.special import nctdtr

    df, per_t = n1 + n2 - 2, np.sqrt(1 / n1 + 1 / n2)
    # SciPy's noncentral t fails at many negative noncentralities: turn negative effects round.
    found = [
        [_root(lambda nc, t=t, p=p: nctdtr(df, nc, t) - p, t - 4, t + 4) for p in _CHANCES]
        for t in (np.abs(d) / per_t).tolist()
    ]
    low, high = np.array(found).T * per_t * hedges_correction(df)
    return np.where(d < 0, -high, low), np.where(d < 0, -low, high)


def _root(falling: Callable[[float], float], low: float, high: float) -> float:
    """Return where a falling function crosses zero; 0 where it is below already at 0, NaN where it fails."""
    from scipy.optimize import brentq

    if low == 0.0 and falling(0.0) <= 0:
        return 0.0
    width = high - low + 1
    for _ in range(60):
        if not falling(high) > 0:
            break
        high += width
        width *= 2
    try:
        return float(brentq(falling, low, high, xtol=1e-12, rtol=1e-14))
    except ValueError:
        return float("nan")


def cliffs_delta_limits(first: Array, second: Array, delta: Array) -> Limits:
    """Return Feng and Cliff's asymmetric limits, dominances by sorting and searching."""
    from scipy import stats

    z = stats.norm.ppf(_CHANCES[0])
    variance = np.array([_variance(first[:, k], second[:, k], delta[k]) for k in range(delta.size)])
    flat = 1 - delta**2
    below = flat + z**2 * variance
    margin = z * np.sqrt(variance) * np.sqrt(flat**2 + z**2 * variance)
    return np.maximum(-1, (delta * flat - margin) / below), np.minimum(1, (delta * flat + margin) / below)


def _variance(first: Array, second: Array, delta: float) -> float:
    """Return the consistent variance of one item's delta."""
    n1, n2 = first.size, second.size
    first, second = np.sort(first), np.sort(second)
    below, up_to = (np.searchsorted(second, first, side) for side in ("left", "right"))
    of_first = (n2 - up_to - below) / n2
    of_second = (np.searchsorted(first, second, "left") + np.searchsorted(first, second, "right") - n1) / n1
    tied = float((up_to - below).sum()) / (n1 * n2)
    spread1 = float(((of_first - delta) ** 2).sum()) / (n1 - 1)
    spread2 = float(((of_second - delta) ** 2).sum()) / (n2 - 1)
    of_pairs = (1 - tied - delta**2) * n1 * n2 / ((n1 - 1) * (n2 - 1))
    return ((n2 - 1) * spread1 + (n1 - 1) * spread2 + of_pairs) / (n1 * n2)
