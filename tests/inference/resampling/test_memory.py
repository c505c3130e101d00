"""No step of resampling holds more than 64 MiB, whatever the number of resamples, groups and levels."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest

from tests.inference.resampling.statistics import OVER_TABLES, extremity
from vcif import Counts
from vcif.inference.registry import EFFECTS
from vcif.inference.resampling import bits, of_effects
from vcif.inference.resampling.bootstrap import resampled
from vcif.inference.resampling.permutation import permutation_p_values
from vcif.inference.results import EffectSize

MOST_BYTES = 64 * 2**20


def peak_of(work: Callable[[], object]) -> int:
    bits._factorials.cache_clear()  # the table of logarithms is made anew: that is a step too
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def answers(groups: int, levels: int, firms: int) -> Counts:
    """Return groups of firms whose answers rise a little from one to the next, each level chosen by some."""
    rng = np.random.default_rng(1)
    table = rng.multinomial(firms, np.full(levels, 1 / levels), size=groups)
    table[-1, -1] += 3
    return Counts(scores=range(levels), n=table)


SHAPES = [
    (3, 5, 100, 400_000),
    (3, 1000, 100, 300),
    (2, 1000, 10**6, 150),
    (40, 7, 30, 3000),
    (2, 5, 10**9, 50_000),
]


@pytest.mark.parametrize(("groups", "levels", "firms", "n"), SHAPES)
def test_permutations(groups: int, levels: int, firms: int, n: int) -> None:
    table = answers(groups, levels, firms)
    for name in ("anova", "brown_forsythe_spread", "kruskal_wallis", "chi_squared", "tukey_kramer", "dunn"):
        peak = peak_of(
            lambda name=name: permutation_p_values(
                table, lambda tables: extremity(name, tables, "two-sided"), n, 1
            )
        )
        assert peak < MOST_BYTES, name
    assert set(OVER_TABLES) > {"anova"}


@pytest.mark.parametrize(("groups", "levels", "firms", "n"), SHAPES)
def test_bootstraps(groups: int, levels: int, firms: int, n: int) -> None:
    for effect in ("hedges_g", "rank_epsilon_squared", "cramers_v"):
        table = answers(2 if EFFECTS[effect].groups == "two" else groups, levels, firms)
        statistic = getattr(of_effects, effect)
        bare = EffectSize(effect, 0.03, 0.0, 1.0, 0.95)
        for interval in ("percentile", "bca"):
            peak = peak_of(lambda t=table, s=statistic, b=bare, i=interval: _limits(b, t, s, i, n))
            assert peak < MOST_BYTES, (effect, interval)


def _limits(
    bare: EffectSize, table: Counts, statistic: Callable[..., np.ndarray], interval: str, n: int
) -> None:
    from vcif._errors import NotComputableError

    try:
        resampled(bare, table, statistic, interval, n, 1)
    except NotComputableError:  # the estimate is made up: all resamples may lie on one side of it
        return


def test_a_million_resamples() -> None:
    table = answers(3, 5, 80)
    peak = peak_of(lambda: EFFECTS["omega_squared"].function(table, interval="bca", n_resamples=10**6))
    assert peak < MOST_BYTES
    test = OVER_TABLES["welch_anova"]
    assert peak_of(lambda: permutation_p_values(table, test, 10**6, 1)) < MOST_BYTES
