"""How often the second of two groups has the larger score, in whole numbers, for many tables at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vcif._counts import Counts
from vcif._scores import INT64_SAFE


@dataclass(frozen=True)
class Dominance:
    """What two groups' pairs of firms come to.

    Attributes
    ----------
    n1, n2
        Firms of each group.
    gain
        Pairs that the second group wins less those that it loses.
    squares1, squares2
        Sums over the first (second) group's firms of the squared number of the other group's firms below them
        less those above.
    tied
        Pairs with equal scores.
    tie_term
        N^3 - N less the sum of t^3 - t over tied scores.
    """

    n1: int
    n2: int
    gain: int
    squares1: int
    squares2: int
    tied: int
    tie_term: int


def dominances(tables: Sequence[Counts]) -> list[Dominance]:
    """Return what the pairs of firms come to in each table of two groups.

    >>> dominances([Counts([1, 2, 3], [[1, 1, 0], [0, 1, 1]])])[0].gain
    3
    """
    alike: dict[tuple[int, bool], list[int]] = {}
    for place, counts in enumerate(tables):
        large = 2 * counts.total**3 >= INT64_SAFE
        alike.setdefault((counts.table.shape[1], large), []).append(place)
    found: dict[int, Dominance] = {}
    for (_, large), places in alike.items():
        stacked = np.stack([tables[place].table for place in places])
        found |= dict(zip(places, _of_one_shape(stacked, large), strict=True))
    return [found[place] for place in range(len(tables))]


def _of_one_shape(tables: NDArray[np.int64], large: bool) -> list[Dominance]:
    """Return the sums of tables of shape (tables, 2, levels); products of three counts may be too large."""
    huge = int(tables.sum(axis=(1, 2)).max()) ** 2 >= INT64_SAFE // 2  # products of two may be as well
    (tables,) = _wide(huge, tables)
    first, second = tables[:, 0], tables[:, 1]
    n1, n2 = first.sum(axis=1), second.sum(axis=1)
    wins = 2 * np.cumsum(first, axis=1) - first - n1[:, None]  # of each score: firms below less above
    losses = 2 * np.cumsum(second, axis=1) - second - n2[:, None]
    lost, won, total, ties = _wide(large, first * losses, second * wins, n1 + n2, first + second)
    columns = (
        n1,
        n2,
        (second * wins).sum(axis=1),
        (lost * losses).sum(axis=1),
        (won * wins).sum(axis=1),
        (first * second).sum(axis=1),
        total**3 - total - (ties**3 - ties).sum(axis=1),
    )
    return [Dominance(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def _wide(large: bool, *values: NDArray[Any]) -> list[NDArray[Any]]:
    """Return whole numbers as Python's own, which know no largest one, where that is needed."""
    return [value.astype(object) if large else value for value in values]
