"""Each indicator described by category."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from vcif._columns import CATEGORIES
from vcif._errors import require_one_of
from vcif.present.cells import heading_column, label_column, text_column, wide
from vcif.present.gt import exhibit, unavailable
from vcif.present.labels import block_labels, category_label, indicator_labels
from vcif.present.notes import defining_line, left_out, note_lines, reversed_line
from vcif.present.numbers import MISSING, brief, count, number

if TYPE_CHECKING:
    from great_tables import GT

    from vcif.study import Study

_NAME = "vcif-descriptives"
_COLUMNS = {"mean": ("n", "mean", "sd"), "median": ("n", "median", "q1", "q3")}


def table_descriptives(study: Study, *, form: Literal["mean", "median"] = "mean") -> GT:
    """Return every indicator by category.

    Parameters
    ----------
    study
        As `run_study` returns it.
    form
        "mean": number of firms, mean and standard deviation; "median": number of firms, median and quartiles.

    Returns
    -------
    great_tables.GT
        One row per indicator, by block, the categories side by side.

    Raises
    ------
    ArgumentError
        When the form is unknown.

    Examples
    --------
    >>> import vcif
    >>> "SD" in table_descriptives(vcif.run_study(vcif.example_survey())).as_raw_html()
    True
    """
    require_one_of("table_descriptives", "form", form, _COLUMNS)
    codebook, frame = study.survey.codebook, study.descriptives
    if frame.is_empty():
        return unavailable(_NAME, "Description", "the codebook has no indicator", note_lines(codebook))
    flags = study.tally.select("indicator", "block", "defining").unique(maintain_order=True)
    rows = wide(frame, _COLUMNS[form], by="group", groups=CATEGORIES).join(flags, on="indicator", how="left")
    texts = rows.select(
        heading_column(block_labels(codebook)).alias("heading"),
        label_column(indicator_labels(codebook)).alias("label"),
        *(column for name in CATEGORIES for column in _cells(name, form)),
    )
    headers = {"label": "Indicator"}
    for name in CATEGORIES:
        headers |= _headers(name, form)
    spanners = {name: list(_headers(name, form)) for name in CATEGORIES}
    notes = _notes(study, flags, form)
    return exhibit(texts, _NAME, headers, stub="label", group="heading", spanners=spanners, notes=notes)


def _cells(name: str, form: str) -> list[pl.Expr]:
    """Return one category's columns as text."""
    n = text_column(count, f"n_{name}").alias(f"n_{name}")
    if form == "mean":
        return [n, *(text_column(number, f"{c}_{name}").alias(f"{c}_{name}") for c in ("mean", "sd"))]
    median = text_column(brief, f"median_{name}").alias(f"median_{name}")
    return [n, median, text_column(quartiles, f"q1_{name}", f"q3_{name}").alias(f"quartiles_{name}")]


def _headers(name: str, form: str) -> dict[str, str]:
    """Return one category's headers."""
    if form == "mean":
        return {f"n_{name}": "*n*", f"mean_{name}": "*M*", f"sd_{name}": "*SD*"}
    return {f"n_{name}": "*n*", f"median_{name}": "*Mdn*", f"quartiles_{name}": "*Q*₁–*Q*₃"}


def quartiles(low: float | None, high: float | None) -> str:
    """Return two quartiles as a range."""
    return MISSING if low is None or high is None else f"{brief(low)}–{brief(high)}"


def _notes(study: Study, flags: pl.DataFrame, form: str) -> list[str]:
    """Return the table's note."""
    codebook = study.survey.codebook
    shown = {
        "mean": "n = firms that answered; M = mean; SD = standard deviation.",
        "median": "n = firms that answered; Mdn = median; Q₁–Q₃ = lower and upper quartile (type 7).",
    }[form]
    empty = empty_groups(study.descriptives)
    alone = study.descriptives.filter(pl.col("n") == 1, pl.col("group").is_not_null())
    few = form == "mean" and alone.height > 0
    groups = "; ".join(category_label(name) for name in CATEGORIES)
    return note_lines(
        codebook,
        f"{shown} {groups}. {left_out(study.classified)}".strip(),
        defining_line(flags),
        reversed_line(codebook),
        f"– {', '.join(empty)}: no firm answered." if empty else "",
        "– No standard deviation where one firm answered." if few else "",
    )


def empty_groups(descriptives: pl.DataFrame) -> list[str]:
    """Return the groups in which no firm answered some indicator."""
    empty = descriptives.filter(pl.col("n") == 0, pl.col("group").is_not_null())
    return [str(name) for name in empty["group"].unique().sort()]
