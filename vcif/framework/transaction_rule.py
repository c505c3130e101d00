"""From a firm-year's values and doubts to its two activities: yes, no, or not known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from vcif._errors import ArgumentError, require_one_of

Rule = Literal["any", "value", "share", "count"]
Threshold = float | tuple[float, float] | None
SIDES = ("import", "export")
_NEAR = 1e-9


@dataclass(frozen=True)
class ActivityRule:
    """When a firm-year counts as active on a side.

    Attributes
    ----------
    rule
        What is compared with the threshold; nothing under "any".
    thresholds
        Of imports and of exports.
    inclusive
        Whether a firm at the threshold is active.
    least
        The fewest transactions that an active side has.
    """

    rule: Rule
    thresholds: tuple[float, float]
    inclusive: bool
    least: int

    def active(self, side: str) -> pl.Expr:
        """Return whether a side is active, null where what is not known could change the answer.

        The columns are those of `with_doubts`.
        """
        low, high = self._bounds(side)
        n_low, n_high = _n_low(side), _n_high(side)
        enough, could_be = n_low >= self.least, n_high >= self.least
        reached = self._over(low, side) & enough
        reachable = self._over(high, side) & could_be
        return pl.when(reached).then(True).when(~reachable).then(False).otherwise(None)

    def _over(self, amount: pl.Expr | None, side: str) -> pl.Expr:
        """Return whether an amount reaches the threshold; equal but for rounding is equal."""
        if amount is None:
            return pl.lit(True)
        limit = self.thresholds[SIDES.index(side)]
        return amount >= limit * (1 - 1e-12) if self.inclusive else amount > limit * (1 + 1e-12)

    def _bounds(self, side: str) -> tuple[pl.Expr | None, pl.Expr | None]:
        """Return the smallest and the largest amount that a side can have."""
        if self.rule == "any":
            return None, None
        if self.rule == "count":
            return _n_low(side), _n_high(side)
        low, high = _value_low(side), _value_high(side)
        if self.rule == "value":
            return low, high
        other = SIDES[1 - SIDES.index(side)]
        return _least_share(side, other), _largest_share(side, other)


def activity_rule(rule: Rule, threshold: Threshold, inclusive: bool, least: int) -> ActivityRule:
    """Return the rule, after checking its parts."""
    name = "categories_from_transactions"
    require_one_of(name, "rule", rule, ("any", "value", "share", "count"))
    if isinstance(least, bool) or not isinstance(least, int) or least < 1:
        raise ArgumentError(f"{name}() needs a whole number from 1 up as least_transactions; got {least!r}")
    if rule == "any":
        if threshold is not None:
            raise ArgumentError(
                f'{name}() uses a threshold only with another rule than "any"; got {threshold!r}'
            )
        return ActivityRule(rule, (0.0, 0.0), inclusive, least)
    if threshold is None:
        raise ArgumentError(f'{name}(rule="{rule}") needs a threshold, or a pair of them (imports, exports)')
    pair = threshold if isinstance(threshold, tuple) else (threshold, threshold)
    largest = 1.0 if rule == "share" else float("inf")
    if len(pair) != 2 or not all(0 < limit <= largest and limit < float("inf") for limit in pair):
        allowed = "shares above 0, up to 1" if rule == "share" else "numbers above 0"
        raise ArgumentError(f'{name}(rule="{rule}") needs {allowed}; got {threshold!r}')
    return ActivityRule(rule, (float(pair[0]), float(pair[1])), inclusive, least)


def _value_low(side: str) -> pl.Expr:
    """Return the value that a side has for certain."""
    return pl.max_horizontal(pl.lit(0.0), pl.col(f"{side}_value") - pl.col(f"{side}_less"))


def _value_high(side: str) -> pl.Expr:
    """Return the most that a side's value can be; without limit where a value is missing."""
    return pl.col(f"{side}_value") + pl.col(f"{side}_more")


def _n_low(side: str) -> pl.Expr:
    """Return the transactions that a side has for certain.

    A correction of which the flow or the year is not known may undo any of them; where it is smaller than
    the side's value, one at least is left.
    """
    n, less = pl.col(f"{side}_n"), pl.col(f"{side}_less")
    left = pl.min_horizontal(n, pl.lit(1, pl.Int64))
    return pl.when(less == 0).then(n).when(_value_low(side) > 0).then(left).otherwise(0)


def _n_high(side: str) -> pl.Expr:
    """Return the most transactions of a side: a doubtful one may restore what corrections undid."""
    more = pl.col(f"{side}_more_n")
    return pl.when(more > 0).then(pl.col(f"{side}_raw") + more).otherwise(f"{side}_n")


def _least_share(side: str, other: str) -> pl.Expr:
    """Return the smallest share that a side can have of the trade on both."""
    part, rest = _value_low(side), _value_high(other)
    alone = (_n_low(side) > 0) & (rest == 0)
    return pl.when(alone).then(1.0).when(part > 0).then(part / (part + rest)).otherwise(0.0)


def _largest_share(side: str, other: str) -> pl.Expr:
    """Return the largest share that a side can have: below 1 where the other side is there."""
    part, rest = _value_high(side), _value_low(other)
    there = _n_low(other) > 0
    near = pl.when(there).then(1 - _NEAR).otherwise(1.0)
    return (
        pl.when(part == 0).then(0.0)
        .when(part.is_infinite() | (rest == 0)).then(near)
        .otherwise(part / (part + rest))
    )  # fmt: skip
