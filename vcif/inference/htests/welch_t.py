"""Welch's t test for two groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vcif._counts import Counts, Samples, as_counts
from vcif._errors import NotComputableError
from vcif.inference.checks import NO_VARIATION_WITHIN, check_level, check_options, groups_of
from vcif.inference.distributions.tails import t_p_value, t_quantile
from vcif.inference.htests.spread import Difference, welch_difference
from vcif.inference.outcomes import attempt, finished
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
    counts = as_counts(samples)
    found = _begun(counts)
    (p_value,), (quantile,) = _tails([found], alternative, level)
    result = _finished(found, p_value, quantile, alternative)
    return permuted(result, counts, _over_tables, p_method, n_resamples, seed, signed=True)


def welch_t_of_many(tables: Sequence[Counts], *, level: float) -> list[HTest | NotComputableError]:
    """Return the two-sided test of each table of two groups."""
    begun = [attempt(_begun, counts) for counts in tables]
    return finished(begun, lambda those: _all_finished(those, level))


@dataclass(frozen=True)
class _Gap:
    """A difference of means with the number of firms."""

    found: Difference
    n: int

    @property
    def t(self) -> float:
        """The difference in standard errors."""
        return self.found.difference / self.found.std_error


def _begun(counts: Counts) -> _Gap:
    """Return the difference of one table's means."""
    counts = groups_of("welch_t", counts, exactly=2, firms=2)
    found = welch_difference(counts, 0, 1)
    if found is None:
        raise NotComputableError(NO_VARIATION_WITHIN)
    return _Gap(found, counts.total)


def _all_finished(gaps: Sequence[_Gap], level: float) -> list[HTest]:
    """Return the tests of several tables, with p-values and quantiles from one call each."""
    rows = zip(gaps, *_tails(gaps, "two-sided", level), strict=True)
    return [_finished(gap, p_value, quantile, "two-sided") for gap, p_value, quantile in rows]


def _tails(gaps: Sequence[_Gap], alternative: Alternative, level: float) -> tuple[list[float], list[float]]:
    """Return the p-values, and the half-widths of the intervals in standard errors."""
    t, df = np.array([gap.t for gap in gaps]), np.array([gap.found.df for gap in gaps])
    return t_p_value(t, df, alternative).tolist(), t_quantile(level, df).tolist()


def _finished(gap: _Gap, p_value: float, quantile: float, alternative: Alternative) -> HTest:
    """Return the test with its p-value and interval."""
    found, margin = gap.found, quantile * gap.found.std_error
    return HTest(
        method="welch_t",
        statistic=gap.t,
        df1=found.df,
        df2=None,
        p_value=p_value,
        alternative=alternative,
        n=gap.n,
        difference=found.difference,
        std_error=found.std_error,
        conf_low=found.difference - margin,
        conf_high=found.difference + margin,
    )


def _over_tables(tables: Tables) -> Array:
    """Return t of many tables."""
    (t,) = of_means.welch_t(tables, [(0, 1)])
    return np.asarray(t, dtype=np.float64)
