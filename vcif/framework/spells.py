"""Spells: how long firms stay in a category, and which of them were seen to begin and to end."""

from __future__ import annotations

from typing import TypeVar

import polars as pl

from vcif._columns import schema
from vcif.framework.histories import count_histories
from vcif.framework.panel_rows import PanelRows, panel_rows

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


def spells(firms: Frame, *, step: int = 1) -> Frame:
    """Return the spells of each firm: runs of consecutive waves in one category.

    A gap or a wave with an unknown category ends a spell, for what happened meanwhile is not known; the
    next row begins another one.

    Parameters
    ----------
    firms
        Classified firms, one row per firm and wave, as for `transitions`.
    step
        How far apart consecutive waves are.

    Returns
    -------
    polars.DataFrame or polars.LazyFrame
        One row per spell: firm_id, category, start and end (its first and last wave), length (in waves),
        from and to (the categories in the waves just before and after; null where they are not known),
        left_censored (from is not known, so the spell may have begun before `start`), right_censored (to is
        not known, so it may have lasted beyond `end`). A DataFrame is sorted by firm and start; a LazyFrame
        has no order.

    Raises
    ------
    DataError, ArgumentError
        As `transitions`.

    Warns
    -----
    PanelWarning
        As `transitions`.

    Notes
    -----
    The lengths of the firm's waves with a known category add up to the length of its spells. A mean of the
    lengths takes censored spells as ended and is too short; use a survival curve.

    Examples
    --------
    >>> firms = pl.DataFrame({
    ...     "firm_id": ["a"] * 4, "wave": [1, 2, 3, 4], "category": ["C1", "C3", "C3", "C4"],
    ... })
    >>> spells(firms).select("category", "start", "end", "length", "left_censored", "right_censored").rows()
    [('C1', 1, 1, 1, True, False), ('C3', 2, 3, 2, False, False), ('C4', 4, 4, 1, False, True)]
    """
    panel = panel_rows("spells", firms, step=step)
    count_histories("spells", panel)  # refuses a firm that stands in a wave twice
    found = _with_neighbours(_runs(panel), panel).select(list(schema("spells")))
    return found if isinstance(firms, pl.LazyFrame) else found.sort("firm_id", "start").collect()


def _known(panel: PanelRows) -> pl.LazyFrame:
    """Return the rows whose category is known."""
    return panel.rows.filter(pl.col("category").is_not_null())


def _runs(panel: PanelRows) -> pl.LazyFrame:
    """Return start, end and length of each run.

    Within a firm and category, waves that follow one another rise as fast as their ranks: the difference is
    the same all along a run, and larger in every later one.
    """
    first = panel.waves[0] if panel.waves else 0
    rank = pl.col("wave").rank("ordinal").over("firm_id", "category").cast(pl.Int64)
    run = ((pl.col("wave") - first) // panel.step - rank).alias("run")
    return (
        _known(panel)
        .with_columns(run)
        .group_by("firm_id", "category", "run")
        .agg(start=pl.col("wave").min(), end=pl.col("wave").max(), length=pl.len().cast(pl.Int64))
    )


def _with_neighbours(runs: pl.LazyFrame, panel: PanelRows) -> pl.LazyFrame:
    """Return the runs with the categories just before and after, and whether these are not known."""
    state = pl.col("category")
    before = _known(panel).select("firm_id", start=pl.col("wave") + panel.step, came=state)
    after = _known(panel).select("firm_id", end=pl.col("wave") - panel.step, went=state)
    return (
        runs.join(before, on=["firm_id", "start"], how="left")
        .join(after, on=["firm_id", "end"], how="left")
        .rename({"came": "from", "went": "to"})
        .with_columns(left_censored=pl.col("from").is_null(), right_censored=pl.col("to").is_null())
    )
