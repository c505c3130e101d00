"""Firms drawn and shared out at random, in parts of bounded size; the parts' size never changes a number.

Only a generator's raw bits are used, since NumPy does not promise that its distributions stay the same from
one version to the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from vcif._errors import ArgumentError

Array = NDArray[np.float64]
Chosen = NDArray[np.bool_]

CELLS = 2**20  # firms times draws held at once: 8 MiB a copy


def bits_of(function: str, seed: int) -> np.random.PCG64:
    """Return the generator of a seed."""
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or seed < 0:
        raise ArgumentError(f"{function}() needs a whole number from 0 up as its seed; got {seed!r}")
    return np.random.PCG64(int(seed))


def resamples(bits: np.random.PCG64, draws: int, firms: int, cells: int = CELLS) -> Iterator[Array]:
    """Yield how often each firm is drawn, as many firms as there are with replacement; (part, firms).

    A word's upper 32 bits are scaled, so that chances differ by less than firms/2^32 of themselves.

    >>> next(resamples(np.random.PCG64(1), draws=2, firms=4)).tolist()
    [[1.0, 0.0, 1.0, 2.0], [0.0, 3.0, 0.0, 1.0]]
    """
    for rows in _parts(draws, firms, cells):
        words = bits.random_raw(rows * firms).reshape(rows, firms)
        words >>= np.uint64(32)
        words *= np.uint64(firms)
        words >>= np.uint64(32)
        words += np.arange(0, rows * firms, firms, dtype=np.uint64)[:, None]
        counted = np.bincount(words.view(np.int64).ravel(), minlength=rows * firms)
        yield counted.reshape(rows, firms).astype(np.float64)


def divisions(
    bits: np.random.PCG64, draws: int, sizes: Sequence[int], cells: int = CELLS
) -> Iterator[list[Chosen]]:
    """Yield firms shared out over groups of given sizes, all ways equally likely; one (part, firms) a group.

    The groups come added up: the first, the first two together, and so on; the last, which would be all
    firms, is left out. A firm's group is the place of its random key in rising order. The keys' last bits
    hold the firm's position, so that no two are equal. Sizes are 1 or more; only the last may be 0.

    >>> [first.astype(int).tolist() for (first,) in divisions(np.random.PCG64(1), 2, [1, 2])]
    [[[0, 0, 1], [0, 1, 0]]]
    """
    firms, ends = sum(sizes), np.cumsum(sizes)[:-1]
    low = np.uint64(2 ** firms.bit_length() - 1)
    position = np.arange(firms, dtype=np.uint64)
    for rows in _parts(draws, firms, cells):
        keys = bits.random_raw(rows * firms).reshape(rows, firms)
        keys &= ~low
        keys |= position
        inner = [end for end in ends.tolist() if 0 < end < firms]
        ordered = np.partition(keys, inner, axis=1) if inner else keys
        yield [
            keys < ordered[:, [end]] if end < firms else np.ones(keys.shape, dtype=np.bool_)
            for end in ends.tolist()
        ]


def _parts(draws: int, firms: int, cells: int) -> Iterator[int]:
    """Yield the draws of each part."""
    most = max(1, cells // max(firms, 1))
    for start in range(0, draws, most):
        yield min(most, draws - start)
