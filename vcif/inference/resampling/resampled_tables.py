"""Random tables with the groups' sizes of an observed one: what drawing firms with replacement gives."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from vcif._counts import Counts
from vcif._errors import NotComputableError
from vcif.inference.resampling.bits import Bits, Whole, log_factorial
from vcif.inference.resampling.halving import halvings
from vcif.inference.resampling.unimodal import binomial

_MOST = 2**31  # firms of one group
_CELLS = 2**19  # cells, or firms, held at once
_PER_CELL, _PER_FIRM = 80.0, 12.0  # nanoseconds: one binomial number, one firm drawn
_KEPT = 2**20  # bytes of tables that are kept for the next effect of the same counts

Rows = tuple[tuple[int, ...], ...]


def resampled_tables(counts: Counts, n: int, seed: int) -> Iterator[Whole]:
    """Yield n tables in which each group's firms are drawn with replacement from its own, in parts.

    A small group's firms are drawn one by one; of a large one the numbers at the levels are drawn from their
    binomial laws, which takes as long for a million firms as for a hundred. Which way is taken depends on
    that group only. Few and small tables are kept, since several effects ask for the same ones.

    Yields
    ------
    numpy.ndarray
        Counts of shape (groups, levels, part).

    Raises
    ------
    NotComputableError
        When a group has more than 2^31 firms.
    """
    if counts.sizes.max() > _MOST:
        raise NotComputableError("bootstrap intervals take up to 2^31 firms a group")
    part = max(1, _CELLS // counts.table.size)
    narrow = np.min_scalar_type(int(counts.sizes.max()))
    if n <= part and n * counts.table.size * narrow.itemsize <= _KEPT:
        yield _kept(tuple(map(tuple, counts.table.tolist())), n, seed)
        return
    bits = Bits(seed)
    for start in range(0, n, part):
        yield _drawn(counts.table, min(part, n - start), bits)


@lru_cache(maxsize=64)
def _kept(rows: Rows, n: int, seed: int) -> Whole:
    """Return the resampled tables of some counts; at most 64 of them are kept, of a mebibyte each."""
    table = np.array(rows, dtype=np.int64)
    drawn = _drawn(table, n, Bits(seed)).astype(np.min_scalar_type(int(table.sum(axis=1).max())))
    drawn.setflags(write=False)
    return drawn


def _drawn(table: Whole, n: int, bits: Bits) -> Whole:
    """Return n resampled tables, shape (groups, levels, n)."""
    return np.stack([_group(row, n, bits) for row in table])


def _group(row: Whole, n: int, bits: Bits) -> Whole:
    """Return n resamples of one group, shape (levels, n)."""
    held = np.flatnonzero(row)
    drawn = np.zeros((row.size, n), dtype=np.int64)
    one_by_one = int(row.sum()) * _PER_FIRM < (held.size - 1) * _PER_CELL
    drawn[held] = _firm_by_firm(row[held], n, bits) if one_by_one else _by_level(row[held], n, bits)
    return drawn


def _by_level(row: Whole, n: int, bits: Bits) -> Whole:
    """Return multinomial numbers: how many of a part's firms fall to its first half is binomial."""
    log_of, upto = log_factorial(int(row.sum())), np.concatenate([[0], np.cumsum(row)])
    drawn = np.empty((row.size, n), dtype=np.int64)
    drawn[0] = row.sum()
    for start, middle, end in halvings(row.size):
        shares = (upto[middle] - upto[start]) / (upto[end] - upto[start])
        first = binomial(bits, drawn[start].ravel(), np.repeat(shares, n), log_of).reshape(-1, n)
        drawn[middle] = drawn[start] - first
        drawn[start] = first
    return drawn


def _firm_by_firm(row: Whole, n: int, bits: Bits) -> Whole:
    """Return multinomial numbers, by drawing firms."""
    size, levels = int(row.sum()), row.size
    level_of = np.repeat(np.arange(levels), row)
    drawn = np.empty((levels, n), dtype=np.int64)
    part = max(1, _CELLS // size)
    for start in range(0, n, part):
        rows = min(part, n - start)
        found = level_of[bits.below(rows * size, size)] + np.repeat(np.arange(rows) * levels, size)
        drawn[:, start : start + rows] = np.bincount(found, minlength=rows * levels).reshape(rows, levels).T
    return drawn
