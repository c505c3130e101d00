"""Rank epsilon squared: the Kruskal-Wallis test's share of the variance of ranks."""

from __future__ import annotations

import math
from collections.abc import Sequence

from vcif._counts import Counts, Samples, as_counts
from vcif._errors import NotComputableError
from vcif.inference.checks import check_level, groups_of
from vcif.inference.effects.limits import BOUNDARY, Explained, explained_effects
from vcif.inference.htests.kruskal_wallis import exact_h
from vcif.inference.outcomes import attempt, finished, sole
from vcif.inference.resampling import of_effects
from vcif.inference.resampling.bootstrap import Interval, resampled
from vcif.inference.results import EffectSize

_NAME = "rank_epsilon_squared"


def rank_epsilon_squared(
    samples: Samples | Counts,
    *,
    level: float = 0.95,
    interval: Interval = "analytic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> EffectSize:
    """Return rank epsilon squared with its two-sided confidence interval.

    Parameters
    ----------
    samples
        Two or more groups of scores, or counts.
    level
        Confidence level of the interval.
    interval
        "analytic" (see Returns), or from the bootstrap "percentile" or "bca" (see `resampled` in
        `vcif.inference.resampling.bootstrap`).
    n_resamples, seed
        Bootstrap resamples, at least 99, and their seed.

    Returns
    -------
    EffectSize
        H / (N - 1), which is eta squared of the ranks; limits by inverting the noncentral F distribution of
        the F of the ranks, each as lambda / (lambda + N).

    Raises
    ------
    NotComputableError
        When a group is empty, every firm gave the same answer, or there are no more firms than groups.

    Notes
    -----
    Where the groups do not overlap and do not vary, the effect and both limits are 1 ("boundary").

    Source
    ------
    Kelley, T. L. (1935), Proceedings of the National Academy of Sciences 21, 554-559; Tomczak, M. and
    Tomczak, E. (2014), Trends in Sport Sciences 1(21), 19-25.

    Examples
    --------
    >>> effect = rank_epsilon_squared([[3, 5, 4, 4, 4, 4, 4, 4, 5, 5], [2, 4, 2, 2, 1, 2, 3, 2, 2, 3]])
    >>> round(effect.estimate, 6)
    0.658002
    """
    check_level("rank_epsilon_squared", level)
    counts = as_counts(samples)
    found = sole(rank_epsilon_squared_of_many([counts], level))
    return resampled(found, counts, of_effects.rank_epsilon_squared, interval, n_resamples, seed)


def rank_epsilon_squared_of_many(
    tables: Sequence[Counts], level: float
) -> list[EffectSize | NotComputableError]:
    """Return the effect of each table, with its analytic limits."""
    begun = [attempt(_begun, counts) for counts in tables]
    return finished(begun, lambda those: _finished(those, level))


def _begun(counts: Counts) -> Explained:
    """Return the share of one table; F is infinite where the ranks do not vary within the groups."""
    counts = groups_of("rank_epsilon_squared", counts)
    df1, df2 = len(counts.sizes) - 1, counts.total - len(counts.sizes)
    if df2 < 1:
        raise NotComputableError("rank_epsilon_squared needs more firms than groups")
    share = exact_h(counts) / (counts.total - 1)
    f = math.inf if share == 1 else float(share / df1 / ((1 - share) / df2))
    return Explained(float(share), f, df1, df2)


def _finished(begun: Sequence[Explained], level: float) -> list[EffectSize]:
    """Return the effects with their limits; both are 1 where F is infinite."""
    found = iter(explained_effects(_NAME, [one for one in begun if one.f < math.inf], level))
    whole = EffectSize(_NAME, 1.0, 1.0, 1.0, level, BOUNDARY)
    return [next(found) if one.f < math.inf else whole for one in begun]
