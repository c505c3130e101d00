"""Who is in the panel in each wave: states, entries, pauses, returns and exits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import CATEGORIES, CATEGORY, schema
from vcif.framework.digits import ABSENT, UNKNOWN
from vcif.framework.histories import Histories, as_state, count_histories
from vcif.framework.panel_elsewhere import any_panel

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame


def wave_states(firms: IntoFrame, *, step: int = 1) -> pl.DataFrame:
    """Return how many firms are in each category in each wave.

    Parameters
    ----------
    firms
        Classified firms, one row per firm and wave, as for `transitions`.
    step
        How far apart consecutive waves are.

    Returns
    -------
    polars.DataFrame
        One row per wave and category, also where n = 0, and one with a null category for firms whose
        category is not known: wave, category, n, share (of the wave's firms with a known category; null for
        the others).

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
    >>> firms = pl.DataFrame({"firm_id": ["a", "b"], "wave": [1, 1], "category": ["C1", "C4"]})
    >>> wave_states(firms).select("category", "n", "share").rows()
    [('C1', 1, 0.5), ('C2', 0, 0.0), ('C3', 0, 0.0), ('C4', 1, 0.5), (None, 0, None)]
    """
    panel = any_panel("wave_states", firms, step=step)
    histories = count_histories("wave_states", panel)
    parts = [pl.DataFrame(schema={"wave": pl.Int64, "category": CATEGORY, "n": pl.Int64})]
    for wave, name in zip(panel.waves, histories.digits, strict=True):
        digits = histories.counts.filter(pl.col(name) != ABSENT).group_by(name).agg(pl.col("n").sum())
        parts.append(
            digits.select(pl.lit(wave, pl.Int64).alias("wave"), as_state(pl.col(name)).alias("category"), "n")
        )
    states = pl.DataFrame({"category": [*CATEGORIES, None]}, schema={"category": CATEGORY})
    every = pl.DataFrame({"wave": panel.waves}, schema={"wave": pl.Int64}).join(states, how="cross")
    counted = every.join(pl.concat(parts), on=["wave", "category"], how="left", nulls_equal=True)
    known = pl.col("category").is_not_null()
    total = pl.col("n").filter(known).sum().over("wave")
    return (
        counted.with_columns(pl.col("n").fill_null(0))
        .with_columns(share=pl.when(known & (total > 0)).then(pl.col("n") / total))
        .sort("wave", "category", nulls_last=True)
    )


def panel_flow(firms: IntoFrame, *, step: int = 1) -> pl.DataFrame:
    """Return how many firms enter, pause, return and leave in each wave.

    Parameters
    ----------
    firms
        Classified firms, one row per firm and wave, as for `transitions`.
    step
        How far apart consecutive waves are.

    Returns
    -------
    polars.DataFrame
        One row per wave that occurs: wave; n (firms); n_unknown (of these, firms whose category is not
        known); entries (seen for the first time); returns (seen before, but not in the wave before this
        one); pauses (not seen in the next wave that occurs, but in a later one); exits (not seen later).
        Pauses and exits are null in the last wave, after which nothing can be seen.

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
    n of a wave = n of the wave before - its exits - its pauses + entries + returns. An exit from the panel
    is no exit from the market: the firm may have gone on without answering.

    Examples
    --------
    >>> firms = pl.DataFrame({
    ...     "firm_id": ["a", "a", "a", "b", "b", "c"],
    ...     "wave": [1, 2, 3, 1, 3, 1],
    ...     "category": ["C1", "C3", "C4", "C1", "C4", "C2"],
    ... })
    >>> panel_flow(firms).rows()
    [(1, 3, 0, 3, 0, 1, 1), (2, 1, 0, 0, 0, 0, 0), (3, 2, 0, 0, 1, None, None)]
    """
    panel = any_panel("panel_flow", firms, step=step)
    histories = count_histories("panel_flow", panel)
    last = len(panel.waves) - 1
    rows = [
        {"wave": wave} | _flow(histories, i) | ({"pauses": None, "exits": None} if i == last else {})
        for i, wave in enumerate(panel.waves)
    ]
    return pl.DataFrame(rows, schema=schema("panel_flow"))


def _flow(histories: Histories, i: int) -> dict[str, int | None]:
    """Return one wave's counts."""
    seen = [pl.col(name) != ABSENT for name in histories.digits]
    here = seen[i]
    before, after = (
        pl.any_horizontal([pl.lit(False), *seen[:i]]),
        pl.any_horizontal([pl.lit(False), *seen[i + 1 :]]),
    )
    just_before = seen[i - 1] if i else pl.lit(False)
    just_after = seen[i + 1] if i + 1 < len(seen) else pl.lit(False)
    groups = {
        "n": here,
        "n_unknown": pl.col(f"at_{i}") == UNKNOWN,
        "entries": here & ~before,
        "returns": here & before & ~just_before,
        "pauses": here & after & ~just_after,
        "exits": here & ~after,
    }
    sums = histories.counts.select(
        pl.col("n").filter(chosen).sum().alias(name) for name, chosen in groups.items()
    )
    return sums.row(0, named=True)
