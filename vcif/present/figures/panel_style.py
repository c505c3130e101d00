"""What the figures of a panel share: fills that rise in darkness from C1 to C4, and the inks on them."""

from __future__ import annotations

import polars as pl

from vcif._columns import CATEGORIES, CATEGORY_LABELS

# In grey they are told apart by their darkness; wherever a state is filled its name or a key stands as well.
FILLS = {"C1": "#DADADA", "C2": "#F2B84B", "C3": "#3F7FBF", "C4": "#1A1A1A"}
INKS = {"C1": "#000000", "C2": "#000000", "C3": "#FFFFFF", "C4": "#FFFFFF"}
LABELS = {name: f"{name} {CATEGORY_LABELS[name].lower()}" for name in CATEGORIES}


def ink() -> pl.Expr:
    """Return the colour of a text that stands on a state's fill."""
    return pl.col("category").cast(pl.String).replace_strict(INKS, default="#000000")
