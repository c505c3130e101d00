"""Limits of noncentrality: published and R's values, 20-digit arithmetic, and sizes at which SciPy's fail."""

from __future__ import annotations

import math

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import fdtri, ncfdtr

from tests.expected import data_sets, read_expected
from vcif._errors import ArgumentError, NotComputableError
from vcif.inference.distributions import noncentral_f_limits, noncentral_t_limits
from vcif.inference.distributions.tails import normal_quantile

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
    """Return P(F <= f) of the noncentral F as a Poisson mixture of incomplete betas, in 30 digits.

    The betas come down from the largest, each by its step from the one before: all terms are positive. What
    lies beyond 12 standard deviations of the Poisson number is below 1e-22.
    """
    with mp.workdps(30):
        half, b = mp.mpf(noncentrality) / 2, mp.mpf(df2) / 2
        x = df1 * mp.mpf(f) / (df1 * mp.mpf(f) + df2)
        reach = int(12 * mp.sqrt(half) + 80)
        last = int(half) + reach
        a = mp.mpf(df1) / 2 + last
        log_beta = mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)
        step = mp.exp(a * mp.log(x) + b * mp.log1p(-x) - mp.log(a) - log_beta)
        beta, above, i = mp.mpf(0), step, a
        while above > mp.mpf(10) ** -40:  # the largest beta is the sum of all steps above it
            beta, above, i = beta + above, above * x * (i + b) / (i + 1), i + 1
        total, weight = mp.mpf(0), mp.exp(last * mp.log(half) - half - mp.loggamma(last + 1))
        for j in range(last, max(int(half) - reach, 0) - 1, -1):
            total += weight * beta
            step *= a / (x * (a + b - 1))
            a, beta, weight = a - 1, beta + step, weight * j / half
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


def sum_probability(x: float, t: float, df: float) -> tuple[mp.mpf, mp.mpf]:
    """Return P(t S + Z <= x) and its derivative by x by the trapezoidal rule of 25 digits, t of either sign.

    Over Z where t S is by far the wider and x not near 0 (P(S <= s) by the incomplete gamma function); over
    log S elsewhere.
    """
    with mp.workdps(25):
        at, size, n = mp.mpf(x), mp.mpf(t), mp.mpf(df)
        constant = mp.log(2) + n / 2 * mp.log(n / 2) - mp.loggamma(n / 2)
        total, rise = mp.mpf(0), mp.mpf(0)
        if abs(size) > 5 * mp.sqrt(2 * n) and abs(at) > 30:
            step = mp.mpf(1) / 4
            for i in range(-44, 45):
                s = (at - i * step) / size
                below = mp.gammainc(n / 2, 0, n * s * s / 2, regularized=True)
                total += mp.npdf(i * step) * step * (below if size > 0 else 1 - below)
                rise += (
                    mp.npdf(i * step)
                    * step
                    * mp.exp(constant + n * mp.log(s) - n / 2 * s * s)
                    / abs(s * size)
                )
            return total, rise
        drop = 70 / n
        left, right = (drop + mp.sqrt(drop**2 + 4 * drop)) / 2, mp.log1p(2 * drop + 2 * mp.sqrt(drop)) / 2
        sharp = mp.sqrt(2 * n + min(3 * abs(size), max(abs(at) + 10, 20)) ** 2)
        step = min(mp.mpf("0.1"), mp.mpf("0.45") / sharp)
        for i in range(math.ceil((left + right) / step) + 1):
            v = i * step - left
            density = step * mp.exp(constant + n * v - n / 2 * mp.exp(2 * v))
            total += density * mp.ncdf(at - size * mp.exp(v))
            rise += density * mp.npdf(at - size * mp.exp(v))
        return total, rise


@pytest.mark.parametrize(
    ("t", "df", "level"),
    [
        (0.0, 7, 0.95),
        (-2.4, 25, 0.9),
        (-14.0, 3.5, 0.99),
        (1.95, 400, 0.95),  # a limit next to 0
        (5.1, 2, 0.95),  # on both sides of where the mean is taken over Z
        (21.0, 2, 0.95),
        (30.0, 20, 0.999999),
        (3.0, 0.4, 0.95),
        (-1e6, 12, 0.95),
        (70.0, 1, 0.8),
        (8.0, 60, 1 - 1e-12),
        (1e3, 1e5, 0.95),
    ],
)
def test_t_limits_against_25_digits(t: float, df: float, level: float) -> None:
    low, high = noncentral_t_limits(t, df, level)
    for limit, size in ((low, t), (-high, -t)):
        chance, rise = sum_probability(limit, size, df)
        error = (chance - (1 - mp.mpf(level)) / 2) / rise
        assert abs(error) <= 1e-12 * max(abs(limit), 0.01)


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


@given(t=st.floats(-1e6, 1e6), df=st.floats(0.5, 1e6))
def test_t_limits_turn_round_to_the_bit(t: float, df: float) -> None:
    low, high = noncentral_t_limits(t, df)
    assert noncentral_t_limits(-t, df) == (-high, -low)


