"""The studentized range: full relative accuracy in the tail, quantiles, and what holds for two groups."""

from __future__ import annotations

import json
import math

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import studentized_range

from tests.expected import REFERENCE
from vcif._errors import ArgumentError, NotComputableError
from vcif.inference.distributions import studentized_range_quantile, studentized_range_sf
from vcif.inference.distributions.studentized_range import _bonferroni_bound, _solved
from vcif.inference.distributions.tails import t_p_value, t_quantile

REL = 1e-9  # the promise; the reference has 17 digits
ROWS = json.loads((REFERENCE / "studentized_range_tail.json").read_text(encoding="utf-8"))["rows"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['q']}-{row['k']}-{row['df']}")
def test_tail_against_25_digits(row: dict[str, float | str]) -> None:
    found = studentized_range_sf(row["q"], row["k"], row["df"])
    assert found == pytest.approx(float(row["sf"]), rel=REL, abs=0)


@pytest.mark.parametrize(
    ("q", "k", "df", "sf"),
    [
        (8, 4, 200, 3.155558537209607e-7),
        (10, 3, 188, 8.7999404919104572e-11),
        (14.4, 3, 188, 3.4007168034736812e-19),
        (20, 4, 1000, 9.4687910601337744e-41),
        (35, 4, 30000, 4.2370743691593667e-133),
        (1.0, 4, 3, 0.8886664287936635),
        # many groups: 20-digit quadrature (mpmath), both integrals
        (0.5, 12, 241.5625, 0.9999999336632415),
        (3.0, 20, 60, 0.8327133435324294),
    ],
)
def test_vectors_of_the_methods_page_and_many_groups(q: float, k: int, df: float, sf: float) -> None:
    assert studentized_range_sf(q, k, df) == pytest.approx(sf, rel=REL, abs=0)


def range_tail(w: mp.mpf, k: int) -> mp.mpf:
    """Return P(range of k standard normals > w) by the trapezoidal rule, the powers' difference as a sum."""
    step, total = mp.mpf(1) / 6, mp.mpf(0)
    for i in range(-60, 61):
        z = i * step - w / 2
        above, beyond = mp.ncdf(-z), mp.ncdf(-z - w)
        rest = above - beyond
        total += mp.npdf(z) * beyond * sum(above**j * rest ** (k - 2 - j) for j in range(k - 1))
    return k * step * total


def tail(q: float, k: int, df: float) -> float:
    """Return P(Q > q) by the trapezoidal rule of 20 digits over log S, about the peak of the product."""
    with mp.workdps(20):
        size, n = mp.mpf(q), mp.mpf(df)
        constant = mp.log(2) + n / 2 * mp.log(n / 2) - mp.loggamma(n / 2)
        peak, drop = mp.log(n / (n + size * size / 2)) / 2, 50 / n
        left, right = (drop + mp.sqrt(drop**2 + 4 * drop)) / 2, mp.log1p(2 * drop + 2 * mp.sqrt(drop)) / 2
        step = min(mp.mpf("0.1"), mp.mpf("0.45") / mp.sqrt(2 * n))
        places = [peak - left + i * step for i in range(math.ceil((left + right) / step) + 1)]
        density = [mp.exp(constant + n * v - n / 2 * mp.exp(2 * v)) for v in places]
        return float(
            step * sum(d * range_tail(size * mp.exp(v), k) for v, d in zip(places, density, strict=True))
        )


@pytest.mark.parametrize(
    ("q", "k", "df"),
    [(0.8, 5, 2.5), (4.4, 30, 7), (40.0, 7, 12.3), (25.0, 3, 1e7), (6.5, 13, 88), (31.0, 22, 4321.5)],
)
def test_tail_against_20_digits(q: float, k: int, df: float) -> None:
    assert studentized_range_sf(q, k, df) == pytest.approx(tail(q, k, df), rel=1e-12, abs=0)


@pytest.mark.parametrize(("q", "k"), [(0.9, 6), (3.7, 30), (12.0, 4), (52.0, 17)])
def test_infinite_degrees_of_freedom(q: float, k: int) -> None:
    with mp.workdps(20):
        expected = float(range_tail(mp.mpf(q), k))
    assert studentized_range_sf(q, k, math.inf) == pytest.approx(expected, rel=1e-12, abs=0)
    assert studentized_range_sf(q, k, 1e16) == pytest.approx(expected, rel=1e-9, abs=0)


@pytest.mark.parametrize("df", [1, 2.5, 30, 1e4])
def test_two_groups_to_the_end_of_double_precision(df: float) -> None:
    # P(Q > q; 2, df) = P(|t| > q / sqrt 2) = I_x(df/2, 1/2) with x = df / (df + t^2), in 40 digits
    q = np.array([1e-9, 1e-3, 1.0, 30.0, 1e3, 1e80, 1e150])
    with mp.workdps(40):
        x = [mp.mpf(df) / (df + mp.mpf(size) ** 2 / 2) for size in q.tolist()]
        expected = [float(mp.betainc(mp.mpf(df) / 2, mp.mpf(1) / 2, 0, at, regularized=True)) for at in x]
    assert studentized_range_sf(q, 2, df) == pytest.approx(expected, rel=1e-12, abs=1e-305)


def test_nothing_is_negative_however_far() -> None:
    for df in (1.0, 7.0, 1e9, math.inf):
        found = studentized_range_sf(np.array([1e2, 1e9, 1e20, 1e200, 1e308]), 4, df)
        assert (np.copysign(1, found) == 1).all()


