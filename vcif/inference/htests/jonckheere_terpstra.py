"""The Jonckheere-Terpstra test for ordered groups."""

from __future__ import annotations

from itertools import combinations

from vcif._counts import Counts, Samples
from vcif.inference.checks import EXACT_TOO, check_options, groups_of
from vcif.inference.htests.ordered import ordered_test
from vcif.inference.results import Alternative, HTest, PMethod


def jonckheere_terpstra(
    samples: Samples | Counts,
    *,
    alternative: Alternative = "two-sided",
    p_method: PMethod = "asymptotic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> HTest:
    """Return the Jonckheere-Terpstra test of a trend over groups in their order.

    Null: all groups have the same distribution. Alternative: later groups tend to larger scores ("greater"),
    to smaller ("less"), or either way ("two-sided").

    Parameters
    ----------
    samples
        Two or more groups of scores, from the one expected lowest to the one expected highest, or counts.
    alternative
        "two-sided", "greater" or "less".
    p_method
        "asymptotic": normal approximation with the exact permutation variance; "exact": the permutation
        distribution, ties included; "auto": exact where that takes at most a billion multiplications (two
        groups of some 100 firms, three of 20, four of 8), which depends on this comparison's sizes and ties
        only; "permutation": random tables with the same margins instead of all of them.
    n_resamples, seed
        Random tables of a permutation p-value, at least 99, and their seed.

    Returns
    -------
    HTest
        J = sum of the Mann-Whitney U over all pairs of groups; z.

    Raises
    ------
    NotComputableError
        When a group is empty, or every firm gave the same answer.

    Notes
    -----
    It imposes a full order: for the framework, where C2 and C3 are not ordered, see `framework_order`.

    Source
    ------
    Jonckheere, A. R. (1954), Biometrika 41, 133-145; Terpstra, T. J. (1952), Indagationes Mathematicae 14.

    Examples
    --------
    >>> groups = [[40, 35, 38, 43, 44, 41], [38, 40, 47, 44, 40, 42], [48, 40, 45, 43, 46, 44]]
    >>> result = jonckheere_terpstra(groups, alternative="greater")
    >>> result.statistic, round(result.z, 10), round(result.p_value, 9)
    (79.0, 2.0392930588, 0.020710394)
    """
    check_options("jonckheere_terpstra", alternative, p_method, EXACT_TOO)
    counts = groups_of("jonckheere_terpstra", samples)
    order = list(combinations(range(len(counts.sizes)), 2))
    return ordered_test("jonckheere_terpstra", counts, order, alternative, p_method, n_resamples, seed)
