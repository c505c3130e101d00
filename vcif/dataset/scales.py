"""Indicators: answers on a scale, by number or in words, and plain numbers within bounds."""

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
from vcif.dataset.cell_text import code_keys
from vcif.dataset.codebook import Indicator
from vcif.dataset.number_checks import bounds_text, not_a_number, outside, plain
from vcif.dataset.raw_table import RawColumn

STEP_TOLERANCE = 1e-9


def read_indicator(column: RawColumn, item: Indicator, missing: Sequence[object]) -> Judged:
    """Read an indicator; a reversed item is turned round here, once and for all."""
    answers = set_missing_aside(distinct_answers(column), (*item.missing, *missing))
    if item.kind == "scale":
        return settle(column, _on_scale(answers, item))
    low, high = item.scale or (None, None)
    text = bounds_text(low, high)
    value = low + high - number if item.reversed and low is not None and high is not None else number
    answers = answers.with_columns(value=value)
    return settle(column, refuse(answers, pl.coalesce(not_a_number(), outside(low, high, text))))


def _on_scale(answers: pl.DataFrame, item: Indicator) -> pl.DataFrame:
    """Place answers on the scale; words come before numbers, since a code may start at 0 or run down.

    Values are taken from the codebook's list of levels, so that 0.1 + 0.2 and 0.3 are one answer.
    """
    levels = item.levels
    low, step = levels[0], float(item.step)
    steps = (number - low) / step
    nearest = steps.round()
    on_step = ((steps - nearest).abs() < STEP_TOLERANCE) & nearest.is_between(0, len(levels) - 1)
    place = pl.coalesce(_word_place(item), pl.when(on_step).then(nearest)).cast(pl.Int64)
    if item.reversed:
        place = len(levels) - 1 - place
    answers = answers.with_columns(value=low + place * step)
    return refuse(answers, pl.when(pl.col("value").is_null()).then(_fault(item)))


def _word_place(item: Indicator) -> pl.Expr:
    """Find the place of an answer among the scale's words, by itself or by its value label."""
    words = code_keys(item.words or ())
    if not words:
        return pl.lit(None, dtype=pl.Float64)
    places = [float(place) for place in range(len(words))]
    by_label = label.replace_strict(words, places, default=None, return_dtype=pl.Float64)
    by_answer = key.replace_strict(words, places, default=None, return_dtype=pl.Float64)
    return pl.coalesce(by_label, by_answer)


def _fault(item: Indicator) -> pl.Expr:
    """Say why an answer has no place on the scale."""
    low, high = item.levels[0], item.levels[-1]
    scale = f"the scale {plain(low)} to {plain(high)}"
    no_number = not_a_number()
    if item.words:
        no_number = pl.when(number.is_null()).then(pl.lit(f"not one of the answers: {'; '.join(item.words)}"))
    between = pl.lit(f"between the answers of {scale} (step {plain(item.step)})")
    return pl.coalesce(no_number, outside(low, high, f"outside {scale}"), pl.coalesce(between, TEXT))
