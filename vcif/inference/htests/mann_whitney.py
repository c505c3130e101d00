"""The Mann-Whitney (Wilcoxon rank-sum) test."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from vcif._counts import Counts, Samples
from vcif._errors import NotComputableError
from vcif.inference.checks import EXACT_TOO, check_options, groups_of
from vcif.inference.distributions.ordered_exact import exact_p_value
from vcif.inference.distributions.tails import normal_p_value
from vcif.inference.dominance import Dominance, dominances
from vcif.inference.htests.ordered import takes_exact
from vcif.inference.outcomes import attempt, finished
from vcif.inference.resampling import of_ranks
from vcif.inference.resampling.bits import Array
from vcif.inference.resampling.permutation import permuted
from vcif.inference.resampling.tables import Tables
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
    counts = _checked(samples)
    (found,) = dominances([counts])
    if not takes_exact("mann_whitney", counts, p_method):
        result = _finished(found, normal_p_value(_z(found), alternative), alternative)
        return permuted(result, counts, _over_tables, p_method, n_resamples, seed, signed=True)
    p_value = exact_p_value(counts, [(0, 1)], found.gain + found.n1 * found.n2, alternative)
    return replace(_finished(found, p_value, alternative), p_method="exact")


def mann_whitney_of_many(tables: Sequence[Counts]) -> list[HTest | NotComputableError]:
    """Return the two-sided asymptotic test of each table."""
    begun = [attempt(_checked, counts) for counts in tables]
    return finished(begun, _all_finished)


def _checked(samples: Samples | Counts) -> Counts:
    """Return the counts of two groups, after checking them."""
    return groups_of("mann_whitney", samples, exactly=2)


def _all_finished(tables: Sequence[Counts]) -> list[HTest]:
    """Return the tests of several tables, with p-values from one call."""
    found = dominances(tables)
    p_values = normal_p_value(np.array([_z(one) for one in found], dtype=np.float64)).tolist()
    return [_finished(one, p_value, "two-sided") for one, p_value in zip(found, p_values, strict=True)]


def _std_error(found: Dominance) -> float:
    """Return the standard error of the difference of mean ranks, corrected for ties."""
    total = found.n1 + found.n2
    return math.sqrt(found.tie_term * total / (12 * found.n1 * found.n2 * (total - 1)))


def _z(found: Dominance) -> float:
    """Return the standardized U, which is the standardized difference of mean ranks too."""
    n1, n2, total = found.n1, found.n2, found.n1 + found.n2
    return found.gain / 2 / math.sqrt(n1 * n2 * found.tie_term / (12 * total * (total - 1)))


def _difference(found: Dominance) -> float:
    """Return the second group's mean midrank less the first's: N/2 times the share of pairs won less lost."""
    return found.gain * (found.n1 + found.n2) / (2 * found.n1 * found.n2)


def _finished(found: Dominance, p_value: float, alternative: Alternative) -> HTest:
    """Return the test with its p-value; a mean rank is (N + 1)/2 but for half the mean gain."""
    n1, n2, gain = found.n1, found.n2, found.gain
    return HTest(
        method="mann_whitney",
        statistic=(gain + n1 * n2) / 2,
        df1=None,
        df2=None,
        p_value=p_value,
        alternative=alternative,
        n=n1 + n2,
        z=_z(found),
        difference=_difference(found),
        std_error=_std_error(found),
        mean_ranks=((n1 * (n1 + n2 + 1) - gain) / (2 * n1), (n2 * (n1 + n2 + 1) + gain) / (2 * n2)),
    )


def _over_tables(tables: Tables) -> Array:
    """Return U less its mean, of many tables."""
    return of_ranks.dominance(tables, 0, 1) / 2
