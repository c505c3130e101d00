"""Piecewise polynomials: close everywhere, finer where need be, and refused where nothing helps."""

from __future__ import annotations

import math

import numpy as np
import pytest

from vcif._errors import NotComputableError
from vcif.inference.distributions.piecewise import fitted


@pytest.mark.parametrize("degree", [5, 7, 15])
def test_close_everywhere_and_at_the_ends(degree: int) -> None:
    table = fitted(np.exp, (-2.0, 3.0), pieces=4, degree=degree, within=1e-12)
    x = np.concatenate([np.linspace(-2, 3, 1001), [-2.0, 3.0]])
    assert table(x) == pytest.approx(np.exp(x), rel=1e-12)


def test_polynomials_of_the_degree_are_exact() -> None:
    table = fitted(lambda x: 5 + x + x**3, (0.0, 1.0), pieces=2, degree=5, within=1e-12)
    x = np.array([0.0, 0.3, 0.5, 1.0])
    assert table(x) == pytest.approx(5 + x + x**3, rel=1e-12)


def test_a_sharp_function_gets_more_pieces() -> None:
    sharp = fitted(lambda x: 1 / (1 + 400 * x * x), (-1.0, 1.0), pieces=2, degree=7, within=1e-10)
    assert sharp.terms.shape[1] > 16
    x = np.linspace(-1, 1, 999)
    assert sharp(x) == pytest.approx(1 / (1 + 400 * x * x), rel=1e-9)


@pytest.mark.parametrize(
    "function", [lambda x: 1 + np.sqrt(np.abs(x - 0.3)), lambda x: np.full(x.shape, math.nan)]
)
def test_what_no_number_of_pieces_helps_is_refused(function: object) -> None:
    with pytest.raises(NotComputableError, match=r"^a function is not smooth enough to be tabulated"):
        fitted(function, (0.0, 1.0), pieces=4, degree=7, within=1e-12)
