"""The root mean square S of df standard normals, on the scale of its logarithm, where it is smooth."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

_DROP = 45.0  # a density is cut where its logarithm lies this far below the peak


def reach(df: float) -> tuple[float, float]:
    """Return how far from its peak exp(-df g(v)), g(v) = (exp(2 v) - 1)/2 - v, has fallen by the chosen drop.

    To the left g(v) >= v^2 / (1 + |v|); to the right g(v) >= d at exp(2 v) = 1 + 2 d + 2 sqrt(d).
    """
    drop = _DROP / df
    return (drop + math.sqrt(drop * drop + 4 * drop)) / 2, math.log1p(2 * drop + 2 * math.sqrt(drop)) / 2


def log_density(log_s: NDArray[np.float64], df: float) -> NDArray[np.float64]:
    """Return the log density of log S, S^2 being chi-squared over its degrees of freedom."""
    return np.asarray(log_constant(df) + df * log_shape(log_s), dtype=np.float64)


def log_constant(df: float) -> float:
    """Return the log density of log S at 0, its peak."""
    half = df / 2
    return math.log(2) + 0.5 * math.log(half / (2 * math.pi)) - _stirling_rest(half)


def log_shape(log_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what a degree of freedom adds to the log density of log S, beside the constant."""
    return np.asarray(log_s - np.expm1(2 * log_s) / 2)


def nodes(q: float, df: float) -> NDArray[np.float64]:
    """Return equally spaced nodes of log S for integrals of its density times a tail like exp(-q^2 S^2/4).

    They cover both the density's bulk and the product's peak.
    """
    tilted = 0.5 * math.log(df / (df + q * q / 2))  # where s^df exp(-df s^2/2 - q^2 s^2/4) peaks
    left, right = reach(df)
    step = min(0.12, 0.55 / math.sqrt(2 * df))
    low, high = tilted - left, right
    return np.linspace(low, high, math.ceil((high - low) / step) + 1)


def _stirling_rest(a: float) -> float:
    """Return log Gamma(a) - ((a - 1/2) log a - a + log(2 pi)/2), without cancellation at large a."""
    if a < 15:
        return math.lgamma(a) - ((a - 0.5) * math.log(a) - a + 0.5 * math.log(2 * math.pi))
    series = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360)
    return sum(term * a ** -(2 * i + 1) for i, term in enumerate(series))
