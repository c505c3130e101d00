"""Dunnett's procedure: each group against one control, with equal variances."""

from __future__ import annotations

import math
from functools import partial

from vcif._counts import Counts, Samples
from vcif._errors import ArgumentError
from vcif.inference.checks import check_level, check_options
from vcif.inference.distributions.largest_of_several import dunnett_sf, quantile_of
from vcif.inference.htests.pooled import Pooled, pooled, pooled_pair
from vcif.inference.resampling import of_means
from vcif.inference.resampling.permutation import permuted_pairs
from vcif.inference.results import PairTest, PMethod


def dunnett(
    samples: Samples | Counts,
    *,
    control: int = -1,
    level: float = 0.95,
    p_method: PMethod = "asymptotic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> tuple[PairTest, ...]:
    """Return Dunnett's comparison of each group with a control group.

    Null, of each pair: the group and the control have the same mean (all groups having the same variance, and
    normal errors). Alternative: they differ. The p-values are adjusted for the family of these pairs; exact
    for any sizes.

    Parameters
    ----------
    samples
        Two or more groups of scores, or counts.
    control
        Position of the control; the last group (C4) by default.
    level
        Level at which the intervals of all differences hold at once.
    p_method
        "asymptotic" (Dunnett's distribution), "permutation" (all firms given to the groups at
        random, each pair held against the family's largest statistic; the intervals stay) or "auto"
        (asymptotic).
    n_resamples, seed
        Random tables of a permutation p-value, at least 99, and their seed.

    Returns
    -------
    tuple of PairTest
        One per other group, in their order, each with the earlier position first; df = N - k.

    Raises
    ------
    ArgumentError
        When there is no such control.
    NotComputableError
        When a group is empty, there are no more firms than groups, or nothing varies within the groups.

    Notes
    -----
    The probability is an integral over the control's mean and the pooled variance, not a simulation.

    Source
    ------
    Dunnett, C. W. (1955), Journal of the American Statistical Association 50, 1096-1121.

    Examples
    --------
    >>> pairs = dunnett([[1, 2, 3, 4], [2, 3, 4, 5], [4, 5, 6, 7]])
    >>> [(pair.group1, pair.group2, round(pair.p_value, 6)) for pair in pairs]
    [(0, 2, 0.017143), (1, 2, 0.097996)]
    """
    check_level("dunnett", level)
    check_options("dunnett", "two-sided", p_method)
    found = pooled("dunnett", samples)
    sizes = [int(size) for size in found.counts.sizes]
    centre = control_position("dunnett", control, len(sizes))
    others = [i for i in range(len(sizes)) if i != centre]
    loadings = [math.sqrt(sizes[i] / (sizes[i] + sizes[centre])) for i in others]
    margin = quantile_of(lambda t: dunnett_sf(t, loadings, found.df), 1 - level)
    pairs = [(min(i, centre), max(i, centre)) for i in others]
    results = tuple(_pair(found, pair, loadings, margin) for pair in pairs)
    return permuted_pairs(
        results,
        found.counts,
        partial(of_means.pooled_t, pairs=pairs),
        p_method,
        n_resamples,
        seed,
        largest=True,
    )


def _pair(found: Pooled, pair: tuple[int, int], loadings: list[float], margin: float) -> PairTest:
    """Return one pair."""
    difference, std_error = found.difference(*pair)
    p_value = dunnett_sf(abs(difference / std_error), loadings, found.df)
    return pooled_pair("dunnett", found, pair, p_value, margin)


def control_position(function: str, control: int, groups: int) -> int:
    """Return the control's position from 0."""
    if not -groups <= control < groups:
        raise ArgumentError(f"{function}() needs a control among {groups} groups; got position {control}")
    return control % groups
