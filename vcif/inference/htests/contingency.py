"""Tables of counts for the tests that look at levels as names, without order or distance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vcif._counts import Counts
from vcif._errors import ArgumentError, NotComputableError
from vcif.inference.checks import NO_VARIATION

Table = Sequence[Sequence[int]]
_MOST = 2**53


def contingency_table(function: str, table: Table | Counts) -> NDArray[np.int64]:
    """Return a table of whole counts without rows and columns that hold no firm.

    Raises
    ------
    ArgumentError
        When it is no table of whole numbers from 0 up.
    NotComputableError
        When fewer than two rows or columns hold firms.
    """
    counts = table.table if isinstance(table, Counts) else _whole_counts(function, table)
    held = np.asarray(counts[:, counts.sum(axis=0) > 0], dtype=np.int64)
    held = np.asarray(held[held.sum(axis=1) > 0], dtype=np.int64)
    if held.shape[0] < 2:
        raise NotComputableError(f"{function} needs firms in at least two groups")
    if held.shape[1] < 2:
        raise NotComputableError(NO_VARIATION)
    return held


def _whole_counts(function: str, table: Table) -> NDArray[np.int64]:
    """Return a table as whole numbers, after checking it."""
    try:
        raw = np.asarray(table)
    except ValueError:
        raise ArgumentError(f"{function}() needs rows of one length; got {table!r}") from None
    if raw.ndim != 2 or raw.size == 0 or raw.dtype.kind not in "iuf":
        raise ArgumentError(f"{function}() needs a table of counts, one row per group; got {table!r}")
    if not (np.isfinite(raw).all() and (raw >= 0).all() and (raw == np.floor(raw)).all()):
        raise ArgumentError(f"{function}() needs whole numbers from 0 up; got {table!r}")
    if raw.sum(dtype=np.float64) > _MOST:
        raise ArgumentError(f"{function}() counts up to 2^53 firms; got more")
    return raw.astype(np.int64)
