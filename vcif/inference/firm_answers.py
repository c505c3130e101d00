"""Firms side by side, for what the tally cannot tell: the answers of each group's firms, and their sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vcif._errors import ArgumentError, DataError, NotComputableError, nearest
from vcif.inference.exact_sums import exact_columns

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Sums:
    """Sums of answers, each of shape (draws, items): how many, their sum and their sum of squares."""

    n: Array
    total: Array
    square: Array

    @property
    def within(self) -> Array:
        """Sums of squared deviations from the mean; 0 where what is left is rounding, NaN without answers."""
        scaled = self.n * self.square
        spread = scaled - self.total * self.total
        with np.errstate(invalid="ignore"):
            return np.where(spread > 1e-12 * scaled, spread, 0.0) / self.n


def answers_of(firms: pl.DataFrame, group: str, items: Sequence[str]) -> Array:
    """Return one group's answers, firms by items, NaN for none."""
    there = firms["category"].cast(pl.String) == group
    chosen = firms.select(pl.col(items).filter(there).cast(pl.Float64).fill_null(float("nan")))
    return np.asarray(chosen.to_numpy(), dtype=np.float64)


def answers_by_group(
    function: str, firms: pl.DataFrame, items: Sequence[str], groups: Sequence[str]
) -> list[Array]:
    """Return the answers of three groups, after checking the frame: numbers, null where there is none."""
    if len(set(groups)) != 3 or len(groups) != 3:
        raise ArgumentError(f"{function}() needs three different groups; got {list(groups)}")
    if len(set(items)) < len(items) or isinstance(items, str):
        raise ArgumentError(f"{function}() needs a list of different items; got {items!r}")
    check_columns(function, firms, items, "category")
    return [answers_of(firms, group, items) for group in groups]


def check_columns(function: str, firms: pl.DataFrame, items: Sequence[str], by: str) -> None:
    """Raise unless the columns are there and the items are finite numbers or yes/no."""
    for name in (*items, by):
        if name not in firms.columns:
            hint = "; run classify() first" if name == "category" else nearest(name, firms.columns)
            raise DataError(f"{function}() needs the column {name!r}{hint}")
    for name in items:
        kind = firms.schema[name]
        if not (kind.is_numeric() or kind in (pl.Boolean, pl.Null)):
            raise DataError(
                f"{function}() needs numbers or yes/no in {name!r}; got {kind}; "
                "read the file with a codebook, which gives words their place on the scale"
            )
        values = firms[name].drop_nulls().cast(pl.Float64)
        bad = values.filter(~values.is_finite())
        if bad.len():
            raise DataError(
                f"{function}() needs finite numbers; got {bad[0]} in {name!r} ({bad.len()} firms); "
                "make missing answers null"
            )


def computable(
    answers: Sequence[Array], groups: Sequence[str], items: Sequence[str]
) -> tuple[list[int], tuple[str, ...]]:
    """Return the places of the items that can be compared, and why the others cannot.

    Raises
    ------
    NotComputableError
        When none can; the text is the first one's reason.
    """
    reasons = {place: _reason(answers, groups, name, place) for place, name in enumerate(items)}
    kept = [place for place, reason in reasons.items() if reason is None]
    left_out = tuple(reason for reason in reasons.values() if reason is not None)
    if not kept:
        raise NotComputableError(left_out[0])
    return kept, left_out


def _reason(answers: Sequence[Array], groups: Sequence[str], item: str, place: int) -> str | None:
    """Return why an item cannot be compared: too few answers in a group, or the same one throughout."""
    given = [table[np.isfinite(table[:, place]), place] for table in answers]
    for group, column in zip(groups, given, strict=True):
        if column.size < 2:
            return f"{group} has fewer than two firms that answered {item}"
    if all(np.ptp(column) == 0 for column in given):
        return f"{item} has no variation within any group"
    return None


class SummedAnswers:
    """The answers of several groups, made ready for exact sums over any of their firms.

    Answers are taken less the item's median and in units of a power of two near their largest deviation:
    neither moves a standardized difference, and no digits are lost on answers far from zero.
    """

    def __init__(self, answers: Sequence[Array], items: Sequence[int]) -> None:
        moments = [np.empty((3 * len(items), table.shape[0])) for table in answers]
        for row, item in enumerate(items):
            centre, unit = _centre_and_unit([table[:, item] for table in answers])
            for table, columns in zip(answers, moments, strict=True):
                there = np.isfinite(table[:, item])
                columns[row] = there
                columns[row + len(items)] = np.where(there, (table[:, item] - centre) / unit, 0.0)
                columns[row + 2 * len(items)] = columns[row + len(items)] ** 2
        self._columns = [exact_columns(columns, most=columns.shape[1]) for columns in moments]

    def sums(self, group: int, weights: Array) -> Sums:
        """Return one group's sums, its firms taken as often as the weights (draws, firms) say."""
        n, total, square = np.split(self._columns[group].sums(weights), 3, axis=1)
        return Sums(n, total, square)


def _centre_and_unit(columns: Sequence[Array]) -> tuple[float, float]:
    """Return an item's median, an answer that was given, and a power of two above all deviations from it."""
    together = np.concatenate(columns)
    given = together[np.isfinite(together)]
    middle = (given.size - 1) // 2
    centre = float(np.partition(given, middle)[middle])
    return centre, float(np.ldexp(1.0, int(np.frexp(np.max(np.abs(given - centre)))[1])))


def joined(parts: Sequence[Sums]) -> Sums:
    """Return the sums of several parts of the draws, one below the other."""
    return Sums(
        n=np.concatenate([part.n for part in parts]),
        total=np.concatenate([part.total for part in parts]),
        square=np.concatenate([part.square for part in parts]),
    )
