"""Omega squared: the share of variance between groups, corrected for its upward bias."""

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


def omega_squared(
    samples: Samples | Counts,
    *,
    level: float = 0.95,
    interval: Interval = "analytic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> EffectSize:
    """Return omega squared with its two-sided confidence interval.

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
        (SS_b - df_b MS_w) / (SS_t + MS_w), floored at 0; limits by inverting the noncentral F distribution
        of the classical F, each as lambda / (lambda + N).

    Raises
    ------
    NotComputableError
        When a group is empty, or nothing varies within the groups.

    Notes
    -----
    It describes the classical decomposition whichever omnibus test stands beside it. R's effectsize uses
    lambda / (lambda + df2) instead, and one-sided intervals by default. Where the estimate lies outside the
    interval, the limit moves to the estimate ("boundary").

    Source
    ------
    Hays, W. L. (1963), Statistics; Steiger, J. H. (2004), Psychological Methods 9(2), 164-182.

    Examples
    --------
    >>> effect = omega_squared([[1, 2, 3, 4], [2, 3, 4, 5], [4, 5, 6, 7]])
    >>> round(effect.estimate, 6), effect.conf_low <= effect.estimate <= effect.conf_high
    (0.433962, True)
    """
    check_level("omega_squared", level)
    counts = as_counts(samples)
    found = sole(omega_squared_of_many([counts], level))
    return resampled(found, counts, of_effects.omega_squared, interval, n_resamples, seed)


def omega_squared_of_many(tables: Sequence[Counts], level: float) -> list[EffectSize | NotComputableError]:
    """Return the effect of each table, with its analytic limits."""
    begun = [attempt(_begun, counts) for counts in tables]
    return finished(begun, lambda those: explained_effects("omega_squared", those, level))


def _begun(counts: Counts) -> Explained:
    """Return the share of one table."""
    table = anova_table(counts)
    explained = table.ss_between - table.df_between * table.ms_within
    share = explained / (table.ss_between + table.ss_within + table.ms_within)
    return Explained(max(0.0, share), table.f, table.df_between, table.df_within)
