"""Many tables of counts at once: what a resampled statistic is computed from."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from vcif._counts import Counts
from vcif.inference.resampling.bits import Array, Whole

_EXACT = 2.0**53  # whole numbers below it add up without rounding
_ROUNDING = 1e-13  # a spread below this share of the sum of squares is rounding


@dataclass(frozen=True)
class Tables:
    """Tables of counts over the same scores.

    The tables run along the last axis, so that what is done to all of them runs through memory in order.

    Attributes
    ----------
    n
        Firms, shape (groups, levels, tables).
    scores
        The scores in rising order, less a whole number near their mean and in units of their last decimal,
        shape (levels,): whole numbers as floats, so that sums are exact while they stay below 2^53.
    sizes
        Firms per group, shape (groups, tables), or (groups, 1) where all tables have the same.
    ties
        Firms per score over all groups, shape (levels, tables); (levels, 1) where all tables have the same.
    """

    n: Array
    scores: Array
    sizes: Array
    ties: Array

    @property
    def groups(self) -> int:
        """The number of groups."""
        return len(self.n)

    @cached_property
    def total(self) -> float:
        """Firms in all groups, of whichever table: all have the same number."""
        return float(self.sizes[:, 0].sum())

    @cached_property
    def sums(self) -> Array:
        """Sums of the scores, shape (groups, tables)."""
        return weighted(self.scores, self.n)

    @cached_property
    def means(self) -> Array:
        """Means of the scores, shape (groups, tables)."""
        return self.sums / self.sizes

    @cached_property
    def between(self) -> Array:
        """Sums of squares between the groups, shape (tables,)."""
        grand = self.sums.sum(axis=0) / self.total
        return np.asarray((self.sizes * (self.means - grand) ** 2).sum(axis=0), dtype=np.float64)

    @cached_property
    def squares(self) -> Array:
        """Sums of squared deviations from the groups' means, shape (groups, tables)."""
        scaled = self.sizes * weighted(self.scores * self.scores, self.n)
        return cleaned(scaled - self.sums * self.sums, scaled) / self.sizes

    @cached_property
    def variances(self) -> Array:
        """Variances within the groups (divisor n - 1), shape (groups, tables)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.squares / (self.sizes - 1)

    @cached_property
    def ranks(self) -> Array:
        """Midranks less their mean, shape of `ties`."""
        return np.cumsum(self.ties, axis=0) - (self.ties + self.total) / 2

    @cached_property
    def rank_sums(self) -> Array:
        """Sums of the centred midranks, shape (groups, tables)."""
        if self.ranks.shape[1] == 1:
            return weighted(self.ranks[:, 0], self.n)
        return np.asarray((self.n * self.ranks).sum(axis=1), dtype=np.float64)

    @cached_property
    def rank_spread(self) -> Array:
        """Sum of squared centred midranks of all firms, shape (tables,) or (1,)."""
        return np.asarray((self.ties * self.ranks**2).sum(axis=0), dtype=np.float64)

    def permuted(self, n: Whole) -> Tables:
        """Return other tables with the same margins."""
        return Tables(n.astype(np.float64), self.scores, self.sizes, self.ties)

    def redrawn(self, n: Whole) -> Tables:
        """Return other tables over the same scores, with margins of their own."""
        there = n.astype(np.float64)
        return Tables(there, self.scores, there.sum(axis=1), there.sum(axis=0))


def observed_table(counts: Counts) -> Tables:
    """Return the one table that was observed."""
    middle = sum(counts.sums, Fraction(0)) * counts.denominator / counts.total
    scores = (counts.numerators.astype(object) - round(middle)).astype(np.float64)
    table = counts.table[:, :, None].astype(np.float64)
    return Tables(table, scores, table.sum(axis=1), table.sum(axis=0))


def weighted(values: Array, n: Array) -> Array:
    """Return the sums of values over the levels, shape (groups, tables)."""
    return np.stack([values @ group for group in n])


def cleaned(spread: Array, scale: Array) -> Array:
    """Return differences of sums of squares, with 0 for those that are rounding."""
    exact = scale.max(initial=0.0) < _EXACT
    return np.where(spread > (0.0 if exact else _ROUNDING * scale), spread, 0.0)
