"""Which firms change category between two rules of classification."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import CATEGORIES
from vcif.framework import compare_rules
from vcif.present.cells import text_column
from vcif.present.gt import exhibit
from vcif.present.labels import category_label
from vcif.present.notes import note_lines
from vcif.present.numbers import count, percent
from vcif.present.tables.categories import rule_in_words

if TYPE_CHECKING:
    from great_tables import GT

    from vcif.study import Study

_UNKNOWN = "Not classifiable"
_STATES = (*CATEGORIES, _UNKNOWN)


def table_rules(first: Study, second: Study) -> GT:
    """Return how many firms each pair of categories holds under two rules.

    Parameters
    ----------
    first, second
        Two studies of the same firms, with different rules in their settings.

    Returns
    -------
    great_tables.GT
        The first study's categories by rows and the second's by columns; firms off the diagonal change.

    Raises
    ------
    DataError
        When the two studies do not hold the same firms.

    Examples
    --------
    >>> import vcif
    >>> survey = vcif.example_survey()
    >>> stricter = vcif.Settings(rule="threshold", upstream="import_ratio", downstream="fsts", threshold=10)
    >>> table = table_rules(vcif.run_study(survey), vcif.run_study(survey, stricter))
    >>> "change category" in table.as_raw_html()
    True
    """
    moves = compare_rules(first.classified, second.classified).with_columns(
        pl.col("first", "second").cast(pl.String).fill_null(_UNKNOWN)
    )
    rows = _matrix(moves)
    headers = {"label": "First rule"} | {name: name for name in _STATES} | {"total": "Total"}
    notes = _notes(first, second, moves)
    return exhibit(
        rows, "vcif-rules", headers, stub="label", spanners={"Second rule": list(_STATES)}, notes=notes
    )  # fmt: skip


def _matrix(moves: pl.DataFrame) -> pl.DataFrame:
    """Return the counts as text, first rule by rows, second by columns, with both totals."""
    pairs = pl.DataFrame({"first": _STATES}).join(pl.DataFrame({"second": _STATES}), how="cross")
    counts = pairs.join(moves, on=["first", "second"], how="left", maintain_order="left").with_columns(
        pl.col("n").fill_null(0)
    )
    table = counts.pivot(on="second", index="first", values="n", aggregate_function="sum")
    table = table.with_columns(total=pl.sum_horizontal(_STATES))
    sums = table.select(pl.lit("Total").alias("first"), pl.col(*_STATES, "total").sum())
    label = pl.col("first").map_elements(_label, return_dtype=pl.String)
    return pl.concat([table, sums]).select(
        label.alias("label"), *(text_column(count, name).alias(name) for name in (*_STATES, "total"))
    )


def _label(name: str) -> str:
    """Return a row's label."""
    return category_label(name) if name in CATEGORIES else name


def _notes(first: Study, second: Study, moves: pl.DataFrame) -> list[str]:
    """Return the table's note."""
    total = int(moves["n"].sum())
    changed = int(moves.filter(pl.col("first") != pl.col("second"))["n"].sum())
    share = percent(changed / total if total else None, 1)
    return note_lines(
        first.survey.codebook,
        f"First rule: {rule_in_words(first)}. Second rule: {rule_in_words(second)}.",
        f"{count(changed)} of {count(total)} firms ({share}) change category or whether they can be "
        "classified.",
    )
