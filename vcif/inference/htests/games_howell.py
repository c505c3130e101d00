"""The Games-Howell procedure: all pairs of means, without equal variances."""

from __future__ import annotations

import math
from functools import partial
from itertools import combinations

from vcif._counts import Counts, Samples
from vcif._errors import NotComputableError
from vcif.inference.checks import NO_VARIATION_WITHIN, check_level, check_options, groups_of
from vcif.inference.distributions import studentized_range_quantile, studentized_range_sf
from vcif.inference.htests.spread import undefined_pair, welch_difference, welch_pair
from vcif.inference.resampling import of_means
from vcif.inference.resampling.permutation import permuted_pairs
from vcif.inference.results import PairTest, PMethod


def games_howell(
    samples: Samples | Counts,
    *,
    level: float = 0.95,
    p_method: PMethod = "asymptotic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> tuple[PairTest, ...]:
    """Return the Games-Howell comparison of all pairs of groups.

    Null, of each pair: the two groups have the same mean. Alternative: they differ. The p-values are adjusted
    for the family of all pairs by the studentized range, with Welch's degrees of freedom for each pair.

    Parameters
    ----------
    samples
        Two or more groups of scores, each of two firms or more, or counts.
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
        root of 2.

    Raises
    ------
    NotComputableError
        When a group has fewer than two firms, or no group varies.

    Notes
    -----
    A pair in which neither group varies is undefined: its numbers are None and its note says so; the other
    pairs stand. p-values keep full relative accuracy in the tail, where R's and SciPy's do not.

    Source
    ------
    Games, P. A. and Howell, J. F. (1976), Journal of Educational Statistics 1(2), 113-125.

    Examples
    --------
    >>> pairs = games_howell([[3, 5, 4, 4], [2, 4, 2, 2], [4, 4, 4, 5]])
    >>> [(pair.group1, pair.group2, round(pair.p_value, 6)) for pair in pairs]
    [(0, 1, 0.1307), (0, 2, 0.864258), (1, 2, 0.065978)]
    """
    check_level("games_howell", level)
    check_options("games_howell", "two-sided", p_method)
    counts = groups_of("games_howell", samples, firms=2)
    if not any(counts.squares):
        raise NotComputableError(NO_VARIATION_WITHIN)
    pairs = list(combinations(range(len(counts.sizes)), 2))
    results = tuple(_pair(counts, i, j, level) for i, j in pairs)
    return permuted_pairs(
        results, counts, partial(of_means.welch_t, pairs=pairs), p_method, n_resamples, seed, largest=True
    )


def _pair(counts: Counts, first: int, second: int, level: float) -> PairTest:
    """Return one pair, or its reason."""
    found = welch_difference(counts, first, second)
    if found is None:
        return undefined_pair("games_howell", counts, first, second)
    k, q = len(counts.sizes), abs(found.difference / found.std_error) * math.sqrt(2)
    margin = studentized_range_quantile(1 - level, k, found.df) / math.sqrt(2)
    p_value = studentized_range_sf(q, k, found.df)
    return welch_pair("games_howell", counts, (first, second), found, p_value, margin)
