"""Limits of noncentrality: published and R's values, 20-digit arithmetic, and sizes at which SciPy's fail."""

from __future__ import annotations

import math

import mpmath as mp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.expected import data_sets, read_expected
from vcif._errors import ArgumentError
from vcif.inference.distributions import noncentral_f_limits, noncentral_t_limits

REL_T = 1e-8  # R's pt with a noncentrality below 37 is good to some 1e-12
REL_F = 1e-7  # R's pf with one stops at an error of 1e-9 in the probability


def test_published_f_limits() -> None:
    # sjstats issue 39, effectsize issue 628: F = 15.4105982 on 3 and 75
    low, high = noncentral_f_limits(15.4105982, 3, 75)
    assert low == pytest.approx(18.9131466, abs=1e-7)
    assert high == pytest.approx(79.1825037, abs=1e-7)
    # the two conventions of eta squared's interval, as the issues print them
    assert (round(low / (low + 79), 6), round(high / (high + 79), 6)) == (0.193162, 0.500577)
    assert (round(low / (low + 75), 6), round(high / (high + 75), 6)) == (0.201390, 0.513563)


def test_plants_at_ninety_per_cent() -> None:
    # G2: eta squared .2641 [.0353063, .4547758] by df2, [.0318882, .4287990] by N
    low, high = noncentral_f_limits(4.846087862, 2, 27, 0.90)
    assert (round(low / (low + 27), 7), round(high / (high + 27), 7)) == (0.0353063, 0.4547758)
    assert (round(low / (low + 30), 7), round(high / (high + 30), 7)) == (0.0318882, 0.4287990)


def test_five_digits_more_than_statsmodels() -> None:
    # peers: confint_effectsize_oneway gives .988082 for the lower limit of F = 4.846 on 2 and 27, 95 %
    assert noncentral_f_limits(4.846087862, 2, 27, 0.90)[0] == pytest.approx(0.988158, abs=5e-7)


@pytest.mark.parametrize("dataset", data_sets("noncentral_f_limits"))
def test_f_agrees_with_r(dataset: str) -> None:
    case = read_expected()[dataset, "noncentral_f_limits"]
    found = noncentral_f_limits(case["f"], case["df1"], case["df2"])
    assert found == pytest.approx((case["low"], case["high"]), rel=REL_F)


def f_probability(f: float, df1: float, df2: float, noncentrality: float) -> float:
    """Return P(F <= f) of the noncentral F as a Poisson mixture of incomplete betas, in 30 digits."""
    with mp.workdps(30):
        half = mp.mpf(noncentrality) / 2
        x = df1 * mp.mpf(f) / (df1 * mp.mpf(f) + df2)
        total, weight, j = mp.mpf(0), mp.exp(-half), 0
        while j <= half or weight > mp.mpf(10) ** -22:
            total += weight * mp.betainc(mp.mpf(df1) / 2 + j, mp.mpf(df2) / 2, 0, x, regularized=True)
            j += 1
            weight *= half / j
        return float(total)


@pytest.mark.parametrize(
    "case", [(9.591107036, 2, 12), (4.846087862, 2, 27), (15.4105982, 3, 75), (60.0, 5, 300)]
)
def test_f_limits_are_the_points_that_they_should_be(case: tuple[float, int, int]) -> None:
    low, high = noncentral_f_limits(*case)
    assert f_probability(*case, low) == pytest.approx(0.975, abs=1e-13)
    assert f_probability(*case, high) == pytest.approx(0.025, abs=1e-13)


@pytest.mark.parametrize("dataset", data_sets("noncentral_t_limits"))
def test_t_agrees_with_r(dataset: str) -> None:
    case = read_expected()[dataset, "noncentral_t_limits"]
    found = noncentral_t_limits(case["t"], case["df"])
    assert found == pytest.approx((case["low"], case["high"]), rel=REL_T, abs=1e-10)


