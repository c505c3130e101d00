"""From a tally to one table of counts per indicator: the door between frames and arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from vcif._columns import FRAMES
from vcif._counts import Counts
from vcif._errors import DataError


@dataclass(frozen=True)
class IndicatorTable:
    """One indicator's counts; `groups` names the rows, None for firms that could not be classified.

    `counts` is None where no firm of any group gave an answer.
    """

    indicator: str
    block: str | None
    defining: bool
    groups: tuple[str | None, ...]
    sizes: tuple[int, ...]
    missing: tuple[int, ...]
    counts: Counts | None


def group_type(tally: pl.DataFrame) -> pl.Enum:
    """Return the Enum of a tally's groups."""
    dtype = tally.schema["group"]
    if not isinstance(dtype, pl.Enum):
        raise DataError(f"a tally's column 'group' is an Enum; got {dtype}; make it with vcif.tally()")
    return dtype


def indicator_tables(function: str, tally: pl.DataFrame) -> Iterator[IndicatorTable]:
    """Yield each indicator's table in the tally's order."""
    absent = [name for name in FRAMES["tally"] if name not in tally.columns]
    if absent:
        raise DataError(f"{function}() needs a tally, as vcif.tally() returns it; it lacks {', '.join(absent)}")
    names = list(group_type(tally).categories)
    for (indicator,), rows in tally.group_by("indicator", maintain_order=True):
        groups: list[str | None] = [*names, None] if rows["group"].null_count() else list(names)
        yield _table(str(indicator), rows, groups)


def _table(indicator: str, rows: pl.DataFrame, groups: list[str | None]) -> IndicatorTable:
    """Return one indicator's table from its rows."""
    codes = rows["group"].to_physical().fill_null(len(groups) - 1).to_numpy()
    firms = rows["n"].to_numpy()
    answered = rows["score"].is_not_null().to_numpy()
    scores, columns = np.unique(rows["score"].to_numpy()[answered], return_inverse=True)
    table = np.zeros((len(groups), scores.size), dtype=np.int64)
    np.add.at(table, (codes[answered], columns), firms[answered])
    missing = np.bincount(codes[~answered], weights=firms[~answered], minlength=len(groups))
    return IndicatorTable(
        indicator=indicator,
        block=rows["block"][0],
        defining=bool(rows["defining"][0]),
        groups=tuple(groups),
        sizes=tuple(int(size) for size in table.sum(axis=1)),
        missing=tuple(int(count) for count in missing),
        counts=Counts(scores=scores, n=table) if table.any() else None,
    )
