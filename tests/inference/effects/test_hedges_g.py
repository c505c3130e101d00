"""Hedges' g: R's values and limits, the exact correction, signs."""

from __future__ import annotations

import math

import pytest

from tests.expected import data_sets, pairs_of, read_expected, read_samples
from vcif._errors import NotComputableError
from vcif.inference.effects import hedges_g

REL = 1e-9  # effectsize 0.8.3 uses the exact correction through lgamma, good to some 1e-13
REL_LIMITS = 1e-8  # roots of R's pt; effectsize's own limits come from optim() and are good to four digits


@pytest.mark.parametrize("dataset", data_sets("hedges_g"))
def test_agrees_with_r(dataset: str) -> None:
    samples, expected = read_samples(dataset), read_expected()[dataset, "hedges_g"]
    for i, j in pairs_of(samples):
        found = hedges_g([samples[i], samples[j]])
        assert found.estimate == pytest.approx(expected[f"estimate:{i}-{j}"], rel=REL, abs=1e-12)
        if f"conf_low:{i}-{j}" in expected:  # R's pt has no digits left for larger effects
            assert found.conf_low == pytest.approx(expected[f"conf_low:{i}-{j}"], rel=REL_LIMITS, abs=1e-9)
            assert found.conf_high == pytest.approx(expected[f"conf_high:{i}-{j}"], rel=REL_LIMITS, abs=1e-9)


def test_by_hand() -> None:
    # d = 3 on 4 degrees of freedom; J = Gamma(2)/(sqrt(2) Gamma(3/2)) = sqrt(2/pi)
    assert hedges_g([[1, 2, 3], [4, 5, 6]]).estimate == pytest.approx(3 * math.sqrt(2 / math.pi), rel=1e-14)


def test_reversed_groups_turn_the_sign() -> None:
    up, down = hedges_g([[1, 2, 3], [4, 5, 7]]), hedges_g([[4, 5, 7], [1, 2, 3]])
    assert up.estimate == -down.estimate > 0
    assert (up.conf_low, up.conf_high) == (-down.conf_high, -down.conf_low)


def test_a_huge_effect_has_limits() -> None:
    found = hedges_g([[0, 1] * 50, [10**9, 10**9 + 1] * 50])
    assert 0 < found.conf_low < found.estimate < found.conf_high < math.inf
    assert found.note is None


@pytest.mark.parametrize(
    ("samples", "reason"),
    [
        ([[1, 1], [2, 2]], "no variation within any group"),
        ([[1, 2], [3]], "hedges_g needs at least four firms in the two groups together"),
        ([[1, 2, 3], []], "hedges_g needs at least one firm in every group (the smallest has 0)"),
    ],
)
def test_undefined(samples: list[list[int]], reason: str) -> None:
    with pytest.raises(NotComputableError) as raised:
        hedges_g(samples)
    assert str(raised.value) == reason
