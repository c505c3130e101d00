"""The tally as a frame: every row that it must have, in order, built from the cells that hold rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vcif._columns import BLOCK
from vcif.indicators.cells import Cells, Floats, Whole, first_of_equals, together


@dataclass(frozen=True)
class Facts:
    """What is known of each indicator, in order: name, block, whether it is defining, levels of its scale."""

    names: Sequence[str]
    blocks: Sequence[str | None]
    defining: Sequence[bool]
    scales: Sequence[Sequence[float]]


def tally_frame(cells: Cells, facts: Facts, groups: pl.Enum) -> pl.DataFrame:
    """Return the tally: missing answers and scale levels by every group, and whatever else occurs.

    Parameters
    ----------
    cells
        Those of each indicator and group in the order of their scores, missing answers last; their rows
        become n.
    facts
        What is known of the indicators.
    groups
        The groups; after the last one come the firms of no group, where there are some.
    """
    names = groups.categories.to_list()
    lines = len(names) + bool((cells.group == len(names)).any())
    lengths = np.array([len(scale) for scale in facts.scales])
    scaled = (lengths > 0)[cells.indicator]
    unscaled = np.flatnonzero(lengths == 0)
    missing = _empty(unscaled, np.full(unscaled.size, np.nan), lines, cells)
    rows = together([_on_grid(cells.only(scaled), lengths, facts, lines), cells.only(~scaled), missing])
    key = rows.indicator * lines + rows.group
    rows = _added_up(rows, key, np.argsort(key, kind="stable"))  # the scores are in order already
    return _frame(rows, facts, pl.Series("group", [*names, None], dtype=groups))


def _on_grid(cells: Cells, lengths: Whole, facts: Facts, lines: int) -> Cells:
    """Return the cells of indicators with a scale, and those without firms that their tally needs too.

    These are every level of the scale, every other score that occurs, and missing answers, by every group.
    """
    scaled, extra = np.flatnonzero(lengths), cells.only(cells.answered)
    levels = np.array([level for scale in facts.scales for level in scale], dtype=np.float64) + 0.0
    indicator = np.concatenate([np.repeat(np.arange(lengths.size), lengths), extra.indicator, scaled])
    score = np.concatenate([levels, extra.score, np.full(scaled.size, np.nan)])
    order = np.lexsort((score, indicator))
    kept = order[first_of_equals(indicator[order], score[order])]
    rows = together([_empty(indicator[kept], score[kept], lines, cells), cells])
    key = rows.indicator * lines + rows.group
    return _added_up(rows, key, np.lexsort((rows.score, key)))


def _empty(indicator: Whole, score: Floats, lines: int, like: Cells) -> Cells:
    """Return cells without firms: indicators and their scores (NaN = no answer) by every group."""
    n = score.size * lines
    score = np.repeat(score, lines)
    return Cells(
        indicator=np.repeat(indicator, lines),
        group=np.tile(np.arange(lines), n // max(lines, 1)),
        score=score,
        answered=~np.isnan(score),
        rows=np.zeros(n, dtype=np.int64),
        weight=None if like.weight is None else np.zeros(n),
    )


def _added_up(cells: Cells, key: Whole, order: NDArray[np.intp]) -> Cells:
    """Return the cells in an order, those of the same key and score as one."""
    first = first_of_equals(key[order], cells.score[order])
    kept = order[first]
    return Cells(
        indicator=cells.indicator[kept],
        group=cells.group[kept],
        score=cells.score[kept],
        answered=cells.answered[kept],
        rows=np.add.reduceat(cells.rows[order], first) if first.size else cells.rows,
        weight=None if cells.weight is None else np.add.reduceat(cells.weight[order], first),
    )


def _frame(cells: Cells, facts: Facts, groups: pl.Series) -> pl.DataFrame:
    """Return cells as a frame."""
    indicator = pl.Series("indicator", facts.names, dtype=pl.String)
    block = pl.Series("block", facts.blocks, dtype=BLOCK)
    defining = pl.Series("defining", facts.defining, dtype=pl.Boolean)
    nothing = pl.Series([None], dtype=pl.Float64).new_from_index(0, cells.rows.size)
    return pl.DataFrame(
        [
            *(known[cells.indicator] for known in (indicator, block, defining)),
            groups[cells.group],
            pl.Series("score", cells.score, nan_to_null=True),
            pl.Series("n", cells.rows),
            (nothing if cells.weight is None else pl.Series(cells.weight)).alias("weight"),
        ]
    )
