"""Omega squared: published and R's values, the floor, and limits that hold the estimate."""

from __future__ import annotations

import pytest

from tests.expected import data_sets, read_expected, read_samples
from tests.golden import PLANTS, agrees
from vcif._errors import ArgumentError, NotComputableError
from vcif.inference.effects import omega_squared

REL = 1e-9  # effectsize's estimate from aov(); good to some 1e-12
# R's pf with a noncentrality stops at an error of 1e-9, so its limits are good to some 1e-8; the limits
# themselves are held against 30-digit arithmetic in distributions/test_noncentral.py
REL_LIMITS = 1e-7


def test_plants() -> None:
    assert agrees(omega_squared(PLANTS).estimate, "0.2040788")  # effectsize 0.8.3


@pytest.mark.parametrize("dataset", data_sets("omega_squared"))
def test_agrees_with_r(dataset: str) -> None:
    found, expected = omega_squared(read_samples(dataset)), read_expected()[dataset, "omega_squared"]
    assert found.estimate == pytest.approx(expected["estimate"], rel=REL, abs=1e-12)
    # where R's limit does not hold the estimate, the limit moves to it
    low, high = min(expected["conf_low"], found.estimate), max(expected["conf_high"], found.estimate)
    assert found.conf_low == pytest.approx(low, rel=REL_LIMITS)
    assert found.conf_high == pytest.approx(high, rel=REL_LIMITS)
    moved = not expected["conf_low"] <= found.estimate <= expected["conf_high"]
    assert (found.note is not None) == moved


def test_floored_at_zero() -> None:
    found = omega_squared([[1, 2, 3], [1, 2, 3], [1, 2, 4]])
    assert found.estimate == 0.0 == found.conf_low


def test_an_interval_that_would_miss_its_estimate() -> None:
    # the limits of eta squared lie about eta squared, which omega squared is always below
    found = omega_squared([[1, 2, 3, 4], [2, 3, 4, 5], [4, 5, 6, 7]], level=0.01)
    assert found.conf_low <= found.estimate <= found.conf_high
    assert found.note == "boundary: a confidence limit was moved to the estimate"


def test_undefined() -> None:
    with pytest.raises(NotComputableError, match=r"^no variation within any group$"):
        omega_squared([[1, 1], [2, 2]])


def test_level_is_no_percentage() -> None:
    with pytest.raises(ArgumentError, match=r"^omega_squared\(\) needs a level between 0 and 1; got 95$"):
        omega_squared(PLANTS, level=95)
