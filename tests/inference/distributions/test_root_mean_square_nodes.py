"""Means over the root mean square of normals by one set of nodes: moments, Lambert's W, and no limit of df."""

from __future__ import annotations

import math

import mpmath as mp
import numpy as np
import pytest

from vcif.inference.distributions.root_mean_square_nodes import AS_INFINITE, _log_s, nodes_and_weights

REL = 1e-13  # sums of some fifty terms; the rule's own error is below
DF = [1.0, 1.5, 2.0, 4.0, 11.3, 50.0, 1e3, 1e6, 1e10]


def moment(df: float, power: float) -> float:
    """Return E[S^power] = (2/df)^(power/2) Gamma((df + power)/2) / Gamma(df/2), in 40 digits."""
    with mp.workdps(40):
        n = mp.mpf(df)
        return float((2 / n) ** (mp.mpf(power) / 2) * mp.gammaprod([(n + power) / 2], [n / 2]))


@pytest.mark.parametrize("df", DF)
@pytest.mark.parametrize("power", [0, 0.5, 1, 2, 3, 4])
def test_moments(df: float, power: float) -> None:
    s, weights = nodes_and_weights(np.array([df]), 64, 9.0)
    assert (weights * s**power).sum() == pytest.approx(moment(df, power), rel=REL)


@pytest.mark.parametrize("df", [1e-3, 0.02, 0.3])
def test_moments_below_one_degree_of_freedom(df: float) -> None:
    s, weights = nodes_and_weights(np.array([df]), 2 * math.ceil(40 / math.sqrt(df)), 9.0)
    for power in (1, 2, 4):
        assert (weights * s**power).sum() == pytest.approx(moment(df, power), rel=1e-12)


def test_it_is_one_in_the_end() -> None:
    s, weights = nodes_and_weights(np.array([AS_INFINITE]), 48, 8.4)
    assert s == pytest.approx(np.ones((1, 48)), rel=2e-14)
    assert weights.sum() == pytest.approx(1, rel=1e-15)
    assert (weights > 0).all()


@pytest.mark.parametrize("size", [1e-12, 1e-6, 0.0199, 0.0201, 0.3, 0.899, 0.901, 2.0, 6.0, 40.0])
@pytest.mark.parametrize("sign", [-1, 1])
def test_log_s_against_lamberts_w(size: float, sign: int) -> None:
    # S^2 - 1 - log S^2 = 2 zeta^2, so S^2 = -W(-exp(-1 - 2 zeta^2)) on the two branches
    with mp.workdps(40):
        zeta = mp.mpf(sign * size)
        square = -mp.lambertw(-mp.exp(-1 - 2 * zeta**2), -1 if sign > 0 else 0).real
        expected = float(mp.log(square) / 2)
    assert _log_s(np.array([sign * size]))[0] == pytest.approx(expected, rel=3e-15)
