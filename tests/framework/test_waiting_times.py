"""Time to C4: where the clock starts and stops, and the reason where it does not start; flows and movers by hand."""

from __future__ import annotations

import polars as pl
import pytest

from tests.panels import of
from vcif.framework import movers, panel_flow, waiting_times
from vcif.framework.waiting_times import NEVER_KNOWN, NEVER_LEFT, NOT_FROM_C1, NOT_SEEN

# Single firms: waves in which nothing varies, and no two waves in a row.
pytestmark = pytest.mark.filterwarnings("ignore::vcif._errors.PanelWarning")
MARKET, EFFICIENCY = "market_seeking", "efficiency_seeking"


@pytest.mark.parametrize(
    ("letters", "path", "start", "time", "reached"),
    [
        ("134", MARKET, 2, 1, True),
        ("11334", MARKET, 3, 2, True),
        ("124", EFFICIENCY, 2, 1, True),
        ("13124", MARKET, 2, 3, True),  # back and over the other side: the clock runs on
        ("14", "direct", 2, 0, True),
        ("1222", EFFICIENCY, 2, 2, False),
        ("12.4", EFFICIENCY, 2, 0, False),  # lost before it arrived
        ("12?4", EFFICIENCY, 2, 0, False),
        ("1244", EFFICIENCY, 2, 1, True),
        ("..134", MARKET, 4, 1, True),
    ],
)
def test_the_clock(letters: str, path: str, start: int, time: int, reached: bool) -> None:
    found = waiting_times(of(a=letters)).row(0)
    assert found == ("a", path, start, time, reached, None)


@pytest.mark.parametrize(
    ("letters", "reason"),
    [
        ("111", NEVER_LEFT), ("1?1", NEVER_LEFT), ("1.1", NEVER_LEFT), ("?11", NEVER_LEFT),
        ("34", NOT_FROM_C1), ("4", NOT_FROM_C1), ("?34", NOT_FROM_C1), ("?3134", NOT_FROM_C1),
        ("1?34", NOT_SEEN), ("1.34", NOT_SEEN), ("?134", NOT_SEEN), ("??", NEVER_KNOWN),
    ],
)  # fmt: skip
def test_a_clock_that_does_not_start_has_a_reason(letters: str, reason: str) -> None:
    assert waiting_times(of(a=letters)).row(0) == ("a", None, None, None, None, reason)


def test_flow_by_hand() -> None:
    found = panel_flow(of(a="123", b="1.3", c=".?.", d="1.."))
    assert found.rows() == [(1, 3, 0, 3, 0, 1, 1), (2, 2, 1, 1, 0, 0, 1), (3, 2, 0, 0, 1, None, None)]


def test_movers_by_hand() -> None:
    found = movers(of(a="111", b="1?1", c="13", d="2", e="?2", f="??", g="44"))
    assert found.filter(pl.col("n") > 0).rows() == [
        ("never_moved", "C1", 2), ("never_moved", "C4", 1), ("moved", None, 1), ("one_wave", "C2", 2),
        ("never_known", None, 1),
    ]  # fmt: skip
    assert found.height == 10
