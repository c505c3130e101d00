"""Random numbers that are the same everywhere, and the logarithms that decide with them.

Only a generator's raw bits are used, since NumPy does not promise that its distributions stay the same from
one version to the next; and only additions, multiplications, divisions and square roots, which every machine
rounds alike, since logarithms of different libraries differ in the last digit and so might decide otherwise.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Whole = NDArray[np.int64]

_TABLE = 2**20  # logarithms of factorials are tabled so far, and computed when they are asked for beyond
_AT_ONCE = 2**16  # of them
_SUMMED = 256  # so far they are sums of logarithms, and by Stirling's series beyond
_TERMS = 11  # of the series of the logarithm: what is left out is below 1e-18 of it
_ROOT_HALF = 0.7071067811865476
_HALF_LOG_TWO_PI = 0.9189385332046728
# log 2 in two parts: the first has few digits, so that multiples are exact
_LOG_TWO, _REST_OF_LOG_TWO = 0.6931471805592082, 7.371002565167799e-13


class Bits:
    """A stream of random numbers from a seed.

    The raw bits of PCG64 are the same on every machine and with every version of NumPy (NEP 19 promises that
    bit generators keep their streams), and so are whole numbers made of them.

    >>> Bits(1).below(5, 100).tolist()
    [51, 95, 14, 94, 31]
    """

    def __init__(self, seed: int) -> None:
        self._source = np.random.PCG64(seed)

    def words(self, n: int) -> NDArray[np.uint64]:
        """Return n words of 64 random bits."""
        return np.asarray(self._source.random_raw(n), dtype=np.uint64)

    def uniform_pairs(self, n: int) -> tuple[Array, Array]:
        """Return n pairs of numbers spread evenly between 0 and 1, neither of them reached.

        >>> first, second = Bits(1).uniform_pairs(1)
        >>> float(first[0]), float(second[0])
        (0.47318869817536324, 0.5118216247064993)
        """
        halves = self.words(n).astype("<u8", copy=False).view("<u4").reshape(n, 2)
        scaled = (halves + 0.5) * 2.0**-32
        return scaled[:, 0], scaled[:, 1]

    def below(self, n: int, limit: int) -> Whole:
        """Return n whole numbers from 0 up and below a limit of at most 2^32, each as likely as the others.

        A word's upper 32 bits are scaled, so that chances differ by less than limit/2^32 of themselves.
        """
        scaled = (self.words(n) >> np.uint64(32)) * np.uint64(limit)
        return (scaled >> np.uint64(32)).astype(np.int64)


def natural_log(x: Array) -> Array:
    """Return the natural logarithm of positive numbers, by basic arithmetic only.

    >>> natural_log(np.array([1.0, 10.0])).tolist()
    [0.0, 2.302585092994046]
    """
    mantissa, exponent = np.frexp(x)
    small = mantissa < _ROOT_HALF
    above = np.where(small, 2 * mantissa, mantissa) - 1  # exact, between -0.3 and 0.42
    doublings = (exponent - small).astype(np.float64)
    slope = above / (above + 2)
    square = slope * slope
    series = np.full_like(square, 2 / (2 * _TERMS + 1))
    for k in range(_TERMS - 1, 0, -1):
        series *= square
        series += 2 / (2 * k + 1)
    # log(1 + f) = 2 s + 2 s^3/3 + .. with s = f/(2 + f), written as f less something smaller: 2 s = f - s f
    part = above - slope * (above - series * square)
    return np.asarray(doublings * _LOG_TWO + (part + doublings * _REST_OF_LOG_TWO), dtype=np.float64)


def log_factorial(most: int) -> LogFactorial:
    """Return the logarithm of the factorial as a function, good for whole numbers up to `most`.

    >>> log_factorial(10)(np.array([0, 1, 5])).tolist()  # log 120
    [0.0, 0.0, 4.787491742782046]
    """
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
    np.cumsum(natural_log(np.arange(1.0, _SUMMED)), out=table[1:_SUMMED])
    for start in range(_SUMMED, size, _AT_ONCE):
        part = np.arange(start, min(start + _AT_ONCE, size))
        table[part] = _stirling(part)
    table.setflags(write=False)
    return table


def _stirling(k: Whole) -> Array:
    """Return the logarithm of the factorial of numbers from 256 on by Stirling's series."""
    x = np.maximum(k, 1).astype(np.float64)
    inverse = 1 / x
    square = inverse * inverse
    correction = inverse * (1 / 12 - square * (1 / 360 - square / 1260))
    return np.asarray((x + 0.5) * natural_log(x) - x + (_HALF_LOG_TWO_PI + correction), dtype=np.float64)
