"""Counts: how many firms of each group gave each score, with exact sums and ranks.

Every statistic of this package follows from these counts. Scores are held as exact decimal numbers, so
that sums and sums of squares are whole-number arithmetic and lose nothing; a float stands for its shortest
decimal.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vcif._errors import ArgumentError

Score = int | float | Decimal | Fraction | str
Samples = Sequence[Sequence[Score]]
_INT64_SAFE = 2**62
_EXACT = 2**53  # below it a float that is whole is that whole number and no other
# Within these no ratio of sums of squares leaves double precision.
_LARGEST = 10**50


@dataclass(frozen=True, eq=False)
class Counts:
    """A table of groups by scores.

    Parameters
    ----------
    scores
        The distinct scores, in any order: int, float, Decimal, Fraction or decimal text; at least one.
    n
        Whole numbers of firms, one row per group and one column per score.

    Attributes
    ----------
    scores
        The scores in rising order, as floats; shape (levels,).
    n
        The counts in the same order; shape (groups, levels).

    Raises
    ------
    ArgumentError
        When a score is no finite number, is beyond 1e50, or stands twice (or closer than 1e-50 to another),
        or the counts are not whole numbers from 0 up in that shape.

    Examples
    --------
    >>> counts = Counts(scores=[1, 2, 3], n=[[2, 1, 0], [0, 1, 3]])
    >>> counts.sizes.tolist(), counts.means
    ([3, 4], (1.3333333333333333, 2.75))
    """

    scores: Sequence[Score] | NDArray[np.float64]
    n: Sequence[Sequence[int]] | NDArray[np.int64]
    numerators: NDArray[Any] = field(init=False, repr=False)
    denominator: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        exact = [_exact(score) for score in self.scores]
        table = _whole_numbers(self.n, len(exact))
        order = sorted(range(len(exact)), key=exact.__getitem__)
        ranked = [exact[i] for i in order]
        denominator = math.lcm(*(score.denominator for score in ranked))
        numerators = [score.numerator * (denominator // score.denominator) for score in ranked]
        _check_scores(numerators, denominator)
        object.__setattr__(self, "scores", np.array([float(score) for score in ranked], dtype=np.float64))
        object.__setattr__(self, "n", table[:, order])
        object.__setattr__(self, "numerators", _whole_array(numerators, int(table.sum())))
        object.__setattr__(self, "denominator", denominator)

    @cached_property
    def table(self) -> NDArray[np.int64]:
        """The counts as an array of shape (groups, levels)."""
        return np.asarray(self.n, dtype=np.int64)

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        """Firms per group, shape (groups,)."""
        return np.asarray(self.table.sum(axis=1), dtype=np.int64)

    @cached_property
    def total(self) -> int:
        """Firms in all groups."""
        return int(self.table.sum())

    @cached_property
    def sums(self) -> tuple[Fraction, ...]:
        """Each group's exact sum of scores."""
        return tuple(Fraction(int(row @ self.numerators), self.denominator) for row in self._rows())

    @cached_property
    def squares(self) -> tuple[Fraction, ...]:
        """Each group's exact sum of squared deviations from its own mean (0 for an empty group)."""
        second = self.numerators * self.numerators
        pairs = [(int(row @ second), int(row @ self.numerators), int(row.sum())) for row in self._rows()]
        scale = self.denominator**2
        return tuple(Fraction(n * two - one * one, n * scale) if n else Fraction(0) for two, one, n in pairs)

    @cached_property
    def exact_means(self) -> tuple[Fraction, ...]:
        """Each group's exact mean; raises ZeroDivisionError for an empty group."""
        return tuple(total / int(size) for total, size in zip(self.sums, self.sizes, strict=True))

    @cached_property
    def means(self) -> tuple[float, ...]:
        """Each group's mean, rounded once."""
        return tuple(float(mean) for mean in self.exact_means)

    @cached_property
    def ties(self) -> NDArray[np.int64]:
        """Firms per score over all groups, shape (levels,)."""
        return np.asarray(self.table.sum(axis=0), dtype=np.int64)

    @cached_property
    def centred_ranks(self) -> NDArray[Any]:
        """Twice each score's midrank less N + 1: whole numbers, shape (levels,)."""
        ties = self.ties.astype(self._whole)
        return np.asarray(2 * (np.cumsum(ties) - ties) + ties - self.total)

    @cached_property
    def rank_sums(self) -> tuple[int, ...]:
        """Each group's sum of centred_ranks: twice its rank sum less n (N + 1), exact."""
        return tuple(int(row.astype(self._whole) @ self.centred_ranks) for row in self.table)

    @cached_property
    def mean_ranks(self) -> tuple[float, ...]:
        """Each group's mean midrank."""
        return tuple(
            float(Fraction(twice, 2 * int(size)) + Fraction(self.total + 1, 2))
            for twice, size in zip(self.rank_sums, self.sizes, strict=True)
        )

    @cached_property
    def tie_term(self) -> int:
        """N^3 - N less the sum of t^3 - t over tied scores, exact (0 = everybody gave the same answer)."""
        tied: int = sum((t**3 - t) * times for t, times in Counter(self.ties.tolist()).items())
        return self.total**3 - self.total - tied

    def select(self, groups: Sequence[int]) -> Counts:
        """Return some of the groups, in the order given, with the scores that they gave."""
        table = self.table[list(groups)]
        return self._with(table, table.sum(axis=0) > 0)

    def _with(self, table: NDArray[np.int64], kept: NDArray[np.bool_]) -> Counts:
        """Return counts over some of the same scores, without parsing the scores again."""
        new = object.__new__(Counts)
        object.__setattr__(new, "scores", np.asarray(self.scores)[kept])
        object.__setattr__(new, "n", table[:, kept])
        object.__setattr__(new, "numerators", self.numerators[kept])
        object.__setattr__(new, "denominator", self.denominator)
        return new

    @property
    def _whole(self) -> type[np.int64] | type[object]:
        """The number type that holds sums of ranks without overflow."""
        return np.int64 if 2 * self.total * (self.total + 1) < _INT64_SAFE else object

    def _rows(self) -> list[NDArray[Any]]:
        """Return the rows of the table in the number type of the numerators."""
        return list(self.table.astype(self.numerators.dtype))


