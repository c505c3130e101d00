"""The Games-Howell procedure: all pairs of means, without equal variances."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

import numpy as np

from vcif._counts import Counts, Samples, as_counts
from vcif._errors import NotComputableError
from vcif.inference.checks import NO_VARIATION_WITHIN, check_level, check_options, groups_of
from vcif.inference.distributions import studentized_range_quantile, studentized_range_sf
from vcif.inference.htests.spread import Difference, undefined_pair, welch_difference, welch_pair
from vcif.inference.outcomes import attempt, finished, sole
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
    counts = as_counts(samples)
    results = sole(games_howell_of_many([counts], level=level))
    statistic = partial(of_means.welch_t, pairs=_pairs(counts))
    return permuted_pairs(results, counts, statistic, p_method, n_resamples, seed, largest=True)


def games_howell_of_many(
    tables: Sequence[Counts], *, level: float
) -> list[tuple[PairTest, ...] | NotComputableError]:
    """Return the comparison of all pairs of each table."""
    begun = [attempt(_begun, counts) for counts in tables]
    return finished(begun, lambda those: _finished(those, level))


@dataclass(frozen=True)
class _Family:
    """A table with the differences of all its pairs; None where neither group varies."""

    counts: Counts
    differences: list[Difference | None]


def _begun(counts: Counts) -> _Family:
    """Return the differences of one table."""
    counts = groups_of("games_howell", counts, firms=2)
    if not any(counts.whole_squares):
        raise NotComputableError(NO_VARIATION_WITHIN)
    return _Family(counts, [welch_difference(counts, *pair) for pair in _pairs(counts)])


def _finished(families: Sequence[_Family], level: float) -> list[tuple[PairTest, ...]]:
    """Return the pairs of several tables, the distribution called once for each number of groups."""
    tails: dict[tuple[int, Difference], tuple[float, float]] = {}
    for k in {len(family.counts.sizes) for family in families}:
        of_k = [family for family in families if len(family.counts.sizes) == k]
        there = [found for family in of_k for found in family.differences if found]
        q = np.array([abs(found.difference / found.std_error) for found in there]) * math.sqrt(2)
        df = np.array([found.df for found in there])
        p_values = studentized_range_sf(q, k, df).tolist()
        margins = (studentized_range_quantile(1 - level, k, df) / math.sqrt(2)).tolist()
        keys = [(k, found) for found in there]
        tails |= dict(zip(keys, zip(p_values, margins, strict=True), strict=True))
    return [_with_tails(family, tails) for family in families]


def _with_tails(
    family: _Family, tails: dict[tuple[int, Difference], tuple[float, float]]
) -> tuple[PairTest, ...]:
    """Return the pairs of one table."""
    counts, k = family.counts, len(family.counts.sizes)
    return tuple(
        welch_pair("games_howell", counts, pair, found, *tails[k, found])
        if found
        else undefined_pair("games_howell", counts, *pair)
        for pair, found in zip(_pairs(counts), family.differences, strict=True)
    )


def _pairs(counts: Counts) -> list[tuple[int, int]]:
    """Return all pairs of groups, by position."""
    return list(combinations(range(len(counts.sizes)), 2))
