"""Permute the firms' groups, a firm's answers staying together, and count what reaches the observed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vcif.inference.exact_sums import ExactColumns, exact_columns
from vcif.inference.firm_draws import CELLS, Chosen, divisions
from vcif.inference.joint_statistics import RANKS, STATISTICS, Array, GroupSums

TIED = 1e-12  # statistics this close, relative to the observed one, are the same but for rounding
_TEMPORARY = 16  # arrays of statistics at work at once


@dataclass(frozen=True)
class JointP:
    """p-values of the indicators from the same permutations, each of shape (indicators,).

    `undefined` counts the permutations in which an indicator's statistic is not defined; NaN p-values are
    those of indicators in no family.
    """

    raw: Array
    adjusted: Array
    undefined: NDArray[np.int64]


class JointAnswers:
    """The answers of all firms to all indicators, ready for any division of the firms into groups.

    Parameters
    ----------
    answers
        Shape (firms, indicators), NaN for no answer.
    labels
        Each firm's group, from 0 up without gaps; shape (firms,).
    test
        A name in `STATISTICS`.
    """

    def __init__(self, answers: Array, labels: NDArray[np.int64], test: str) -> None:
        self._test, self._items = test, answers.shape[1]
        self.sizes: list[int] = np.bincount(labels).tolist()
        self._columns, self._pattern, self._constant = _prepared(answers, test in RANKS)
        self._whole = self._columns.sums(np.ones((1, answers.shape[0])))
        actual = [(labels <= group)[None, :] for group in range(len(self.sizes) - 1)]
        self.observed = self.statistics(actual)[0]

    def statistics(self, upto: Sequence[Chosen]) -> Array:
        """Return the statistics, shape (draws, indicators), of divisions as `divisions` yields them."""
        added = [self._columns.sums(chosen.astype(np.float64)) for chosen in upto]
        whole = np.broadcast_to(self._whole, added[0].shape)
        sums = np.diff(np.stack([np.zeros_like(whole), *added, whole]), axis=0)
        answered = sums.shape[2] - self._items * (1 if self._test in RANKS else 2)
        n = sums[:, :, :answered][:, :, self._pattern]
        total = sums[:, :, answered : answered + self._items]
        square = None if self._test in RANKS else sums[:, :, answered + self._items :]
        return STATISTICS[self._test](GroupSums(n, total, square, self._constant))

    def permutations(self, n: int, bits: np.random.PCG64, cells: int = CELLS) -> Iterator[Sequence[Chosen]]:
        """Yield n random divisions of the firms into groups of the same sizes, in parts of bounded size."""
        firms, wide = sum(self.sizes), _TEMPORARY * len(self.sizes) * self._items
        draws = max(1, cells // max(firms, wide))
        yield from divisions(bits, n, self.sizes, draws * firms)

    def p_values(self, families: Sequence[Sequence[int]], parts: Iterable[Sequence[Chosen]]) -> JointP:
        """Return raw and step-down maxT p-values over some divisions, each family adjusted by itself."""
        orders = [np.array(sorted(family, key=lambda i: -self.observed[i])) for family in families]
        bars = self.observed - TIED * np.maximum(self.observed, 1.0)
        reached, stepped, undefined = (np.zeros(self._items, dtype=np.int64) for _ in range(3))
        draws = 0
        for upto in parts:
            found = self.statistics(upto)
            draws += found.shape[0]
            undefined += np.isnan(found).sum(axis=0)
            found = np.where(np.isnan(found), -np.inf, found)
            reached += (found >= bars).sum(axis=0)
            for order in orders:
                highest = np.maximum.accumulate(found[:, order[::-1]], axis=1)[:, ::-1]
                stepped[order] += (highest >= bars[order]).sum(axis=0)
        raw, adjusted = np.full(self._items, np.nan), np.full(self._items, np.nan)
        for order in orders:
            raw[order] = (1 + reached[order]) / (1 + draws)
            adjusted[order] = np.maximum.accumulate((1 + stepped[order]) / (1 + draws))
        return JointP(raw, adjusted, undefined)


def _prepared(answers: Array, ranks: bool) -> tuple[ExactColumns, NDArray[np.intp], Array | None]:
    """Return the columns to add up: who answered, the answers, their squares; or in place of these the ranks.

    Indicators that the same firms answered share a column; the second array says which is whose.
    """
    firms, items = answers.shape
    there = np.isfinite(answers).T
    patterns, pattern = np.unique(there, axis=0, return_inverse=True)
    answered = patterns.shape[0]
    columns = np.zeros((answered + items * (1 if ranks else 2), firms))
    columns[:answered] = patterns
    constant = np.zeros(items)
    for place, (row, given) in enumerate(zip(answers.T, there, strict=True), start=answered):
        if ranks:
            columns[place, given], constant[place - answered] = _centred_ranks(row[given])
        else:
            columns[place, given] = _centred(row[given])
            columns[place + items] = columns[place] ** 2
    return exact_columns(columns, most=firms), pattern.ravel(), constant if ranks else None


def _centred(answers: Array) -> Array:
    """Return answers less their median, in units of a power of two above all deviations."""
    middle = (answers.size - 1) // 2
    apart = answers - np.partition(answers, middle)[middle]
    return np.asarray(np.ldexp(apart, -int(np.frexp(np.max(np.abs(apart)))[1])), dtype=np.float64)


def _centred_ranks(answers: Array) -> tuple[Array, float]:
    """Return twice the midranks less N + 1, and 3 (N - 1) over N^3 - N less the sum of t^3 - t."""
    _, places, ties = np.unique(answers, return_inverse=True, return_counts=True)
    n = answers.size
    ranks = 2 * (np.cumsum(ties) - ties) + ties - n
    tied = sum(t**3 - t for t in ties.tolist())
    return ranks[places].astype(np.float64), 3 * (n - 1) / (n**3 - n - tied)
