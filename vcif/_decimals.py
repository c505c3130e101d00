"""Floats as the decimals that they stand for, many at a time: whole numbers over one power of ten."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

_UNIQUE = 10**15  # decimals of up to 15 digits are told apart by their floats, so a match is the shortest one
_MOST_DECIMALS = 22  # powers of ten up to this one are floats without rounding


def whole_over_power(values: NDArray[np.float64]) -> tuple[NDArray[Any], int]:
    """Return whole numbers and a power of ten whose quotients are the floats' shortest decimals.

    Examples
    --------
    >>> whole_over_power(np.array([0.25, 3.0, -1.5]))
    (array([  25,  300, -150]), 100)
    """
    for decimals in range(_MOST_DECIMALS + 1):
        power = 10**decimals
        whole = np.rint(values * power)
        if np.abs(whole).max(initial=0.0) >= _UNIQUE:
            break
        if (whole / power == values).all():
            return whole.astype(np.int64), power
    return _by_text(values)


def _by_text(values: NDArray[np.float64]) -> tuple[NDArray[Any], int]:
    """Return the same for floats of more digits, from the text that Python prints for them."""
    parts = [_digits(repr(value)) for value in values.tolist()]
    most = max(0, *(decimals for _, decimals in parts))
    return np.array([digits * 10 ** (most - decimals) for digits, decimals in parts], dtype=object), 10**most


def _digits(text: str) -> tuple[int, int]:
    """Return a number's digits as a whole number, and how many of them are decimals."""
    mantissa, _, exponent = text.partition("e")
    whole, _, fraction = mantissa.partition(".")
    return int(whole + fraction), len(fraction) - int(exponent or 0)
