"""Hypergeometric and binomial random numbers, many at once, each with parameters of its own."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vcif.inference.resampling.bits import Array, Bits, LogFactorial, Whole, natural_log

Places = NDArray[np.intp] | slice

# The rectangle that holds the ratio of uniforms of any binomial or hypergeometric law.
_WIDTH = 2 * math.sqrt(2 / math.e)
_EXTRA = 3 - 2 * math.sqrt(3 / math.e)
_CLOSE = 1e-9  # a decision closer than this is taken again, with logarithms that are the same everywhere


def hypergeometric(
    bits: Bits, total: Whole, marked: Whole, drawn: Whole, log_factorial: LogFactorial
) -> Whole:
    """Return how many of the drawn firms are marked, for each total, number of marked and number of drawn.

    Examples
    --------
    >>> from vcif.inference.resampling.bits import log_factorial
    >>> ten, four = np.full(3, 10), np.full(3, 4)
    >>> hypergeometric(Bits(1), ten, np.array([5, 5, 10]), four, log_factorial(10)).tolist()
    [2, 3, 4]
    """
    rest = total - marked - drawn

    def log_weight(k: Whole, at: Places) -> Array:
        taken = log_factorial(k) + log_factorial(marked[at] - k)
        left = log_factorial(drawn[at] - k) + log_factorial(rest[at] + k)
        return np.asarray(-(taken + left), dtype=np.float64)

    share = marked / np.maximum(total, 1)
    mean = drawn * share
    law = _Law(
        low=np.maximum(0, -rest),
        high=np.minimum(marked, drawn),
        mode=(marked + 1) * (drawn + 1) // (total + 2),
        mean=mean,
        variance=mean * (1 - share) * ((total - drawn) / np.maximum(total - 1, 1)),
        log_weight=log_weight,
    )
    return _drawn(bits, law)


def binomial(bits: Bits, trials: Whole, share: float, log_factorial: LogFactorial) -> Whole:
    """Return how many of the trials succeed, for each number of trials, each with the chance `share`.

    Examples
    --------
    >>> from vcif.inference.resampling.bits import log_factorial
    >>> binomial(Bits(1), np.array([0, 10, 10]), 0.5, log_factorial(10)).tolist()
    [0, 5, 7]
    """
    if not 0 < share < 1:
        return trials * int(share > 0)
    log_yes, log_no = natural_log(np.array([share, 1 - share])).tolist()

    def log_weight(k: Whole, at: Places) -> Array:
        arranged = log_factorial(k) + log_factorial(trials[at] - k)
        return np.asarray(k * (log_yes - log_no) - arranged, dtype=np.float64)

    mean = np.asarray(trials * share, dtype=np.float64)
    mode = np.minimum((trials + 1) * share, trials).astype(np.int64)
    law = _Law(np.zeros_like(trials), trials, mode, mean, mean * (1 - share), log_weight)
    return _drawn(bits, law)


@dataclass(frozen=True)
class _Law:
    """Laws on whole numbers with one peak: their ends, modes, moments and the logarithms of their weights."""

    low: Whole
    high: Whole
    mode: Whole
    mean: Array
    variance: Array
    log_weight: Callable[[Whole, Places], Array]


def _drawn(bits: Bits, law: _Law) -> Whole:
    """Return one number of each law, by the ratio of two uniforms.

    Stadlober, E. (1990), Journal of Computational and Applied Mathematics 31(1), 181-189, gives the rectangle
    that holds the pairs of uniforms to be kept, whatever the law's parameters.
    """
    drawn = law.low.copy()
    peak = law.log_weight(law.mode, slice(None))
    centre, width = law.mean + 0.5, _WIDTH * np.sqrt(law.variance + 0.5) + _EXTRA
    open_ended = law.high > law.low
    todo: Places = slice(None) if open_ended.all() else np.flatnonzero(open_ended)
    while (reach := width[todo]).size:
        first, second = bits.uniform_pairs(reach.size)
        k = np.floor(centre[todo] + reach * (second - 0.5) / first).astype(np.int64)
        inside = (k >= law.low[todo]) & (k <= law.high[todo])
        np.copyto(k, law.mode[todo], where=~inside)
        kept = inside & _below(first, law.log_weight(k, todo) - peak[todo])
        places = np.flatnonzero(kept) if isinstance(todo, slice) else todo[kept]
        drawn[places] = k[kept]
        todo = np.flatnonzero(~kept) if isinstance(todo, slice) else todo[~kept]
    return drawn


def _below(uniform: Array, log_ratio: Array) -> NDArray[np.bool_]:
    """Say whether a uniform's square lies below a ratio of weights."""
    gap = log_ratio - 2 * np.log(uniform)
    below = gap >= 0
    close = np.flatnonzero(np.abs(gap) < _CLOSE)
    below[close] = log_ratio[close] >= 2 * natural_log(uniform[close])
    return np.asarray(below, dtype=np.bool_)
