"""The years in which a firm was founded and went abroad; a year that cannot be is no answer.

A year lies after the survey if it is above the codebook's survey_year; without one, above the row's wave
where the waves are years; else if it lies in the future.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from vcif.dataset.answers import NO_ANSWER, Columns, answers_of, number, refuse
from vcif.dataset.codebook import Answers, Codebook
from vcif.dataset.firm_columns import firm_answers
from vcif.dataset.number_checks import not_a_number
from vcif.dataset.problems import cell_problems, problem_list
from vcif.dataset.raw_table import RawColumn, RawTable
from vcif.dataset.settle import Settled, settle

# A year has four digits; waves are years if all of them lie in the time of surveys, as 1, 2, 3 do not.
FIRST_YEAR, FIRST_SURVEY, LAST_SURVEY = 1000, 1900, 2100
FOUNDING, UPSTREAM, DOWNSTREAM = range(3)


@dataclass(frozen=True)
class EntryYears:
    """The two entry years by name, and the problems met."""

    columns: Mapping[str, pl.Series]
    problems: pl.DataFrame


def read_entry_years(table: RawTable, codebook: Codebook, wave: pl.Series) -> EntryYears:
    """Read the entry years and hold them against the survey and the founding year."""
    firm = codebook.firm
    named = enumerate((firm.founding_year, firm.upstream_year, firm.downstream_year))
    asked = {ask: table.column(name) for ask, name in named if name is not None}
    years: dict[int, pl.Series] = {}
    listed: list[pl.DataFrame] = []
    if asked:
        settled = _read(asked, codebook.firm_answers, firm.survey_year)
        for ask, column in asked.items():
            listed.append(settled.problems.filter(ask=ask))
            year, told = settled.values["value"][ask], []
            if firm.survey_year is None and _are_years(wave):
                year, late = _without(column, year, year > wave, wave, "after the wave of the year {}")
                told.append(late)
            if FOUNDING in years:
                founded = years[FOUNDING]
                year, early = _without(column, year, year < founded, founded, "before the founding year {}")
                told.append(early)
            years[ask] = year
            listed += told
    nothing = pl.repeat(None, table.height, dtype=pl.Int64, eager=True)
    columns = {
        "upstream_year": years.get(UPSTREAM, nothing),
        "downstream_year": years.get(DOWNSTREAM, nothing),
    }
    return EntryYears(columns, problem_list(listed))


def _are_years(wave: pl.Series) -> bool:
    """Tell whether the waves are years."""
    known = wave.drop_nulls()
    return known.len() > 0 and bool(known.is_between(FIRST_SURVEY, LAST_SURVEY).all())


def _read(asked: Columns, shared: Answers, survey_year: int | None) -> Settled:
    """Read years: whole numbers of four digits, not after the survey nor in the future."""
    answers = firm_answers(answers_of(asked), shared).with_columns(value=number.cast(pl.Int64, strict=False))
    latest = date.today().year if survey_year is None else survey_year
    told = "in the future" if survey_year is None else f"after the survey year {survey_year}"
    is_year = number.is_between(FIRST_YEAR, 9999) & (number == number.floor())
    odd = pl.when(~is_year).then(pl.lit("not a year of four digits"))
    late = pl.when(number > latest).then(pl.lit(told))
    return settle(asked, refuse(answers, pl.coalesce(not_a_number(), odd, late)))


def _without(
    column: RawColumn, year: pl.Series, wrong: pl.Series, than: pl.Series, text: str
) -> tuple[pl.Series, pl.DataFrame]:
    """Take out years that cannot be: they would decide the firm's path wrongly."""
    wrong = wrong.fill_null(False)
    if not wrong.any():
        return year, problem_list()
    told = pl.select(pl.format(text, than.filter(wrong))).to_series()
    cells = column.cells.text().filter(wrong)
    rows = column.rows.filter(wrong)
    listed = cell_problems(rows, column.name, cells, problem=told, action=NO_ANSWER)
    return pl.select(pl.when(~wrong).then(year)).to_series(), listed
