"""The firm's own columns: its weight and the path that it reports."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vcif._columns import PATH, PATHS
from vcif.dataset.answers import (
    TEXT,
    answers_of,
    judged,
    number,
    refuse,
    set_missing_aside,
    with_no_answer,
)
from vcif.dataset.codebook import Answers
from vcif.dataset.covariates import with_levels
from vcif.dataset.number_checks import not_a_number
from vcif.dataset.raw_table import RawColumn
from vcif.dataset.settle import Settled, settle


def read_weight(column: RawColumn, shared: Answers) -> Settled:
    """Read a sampling weight: a finite number above zero, else null."""
    zero, negative = pl.lit("a weight of zero"), pl.lit("a negative weight")
    sign = pl.when(number == 0).then(zero).when(number < 0).then(negative)
    faults = pl.coalesce(not_a_number(), sign)

    def judge(answers: pl.DataFrame) -> pl.DataFrame:
        answers = firm_answers(answers, shared).with_columns(value=number)
        return refuse(answers, faults, "treated as no weight")

    return settle({0: column}, judged({0: column}, judge))


def firm_answers(answers: pl.DataFrame, shared: Answers) -> pl.DataFrame:
    """Return the answers with those set aside that are no answer."""
    return set_missing_aside(with_no_answer(answers, {}), shared)


def read_path(column: RawColumn, levels: Mapping[str, str], shared: Answers) -> Settled:
    """Read the reported path by the codebook's path_levels; without them the file must use our names."""
    levels = levels or {path: path for path in PATHS}
    answers = with_levels(firm_answers(answers_of({0: column}), shared), {0: levels})
    answers = answers.with_columns(value="level")
    unknown = pl.lit(f"not one of path_levels: {'; '.join(levels)}")
    answers = refuse(answers, pl.when(pl.col("value").is_null()).then(unknown).otherwise(TEXT))
    return settle({0: column}, answers.with_columns(pl.col("value").cast(PATH)))
