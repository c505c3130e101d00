"""Why cells are empty, firm by firm: what SPSS and Stata files can keep, and a frame of numbers cannot."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from vcif._errors import DataError
from vcif.dataset.answers import BLANK, distinct_answers, is_one_of, key, set_missing_aside
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
    shared, reasons = codebook.answers.missing, {}
    for activity in codebook.activities:
        listed = (*(activity.yes or ()), *(activity.no or ()))
        reasons[activity.id] = _reasons(kept.column(activity.column), (*activity.missing, *shared), listed)
    for item in codebook.indicators:
        reasons[item.id] = _reasons(kept.column(item.column), (*item.missing, *shared))
    for covariate in codebook.covariates:
        reasons[covariate.id] = _reasons(kept.column(covariate.column), (*covariate.missing, *shared))
    return {name: _where_null(why, survey.firms[name]) for name, why in reasons.items()}


def _reasons(column: RawColumn, missing: Sequence[object], listed: Sequence[object] = ()) -> pl.Series:
    """Return why a cell would be null; an answer listed as yes or no is one, whatever its amount."""
    answers = set_missing_aside(distinct_answers(column), missing, known=is_one_of(listed, key))
    problem = pl.col("problem")
    other = pl.when(is_one_of(listed, key)).then(pl.lit(NO_AMOUNT)).otherwise(pl.lit(NOT_TAKEN))
    told = answers.select(
        "raw", why=pl.when(problem == BLANK).then(None).otherwise(pl.coalesce(problem, other))
    )
    cells = column.cells.alias("raw").to_frame()
    return cells.join(told, on="raw", how="left", nulls_equal=True, maintain_order="left")["why"]


def _where_null(why: pl.Series, values: pl.Series) -> pl.Series:
    """Return the reasons of the cells that are null in the survey."""
    return why.zip_with(values.is_null(), pl.Series([None], dtype=pl.String))
