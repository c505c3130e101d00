"""The Kruskal-Wallis rank test."""

from __future__ import annotations

import math
from fractions import Fraction

from vcif._counts import Counts, Samples
from vcif.inference.checks import check_options, groups_of
from vcif.inference.distributions.tails import chi_squared_p_value
from vcif.inference.resampling import of_ranks
from vcif.inference.resampling.permutation import permuted
from vcif.inference.results import HTest, PMethod


def kruskal_wallis(
    samples: Samples | Counts,
    *,
    p_method: PMethod = "asymptotic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> HTest:
    """Return the Kruskal-Wallis test.

    Null: all groups have the same distribution. Alternative: some group tends to larger scores than another.
    The p-value is the chi-squared approximation.

    Parameters
    ----------
    samples
        Two or more groups of scores, or counts.
    p_method
        "asymptotic" (the chi-squared distribution), "permutation" (firms given to the groups at
        random) or "auto" (asymptotic).
    n_resamples, seed
        Random tables of a permutation p-value, at least 99, and their seed.

    Returns
    -------
    HTest
        H, corrected for ties, with df1 = k - 1, and the groups' mean ranks.

    Raises
    ------
    NotComputableError
        When a group is empty, or every firm gave the same answer.

    Notes
    -----
    H = 3 (N - 1) sum(D_i^2 / n_i) / (N^3 - N - sum(t^3 - t)), D_i being twice a group's rank sum less
    n_i (N + 1): all whole numbers, rounded once, so that no size of sample costs digits. The approximation
    is fair from about five firms a group. For two groups H is the square of `mann_whitney`'s z.

    Source
    ------
    Kruskal, W. H. and Wallis, W. A. (1952), Journal of the American Statistical Association 47, 583-621.

    Examples
    --------
    >>> result = kruskal_wallis([[2.9, 3.0, 2.5, 2.6, 3.2], [3.8, 2.7, 4.0, 2.4], [2.8, 3.4, 3.7, 2.2, 2.0]])
    >>> round(result.statistic, 10), round(result.p_value, 9)
    (0.7714285714, 0.679964774)
    """
    check_options("kruskal_wallis", "two-sided", p_method)
    counts = groups_of("kruskal_wallis", samples)
    h = float(exact_h(counts))
    df = len(counts.sizes) - 1
    result = HTest(
        method="kruskal_wallis",
        statistic=h,
        df1=df,
        df2=None,
        p_value=chi_squared_p_value(h, df),
        alternative="two-sided",
        n=counts.total,
        mean_ranks=counts.mean_ranks,
    )
    return permuted(result, counts, of_ranks.kruskal_wallis, p_method, n_resamples, seed)


def exact_h(counts: Counts) -> Fraction:
    """Return H as an exact ratio."""
    sizes = counts.sizes.tolist()
    common = math.lcm(*sizes)
    spread = sum(twice**2 * (common // size) for twice, size in zip(counts.rank_sums, sizes, strict=True))
    return Fraction(3 * (counts.total - 1) * spread, common * counts.tie_term)
