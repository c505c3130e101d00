"""Pearson's chi-squared test of a table of counts."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from vcif._counts import Counts
from vcif.inference.checks import check_options
from vcif.inference.distributions.tails import chi_squared_p_value
from vcif.inference.htests.contingency import Table, contingency_table
from vcif.inference.resampling import of_tables
from vcif.inference.resampling.permutation import permuted
from vcif.inference.results import HTest, PMethod


def chi_squared(
    table: Table | Counts,
    *,
    p_method: PMethod = "asymptotic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> HTest:
    """Return Pearson's chi-squared test of independence.

    Null: all groups have the same distribution over the levels. Alternative: some differ. The p-value is the
    chi-squared approximation, fair when expected counts are about 5 or more.

    Parameters
    ----------
    table
        Counts of firms, one row per group and one column per level.
    p_method
        "asymptotic" (the chi-squared distribution), "permutation" (firms given to the groups at
        random) or "auto" (asymptotic).
    n_resamples, seed
        Random tables of a permutation p-value, at least 99, and their seed.

    Returns
    -------
    HTest
        Chi-squared with df1 = (rows - 1)(columns - 1).

    Raises
    ------
    NotComputableError
        When fewer than two rows or two columns hold firms.

    Notes
    -----
    No continuity correction, also for 2 x 2 tables (R's `chisq.test` applies one there unless told not to).
    Rows and columns without firms are left out; df1 counts the others. The statistic is exact, rounded once.

    Source
    ------
    Pearson, K. (1900), Philosophical Magazine 50, 157-175.

    Examples
    --------
    >>> result = chi_squared([[20, 30], [35, 15]])
    >>> round(result.statistic, 7), result.df1
    (9.0909091, 1)
    """
    check_options("chi_squared", "two-sided", p_method)
    counts = contingency_table("chi_squared", table)
    statistic = float(exact_chi_squared(counts))
    df = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    result = HTest(
        method="chi_squared",
        statistic=statistic,
        df1=df,
        df2=None,
        p_value=chi_squared_p_value(statistic, df),
        alternative="two-sided",
        n=int(counts.sum()),
    )
    named = Counts(scores=range(counts.shape[1]), n=counts)
    return permuted(result, named, of_tables.chi_squared, p_method, n_resamples, seed)


def exact_chi_squared(counts: NDArray[np.int64]) -> Fraction:
    """Return chi-squared as N (sum of n_ij^2 / (n_i. n_.j) - 1), without rounding."""
    rows = [int(n) for n in counts.sum(axis=1)]
    columns = [int(n) for n in counts.sum(axis=0)]
    shares = (
        Fraction(int(counts[i, j]) ** 2, rows[i] * columns[j])
        for i in range(len(rows))
        for j in range(len(columns))
    )
    return sum(rows) * (sum(shares, Fraction(0)) - 1)
