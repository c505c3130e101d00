"""What was wrong with the data file, by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif.dataset.survey import Survey
from vcif.present.cells import text_column
from vcif.present.gt import exhibit, unavailable
from vcif.present.labels import capitalized
from vcif.present.notes import note_lines
from vcif.present.numbers import count

if TYPE_CHECKING:
    from great_tables import GT

    from vcif.study import Study

_NAME = "vcif-problems"
_COUNTED = r"^(\d+) blank cells?$|: (\d+) cells?$"
_EXAMPLES = 3


def table_problems(study: Study | Survey) -> GT:
    """Return the problems of the data file, grouped by kind.

    Parameters
    ----------
    study
        A study, or the survey that was read.

    Returns
    -------
    great_tables.GT
        One row per kind of problem: how many cells and columns it concerns, examples, what was done.

    Examples
    --------
    >>> import vcif
    >>> "Blank cell" in table_problems(vcif.example_survey()).as_raw_html()
    True
    """
    survey = study if isinstance(study, Survey) else study.survey
    if survey.problems.is_empty():
        return unavailable(_NAME, "Problems", "the file has none", note_lines(survey.codebook))
    kinds = _by_kind(survey.problems)
    rows = kinds.select(
        pl.col("kind").map_elements(capitalized, return_dtype=pl.String),
        text_column(count, "cells").alias("cells"),
        text_column(count, "columns").alias("columns"),
        "examples",
        "action",
    )
    headers = {
        "kind": "Problem",
        "cells": "Cells",
        "columns": "Columns",
        "examples": "Examples",
        "action": "Treatment",
    }
    words = ["examples", "action"]
    return exhibit(rows, _NAME, headers, stub="kind", left=words, notes=_notes(survey, kinds))


def _by_kind(problems: pl.DataFrame) -> pl.DataFrame:
    """Return the problems by kind and treatment; a row that speaks of many cells counts them all."""
    counted = pl.coalesce(pl.col("problem").str.extract(_COUNTED, part) for part in (1, 2))
    blank = pl.col("problem").str.contains(r"^\d+ blank cells?$")
    code = pl.col("problem").str.contains(r"^missing code .*: \d+ cells?$")
    kind = (
        pl.when(blank).then(pl.lit("blank cell")).when(code).then(pl.lit("code for no answer"))
        .otherwise(pl.col("problem").str.replace_all(r" \([^()]*\)", "").str.replace(r" year \d+$", " year"))
    )  # fmt: skip
    # A row or the whole file has no value; what stood in a cell is quoted.
    example = pl.col("value").filter(pl.col("value") != "").unique(maintain_order=True).head(_EXAMPLES)
    return (
        problems.with_columns(kind=kind, number=counted.cast(pl.Int64).fill_null(1))
        .group_by("kind", "action", maintain_order=True)
        .agg(
            cells=pl.col("number").sum(),
            columns=pl.col("column").n_unique(),
            examples=example.str.join(", "),
        )
        .sort("cells", descending=True, maintain_order=True)
    )


def _notes(survey: Survey, kinds: pl.DataFrame) -> list[str]:
    """Return the table's note."""
    rejected = f", {survey.rejected} of them rejected" if survey.rejected else ", none of them rejected"
    cells = count(int(kinds["cells"].sum()))
    return note_lines(
        survey.codebook,
        f"File {survey.source}: {count(survey.n_rows)} rows{rejected}. Cells: {cells} in all; "
        f"examples: up to {_EXAMPLES} of the values as they stood in the file.",
        "No answer: counted as missing in that column only; the firm stays in the study.",
    )
