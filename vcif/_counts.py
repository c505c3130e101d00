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
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vcif._decimals import whole_over_power
from vcif._errors import ArgumentError
from vcif._scores import (
    INT64_SAFE,
    Score,
    check_scores,
    counted_sample,
    exact_score,
    narrowed,
    whole_array,
    whole_numbers,
)

Samples = Sequence[Sequence[Score]]


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
    # The counts that these are some groups of: a group's sums do not depend on the other groups.
    _origin: tuple[Counts, tuple[int, ...]] | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        if isinstance(self.scores, np.ndarray) and self.scores.dtype == np.float64:
            self._take_floats(self.scores)
            return
        exact = [exact_score(score) for score in self.scores]
        table = whole_numbers(self.n, len(exact))
        order = sorted(range(len(exact)), key=exact.__getitem__)
        ranked = [exact[i] for i in order]
        denominator = math.lcm(*(score.denominator for score in ranked))
        numerators = [score.numerator * (denominator // score.denominator) for score in ranked]
        check_scores(numerators, denominator)
        vars(self).update(
            scores=np.array([float(score) for score in ranked], dtype=np.float64),
            n=table[:, order],
            numerators=whole_array(numerators, int(table.sum())),
            denominator=denominator,
        )

    def _take_floats(self, scores: NDArray[np.float64]) -> None:
        """Set the fields from an array of floats: the same result, without a loop over Python numbers."""
        table = whole_numbers(self.n, scores.size)
        if not np.isfinite(scores).all():
            exact_score(float(scores[~np.isfinite(scores)][0]))
        order = np.argsort(scores, kind="stable")
        rising = scores[order] + 0.0
        numerators, denominator = exact_numerators(rising, int(table.sum()))
        vars(self).update(scores=rising, n=table[:, order], numerators=numerators, denominator=denominator)

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
    def whole_sums(self) -> tuple[int, ...]:
        """Each group's sum of numerators, a Python int: its sum of scores is whole_sums[i] / denominator."""
        if self._origin is not None:
            parent, groups = self._origin
            return tuple(parent.whole_sums[i] for i in groups)
        return tuple(self._totals(self.numerators))

    @cached_property
    def whole_squares(self) -> tuple[int, ...]:
        """Each group's n sum(x^2) - (sum x)^2 in numerators x, a Python int, 0 for an empty group.

        squares[i] = whole_squares[i] / (n_i denominator^2).
        """
        if self._origin is not None:
            parent, groups = self._origin
            return tuple(parent.whole_squares[i] for i in groups)
        second = self._totals(self.numerators * self.numerators)
        triples = zip(self.sizes.tolist(), second, self.whole_sums, strict=True)
        return tuple(n * two - one * one for n, two, one in triples)

    @cached_property
    def sums(self) -> tuple[Fraction, ...]:
        """Each group's exact sum of scores."""
        return tuple(Fraction(total, self.denominator) for total in self.whole_sums)

    @cached_property
    def squares(self) -> tuple[Fraction, ...]:
        """Each group's exact sum of squared deviations from its own mean (0 for an empty group)."""
        scale = self.denominator**2
        return tuple(
            Fraction(square, n * scale) if n else Fraction(0)
            for square, n in zip(self.whole_squares, self.sizes.tolist(), strict=True)
        )

    @cached_property
    def exact_means(self) -> tuple[Fraction, ...]:
        """Each group's exact mean; raises ZeroDivisionError for an empty group."""
        pairs = zip(self.whole_sums, self.sizes.tolist(), strict=True)
        return tuple(Fraction(total, n * self.denominator) for total, n in pairs)

    @cached_property
    def means(self) -> tuple[float, ...]:
        """Each group's mean, rounded once; raises ZeroDivisionError for an empty group."""
        pairs = zip(self.whole_sums, self.sizes.tolist(), strict=True)
        return tuple(total / (n * self.denominator) for total, n in pairs)  # division of ints rounds once

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
        return tuple(int(total) for total in self.table.astype(self._whole, copy=False) @ self.centred_ranks)

    @cached_property
    def mean_ranks(self) -> tuple[float, ...]:
        """Each group's mean midrank."""
        pairs = zip(self.rank_sums, self.sizes.tolist(), strict=True)
        return tuple((twice + n * (self.total + 1)) / (2 * n) for twice, n in pairs)

    @cached_property
    def tie_term(self) -> int:
        """N^3 - N less the sum of t^3 - t over tied scores, exact (0 = everybody gave the same answer)."""
        tied: int = sum((t**3 - t) * times for t, times in Counter(self.ties.tolist()).items())
        return self.total**3 - self.total - tied

    def select(self, groups: Sequence[int]) -> Counts:
        """Return some of the groups, in the order given, with the scores that they gave."""
        places = list(groups)
        table, scores, numerators = self.table[places], np.asarray(self.scores), self.numerators
        ties = table.sum(axis=0)
        if not ties.all():
            kept = ties > 0
            table, scores, numerators, ties = table[:, kept], scores[kept], numerators[kept], ties[kept]
        known = {"sizes": self.sizes[places], "ties": ties, "_origin": (self, tuple(places))}
        return unchecked_counts(scores, table, numerators, self.denominator, known)

    @property
    def _whole(self) -> type[np.int64] | type[object]:
        """The number type that holds sums of ranks without overflow."""
        return np.int64 if 2 * self.total * (self.total + 1) < INT64_SAFE else object

    def _totals(self, values: NDArray[Any]) -> list[int]:
        """Return each group's sum of a whole number for each score."""
        if values.dtype != object:
            return list((self.table @ values).tolist())
        held = [(np.flatnonzero(row), row) for row in self.table]  # scores without ties are one group's each
        parts = [values[at] if row[at].max(initial=0) < 2 else values[at] * row[at] for at, row in held]
        return [sum(part.tolist()) for part in parts]


def exact_numerators(scores: NDArray[np.float64], total: int) -> tuple[NDArray[Any], int]:
    """Return rising scores as whole numbers over a power of ten, after checking their sizes and distances."""
    numerators, denominator = whole_over_power(scores)
    largest = max(-float(scores[0]), float(scores[-1]))
    if not (largest < 1e49 and (np.diff(scores) > 1e-49).all()):
        check_scores(numerators, denominator)  # exactly
    return narrowed(numerators, max(-int(numerators[0]), int(numerators[-1])), total), denominator


def counts_of_rising(
    scores: NDArray[np.float64],
    n: NDArray[np.int64],
    whole: NDArray[np.int64] | None,
    known: dict[str, Any],
) -> Counts:
    """Return counts of different, rising, finite scores (and the same as whole numbers, if they are such).

    `n` is not checked; `known` are attributes that need not be computed again, `total` among them.
    """
    if whole is None:
        return unchecked_counts(scores, n, *exact_numerators(scores, known["total"]), known)
    largest = max(-int(whole[0]), int(whole[-1]))
    return unchecked_counts(scores, n, narrowed(whole, largest, known["total"]), 1, known)


def unchecked_counts(
    scores: NDArray[np.float64],
    n: NDArray[np.int64],
    numerators: NDArray[Any],
    denominator: int,
    known: dict[str, Any],
) -> Counts:
    """Return counts of rising scores, with attributes that are known already, as they are given."""
    new = object.__new__(Counts)
    vars(new).update(known, scores=scores, n=n, numerators=numerators, denominator=denominator)
    return new


def as_counts(data: Samples | Counts) -> Counts:
    """Return counts from samples (one sequence of scores per group), or the counts themselves.

    >>> as_counts([[1, "2"], [2.0, 4]]).n.tolist()
    [[1, 1, 0], [0, 1, 1]]
    """
    if isinstance(data, Counts):
        return data
    if not all(hasattr(sample, "__iter__") for sample in data):
        raise ArgumentError(f"samples are a sequence of sequences, one for each group; got {data!r}")
    if all(isinstance(sample, np.ndarray) and sample.dtype == np.float64 for sample in data):
        return _count_arrays([np.asarray(sample, dtype=np.float64) for sample in data])
    tables = [counted_sample(sample) for sample in data]
    scores = sorted({score for table in tables for score in table})
    if not scores:
        raise ArgumentError("the samples hold no score at all; each group needs at least one")
    return Counts(scores=scores, n=[[table[score] for score in scores] for table in tables])


def _count_arrays(samples: list[NDArray[np.float64]]) -> Counts:
    """Return the counts of arrays of floats."""
    together = np.concatenate([np.empty(0), *samples])
    if together.size == 0:
        raise ArgumentError("the samples hold no score at all; each group needs at least one")
    scores, places = np.unique(together + 0.0, return_inverse=True)
    edges = np.cumsum([0, *(sample.size for sample in samples)])
    parts = [places[low:high] for low, high in pairwise(edges.tolist())]
    return Counts(scores=scores, n=np.stack([np.bincount(part, minlength=scores.size) for part in parts]))
