"""From a tally to one table of counts per indicator: the door between frames and arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vcif._columns import FRAMES
from vcif._counts import Counts, counts_of_rising
from vcif._errors import DataError
from vcif._scores import WHOLE_FLOATS


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
    """Return the tally taken apart, indicators in their order; one that has been is returned as it is.

    Its rows may stand in any order; several of the same indicator, group and score add up.

    Raises
    ------
    DataError
        When the frame is no tally, or holds a score or a number of firms that cannot be one.
    """
    if isinstance(tally, ParsedTally):
        return tally
    absent = [name for name in FRAMES["tally"] if name not in tally.columns]
    if absent:
        raise DataError(
            f"{function}() needs a tally, as vcif.tally() returns it; it lacks {', '.join(absent)}"
        )
    kind = group_type(tally)
    if tally.is_empty():
        return ParsedTally(kind, ())
    names, indicator, first = _indicators(tally["indicator"])
    rows = _rows(function, tally, indicator, len(kind.categories))
    facts = list(zip(names, *(tally[name][first].to_list() for name in ("block", "defining")), strict=True))
    return ParsedTally(kind, tuple(_tables(rows, facts, kind.categories.to_list())))


def _indicators(column: pl.Series) -> tuple[list[str], NDArray[np.int64], pl.Series]:
    """Return the indicators as they come up, each row's place among them, and where each one comes up."""
    runs = column.rle().struct.unnest()
    lengths = runs["len"].to_numpy().astype(np.int64)
    places: dict[str, int] = {}
    place = np.array([places.setdefault(name, len(places)) for name in runs["value"].to_list()])
    first = (np.cumsum(lengths) - lengths)[np.unique(place, return_index=True)[1]]
    return list(places), np.repeat(place, lengths), pl.Series(first, dtype=pl.UInt32)


@dataclass(frozen=True)
class _Rows:
    """A tally's rows as arrays: indicator and group as places, no group as the one after the last.

    A score is NaN where there was no answer.
    """

    indicator: NDArray[np.int64]
    group: NDArray[np.int64]
    score: NDArray[np.float64]
    n: NDArray[np.float64]
    weight: NDArray[np.float64] | None


def _rows(function: str, tally: pl.DataFrame, indicator: NDArray[np.int64], groups: int) -> _Rows:
    """Return a tally's rows, after checking their numbers."""
    for name in ("score", "n", "weight"):
        if not (tally[name].dtype.is_numeric() or tally[name].null_count() == tally.height):
            raise DataError(f"{function}() needs a tally with numbers in {name}; got {tally[name].dtype}")
    score, n, weight = (tally[name].cast(pl.Float64) for name in ("score", "n", "weight"))
    scores, firms = score.to_numpy(), n.to_numpy()
    if np.count_nonzero(np.isfinite(scores)) < score.len() - score.null_count():
        strange = score.filter(score.is_nan() | score.is_infinite())[0]
        raise DataError(f"{function}() needs a tally with finite scores; got {strange}")
    sound = (firms >= 0) & (firms == np.floor(firms))
    if not sound.all():
        strange = tally["n"][int(np.flatnonzero(~sound)[0])]
        raise DataError(f"{function}() needs a tally with whole numbers from 0 up in n; got {strange}")
    group = tally["group"].to_physical().to_numpy()  # with nulls: floats, NaN for null
    return _Rows(
        indicator=indicator,
        group=np.nan_to_num(group, nan=groups).astype(np.int64),
        score=scores,
        n=firms,
        weight=None if weight.null_count() else weight.to_numpy(),
    )


@dataclass(frozen=True)
class _Levels:
    """The levels of all indicators, one after the other: indicator i has `values[start[i]:start[i + 1]]`.

    `place` is where each row's score stands among them. `whole` holds them as whole numbers, 0 for others;
    `is_whole` tells which indicators have no others.
    """

    values: NDArray[np.float64]
    start: NDArray[np.int64]
    place: NDArray[np.int64]
    whole: NDArray[np.int64]
    is_whole: NDArray[np.bool_]


