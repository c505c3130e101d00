"""Count by sorting: for columns in memory of many levels, sort each group's scores and join equal ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vcif.indicators.cells import Cells, Floats, as_number, first_of_equals
from vcif.indicators.exact_weights import rounded_once
from vcif.indicators.rows import Rows


@dataclass(frozen=True)
class _ByGroup:
    """Rows put in order of their groups: former places, groups, parts of weights, and the groups' ends."""

    order: NDArray[np.intp]
    group: NDArray[Any]
    parts: list[Floats] | None
    edges: list[int]


def count_by_sorting(columns: Mapping[int, pl.Series], rows: Rows) -> dict[int, Cells]:
    """Return the cells, in order, of those columns that hold no NaN, by their places."""
    if not columns:
        return {}
    n = rows.group.len()
    group = rows.lines(0, n)
    order = np.argsort(group, kind="stable")
    parts = None if rows.weights is None else [part[order] for part in rows.parts(0, n)]
    edges = np.searchsorted(group[order], np.arange(rows.groups + 2)).tolist()
    grouped = _ByGroup(order, group[order], parts, edges)
    found = {place: _cells(place, values, grouped) for place, values in columns.items()}
    return {place: cells for place, cells in found.items() if cells is not None}


def _cells(place: int, values: pl.Series, rows: _ByGroup) -> Cells | None:
    """Return one column's cells; None where it holds NaN."""
    score = as_number(values, values.dtype).cast(pl.Float64).to_numpy()[rows.order] + 0.0  # null is NaN now
    if np.count_nonzero(np.isnan(score)) != values.null_count():
        return None
    parts = _sorted(score, rows)
    first = first_of_equals(rows.group, score)
    sums = [np.add.reduceat(part, first) for part in parts] if first.size else []
    return Cells(
        indicator=np.full(first.size, place),
        group=rows.group[first].astype(np.int64),
        score=score[first],
        answered=~np.isnan(score[first]),
        rows=np.diff(first, append=score.size),
        weight=None if rows.parts is None else rounded_once(sums, first.shape),
    )


def _sorted(score: Floats, rows: _ByGroup) -> list[Floats]:
    """Sort each group's scores in place, no answer last; return the parts of the weights in that order."""
    if rows.parts is None:
        for start, end in pairwise(rows.edges):
            score[start:end].sort()
        return []
    orders = [start + np.argsort(score[start:end]) for start, end in pairwise(rows.edges)]
    order = np.concatenate(orders)
    score[:] = score[order]
    return [part[order] for part in rows.parts]
