"""Count by equality: one query over all columns that sums, for each level, where a column equals it.

What equals none of the guessed levels must be no answer: the count itself tells whether the guess was
complete, and a column for which it was not is left to another way of counting, so that no score is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from vcif.indicators.cells import EXACT, Crossing, Whole, as_number

_TOGETHER = 32  # columns in a query; planning takes longer than counting where there are many
_MOST_CELLS = 72  # per column; beyond, a place for each score is faster

Levels = Sequence[int | float]


def guess_levels(sample: pl.Series, scale: Sequence[float], groups: int) -> Levels | None:
    """Return the levels that a column seems to have, by some of its scores and its scale; None where many."""
    scores = as_number(sample.drop_nulls(), sample.dtype).to_numpy()
    most = _MOST_CELLS // (groups + 1)
    seen = {score for score in np.unique(scores).astype(np.float64).tolist() if abs(score) < EXACT}
    if seen and max(seen) - min(seen) < most and all(score.is_integer() for score in seen):
        seen |= {min(seen) + i for i in range(int(max(seen) - min(seen)))}  # one between others may be rare
    whole = scores.dtype.kind in "iu"
    if whole:
        ends = np.iinfo(scores.dtype)
        scale = [level for level in scale if level.is_integer() and ends.min <= level <= ends.max]
    levels = sorted(seen.union(scale))
    if len(levels) > most:
        return None
    return [int(level) for level in levels] if whole else levels


def count_by_equality(rows: pl.LazyFrame, levels: Mapping[int, Levels], groups: int) -> dict[int, Crossing]:
    """Return the crossings of those columns, by their places, that hold no other scores than their levels.

    `rows` has the column "g" (the group's code, null for none) and columns of numbers "0", "1", ...
    """
    crossings: dict[int, Crossing] = {}
    places = list(levels)
    for i in range(0, len(places), _TOGETHER):
        part = {place: levels[place] for place in places[i : i + _TOGETHER]}
        sums = _sums(rows, part, groups).collect(engine="streaming").row(0)
        crossings |= _crossings(np.array(sums, dtype=np.int64), part, groups + 1)
    return crossings


def _sums(rows: pl.LazyFrame, levels: Mapping[int, Levels], groups: int) -> pl.LazyFrame:
    """Return the query for some columns: sums by column, group and level; groups' sizes; columns' nulls."""
    masks = [
        pl.col(str(place)).eq_missing(level).alias(f"{place}={k}")
        for place, known in levels.items()
        for k, level in enumerate(known)
    ]
    own = [
        pl.col("g").eq_missing(pl.lit(g if g < groups else None)).alias(f"g={g}") for g in range(groups + 1)
    ]
    columns = [pl.col(str(place)) for place in levels]
    sums = [
        (pl.col(f"{place}={k}") & pl.col(f"g={g}")).sum().alias(f"{place}={k}&{g}")
        for place, known in levels.items()
        for g in range(groups + 1)
        for k in range(len(known))
    ]
    sizes = [pl.col(f"g={g}").sum() for g in range(groups + 1)]
    return rows.select(*masks, *own, *columns).select(*sums, *sizes, *(each.null_count() for each in columns))


def _crossings(found: Whole, levels: Mapping[int, Levels], lines: int) -> dict[int, Crossing]:
    """Return the crossings whose scores and missing answers add up to the sizes of the groups."""
    sizes, nulls = found[-len(levels) - lines : -len(levels)], found[-len(levels) :]
    crossings, start = {}, 0
    for (place, known), missing in zip(levels.items(), nulls.tolist(), strict=True):
        table = found[start : start + lines * len(known)].reshape(lines, len(known))
        start += table.size
        rest = sizes - table.sum(axis=1)
        if rest.sum() == missing:
            rows = np.column_stack([table, rest])
            crossings[place] = Crossing(levels=np.array(known, dtype=np.float64), rows=rows, weight=None)
    return crossings
