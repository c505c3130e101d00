"""Cliff's delta: R's values from the full matrix, signs, and the ends of the scale."""

from __future__ import annotations

import numpy as np
import pytest

from tests.expected import data_sets, pairs_of, read_expected, read_samples
from vcif import Counts
from vcif._errors import NotComputableError
from vcif.inference.dominance import dominances
from vcif.inference.effects import cliffs_delta

REL = 1e-9  # the R script sums the full matrix of dominances in double precision


@pytest.mark.parametrize("dataset", data_sets("cliffs_delta"))
def test_agrees_with_r(dataset: str) -> None:
    samples, expected = read_samples(dataset), read_expected()[dataset, "cliffs_delta"]
    for i, j in pairs_of(samples):
        found = cliffs_delta([samples[i], samples[j]])
        assert found.estimate == pytest.approx(expected[f"estimate:{i}-{j}"], rel=REL, abs=1e-14)
        if f"conf_low:{i}-{j}" in expected:  # at +1 and -1 the usual limits collapse; see below
            assert found.conf_low == pytest.approx(expected[f"conf_low:{i}-{j}"], rel=REL, abs=1e-12)
            assert found.conf_high == pytest.approx(expected[f"conf_high:{i}-{j}"], rel=REL, abs=1e-12)


def test_signs() -> None:
    # effectsize issue 378, jamovi 1500, pingouin 417: the sign was lost or turned
    assert cliffs_delta([[1, 2, 3], [4, 5, 6]]).estimate == 1.0
    assert cliffs_delta([[4, 5, 6], [1, 2, 3]]).estimate == -1.0


def test_the_ends_of_the_scale() -> None:
    # m = 20, z^2 = 3.841458820694124: (20 - z^2)/(20 + z^2)
    up = cliffs_delta([list(range(20)), list(range(20, 45))])
    assert (up.estimate, up.conf_high) == (1.0, 1.0)
    assert up.conf_low == pytest.approx((20 - 3.841458820694124) / (20 + 3.841458820694124), rel=1e-13)
    down = cliffs_delta([list(range(20, 45)), list(range(20))])
    assert (down.conf_low, down.conf_high) == (-1.0, -up.conf_low)


def test_three_firms_apart_prove_little() -> None:
    # m = 3: (3 - z^2)/(3 + z^2) is below 0, and must not lose its sign
    found = cliffs_delta([[1, 2, 3], [4, 5, 6]])
    assert found.conf_low == pytest.approx((3 - 3.841458820694124) / (3 + 3.841458820694124), rel=1e-13)
    assert found.conf_low < 0


def test_by_hand() -> None:
    # pairs of 1 2 with 1 3: 0 +1, -1 +1: sum 1 of 4
    assert cliffs_delta([[1, 2], [1, 3]]).estimate == 0.25


def test_a_million_firms() -> None:
    counts = Counts(scores=[1, 2, 3], n=[[10**6, 10**6, 10**6], [10**6, 10**6, 2 * 10**6]])
    # wins less losses over 3e6 by 4e6 pairs: 1: -2e12; 2: 0; 3: 2 * 2e12
    assert cliffs_delta(counts).estimate == pytest.approx(2 / 12, rel=1e-14)


@pytest.mark.parametrize(
    ("samples", "reason"),
    [
        ([[1, 1], [1, 1, 1]], "no variation: every firm gave the same answer"),
        ([[1], [2, 3]], "cliffs_delta needs at least 2 firms in every group (the smallest has 1)"),
    ],
)
def test_undefined(samples: list[list[int]], reason: str) -> None:
    with pytest.raises(NotComputableError) as raised:
        cliffs_delta(samples)
    assert str(raised.value) == reason


@pytest.mark.parametrize("times", [1, 10**3, 10**6, 10**9, 10**13])
def test_any_number_of_firms(times: int) -> None:
    # products of two and of three counts leave 64 bits on the way; the exact sums grow by powers of `times`
    small = dominances([Counts([1, 2, 3, 4], [[7, 12, 5, 9], [3, 11, 14, 8]])])[0]
    large = dominances([Counts([1, 2, 3, 4], times * np.array([[7, 12, 5, 9], [3, 11, 14, 8]]))])[0]
    assert (large.gain, large.tied) == (small.gain * times**2, small.tied * times**2)
    assert (large.squares1, large.squares2) == (small.squares1 * times**3, small.squares2 * times**3)
    cubes = sum(t**3 for t in (10, 23, 19, 17))
    assert large.tie_term == (69**3 - cubes) * times**3