@given(q=st.floats(0.01, 60), df=st.floats(1, 1e5))
def test_two_groups_are_students_t(q: float, df: float) -> None:
    # P(Q > q; 2, df) = P(|t| > q / sqrt 2), exactly; below 1e-300 double precision thins out
    assert studentized_range_sf(q, 2, df) == pytest.approx(
        t_p_value(q / math.sqrt(2), df), rel=REL, abs=1e-300
    )


@given(q=st.floats(0.5, 5), k=st.integers(2, 12), df=st.floats(2, 2000))
def test_agrees_with_scipy_in_the_middle(q: float, k: int, df: float) -> None:
    # scipy is off by 1e-10 at q = .5, k = 12 (held against 20 digits below), so no more can be asked of it
    assert studentized_range_sf(q, k, df) == pytest.approx(studentized_range.sf(q, k, df), abs=1e-9)


@given(q=st.floats(0, 100), more=st.floats(0.01, 10), k=st.integers(2, 20), df=st.floats(1, 1e6))
def test_falls_in_q_and_rises_in_k(q: float, more: float, k: int, df: float) -> None:
    here = studentized_range_sf(q, k, df)
    assert 0 <= here <= 1
    assert studentized_range_sf(q + more, k, df) <= here * (1 + 1e-10)
    assert studentized_range_sf(q, k + 1, df) >= here * (1 - 1e-10)


def test_published_critical_values() -> None:
    # Tukey's table as printed in Pearson and Hartley, Biometrika Tables for Statisticians I, table 29 (5 %, 1 %)
    for p, k, df, q in (
        (0.05, 3, 10, 3.88),
        (0.05, 4, 20, 3.96),
        (0.05, 3, math.inf, 3.31),
        (0.01, 5, 10, 6.14),
    ):
        assert round(studentized_range_quantile(p, k, df), 2) == q


@given(p=st.sampled_from([0.001, 0.01, 0.05, 0.1, 0.32]), k=st.integers(2, 10), df=st.floats(1, 1e6))
def test_the_quantile_inverts_the_tail(p: float, k: int, df: float) -> None:
    assert studentized_range_sf(studentized_range_quantile(p, k, df), k, df) == pytest.approx(p, rel=REL)


@given(p=st.sampled_from([0.01, 0.05, 0.1]), k=st.integers(2, 8), df=st.floats(10, 1e8))
def test_interpolation_loses_nothing_that_shows(p: float, k: int, df: float) -> None:
    direct = _solved(p, k, df) * _bonferroni_bound(p, k, df)
    assert studentized_range_quantile(p, k, df) == pytest.approx(direct, rel=1e-10)


@given(p=st.sampled_from([0.01, 0.05, 0.1]), k=st.integers(2, 8), df=st.floats(1, 10))
def test_nor_does_it_at_few_degrees_of_freedom(p: float, k: int, df: float) -> None:
    direct = _solved(p, k, df) * _bonferroni_bound(p, k, df)
    assert studentized_range_quantile(p, k, df) == pytest.approx(direct, rel=1e-11)


@pytest.mark.parametrize("p", [1e-120, 1e-30, 1e-9, 1e-6, 1e-3, 0.5, 0.99, 0.9999])
@pytest.mark.parametrize("k", [2, 3, 9, 30])
def test_quantiles_of_any_probability(p: float, k: int) -> None:
    df = np.array([1.0, 1.3, 2.0, 9.9, 10.1, 75.0, 2500.0, 1e7, math.inf])
    q = studentized_range_quantile(p, k, df)
    here, lower = studentized_range_sf(q, k, df), studentized_range_sf(q * (1 - 1e-6), k, df)
    error = (here - p) / ((lower - here) / 1e-6)  # of the quantile, relative
    assert np.abs(error).max() < 1e-10


@pytest.mark.parametrize("p", [1e-160, 1 - 1e-7])
def test_a_probability_too_near_an_end_is_refused(p: float) -> None:
    with pytest.raises(
        NotComputableError, match=r"^no quantile of the studentized range in double precision"
    ):
        studentized_range_quantile(p, 3, 10)


def test_two_groups_have_students_quantiles() -> None:
    df = np.array([1.0, 3.5, 12.0, 400.0, math.inf])
    found = studentized_range_quantile(0.05, 2, df)
    assert found == pytest.approx(math.sqrt(2) * t_quantile(0.95, df), rel=1e-12)


def test_no_range_exceeds_nothing() -> None:
    assert studentized_range_sf(0, 3, 10) == 1.0


@pytest.mark.parametrize(
    "arguments", [(-1, 3, 10), (math.nan, 3, 10), (1, 1, 10), (1, 2.5, 10), (1, 3, 0.5), (math.inf, 3, 9)]
)
def test_values_out_of_range_are_refused(arguments: tuple[float, float, float]) -> None:
    with pytest.raises(
        ArgumentError, match=r"^studentized_range_sf\(\) needs q >= 0, at least two groups and df >= 1; got"
    ):
        studentized_range_sf(*arguments)


@pytest.mark.parametrize("arguments", [(0, 3, 10), (1, 3, 10), (0.05, 1, 10), (0.05, 3, 0.5)])
def test_quantiles_out_of_range_are_refused(arguments: tuple[float, int, float]) -> None:
    with pytest.raises(ArgumentError, match=r"^studentized_range_quantile\(\) needs"):
        studentized_range_quantile(*arguments)
