"""Coverage of the 95 % intervals that are recommended, and of those that are not, which say so.

Measured with 4,000 studies of each population (`python -m tests.inference.resampling.coverage`), in percent:

                            weak (η² .014)       medium (η² .084)     strong, at the ceiling (η² .25)
                          perc.  BCa   anal.    perc.  BCa   anal.    perc.  BCa   anal.
    eta squared            93.4  88.2  95.0      94.2  94.8  94.8      93.1  94.0  91.6
    omega squared          98.2  76.9  95.0      95.3  94.0  94.8      94.0  93.6  91.6
    rank epsilon squared   93.4  88.8  94.9      94.3  94.9  94.5      93.0  94.4  91.5
    Cramér's V              4.3  71.9  95.2      69.4  90.7  96.5      81.6  91.0  97.7
    Hedges' g              94.5  95.1  94.7      94.9  95.0  94.2      93.4  94.6  90.2
    common language, delta 94.5  94.9  94.9      94.9  95.5  95.3      93.6  95.1  94.9
"""

from __future__ import annotations

import math
import os
from functools import cache

import numpy as np
import pytest

from tests.inference.resampling.coverage import (
    LEVEL,
    POPULATIONS,
    Hits,
    covered,
    found_in,
    studies,
    true_effects,
)
from vcif import Counts
from vcif.inference.registry import EFFECTS
from vcif.inference.resampling import of_effects
from vcif.inference.resampling.tables import observed_table

STUDIES, RESAMPLES = (4000, 1999) if os.environ.get("HYPOTHESIS_PROFILE") == "laws" else (500, 999)
LEAST, MOST = 0.92, 0.97
SIGNED = ("hedges_g", "cliffs_delta", "common_language")
SHARES = ("eta_squared", "omega_squared", "rank_epsilon_squared")
RECOMMENDED = [(label, effect, "bca") for label in POPULATIONS for effect in SIGNED]
RECOMMENDED += [(label, effect, "bca") for label in ("medium", "strong, at the ceiling") for effect in SHARES]
RECOMMENDED += [("weak", "cramers_v", "analytic"), ("medium", "cramers_v", "analytic")]
# with their coverage as measured above: resamples exaggerate a weak association, and V any
MISSING = [
    ("weak", "eta_squared", "bca", 0.882), ("weak", "omega_squared", "bca", 0.769),
    ("weak", "rank_epsilon_squared", "bca", 0.888), ("weak", "cramers_v", "bca", 0.719),
    ("weak", "cramers_v", "percentile", 0.043), ("medium", "cramers_v", "percentile", 0.694),
    ("strong, at the ceiling", "cramers_v", "percentile", 0.816),
]  # fmt: skip


@cache
def hits(label: str) -> dict[tuple[str, str], Hits]:
    chosen = [(effect, kind) for where, effect, kind in RECOMMENDED if where == label]
    chosen += [(effect, kind) for where, effect, kind, _ in MISSING if where == label]
    return covered(POPULATIONS[label], chosen, STUDIES, RESAMPLES, 1)


@pytest.mark.parametrize(("label", "effect", "kind"), RECOMMENDED)
def test_recommended_intervals_cover(label: str, effect: str, kind: str) -> None:
    found = hits(label)[effect, kind]
    assert found.without == 0
    assert LEAST <= found.coverage <= MOST  # the seed's studies are the same everywhere: no room is needed


@pytest.mark.parametrize(("label", "effect", "kind", "measured"), MISSING)
def test_intervals_that_miss_say_so(label: str, effect: str, kind: str, measured: float) -> None:
    found = hits(label)[effect, kind]
    assert found.coverage <= measured + 4 * math.sqrt(measured * (1 - measured) / STUDIES)
    assert found.biased > 0.9 * found.known  # each such interval says that its resamples are biased


@pytest.mark.parametrize("label", POPULATIONS)
def test_those_that_cover_are_not_called_biased(label: str) -> None:
    for effect, kind in hits(label):
        if (label, effect, kind) in RECOMMENDED:
            assert hits(label)[effect, kind].biased <= (0 if effect in SIGNED else 0.4 * STUDIES)


@pytest.mark.parametrize("label", POPULATIONS)
def test_the_true_effects_are_those_of_a_billion_firms(label: str) -> None:
    population = POPULATIONS[label]
    n = [
        np.rint(size * 10**7 * np.array(row)).astype(int)
        for size, row in zip(population.sizes, population.chances, strict=True)
    ]
    every = Counts(scores=[1, 2, 3, 4, 5], n=n)
    for effect, true in true_effects(population).items():
        table = every.select([0, 2]) if EFFECTS[effect].groups == "two" else every
        assert getattr(of_effects, effect)(observed_table(table))[0] == pytest.approx(true, rel=1e-6)


def test_the_simulation_takes_the_intervals_that_the_effects_give() -> None:
    (counts,) = studies(POPULATIONS["medium"], 1, 3)
    for effect, entry in EFFECTS.items():
        table = counts.select([0, 2]) if entry.groups == "two" else counts
        for kind in ("percentile", "bca"):
            here = found_in(effect, kind, counts, 999, 5)
            there = entry.function(table, interval=kind, n_resamples=999, seed=5, level=LEVEL)
            assert (here.conf_low, here.conf_high, here.note) == (there.conf_low, there.conf_high, there.note)
