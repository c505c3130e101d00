"""Mann-Whitney: R's values, signs, ties without overflow, and its variance by full enumeration."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from tests.expected import data_sets, pairs_of, read_expected, read_samples
from tests.golden import TIED, agrees
from vcif import Counts
from vcif._counts import as_counts
from vcif._errors import ArgumentError
from vcif.inference.htests import kruskal_wallis, mann_whitney
from vcif.inference.htests.ordered import ordered_sum

REL = 1e-9  # R's normal approximation is good to some 1e-12


@pytest.mark.parametrize("dataset", data_sets("mann_whitney"))
def test_agrees_with_r(dataset: str) -> None:
    # without continuity correction: R's default has one, this package never
    samples, expected = read_samples(dataset), read_expected()[dataset, "mann_whitney"]
    for i, j in pairs_of(samples):
        found = mann_whitney([samples[i], samples[j]])
        assert found.statistic == expected[f"statistic:{i}-{j}"]
        assert found.p_value == pytest.approx(expected[f"p_value:{i}-{j}"], rel=REL)


def test_likert_answers_with_cubes_beyond_32_bits() -> None:
    # scipy issues 4017 and 3611: U of the first sample 246930.5, p = 9.346480368e-5 without continuity
    found = mann_whitney(TIED)
    n1, n2 = map(len, TIED)
    assert found.statistic == n1 * n2 - 246930.5
    assert agrees(found.p_value, "9.346480368e-5")
    assert found.z**2 == pytest.approx(kruskal_wallis(TIED).statistic, rel=1e-14)


def test_a_million_firms_in_two_groups() -> None:
    # pingouin builds a matrix of one group by the other: 893 GiB
    counts = Counts(scores=[1, 2, 3], n=[[10**6, 2 * 10**6, 10**6], [10**6, 2 * 10**6, 10**6 + 5000]])
    found = mann_whitney(counts)
    assert found.z**2 == pytest.approx(kruskal_wallis(counts).statistic, rel=1e-13)
    assert agrees(
        found.p_value, "0.01251"
    )  # R 4.2: pchisq(kruskal.test(...)$statistic, 1, lower.tail = FALSE)


def test_signs() -> None:
    up, down = mann_whitney([[1, 2, 3], [4, 5, 6]]), mann_whitney([[4, 5, 6], [1, 2, 3]])
    assert (up.statistic, down.statistic) == (9.0, 0.0)
    assert up.z == -down.z > 0
    assert up.difference == -down.difference == 3.0  # mean ranks 2 and 5


def test_z_is_difference_over_standard_error() -> None:
    found = mann_whitney([[1, 2, 2, 5], [2, 3, 3]])
    assert found.difference == pytest.approx(found.mean_ranks[1] - found.mean_ranks[0], rel=1e-14)
    assert found.z == pytest.approx(found.difference / found.std_error, rel=1e-14)


@pytest.mark.parametrize(
    ("scores", "first"), [([1, 1, 2, 2, 3], 2), ([1, 2, 2, 2, 3, 4, 4], 3), ([1, 2, 3, 4, 5, 5, 5, 6], 4)]
)
def test_mean_and_variance_by_full_enumeration(scores: list[int], first: int) -> None:
    values = []
    for chosen in combinations(range(len(scores)), first):
        early = [scores[i] for i in chosen]
        late = [score for i, score in enumerate(scores) if i not in chosen]
        values.append(sum((x < y) + (x == y) / 2 for x in early for y in late))
    found = ordered_sum("mann_whitney", as_counts([scores[:first], scores[first:]]), [(0, 1)])
    assert float(found.mean) == pytest.approx(np.mean(values), rel=1e-13)
    assert float(found.variance) == pytest.approx(np.var(values), rel=1e-13)


def test_direction_is_a_known_word() -> None:
    with pytest.raises(
        ArgumentError, match=r"^mann_whitney\(\) needs a known alternative; got 'larger'; allowed: "
    ):
        mann_whitney([[1, 2], [2, 3]], alternative="larger")
