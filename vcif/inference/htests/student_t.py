"""Student's t test for two groups of equal variance."""

from __future__ import annotations

import math

import numpy as np

from vcif._counts import Counts, Samples
from vcif._errors import NotComputableError
from vcif.inference.checks import NO_VARIATION_WITHIN, check_level, check_options, groups_of
from vcif.inference.distributions.tails import t_p_value, t_quantile
from vcif.inference.resampling import of_means
from vcif.inference.resampling.bits import Array
from vcif.inference.resampling.permutation import permuted
from vcif.inference.resampling.tables import Tables
from vcif.inference.results import Alternative, HTest, PMethod


def student_t(
    samples: Samples | Counts,
    *,
    alternative: Alternative = "two-sided",
    level: float = 0.95,
    p_method: PMethod = "asymptotic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> HTest:
    """Return Student's t test of two means.

    Null: both groups have the same mean (and the same variance, and normal errors). Alternative: they differ
    ("two-sided"), the second is larger ("greater") or smaller ("less").

    Parameters
    ----------
    samples
        Two groups of scores, of three firms or more together, or counts.
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
        t (second group minus first), df1 = n1 + n2 - 2, the difference and its interval.

    Raises
    ------
    NotComputableError
        When a group is empty, there are fewer than three firms, or nothing varies within the groups.

    Notes
    -----
    t squared is the F of `anova`. Where spreads or sizes differ, take `welch_t`. R's
    `t.test(var.equal = TRUE)` subtracts the second group.

    Source
    ------
    Student (1908), Biometrika 6(1), 1-25.

    Examples
    --------
    >>> result = student_t([[1, 2, 3], [2, 4, 6, 8]])
    >>> round(result.statistic, 6), result.df1, round(result.p_value, 6)
    (1.872563, 5, 0.120018)
    """
    check_options("student_t", alternative, p_method)
    check_level("student_t", level)
    counts = groups_of("student_t", samples, exactly=2)
    n1, n2 = (int(size) for size in counts.sizes)
    df = n1 + n2 - 2
    if df < 1:
        raise NotComputableError("student_t needs at least three firms in the two groups together")
    within = sum(counts.squares)
    if within == 0:
        raise NotComputableError(NO_VARIATION_WITHIN)
    difference = float(counts.exact_means[1] - counts.exact_means[0])
    std_error = math.sqrt(within / df * (n1 + n2) / (n1 * n2))
    t, margin = difference / std_error, t_quantile(level, df) * std_error
    result = HTest(
        method="student_t",
        statistic=t,
        df1=df,
        df2=None,
        p_value=t_p_value(t, df, alternative),
        alternative=alternative,
        n=counts.total,
        difference=difference,
        std_error=std_error,
        conf_low=difference - margin,
        conf_high=difference + margin,
    )
    return permuted(result, counts, _over_tables, p_method, n_resamples, seed, signed=True)


def _over_tables(tables: Tables) -> Array:
    """Return t of many tables."""
    (t,) = of_means.pooled_t(tables, [(0, 1)])
    return np.asarray(t, dtype=np.float64)
