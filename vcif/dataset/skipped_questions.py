"""Questions that a filter question skipped: blank means "no" there, and unknown everywhere else."""

from __future__ import annotations

import polars as pl

from vcif.dataset.activities import Activities
from vcif.dataset.answers import NO_ANSWER
from vcif.dataset.asked_columns import asked_columns
from vcif.dataset.cell_text import answer_keys, code_keys, tidy
from vcif.dataset.codebook import Activity, Codebook
from vcif.dataset.codebook_entries import BlankWhere
from vcif.dataset.problems import cell_problems
from vcif.dataset.raw_table import RawColumn, RawTable
from vcif.dataset.yes_no import AS_NO

COUNTED = r"^\d+ blank cells?$"


def only_where_skipped(
    activities: Activities, table: RawTable, codebook: Codebook, wave: pl.Series
) -> Activities:
    """Take back the "no" of blank cells that no filter question explains, by the codebook's blank_where.

    A firm without a known activity on the side is then unknown on it. An answer that says yes against its
    filter question is kept, and listed.
    """
    for activity in codebook.activities:
        where = activity.blank_where
        if where is not None:
            column = asked_columns(table, {0: activity}, wave)[0]
            activities = _of_one(activities, column, activity, where, _skipped(table, where))
    return activities


def _of_one(
    activities: Activities, column: RawColumn, activity: Activity, where: BlankWhere, skipped: pl.Series
) -> Activities:
    """Do it for one activity."""
    coded, cells = column.cells, column.cells.text()
    blank = coded.holding(coded.texts.to_frame().select(tidy(pl.first()) == "").to_series())
    unexplained = blank & ~skipped
    values, active = activities.columns[activity.id], activities.active[activity.id]
    against = skipped & ~blank & active.fill_null(False)
    side = activities.sides[activity.side]
    listed = cell_problems(
        column.rows.filter(against),
        activity.column,
        cells.filter(against),
        problem=f"says yes, although {_said(where)}",
        action="kept",
    )
    counted = _counted_apart(
        activities.problems, activity.column, where, int((blank & skipped).sum()), int(unexplained.sum())
    )
    return Activities(
        activities.sides.with_columns(pl.Series(activity.side, _unless(side, unexplained & ~side))),
        activities.columns.with_columns(_unless(values, unexplained).alias(activity.id)),
        activities.active.with_columns(_unless(active, unexplained).alias(activity.id)),
        pl.concat([counted, listed.select(counted.columns)]),
    )


def _skipped(table: RawTable, where: BlankWhere) -> pl.Series:
    """Tell for every firm whether its answer to the filter question leads past the question."""
    cells, labels = table.columns[where.column], table.labels.get(where.column, {})
    named = dict(zip(code_keys(labels), code_keys(labels.values()), strict=True))
    keys = pl.DataFrame({"key": answer_keys(cells.texts, table.decimal)})
    label = pl.col("key").replace_strict(named, default=None, return_dtype=pl.String)
    codes = code_keys(where.answers)
    one_of = pl.col("key").is_in(codes).fill_null(False) | label.is_in(codes).fill_null(False)
    return cells.holding(keys.select(one_of).to_series())


def _unless(values: pl.Series, unknown: pl.Series) -> pl.Series:
    """Return the values, null where they are not known after all."""
    nothing = pl.repeat(None, values.len(), dtype=values.dtype, eager=True)
    return nothing.zip_with(unknown.fill_null(False), values)


def _counted_apart(
    problems: pl.DataFrame, column: str, where: BlankWhere, explained: int, unexplained: int
) -> pl.DataFrame:
    """Replace the number of blank cells that were taken for "no" by the numbers of both kinds."""
    place = pl.col("column").eq(column) & pl.col("problem").str.contains(COUNTED) & pl.col("action").eq(AS_NO)
    found = problems.select(place.arg_true()).to_series()
    if found.is_empty():
        return problems
    at = int(found[0])
    row = problems.slice(at, 1)
    parts = [problems.head(at)]
    if explained:
        text = f"blank where {_said(where)}: {explained} cell{'s' if explained > 1 else ''}"
        parts.append(row.with_columns(problem=pl.lit(text)))
    if unexplained:
        text = f"{unexplained} blank cell{'s' if unexplained > 1 else ''}"
        parts.append(row.with_columns(problem=pl.lit(text), action=pl.lit(NO_ANSWER)))
    return pl.concat([*parts, problems.slice(at + 1)])


def _said(where: BlankWhere) -> str:
    """Write what the filter question says."""
    return f"{where.column} is {' or '.join(str(code) for code in where.answers)}"
