"""Count by group: one group-by for each column, for many levels, or for weights of rows in a stream."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from vcif.indicators.cells import Cells, together
from vcif.indicators.exact_weights import Weights, rounded_once, with_parts


def count_by_group(rows: pl.LazyFrame, places: Sequence[int], groups: int, weights: Weights | None) -> Cells:
    """Return the cells of columns of numbers "0", "1", .., given by their places; in order.

    `rows` has the group's code (null for none) in "g" and the weight in "w", if there are weights.
    """
    steps = weights.steps if weights is not None else ()
    rows = with_parts(rows, steps) if steps else rows
    sums = [pl.col(f"w{i}").sum() for i in range(len(steps))]
    queries = [
        rows.group_by(
            group="g",
            score=pl.col(str(place)).cast(pl.Float64) + 0.0,  # -0.0 is 0.0
        )
        .agg(pl.len().alias("rows"), *sums)
        .sort("group", "score", nulls_last=True)
        for place in places
    ]
    found = pl.collect_all(queries, engine="streaming")
    counts = zip(places, found, strict=True)
    return together([_cells(place, counted, groups, weights) for place, counted in counts])


def _cells(place: int, counted: pl.DataFrame, groups: int, weights: Weights | None) -> Cells:
    """Return one column's cells."""
    n = counted.height
    sums = [counted[f"w{i}"].to_numpy() for i in range(len(weights.steps) if weights is not None else 0)]
    return Cells(
        indicator=np.full(n, place),
        group=counted["group"].cast(pl.Int64).fill_null(groups).to_numpy(),
        score=counted["score"].fill_null(float("nan")).to_numpy(),
        answered=counted["score"].is_not_null().to_numpy(),
        rows=counted["rows"].cast(pl.Int64).to_numpy(),
        weight=None if weights is None else rounded_once(sums, (n,)),
    )
