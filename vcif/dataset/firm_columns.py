"""The firm's own columns: its weight, its years and the path that it reports."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vcif._columns import PATH, PATHS
from vcif.dataset.answers import (
    TEXT,
    Columns,
    answers_of,
    number,
    refuse,
    set_missing_aside,
    with_no_answer,
)
from vcif.dataset.codebook import Answers
from vcif.dataset.covariates import with_levels
from vcif.dataset.number_checks import not_a_number
from vcif.dataset.problems import cell_problems, problem_list
from vcif.dataset.raw_table import RawColumn
from vcif.dataset.settle import Settled, settle

FIRST_YEAR, LAST_YEAR = 1000, 2999


def read_weight(column: RawColumn, shared: Answers) -> Settled:
    """Read a sampling weight: a finite number above zero, else null."""
    answers = _answers({0: column}, shared).with_columns(value=number)
    zero, negative = pl.lit("a weight of zero"), pl.lit("a negative weight")
    sign = pl.when(number == 0).then(zero).when(number < 0).then(negative)
    faults = pl.coalesce(not_a_number(), sign)
    return settle({0: column}, refuse(answers, faults, "treated as no weight"))


def read_years(asked: Columns, shared: Answers, survey_year: int | None) -> Settled:
    """Read years: whole numbers of four digits, not after the survey."""
    answers = _answers(asked, shared).with_columns(value=number.cast(pl.Int64, strict=False))
    is_year = number.is_between(FIRST_YEAR, LAST_YEAR) & (number == number.floor())
    latest = LAST_YEAR if survey_year is None else survey_year
    odd, later = pl.lit("not a year of four digits"), pl.lit(f"after the survey year {latest}")
    fault = pl.when(~is_year).then(odd).when(number > latest).then(later)
    return settle(asked, refuse(answers, pl.coalesce(not_a_number(), fault)))


def _answers(asked: Columns, shared: Answers) -> pl.DataFrame:
    """Return the answers with those set aside that are no answer."""
    return set_missing_aside(with_no_answer(answers_of(asked), {}), shared)


def not_before_founding(
    column: RawColumn, year: pl.Series, founded: pl.Series
) -> tuple[pl.Series, pl.DataFrame]:
    """Take out the years in which the firm did not exist yet: they would decide its path wrongly."""
    both = pl.DataFrame({"year": year, "founded": founded, "row": column.rows})
    both = both.with_columns(early=(pl.col("year") < pl.col("founded")).fill_null(False))
    if not both["early"].any():
        return year, problem_list()
    wrong = both.with_columns(raw=column.cells.text()).filter("early")
    text = wrong.select(pl.format("before the founding year {}", "founded")).to_series()
    action = "treated as no answer"
    listed = cell_problems(wrong["row"], column.name, wrong["raw"], problem=text, action=action)
    return both.select(pl.when(~pl.col("early")).then("year")).to_series(), listed


def read_path(column: RawColumn, levels: Mapping[str, str], shared: Answers) -> Settled:
    """Read the reported path by the codebook's path_levels; without them the file must use our names."""
    levels = levels or {path: path for path in PATHS}
    answers = with_levels(_answers({0: column}, shared), {0: levels})
    answers = answers.with_columns(value="level")
    unknown = pl.lit(f"not one of path_levels: {'; '.join(levels)}")
    answers = refuse(answers, pl.when(pl.col("value").is_null()).then(unknown).otherwise(TEXT))
    return settle({0: column}, answers.with_columns(pl.col("value").cast(PATH)))
