"""The same comparison by a competent SciPy script: all items in one call wherever SciPy allows it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

import numpy as np
import polars as pl

from tests.benchmarks.contenders.missing import limits_missing
from tests.benchmarks.contenders.scipy_effects import explained_limits
from tests.benchmarks.contenders.scipy_pairs import GROUPS, holm, pairs
from tests.benchmarks.firms import item_names, read_firms

PACKAGES = ("scipy", "numpy", "polars")
missing = limits_missing
# So many answers in one call: fewer cost calls, more cost memory and gain nothing.
_AT_ONCE = 2_000_000

Frames = dict[str, pl.DataFrame]
Array = np.ndarray


def parts(job: str, path: Path, items: int) -> dict[str, Callable[[], object]]:
    """Return the parts of a job, with the firms in memory and SciPy imported."""
    import_module("scipy.stats")  # loaded before the clock starts
    firms = read_firms(path, items)
    if job == "comparison":
        return {
            "core": partial(comparison, firms, items, full=False),
            "full": partial(comparison, firms, items, full=True),
        }
    from tests.benchmarks.contenders.scipy_resampling import resampling_parts

    return resampling_parts(job, firms, items)


def forget() -> None:
    """Do nothing: SciPy remembers no results."""


def comparison(firms: pl.DataFrame, items: int, *, full: bool) -> Frames:
    """Return the frames of the whole comparison; `full` adds intervals of effects and simultaneous ones."""
    names = item_names(items)
    step = max(1, _AT_ONCE // firms.height)
    blocks = [names[start : start + step] for start in range(0, items, step)]
    found = [_block(firms, block, full) for block in blocks]
    frames = {name: pl.concat([block[name] for block in found]) for name in found[0]}
    for test in ("anova", "welch_anova", "kruskal_wallis"):
        frames[test] = frames[test].with_columns(p_adjusted=holm(frames[test]["p_value"].to_numpy()))
    return frames


def _block(firms: pl.DataFrame, names: list[str], full: bool) -> Frames:
    """Return the frames of some items."""
    samples = [
        firms.filter(pl.col("category") == group).select(names).to_numpy().astype(np.float64)
        for group in GROUPS
    ]
    return (
        {"descriptives": _describe(samples, names)}
        | _omnibus(samples, names, full)
        | pairs(samples, names, full)
    )


def _describe(samples: list[Array], names: list[str]) -> pl.DataFrame:
    """Return n, means, standard deviations and quartiles by item and group."""
    rows = []
    for group, sample in zip(GROUPS, samples, strict=True):
        q1, median, q3 = np.quantile(sample, [0.25, 0.5, 0.75], axis=0)
        means, sds = sample.mean(axis=0), sample.std(axis=0, ddof=1)
        rows.append(
            pl.DataFrame(
                {"indicator": names, "mean": means, "sd": sds, "q1": q1, "median": median, "q3": q3}
            ).with_columns(group=pl.lit(group), n=pl.lit(len(sample)))
        )
    return pl.concat(rows)


def _omnibus(samples: list[Array], names: list[str], full: bool) -> Frames:
    """Return the three tests of all groups, one row per item."""
    from scipy import stats

    total, df1 = sum(len(sample) for sample in samples), len(samples) - 1
    df2 = total - df1 - 1
    anova = stats.f_oneway(*samples, axis=0)
    welch = stats.f_oneway(*samples, axis=0, equal_var=False)
    kruskal = stats.kruskal(*samples, axis=0)
    omega = np.maximum(0, df1 * (anova.statistic - 1) / (df1 * (anova.statistic - 1) + total))
    epsilon = kruskal.statistic / (total - 1)
    of_ranks = epsilon / df1 / ((1 - epsilon) / df2)
    tests = {
        "anova": (anova, omega, anova.statistic),
        "welch_anova": (welch, omega, anova.statistic),
        "kruskal_wallis": (kruskal, epsilon, of_ranks),
    }
    frames = {}
    for test, (found, estimate, f) in tests.items():
        columns = {
            "indicator": names,
            "statistic": found.statistic,
            "p_value": found.pvalue,
            "estimate": estimate,
        }
        if full:
            columns["conf_low"], columns["conf_high"] = explained_limits(f, df1, df2, total)
        frames[test] = pl.DataFrame(columns)
    return frames
