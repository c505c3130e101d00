"""A panel in any engine: the rows that can be placed, and the waves; outside polars as narwhals says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from vcif._engines import as_text, collected, open_frame, polars_schema
from vcif.framework.panel_rows import (
    KEYS,
    PanelRows,
    PanelWaves,
    check_categories,
    check_step,
    checked_waves,
    panel_rows,
)
from vcif.framework.waves import SIDES, check_panel_columns

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw
    from narwhals.typing import IntoFrame

_EXACT = 2.0**53  # whole numbers below it are floats without rounding


@dataclass(frozen=True)
class PanelElsewhere(PanelWaves):
    """The rows that can be placed, in another engine.

    Attributes
    ----------
    rows
        firm_id, wave (Int64), category (text, null = not known) and the further columns that were asked for.
    """

    rows: nw.LazyFrame[Any]

    def kind_of(self, column: str) -> pl.DataType:
        """Return a column's type, as polars names it."""
        return polars_schema(self.rows)[column]

    def texts_of(self, column: str) -> list[str]:
        """Return the different texts of a column, sorted."""
        found = collected(self.rows.select(as_text(self.rows, column).alias(column)).unique())
        return [str(value) for value in found[column].drop_nulls().sort()]


def any_panel(
    function: str, firms: IntoFrame, *, step: int = 1, also: Sequence[str] = ()
) -> PanelRows | PanelElsewhere:
    """Return the rows of a panel that have a firm and a wave, in whatever engine they are.

    Raises
    ------
    DataError, ArgumentError
        As `panel_rows`.

    Warns
    -----
    PanelWarning
        As `panel_rows`.
    """
    frame = open_frame(function, firms, (*KEYS, *also), SIDES)
    if isinstance(frame, pl.DataFrame | pl.LazyFrame):
        return panel_rows(function, frame, step=step, also=also)
    check_step(function, step)
    rows, summary, sides = _rows(function, frame, also)
    return PanelElsewhere(checked_waves(function, summary, sides, step), step, rows)


def _rows(
    function: str, firms: nw.LazyFrame[Any], also: Sequence[str]
) -> tuple[nw.LazyFrame[Any], pl.DataFrame, list[str]]:
    """Return the rows that can be placed, a row per wave as `waves.summarize_waves`, and the sides in it."""
    import narwhals.stable.v2 as nw

    schema = polars_schema(firms)
    check_panel_columns(function, schema, (*KEYS, *also))
    extra = [name for name in also if name not in KEYS]
    sides = [name for name in SIDES if schema.get(name) == pl.Boolean]
    chosen = firms.select(
        "firm_id",
        _whole_wave(schema["wave"]).alias("wave"),
        nw.col("category").cast(nw.String).alias("category"),
        *dict.fromkeys([*extra, *sides]),
    )
    check_categories(function, collected(chosen.select("category").unique())["category"])
    placed = ~nw.col("firm_id").is_null() & ~nw.col("wave").is_null()
    return chosen.filter(placed).select(*KEYS, *extra), _summary(chosen, placed, sides), sides


def _whole_wave(kind: pl.DataType) -> nw.Expr:
    """Return the wave as a whole number; null where it is missing or none."""
    import narwhals.stable.v2 as nw

    wave = nw.col("wave")
    if kind == pl.String:
        text = wave.str.strip_chars()
        return nw.when(text.str.contains(r"^[+-]?[0-9]{1,18}$")).then(text).cast(nw.Int64)
    if kind.is_float() or kind.is_decimal():
        number = wave.cast(nw.Float64)
        number = nw.when(number.is_finite() & (number.abs() < _EXACT)).then(number)
        return nw.when(number == number.floor()).then(number).cast(nw.Int64)
    return wave.cast(nw.Int64)


def _summary(rows: nw.LazyFrame[Any], placed: nw.Expr, sides: Sequence[str]) -> pl.DataFrame:
    """Return one row per wave, in rising order, and a null wave for rows that cannot be placed."""
    import narwhals.stable.v2 as nw

    numbers = [nw.col(name).cast(nw.Int64).alias(name) for name in sides]
    counts = [nw.len().alias("n")]
    for name in sides:
        counts += [nw.col(name).count().alias(f"{name} known"), nw.col(name).min().alias(f"{name} least"),
                   nw.col(name).max().alias(f"{name} most")]  # fmt: skip
    summed = (
        rows.select(nw.when(placed).then(nw.col("wave")).alias("wave"), *numbers)
        .group_by("wave")
        .agg(*counts)
    )
    ends = [
        pl.col(f"{name} {what}").cast(pl.Float64) for name in sides for what in ("known", "least", "most")
    ]
    kinds = [pl.lit("yes_no").alias(f"{name} kind") for name in sides]
    found = collected(summed).with_columns(pl.col("n").cast(pl.Int64), *ends, *kinds)
    return found.sort("wave", nulls_last=True)
