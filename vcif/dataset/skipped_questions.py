"""Questions that a filter question skipped: blank means "no" there, and unknown everywhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl

from vcif.dataset.answers import Judged, distinct_answers, named_one_of
from vcif.dataset.cell_text import tidy
from vcif.dataset.codebook import Activity, Answers
from vcif.dataset.codebook_entries import BlankWhere
from vcif.dataset.problems import cell_problems, column_problem, problem_list
from vcif.dataset.raw_table import RawColumn, RawTable
from vcif.dataset.yes_no import AS_NO

Reader = Callable[[RawColumn, Activity, Answers], Judged]


def read_with_filter(
    read: Reader, table: RawTable, activity: Activity, shared: Answers, where: BlankWhere
) -> Judged:
    """Read an activity of which an empty cell means "no" only where the filter question says so.

    An answer that says yes against its filter question is kept, and listed.
    """
    column, skips = table.column(activity.column), _skips(table.column(where.column), where)
    skipped = skips & (column.cells.to_frame().select(tidy(pl.first()).fill_null("") == "").to_series())
    asked = replace(column, cells=column.cells.filter(~skipped), rows=column.rows.filter(~skipped))
    judged = read(asked, activity.model_copy(update={"blank_means": "missing"}), shared)
    values = _put_together(judged.values, skipped, no=False if activity.kind == "yes_no" else 0.0)
    problems = [judged.problems, _skipped_problem(activity, where, int(skipped.sum()))]
    against = skips & values["active"].fill_null(False)
    problems.append(
        cell_problems(
            column.rows.filter(against),
            activity.column,
            column.cells.filter(against),
            problem=f"says yes, although {_said(where)}",
            action="kept",
        )
    )
    return Judged(values, problem_list(problems))


def _skips(column: RawColumn, where: BlankWhere) -> pl.Series:
    """Tell for every firm whether its answer to the filter question leads past the question."""
    answers = distinct_answers(column).select("raw", skips=named_one_of(where.answers))
    cells = column.cells.alias("raw").to_frame()
    joined = cells.join(answers, on="raw", how="left", nulls_equal=True, maintain_order="left")
    return joined["skips"].fill_null(False)


def _put_together(values: pl.DataFrame, skipped: pl.Series, *, no: object) -> pl.DataFrame:
    """Return the values of all firms: those that were asked, and "no" for those that were not."""
    places = pl.DataFrame({"place": (~skipped).arg_true()})
    asked = pl.concat([places, values], how="horizontal")
    passed = pl.DataFrame({"place": skipped.arg_true()}).with_columns(
        value=pl.lit(no, dtype=values.schema["value"]), active=pl.lit(False)
    )
    return pl.concat([asked, passed.select(asked.columns)]).sort("place").drop("place")


def _skipped_problem(activity: Activity, where: BlankWhere, n: int) -> pl.DataFrame:
    """List the cells that were taken for "no", in one row with their number."""
    if n == 0:
        return problem_list()
    text = f"blank where {_said(where)}: {n} cell{'s' if n > 1 else ''}"
    return column_problem(activity.column, text, AS_NO)


def _said(where: BlankWhere) -> str:
    """Write what the filter question says."""
    return f"{where.column} is {' or '.join(str(code) for code in where.answers)}"
