"""The different answers of a column: each is judged once, however many firms gave it.

A judged answer has a `value` (its type is the result's), and where that is not simply what stands in the
cell, a `problem` with the `action` taken; `each` tells whether every such cell gets its own row in the
list of problems, or all of them one row with their number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from vcif.dataset.cell_text import answer_key, code_keys, number_text, parse_number, tidy
from vcif.dataset.problems import cell_problems, problem_list
from vcif.dataset.raw_table import Labels, RawColumn

NO_ANSWER = "treated as no answer"
BLANK = "blank"
key, label, number = pl.col("key"), pl.col("label"), pl.col("number")
TEXT = pl.lit(None, dtype=pl.String)


@dataclass(frozen=True)
class Judged:
    """A column as values, one per firm, with the problems met on the way."""

    values: pl.DataFrame
    problems: pl.DataFrame


def distinct_answers(column: RawColumn) -> pl.DataFrame:
    """Return one row per different cell.

    raw (as it stands), key and label (what lists are matched with), number, shown (for messages), named (the
    value label), declared (missing, by the file), blank.
    """
    raw = column.cells.alias("raw").to_frame().unique(maintain_order=True)
    answers = raw.with_columns(
        key=answer_key(pl.col("raw"), column.decimal),
        number=parse_number(pl.col("raw"), column.decimal),
        blank=tidy(pl.col("raw")).fill_null("") == "",
    )
    labels, declared = _by_key(column.labels, "named"), _by_key(column.declared, "declared")
    answers = answers.join(labels, on="key", how="left", maintain_order="left")
    answers = answers.join(declared, on="key", how="left", maintain_order="left")
    shown = pl.coalesce(number_text(number), pl.col("raw").str.strip_chars())
    return answers.with_columns(label=answer_key(pl.col("named")), shown=shown)


def _by_key(texts: Labels, name: str) -> pl.DataFrame:
    """Return codes and their texts as a frame keyed like the answers."""
    frame = pl.DataFrame(
        {"key": code_keys(texts), name: list(texts.values())}, schema=dict.fromkeys(("key", name), pl.String)
    )
    return frame.unique("key", keep="first", maintain_order=True)


def is_one_of(codes: Sequence[object], answer: pl.Expr) -> pl.Expr:
    """Tell whether the answer (its key, or the key of its label) is one of the codes; never null."""
    return answer.is_in(code_keys(codes)).fill_null(False)


def named_one_of(codes: Sequence[object]) -> pl.Expr:
    """Tell whether the answer is one of the codes by itself or by its value label."""
    return is_one_of(codes, key) | is_one_of(codes, label)


def set_missing_aside(
    answers: pl.DataFrame, missing: Sequence[object], *, known: pl.Expr | None = None
) -> pl.DataFrame:
    """Mark the answers that are no answer, with the reason; `known` answers are spared.

    Blank comes first, then what the file declares missing, then the codes of the codebook.
    """
    known = pl.lit(False) if known is None else known
    code = pl.coalesce(pl.format("{} ({})", "shown", "named"), "shown")
    problem = (
        pl.when("blank")
        .then(pl.lit(BLANK))
        .when(known)
        .then(TEXT)
        .when(pl.col("declared").is_not_null())
        .then(pl.format("declared missing: {}", code))
        .when(named_one_of(missing))
        .then(pl.format("missing code {}", code))
    )
    lacking = answers.with_columns(problem=problem)
    reason = pl.when(pl.col("problem").is_not_null()).then(pl.lit(NO_ANSWER))
    return lacking.with_columns(action=reason, each=pl.lit(False))


def refuse(answers: pl.DataFrame, fault: pl.Expr, action: str = NO_ANSWER) -> pl.DataFrame:
    """Add the faults of answers that are not set aside: their value goes, their cells are listed."""
    faults = answers.with_columns(fault=pl.when(pl.col("problem").is_null()).then(fault))
    wrong = pl.col("fault").is_not_null()
    return faults.with_columns(
        value=pl.when(pl.col("problem").is_null() & ~wrong).then("value"),
        problem=pl.coalesce("problem", "fault"),
        action=pl.when(wrong).then(pl.lit(action)).otherwise("action"),
        each=pl.col("each") | wrong,
    ).drop("fault")


def settle(column: RawColumn, answers: pl.DataFrame, values: Sequence[str] = ("value",)) -> Judged:
    """Give every firm the value of its answer, and list the problems."""
    wanted = answers.select("raw", "problem", "action", "each", *values)
    cells = pl.DataFrame({"row": column.rows, "raw": column.cells})
    cells = cells.join(wanted, on="raw", how="left", nulls_equal=True, maintain_order="left")
    at_fault = cells.filter(pl.col("problem").is_not_null())
    return Judged(
        cells.select(*values), problem_list([_in_sum(at_fault, column), _one_by_one(at_fault, column)])
    )


def _in_sum(cells: pl.DataFrame, column: RawColumn) -> pl.DataFrame:
    """List answers at fault with the number of their cells."""
    groups = (
        cells.filter(~pl.col("each"))
        .group_by("problem", "action", maintain_order=True)
        .agg(pl.len(), pl.col("raw").first())
    )
    blank = pl.col("problem") == BLANK
    count = pl.format("{} cell{}", "len", pl.when(pl.col("len") > 1).then(pl.lit("s")).otherwise(pl.lit("")))
    text = (
        pl.when(blank)
        .then(count.str.replace(" ", " blank "))
        .otherwise(pl.format("{}: {}", "problem", count))
    )
    groups = groups.with_columns(problem=text, raw=pl.when(~blank).then("raw"))
    rows = pl.repeat(None, groups.height, dtype=pl.Int64, eager=True)
    return cell_problems(rows, column.name, groups["raw"], problem=groups["problem"], action=groups["action"])


def _one_by_one(cells: pl.DataFrame, column: RawColumn) -> pl.DataFrame:
    """List cells at fault, one row each."""
    own = cells.filter("each")
    return cell_problems(own["row"], column.name, own["raw"], problem=own["problem"], action=own["action"])
