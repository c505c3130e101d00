"""Dunnett's T3: R's integrals, its kinship with Welch's t, constant groups, the control."""

from __future__ import annotations

from itertools import permutations

import pytest

from tests.expected import data_sets, read_expected, read_samples
from tests.golden import CONSTANT, PLANTS, POOH
from vcif._errors import ArgumentError, NotComputableError
from vcif.inference.distributions.largest_of_several import maximum_modulus_sf
from vcif.inference.htests import dunnett_t3, games_howell, welch_t

REL = 1e-9  # R's integrate() to some 1e-11
REL_LIMITS = 1e-8


@pytest.mark.parametrize("dataset", data_sets("dunnett_t3"))
def test_agrees_with_r(dataset: str) -> None:
    samples, expected = read_samples(dataset), read_expected()[dataset, "dunnett_t3"]
    found = dunnett_t3(samples)
    assert [pair.group2 for pair in found] == [len(samples) - 1] * (len(samples) - 1)
    for pair in found:
        at = f":{pair.group1}-{pair.group2}"
        assert pair.statistic == pytest.approx(expected["statistic" + at], rel=REL, abs=1e-12)
        assert pair.df == pytest.approx(expected["df" + at], rel=REL)
        assert pair.p_value == pytest.approx(expected["p_value" + at], rel=REL)
        width = pair.conf_high - pair.conf_low
        assert pair.conf_low == pytest.approx(expected["conf_low" + at], abs=REL_LIMITS * width)
        assert pair.conf_high == pytest.approx(expected["conf_high" + at], abs=REL_LIMITS * width)


def test_one_comparison_is_welchs_t() -> None:
    (pair,), alone = dunnett_t3(POOH[:2]), welch_t(POOH[:2])
    assert pair.p_value == pytest.approx(alone.p_value, rel=1e-11)
    assert pair.conf_low == pytest.approx(alone.conf_low, rel=1e-9)


def test_fewer_comparisons_than_games_howell_are_less_strict() -> None:
    all_pairs = {(p.group1, p.group2): p for p in games_howell(PLANTS)}
    for pair in dunnett_t3(PLANTS):
        assert pair.statistic == all_pairs[pair.group1, pair.group2].statistic
        assert pair.p_value < all_pairs[pair.group1, pair.group2].p_value


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_control_goes_by_its_position(order: tuple[int, ...]) -> None:
    # the control is group 0 of the plants, wherever it stands
    known = {pair.group2: pair for pair in dunnett_t3(PLANTS, control=0)}
    for pair in dunnett_t3([PLANTS[i] for i in order], control=order.index(0)):
        other = order[pair.group1] or order[pair.group2]
        sign = 1 if order[pair.group1] == 0 else -1
        assert pair.p_value == pytest.approx(known[other].p_value, rel=1e-12)
        assert pair.difference == sign * known[other].difference


def test_constant_groups_leave_the_others_defined() -> None:
    found = {pair.group1: pair for pair in dunnett_t3(CONSTANT)}  # groups 2, 4 and 6 are constant
    assert {group for group, pair in found.items() if pair.p_value is None} == {1, 3}
    assert found[3].note == "undefined: no variation in either group"
    assert (found[3].difference, found[3].conf_low, found[3].std_error) == (-1.0, None, None)


def test_no_spread_and_no_control() -> None:
    with pytest.raises(NotComputableError, match=r"^no variation within any group$"):
        dunnett_t3([[1, 1], [2, 2]])
    with pytest.raises(
        ArgumentError, match=r"^dunnett_t3\(\) needs a control among 3 groups; got position 3$"
    ):
        dunnett_t3(PLANTS, control=3)


@pytest.mark.parametrize(
    ("t", "comparisons", "df"),
    [(2.0, 1, 7.0), (3.5, 3, 12.5), (9.0, 3, 20.0), (20.0, 6, 100.0), (2.0, 3, 1e6)],
)
def test_the_tail_against_25_digits(t: float, comparisons: int, df: float) -> None:
    mpmath = pytest.importorskip("mpmath")
    with mpmath.workdps(25):
        half = mpmath.mpf(df) / 2
        log_constant = half * mpmath.log(half) + mpmath.log(2) - mpmath.loggamma(half)

        def integrand(v: float) -> object:  # over v = log S
            beyond = mpmath.erfc(t * mpmath.exp(v) / mpmath.sqrt(2))
            density = mpmath.exp(log_constant + df * v - half * mpmath.exp(2 * v))
            return density * -mpmath.expm1(comparisons * mpmath.log1p(-beyond))

        peak, width = 0.5 * mpmath.log(df / (df + t * t)), 1 / mpmath.sqrt(2 * df)
        edges = sorted({peak + i * width for i in range(-24, 25, 2)} | {i * width for i in range(-16, 13, 2)})
        true = mpmath.quad(integrand, edges)
    assert maximum_modulus_sf(t, comparisons, df) == pytest.approx(float(true), rel=1e-11)
