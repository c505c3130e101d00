"""Many tables of counts at once: what a resampled statistic is computed from."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from vcif._counts import Counts
from vcif.inference.resampling.bits import Array

_EXACT = 2.0**53  # whole numbers below it add up without rounding
_ROUNDING = 1e-13  # a spread below this share of the sum of squares is rounding


@dataclass(frozen=True)
class Tables:
    """Tables of counts over the same scores.

    Attributes
    ----------
    n
        Firms, shape (tables, groups, levels).
    scores
        The scores in rising order, less a whole number near their mean and in units of their last decimal,
        shape (levels,): whole numbers as floats, so that sums are exact while they stay below 2^53.
    """

    n: Array
    scores: Array

    @cached_property
    def sizes(self) -> Array:
        """Firms per group, shape (tables, groups)."""
        return np.asarray(self.n.sum(axis=2), dtype=np.float64)

    @cached_property
    def totals(self) -> Array:
        """Firms in all groups, shape (tables,)."""
        return np.asarray(self.sizes.sum(axis=1), dtype=np.float64)

    @cached_property
    def sums(self) -> Array:
        """Sums of the scores, shape (tables, groups)."""
        return np.asarray(self.n @ self.scores, dtype=np.float64)

    @cached_property
    def means(self) -> Array:
        """Means of the scores, shape (tables, groups)."""
        return self.sums / self.sizes

    @cached_property
    def squares(self) -> Array:
        """Sums of squared deviations from the groups' means, shape (tables, groups)."""
        second = self.n @ (self.scores * self.scores)
        scaled = self.sizes * second
        spread = scaled - self.sums * self.sums
        exact = scaled.max(initial=0.0) < _EXACT
        rounded = 0.0 if exact else _ROUNDING * scaled
        return np.asarray(np.where(spread > rounded, spread, 0.0) / self.sizes, dtype=np.float64)

    @cached_property
    def variances(self) -> Array:
        """Variances within the groups (divisor n - 1), shape (tables, groups)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.squares / (self.sizes - 1), dtype=np.float64)

    @cached_property
    def ties(self) -> Array:
        """Firms per score over all groups, shape (tables, levels)."""
        return np.asarray(self.n.sum(axis=1), dtype=np.float64)

    @cached_property
    def centred_ranks(self) -> Array:
        """Midranks less their mean, shape (tables, levels)."""
        upto = np.cumsum(self.ties, axis=1)
        return upto - (self.ties + self.totals[:, None]) / 2

    @cached_property
    def rank_sums(self) -> Array:
        """Sums of the centred midranks, shape (tables, groups)."""
        return np.asarray((self.n @ self.centred_ranks[:, :, None])[:, :, 0], dtype=np.float64)

    @cached_property
    def rank_spread(self) -> Array:
        """Sum of squared centred midranks of all firms, shape (tables,)."""
        return np.asarray((self.ties * self.centred_ranks**2).sum(axis=1), dtype=np.float64)

    def others(self, n: NDArray[np.int64]) -> Tables:
        """Return other tables over the same scores."""
        return Tables(n.astype(np.float64), self.scores)


def observed_table(counts: Counts) -> Tables:
    """Return the one table that was observed."""
    middle = sum(counts.sums, Fraction(0)) * counts.denominator / counts.total
    shifted = counts.numerators.astype(object) - round(middle)
    return Tables(counts.table[None].astype(np.float64), shifted.astype(np.float64))
