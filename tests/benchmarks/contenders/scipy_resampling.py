"""Permutation tests and bootstrap intervals with scipy.stats, statistics vectorised, batches that fit memory."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import polars as pl

RESAMPLES = 9999
_BATCH = 8_000_000  # answers drawn at once: 64 MB

Array = np.ndarray


def resampling_parts(job: str, firms: pl.DataFrame, items: int) -> dict[str, Callable[[], object]]:
    """Return the parts of the resampling jobs, each over the first items."""
    names = [f"item_{number}" for number in range(1, items + 1)]
    if job == "permutation":
        both: dict[str, Callable[[], object]] = {
            test: partial(each_item, firms, names, partial(_permutation, ranks=test == "kruskal_wallis"))
            for test in ("anova", "kruskal_wallis")
        }
        return {**both, "anova and kruskal_wallis": lambda: {test: job() for test, job in both.items()}}
    statistics = {"anova": _omega_squared, "kruskal_wallis": _rank_epsilon_squared}
    return {
        f"{test} {method}": partial(
            each_item, firms, names, partial(_bootstrap, statistic=statistic, method=method)
        )
        for test, statistic in statistics.items()
        for method in ("percentile", "bca")
    }


def each_item(
    firms: pl.DataFrame, names: list[str], job: Callable[[list[Array]], dict[str, float]]
) -> pl.DataFrame:
    """Return one row per item."""
    groups = [firms.filter(pl.col("category") == group) for group in ("C1", "C2", "C3", "C4")]
    rows = [job([group[name].to_numpy().astype(np.float64) for group in groups]) for name in names]
    return pl.DataFrame(rows).insert_column(0, pl.Series("indicator", names))


def _permutation(samples: list[Array], *, ranks: bool) -> dict[str, float]:
    """Return the p-value of F, or of H: under permutation both rise with the spread of the groups' means."""
    from scipy.stats import rankdata

    if ranks:
        ends = np.cumsum([sample.size for sample in samples])[:-1]
        samples = np.split(rankdata(np.concatenate(samples)), ends)
    return permuted(samples, _spread)


def permuted(samples: list[Array], statistic: Callable[..., Array]) -> dict[str, float]:
    """Return the permutation p-value of a statistic that takes many permutations in one call."""
    from scipy import stats

    found = stats.permutation_test(
        samples,
        statistic,
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=_batch(samples),
        alternative="greater",
        rng=1,
    )
    return {"p_value": float(found.pvalue)}


def _spread(*samples: Array, axis: int = -1) -> Array:
    """Return the sum of n times the squared mean: the part of F and H that a permutation changes."""
    return sum(sample.shape[axis] * sample.mean(axis=axis) ** 2 for sample in samples)


def _bootstrap(samples: list[Array], *, statistic: Callable[..., Array], method: str) -> dict[str, float]:
    """Return the limits of an effect."""
    from scipy import stats

    found = stats.bootstrap(
        samples,
        statistic,
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=_batch(samples),
        method=method,
        rng=1,
    ).confidence_interval
    return {"conf_low": float(found.low), "conf_high": float(found.high)}


def _batch(samples: list[Array]) -> int:
    """Return how many resamples to draw at once."""
    return max(1, min(RESAMPLES, _BATCH // sum(sample.size for sample in samples)))


def _omega_squared(*samples: Array, axis: int = -1) -> Array:
    """Return omega squared, floored at 0."""
    sizes = [sample.shape[axis] for sample in samples]
    total, means = sum(sizes), [sample.mean(axis=axis) for sample in samples]
    grand = sum(n * mean for n, mean in zip(sizes, means, strict=True)) / total
    between = sum(n * (mean - grand) ** 2 for n, mean in zip(sizes, means, strict=True))
    within = sum(sample.var(axis=axis) * n for n, sample in zip(sizes, samples, strict=True))
    mean_square = within / (total - len(samples))
    return np.maximum(0, (between - (len(samples) - 1) * mean_square) / (between + within + mean_square))


def _rank_epsilon_squared(*samples: Array, axis: int = -1) -> Array:
    """Return H / (N - 1), which is the share of the ranks' variance between groups."""
    from scipy.stats import rankdata

    sizes = [sample.shape[axis] for sample in samples]
    total = sum(sizes)
    ranks = rankdata(np.concatenate(samples, axis=axis), axis=axis)
    parts = np.split(ranks, np.cumsum(sizes)[:-1], axis=axis)
    between = sum(
        n * (part.mean(axis=axis) - (total + 1) / 2) ** 2 for n, part in zip(sizes, parts, strict=True)
    )
    return between / (total * ranks.var(axis=axis))
