"""Steps from one wave to the next: who moves where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import CATEGORIES, CATEGORY, GLOSSARY
from vcif._errors import DataError
from vcif.framework.digits import ABSENT, KINDS
from vcif.framework.histories import Split, as_state, count_histories
from vcif.framework.panel_elsewhere import PanelElsewhere, any_panel
from vcif.framework.panel_rows import PanelRows
from vcif.framework.shares import check_share_level, with_shares

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame


def transitions(
    firms: IntoFrame, *, by: str | None = None, step: int = 1, level: float = 0.95
) -> pl.DataFrame:
    """Return how many firms step from each category to each other one between two consecutive waves.

    A step leads from a wave to the very next one: a firm that is not seen in the next wave makes no step,
    however soon it comes back (`follow_ups` counts the gaps). An unknown category is no state: steps from
    or to it have rows of their own, where there are any, and no share.

    Parameters
    ----------
    firms
        Classified firms, one row per firm and wave: firm_id, wave (whole numbers) and category. A DataFrame
        or LazyFrame of polars, a frame of pandas or pyarrow, a relation of DuckDB, a DataFrame of Spark, or
        another that narwhals takes. In polars the pass runs streaming and sorts nothing; DuckDB and Spark
        count themselves, and only the distinct histories are collected.
    by
        A column that splits the steps by its value in the wave that they start from: "wave" for one matrix
        a wave, or an Enum, text or yes/no column.
    step
        How far apart consecutive waves are: 1 for yearly waves and for numbered rounds, 2 for a survey
        every two years.
    level
        Confidence level of the intervals.

    Returns
    -------
    polars.DataFrame
        One row per pair of categories (from, to), 16 in all, also where n = 0: n, the share of the steps
        from that category to known ones, and its Wilson interval (null where there is no such step). Below
        them, rows with null in `from` or `to` for steps from or to an unknown category. With `by`, the
        column `group` (Enum; null = not known, where that occurs) comes first and every group has its 16
        rows.

    Raises
    ------
    DataError
        When a column is absent, a firm stands twice in a wave (with the rows, where they have an
        order), or the waves do not fit `step`.
    ArgumentError
        When `step` or `level` is out of range.

    Warns
    -----
    PanelWarning
        When rows are left out because they have no wave (see `panel_problems`), when a wave's activity does
        not vary, and when no two waves are consecutive.

    Notes
    -----
    Each interval is that of one share, not simultaneous over a row, and takes the steps as independent
    given the category that they start from, as a Markov chain has them; a firm's own steps may be alike.

    Source
    ------
    Anderson and Goodman (1957), Annals of Mathematical Statistics 28, 89-110; the interval: Wilson (1927),
    Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> firms = pl.DataFrame({
    ...     "firm_id": ["a", "a", "a", "b", "b"],
    ...     "wave": [1, 2, 3, 1, 3],
    ...     "category": ["C1", "C3", "C4", "C1", "C4"],
    ... })
    >>> transitions(firms).filter(pl.col("n") > 0).select("from", "to", "n", "share").rows()
    [('C1', 'C3', 1, 1.0), ('C3', 'C4', 1, 1.0)]
    """
    check_share_level("transitions", level)
    panel = any_panel("transitions", firms, step=step, also=() if by in (None, "wave") else (str(by),))
    levels = _levels(panel, by)
    keys = ["group"] if by is not None else []
    counted = _all_pairs(_steps(panel, by, levels), levels, grouped=by is not None)
    known = pl.col("from").is_not_null() & pl.col("to").is_not_null()
    total = pl.col("n").filter(known).sum().over([*keys, "from"])
    return with_shares(counted, pl.when(known).then(total), level).sort(*keys, "from", "to", nulls_last=True)


def _levels(panel: PanelRows | PanelElsewhere, by: str | None) -> list[str]:
    """Return the groups, in their order: none, the waves that a step can start from, or a column's levels."""
    if by is None:
        return []
    if by == "wave":
        return [str(panel.waves[i]) for i in panel.consecutive]
    kind = panel.kind_of(by)
    if isinstance(kind, pl.Enum):
        return list(kind.categories)
    if kind not in (pl.String, pl.Boolean, pl.Categorical, pl.Null):
        raise DataError(f"transitions() needs groups in {by!r} (an Enum, text or yes/no); got {kind}")
    known = GLOSSARY[by].dtype if by in GLOSSARY else None
    if isinstance(known, pl.Enum):
        return list(known.categories)
    return panel.texts_of(by)


def _steps(panel: PanelRows | PanelElsewhere, by: str | None, levels: Sequence[str]) -> pl.DataFrame:
    """Return the counts of steps: group, from, to, n.

    Where a column splits them, a wave's digit holds both the state and the place of the column's level.
    """
    split = None if by in (None, "wave") else Split(str(by), levels)
    histories = count_histories("transitions", panel, split)
    parts = [pl.DataFrame(schema={"group": pl.String, "from": CATEGORY, "to": CATEGORY, "n": pl.Int64})]
    for i in panel.consecutive:
        one, two = pl.col(f"at_{i}"), pl.col(f"at_{i + 1}")
        wave = pl.lit(str(panel.waves[i]) if by == "wave" else None, pl.String)
        group = _named((one - 1) // KINDS, levels) if split is not None else wave
        state_one, state_two = (as_state((digit - 1) % KINDS + 1) for digit in (one, two))
        there = histories.counts.filter(one != ABSENT, two != ABSENT)
        parts.append(there.group_by(group.alias("group"), state_one.alias("from"), state_two.alias("to"))
                     .agg(pl.col("n").sum()))  # fmt: skip
    return pl.concat(parts).group_by("group", "from", "to").agg(pl.col("n").sum())


def _named(place: pl.Expr, levels: Sequence[str]) -> pl.Expr:
    """Return the level at a place; null for the last one."""
    return place.replace_strict(list(range(len(levels))), list(levels), default=None, return_dtype=pl.String)


def _all_pairs(steps: pl.DataFrame, levels: Sequence[str], *, grouped: bool) -> pl.DataFrame:
    """Return the counts with a row for every pair of categories, in every group and in "not known"."""
    nameless = [None] if not grouped or steps["group"].null_count() else []
    group = pl.Series("group", [*levels, *nameless], pl.String)
    states = pl.Series("from", CATEGORIES, CATEGORY)
    pairs = (
        pl.DataFrame([group]).join(pl.DataFrame([states]), how="cross")
        .join(pl.DataFrame([states.alias("to")]), how="cross")
    )  # fmt: skip
    keys = ["group", "from", "to"]
    every = pl.concat([pairs, steps.select(keys)]).unique()
    counted = every.join(steps, on=keys, how="left", nulls_equal=True).with_columns(pl.col("n").fill_null(0))
    return counted.with_columns(pl.col("group").cast(pl.Enum(levels))) if grouped else counted.drop("group")
