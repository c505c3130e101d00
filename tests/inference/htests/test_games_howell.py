"""Games-Howell: published p, any order of groups, constant groups, R's and SciPy's values where they are good."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from scipy.stats import studentized_range

from tests.expected import data_sets, pairs_of, read_expected, read_samples
from tests.golden import CONSTANT, PLANTS, POOH, agrees
from vcif._errors import NotComputableError
from vcif.inference.htests import games_howell, welch_t

REL = 1e-9  # R's nested integrate(); base ptukey is off by 1e-7 on these data, and by 2e-5 at two degrees of freedom.
# Small p-values are held against 25-digit arithmetic in distributions/test_studentized_range.py
# SciPy's studentized_range is off by 4e-13, and by 3e-12 at 4,000 degrees of freedom (held against 20 digits)
ABS_SCIPY = 5e-12


def test_mangiafico() -> None:
    pairs = games_howell(POOH)
    assert all(map(agrees, [p.p_value for p in pairs], ["6.36548e-5", "0.773248", "2.51698e-4"]))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_plants_in_any_order_of_groups(order: tuple[int, ...]) -> None:
    # rstatix issue 37: p = 1 - p of a negative t
    known = {  # R 4.2, base ptukey
        frozenset((0, 1)): ("0.474554922194", "16.5236"),
        frozenset((0, 2)): ("0.112889176854", "16.7858"),
        frozenset((1, 2)): ("0.023703454739", "14.1036"),
    }
    for pair in games_howell([PLANTS[i] for i in order]):
        p, df = known[frozenset((order[pair.group1], order[pair.group2]))]
        assert agrees(pair.p_value, p)
        assert agrees(pair.df, df)


def test_constant_groups_leave_the_others_defined() -> None:
    # rstatix issue 183: groups 2, 4 and 6 are constant; values from base ptukey
    found = {(p.group1 + 1, p.group2 + 1): p for p in games_howell(CONSTANT)}
    undefined = {pair for pair, p in found.items() if p.p_value is None}
    assert undefined == {(2, 4), (2, 6), (4, 6)}
    assert agrees(found[1, 2].p_value, "0.237639")
    assert agrees(found[1, 5].p_value, "0.009829")
    assert agrees(found[4, 5].p_value, "0.013827")
    lost = found[2, 4]
    assert (lost.statistic, lost.df, lost.std_error, lost.conf_low, lost.conf_high) == (None,) * 5
    assert (lost.difference, lost.note) == (1.0, "undefined: no variation in either group")


@pytest.mark.parametrize("dataset", data_sets("games_howell"))
def test_agrees_with_r(dataset: str) -> None:
    samples, expected = read_samples(dataset), read_expected()[dataset, "games_howell"]
    for pair in games_howell(samples):
        assert pair.p_value == pytest.approx(expected[f"p_value:{pair.group1}-{pair.group2}"], rel=REL)


@pytest.mark.parametrize("dataset", data_sets("games_howell"))
def test_agrees_with_scipy(dataset: str) -> None:
    samples = read_samples(dataset)
    for pair in games_howell(samples):
        k = len(samples)
        p = studentized_range.sf(abs(pair.statistic) * np.sqrt(2), k, pair.df)
        assert pair.p_value == pytest.approx(p, abs=ABS_SCIPY)
        critical = (pair.conf_high - pair.difference) / pair.std_error * np.sqrt(2)
        assert studentized_range.sf(critical, k, pair.df) == pytest.approx(0.05, rel=1e-9)
        assert pair.conf_high - pair.difference == pytest.approx(pair.difference - pair.conf_low, rel=1e-13)


def test_t_and_df_are_welchs() -> None:
    for pair, (i, j) in zip(games_howell(POOH), pairs_of(POOH), strict=True):
        alone = welch_t([POOH[i], POOH[j]])
        assert (pair.statistic, pair.df) == (alone.statistic, alone.df1)


def test_two_groups_are_welchs_t() -> None:
    (pair,) = games_howell(POOH[:2])
    assert pair.p_value == pytest.approx(welch_t(POOH[:2]).p_value, rel=1e-11)


def test_the_interval_and_the_p_value_tell_one_story() -> None:
    for pair in games_howell(PLANTS, level=0.95) + games_howell(CONSTANT[:2], level=0.95):
        assert (pair.conf_low <= 0 <= pair.conf_high) == (pair.p_value > 0.05)
    exact = games_howell(PLANTS, level=1 - games_howell(PLANTS)[2].p_value)[2]
    assert exact.conf_low == pytest.approx(0, abs=1e-8)  # the p-value is the level at which 0 is the limit


def test_no_spread_anywhere() -> None:
    with pytest.raises(NotComputableError, match=r"^no variation within any group$"):
        games_howell([[1, 1], [2, 2]])


def test_p_is_not_clipped() -> None:
    # statsmodels issue 8185: p was held between .001 and .9
    same, apart = games_howell([[1, 2, 3], [1, 2, 3]])[0], games_howell([[1, 2, 3] * 20, [8, 9, 10] * 20])[0]
    assert same.p_value == 1.0
    assert 0 < apart.p_value < 1e-50
