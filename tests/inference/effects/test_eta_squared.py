"""Eta squared: R's values and limits by both conventions' arithmetic, published intervals."""

from __future__ import annotations

import pytest

from tests.expected import data_sets, read_expected, read_samples
from tests.golden import PLANTS, POOH, agrees
from vcif.inference.distributions import noncentral_f_limits
from vcif.inference.effects import eta_squared, omega_squared
from vcif.inference.htests import anova

REL, LIMITS = 1e-9, 1e-8


@pytest.mark.parametrize("dataset", data_sets("eta_squared"))
def test_agrees_with_r(dataset: str) -> None:
    found, expected = eta_squared(read_samples(dataset)), read_expected()[dataset, "eta_squared"]
    assert found.estimate == pytest.approx(expected["estimate"], rel=REL)
    assert found.conf_low == pytest.approx(min(expected["conf_low"], found.estimate), rel=LIMITS, abs=1e-12)
    assert found.conf_high == pytest.approx(max(expected["conf_high"], found.estimate), rel=LIMITS)


def test_plants() -> None:
    # effectsize divides the noncentrality by itself plus df2: [.0353063, .4547758]; here it is plus N
    found = eta_squared(PLANTS, level=0.90)
    assert agrees(found.estimate, "0.2641483")
    assert agrees(found.conf_low, "0.0318882")
    assert agrees(found.conf_high, "0.4287990")
    low, high = noncentral_f_limits(anova(PLANTS).statistic, 2, 27, 0.90)
    assert agrees(low / (low + 27), "0.0353063")
    assert agrees(high / (high + 27), "0.4547758")


def test_the_two_conventions() -> None:
    # effectsize issue 628: F = 15.4105982 on 3 and 75; noncentrality [18.9131466, 79.1825037]
    low, high = noncentral_f_limits(15.4105982, 3, 75, 0.95)
    assert low == pytest.approx(18.9131466, rel=1e-8)  # of an F with more digits than were printed
    assert high == pytest.approx(79.1825037, rel=1e-8)
    assert agrees(low / (low + 79), "0.193162")
    assert agrees(high / (high + 79), "0.500577")
    assert agrees(low / (low + 75), "0.201390")
    assert agrees(high / (high + 75), "0.513563")


def test_it_is_larger_than_omega_squared() -> None:
    eta, omega = eta_squared(POOH), omega_squared(POOH)
    assert eta.estimate > omega.estimate
    assert (eta.conf_low, eta.conf_high) == (omega.conf_low, omega.conf_high)


def test_a_limit_that_would_miss_its_estimate() -> None:
    found = eta_squared([[1, 2, 3, 4, 5] * 7, [1, 2, 3, 4, 5] * 7, [1, 2, 3, 4, 5] * 6 + [3, 4]])
    assert found.conf_low == 0.0
    assert found.conf_high >= found.estimate > 0
