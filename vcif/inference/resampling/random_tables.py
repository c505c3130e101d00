"""Random tables with the margins of an observed one: what permuting the firms over the groups would give."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vcif._counts import Counts
from vcif._errors import NotComputableError
from vcif.inference.resampling.bits import Bits, LogFactorial, Whole, log_factorial
from vcif.inference.resampling.halving import halvings
from vcif.inference.resampling.shuffles import MOST_FIRMS, MOST_GROUPS, shuffled_tables
from vcif.inference.resampling.unimodal import hypergeometric

_MOST = 2**31  # firms; beyond it products of two margins leave 64 bits
_CELLS = 2**19  # cells, or firms, held at once
_PER_CELL, _PER_FIRM = 80.0, 2.0  # nanoseconds: one hypergeometric number, one comparison of a sort
_PER_PLACE = 5.0  # one firm of a shuffle that is kept; as much as twice the cells' time is worth its keeping
_PLACES = 2**22  # firms of all shuffles that are kept
_KEPT = 2**20  # bytes of tables that are kept for the next test of the same margins


def permuted_tables(counts: Counts, n: int, seed: int) -> Iterator[Whole]:
    """Yield n random tables with the sizes of the groups and of the ties of some counts, in parts.

    All ways of giving the firms' scores to the groups are equally likely, as the null of a permutation test
    has it. Few firms are shuffled, and the shuffles are kept for other indicators with groups of the same
    sizes; else each cell is drawn from its hypergeometric law given the cells before it, which takes as long
    for a million firms as for a hundred. Which way is taken depends on these counts only. Few and small
    tables are kept, since several tests ask for the same ones.

    Yields
    ------
    numpy.ndarray
        Counts of shape (groups, levels, part).

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
    margins = _Margins(tuple(counts.sizes.tolist()), tuple(counts.ties.tolist()))
    if margins.few and n * counts.total <= _PLACES:
        yield shuffled_tables(counts.sizes, counts.ties, n, seed)
        return
    part = max(1, _CELLS // max(margins.cells, counts.total if margins.shuffled else 1))
    if n <= part and n * margins.cells * margins.cell_type.itemsize <= _KEPT:
        yield _kept(margins, n, seed)
        return
    bits = Bits(seed)
    for start in range(0, n, part):
        yield margins.draw(min(part, n - start), bits)


@dataclass(frozen=True)
class _Margins:
    """The sizes of the groups and of the ties of a table."""

    sizes: tuple[int, ...]
    ties: tuple[int, ...]

    @property
    def cells(self) -> int:
        """Cells of the table."""
        return len(self.sizes) * len(self.ties)

    @property
    def cell_type(self) -> np.dtype[Any]:
        """The narrowest type of a cell."""
        return np.min_scalar_type(max(self.ties))

    @property
    def few(self) -> bool:
        """Whether shuffles are to be kept."""
        fits = len(self.sizes) <= MOST_GROUPS and sum(self.sizes) <= MOST_FIRMS
        return fits and sum(self.sizes) * _PER_PLACE < self._free * _PER_CELL * 2

    @property
    def shuffled(self) -> bool:
        """Whether shuffling the firms is quicker than drawing the cells."""
        total = sum(self.sizes)
        return total * math.log2(total + 1) * _PER_FIRM < self._free * _PER_CELL

    @property
    def _free(self) -> int:
        """Cells that the margins leave open."""
        return (len(self.sizes) - 1) * (len(self.ties) - 1)

    def draw(self, n: int, bits: Bits) -> Whole:
        """Return n random tables, shape (groups, levels, n)."""
        sizes, ties = np.array(self.sizes), np.array(self.ties)
        return (_shuffled if self.shuffled else _cell_by_cell)(sizes, ties, n, bits)


@lru_cache(maxsize=64)
def _kept(margins: _Margins, n: int, seed: int) -> Whole:
    """Return the random tables of some margins; at most 64 of them are kept, of a mebibyte each."""
    tables = margins.draw(n, Bits(seed)).astype(margins.cell_type)
    tables.setflags(write=False)
    return tables


def _cell_by_cell(sizes: Whole, ties: Whole, n: int, bits: Bits) -> Whole:
    """Return random tables, one line after the other along the shorter side."""
    if sizes.size > ties.size:
        return _cell_by_cell(ties, sizes, n, bits).swapaxes(0, 1)
    log_of = log_factorial(int(sizes.sum()))
    tables = np.empty((sizes.size, ties.size, n), dtype=np.int64)
    left = tables[-1]  # the last line is what the others leave
    left[:] = ties[:, None]
    upto = np.zeros((ties.size + 1, n), dtype=np.int64)
    for line, size in zip(tables[:-1], sizes, strict=False):
        np.cumsum(left, axis=0, out=upto[1:])
        line[0] = size
        _dealt(line, upto, log_of, bits)
        left -= line
    return tables


def _dealt(line: Whole, upto: Whole, log_of: LogFactorial, bits: Bits) -> None:
    """Deal the firms that stand in a line's first cell to all of its cells.

    `upto` says how many firms are left at the levels before each. How many of a part's firms fall to its
    first half is hypergeometric.
    """
    for start, middle, end in halvings(len(line)):
        pool, marked = (upto[place] - upto[start] for place in (end, middle))
        flat = (pool.ravel(), marked.ravel(), line[start].ravel())
        first = hypergeometric(bits, *flat, log_of).reshape(pool.shape)
        line[middle] = line[start] - first
        line[start] = first


def _shuffled(sizes: Whole, ties: Whole, n: int, bits: Bits) -> Whole:
    """Return random tables by sorting the firms at random, each with its group in the key's last bits."""
    held = np.flatnonzero(ties)
    low_bits = np.uint64(2 ** max(1, (sizes.size - 1).bit_length()) - 1)
    group_of = np.repeat(np.arange(sizes.size, dtype=np.uint64), sizes)
    keys = bits.words(n * group_of.size).reshape(n, -1)
    order = np.sort((keys & ~low_bits) | group_of, axis=1) & low_bits
    tables = np.zeros((sizes.size, ties.size, n), dtype=np.int64)
    starts: NDArray[np.int64] = np.cumsum(ties[held]) - ties[held]
    for group in range(sizes.size):
        there = (order == group).astype(np.int32)
        tables[group, held] = np.add.reduceat(there, starts, axis=1).T
    return tables
