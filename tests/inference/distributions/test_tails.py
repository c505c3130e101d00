"""p-values keep their digits far out, and the quantiles are their inverses."""

from __future__ import annotations

import math

import mpmath as mp
import pytest

from vcif._errors import ArgumentError
from vcif.inference.distributions.tails import (
    chi_squared_p_value,
    f_p_value,
    normal_p_value,
    normal_quantile,
    t_p_value,
    t_quantile,
)

REL = 1e-12  # scipy.special's own promise is some 1e-14


def test_far_tails_against_30_digits() -> None:
    with mp.workdps(30):
        z, t, df, h = mp.mpf(30), mp.mpf(40), mp.mpf(12), mp.mpf(400)
        normal = 2 * mp.ncdf(-z)
        chi = mp.gammainc(mp.mpf(3) / 2, h / 2, regularized=True)
        student = mp.betainc(df / 2, mp.mpf(1) / 2, 0, df / (df + t * t), regularized=True)
        fisher = mp.betainc(mp.mpf(10), mp.mpf(1), 0, mp.mpf(20) / (20 + 2 * 500), regularized=True)
    assert normal_p_value(30.0) == pytest.approx(float(normal), rel=REL, abs=0)
    assert chi_squared_p_value(400.0, 3) == pytest.approx(float(chi), rel=REL, abs=0)
    assert t_p_value(40.0, 12) == pytest.approx(float(student), rel=REL, abs=0)
    assert f_p_value(500.0, 2, 20) == pytest.approx(float(fisher), rel=REL, abs=0)


def test_directions() -> None:
    assert normal_p_value(1.5, "greater") == normal_p_value(-1.5, "less") < 0.5
    assert t_p_value(1.5, 9, "greater") == t_p_value(-1.5, 9, "less") < 0.5
    assert normal_p_value(0.0) == t_p_value(0.0, 9) == 1.0


def test_quantiles_invert() -> None:
    assert t_p_value(t_quantile(0.95, 7), 7) == pytest.approx(0.05, rel=REL)
    assert normal_p_value(normal_quantile(0.99)) == pytest.approx(0.01, rel=REL)


def test_the_farthest_statistic_has_no_chance() -> None:
    assert normal_p_value(math.inf) == t_p_value(-math.inf, 5) == f_p_value(math.inf, 2, 9) == 0.0
    assert t_p_value(2.0, math.inf) == pytest.approx(normal_p_value(2.0), rel=REL)


@pytest.mark.parametrize("df", [0, -1, math.nan])
def test_degrees_of_freedom_out_of_range_are_refused(df: float) -> None:
    for function, arguments in (
        (f_p_value, (1.0, df, 9)),
        (f_p_value, (1.0, 2, df)),
        (chi_squared_p_value, (1.0, df)),
        (t_p_value, (1.0, df)),
        (t_quantile, (0.95, df)),
    ):
        with pytest.raises(
            ArgumentError, match=rf"^{function.__name__}\(\) needs .*degrees of freedom above 0; got "
        ):
            function(*arguments)


def test_what_is_no_statistic_has_no_p_value() -> None:
    for function, arguments in (
        (f_p_value, (-0.5, 2, 9)),
        (chi_squared_p_value, (-0.5, 2)),
        (t_p_value, (math.nan, 5)),
        (normal_p_value, (math.nan,)),
    ):
        with pytest.raises(ArgumentError, match=rf"^{function.__name__}\(\) needs "):
            function(*arguments)


@pytest.mark.parametrize("level", [1.0, 1.5, -2.0, math.nan])
def test_a_level_out_of_range_has_no_quantile(level: float) -> None:
    with pytest.raises(ArgumentError, match=r"^t_quantile\(\) needs a level between 0 and 1"):
        t_quantile(level, 9)
