"""Firms that were never seen to move, and those of which nothing can be said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import CATEGORIES, CATEGORY, MOVE
from vcif.framework.digits import STATES
from vcif.framework.histories import as_state, count_histories
from vcif.framework.panel_elsewhere import any_panel

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame


def movers(firms: IntoFrame, *, step: int = 1) -> pl.DataFrame:
    """Return how many firms were never seen to move, by the category that they stayed in.

    Parameters
    ----------
    firms
        Classified firms, one row per firm and wave, as for `transitions`.
    step
        How far apart consecutive waves are.

    Returns
    -------
    polars.DataFrame
        moved, category, n: four rows "never_moved" (the category is the same in all waves in which it is
        known, two or more), one "moved" (it is not), four "one_wave" (known in one wave only, so no move
        could be seen) and one "never_known". The sum of n is the number of firms.

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
    A firm that moved and came back between two waves, or in a gap, counts as never moved: it was not seen
    to move.

    Examples
    --------
    >>> firms = pl.DataFrame({
    ...     "firm_id": ["a", "a", "b", "b", "c"], "wave": [1, 2, 1, 2, 1],
    ...     "category": ["C1", "C1", "C1", "C4", "C2"],
    ... })
    >>> movers(firms).filter(pl.col("n") > 0).rows()
    [('never_moved', 'C1', 1), ('moved', None, 1), ('one_wave', 'C2', 1)]
    """
    panel = any_panel("movers", firms, step=step)
    histories = count_histories("movers", panel)
    known = [pl.when(pl.col(name).is_between(1, STATES)).then(pl.col(name)) for name in histories.digits]
    none = pl.lit(None, pl.Int64)
    low, high = pl.min_horizontal([none, *known]), pl.max_horizontal([none, *known])
    waves = pl.sum_horizontal([pl.lit(0), *(digit.is_not_null().cast(pl.Int64) for digit in known)])
    moved = (
        pl.when(waves == 0).then(pl.lit("never_known"))
        .when(low != high).then(pl.lit("moved"))
        .when(waves == 1).then(pl.lit("one_wave"))
        .otherwise(pl.lit("never_moved")).cast(MOVE)
    )  # fmt: skip
    state = pl.when(low == high).then(as_state(low))
    counted = histories.counts.group_by(moved=moved, category=state).agg(pl.col("n").sum())
    every = [(kind, name) for kind in ("never_moved", "one_wave") for name in CATEGORIES]
    rows = pl.DataFrame(
        [*every, ("moved", None), ("never_known", None)],
        orient="row",
        schema={"moved": MOVE, "category": CATEGORY},
    )
    return (
        rows.join(counted, on=["moved", "category"], how="left", nulls_equal=True)
        .with_columns(pl.col("n").fill_null(0))
        .sort("moved", "category", nulls_last=True)
    )
