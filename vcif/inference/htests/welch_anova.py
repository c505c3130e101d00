"""Welch's analysis of variance for unequal variances."""

from __future__ import annotations

import numpy as np

from vcif._counts import Counts, Samples
from vcif._errors import NotComputableError
from vcif.inference.checks import check_options, groups_of
from vcif.inference.distributions.tails import f_p_value
from vcif.inference.htests.spread import centred_means, variances
from vcif.inference.resampling import of_means
from vcif.inference.resampling.permutation import permuted
from vcif.inference.results import HTest, PMethod


def welch_anova(
    samples: Samples | Counts,
    *,
    p_method: PMethod = "asymptotic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> HTest:
    """Return Welch's one-way test of equal means.

    Null: all groups have the same mean. Alternative: some means differ. Spreads and sizes may differ; the F
    approximation is Welch's, good from about five firms a group.

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
        F on k - 1 and Welch's denominator degrees of freedom.

    Raises
    ------
    NotComputableError
        When a group has fewer than two firms, or no variation of its own (its weight would be infinite).

    Notes
    -----
    For two groups F is the square of `welch_t`. Means are taken as exact deviations from the grand mean, so
    that large offsets lose no digits. Agrees with R's `oneway.test(var.equal = FALSE)`.

    Source
    ------
    Welch, B. L. (1951), Biometrika 38, 330-336.

    Examples
    --------
    >>> low, middle = [6.9, 5.4, 5.8, 4.6, 4.0], [8.3, 6.8, 7.8, 9.2, 6.5]
    >>> result = welch_anova([low, middle, [8.0, 10.5, 8.1, 6.9, 9.3]])
    >>> round(result.statistic, 9), round(result.p_value, 12)
    (9.023741344, 0.009051398579)
    """
    check_options("welch_anova", "two-sided", p_method)
    counts = groups_of("welch_anova", samples, firms=2)
    spread = variances(counts)
    if not spread.all():
        flat = np.flatnonzero(spread == 0).tolist()
        raise NotComputableError("welch_anova needs variation within every group", flat)
    k = len(counts.sizes)
    weights = counts.sizes / spread
    means = centred_means(counts)
    centre = float(weights @ means / weights.sum())
    lost = float(np.sum((1 - weights / weights.sum()) ** 2 / (counts.sizes - 1)))
    between = float(weights @ (means - centre) ** 2) / (k - 1)
    f = between / (1 + 2 * (k - 2) / (k * k - 1) * lost)
    df2 = (k * k - 1) / (3 * lost)
    result = HTest(
        method="welch_anova",
        statistic=f,
        df1=k - 1,
        df2=df2,
        p_value=f_p_value(f, k - 1, df2),
        alternative="two-sided",
        n=counts.total,
    )
    return permuted(result, counts, of_means.welch_anova, p_method, n_resamples, seed)
