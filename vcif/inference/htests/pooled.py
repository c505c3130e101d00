"""Differences of means over one variance pooled within all groups."""

from __future__ import annotations

import math
from dataclasses import dataclass

from vcif._counts import Counts, Samples
from vcif._errors import NotComputableError
from vcif.inference.checks import NO_VARIATION_WITHIN, groups_of
from vcif.inference.results import PairTest


@dataclass(frozen=True)
class Pooled:
    """The groups, the variance within them and its degrees of freedom."""

    counts: Counts
    variance: float
    df: int

    def difference(self, first: int, second: int) -> tuple[float, float]:
        """Return the second group's mean less the first's, and its standard error."""
        n1, n2 = (int(self.counts.sizes[i]) for i in (first, second))
        gap = float(self.counts.exact_means[second] - self.counts.exact_means[first])
        return gap, math.sqrt(self.variance * (1 / n1 + 1 / n2))


def pooled(function: str, samples: Samples | Counts) -> Pooled:
    """Return the groups with their pooled variance, after checking that there is one."""
    counts = groups_of(function, samples)
    df = counts.total - len(counts.sizes)
    if df < 1:
        raise NotComputableError(f"{function} needs more firms than groups")
    within = sum(counts.squares)
    if within == 0:
        raise NotComputableError(NO_VARIATION_WITHIN)
    return Pooled(counts, float(within / df), df)


def pooled_pair(method: str, found: Pooled, pair: tuple[int, int], p_value: float, margin: float) -> PairTest:
    """Return one pair with its interval, `margin` standard errors to either side."""
    first, second = pair
    difference, std_error = found.difference(first, second)
    return PairTest(
        group1=first,
        group2=second,
        n1=int(found.counts.sizes[first]),
        n2=int(found.counts.sizes[second]),
        difference=difference,
        statistic=difference / std_error,
        df=found.df,
        p_value=p_value,
        conf_low=difference - margin * std_error,
        conf_high=difference + margin * std_error,
        method=method,
        std_error=std_error,
    )
