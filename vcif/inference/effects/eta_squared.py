"""Eta squared: the share of variance between groups in the sample."""

from __future__ import annotations

from collections.abc import Sequence

from vcif._counts import Counts, Samples, as_counts
from vcif._errors import NotComputableError
from vcif.inference.checks import check_level
from vcif.inference.effects.limits import Explained, explained_effects
from vcif.inference.htests.anova import anova_table
from vcif.inference.outcomes import attempt, finished, sole
from vcif.inference.resampling import of_effects
from vcif.inference.resampling.bootstrap import Interval, resampled
from vcif.inference.results import EffectSize


def eta_squared(
    samples: Samples | Counts,
    *,
    level: float = 0.95,
    interval: Interval = "analytic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> EffectSize:
    """Return eta squared with its two-sided confidence interval.

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
        SS_b / SS_t; limits by inverting the noncentral F distribution of the classical F, each as
        lambda / (lambda + N).

    Raises
    ------
    NotComputableError
        When a group is empty, there are no more firms than groups, or nothing varies within the groups.

    Notes
    -----
    It describes the sample and is too large for the population: `omega_squared` corrects that. Where the
    estimate lies outside the interval, the limit moves to it ("boundary").

    Source
    ------
    Fisher, R. A. (1925), Statistical Methods for Research Workers; Steiger, J. H. (2004), Psychological
    Methods 9(2), 164-182.

    Examples
    --------
    >>> round(eta_squared([[1, 2, 3, 4], [2, 3, 4, 5], [4, 5, 6, 7]]).estimate, 6)
    0.554455
    """
    check_level("eta_squared", level)
    counts = as_counts(samples)
    found = sole(eta_squared_of_many([counts], level))
    return resampled(found, counts, of_effects.eta_squared, interval, n_resamples, seed)


def eta_squared_of_many(tables: Sequence[Counts], level: float) -> list[EffectSize | NotComputableError]:
    """Return the effect of each table, with its analytic limits."""
    begun = [attempt(_begun, counts) for counts in tables]
    return finished(begun, lambda those: explained_effects("eta_squared", those, level))


def _begun(counts: Counts) -> Explained:
    """Return the share of one table."""
    table = anova_table(counts)
    share = table.ss_between / (table.ss_between + table.ss_within)
    return Explained(share, table.f, table.df_between, table.df_within)
