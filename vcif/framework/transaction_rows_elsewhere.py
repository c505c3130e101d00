"""Customs records in another engine as rows of one form, coded as `transaction_rows` codes them."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

import polars as pl

from vcif._engines import polars_schema
from vcif.framework.transaction_rows import (
    EXPORT,
    FIRST_YEAR,
    IMPORT,
    LAST_YEAR,
    MOST,
    PARTS,
    Columns,
    check_columns,
)
from vcif.framework.transaction_sums import FLAGGED, LEFT_OUT, UNPLACED

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw


def coded_elsewhere(
    transactions: nw.LazyFrame[Any], columns: Columns, *, processing_counts: bool
) -> nw.LazyFrame[Any]:
    """Return the records as firm (as it is), year, side, strange, value, product, back, out, kind."""
    import narwhals.stable.v2 as nw

    schema = polars_schema(transactions)
    check_columns(schema, columns)
    side, back = _side(schema[columns.flow], columns), _flag(columns.re_import)
    product = nw.lit(None) if columns.product is None else nw.col(columns.product)
    rows = transactions.select(
        nw.col(columns.firm).alias("firm"),
        _year(schema[columns.date], columns.date).alias("year"),
        side.alias("side"),
        nw.when(side.is_null()).then(nw.col(columns.flow).cast(nw.String)).alias("strange"),
        _value(columns).alias("value"),
        product.alias("product"),
        nw.when(side == EXPORT).then(nw.lit(False)).otherwise(back).alias("back"),
        _flag(None if processing_counts else columns.processing).alias("out"),
    )
    return rows.with_columns(kind=_kind())


def _flag(name: str | None) -> nw.Expr:
    """Return a column of yes/no; no where there is none."""
    import narwhals.stable.v2 as nw

    return nw.lit(False) if name is None else nw.col(name).cast(nw.Boolean)


def _side(kind: pl.DataType, columns: Columns) -> nw.Expr:
    """Return the flow as a number."""
    import narwhals.stable.v2 as nw

    flow = nw.col(columns.flow) if kind.is_integer() else nw.col(columns.flow).cast(nw.String)
    return (
        nw.when(flow.is_in(list(columns.imports))).then(nw.lit(IMPORT))
        .when(flow.is_in(list(columns.exports))).then(nw.lit(EXPORT))
    )  # fmt: skip


def _value(columns: Columns) -> nw.Expr:
    """Return the value in thousandths; null where it is no amount or the quantity's sign contradicts it."""
    import narwhals.stable.v2 as nw

    value = nw.col(columns.value).cast(nw.Float64)
    known = value.is_finite() & value.is_between(-MOST, MOST)
    if columns.quantity is not None:
        quantity = nw.col(columns.quantity).cast(nw.Float64)
        quantity = nw.when(~quantity.is_nan()).then(quantity).fill_null(0.0)
        known = known & ~(((quantity < 0) & (value > 0)) | ((quantity > 0) & (value < 0)))
    parts = value * PARTS
    whole = parts.round()
    return nw.when(known).then(nw.when(whole / PARTS == value).then(whole).otherwise(parts))


def _year(kind: pl.DataType, name: str) -> nw.Expr:
    """Return the year of a date: a date, a year, or year, month (and day) as a number or as text."""
    import narwhals.stable.v2 as nw

    date = nw.col(name)
    if isinstance(kind, pl.Date | pl.Datetime):
        year = date.dt.year()
    elif kind == pl.String:
        text = date.str.strip_chars().str.slice(0, 4)
        year = nw.when(text.is_in([f"{year}" for year in range(FIRST_YEAR, LAST_YEAR + 1)])).then(text)
    else:
        whole = date.cast(nw.Int64)
        year = (
            nw.when(whole > 9_999_999).then(whole // 10_000).when(whole > 99_999).then(whole // 100)
            .otherwise(whole)
        )  # fmt: skip
    year = year.cast(nw.Int64)
    return nw.when(year.is_between(FIRST_YEAR, LAST_YEAR)).then(year)


def _kind() -> nw.Expr:
    """Return what a row is, as `transaction_sums.kind_of` numbers it."""
    import narwhals.stable.v2 as nw

    value, side, back, out = (nw.col(name) for name in ("value", "side", "back", "out"))
    known = reduce(and_, (~nw.col(name).is_null() for name in ("firm", "year", "side", "out")))
    size = (
        nw.when(value > 0).then(nw.lit(1)).when(value < 0).then(nw.lit(2))
        .when(value.is_null()).then(nw.lit(3)).otherwise(nw.lit(4))
    )  # fmt: skip
    export = nw.when(side == EXPORT).then(nw.lit(4)).otherwise(nw.lit(0))
    return (
        nw.when(out).then(nw.lit(LEFT_OUT))
        .when(~known).then(nw.lit(UNPLACED))
        .when((side == IMPORT) & (back.is_null() | back)).then(nw.lit(FLAGGED))
        .otherwise(size + export)
    )  # fmt: skip
