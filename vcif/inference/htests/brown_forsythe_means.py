"""The Brown-Forsythe test of means for unequal variances."""

from __future__ import annotations

import numpy as np

from vcif._counts import Counts, Samples
from vcif._errors import NotComputableError
from vcif.inference.checks import NO_VARIATION_WITHIN, check_options, groups_of
from vcif.inference.distributions.tails import f_p_value
from vcif.inference.htests.anova import sums_of_squares
from vcif.inference.htests.spread import variances
from vcif.inference.resampling import of_means
from vcif.inference.resampling.permutation import permuted
from vcif.inference.results import HTest, PMethod


def brown_forsythe_means(
    samples: Samples | Counts,
    *,
    p_method: PMethod = "asymptotic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> HTest:
    """Return the Brown-Forsythe test of equal means.

    Null: all groups have the same mean. Alternative: some means differ. Spreads and sizes may differ; the
    denominator's degrees of freedom are Satterthwaite's.

    Parameters
    ----------
    samples
        Two or more groups of scores, each of two firms or more, or counts.
    p_method
        "asymptotic" (the F distribution), "permutation" (firms given to the groups at
        random) or "auto" (asymptotic).
    n_resamples, seed
        Random tables of a permutation p-value, at least 99, and their seed.

    Returns
    -------
    HTest
        F on k - 1 and the approximate denominator degrees of freedom.

    Raises
    ------
    NotComputableError
        When a group has fewer than two firms, or no group varies.

    Notes
    -----
    A group without spread takes part, unlike in `welch_anova`. For two groups F is the square of Welch's t.

    Source
    ------
    Brown, M. B. and Forsythe, A. B. (1974), Technometrics 16(1), 129-132.

    Examples
    --------
    >>> result = brown_forsythe_means([[1, 2, 3], [2, 4, 6, 8]])
    >>> round(result.statistic, 6), round(result.df2, 6)
    (4.5, 4.075472)
    """
    check_options("brown_forsythe_means", "two-sided", p_method)
    counts = groups_of("brown_forsythe_means", samples, firms=2)
    parts = (1 - counts.sizes / counts.total) * variances(counts)
    if not parts.any():
        raise NotComputableError(NO_VARIATION_WITHIN)
    between, _ = sums_of_squares(counts)
    f = float(between) / float(parts.sum())
    df1 = len(counts.sizes) - 1
    df2 = 1 / float(np.sum((parts / parts.sum()) ** 2 / (counts.sizes - 1)))
    result = HTest(
        method="brown_forsythe_means",
        statistic=f,
        df1=df1,
        df2=df2,
        p_value=f_p_value(f, df1, df2),
        alternative="two-sided",
        n=counts.total,
    )
    return permuted(result, counts, of_means.brown_forsythe_means, p_method, n_resamples, seed)
