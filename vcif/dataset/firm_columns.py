"""The firm's own columns: its weight, its years and the path that it reports."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vcif._columns import PATH, PATHS
from vcif.dataset.answers import TEXT, Judged, distinct_answers, number, refuse, set_missing_aside, settle
from vcif.dataset.covariates import level_of
from vcif.dataset.number_checks import not_a_number
from vcif.dataset.problems import cell_problems, problem_list
from vcif.dataset.raw_table import RawColumn

FIRST_YEAR, LAST_YEAR = 1000, 2999


def read_weight(column: RawColumn, missing: Sequence[object]) -> Judged:
    """Read a sampling weight: a finite number above zero, else null."""
    answers = set_missing_aside(distinct_answers(column), missing).with_columns(value=number)
    zero, negative = pl.lit("a weight of zero"), pl.lit("a negative weight")
    sign = pl.when(number == 0).then(zero).when(number < 0).then(negative)
    return settle(column, refuse(answers, pl.coalesce(not_a_number(), sign), "treated as no weight"))


def read_year(column: RawColumn, missing: Sequence[object], survey_year: int | None) -> Judged:
    """Read a year: a whole number of four digits, not after the survey."""
    answers = set_missing_aside(distinct_answers(column), missing)
    answers = answers.with_columns(value=number.cast(pl.Int64, strict=False))
    is_year = number.is_between(FIRST_YEAR, LAST_YEAR) & (number == number.floor())
    latest = LAST_YEAR if survey_year is None else survey_year
    odd, later = pl.lit("not a year of four digits"), pl.lit(f"after the survey year {latest}")
    fault = pl.when(~is_year).then(odd).when(number > latest).then(later)
    return settle(column, refuse(answers, pl.coalesce(not_a_number(), fault)))


def not_before_founding(column: RawColumn, year: Judged, founded: pl.Series) -> Judged:
    """Take out the years in which the firm did not exist yet: they would decide its path wrongly."""
    both = pl.DataFrame({"value": year.values["value"], "founded": founded, "row": column.rows})
    both = both.with_columns(raw=column.cells, early=(pl.col("value") < pl.col("founded")).fill_null(False))
    wrong = both.filter("early")
    text = wrong.select(pl.format("before the founding year {}", "founded")).to_series()
    listed = cell_problems(
        wrong["row"], column.name, wrong["raw"], problem=text, action="treated as no answer"
    )
    values = both.select(value=pl.when(~pl.col("early")).then("value"))
    return Judged(values, problem_list([year.problems, listed]))


def read_path(column: RawColumn, levels: dict[str, str], missing: Sequence[object]) -> Judged:
    """Read the reported path by the codebook's path_levels; without them the file must use our names."""
    levels = levels or {path: path for path in PATHS}
    answers = set_missing_aside(distinct_answers(column), missing).with_columns(value=level_of(levels))
    allowed = "; ".join(levels)
    fault = (
        pl.when(pl.col("value").is_null()).then(pl.lit(f"not one of path_levels: {allowed}")).otherwise(TEXT)
    )
    return settle(column, refuse(answers, fault).with_columns(pl.col("value").cast(PATH)))
