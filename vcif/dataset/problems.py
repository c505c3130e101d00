"""The list of problems: one row per fault of the input, in the columns of the glossary."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from vcif._columns import schema


def problem_list(frames: Iterable[pl.DataFrame] = (), source: str | None = None) -> pl.DataFrame:
    """Stack problems that were found apart; `source` names the file in rows that do not."""
    columns = schema("problems")
    parts = [frame.select(list(columns)) for frame in frames if frame.height]
    stacked = pl.concat(parts) if parts else pl.DataFrame(schema=columns)
    return stacked.with_columns(pl.col("file").fill_null(pl.lit(source, dtype=pl.String)))


def cell_problems(
    rows: pl.Series,
    column: str | None,
    values: pl.Series,
    *,
    problem: str | pl.Series,
    action: str | pl.Series,
) -> pl.DataFrame:
    """List cells at fault, one row each; `problem` and `action` are one text for all, or one for each."""
    cells = pl.DataFrame({"row": rows, "value": values}, schema={"row": pl.Int64, "value": pl.String})
    return cells.with_columns(
        file=pl.lit(None, dtype=pl.String),
        column=pl.lit(column, dtype=pl.String),
        value=pl.col("value").fill_null(""),
        problem=problem if isinstance(problem, pl.Series) else pl.lit(problem),
        action=action if isinstance(action, pl.Series) else pl.lit(action),
    )


def file_problem(problem: str, action: str) -> pl.DataFrame:
    """State one fault of the whole file."""
    nowhere = pl.Series([None], dtype=pl.Int64)
    return cell_problems(nowhere, None, pl.Series([""]), problem=problem, action=action)


def column_problem(column: str, problem: str, action: str) -> pl.DataFrame:
    """State one fault of a whole column."""
    return cell_problems(
        pl.Series([None], dtype=pl.Int64), column, pl.Series([""]), problem=problem, action=action
    )
