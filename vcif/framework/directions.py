"""Steps by their direction in the framework's order, and the steps back one by one."""

from __future__ import annotations

from typing import TypeVar

import polars as pl

from vcif._columns import DIRECTION, DIRECTIONS, FRAMES
from vcif._errors import DataError
from vcif.framework.histories import count_histories
from vcif.framework.panel_rows import panel_rows
from vcif.framework.shares import check_share_level, with_shares

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


def directions(steps: pl.DataFrame, *, level: float = 0.95) -> pl.DataFrame:
    """Return how many steps stay, lead towards C4, lead back, or change sides.

    Parameters
    ----------
    steps
        As `transitions` returns it, without groups.
    level
        Confidence level of the intervals.

    Returns
    -------
    polars.DataFrame
        One row per direction: "stay"; "forward" (C1 to C2, C3 or C4; C2 or C3 to C4); "switch" (between C2
        and C3, which have no order); "reversal" (C4 to any other; C2 or C3 to C1). n, the share of all
        steps between known categories, and its Wilson interval.

    Raises
    ------
    DataError
        When the frame is no such table.

    Examples
    --------
    >>> firms = pl.DataFrame({"firm_id": ["a"] * 3, "wave": [1, 2, 3], "category": ["C1", "C4", "C2"]})
    >>> from vcif.framework.transitions import transitions
    >>> directions(transitions(firms)).select("direction", "n").rows()
    [('stay', 0), ('forward', 1), ('switch', 0), ('reversal', 1)]
    """
    check_share_level("directions", level)
    if tuple(steps.columns) != FRAMES["transitions"]:
        raise DataError("directions() needs the frame of transitions(firms), without groups")
    named = steps.drop_nulls(["from", "to"]).with_columns(direction=direction_of())
    counted = named.group_by("direction").agg(pl.col("n").sum())
    every = pl.DataFrame({"direction": DIRECTIONS}, schema={"direction": DIRECTION})
    rows = every.join(counted, on="direction", how="left", maintain_order="left").with_columns(
        pl.col("n").fill_null(0)
    )
    return with_shares(rows, pl.col("n").sum(), level)


def direction_of() -> pl.Expr:
    """Return the direction of a step from its columns `from` and `to`."""
    rank = {"C1": 0, "C2": 1, "C3": 1, "C4": 2}
    one, two = (
        pl.col(name).cast(pl.String).replace_strict(rank, default=None, return_dtype=pl.Int8)
        for name in ("from", "to")
    )
    known = one.is_not_null() & two.is_not_null()
    return (
        pl.when(known & (pl.col("from").cast(pl.String) == pl.col("to").cast(pl.String))).then(pl.lit("stay"))
        .when(two > one).then(pl.lit("forward"))
        .when(two < one).then(pl.lit("reversal"))
        .when(known).then(pl.lit("switch"))
        .otherwise(None)
        .cast(DIRECTION)
    )  # fmt: skip


def reversals(firms: Frame, *, step: int = 1) -> Frame:
    """Return every step back that a firm made: from C4 to another category, or from C2 or C3 to C1.

    Parameters
    ----------
    firms
        Classified firms, one row per firm and wave, as for `transitions`.
    step
        How far apart consecutive waves are.

    Returns
    -------
    polars.DataFrame or polars.LazyFrame
        One row per reversal: firm_id, wave (the later one), from, to. A DataFrame is sorted by firm and
        wave; a LazyFrame has no order.

    Raises
    ------
    DataError, ArgumentError
        As `transitions`.

    Warns
    -----
    PanelWarning
        As `transitions`.

    Examples
    --------
    >>> firms = pl.DataFrame({"firm_id": ["a"] * 3, "wave": [1, 2, 3], "category": ["C1", "C4", "C2"]})
    >>> reversals(firms).rows()
    [('a', 3, 'C4', 'C2')]
    """
    panel = panel_rows("reversals", firms, step=step)
    count_histories("reversals", panel)  # refuses a firm that stands in a wave twice
    known = panel.rows.filter(pl.col("category").is_not_null())
    before = known.select("firm_id", pl.col("wave") + step, pl.col("category").alias("from"))
    steps = known.select("firm_id", "wave", pl.col("category").alias("to")).join(
        before, on=["firm_id", "wave"]
    )
    found = steps.filter(direction_of() == "reversal").select("firm_id", "wave", "from", "to")
    return found if isinstance(firms, pl.LazyFrame) else found.sort("firm_id", "wave").collect()
