"""Many tables of counts at once: what a resampled statistic is computed from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from vcif._counts import Counts
from vcif.inference.resampling.bits import Array, Whole

Places = int | list[int]

_EXACT = 2.0**52  # whole numbers below it add up without rounding


@dataclass(frozen=True)
class Tables:
    """Tables of counts over the same scores.

    The tables run along the last axis, so that what is done to all of them runs through memory in order.

    Attributes
    ----------
    n
        Firms, shape (groups, levels, tables).
    scores
        The scores in rising order, less the one nearest their mean and in units of their largest common step,
        shape (levels,): whole numbers as floats, so that sums are exact while they stay below 2^52.
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
        """Means of the scores less the mean of all firms, taken off before rounding; shape of `sums`."""
        above = self.sums * self.total - self.sizes * self.sums.sum(axis=0)
        return np.asarray(above / (self.sizes * self.total), dtype=np.float64)

    def differences(self, first: Places, second: Places) -> Array:
        """Return the means of the second groups less those of the first, taken off before rounding."""
        n1, n2 = self.sizes[first], self.sizes[second]
        return np.asarray((self.sums[second] * n1 - self.sums[first] * n2) / (n1 * n2), dtype=np.float64)

    @cached_property
    def between(self) -> Array:
        """Sums of squares between the groups, shape (tables,)."""
        return np.asarray((self.sizes * self.means**2).sum(axis=0), dtype=np.float64)

    @cached_property
    def squares(self) -> Array:
        """Sums of squared deviations from the groups' means, shape (groups, tables)."""
        scaled = self.sizes * weighted(self.scores * self.scores, self.n)
        if scaled.max(initial=0.0) < _EXACT:
            return np.asarray((scaled - self.sums * self.sums) / self.sizes, dtype=np.float64)
        return squared_deviations(self.scores[:, None], self.n, self.sizes)

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


def given_levels(counts: Counts) -> Counts:
    """Return the counts without scores that nobody gave, so that these cannot change a random number."""
    return counts if counts.ties.all() else counts.select(range(len(counts.sizes)))


def observed_table(counts: Counts) -> Tables:
    """Return the one table that was observed."""
    table = counts.table[:, :, None].astype(np.float64)
    return Tables(table, _steps(counts), table.sum(axis=1), table.sum(axis=0))


def _steps(counts: Counts) -> Array:
    """Return the scores as whole numbers of their largest common step, counted from their mean's nearest."""
    above = counts.numerators.astype(object) - int(counts.numerators[0])
    steps = above // (int(np.gcd.reduce(above)) or 1)
    middle = (2 * int(counts.ties.astype(object) @ steps) + counts.total) // (2 * counts.total)
    return np.asarray(steps - middle, dtype=np.float64)


def weighted(values: Array, n: Array) -> Array:
    """Return the sums of values over the levels, shape (groups, tables)."""
    return np.stack([values @ group for group in n])


def squared_deviations(values: Array, n: Array, sizes: Array) -> Array:
    """Return sums of squared deviations from the means; levels lie along the last axis but one.

    Exactly 0 where all firms have the same value, whatever is rounded; the means' rounding is made good.
    """
    deviations = values - ((n * values).sum(axis=-2) / sizes)[..., None, :]
    found = (n * deviations**2).sum(axis=-2) - (n * deviations).sum(axis=-2) ** 2 / sizes
    lowest = np.where(n > 0, values, np.inf).min(axis=-2)
    highest = np.where(n > 0, values, -np.inf).max(axis=-2)
    return np.where(lowest == highest, 0.0, np.maximum(found, 0.0))
