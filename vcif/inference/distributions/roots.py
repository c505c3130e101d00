"""A bracketed root: slow and sure rather than quick and lost."""

from __future__ import annotations

from collections.abc import Callable

from vcif._errors import NotComputableError


def bracketed_root(
    function: Callable[[float], float],
    low: float,
    high: float,
    *,
    tolerance: float = 1e-15,
    flat: float = 0.0,
) -> float:
    """Return a root of a monotone function between two points where it differs in sign.

    Regula falsi with the Illinois change (an end that stays put has its value halved), guarded by bisection;
    it ends when the bracket is narrower than `tolerance` times its larger end, or the function's value is
    within `flat` of 0. Where the two ends do not differ in sign, or the function is NaN, it raises
    NotComputableError: no number is better than a wrong one.

    Source
    ------
    Dowell, M. and Jarratt, P. (1971), BIT 11, 168-174.

    Examples
    --------
    >>> round(bracketed_root(lambda x: x * x - 2, 1.0, 2.0), 12)
    1.414213562373
    """
    f_low, f_high = function(low), function(high)
    if not f_low * f_high <= 0:
        raise NotComputableError(f"no root to be found in double precision between {low:g} and {high:g}")
    for step in range(200):
        if abs(f_low) <= flat:
            return low
        if abs(f_high) <= flat or abs(high - low) <= tolerance * max(abs(low), abs(high), 1e-300):
            return high
        middle = (low * f_high - high * f_low) / (f_high - f_low)
        if step % 4 == 3 or not min(low, high) < middle < max(low, high):
            middle = (low + high) / 2
        f_middle = function(middle)
        if f_middle * f_high < 0:
            low, f_low = high, f_high
        else:
            f_low /= 2
        high, f_high = middle, f_middle
    return high


def bracket_above(function: Callable[[float], float], start: float) -> float:
    """Return a point from `start` upwards, by doubling, where a falling function is no longer positive.

    >>> bracket_above(lambda x: 5 - x, 1.0)
    8.0
    """
    point = start
    while function(point) > 0:
        point *= 2
    return point
