"""Count by group: a few columns at a time, for rows in a stream that have many levels or weights."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vcif.indicators.cells import Cells, together
from vcif.indicators.exact_weights import Weights, rounded_once, with_parts

_TOGETHER = 8  # columns that one reading of the rows counts; more of them need more memory


def count_by_group(rows: pl.LazyFrame, places: Sequence[int], groups: int, weights: Weights | None) -> Cells:
    """Return the cells of columns of numbers "0", "1", .., given by their places; in order.

    `rows` has the group's code (null for none) in "g" and the weight in "w", if there are weights. The
    columns are put below one another on the way, because several queries in one would hold all rows in
    memory.
    """
    steps = weights.steps if weights is not None else ()
    rows = with_parts(rows, steps) if steps else rows
    parts = [f"w{i}" for i in range(len(steps))]
    found = []
    for i in range(0, len(places), _TOGETHER):
        names = [str(place) for place in places[i : i + _TOGETHER]]
        scores = [pl.col(name).cast(pl.Float64) + 0.0 for name in names]  # -0.0 is 0.0
        long = rows.select("g", *parts, *scores).unpivot(on=names, index=["g", *parts], value_name="score")
        counted = long.group_by("variable", "g", "score").agg(pl.len().alias("rows"), *map(pl.sum, parts))
        ordered = counted.sort("variable", "g", "score", nulls_last=True)
        found.append(_cells(ordered.collect(engine="streaming"), groups, weights))
    return together(found)


def _cells(counted: pl.DataFrame, groups: int, weights: Weights | None) -> Cells:
    """Return counted rows as cells."""
    n, steps = counted.height, weights.steps if weights is not None else ()
    return Cells(
        indicator=counted["variable"].cast(pl.Int64).to_numpy(),
        group=counted["g"].cast(pl.Int64).fill_null(groups).to_numpy(),
        score=counted["score"].fill_null(float("nan")).to_numpy(),
        answered=counted["score"].is_not_null().to_numpy(),
        rows=counted["rows"].cast(pl.Int64).to_numpy(),
        weight=None
        if weights is None
        else rounded_once([counted[f"w{i}"].to_numpy() for i in range(len(steps))], (n,)),
    )
