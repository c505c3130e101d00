"""Counting by another engine: one group-by over the indicators put below one another, as narwhals says it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from vcif._engines import collected
from vcif.indicators.cells import Cells
from vcif.indicators.columns import groups_of
from vcif.indicators.exact_weights import Weights, rounded_once, weights_that

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw


def count_elsewhere(
    firms: nw.LazyFrame[Any], names: Sequence[str], by: str, *, frequency: bool
) -> tuple[Cells, pl.Enum]:
    """Return the cells of indicators and the groups; the columns have been checked."""
    weights = _weights(firms, frequency=frequency) if "weight" in firms.collect_schema() else None
    counted = collected(_counted(firms, names, by, weights))
    kind = firms.collect_schema()[by]
    texts = counted["g"].cast(pl.String)
    groups = pl.Enum(kind.categories) if hasattr(kind, "categories") else groups_of(texts, by)
    place = texts.cast(groups).to_physical().cast(pl.Int64).fill_null(len(groups.categories))
    return _cells(counted.with_columns(place.alias("g")), names, weights), groups


def _counted(
    firms: nw.LazyFrame[Any], names: Sequence[str], by: str, weights: Weights | None
) -> nw.LazyFrame[Any]:
    """Return rows, and sums of parts of weights, by group "g", place of the indicator "i" and "score"."""
    import narwhals.stable.v2 as nw

    numbers = [_number(firms, name).alias(f"{i}") for i, name in enumerate(names)]
    parts = [] if weights is None else [f"w{k}" for k, _ in enumerate(weights.steps)]
    rows = firms.select(
        nw.col(by).alias("g"), *numbers, *([nw.col("weight").cast(nw.Float64)] if parts else [])
    )
    for k, step in enumerate(weights.steps if weights is not None else ()):
        weight = nw.col("weight").fill_null(0.0) if k == 0 else nw.col("weight")
        rows = rows.with_columns(((weight + step) - step).alias(f"w{k}"))
        rows = rows.with_columns((weight - nw.col(f"w{k}")).alias("weight"))
    long = _stacked(rows, [f"{i}" for i, _ in enumerate(names)], ["g", *parts])
    return long.group_by("g", "i", "score").agg(
        nw.len().alias("rows"), *(nw.col(part).sum() for part in parts)
    )


def _number(firms: nw.LazyFrame[Any], name: str) -> nw.Expr:
    """Return an indicator as numbers, yes/no as 1 and 0."""
    import narwhals.stable.v2 as nw

    whole = firms.collect_schema()[name].is_boolean()
    return (nw.col(name).cast(nw.Int64) if whole else nw.col(name)).cast(nw.Float64)


def _stacked(rows: nw.LazyFrame[Any], names: Sequence[str], index: Sequence[str]) -> nw.LazyFrame[Any]:
    """Return columns below one another: their name in "i", their value in "score"."""
    import narwhals.stable.v2 as nw

    if rows.implementation.is_duckdb():  # whose unpivot knows no other connection than the default one
        pieces = [rows.select(*index, i=nw.lit(name), score=nw.col(name)) for name in names]
        return nw.concat(pieces)
    return rows.unpivot(on=list(names), index=list(index), variable_name="i", value_name="score")


def _weights(firms: nw.LazyFrame[Any], *, frequency: bool) -> Weights | None:
    """Return what there is to know of the weights, after checking them; None if there are none."""
    import narwhals.stable.v2 as nw

    number = _number(firms, "weight")
    finite = number.is_finite()
    known = nw.when(finite).then(number)
    query = firms.select(
        rows=nw.len(),
        known=number.count(),
        bad=nw.when((number < 0) | ~finite).then(nw.lit(1)).count(),
        broken=nw.when(known != known.floor()).then(nw.lit(1)).count(),
        largest=known.max(),
        smallest=nw.when(known > 0).then(number).min(),
    )
    return weights_that(collected(query).row(0, named=True), frequency=frequency)


def _cells(counted: pl.DataFrame, names: Sequence[str], weights: Weights | None) -> Cells:
    """Return counted rows as cells, in order."""
    parts = [] if weights is None else [f"w{k}" for k, _ in enumerate(weights.steps)]
    rows = (
        counted.with_columns(pl.col("i").cast(pl.Int64), pl.col("score") + 0.0)  # -0.0 is 0.0
        .group_by("i", "g", "score").agg(pl.col("rows", *parts).sum())
        .sort("i", "g", "score", nulls_last=True)
    )  # fmt: skip
    sums = [rows[part].to_numpy() for part in parts]
    return Cells(
        indicator=rows["i"].to_numpy(),
        group=rows["g"].to_numpy(),
        score=rows["score"].fill_null(float("nan")).to_numpy(),
        answered=rows["score"].is_not_null().to_numpy(),
        rows=rows["rows"].cast(pl.Int64).to_numpy(),
        weight=None if weights is None else rounded_once(sums, (rows.height,)),
    )
