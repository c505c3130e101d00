"""Sections on what is wrong: problems by kind, their first cells, answers out of bounds, likely codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif.present.check.section import Section, cell_text, place_text, plain_text, texts_of
from vcif.present.numbers import MISSING, count

if TYPE_CHECKING:
    from vcif.check import Check


def kinds(check: Check, *, serious: bool) -> Section:
    """Return the problems by kind: those that need a look, or those that are explained."""
    frame = check.kinds.filter(pl.col("serious") == serious)
    rows = texts_of(frame, "kind", "n_cells", "n_columns", "action", "advice")
    headers = ("Kind", "Cells", "Columns", "What was done", "What to change")
    if serious:
        text = "Every cell at fault with its row stands in survey.problems; the first of each kind are below."
        return Section("problems", "Problems by kind", text, headers, rows, (1, 2), odd=True)
    text = "Cells without an answer that the codebook or the file explains."
    title = "As the codebook and the file say"
    return Section("declared", title, text, headers, rows, (1, 2))


def examples(check: Check) -> Section:
    """Return the first cells of each kind of problem that needs a look."""
    serious = check.kinds.filter("serious").select("kind", "action")
    frame = check.examples.join(serious, on=["kind", "action"], how="semi", maintain_order="left")
    rows = [
        (kind, file, plain_text(row), place_text(column, letter, row), cell_text(value), problem, action)
        for kind, file, row, column, letter, value, problem, action in frame.iter_rows()
    ]  # fmt: skip
    return Section(
        "examples",
        "The first cells of each kind",
        f"Rows as a spreadsheet shows them: the header is row 1. {MISSING} = the whole column or file.",
        ("Kind", "File", "Row", "Column", "Value", "Problem", "What was done"),
        tuple(rows),
        (2,),
        odd=True,
    )


def outside(check: Check) -> Section:
    """Return the answers that their column does not allow."""
    rows = [
        (place_text(column, letter), allowed, value, count(n), rows)
        for column, letter, allowed, value, n, rows in check.outside.select(
            "column", "letter", "allowed", "value", "n_cells", "rows"
        ).iter_rows()
    ]
    return Section(
        "outside",
        "Answers that their column does not allow",
        "Taken for no answer. Correct the cells, or the codebook.",
        ("Column", "Allowed", "Value", "Cells", "Rows"),
        tuple(rows),
        (3,),
        odd=True,
    )


def codes(check: Check) -> Section:
    """Return the values that look like codes for no answer."""
    rows = [
        (place_text(column, letter), value, count(n), why)
        for column, letter, value, n, why in check.codes.select(
            "column", "letter", "value", "n_cells", "why"
        ).iter_rows()
    ]
    return Section(
        "codes",
        "Values that look like codes for no answer",
        "Nothing declares them. If they mean that there is no answer, add them to `missing` of the column.",
        ("Column", "Value", "Cells", "Why"),
        tuple(rows),
        (2,),
        odd=True,
    )
