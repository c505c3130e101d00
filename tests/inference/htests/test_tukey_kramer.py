"""Tukey-Kramer: published p, any order of groups, R's integrals and SciPy's values where they are good, the far tail."""

from __future__ import annotations

import math
from itertools import permutations

import pytest
from scipy.stats import studentized_range

from tests.expected import data_sets, read_expected, read_samples
from tests.golden import CONSTANT, PLANTS, POOH, agrees
from vcif._errors import NotComputableError
from vcif.inference.htests import student_t, tukey_kramer

REL = (
    1e-9  # R's nested integrate(); base ptukey is off by 4e-8 as a rule and by 2e-5 at two degrees of freedom
)
# SciPy's studentized_range is off by 4e-13 and more at many degrees of freedom; small p-values are held against
# 25-digit arithmetic in distributions/test_studentized_range.py
ABS_SCIPY = 5e-12


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_plants_in_any_order_of_groups(order: tuple[int, ...]) -> None:
    # R 4.2, TukeyHSD; scikit-posthocs issue 97: labels sorted, p-values not
    known = {frozenset((0, 1)): "0.3908711", frozenset((0, 2)): "0.1979960", frozenset((1, 2)): "0.0120064"}
    for pair in tukey_kramer([PLANTS[i] for i in order]):
        assert agrees(pair.p_value, known[frozenset((order[pair.group1], order[pair.group2]))])


@pytest.mark.parametrize("dataset", data_sets("tukey_kramer"))
def test_agrees_with_r(dataset: str) -> None:
    samples, expected = read_samples(dataset), read_expected()[dataset, "tukey_kramer"]
    for pair in tukey_kramer(samples):
        at = f":{pair.group1}-{pair.group2}"
        assert pair.statistic == pytest.approx(expected["statistic" + at], rel=REL, abs=1e-12)
        assert pair.p_value == pytest.approx(expected["p_value" + at], rel=REL)


@pytest.mark.parametrize("dataset", data_sets("tukey_kramer"))
def test_agrees_with_scipy(dataset: str) -> None:
    samples = read_samples(dataset)
    k = len(samples)
    for pair in tukey_kramer(samples):
        p = studentized_range.sf(abs(pair.statistic) * math.sqrt(2), k, pair.df)
        assert pair.p_value == pytest.approx(p, abs=ABS_SCIPY)
    critical = (pair.conf_high - pair.difference) / pair.std_error * math.sqrt(2)
    assert studentized_range.sf(critical, k, pair.df) == pytest.approx(0.05, rel=1e-9)


def test_two_groups_are_students_t() -> None:
    (pair,), alone = tukey_kramer(POOH[:2]), student_t(POOH[:2])
    assert pair.p_value == pytest.approx(alone.p_value, rel=1e-11)
    assert pair.conf_low == pytest.approx(alone.conf_low, rel=1e-9)


def test_the_interval_and_the_p_value_tell_one_story() -> None:
    exact = tukey_kramer(PLANTS, level=1 - tukey_kramer(PLANTS)[2].p_value)[2]
    assert exact.conf_low == pytest.approx(0, abs=1e-8)


def test_constant_groups_take_part() -> None:
    # rstatix issue 183: the pooled variance comes from the groups that vary
    found = tukey_kramer(CONSTANT)
    assert all(pair.p_value is not None and pair.df == 18 for pair in found)


def test_the_tail_keeps_its_digits() -> None:
    # statsmodels issue 8185 and scikit-posthocs issue 80: p was held between .001 and .9, or wrong by 10^10
    same, apart = tukey_kramer([[1, 2, 3], [1, 2, 3]])[0], tukey_kramer([[1, 2, 3] * 20, [8, 9, 10] * 20])[0]
    assert same.p_value == 1.0
    alone = student_t([[1, 2, 3] * 20, [8, 9, 10] * 20])
    assert apart.p_value == pytest.approx(alone.p_value, rel=1e-10)
    assert apart.p_value < 1e-60


def test_no_spread() -> None:
    with pytest.raises(NotComputableError, match=r"^no variation within any group$"):
        tukey_kramer([[1, 1], [2, 2]])
    with pytest.raises(NotComputableError, match=r"^tukey_kramer needs more firms than groups$"):
        tukey_kramer([[1], [2], [3]])
