"""Means and variances in the form that the unequal-variance tests need."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vcif._counts import Counts
from vcif.inference.results import PairTest

UNDEFINED = "undefined: no variation in either group"


@dataclass(frozen=True)
class Difference:
    """A difference of two means, with Welch's standard error and degrees of freedom."""

    difference: float
    std_error: float
    df: float


def variances(counts: Counts) -> NDArray[np.float64]:
    """Return each group's variance (divisor n - 1)."""
    pairs, scale = zip(counts.whole_squares, counts.sizes.tolist(), strict=True), counts.denominator**2
    return np.array([square / (size * (size - 1) * scale) for square, size in pairs])


def centred_means(counts: Counts) -> NDArray[np.float64]:
    """Return each group's mean less the grand mean, subtracted before rounding."""
    grand, total = sum(counts.whole_sums), counts.total
    pairs = zip(counts.whole_sums, counts.sizes.tolist(), strict=True)
    return np.array([(one * total - grand * n) / (n * total * counts.denominator) for one, n in pairs])


def welch_difference(counts: Counts, first: int, second: int) -> Difference | None:
    """Return the second group's mean less the first's; None where neither group varies."""
    sizes, squares, scale = counts.sizes.tolist(), counts.whole_squares, counts.denominator**2
    n1, n2 = sizes[first], sizes[second]
    # whole numbers up to one division each
    part1, part2 = (
        squares[first] / (n1 * n1 * (n1 - 1) * scale),
        squares[second] / (n2 * n2 * (n2 - 1) * scale),
    )
    squared = part1 + part2
    if squared == 0:
        return None
    lost = (part1 / squared) ** 2 / (n1 - 1) + (part2 / squared) ** 2 / (n2 - 1)
    gap = counts.whole_sums[second] * n1 - counts.whole_sums[first] * n2
    return Difference(gap / (n1 * n2 * counts.denominator), squared**0.5, 1 / lost)


def difference_of(counts: Counts, first: int, second: int) -> float:
    """Return the second group's mean less the first's, subtracted before rounding."""
    n1, n2 = int(counts.sizes[first]), int(counts.sizes[second])
    gap = counts.whole_sums[second] * n1 - counts.whole_sums[first] * n2
    return gap / (n1 * n2 * counts.denominator)


def welch_pair(
    method: str, counts: Counts, pair: tuple[int, int], found: Difference, p_value: float, margin: float
) -> PairTest:
    """Return one pair with its interval, `margin` standard errors to either side."""
    first, second = pair
    return PairTest(
        group1=first,
        group2=second,
        n1=int(counts.sizes[first]),
        n2=int(counts.sizes[second]),
        difference=found.difference,
        statistic=found.difference / found.std_error,
        df=found.df,
        p_value=p_value,
        conf_low=found.difference - margin * found.std_error,
        conf_high=found.difference + margin * found.std_error,
        method=method,
        std_error=found.std_error,
    )


def undefined_pair(method: str, counts: Counts, first: int, second: int) -> PairTest:
    """Return a pair in which neither group varies: the difference stands, the rest is undefined."""
    n1, n2 = int(counts.sizes[first]), int(counts.sizes[second])
    gap = difference_of(counts, first, second)
    undefined = (None, None, None, None, None)
    return PairTest(first, second, n1, n2, gap, *undefined, method, note=UNDEFINED)
