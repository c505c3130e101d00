"""The Tukey-Kramer procedure: all pairs of means, with equal variances."""

from __future__ import annotations

import math
from functools import partial
from itertools import combinations

from vcif._counts import Counts, Samples
from vcif.inference.checks import check_level, check_options
from vcif.inference.distributions import studentized_range_quantile, studentized_range_sf
from vcif.inference.htests.pooled import Pooled, pooled, pooled_pair
from vcif.inference.resampling import of_means
from vcif.inference.resampling.permutation import permuted_pairs
from vcif.inference.results import PairTest, PMethod


def tukey_kramer(
    samples: Samples | Counts,
    *,
    level: float = 0.95,
    p_method: PMethod = "asymptotic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> tuple[PairTest, ...]:
    """Return the Tukey-Kramer comparison of all pairs of groups.

    Null, of each pair: the two groups have the same mean (all groups having the same variance, and normal
    errors). Alternative: they differ. The p-values are adjusted for the family of all pairs by the
    studentized range; exact for equal sizes, somewhat cautious otherwise.

    Parameters
    ----------
    samples
        Two or more groups of scores, or counts.
    level
        Level at which the intervals of all differences hold at once.
    p_method
        "asymptotic" (the studentized range), "permutation" (all firms given to the groups at
        random, each pair held against the family's largest statistic; the intervals stay) or "auto"
        (asymptotic).
    n_resamples, seed
        Random tables of a permutation p-value, at least 99, and their seed.

    Returns
    -------
    tuple of PairTest
        Pairs in the order (0, 1), (0, 2), .., (1, 2), ..; statistic = t, the range's q being |t| times the
        root of 2; df = N - k.

    Raises
    ------
    NotComputableError
        When a group is empty, there are no more firms than groups, or nothing varies within the groups.

    Notes
    -----
    p-values keep full relative accuracy in the tail. Where spreads differ, take `games_howell`.

    Source
    ------
    Kramer, C. Y. (1956), Biometrics 12(3), 307-310; Tukey, J. W. (1953), The Problem of Multiple Comparisons.

    Examples
    --------
    >>> pairs = tukey_kramer([[1, 2, 3, 4], [2, 3, 4, 5], [4, 5, 6, 7]])
    >>> [round(pair.p_value, 6) for pair in pairs]
    [0.540248, 0.023173, 0.126309]
    """
    check_level("tukey_kramer", level)
    check_options("tukey_kramer", "two-sided", p_method)
    found = pooled("tukey_kramer", samples)
    k = len(found.counts.sizes)
    margin = studentized_range_quantile(1 - level, k, found.df) / math.sqrt(2)
    pairs = list(combinations(range(k), 2))
    results = tuple(_pair(found, i, j, k, margin) for i, j in pairs)
    return permuted_pairs(
        results,
        found.counts,
        partial(of_means.pooled_t, pairs=pairs),
        p_method,
        n_resamples,
        seed,
        largest=True,
    )


def _pair(found: Pooled, first: int, second: int, k: int, margin: float) -> PairTest:
    """Return one pair."""
    difference, std_error = found.difference(first, second)
    p_value = studentized_range_sf(abs(difference / std_error) * math.sqrt(2), k, found.df)
    return pooled_pair("tukey_kramer", found, (first, second), p_value, margin)