def as_counts(data: Samples | Counts) -> Counts:
    """Return counts from samples (one sequence of scores per group), or the counts themselves.

    >>> as_counts([[1, "2"], [2.0, 4]]).n.tolist()
    [[1, 1, 0], [0, 1, 1]]
    """
    if isinstance(data, Counts):
        return data
    if not all(hasattr(sample, "__iter__") for sample in data):
        raise ArgumentError(f"samples are a sequence of sequences, one for each group; got {data!r}")
    tables = [_count_sample(sample) for sample in data]
    scores = sorted({score for table in tables for score in table})
    if not scores:
        raise ArgumentError("the samples hold no score at all; each group needs at least one")
    return Counts(scores=scores, n=[[table[score] for score in scores] for table in tables])


def _count_sample(sample: Sequence[Score]) -> Counter[Fraction]:
    """Return how often a sample holds each exact score."""
    if isinstance(sample, (str, bytes)):
        raise ArgumentError(f"a sample is a sequence of scores; got the text {sample!r}")
    counted: Counter[Fraction] = Counter()
    for score, times in Counter(np.asarray(sample).tolist() if _is_array(sample) else sample).items():
        counted[_exact(score)] += times
    return counted


def _is_array(sample: object) -> bool:
    """Say whether the sample is an array or series, whose elements are not plain numbers."""
    return hasattr(sample, "__array__")


def _exact(score: object) -> Fraction:
    """Return a score as an exact number; a float stands for its shortest decimal."""
    value = score.item() if isinstance(score, np.generic) else score
    try:
        if isinstance(value, (int, Fraction)):
            return Fraction(value)
        if isinstance(value, float):
            whole = value.is_integer() and abs(value) < _EXACT
            return Fraction(int(value)) if whole else Fraction(Decimal(repr(value)))
        if isinstance(value, (Decimal, str)):
            return Fraction(Decimal(value))
    except (InvalidOperation, ValueError, OverflowError):
        pass
    raise ArgumentError(f"a score must be a finite number; got {score!r}; leave missing answers out")


def _check_scores(numerators: list[int], denominator: int) -> None:
    """Raise where two scores (in rising order) are the same or too close, or one is too large."""
    for low, high in pairwise(numerators):
        if low == high:
            raise ArgumentError(f"Counts() needs each score once; got {low / denominator!r} more than once")
        if (high - low) * _LARGEST < denominator:
            raise ArgumentError(
                f"Counts() needs scores at least 1e-50 apart; got two at {low / denominator!r}"
            )
    if max(-numerators[0], numerators[-1]) > _LARGEST * denominator:
        raise ArgumentError("Counts() needs scores between -1e50 and 1e50; got a larger one")


def _whole_array(values: list[int], total: int) -> NDArray[Any]:
    """Return whole numbers as int64 when sums of their squares over all firms fit, else as Python's own."""
    largest = max((abs(value) for value in values), default=0)
    safe = largest * largest * max(total, 1) < _INT64_SAFE
    return np.array(values, dtype=np.int64 if safe else object)


def _whole_numbers(n: object, levels: int) -> NDArray[np.int64]:
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
