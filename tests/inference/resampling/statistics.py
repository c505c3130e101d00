"""Every test's statistic over tables, and the test's own on one table, by the test's name."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from itertools import combinations

import numpy as np

from vcif import Counts
from vcif.inference.htests.framework_order import FRAMEWORK_ORDER
from vcif.inference.registry import TESTS
from vcif.inference.resampling import of_means, of_ranks, of_tables
from vcif.inference.resampling.tables import Tables, given_levels, observed_table

Pairs = list[tuple[int, int]]


def all_pairs(groups: int) -> Pairs:
    return list(combinations(range(groups), 2))


def to_last(groups: int) -> Pairs:
    return [(first, groups - 1) for first in range(groups - 1)]


def _one(statistic: Callable[[Tables], np.ndarray]) -> Callable[[Tables], np.ndarray]:
    return lambda tables: statistic(tables)[None]


def _of(
    statistic: Callable[..., np.ndarray], pairs: Callable[[int], Pairs]
) -> Callable[[Tables], np.ndarray]:
    return lambda tables: statistic(tables, pairs(tables.groups))


# statistics with a sign; of a family one row for each pair
SIGNED = {
    "jonckheere_terpstra": _one(lambda tables: of_ranks.ordered(tables, all_pairs(tables.groups))),
    "framework_order": _one(partial(of_ranks.ordered, order=FRAMEWORK_ORDER)),
    "mann_whitney": _one(partial(of_ranks.ordered, order=[(0, 1)])),
    "brunner_munzel": _one(of_ranks.brunner_munzel),
    "student_t": _of(of_means.pooled_t, all_pairs),
    "welch_t": _of(of_means.welch_t, all_pairs),
    "tukey_kramer": _of(of_means.pooled_t, all_pairs),
    "games_howell": _of(of_means.welch_t, all_pairs),
    "dunnett": _of(of_means.pooled_t, to_last),
    "dunnett_t3": _of(of_means.welch_t, to_last),
    "dunn": _of(of_ranks.dunn, all_pairs),
}
UNSIGNED = {
    "anova": _one(of_means.anova),
    "welch_anova": _one(of_means.welch_anova),
    "brown_forsythe_means": _one(of_means.brown_forsythe_means),
    "brown_forsythe_spread": _one(of_means.brown_forsythe_spread),
    "kruskal_wallis": _one(of_ranks.kruskal_wallis),
    "chi_squared": _one(of_tables.chi_squared),
    "fisher_exact": _one(of_tables.improbability),
}
OVER_TABLES = SIGNED | UNSIGNED
LARGEST = (
    "tukey_kramer",
    "games_howell",
    "dunnett",
    "dunnett_t3",
)  # held against the family's largest statistic


def own_statistics(name: str, counts: Counts) -> list[float | None]:
    """Return a test's own statistic, or those of its pairs, in the form in which they are permuted."""
    found = TESTS[name].function(counts)
    if isinstance(found, tuple):
        return [pair.statistic for pair in found]
    if name in ("jonckheere_terpstra", "framework_order", "mann_whitney"):
        sizes = counts.sizes.tolist()
        order = FRAMEWORK_ORDER if name == "framework_order" else all_pairs(len(sizes))
        return [found.statistic - sum(sizes[i] * sizes[j] for i, j in order) / 2]
    if name == "fisher_exact":  # log of one over the probability, up to what the margins make of it
        margins = [*counts.sizes.tolist(), *counts.ties.tolist()]
        lost = sum(math.lgamma(n + 1) for n in margins) - math.lgamma(counts.total + 1)
        return [lost - math.log(found.statistic)]
    return [found.statistic]


def over_one_table(name: str, counts: Counts) -> list[float]:
    """Return the statistic over tables of the one table that is observed."""
    return OVER_TABLES[name](observed_table(given_levels(counts)))[:, 0].tolist()


def extremity(name: str, tables: Tables, alternative: str) -> np.ndarray:
    """Return the statistic with its large values extreme."""
    values = OVER_TABLES[name](tables)
    if name in UNSIGNED or alternative == "greater":
        return values
    return np.abs(values) if alternative == "two-sided" else -values
