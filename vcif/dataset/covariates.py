"""Covariates: numbers within bounds, or named levels."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vcif.dataset.answers import (
    TEXT,
    Judged,
    distinct_answers,
    key,
    label,
    number,
    refuse,
    set_missing_aside,
    settle,
)
from vcif.dataset.cell_text import code_keys, name_text
from vcif.dataset.codebook import Covariate
from vcif.dataset.number_checks import bounds_text, not_a_number, outside
from vcif.dataset.raw_table import RawColumn


def read_covariate(column: RawColumn, entry: Covariate, missing: Sequence[object]) -> Judged:
    """Read a covariate as Float64, or as an Enum of its levels."""
    answers = set_missing_aside(distinct_answers(column), (*entry.missing, *missing))
    if entry.kind == "category":
        return settle(column, _levels(answers, entry))
    low, high = entry.minimum, entry.maximum
    answers = answers.with_columns(value=number)
    fault = pl.coalesce(not_a_number(), outside(low, high, bounds_text(low, high)))
    return settle(column, refuse(answers, fault))


def _levels(answers: pl.DataFrame, entry: Covariate) -> pl.DataFrame:
    """Name the levels: by the codebook where it lists them, else as the file writes them."""
    if not entry.levels:
        return _levels_of_the_file(answers)
    value = level_of(entry.levels)
    allowed = "; ".join(list(entry.levels)[:12])
    fault = pl.when(pl.col("value").is_null()).then(pl.lit(f"not one of the levels: {allowed}"))
    answers = refuse(answers.with_columns(value=value), fault)
    names = list(dict.fromkeys(entry.levels.values()))
    return answers.with_columns(pl.col("value").cast(pl.Enum(names)))


def level_of(levels: dict[str, str]) -> pl.Expr:
    """Translate an answer by a table of the codebook: by its code, else by its value label."""
    keys, names = code_keys(levels), list(levels.values())
    by_code = key.replace_strict(keys, names, default=None, return_dtype=pl.String)
    by_label = label.replace_strict(keys, names, default=None, return_dtype=pl.String)
    return pl.coalesce(by_code, by_label)


def _levels_of_the_file(answers: pl.DataFrame) -> pl.DataFrame:
    """Take the answers (their value labels, where the file has them) as levels, in order of the codes."""
    text = pl.coalesce("named", name_text(pl.col("raw")))
    answers = refuse(answers.with_columns(value=text), TEXT)
    found = answers.filter(pl.col("value").is_not_null()).sort("number", "value", nulls_last=True)
    names = found["value"].unique(maintain_order=True)
    return answers.with_columns(pl.col("value").cast(pl.Enum(names)))
