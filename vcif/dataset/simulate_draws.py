"""Random whole numbers that come out the same on every platform and with every version of NumPy.

Only the raw 64-bit output of PCG64 is used, which NumPy keeps stable; the methods of `Generator` may
change between versions. All arithmetic is in whole numbers (thousandths of a scale point), because
sums and logarithms of floats can differ in the last digit between machines, and that digit can decide
an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias
from zlib import crc32

import numpy as np
import numpy.typing as npt

IntArray: TypeAlias = npt.NDArray[np.int64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]

_TERMS = 12  # twelve uniform numbers of variance 1/12 sum to variance 1 (Irwin-Hall)


@dataclass(frozen=True)
class Draws:
    """The streams of one simulation: a stream for each name, so that a new column leaves the others alone."""

    seed: int
    n: int

    def _raw(self, name: str, size: int) -> npt.NDArray[np.uint64]:
        """Return raw 64-bit numbers of the stream with this name."""
        stream = np.random.PCG64(np.random.SeedSequence([self.seed, crc32(name.encode("utf-8"))]))
        return np.asarray(stream.random_raw(size), dtype=np.uint64)

    def whole(self, name: str, low: int, high: int) -> IntArray:
        """Return one whole number from low to high, both included, for each firm."""
        return (self._raw(name, self.n) % np.uint64(high - low + 1)).astype(np.int64) + low

    def bell(self, name: str, sd: int) -> IntArray:
        """Return bell-shaped whole numbers around 0 with this standard deviation, one for each firm."""
        raw = self._raw(name, self.n * _TERMS).reshape(self.n, _TERMS)
        uniform = (raw % np.uint64(1001)).astype(np.int64) - 500
        total: IntArray = uniform.sum(axis=1)
        return total * sd // 1000

    def chance(self, name: str, per_mille: int) -> BoolArray:
        """Return for each firm whether a thing of this probability happens."""
        return self.whole(name, 0, 999) < per_mille

    def choice(self, name: str, weights: Sequence[int]) -> IntArray:
        """Return for each firm the position of one of the weights, drawn in proportion to them."""
        bounds = np.cumsum(np.asarray(weights, dtype=np.int64))
        return np.searchsorted(bounds, self.whole(name, 0, int(bounds[-1]) - 1), side="right").astype(
            np.int64
        )

    def order(self, name: str) -> IntArray:
        """Return the firms' positions in random order."""
        return np.argsort(self._raw(name, self.n), kind="stable").astype(np.int64)
