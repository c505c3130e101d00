"""How long firms take from their first step abroad to full integration, and who was not seen to begin."""

from __future__ import annotations

from typing import TypeVar

import polars as pl

from vcif._columns import PATH, schema
from vcif.framework.histories import Histories, as_text, count_histories, first_wave, of_every_firm
from vcif.framework.panel_rows import panel_rows

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)

NEVER_LEFT = "seen in C1 only"
NOT_FROM_C1 = "not in C1 when its category was first known: its first step abroad came before"
NOT_SEEN = "its first step abroad may lie in a wave in which it was not seen or its category is not known"
NEVER_KNOWN = "its category is not known in any wave"


def waiting_times(firms: Frame, *, step: int = 1) -> Frame:
    """Return each firm's time from its first step abroad to C4, and whether it was seen to arrive.

    The clock starts in the wave in which the firm is first seen outside C1, having been in C1 in every wave
    before. It runs to the first wave in C4 or, where none is seen, to the last wave before the firm is lost
    or its category is not known. Paths are those of the first entry, known at the start of the clock: a
    path that only firms in C4 can have would look into the future, and every firm on it would arrive.

    Parameters
    ----------
    firms
        Classified firms, one row per firm and wave, as for `transitions`.
    step
        How far apart consecutive waves are.

    Returns
    -------
    polars.DataFrame or polars.LazyFrame
        One row per firm: firm_id; path ("market_seeking": first abroad in C3, "efficiency_seeking": in C2,
        "direct": in C4 at once, with time 0); start (the wave of the first step abroad); time (waves, 0
        where nothing was seen after it); reached (C4 was seen). Of a firm whose first step was not seen
        they are null, and `note` says why. A DataFrame is sorted by firm; a LazyFrame has no order.

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
    A firm may go back before it arrives; the clock runs on. An arrival is known to the wave only.

    Examples
    --------
    >>> firms = pl.DataFrame({
    ...     "firm_id": ["a", "a", "a", "b", "b", "c"],
    ...     "wave": [1, 2, 3, 1, 2, 1],
    ...     "category": ["C1", "C3", "C4", "C1", "C2", "C4"],
    ... })
    >>> waiting_times(firms).select("firm_id", "path", "time", "reached").rows()
    [('a', 'market_seeking', 1, True), ('b', 'efficiency_seeking', 0, False), ('c', None, None, None)]
    """
    panel = panel_rows("waiting_times", firms, step=step)
    histories = count_histories("waiting_times", panel)
    found = of_every_firm(panel, histories, _of_histories(histories, step)).select(
        list(schema("waiting_times"))
    )
    return found if isinstance(firms, pl.LazyFrame) else found.sort("firm_id").collect()


def _of_histories(histories: Histories, step: int) -> pl.DataFrame:
    """Return the clock of each distinct history."""
    entered = pl.col("history").str.contains("^1+[234]")
    at_home = pl.col("history").str.extract("^(1+)").str.len_chars().cast(pl.Int64)
    # From the first step abroad to the first wave that is not known.
    seen = pl.col("history").str.extract("^1+([1-4]+)").str.extract("([234].*)")
    before_c4 = seen.str.extract("^([^4]*)4").str.len_chars().cast(pl.Int64)
    last = seen.str.len_chars().cast(pl.Int64) - 1
    paths = {"2": "efficiency_seeking", "3": "market_seeking", "4": "direct"}
    named = histories.counts.select(history=as_text(histories), first=first_wave(histories))
    return named.select(
        path=pl.when(entered).then(seen.str.slice(0, 1).replace_strict(paths, default=None)).cast(PATH),
        start=pl.when(entered).then(pl.col("first") + at_home * step),
        time=pl.when(entered).then(pl.coalesce(before_c4, last)),
        reached=pl.when(entered).then(before_c4.is_not_null()),
        note=pl.when(~entered).then(_reason()),
    )


def _reason() -> pl.Expr:
    """Return why a firm's first step abroad was not seen."""
    first_known = pl.col("history").str.extract("([1-4])")
    return (
        pl.when(first_known.is_null()).then(pl.lit(NEVER_KNOWN))
        .when(first_known != "1").then(pl.lit(NOT_FROM_C1))
        .when(~pl.col("history").str.contains("[234]")).then(pl.lit(NEVER_LEFT))
        .otherwise(pl.lit(NOT_SEEN))
    )  # fmt: skip
