"""Every table with given margins, and its exact chance when the firms are given to the groups at random."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from itertools import product

import numpy as np

Row = tuple[int, ...]


@cache
def all_tables(sizes: Row, ties: Row) -> tuple[np.ndarray, np.ndarray]:
    """Return all tables, shape (groups, levels, tables), and their chances, which are exact fractions rounded once."""
    found = list(_ways(sizes, ties))
    everything = math.factorial(sum(sizes)) // math.prod(math.factorial(n) for n in sizes)
    assert sum(ways for _, ways in found) == everything
    tables = np.array([table for table, _ in found], dtype=np.int64).transpose(1, 2, 0)
    return tables, np.array([ways / everything for _, ways in found])


def _ways(sizes: Row, ties: Row) -> list[tuple[tuple[Row, ...], int]]:
    """Return each table and in how many ways firms can be given to the groups so that it comes about."""
    if len(sizes) == 1:
        return [((ties,), 1)]
    found = []
    for row in compositions(sizes[0], ties):
        ways = math.prod(math.comb(tie, n) for tie, n in zip(ties, row, strict=True))
        rest = tuple(tie - n for tie, n in zip(ties, row, strict=True))
        found += [((row, *others), ways * more) for others, more in _ways(sizes[1:], rest)]
    return found


def compositions(total: int, most: Sequence[int]) -> list[Row]:
    """Return every way to write a total as a sum of numbers up to the most that each may be."""
    if len(most) == 1:
        return [(total,)] if total <= most[0] else []
    return [
        (first, *rest)
        for first in range(min(total, most[0]) + 1)
        for rest in compositions(total - first, most[1:])
    ]


def multinomials(size: int, row: Row) -> tuple[np.ndarray, np.ndarray]:
    """Return every number of firms at each level among `size` drawn from a row's shares, and the chances."""
    found = compositions(size, (size,) * len(row))
    total = sum(row)
    chances = [
        math.factorial(size)
        * math.prod(share**n / math.factorial(n) for n, share in zip(drawn, row, strict=True))
        / total**size
        for drawn in found
    ]
    return np.array(found).T, np.array(chances)


def joint(parts: Sequence[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """Return the tables of independent groups and their chances."""
    places = list(product(*(range(chances.size) for _, chances in parts)))
    tables = np.array([[part[0][:, i] for part, i in zip(parts, at, strict=True)] for at in places])
    chances = [math.prod(part[1][i] for part, i in zip(parts, at, strict=True)) for at in places]
    return tables.transpose(1, 2, 0), np.array(chances)
