"""Sums of weights that are exact and rounded once, so that the order of the rows changes no digit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vcif._errors import DataError

_DIGITS = 53  # binary digits of a float
_LOWEST = -1074  # the smallest float is 2^-1074


@dataclass(frozen=True)
class Weights:
    """The steps in which a column of weights is summed: more of them, the further apart the weights lie."""

    steps: tuple[float, ...]


def weights_of(rows: pl.LazyFrame, *, frequency: bool) -> Weights | None:
    """Return what there is to know of the weights in column "w", after checking them; None if there are none.

    Raises
    ------
    DataError
        As `weights_that`.
    """
    weight = pl.col("w")
    query = rows.select(
        rows=pl.len(),
        known=weight.count(),
        bad=((weight < 0) | ~weight.is_finite()).sum(),
        broken=(weight != weight.floor()).sum(),
        largest=weight.max(),
        smallest=pl.when(weight > 0).then(weight).min(),
    )
    return weights_that(query.collect(engine="streaming").row(0, named=True), frequency=frequency)


def weights_that(found: dict[str, Any], *, frequency: bool) -> Weights | None:
    """Return what there is to know of weights from what was found of them; None if there are none.

    `found`: rows, known, bad (negative, NaN or infinite), broken (no whole numbers), largest, and smallest
    (of the positive ones).

    Raises
    ------
    DataError
        When a weight is negative, NaN or infinite, or their sum is beyond all floats; or a frequency weight
        is missing or no whole number.
    """
    if frequency and (found["known"] < found["rows"] or found["broken"]):
        what = "a missing weight" if found["known"] < found["rows"] else "a weight that is no whole number"
        raise DataError(f'tally(weights="frequency") needs whole numbers from 0 up in weight; got {what}')
    if found["bad"]:
        raise DataError("tally() needs weights from 0 up; got a negative, NaN or infinite weight")
    if not found["known"]:
        return None
    if found["smallest"] is None:
        return Weights(())
    lowest = max(math.frexp(found["smallest"])[1] - _DIGITS, _LOWEST if found["broken"] else 0)
    return Weights(_steps(found["largest"], found["known"], lowest))


def _steps(largest: float, rows: int, lowest: int) -> tuple[float, ...]:
    """Return the steps for weights up to `largest` that are multiples of 2^lowest.

    A step of 3 * 2^(51 + unit) rounds what is added to it to multiples of 2^unit. The unit is such that all
    rows' multiples add up to less than 2^53 units, which floats hold exactly, in whatever order.
    """
    spare, top = max(rows.bit_length(), 2), math.frexp(largest)[1]
    if top + spare > 1020:
        raise DataError(f"tally() needs weights whose sum is a number; got {rows} weights up to {largest:g}")
    steps = []
    unit = lowest + 1
    while unit > lowest:
        unit = max(top + spare - _DIGITS, lowest)
        steps.append(math.ldexp(3.0, 51 + unit))
        top = unit - 1  # what is left is at most half a unit
    return tuple(steps)


def split(weights: NDArray[np.float64], steps: Sequence[float]) -> list[NDArray[np.float64]]:
    """Return parts that add up to the weights, each of which is summed without rounding.

    Source
    ------
    Rump, S. M., Ogita, T. and Oishi, S. (2008), Accurate floating-point summation, SIAM Journal on
    Scientific Computing 31(1), 189-224, for the splitting.
    """
    parts = []
    for step in steps:
        part = (weights + step) - step
        parts.append(part)
        weights = weights - part
    return parts


def with_parts(rows: pl.LazyFrame, steps: Sequence[float]) -> pl.LazyFrame:
    """Return the rows with the weights in "w" in the same parts, as columns "w0", "w1", .., 0 for none."""
    rows = rows.with_columns(pl.col("w").fill_null(0.0))
    for i, step in enumerate(steps):
        rows = rows.with_columns(((pl.col("w") + step) - step).alias(f"w{i}"))
        rows = rows.with_columns(pl.col("w") - pl.col(f"w{i}"))
    return rows


def rounded_once(sums: Sequence[NDArray[np.float64]], shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Return the parts' exact sums as one number a cell, rounded once.

    >>> rounded_once([np.array([1e16]), np.array([1.0]), np.array([1e-9])], (1,)).tolist()
    [1.0000000000000002e+16]
    """
    if len(sums) < 3:
        return np.asarray(sum(sums, np.zeros(shape)))  # one addition of two exact numbers rounds once
    flat = zip(*(part.ravel().tolist() for part in sums), strict=True)
    return np.array([math.fsum(parts) for parts in flat]).reshape(shape)