@pytest.mark.parametrize("df", [1.5, 4.0, 4.1, 20.0, 300.0, 1e5])
@pytest.mark.parametrize("level", [0.5, 0.95, 0.9999])
def test_t_limits_have_no_step_in_t(df: float, level: float) -> None:
    # wherever the number of nodes or the method changes, neighbours fall in line; limits rise with t
    t = np.sqrt(2 * df) * np.geomspace(0.05, 500, 4001)
    for limit in noncentral_t_limits(t, df, level):
        slope = np.diff(limit) / np.diff(t)
        assert (slope > 0).all()
        assert np.abs(np.diff(slope) / slope[1:]).max() < 0.02


def test_t_limits_have_no_step_where_the_method_changes() -> None:
    for df in (2.0, 5.0, 30.0, 1000.0):
        edge = 2.5 * math.sqrt(2 * df)
        below, at, above = (noncentral_t_limits(edge * side, df) for side in (1 - 1e-9, 1, 1 + 1e-9))
        for b, m, a in zip(below, at, above, strict=True):
            assert b + a == pytest.approx(2 * m, rel=1e-13)


@pytest.mark.parametrize("t", [1e10, 1e100, 1e300])
@pytest.mark.parametrize("df", [1, 30, 1e6, math.inf])
def test_size_of_t_is_no_obstacle(t: float, df: float) -> None:
    # at such sizes delta / t depends on S alone
    near = [limit / 1e9 for limit in noncentral_t_limits(1e9, df)]
    assert [limit / t for limit in noncentral_t_limits(t, df)] == pytest.approx(near, rel=1e-8)


def test_infinitely_many_degrees_of_freedom_are_the_normal() -> None:
    t = np.array([-3.0, 0.0, 0.2, 40.0])
    low, high = noncentral_t_limits(t, math.inf)
    assert low == pytest.approx(t - normal_quantile(0.95), rel=1e-14)
    assert high == pytest.approx(t + normal_quantile(0.95), rel=1e-14)


@pytest.mark.parametrize(("t", "df"), [(1.0, 1e-12), (1e3, 1e-6)])
def test_degrees_of_freedom_next_to_none_are_refused(t: float, df: float) -> None:
    with pytest.raises(NotComputableError, match=r"^no limit in double precision for t = "):
        noncentral_t_limits(t, df)


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


@pytest.mark.parametrize("df1", [1, 3, 40])
@pytest.mark.parametrize("df2", [2e4, 1e6, 1e9])
@pytest.mark.parametrize("level", [0.5, 0.95, 0.9999])
def test_f_limits_have_no_step_in_f(df1: int, df2: float, level: float) -> None:
    # wherever the method or the number of nodes changes, neighbours fall in line; limits rise with F
    f = np.geomspace(1800, 3e4, 401) / df1
    for limit in noncentral_f_limits(f, df1, df2, level):
        slope = np.diff(limit) / np.diff(f)
        assert (slope > 0).all()
        assert np.abs(np.diff(np.diff(slope) / slope[1:])).max() < 2e-6


@pytest.mark.parametrize(("df1", "df2"), [(1, 7), (3, 20), (3, 1200), (8, 55.5)])
def test_f_limits_grow_from_the_boundary(df1: int, df2: float) -> None:
    # from the F at which a limit leaves 0 on, it is the root to the last digits that it has
    for level in (0.9, 0.95):
        for side, wanted in ((0, (1 + level) / 2), (1, (1 - level) / 2)):
            edge = float(fdtri(df1, df2, wanted))
            above = edge * (1 + np.array([1e-9, 1e-6, 1e-3, 0.1]))
            found = noncentral_f_limits(np.append(edge * (1 - 1e-9), above), df1, df2, level)[side]
            assert found[0] == 0
            assert (np.diff(found) > 0).all()
            assert ncfdtr(df1, df2, found[1:], above) == pytest.approx(wanted, abs=1e-13)


@pytest.mark.parametrize("level", [0.9, 0.95])
@pytest.mark.parametrize(
    ("f", "df1", "df2"),
    [
        (3.17, 6, 4959.75),
        (0.9, 1, 12),
        (22.97, 1, 7),
        (100.0, 5, 31),
        (1200.0, 2, 20000),  # by nodes of S and of V from here on
        (900.0, 3, 3000),
        (65.0, 40, 9000),
        (14000.0, 1, 20000),
        (370.0, 40, 20000),
    ],
)
def test_f_limits_against_30_digits(f: float, df1: int, df2: float, level: float) -> None:
    low, high = noncentral_f_limits(f, df1, df2, level)
    for limit, wanted in ((low, (1 + level) / 2), (high, (1 - level) / 2)):
        if limit > 0:
            here, beyond = (f_probability(f, df1, df2, at) for at in (limit, limit * (1 + 1e-6)))
            slope = (beyond - here) / 1e-6  # by the limit, relative
            assert abs((here - wanted) / slope) < 1e-11


def test_f_limits_of_a_million_firms() -> None:
    low, high = noncentral_f_limits(1561.05, 3, 999996)
    assert f_probability(1561.05, 3, 999996, low) == pytest.approx(0.975, abs=1e-14)
    assert f_probability(1561.05, 3, 999996, high) == pytest.approx(0.025, abs=1e-14)


def test_a_limit_beyond_double_precision_is_refused() -> None:
    with pytest.raises(NotComputableError, match=r"too large for double precision$"):
        noncentral_f_limits(1e308, 2, 10)


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
