"""From a tally to one table of counts per indicator: the door between frames and arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vcif._columns import FRAMES
from vcif._counts import Counts
from vcif._errors import DataError


@dataclass(frozen=True)
class IndicatorTable:
    """One indicator's counts; `groups` names the rows, None for firms that could not be classified.

    `counts` is None where no firm of any group gave an answer; `weights` holds the sums of sampling weights
    in the same places, or None where there are none.
    """

    indicator: str
    block: str | None
    defining: bool
    groups: tuple[str | None, ...]
    sizes: tuple[int, ...]
    missing: tuple[int, ...]
    counts: Counts | None
    weights: NDArray[np.float64] | None
    _chosen: dict[tuple[int, ...], Counts] = field(default_factory=dict, repr=False, compare=False)

    def select(self, names: Sequence[str]) -> Counts | None:
        """Return the counts of some groups; kept, since several tests ask for the same ones."""
        places = tuple(self.groups.index(name) for name in names)
        if self.counts is not None and places not in self._chosen:
            self._chosen[places] = self.counts.select(places)
        return self._chosen.get(places)


@dataclass(frozen=True)
class ParsedTally:
    """A tally taken apart once, for several calls: the Enum of its groups and each indicator's table."""

    groups: pl.Enum
    tables: tuple[IndicatorTable, ...]

    @property
    def names(self) -> list[str]:
        """The groups, in their order."""
        return self.groups.categories.to_list()

    @property
    def weighted(self) -> bool:
        """Whether the tally carries sampling weights."""
        return any(table.weights is not None for table in self.tables)


def group_type(tally: pl.DataFrame) -> pl.Enum:
    """Return the Enum of a tally's groups."""
    dtype = tally.schema.get("group")
    if not isinstance(dtype, pl.Enum):
        raise DataError(
            f"a tally's column 'group' is an Enum; got {dtype or 'no such column'}; make it with vcif.tally()"
        )
    return dtype


def parse_tally(function: str, tally: pl.DataFrame | ParsedTally) -> ParsedTally:
    """Return the tally taken apart, indicators in their order; one that has been is returned as it is."""
    if isinstance(tally, ParsedTally):
        return tally
    absent = [name for name in FRAMES["tally"] if name not in tally.columns]
    if absent:
        raise DataError(
            f"{function}() needs a tally, as vcif.tally() returns it; it lacks {', '.join(absent)}"
        )
    kind = group_type(tally)
    parts = tally.partition_by("indicator", maintain_order=True)
    if not parts:
        return ParsedTally(kind, ())
    tally = pl.concat(parts)  # a tally may have been sorted, or read back from a file, in another order
    names = kind.categories.to_list()
    columns = _Columns.of(tally, len(names))
    starts = tally["indicator"].rle_id().to_numpy()
    edges = np.concatenate([[0], np.flatnonzero(np.diff(starts)) + 1, [tally.height]]).tolist()
    return ParsedTally(kind, tuple(_table(columns, slice(a, b), names) for a, b in pairwise(edges)))


@dataclass(frozen=True)
class _Columns:
    """A tally's columns as arrays; firms that could not be classified have the last group code."""

    indicator: list[str]
    block: list[str | None]
    defining: list[bool | None]
    group: NDArray[np.int64]
    score: NDArray[np.float64]
    answered: NDArray[np.bool_]
    n: NDArray[np.int64]
    weight: NDArray[np.float64] | None

    @classmethod
    def of(cls, tally: pl.DataFrame, groups: int) -> _Columns:
        """Return the columns of a tally."""
        return cls(
            indicator=tally["indicator"].to_list(),
            block=tally["block"].to_list(),
            defining=tally["defining"].to_list(),
            group=tally["group"].to_physical().cast(pl.Int64).fill_null(groups).to_numpy(),
            score=tally["score"].fill_null(0.0).to_numpy(),
            answered=tally["score"].is_not_null().to_numpy(),
            n=tally["n"].to_numpy(),
            weight=None if tally["weight"].null_count() else tally["weight"].to_numpy(),
        )


def _table(columns: _Columns, rows: slice, names: list[str]) -> IndicatorTable:
    """Return one indicator's table from its rows."""
    codes, firms, answered = columns.group[rows], columns.n[rows], columns.answered[rows]
    groups: list[str | None] = [*names, None] if (codes == len(names)).any() else [*names]
    scores, places = np.unique(columns.score[rows][answered], return_inverse=True)
    table = np.zeros((len(groups), scores.size), dtype=np.int64)
    np.add.at(table, (codes[answered], places), firms[answered])
    weights = None if columns.weight is None else np.zeros(table.shape)
    if weights is not None and columns.weight is not None:
        np.add.at(weights, (codes[answered], places), columns.weight[rows][answered])
    missing = np.bincount(codes[~answered], weights=firms[~answered], minlength=len(groups))
    return IndicatorTable(
        indicator=columns.indicator[rows.start],
        block=columns.block[rows.start],
        defining=bool(columns.defining[rows.start]),
        groups=tuple(groups),
        sizes=tuple(table.sum(axis=1).tolist()),
        missing=tuple(int(count) for count in missing),
        counts=Counts(scores=scores, n=table) if table.any() else None,
        weights=weights,
    )
