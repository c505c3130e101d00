"""The Brunner-Munzel test of stochastic equality."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from vcif._counts import Counts, Samples
from vcif._errors import NotComputableError
from vcif.inference.checks import check_options, groups_of
from vcif.inference.distributions.tails import t_p_value
from vcif.inference.resampling import of_ranks
from vcif.inference.resampling.permutation import permuted
from vcif.inference.results import Alternative, HTest, PMethod


def brunner_munzel(
    samples: Samples | Counts,
    *,
    alternative: Alternative = "two-sided",
    p_method: PMethod = "asymptotic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> HTest:
    """Return the Brunner-Munzel test of two groups.

    Null: a firm of the second group is as often above as below a firm of the first, whatever the two
    distributions' shapes. Alternative: it is above more often ("greater"), below ("less"), or either.

    Parameters
    ----------
    samples
        Two groups of scores, each of two firms or more, or counts.
    alternative
        "two-sided", "greater" or "less".
    p_method
        "asymptotic" (Student's t distribution), "permutation" (firms given to the groups at
        random) or "auto" (asymptotic).
    n_resamples, seed
        Random tables of a permutation p-value, at least 99, and their seed.

    Returns
    -------
    HTest
        The standardized difference of mean ranks, df1 = its degrees of freedom, the mean ranks and their
        difference with its standard error.

    Raises
    ------
    NotComputableError
        When a group has fewer than two firms, every firm gave the same answer, or the groups do not overlap
        (the variance is then 0).

    Notes
    -----
    Unlike Mann-Whitney it does not take the spreads to be equal under the null. Fair from about ten firms a
    group.

    Source
    ------
    Brunner, E. and Munzel, U. (2000), Biometrical Journal 42(1), 17-25.

    Examples
    --------
    >>> usual = [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1]
    >>> result = brunner_munzel([usual, [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4]])
    >>> round(result.statistic, 6), round(result.df1, 4), round(result.p_value, 6)
    (3.137467, 17.6828, 0.005786)
    """
    check_options("brunner_munzel", alternative, p_method)
    counts = groups_of("brunner_munzel", samples, exactly=2, firms=2)
    sizes = [int(size) for size in counts.sizes]
    parts = [_placement_variance(counts, i) / (sizes[i] * sizes[1 - i] ** 2) for i in (0, 1)]
    squared = sum(parts)
    if squared == 0:
        raise NotComputableError("brunner_munzel is undefined here: the groups do not overlap")
    # placements over the other group's size are probabilities; N of them are a mean rank
    gap = Fraction(counts.rank_sums[1], 2 * sizes[1]) - Fraction(counts.rank_sums[0], 2 * sizes[0])
    std_error = float(squared) ** 0.5 * counts.total / 2
    df = float(squared**2 / sum(part**2 / (n - 1) for part, n in zip(parts, sizes, strict=True)))
    statistic = float(gap) / std_error
    result = HTest(
        method="brunner_munzel",
        statistic=statistic,
        df1=df,
        df2=None,
        p_value=t_p_value(statistic, df, alternative),
        alternative=alternative,
        n=counts.total,
        difference=float(gap),
        std_error=std_error,
        mean_ranks=counts.mean_ranks,
    )
    return permuted(result, counts, of_ranks.brunner_munzel, p_method, n_resamples, seed, signed=True)


def _placement_variance(counts: Counts, group: int) -> Fraction:
    """Return the variance of twice a group's placements: firms of the other group below, ties half."""
    own = counts.table[group].astype(object)
    other = counts.table[1 - group].astype(object)
    twice = 2 * (np.cumsum(other) - other) + other
    n, total = int(own.sum()), int(own @ twice)
    return Fraction(n * int(own @ (twice * twice)) - total * total, n * (n - 1))
