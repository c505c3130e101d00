"""What a test and an effect size return: small frozen records, nothing rounded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Alternative = Literal["two-sided", "greater", "less"]
PMethod = Literal["asymptotic", "exact", "permutation", "auto"]
FisherMethod = Literal["auto", "exact", "monte_carlo"]


@dataclass(frozen=True)
class HTest:
    """The result of an omnibus, ordered or two-sample test.

    Attributes
    ----------
    method
        The test's name in the registry.
    statistic
        The statistic that the test is named for (F, H, J, U, t).
    df1, df2
        Degrees of freedom; None where there are none (of a t test: df1).
    p_value
        In full precision.
    alternative
        "two-sided", "greater" (later groups larger) or "less".
    n
        Firms in the test.
    z
        The standardized statistic of a rank or ordered test.
    difference, std_error, conf_low, conf_high
        Two-sample tests: group 2 minus group 1, of means or of mean ranks, with its standard error and (of
        means) its confidence limits.
    mean_ranks
        Rank tests: mean midrank of each group.
    p_method
        How the p-value came about: "asymptotic", "exact", "permutation" or "monte_carlo".
    p_std_error
        Standard error of a permutation or Monte Carlo p-value.
    """

    method: str
    statistic: float
    df1: float | None
    df2: float | None
    p_value: float
    alternative: Alternative
    n: int
    z: float | None = None
    difference: float | None = None
    std_error: float | None = None
    conf_low: float | None = None
    conf_high: float | None = None
    mean_ranks: tuple[float, ...] = ()
    p_method: str = "asymptotic"
    p_std_error: float | None = None


@dataclass(frozen=True)
class PairTest:
    """One pair of a family of comparisons; the difference is group2 minus group1.

    Attributes
    ----------
    group1, group2
        Positions of the two groups, from 0.
    n1, n2
        Firms of each.
    difference
        Of means, or (Dunn) of mean ranks.
    statistic
        t (a range test's q is |t| times the root of 2) or z; positive = the later group is larger.
    df
        Degrees of freedom, or None.
    p_value
        Adjusted for the family where the test is one (Games-Howell), else of this pair alone (Dunn).
    conf_low, conf_high
        Simultaneous limits of the difference of means, or None.
    method
        The test's name in the registry.
    std_error
        Standard error of the difference.
    mean_rank1, mean_rank2
        Rank tests: mean midranks in the common ranking.
    note
        Why the numbers are None, where they are.
    p_method
        How the p-value came about: "asymptotic", "exact" or "permutation".
    p_std_error
        Standard error of a permutation p-value.
    """

    group1: int
    group2: int
    n1: int
    n2: int
    difference: float | None
    statistic: float | None
    df: float | None
    p_value: float | None
    conf_low: float | None
    conf_high: float | None
    method: str
    std_error: float | None = None
    mean_rank1: float | None = None
    mean_rank2: float | None = None
    note: str | None = None
    p_method: str = "asymptotic"
    p_std_error: float | None = None


@dataclass(frozen=True)
class EffectSize:
    """An effect size with its confidence interval.

    Attributes
    ----------
    name
        The effect's name in the registry.
    estimate
        The point estimate; positive = the later group is larger, where the effect has a sign.
    conf_low, conf_high
        Confidence limits; never on the wrong side of the estimate.
    conf_level
        For example 0.95.
    note
        "boundary" where a limit was moved to the estimate.
    """

    name: str
    estimate: float
    conf_low: float
    conf_high: float
    conf_level: float
    note: str | None = None
