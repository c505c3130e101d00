"""Sums over ordered pairs of groups: the common ground of Mann-Whitney, Jonckheere and the framework's order.

The statistic counts, over pairs of firms from groups that the order compares, the pairs in which the firm of
the later group has the larger score; ties count one half.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import numpy as np

from vcif._counts import Counts
from vcif._errors import NotComputableError
from vcif.inference.distributions.ordered_exact import exact_p_value, exact_work
from vcif.inference.distributions.tails import normal_p_value
from vcif.inference.resampling import of_ranks
from vcif.inference.resampling.permutation import permuted
from vcif.inference.results import Alternative, HTest, PMethod

Order = Sequence[tuple[int, int]]
QUICK = 1e9  # "auto" is exact up to so many multiplications: mostly below a second, never above a few
FEASIBLE = 1e11  # "exact" refuses beyond: minutes


@dataclass(frozen=True)
class OrderedSum:
    """The sum, with its exact permutation mean and variance; doubled, sum and mean are whole numbers."""

    twice: int
    twice_mean: int
    variance: Fraction

    @property
    def value(self) -> Fraction:
        """The sum."""
        return Fraction(self.twice, 2)

    @property
    def mean(self) -> Fraction:
        """Its mean over all permutations of the firms."""
        return Fraction(self.twice_mean, 2)

    @property
    def z(self) -> float:
        """The standardized sum."""
        return (self.twice - self.twice_mean) / 2 / math.sqrt(self.variance)


def ordered_sum(function: str, counts: Counts, order: Order) -> OrderedSum:
    """Return the sum over the pairs of groups in `order`, each given as (earlier, later)."""
    twice = sum(_twice_wins(counts, early, late) for early, late in order)
    sizes = [int(size) for size in counts.sizes]
    cross = sum(sizes[early] * sizes[late] for early, late in order)
    variance = _permutation_variance(counts, sizes, order, cross)
    if variance == 0:
        raise NotComputableError(
            f"{function} has no variance here: all orders of the answers give the same sum"
        )
    return OrderedSum(twice, cross, variance)


def ordered_test(
    method: str,
    counts: Counts,
    order: Order,
    alternative: Alternative,
    p_method: PMethod,
    n_resamples: int,
    seed: int,
) -> HTest:
    """Return the test of the sum over the pairs of groups in `order`."""
    found = ordered_sum(method, counts, order)
    exact = takes_exact(method, counts, p_method)
    if exact:
        p_value = exact_p_value(counts, order, found.twice, alternative)
    else:
        p_value = normal_p_value(found.z, alternative)
    result = HTest(
        method=method,
        statistic=found.twice / 2,
        df1=None,
        df2=None,
        p_value=p_value,
        alternative=alternative,
        n=counts.total,
        z=found.z,
        mean_ranks=counts.mean_ranks,
        p_method="exact" if exact else "asymptotic",
    )
    statistic = partial(of_ranks.ordered, order=order)
    return permuted(result, counts, statistic, p_method, n_resamples, seed, signed=True)


def takes_exact(method: str, counts: Counts, p_method: PMethod) -> bool:
    """Return whether the p-value is to be exact: on demand where it can be, with "auto" where it is quick."""
    if p_method in ("asymptotic", "permutation"):
        return False
    work = exact_work(counts)
    if p_method == "exact" and work > FEASIBLE:
        raise NotComputableError(
            f"the exact distribution of {method} is out of reach for groups of {counts.sizes.tolist()} firms"
        )
    return p_method == "exact" or work <= QUICK


def _twice_wins(counts: Counts, early: int, late: int) -> int:
    """Return twice the number of cross pairs won by the later group, ties counting one half."""
    lower, upper = counts.table[early].astype(object), counts.table[late].astype(object)
    below = np.cumsum(lower) - lower
    return int(upper @ (2 * below + lower))


def _permutation_variance(counts: Counts, sizes: list[int], order: Order, cross: int) -> Fraction:
    """Return the exact variance over all permutations of the firms, ties included.

    It is the variance of Daniels' general correlation coefficient (Kendall, Rank Correlation Methods,
    chapter 5), with a_ij the sign of the order of two firms' groups and b_ij that of their scores.
    """
    total = counts.total
    rows = [0] * len(sizes)
    for early, late in order:
        rows[early] += sizes[late]
        rows[late] -= sizes[early]
    squares_a, rows_a = 2 * cross, sum(size * row * row for size, row in zip(sizes, rows, strict=True))
    ties = [int(t) for t in counts.ties]
    squares_b = total * total - sum(t * t for t in ties)
    rows_b = sum(t * int(rank) ** 2 for t, rank in zip(ties, counts.centred_ranks, strict=True))
    value = Fraction(2 * squares_a * squares_b, total * (total - 1))
    if total > 2:
        value += Fraction(4 * (rows_a - squares_a) * (rows_b - squares_b), total * (total - 1) * (total - 2))
    return value / 16
