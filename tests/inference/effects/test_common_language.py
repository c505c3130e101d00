"""The common-language effect: by its definition, Cliff's delta on another scale."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.golden import POOH
from vcif._errors import ArgumentError, NotComputableError
from vcif.inference.effects import cliffs_delta, common_language


def test_by_its_definition() -> None:
    first, second = POOH[:2]
    share = Fraction(sum(2 * (x < y) + (x == y) for x in first for y in second), 2 * len(first) * len(second))
    assert common_language(POOH[:2]).estimate == pytest.approx(float(share), rel=1e-14)


def test_signs_and_ends() -> None:
    up, down = common_language([[1, 2, 3], [4, 5, 6]]), common_language([[4, 5, 6], [1, 2, 3]])
    assert (up.estimate, down.estimate) == (1.0, 0.0)
    assert up.conf_low == 1 - down.conf_high


def test_limits_are_deltas() -> None:
    share, delta = common_language(POOH[:2]), cliffs_delta(POOH[:2])
    assert 2 * share.conf_low - 1 == pytest.approx(delta.conf_low, rel=1e-12)
    assert 2 * share.conf_high - 1 == pytest.approx(delta.conf_high, rel=1e-12)


def test_faults_are_its_own() -> None:
    with pytest.raises(NotComputableError, match=r"^common_language needs at least 2 firms in every group"):
        common_language([[1], [2, 3]])
    with pytest.raises(ArgumentError, match=r"^common_language\(\) needs exactly 2 groups; got 3$"):
        common_language(POOH)
