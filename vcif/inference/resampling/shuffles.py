"""Shuffles of few firms, kept for all indicators whose groups have the same sizes."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vcif.inference.resampling.bits import Bits, Whole

_BITS = 9  # per group: a shuffle's running counts of all groups stand in one number of 64 bits
MOST_FIRMS, MOST_GROUPS = 2**_BITS - 1, 64 // _BITS
_KEYS = 2**20  # sorted at once
Packed = NDArray[np.uint32] | NDArray[np.uint64]


def shuffled_tables(sizes: Whole, ties: Whole, n: int, seed: int) -> Whole:
    """Return n random tables with these margins, shape (groups, levels, n), from shuffles of the firms.

    >>> shuffled_tables(np.array([1, 2]), np.array([2, 1]), 4, seed=1).sum(axis=1).tolist()
    [[1, 1, 1, 1], [2, 2, 2, 2]]
    """
    upto = np.cumsum(ties)
    running = _running_counts(tuple(sizes.tolist()), n, seed)[upto]
    counts = np.empty((sizes.size, *running.shape), dtype=np.int64)
    for group in range(sizes.size):
        counts[group] = (running >> running.dtype.type(_BITS * group)) & running.dtype.type(MOST_FIRMS)
    counts[:, 1:] -= counts[:, :-1].copy()
    return counts


@lru_cache(maxsize=6)
def _running_counts(sizes: tuple[int, ...], n: int, seed: int) -> Packed:
    """Return how many firms of each group stand before each place of n shuffles, shape (firms + 1, n)."""
    kind = np.uint32 if _BITS * len(sizes) <= 32 else np.uint64
    steps = (np.uint64(1) << (_BITS * np.arange(len(sizes), dtype=np.uint64))).astype(kind)
    bits, firms = Bits(seed), sum(sizes)
    running = np.zeros((firms + 1, n), dtype=kind)
    part = max(1, _KEYS // firms)
    for start in range(0, n, part):
        here = running[1:, start : start + part]
        np.take(steps, _shuffled(sizes, here.shape[1], bits).T, out=here, mode="clip")
    for place in range(1, firms):
        running[place + 1] += running[place]
    running.setflags(write=False)
    return running


def _shuffled(sizes: tuple[int, ...], n: int, bits: Bits) -> NDArray[np.uint8]:
    """Return the groups of the firms in n random orders, shape (n, firms).

    Random keys are sorted, each with its group in the last bits. Orders in which two keys agree but for the
    group are drawn again, so that all orders stay equally likely.
    """
    low = np.uint32(2 ** (len(sizes) - 1).bit_length() - 1)
    group_of = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
    order = np.empty((n, group_of.size), dtype=np.uint8)
    todo = np.arange(n)
    while todo.size:
        keys = _halves(bits, todo.size * group_of.size).reshape(todo.size, -1)
        keys &= ~low
        keys |= group_of
        keys.sort(axis=1)
        order[todo] = keys & low
        todo = todo[((keys[:, 1:] ^ keys[:, :-1]) <= low).any(axis=1)]
    return order


def _halves(bits: Bits, n: int) -> NDArray[np.uint32]:
    """Return n numbers of 32 random bits."""
    return bits.words((n + 1) // 2).astype("<u8", copy=False).view("<u4")[:n].astype(np.uint32)
