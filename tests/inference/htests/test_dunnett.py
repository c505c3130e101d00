"""Dunnett: R's double integrals, SciPy's simulation, exactness for one comparison, extreme sizes."""

from __future__ import annotations

import math

import pytest
from scipy import stats

from tests.expected import data_sets, read_expected, read_samples
from tests.golden import PLANTS, POOH
from vcif import Counts
from vcif._errors import ArgumentError, NotComputableError
from vcif.inference.distributions.largest_of_several import dunnett_sf
from vcif.inference.htests import dunnett, student_t, tukey_kramer

REL = 1e-9  # R's nested integrate() to some 1e-11
REL_LIMITS = 1e-8


@pytest.mark.parametrize("dataset", data_sets("dunnett"))
def test_agrees_with_r(dataset: str) -> None:
    samples, expected = read_samples(dataset), read_expected()[dataset, "dunnett"]
    for pair in dunnett(samples):
        at = f":{pair.group1}-{pair.group2}"
        assert pair.statistic == pytest.approx(expected["statistic" + at], rel=REL, abs=1e-12)
        assert pair.p_value == pytest.approx(expected["p_value" + at], rel=REL)
        width = pair.conf_high - pair.conf_low
        assert pair.conf_low == pytest.approx(expected["conf_low" + at], abs=REL_LIMITS * width)
        assert pair.conf_high == pytest.approx(expected["conf_high" + at], abs=REL_LIMITS * width)


def test_agrees_with_scipys_simulation() -> None:
    ours = [pair.p_value for pair in dunnett(PLANTS, control=0)]
    theirs = stats.dunnett(*PLANTS[1:], control=PLANTS[0], random_state=1).pvalue
    assert ours == pytest.approx(theirs, abs=2e-3)


def test_published_critical_values() -> None:
    # Dunnett (1964), two-sided 5 % points for equal sizes: 20 degrees of freedom, 2, 3 and 6 comparisons
    for comparisons, point in ((2, 2.38), (3, 2.54), (6, 2.80)):
        loadings = [math.sqrt(0.5)] * comparisons
        assert dunnett_sf(point + 0.005, loadings, 20) < 0.05 < dunnett_sf(point - 0.005, loadings, 20)


def test_one_comparison_is_students_t() -> None:
    (pair,), alone = dunnett(POOH[:2]), student_t(POOH[:2])
    assert pair.p_value == pytest.approx(alone.p_value, rel=1e-11)
    assert pair.conf_high == pytest.approx(alone.conf_high, rel=1e-9)


def test_fewer_comparisons_than_tukeys_are_less_strict() -> None:
    all_pairs = {(p.group1, p.group2): p for p in tukey_kramer(PLANTS)}
    for pair in dunnett(PLANTS):
        assert pair.statistic == all_pairs[pair.group1, pair.group2].statistic
        assert pair.p_value < all_pairs[pair.group1, pair.group2].p_value


def test_the_interval_and_the_p_value_tell_one_story() -> None:
    pair = dunnett(PLANTS)[1]
    at_its_level = dunnett(PLANTS, level=1 - pair.p_value)[1]
    assert at_its_level.conf_low == pytest.approx(0, abs=1e-8)


def test_groups_that_are_very_far_apart() -> None:
    near, far = dunnett([[1, 1, 1, 1, 2], [10**30] * 3, [1, 1, 1, 1]])
    assert near.p_value > 0.5
    assert 0 < far.p_value < 1e-200


def test_a_control_far_smaller_than_the_others() -> None:
    # 1 and 2 share so strong a control that they are almost one comparison, of two normals with a few firms
    table = Counts(scores=[1, 2, 3], n=[[400, 500, 400], [500, 500, 400], [2, 1, 3]])
    found = dunnett(table)
    alone = [student_t(table.select([i, 2])).p_value for i in (0, 1)]
    assert all(one <= pair.p_value <= 2 * one for one, pair in zip(alone, found, strict=True))


@pytest.mark.parametrize(
    ("t", "loads", "df"), [(2.5, (0.7, 0.7), 27), (3.0, (0.5, 0.9, 0.3), 8), (9.0, (0.6, 0.8), 30)]
)
def test_the_tail_against_20_digits(t: float, loads: tuple[float, ...], df: int) -> None:
    mpmath = pytest.importorskip("mpmath")
    with mpmath.workdps(20):
        half = mpmath.mpf(df) / 2
        constant = half * mpmath.log(half) + mpmath.log(2) - mpmath.loggamma(half)
        rest = [mpmath.sqrt(1 - mpmath.mpf(load) ** 2) for load in loads]

        def given(z: float, size: float) -> object:
            inside = mpmath.mpf(1)
            for load, width in zip(loads, rest, strict=True):
                beyond = mpmath.ncdf((load * z - size) / width) + mpmath.ncdf((-load * z - size) / width)
                inside *= 1 - beyond
            return 2 * mpmath.npdf(z) * (1 - inside)

        # trapezoidal sums converge geometrically; steps half as long change nothing in these digits
        peak, width = 0.5 * mpmath.log(df / (df + t * t)), 1 / mpmath.sqrt(2 * df)
        total = mpmath.mpf(0)
        low, high, n = peak - 20 * width, 7 * width, 100
        for i in range(n + 1):
            v = low + (high - low) * i / n
            size = t * mpmath.exp(v)
            nodes = [mpmath.mpf(j) / 4 for j in range(int(4 * (9 + size)) + 1)]
            inner = sum(given(z, size) for z in nodes) / 4 - given(nodes[0], size) / 8
            total += mpmath.exp(constant + df * v - half * mpmath.exp(2 * v)) * inner
        true = total * (high - low) / n
    assert dunnett_sf(t, loads, df) == pytest.approx(float(true), rel=1e-10)


def test_no_spread_no_firms_no_control() -> None:
    with pytest.raises(NotComputableError, match=r"^no variation within any group$"):
        dunnett([[1, 1], [2, 2]])
    with pytest.raises(NotComputableError, match=r"^dunnett needs more firms than groups$"):
        dunnett([[1], [2]])
    with pytest.raises(ArgumentError, match=r"^dunnett\(\) needs a control among 3 groups; got position -4$"):
        dunnett(PLANTS, control=-4)
