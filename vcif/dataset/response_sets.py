"""Multiple-response sets of SPSS: several columns that hold the answers to one question, read as one cell.

A set of dichotomies has a column for each option, with a value that means "chosen"; a set of categories has
columns that hold the options themselves. Either becomes a cell of all the answers, as a form writes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from vcif.dataset.cells import Cells, code
from vcif.dataset.raw_table import Labels

MARK = "; "
NONE_CHOSEN = "none chosen"


@dataclass(frozen=True)
class ResponseSet:
    """A set of columns; `counted` is the value that means "chosen" (None for a set of categories)."""

    label: str
    columns: tuple[str, ...]
    counted: str | None


def response_sets(meta: Any, wanted: Sequence[str]) -> dict[str, ResponseSet]:
    """Return the sets that the codebook names, with the dollar sign that SPSS writes before them."""
    known = {f"${name}": entry for name, entry in (getattr(meta, "mr_sets", None) or {}).items()}
    return {name: _response_set(known[name]) for name in wanted if name in known}


def _response_set(entry: Mapping[str, Any]) -> ResponseSet:
    """Return one set."""
    counted = str(entry["counted_value"]) if entry["is_dichotomy"] else None
    return ResponseSet(str(entry["label"] or ""), tuple(entry["variable_list"]), counted)


def combined(entry: ResponseSet, columns: Mapping[str, Cells]) -> Cells:
    """Return the answers of a set as one column, an empty cell where all of its columns are empty."""
    parts = pl.DataFrame([_part(entry, columns[name]).alias(name) for name in entry.columns])
    answered = pl.any_horizontal(pl.all().is_not_null())
    joined = pl.concat_str(pl.all().replace("", None), separator=MARK, ignore_nulls=True)
    text = pl.when(joined != "").then(joined).when(answered).then(pl.lit(NONE_CHOSEN)).otherwise(pl.lit(""))
    return code(parts.select(text.cast(pl.Categorical)).to_series())


def _part(entry: ResponseSet, cells: Cells) -> pl.Series:
    """Return what a column adds to each cell: an answer, an empty text for "not chosen", null for blank."""
    text = pl.col("text").str.strip_chars()
    filled, name = text != "", pl.lit(cells.texts.name)
    answer = pl.when(filled).then(text)
    if entry.counted is not None:
        answer = pl.when(filled).then(pl.when(text == entry.counted).then(name).otherwise(pl.lit("")))
    return cells.texts.alias("text").to_frame().select(answer).to_series().gather(cells.places)


def labels_of_set(entry: ResponseSet, questions: Mapping[str, str], labels: Mapping[str, Labels]) -> Labels:
    """Return what the answers of a set are called: columns by their questions, categories by their labels."""
    if entry.counted is not None:
        return {name: questions[name] for name in entry.columns if questions.get(name)}
    return {code_: label for name in entry.columns for code_, label in labels[name].items()}
