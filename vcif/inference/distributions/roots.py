"""A bracketed root: slow and sure rather than quick and lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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

    Chandrupatla's method: inverse quadratic interpolation where it can be trusted, bisection elsewhere. It
    ends when the bracket is narrower than `tolerance` times its larger end, or the function's value is within
    `flat` of 0. Where the two ends do not differ in sign, or the function is NaN, it raises
    NotComputableError: no number is better than a wrong one.

    Source
    ------
    Chandrupatla, T. R. (1997), Advances in Engineering Software 28(3), 145-149.

    Examples
    --------
    >>> round(bracketed_root(lambda x: x * x - 2, 1.0, 2.0), 12)
    1.414213562373
    """
    far, near = _Point(low, function(low)), _Point(high, function(high))
    if not far.y * near.y <= 0:
        raise NotComputableError(f"no root to be found in double precision between {low:g} and {high:g}")
    old = far
    for _ in range(200):
        best = near if abs(near.y) <= abs(far.y) else far
        width = tolerance * max(abs(near.x), abs(far.x), 1e-300)
        if abs(best.y) <= flat or abs(far.x - near.x) <= width:
            return best.x
        least = width / (2 * abs(far.x - near.x))
        share = min(max(_step(near, far, old), least), 1 - least)
        x = near.x + share * (far.x - near.x)
        new = _Point(x, function(x))
        if new.y * near.y > 0:
            old = near
        else:
            old, far = far, near
        near = new
    return near.x


@dataclass(frozen=True)
class _Point:
    """A point of the function."""

    x: float
    y: float


def _step(near: _Point, far: _Point, old: _Point) -> float:
    """Return where to look next, as a share of the way from `near` to `far`."""
    if old is far:
        return near.y / (near.y - far.y)  # two points only: a straight line
    place = (near.x - far.x) / (old.x - far.x)
    height = (near.y - far.y) / (old.y - far.y)
    if height * height < place and (1 - height) ** 2 < 1 - place:
        first = near.y / (far.y - near.y) * old.y / (far.y - old.y)
        rest = (old.x - near.x) / (far.x - near.x) * near.y / (old.y - near.y) * far.y / (old.y - far.y)
        return first + rest
    return 0.5


def bracket_above(function: Callable[[float], float], start: float) -> float:
    """Return a point from `start` upwards, by doubling, where a falling function is no longer positive.

    >>> bracket_above(lambda x: 5 - x, 1.0)
    8.0
    """
    point = start
    while function(point) > 0:
        point *= 2
    return point
