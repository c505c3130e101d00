"""Tables of counts for the tests that look at levels as names, without order or distance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vcif._counts import Counts
from vcif._errors import ArgumentError, NotComputableError
from vcif.inference.checks import NO_VARIATION

Table = Sequence[Sequence[int]]


def contingency_table(function: str, table: Table | Counts) -> NDArray[np.int64]:
    """Return a table of whole counts without rows and columns that hold no firm.

    Raises
    ------
    ArgumentError
        When it is no table of whole numbers from 0 up.
    NotComputableError
        When fewer than two rows or columns hold firms.
    """
    raw = table.table if isinstance(table, Counts) else np.asarray(table)
    if raw.ndim != 2 or raw.size == 0 or not np.issubdtype(raw.dtype, np.number):
        raise ArgumentError(f"{function}() needs a table of counts, one row per group; got {table!r}")
    counts = np.asarray(raw, dtype=np.float64)
    if not (np.isfinite(counts).all() and (counts >= 0).all() and (counts == np.floor(counts)).all()):
        raise ArgumentError(f"{function}() needs whole numbers from 0 up; got {table!r}")
    held: NDArray[np.int64] = np.asarray(counts[:, counts.sum(axis=0) > 0], dtype=np.int64)
    held = np.asarray(held[held.sum(axis=1) > 0])
    if held.shape[0] < 2:
        raise NotComputableError(f"{function} needs firms in at least two groups")
    if held.shape[1] < 2:
        raise NotComputableError(NO_VARIATION)
    return held
