"""Firms side by side, for what the tally cannot tell: a group's answers, and their sums under weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vcif._errors import NotComputableError

Array = NDArray[np.float64]


def answers_of(firms: pl.DataFrame, group: str, items: Sequence[str]) -> Array:
    """Return one group's answers, firms by items, NaN for none."""
    chosen = firms.filter(pl.col("category") == group).select(pl.col(items).cast(pl.Float64))
    return np.asarray(chosen.fill_null(float("nan")).to_numpy(), dtype=np.float64)


def check_answers(answers: list[Array], groups: Sequence[str], items: Sequence[str]) -> None:
    """Raise unless every group has two answers to every item, and every item varies."""
    for group, table in zip(groups, answers, strict=True):
        few = np.flatnonzero(np.isfinite(table).sum(axis=0) < 2)
        if few.size:
            raise NotComputableError(f"{group} has fewer than two firms that answered {items[few[0]]}")
    ranges = [np.nanmax(table, axis=0) - np.nanmin(table, axis=0) for table in answers]
    flat = np.flatnonzero(np.max(ranges, axis=0) == 0)
    if flat.size:
        raise NotComputableError(f"{items[flat[0]]} has no variation within any group")


def weighted_sums(weights: Array, table: Array) -> tuple[Array, Array, Array]:
    """Return n, sum and sum of squares of each item in each resample."""
    there = np.isfinite(table)
    filled = np.where(there, table, 0.0)
    n, total, square = np.split(weights @ np.hstack([there, filled, filled * filled]), 3, axis=1)
    return n, total, square
