"""What can be seen in a column: its different answers, which of them are numbers, and which look missing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from vcif.dataset.cell_text import parse_number, tidy
from vcif.dataset.missing_words import CODES, says_missing
from vcif.dataset.raw_table import RawTable

MOST_ANSWERS = 60  # different answers that are kept; a column with more is a number or free text
LARGEST_CODE = 97  # from here on a code for no answer stands far above the answers


@dataclass(frozen=True)
class Look:
    """A column as it looks.

    `answers` are its different texts with their numbers of cells, the most frequent first, without blanks and
    what the file declares missing; at most MOST_ANSWERS. `codes` are answers that seem to mean that there is
    none, with the reason. Where all other answers are numbers, `low` and `high` are their ends, `levels` the
    numbers with their numbers of cells (empty where there are more than MOST_ANSWERS).
    """

    name: str
    question: str
    n_rows: int
    n_filled: int
    n_different: int
    answers: Mapping[str, int]
    labels: Mapping[str, str]
    declared: Mapping[str, str]
    codes: Mapping[str, str]
    numeric: bool
    low: float | None
    high: float | None
    whole: bool
    levels: Mapping[float, int]

    @property
    def kept(self) -> list[str]:
        """The answers that are no code for a missing one."""
        return [text for text in self.answers if text not in self.codes]

    @property
    def named(self) -> dict[str, str]:
        """The value labels of answers that are no code for a missing one."""
        return {code: label for code, label in self.labels.items() if code not in self.codes}

    def says(self, pattern: str) -> bool:
        """Tell whether the name or the question holds a pattern."""
        return re.search(pattern, f"{self.name} {self.question}".casefold()) is not None


def look_at(table: RawTable, name: str, question: str) -> Look:
    """Look at one column."""
    labels = {text.strip(): label for text, label in table.labels.get(name, {}).items()}
    declared = {text.strip(): label for text, label in table.declared.get(name, {}).items()}
    cells = table.columns[name].text().alias("text").to_frame().select(tidy(pl.col("text")).fill_null(""))
    counted = (
        cells.filter(pl.col("text") != "")
        .group_by("text")
        .agg(n=pl.len())
        .with_columns(number=parse_number(pl.col("text"), table.decimal))
        .sort("n", "text", descending=[True, False])
    )
    asked = counted.filter(~pl.col("text").is_in(list(declared)))
    codes = _codes(asked, labels)
    rest = asked.filter(~pl.col("text").is_in(list(codes)))
    numbers = rest["number"]
    numeric = rest.height > 0 and numbers.null_count() == 0
    return Look(
        name=name,
        question=question or name,
        n_rows=cells.height,
        n_filled=int(counted["n"].sum()),
        n_different=asked.height,
        answers=dict(asked.head(MOST_ANSWERS).select("text", "n").rows()),
        labels=labels,
        declared=declared,
        codes=codes,
        numeric=numeric,
        low=float(numbers.min()) if numeric else None,  # type: ignore[arg-type]
        high=float(numbers.max()) if numeric else None,  # type: ignore[arg-type]
        whole=bool(numeric and (numbers == numbers.round()).all()),
        levels=dict(rest.select("number", "n").rows()) if numeric and rest.height <= MOST_ANSWERS else {},
    )


def _codes(asked: pl.DataFrame, labels: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that seem to be codes for no answer, each with what speaks for it."""
    codes = {text: f'labelled "{label}"' for text, label in labels.items() if says_missing(label)}
    words = asked.filter(pl.col("number").is_null()).head(MOST_ANSWERS)["text"]
    codes |= {text: "says that there is no answer" for text in words if says_missing(text)}
    usual = pl.col("number").is_in([float(code) for code in CODES])
    core = asked.filter(~usual, ~pl.col("text").is_in(list(codes)))["number"].drop_nulls()
    if core.is_empty() or labels.keys() >= set(asked["text"]):
        return {text: why for text, why in codes.items() if text in set(asked["text"]) | labels.keys()}
    low, high = float(core.min()), float(core.max())  # type: ignore[arg-type]
    for text, number in asked.filter(usual).select("text", "number").rows():
        apart = number < 0 <= low or (number > 2 * high if number >= LARGEST_CODE else number > high + 1)
        if apart and text not in codes and text not in labels:
            codes[text] = "stands apart from the other answers"
    return codes
