"""Welch's t test for two groups."""

from __future__ import annotations

import numpy as np

from vcif._counts import Counts, Samples
from vcif._errors import NotComputableError
from vcif.inference.checks import NO_VARIATION_WITHIN, check_level, check_options, groups_of
from vcif.inference.distributions.tails import t_p_value, t_quantile
from vcif.inference.htests.spread import welch_difference
from vcif.inference.resampling import of_means
from vcif.inference.resampling.bits import Array
from vcif.inference.resampling.permutation import permuted
from vcif.inference.resampling.tables import Tables
from vcif.inference.results import Alternative, HTest, PMethod


def welch_t(
    samples: Samples | Counts,
    *,
    alternative: Alternative = "two-sided",
    level: float = 0.95,
    p_method: PMethod = "asymptotic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> HTest:
    """Return Welch's t test of two means.

    Null: both groups have the same mean. Alternative: they differ ("two-sided"), the second is larger
    ("greater") or smaller ("less"). Spreads may differ; the degrees of freedom are Welch and Satterthwaite's.

    Parameters
    ----------
    samples
        Two groups of scores, each of two firms or more, or counts.
    alternative
        "two-sided", "greater" or "less".
    level
        Confidence level of the interval of the difference (two-sided whatever the alternative).
    p_method
        "asymptotic" (Student's t distribution), "permutation" (firms given to the groups at
        random) or "auto" (asymptotic).
    n_resamples, seed
        Random tables of a permutation p-value, at least 99, and their seed.

    Returns
    -------
    HTest
        t (second group minus first), df1 = degrees of freedom, the difference and its interval.

    Raises
    ------
    NotComputableError
        When a group has fewer than two firms, or neither group varies.

    Notes
    -----
    No continuity correction. Differs from R's `t.test` in sign only: R subtracts the second group.

    Source
    ------
    Welch, B. L. (1947), Biometrika 34, 28-35.

    Examples
    --------
    >>> result = welch_t([[1, 2, 3], [2, 4, 6, 8]])
    >>> round(result.statistic, 6), round(result.df1, 6), round(result.p_value, 6)
    (2.12132, 4.075472, 0.099913)
    """
    check_options("welch_t", alternative, p_method)
    check_level("welch_t", level)
    counts = groups_of("welch_t", samples, exactly=2, firms=2)
    found = welch_difference(counts, 0, 1)
    if found is None:
        raise NotComputableError(NO_VARIATION_WITHIN)
    t = found.difference / found.std_error
    margin = t_quantile(level, found.df) * found.std_error
    result = HTest(
        method="welch_t",
        statistic=t,
        df1=found.df,
        df2=None,
        p_value=t_p_value(t, found.df, alternative),
        alternative=alternative,
        n=counts.total,
        difference=found.difference,
        std_error=found.std_error,
        conf_low=found.difference - margin,
        conf_high=found.difference + margin,
    )
    return permuted(result, counts, _over_tables, p_method, n_resamples, seed, signed=True)


def _over_tables(tables: Tables) -> Array:
    """Return t of many tables."""
    (t,) = of_means.welch_t(tables, [(0, 1)])
    return np.asarray(t, dtype=np.float64)
