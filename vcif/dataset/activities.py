"""Activities: each column by its kind, then the two sides of the value chain."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from vcif.dataset.amounts import read_amount
from vcif.dataset.codebook import Codebook
from vcif.dataset.problems import column_problem, problem_list
from vcif.dataset.raw_table import RawTable
from vcif.dataset.yes_no import read_yes_no

SIDES = ("upstream", "downstream")
KEPT = 'kept as "no"'


@dataclass(frozen=True)
class Activities:
    """The two sides (Boolean), the activities under their ids, and the problems met."""

    sides: pl.DataFrame
    columns: pl.DataFrame
    problems: pl.DataFrame


def read_activities(table: RawTable, codebook: Codebook, wave: pl.Series) -> Activities:
    """Read every activity; a side is active if any of its activities is, unknown if none is known to be.

    That is Kleene's "or": true beats null, null beats false.
    """
    values, active, problems = [], [], []
    for activity in codebook.activities:
        read = read_yes_no if activity.kind == "yes_no" else read_amount
        judged = read(table.column(activity.column), activity, codebook.answers)
        values.append(judged.values["value"].alias(activity.id))
        active.append(judged.values["active"].alias(activity.id))
        problems += [judged.problems, _never_yes(active[-1], activity.column, wave)]
    known = pl.DataFrame(active)
    sides = known.select(_any_of(side, codebook).alias(side) for side in SIDES)
    return Activities(sides, pl.DataFrame(values), problem_list(problems))


def _any_of(side: str, codebook: Codebook) -> pl.Expr:
    """Combine the activities of one side."""
    return pl.any_horizontal(entry.id for entry in codebook.activities if entry.side == side)


def _never_yes(active: pl.Series, column: str, wave: pl.Series) -> pl.DataFrame:
    """Warn of a column without a single "yes" in a wave: it was probably not asked there."""
    rounds = (
        pl.DataFrame({"active": active, "wave": wave})
        .group_by("wave", maintain_order=True)
        .agg(asked=pl.col("active").count(), never=~pl.col("active").any())
        .filter(pl.col("never") & (pl.col("asked") > 1))
        .sort("wave")
    )
    where = ["" if number is None else f" in wave {number}" for number in rounds["wave"]]
    text = 'no firm answers "yes"{}: probably not asked'
    return problem_list(column_problem(column, text.format(place), KEPT) for place in where)
