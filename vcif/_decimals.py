"""Floats as the decimals that they stand for, many at a time: whole numbers over one power of ten."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_UNIQUE = 10**15  # decimals of up to 15 digits are told apart by their floats, so a match is the shortest one
_MOST_DECIMALS = 22  # powers of ten up to this one are floats without rounding
_POWERS = np.array([float(10**i) for i in range(_MOST_DECIMALS + 1)])
_SAMPLE = 64
_DOUBT = 1e-9  # far above the rounding of what is compared with it, far below what it decides


def whole_over_power(values: Floats) -> tuple[NDArray[Any], int]:
    """Return whole numbers and a power of ten whose quotients are the floats' shortest decimals.

    Examples
    --------
    >>> whole_over_power(np.array([0.25, 3.0, -1.5]))
    (array([  25,  300, -150]), 100)
    """
    some = values[:: max(values.size // _SAMPLE, 1)]
    for decimals in range(_MOST_DECIMALS + 1):
        power = 10**decimals
        whole = np.rint(some * power)
        if np.abs(whole).max(initial=0.0) >= _UNIQUE:
            break
        if (whole / power == some).all():  # so it may be true of all of them
            whole = np.rint(values * power)
            if np.abs(whole).max(initial=0.0) < _UNIQUE and (whole / power == values).all():
                return whole.astype(np.int64), power
    digits, places = _shortest(values)
    most = max(int(places.max()), 0)
    powers = np.array([10**i for i in range(most - int(places.min()) + 1)], dtype=object)
    return digits.astype(object) * powers[most - places], 10**most


def _shortest(values: Floats) -> tuple[Whole, Whole]:
    """Return the digits of the floats' shortest decimals as whole numbers, and how many are decimals."""
    size = np.abs(values)
    digits, places, known = _searched(size)
    for i in np.flatnonzero(~known).tolist():
        digits[i], places[i] = _digits(repr(float(size[i])))
    while places.max() > 0 and (digits[places == places.max()] % 10 == 0).all():
        last = places == places.max()
        digits[last] //= 10
        places[last] -= 1
    return np.where(np.signbit(values), -digits, digits), places


def _searched(size: Floats) -> tuple[Whole, Whole, NDArray[np.bool_]]:
    """Return the same for sizes, by arithmetic alone, and for which ones it is certain.

    A decimal of up to 15 digits is told from all others by its float, so the search starts there; 17 digits
    always suffice. Very large and very small numbers are left out. (Floats lie closer below a power of two
    than above it, but the powers of two within these bounds have up to 15 digits.)
    """
    digits, places = np.zeros(size.size, dtype=np.int64), np.zeros(size.size, dtype=np.int64)
    known = size == 0
    left = np.flatnonzero((size >= 1e-5) & (size < _UNIQUE))
    decimals = np.clip(14 - np.floor(np.log10(size[left])).astype(np.int64), 0, _MOST_DECIMALS - 3)
    for _ in range(4):
        nearest, stands, doubtful = _nearest(size[left], _POWERS[decimals])
        found = left[stands]
        digits[found], places[found], known[found] = nearest[stands], decimals[stands], True
        further = ~(stands | doubtful)
        left, decimals = left[further], decimals[further] + 1
    return digits, places, known


def _nearest(size: Floats, power: Floats) -> tuple[Whole, NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the whole number next to each product, whether their quotient's float is the size, and doubt.

    Source
    ------
    Dekker, T. J. (1971), A floating-point technique for extending the available precision, Numerische
    Mathematik 18, 224-242, for the exact product as the sum of two floats.
    """
    product = size * power
    (a, b), (c, d) = _halves(size), _halves(power)
    error = ((a * c - product) + a * d + b * c) + b * d
    whole = np.rint(product)
    rest = (product - whole) + error
    gap = np.abs(rest - np.rint(rest))
    reach = np.spacing(size) / 2 * power  # quotients nearer than this have the size for their float
    doubtful = (np.abs(gap - reach) < _DOUBT) | (np.abs(gap - 0.5) < _DOUBT)
    return whole.astype(np.int64) + np.rint(rest).astype(np.int64), (gap < reach) & ~doubtful, doubtful


def _halves(values: Floats) -> tuple[Floats, Floats]:
    """Return two floats of half the digits that add up to each float."""
    shifted = values * (2.0**27 + 1)
    high = shifted - (shifted - values)
    return high, values - high


def _digits(text: str) -> tuple[int, int]:
    """Return a number's digits as a whole number, and how many of them are decimals."""
    mantissa, _, exponent = text.partition("e")
    whole, _, fraction = mantissa.partition(".")
    return int(whole + fraction), len(fraction) - int(exponent or 0)
