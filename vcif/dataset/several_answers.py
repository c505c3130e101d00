"""Cells that hold several answers, as forms write the choices of one question: "Import;Export;".

An answer is found as a whole: "Export" does not stand in "Export agent". An option that holds a separator
itself ("Yes, a little") is known by the codebook's lists and kept whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from vcif.dataset.answers import (
    BLANK,
    NO_ANSWER,
    NO_ANSWER_LISTS,
    TEXT,
    Columns,
    answers_of,
    set_missing_aside,
    with_no_answer,
    with_parameters,
)
from vcif.dataset.cell_text import code_keys, text_keys, tidy
from vcif.dataset.codebook import Activity, Answers
from vcif.dataset.raw_table import RawColumn
from vcif.dataset.response_sets import NONE_CHOSEN
from vcif.dataset.settle import Settled, settle
from vcif.dataset.yes_no import Activities, blank_as_no

Found = Sequence[tuple[str, str]]
KEPT_YES = 'kept as "yes"'


@dataclass(frozen=True)
class Question:
    """A column with several answers in a cell: what its answers are called, by the keys that match them.

    `listed` are the answers that the codebook knows, `silent` those that say nothing (missing codes, "not
    sure"), `labels` leads from a code to its label, `marks` part the answers.
    """

    listed: frozenset[str]
    silent: frozenset[str]
    labels: Mapping[str, str]
    marks: re.Pattern[str]

    def answers(self, cells: Sequence[str]) -> list[list[tuple[str, str]]]:
        """Return the answers of each cell as they stand, with their keys."""
        pieces = [self.marks.split(cell) for cell in cells]
        known = self.listed | self.silent
        # An answer of three pieces holds one mark, of five two; no answer is longer than the longest known.
        longest = max((2 * len(self.marks.findall(key)) + 1 for key in known), default=1)
        runs = {text for row in pieces for size in range(1, longest + 1, 2) for text in _runs(row, size)}
        keys = dict(zip(runs, text_keys(list(runs)), strict=True))
        return [list(self._whole(row, keys, longest)) for row in pieces]

    def _whole(
        self, pieces: Sequence[str], keys: Mapping[str, str], longest: int
    ) -> Iterator[tuple[str, str]]:
        """Yield the answers of one cell, each as the longest text that is known, else as the single piece."""
        place = 0
        while place < len(pieces):
            sizes = range(min(longest, len(pieces) - place), 0, -1)
            found = [size for size in sizes if size % 2 and self._known(_run(pieces, place, size), keys)]
            text = _run(pieces, place, found[0] if found else 1)
            if text:
                yield text, self._key(keys[text])
            place += (found[0] if found else 1) + 1

    def _known(self, text: str, keys: Mapping[str, str]) -> bool:
        """Tell whether a text is an answer that the codebook knows."""
        return bool(text) and self._key(keys[text]) in self.listed | self.silent

    def _key(self, key: str) -> str:
        """Return an answer's key, or that of its label where only the label is known."""
        return key if key in self.listed or key in self.silent else self.labels.get(key, key)


def _run(pieces: Sequence[str], place: int, size: int) -> str:
    """Return some pieces of a cell, with the marks between them."""
    return "".join(pieces[place : place + size]).strip()


def _runs(pieces: Sequence[str], size: int) -> list[str]:
    """Return all texts of so many pieces that begin with a piece, not with a mark."""
    return [_run(pieces, place, size) for place in range(0, len(pieces) - size + 1, 2)]


def read_several(asked: Columns, activities: Activities, shared: Answers) -> Settled:
    """Read yes/no activities from cells of several answers: `value` and `active` are the same.

    A cell with other answers of the question says "no"; an answer that no list holds leaves it unknown.
    """
    questions = _questions(asked, activities, shared)
    answers = with_parameters(
        answers_of(asked), {ask: {"blank_no": entry.blank_means == "no"} for ask, entry in activities.items()}
    )
    answers = set_missing_aside(with_no_answer(answers, activities), shared)
    answers = answers.hstack(
        pl.concat([_judged(answers, ask, questions[ask], activities[ask]) for ask in asked])
    )
    aside, told = pl.col("problem").is_not_null(), pl.col("fault").is_not_null()
    kept = pl.when("value").then(pl.lit(KEPT_YES)).otherwise(pl.lit(NO_ANSWER))
    answers = answers.with_columns(
        value=pl.when(~aside).then("value"),
        problem=pl.when(aside).then("problem").otherwise("fault"),
        action=pl.when(aside).then("action").when(told).then(kept).otherwise(TEXT),
        each=pl.when(aside).then("each").otherwise("each_fault"),
    )
    answers = blank_as_no(answers, {"value": pl.lit(False)})
    return settle(asked, answers.with_columns(active="value"), ("value", "active"))


def _questions(asked: Columns, activities: Activities, shared: Answers) -> dict[int, Question]:
    """Return what is known of each column; activities that share a column know each other's answers."""
    by_column: dict[str, list[Activity]] = {}
    for entry in activities.values():
        by_column.setdefault(entry.column, []).append(entry)
    return {
        ask: _question(asked[ask], by_column[entry.column], shared, entry.separators)
        for ask, entry in activities.items()
    }


def _question(column: RawColumn, entries: Sequence[Activity], shared: Answers, marks: str) -> Question:
    """Return what is known of one column."""
    listed = [code for entry in entries for code in (*(entry.contains or ()), *entry.options)]
    silent = [code for name in NO_ANSWER_LISTS for code in getattr(shared, name)]
    silent += [code for entry in entries for codes in entry.no_answer.values() for code in codes]
    labels = dict(zip(code_keys(column.labels), code_keys(column.labels.values()), strict=True))
    keys = frozenset(code_keys([*listed, NONE_CHOSEN]))
    nothing = frozenset(code_keys([*silent, *column.declared])) - keys - {""}
    return Question(keys, nothing, labels, re.compile(f"([{re.escape(marks)}])"))


def _judged(answers: pl.DataFrame, ask: int, question: Question, activity: Activity) -> pl.DataFrame:
    """Say of every cell of one question whether it holds a wanted answer, and what is wrong with it."""
    cells = answers.filter(ask=ask).select(tidy(pl.col("raw"))).to_series().to_list()
    wanted = frozenset(code_keys(activity.contains or ()))
    judged = [_judge(question, wanted, found) for found in question.answers(cells)]
    schema = {"value": pl.Boolean, "fault": pl.String, "each_fault": pl.Boolean}
    return pl.DataFrame(judged, schema=schema, orient="row")


def _judge(question: Question, wanted: frozenset[str], found: Found) -> tuple[bool | None, str | None, bool]:
    """Judge the answers of one cell: yes or no, a fault, and whether each such cell is to be listed."""
    unknown = [text for text, key in found if key not in question.listed | question.silent]
    fault = f"holds an answer that is not listed ({', '.join(unknown)})" if unknown else None
    if any(key in wanted for _, key in found):
        return True, fault, fault is not None
    if fault is not None:
        return None, fault, True
    silent = [text for text, key in found if key in question.silent]
    if silent:
        return None, f"missing code {', '.join(silent)}", False
    # Nothing but separators says no more than an empty cell.
    return (False, None, False) if found else (None, BLANK, False)
