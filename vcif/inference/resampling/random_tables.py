"""Random tables with the margins of an observed one: what permuting the firms over the groups would give."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from vcif._counts import Counts
from vcif._errors import NotComputableError
from vcif.inference.resampling.bits import Bits, Whole, log_factorial
from vcif.inference.resampling.unimodal import hypergeometric

_MOST = 2**31  # firms; beyond it products of two margins leave 64 bits
_CELLS = 2**19  # cells, or firms, held at once
_PER_CELL, _PER_FIRM = 80.0, 2.0  # nanoseconds: one hypergeometric number, one comparison of a sort


def permuted_tables(counts: Counts, n: int, bits: Bits) -> Iterator[Whole]:
    """Yield n random tables with the sizes of the groups and of the ties of some counts, in parts.

    All ways of giving the firms' scores to the groups are equally likely, as the null of a permutation test
    has it. Few firms on many levels are shuffled; else each cell is drawn from its hypergeometric law given
    the cells before it, which takes as long for a million firms as for a hundred. Which way is taken depends
    on these counts only.

    Yields
    ------
    numpy.ndarray
        Counts of shape (part, groups, levels).

    Raises
    ------
    NotComputableError
        When there are more than 2^31 firms.

    Notes
    -----
    Patefield's algorithm (Applied Statistics 30, 1981, 91-97) draws from the same law. It is not used because
    its numbers would depend on the version of the library that has it.
    """
    if counts.total > _MOST:
        raise NotComputableError(
            "permutations take up to 2^31 firms; the asymptotic p-value takes any number"
        )
    groups, levels = counts.table.shape
    cells = (groups - 1) * (levels - 1)
    shuffled = counts.total * math.log2(counts.total + 1) * _PER_FIRM < cells * _PER_CELL
    part = max(1, _CELLS // max(groups * levels, counts.total if shuffled else 1))
    draw = _shuffled if shuffled else _sequential
    for start in range(0, n, part):
        yield draw(counts, min(part, n - start), bits)


def _sequential(counts: Counts, n: int, bits: Bits) -> Whole:
    """Return random tables, group by group and level by level."""
    sizes, log_of = counts.sizes.tolist(), log_factorial(counts.total)
    left = np.repeat(counts.ties[:, None], n, axis=1)  # firms of each level not yet given to a group
    tables = np.empty((len(sizes), left.shape[0], n), dtype=np.int64)
    for group, size in enumerate(sizes[:-1]):
        wanted, pool = np.full(n, size), left.sum(axis=0)
        for level in range(left.shape[0] - 1):
            given = hypergeometric(bits, pool, left[level], wanted, log_of)
            pool = pool - left[level]
            wanted = wanted - given
            tables[group, level] = given
            left[level] -= given
        tables[group, -1] = wanted
        left[-1] -= wanted
    tables[-1] = left
    return np.moveaxis(tables, 2, 0)


def _shuffled(counts: Counts, n: int, bits: Bits) -> Whole:
    """Return random tables by sorting the firms at random, each with its group in the key's last bits."""
    sizes, held = counts.sizes, np.flatnonzero(counts.ties)
    low_bits = np.uint64(2 ** max(1, int(len(sizes) - 1).bit_length()) - 1)
    group_of = np.repeat(np.arange(len(sizes), dtype=np.uint64), sizes)
    keys = bits.words(n * counts.total).reshape(n, -1)
    order = np.sort((keys & ~low_bits) | group_of, axis=1) & low_bits
    tables = np.zeros((n, len(sizes), counts.table.shape[1]), dtype=np.int64)
    starts: NDArray[np.int64] = np.cumsum(counts.ties[held]) - counts.ties[held]
    for group in range(len(sizes)):
        there = (order == group).astype(np.int32)
        tables[:, group, held] = np.add.reduceat(there, starts, axis=1)
    return tables
