"""The studentized range: full relative accuracy in the tail, quantiles, and what holds for two groups."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import studentized_range

from tests.expected import REFERENCE
from vcif._errors import ArgumentError
from vcif.inference.distributions import studentized_range_quantile, studentized_range_sf
from vcif.inference.distributions.studentized_range import _bonferroni_bound, _solved
from vcif.inference.distributions.tails import t_p_value

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
