"""The tally as a frame: every row that it must have, in order, built from the cells that hold rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vcif._columns import BLOCK
from vcif.indicators.cells import Cells, Floats, Whole


@dataclass(frozen=True)
class Facts:
    """What is known of each indicator, in order: name, block, whether it is defining, levels of its scale."""

    names: Sequence[str]
    blocks: Sequence[str | None]
    defining: Sequence[bool]
    scales: Sequence[Sequence[float]]


@dataclass(frozen=True)
class _Keys:
    """Rows of the tally by indicator, group and score (NaN = no answer)."""

    indicator: Whole
    group: Whole
    score: Floats


def tally_frame(cells: Cells, facts: Facts, groups: pl.Enum) -> pl.DataFrame:
    """Return the tally: scale levels and missing answers by every group, and whatever else occurs.

    The cells' rows become n; the column weight is null where the cells have none.
    """
    names = groups.categories.to_list()
    lines = len(names) + bool((cells.group == len(names)).any())
    grid = _grid(cells, facts, lines)
    indicator = np.concatenate([grid.indicator, cells.indicator])
    group = np.concatenate([grid.group, cells.group])
    score = np.concatenate([grid.score, cells.score])
    order, first = _distinct(indicator * (len(names) + 1) + group, score)
    kept = order[first]
    columns = _Keys(indicator[kept], group[kept], score[kept])
    spare = grid.score.size  # the grid's rows hold nothing of their own
    n = np.add.reduceat(np.pad(cells.rows, (spare, 0))[order], first)
    weight = None if cells.weight is None else np.add.reduceat(np.pad(cells.weight, (spare, 0))[order], first)
    return _frame(columns, n, weight, facts, pl.Series("group", [*names, None], dtype=groups))


def _grid(cells: Cells, facts: Facts, lines: int) -> _Keys:
    """Return the rows that stand in the tally whether firms are in them or not.

    Missing answers for all groups; with a scale, its levels and any other score that occurs.
    """
    lengths = np.array([len(scale) for scale in facts.scales])
    places = np.arange(lengths.size)
    extra = cells.answered & (lengths > 0)[cells.indicator]
    indicator = np.concatenate([np.repeat(places, lengths), cells.indicator[extra], places])
    levels = [level for scale in facts.scales for level in scale]
    score = np.concatenate([np.array(levels) + 0.0, cells.score[extra], np.full(places.size, np.nan)])
    order, first = _distinct(indicator, score)
    kept = order[first]
    return _Keys(
        indicator=np.repeat(indicator[kept], lines),
        group=np.tile(np.arange(lines), kept.size),
        score=np.repeat(score[kept], lines),
    )


def _distinct(key: Whole, score: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the order by key and score (NaN last), and where in it the first of each pair stands."""
    order = np.lexsort((score, key))
    key, score = key[order], score[order]
    null = np.isnan(score)
    same = (key[1:] == key[:-1]) & ((score[1:] == score[:-1]) | (null[1:] & null[:-1]))
    return order, np.flatnonzero(np.concatenate([np.ones(min(key.size, 1), dtype=np.bool_), ~same]))


def _frame(keys: _Keys, n: Whole, weight: Floats | None, facts: Facts, groups: pl.Series) -> pl.DataFrame:
    """Return the rows as a frame."""
    indicator = pl.Series("indicator", facts.names, dtype=pl.String)
    block = pl.Series("block", facts.blocks, dtype=BLOCK)
    defining = pl.Series("defining", facts.defining, dtype=pl.Boolean)
    nothing = pl.Series([None], dtype=pl.Float64).new_from_index(0, n.size)
    return pl.DataFrame(
        [
            *(known[keys.indicator] for known in (indicator, block, defining)),
            groups[keys.group],
            pl.Series("score", keys.score, nan_to_null=True),
            pl.Series("n", n),
            (nothing if weight is None else pl.Series(weight)).alias("weight"),
        ]
    )
