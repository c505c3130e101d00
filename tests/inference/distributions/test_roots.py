"""The bracketed root: finds it, or says that it cannot."""

from __future__ import annotations

import math

import pytest

from vcif._errors import NotComputableError
from vcif.inference.distributions.roots import bracket_above, bracketed_root


@pytest.mark.parametrize("rising", [True, False])
def test_root_of_two(rising: bool) -> None:
    sign = 1 if rising else -1
    assert bracketed_root(lambda x: sign * (x * x - 2), 0.0, 2.0) == pytest.approx(math.sqrt(2), rel=1e-14)


def test_root_at_an_end() -> None:
    assert bracketed_root(lambda x: x, 0.0, 1.0) == 0.0
    assert bracketed_root(lambda x: x - 1, 0.0, 1.0) == 1.0


def test_a_function_that_is_flat_but_for_a_corner() -> None:
    assert bracketed_root(lambda x: math.tanh(1e6 * (x - 0.3)), -1e3, 1e3) == pytest.approx(0.3, rel=1e-12)


@pytest.mark.parametrize("value", [1.0, -1.0, math.nan])
def test_without_a_change_of_sign_there_is_no_number(value: float) -> None:
    with pytest.raises(
        NotComputableError, match=r"^no root to be found in double precision between 0 and 1$"
    ):
        bracketed_root(lambda x: value, 0.0, 1.0)


def test_bracket_above() -> None:
    assert bracket_above(lambda x: 100 - x, 3.0) == 192.0
