"""Firms' times to C4 as arrays, group by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vcif._errors import DataError, nearest

ROUTES = ("market_seeking", "efficiency_seeking")


@dataclass(frozen=True)
class Arrivals:
    """One group's times and whether each firm arrived; shape (firms,)."""

    time: NDArray[np.int64]
    reached: NDArray[np.int64]


def arrivals(
    function: str, times: pl.DataFrame, by: str | None, groups: Sequence[str | None]
) -> list[Arrivals]:
    """Return each group's firms that have a time."""
    for name in ("time", "reached", *([by] if by is not None else [])):
        if name not in times.columns:
            raise DataError(
                f"{function}() needs the column {name!r}{nearest(name, times.columns)}; see waiting_times()"
            )
    timed = times.drop_nulls(["time", "reached"])
    if timed.filter(pl.col("time") < 0).height:
        raise DataError(f"{function}() needs times of at least 0")
    parts = [timed if by is None else timed.filter(pl.col(by).cast(pl.String) == name) for name in groups]
    return [
        Arrivals(part["time"].cast(pl.Int64).to_numpy(), part["reached"].cast(pl.Int64).to_numpy())
        for part in parts
    ]