def _levels(indicator: NDArray[np.int64], score: NDArray[np.float64], indicators: int) -> _Levels:
    """Return the different scores of each indicator, rising."""
    order = np.lexsort((score, indicator))
    owner, rising = indicator[order], score[order] + 0.0
    new = np.ones(rising.size, dtype=np.bool_)
    new[1:] = (rising[1:] != rising[:-1]) | (owner[1:] != owner[:-1])
    place = np.empty(rising.size, dtype=np.int64)
    place[order] = np.cumsum(new) - 1
    values, owner = rising[new], owner[new]
    whole = (values == np.rint(values)) & (np.abs(values) < WHOLE_FLOATS)
    return _Levels(
        values=values,
        start=np.searchsorted(owner, np.arange(indicators + 1)),
        place=place,
        whole=np.where(whole, values, 0).astype(np.int64),
        is_whole=np.bincount(owner, weights=~whole, minlength=indicators) == 0,
    )


def _tables(
    rows: _Rows, facts: list[tuple[str, str | None, bool | None]], groups: list[str]
) -> Iterator[IndicatorTable]:
    """Return each indicator's table; `facts` are its name, block, and whether it is defining."""
    lines, answered = len(groups) + 1, ~np.isnan(rows.score)
    indicator, group = rows.indicator[answered], rows.group[answered]
    levels = _levels(indicator, rows.score[answered], len(facts))
    width = np.diff(levels.start)
    # An indicator's table follows on those before it, line by line.
    cell = (lines - 1) * levels.start[indicator] + group * width[indicator] + levels.place
    size = lines * levels.values.size
    n = np.bincount(cell, weights=rows.n[answered], minlength=size).astype(np.int64)
    weight = None
    if rows.weight is not None:
        weight = np.bincount(cell, weights=rows.weight[answered], minlength=size)
    missing, sizes = _firms(rows, answered, (len(facts), lines))
    unclassified = np.bincount(rows.indicator, weights=rows.group == len(groups), minlength=len(facts)) > 0
    start = levels.start.tolist()
    all_sizes, all_missing = sizes.tolist(), missing.tolist()
    for i, (name, block, defining) in enumerate(facts):
        own, shape = slice(lines * start[i], lines * start[i + 1]), (lines, start[i + 1] - start[i])
        known = lines if unclassified[i] else lines - 1
        yield IndicatorTable(
            indicator=name,
            block=block,
            defining=bool(defining),
            groups=(*groups, None) if unclassified[i] else tuple(groups),
            sizes=tuple(all_sizes[i][:known]),
            missing=tuple(all_missing[i][:known]),
            counts=_counts(levels, i, n[own].reshape(shape)[:known], sizes[i, :known], sum(all_sizes[i])),
            weights=None if weight is None else weight[own].reshape(shape)[:known],
        )


def _firms(rows: _Rows, answered: NDArray[np.bool_], shape: tuple[int, int]) -> NDArray[np.int64]:
    """Return the firms without and with an answer, by indicator and group."""
    line = 2 * (rows.indicator * shape[1] + rows.group) + answered
    firms = np.bincount(line, weights=rows.n, minlength=2 * shape[0] * shape[1]).reshape(*shape, 2)
    if firms.sum(axis=(1, 2)).max() > 2**53:
        raise DataError(
            f"a tally counts up to 2^53 firms; got {firms.sum(axis=(1, 2)).max():g} of one indicator"
        )
    return firms.astype(np.int64).transpose(2, 0, 1)


def _counts(
    levels: _Levels, i: int, table: NDArray[np.int64], sizes: NDArray[np.int64], total: int
) -> Counts | None:
    """Return an indicator's counts; None where no firm gave an answer."""
    if total == 0:
        return None
    own = slice(levels.start[i], levels.start[i + 1])
    whole = levels.whole[own] if levels.is_whole[i] else None
    return counts_of_rising(levels.values[own], table, whole, {"sizes": sizes, "total": total})
