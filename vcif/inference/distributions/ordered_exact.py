"""The exact permutation distribution of a sum over ordered pairs of groups, ties included.

Levels are taken from the lowest to the highest. The state is how many firms of each group lie at or below the
present level; for each state the distribution of twice the sum so far is kept as a vector of probabilities.
The work depends on the groups' sizes and the number of levels only, and is the same for Mann-Whitney,
Jonckheere-Terpstra and the framework's partial order.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vcif._counts import Counts

Order = Sequence[tuple[int, int]]
State = tuple[int, ...]


@dataclass(frozen=True)
class _Part:
    """The probabilities of twice the sum in one state, from `start` upwards."""

    start: int
    probabilities: NDArray[np.float64]

    def moved(self, shift: int, chance: float) -> _Part:
        """Return the part after a level that adds `shift` with this chance."""
        return _Part(self.start + shift, self.probabilities * chance)

    def merged(self, other: _Part) -> _Part:
        """Return the sum of two parts."""
        start = min(self.start, other.start)
        end = max(self.start + self.probabilities.size, other.start + other.probabilities.size)
        total = np.zeros(end - start)
        for part in (self, other):
            total[part.start - start : part.start - start + part.probabilities.size] += part.probabilities
        return _Part(start, total)


def exact_distribution(counts: Counts, order: Order) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the values that twice the sum can take and their probabilities under the null.

    Parameters
    ----------
    counts
        The observed table; only its margins matter.
    order
        The comparable pairs of groups (earlier, later).

    Returns
    -------
    tuple of arrays
        Whole numbers (twice the sum) and probabilities that add up to 1.

    Examples
    --------
    >>> values, chances = exact_distribution(Counts(scores=[1, 2], n=[[1, 0], [0, 1]]), [(0, 1)])
    >>> values.tolist(), chances.tolist()
    ([0, 1, 2], [0.5, 0.0, 0.5])
    """
    sizes = tuple(int(size) for size in counts.sizes)
    parts: dict[State, _Part] = {(0,) * len(sizes): _Part(0, np.ones(1))}
    left = counts.total
    for tie in (int(tie) for tie in counts.ties):
        parts = _next_level(parts, sizes, tie, left, order)
        left -= tie
    (whole,) = parts.values()
    return whole.start + np.arange(whole.probabilities.size), whole.probabilities


def exact_p_value(counts: Counts, order: Order, twice: int, alternative: str) -> float:
    """Return the exact p-value of twice the observed sum.

    Two-sided it is the probability of a sum at least as far from its mean as the observed one.
    """
    values, chances = exact_distribution(counts, order)
    if alternative == "two-sided":
        mean = sum(int(counts.sizes[early]) * int(counts.sizes[late]) for early, late in order)
        as_far = np.abs(values - mean) >= abs(twice - mean)
    else:
        as_far = values >= twice if alternative == "greater" else values <= twice
    return min(1.0, float(chances[as_far].sum()))


def exact_work(counts: Counts) -> float:
    """Return a bound on the multiplications that `exact_distribution` takes: states, splits and values."""
    sizes = sorted(int(size) for size in counts.sizes)
    states = math.prod(size + 1 for size in sizes[:-1])
    splits = sum(math.comb(int(tie) + len(sizes) - 1, len(sizes) - 1) for tie in counts.ties)
    return float(states) * splits * (counts.total**2 - sum(size**2 for size in sizes))


def _next_level(
    parts: dict[State, _Part], sizes: State, tie: int, left: int, order: Order
) -> dict[State, _Part]:
    """Return the states after a level of `tie` firms, `left` firms not having been placed before it."""
    total = math.comb(left, tie)
    after: dict[State, _Part] = {}
    for state, part in parts.items():
        room = tuple(size - there for size, there in zip(sizes, state, strict=True))
        for taken in _splits(tie, room):
            ways = math.prod(math.comb(free, took) for free, took in zip(room, taken, strict=True))
            moved = part.moved(_twice_gain(state, taken, order), ways / total)
            target = tuple(there + took for there, took in zip(state, taken, strict=True))
            after[target] = after[target].merged(moved) if target in after else moved
    return after


def _splits(total: int, room: State) -> Iterator[State]:
    """Yield every way to place `total` firms in groups that have this room."""
    if len(room) == 1:
        if total <= room[0]:
            yield (total,)
        return
    rest = sum(room[1:])
    for first in range(max(0, total - rest), min(total, room[0]) + 1):
        for others in _splits(total - first, room[1:]):
            yield (first, *others)


def _twice_gain(state: State, taken: State, order: Order) -> int:
    """Return twice what a level adds: its firms of later groups win over firms below, and tie within."""
    return sum(taken[late] * (2 * state[early] + taken[early]) for early, late in order)
