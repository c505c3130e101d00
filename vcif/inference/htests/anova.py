"""Classical one-way analysis of variance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from vcif._counts import Counts, Samples, as_counts
from vcif._errors import NotComputableError
from vcif.inference.checks import NO_VARIATION_WITHIN, check_options, groups_of
from vcif.inference.distributions.tails import f_p_value
from vcif.inference.resampling import of_means
from vcif.inference.resampling.permutation import permuted
from vcif.inference.results import HTest, PMethod


@dataclass(frozen=True)
class AnovaTable:
    """Sums of squares, degrees of freedom and F of a one-way analysis of variance."""

    ss_between: float
    ss_within: float
    df_between: int
    df_within: int
    ms_between: float
    ms_within: float
    f: float


def anova(
    samples: Samples | Counts,
    *,
    p_method: PMethod = "asymptotic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> HTest:
    """Return Fisher's one-way analysis of variance.

    Null: all groups have the same mean (and the same variance, and normal errors). Alternative: some means
    differ. The p-value is exact under normal errors of equal variance.

    Parameters
    ----------
    samples
        Two or more groups of scores, or counts.
    p_method
        "asymptotic" (the F distribution), "permutation" (firms given to the groups at
        random) or "auto" (asymptotic).
    n_resamples, seed
        Random tables of a permutation p-value, at least 99, and their seed.

    Returns
    -------
    HTest
        F on k - 1 and N - k degrees of freedom.

    Raises
    ------
    NotComputableError
        When a group is empty, no firm is left over for the spread within groups, or nothing varies.

    Notes
    -----
    Sums of squares are exact (rational arithmetic of the scores' decimals), then rounded once; ties do not
    matter. A group of one firm takes part: it adds to the means, not to the spread.

    Source
    ------
    Fisher, R. A. (1925), Statistical Methods for Research Workers.

    Examples
    --------
    >>> result = anova([[6.9, 5.4, 5.8, 4.6, 4.0], [8.3, 6.8, 7.8, 9.2, 6.5], [8.0, 10.5, 8.1, 6.9, 9.3]])
    >>> round(result.statistic, 9), round(result.p_value, 12)
    (9.591107036, 0.003248222601)
    """
    check_options("anova", "two-sided", p_method)
    counts = as_counts(samples)
    table = anova_table(counts)
    result = HTest(
        method="anova",
        statistic=table.f,
        df1=table.df_between,
        df2=table.df_within,
        p_value=f_p_value(table.f, table.df_between, table.df_within),
        alternative="two-sided",
        n=table.df_between + table.df_within + 1,
    )
    return permuted(result, counts, of_means.anova, p_method, n_resamples, seed)


def anova_table(samples: Samples | Counts) -> AnovaTable:
    """Return the table of a one-way analysis of variance, correct to the last digit of the scores' decimals.

    Examples
    --------
    >>> anova_table([[1, 2, 3], [2, 4, 6]]).ss_between
    6.0
    """
    counts = groups_of("anova", samples)
    df_between, df_within = len(counts.sizes) - 1, counts.total - len(counts.sizes)
    if df_within < 1:
        raise NotComputableError("anova needs more firms than groups")
    between, within = sums_of_squares(counts)
    if within == 0:
        raise NotComputableError(NO_VARIATION_WITHIN)
    # F as one division of whole numbers
    above = between.numerator * within.denominator * df_within
    below = between.denominator * within.numerator * df_between
    return AnovaTable(
        ss_between=float(between),
        ss_within=float(within),
        df_between=df_between,
        df_within=df_within,
        ms_between=between.numerator / (between.denominator * df_between),
        ms_within=within.numerator / (within.denominator * df_within),
        f=above / below,
    )


def sums_of_squares(counts: Counts) -> tuple[Fraction, Fraction]:
    """Return the exact sums of squares between and within the groups."""
    sizes, total, scale = counts.sizes.tolist(), counts.total, counts.denominator**2
    common = math.lcm(*sizes)  # whole numbers until the end: fractions are slow to add
    shares = [common // size for size in sizes]
    of_groups = sum(one * one * share for one, share in zip(counts.whole_sums, shares, strict=True))
    between = of_groups * total - sum(counts.whole_sums) ** 2 * common
    within = sum(square * share for square, share in zip(counts.whole_squares, shares, strict=True))
    return Fraction(between, common * total * scale), Fraction(within, common * scale)
