"""Yes/no answers: by the column's own lists, then by those of [answers]; nothing is guessed."""

from __future__ import annotations

import polars as pl

from vcif.dataset.answers import (
    NO_ANSWER,
    Judged,
    distinct_answers,
    is_one_of,
    key,
    label,
    refuse,
    set_missing_aside,
    settle,
)
from vcif.dataset.codebook import Activity, Answers
from vcif.dataset.raw_table import RawColumn

AS_NO = 'treated as "no" (blank_means)'


def own_answer(activity: Activity) -> pl.Expr:
    """Read an answer by the column's own lists: by its code, else by its value label."""
    yes, no = activity.yes or (), activity.no or ()
    return (
        pl.when(is_one_of(yes, key))
        .then(pl.lit(True))
        .when(is_one_of(no, key))
        .then(pl.lit(False))
        .when(is_one_of(yes, label))
        .then(pl.lit(True))
        .when(is_one_of(no, label))
        .then(pl.lit(False))
    )


def _shared_answer(activity: Activity, shared: Answers) -> pl.Expr:
    """Read an answer by the lists of [answers], a value label before its code.

    A file may code "no" as 1; where it says so in a label, the label is heard first.
    """
    yes = shared.yes if activity.yes is None else ()
    no = shared.no if activity.no is None else ()
    return (
        pl.when(is_one_of(yes, label))
        .then(pl.lit(True))
        .when(is_one_of(no, label))
        .then(pl.lit(False))
        .when(is_one_of(yes, key))
        .then(pl.lit(True))
        .when(is_one_of(no, key))
        .then(pl.lit(False))
    )


def blank_as_no(
    answers: pl.DataFrame, activity: Activity, value: pl.Expr, columns: tuple[str, ...]
) -> pl.DataFrame:
    """Let an empty cell mean "no" where the codebook says that a filter question made it so."""
    if activity.blank_means == "missing":
        return answers
    blank = pl.col("blank")
    filled = [pl.when(blank).then(value).otherwise(name).alias(name) for name in columns]
    return answers.with_columns(*filled, action=pl.when(blank).then(pl.lit(AS_NO)).otherwise("action"))


def read_yes_no(column: RawColumn, activity: Activity, shared: Answers) -> Judged:
    """Read a yes/no activity: `value` and `active` are the same."""
    own = own_answer(activity)
    missing = (*activity.missing, *shared.missing)
    by_code = is_one_of((*(activity.yes or ()), *(activity.no or ())), key)
    answers = set_missing_aside(distinct_answers(column), missing, known=by_code)
    answers = answers.with_columns(value=pl.coalesce(own, _shared_answer(activity, shared)))
    unlisted = pl.when(pl.col("value").is_null()).then(pl.lit(_unlisted(activity, shared)))
    answers = refuse(answers, unlisted, NO_ANSWER)
    answers = blank_as_no(answers, activity, pl.lit(False), ("value",))
    return settle(column, answers.with_columns(active="value"), ("value", "active"))


def _unlisted(activity: Activity, shared: Answers) -> str:
    """Write the fault of an answer that no list holds."""
    yes = shared.yes if activity.yes is None else activity.yes
    no = shared.no if activity.no is None else activity.no
    return f"listed neither as yes ({_few(yes)}) nor as no ({_few(no)})"


def _few(codes: tuple[object, ...]) -> str:
    """Write the first codes of a list."""
    return ", ".join(str(code) for code in codes[:3]) + (", ..." if len(codes) > 3 else "")
