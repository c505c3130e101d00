"""Jonckheere-Terpstra: the published case, R's values, the variance by full enumeration."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pytest

from tests.expected import data_sets, read_expected, read_samples
from tests.golden import MOTIVATION, agrees
from vcif._counts import as_counts
from vcif._errors import NotComputableError
from vcif.inference.htests import jonckheere_terpstra, mann_whitney
from vcif.inference.htests.ordered import ordered_sum

REL = 1e-9  # R computes the normal approximation in double precision, good to some 1e-12


def test_hollander_and_wolfe() -> None:
    # J = 79, mean 54, variance 150.2867647, z = 2.0392930588, one-sided p = .0207103940
    found = jonckheere_terpstra(MOTIVATION, alternative="greater")
    assert found.statistic == 79.0
    assert agrees(found.z, "2.0392930588")
    assert agrees(found.p_value, "0.020710394")
    total = ordered_sum("jonckheere_terpstra", as_counts(MOTIVATION), [(0, 1), (0, 2), (1, 2)])
    assert total.mean == 54
    assert agrees(float(total.variance), "150.2867647")


@pytest.mark.parametrize("dataset", data_sets("jonckheere_terpstra"))
def test_agrees_with_r(dataset: str) -> None:
    samples, expected = read_samples(dataset), read_expected()[dataset, "jonckheere_terpstra"]
    found = jonckheere_terpstra(samples)
    assert found.statistic == expected["statistic"]
    assert found.z == pytest.approx(expected["z"], rel=REL, abs=1e-12)
    assert found.p_value == pytest.approx(expected["p_value"], rel=REL)
    greater = jonckheere_terpstra(samples, alternative="greater").p_value
    assert greater == pytest.approx(expected["greater"], rel=REL)


@pytest.mark.parametrize(
    ("scores", "sizes"), [([1, 1, 2, 2, 3, 3, 3], (2, 2, 3)), ([1, 2, 2, 4, 5, 5, 5, 6], (3, 1, 4))]
)
def test_mean_and_variance_by_full_enumeration(scores: list[int], sizes: tuple[int, ...]) -> None:
    labels = [group for group, size in enumerate(sizes) for _ in range(size)]
    values = []
    for order in set(permutations(labels)):
        pairs = combinations(zip(order, scores, strict=True), 2)
        later = [(b, y, a, x) if a > b else (a, x, b, y) for (a, x), (b, y) in pairs if a != b]
        values.append(sum((x < y) + (x == y) / 2 for _, x, _, y in later))
    samples = [[s for s, g in zip(scores, labels, strict=True) if g == group] for group in range(len(sizes))]
    found = ordered_sum("jonckheere_terpstra", as_counts(samples), list(combinations(range(len(sizes)), 2)))
    assert float(found.mean) == pytest.approx(np.mean(values), rel=1e-12)
    assert float(found.variance) == pytest.approx(np.var(values), rel=1e-12)


def test_two_groups_give_u() -> None:
    pair = [[1, 2, 2, 5], [2, 3, 3]]
    trend, alone = jonckheere_terpstra(pair), mann_whitney(pair)
    assert (trend.statistic, trend.z, trend.p_value) == (alone.statistic, alone.z, alone.p_value)


def test_direction() -> None:
    up = jonckheere_terpstra(MOTIVATION, alternative="greater").p_value
    down = jonckheere_terpstra(MOTIVATION, alternative="less").p_value
    assert jonckheere_terpstra(MOTIVATION).p_value == pytest.approx(2 * up, rel=1e-15)
    assert down == pytest.approx(1 - up, rel=1e-15)


def test_no_variation() -> None:
    with pytest.raises(NotComputableError, match=r"^no variation: every firm gave the same answer$"):
        jonckheere_terpstra([[1, 1], [1]])
