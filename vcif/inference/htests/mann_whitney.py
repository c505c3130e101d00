"""The Mann-Whitney (Wilcoxon rank-sum) test."""

from __future__ import annotations

from vcif._counts import Counts, Samples
from vcif.inference.checks import check_options, groups_of
from vcif.inference.distributions.tails import normal_p_value
from vcif.inference.htests.ordered import ordered_sum
from vcif.inference.results import Alternative, HTest, PMethod


def mann_whitney(
    samples: Samples | Counts, *, alternative: Alternative = "two-sided", p_method: PMethod = "asymptotic"
) -> HTest:
    """Return the Mann-Whitney test of two groups.

    Null: both groups have the same distribution. Alternative: the second tends to larger scores ("greater"),
    to smaller ("less"), or to either ("two-sided").

    Parameters
    ----------
    samples
        Two groups of scores, or counts.
    alternative
        "two-sided", "greater" or "less".
    p_method
        "asymptotic": normal approximation with the variance corrected for ties.

    Returns
    -------
    HTest
        U = pairs of firms in which the second group's score is larger, plus half the ties; z; the mean ranks
        and the difference of mean ranks with its standard error.

    Raises
    ------
    NotComputableError
        When a group is empty, or every firm gave the same answer.

    Notes
    -----
    No continuity correction (R's `wilcox.test` and SciPy apply one unless told not to). R's W counts the
    pairs in which the *first* group is larger: W = n1 n2 - U. z squared is the Kruskal-Wallis H.

    Source
    ------
    Mann, H. B. and Whitney, D. R. (1947), Annals of Mathematical Statistics 18, 50-60.

    Examples
    --------
    >>> result = mann_whitney([[1, 2, 3], [4, 5, 6]])
    >>> result.statistic, round(result.z, 6), round(result.p_value, 6)
    (9.0, 1.963961, 0.049535)
    """
    check_options("mann_whitney", alternative, p_method)
    counts = groups_of("mann_whitney", samples, exactly=2)
    found = ordered_sum("mann_whitney", counts, [(0, 1)])
    n1, n2 = (int(size) for size in counts.sizes)
    per_rank = counts.total / (n1 * n2)  # U - n1 n2 / 2 is n1 n2 / N times the difference of mean ranks
    return HTest(
        method="mann_whitney",
        statistic=float(found.value),
        df1=None,
        df2=None,
        p_value=normal_p_value(found.z, alternative),
        alternative=alternative,
        n=counts.total,
        z=found.z,
        difference=float(found.value - found.mean) * per_rank,
        std_error=float(found.variance) ** 0.5 * per_rank,
        mean_ranks=counts.mean_ranks,
    )
