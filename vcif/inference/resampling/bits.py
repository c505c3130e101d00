"""Random numbers that are the same everywhere, and the logarithms that decide with them.

Only a generator's raw bits are used, since NumPy does not promise that its distributions stay the same from
one version to the next; and only additions, multiplications, divisions and square roots, which every machine
rounds alike, since logarithms of different libraries differ in the last digit and so might decide otherwise.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Whole = NDArray[np.int64]

_TABLE = 2**20  # logarithms of factorials are tabled so far, and by Stirling's series beyond
_TERMS = 12  # of the series of the logarithm: the next one is below 1e-18
_HALF_LOG_TWO_PI = 0.9189385332046727


class Bits:
    """A stream of random numbers from a seed.

    >>> Bits(1).below(5, 100).tolist()
    [51, 95, 14, 94, 31]
    """

    def __init__(self, seed: int) -> None:
        self._source = np.random.PCG64(seed)

    def words(self, n: int) -> NDArray[np.uint64]:
        """Return n words of 64 random bits."""
        return np.asarray(self._source.random_raw(n), dtype=np.uint64)

    def uniform_pairs(self, n: int) -> tuple[Array, Array]:
        """Return n pairs of numbers spread evenly between 0 and 1, neither of them reached."""
        halves = self.words(n).astype("<u8", copy=False).view("<u4").reshape(n, 2)
        scaled = (halves + 0.5) * 2.0**-32
        return scaled[:, 0], scaled[:, 1]

    def below(self, n: int, limit: int) -> Whole:
        """Return n whole numbers from 0 up and below a limit of at most 2^32, each as likely as the others.

        A word's 32 bits are scaled, so that chances differ by less than limit/2^32 of themselves.
        """
        scaled = (self.words(n) >> np.uint64(32)) * np.uint64(limit)
        return (scaled >> np.uint64(32)).astype(np.int64)


def natural_log(x: Array) -> Array:
    """Return the natural logarithm of positive numbers, by basic arithmetic only.

    >>> abs(natural_log(np.array([10.0]))[0] - math.log(10)) < 1e-15
    True
    """
    mantissa, exponent = np.frexp(x)
    small = mantissa < math.sqrt(0.5)
    mantissa = np.where(small, 2 * mantissa, mantissa)
    slope = (mantissa - 1) / (mantissa + 1)
    square = slope * slope
    series = np.full_like(square, 1 / (2 * _TERMS + 1))
    for k in range(_TERMS - 1, -1, -1):
        series *= square
        series += 1 / (2 * k + 1)
    return np.asarray(2 * slope * series + (exponent - small) * math.log(2), dtype=np.float64)


def log_factorial(most: int) -> LogFactorial:
    """Return the logarithm of the factorial as a function, good for whole numbers up to `most`."""
    size = 1 << max(8, int(most + 1).bit_length())
    return LogFactorial(_factorials(min(size, _TABLE)), most)


class LogFactorial:
    """The logarithm of the factorial of whole numbers: a table, and beyond it Stirling's series."""

    def __init__(self, table: Array, most: int) -> None:
        self._table, self._all = table, most < table.size

    def __call__(self, k: Whole) -> Array:
        """Return the logarithms of the factorials of whole numbers."""
        if self._all:
            return self._table[k]
        return np.where(k < self._table.size, self._table[np.minimum(k, self._table.size - 1)], _stirling(k))


@lru_cache(maxsize=8)
def _factorials(size: int) -> Array:
    """Return log 0!, log 1!, .. as a table."""
    table = np.zeros(size)
    np.cumsum(natural_log(np.arange(1.0, size)), out=table[1:])
    table.setflags(write=False)
    return table


def _stirling(k: Whole) -> Array:
    """Return the logarithm of the factorial of large numbers by Stirling's series."""
    x = np.maximum(k, 1).astype(np.float64)
    return np.asarray((x + 0.5) * natural_log(x) - x + _HALF_LOG_TWO_PI + 1 / (12 * x), dtype=np.float64)
