"""Why cells are empty, firm by firm: what SPSS and Stata files can keep, and a frame of numbers cannot."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from vcif._errors import DataError
from vcif.dataset.cell_text import answer_key, code_keys, tidy
from vcif.dataset.files import read_table
from vcif.dataset.identity import identify
from vcif.dataset.raw_table import Labels, RawTable
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
        reasons[activity.id] = _reasons(kept, activity.column, (*activity.missing, *shared), listed)
    for item in codebook.indicators:
        reasons[item.id] = _reasons(kept, item.column, (*item.missing, *shared))
    for covariate in codebook.covariates:
        reasons[covariate.id] = _reasons(kept, covariate.column, (*covariate.missing, *shared))
    return {name: _where_null(why, survey.firms[name]) for name, why in reasons.items()}


def _reasons(
    table: RawTable, column: str, missing: Sequence[object], listed: Sequence[object] = ()
) -> pl.Series:
    """Return why each cell would be null; an answer listed as yes or no is one, whatever its amount."""
    cells = table.cells[column].fill_null("").alias("raw").to_frame()
    labels = _by_key(table.labels.get(column, {}))
    answers = cells.unique().with_columns(key=answer_key(pl.col("raw"), table.decimal))
    answers = answers.with_columns(
        named=pl.col("key").replace_strict(labels, default=None, return_dtype=pl.String),
        declared=pl.col("key").is_in(list(_by_key(table.declared.get(column, {})))),
    )
    codes, label = code_keys(missing), answer_key(pl.col("named"))
    shown = pl.coalesce(pl.format("{} ({})", pl.col("raw").str.strip_chars(), "named"), "raw")
    why = (
        pl.when(tidy(pl.col("raw")) == "").then(None)
        .when(pl.col("key").is_in(code_keys(listed))).then(pl.lit(NO_AMOUNT))
        .when(pl.col("declared")).then(pl.format("declared missing: {}", shown))
        .when(pl.col("key").is_in(codes) | label.is_in(codes)).then(pl.format("missing code {}", shown))
        .otherwise(pl.lit(NOT_TAKEN))
    )  # fmt: skip
    told = answers.select("raw", why=why)
    return cells.join(told, on="raw", how="left", maintain_order="left")["why"]


def _by_key(texts: Labels) -> dict[str, str]:
    """Return texts by the keys of their codes; of two codes with one key the first counts."""
    found: dict[str, str] = {}
    for code, text in zip(code_keys(texts), texts.values(), strict=True):
        found.setdefault(code, text)
    return found


def _where_null(why: pl.Series, values: pl.Series) -> pl.Series:
    """Return the reasons of the cells that are null in the survey."""
    return why.zip_with(values.is_null(), pl.Series([None], dtype=pl.String))
