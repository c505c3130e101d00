"""A panel's rows that can be placed in time, and its waves: what every count over waves begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import CATEGORIES, CATEGORY
from vcif._engines import polars_frame
from vcif._errors import ArgumentError, DataError
from vcif.framework.panel_warnings import warn_of_panel
from vcif.framework.waves import SIDES, check_panel_columns, constant_waves, summarize_waves, whole_wave

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame

KEYS = ("firm_id", "wave", "category")


@dataclass(frozen=True)
class PanelWaves:
    """A panel's waves.

    Attributes
    ----------
    waves
        The waves that occur, rising.
    step
        How far apart two consecutive waves are.
    """

    waves: tuple[int, ...]
    step: int

    @property
    def consecutive(self) -> list[int]:
        """Positions of the waves that the next one follows at once."""
        return [i for i, (one, two) in enumerate(pairwise(self.waves)) if two - one == self.step]

    def between(self, position: int) -> int:
        """Return how many waves of the grid nobody was asked in, between a position and the next."""
        return (self.waves[position + 1] - self.waves[position]) // self.step - 1


@dataclass(frozen=True)
class PanelRows(PanelWaves):
    """The rows that can be placed.

    Attributes
    ----------
    rows
        firm_id, wave (Int64), category (Enum, null = not known) and the further columns that were asked for.
    every_row
        firm_id and wave of all rows, in the order in which they came.
    """

    rows: pl.LazyFrame
    every_row: pl.LazyFrame

    def kind_of(self, column: str) -> pl.DataType:
        """Return a column's type."""
        return self.rows.collect_schema()[column]

    def texts_of(self, column: str) -> list[str]:
        """Return the different texts of a column, sorted."""
        found = self.rows.select(pl.col(column).cast(pl.String).unique()).collect(engine="streaming")
        return [str(value) for value in found[column].drop_nulls().sort()]


def panel_rows(function: str, firms: IntoFrame, *, step: int = 1, also: Sequence[str] = ()) -> PanelRows:
    """Return the rows of a panel that have a firm and a wave.

    Raises
    ------
    DataError
        When a column is absent or of the wrong kind, a category is none of C1 to C4, or the waves do not lie
        `step` apart.
    ArgumentError
        When `step` is no whole number from 1 up, or the frame is one of an engine that computes when asked.

    Warns
    -----
    PanelWarning
        When rows are left out, a wave's activity does not vary, or no two waves are consecutive.
    """
    check_step(function, step)
    lazy = polars_frame(function, firms, (*KEYS, *also), SIDES).lazy()
    schema = lazy.collect_schema()
    check_panel_columns(function, schema, (*KEYS, *also))
    category = _category(function, lazy, schema)
    extra = [name for name in also if name not in KEYS]
    sides = [name for name in SIDES if name in schema and (schema[name] in (pl.Boolean, pl.Null))]
    chosen = lazy.select(
        "firm_id", whole_wave(schema["wave"]).alias("wave"), category, *dict.fromkeys([*extra, *sides])
    )
    placed = pl.col("firm_id").is_not_null() & pl.col("wave").is_not_null()
    summary = summarize_waves(chosen, placed, sides)
    waves = checked_waves(function, summary, sides, step)
    rows = chosen.filter(placed).select(*KEYS, *extra)
    return PanelRows(waves, step, rows, chosen.select("firm_id", "wave"))


def check_step(function: str, step: int) -> None:
    """Raise unless the step is a whole number from 1 up."""
    if isinstance(step, bool) or not isinstance(step, int) or step < 1:
        raise ArgumentError(f"{function}() needs a whole number from 1 up as its step; got {step!r}")


def checked_waves(function: str, summary: pl.DataFrame, sides: Sequence[str], step: int) -> tuple[int, ...]:
    """Return the waves of a panel, after checking them and warning of what a reader must know."""
    waves = tuple(summary["wave"].drop_nulls().to_list())
    _check_waves(function, waves, step)
    _warn(function, summary, sides, step)
    return waves


def _category(function: str, lazy: pl.LazyFrame, schema: pl.Schema) -> pl.Expr:
    """Return the category as the glossary's Enum, after checking text."""
    if schema["category"] == CATEGORY:
        return pl.col("category")
    text = pl.col("category").cast(pl.String)
    check_categories(function, lazy.select(text.unique()).collect(engine="streaming")["category"])
    return text.cast(CATEGORY)


def check_categories(function: str, found: pl.Series) -> None:
    """Raise where a category is none of C1 to C4."""
    strange = [name for name in found.drop_nulls().sort() if name not in CATEGORIES]
    if strange:
        raise DataError(f"{function}() needs categories C1 to C4 or null; got {strange[0]!r}")


def _check_waves(function: str, waves: tuple[int, ...], step: int) -> None:
    """Raise where waves do not lie on the grid that `step` makes."""
    off = [two for two in waves[1:] if (two - waves[0]) % step]
    if off:
        raise DataError(
            f"{function}() needs waves that lie a multiple of step={step} apart; got {waves[0]} and "
            f"{off[0]}; leave the waves of another rhythm out, or change step"
        )


def _warn(function: str, summary: pl.DataFrame, sides: Sequence[str], step: int) -> None:
    """Warn of rows without a place, of waves that did not ask, and of a panel without consecutive waves."""
    lost = summary.filter(pl.col("wave").is_null())["n"].sum()
    if lost:
        warn_of_panel(
            f"{function}() leaves out {lost} rows that have no firm or no whole number as their wave; "
            "panel_problems() lists them"
        )
    there = summary.drop_nulls("wave")
    for name in sides:
        for wave, words in constant_waves(there, name):
            warn_of_panel(f"{function}(): wave {wave}: {words} in {name!r}: probably not asked")
    distances = {two - one for one, two in pairwise(there["wave"].to_list())}
    if distances and step not in distances:
        held = min(distances)
        hint = f"; if it was held every {held}, pass step={held}" if len(distances) == 1 else ""
        warn_of_panel(f"{function}(): no two waves are {step} apart, so there is no step to count{hint}")
