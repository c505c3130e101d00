"""Covariates: numbers within bounds, or named levels."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vcif.dataset.answers import (
    TEXT,
    Columns,
    answers_of,
    judged,
    number,
    refuse,
    set_missing_aside,
    with_no_answer,
    with_parameters,
)
from vcif.dataset.cell_text import code_keys, name_text
from vcif.dataset.codebook import Answers, Covariate
from vcif.dataset.number_checks import bounds_text, not_a_number, outside
from vcif.dataset.settle import Settled, by_question, settle

OWN_LEVEL = "a level of its own"
Covariates = Mapping[int, Covariate]


def read_numbers(asked: Columns, entries: Covariates, shared: Answers) -> Settled:
    """Read covariates that are numbers, as Float64."""
    said = {
        ask: {
            "low": entry.minimum,
            "high": entry.maximum,
            "beyond": bounds_text(entry.minimum, entry.maximum),
        }
        for ask, entry in entries.items()
    }
    low, high = pl.col("low").cast(pl.Float64), pl.col("high").cast(pl.Float64)
    beyond = outside(low, high, pl.col("beyond"))

    def judge(answers: pl.DataFrame) -> pl.DataFrame:
        answers = set_missing_aside(_answers(answers, entries, said), shared).with_columns(value=number)
        return refuse(answers, pl.coalesce(not_a_number(), beyond))

    return settle(asked, judged(asked, judge))


def read_categories(asked: Columns, entries: Covariates, shared: Answers) -> Settled:
    """Read covariates that are named levels, each as an Enum.

    The levels are named by the codebook where it lists them, else as the file writes them.
    """
    said = {ask: {"listed": bool(entry.levels), "allowed": _allowed(entry)} for ask, entry in entries.items()}
    answers = with_levels(
        _answers(answers_of(asked), entries, said), {ask: entry.levels for ask, entry in entries.items()}
    )
    answers = set_missing_aside(answers, shared, known=pl.col("level").is_not_null())
    as_written = _named_apart(pl.coalesce(pl.col("named").str.strip_chars(), name_text(pl.col("raw"))))
    answers = answers.with_columns(value=pl.when("listed").then("level").otherwise(as_written))
    answers = refuse(answers, pl.when(pl.col("value").is_null()).then("allowed").otherwise(TEXT))
    parts = by_question(asked, answers)
    values = {
        ask: parts[ask]["value"].cast(pl.Enum(_names(entry, parts[ask]))).gather(asked[ask].cells.places)
        for ask, entry in entries.items()
    }
    return Settled({"value": values}, settle(asked, _unlabelled(answers), ()).problems)


def _unlabelled(answers: pl.DataFrame) -> pl.DataFrame:
    """Tell the codes that have no label where others have one; they are levels under their own names."""
    has_labels = pl.col("named").is_not_null().any().over("ask")
    taken = pl.col("value").is_not_null() & pl.col("problem").is_null() & ~pl.col("listed")
    alone = has_labels & pl.col("named").is_null() & taken
    text = pl.format("code {} has no label", "shown")
    return answers.with_columns(
        problem=pl.when(alone).then(text).otherwise("problem"),
        action=pl.when(alone).then(pl.lit(OWN_LEVEL)).otherwise("action"),
    )


def _answers(
    answers: pl.DataFrame, entries: Covariates, said: Mapping[int, Mapping[str, object]]
) -> pl.DataFrame:
    """Return the answers with their own codes for no answer and what the codebook says of them."""
    return with_no_answer(with_parameters(answers, said), entries)


def _named_apart(name: pl.Expr) -> pl.Expr:
    """Add its code to the label of a level where another answer of the column reads the same."""
    labelled, given = pl.col("named").is_not_null(), pl.col("n") > 0
    same_label = (labelled & given).sum().over("ask", "label") > 1
    same_text = given.sum().over("ask", name.str.to_lowercase()) > 1
    return (
        pl.when(labelled & (same_label | same_text)).then(pl.format("{} ({})", name, "shown")).otherwise(name)
    )


def _allowed(entry: Covariate) -> str | None:
    """Write the fault of an answer that is none of the levels."""
    return f"not one of the levels: {'; '.join(list(entry.levels)[:12])}" if entry.levels else None


def with_levels(answers: pl.DataFrame, levels: Mapping[int, Mapping[str, str]]) -> pl.DataFrame:
    """Add the `level` that a table of the codebook gives an answer: by its code, else by its value label."""
    listed = [(ask, code, name) for ask, table in levels.items() for code, name in table.items()]
    frame = pl.DataFrame(
        {
            "ask": [ask for ask, *_ in listed],
            "key": code_keys(code for _, code, _ in listed),
            "level": [name for *_, name in listed],
        },
        schema={"ask": pl.UInt32, "key": pl.String, "level": pl.String},
    )
    answers = answers.join(frame, on=["ask", "key"], how="left", maintain_order="left")
    named = frame.rename({"key": "label", "level": "level_named"})
    answers = answers.join(named, on=["ask", "label"], how="left", maintain_order="left")
    return answers.with_columns(level=pl.coalesce("level", "level_named"))


def _names(entry: Covariate, answers: pl.DataFrame) -> list[str]:
    """Return the levels in order: of the codebook, else of the codes that occur."""
    if entry.levels:
        return list(dict.fromkeys(entry.levels.values()))
    found = answers.filter(pl.col("value").is_not_null()).sort("number", "value", nulls_last=True)
    return found["value"].unique(maintain_order=True).to_list()
