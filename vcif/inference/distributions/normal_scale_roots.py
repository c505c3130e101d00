"""Roots of many rising probabilities at once: where each of them reaches its point of the normal scale."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from vcif._errors import NotComputableError
from vcif.inference.distributions.arrays import Array, Bools

Rows = NDArray[np.intp] | slice
Chances = Callable[[Array, Rows], tuple[Array, Array, Array]]
_Step = Callable[[Array, Rows], tuple[Array, Array]]
_CLOSE = 1e-5  # its cube is below rounding: an error that one more step removes
_BARE_STEPS, _TURNS = 3, 200


def normal_scale_roots(
    chances: Chances, target: Array, start: Array, bounds: tuple[Array, Array] | None = None
) -> Array:
    """Return, element by element, the x at which a rising probability is Phi(target).

    Parameters
    ----------
    chances
        From places x and the numbers of the elements that they belong to: the probabilities and their first
        two derivatives.
    target, start
        The wanted point of the normal scale, and a first guess at x.
    bounds
        Lowest and highest x, where not every x is allowed.

    Raises
    ------
    NotComputableError
        When an element has no root that can be found.

    Notes
    -----
    Halley's method on the scale of the standard normal quantile, on which the distributions of this folder
    are nearly straight lines: two or three steps settle most elements. The others start again within a
    bracket, where every third step and any that would leave it goes to its middle (while one side is open, a
    stride that doubles). An element that is settled takes no part in further steps, and none depends on
    another.

    Source
    ------
    Traub, J. F. (1964), Iterative Methods for the Solution of Equations, chapter 5.

    Examples
    --------
    >>> from scipy.special import ndtr
    >>> def chances(x, rows):
    ...     z = x / 2 - 1
    ...     density = np.exp(-z * z / 2) / np.sqrt(8 * np.pi)
    ...     return ndtr(z), density, -density * z / 2
    >>> normal_scale_roots(chances, np.array([0.0, -1.5]), np.zeros(2)).round(12).tolist()
    [2.0, -1.0]
    """
    x, left = start.copy(), np.arange(start.size)
    rows: Rows = slice(None)  # every element, without a copy
    lows, highs = bounds or (np.full(start.size, -np.inf), np.full(start.size, np.inf))

    def step(here: Array, these: Rows) -> tuple[Array, Array]:
        return _halley(here, *chances(here, these), target[these])

    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for _ in range(_BARE_STEPS):
            new, off = step(x[rows], rows)
            x[rows] = np.minimum(np.maximum(new, lows[rows]), highs[rows])
            settled = _settled(off, new)
            if settled.all():
                return x
            rows = left = left[~settled]
        x[left] = _bracketed(step, left, start[left], lows[left], highs[left])
    return x


def _halley(x: Array, chance: Array, rise: Array, bend: Array, target: Array) -> tuple[Array, Array]:
    """Return the next x, and how far the present one is off on the normal scale."""
    from scipy.special import ndtri

    z = ndtri(chance)
    off: Array = z - target
    slope = rise * np.exp(z * z * 0.5) * math.sqrt(2 * math.pi)
    newton = off / slope
    return x - newton / (1 - 0.5 * newton * (bend / rise + z * slope)), off


def _settled(off: Array, new: Array) -> Bools:
    """Return where the next x is a number, and exact to rounding."""
    return (np.abs(off) <= _CLOSE) & np.isfinite(new)


def _bracketed(step: _Step, numbers: NDArray[np.intp], start: Array, lows: Array, highs: Array) -> Array:
    """Return the roots of these elements, each within a bracket: two steps, a halving, and so on."""
    x, rows = start.copy(), np.arange(start.size)
    for turn in range(_TURNS):
        here = x[rows]
        new, off = step(here, numbers[rows])
        lows, highs = np.where(off < 0, here, lows), np.where(off > 0, here, highs)
        going = ~_settled(off, new)
        astray = going & ~((new > lows) & (new < highs) & (turn % 3 < 2))
        x[rows] = np.where(astray, _fallback(here, off, lows, highs, 2.0**turn), new)
        going &= ~(highs - lows <= 4e-16 * np.abs(here))
        rows, lows, highs = rows[going], lows[going], highs[going]
        if rows.size == 0:
            return x
    raise NotComputableError(f"no root to be found in double precision near {start[rows[0]]:g}")


def _fallback(here: Array, off: Array, lows: Array, highs: Array, stride: float) -> Array:
    """Return the middle of each bracket, or a stride towards its open side."""
    middle = (lows + highs) / 2
    return np.where(np.isfinite(middle), middle, here - np.sign(off) * stride)
