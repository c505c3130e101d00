"""Item-rest correlations: an item that runs against its block was probably asked the other way round."""

from __future__ import annotations

from typing import get_args

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vcif._columns import schema
from vcif.dataset.codebook import Codebook, Indicator
from vcif.dataset.codebook_base import Block

FEWEST = 3
Floats = NDArray[np.float64]


def item_rest(firms: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """Correlate every item with the mean of the other items of its block, over firms that answered both.

    Items on different scales are brought to 0 to 1 first. Defining items and plain numbers are no items.
    """
    rows: list[dict[str, object]] = []
    for block in get_args(Block):
        items = codebook.composite_items(block)
        if items:
            rows += _of_block(firms, items)
    return pl.DataFrame(rows, schema=schema("check_items"))


def _of_block(firms: pl.DataFrame, items: tuple[Indicator, ...]) -> list[dict[str, object]]:
    """Return the rows of one block."""
    scores = np.column_stack([_unit(firms[item.id], item) for item in items])
    known = np.isfinite(scores)
    sums, counts = np.where(known, scores, 0.0).sum(axis=1), known.sum(axis=1)
    rows = []
    for place, item in enumerate(items):
        here = known[:, place]
        others = counts - here
        both = here & (others > 0)
        rest = (sums[both] - scores[both, place]) / others[both]
        correlation, note = _correlation(scores[both, place], rest, alone=len(items) == 1)
        row: dict[str, object] = {"block": item.block, "indicator": item.id, "column": item.column}
        row |= {"n": int(both.sum()), "item_rest": correlation, "reversed": item.reversed}
        rows.append(row | {"suspect": correlation is not None and correlation < 0, "note": note})
    return rows


def _unit(answers: pl.Series, item: Indicator) -> Floats:
    """Return an item's answers from 0 to 1, NaN where there is none."""
    low, high = item.levels[0], item.levels[-1]
    values: Floats = answers.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    unit: Floats = (values - low) / (high - low)
    return unit


def _correlation(item: Floats, rest: Floats, *, alone: bool) -> tuple[float | None, str | None]:
    """Return Pearson's correlation, or the reason that there is none."""
    if alone:
        return None, "the only item of its block"
    if item.size < FEWEST:
        return None, f"fewer than {FEWEST} firms answered it and another item of the block"
    if np.ptp(item) == 0:
        return None, "no variation: every firm gave the same answer"
    if np.ptp(rest) < 1e-12:
        return None, "no variation in the other items of the block"
    x, y = item - item.mean(), rest - rest.mean()
    return float(np.clip(x @ y / np.sqrt((x @ x) * (y @ y)), -1.0, 1.0)), None
