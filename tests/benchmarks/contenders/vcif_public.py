"""vcif, by its public names alone: from firms in memory to frames of results."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import polars as pl

import vcif
from tests.benchmarks.contenders.missing import limits_missing
from tests.benchmarks.firms import item_names, read_firms

PACKAGES = ("vcif", "polars", "numpy", "scipy")
OMNIBUS = ("anova", "welch_anova", "kruskal_wallis")
PERMUTED = (("anova",), ("kruskal_wallis",), ("anova", "kruskal_wallis"))
PAIRS = ("welch_t", "games_howell", "mann_whitney", "dunn")
RESAMPLES = 9999
missing = limits_missing

Frames = dict[str, pl.DataFrame]


def parts(job: str, path: Path, items: int) -> dict[str, Callable[[], object]]:
    """Return the parts of a job, with the firms in memory."""
    firms, names = read_firms(path, items), item_names(items)
    counted = vcif.tally(firms, names)
    if job == "comparison":
        return {
            "full": lambda: rest(vcif.tally(firms, names)),
            "count": lambda: vcif.tally(firms, names),
            "rest": lambda: rest(counted),
            "bound": lambda: firms.group_by("category").agg(pl.all().sum()),
        }
    if job == "permutation":
        return {" and ".join(tests): partial(permutation, firms, names, tests) for tests in PERMUTED}
    return {
        f"{test} {intervals}": partial(bootstrap, firms, names, test, intervals)
        for test in ("anova", "kruskal_wallis")
        for intervals in ("percentile", "bca")
    }


def rest(tally: pl.DataFrame) -> Frames:
    """Return all that follows from the tally: descriptives, three tests of all groups, four of pairs."""
    frames = {"descriptives": vcif.describe(tally)}
    frames |= {test: vcif.compare(tally, test=test) for test in OMNIBUS}
    return frames | {test: vcif.compare_pairs(tally, test=test) for test in PAIRS}


def permutation(firms: pl.DataFrame, names: list[str], tests: Sequence[str]) -> Frames:
    """Return Monte Carlo permutation p-values, counting included."""
    tally = vcif.tally(firms, names)
    options = {"p_method": "permutation", "n_resamples": RESAMPLES, "seed": 1}
    return {test: vcif.compare(tally, test=test, **options) for test in tests}


def bootstrap(firms: pl.DataFrame, names: list[str], test: str, intervals: str) -> pl.DataFrame:
    """Return bootstrap intervals of the test's effect, counting included."""
    tally = vcif.tally(firms, names)
    return vcif.compare(tally, test=test, intervals=intervals, n_resamples=RESAMPLES, seed=1)


def forget() -> None:
    """Forget the random tables that vcif keeps, so that a repeated run draws them again."""
    for name, module in list(sys.modules.items()):
        if name.startswith("vcif.inference.resampling"):
            for value in list(vars(module).values()):
                if callable(clear := getattr(value, "cache_clear", None)):
                    clear()
