"""Activities: each column by its kind, then the two sides of the value chain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from vcif.dataset.amounts import read_amounts
from vcif.dataset.answers import NO_ANSWER, Columns
from vcif.dataset.asked_columns import asked_columns
from vcif.dataset.codebook import Activity, Answers, Codebook
from vcif.dataset.raw_table import RawColumn, RawTable
from vcif.dataset.settle import Settled, in_order, whole_column
from vcif.dataset.several_answers import read_several
from vcif.dataset.yes_no import read_yes_no

Reader = Callable[[Columns, Mapping[int, Activity], Answers], Settled]
SIDES = ("upstream", "downstream")
KEPT = 'kept as "no"'


@dataclass(frozen=True)
class Activities:
    """The two sides (Boolean), the activities under their ids, and the problems met.

    `active` tells of each activity whether the firm has it, which is known of some firms without an amount.
    """

    sides: pl.DataFrame
    columns: pl.DataFrame
    active: pl.DataFrame
    problems: pl.DataFrame


def read_activities(table: RawTable, codebook: Codebook, wave: pl.Series) -> Activities:
    """Read every activity; a side is active if any of its activities is, unknown if none is known to be.

    That is Kleene's "or": true beats null, null beats false.
    """
    values: dict[int, pl.Series] = {}
    active: dict[int, pl.Series] = {}
    problems = []
    for settled in _settled(table, codebook, wave):
        values |= settled.values["value"]
        active |= settled.values["active"]
        problems.append(settled.problems)
    entries = dict(enumerate(codebook.activities))
    known = pl.DataFrame({entry.id: active[ask] for ask, entry in entries.items()})
    for ask, entry in entries.items():
        problems += _hardly_asked(active[ask], table.column(entry.column), ask, entry, wave)
    sides = known.select(_any_of(side, codebook).alias(side) for side in SIDES)
    columns = pl.DataFrame({entry.id: values[ask] for ask, entry in entries.items()})
    return Activities(sides, columns, known, in_order(problems))


def _settled(table: RawTable, codebook: Codebook, wave: pl.Series) -> list[Settled]:
    """Read the activities, those of one kind together."""
    by_reader: dict[Reader, dict[int, Activity]] = {}
    for ask, entry in enumerate(codebook.activities):
        by_reader.setdefault(_reader(entry), {})[ask] = entry
    return [
        read(asked_columns(table, entries, wave), entries, codebook.answers)
        for read, entries in by_reader.items()
    ]


def _reader(activity: Activity) -> Reader:
    """Return how the answers of an activity are read."""
    if activity.kind != "yes_no":
        return read_amounts
    return read_yes_no if activity.contains is None else read_several


def _any_of(side: str, codebook: Codebook) -> pl.Expr:
    """Combine the activities of one side."""
    return pl.any_horizontal(entry.id for entry in codebook.activities if entry.side == side)


def _hardly_asked(
    active: pl.Series, column: RawColumn, ask: int, activity: Activity, wave: pl.Series
) -> list[pl.DataFrame]:
    """Warn of waves without a single "yes", or in a panel without any answer: probably not asked there."""
    rounds = (
        pl.DataFrame({"active": active, "wave": wave})
        .group_by("wave", maintain_order=True)
        .agg(asked=pl.col("active").count(), never=~pl.col("active").any())
        .sort("wave")
    )
    # Where no wave has an answer, the blank cells are told already.
    spared = {None, *activity.not_asked_in} if rounds["asked"].sum() else set(rounds["wave"])
    found = []
    for number, asked, never in rounds.iter_rows():
        where = "" if number is None else f" in wave {number}"
        if never and asked > 1:
            text = f'no firm answers "yes"{where}: probably not asked'
            found.append(whole_column(column, ask, text, KEPT))
        elif not asked and number not in spared:
            text = f"no firm answers{where}: probably not asked"
            found.append(whole_column(column, ask, text, NO_ANSWER))
    return found
