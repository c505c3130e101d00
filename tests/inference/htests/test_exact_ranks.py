"""Exact p-values of rank tests with ties: coin, enumeration in R, published values, speed, the rule of "auto"."""

from __future__ import annotations

import pytest

from tests.expected import data_sets, pairs_of, read_expected, read_samples
from tests.golden import MOTIVATION, POOH, agrees
from vcif import Counts
from vcif._errors import ArgumentError, NotComputableError
from vcif.inference.htests import framework_order, jonckheere_terpstra, mann_whitney

REL = 1e-12
VECTOR = [[1, 2, 2], [2, 3], [3, 3, 2], [4, 3, 5]]
TRIFLE = ([0, 1, 2, 3, 9], [4, 5, 6, 7, 8, 10, 11])


@pytest.mark.parametrize("dataset", data_sets("mann_whitney_exact"))
def test_mann_whitney_agrees_with_coin(dataset: str) -> None:
    samples, expected = read_samples(dataset), read_expected()[dataset, "mann_whitney_exact"]
    for i, j in pairs_of(samples):
        if f"p_value:{i}-{j}" in expected:
            found = mann_whitney([samples[i], samples[j]], p_method="exact")
            assert found.p_method == "exact"
            assert found.p_value == pytest.approx(expected[f"p_value:{i}-{j}"], rel=REL)


@pytest.mark.parametrize("dataset", data_sets("jonckheere_exact"))
def test_jonckheere_agrees_with_enumeration_in_r(dataset: str) -> None:
    found = jonckheere_terpstra(read_samples(dataset), alternative="greater", p_method="exact")
    assert found.p_value == pytest.approx(read_expected()[dataset, "jonckheere_exact"]["greater"], rel=1e-9)


def test_published_values() -> None:
    assert agrees(mann_whitney(POOH[:2], p_method="exact").p_value, "2.38151940938e-4")
    ordered = [POOH[1], POOH[2], POOH[0]]  # Piglet, Tigger, Pooh
    trend = jonckheere_terpstra(ordered, alternative="greater", p_method="exact")
    assert trend.statistic == 246
    assert agrees(trend.p_value, "2.0436698e-5")
    # DescTools issue 114
    up = jonckheere_terpstra(MOTIVATION, alternative="greater", p_method="exact")
    assert agrees(up.p_value, "0.0209664868")
    assert agrees(jonckheere_terpstra(MOTIVATION, p_method="exact").p_value, "0.0419329737")
    vector = framework_order(VECTOR, alternative="greater", p_method="exact")
    assert vector.p_value == pytest.approx(240 / 92400, rel=1e-13)


def test_a_slice_beside_it_changes_nothing() -> None:
    # scipy issue 26115: exact alone (.0479798), asymptotic (.0513199) beside a slice that has ties
    assert agrees(mann_whitney(TRIFLE, p_method="auto").p_value, "0.047979798")
    assert mann_whitney(TRIFLE, p_method="auto") == mann_whitney(TRIFLE, p_method="exact")


def test_a_study_of_two_groups_with_ties_equals_coin() -> None:
    samples = read_samples("likert_study")
    assert [len(sample) for sample in samples] == [127, 86]
    found = mann_whitney(samples, p_method="exact")
    expected = read_expected()["likert_study", "mann_whitney_exact"]["p_value:0-1"]
    assert found.p_value == pytest.approx(expected, rel=REL)


def test_auto_looks_at_sizes_and_ties() -> None:
    small = [[1, 2, 3] * 5, [2, 3, 4] * 5]
    assert mann_whitney(small, p_method="auto").p_method == "exact"
    large = Counts(scores=[1, 2, 3], n=[[10**6] * 3, [10**6] * 3])
    assert mann_whitney(large, p_method="auto") == mann_whitney(large)
    with pytest.raises(
        NotComputableError,
        match=r"^the exact distribution of mann_whitney is out of reach for groups of \[3000000, 3000000\]",
    ):
        mann_whitney(large, p_method="exact")


@pytest.mark.parametrize("test", [mann_whitney, jonckheere_terpstra])
def test_methods_have_names(test: object) -> None:
    with pytest.raises(ArgumentError, match=r"needs a known p_method; got 'monte_carlo'; allowed: "):
        test([[1, 2], [2, 3]], p_method="monte_carlo")


def test_one_sided_p_values_far_out() -> None:
    found = mann_whitney([[1] * 30, [2] * 30], alternative="greater", p_method="exact")
    assert found.p_value == pytest.approx(1 / 118264581564861424, rel=1e-13)  # 60 choose 30
    assert mann_whitney([[1] * 30, [2] * 30], alternative="less", p_method="exact").p_value == 1.0
