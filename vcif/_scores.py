"""Scores and counts as they are given, taken for exact numbers or refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vcif._errors import ArgumentError

Score = int | float | Decimal | Fraction | str
INT64_SAFE = 2**62
WHOLE_FLOATS = 2**53  # below it a float that is whole is that whole number and no other
# Within these no ratio of sums of squares leaves double precision.
_LARGEST = 10**50


def exact_score(score: object) -> Fraction:
    """Return a score as an exact number; a float stands for its shortest decimal."""
    value = score.item() if isinstance(score, np.generic) else score
    try:
        if isinstance(value, (int, Fraction)):
            return Fraction(value)
        if isinstance(value, float):
            whole = value.is_integer() and abs(value) < WHOLE_FLOATS
            return Fraction(int(value)) if whole else Fraction(Decimal(repr(value)))
        if isinstance(value, (Decimal, str)):
            return Fraction(Decimal(value))
    except (InvalidOperation, ValueError, OverflowError):
        pass
    raise ArgumentError(f"a score must be a finite number; got {score!r}; leave missing answers out")


def check_scores(numerators: list[int] | NDArray[Any], denominator: int) -> None:
    """Raise where two scores (in rising order) are the same or too close, or one is too large."""
    wide = np.asarray(numerators, dtype=object)
    gaps = np.diff(wide)
    for i in np.flatnonzero(gaps * _LARGEST < denominator)[:1]:
        low, high = wide[i], wide[i + 1]
        if low == high:
            raise ArgumentError(f"Counts() needs each score once; got {low / denominator!r} more than once")
        raise ArgumentError(f"Counts() needs scores at least 1e-50 apart; got two at {low / denominator!r}")
    if max(-int(wide[0]), int(wide[-1])) > _LARGEST * denominator:
        raise ArgumentError("Counts() needs scores between -1e50 and 1e50; got a larger one")


def whole_array(values: list[int], total: int) -> NDArray[Any]:
    """Return whole numbers as int64 when sums of their squares over all firms fit, else as Python's own."""
    return narrowed(np.array(values, dtype=object), max(abs(value) for value in values), total)


def narrowed(values: NDArray[Any], largest: int, total: int) -> NDArray[Any]:
    """Return whole numbers in the narrowest type that holds sums of their squares over all firms."""
    safe = largest * largest * max(total, 1) < INT64_SAFE
    return values.astype(np.int64 if safe else object, copy=False)


def whole_numbers(n: object, levels: int) -> NDArray[np.int64]:
    """Return the table of counts as int64, after checking it."""
    try:
        raw = np.asarray(n)
        table = np.asarray(raw, dtype=np.float64)
    except (TypeError, ValueError):
        raise ArgumentError("Counts() needs whole numbers from 0 up in n, and rows of one length") from None
    if raw.ndim != 2 or raw.shape[1] != levels or levels == 0:
        raise ArgumentError(
            f"Counts() needs one row per group and one column per score; got n of shape {raw.shape} "
            f"for {levels} scores"
        )
    if not (np.isfinite(table).all() and (table >= 0).all() and (table == np.floor(table)).all()):
        raise ArgumentError("Counts() needs whole numbers from 0 up in n")
    if table.sum() > 2**53:
        raise ArgumentError(f"Counts() counts up to 2^53 firms; got {table.sum():g}")
    return raw.astype(np.int64)


def counted_sample(sample: Sequence[Score]) -> Counter[Fraction]:
    """Return how often a sample holds each exact score."""
    if isinstance(sample, (str, bytes)):
        raise ArgumentError(f"a sample is a sequence of scores; got the text {sample!r}")
    counted: Counter[Fraction] = Counter()
    for score, times in Counter(np.asarray(sample).tolist() if _is_array(sample) else sample).items():
        counted[exact_score(score)] += times
    return counted


def _is_array(sample: object) -> bool:
    """Say whether the sample is an array or series, whose elements are not plain numbers."""
    return hasattr(sample, "__array__")
