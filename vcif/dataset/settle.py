"""From judged answers to values, one per firm, and to the list of problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from vcif.dataset.answers import BLANK, NOT_ASKED, Columns
from vcif.dataset.problems import problem_list
from vcif.dataset.raw_table import RawColumn

# So many cells at fault in one column have a row of their own; the list stays readable, and small in memory.
LISTED = 10_000
NO_ROW = pl.lit(None, dtype=pl.Int64)


@dataclass(frozen=True)
class Settled:
    """Values by name and question, one per firm, and the problems by question (their column `ask`)."""

    values: Mapping[str, Mapping[int, pl.Series]]
    problems: pl.DataFrame


def settle(asked: Columns, answers: pl.DataFrame, values: Sequence[str] = ("value",)) -> Settled:
    """Give every firm the value of its answer, and list the problems."""
    parts = by_question(asked, answers)
    taken = {
        name: {ask: part[name].gather(asked[ask].cells.places) for ask, part in parts.items()}
        for name in values
    }
    listed = [_in_sum(asked, answers.filter(~pl.col("each")))]
    for ask in answers.filter("each")["ask"].unique(maintain_order=True):
        listed += _one_by_one(asked, ask, parts[ask])
    problems = pl.concat([part for part in listed if part.height] or listed)
    return Settled(taken, problems.sort("ask", maintain_order=True))


def by_question(asked: Columns, answers: pl.DataFrame) -> dict[int, pl.DataFrame]:
    """Cut the answers into those of each question; they stand in the order in which they were asked for."""
    parts, start = {}, 0
    for ask, column in asked.items():
        size = column.cells.texts.len()
        parts[ask] = answers.slice(start, size)
        start += size
    return parts


def _in_sum(asked: Columns, answers: pl.DataFrame, *, rest: bool = False) -> pl.DataFrame:
    """List answers at fault with the number of their cells."""
    groups = (
        answers.filter(pl.col("problem").is_not_null(), pl.col("n") > 0)
        .group_by("ask", "problem", "action", maintain_order=True)
        .agg(pl.col("n").sum(), pl.col("raw").first())
    )
    blank = pl.col("problem") == BLANK
    count = pl.format("{} cell{}", "n", pl.when(pl.col("n") > 1).then(pl.lit("s")).otherwise(pl.lit("")))
    told = pl.format("{}{}: {}", "problem", pl.lit(", not listed one by one" if rest else ""), count)
    return _as_problems(
        asked,
        groups.with_columns(
            row=NO_ROW,
            value=pl.when(~blank & (pl.col("problem") != NOT_ASKED) & ~pl.lit(rest))
            .then("raw")
            .otherwise(pl.lit("")),
            problem=pl.when(blank).then(count.str.replace(" ", " blank ")).otherwise(told),
        ),
    )


def _one_by_one(asked: Columns, ask: int, answers: pl.DataFrame) -> list[pl.DataFrame]:
    """List cells at fault, one row each, and the number of those beyond the limit."""
    column = asked[ask]
    places = column.cells.places.to_numpy()
    found = np.flatnonzero(answers["each"].to_numpy()[places])
    cells = answers.select("ask", "problem", "action", value="raw")[places[found[:LISTED]]]
    rows = column.rows.gather(found[:LISTED])
    listed = [_as_problems(asked, cells.with_columns(rows.alias("row")))]
    if found.size > LISTED:
        more = np.bincount(places[found[LISTED:]], minlength=answers.height)
        listed.append(_in_sum(asked, answers.with_columns(n=pl.Series(more, dtype=pl.Int64)), rest=True))
    return listed


def _as_problems(asked: Columns, cells: pl.DataFrame) -> pl.DataFrame:
    """Write cells at fault as problems of their columns."""
    names = {ask: column.name for ask, column in asked.items()}
    return cells.select(
        "ask",
        "row",
        pl.col("ask").replace_strict(names, return_dtype=pl.String).alias("column"),
        "value",
        "problem",
        "action",
        file=pl.lit(None, dtype=pl.String),
    )


def whole_column(column: RawColumn, ask: int, problem: str, action: str) -> pl.DataFrame:
    """State a fault of a whole column, to stand among those of its cells."""
    one = {"ask": ask, "row": None, "value": "", "problem": problem, "action": action}
    types = {"ask": pl.UInt32, "row": pl.Int64}
    return _as_problems({ask: column}, pl.DataFrame([one], schema_overrides=types))


def in_order(problems: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Stack problems of several kinds of questions in the order of the codebook."""
    if not problems:
        return problem_list()
    return problem_list([pl.concat(problems).sort("ask", maintain_order=True)])
