"""Permutation tests with scipy.stats as most write them: its own f_oneway and kruskal give the statistic."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from tests.benchmarks.contenders.scipy_resampling import each_item, permuted
from tests.benchmarks.firms import item_names, read_firms

PACKAGES = ("scipy", "numpy", "polars")

Array = np.ndarray


def parts(job: str, path: Path, items: int) -> dict[str, Callable[[], object]]:
    """Return the parts of the permutation job, with the firms in memory and SciPy imported."""
    from scipy import stats

    if job != "permutation":
        raise ValueError(f"only permutations are measured here; got {job}")
    firms, names = read_firms(path, items), item_names(items)
    tests = {"anova": stats.f_oneway, "kruskal_wallis": stats.kruskal}
    alone: dict[str, Callable[[], object]] = {
        name: partial(each_item, firms, names, partial(_permutation, test=test))
        for name, test in tests.items()
    }
    return {**alone, " and ".join(alone): lambda: {name: run() for name, run in alone.items()}}


def forget() -> None:
    """Do nothing: SciPy remembers no results."""


def _permutation(samples: list[Array], *, test: Callable[..., object]) -> dict[str, float]:
    """Return the p-value of a test's statistic."""

    def statistic(*drawn: Array, axis: int = -1) -> Array:
        return test(*drawn, axis=axis).statistic

    return permuted(samples, statistic)
