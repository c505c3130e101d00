"""The scaled tail of the normal range: two groups exactly, 25 digits, and the middle by scipy.stats."""

from __future__ import annotations

import math

import mpmath as mp
import numpy as np
import pytest
from scipy.special import erfcx
from scipy.stats import studentized_range

from vcif.inference.distributions.normal_range import scaled_range_tail


def test_two_groups_in_closed_form() -> None:
    # the range of two normals is sqrt(2) times the size of one: 2 Phi(-w/sqrt 2) = erfc(w/2)
    w = np.linspace(0, 80, 4001)
    assert scaled_range_tail(w, 2) == pytest.approx(erfcx(w / 2), rel=2e-14, abs=0)
    far = np.array([100.0, 1e3, 1e4])  # where exp(-w^2/4) is 0 long since
    assert scaled_range_tail(far, 2) == pytest.approx(erfcx(far / 2), rel=1e-9, abs=0)


def scaled(w: float, k: int) -> float:
    """Return the scaled tail by the trapezoidal rule of 25 digits, the powers' difference as a sum."""
    with mp.workdps(25):
        size, step, total = mp.mpf(w), mp.mpf(1) / 8, mp.mpf(0)
        for i in range(-96, 97):
            z = i * step - size / 2
            above, beyond = mp.ncdf(-z), mp.ncdf(-z - size)
            rest = above - beyond
            total += mp.npdf(z) * beyond * sum(above**j * rest ** (k - 2 - j) for j in range(k - 1))
        return float(k * step * total * mp.exp(size * size / 4))


@pytest.mark.parametrize("k", [3, 4, 12, 30, 100])
@pytest.mark.parametrize("w", [0.0, 0.7, 3.3, 8.1, 20.0, 55.0])
def test_against_25_digits(w: float, k: int) -> None:
    rel = 1e-13 if k <= 30 else 3e-12  # what the table promises
    assert scaled_range_tail(np.array([w]), k)[0] == pytest.approx(scaled(w, k), rel=rel, abs=0)


def test_the_middle_against_scipy() -> None:
    w = np.linspace(0.5, 5, 10)
    expected = studentized_range.sf(w, 5, math.inf)
    assert np.exp(-w * w / 4) * scaled_range_tail(w, 5) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("k", [2, 4, 30, 300])
def test_pieces_join(k: int) -> None:
    # on both sides of each of 96 joints the value is the same but for rounding
    place = np.arange(1, 96) / 96
    below, above = (4 * p / (1 - p) for p in (place * (1 - 1e-15), place * (1 + 1e-15)))
    assert scaled_range_tail(above, k) == pytest.approx(scaled_range_tail(below, k), rel=1e-10)
