"""Roots on the normal scale: from any start, within bounds, one by one, or none."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from vcif._errors import NotComputableError
from vcif.inference.distributions.normal_scale_roots import Rows, normal_scale_roots

Three = tuple[np.ndarray, np.ndarray, np.ndarray]


def logistic(scale: np.ndarray) -> Callable[[np.ndarray, Rows], Three]:
    """Return a logistic distribution of each element's scale, which no straight line resembles far out."""

    def chances(x: np.ndarray, rows: Rows) -> Three:
        wide = scale[rows]
        p = 1 / (1 + np.exp(-x / wide))
        return p, p * (1 - p) / wide, p * (1 - p) * (1 - 2 * p) / wide**2

    return chances


@pytest.mark.parametrize("start", [-1e4, -30.0, 0.0, 5.0, 1e3])
@pytest.mark.parametrize("chance", [1e-12, 0.025, 0.5, 0.9])
def test_from_any_start(start: float, chance: float) -> None:
    scale = np.array([0.1, 1.0, 30.0])
    found = normal_scale_roots(logistic(scale), np.full(3, ndtri(chance)), np.full(3, start))
    assert found == pytest.approx(scale * math.log(chance / (1 - chance)), rel=1e-11, abs=1e-11)


def test_elements_have_their_own_targets_and_ends() -> None:
    target = ndtri(np.array([0.01, 0.2, 0.7]))
    found = normal_scale_roots(logistic(np.ones(3)), target, np.array([-300.0, -1.4, 0.0]))
    assert found == pytest.approx(np.log([0.01 / 0.99, 0.2 / 0.8, 0.7 / 0.3]), rel=1e-12)


def test_no_step_leaves_the_bounds() -> None:
    seen: list[float] = []

    def chances(x: np.ndarray, rows: Rows) -> Three:
        seen.extend(x.tolist())
        return logistic(np.ones(1))(x, rows)

    bounds = np.array([-0.5]), np.array([3.0])
    assert normal_scale_roots(chances, np.zeros(1), np.array([3.0]), bounds) == pytest.approx(
        [0.0], abs=1e-12
    )
    assert -0.5 <= min(seen) <= max(seen) <= 3.0


def test_a_corner_is_found_by_halving() -> None:
    def chances(x: np.ndarray, rows: Rows) -> Three:
        steep = np.where(x < 0.3, 1e-3, 1e3)
        z = (x - 0.3) * steep
        density = np.exp(-z * z / 2) / math.sqrt(2 * math.pi) * steep
        return ndtr(z), density, -z * steep * density

    assert normal_scale_roots(chances, np.zeros(1), np.array([-90.0])) == pytest.approx([0.3], abs=1e-9)


@pytest.mark.parametrize("value", [0.0, 1.0, 0.5, math.nan])
def test_where_there_is_no_root_there_is_no_number(value: float) -> None:
    def chances(x: np.ndarray, rows: Rows) -> Three:
        return np.full(x.shape, value), np.zeros(x.shape), np.zeros(x.shape)

    with pytest.raises(NotComputableError, match=r"^no root to be found in double precision near 1\.5$"):
        normal_scale_roots(chances, np.full(2, -1.0), np.array([1.5, 1.5]))


def test_a_derivative_that_is_no_number_gives_no_number() -> None:
    # the probability is right on target, and the step cannot be taken
    def chances(x: np.ndarray, rows: Rows) -> Three:
        return np.full(x.shape, 0.5), np.full(x.shape, math.nan), np.zeros(x.shape)

    with pytest.raises(NotComputableError, match=r"^no root to be found"):
        normal_scale_roots(chances, np.zeros(1), np.zeros(1))
