"""Random bits that are pinned, and logarithms to the last digits, against mpmath."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcif.inference.resampling.bits import Bits, log_factorial, natural_log

ULPS = 2  # four roundings of half a unit each
FACTORIAL = 1e-15  # a logarithm's unit and the roundings of two products and three sums
mpmath.mp.dps = 40


def units_off(x: np.ndarray) -> np.ndarray:
    """Return by how many units of the last digit the logarithms differ from the true ones."""
    true = [mpmath.log(mpmath.mpf(value)) for value in x.tolist()]
    found = natural_log(x).tolist()
    return np.array(
        [float(abs(mpmath.mpf(a) - b)) / math.ulp(float(b)) for a, b in zip(found, true, strict=True)]
    )


@pytest.mark.parametrize(
    ("low", "high"), [(-300, 300), (-5, 5), (-1, 1), (-0.2, 0.2)], ids=["all", "usual", "near", "nearer"]
)
def test_logarithms_over_orders_of_magnitude(low: float, high: float) -> None:
    x = 10.0 ** np.random.default_rng(1).uniform(low, high, 4000)
    assert units_off(x).max() <= ULPS


def test_logarithms_near_one_and_at_the_seams() -> None:
    rng = np.random.default_rng(2)
    near = 1 + rng.normal(0, 1, 2000) * 10.0 ** rng.uniform(-15, -1, 2000)
    seams = [
        np.nextafter(edge * 2.0**power, edge + side)
        for edge in (math.sqrt(0.5), 1.0, math.sqrt(2))
        for power in (-40, -1, 0, 1, 40)
        for side in (-1, 0, 1)
    ]
    words = (rng.integers(0, 2**32, 2000) + 0.5) * 2.0**-32  # what the uniforms are
    for x in (near[near != 1], np.array([edge for edge in seams if edge != 1]), words):
        assert units_off(x).max() <= ULPS
    assert natural_log(np.array([1.0]))[0] == 0


@given(st.floats(min_value=1e-300, max_value=1e300, exclude_min=True))
def test_logarithms_anywhere(x: float) -> None:
    assert x == 1 or units_off(np.array([x]))[0] <= ULPS


@pytest.mark.parametrize("most", [10, 1000, 2**20 - 2, 2**20 - 1, 2**20, 2**22, 10**9, 2**31])
def test_factorials_through_the_end_of_the_table_and_beyond(most: int) -> None:
    edges = [
        254,
        255,
        256,
        257,
        510,
        1023,
        2**20 - 2,
        2**20 - 1,
        2**20,
        2**20 + 1,
        2**25,
        10**9,
        most - 1,
        most,
    ]
    spread = np.geomspace(2, most, 200).astype(np.int64).tolist()
    k = np.array(sorted({n for n in [*range(2, 300), *edges, *spread] if 2 <= n <= most}))
    found = log_factorial(most)(k).tolist()
    for n, value in zip(k.tolist(), found, strict=True):
        true = mpmath.loggamma(n + 1)
        assert abs(mpmath.mpf(value) - true) <= FACTORIAL * true
    assert log_factorial(most)(np.array([0, 1])).tolist() == [0, 0]


def test_a_stream_is_the_same_everywhere() -> None:
    # Raw bits of a bit generator are what NumPy promises to keep (NEP 19), and what is made of them here is whole-number
    # arithmetic and one exact product: these numbers may never change. The first of them, over 2^64, is the .5118216247
    # that default_rng(1).random() gives.
    words = [9441442522235856127, 17532960557476522086, 2659275481604167885]
    assert Bits(1).words(3).tolist() == words
    assert Bits(1).below(8, 10).tolist() == [5, 9, 1, 9, 3, 4, 8, 4]
    assert Bits(1).below(3, 10).tolist() == [(word >> 32) * 10 >> 32 for word in words]
    first, second = Bits(1).uniform_pairs(3)
    assert first.tolist() == [(word % 2**32 + 0.5) / 2**32 for word in words]
    assert second.tolist() == [((word >> 32) + 0.5) / 2**32 for word in words]


def test_uniforms_never_reach_0_or_1_and_are_even() -> None:
    n = 200_000
    for uniforms in Bits(5).uniform_pairs(n):
        assert 0 < uniforms.min() < uniforms.max() < 1
        counts = np.bincount((uniforms * 50).astype(int), minlength=50)
        chi_squared = ((counts - n / 50) ** 2 / (n / 50)).sum()
        assert 15 < chi_squared < 105  # 49 degrees of freedom: beyond these in one of 10^6


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 1000, 2**31, 2**32])
def test_whole_numbers_below_a_limit(limit: int) -> None:
    drawn = Bits(3).below(50_000, limit)
    assert 0 <= drawn.min() <= drawn.max() < limit
    bins = min(limit, 50)
    counts = np.bincount(drawn * bins // limit, minlength=bins)
    assert counts.size == bins
    expected = 50_000 * np.bincount(np.arange(min(limit, 1000)) * bins // min(limit, 1000)) / min(limit, 1000)
    excess = ((counts - expected) ** 2 / expected).sum() - (bins - 1)
    assert excess <= 6 * math.sqrt(2 * bins)
