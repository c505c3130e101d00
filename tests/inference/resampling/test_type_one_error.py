"""Where nothing differs, each permutation test rejects in one study of twenty, ties and unequal sizes or not."""

from __future__ import annotations

import os
from functools import cache

import numpy as np
import pytest
from scipy import stats

from tests.inference.resampling.type_one import ALPHA, DESIGNS, rejections, shares
from vcif import Counts
from vcif.inference.registry import TESTS

STUDIES = 4000 if os.environ.get("HYPOTHESIS_PROFILE") == "laws" else 400
LOW, HIGH = (stats.binom.ppf(tail, STUDIES, ALPHA) / STUDIES for tail in (0.0005, 0.9995))  # a 99.9 % band
# With few possible values the largest p-value up to .05 lies below .05: these may reject less often, never more.
COARSE = {"equal, 5 points", "small, 7 points"}


@cache
def found(label: str) -> dict[str, float]:
    return shares(DESIGNS[label], STUDIES, 1)


@pytest.mark.parametrize("label", DESIGNS)
@pytest.mark.parametrize("name", TESTS)
def test_one_study_of_twenty(name: str, label: str) -> None:
    share = found(label).get(name)
    if share is None:  # every firm has its own score: all tables are alike for tests that see names only
        assert (TESTS[name].nominal, DESIGNS[label].chances) == (True, None)
        return
    assert share <= HIGH
    assert share >= (0.02 if label in COARSE else LOW)


def test_they_reject_where_the_groups_do_differ() -> None:
    rng = np.random.default_rng(2)
    chances = [
        [0.3, 0.3, 0.2, 0.1, 0.1],
        [0.1, 0.1, 0.2, 0.3, 0.3],
        [0.1, 0.1, 0.2, 0.3, 0.3],
        [0, 0, 0.1, 0.2, 0.7],
    ]
    studies = [Counts(scores=range(5), n=[rng.multinomial(30, row) for row in chances]) for _ in range(40)]
    found = [rejections(study, seed) for seed, study in enumerate(studies)]
    for name in TESTS:
        assert sum(study[name] for study in found) >= 26
