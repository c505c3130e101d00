"""Dunnett's T3 procedure: each group against one control, without equal variances."""

from __future__ import annotations

from functools import partial

from vcif._counts import Counts, Samples
from vcif._errors import NotComputableError
from vcif.inference.checks import NO_VARIATION_WITHIN, check_level, check_options, groups_of
from vcif.inference.distributions.largest_of_several import maximum_modulus_sf, quantile_of
from vcif.inference.htests.dunnett import control_position
from vcif.inference.htests.spread import undefined_pair, welch_difference, welch_pair
from vcif.inference.resampling import of_means
from vcif.inference.resampling.permutation import permuted_pairs
from vcif.inference.results import PairTest, PMethod


def dunnett_t3(
    samples: Samples | Counts,
    *,
    control: int = -1,
    level: float = 0.95,
    p_method: PMethod = "asymptotic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> tuple[PairTest, ...]:
    """Return Dunnett's T3 comparison of each group with a control group.

    Null, of each pair: the group and the control have the same mean. Alternative: they differ. Spreads and
    sizes may differ. The p-values are adjusted for the family of these pairs by the studentized maximum
    modulus of k - 1 comparisons, with Welch's degrees of freedom for each pair.

    Parameters
    ----------
    samples
        Two or more groups of scores, each of two firms or more, or counts.
    control
        Position of the control; the last group (C4) by default.
    level
        Level at which the intervals of all differences hold at once.
    p_method
        "asymptotic" (the studentized maximum modulus), "permutation" (all firms given to the groups at
        random, each pair held against the family's largest statistic; the intervals stay) or "auto"
        (asymptotic).
    n_resamples, seed
        Random tables of a permutation p-value, at least 99, and their seed.

    Returns
    -------
    tuple of PairTest
        One per other group, in their order, each with the earlier position first.

    Raises
    ------
    ArgumentError
        When there is no such control.
    NotComputableError
        When a group has fewer than two firms, or no group varies.

    Notes
    -----
    Dunnett gave T3 for all pairs, with k (k - 1)/2 comparisons; against one control there are k - 1. A pair
    in which neither group varies is undefined: its numbers are None and its note says so.

    Source
    ------
    Dunnett, C. W. (1980), Journal of the American Statistical Association 75, 796-800.

    Examples
    --------
    >>> pairs = dunnett_t3([[1, 2, 3, 4], [2, 3, 4, 5], [4, 5, 6, 7]])
    >>> [(pair.group1, pair.group2, round(pair.p_value, 6)) for pair in pairs]
    [(0, 2, 0.031401), (1, 2, 0.129383)]
    """
    check_level("dunnett_t3", level)
    check_options("dunnett_t3", "two-sided", p_method)
    counts = groups_of("dunnett_t3", samples, firms=2)
    if not any(counts.squares):
        raise NotComputableError(NO_VARIATION_WITHIN)
    groups = len(counts.sizes)
    centre = control_position("dunnett_t3", control, groups)
    pairs = [(min(i, centre), max(i, centre)) for i in range(groups) if i != centre]
    results = tuple(_pair(counts, first, second, groups - 1, level) for first, second in pairs)
    return permuted_pairs(
        results, counts, partial(of_means.welch_t, pairs=pairs), p_method, n_resamples, seed, largest=True
    )


def _pair(counts: Counts, first: int, second: int, comparisons: int, level: float) -> PairTest:
    """Return one pair, or its reason."""
    found = welch_difference(counts, first, second)
    if found is None:
        return undefined_pair("dunnett_t3", counts, first, second)
    t = abs(found.difference / found.std_error)
    margin = quantile_of(lambda size: maximum_modulus_sf(size, comparisons, found.df), 1 - level)
    p_value = maximum_modulus_sf(t, comparisons, found.df)
    return welch_pair("dunnett_t3", counts, (first, second), found, p_value, margin)
