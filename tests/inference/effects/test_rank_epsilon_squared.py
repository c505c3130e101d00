"""Rank epsilon squared: R's values, two-sided limits that hold the estimate, and perfect separation."""

from __future__ import annotations

import pytest

from tests.expected import data_sets, read_expected, read_samples
from tests.golden import POOH, agrees
from vcif._errors import NotComputableError
from vcif.inference.effects import rank_epsilon_squared

REL = 1e-9  # from R's kruskal.test, good to some 1e-12
# R's pf with a noncentrality stops at an error of 1e-9, so its limits are good to some 1e-8; the limits
# themselves are held against 30-digit arithmetic in distributions/test_noncentral.py
REL_LIMITS = 1e-7


def test_mangiafico() -> None:
    assert agrees(rank_epsilon_squared(POOH).estimate, "0.58077")


@pytest.mark.parametrize("dataset", data_sets("rank_epsilon_squared"))
def test_agrees_with_r(dataset: str) -> None:
    found, expected = (
        rank_epsilon_squared(read_samples(dataset)),
        read_expected()[dataset, "rank_epsilon_squared"],
    )
    assert found.estimate == pytest.approx(expected["estimate"], rel=REL)
    low, high = min(expected["conf_low"], found.estimate), max(expected["conf_high"], found.estimate)
    assert found.conf_low == pytest.approx(low, rel=REL_LIMITS)
    assert found.conf_high == pytest.approx(high, rel=REL_LIMITS)


def test_the_interval_has_two_sides() -> None:
    # ggstatsplot issue 919: the upper limit was 1 whatever the data
    found = rank_epsilon_squared(POOH)
    assert 0 < found.conf_low < found.estimate < found.conf_high < 1


def test_the_interval_holds_a_tiny_estimate() -> None:
    # effectsize 0.8.3: estimate .0015 with the interval [.02, 1]
    found = rank_epsilon_squared([[1, 2, 3, 4, 5] * 40, [1, 2, 3, 4, 5] * 39 + [1, 2, 3, 5, 5]])
    assert found.conf_low <= found.estimate <= found.conf_high


def test_perfect_separation_says_so() -> None:
    found = rank_epsilon_squared([[1, 1, 1], [2, 2, 2]])
    assert (found.estimate, found.conf_low, found.conf_high) == (1.0, 1.0, 1.0)
    assert found.note == "boundary: a confidence limit was moved to the estimate"


def test_no_firm_left_for_the_spread() -> None:
    with pytest.raises(NotComputableError, match=r"^rank_epsilon_squared needs more firms than groups$"):
        rank_epsilon_squared([[1], [2]])
