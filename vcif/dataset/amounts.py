"""Shares and counts of an activity: above zero is active."""

from __future__ import annotations

import polars as pl

from vcif.dataset.answers import (
    Judged,
    distinct_answers,
    is_one_of,
    key,
    number,
    refuse,
    set_missing_aside,
    settle,
)
from vcif.dataset.codebook import Activity, Answers
from vcif.dataset.number_checks import not_a_number, outside, plain
from vcif.dataset.problems import column_problem, problem_list
from vcif.dataset.raw_table import RawColumn
from vcif.dataset.yes_no import blank_as_no, own_answer

AMOUNT_UNKNOWN = "active, the amount is not known"


def read_amount(column: RawColumn, activity: Activity, shared: Answers) -> Judged:
    """Read a share (as 0 to 1) or a count; codes in the column's own yes and no lists come first.

    A code in `yes` means active by an amount that is not known (`value` null, `active` true); a code in
    `no` means none at all.
    """
    listed = (*(activity.yes or ()), *(activity.no or ()))
    answers = set_missing_aside(
        distinct_answers(column), (*activity.missing, *shared.missing), known=is_one_of(listed, key)
    )
    said = own_answer(activity)
    unit = float(activity.maximum) if activity.kind == "share" else 1.0
    answers = answers.with_columns(
        said=said, value=pl.when(said.is_null()).then(number / unit).when(~said).then(pl.lit(0.0))
    )
    answers = refuse(answers, pl.when(pl.col("said").is_null()).then(_fault(activity)))
    lacks = pl.col("problem").is_not_null()
    answers = answers.with_columns(
        active=pl.when(~lacks).then(pl.coalesce("said", pl.col("value") > 0)),
    )
    answers = blank_as_no(answers, activity, pl.lit(0.0), ("value",))
    answers = blank_as_no(answers, activity, pl.lit(False), ("active",))
    judged = settle(column, _name_unknown_amounts(answers), ("value", "active"))
    return Judged(judged.values, problem_list([judged.problems, _percent_or_share(judged, column, activity)]))


def _fault(activity: Activity) -> pl.Expr:
    """Say what is wrong with an amount."""
    if activity.kind == "count":
        return pl.coalesce(not_a_number(), outside(0, None, "a negative amount"))
    top = plain(activity.maximum)
    hint = " (percents need maximum = 100)" if activity.maximum == 1 else ""
    return pl.coalesce(not_a_number(), outside(0, activity.maximum, f"a share outside 0 to {top}{hint}"))


def _percent_or_share(judged: Judged, column: RawColumn, activity: Activity) -> pl.DataFrame:
    """Warn where shares of 1 seem to stand in a column of percents: they would be read as a hundredth."""
    unit = activity.maximum
    largest = judged.values.select(pl.col("value").max()).item()
    if activity.kind == "count" or unit == 1 or not largest or largest * unit > 1:
        return problem_list()
    text = f"no share is above 1 of {plain(unit)}: shares from 0 to 1 need maximum = 1"
    return column_problem(column.name, text, "kept as they stand")


def _name_unknown_amounts(answers: pl.DataFrame) -> pl.DataFrame:
    """Record the answers that say yes without an amount, since their number is null in the result."""
    unknown = pl.col("active") & pl.col("value").is_null()
    return answers.with_columns(
        problem=pl.when(unknown)
        .then(pl.format('code {} means "yes" without an amount', "shown"))
        .otherwise("problem"),
        action=pl.when(unknown).then(pl.lit(AMOUNT_UNKNOWN)).otherwise("action"),
    )
