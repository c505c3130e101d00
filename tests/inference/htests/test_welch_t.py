"""Welch's t: R's values with the sign turned, and its interval."""

from __future__ import annotations

import pytest

from tests.expected import data_sets, pairs_of, read_expected, read_samples
from vcif._errors import ArgumentError, NotComputableError
from vcif.inference.htests import welch_t

REL = 1e-9  # R's t.test computes in double precision; it is good to some 1e-12 on these data
ABS = 1e-12  # for t = 0, where R leaves a rounding error and exact sums leave none


@pytest.mark.parametrize("dataset", data_sets("welch_t"))
def test_agrees_with_r(dataset: str) -> None:
    samples, expected = read_samples(dataset), read_expected()[dataset, "welch_t"]
    for i, j in pairs_of(samples):
        found = welch_t([samples[i], samples[j]])
        for value, name in (
            (found.statistic, "statistic"), (found.df1, "df"), (found.p_value, "p_value"),
            (found.conf_low, "conf_low"), (found.conf_high, "conf_high"),
        ):  # fmt: skip
            assert value == pytest.approx(expected[f"{name}:{i}-{j}"], rel=REL, abs=ABS)


def test_by_hand() -> None:
    # means 2 and 5, variances 1 and 20/3, standard error sqrt(1/3 + 5/3) = sqrt(2), t = 3/sqrt(2),
    # df = 4/((1/9)/2 + (25/9)/3) = 4/(53/54)
    found = welch_t([[1, 2, 3], [2, 4, 6, 8]])
    assert found.difference == 3.0
    assert found.std_error == pytest.approx(2**0.5, rel=1e-15)
    assert found.statistic == pytest.approx(3 / 2**0.5, rel=1e-15)
    assert found.df1 == pytest.approx(216 / 53, rel=1e-14)


def test_direction() -> None:
    both, up, down = (
        welch_t([[1, 2, 3], [2, 4, 6, 8]], alternative=side) for side in ("two-sided", "greater", "less")
    )
    assert up.p_value == pytest.approx(both.p_value / 2, rel=1e-15)
    assert down.p_value == pytest.approx(1 - up.p_value, rel=1e-15)


def test_no_spread_at_all() -> None:
    with pytest.raises(NotComputableError, match=r"^no variation within any group$"):
        welch_t([[1, 1], [2, 2]])


def test_one_constant_group_is_enough_spread() -> None:
    # difference 0.5 - 2, standard error sqrt(0.5/2) = 0.5 from the second group alone, on its one degree
    found = welch_t([[2, 2, 2], [0, 1]])
    assert (found.statistic, found.df1) == (-3.0, 1.0)


def test_level_outside_is_refused() -> None:
    with pytest.raises(ArgumentError, match=r"^welch_t\(\) needs a level between 0 and 1; got 95$"):
        welch_t([[1, 2], [2, 4]], level=95)


def test_three_groups_are_refused() -> None:
    with pytest.raises(ArgumentError, match=r"^welch_t\(\) needs exactly 2 groups; got 3$"):
        welch_t([[1, 2], [2, 4], [3, 4]])
