"""Hypergeometric and binomial random numbers, many at once, each with parameters of its own."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from vcif.inference.resampling.bits import Array, Bits, LogFactorial, Whole, natural_log

Places = NDArray[np.intp] | slice

# The rectangle that holds the ratio of uniforms of any binomial or hypergeometric law.
_WIDTH = 2 * math.sqrt(2 / math.e)
_EXTRA = 3 - 2 * math.sqrt(3 / math.e)
_AT_ONCE, _MOST_TRIES = 2048, 16  # when few are left, each is tried several times at once
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
    [2, 2, 4]
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


def binomial(bits: Bits, trials: Whole, share: Array, log_factorial: LogFactorial) -> Whole:
    """Return how many of the trials succeed, for each number of trials and each chance between 0 and 1.

    Examples
    --------
    >>> from vcif.inference.resampling.bits import log_factorial
    >>> binomial(Bits(1), np.array([0, 10, 10]), np.full(3, 0.5), log_factorial(10)).tolist()
    [0, 5, 2]
    """
    log_odds = natural_log(share) - natural_log(1 - share)

    def log_weight(k: Whole, at: Places) -> Array:
        arranged = log_factorial(k) + log_factorial(trials[at] - k)
        return np.asarray(k * log_odds[at] - arranged, dtype=np.float64)

    mean = trials * share
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

    @cached_property
    def width(self) -> Array:
        """The width of the rectangle.

        Of each law with weights f it holds all k between k - 1/2 and k + 1/2: for both edges, less the mean,
        times the root of f(k) / f(mode) is at most half the width.
        """
        return np.asarray(_WIDTH * np.sqrt(self.variance + 0.5) + _EXTRA, dtype=np.float64)


def _drawn(bits: Bits, law: _Law) -> Whole:
    """Return one number of each law, by the ratio of two uniforms.

    Stadlober, E. (1990), Journal of Computational and Applied Mathematics 31(1), 181-189, gives the rectangle
    that holds the pairs of uniforms to be kept, whatever the law's parameters.
    """
    peak = law.log_weight(law.mode, slice(None))
    drawn, kept = _tried(bits, law, peak, slice(None))
    todo = np.flatnonzero(~kept)
    while todo.size:
        tries = min(max(_AT_ONCE // todo.size, 1), _MOST_TRIES)
        k, kept = _tried(bits, law, peak, np.tile(todo, tries))
        kept = kept.reshape(tries, todo.size)
        first, found = kept.argmax(axis=0), kept.any(axis=0)
        drawn[todo[found]] = k.reshape(tries, todo.size)[first, np.arange(todo.size)][found]
        todo = todo[~found]
    return drawn


def _tried(bits: Bits, law: _Law, peak: Array, at: Places) -> tuple[Whole, NDArray[np.bool_]]:
    """Return one number for some of the laws, and whether it is to be kept."""
    low, high, reach = law.low[at], law.high[at], law.width[at]
    first, second = bits.uniform_pairs(reach.size)
    place = np.rint(law.mean[at] + reach * (second - 0.5) / first)
    k = np.clip(place, low, high).astype(np.int64)
    kept = _below(first, law.log_weight(k, at) - peak[at])
    kept &= k == place
    return k, kept | (low == high)


def _below(uniform: Array, log_ratio: Array) -> NDArray[np.bool_]:
    """Say whether a uniform's square lies below a ratio of weights."""
    gap = log_ratio - 2 * np.log(uniform)
    close = np.flatnonzero(np.abs(gap) < _CLOSE)
    if close.size:
        gap[close] = log_ratio[close] - 2 * natural_log(uniform[close])
    return np.asarray(gap >= 0, dtype=np.bool_)
