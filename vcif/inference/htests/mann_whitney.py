"""The Mann-Whitney (Wilcoxon rank-sum) test."""

from __future__ import annotations

import math
from dataclasses import replace

from vcif._counts import Counts, Samples
from vcif.inference.checks import EXACT_TOO, check_options, groups_of
from vcif.inference.htests.ordered import ordered_test
from vcif.inference.results import Alternative, HTest, PMethod


def mann_whitney(
    samples: Samples | Counts,
    *,
    alternative: Alternative = "two-sided",
    p_method: PMethod = "asymptotic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> HTest:
    """Return the Mann-Whitney test of two groups.

    Null: both groups have the same distribution. Alternative: the second tends to larger scores ("greater"),
    to smaller ("less"), or to either ("two-sided").

    Parameters
    ----------
    samples
        Two groups of scores, or counts.
    alternative
        "two-sided", "greater" or "less".
    p_method
        "asymptotic": normal approximation with the variance corrected for ties; "exact": the permutation
        distribution, ties included; "auto": exact where that takes at most a billion multiplications (two
        groups of some 100 firms, three of 20, four of 8), which depends on this comparison's sizes and ties
        only; "permutation": random tables with the same margins instead of all of them.
    n_resamples, seed
        Random tables of a permutation p-value, at least 99, and their seed.

    Returns
    -------
    HTest
        U = pairs of firms in which the second group's score is larger, plus half the ties; z; the mean ranks
        and the difference of mean ranks with its standard error.

    Raises
    ------
    NotComputableError
        When a group is empty, or every firm gave the same answer.

    Notes
    -----
    No continuity correction (R's `wilcox.test` and SciPy apply one unless told not to). R's W counts the
    pairs in which the *first* group is larger: W = n1 n2 - U. z squared is the Kruskal-Wallis H.

    Source
    ------
    Mann, H. B. and Whitney, D. R. (1947), Annals of Mathematical Statistics 18, 50-60.

    Examples
    --------
    >>> result = mann_whitney([[1, 2, 3], [4, 5, 6]])
    >>> result.statistic, round(result.z, 6), round(result.p_value, 6)
    (9.0, 1.963961, 0.049535)
    """
    check_options("mann_whitney", alternative, p_method, EXACT_TOO)
    counts = groups_of("mann_whitney", samples, exactly=2)
    test = ordered_test("mann_whitney", counts, [(0, 1)], alternative, p_method, n_resamples, seed)
    first, second = test.mean_ranks
    difference = second - first
    return replace(test, difference=difference, std_error=_std_error(counts))


def _std_error(counts: Counts) -> float:
    """Return the standard error of the difference of mean ranks, corrected for ties."""
    n1, n2 = (int(size) for size in counts.sizes)
    return math.sqrt(counts.tie_term * counts.total / (12 * n1 * n2 * (counts.total - 1)))
