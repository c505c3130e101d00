"""What follows each firm's wave, so that every row of a panel is accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import FOLLOW, schema
from vcif.framework.digits import ABSENT, UNKNOWN
from vcif.framework.histories import Histories, count_histories
from vcif.framework.panel_elsewhere import any_panel

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame


def follow_ups(firms: IntoFrame, *, step: int = 1) -> pl.DataFrame:
    """Return what follows each firm's wave: a step, a step that is not known, a gap, or nothing.

    Parameters
    ----------
    firms
        As for `transitions`.
    step
        How far apart consecutive waves are.

    Returns
    -------
    polars.DataFrame
        One row per kind that occurs: follows ("step": the firm is in the next wave and both categories are
        known; "unknown": it is in the next wave, but one category or both are not known; "gap": it is not
        in the next wave but in a later one; "last": it is in no later one), distance (waves to its next
        row: 1, or more over a gap; null for "last"), n. The sum of n is the number of rows with a firm and
        a wave; n of "step" is the sum of the matrix of `transitions`, and n of "step" and "unknown"
        together that of the whole frame.

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
    >>> firms = pl.DataFrame({
    ...     "firm_id": ["a", "a", "a", "b", "b"],
    ...     "wave": [1, 2, 3, 1, 3],
    ...     "category": ["C1", "C3", "C4", "C1", "C4"],
    ... })
    >>> follow_ups(firms).rows()
    [('step', 1, 2), ('gap', 2, 1), ('last', None, 2)]
    """
    panel = any_panel("follow_ups", firms, step=step)
    histories = count_histories("follow_ups", panel)
    kinds = schema("follow_ups")
    parts = [pl.DataFrame(schema=kinds), *_followed(histories)]
    counted = pl.concat(parts).group_by("follows", "distance").agg(pl.col("n").sum())
    return counted.select(list(kinds)).sort("follows", "distance", nulls_last=True)


def _followed(histories: Histories) -> list[pl.DataFrame]:
    """Return what follows the firms' rows of each wave."""
    waves, step, counts = histories.panel.waves, histories.panel.step, histories.counts
    ahead = pl.lit(None, pl.Int64)
    parts = []
    for i in reversed(range(len(waves))):
        here = pl.col(f"at_{i}")
        counts = counts.with_columns(next_wave=ahead)
        distance = (pl.col("next_wave") - waves[i]) // step
        there = pl.col(f"at_{i + 1}") if i + 1 < len(waves) else pl.lit(ABSENT)
        unknown = (here == UNKNOWN) | (there == UNKNOWN)
        follows = (
            pl.when(pl.col("next_wave").is_null()).then(pl.lit("last"))
            .when(distance > 1).then(pl.lit("gap"))
            .when(unknown).then(pl.lit("unknown"))
            .otherwise(pl.lit("step"))
            .cast(FOLLOW)
        )  # fmt: skip
        seen = counts.filter(here != ABSENT)
        parts.append(seen.group_by(follows=follows, distance=distance).agg(pl.col("n").sum()))
        ahead = pl.when(here != ABSENT).then(pl.lit(waves[i], pl.Int64)).otherwise("next_wave")
    return parts
