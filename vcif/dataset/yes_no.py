"""Yes/no answers: by the column's own lists, then by those of [answers]; nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from vcif.dataset.answers import (
    Columns,
    answers_of,
    is_one_of,
    key,
    label,
    refuse,
    set_missing_aside,
    with_lists,
    with_no_answer,
    with_parameters,
)
from vcif.dataset.codebook import Activity, Answers
from vcif.dataset.settle import Settled, settle

AS_NO = 'treated as "no" (blank_means)'
Activities = Mapping[int, Activity]

# The answer by the column's own lists: by its code, else by its value label.
own_answer = (
    pl.when("yes")
    .then(pl.lit(True))
    .when("no")
    .then(pl.lit(False))
    .when("yes_named")
    .then(pl.lit(True))
    .when("no_named")
    .then(pl.lit(False))
)
in_own_lists = own_answer.is_not_null()


def own_lists(answers: pl.DataFrame, activities: Activities) -> pl.DataFrame:
    """Hold the answers against the lists of their own columns."""
    yes = {ask: entry.yes or () for ask, entry in activities.items()}
    no = {ask: entry.no or () for ask, entry in activities.items()}
    return with_lists(with_no_answer(answers, activities), yes=yes, no=no)


def _shared_answer(shared: Answers) -> pl.Expr:
    """Read an answer by the lists of [answers], a value label before its code.

    A file may code "no" as 1; where it says so in a label, the label is heard first.
    """
    asks_yes, asks_no = pl.col("shared_yes"), pl.col("shared_no")
    return (
        pl.when(asks_yes & is_one_of(shared.yes, label))
        .then(pl.lit(True))
        .when(asks_no & is_one_of(shared.no, label))
        .then(pl.lit(False))
        .when(asks_yes & is_one_of(shared.yes, key))
        .then(pl.lit(True))
        .when(asks_no & is_one_of(shared.no, key))
        .then(pl.lit(False))
    )


def blank_as_no(answers: pl.DataFrame, values: Mapping[str, pl.Expr]) -> pl.DataFrame:
    """Let an empty cell mean "no" where the codebook says that a filter question made it so."""
    blank = pl.col("blank") & pl.col("blank_no")
    filled = [pl.when(blank).then(value).otherwise(name).alias(name) for name, value in values.items()]
    return answers.with_columns(*filled, action=pl.when(blank).then(pl.lit(AS_NO)).otherwise("action"))


def read_yes_no(asked: Columns, activities: Activities, shared: Answers) -> Settled:
    """Read yes/no activities: `value` and `active` are the same."""
    said = {
        ask: {
            "shared_yes": entry.yes is None,
            "shared_no": entry.no is None,
            "blank_no": entry.blank_means == "no",
            "unlisted": _unlisted(entry, shared),
        }
        for ask, entry in activities.items()
    }
    answers = own_lists(with_parameters(answers_of(asked), said), activities)
    answers = set_missing_aside(answers, shared, known=in_own_lists)
    answers = answers.with_columns(value=pl.coalesce(own_answer, _shared_answer(shared)))
    answers = refuse(answers, pl.when(pl.col("value").is_null()).then("unlisted"))
    answers = blank_as_no(answers, {"value": pl.lit(False)})
    return settle(asked, answers.with_columns(active="value"), ("value", "active"))


def _unlisted(activity: Activity, shared: Answers) -> str:
    """Write the fault of an answer that no list holds."""
    yes = shared.yes if activity.yes is None else activity.yes
    no = shared.no if activity.no is None else activity.no
    return f"listed neither as yes ({_few(yes)}) nor as no ({_few(no)})"


def _few(codes: Sequence[object]) -> str:
    """Write the first codes of a list."""
    return ", ".join(str(code) for code in codes[:3]) + (", ..." if len(codes) > 3 else "")
