"""Numbers as text: worked cases, and the laws of p-values."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcif.present.numbers import (
    MISSING,
    brief,
    count,
    estimate,
    interval,
    number,
    p_phrase,
    p_text,
    percent,
)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (None, "–"),
        (float("nan"), "–"),
        (0.0, "< .001"),
        (4.549e-23, "< .001"),
        (0.000999999, "< .001"),
        (0.001, ".001"),
        (0.0123, ".012"),
        (0.0125, ".013"),
        (0.05, ".050"),
        (0.254, ".254"),
        (0.9994, ".999"),
        (0.9995, "> .999"),
        (1.0, "> .999"),
    ],
)
def test_p_values(p: float | None, text: str) -> None:
    assert plain(p_text(p)) == text


@pytest.mark.parametrize(
    ("value", "decimals", "bounded", "text"),
    [
        (None, 2, False, "–"),
        (float("nan"), 2, False, "–"),
        (float("inf"), 2, False, "∞"),
        (float("-inf"), 2, False, "−∞"),
        (0.125, 2, False, "0.13"),
        (-0.125, 2, False, "−0.13"),
        (1.005, 2, False, "1.01"),
        (2.675, 2, False, "2.68"),
        (-0.001, 2, False, "0.00"),
        (1234567.891, 1, False, "1,234,567.9"),
        (0.5, 2, True, ".50"),
        (-0.5, 2, True, "−.50"),
        (0.0, 2, True, ".00"),
        (1.0, 2, True, "1.00"),
        (0.999, 2, True, "1.00"),
        (12.0, 0, False, "12"),
        (0.4, 0, True, "0"),
        (1e-20, 2, False, "0.00"),
        (1e22, 0, False, "10,000,000,000,000,000,000,000"),
    ],
)
def test_numbers(value: float | None, decimals: int, bounded: bool, text: str) -> None:
    assert number(value, decimals, bounded=bounded) == text


def test_other_forms() -> None:
    assert plain(interval(-0.5, 0.25)) == "[−0.50, 0.25]"
    assert interval(None, 1.0) == MISSING
    assert plain(estimate(0.1, 0.0, 0.2, bounded=True)) == ".10 [.00, .20]"
    assert estimate(None, 0.0, 0.2) == MISSING
    assert estimate(0.1, None, 0.2) == "0.10"
    assert percent(1 / 3) == "33%"
    assert percent(0.285, 0) == "29%"
    assert percent(None) == MISSING
    assert count(1200) == "1,200"
    assert (brief(3.0), brief(2.25)) == ("3", "2.3")
    assert plain(p_phrase(0.2)) == "p = .200"
    assert plain(p_phrase(1.0)) == "p > .999"


probabilities = st.floats(0, 1)


@given(probabilities)
def test_a_p_value_is_never_printed_as_0_or_1(p: float) -> None:
    text = plain(p_text(p))
    assert text not in {"0", ".000", "0.000", "1", "1.000"}
    digits = text.removeprefix("< ").removeprefix("> ")
    assert digits.startswith(".")
    assert len(digits) == 4
    assert 0 < float(digits) < 1


@given(probabilities, probabilities)
def test_a_larger_p_value_never_prints_as_a_smaller_one(p: float, q: float) -> None:
    def place(text: str) -> float:
        return {"<": -1.0, ">": 2.0}.get(text[0]) or float(plain(text))

    low, high = sorted((p, q))
    assert place(p_text(low)) <= place(p_text(high))


@given(st.floats(-1e6, 1e6), st.integers(0, 4))
def test_rounding_moves_a_number_by_half_a_unit_at_most(value: float, decimals: int) -> None:
    shown = float(number(value, decimals).replace(",", "").replace("−", "-"))
    assert math.isclose(shown, value, abs_tol=0.5001 * 10**-decimals)
    assert number(-value, decimals).removeprefix("−") == number(value, decimals).removeprefix("−")
