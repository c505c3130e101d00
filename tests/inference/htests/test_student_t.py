"""Student's t: R's values, signs, limits, its kinship with the analysis of variance."""

from __future__ import annotations

import pytest

from tests.expected import data_sets, pairs_of, read_expected, read_samples
from tests.golden import PLANTS
from vcif._errors import ArgumentError, NotComputableError
from vcif.inference.htests import anova, student_t

REL = 1e-9


@pytest.mark.parametrize("dataset", data_sets("student_t"))
def test_agrees_with_r(dataset: str) -> None:
    samples, expected = read_samples(dataset), read_expected()[dataset, "student_t"]
    for i, j in pairs_of(samples):
        found, at = student_t([samples[i], samples[j]]), f":{i}-{j}"
        assert found.statistic == pytest.approx(expected["statistic" + at], rel=REL, abs=1e-12)
        assert found.df1 == expected["df" + at]
        assert found.p_value == pytest.approx(expected["p_value" + at], rel=REL)
        width = found.conf_high - found.conf_low
        assert found.conf_low == pytest.approx(expected["conf_low" + at], abs=REL * width)
        assert found.conf_high == pytest.approx(expected["conf_high" + at], abs=REL * width)


def test_signs_and_directions() -> None:
    up, down = student_t([[1, 2, 3], [4, 5, 6]]), student_t([[4, 5, 6], [1, 2, 3]])
    assert up.statistic == -down.statistic > 0
    assert up.difference == -down.difference == 3.0
    assert (up.conf_low, up.conf_high) == (-down.conf_high, -down.conf_low)
    greater = student_t([[1, 2, 3], [4, 5, 6]], alternative="greater").p_value
    assert greater == pytest.approx(up.p_value / 2, rel=1e-14)
    assert student_t([[4, 5, 6], [1, 2, 3]], alternative="less").p_value == greater


def test_t_squared_is_f() -> None:
    assert student_t(PLANTS[:2]).statistic ** 2 == pytest.approx(anova(PLANTS[:2]).statistic, rel=1e-14)


def test_one_firm_against_many() -> None:
    assert student_t([[4], [1, 2, 3]]).df1 == 2


def test_what_cannot_be_computed() -> None:
    with pytest.raises(NotComputableError, match=r"^student_t needs at least three firms in the two groups"):
        student_t([[1], [2]])
    with pytest.raises(NotComputableError, match=r"^no variation within any group$"):
        student_t([[1, 1], [2, 2]])
    with pytest.raises(ArgumentError, match=r"^student_t\(\) needs a level between 0 and 1; got 1$"):
        student_t([[1, 2], [2, 3]], level=1)
