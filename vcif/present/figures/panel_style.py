"""What the figures of a panel share: fills that rise in darkness, inks on them, and places that are named."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vcif._columns import CATEGORIES, CATEGORY_LABELS

# In grey they are told apart by their darkness; wherever a state is filled its name or a key stands as well.
FILLS = {"C1": "#DADADA", "C2": "#F2B84B", "C3": "#3F7FBF", "C4": "#1A1A1A"}
INKS = {"C1": "#000000", "C2": "#000000", "C3": "#FFFFFF", "C4": "#FFFFFF"}
LABELS = {name: f"{name} {CATEGORY_LABELS[name].lower()}" for name in CATEGORIES}


def ink() -> pl.Expr:
    """Return the colour of a text that stands on a state's fill."""
    return pl.col("category").cast(pl.String).replace_strict(INKS, default="#000000")


MOST_NAMED = 12  # waves whose names and numbers a page has room for


def named_places(places: int, most: int = MOST_NAMED) -> list[int]:
    """Return which of the places 0, 1, ... have room for their names: every one, every second, ...

    >>> named_places(7), named_places(30)
    ([0, 1, 2, 3, 4, 5, 6], [0, 3, 6, 9, 12, 15, 18, 21, 24, 27])
    """
    return list(range(0, places, max(1, -(-places // most))))


def wave_axis(waves: Sequence[int]) -> dict[str, list[int] | list[str]]:
    """Return where an axis of waves is named, and how, the waves lying at 0, 1, ..."""
    named = named_places(len(waves))
    return {"breaks": list(named), "labels": [str(waves[place]) for place in named]}


def firm_ticks(firms: int) -> list[int]:
    """Return ticks for an axis of firms: whole numbers, at most six.

    >>> firm_ticks(1), firm_ticks(320)
    ([0, 1], [0, 100, 200, 300])
    """
    size = next(
        base * 10**power for power in range(20) for base in (1, 2, 5) if firms // (base * 10**power) <= 5
    )
    return list(range(0, firms + 1, size))
