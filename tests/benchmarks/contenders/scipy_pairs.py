"""The SciPy script's tests of pairs of groups, each for all items at once, with their effects."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import polars as pl

from tests.benchmarks.contenders.scipy_effects import (
    LEVEL,
    cliffs_delta_limits,
    hedges_correction,
    hedges_limits,
)

GROUPS = ("C1", "C2", "C3", "C4")
PAIRS = tuple(combinations(range(4), 2))

Frames = dict[str, pl.DataFrame]
Array = np.ndarray


def pairs(samples: list[Array], names: list[str], full: bool) -> Frames:
    """Return the four tests of pairs, one row per item and pair."""
    from scipy import stats

    ranks = stats.rankdata(np.concatenate(samples), axis=0)
    ends = np.cumsum([len(sample) for sample in samples])[:-1]
    mean_ranks = [part.mean(axis=0) for part in np.split(ranks, ends)]
    rank_variance = ranks.var(axis=0, ddof=1)
    found: dict[str, list[dict[str, Array]]] = {"welch_t": [], "mann_whitney": [], "dunn": []}
    for first, second in PAIRS:
        pair = (samples[first], samples[second])
        found["welch_t"].append(_welch(*pair, full))
        found["mann_whitney"].append(_mann_whitney(*pair, full))
        gap = mean_ranks[second] - mean_ranks[first]
        found["dunn"].append(_dunn(gap, rank_variance, *pair) | _delta(found["mann_whitney"][-1]))
    frames = {test: _stacked(rows, names) for test, rows in found.items()}
    frames["games_howell"] = _games_howell(frames["welch_t"], full)
    return frames


def _welch(first: Array, second: Array, full: bool) -> dict[str, Array]:
    """Return Welch's t of the second group less the first, with Hedges' g."""
    from scipy import stats

    n1, n2 = len(first), len(second)
    test = stats.ttest_ind(second, first, axis=0, equal_var=False)
    difference = second.mean(axis=0) - first.mean(axis=0)
    limits = test.confidence_interval(LEVEL)
    var1, var2 = first.var(axis=0, ddof=1), second.var(axis=0, ddof=1)
    d = difference / np.sqrt(((n1 - 1) * var1 + (n2 - 1) * var2) / (n1 + n2 - 2))
    columns = {
        "difference": difference, "std_error": np.sqrt(var1 / n1 + var2 / n2), "statistic": test.statistic,
        "df": test.df, "difference_low": limits.low, "difference_high": limits.high, "p_value": test.pvalue,
        "estimate": d * hedges_correction(n1 + n2 - 2),
    }  # fmt: skip
    if full:
        columns["conf_low"], columns["conf_high"] = hedges_limits(d, n1, n2)
    return columns


def _mann_whitney(first: Array, second: Array, full: bool) -> dict[str, Array]:
    """Return U, counting pairs in which the second group is larger, with Cliff's delta."""
    from scipy import stats

    n1, n2 = len(first), len(second)
    test = stats.mannwhitneyu(second, first, axis=0, method="asymptotic", use_continuity=False)
    delta = 2 * test.statistic / (n1 * n2) - 1
    columns = {"statistic": test.statistic, "p_value": test.pvalue, "estimate": delta}
    if full:
        columns["conf_low"], columns["conf_high"] = cliffs_delta_limits(first, second, delta)
    return columns


def _delta(columns: dict[str, Array]) -> dict[str, Array]:
    """Return the columns of Cliff's delta, computed once for both rank tests."""
    return {name: columns[name] for name in ("estimate", "conf_low", "conf_high") if name in columns}


def _dunn(gap: Array, rank_variance: Array, first: Array, second: Array) -> dict[str, Array]:
    """Return Dunn's z; the variance of the ranks contains the correction for ties."""
    from scipy import stats

    z = gap / np.sqrt(rank_variance * (1 / len(first) + 1 / len(second)))
    return {"difference": gap, "statistic": z, "p_value": 2 * stats.norm.sf(np.abs(z))}


def _games_howell(welch: pl.DataFrame, full: bool) -> pl.DataFrame:
    """Return Games-Howell from Welch's t and degrees of freedom."""
    from scipy import stats

    t, df, error = (welch[name].to_numpy() for name in ("statistic", "df", "std_error"))
    p_value = stats.studentized_range.sf(np.abs(t) * np.sqrt(2), len(GROUPS), df)
    frame = welch.drop("p_adjusted", "difference_low", "difference_high").with_columns(p_value=p_value)
    if not full:
        return frame
    margin = stats.studentized_range.ppf(LEVEL, len(GROUPS), df) / np.sqrt(2) * error
    difference = pl.col("difference")
    return frame.with_columns(difference_low=difference - margin, difference_high=difference + margin)


def _stacked(rows: list[dict[str, Array]], names: list[str]) -> pl.DataFrame:
    """Return the pairs' columns as one frame, p-values adjusted over the pairs of each item."""
    adjusted = np.apply_along_axis(holm, 0, np.array([row["p_value"] for row in rows]))
    frames = []
    for (first, second), row, p_adjusted in zip(PAIRS, rows, adjusted, strict=True):
        pair = {"group1": pl.lit(GROUPS[first]), "group2": pl.lit(GROUPS[second])}
        frames.append(
            pl.DataFrame({"indicator": names, **row, "p_adjusted": p_adjusted}).with_columns(**pair)
        )
    return pl.concat(frames)


def holm(p: Array) -> Array:
    """Return Holm's adjusted p-values.

    >>> holm(np.array([0.01, 0.04, 0.03])).tolist()
    [0.03, 0.06, 0.06]
    """
    order = np.argsort(p, kind="stable")
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(1, np.maximum.accumulate(p[order] * np.arange(p.size, 0, -1)))
    return adjusted
