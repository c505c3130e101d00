"""Why cells are empty, firm by firm: what SPSS and Stata files can keep, and a frame of numbers cannot."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from vcif._errors import DataError
from vcif.dataset.answers import BLANK, TEXT, answers_of, set_missing_aside, with_lists, with_no_answer
from vcif.dataset.asked_columns import asked_columns
from vcif.dataset.codebook import Activity, Answers
from vcif.dataset.codebook_answers import Asked
from vcif.dataset.files import read_table
from vcif.dataset.identity import identify
from vcif.dataset.raw_table import RawColumn
from vcif.dataset.survey import Survey

NOT_TAKEN = "an answer that could not be taken"
NO_AMOUNT = "active, the amount is not known"


def missing_reasons(path: str | os.PathLike[str], survey: Survey) -> dict[str, pl.Series]:
    """Return why cells of a survey are null, by column of its firms and in their order.

    Parameters
    ----------
    path
        The file that the survey was read from.
    survey
        The survey, as `read_survey` returned it.

    Returns
    -------
    dict of str to polars.Series
        For every activity, indicator and covariate a text per firm: the code for no answer with its label,
        that the answer could not be taken, or that it says yes without an amount; null where the cell is
        blank or the survey has a value.

    Raises
    ------
    DataError
        If the file cannot be read, or does not hold the survey's firms any more.

    Examples
    --------
    >>> import vcif
    >>> from vcif.dataset import example_files, missing_reasons
    >>> files = example_files()
    >>> reasons = missing_reasons(files.sav, vcif.read_survey(files.sav, files.codebook))
    >>> reasons["own_brand"].drop_nulls().unique().sort().to_list()
    ['declared missing: 8 (refused)', 'declared missing: 9 (do not know)']
    """
    codebook = survey.codebook
    table = read_table(Path(path), codebook)
    identity = identify(table, codebook)
    if not identity.columns["firm_id"].equals(survey.firms["firm_id"]):
        raise DataError(f"{survey.source} holds other firms than the survey: read it again")
    kept = table.keep(identity.accepted)
    reasons = {}
    for entry in codebook.questions:
        listed = (*(entry.yes or ()), *(entry.no or ())) if isinstance(entry, Activity) else ()
        asked = asked_columns(kept, {0: entry}, identity.columns["wave"])
        why = _reasons(asked[0], entry, codebook.answers, listed)
        reasons[entry.id] = _where_null(why, survey.firms[entry.id])
    return reasons


def _reasons(column: RawColumn, entry: Asked, shared: Answers, listed: Sequence[object]) -> pl.Series:
    """Return why each cell would be null; an answer listed as yes or no is one, whatever its amount."""
    answers = with_lists(with_no_answer(answers_of({0: column}), {0: entry}), listed={0: listed})
    is_listed = pl.col("listed") | pl.col("listed_named")
    answers = set_missing_aside(answers, shared, known=is_listed)
    problem = pl.col("problem")
    why = (
        pl.when(problem == BLANK).then(TEXT)
        .when(problem.is_not_null()).then(problem)
        .when(is_listed).then(pl.lit(NO_AMOUNT))
        .otherwise(pl.lit(NOT_TAKEN))
    )  # fmt: skip
    return answers.select(why.alias("why")).to_series().gather(column.cells.places)


def _where_null(why: pl.Series, values: pl.Series) -> pl.Series:
    """Return the reasons of the cells that are null in the survey."""
    return why.zip_with(values.is_null(), pl.Series([None], dtype=pl.String))
