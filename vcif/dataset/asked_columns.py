"""The column of each question, with the waves left out in which it was not asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

import polars as pl

from vcif.dataset.answers import NOT_ASKED
from vcif.dataset.raw_table import RawColumn, RawTable


class Question(Protocol):
    """What activities, indicators and covariates have in common."""

    @property
    def id(self) -> str:
        """The name in results."""

    @property
    def column(self) -> str:
        """The column in the file."""

    @property
    def kind(self) -> str:
        """How its answers are read."""

    @property
    def not_asked_in(self) -> tuple[int, ...]:
        """The waves in which it was not asked."""


def asked_columns(
    table: RawTable, questions: Mapping[int, Question], wave: pl.Series
) -> dict[int, RawColumn]:
    """Return the columns of some questions, by their places in the codebook."""
    return {ask: _asked(table.column(entry.column), entry, wave) for ask, entry in questions.items()}


def _asked(column: RawColumn, question: Question, wave: pl.Series) -> RawColumn:
    """Return a column without what stands in it in waves in which its question was not asked."""
    if not question.not_asked_in:
        return column
    elsewhere = wave.is_in(list(question.not_asked_in)).fill_null(False)
    return replace(column, cells=column.cells.replaced(elsewhere, NOT_ASKED)) if elsewhere.any() else column
