"""Dunn's comparison of pairs in one common ranking."""

from __future__ import annotations

import math
from functools import partial
from itertools import combinations

import numpy as np

from vcif._counts import Counts, Samples
from vcif.inference.checks import check_options, groups_of
from vcif.inference.distributions.tails import normal_p_value
from vcif.inference.resampling import of_ranks
from vcif.inference.resampling.permutation import permuted_pairs
from vcif.inference.results import Alternative, PairTest, PMethod


def dunn(
    samples: Samples | Counts,
    *,
    alternative: Alternative = "two-sided",
    p_method: PMethod = "asymptotic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> tuple[PairTest, ...]:
    """Return Dunn's z for all pairs of groups, in the common ranking of all of them.

    Null, of each pair: the two groups have the same distribution. Alternative: the second tends to larger
    scores, to smaller, or to either. The p-values are normal approximations and *not* adjusted:
    `compare_pairs` and `adjust_p` do that.

    Parameters
    ----------
    samples
        Two or more groups of scores, or counts.
    alternative
        "two-sided", "greater" (the later group larger) or "less".
    p_method
        "asymptotic" (the normal distribution), "permutation" (firms given to the groups at
        random) or "auto" (asymptotic).
    n_resamples, seed
        Random tables of a permutation p-value, at least 99, and their seed.

    Returns
    -------
    tuple of PairTest
        Pairs in the order (0, 1), (0, 2), .., (1, 2), ..; difference = of mean ranks; statistic = z.

    Raises
    ------
    NotComputableError
        When a group is empty, or every firm gave the same answer.

    Notes
    -----
    Variances are corrected for ties. p-values are two-sided by default; Dunn's own paper and some packages
    give half of that. For two groups z squared is the Kruskal-Wallis H.

    Source
    ------
    Dunn, O. J. (1964), Technometrics 6(3), 241-252.

    Examples
    --------
    >>> pairs = dunn([[2.9, 3.0, 2.5, 2.6, 3.2], [3.8, 2.7, 4.0, 2.4], [2.8, 3.4, 3.7, 2.2, 2.0]])
    >>> [round(pair.statistic, 7) for pair in pairs]
    [0.641427, -0.2267787, -0.855236]
    """
    check_options("dunn", alternative, p_method)
    counts = groups_of("dunn", samples)
    pairs = list(combinations(range(len(counts.sizes)), 2))
    found = [_difference(counts, first, second) for first, second in pairs]
    z = np.array([gap / std_error for gap, std_error in found])
    p_values = normal_p_value(z, alternative).tolist()
    rows = zip(pairs, found, p_values, strict=True)
    results = tuple(_pair(counts, pair, gap, std_error, p) for pair, (gap, std_error), p in rows)
    statistic = partial(of_ranks.dunn, pairs=pairs)
    return permuted_pairs(results, counts, statistic, p_method, n_resamples, seed, alternative=alternative)


def _difference(counts: Counts, first: int, second: int) -> tuple[float, float]:
    """Return the second group's mean rank less the first's, and its standard error."""
    n1, n2 = int(counts.sizes[first]), int(counts.sizes[second])
    # whole numbers up to one division each
    gap = (counts.rank_sums[second] * n1 - counts.rank_sums[first] * n2) / (2 * n1 * n2)
    return gap, math.sqrt(counts.tie_term * (n1 + n2) / (12 * (counts.total - 1) * n1 * n2))


def _pair(counts: Counts, pair: tuple[int, int], gap: float, std_error: float, p_value: float) -> PairTest:
    """Return one pair."""
    first, second = pair
    return PairTest(
        group1=first,
        group2=second,
        n1=int(counts.sizes[first]),
        n2=int(counts.sizes[second]),
        difference=gap,
        statistic=gap / std_error,
        df=None,
        p_value=p_value,
        conf_low=None,
        conf_high=None,
        method="dunn",
        std_error=std_error,
        mean_rank1=counts.mean_ranks[first],
        mean_rank2=counts.mean_ranks[second],
    )
