"""Panels that hypothesis draws, and what counting by hand makes of them, firm by firm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import polars as pl
from hypothesis import strategies as st

from vcif._columns import CATEGORIES, CATEGORY

State = str | None
History = dict[int, State]


@st.composite
def panels(
    draw: Callable[..., Any], *, firms: int = 8, waves: int = 5, step: int = 1, unknown: bool = True
) -> pl.DataFrame:
    """Draw a panel with gaps, entries, exits and unknown categories, its rows in any order."""
    states = st.sampled_from([*CATEGORIES, *([None] if unknown else [])])
    regions = st.sampled_from(["north", "south", None])
    rows = []
    for i in range(draw(st.integers(0, firms))):
        times = draw(st.lists(st.integers(0, waves - 1), unique=True, max_size=waves))
        rows += [(f"F{i}", 2010 + step * time, draw(states), draw(regions)) for time in times]
    rows = draw(st.permutations(rows))
    kinds = {"firm_id": pl.String, "wave": pl.Int64, "category": CATEGORY, "region": pl.String}
    return pl.DataFrame(rows, schema=kinds, orient="row")


def histories(panel: pl.DataFrame) -> dict[str, History]:
    """Return each firm's states by wave."""
    found: dict[str, History] = {}
    for firm, wave, state in panel.select("firm_id", "wave", pl.col("category").cast(pl.String)).rows():
        found.setdefault(firm, {})[wave] = state
    return found


def steps(panel: pl.DataFrame, step: int = 1) -> Iterator[tuple[str, int, State, State]]:
    """Yield every step between consecutive waves: firm, the wave in which it starts, from, to."""
    for firm, states in histories(panel).items():
        for wave, state in states.items():
            if wave + step in states:
                yield firm, wave, state, states[wave + step]


def counted_steps(panel: pl.DataFrame, step: int = 1) -> Counter[tuple[State, State]]:
    """Return how many steps lead from each state to each other."""
    return Counter((one, two) for _, _, one, two in steps(panel, step))


def matrix(frame: pl.DataFrame) -> dict[tuple[State, State], int]:
    """Return the counts of a frame of transitions by pair."""
    rows = frame.select(pl.col("from").cast(pl.String), pl.col("to").cast(pl.String), "n").rows()
    return {(one, two): n for one, two, n in rows}


def of(**firms: str) -> pl.DataFrame:
    """Return a panel from texts: waves from 1 on, 1 to 4 for C1 to C4, "?" not known, "." not there."""
    names = {str(i): f"C{i}" for i in range(1, 5)} | {"?": None}
    rows = [
        (firm, wave, names[letter])
        for firm, letters in firms.items()
        for wave, letter in enumerate(letters, start=1)
        if letter != "."
    ]
    kinds = {"firm_id": pl.String, "wave": pl.Int64, "category": CATEGORY}
    return pl.DataFrame(rows, schema=kinds, orient="row")
