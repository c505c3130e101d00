"""The framework-order test: its vector, the variance by full enumeration, and its kinship with Jonckheere's."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pytest

from tests.expected import data_sets, read_expected, read_samples
from tests.golden import CORN, MOTIVATION, agrees
from vcif._counts import as_counts
from vcif._errors import ArgumentError
from vcif.inference.htests import framework_order, jonckheere_terpstra
from vcif.inference.htests.framework_order import FRAMEWORK_ORDER
from vcif.inference.htests.ordered import ordered_sum

VECTOR = [[1, 2, 2], [2, 3], [3, 3, 2], [4, 3, 5]]  # C1 to C4; enumerated in full: 92,400 arrangements


def test_vector() -> None:
    # J = 35.5, mean 19.5, variance 31.88636364 (equal to full enumeration), z = 2.83346
    found = framework_order(VECTOR)
    assert found.statistic == 35.5
    assert agrees(found.z, "2.83346")
    total = ordered_sum("framework_order", as_counts(VECTOR), FRAMEWORK_ORDER)
    assert total.mean == 19.5
    assert agrees(float(total.variance), "31.88636364")


@pytest.mark.parametrize("dataset", data_sets("framework_order"))
def test_agrees_with_r(dataset: str) -> None:
    samples, expected = read_samples(dataset), read_expected()[dataset, "framework_order"]
    found, greater = framework_order(samples), framework_order(samples, alternative="greater")
    assert found.statistic == expected["statistic"]
    assert found.z == pytest.approx(expected["z"], rel=1e-9, abs=1e-12)
    assert found.p_value == pytest.approx(expected["p_value"], rel=1e-9)
    assert greater.p_value == pytest.approx(expected["greater"], rel=1e-9)


@pytest.mark.parametrize("samples", [MOTIVATION, CORN])
def test_with_a_full_order_it_is_jonckheeres(samples: list[list[float]]) -> None:
    full = framework_order(samples, order=list(combinations(range(len(samples)), 2)))
    trend = jonckheere_terpstra(samples)
    assert (full.statistic, full.z, full.p_value) == (trend.statistic, trend.z, trend.p_value)


@pytest.mark.parametrize(
    ("scores", "sizes"), [([1, 1, 2, 2, 3, 3, 3], (2, 1, 2, 2)), ([1, 2, 2, 4, 5, 5, 5, 6], (1, 3, 2, 2))]
)
def test_mean_and_variance_by_full_enumeration(scores: list[int], sizes: tuple[int, ...]) -> None:
    labels = [group for group, size in enumerate(sizes) for _ in range(size)]
    values = [score_of(order, scores) for order in set(permutations(labels))]
    samples = [[s for s, g in zip(scores, labels, strict=True) if g == group] for group in range(4)]
    found = ordered_sum("framework_order", as_counts(samples), FRAMEWORK_ORDER)
    assert float(found.value) == score_of(tuple(labels), scores)
    assert float(found.mean) == pytest.approx(np.mean(values), rel=1e-12)
    assert float(found.variance) == pytest.approx(np.var(values), rel=1e-12)


def score_of(labels: tuple[int, ...], scores: list[int]) -> float:
    """Return the sum by its definition, over all ordered pairs of firms."""
    firms = list(zip(labels, scores, strict=True))
    return sum((x < y) + (x == y) / 2 for a, x in firms for b, y in firms if (a, b) in FRAMEWORK_ORDER)


def test_no_order_between_c2_and_c3() -> None:
    low, high = [1, 2], [5, 6]
    one, other = framework_order([[0, 3], low, high, [7, 8]]), framework_order([[0, 3], high, low, [7, 8]])
    assert (one.statistic, one.z) == (other.statistic, other.z)


def test_four_groups_unless_an_order_is_given() -> None:
    with pytest.raises(ArgumentError, match=r"^framework_order\(\) needs exactly 4 groups; got 3$"):
        framework_order(MOTIVATION)


@pytest.mark.parametrize("order", [[], [(0, 0)], [(0, 9)], [(0, 1), (1, 0)], [(-1, 0)]])
def test_orders_that_are_none(order: list[tuple[int, int]]) -> None:
    with pytest.raises(
        ArgumentError, match=r"^framework_order\(\) needs pairs of different groups, each pair once"
    ):
        framework_order(MOTIVATION, order=order)