def t_probability(t: float, df: float, delta: float) -> float:
    """Return P(T <= t) of the noncentral t (t above 0), by quadrature in 20 digits."""
    with mp.workdps(20):
        n, width = mp.mpf(df), 1 / mp.sqrt(2 * mp.mpf(df))
        constant = mp.log(2) + n / 2 * mp.log(n / 2) - mp.loggamma(n / 2)
        low, high = -25 * width - 50 / n, 20 * width
        centre = mp.log(delta / mp.mpf(t)) if delta > 0 else mp.mpf(0)
        steps = [centre + i / max(mp.mpf(delta), 1) for i in range(-10, 11)] + [
            i * width for i in range(-10, 11)
        ]
        edges = sorted({low, high, *(x for x in steps if low < x < high)})
        total = mp.quad(
            lambda v: mp.exp(constant + n * v - n / 2 * mp.exp(2 * v)) * mp.ncdf(t * mp.exp(v) - delta), edges
        )
        return float(total)


@pytest.mark.parametrize(
    ("t", "df"),
    [(0.4, 3), (3.0, 2), (12.5, 7), (56.0, 30), (80.0, 1000), (900.0, 5), (2000.0, 300), (1e5, 12)],
)
def test_t_limits_are_the_points_that_they_should_be(t: float, df: float) -> None:
    low, high = noncentral_t_limits(t, df)
    assert t_probability(t, df, low) == pytest.approx(0.975, abs=1e-11)
    assert t_probability(t, df, high) == pytest.approx(0.025, abs=1e-11)


@given(t=st.floats(-1e6, 1e6), df=st.floats(1, 1e6), level=st.sampled_from([0.5, 0.9, 0.95, 0.99, 0.9999]))
def test_t_limits_hold_the_estimate_and_turn_round(t: float, df: float, level: float) -> None:
    low, high = noncentral_t_limits(t, df, level)
    assert math.isfinite(low)
    assert math.isfinite(high)
    assert low < high
    assert noncentral_t_limits(-t, df, level) == pytest.approx((-high, -low), rel=1e-12, abs=1e-12)
    wider = noncentral_t_limits(t, df, 0.99999)
    assert wider[0] <= low
    assert high <= wider[1]


@given(f=st.floats(0, 1e9), df1=st.integers(1, 30), df2=st.floats(1, 1e6))
def test_f_limits_are_ordered_and_finite(f: float, df1: int, df2: float) -> None:
    low, high = noncentral_f_limits(f, df1, df2)
    assert 0 <= low <= high < math.inf


@given(t=st.floats(2.6, 1e4), df=st.floats(2, 1e4))
def test_f_of_one_degree_is_t_squared(t: float, df: float) -> None:
    # P(F <= t^2) = P(-t <= T <= t): the lower tail of T at -t is below 1e-6 where both limits lie above 0
    low, high = noncentral_t_limits(t, df)
    if low > 5:
        assert noncentral_f_limits(t * t, 1, df) == pytest.approx((low**2, high**2), rel=1e-7)


@pytest.mark.parametrize("df1", [1, 2, 5, 12])
@pytest.mark.parametrize("df2", [3, 50, 1e4])
def test_no_step_where_the_method_changes(df1: int, df2: float) -> None:
    # just below and above F = 1e6 df1 the limits are proportional to F but for terms of its own rounding
    below, above = (noncentral_f_limits(1e6 * df1 * side, df1, df2) for side in (1 - 1e-9, 1 + 1e-9))
    assert above == pytest.approx([limit * (1 + 2e-9) for limit in below], rel=1e-9)


@pytest.mark.parametrize("f", [1e12, 1e50, 1e150])
def test_size_of_f_is_no_obstacle(f: float) -> None:
    # at such sizes lambda / F depends on S alone, so it is the same for all of them
    low, high = noncentral_f_limits(f, 2, 10)
    near = noncentral_f_limits(1e10, 2, 10)
    assert (low / f, high / f) == pytest.approx([limit / 1e10 for limit in near], rel=1e-6)


@pytest.mark.parametrize(
    "arguments", [(-1.0, 2, 9), (math.nan, 2, 9), (math.inf, 2, 9), (1.0, 0, 9), (1.0, 2, 0)]
)
def test_f_out_of_range_is_refused(arguments: tuple[float, float, float]) -> None:
    with pytest.raises(ArgumentError, match=r"^noncentral_f_limits\(\) needs a finite statistic"):
        noncentral_f_limits(*arguments)


def test_level_out_of_range_is_refused() -> None:
    with pytest.raises(
        ArgumentError, match=r"^noncentral_t_limits\(\) needs a level between 0 and 1; got 1.0$"
    ):
        noncentral_t_limits(1.0, 9, 1.0)
