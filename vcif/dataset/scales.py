"""Indicators: answers on a scale, by number or in words, and plain numbers within bounds."""

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
from vcif.dataset.cell_text import code_keys
from vcif.dataset.codebook import Answers, Indicator
from vcif.dataset.number_checks import bounds_text, not_a_number, outside, plain
from vcif.dataset.settle import Settled, settle

STEP_TOLERANCE = 1e-9
UNPLACED = "a code without a label, in a column whose labelled codes are not the numbers of the scale"
Items = Mapping[int, Indicator]
low, high = pl.col("low").cast(pl.Float64), pl.col("high").cast(pl.Float64)
step, top = pl.col("step"), pl.col("top")


def read_ratios(asked: Columns, items: Items, shared: Answers) -> Settled:
    """Read plain numbers within bounds; a reversed one is turned round here, once and for all."""
    said = {ask: _ratio(item) for ask, item in items.items()}
    turned = pl.when("reversed").then(low + high - number).otherwise(number)
    fault = pl.coalesce(not_a_number(), outside(low, high, pl.col("beyond")))

    def judge(answers: pl.DataFrame) -> pl.DataFrame:
        answers = set_missing_aside(_answers(answers, items, said), shared)
        return refuse(answers.with_columns(value=turned), fault)

    return settle(asked, judged(asked, judge))


def read_scales(asked: Columns, items: Items, shared: Answers) -> Settled:
    """Place answers on their scales; a reversed item is turned round here, once and for all.

    Words come before numbers, since a code may start at 0 or run down. Values are taken from the codebook's
    list of levels, so that 0.1 + 0.2 and 0.3 are one answer.
    """
    answers = _answers(answers_of(asked), items, {ask: _scale(item) for ask, item in items.items()})
    by_word = pl.col("word").is_not_null() | pl.col("word_named").is_not_null()
    answers = set_missing_aside(_with_words(answers, items), shared, known=by_word)
    steps = (number - low) / step
    nearest = steps.round()
    on_step = ((steps - nearest).abs() < STEP_TOLERANCE) & nearest.is_between(0, top)
    by_number = pl.when(on_step).then(nearest)
    # A label that stands at another place than its code shows that the codes are not the scale's numbers.
    other_codes = (pl.col("word_named") != by_number).fill_null(False).any().over("ask")
    no_word = pl.col("word_named").is_null() & pl.col("word").is_null()
    answers = answers.with_columns(unplaced=other_codes & no_word & by_number.is_not_null())
    place = pl.coalesce("word_named", "word", pl.when(~pl.col("unplaced")).then(by_number))
    answers = answers.with_columns(place=place)
    turned = pl.when("reversed").then(top - pl.col("place")).otherwise("place")
    answers = answers.with_columns(value=low + turned * step)
    return settle(asked, refuse(answers, pl.when(pl.col("value").is_null()).then(_fault())))


def _answers(answers: pl.DataFrame, items: Items, said: Mapping[int, Mapping[str, object]]) -> pl.DataFrame:
    """Return the answers with their own codes for no answer and what the codebook says of them."""
    return with_no_answer(with_parameters(answers, said), items)


def _ratio(item: Indicator) -> dict[str, object]:
    """Return what the codebook says of a plain number."""
    lowest, highest = item.scale or (None, None)
    beyond = bounds_text(lowest, highest)
    return {"low": lowest, "high": highest, "reversed": item.reversed, "beyond": beyond}


def _scale(item: Indicator) -> dict[str, object]:
    """Return what the codebook says of a scale, and the texts of its faults."""
    levels = item.levels
    text = f"the scale {plain(levels[0])} to {plain(levels[-1])}"
    return {
        "low": levels[0],
        "high": levels[-1],
        "step": item.step,
        "top": len(levels) - 1,
        "reversed": item.reversed,
        "beyond": f"outside {text}",
        "between": f"between the answers of {text} (step {plain(item.step)})",
        "no_word": f"not one of the answers: {'; '.join(item.words)}" if item.words else None,
    }


def _with_words(answers: pl.DataFrame, items: Items) -> pl.DataFrame:
    """Add the place of an answer among its scale's words: `word` by itself, `word_named` by its label."""
    words = [
        (ask, word, place)
        for ask, item in items.items()
        for place, word in enumerate(code_keys(item.words or ()))
    ]
    schema = {"ask": pl.UInt32, "key": pl.String, "word": pl.Float64}
    frame = pl.DataFrame(words, schema=schema, orient="row")
    answers = answers.join(frame, on=["ask", "key"], how="left", maintain_order="left")
    named = frame.rename({"key": "label", "word": "word_named"})
    return answers.join(named, on=["ask", "label"], how="left", maintain_order="left")


def _fault() -> pl.Expr:
    """Say why an answer has no place on its scale."""
    no_word = pl.when(number.is_null()).then(pl.col("no_word").cast(pl.String))
    beyond, unplaced = outside(low, high, pl.col("beyond")), pl.when("unplaced").then(pl.lit(UNPLACED))
    return pl.coalesce(unplaced, no_word, not_a_number(), beyond, pl.col("between"), TEXT)
