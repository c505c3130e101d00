"""The Brown-Forsythe (median-centred Levene) test of spreads."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from vcif._counts import Counts, Samples
from vcif._errors import NotComputableError
from vcif.inference.checks import check_options, groups_of
from vcif.inference.htests.anova import anova
from vcif.inference.resampling import of_means
from vcif.inference.resampling.permutation import permuted
from vcif.inference.results import HTest, PMethod

ALL_ALIKE = "within each group all answers lie equally far from the median"


def brown_forsythe_spread(
    samples: Samples | Counts,
    *,
    p_method: PMethod = "asymptotic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> HTest:
    """Return the Brown-Forsythe test of equal spreads.

    Null: all groups have the same spread. Alternative: some spreads differ. It is the analysis of variance of
    the absolute deviations from each group's median.

    Parameters
    ----------
    samples
        Two or more groups of scores, or counts.
    p_method
        "asymptotic" (the F distribution), "permutation" (firms given to the groups at
        random) or "auto" (asymptotic).
    n_resamples, seed
        Random tables of a permutation p-value, at least 99, and their seed.

    Returns
    -------
    HTest
        F on k - 1 and N - k degrees of freedom.

    Raises
    ------
    NotComputableError
        When a group is empty, or the absolute deviations do not vary within the groups.

    Notes
    -----
    Deviations are exact. Agrees with car's `leveneTest(center = median)`.

    Source
    ------
    Brown, M. B. and Forsythe, A. B. (1974), Journal of the American Statistical Association 69, 364-367.

    Examples
    --------
    >>> result = brown_forsythe_spread([[1, 2, 3], [2, 4, 6, 8]])
    >>> round(result.statistic, 6)
    3.265306
    """
    check_options("brown_forsythe_spread", "two-sided", p_method)
    counts = groups_of("brown_forsythe_spread", samples)
    if counts.total == len(counts.sizes):
        raise NotComputableError("brown_forsythe_spread needs more firms than groups")
    deviations = [_deviations(counts, group) for group in range(len(counts.sizes))]
    scores = sorted({score for group in deviations for score in group})
    table = [[group.get(score, 0) for score in scores] for group in deviations]
    spread = Counts(scores=scores, n=table)
    if not any(spread.squares):
        raise NotComputableError(ALL_ALIKE)
    result = replace(anova(spread), method="brown_forsythe_spread")
    return permuted(result, counts, of_means.brown_forsythe_spread, p_method, n_resamples, seed)


def _deviations(counts: Counts, group: int) -> dict[Fraction, int]:
    """Return how many firms of a group have each absolute deviation from its median."""
    row = counts.table[group]
    median = _median(counts, row)
    found: dict[Fraction, int] = {}
    for numerator, n in zip(counts.numerators, row, strict=True):
        if n:
            score = abs(Fraction(int(numerator), counts.denominator) - median)
            found[score] = found.get(score, 0) + int(n)
    return found


def _median(counts: Counts, row: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Fraction:
    """Return the exact median of one group."""
    upto, size = np.cumsum(row), int(row.sum())
    low, high = (int(np.searchsorted(upto, place, side="right")) for place in ((size - 1) // 2, size // 2))
    return Fraction(int(counts.numerators[low]) + int(counts.numerators[high]), 2 * counts.denominator)
