"""Bootstrap intervals cover as they say: a thousand seeded studies of a population with effects of medium size.

`python -m tests.inference.resampling.coverage` prints the whole table, weak effects and Cramer's V included, of which
the methods page speaks: there resamples are biased upwards, and the intervals by inversion are the ones to take.
"""

from __future__ import annotations

import pytest

from tests.inference.resampling.coverage import POPULATIONS, Hits, covered

KEPT = ("hedges_g", "cliffs_delta", "common_language", "eta_squared", "omega_squared", "rank_epsilon_squared")


@pytest.fixture(scope="module")
def hits() -> dict[tuple[str, str], Hits]:
    return covered(POPULATIONS["medium"], ("percentile", "bca"), 1000, 999, 1)


@pytest.mark.parametrize("interval", ["percentile", "bca"])
@pytest.mark.parametrize("effect", KEPT)
def test_95_per_cent_intervals_cover(hits: dict[tuple[str, str], Hits], effect: str, interval: str) -> None:
    found = hits[effect, interval]
    assert found.without == 0
    assert 0.92 <= found.coverage <= 0.97


def test_cramers_v_is_not_to_be_bootstrapped(hits: dict[tuple[str, str], Hits]) -> None:
    assert hits["cramers_v", "percentile"].coverage < 0.92
